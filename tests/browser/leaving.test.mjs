// What was typed is not lost by a key too many; what came from elsewhere is let go without a question.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.mjs";

/** Whether the browser asks when the page is left; it stays either way. */
async function asks(page) {
  const asked = new Promise((done) => page.once("dialog", (dialog) => dialog.dismiss().then(() => done(dialog.type()))));
  await page.close({ runBeforeUnload: true });
  const closed = page.isClosed() ? Promise.resolve(null) : new Promise((done) => page.once("close", () => done(null)));
  return Promise.race([asked, closed]);
}

test("a person who typed is asked before the page is closed, and the text stays", async (t) => {
  const { page } = await open(t);
  const area = page.locator("#text");
  await area.pressSequentially("registry.example.com:5000/team/app");
  assert.equal(await asks(page), "beforeunload");
  assert.equal(await area.inputValue(), "registry.example.com:5000/team/app");
});

test("nobody is asked about a text that was not typed here", async (t) => {
  const { page } = await open(t);
  const area = page.locator("#text");
  await area.fill("kind: Pod\nspec:\n  containers:\n  - image: nginx\n");
  // The browser asks only who did something.
  await area.press("ArrowUp");
  assert.equal(await asks(page), null);
});
