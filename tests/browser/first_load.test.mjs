// What has to arrive before the page is there grows only on purpose.
//
// tests/browser/first_load.json holds what was recorded; PULLSCOPE_BLESS=1 writes it anew. The other
// bars are in page.bench.mjs. What is new or changed in the page's module is loaded at first until
// `cargo xtask profile` has seen whether an ordinary visit runs it.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { compressed, serveCompressed } from "./compressed.mjs";
import { bytes, load } from "./first_load.mjs";
import { launch, needed } from "./support.mjs";

const RECORDED = new URL("first_load.json", import.meta.url);
/** What a change may add without a word: rounding, and a sentence here or there. */
const SLACK = 1.02;
/** What is never exceeded. */
const BARS = { brotli: 480_000, wasm: 350_000 };

test("the first load is not larger than it was recorded to be", async (t) => {
  const files = await compressed(needed("PULLSCOPE_PAGE"));
  const { origin, close } = await serveCompressed(files);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    close();
  });
  const context = await browser.newContext({ serviceWorkers: "block" });
  const { first } = await load(await context.newPage(), origin);
  assert.ok(first.includes("/index.html") && first.includes("/boot.js"));
  const modules = first.filter((path) => path.endsWith(".wasm"));
  const now = { brotli: await bytes(files, first), wasm: await bytes(files, modules) };
  if (process.env.PULLSCOPE_BLESS) await writeFile(RECORDED, `${JSON.stringify(now, null, 2)}\n`);
  const recorded = JSON.parse(await readFile(RECORDED, "utf8"));
  for (const [what, bar] of Object.entries(BARS)) assert.ok(now[what] <= bar, `${what}: ${now[what]} bytes, at most ${bar}`);
  for (const [what, size] of Object.entries(recorded)) {
    const most = Math.round(size * SLACK);
    assert.ok(now[what] <= most, `${what}: ${now[what]} bytes, recorded ${size}, at most ${most}. Run cargo xtask profile; if it is needed at first: PULLSCOPE_BLESS=1`);
  }
});
