// How long the built page takes over a dump of 100 MB in Chromium, and how long it is blocked by it.
//
// `cargo xtask bench` runs it. It fails when the first rows come later than the bar, or when a task of the
// page takes longer than its own.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump } from "./cluster.mjs";
import { open } from "./support.mjs";

const [ROWS, BLOCKED] = [10_000, 100];
const folder = await mkdtemp(join(tmpdir(), "pullscope-"));
const file = join(folder, "cluster.json");
await writeFile(file, dump(100e6));

const closing = [];
const { page, problems } = await open({ after: (close) => closing.push(close) }, { path: "#/dump" });
await page.evaluate(() => {
  globalThis.tasks = [0];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((it) => it.duration))).observe({ entryTypes: ["longtask"] });
});
const start = performance.now();
await page.locator("input[type=file]").setInputFiles(file);
await page.locator(".dump .grid-t tbody tr").first().waitFor({ timeout: 120_000 });
const rows = performance.now() - start;
await page.getByRole("heading", { level: 1 }).filter({ hasText: /^Answer: Of \d+ images/ }).waitFor({ timeout: 120_000 });
const all = performance.now() - start;
const blocked = await page.evaluate(() => Math.max(...tasks));
for (const close of closing) await close();
await rm(folder, { recursive: true });

const shown = (name, time) => console.log(`${name.padEnd(36)} ${`${time.toFixed(0)} ms`.padStart(12)} `);
shown("a dump of 100 MB: first rows", rows);
shown("  all rows", all);
shown("  the page blocked, at most", blocked);
if (rows > ROWS || blocked > BLOCKED || problems.length > 0) {
  console.log(`missed: first rows in at most ${ROWS} ms, the page blocked for at most ${BLOCKED} ms ${problems}`);
  process.exitCode = 1;
}
