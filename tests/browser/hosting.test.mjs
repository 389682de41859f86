// The page under the headers that docs/hosting.md recommends.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { field } from "./each.mjs";
import { launch, needed, serve } from "./support.mjs";

const DOCUMENT = new URL("../../docs/hosting.md", import.meta.url);

test("the recommended headers let the page start, be kept, and load its parts", async (t) => {
  const [, block] = (await readFile(DOCUMENT, "utf8")).match(/```text\n([^]*?)```/);
  const headers = Object.fromEntries(block.trim().split("\n").map((line) => line.split(/: (.*)/, 2)));
  assert.deepEqual(Object.keys(headers), ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"]);

  const server = await serve(needed("PULLSCOPE_PAGE"), headers);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  const answer = await page.goto(`http://127.0.0.1:${server.address().port}/`);
  assert.equal(await answer.headerValue("content-security-policy"), headers["Content-Security-Policy"]);
  await field(page).fill("registry.example.com/team/shop");
  await page.locator(".journey").waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  const parts = await page.evaluate(() => document.querySelector("script[data-parts]").dataset.parts);
  for (const part of parts.split(" ").filter((part) => part && !part.includes("worker"))) {
    assert.equal(await page.evaluate((part) => import(new URL(part, document.baseURI)).then(() => "", String), part), "", part);
  }
  assert.deepEqual(problems, []);

  // Beside frame-ancestors, which only a header can say, it is what the page says of itself.
  const own = (await readFile(new URL("../../index.html", import.meta.url), "utf8")).match(/Security-Policy" content="([^"]*)"/)[1];
  const directives = (policy) => policy.split("; ").sort();
  const added = directives(headers["Content-Security-Policy"]).filter((it) => !directives(own).includes(it));
  assert.deepEqual(added, ["frame-ancestors 'none'", "worker-src 'self'"]);
});
