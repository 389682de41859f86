// What a WebAssembly file is, before any of it runs: a waPC policy, another kind of policy, or none.
//
// The imports tell what it wants of its host, and the exports how it is called. A policy for waPC has
// the exported function `__guest_call`, and imports functions of `wapc` and of WASI preview 1 (or its
// forerunner), because the policy server loads no other.
//
// Upstream: kubewarden `policy-evaluator` and `kwctl annotate`, which tell Rego by exports `opa_*`.

/** The modules that the policy server links. */
export const WASI = new Set(["wasi_snapshot_preview1", "wasi_unstable"]);
const LINKED = new Set(["wapc", ...WASI]);

/** The custom section in which `kwctl annotate` puts a policy's metadata. */
const METADATA = "io.kubewarden.metadata";

/**
 * @typedef {object} Inspection
 * @property {"wapc" | "wasi" | "rego" | "component" | "unlinked" | "module" | "none"} form `wapc` can run
 *   here; `wasi` is a command with JSON on its input; `rego` is of Open Policy Agent or Gatekeeper;
 *   `unlinked` is for waPC, and wants what no policy server has; `module` is WebAssembly and no policy;
 *   `none` is no WebAssembly.
 * @property {string[]} imports `module.name` of each function and memory, as they stand
 * @property {string[]} exports the names
 * @property {string[]} missing the imports that no policy server has
 * @property {string} error what the engine says of a file that it cannot compile
 * @property {string} metadata the JSON that `kwctl annotate` put into it, or nothing
 * @property {WebAssembly.Module} [module] what can be run
 */

/**
 * Looks at a file.
 *
 * @param {Uint8Array} bytes the file
 * @returns {Promise<Inspection>} what it is
 */
export async function inspect(bytes) {
  const nothing = { imports: [], exports: [], missing: [], error: "", metadata: "" };
  const starts = (...head) => head.every((byte, at) => bytes[at] === byte);
  if (!starts(0x00, 0x61, 0x73, 0x6d)) return { ...nothing, form: "none" };
  // Layer 1 is the component model; core modules have layer 0.
  if (bytes[6] === 1) return { ...nothing, form: "component" };
  let module;
  try {
    module = await WebAssembly.compile(bytes);
  } catch (error) {
    return { ...nothing, form: "none", error: error.message };
  }
  const imports = WebAssembly.Module.imports(module);
  const exports = WebAssembly.Module.exports(module);
  const missing = imports.filter((it) => !LINKED.has(it.module));
  const named = (it) => `${it.module}.${it.name}`;
  const gives = (name) => exports.some((it) => it.name === name && it.kind === "function");
  const [section] = WebAssembly.Module.customSections(module, METADATA);
  return {
    form: form(),
    imports: imports.map(named),
    exports: exports.map((it) => it.name),
    missing: missing.map(named),
    error: "",
    metadata: section ? new TextDecoder().decode(section) : "",
    module,
  };

  function form() {
    if (exports.some((it) => it.name.startsWith("opa_"))) return "rego";
    if (gives("__guest_call")) return missing.length > 0 ? "unlinked" : "wapc";
    const isCommand = gives("_start") && imports.some((it) => WASI.has(it.module));
    return isCommand ? "wasi" : "module";
  }
}
