// The page as a person meets it: paste, read the answer, choose a stop, find the line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.mjs";

const CANARY = "canary-8f1d3c7a";
// `robot:canary-8f1d3c7a`
const AUTH = Buffer.from(`robot:${CANARY}`).toString("base64");

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: apps}
spec:
  template:
    spec:
      imagePullSecrets: [{name: regcred}]
      initContainers:
      - name: migrate
        image: postgres
      containers:
      - name: web
        image: registry.example.com:5000/team/shop:1.4.2
`;

const SECRET = `---
apiVersion: v1
kind: Secret
metadata: {name: regcred, namespace: apps}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: |
    {"auths": {
      "registry.example.com": {"username": "robot", "password": "${CANARY}"},
      "registry.example.com:5000/team": {"auth": "${AUTH}"},
      "quay.io": {"auth": "${AUTH}"}
    }}
`;

/** Puts `text` where a person would paste it. */
async function paste(page, text) {
  await page.getByRole("textbox", { name: "Documents" }).fill(text);
}

/** Every text that the page shows or holds, but for what the person typed. */
async function everything(page) {
  return page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true);
    const attributes = [...copy.querySelectorAll("*")].flatMap((it) => [...it.attributes].map((one) => one.value));
    const stores = [localStorage, sessionStorage].map((store) => JSON.stringify({ ...store }));
    return [copy.textContent, ...attributes, location.href, document.title, document.cookie, history.state ?? "", window.name, ...stores].join("\n");
  });
}

const heading = (page) => page.getByRole("heading", { level: 1 });
const stop = (page, name) => page.locator(".stop", { has: page.getByRole("button", { name }) });

test("a Deployment and its Secret: the answer, the parts, the policy and the key that is sent", async (t) => {
  const { page, problems } = await open(t);
  await paste(page, DEPLOYMENT + SECRET);
  await page.getByRole("group", { name: "Container" }).getByRole("button", { name: "web" }).click();

  assert.match(await heading(page).textContent(), /pulls with the credential from Secret regcred \(key registry\.example\.com:5000\/team\)/);

  const parts = await stop(page, "Reference").locator("dd").allTextContents();
  assert.deepEqual(parts, ["registry.example.com", "5000", "team/shop", "1.4.2"]);
  assert.match(await stop(page, "Policy").locator(".stop-val").textContent(), /^IfNotPresent$/);

  await page.getByRole("button", { name: /Keyring/ }).click();
  const keys = page.getByRole("list", { name: "Keys in the order tried" }).locator(".key");
  assert.equal(await keys.count(), 3);
  assert.match(await keys.nth(0).textContent(), /registry\.example\.com:5000\/team/);
  assert.match(await keys.nth(0).getAttribute("class"), /v-fit/);
  assert.match(await keys.nth(1).textContent(), /the key has no port, the image has :5000/);
  assert.match(await keys.nth(2).getAttribute("class"), /v-other/);
  assert.deepEqual(problems, []);
});

test("an image without a registry gets the default host, library/ and the policy Always", async (t) => {
  const { page } = await open(t);
  await paste(page, DEPLOYMENT + SECRET);
  await page.getByRole("group", { name: "Container" }).getByRole("button", { name: "migrate" }).click();
  const parts = await stop(page, "Reference").locator("dd").allTextContents();
  assert.deepEqual(parts, ["docker.io", "library/postgres", "latest"]);
  assert.match(await stop(page, "Policy").locator(".stop-val").textContent(), /^Always$/);
  assert.match(await heading(page).textContent(), /No key fits: the registry is asked without a password/);
});

test("a password is nowhere but in the text area, and on the screen it is dots", async (t) => {
  const { page, requests, problems } = await open(t);
  await page.locator("textarea").waitFor();
  const before = requests.length;
  await paste(page, DEPLOYMENT + SECRET);
  const tabs = page.getByRole("group", { name: "Container" }).getByRole("button");
  for (let tab = 0; tab < (await tabs.count()); tab++) {
    await tabs.nth(tab).click();
    for (let number = 1; number <= 8; number++) {
      await page.locator(`#stop-${number}`).click();
      const shown = await everything(page);
      for (const secret of [CANARY, AUTH]) assert.ok(!shown.includes(secret), `stop ${number} shows it`);
    }
  }
  // Half-typed, and broken: it stays hidden.
  for (const text of [`password: ${CANARY}`, `${SECRET}\n  x: [`, `{"auths": {"a": {"auth": "${AUTH}`, `kind: Secret\ndata: {x: ${AUTH}`]) {
    await paste(page, text);
    const shown = await everything(page);
    for (const secret of [CANARY, AUTH]) assert.ok(!shown.includes(secret), text);
  }
  assert.deepEqual(requests.slice(before), []);
  assert.deepEqual(problems, []);
  assert.equal(await page.locator("#requests").textContent(), "0");

  await page.getByRole("button", { name: "Show passwords" }).click();
  assert.ok((await page.locator(".copy").textContent()).includes(AUTH), "shown when asked for");
});

test("broken YAML: the line and the column, and nothing typed is lost", async (t) => {
  const { page } = await open(t);
  const text = "kind: Pod\nmetadata:\n  name: a\nspec:\n  containers: [\n";
  await paste(page, text + "---\n" + DEPLOYMENT);
  const finding = page.locator(".find.f-error").first();
  const place = await finding.getByRole("button", { name: /^Line \d+:\d+$/ }).textContent();
  const [, line] = place.match(/Line (\d+):(\d+)/);
  assert.ok(+line >= 5 && +line <= 6, place);
  assert.equal(await page.locator("textarea").inputValue(), text + "---\n" + DEPLOYMENT);
  // The other document is read all the same.
  assert.match(await page.locator(".map h2").textContent(), /Deployment apps\/shop/);

  await finding.getByRole("button", { name: /^Line/ }).click();
  const caret = await page.evaluate(() => {
    const area = document.activeElement;
    return [area.tagName, area.value.slice(0, area.selectionStart).split("\n").length];
  });
  assert.deepEqual(caret, ["TEXTAREA", +line]);
});

test("a Secret that was encoded twice is found where it stands", async (t) => {
  const { page } = await open(t);
  await page.getByRole("button", { name: /Encoded twice/ }).click();
  const findings = page.getByRole("region", { name: "Findings" }).first();
  await findings.getByText(/twice/).first().waitFor();
  assert.match(await findings.textContent(), /Line \d+:\d+/);
});

test("each example starts a journey with an answer", async (t) => {
  const { page, problems } = await open(t);
  for (const name of [/Key without the port/, /Three keys fit/, /Encoded twice/]) {
    await page.getByRole("button", { name }).click();
    assert.equal(await page.locator(".stop").count(), 8);
    assert.ok((await heading(page).textContent()).length > 20);
    await page.getByRole("button", { name: "Start over" }).click();
  }
  assert.equal(await page.locator("textarea").inputValue(), "");
  assert.deepEqual(problems, []);
});

test("all of it works from the keyboard alone", async (t) => {
  const { page } = await open(t);
  await page.locator("textarea").waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim() || "");
  const tabTo = async (wanted) => {
    for (let presses = 0; presses < 80; presses++) {
      if (wanted.test(await focused())) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab never reaches ${wanted}`);
  };
  await tabTo(/^text$/);
  await page.keyboard.insertText(DEPLOYMENT + SECRET);
  assert.equal(await focused(), "text", "the editor keeps the focus when the answer appears");
  assert.match(await heading(page).textContent(), /No key fits/);

  // Out of the editor again: Tab is not caught there.
  await page.keyboard.press("Tab");
  assert.notEqual(await focused(), "text");

  await page.evaluate(() => document.activeElement.blur());
  await tabTo(/web$/);
  await page.keyboard.press("Enter");
  assert.match(await heading(page).textContent(), /regcred/);

  await tabTo(/^stop-1$/);
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "stop-2");
  assert.match(await page.locator("#detail h2").textContent(), /Reference/);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await focused(), "stop-1");
});

for (const width of [320, 390, 900, 1240, 1440]) {
  test(`nothing scrolls sideways at ${width} px`, async (t) => {
    const { page } = await open(t, { context: { viewport: { width, height: 844 }, isMobile: width < 500, hasTouch: width < 500 } });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await page.locator("textarea").waitFor();
    assert.equal(await overflow(), 0, "blank");
    for (let example = 0; example < 3; example++) {
      await page.locator(".gallery button").nth(example).click();
      for (const number of [1, 2, 5]) {
        await page.locator(`#stop-${number}`).click();
        assert.equal(await overflow(), 0, `example ${example}, stop ${number}`);
      }
      await page.getByRole("button", { name: "Start over" }).click();
    }
  });
}

test("on a phone the pane of a stop opens inside its row", async (t) => {
  const { page } = await open(t, { context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } });
  await paste(page, DEPLOYMENT + SECRET);
  await page.locator("#stop-2").click();
  assert.equal(await page.locator(".stop[data-n='2'] #detail").count(), 1);
  assert.equal(await page.locator("#detail").count(), 1);
});

test("the colours follow the system, and the button", async (t) => {
  const { page } = await open(t, { context: { colorScheme: "dark" } });
  await page.locator("textarea").waitFor();
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await paper(), "rgb(14, 17, 23)");
  await page.getByRole("button", { name: "Use light colours" }).click();
  assert.equal(await paper(), "rgb(244, 243, 238)");
});

test("the answer is said once the text is at rest", async (t) => {
  const { page } = await open(t);
  await paste(page, DEPLOYMENT + SECRET);
  const sentence = (await heading(page).textContent()).replace("Answer: ", "");
  await page.getByRole("status").filter({ hasText: sentence }).waitFor({ timeout: 3000 });
});

test("bad input of every sort is answered at once", async (t) => {
  const { page, problems } = await open(t);
  await page.locator("textarea").waitFor();
  const texts = {
    binary: "\u0001\u0002\uFFFD\u0000PNG",
    deep: "[".repeat(200_000),
    huge: "a: b\n".repeat(2_000_000),
    "one line": `{"a": "${"x".repeat(3_000_000)}`,
  };
  for (const [name, text] of Object.entries(texts)) {
    const took = await page.evaluate((value) => {
      const area = document.querySelector("textarea");
      area.focus();
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", value);
      const start = performance.now();
      const untouched = area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      // The browser inserts what the page leaves to it.
      if (untouched) {
        area.value = value;
        area.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }
      return new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))));
    }, text);
    assert.ok(took < 5000, `${name} took ${Math.round(took)} ms`);
    assert.equal(await page.locator(".find").count() > 0, true, `${name} has a finding`);
    assert.match(await page.locator(".find").first().textContent(), /Line \d+:\d+/, name);
    await page.locator(".find").first().getByRole("button", { name: /^Line/ }).click();
    await page.getByRole("button", { name: "Start over" }).click();
  }
  assert.deepEqual(problems, []);
});
