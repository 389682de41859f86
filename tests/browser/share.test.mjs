// Handing a workspace on: a link, a ticket, files, and this browser. No password goes with it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { complaints } from "./axe.mjs";
import { open, plainly } from "./support.mjs";

const CANARY = "canary-8f1d3c7a";
const AUTH = Buffer.from(`robot:${CANARY}`).toString("base64");
const CONFIG = JSON.stringify({ auths: { "reg.example.com": { auth: AUTH } } });
const ONCE = Buffer.from(CONFIG).toString("base64");
const TWICE = Buffer.from(ONCE).toString("base64");

const POD = `apiVersion: v1
kind: Pod
metadata: {name: shop, namespace: apps}
spec:
  imagePullSecrets: [{name: regcred}]
  initContainers:
  - {name: first, image: busybox}
  containers:
  - name: web
    image: reg.example.com:5000/team/shop:1.4
`;

const secret = (name, type, data) => `---
apiVersion: v1
kind: Secret
metadata: {name: ${name}, namespace: apps}
type: ${type}
${data}`;

const INCIDENT =
  POD +
  secret("regcred", "kubernetes.io/dockerconfigjson", `data:\n  .dockerconfigjson: ${ONCE}\n`) +
  secret("twice", "kubernetes.io/dockerconfigjson", `data:\n  .dockerconfigjson: ${TWICE}\n`) +
  secret("plain", "Opaque", `stringData:\n  key: ${CANARY}\n`) +
  `# password: ${CANARY}\n`;

/** Whether a text holds the password, in whatever encoding and at whatever offset. */
function holds(text) {
  let all = [Buffer.from(CANARY)];
  for (let depth = 0; depth < 4; depth++) {
    if (all.some((part) => text.includes(part.toString("latin1")))) return true;
    // In base64 the password stands at one of three offsets; its own digits are the same in each text.
    all = all.flatMap((part) =>
      [0, 1, 2].map((shift) => {
        const digits = Buffer.concat([Buffer.alloc(shift), part]).toString("base64");
        const whole = Math.floor((part.length + shift) / 3) * 4;
        return Buffer.from(digits.slice([0, 2, 3][shift], whole));
      }),
    );
  }
  return false;
}

const heading = (page) => page.getByRole("heading", { level: 1 });
const editor = (page) => page.getByRole("textbox", { name: "Documents" });
const dialog = (page) => page.getByRole("dialog", { name: "Share" });
const text = (page) => editor(page).evaluate((area) => area.value ?? area.innerText);

async function share(page) {
  await page.getByRole("button", { name: "Share" }).click();
  await dialog(page).waitFor();
}

/** What the clipboard holds after a button of the dialog was pressed. */
async function copied(page, name) {
  await share(page);
  await dialog(page).getByRole("button", { name }).click();
  await dialog(page).getByText("Copied").waitFor();
  await page.keyboard.press("Escape");
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Everything that the browser keeps of the page, but for the page's own files. */
async function stored(page) {
  return page.evaluate(async () => {
    const stores = [localStorage, sessionStorage].map((store) => JSON.stringify({ ...store }));
    const bases = JSON.stringify(await indexedDB.databases());
    const caches_ = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) caches_.push(request.url);
    }
    return [...stores, bases, document.cookie, window.name, JSON.stringify(history.state), ...caches_].join("\n");
  });
}

const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };

/** The page with the incident, at a container and a stop, under other switches. */
async function incident(t) {
  const opened = await open(t, { context: CLIPBOARD });
  const { page } = opened;
  await editor(page).fill(INCIDENT);
  await page.getByRole("group", { name: "Container" }).getByRole("button", { name: "web" }).click();
  await page.locator("#stop-2").click();
  await page.getByLabel("Kubernetes", { exact: true }).selectOption("1.30");
  await page.getByRole("switch", { name: "AlwaysPullImages" }).click();
  return opened;
}

test("a link shows a colleague the same, and holds no password", async (t) => {
  const { page, requests, problems } = await incident(t);
  const before = requests.length;
  const sentence = await heading(page).textContent();
  const codes = await page.locator(".find .code, .find code").allTextContents();
  assert.ok(holds(INCIDENT) && holds(ONCE) && holds(TWICE));

  await share(page);
  assert.deepEqual(await complaints(page), []);
  const preview = await dialog(page).getByRole("textbox", { name: "Everything that the link holds" }).inputValue();
  assert.ok(!holds(preview), preview);
  assert.equal(preview.length, INCIDENT.length);
  assert.match(await dialog(page).textContent(), /kubernetes: 1\.30.*AlwaysPullImages: on.*Looking at web of Pod apps\/shop, stop 2/s);
  await page.keyboard.press("Escape");
  assert.equal(await dialog(page).count(), 0);

  const link = await copied(page, "Copy link");
  assert.ok(!holds(link), link);
  assert.ok(!page.url().includes("?"), "the address of the page says nothing");
  assert.deepEqual(requests.slice(before), []);

  const elsewhere = await page.context().browser().newContext();
  await plainly(elsewhere);
  const colleague = await elsewhere.newPage();
  const asked = [];
  colleague.on("request", (request) => asked.push(request.url()));
  await colleague.goto(link);
  await colleague.getByText("Opened from a link").waitFor();
  assert.equal(await text(colleague), preview);
  assert.equal(await heading(colleague).textContent(), sentence);
  assert.deepEqual(await colleague.locator(".find .code, .find code").allTextContents(), codes);
  assert.equal(await colleague.getByLabel("Kubernetes", { exact: true }).inputValue(), "1.30");
  assert.equal(await colleague.getByRole("switch", { name: "AlwaysPullImages" }).getAttribute("aria-checked"), "true");
  assert.match(await colleague.locator("#detail h2").textContent(), /Reference/);
  assert.ok(asked.every((url) => !url.includes("?s=")), "no server sees it");
  assert.match(colleague.url(), /#\/$/);
  assert.ok(!(await stored(colleague)).includes("reg.example.com"));
  // A reload brings back nothing that was edited since: it is an empty page.
  await colleague.reload();
  await editor(colleague).waitFor();
  assert.equal((await text(colleague)).trim(), "");
  assert.deepEqual(problems, []);
});

test("a link that is opened over a text can be taken back, with the switches", async (t) => {
  const { page } = await incident(t);
  const link = await copied(page, "Copy link");
  await page.getByRole("button", { name: "Start over" }).click();
  await editor(page).fill("my-own:1+2");
  await page.evaluate((hash) => (location.hash = hash), new URL(link).hash);
  await page.getByText("Opened from a link").waitFor();
  assert.match(await text(page), /team\/shop/);
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal((await text(page)).trim(), "my-own:1+2");
  assert.notEqual(await page.getByLabel("Kubernetes", { exact: true }).inputValue(), "1.30");
  await page.getByRole("button", { name: "Do it again" }).click();
  assert.match(await text(page), /team\/shop/);
  assert.equal(await page.getByLabel("Kubernetes", { exact: true }).inputValue(), "1.30");
});

/** The packed part of a link to whatever JSON, in which FILL stands for so many letters. */
async function packed(page, json, fill = 0) {
  return page.evaluate(async ([json, fill]) => {
    const stream = new Blob([json.replace("FILL", "a".repeat(fill))]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    let binary = "";
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }, [json, fill]);
}

test("a hostile link is told, runs nothing, and leaves the workspace as it is", async (t) => {
  const { page, requests, problems } = await open(t);
  await editor(page).fill(POD);
  // The page's policy forbids what this needs once it runs, so another page packs.
  const other = await page.context().newPage();
  await other.goto("about:blank");
  const html = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`;
  const right = await packed(other, JSON.stringify({ v: 1, text: POD }));
  const before = requests.length;
  for (const [name, fragment, said] of [
    ["truncated", right.slice(0, right.length / 2), /cut off/],
    ["changed", right.replace(/.{8}$/, "AAAAAAAA"), /cut off|no workspace/],
    ["no base64", html, /cut off/],
    ["empty", "", /cut off/],
    ["no JSON", await packed(other, html), /no workspace/],
    ["no text", await packed(other, "{}"), /no workspace/],
    ["newer", await packed(other, `{"v":7,"text":""}`), /newer version/],
    ["deep", await packed(other, "[".repeat(100_000)), /no workspace/],
    ["huge", await packed(other, `{"v":1,"text":"FILL"}`, 40_000_000), /more than 8 MiB/],
  ]) {
    await page.evaluate((hash) => (location.hash = hash), `#/?s=${fragment}`);
    const notice = page.getByRole("region", { name: "Change of the text" });
    await notice.getByText(said).waitFor();
    assert.equal(await text(page), POD, name);
    assert.ok(!page.url().includes("?s="), name);
    await page.getByRole("button", { name: "Close this message" }).click();
  }

  const fields = { v: 1, text: `kind: Pod\nmetadata: {name: '${html}'}\nspec:\n  containers: [{name: '${html}', image: '${html}'}]\n`, switches: [[html, html], ["runtime", html], ["platform", html], ["namespace", html], ["day", html], ["gate", html], ["pulled", `node ${html}`]], container: [html, html], stop: html };
  await page.evaluate((hash) => (location.hash = hash), `#/?s=${await packed(other, JSON.stringify(fields))}`);
  await page.getByText("Opened from a link").waitFor();
  await share(page);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.locator("main img, dialog img").count(), 0);
  assert.deepEqual(requests.slice(before).filter((url) => url.startsWith("http")), []);
  assert.deepEqual(problems, []);
});

test("the answer is copied as Markdown for a ticket", async (t) => {
  const { page } = await incident(t);
  const markdown = await copied(page, "Copy as Markdown");
  const sentence = (await heading(page).textContent()).replace("Answer: ", "");
  assert.ok(markdown.startsWith("## "), markdown);
  assert.ok(markdown.replaceAll("\\", "").includes(sentence.trim()), markdown);
  assert.match(markdown, /Container web of Pod apps\/shop: `reg\.example\.com:5000\/team\/shop:1\.4`/);
  for (const [number, stop] of ["Written", "Reference", "Policy", "Node", "Keyring", "Endpoints", "Registry", "Outcome"].entries()) {
    assert.match(markdown, new RegExp(`^\\| ${number + 1} \\| ${stop}`, "m"));
  }
  assert.match(markdown, /`keyring\/port-differs` \(line \d+:\d+\)/);
  assert.match(markdown, /Kubernetes 1\.30/);
  assert.ok(!holds(markdown), markdown);
});

/** The content of the file that a button saves. */
async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), dialog(page).getByRole("button", { name }).click()]);
  return [download.suggestedFilename(), await readFile(await download.path(), "utf8")];
}

test("files: the text without its passwords unless they are asked for, JSON, SARIF, and back again", async (t) => {
  const { page } = await incident(t);
  await share(page);
  const [name, safe] = await saved(page, "Save the text");
  assert.equal(name, "pullscope.yaml");
  assert.ok(!holds(safe), safe);
  assert.equal(safe.length, INCIDENT.length);

  const [, json] = await saved(page, "Save the diagnosis as JSON");
  const diagnosis = JSON.parse(json);
  assert.equal(diagnosis.kubernetes, "1.30");
  assert.ok(diagnosis.findings.some((it) => it.code === "keyring/port-differs"));
  const [, sarif] = await saved(page, "Save the findings as SARIF");
  const log = JSON.parse(sarif);
  assert.equal(log.version, "2.1.0");
  assert.equal(log.runs[0].results.length, diagnosis.findings.length);
  const port = log.runs[0].results.find((it) => it.ruleId === "keyring/port-differs");
  const region = port.locations[0].physicalLocation.region;
  const place = diagnosis.findings.find((it) => it.code === "keyring/port-differs").span;
  assert.deepEqual([region.startLine, region.startColumn, region.byteOffset], [place.line, place.column, place.start]);
  for (const file of [json, sarif]) assert.ok(!holds(file));

  await dialog(page).getByRole("checkbox", { name: /with its passwords/ }).check();
  const [, whole] = await saved(page, "Save the text");
  assert.equal(whole, INCIDENT);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Start over" }).click();
  await share(page);
  await dialog(page).getByLabel("Open files").setInputFiles([
    { name: "a.yaml", mimeType: "text/yaml", buffer: Buffer.from(safe) },
    { name: "b.yaml", mimeType: "text/yaml", buffer: Buffer.from("b:1+2\n") },
  ]);
  await page.getByText("Add 2 files to the text").waitFor();
  assert.equal(await text(page), `${safe}---\nb:1+2\n`);
});

test("nothing is stored until it is asked for; then without passwords, over a reload, and gone at once", async (t) => {
  const { page } = await incident(t);
  const empty = await stored(page);
  assert.ok(!empty.includes("shop"), empty);

  await share(page);
  const keep = dialog(page).getByRole("switch", { name: "Keep this workspace in this browser" });
  assert.equal(await keep.getAttribute("aria-checked"), "false");
  await keep.click();
  await page.keyboard.press("Escape");
  await page.reload();
  await page.getByRole("group", { name: "Container" }).waitFor();
  const kept = await text(page);
  assert.equal(kept.length, INCIDENT.length);
  assert.ok(!holds(kept) && !holds(await stored(page)));
  assert.equal(await page.getByLabel("Kubernetes", { exact: true }).inputValue(), "1.30");
  assert.match(await page.locator("#detail h2").textContent(), /Reference/);

  // An edit right before the reload is kept, too.
  await editor(page).fill(POD.replace("1.4", "1.5"));
  await page.reload();
  await page.getByRole("group", { name: "Container" }).waitFor();
  assert.equal(await text(page), POD.replace("1.4", "1.5"));

  await share(page);
  await dialog(page).getByRole("switch").click();
  assert.ok(!(await stored(page)).includes("shop"));
  await page.reload();
  await editor(page).waitFor();
  assert.equal((await text(page)).trim(), "");
});

test("sharing works from the keyboard alone, and on a phone", async (t) => {
  const { page, problems } = await open(t, { context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: "dark" } });
  await editor(page).fill(POD);
  await page.getByRole("button", { name: "Share" }).focus();
  await page.keyboard.press("Enter");
  await dialog(page).waitFor();
  assert.deepEqual(await complaints(page), []);
  const overflow = await dialog(page).evaluate((it) => it.scrollWidth - it.clientWidth);
  assert.equal(overflow, 0);
  const seen = [];
  for (let presses = 0; presses < 14; presses++) {
    await page.keyboard.press("Tab");
    seen.push(await page.evaluate(() => (document.activeElement.ariaLabel ?? document.activeElement.textContent).trim()));
  }
  for (const name of ["Copy link", "Copy as Markdown", "Save the text", "Keep this workspace in this browser"]) assert.ok(seen.includes(name), `${name}: ${seen}`);
  await page.keyboard.press("Escape");
  assert.equal(await dialog(page).count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "Share");
  assert.deepEqual(problems, []);
});
