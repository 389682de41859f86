// node screenshots.mjs FOLDER: draws every view of the built page into FOLDER, to be looked at.
//
// Each view of the menu, with its first example where it has one and with an incident else: light and
// dark, at 1440 and 390 px; the journey in forced colours and on a tablet, too; and what a first visit
// sees. `cargo xtask screenshots` runs it.
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { field, go, heading, INCIDENT, PHONE, views } from "./each.mjs";
import { launch, needed, serve } from "./support.mjs";

const folder = process.argv[2];
const DESKTOP = { viewport: { width: 1440, height: 900 } };
const TABLET = { viewport: { width: 820, height: 1180 }, hasTouch: true };

const LOOKS = [
  ["1440-light", { ...DESKTOP, colorScheme: "light" }, "all"],
  ["1440-dark", { ...DESKTOP, colorScheme: "dark" }, "all"],
  ["390-light", { ...PHONE, colorScheme: "light" }, "all"],
  ["390-dark", { ...PHONE, colorScheme: "dark" }, "all"],
  ["820-light", { ...TABLET, colorScheme: "light" }, "journey"],
  ["1440-forced", { ...DESKTOP, forcedColors: "active" }, "journey"],
  ["390-forced", { ...PHONE, forcedColors: "active", colorScheme: "dark" }, "journey"],
];

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const server = await serve(needed("PULLSCOPE_PAGE"));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await launch();

for (const [look, context, which] of LOOKS) {
  const opened = await browser.newContext({ serviceWorkers: "block", reducedMotion: "reduce", ...context });
  const page = await opened.newPage();
  const drawn = async (name) => {
    // What is worked out once the text is at rest.
    await page.waitForTimeout(700);
    // What is drawn beyond the window forgets that a finger points: the window becomes as high as the page.
    const { width, height } = page.viewportSize();
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.max(height, whole) });
    await page.waitForTimeout(100);
    await page.screenshot({ path: join(folder, `${name}-${look}.png`) });
    await page.setViewportSize({ width, height });
  };
  await page.goto(`${origin}/`);
  const all = await views(page);
  await drawn("start");
  for (const [name, address] of all) {
    if (which === "journey" && address !== "#/") continue;
    const file = address.slice(2) || "journey";
    await page.goto("about:blank");
    await page.goto(`${origin}/${address}`);
    await heading(page).waitFor();
    const example = page.locator("main").getByRole("button", { name: /^Example/ });
    if (address !== "#/" && (await example.count())) {
      await drawn(`${file}-empty`);
      await example.first().click();
    } else {
      if (address !== "#/") await drawn(`${file}-empty`);
      await go(page, "#/");
      await field(page).fill(INCIDENT);
      await go(page, address);
    }
    await drawn(file);
    if (address === "#/" && look.startsWith("1440")) {
      await page.keyboard.press("Alt+k");
      await drawn("keys-sheet");
      await page.keyboard.press("Escape");
    }
    console.log(`${name}, ${look}`);
  }
  await opened.close();
}
await browser.close();
server.closeAllConnections();
server.close();
