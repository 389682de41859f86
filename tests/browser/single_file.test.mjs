// The page as one file, opened from a disk: what a site without a network has of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { field, go, heading, INCIDENT as WITH_VERSIONS, portMissing, views } from "./each.mjs";
import { launch, needed } from "./support.mjs";

const CANARY = "canary-5ab07f12";

const INCIDENT = portMissing(CANARY);

async function opened(t) {
  const browser = await launch();
  t.after(() => browser.close());
  const context = await browser.newContext();
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const requests = [];
  const problems = [];
  context.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  const address = pathToFileURL(needed("PULLSCOPE_SINGLE_FILE")).href;
  await page.goto(address);
  // The start is drawn before the page runs.
  await page.locator("html[data-loaded]").waitFor({ state: "attached" });
  await heading(page).waitFor();
  const others = () => requests.filter((url) => !/^(blob|data):/.test(url) && url !== address);
  return { page, others, problems };
}

test("one file diagnoses, repairs and shows every view, and asks for no other", async (t) => {
  const { page, others, problems } = await opened(t);
  await field(page).fill(INCIDENT);
  assert.match(await heading(page).textContent(), /no key fits/i);
  await page.keyboard.press("Alt+f");
  await page.getByRole("button", { name: "Undo" }).waitFor();
  assert.doesNotMatch(await heading(page).textContent(), /no key fits/i);
  for (const [, address] of await views(page)) {
    await go(page, address);
    await heading(page).waitFor();
    assert.ok((await heading(page).textContent()).length > 10);
    assert.ok(!(await page.locator("main").textContent()).includes(CANARY));
  }
  assert.equal(await page.locator("#requests").textContent(), "0");
  assert.deepEqual(others(), []);
  assert.deepEqual(problems, []);
});

test("the policy is in the file, and its worker runs from it", async (t) => {
  const { page, others, problems } = await opened(t);
  await field(page).fill(WITH_VERSIONS);
  await page.locator(".journey").waitFor();
  await go(page, "#/policy");
  await page.getByText("The policy accepts these settings.").waitFor();
  await heading(page).filter({ hasText: /Accepted as they are: 2 objects/ }).waitFor();
  assert.equal(await page.locator("#requests").textContent(), "0");
  assert.deepEqual(others(), []);
  assert.deepEqual(problems, []);
});

test("every part of the page stands in the file", async (t) => {
  const { page, others, problems } = await opened(t);
  const parts = await page.evaluate(() => {
    const files = document.querySelector("script[data-parts]").dataset.parts.split(" ").filter(Boolean);
    return files.map((file) => file.slice("parts/".length, file.lastIndexOf("-")));
  });
  for (const name of parts) {
    // A worker is a script of its own, and no module of the page.
    if (name.endsWith("worker")) continue;
    assert.equal(await page.evaluate((name) => pullscope.part(name).then(() => "", String), name), "", name);
  }
  assert.deepEqual(others(), []);
  assert.deepEqual(problems, []);
});

test("the file can ask for nothing and runs no code but its own", async (t) => {
  const { page, others } = await opened(t);
  const refused = await page.evaluate(async () => {
    const attempt = (promise) => promise.then(() => "answered", () => "refused");
    const inline = document.createElement("script");
    inline.textContent = "globalThis.ran = true";
    document.head.append(inline);
    return {
      fetched: await attempt(fetch("http://127.0.0.1:9/")),
      data: await attempt(import("data:text/javascript,export default 1")),
      evaluated: await attempt((async () => new Function("return 1")())()),
      inline: globalThis.ran ? "answered" : "refused",
    };
  });
  for (const [what, answer] of Object.entries(refused)) assert.equal(answer, "refused", what);
  assert.deepEqual(others(), []);
});
