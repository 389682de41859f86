// A dump of a whole cluster: read in a worker, filtered, sorted, cancelled, opened.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { complaints } from "./axe.mjs";
import { CANARY, dump } from "./cluster.mjs";
import { open } from "./support.mjs";

/** The page with a dump that is picked: a text, or the name of a file. */
async function picked(t, dump) {
  const opened = await open(t, { path: "#/dump" });
  const { page } = opened;
  const file = dump.startsWith("{") ? { name: "cluster.json", mimeType: "application/json", buffer: Buffer.from(dump) } : dump;
  await page.locator("input[type=file]").setInputFiles(file);
  const rows = page.locator(".dump .grid-t tbody tr");
  const says = (pattern) => page.getByRole("heading", { level: 1 }).filter({ hasText: pattern }).waitFor({ timeout: 60_000 });
  return { ...opened, rows, says };
}

const small = [...dump(3e6)].join("");

test("a dump becomes a table, which is filtered and sorted, and no password is in it", async (t) => {
  const { page, requests, problems, rows, says } = await picked(t, small);
  await says(/Of \d+ images \d+ cannot be pulled\./);
  assert.ok((await rows.count()) >= 100);
  await page.getByRole("button", { name: "Cannot pull" }).click();
  await page.getByLabel("Filter").fill("upper team-4/");
  assert.equal(await rows.count(), 0);
  await page.getByLabel("Filter").fill("Upper team-4");
  assert.ok((await rows.count()) > 0);
  for (const text of await rows.allTextContents()) assert.match(text, /team-4.*Upper\/Case/);
  await page.getByLabel("Filter").fill("");
  await page.getByRole("button", { name: "Floating tags" }).click();
  await page.getByLabel("Sorted by").selectOption("image");
  assert.match(await rows.first().textContent(), /nginx/);
  await page.getByRole("button", { name: "Unused Secrets" }).click();
  await page.getByLabel("Filter").fill("spare");
  assert.equal(await rows.count(), 80);
  // The bars have their numbers beside them.
  const numbers = page.getByRole("table", { name: "Images by registry" });
  const [images, floating] = await numbers.getByRole("row", { name: /^ghcr\.io/ }).getByRole("cell").allTextContents();
  assert.ok(Number(images) > 0 && Number(floating) <= Number(images), `${images} ${floating}`);
  assert.equal(await numbers.locator("svg").count(), await numbers.locator("tbody tr").count());
  assert.deepEqual(await complaints(page), []);
  const shown = await page.evaluate(() => document.documentElement.outerHTML);
  assert.ok(!shown.includes(CANARY) && !shown.includes(Buffer.from(CANARY).toString("base64").slice(0, 12)));
  assert.ok(requests.every((it) => it.startsWith("http://127.0.0.1")));
  assert.deepEqual(problems, []);
});

test("one row is opened with its Secret and ServiceAccount, and the table is there when one comes back", async (t) => {
  const { page, problems, rows, says } = await picked(t, small);
  await says(/cannot be pulled/);
  await page.getByLabel("Filter").fill("registry.example.com:5000 team-15");
  const row = rows.filter({ hasText: "pulls with the credential from Secret regcred" }).first();
  await row.getByRole("button", { name: /^Open Deployment app-/ }).click();
  await page.locator(".journey").waitFor();
  const text = await page.locator("textarea").first().inputValue();
  for (const part of ['"kind": "Pod"', '"kind": "ServiceAccount"', '"name": "regcred"']) assert.ok(text.includes(part), part);
  await page.goBack();
  await rows.first().waitFor();
  assert.equal(await page.getByLabel("Filter").inputValue(), "registry.example.com:5000 team-15");
  assert.deepEqual(problems, []);
});

test("the what-if switches change the rows of a dump without another reading", async (t) => {
  const pod = (name, spec) => ({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "shop" }, spec: { containers: [{ name: "web", ...spec }] } });
  const items = [pod("kept", { image: "quay.io/team/kept:1", imagePullPolicy: "Never" }), pod("plain", { image: "nginx" })];
  const { page, requests, problems, rows, says } = await picked(t, JSON.stringify({ items }));
  await says(/Of 2 images/);
  const kept = rows.filter({ hasText: "Pod kept" });
  const before = await kept.textContent();
  const numbers = page.getByRole("table", { name: "Images by registry" });
  assert.deepEqual(await numbers.locator("tbody tr").allTextContents(), ["docker.io11", "quay.io10"]);
  assert.equal(await page.getByRole("group", { name: "Image on node" }).count(), 0, "no image is the one that is looked at");
  const count = requests.length;
  const always = page.getByRole("switch", { name: /AlwaysPullImages/ });
  await always.click();
  await page.waitForFunction((said) => document.querySelectorAll(".dump .grid-t tbody tr").length === 2 && !document.body.innerText.includes("worked out") && [...document.querySelectorAll(".dump .grid-t tbody tr")].every((it) => it.textContent !== said), before);
  assert.match(await kept.textContent(), /the registry is asked/);
  await always.click();
  await page.waitForFunction((said) => [...document.querySelectorAll(".dump .grid-t tbody tr")].some((it) => it.textContent === said), before);
  assert.equal(requests.length, count);
  assert.deepEqual(problems, []);
});

test("a reading is cancelled at any time, and another file can be read", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "pullscope-"));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, "cluster.json");
  await writeFile(file, dump(60e6));
  const { page, problems, rows, says } = await picked(t, file);
  await page.getByRole("progressbar", { name: "How much was read" }).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await says(/cluster\.json was not read to its end: the reading was cancelled\./);
  assert.equal(await page.getByRole("button", { name: "Cancel" }).count(), 0);
  await page.locator("input[type=file]").setInputFiles({ name: "small.json", mimeType: "application/json", buffer: Buffer.from(small) });
  await says(/Of \d+ images/);
  assert.ok((await rows.count()) >= 100);
  assert.deepEqual(problems, []);
});

test("a file that ends too soon, or is none, says where, and what was read is shown", async (t) => {
  const { page, problems, rows, says } = await picked(t, small.slice(0, 1e6));
  await says(/cluster\.json was not read to its end: the file ends in the middle of an object: was it cut off\?, at byte 1000000\./);
  assert.ok((await rows.count()) > 0);
  await page.locator("input[type=file]").setInputFiles({ name: "odd.json", mimeType: "application/json", buffer: Buffer.from('{"items": [1, 2]}') });
  await says(/odd\.json was not read to its end: an object is expected here, at byte 11\./);
  assert.deepEqual(problems, []);
});
