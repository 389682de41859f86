// The page without a network: its worker keeps its files, and nothing else; a newer version is used at
// the next start; the browser can install it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { go, heading, portMissing, views } from "./each.mjs";
import { launch, needed, serve } from "./support.mjs";

const CANARY = "canary-1c7b90de";

const INCIDENT = portMissing(CANARY);

/** A copy of the built page in a folder that the test may change, served, with a browser beside it. */
async function visited(t, { path = "/" } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "pullscope-"));
  await cp(needed("PULLSCOPE_PAGE"), join(folder, path), { recursive: true });
  const server = await serve(folder);
  const { port } = server.address();
  const browser = await launch();
  const stop = () => {
    server.closeAllConnections();
    return new Promise((stopped) => server.close(stopped));
  };
  t.after(async () => {
    await browser.close();
    if (server.listening) await stop();
    await rm(folder, { recursive: true });
  });
  const context = await browser.newContext();
  context.setDefaultTimeout(10_000);
  // What is typed is read back here, so that it is typed into a plain text area.
  await context.addInitScript(() => sessionStorage.setItem("pullscope.editor", "plain"));
  const requests = [];
  context.on("request", (request) => requests.push(request.url()));
  const address = `http://127.0.0.1:${port}${path}`;
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.goto(address);
  await heading(page).waitFor();
  return { page, context, address, folder: join(folder, path), requests, problems, stop };
}

/** Waits until the worker has every file, and is the one that answers. */
async function kept(page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
}

/** Waits until the page answers with something true. */
async function until(page, ask) {
  const end = Date.now() + 10_000;
  while (Date.now() < end) {
    // Between two pages there is nobody to ask, or nobody who answers.
    if (await Promise.race([page.evaluate(ask).catch(() => false), setTimeout(1000, false)])) return;
    await setTimeout(100);
  }
  assert.fail(`not within ten seconds: ${ask}`);
}

/**
 * The page after `load` has it loaded by a newer worker. About one time in thirty Chromium never answers
 * that request, and only while this driver watches its workers; then another tab shows the page.
 */
async function renewed(page, load) {
  await page.evaluate(() => (globalThis.isBefore = true));
  await load();
  const isThere = () => !globalThis.isBefore && document.querySelector("h1") !== null;
  const asked = until(page, isThere).then(() => page, () => null);
  const silent = setTimeout(8_000, null);
  const shown = await Promise.race([asked, silent]);
  if (shown) return shown;
  const other = await page.context().newPage();
  await other.goto(page.url());
  return other;
}

/** Everything that is kept, by its path beneath the page; the texts of the files are left out. */
async function files(page) {
  return page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    const base = new URL("./", document.baseURI).href;
    return { names, paths: all.flat().map((it) => it.url.replace(base, "")).sort() };
  });
}

/** Makes another version of a copied page: one file is another, and with it the list of the worker. */
async function publish(folder, version) {
  const changed = join(folder, "manifest.webmanifest");
  await appendFile(changed, `\n`.repeat(version.length));
  const hash = createHash("sha256").update(await readFile(changed)).digest("base64");
  await rewrite(join(folder, "sw.js"), [
    [/("manifest\.webmanifest": )"[^"]*"/, `$1"sha256-${hash}"`],
    [VERSION, `const VERSION = "${version}";`],
  ]);
  return readFile(changed, "utf8");
}

const VERSION = /const VERSION = "[^"]*";/;
const FILES = /const FILES = (\{[^]*?\});/;

async function rewrite(file, changes) {
  let text = await readFile(file, "utf8");
  for (const [from, to] of changes) {
    assert.match(text, from);
    text = text.replace(from, to);
  }
  await writeFile(file, text);
}

const versions = async (page) => (await files(page)).names.map((name) => name.split(" ").at(-1));

/** Has a part of the page begin, a worker as one, and says why it does not. */
function begun(part) {
  const address = new URL(part, document.baseURI);
  if (!part.includes("-worker-")) return import(address).then(() => "", String);
  return new Promise((done) => {
    const worker = new Worker(address, { type: "module" });
    worker.onmessage = ({ data }) => done(data.ready ? "" : JSON.stringify(data));
    worker.onerror = ({ message }) => done(message ?? "it cannot be loaded");
  });
}

test("after the first visit the page works with no server, every part of it included", async (t) => {
  const { page, address, folder, requests, problems, stop } = await visited(t, { path: "/tools/pullscope/" });
  await page.locator("textarea").first().fill(INCIDENT);
  await kept(page);
  const list = JSON.parse((await readFile(join(folder, "sw.js"), "utf8")).match(FILES)[1]);
  const { paths } = await files(page);
  assert.deepEqual(paths, Object.keys(list).map((path) => (path === "index.html" ? "" : path)).sort());
  // The worker's own requests are for those files, each once, and none goes elsewhere.
  assert.deepEqual(requests.filter((url) => !url.startsWith(address) && !url.startsWith("data:")), []);
  assert.equal(await page.locator("#requests").textContent(), "0");

  await stop();
  const before = requests.length;
  await page.reload();
  await page.locator("textarea").first().fill(INCIDENT);
  await page.locator(".journey").waitFor();
  assert.match(await heading(page).textContent(), /no key fits/i);
  for (const [, address] of await views(page)) {
    await go(page, address);
    await heading(page).waitFor();
    assert.ok((await heading(page).textContent()).length > 10);
  }
  for (const part of paths.filter((it) => it.startsWith("parts/"))) {
    assert.equal(await page.evaluate(begun, part), "", part);
  }
  // A view that calls what the page does not start with, at once.
  await go(page, "#/node");
  await page.reload();
  await page.getByRole("heading", { name: "Feature gates" }).waitFor();
  const asked = requests.slice(before).filter((url) => !url.startsWith("data:"));
  assert.deepEqual(asked.filter((url) => !(new URL(url).pathname.replace("/tools/pullscope/", "") || "index.html" in list)), []);
  assert.deepEqual(problems, []);
});

test("what is typed is in no copy and in no storage", async (t) => {
  const { page, requests } = await visited(t);
  await page.locator("textarea").first().fill(INCIDENT);
  await page.locator(".journey").waitFor();
  await kept(page);
  await page.reload();
  await page.locator("textarea").first().fill(INCIDENT);
  await page.locator(".journey").waitFor();
  const held = await page.evaluate(async () => {
    const texts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, location.href];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        texts.push(request.url, await (await cache.match(request)).text());
      }
    }
    return { texts, databases: await indexedDB.databases() };
  });
  assert.ok(held.texts.length > 4 + 2 * 6, "the files are among them");
  for (const text of [...held.texts, ...requests]) assert.ok(!text.includes(CANARY));
  assert.deepEqual(held.databases, []);
});

test("a newer version is loaded in the background, told of, and used at the next start", async (t) => {
  const { page, folder } = await visited(t);
  await kept(page);
  const [first] = await versions(page);
  const published = await publish(folder, "second");

  // A visit with the version that is there, which finds the newer one.
  await page.reload();
  await page.locator("textarea").first().fill(INCIDENT);
  await page.locator(".journey").waitFor();
  const told = page.getByRole("region", { name: "Newer version" });
  await told.waitFor();
  assert.match(await told.textContent(), /A newer version is ready/);
  // What was typed is neither lost nor in the way, and the focus stays where it was.
  assert.equal(await page.locator("textarea").first().inputValue(), INCIDENT);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "TEXTAREA");
  assert.deepEqual((await versions(page)).sort(), [first, "second"].sort());
  assert.equal(await told.getByRole("button", { name: "Reload" }).count(), 0);

  await page.getByRole("button", { name: "Start over" }).click();
  const now = await renewed(page, () => told.getByRole("button", { name: "Reload" }).click());
  await until(now, async () => (await caches.keys()).length === 1);
  assert.deepEqual(await versions(now), ["second"]);
  await heading(now).waitFor();
  await kept(now);
  assert.equal(await now.getByRole("region", { name: "Newer version" }).count(), 0);
  assert.equal(await now.evaluate(async () => (await caches.match("manifest.webmanifest")).text()), published);
});

test("a newer version waits while another tab has the page open", async (t) => {
  const { page, context, address, folder } = await visited(t);
  await kept(page);
  const [first] = await versions(page);
  const other = await context.newPage();
  await other.goto(address);
  await other.locator("textarea").first().fill(INCIDENT);
  await publish(folder, "second");
  await page.reload();
  await page.getByRole("region", { name: "Newer version" }).waitFor();
  await page.reload();
  await page.getByRole("region", { name: "Newer version" }).waitFor();
  assert.deepEqual((await versions(page)).sort(), [first, "second"].sort());
  assert.equal(await other.locator("textarea").first().inputValue(), INCIDENT);
  await other.close();
  await page.goto(`${address}#/keys`);
  // What comes first loads itself once more, and its `load` may never be seen.
  const now = await renewed(page, () => page.reload({ waitUntil: "commit" }));
  await until(now, async () => (await caches.keys()).length === 1);
  await heading(now).waitFor();
  assert.equal(new URL(now.url()).hash, "#/keys");
});

test("a file that is not the listed one is not kept, and the version that is there stays", async (t) => {
  const { page, folder } = await visited(t);
  await kept(page);
  const [first] = await versions(page);
  await publish(folder, "second");
  // The site is half replaced: the worker is the new one, a file is not.
  await writeFile(join(folder, "manifest.webmanifest"), "{}");
  await page.reload();
  await heading(page).waitFor();
  await until(page, async () => !(await navigator.serviceWorker.getRegistration()).installing);
  await until(page, async () => (await caches.keys()).length === 2);
  await until(page, async () => !(await navigator.serviceWorker.getRegistration()).installing);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).waiting), null);
  assert.equal(await page.getByRole("region", { name: "Newer version" }).count(), 0);
  await page.reload();
  await page.locator("textarea").first().fill(INCIDENT);
  await page.locator(".journey").waitFor();
  assert.ok((await versions(page)).includes(first));
});

test("a worker without a list takes the place of one that a page left, and ends itself", async (t) => {
  const { page, folder } = await visited(t);
  await kept(page);
  await rewrite(join(folder, "sw.js"), [[VERSION, 'const VERSION = "";'], [FILES, "const FILES = {};"]]);
  await page.reload();
  await until(page, async () => (await navigator.serviceWorker.getRegistrations()).length === 0);
  assert.deepEqual((await files(page)).names, []);
});

test("the browser can install the page", async (t) => {
  const { page, context, problems } = await visited(t);
  await kept(page);
  const devtools = await context.newCDPSession(page);
  const { errors, data } = await devtools.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  assert.equal(JSON.parse(data).name, "Pullscope");
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  // A window without a profile, as a test has, installs nothing; anything else would be of the page.
  assert.deepEqual(installabilityErrors.filter((it) => it.errorId !== "in-incognito"), []);
  assert.equal(await page.locator("#requests").textContent(), "0");
  assert.deepEqual(problems, []);
});
