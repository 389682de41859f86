// How long `diagnose` of the built JavaScript package takes in Chromium, over a text on standard input.
//
// `cargo xtask bench` runs it, with the text that the native figures are of. It prints how long it takes
// from the call to the object in hand, and fails when that misses the bar. The figure is the lower
// quartile of the calls: what else runs on the machine only adds.
import { text } from "node:stream/consumers";
import { inFolder } from "./support.mjs";

const BAR = 25;
const given = await text(process.stdin);
const { page, close } = await inFolder("PULLSCOPE_PACKAGE");
const times = await page.evaluate(async (given) => {
  const { default: init, diagnose } = await import("/pullscope.js");
  await init();
  const times = [];
  // Until the browser has compiled all of it for speed, a call takes longer.
  for (let round = 0; round < 60; round += 1) {
    const start = performance.now();
    const { workloads } = diagnose(given);
    times.push(performance.now() - start);
    if (workloads.length === 0) throw new Error("nothing was found");
    await new Promise((done) => setTimeout(done));
  }
  return times;
}, given);
await close();

const warm = times.slice(10).sort((a, b) => a - b);
const quartile = warm[warm.length >> 2];
const shown = (time) => `${time.toFixed(2)} ms`.padStart(12);
console.log(`${`diagnose ${Math.round(given.length / 1000)} kB in Chromium`.padEnd(36)} ${shown(quartile)} `);
console.log(`${"  the first call".padEnd(36)} ${shown(times[0])} `);
if (quartile > BAR) {
  console.log(`missed: diagnose 200 kB in Chromium in at most ${BAR} ms`);
  process.exitCode = 1;
}
