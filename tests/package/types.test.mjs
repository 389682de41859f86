// The declarations that the built package ships, beside those in the repository, where a change of
// the surface shows in review. `PULLSCOPE_BLESS=1 cargo xtask test --only package` writes them anew.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

const folder = process.env.PULLSCOPE_PACKAGE;
if (!folder) throw new Error("PULLSCOPE_PACKAGE is not set: run cargo xtask test --only package");
const committed = new URL("../../wasm/types.d.ts", import.meta.url);

// One declaration is a block of lines with its comment. What starts the module is wasm-bindgen's
// own, and the order is the linker's.
function declarations(text) {
  const [own] = text.replace(/^\/\* (tslint|eslint)[^\n]*\n/gm, "").split("export type InitInput");
  const name = (block) => /^export (?:function|interface|type) (\w+)/m.exec(block)?.[1] ?? block;
  const isType = (block) => !/^export function/m.test(block);
  return own
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== "")
    .sort((a, b) => isType(a) - isType(b) || (name(a) < name(b) ? -1 : 1));
}

test("the declarations are those of wasm/types.d.ts", async () => {
  const built = declarations(await readFile(join(folder, "pullscope.d.ts"), "utf8"));
  if (process.env.PULLSCOPE_BLESS) await writeFile(committed, built.join("\n\n") + "\n");
  assert.deepEqual(built, declarations(await readFile(committed, "utf8")));
});
