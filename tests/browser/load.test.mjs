import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.mjs";

test("the page starts, from its own origin only and without a complaint", async (t) => {
  const { page, origin, requests, problems } = await open(t);
  await page.locator("textarea").first().waitFor();
  assert.deepEqual(problems, []);
  assert.deepEqual(requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith("data:")), []);
});

test("once started, the page can ask for nothing and load no code", async (t) => {
  const { page, origin, requests } = await open(t);
  await page.locator("textarea").first().waitFor();
  const before = requests.length;
  const refused = await page.evaluate(async (address) => {
    const fetched = await fetch(address).then(() => "answered", () => "refused");
    const image = await new Promise((done) => {
      const element = new Image();
      element.onload = () => done("answered");
      element.onerror = () => done("refused");
      element.src = `${address}/image.png`;
    });
    const imported = await import(`${address}/boot.js?again`).then(() => "answered", () => "refused");
    return { fetched, image, imported };
  }, origin);
  assert.deepEqual(refused, { fetched: "refused", image: "refused", imported: "refused" });
  assert.deepEqual(requests.slice(before), []);
});
