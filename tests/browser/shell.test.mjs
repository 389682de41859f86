// What is there before the page's module is: the start, where somebody may type already.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.mjs";

/** Where the parts of the start are, and what they say. */
const places = (page) =>
  page.evaluate(() =>
    ["header.top", ".brand", "h1", ".what-it-is", ".promise", ".docs", ".docs .panel-h", ".plainly", ".editor"].map((selector) => {
      const element = document.querySelector(selector);
      const { x, y, width, height } = element.getBoundingClientRect();
      const isBox = ["header.top", ".docs", ".docs .panel-h", ".editor"].includes(selector);
      return { selector, box: [x, y, width, height].map(Math.round), text: isBox ? "" : element.textContent };
    }));

/** Opens the page without its module, and gives what lets that through. */
async function held(t, options) {
  let release;
  const gate = new Promise((done) => (release = done));
  const before = (context) => context.route("**/*_bg.wasm", (route) => gate.then(() => route.continue()));
  const { page } = await open(t, { ...options, before });
  await page.locator("#app .loading").waitFor();
  return { page, release };
}

const isThere = (page) => page.locator("#app nav").first().waitFor();

for (const viewport of [{ width: 1440, height: 900 }, { width: 900, height: 900 }, { width: 390, height: 844 }]) {
  test(`the start does not move when the module is there, ${viewport.width} pixels wide`, async (t) => {
    const { page, release } = await held(t, { context: { viewport } });
    const before = await places(page);
    release();
    await isThere(page);
    assert.deepEqual(await places(page), before);
  });
}

test("what is typed before the module is there is taken over, with the caret", async (t) => {
  const { page, release } = await held(t);
  await page.getByRole("textbox", { name: "Documents" }).click();
  await page.keyboard.type("nginx:1.2");
  release();
  await isThere(page);
  await page.keyboard.type("7");
  await page.locator(".stop[data-n='2']", { hasText: "docker.io" }).waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Documents" }).inputValue(), "nginx:1.27");
  assert.equal(await page.evaluate(() => document.activeElement.id), "text");
});

test("who comes to a view sees that it loads, and not the start", async (t) => {
  const { page, release } = await held(t, { path: "#/museum" });
  assert.equal(await page.locator("#app").innerText(), "Loading Pullscope…");
  release();
  await page.locator("h1").waitFor();
});
