// A module that fails: the text is still there, and the page starts again with it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.mjs";

const CANARY = "hunter2-canary";
const TEXT = `kind: Pod
metadata: {name: web}
spec:
  imagePullSecrets: [{name: pull}]
  containers: [{name: web, image: 'reg.io/a:1'}]
---
kind: Secret
metadata: {name: pull}
type: kubernetes.io/dockerconfigjson
stringData: {.dockerconfigjson: '{"auths": {"reg.io": {"username": "robot", "password": "${CANARY}"}}}'}
`;

/** Puts a text in place of what is there, as a paste does. */
const write = (page, text) =>
  page.evaluate((text) => {
    const host = document.querySelector("#text");
    const content = host.shadowRoot?.querySelector(".cm-content");
    if (!content) {
      host.focus();
      host.select();
      document.execCommand("insertText", false, text);
      return;
    }
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    content.focus();
    getSelection().selectAllChildren(content);
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);

/** The module cannot draw what it wants to, which it takes for the end. */
const fail = (page) =>
  page.evaluate(() => {
    const real = Node.prototype.insertBefore;
    Node.prototype.insertBefore = () => {
      Node.prototype.insertBefore = real;
      throw new Error("no room");
    };
  });

for (const editor of ["code", "plain"]) {
  test(`the text outlives the module, by keys alone, editor ${editor}`, async (t) => {
    const { page, requests } = await open(t, { editor });
    await write(page, TEXT);
    const answer = page.locator("h1", { hasText: "Secret pull" });
    await answer.waitFor();
    const before = requests.length;
    await fail(page);
    await page.evaluate(() => (location.hash = "#/keys"));
    const again = page.getByRole("button", { name: "Start again with this text" });
    await again.waitFor();
    assert.ok(!(await page.content()).includes(CANARY), "the password is shown");
    assert.ok(await again.evaluate((it) => it === document.activeElement));
    await page.keyboard.press("Enter");
    await page.locator("#app nav").first().waitFor();
    // The view was not what failed.
    assert.equal(new URL(page.url()).hash, "#/keys");
    await page.evaluate(() => (location.hash = "#/"));
    await answer.waitFor();
    await write(page, TEXT.replace("name: web}", "name: other}"));
    await page.locator("#main", { hasText: "other" }).waitFor();
    assert.ok(!(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]))).includes(CANARY));
    const more = requests.slice(before).filter((it) => !/\/parts\/|pullscope-web-[0-9a-f]+\.js/.test(it));
    assert.deepEqual(more, []);
  });
}

test("a page that fails again can be left empty", async (t) => {
  const { page } = await open(t);
  await page.locator("#text").fill(TEXT);
  for (const name of ["Start again with this text", "Start again without it"]) {
    await page.locator("h1", { hasText: "Secret pull" }).waitFor();
    await fail(page);
    await page.evaluate(() => (location.hash = "#/museum"));
    await page.getByRole("button", { name }).click();
    await page.locator("#app nav").first().waitFor();
    await page.evaluate(() => (location.hash = "#/"));
  }
  await page.locator("h1", { hasText: "Paste your manifests." }).waitFor();
});

test("a language that was chosen is that of the page which starts again", async (t) => {
  const { page } = await open(t);
  await page.locator("header select").selectOption("ja");
  await page.locator("html[lang=ja]").waitFor({ state: "attached" });
  await page.locator("#text").fill(TEXT);
  await page.locator("h1", { hasText: "プル" }).waitFor();
  await fail(page);
  await page.evaluate(() => (location.hash = location.hash.replace("#/", "#/keys")));
  await page.getByRole("button", { name: "このテキストで再開" }).click();
  await page.locator("#app nav").first().waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "ja");
  assert.match(await page.locator("header nav").innerText(), /経路/);
});
