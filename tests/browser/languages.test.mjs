// The page in the language of its reader: from the browser, the link and the menu.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { complaints } from "./axe.mjs";
import { CANARY, INCIDENT, PHONE, field, heading } from "./each.mjs";
import { open } from "./support.mjs";

const LANGUAGES = { ja: "日本語", "zh-Hant": "繁體中文", hi: "हिन्दी" };

const messages = async (language) => JSON.parse(await readFile(new URL(`../../web/messages/${language}.json`, import.meta.url), "utf8"));
const texts = Object.fromEntries(await Promise.all(Object.keys(LANGUAGES).map(async (it) => [it, await messages(it)])));

const spoken = (page) => page.evaluate(() => document.documentElement.lang);
const share = (page) => page.locator(".share-btn");
const loaded = (requests) => requests.filter((url) => url.includes("/parts/messages-"));
const menu = (page) => page.locator("#language");
const isIn = (page, language) => page.waitForFunction((it) => document.documentElement.lang === it, language);

/** The journey of the incident, as soon as it is drawn. */
async function incident(page) {
  await field(page).fill(INCIDENT);
  await page.locator(".journey").waitFor();
}

test("an English reader's page is English and loads no messages", async (t) => {
  const { page, requests, problems } = await open(t, { context: { locale: "en-GB" } });
  await heading(page).waitFor();
  assert.equal(await spoken(page), "en");
  assert.deepEqual(loaded(requests), []);
  assert.deepEqual(problems, []);
});

for (const [locale, language] of [["ja-JP", "ja"], ["zh-TW", "zh-Hant"], ["zh-HK", "zh-Hant"], ["hi", "hi"], ["zh-CN", "en"], ["de", "en"]]) {
  test(`a browser that prefers ${locale} gets ${language} from the first view on`, async (t) => {
    const { page, requests, problems } = await open(t, {
      context: { locale },
      before: async (context) => {
        // Every heading that the page's module ever draws.
        await context.addInitScript(() => {
          globalThis.headings = [];
          new MutationObserver(() => {
            const drawn = document.querySelector("#app nav") && document.querySelector("#app h1")?.textContent;
            if (drawn && globalThis.headings.at(-1) !== drawn) globalThis.headings.push(drawn);
          }).observe(document, { childList: true, subtree: true, characterData: true });
        });
      },
    });
    await page.locator("html[data-loaded]").waitFor({ state: "attached" });
    assert.equal(await spoken(page), language);
    assert.equal((await share(page).textContent()).trim(), texts[language]?.page.Share ?? "Share");
    assert.equal((await page.evaluate(() => globalThis.headings)).length, 1);
    assert.equal(loaded(requests).length, language === "en" ? 0 : 1);
    assert.equal(await menu(page).inputValue(), language);
    assert.deepEqual(problems, []);
  });
}

test("the menu switches with the keyboard, and nothing typed is lost", async (t) => {
  const { page, problems } = await open(t);
  await incident(page);
  const english = await heading(page).textContent();
  const seen = new Set([english]);
  await menu(page).focus();
  for (const [language, name] of Object.entries(LANGUAGES)) {
    assert.equal(await menu(page).locator(`option[lang="${language}"]`).textContent(), name);
    await page.keyboard.press("ArrowDown");
    await isIn(page, language);
    await page.waitForFunction((text) => document.querySelector(".share-btn").textContent.trim() === text, texts[language].page.Share);
    assert.equal(await page.evaluate(() => document.activeElement.id), "language");
    assert.equal(await field(page).inputValue(), INCIDENT);
    assert.equal(await page.evaluate(() => location.hash), `#/?lang=${language}`);
    const answer = await heading(page).textContent();
    assert.ok(!seen.has(answer), answer);
    seen.add(answer);
    assert.equal((await page.evaluate(() => document.body.textContent)).includes(CANARY), false);
  }
  for (let presses = 0; presses < 3; presses++) {
    await page.keyboard.press("ArrowUp");
    await isIn(page, ["zh-Hant", "ja", "en"][presses]);
  }
  await page.waitForFunction((text) => document.querySelector("h1").textContent === text, english);
  assert.deepEqual(problems, []);
});

test("sentences of the core are said with the person's own values in them", async (t) => {
  const { page } = await open(t, { path: "#/?lang=ja" });
  await incident(page);
  const findings = page.locator(".finds");
  await findings.waitFor();
  const said = await findings.textContent();
  // A Pod's own names, Kubernetes' own words, and no English sentence about them.
  for (const own of ["reg.example.com", "regcred"]) assert.ok(said.includes(own), said);
  assert.match(said, /[ぁ-ん]/);
  assert.doesNotMatch(said, /no credential is sent|has a key for/);
  for (const view of ["keys", "node", "reference", "registries", "clients", "adviser", "queue", "museum", "secret"]) {
    await page.evaluate((view) => (location.hash = `#/${view}`), view);
    await page.waitForFunction((view) => location.hash === `#/${view}?lang=ja`, view);
    await heading(page).filter({ hasText: /[ぁ-んァ-ヶ一-龠]/ }).first().waitFor();
  }
});

test("the page about a finding is in the reader's language, its commands as they are", async (t) => {
  const shown = async (path) => {
    const { page, problems } = await open(t, { path });
    await incident(page);
    await page.locator(".finds .code-id[aria-haspopup]").first().click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("h3").first().waitFor();
    assert.deepEqual(problems, []);
    return {
      title: await dialog.getByRole("heading", { level: 2 }).textContent(),
      sections: await dialog.locator("h3").allTextContents(),
      commands: await dialog.locator("pre").allTextContents(),
      paragraphs: await dialog.locator("p, li").allTextContents(),
    };
  };
  const english = await shown("");
  assert.equal(english.sections.length, 5);
  assert.ok(english.commands.length > 0 && english.paragraphs.length > 5);
  for (const [language, { core, guide }] of Object.entries(texts)) {
    const said = await shown(`#/?lang=${language}`);
    assert.equal(said.title, core[english.title]);
    assert.deepEqual(said.sections, english.sections.map((it) => guide[it]));
    assert.deepEqual(said.commands, english.commands);
    // What stays is the code, and sources that are an address.
    const left = said.paragraphs.filter((it) => english.paragraphs.includes(it) && !it.startsWith("https://"));
    assert.deepEqual(left.filter((it) => / /.test(it)), []);
  }
});

test("a page about a finding whose translation cannot be loaded says so, and comes when asked again", async (t) => {
  const { page } = await open(t, { path: "#/?lang=ja", before: (context) => context.route("**/parts/guide-*", (route) => route.abort()) });
  await incident(page);
  await page.locator(".finds .code-id[aria-haspopup]").first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("alert").filter({ hasText: "guide-ja" }).waitFor();
  await page.context().unroute("**/parts/guide-*");
  await dialog.getByRole("button", { name: texts.ja.page["Try again"], exact: true }).click();
  await dialog.getByRole("heading", { name: texts.ja.guide["What to do"] }).waitFor();
});

test("the form of the policy's settings asks in the person's language", async (t) => {
  const { page } = await open(t, { path: "#/policy", context: { locale: "ja-JP" } });
  const asked = page.locator(".pol-q", { has: page.locator("#pol-references-registries-allow") });
  const { core } = texts.ja;
  await asked.getByText(core["Allowed registries"], { exact: true }).waitFor({ state: "attached" });
  const about = core["The only registries, such as registry.example.com:5000 or *.eu.example.com. Leave it out to allow all."];
  assert.equal(await asked.locator("small").textContent(), about);
});

test("a link names the language that was chosen, and opens in it", async (t) => {
  const { page, origin, problems } = await open(t, { context: { permissions: ["clipboard-read", "clipboard-write"] } });
  await incident(page);
  const link = async () => {
    await share(page).click();
    const dialog = page.locator("dialog.share");
    await dialog.locator("#share-size").waitFor();
    await dialog.locator(".share-row button").first().click();
    await page.waitForFunction(() => navigator.clipboard.readText().then((it) => it.startsWith("http")));
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    await page.keyboard.press("Escape");
    return copied.slice(origin.length + 1);
  };
  assert.doesNotMatch(await link(), /lang=/);
  await menu(page).selectOption("hi");
  await isIn(page, "hi");
  const chosen = await link();
  assert.match(chosen, /^#\/\?lang=hi&s=/);
  const other = await open(t, { path: chosen, context: { locale: "ja-JP" } });
  await other.page.locator(".journey").waitFor();
  assert.equal(await spoken(other.page), "hi");
  assert.equal(await other.page.evaluate(() => location.hash), "#/?lang=hi");
  // A link to another language, followed in an open page.
  await page.evaluate(() => (location.hash = "#/keys?lang=zh-Hant"));
  await isIn(page, "zh-Hant");
  await page.evaluate(() => (location.hash = "#/keys?lang=tlh"));
  await page.waitForFunction(() => location.hash === "#/keys?lang=zh-Hant");
  assert.deepEqual(problems, []);
});

test("a language that cannot be loaded leaves English, the text, and a word about it", async (t) => {
  const { page } = await open(t, { before: (context) => context.route("**/parts/messages-*", (route) => route.abort()) });
  await page.locator("html[data-loaded]").waitFor({ state: "attached" });
  await incident(page);
  await menu(page).selectOption("ja");
  await page.getByText("messages-ja", { exact: false }).first().waitFor();
  assert.equal(await spoken(page), "en");
  assert.equal(await menu(page).inputValue(), "en");
  assert.equal(await field(page).inputValue(), INCIDENT);
  await page.context().unroute("**/parts/messages-*");
  await menu(page).selectOption("ja");
  await isIn(page, "ja");
  assert.equal(await field(page).inputValue(), INCIDENT);
});

test("a reader whose language cannot be loaded starts in English", async (t) => {
  const { page } = await open(t, {
    context: { locale: "ja-JP" },
    before: (context) => context.route("**/parts/messages-*", (route) => route.abort()),
  });
  await page.locator("html[data-loaded]").waitFor({ state: "attached" });
  assert.equal((await share(page).textContent()).trim(), "Share");
  await page.getByText("messages-ja", { exact: false }).first().waitFor();
});

for (const language of Object.keys(LANGUAGES)) {
  test(`axe-core finds nothing in ${language}, and a phone is wide enough`, async (t) => {
    const { page, problems } = await open(t, { path: `#/?lang=${language}`, context: PHONE });
    await incident(page);
    assert.deepEqual(await complaints(page), []);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0);
    const box = await menu(page).boundingBox();
    assert.ok(box.width >= 24 && box.height >= 24, JSON.stringify(box));
    assert.deepEqual(problems, []);
  });
}
