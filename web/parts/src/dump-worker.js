// Reads a dump of a cluster beside the page, a few megabytes at a time, with the page's own module.
//
//     page ──► { js, first, rest, file, switches } ──► { ready }, { progress: "{…}" } …, { rows: "{…}" } …, { done }
//          ──► { judge: 2, switches }          ──► { again: 2, rows: "{…}" } …, { again: 2, judged: "" }
//          ──► { open: [[offset, length], …] }  ──► { opened: [text, …] }
//
// Passwords stay here: rows have none, and an object is read again when it is opened.
import "./shared/sealed.js";

/** Bytes that are read at once. */
const PIECE = 2 << 20;
/** Milliseconds between two tellings. */
const BEAT = 100;

let file;
let reader;
/** The number of the judging that is asked for last; another one stops. */
let latest = 0;

onmessage = async ({ data }) => {
  try {
    if (data.open) {
      const texts = data.open.map(([offset, length]) => file.slice(offset, offset + length).text());
      postMessage({ opened: await Promise.all(texts) });
      return;
    }
    if (data.judge) {
      await judge(data.judge, data.switches);
      return;
    }
    file = data.file;
    const { initSync, DumpReader } = await import(data.js);
    start(initSync, data);
    reader = new DumpReader(data.switches);
    let told = 0;
    let wrong = "";
    for (let at = 0; at < file.size && !wrong; at += PIECE) {
      const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
      wrong = reader.push(piece);
      if (performance.now() - told > BEAT) {
        told = performance.now();
        postMessage({ progress: reader.seen() });
      }
    }
    wrong ||= reader.finish();
    postMessage({ progress: reader.seen() });
    for (let rows = reader.next(); rows !== undefined; rows = reader.next()) postMessage({ rows });
    postMessage({ done: wrong });
  } catch (error) {
    postMessage({ failed: error.message });
  }
};

/** The rows of what was read, under other switches. */
async function judge(number, switches) {
  latest = number;
  reader.again(switches);
  let rested = performance.now();
  for (let rows = reader.next(); rows !== undefined; rows = reader.next()) {
    postMessage({ again: number, rows });
    if (performance.now() - rested < BEAT) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (latest !== number) return;
    rested = performance.now();
  }
  postMessage({ again: number, judged: "" });
}

/** Makes an instance of the page's module, with its rest where that stands apart: as web/boot.js does it. */
function start(initSync, { first, rest }) {
  let exports;
  const tie = () => {
    if (!exports.restIsLoaded || exports.restIsLoaded.value) return;
    new WebAssembly.Instance(rest, { first: exports });
    exports.restIsLoaded.value = 1;
  };
  globalThis.pullscope = { started: (all) => (exports = all), loadRest: tie };
  initSync({ module: first });
  tie();
}

postMessage({ ready: true });
