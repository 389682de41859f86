// The views: each has an address, a place in the menu, and the same text under it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.mjs";

const POD = `apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
  - name: web
    image: registry.example.com/team/shop:1.4
`;

const views = (page) => page.getByRole("navigation", { name: "Views" });
const heading = (page) => page.getByRole("heading", { level: 1 });
const current = (page) => views(page).locator("[aria-current]").textContent();
const text = (page) => page.locator("textarea");

test("a view is opened by keyboard, and the browser's buttons lead back and forth", async (t) => {
  const { page, requests, problems } = await open(t);
  await text(page).fill(POD);
  const before = requests.length;
  const answer = await heading(page).textContent();
  await views(page).getByRole("link", { name: "Node" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Feature gates" }).waitFor();
  assert.equal(new URL(page.url()).hash, "#/node");
  assert.equal(await current(page), "Node");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  assert.match(await page.title(), /^Node/);
  assert.equal(await page.locator(".journey").count(), 0);

  await page.goBack();
  await page.locator(".journey").waitFor();
  assert.equal(await heading(page).textContent(), answer);
  assert.equal(await text(page).inputValue(), POD);
  assert.match(await page.title(), /^Pullscope: /);
  await page.goForward();
  await page.getByRole("heading", { name: "Feature gates" }).waitFor();
  assert.deepEqual(requests.slice(before), []);
  assert.deepEqual(problems, []);
});

test("an address opens its view, without a text, too", async (t) => {
  const { page, problems } = await open(t, { path: "#/node" });
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  assert.equal(await current(page), "Node");
  await page.evaluate(() => (location.hash = "#/nowhere"));
  await page.getByRole("button", { name: "Start with an example" }).waitFor();
  assert.equal(await current(page), "Journey");
  assert.deepEqual(problems, []);
});

test("the strip of stops leads back to the journey, and the switches stay", async (t) => {
  const { page } = await open(t);
  await text(page).fill(POD);
  await page.getByRole("switch", { name: /^AlwaysPullImages/ }).click();
  await views(page).getByRole("link", { name: "Node" }).click();
  const strip = page.getByRole("region", { name: /^The journey of/ });
  await strip.waitFor();
  assert.equal(await strip.getByRole("button").count(), 8);
  assert.match(await strip.locator("[aria-current]").textContent(), /Node/);
  await strip.getByRole("button", { name: /Policy/ }).click();
  assert.match(await page.locator("#detail h2").textContent(), /Policy/);
  assert.equal(await page.locator(".stop[data-n='3'] .stop-val").textContent(), "Always");
  assert.equal(new URL(page.url()).hash, "#/");
});

test("the skip link stays in the view", async (t) => {
  const { page } = await open(t, { path: "#/node" });
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  assert.equal(new URL(page.url()).hash, "#/node");
});

test("on a phone the views are a menu", async (t) => {
  const { page } = await open(t, { context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } });
  await text(page).fill(POD);
  const link = views(page).getByRole("link", { name: "Node" });
  assert.equal(await link.isVisible(), false);
  const menu = views(page).getByRole("button");
  await menu.click();
  await page.keyboard.press("Escape");
  assert.equal(await link.isVisible(), false);
  await menu.click();
  await link.click();
  await page.getByRole("heading", { name: "Feature gates" }).waitFor();
  assert.equal(await link.isVisible(), false);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  // With the button that starts over beside it, too.
  for (const address of await views(page).getByRole("link", { includeHidden: true }).evaluateAll((all) => all.map((it) => it.hash))) {
    await page.evaluate((address) => (location.hash = address), address);
    await page.locator(`.views [href="${address}"][aria-current]`).waitFor({ state: "attached" });
    const name = page.locator(".views .now");
    assert.ok(await name.evaluate((it) => it.scrollWidth <= it.clientWidth), `${await name.textContent()} is cut off`);
  }
});

test("the view that is shown stays in sight in the menu when a text takes room beside it", async (t) => {
  const { page } = await open(t, { path: "#/index", context: { viewport: { width: 1440, height: 900 } } });
  await page.locator("main").getByRole("button", { name: /^Example/ }).click();
  await page.getByRole("button", { name: "Start over" }).waitFor();
  // The row ends softly, over 40 px.
  const isInSight = () =>
    page.waitForFunction(() => {
      const row = document.querySelector(".views > .in-row")?.getBoundingClientRect();
      const link = document.querySelector(".views > .in-row [aria-current]")?.getBoundingClientRect();
      return row && link.left >= row.left && link.right <= row.right - 40;
    });
  await isInSight();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator(".views.folds").waitFor();
  await page.setViewportSize({ width: 1440, height: 900 });
  await isInSight();
});

test("the node's view follows the release", async (t) => {
  const { page } = await open(t, { path: "#/node" });
  const gate = page.locator("tr", { hasText: "Ensure" }).filter({ hasText: "Secret" });
  await gate.getByText("beta").waitFor();
  assert.match(await gate.locator(".node-on").textContent(), /on/);
  await page.getByLabel("Kubernetes", { exact: true }).selectOption("1.34");
  await gate.getByText("alpha").waitFor();
  assert.match(await gate.locator(".node-on").textContent(), /off/);
  assert.match(await page.getByRole("row", { name: /^imagePullCredentialsVerificationPolicy/ }).locator(".node-v").textContent(), /^not set/);
});

/** The first line that the drawn copy shows, and the one that the text area has scrolled to. */
const firstLines = (page) =>
  page.evaluate(() => {
    const area = document.querySelector("textarea").getBoundingClientRect();
    const rows = [...document.querySelectorAll(".copy .row")];
    const drawn = rows.find((row) => row.getBoundingClientRect().bottom > area.top + 14);
    const height = rows[0].getBoundingClientRect().height;
    const scrolled = Math.round(document.querySelector("textarea").scrollTop / height);
    return [drawn?.textContent.trim(), scrolled];
  });

test("the text stays where it was scrolled to, drawn and typed alike", async (t) => {
  const { page } = await open(t);
  const lines = Array.from({ length: 900 }, (_, line) => `# line ${line}`).join("\n");
  await text(page).fill(`${POD}${lines}\n`);
  await text(page).evaluate((area) => (area.scrollTop = 6000));
  await page.waitForTimeout(200);
  const before = await firstLines(page);
  assert.match(before[0], /^# line [1-9]\d\d/);
  await views(page).getByRole("link", { name: "Node" }).click();
  await page.getByRole("heading", { name: "Feature gates" }).waitFor();
  await page.goBack();
  await page.locator(".journey").waitFor();
  await page.waitForTimeout(200);
  assert.deepEqual(await firstLines(page), before);
});

test("a place in the text is shown in the journey, with the caret there", async (t) => {
  const { page } = await open(t);
  const many = Array.from({ length: 300 }, (_, line) => `# line ${line}`).join("\n");
  const above = `${POD}${many}\n---\n`;
  const whole = `${above}apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nserializeImagePulls: false\n`;
  await text(page).fill(whole);
  await views(page).getByRole("link", { name: "Node" }).click();
  await page.getByRole("button", { name: /^line/ }).first().click();
  await page.locator(".journey").waitFor();
  const caret = await page.evaluate(() => [document.activeElement.tagName, document.activeElement.selectionStart]);
  assert.deepEqual(caret, ["TEXTAREA", whole.indexOf("false")]);
  await page.locator(".copy .row", { hasText: "KubeletConfiguration" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Feature gates" }).waitFor();
});

test("a kubelet that would not start is told with its errors, in its own words, too", async (t) => {
  const { page } = await open(t, { path: "#/node" });
  await page.getByRole("button", { name: "Example", exact: true }).click();
  assert.match(await heading(page).textContent(), /up to 3 images at once/);
  assert.match(await page.getByRole("row", { name: /^maxParallelImagePulls/ }).textContent(), /line 5/);
  const example = await text(page).inputValue();
  await page.evaluate(() => (location.hash = "#/"));
  await text(page).fill(example.replace("serializeImagePulls: false", "serializeImagePulls: true\nimageFoo: 1"));
  await views(page).getByRole("link", { name: "Node" }).click();
  assert.match(await heading(page).textContent(), /does not start/);
  const panel = page.getByRole("region", { name: "Why it does not start" });
  assert.match(await panel.locator("pre").textContent(), /invalid configuration: maxParallelImagePulls/);
  assert.match(await panel.textContent(), /imageFoo/);
});

test("a repair at some moment is seen at the try after it", async (t) => {
  const { page, problems } = await open(t, { path: "#/queue" });
  const field = page.getByLabel("Repaired so long after the first failure, as 2:20");
  await field.focus();
  await page.keyboard.type("2:20");
  await page.getByRole("status").filter({ hasText: /It is tried .*from \d+:\d\d to \d+:\d\d\. A new Pod is tried at once\./ }).waitFor();
  assert.equal(await page.locator(".tl .repaired").count(), 1);
  await field.fill("soon");
  await page.getByText("Write minutes and seconds, such as 2:20.").waitFor();
  assert.deepEqual(problems, []);
});
