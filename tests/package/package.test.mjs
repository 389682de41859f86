// The JavaScript package as a user of Node.js gets it: resolved by its package.json, imported, called.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const folder = process.env.PULLSCOPE_PACKAGE;
if (!folder) throw new Error("PULLSCOPE_PACKAGE is not set: run cargo xtask test --only package");
const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
const entry = manifest.exports["."];
const load = (file) => import(pathToFileURL(join(folder, file)));

test("the package lists every file that its entries need", async () => {
  for (const file of [...manifest.files, entry.node, entry.default, entry.types]) {
    await assert.doesNotReject(readFile(join(folder, file)), `${file} is missing`);
  }
});

test("the import alone makes the functions ready in Node.js", async () => {
  const pullscope = await load(entry.node);
  const outcome = pullscope.parseReference("nginx");
  assert.match(JSON.stringify(outcome), /docker\.io/);
});

test("starting it again does nothing, so that one program runs everywhere", async () => {
  const pullscope = await load(entry.node);
  await pullscope.default();
  assert.match(JSON.stringify(pullscope.parseReference("nginx")), /docker\.io/);
});

test("every function has its declaration", async () => {
  const pullscope = await load(entry.node);
  const declarations = await readFile(join(folder, entry.types), "utf8");
  const names = Object.keys(pullscope).filter((name) => name !== "default");
  assert.notDeepEqual(names, []);
  for (const name of names) assert.match(declarations, new RegExp(`function ${name}\\(|class ${name} `));
});
