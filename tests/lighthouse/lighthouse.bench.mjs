// What Lighthouse says of the built page, as it is hosted: compressed, with its worker.
//
// `cargo xtask bench` runs it, with the browser and the page named in the environment, as the browser
// tests have them.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { compressed, serveCompressed } from "../browser/compressed.mjs";

const BARS = { accessibility: 100, "best-practices": 100, performance: 95 };

const { origin, close } = await serveCompressed(await compressed(process.env.PULLSCOPE_PAGE));
const chrome = await launch({
  chromePath: process.env.CHROME,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
const missed = [];
try {
  for (const [device, config] of [["desktop", desktopConfig], ["phone", undefined]]) {
    const options = { port: chrome.port, onlyCategories: Object.keys(BARS), output: "json", logLevel: "error" };
    const { lhr } = await lighthouse(`${origin}/`, options, config);
    for (const [name, least] of Object.entries(BARS)) {
      const { score, auditRefs } = lhr.categories[name];
      const points = Math.round(score * 100);
      console.log(`${`Lighthouse ${name}, ${device}`.padEnd(44)} ${`${points}`.padStart(12)}  at least ${least}`);
      if (points >= least) continue;
      missed.push(`Lighthouse ${name}, ${device}: ${points}, at least ${least}`);
      for (const { id, weight } of auditRefs) {
        const audit = lhr.audits[id];
        if (weight > 0 && audit.score !== null && audit.score < 1) console.log(`  ${id}: ${audit.displayValue ?? audit.title}`);
      }
    }
  }
} finally {
  chrome.kill();
  close();
}
for (const bar of missed) console.log(`missed: ${bar}`);
if (missed.length > 0) process.exitCode = 1;
