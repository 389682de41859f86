// The entry of the package in Node.js and Deno, where the module can be read at once: every function is
// ready after the import. In a browser or a worker, call the default export first, as in
//
//     import init, { parseReference } from "pullscope";
//     await init();
//
// which also works here and then does nothing.
import { readFileSync } from "node:fs";
import { initSync } from "./pullscope.js";

initSync({ module: readFileSync(new URL("./pullscope_bg.wasm", import.meta.url)) });

export * from "./pullscope.js";
export { default } from "./pullscope.js";
