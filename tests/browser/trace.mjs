// node trace.mjs FILE: what of the page's module an ordinary visit runs, written into FILE.
//
// `cargo xtask profile` makes the page whose module notes that, in a memory it exports, and runs this:
// what does not run here is loaded behind the rest of the page. A visit more makes the first load larger
// and fewer visits wait; first_load.test.mjs says how much larger.
import { writeFile } from "node:fs/promises";
import { INCIDENT, PHONE, portMissing } from "./each.mjs";
import { launch, needed, plainly, serve } from "./support.mjs";

const file = process.argv[2];
const server = await serve(needed("PULLSCOPE_PAGE"));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await launch();
let ran = new Uint8Array();

/** Hands over what the module exports, as it hands it to the page. */
function watch() {
  let pullscope;
  Object.defineProperty(globalThis, "pullscope", {
    get: () => pullscope,
    set(value) {
      pullscope = value;
      const { started } = value;
      value.started = (all) => {
        globalThis.trace = all.trace;
        started(all);
      };
    },
  });
}

/** A module without anything: nothing is missing in the one that is traced. */
const REST = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/**
 * One visit, and what it ran: `early`, before the module is there; `during`, once it is. What would follow
 * the module comes at once, or, if it is `late`, does not come until all is done.
 */
async function visit(context, { editor = "plain", slow = 1, late = false, early = async () => {} }, during = async () => {}) {
  const opened = await browser.newContext({ serviceWorkers: "block", ...context });
  if (editor === "plain") await plainly(opened);
  const page = await opened.newPage();
  page.on("pageerror", (error) => {
    throw error;
  });
  if (slow > 1) await (await opened.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: slow });
  await page.addInitScript(watch);
  let start;
  const started = new Promise((done) => (start = done));
  let follows = !late;
  await page.route("**/*_bg.wasm", async (route) => {
    await started;
    await route.continue();
  });
  await page.route("**/*_rest.wasm", (route) => (follows ? route.fulfill({ contentType: "application/wasm", body: REST }) : route.abort()));
  await page.goto(`${origin}/`, { waitUntil: "commit" });
  await early(page);
  start();
  const loaded = page.locator("html[data-loaded]");
  if (late) await page.waitForFunction(() => globalThis.trace);
  else await loaded.waitFor({ state: "attached" });
  await page.getByRole("heading", { level: 1 }).waitFor();
  if (editor === "code") await page.locator(".cm-content").waitFor({ state: "attached" });
  await during(page);
  // What is worked out once the text is at rest.
  await page.waitForTimeout(1500);
  follows = true;
  await loaded.waitFor({ state: "attached" });
  const text = await page.evaluate(() => {
    const bytes = new Uint8Array(globalThis.trace.buffer);
    return Array.from(bytes, (it) => (it ? "1" : "0")).join("");
  });
  const bytes = Uint8Array.from(text, (it) => Number(it));
  ran = bytes.map((it, at) => it | (ran[at] ?? 0));
  console.log(`${ran.reduce((sum, it) => sum + it, 0)} of ${ran.length} places were reached so far`);
  await opened.close();
}

/** Diagnosed, looked at stop by stop, and repaired. */
const repaired = (text) => async (page) => {
  await page.locator("textarea").first().fill(text);
  await page.locator(".journey .stop-btn").first().waitFor();
  for (const stop of await page.locator(".journey .stop-btn").all()) await stop.click();
  await page.waitForTimeout(1500);
  await page.keyboard.press("Alt+f");
  await page.waitForTimeout(1500);
};

const DESKTOP = { viewport: { width: 1440, height: 900 } };
const SMALL = { viewport: { width: 1280, height: 720 } };
const POD = portMissing("pw");

for (const context of [DESKTOP, SMALL, { ...PHONE, colorScheme: "dark" }]) await visit(context, {}, repaired(POD));
await visit({ ...DESKTOP, reducedMotion: "reduce" }, {}, repaired(INCIDENT));
await visit(DESKTOP, {}, async (page) => {
  for (const name of [/Key without the port/, /Three keys fit/, /Encoded twice/]) {
    await page.getByRole("button", { name }).click();
    await page.locator(".journey .stop-btn").first().waitFor();
    await page.waitForTimeout(1500);
    await page.getByRole("button", { name: "Start over" }).click();
  }
});
const early = (page) => page.locator("textarea").first().fill(POD);
await visit(SMALL, { early }, repaired(POD));
await visit(SMALL, { early, editor: "code" });
for (const slow of [1, 6]) {
  await visit(SMALL, { late: true, slow }, repaired(POD));
  await visit(SMALL, { early, late: true, slow }, repaired(POD));
}
await visit(SMALL, { editor: "code" }, async (page) => {
  await page.locator(".cm-content").focus();
  await page.keyboard.insertText(POD);
  await page.waitForTimeout(1500);
  await page.keyboard.type("# ok");
});

await browser.close();
server.closeAllConnections();
server.close();
await writeFile(file, ran);
