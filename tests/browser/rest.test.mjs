// The page's module is cut in two: what it starts with, and the rest, which follows at once.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { portMissing } from "./each.mjs";
import { needed, open } from "./support.mjs";

const REST = "**/*_rest.wasm";

/** Where the rest puts its constants: an address and a length for each segment of its data section. */
async function constants() {
  const folder = needed("PULLSCOPE_PAGE");
  const name = (await readdir(folder)).find((it) => it.endsWith("_rest.wasm"));
  const bytes = await readFile(join(folder, name));
  let at = 8;
  const number = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const end = number() + at;
    if (section !== 11) {
      at = end;
      continue;
    }
    return Array.from({ length: number() }, () => {
      // The memory there is, and `i32.const ADDRESS end`.
      assert.deepEqual([bytes[at], bytes[at + 1]], [0, 0x41]);
      at += 2;
      const address = number();
      at += 1;
      const length = number();
      at += length;
      return [address, length];
    });
  }
  return [];
}

/** Has nonsense stand where the constants of the rest will be, before the page uses anything. */
function spoil(ranges) {
  Object.defineProperty(globalThis, "pullscope", {
    configurable: true,
    set(value) {
      const { started } = value;
      value.started = (all) => {
        for (const [address, length] of ranges) new Uint8Array(all.m.buffer, address, length).fill(0xaa);
        globalThis.spoilt = ranges.length;
        started(all);
      };
      Object.defineProperty(globalThis, "pullscope", { value });
    },
  });
}

test("an ordinary incident is diagnosed and repaired by what the page starts with", async (t) => {
  const ranges = await constants();
  const before = async (context) => {
    await context.route(REST, (route) => route.abort());
    await context.addInitScript(spoil, ranges);
  };
  const { page, problems } = await open(t, { before });
  await page.locator("textarea").first().fill(portMissing("pw"));
  await page.getByRole("heading", { level: 1 }).filter({ hasText: "no key fits" }).waitFor();
  for (const stop of await page.locator(".journey .stop-btn").all()) await stop.click();
  await page.keyboard.press("Alt+f");
  await page.getByRole("heading", { level: 1 }).filter({ hasText: "pulls with the credential from Secret regcred" }).waitFor();
  assert.ok((await page.evaluate(() => globalThis.spoilt)) > 100, "constants went to the rest");
  // What is asked for in the background may fail; nothing else does.
  assert.deepEqual(problems.filter((it) => !it.includes("net::ERR_FAILED")), []);
  assert.equal(await page.locator("html[data-loaded]").count(), 0);
});

test("a function of the rest that is called first is waited for", { timeout: 60_000 }, async (t) => {
  let hold;
  const held = new Promise((done) => (hold = done));
  // The request in the background is held, whichever comes first; the one that cannot wait is answered.
  const before = (context) => context.route(REST, (route) => (route.request().resourceType() === "fetch" ? hold() : route.continue()));
  const { page, problems } = await open(t, { path: "#/node", before });
  await page.locator("summary", { hasText: "Feature gates" }).waitFor({ state: "attached" });
  await held;
  assert.deepEqual(problems, []);
});

test("a rest that does not come is asked for again, and the page is sealed behind it", async (t) => {
  let failures = 0;
  const before = (context) => context.route(REST, (route) => (failures++ === 0 ? route.abort() : route.continue()));
  const { page } = await open(t, { before });
  await page.locator("html[data-loaded]").waitFor({ state: "attached" });
  assert.equal(failures, 2);
  const sealed = await page.evaluate(() => fetch("boot.js").then(() => "answered", () => "refused"));
  assert.equal(sealed, "refused");
});
