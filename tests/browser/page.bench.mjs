// The bars of the page, measured in Chromium on what is published: how large the first load is, when
// the page can be used, what it asks for afterwards, and what axe-core has to say of each view.
//
// `cargo xtask bench` runs it. Times are the best of several: what else runs on the machine only adds.
import { complaints } from "./axe.mjs";
import { compressed, serveCompressed } from "./compressed.mjs";
import { field, go, heading, INCIDENT, PHONE, views } from "./each.mjs";
import { bytes, load } from "./first_load.mjs";
import { launch, needed } from "./support.mjs";

const ROUNDS = 5;
const [MBIT, SLOWER, LATENCY] = [10, 4, 20];

const missed = [];

/** A line of the table; `most` is the bar, if there is one. */
function row(name, value, unit, most) {
  const shown = `${unit === "ms" ? Math.round(value) : value} ${unit}`.trim();
  console.log(`${name.padEnd(44)} ${shown.padStart(12)}  ${most === undefined ? "" : `at most ${most} ${unit}`}`);
  if (most !== undefined && value > most) missed.push(`${name}: ${shown}, at most ${most} ${unit}`);
}

const kB = (size) => Math.round(size / 100) / 10;

const files = await compressed(needed("PULLSCOPE_PAGE"));
const { origin, close } = await serveCompressed(files);
const browser = await launch();

/** A fresh visitor. */
async function visitor(use, options = {}) {
  const context = await browser.newContext({ serviceWorkers: "block", ...options });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    return await use(page);
  } finally {
    await context.close();
  }
}

const { first, behind } = await visitor((page) => load(page, origin));
row("first load, brotli", kB(await bytes(files, first)), "kB", 480);
row("  of which WebAssembly", kB(await bytes(files, first.filter((path) => path.endsWith(".wasm")))), "kB", 350);
row("  in files", first.length, "");
row("what comes behind it by itself", kB(await bytes(files, behind)), "kB");

// When the page stands there and takes a key, and when it has answered to what was typed then.
const times = [];
for (let round = 0; round < ROUNDS; round++) {
  times.push(await visitor(async (page) => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Network.enable");
    const throughput = (MBIT * 1e6) / 8;
    await devtools.send("Network.emulateNetworkConditions", { offline: false, latency: LATENCY, downloadThroughput: throughput, uploadThroughput: throughput });
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    await page.addInitScript(() => {
      const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))));
      const there = (what) => new Promise((done) => {
        const look = () => document.querySelector(what) && (observer.disconnect(), done(document.querySelector(what)));
        const observer = new MutationObserver(look);
        observer.observe(document, { childList: true, subtree: true });
      });
      globalThis.times = (async () => {
        await there("#app nav");
        const interactive = await painted();
        const area = document.querySelector(".docs textarea");
        area.value = "registry.example.com/team/shop:1.4";
        area.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await there(".journey");
        return { interactive, answered: await painted() };
      })();
    });
    await page.goto(`${origin}/`);
    return page.evaluate(() => globalThis.times);
  }));
}
const best = (what) => Math.min(...times.map((it) => it[what]));
const slow = `${MBIT} Mbit/s, ${SLOWER} × slowed CPU`;
row(`interactive, ${slow}`, best("interactive"), "ms", 1500);
row("  the answer to what was typed then", best("answered"), "ms");

await visitor(async (page) => {
  const { asked } = await load(page, origin);
  const before = asked.length;
  const all = await views(page);
  await field(page).fill(INCIDENT);
  for (const [, address] of all) {
    await go(page, address);
    await heading(page).waitFor();
  }
  await page.waitForLoadState("networkidle");
  const later = asked.slice(before);
  row("requests after load, parts of the page aside", later.filter((path) => !path.startsWith("/parts/")).length, "", 0);
  row("  parts that the views asked for", later.filter((path) => path.startsWith("/parts/")).length, "");
});

const DESKTOP = { viewport: { width: 1440, height: 900 } };
let found = 0;
let looked = 0;
for (const look of [{ ...DESKTOP, colorScheme: "light" }, { ...DESKTOP, colorScheme: "dark" }, { ...DESKTOP, forcedColors: "active" }, PHONE]) {
  await visitor(async (page) => {
    await load(page, origin);
    const all = await views(page);
    await field(page).fill(INCIDENT);
    for (const [name, address] of all) {
      await go(page, address);
      const told = await complaints(page);
      for (const complaint of told) console.log(`${name}: ${complaint}`);
      found += told.length;
      looked += 1;
    }
  }, look);
}
row(`axe-core, ${looked} views and looks`, found, "violations", 0);

await browser.close();
close();
for (const bar of missed) console.log(`missed: ${bar}`);
if (missed.length > 0) process.exitCode = 1;
