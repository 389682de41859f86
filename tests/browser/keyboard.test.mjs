// The keys of the page, where they lead, and what every control owes to hands and eyes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { field as text, go, heading, INCIDENT, PHONE, views } from "./each.mjs";
import { open } from "./support.mjs";

const sheet = (page) => page.getByRole("dialog", { name: "Keys" });
// A closed dialog has no role any more, and stands in the page until that is heard of.
const gone = (page) => page.locator("dialog.sheet").waitFor({ state: "detached" });
const focused = (page) => page.evaluate(() => {
  const at = document.activeElement;
  return { id: at.id, within: (place) => at.closest(place) !== null, class: at.className, text: at.textContent.trim().slice(0, 40) };
});
const isIn = (page, place) => page.evaluate((place) => document.activeElement.closest(place) !== null, place);

test("the sheet shows every key, is opened by key or button, and gives the focus back", async (t) => {
  const { page, problems } = await open(t);
  await heading(page).waitFor();
  await page.keyboard.press("?");
  await sheet(page).waitFor();
  const shown = await sheet(page).locator("dl").first().locator("div").allTextContents();
  assert.deepEqual(shown, [
    "AltFApply the first fix",
    "AltJGo to the journey, at the chosen stop",
    "AltTGo to the text",
    "AltGGo to the findings",
    "AltVGo to the views",
    "AltKor?Show these keys",
  ]);
  // The keys of the editor of code are a group of their own.
  const group = sheet(page).getByRole("heading", { name: "In the editor of code" }).locator("xpath=following-sibling::dl[1]");
  const keys = await group.locator("dt").evaluateAll((all) => all.map((it) => [...it.querySelectorAll("kbd")].map((key) => key.textContent).join(" ")));
  assert.deepEqual(keys, ["Ctrl .", "F8", "Ctrl F", "Ctrl G", "Ctrl Shift [", "Ctrl Alt [", "Tab"]);
  await page.keyboard.press("Escape");
  await gone(page);
  const button = page.getByRole("button", { name: "Keys", exact: true });
  await button.press("Enter");
  await sheet(page).waitFor();
  await sheet(page).getByRole("button").click();
  await gone(page);
  assert.equal((await focused(page)).class, await button.getAttribute("class"));
  assert.deepEqual(problems, []);
});

test("a character that is typed goes into the text, and Alt with K opens the sheet there, too", async (t) => {
  const { page } = await open(t);
  await text(page).focus();
  await page.keyboard.type("why?");
  assert.equal(await sheet(page).count(), 0);
  assert.match(await text(page).evaluate((it) => it.value ?? it.textContent), /why\?/);
  await page.keyboard.press("Alt+k");
  await sheet(page).waitFor();
  // What stands behind the sheet is not reached.
  await page.keyboard.press("Alt+t");
  assert.equal(await isIn(page, "dialog"), true);
});

test("Alt with a letter leads to a place, from every view", async (t) => {
  const { page, problems } = await open(t);
  const all = await views(page);
  await text(page).fill(INCIDENT);
  await page.locator(".journey").waitFor();
  for (const [name, address] of all) {
    for (const [key, place] of [["j", ".journey .on .stop-btn"], ["t", ".docs .page"], ["g", ".finds"], ["v", ".views"]]) {
      await go(page, address);
      await page.keyboard.press(`Alt+${key}`);
      const there = page.waitForFunction((place) => document.activeElement.closest(place) !== null, place);
      await there.catch(async () => assert.fail(`${name}, Alt+${key}: ${JSON.stringify(await focused(page))}`));
      assert.equal(new URL(page.url()).hash, key === "v" ? address : "#/", `${name}, Alt+${key}`);
    }
  }
  assert.deepEqual(problems, []);
});

test("the skip links lead to the answer, the text and the findings", async (t) => {
  const { page } = await open(t);
  await text(page).fill(INCIDENT);
  await page.locator(".journey").waitFor();
  for (const [presses, name, place] of [[1, "Skip to the answer", "main"], [2, "Skip to the text", ".docs"], [3, "Skip to the findings", ".finds"]]) {
    await page.evaluate(() => {
      document.activeElement.blur();
      getSelection().removeAllRanges();
    });
    await page.locator(".skip").first().focus();
    for (let press = 1; press < presses; press++) await page.keyboard.press("Tab");
    assert.equal((await focused(page)).text, name);
    const top = await page.evaluate(() => document.activeElement.getBoundingClientRect().top);
    assert.ok(top >= 0 || (await page.waitForFunction(() => document.activeElement.getBoundingClientRect().top >= 0)), "in sight");
    await page.keyboard.press("Enter");
    await page.waitForFunction((place) => document.activeElement.closest(place) !== null, place);
    assert.equal(new URL(page.url()).hash.replace("#/", ""), "");
  }
});

/** The controls that are in sight and smaller than 24 px, but for links within a sentence. */
const small = (page) => page.evaluate(() => {
  const controls = document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=switch], [role=button]");
  const found = [];
  for (const it of controls) {
    if (!it.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || it.closest(".skip, .vh, [aria-hidden=true]")) continue;
    if (it.matches("a") && getComputedStyle(it).display === "inline") continue;
    // A label is as good as its box; a stop answers in its whole column.
    const target = it.matches(".stop-btn") ? it.closest(".stop") : (it.matches("input") && it.closest("label")) || it;
    const { width, height } = target.getBoundingClientRect();
    if (width < 23.9 || height < 23.9) found.push(`${it.tagName} ${it.className} “${it.textContent.trim().slice(0, 30)}” ${width.toFixed(1)}×${height.toFixed(1)}`);
  }
  return [...new Set(found)];
});

for (const [device, context] of [["desktop", { viewport: { width: 1440, height: 900 } }], ["phone", PHONE]]) {
  test(`every control is at least 24 px wide and high, ${device}`, async (t) => {
    const { page } = await open(t, { context });
    const all = await views(page);
    const found = [];
    for (const given of ["", INCIDENT]) {
      if (given) {
        await go(page, "#/");
        await text(page).fill(given);
      }
      for (const [name, address] of all) {
        await go(page, address);
        found.push(...(await small(page)).map((it) => `${name}: ${it}`));
      }
    }
    assert.deepEqual(found, []);
  });
}

test("where the focus is can be seen, at every stop of Tab in every view", async (t) => {
  const { page } = await open(t);
  const all = await views(page);
  await text(page).fill(INCIDENT);
  await page.locator(".journey").waitFor();
  const unseen = [];
  for (const [name, address] of all) {
    await go(page, address);
    await page.locator(".skip").first().focus();
    for (let presses = 0; presses < 60; presses++) {
      const told = await page.evaluate(() => {
        const at = document.activeElement;
        if (at === document.body) return null;
        // The ring of the element, or of what frames it.
        for (let it = at; it && it !== document.body; it = it.parentElement) {
          const { boxShadow } = getComputedStyle(it);
          const rings = [null, "::before"].map((part) => getComputedStyle(it, part));
          if (rings.some((ring) => ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2)) return "";
          if (it.matches(":focus-within") && it !== at && boxShadow.includes("inset")) return "";
        }
        return `${at.tagName} ${at.className} “${at.textContent.trim().slice(0, 30)}”`;
      });
      if (told === null) break;
      if (told) unseen.push(`${name}: ${told}`);
      await page.keyboard.press("Tab");
    }
  }
  assert.deepEqual([...new Set(unseen)], []);
});

test("with reduced motion nothing moves", async (t) => {
  const { page } = await open(t, { context: { reducedMotion: "reduce" } });
  const all = await views(page);
  await text(page).fill(INCIDENT);
  for (const [name, address] of all) {
    await go(page, address);
    const moving = await page.evaluate(() => {
      const lasts = (times) => times.split(", ").some((it) => parseFloat(it) > 0);
      const moves = (it) => [null, "::before", "::after"].some((part) => {
        const style = getComputedStyle(it, part);
        return lasts(style.transitionDuration) || (style.animationName !== "none" && lasts(style.animationDuration));
      });
      return [...document.querySelectorAll("*")].filter(moves).map((it) => `${it.tagName} ${it.className}`);
    });
    assert.deepEqual([...new Set(moving)], [], name);
  }
});
