// How long the built page takes in Chromium from a key in the editor to the painted result, over a text on
// standard input, its first 200 lines and the whole.
//
// `cargo xtask bench` runs it, with the text that the native figures are of. Letters are typed at the end of
// the tag of an image, and taken away again; the clock runs from the key until the first frame with the new
// tag in the journey is painted. The browser paints as soon as it can: at the rate of a screen every figure
// would have the wait for its next frame in it, which is not the page's.
import { text } from "node:stream/consumers";
import { inFolder } from "./support.mjs";

const KEYS = 80;
const WARM = 15;
const given = await text(process.stdin);
const lines = given.split("\n");
// Whole documents, so that the last one is not broken.
const cut = lines.lastIndexOf("---", 200);
const texts = [
  { name: "200 lines", value: lines.slice(0, cut).join("\n") + "\n", bar: 16 },
  { name: `${Math.round(given.length / 1000)} kB`, value: given, bar: 50 },
];

let missed = false;
for (const { name, value, bar } of texts) {
  const { page, close } = await inFolder("PULLSCOPE_PAGE", { path: "", args: ["--disable-frame-rate-limit", "--disable-gpu-vsync"], viewport: { width: 1440, height: 900 } });
  await page.locator(".cm-content").waitFor();
  await page.locator(".cm-content").focus();
  await page.evaluate((value) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", value);
    const content = document.querySelector("#text").shadowRoot.querySelector(".cm-content");
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, value);
  // To the end of the image that is looked at: the first.
  await page.keyboard.press("Control+Home");
  await page.locator(".cm-line", { hasText: "image: " }).first().click();
  await page.keyboard.press("End");
  await page.evaluate(() => {
    const tag = () => [...document.querySelectorAll(".stop[data-n='2'] dd")].at(-1)?.textContent ?? "";
    let started = 0;
    let before = "";
    const painted = () => globalThis.painted(performance.now() - started);
    const look = () => {
      // The frame that this callback belongs to paints the new tag. A task of the highest priority comes
      // behind it, and before another frame.
      if (tag() !== before) scheduler.postTask(painted, { priority: "user-blocking" });
      else requestAnimationFrame(look);
    };
    addEventListener("keydown", () => {
      [started, before] = [performance.now(), tag()];
      requestAnimationFrame(look);
    }, true);
  });
  const times = [];
  for (let key = 0; key < KEYS + WARM; key += 1) {
    await page.evaluate(() => void (globalThis.took = new Promise((painted) => Object.assign(globalThis, { painted }))));
    // Ten letters, then ten times back.
    await page.keyboard.press(key % 20 < 10 ? "abcdefghij"[key % 10] : "Backspace");
    times.push(await page.evaluate(() => globalThis.took));
  }
  await close();
  const warm = times.slice(WARM).sort((a, b) => a - b);
  const at = (part) => warm[Math.min(warm.length - 1, Math.floor(warm.length * part))];
  const shown = (time) => `${time.toFixed(2)} ms`.padStart(12);
  console.log(`${`key to painted result, ${name}`.padEnd(36)} ${shown(at(0.5))} `);
  console.log(`${"  the slowest but 5 in 100".padEnd(36)} ${shown(at(0.95))} `);
  if (at(0.95) > bar) {
    console.log(`missed: a key in ${name} in at most ${bar} ms, 95 in 100`);
    missed = true;
  }
}
if (missed) process.exitCode = 1;
