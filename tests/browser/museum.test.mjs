// The failure museum: each cause with an address, found by what is seen, loaded into the journey.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints } from "./axe.mjs";
import { open } from "./support.mjs";

const heading = (page) => page.getByRole("heading", { level: 1 });
const cards = (page) => page.locator(".museum .gallery a");

test("the exhibits come once, from beside the page, and are found by what is seen", async (t) => {
  const { page, origin, requests, problems } = await open(t);
  await heading(page).waitFor();
  const before = requests.length;
  await page.evaluate(() => (location.hash = "#/museum"));
  await heading(page).filter({ hasText: /^Note: 37 ways|37 ways/ }).waitFor();
  assert.equal(await cards(page).count(), 37);
  const loaded = () => requests.slice(before).filter((it) => it.startsWith(`${origin}/parts/`));
  assert.equal(loaded().length, 1, loaded().join("\n"));
  assert.match(loaded()[0], /\/parts\/museum-/);
  const search = page.getByLabel("What you see: an event, a code, a field");
  await search.fill("toomanyrequests");
  await cards(page).filter({ hasText: "429" }).waitFor();
  await search.fill("dockerconfigjson base64");
  await cards(page).filter({ hasText: "Base64 where text is expected" }).waitFor();
  await search.fill("no exhibit says this");
  await page.getByText("No exhibit has all of these words.").first().waitFor();
  await search.fill("");
  await page.getByLabel("Where it goes wrong").selectOption("6");
  assert.ok((await cards(page).count()) > 5);
  await page.evaluate(() => (location.hash = "#/keys"));
  await cards(page).first().waitFor({ state: "detached" });
  await page.evaluate(() => (location.hash = "#/museum"));
  await cards(page).first().waitFor();
  assert.equal(loaded().length, 1, "asked for once");
  assert.deepEqual(problems, []);
});

test("an exhibit has an address, and is loaded with the keyboard alone", async (t) => {
  const { page, problems } = await open(t, { path: "#/museum/port-missing" });
  await page.getByRole("heading", { name: "Broken" }).waitFor();
  assert.match(await heading(page).textContent(), /without its port/);
  const shown = await page.evaluate(() => document.body.textContent);
  assert.ok(!shown.includes("parrot-7Qp"));
  assert.match(await page.locator(".diff").first().textContent(), /private:5000/);
  await page.getByRole("heading", { name: "How to tell" }).waitFor();
  await page.getByRole("link", { name: /^Next: / }).focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash === "#/museum/docker-hub-names");
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: /without its port/ }).waitFor();
  await page.getByRole("button", { name: "Load it fixed" }).focus();
  await page.keyboard.press("Enter");
  await page.locator(".journey").waitFor();
  await page.getByRole("heading", { level: 1, name: /Pulls|pulled|credential/ }).waitFor();
  assert.deepEqual(problems, []);
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe-core finds nothing in an exhibit, ${colorScheme}`, async (t) => {
    const { page, problems } = await open(t, { path: "#/museum/in-container", context: { colorScheme, viewport: { width: 390, height: 844 } } });
    await page.getByRole("heading", { name: "Broken" }).waitFor();
    assert.deepEqual(await complaints(page), []);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0);
    assert.deepEqual(problems, []);
  });
}
