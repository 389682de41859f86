// Small policies, written in WebAssembly's text format, for what the real one does not do.
import { readFile } from "node:fs/promises";
import wabt from "wabt";

const { parseWat } = await wabt();
const folder = new URL("../fixtures/policy/guests/", import.meta.url);

/** The bytes of a module. */
export function assembled(text, name = "module.wat") {
  const module = parseWat(name, text);
  const { buffer } = module.toBinary({});
  module.destroy();
  return buffer;
}

/** The bytes of a guest of `tests/fixtures/policy/guests`. */
export const guest = async (name) => assembled(await readFile(new URL(`${name}.wat`, folder), "utf8"), `${name}.wat`);
