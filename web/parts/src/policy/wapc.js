// A host of waPC in JavaScript: calls one operation of a policy in a fresh instance, as the policy
// server does for each request.
//
//     host                                     guest
//     __guest_call(lengths)  ───────────────►  __guest_request(places), then its work
//                            ◄───────────────  __host_call(binding, namespace, operation, payload)
//     1, then __host_response  ─────────────►
//                            ◄───────────────  __guest_response or __guest_error, and 1 or 0
//
// It knows nothing of Kubewarden, of the page or of a worker. Whoever runs it gives the answers to the
// host calls, and the time that a call may take: nothing in here can stop a guest that does not return.
//
// Upstream: https://wapc.io/docs/spec/, crate `wasmtime-provider` for the order of the start functions.
import { WASI } from "./module.js";
import { Exit, unknown, wasi } from "./wasi.js";

/** Bytes that are kept of what a guest prints. */
const LOG = 65_536;
/** Host calls that are written down; the others are counted. */
const CALLS = 256;

/** What is run before the call, in this order; `_initialize` is not. */
const STARTS = ["_start", "wapc_init"];

/** @typedef {(binding: string, namespace: string, operation: string, payload: Uint8Array) => string} Answers */

/**
 * @typedef {object} Outcome
 * @property {"response" | "error" | "trap" | "exit"} end how the call ended
 * @property {string} text the response, the guest's error, or what the engine says of the trap
 * @property {string} log what the guest printed, by WASI and by `__console_log`
 * @property {{path: string, payload: string, ok: boolean, error: string}[]} calls what it asked, and the
 *   error that it got. An answer may hold a Secret, and is not repeated
 * @property {number} more the host calls that are not in `calls`
 * @property {number} start milliseconds that the instance and its start functions took
 * @property {number} call milliseconds of the call
 * @property {number} memory bytes that the guest had in the end
 */

/**
 * Calls an operation.
 *
 * @param {WebAssembly.Module} module a module of the form `wapc`, see `inspect`
 * @param {string} operation `validate`, `validate_settings` or `protocol_version` in Kubewarden
 * @param {string} payload JSON
 * @param {Answers} answer what the host says; it throws an error whose message goes to the guest
 * @returns {Outcome} what came of it
 */
export function call(module, operation, payload, answer) {
  const encoder = new TextEncoder();
  const [name, request] = [encoder.encode(operation), encoder.encode(payload)];
  let instance;
  const outcome = { end: "trap", text: "", log: "", calls: [], more: 0, start: 0, call: 0, memory: 0 };
  const log = printer();
  let [answered, refused] = [null, null];
  let [response, problem] = [new Uint8Array(), new Uint8Array()];

  const memory = () => instance.exports.memory;
  /** Bytes of the guest: a copy, because its memory may move. */
  const copy = (at, length) => new Uint8Array(memory().buffer, at >>> 0, length >>> 0).slice();
  const text = (at, length) => new TextDecoder().decode(copy(at, length));
  const put = (at, bytes) => new Uint8Array(memory().buffer).set(bytes, at >>> 0);

  const wapc = {
    __guest_request(operationAt, requestAt) {
      put(operationAt, name);
      put(requestAt, request);
    },
    __guest_response: (at, length) => void (answered = text(at, length)),
    __guest_error: (at, length) => void (refused = text(at, length)),
    __host_call(bindingAt, bindingLength, namespaceAt, namespaceLength, operationAt, operationLength, at, length) {
      const binding = text(bindingAt, bindingLength);
      const space = text(namespaceAt, namespaceLength);
      const asked = text(operationAt, operationLength);
      const given = copy(at, length);
      const [ok, said] = attempt(() => answer(binding, space, asked, given));
      const path = [binding === "kubewarden" ? "" : binding, space, asked].filter(Boolean).join("/");
      if (outcome.calls.length < CALLS) {
        outcome.calls.push({ path, payload: new TextDecoder().decode(given), ok, error: ok ? "" : said });
      } else {
        outcome.more += 1;
      }
      [response, problem] = ok ? [encoder.encode(said), new Uint8Array()] : [new Uint8Array(), encoder.encode(said)];
      return ok ? 1 : 0;
    },
    __host_response_len: () => response.length,
    __host_response: (at) => put(at, response),
    __host_error_len: () => problem.length,
    __host_error: (at) => put(at, problem),
    __console_log: (at, length) => log.write(encoder.encode(`${text(at, length)}\n`)),
  };
  const shims = wasi(memory, log.write);
  const imports = {};
  for (const wanted of WebAssembly.Module.imports(module)) {
    if (wanted.kind !== "function") continue;
    const from = (imports[wanted.module] ??= {});
    from[wanted.name] = WASI.has(wanted.module) ? (shims[wanted.name] ?? unknown) : wapc[wanted.name];
  }

  try {
    const before = performance.now();
    instance = new WebAssembly.Instance(module, imports);
    for (const start of STARTS) {
      if (typeof instance.exports[start] === "function") begin(instance.exports[start]);
    }
    const ready = performance.now();
    outcome.start = ready - before;
    let is_response;
    try {
      is_response = instance.exports.__guest_call(name.length, request.length) === 1;
    } finally {
      outcome.call = performance.now() - ready;
    }
    outcome.end = is_response ? "response" : "error";
    outcome.text = (is_response ? answered : refused) ?? "";
  } catch (error) {
    outcome.end = error instanceof Exit ? "exit" : "trap";
    outcome.text = error.message;
  }
  outcome.log = log.text();
  outcome.memory = instance?.exports.memory?.buffer.byteLength ?? 0;
  return outcome;
}

/** A `main` that ends with 0 has started the module. */
function begin(start) {
  try {
    start();
  } catch (error) {
    if (!(error instanceof Exit && error.code === 0)) throw error;
  }
}

/** Whether it went well, and the text or the message. */
function attempt(ask) {
  try {
    return [true, ask()];
  } catch (error) {
    return [false, error.message];
  }
}

/** Keeps the beginning of what is printed. */
function printer() {
  const decoder = new TextDecoder();
  let [kept, left, lost] = ["", LOG, 0];
  return {
    write(bytes) {
      const taken = bytes.slice(0, left);
      kept += decoder.decode(taken, { stream: true });
      left -= taken.length;
      lost += bytes.length - taken.length;
    },
    text() {
      const end = decoder.decode();
      return kept + end + (lost > 0 ? `\n… and ${lost} more bytes` : "");
    },
  };
}
