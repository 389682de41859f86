// What holds in every view of the menu, whichever there are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints } from "./axe.mjs";
import { open } from "./support.mjs";

const CANARY = "canary-8f1d3c7a";
const AUTH = Buffer.from(`robot:${CANARY}`).toString("base64");

const INCIDENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: apps}
spec:
  template:
    spec:
      imagePullSecrets: [{name: regcred}]
      containers:
      - name: web
        image: reg.example.com/team/shop:1.4
---
apiVersion: v1
kind: Secret
metadata: {name: regcred, namespace: apps}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: |
    {"auths": {"reg.example.com:5000": {"username": "robot", "password": "${CANARY}"}, "quay.io": {"auth": "${AUTH}"}}}
`;

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const heading = (page) => page.getByRole("heading", { level: 1 });

/** The views of the menu: their names and addresses. */
async function views(page) {
  await heading(page).waitFor();
  const links = page.getByRole("navigation", { name: "Views" }).locator("a");
  return links.evaluateAll((all) => all.map((it) => [it.textContent.trim(), it.getAttribute("href")]));
}

/** Goes there as a link does. */
async function go(page, address) {
  await page.evaluate((hash) => (location.hash = hash), address);
  await page.locator(`nav a[aria-current][href="${address}"]`).waitFor({ state: "attached" });
}

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
    await page.locator(".skip").focus();
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
  assert.deepEqual(requests.slice(before), []);
  assert.deepEqual(problems, []);
});

for (const colorScheme of ["light", "dark"]) {
  for (const [device, context] of [["desktop", { viewport: { width: 1440, height: 900 } }], ["phone", PHONE]]) {
    test(`axe-core finds nothing in any view, ${colorScheme}, ${device}`, async (t) => {
      const { page, problems } = await open(t, { context: { ...context, colorScheme } });
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
  assert.deepEqual(requests.slice(before), []);
  assert.deepEqual(problems, []);
});

for (const width of [320, 390, 900, 1440]) {
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
