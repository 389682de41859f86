// A dump of a cluster as the page has it read: in a worker, which can be ended at any time.

let worker = null;
/** The judging that was asked for last: its number, and who is told. */
let judging = { number: 0, tell: null };

/** Ends what is under way. */
export function cancel() {
  worker?.terminate();
  worker = null;
}

/**
 * Reads a file.
 *
 * @param {File} file the dump
 * @param {string} switches the what-if switches: JSON
 * @param {(kind: string, text: string) => void} tell takes `progress` and `rows` (JSON), then `done` with
 *   what is wrong with the file, or `failed`
 */
export function read(file, switches, tell) {
  cancel();
  const reading = new Worker(globalThis.pullscope.address("dump-worker"), { type: "module" });
  worker = reading;
  const failed = (event) => tell("failed", event.message || "the worker could not be loaded");
  reading.onerror = failed;
  reading.onmessage = ({ data }) => {
    if (reading !== worker) return;
    if (data.ready) reading.postMessage({ ...globalThis.pullscope.core, file, switches });
    if ("again" in data) {
      if (data.again !== judging.number) return;
      for (const kind of ["rows", "judged"]) if (kind in data) judging.tell(kind, data[kind]);
      return;
    }
    for (const kind of ["progress", "rows", "done", "failed"]) {
      if (kind in data) tell(kind, data[kind]);
    }
  };
}

/**
 * Judges what was read under other switches, without reading it again.
 *
 * @param {string} switches the what-if switches: JSON
 * @param {(kind: string, text: string) => void} tell takes `rows` (JSON), then `judged`
 */
export function judge(switches, tell) {
  if (!worker) throw new Error("no dump is open");
  judging = { number: judging.number + 1, tell };
  worker.postMessage({ judge: judging.number, switches });
}

/**
 * The text of objects of the dump that was read.
 *
 * @param {string} places JSON: `[[offset, length], …]`
 * @returns {Promise<string>} one document after the other
 */
export function open(places) {
  const reading = worker;
  if (!reading) return Promise.reject(new Error("no dump is open"));
  return new Promise((resolve) => {
    const listen = ({ data }) => {
      if (!("opened" in data)) return;
      reading.removeEventListener("message", listen);
      resolve(data.opened.map((text) => text.trimEnd()).join("\n---\n") + "\n");
    };
    reading.addEventListener("message", listen);
    reading.postMessage({ open: JSON.parse(places) });
  });
}
