// The editor of code: what a person types, sees, hovers, repairs and finds in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints } from "./axe.mjs";
import { open } from "./support.mjs";

const CANARY = "canary-8f1d3c7a";
const AUTH = Buffer.from(`robot:${CANARY}`).toString("base64");

const TEXT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: apps}
spec:
  template:
    spec:
      imagePullSecrets: [{name: regcred}]
      containers:
      - name: web
        image: registry.example.com:5000/team/shop:1.4.2
---
apiVersion: v1
kind: Secret
metadata: {name: regcred, namespace: apps}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: |
    {"auths": {
      "registry.example.com": {"username": "robot", "password": "${CANARY}"},
      "quay.io": {"auth": "${AUTH}"}
    }}
`;

const box = (page) => page.getByRole("textbox", { name: "Documents" });
const heading = (page) => page.getByRole("heading", { level: 1 });
const squiggle = (page) => page.locator(".cm-content .sq-error, .cm-content .sq-warning, .cm-content .sq-info");
const line = (page, text) => page.locator(".cm-line", { hasText: text }).first();

/** Opens the page with the editor of code, and `text` typed into it. */
async function written(t, text = TEXT, options = {}) {
  const opened = await open(t, { editor: "code", ...options });
  await box(opened.page).fill(text);
  await heading(opened.page).waitFor();
  return opened;
}

/** What the editor holds, as a person takes it out: select all, cut, and put it back. */
async function held(page) {
  await box(page).focus();
  return page.evaluate(() => {
    const content = document.querySelector("#text").shadowRoot.querySelector(".cm-content");
    const select = new KeyboardEvent("keydown", { key: "a", code: "KeyA", keyCode: 65, ctrlKey: true, bubbles: true });
    content.dispatchEvent(select);
    const clipboardData = new DataTransfer();
    content.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }));
    return clipboardData.getData("text/plain");
  });
}

/** Pastes `text` over everything. */
async function paste(page, text) {
  await box(page).focus();
  await page.keyboard.press("Control+a");
  return page.evaluate((text) => {
    const content = document.querySelector("#text").shadowRoot.querySelector(".cm-content");
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const start = performance.now();
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    return new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))));
  }, text);
}

/** Every text and attribute of the page, its shadow trees included. */
function everything(page) {
  return page.evaluate(() => {
    const texts = [location.href, document.title, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    const walk = (root) => {
      texts.push(root.textContent);
      for (const element of root.querySelectorAll("*")) {
        texts.push(...[...element.attributes].map((it) => it.value), element.value ?? "");
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document);
    return texts.join("\n");
  });
}

const focused = (page) =>
  page.evaluate(() => {
    const deep = (root) => (root.activeElement?.shadowRoot ? deep(root.activeElement.shadowRoot) : root.activeElement);
    return deep(document)?.className ?? "";
  });

test("the answer follows what is typed, and nothing but a part of the page is asked for", async (t) => {
  const { page, requests, origin, problems } = await written(t);
  assert.match(await heading(page).textContent(), /No key fits/);
  await line(page, "image: registry").click();
  await page.keyboard.press("End");
  await page.keyboard.type("-beta");
  await page.locator(".stop", { hasText: "1.4.2-beta" }).first().waitFor();
  assert.equal(await held(page), TEXT.replace("1.4.2", "1.4.2-beta"));
  assert.equal(requests.filter((url) => url.startsWith(`${origin}/parts/`)).length, 1);
  assert.equal(await page.locator("#requests").textContent(), "0");
  assert.match(await page.locator("#parts").textContent(), /^1 part of the page itself was loaded/);
  assert.deepEqual(problems, []);
});

test("nothing that is typed before the editor is there is lost, nor is the place of the caret", async (t) => {
  const { page } = await open(t, { editor: "code", context: {} });
  const context = page.context();
  const slow = await context.newPage();
  let go;
  const held_back = new Promise((done) => (go = done));
  await slow.route("**/parts/editor-*.js", async (route) => {
    await held_back;
    await route.continue();
  });
  await slow.goto(page.url());
  const area = slow.locator("textarea");
  await area.click();
  await slow.keyboard.insertText("a: 1\nb: 2\n");
  await slow.keyboard.press("ArrowUp");
  await slow.keyboard.type("x");
  go();
  await slow.locator(".cm-content").waitFor();
  await slow.keyboard.type("y");
  assert.equal(await focused(slow).then((it) => it.includes("cm-content")), true, "the editor has the focus");
  assert.equal(await held(slow), "a: 1\nxyb: 2\n");
});

test("a part that cannot be loaded is told, and loads when it is asked for again", async (t) => {
  const { page } = await open(t, { editor: "code" });
  const other = await page.context().newPage();
  let isDown = true;
  await other.route("**/parts/editor-*.js*", (route) => (isDown ? route.abort() : route.continue()));
  await other.goto(page.url());
  await other.getByText(/The part “editor” of this page could not be loaded/).waitFor();
  await other.locator("textarea").fill("a: 1\n");
  isDown = false;
  await other.getByRole("button", { name: "Try again" }).click();
  await other.locator(".cm-content").waitFor();
  assert.equal(await held(other), "a: 1\n");
});

test("a finding has a wavy line, a sign, and its card under the pointer", async (t) => {
  const { page, problems } = await written(t);
  const found = squiggle(page).first();
  assert.equal(await found.textContent(), '"registry.example.com"');
  assert.equal(await page.locator(".cm-signs .st").count(), 1);
  await found.hover();
  const card = page.locator(".cm-tooltip .find").first();
  await card.waitFor();
  const inList = page.getByRole("region", { name: "Findings" }).locator(".find").first();
  assert.equal(await card.locator("h3").textContent(), await inList.locator("h3").textContent());
  assert.match(await card.textContent(), /keyring\/port-differs/);
  assert.match(await card.locator(".diff").textContent(), /registry\.example\.com:5000/);
  await card.getByRole("button", { name: /^Apply fix/ }).click();
  assert.match(await heading(page).textContent(), /pulls with the credential from Secret regcred/);
  assert.deepEqual(problems, []);
});

test("a finding is reached, seen and repaired with keys alone, and taken back as one step", async (t) => {
  const { page } = await written(t);
  const before = await held(page);
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("F8");
  await page.keyboard.press("Control+.");
  const cards = page.getByRole("dialog", { name: /^Findings of line 19/ });
  assert.match(await cards.locator(".diff").textContent(), /registry\.example\.com:5000/);
  await page.waitForFunction(() => document.querySelector("#text").shadowRoot.activeElement?.textContent.includes("Apply fix"));
  await page.keyboard.press("Enter");
  await page.getByText(/pulls with the credential/).first().waitFor();
  assert.equal(await cards.count(), 0);
  assert.match(await focused(page), /cm-content/);
  const after = before.replace('"registry.example.com"', '"registry.example.com:5000"');
  assert.equal(await held(page), after);

  await page.keyboard.press("Control+z");
  assert.match(await heading(page).textContent(), /No key fits/);
  assert.equal(await held(page), before);
  await page.keyboard.press("Control+y");
  assert.match(await heading(page).textContent(), /pulls with the credential/);
  // The page's own way back does the same to the editor.
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal(await held(page), before);
  // And Escape closes the cards without a change.
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("F8");
  await page.keyboard.press("Control+.");
  await cards.waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await cards.count(), 0);
  assert.match(await focused(page), /cm-content/);
});

test("Alt F repairs from within the text, and the caret stays there", async (t) => {
  const { page } = await written(t);
  await page.keyboard.press("Alt+f");
  await page.getByText(/pulls with the credential/).first().waitFor();
  assert.match(await focused(page), /cm-content/);
});

test("text is searched and replaced, lines fold and unfold", async (t) => {
  const { page } = await written(t);
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+f");
  const find = page.getByRole("textbox", { name: "Find" });
  await find.pressSequentially("team/shop");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".cm-searchMatch-selected").textContent(), "team/shop");
  await page.getByRole("textbox", { name: "Replace with" }).pressSequentially("team/store");
  await page.getByRole("button", { name: "Replace all" }).click();
  await page.locator(".stop", { hasText: "team/store" }).first().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await find.count(), 0);

  await line(page, "spec:").click();
  await page.keyboard.press("Control+Shift+BracketLeft");
  assert.equal(await line(page, "image: registry").count(), 0);
  await page.keyboard.press("Control+Shift+BracketRight");
  assert.equal(await line(page, "image: registry").count(), 1);
  // A jump into folded lines opens them.
  await page.keyboard.press("Control+Shift+BracketLeft");
  await page.locator("#stop-1").click();
  await page.getByRole("button", { name: /line 10/ }).first().click();
  await line(page, "image: registry").waitFor();
});

test("Tab indents, and Escape then Tab leaves the editor", async (t) => {
  const { page } = await written(t, "a: 1\n");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Tab");
  assert.equal(await held(page), "  a: 1\n");
  assert.match(await box(page).evaluate((it) => it.getRootNode().getElementById(it.getAttribute("aria-describedby")).textContent), /Escape, then Tab leaves/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.doesNotMatch(await focused(page), /cm-content/);
});

test("what a stop read has its number, which leads there; a key and its line light each other up", async (t) => {
  const { page } = await written(t);
  await page.locator("#stop-2").click();
  await page.locator(".cm-signs .g", { hasText: "2" }).first().waitFor();
  await page.locator("#stop-5").click();
  const key = page.getByRole("list", { name: "Keys in the order tried" }).locator(".key").last();
  await key.hover();
  assert.equal(await page.locator(".cm-content .lit").first().textContent(), '"quay.io"');
  await page.mouse.move(2, 2);
  await page.locator(".cm-content .lit").waitFor({ state: "detached" });
  await line(page, "quay.io").hover();
  assert.match(await page.locator(".key.pointed").textContent(), /quay\.io/);
  // From the gutter to the stop.
  await page.locator("#stop-8").click();
  await page.locator("#stop-1").click();
  await page.locator(".cm-signs .g", { hasText: "1" }).first().click();
  assert.match(await page.locator("#detail h2").textContent(), /Written/);
});

test("each further document has its name above it", async (t) => {
  const { page } = await written(t);
  assert.deepEqual(await page.locator(".cm-content .doc b").allTextContents(), ["Secret apps/regcred"]);
});

test("a password is nowhere in the page, its shadow trees included, until it is asked for", async (t) => {
  const { page, problems } = await written(t);
  const safe = async (when) => {
    const shown = await everything(page);
    for (const secret of [CANARY, AUTH]) assert.ok(!shown.includes(secret), when);
  };
  await safe("written");
  await page.keyboard.press("Control+f");
  await page.getByRole("textbox", { name: "Find" }).pressSequentially("quay.io");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await safe("a search on its line");
  await page.keyboard.press("Control+a");
  await safe("selected");
  for (const text of [`password: ${CANARY}`, `${TEXT}\n  x: [`, `{"auths": {"a": {"auth": "${AUTH}`, `kind: Secret\ndata: {x: ${AUTH}`]) {
    await box(page).fill(text);
    await safe(text.slice(-20));
  }
  await box(page).fill("password: ");
  await page.keyboard.press("End");
  await page.keyboard.type(CANARY);
  await safe("typed letter by letter");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("z");
  assert.equal(await held(page), `password: ${CANARY.slice(0, -2)}z${CANARY.at(-2)}`);

  await box(page).fill(TEXT);
  await page.getByRole("button", { name: "Show passwords" }).click();
  assert.ok((await page.locator(".cm-content").textContent()).includes(CANARY), "shown when asked for");
  await page.getByRole("button", { name: "Show passwords" }).click();
  await safe("hidden again");
  assert.deepEqual(problems, []);
});

test("the plain text area is one button away, keeps the text, and is remembered for the session only", async (t) => {
  const { page } = await written(t);
  const button = page.getByRole("button", { name: "Plain text area" });
  await button.click();
  assert.equal(await page.locator("textarea").inputValue(), TEXT);
  await page.locator("textarea").fill("image: nginx");
  await page.reload();
  await page.locator("textarea").waitFor();
  await page.waitForTimeout(600);
  assert.equal(await page.locator(".cm-content").count(), 0);
  await page.locator("textarea").fill("kind: Pod");
  await button.click();
  await page.locator(".cm-content").waitFor();
  assert.equal(await held(page), "kind: Pod");
  assert.deepEqual(await page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }]), [{}, {}]);
});

test("nothing moves while nobody does anything: a caret that is drawn would keep the computer busy", async (t) => {
  const { page } = await written(t);
  await box(page).focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# ");
  await heading(page).waitFor();
  const moving = () => page.evaluate(() =>
    [document, document.querySelector("#text").shadowRoot]
      .flatMap((root) => root.getAnimations())
      .map((it) => it.animationName ?? it.transitionProperty));
  // What the answer fades in with has an end.
  await page.waitForFunction(() => document.getAnimations().length === 0);
  assert.deepEqual(await moving(), []);
});

test("large, binary and half-typed texts can be edited at once", async (t) => {
  const { page, problems } = await open(t, { editor: "code" });
  const texts = {
    binary: "\u0001\u0002\uFFFD\u0000PNG\r\nx",
    deep: "[".repeat(200_000),
    lines: "a: b\n".repeat(1_000_000),
    "one line": `{"a": "${"x".repeat(5_000_000)}`,
  };
  for (const [name, text] of Object.entries(texts)) {
    const took = await paste(page, text);
    t.diagnostic(`${name}: ${Math.round(took)} ms`);
    assert.ok(took < 4000, `${name} took ${Math.round(took)} ms`);
    await page.locator(".find").first().waitFor();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("#");
    await page.locator(".cm-line", { hasText: "#" }).first().waitFor();
    assert.equal(await held(page), `#${text.replaceAll("\r\n", "\n")}`, name);
    await page.getByRole("button", { name: "Start over" }).click();
  }
  assert.deepEqual(problems, []);
});

const viewport = { width: 1440, height: 900 };

for (const [name, context] of [
  ["light", { colorScheme: "light", viewport }],
  ["dark", { colorScheme: "dark", viewport }],
  ["forced colours", { forcedColors: "active", viewport }],
]) {
  test(`axe-core finds nothing in the editor, its search and its cards, ${name}`, async (t) => {
    const { page } = await written(t, TEXT, { context });
    assert.deepEqual(await complaints(page), [], "the text");
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Control+f");
    assert.deepEqual(await complaints(page), [], "the search");
    await page.keyboard.press("Escape");
    await page.keyboard.press("F8");
    await page.keyboard.press("Control+.");
    await page.locator(".cm-tooltip .find").first().waitFor();
    assert.deepEqual(await complaints(page), [], "the cards");
  });
}

for (const width of [320, 390, 900]) {
  test(`the editor does not scroll the page sideways at ${width} px`, async (t) => {
    const { page } = await written(t, `${TEXT}# ${"long ".repeat(200)}\n`, { context: { viewport: { width, height: 844 }, isMobile: width < 500, hasTouch: width < 500 } });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0);
  });
}
