// Policies as the page uses them: looked at and called in a worker, each call within a time.
//
//     const policy = await open(bytes);                      // what it is, and a handle
//     const outcomes = await run(handle, JSON.stringify({ calls: [{ operation, payload }], world }));
//
// Both speak JSON, so that the page's Rust has one way to read what comes.

/** Milliseconds that a call may take: the policy server's default is two ticks of a second. */
const LIMIT = 2000;

/** The modules that were opened, by their handles. */
const modules = [];

/** The worker, once it is wanted. */
let starting = null;
/** Number of the job that counts: a newer one takes the place of an older one. */
let current = 0;
/** What ends the wait for the worker's answer, with nothing in place of the answer. */
let interrupt = null;

/** A worker that is ready; whoever asks while it starts gets the same one. */
function ready() {
  starting ??= start();
  return starting;
}

async function start() {
  const worker = new Worker(globalThis.pullscope.address("policy-worker"), { type: "module" });
  try {
    await new Promise((resolve, reject) => {
      worker.onmessage = resolve;
      worker.onerror = (event) => reject(new Error(event.message || "the worker could not be loaded"));
    });
  } catch (error) {
    starting = null;
    throw error;
  }
  return worker;
}

/** Ends the worker, whatever it is doing. */
function end() {
  starting?.then((worker) => worker.terminate());
  starting = null;
}

/** The worker's answer, or `null` when it took too long, or when a job is not wanted any more. */
async function ask(message, limit, isWanted) {
  const worker = await ready();
  if (isWanted && !isWanted()) return null;
  return new Promise((resolve, reject) => {
    const settle = (how, answer) => {
      clearTimeout(timer);
      interrupt = null;
      how(answer);
    };
    const stop = () => {
      end();
      settle(resolve, null);
    };
    const timer = setTimeout(stop, limit);
    // A file is looked at to the end.
    interrupt = isWanted ? stop : null;
    worker.onmessage = ({ data }) => settle(resolve, data);
    worker.onerror = (event) => {
      end();
      settle(reject, new Error(event.message || "the worker failed"));
    };
    worker.postMessage(message);
  });
}

/** The files that are being looked at, one after the other: a job waits for them. */
let opening = Promise.resolve();

/**
 * Looks at a file.
 *
 * @param {Uint8Array} bytes the file
 * @returns {Promise<string>} JSON of the inspection (see `policy/module.js`), with `handle`, `size` in bytes and
 *   `sha256`, which is empty where the page comes from no safe place
 */
export function open(bytes) {
  cancel();
  const opened = opening.then(() => look(bytes));
  opening = opened.catch(() => {});
  return opened;
}

/** No job is wanted any more. */
function cancel() {
  current += 1;
  interrupt?.();
}

async function look(bytes) {
  const sha256 = await checksum(bytes);
  // Compiling is done by the engine itself, and bounded by the size of the file.
  const answer = await ask({ open: bytes }, 60_000);
  if (!answer) throw new Error("the file was not compiled within a minute");
  const { module, ...inspection } = answer.inspection;
  const handle = module ? modules.push(module) - 1 : null;
  return JSON.stringify({ ...inspection, handle, size: bytes.length, sha256 });
}

/**
 * Calls a policy, each time in a fresh instance.
 *
 * @param {number} handle of `open`
 * @param {string} job JSON: `calls`, each with `operation` and `payload`, and the `world` of
 *   `policy/capabilities.js`
 * @returns {Promise<string | null>} JSON: for each call its outcome (see `policy/wapc.js`) with what the policy
 *   `logged`, or one whose `end` is `timeout`; `null` when another job took its place
 */
export async function run(handle, job) {
  const { calls, world } = JSON.parse(job);
  current += 1;
  const wanted = current;
  const isWanted = () => wanted === current;
  await opening;
  if (!isWanted()) return null;
  interrupt?.();
  const module = modules[handle];
  const outcomes = [];
  for (const { operation, payload } of calls) {
    const answer = await ask({ module, operation, payload, world }, LIMIT, isWanted);
    if (!isWanted()) return null;
    outcomes.push(answer ? answer.outcome : { ...TIMEOUT });
    // The first call is about the settings: without an answer there, none of the others counts.
    if (outcomes[0].end !== "response") break;
  }
  return JSON.stringify(outcomes);
}

/** Only pages from a safe place have `crypto.subtle`. */
async function checksum(bytes) {
  if (!crypto.subtle) return "";
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const TIMEOUT = { end: "timeout", text: "", log: "", logged: [], calls: [], more: 0, start: 0, call: LIMIT, memory: 0 };
