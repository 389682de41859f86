// Reads a dump of a cluster beside the page, a few megabytes at a time, with the page's own module.
//
//     page ──► { js, first, rest, file }       ──► { ready }, { progress: "{…}" } …, { rows: "{…}" } …, { done }
//          ──► { open: [[offset, length], …] }  ──► { opened: [text, …] }
//
// Passwords stay here: rows have none, and an object is read again when it is opened.
import "./shared/sealed.js";

/** Bytes that are read at once. */
const PIECE = 2 << 20;
/** Milliseconds between two tellings. */
const BEAT = 100;

let file;

onmessage = async ({ data }) => {
  try {
    if (data.open) {
      const texts = data.open.map(([offset, length]) => file.slice(offset, offset + length).text());
      postMessage({ opened: await Promise.all(texts) });
      return;
    }
    file = data.file;
    const { initSync, DumpReader } = await import(data.js);
    start(initSync, data);
    const reader = new DumpReader();
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
