import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.mjs";

test("the page starts, from its own origin only and without a complaint", async (t) => {
  const { page, origin, requests, problems } = await open(t);
  await page.locator("textarea").first().waitFor();
  assert.deepEqual(problems, []);
  assert.deepEqual(requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith("data:")), []);
});

test("once started, the page can ask for nothing and load code from nowhere but beside it", async (t) => {
  const { page, origin, requests } = await open(t);
  await page.locator("textarea").first().waitFor();
  const before = requests.length;
  const refused = await page.evaluate(async (address) => {
    const attempt = (promise) => promise.then(() => "answered", () => "refused");
    const element = (made) => new Promise((done) => {
      made.onload = () => done("answered");
      made.onerror = () => done("refused");
      document.head.append(made);
    });
    // The same server under another name is another origin.
    const elsewhere = address.replace("127.0.0.1", "localhost");
    const inline = document.createElement("script");
    inline.textContent = "globalThis.ran = true";
    document.head.append(inline);
    return {
      fetched: await attempt(fetch(address)),
      image: await element(Object.assign(new Image(), { src: `${address}/image.png` })),
      sent: await new Promise((done) => {
        document.addEventListener("securitypolicyviolation", () => done("refused"), { once: true });
        navigator.sendBeacon(address, "text");
        setTimeout(() => done("answered"), 5000);
      }),
      imported: await attempt(import(`${elsewhere}/boot.js`)),
      data: await attempt(import("data:text/javascript,export default 1")),
      worker: await new Promise((done) => {
        const worker = new Worker(URL.createObjectURL(new Blob(["postMessage(1)"])));
        worker.onmessage = () => done("answered");
        worker.onerror = () => done("refused");
      }),
      evaluated: await attempt((async () => new Function("return 1")())()),
      inline: globalThis.ran ? "answered" : "refused",
    };
  }, origin);
  for (const [what, answer] of Object.entries(refused)) assert.equal(answer, "refused", what);
  assert.deepEqual(requests.slice(before), []);
});

test("what keeps the count of requests at 0 is told", async (t) => {
  const { page } = await open(t);
  await page.locator(".privacy summary").click();
  assert.match(await page.locator(".privacy").textContent(), /^0 requests since load.*Nothing that you type or paste leaves this page/);
});
