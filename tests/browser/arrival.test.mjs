// What is pasted, dropped or opened is named at once by what it was recognized as.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints } from "./axe.mjs";
import { PHONE, heading } from "./each.mjs";
import { open } from "./support.mjs";

const CANARY = "canary-8f1d3c7a";
const AUTH = Buffer.from(`robot:${CANARY}`).toString("base64");

const POD = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: apps}
spec:
  containers:
  - {name: web, image: "registry.example.com:5000/team/shop:1.4"}
`;
const SECRET = `apiVersion: v1
kind: Secret
metadata: {name: regcred, namespace: apps}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{"auths": {"registry.example.com": {"auth": "${AUTH}"}}}'
`;
const REGISTRIES = "mirrors:\n  docker.io: {endpoint: [https://mirror.example.com]}\n";

const box = (page) => page.getByRole("textbox", { name: "Documents" });
const badge = (page) => page.getByRole("status").locator("p").filter({ hasText: /^(Pasted|Added)/ });
const said = (page) => badge(page).locator("b").innerText();
/** It goes, and not because its time is over. */
const isGone = (page) => page.waitForFunction(() => document.querySelector(".arrived").textContent === "", null, { timeout: 3000 });

/** Puts `text` into the clipboard, as a person does who copies it elsewhere. */
async function copy(page, text) {
  const elsewhere = await page.context().newPage();
  const area = elsewhere.locator("textarea");
  await elsewhere.setContent("<textarea></textarea>");
  await area.fill(text);
  await area.press("Control+a");
  await area.press("Control+c");
  await elsewhere.close();
  await page.bringToFront();
}

/** Pastes at the caret. */
async function paste(page, text) {
  await copy(page, text);
  await box(page).focus();
  await page.keyboard.press("Control+v");
}

/** Files are dropped on the page. */
const drop = (page, files) =>
  page.evaluate((files) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of Object.entries(files)) dataTransfer.items.add(new File([text], name));
    for (const name of ["dragover", "drop"]) {
      document.querySelector("main").dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, files);

/** Where the parts of the page are on it, wherever it is scrolled to. */
const places = (page) =>
  page.evaluate(() =>
    ["header.top", "h1", ".journey", ".docs", ".docs .panel-h", ".taken", ".editor", ".detail", ".finds"].map((selector) => {
      const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect();
      return [selector, x, y + scrollY, width, height, document.documentElement.scrollHeight];
    }));

for (const editor of ["code", "plain"]) {
  test(`what is pasted is named by its kinds, and the page does not move (${editor})`, async (t) => {
    const { page, requests, problems } = await open(t, { editor });
    await paste(page, `${POD}---\n${SECRET}---\n${SECRET}---\n${REGISTRIES}`);
    assert.equal(await said(page), "Pasted: Pod, 2 × Secret, registries.yaml of the node");
    assert.ok(!(await page.locator("body").innerText()).includes(CANARY));
    const shown = await places(page);
    const loaded = requests.length;
    // The first edit by hand ends it.
    await page.keyboard.type("#");
    await isGone(page);
    assert.deepEqual(await places(page), shown);
    assert.deepEqual(requests.slice(loaded), []);
    assert.deepEqual(problems, []);
  });

  test(`only what is new is named (${editor})`, async (t) => {
    const { page } = await open(t, { editor });
    await paste(page, POD);
    assert.equal(await said(page), "Pasted: Pod");
    await paste(page, `---\n${SECRET}`);
    await badge(page).filter({ hasText: /^Pasted: Secret$/ }).waitFor();
    // Over everything, alike as the beginning may be.
    await page.keyboard.press("Control+a");
    await paste(page, POD.replace("web", "job"));
    await badge(page).filter({ hasText: /^Pasted: Pod$/ }).waitFor();
    await page.keyboard.press("Control+Home");
    for (let line = 0; line < 5; line++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await paste(page, "-rc1");
    await badge(page).filter({ hasText: /^Pasted into: Pod$/ }).waitFor();
    await page.locator(".stop", { hasText: "1.4-rc1" }).first().waitFor();
  });

  test(`what is not recognized is said, with what can be read, until something else is tried (${editor})`, async (t) => {
    const { page } = await open(t, { editor, before: (context) => context.clock.install() });
    await page.locator("html[data-loaded]").waitFor({ state: "attached" });
    await page.clock.runFor(2000);
    if (editor === "code") await page.locator(".cm-content").waitFor({ state: "attached" });
    await paste(page, "it worked on Friday\n");
    assert.equal(await said(page), "Pasted: nothing that is recognized");
    assert.match(await badge(page).innerText(), /What can be read: workloads, Secrets, .*registries\.yaml.*the name of an image/);
    await page.clock.runFor(60_000);
    assert.equal(await badge(page).count(), 1);
    await page.keyboard.press("Control+a");
    await paste(page, POD);
    await badge(page).filter({ hasText: /^Pasted: Pod$/ }).waitFor();
    await page.clock.runFor(7000);
    assert.equal(await badge(page).count(), 1);
    // What was recognized stands in the head of the documents, too.
    await page.clock.runFor(2000);
    await isGone(page);
    assert.match(await page.locator(".taken summary").innerText(), /Pod$/);
  });
}

test("what is typed, undone, chosen or shared is not announced", async (t) => {
  const { page, origin } = await open(t, { editor: "code", context: { permissions: ["clipboard-read", "clipboard-write"] } });
  await page.evaluate(() => {
    globalThis.announced = [];
    const region = document.querySelector(".arrived");
    new MutationObserver(() => region.textContent && announced.push(region.textContent)).observe(region, { childList: true, subtree: true, characterData: true });
  });
  const announced = () => page.evaluate(() => globalThis.announced);
  await page.locator(".gallery button").first().click();
  await page.locator(".answer h1").waitFor();
  await box(page).focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# mine");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+z");
  await page.getByRole("button", { name: "Start over" }).click();
  await page.getByRole("button", { name: "Bring back the last text" }).click();
  await page.locator(".answer h1").waitFor();
  assert.deepEqual(await announced(), []);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByText("Copied").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(link.startsWith(origin), link);
  const other = await page.context().newPage();
  await other.goto(link);
  await other.getByText("Opened from a link").waitFor();
  assert.equal(await other.locator(".arrived").textContent(), "");
  // The observer sees what is pasted.
  await page.keyboard.press("Escape");
  await paste(page, `---\n${SECRET}`);
  await badge(page).waitFor();
  assert.equal((await announced()).length > 0, true);
});

test("dropped and opened files are named by their kinds, in another view with the change", async (t) => {
  const { page, problems } = await open(t, { editor: "code" });
  await drop(page, { "pod.yaml": POD, "secret.yaml": SECRET });
  await badge(page).waitFor();
  assert.equal(await said(page), "Added: Pod, Secret");
  await page.getByText("Add 2 files to the text").waitFor();
  // What is done about the change is no paste.
  await page.getByRole("button", { name: "Undo" }).click();
  await isGone(page);
  await page.getByRole("button", { name: "Share" }).click();
  await page.locator(".share-open input[type=file]").setInputFiles({ name: "registries.yaml", mimeType: "text/yaml", buffer: Buffer.from(REGISTRIES) });
  await badge(page).filter({ hasText: "Added: registries.yaml of the node" }).waitFor();
  await page.goto(new URL("#/keys", page.url()).href);
  await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Keys" }).and(page.locator("[aria-current]")).waitFor();
  await drop(page, { "job.yaml": POD.replace("kind: Pod", "kind: Job") });
  await page.locator(".notice", { hasText: "Added: Job" }).waitFor();
  assert.deepEqual(problems, []);
});

test("the badge is beside the text where that is in sight, lets clicks through, and is read in the language of the page", async (t) => {
  for (const context of [{ viewport: { width: 1440, height: 900 } }, { viewport: { width: 1024, height: 768 } }, { viewport: { width: 390, height: 844 }, colorScheme: "dark" }]) {
    const { page } = await open(t, { editor: "code", context });
    await paste(page, `${POD}---\n${SECRET}`);
    await badge(page).waitFor();
    const { inDocuments, inSight, below } = await page.locator(".arrived p").evaluate((it) => {
      const [box, documents] = [it, it.closest(".docs")].map((one) => one.getBoundingClientRect());
      const inDocuments = box.left >= documents.left && box.right <= documents.right && box.top >= documents.top && box.bottom <= documents.bottom;
      const below = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      return { inDocuments, inSight: box.top >= 0 && box.bottom <= innerHeight, below: it.contains(below) ? "badge" : below?.id };
    });
    assert.ok(inSight && below !== "badge", below);
    if (context.viewport.width >= 1240) assert.deepEqual([inDocuments, below], [true, "text"]);
    assert.deepEqual(await complaints(page), []);
  }
  const { page } = await open(t, { path: "#?lang=ja", editor: "code" });
  const text = page.locator(".cm-content");
  await copy(page, `${POD}---\n${SECRET}`);
  await text.focus();
  await page.keyboard.press("Control+v");
  await page.locator(".arrived b", { hasText: "貼り付けた内容: Pod, Secret" }).or(page.locator(".arrived b", { hasText: "貼り付けた内容: Pod、Secret" })).waitFor();
});

for (const editor of ["code", "plain"]) {
  test(`the first thing that is pasted leaves the answer in sight, and the next shows the caret (${editor})`, async (t) => {
    const { page, problems } = await open(t, { editor, context: PHONE });
    const text = POD + "# more\n".repeat(60);
    await paste(page, text);
    await page.locator(".journey").waitFor();
    await badge(page).waitFor();
    // Two frames later nothing moves any more.
    const place = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(scrollY)))));
    assert.equal(await place(), 0);
    const { y, height } = await heading(page).boundingBox();
    assert.ok(y >= 0 && y + height < PHONE.viewport.height, `${y}`);
    await page.keyboard.press("Control+v");
    await page.waitForFunction(() => scrollY > 0);
    assert.deepEqual(problems, []);
  });
}
