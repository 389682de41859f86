// Stands before boot.js in the page that is one file: unpacks the files that stand in it as data.

// The address of each file, by its path beside the page that is many files.
globalThis.inlined = new Map();

try {
  for (const block of document.querySelectorAll("script[data-path]")) {
    const packed = Uint8Array.from(atob(block.textContent), (it) => it.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const { path, type } = block.dataset;
    const bytes = await new Response(stream).arrayBuffer();
    globalThis.inlined.set(path, URL.createObjectURL(new Blob([bytes], { type })));
    block.remove();
  }
} catch (error) {
  const line = document.querySelector("#app .loading");
  line.textContent = `Pullscope could not be unpacked: ${error}. It needs the whole file, and a browser of 2024 or later.`;
  throw error;
}

// A page from a disk has no origin that a worker's modules could be of. Those of the page import
// nothing, so that they may be plain scripts.
globalThis.Worker = class extends Worker {
  constructor(address, options) {
    super(address, { ...options, type: "classic" });
  }
};
