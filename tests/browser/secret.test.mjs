// The Secret workshop: a Secret taken apart, and one made.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.mjs";

const CANARY = "canary-8f1d3c7a";
const AUTH = Buffer.from(`robot:${CANARY}`).toString("base64");
const CONFIG = JSON.stringify({ auths: { "registry.example.com:5000": { auth: AUTH } } });
const VALUE = Buffer.from(CONFIG).toString("base64");
const POD = `apiVersion: v1
kind: Pod
metadata: {name: shop, namespace: apps}
spec:
  imagePullSecrets: [{name: regcred}]
  containers:
  - {name: web, image: "registry.example.com:5000/team/shop:1.4"}
  - {name: proxy, image: "quay.io/team/proxy:2"}
`;

const heading = (page) => page.getByRole("heading", { level: 1 });
const layer = (page, name) => page.locator(".layer").filter({ has: page.getByRole("heading", { name, exact: false }) });

/** Everything that is drawn, and every attribute; not what the person typed. */
const drawn = (page) =>
  page.evaluate(() => {
    const attributes = [...document.querySelectorAll("*")].flatMap((it) => [...it.attributes].map((one) => one.value));
    return [document.body.innerText, document.documentElement.textContent, ...attributes, location.href].join("\n");
  });

async function hides(page) {
  const shown = await drawn(page);
  for (const secret of [CANARY, AUTH, VALUE]) assert.ok(!shown.includes(secret), secret);
}

/** Opens the view; what is copied is put aside. */
async function workshop(t, options) {
  const opened = await open(t, { path: "#/secret", ...options });
  await opened.page.evaluate(() => {
    window.copied = [];
    Object.defineProperty(navigator, "clipboard", {
      value: Object.assign(Object.create(Clipboard.prototype), { writeText: (text) => (window.copied.push(text), Promise.resolve()) }),
    });
  });
  return opened;
}

const copied = (page) => page.evaluate(() => window.copied.at(-1));

test("each layer may be pasted alone, and the broken one is named", async (t) => {
  const { page, problems } = await workshop(t);
  const paste = page.getByLabel("A Secret, or one of its layers");
  const pasted = [
    [`kind: Secret\nmetadata: {name: a}\ntype: kubernetes.io/dockerconfigjson\ndata: {.dockerconfigjson: ${VALUE}}`, /^.*a can be read: it holds one key\.$/],
    [`.dockerconfigjson: ${VALUE}`, /pasted can be read/],
    [VALUE, /pasted can be read/],
    [CONFIG, /pasted can be read/],
    [AUTH, /pasted can be read/],
    [Buffer.from(VALUE).toString("base64"), /reads no key: the value was encoded twice/],
    [Buffer.from(CANARY).toString("base64"), /reads no key: an auth has no colon once decoded/],
    ["What is a Secret?", /no layer of a pull Secret/],
  ];
  for (const [text, said] of pasted) {
    await paste.fill(text);
    await page.waitForFunction((source) => new RegExp(source).test(document.querySelector("h1").textContent), said.source);
    await hides(page);
    assert.equal(await paste.inputValue(), text);
  }
  await paste.fill(Buffer.from(VALUE).toString("base64"));
  await layer(page, "Broken: base64").waitFor();
  // The sign above what is said is that of the worst of it.
  await layer(page, "Not known: Secret").waitFor();
  await paste.fill(`kind: Secret\nmetadata: {name: a}\ntype: kubernetes.io/dockerconfigjson\ndata: {.dockerconfigjson: ${Buffer.from(VALUE).toString("base64")}}`);
  await layer(page, "Error: Secret").waitFor();
  assert.match(await layer(page, "Error: Secret").textContent(), /The API server refuses it/);
  await layer(page, "Broken: base64").waitFor();
  await paste.fill(Buffer.from(VALUE).toString("base64"));
  await layer(page, "Not known: Secret").waitFor();
  assert.match(await layer(page, "Not known: JSON").textContent(), /Not reached/);
  assert.match(await layer(page, "Not known: Type and key").textContent(), /Not pasted/);
  assert.deepEqual(problems, []);
});

test("passwords are shown one by one, and copied hidden or with passwords", async (t) => {
  const { page, requests, problems } = await workshop(t);
  const before = requests.length;
  await page.getByLabel("A Secret, or one of its layers").fill(JSON.stringify({ auths: { "quay.io": { auth: AUTH }, "ghcr.io": { username: "robot", password: "other-5b" } } }));
  await page.getByRole("button", { name: "Copy hidden: config.json" }).click();
  assert.ok(!/canary|other-5b/.test(await copied(page)));
  assert.match(await copied(page), /"ghcr\.io"/);
  await page.getByRole("button", { name: "Copy with passwords: config.json" }).click();
  assert.match(await copied(page), /other-5b/);
  await hides(page);
  await page.getByRole("button", { name: "Show the password of quay.io" }).click();
  const shown = await drawn(page);
  assert.ok(shown.includes(CANARY) && !shown.includes("other-5b"));
  await page.getByRole("button", { name: "Show the password of quay.io" }).click();
  await hides(page);
  assert.deepEqual(await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]), ["pullscope.editor"]);
  assert.deepEqual(requests.slice(before), []);
  assert.deepEqual(problems, []);
});

test("a Secret that was encoded twice, with a line break behind the password, is built anew from what it holds", async (t) => {
  const { page, problems } = await workshop(t);
  const auth = Buffer.from(`robot:${CANARY}\n`).toString("base64");
  const once = Buffer.from(JSON.stringify({ auths: { "ghcr.io": { auth } } })).toString("base64");
  const secret = (value) => `apiVersion: v1\nkind: Secret\nmetadata: {name: ghcr, namespace: data}\ntype: kubernetes.io/dockerconfigjson\ndata: {.dockerconfigjson: ${value}}\n`;
  for (const value of [once, Buffer.from(once).toString("base64")]) {
    await page.getByLabel("A Secret, or one of its layers").fill(secret(value));
    await page.getByRole("button", { name: "Build it anew" }).click();
    await page.getByRole("heading", { level: 1, name: /ghcr can be read: it holds one key\.$/ }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Build one");
    await page.getByRole("button", { name: "Copy with passwords: The Secret" }).click();
    const yaml = await copied(page);
    assert.match(yaml, /^ {2}name: ghcr\n {2}namespace: data$/m);
    const { auths } = JSON.parse(Buffer.from(/dockerconfigjson: (\S+)/.exec(yaml)[1], "base64"));
    assert.equal(Buffer.from(auths["ghcr.io"].auth, "base64").toString(), `robot:${CANARY}`);
    assert.equal(Object.keys(auths).length, 1);
    await hides(page);
    await page.getByRole("button", { name: "Inspect one" }).click();
  }
  assert.deepEqual(problems, []);
});

test("what is built anew takes the place of the Secret of that name in the documents", async (t) => {
  const { page, problems } = await workshop(t, { path: "#/" });
  const twice = Buffer.from(VALUE).toString("base64");
  const secret = `kind: Secret\nmetadata: {name: regcred, namespace: apps}\ntype: kubernetes.io/dockerconfigjson\ndata: {.dockerconfigjson: ${twice}}\n`;
  const text = page.locator("textarea").first();
  await text.fill(`${secret}---\n${POD}`);
  await page.evaluate(() => (location.hash = "#/secret"));
  await page.getByRole("button", { name: "Build it anew" }).click();
  await page.getByRole("button", { name: "Put the Secret into the documents" }).click();
  await page.getByText("Put Secret regcred where the one before it was").waitFor();
  await page.evaluate(() => (location.hash = "#/"));
  await page.getByRole("heading", { level: 1, name: /pulls with the credential from Secret regcred/ }).waitFor();
  const now = await text.inputValue();
  assert.equal(now.match(/kind: Secret/g).length, 1);
  assert.ok(now.endsWith(`\n---\n${POD}`));
  await page.getByRole("button", { name: "Undo" }).click();
  await page.waitForFunction((before) => document.querySelector("textarea").value === before, `${secret}---\n${POD}`);
  assert.deepEqual(problems, []);
});

test("a Secret is made with the keyboard alone, and put into the documents", async (t) => {
  const { page, problems } = await workshop(t, { path: "#/" });
  await page.locator("textarea").first().fill(POD);
  await page.evaluate(() => (location.hash = "#/secret"));
  const press = async (name) => {
    await page.getByRole("button", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
  };
  await press("Build one");
  const fields = [
    ["Name", "Regcred"],
    ["Namespaces, with commas between", "apps, apps-test"],
    ["Registry, as in the image name", "registry.example.com:5000"],
    ["User", "robot"],
    ["Password", CANARY],
  ];
  for (const [label, value] of fields) {
    await page.getByLabel(label, { exact: true }).focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(value);
  }
  await page.getByText('metadata.name: Invalid value: "Regcred"').waitFor();
  await page.getByLabel("Name", { exact: true }).fill("regcred");
  await page.getByRole("heading", { name: /regcred fits web\.$/ }).waitFor();
  await hides(page);
  await press("kubectl");
  const lines = await page.locator(".code-box").textContent();
  assert.match(lines, /kubectl create secret docker-registry regcred --namespace=apps-test .*--docker-password="\$PASSWORD"/);
  await press("kustomize");
  assert.match(await page.locator(".code-box").textContent(), /secretGenerator:\n- name: regcred\n {2}namespace: apps\n/);
  await press("ServiceAccount patch");
  assert.match(await page.locator(".code-box").first().textContent(), /kubectl patch serviceaccount default --namespace=apps /);
  await press("YAML");
  await page.getByRole("button", { name: "Copy with passwords: The Secret" }).click();
  assert.equal((await copied(page)).match(/^kind: Secret$/gm).length, 2);
  await press("Put the Secret into the documents");
  await page.getByText("Add Secret regcred to the text").waitFor();
  await hides(page);
  // What was typed is still there after a look at another view.
  await page.evaluate(() => (location.hash = "#/"));
  await page.getByRole("heading", { level: 1, name: /Pulls|credential/ }).waitFor();
  await page.evaluate(() => (location.hash = "#/secret"));
  assert.equal(await page.getByLabel("Password", { exact: true }).inputValue(), CANARY);
  assert.equal(await page.getByLabel("Password", { exact: true }).getAttribute("type"), "password");
  assert.ok((await heading(page).textContent()).includes("regcred"));
  assert.deepEqual(problems, []);
});

test("the config.json of docker login becomes a Secret, and a fix is made in what was pasted", async (t) => {
  const { page, problems } = await workshop(t);
  await page.getByRole("button", { name: "Build one" }).click();
  await page.getByRole("button", { name: "From a docker login file" }).click();
  await page.getByLabel("config.json, as docker login leaves it").fill(CONFIG);
  await page.getByRole("button", { name: "Copy with passwords: The Secret" }).click();
  assert.match(await copied(page), new RegExp(`^  \\.dockerconfigjson: ${VALUE}$`, "m"));
  await hides(page);
  await page.getByLabel("config.json, as docker login leaves it").fill('{"credsStore": "desktop"}');
  await page.getByRole("heading", { name: /credential helper/ }).first().waitFor();
  await page.getByRole("button", { name: "Inspect one" }).click();
  const paste = page.getByLabel("A Secret, or one of its layers");
  await paste.fill(`kind: Secret\nmetadata: {name: a}\ntype: Opaque\ndata: {.dockerconfigjson: ${VALUE}}\n`);
  await page.getByRole("button", { name: /^Apply fix/ }).click();
  await page.waitForFunction(() => document.querySelector("#secret-text").value.includes("type: kubernetes.io/dockerconfigjson"));
  await page.getByRole("heading", { name: /a can be read/ }).waitFor();
  assert.deepEqual(problems, []);
});

test("hostile texts are told apart without a script or a wait", async (t) => {
  const { page, problems } = await workshop(t);
  const paste = page.getByLabel("A Secret, or one of its layers");
  for (const text of ["\u0000\u0001", "<img src=x onerror=alert(1)>", "{".repeat(5000), "A".repeat(100_000), `{"auths":{"<b>":{"auth":"${"x".repeat(10_000)}"}}}`]) {
    await paste.fill(text);
    await heading(page).waitFor();
  }
  assert.equal(await page.locator("main b:has-text('<b>'), main img").count(), 0);
  assert.deepEqual(problems, []);
});
