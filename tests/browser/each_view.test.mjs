// What holds in every view of the menu, whichever there are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints } from "./axe.mjs";
import { AUTH, CANARY, go, heading, INCIDENT, PHONE, views } from "./each.mjs";
import { open } from "./support.mjs";

/** Whether a request is for a part of the page itself, which loads on demand. */
const isPart = (address) => /^http:\/\/127\.0\.0\.1:\d+\/parts\/[a-z-]+-[A-Z0-9]+\.js$/.test(address);

/** Puts `text` into the page, in the journey. */
async function fill(page, text) {
  await go(page, "#/");
  await page.locator("textarea").first().fill(text);
}

/** Everything the page shows or holds, but for what the person typed. */
async function everything(page) {
  return page.evaluate(() => {
    const attributes = [...document.querySelectorAll("*")].flatMap((it) => [...it.attributes].map((one) => one.value));
    return [document.documentElement.textContent, ...attributes, location.href, document.title].join("\n");
  });
}

test("each view is reached by Tab and Enter, and the browser leads back from it", async (t) => {
  const { page, requests, problems } = await open(t);
  const all = await views(page);
  await fill(page, INCIDENT);
  const before = requests.length;
  for (const [name, address] of all.slice(1)) {
    await go(page, "#/");
    await page.locator(".skip").first().focus();
    for (let presses = 0; (await page.evaluate(() => document.activeElement.textContent.trim())) !== name; presses++) {
      assert.ok(presses < 20, `Tab reaches ${name}`);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.locator(".journey").waitFor({ state: "detached" });
    assert.equal(new URL(page.url()).hash, address);
    assert.ok((await heading(page).textContent()).length > 20, `${name} has an answer`);
    assert.equal(await page.locator("h1").count(), 1, name);
    await page.goBack();
    await page.locator(".journey").waitFor();
  }
  assert.deepEqual(requests.slice(before).filter((it) => !isPart(it)), []);
  assert.deepEqual(problems, []);
});

const LOOKS = [
  ["light, desktop", { viewport: { width: 1440, height: 900 }, colorScheme: "light" }],
  ["dark, desktop", { viewport: { width: 1440, height: 900 }, colorScheme: "dark" }],
  ["light, tablet", { viewport: { width: 820, height: 1180 }, colorScheme: "light", hasTouch: true }],
  ["light, phone", { ...PHONE, colorScheme: "light" }],
  ["dark, phone", { ...PHONE, colorScheme: "dark" }],
  ["forced colours, desktop", { viewport: { width: 1440, height: 900 }, forcedColors: "active" }],
  ["forced colours, phone", { ...PHONE, forcedColors: "active", colorScheme: "dark" }],
];

for (const [look, context] of LOOKS) {
  test(`axe-core finds nothing in any view, ${look}`, async (t) => {
    const { page, problems } = await open(t, { context });
    const all = await views(page);
    for (const text of ["", INCIDENT]) {
      if (text) await fill(page, text);
      for (const [name, address] of all) {
        await go(page, address);
        assert.deepEqual(await complaints(page), [], `${name}, ${text ? "a text" : "no text"}`);
      }
    }
    assert.deepEqual(problems, []);
  });
}

test("no view shows a password", async (t) => {
  const { page, requests, problems } = await open(t);
  const all = await views(page);
  const before = requests.length;
  await fill(page, INCIDENT);
  for (const [name, address] of all) {
    await go(page, address);
    const shown = await everything(page);
    for (const secret of [CANARY, AUTH]) assert.ok(!shown.includes(secret), name);
  }
  assert.deepEqual(requests.slice(before).filter((it) => !isPart(it)), []);
  assert.deepEqual(problems, []);
});

for (const width of [320, 390, 820, 1240, 1440]) {
  test(`no view scrolls sideways at ${width} px, with its example or without`, async (t) => {
    const { page, problems } = await open(t, { context: width < 500 ? { ...PHONE, viewport: { width, height: 844 } } : { viewport: { width, height: 900 } } });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    for (const [name, address] of (await views(page)).slice(1)) {
      await go(page, address);
      assert.equal(await overflow(), 0, name);
      const examples = page.locator("main").getByRole("button", { name: /^Example/ });
      for (let example = 0; example < (await examples.count()); example++) {
        await examples.nth(example).click();
        assert.equal(await overflow(), 0, `${name}, example ${example + 1}`);
        assert.equal(new URL(page.url()).hash, address);
      }
    }
    assert.deepEqual(problems, []);
  });
}
