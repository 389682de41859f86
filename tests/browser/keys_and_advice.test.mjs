// The views of the keys and of the adviser: what each answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints } from "./axe.mjs";
import { open } from "./support.mjs";

const TEXT = `apiVersion: v1
kind: Secret
metadata: {name: regcred}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{"auths": {"quay.io": {"auth": "dTpw"}, "team": {"auth": "dTpw"}}}'
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  imagePullSecrets: [{name: regcred}]
  containers:
  - {name: web, image: quay.io/team/shop:1.4}
`;

const heading = (page) => page.getByRole("heading", { level: 1 });

test("the keys tell what they serve, and which can serve nothing", async (t) => {
  const { page, problems } = await open(t);
  await page.locator("textarea").fill(TEXT);
  await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Keys" }).click();
  const row = (key) => page.locator(".grid-t").getByRole("row", { name: key }).getByRole("cell");
  await page.getByRole("heading", { name: "Secret default/regcred" }).waitFor();
  assert.match(await heading(page).textContent(), /1 of 2 keys serve an image here/);
  assert.match(await row(/^quay\.io/).textContent(), /quay\.io\/team\/shop:1\.4 of Pod shop/);
  assert.match(await row(/^team/).textContent(), /^nothing: /);
  await page.getByRole("button", { name: "Secret default/regcred in the text" }).click();
  await page.locator(".journey").waitFor();
  assert.deepEqual(problems, []);
});

test("the adviser answers each change of a fact, and of the release", async (t) => {
  const { page, problems } = await open(t, { path: "#/adviser" });
  await page.getByRole("heading", { name: "Facts" }).waitFor();
  assert.match(await heading(page).textContent(), /config\.json on the nodes\./);
  await page.getByLabel("Who may use them").selectOption("namespace");
  await page.getByLabel(/^Several tenants/).check();
  assert.match(await heading(page).textContent(), /pull Secret on the ServiceAccount, and the kubelet's verification/);
  await page.getByLabel("Kubernetes", { exact: true }).selectOption("1.34");
  assert.match(await heading(page).textContent(), /the admission plugin AlwaysPullImages\./);
  assert.match(await page.locator("pre", { hasText: "kind: Secret" }).textContent(), /^apiVersion: v1\n/);
  await page.getByRole("button", { name: "Copy: The Secret" }).waitFor();
  assert.deepEqual(problems, []);
});

test("the matrix names the first rule that says no, and shows the key under its lock", async (t) => {
  const { page, problems } = await open(t);
  await page.locator("textarea").first().fill(TEXT.replace("image: quay.io/team/shop:1.4}", "image: quay.io/team/shop:1.4}\n  - {name: proxy, image: 'quay.io:8443/team/proxy:1'}"));
  await page.evaluate(() => (location.hash = "#/keys"));
  const cell = (name) => page.locator(".matrix").getByRole("button", { name, exact: true });
  await cell("quay.io and web: fits, tried 1st").waitFor();
  const miss = cell("quay.io and proxy: port missing");
  assert.equal(await miss.getAttribute("aria-pressed"), "true", "the near miss is shown first");
  assert.match(await page.locator(".matrix-d").textContent(), /The key has no port, the image has :8443\./);
  const rules = page.locator(".matrix-r li");
  assert.deepEqual(await rules.allTextContents(), ["No: The key has no port, the image has :8443."]);
  await cell("quay.io and web: fits, tried 1st").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "quay.io and web" }).waitFor();
  assert.deepEqual(await rules.allTextContents(), [
    "Yes: Neither has a port.",
    "Yes: Both hosts have 2 labels.",
    "Yes: The key has no path, which fits every path.",
    'Yes: Label 1 is "quay" in both.',
    'Yes: Label 2 is "io" in both.',
    "Yes: The Pod’s keyring holds it: fits, tried 1st.",
  ]);
  const clients = page.locator(".matrix-o li");
  assert.deepEqual((await clients.locator("b").allTextContents()).sort(), ["Docker CLI", "crane", "kwctl, policy-server", "podman, skopeo, CRI-O"]);
  for (const said of await clients.allTextContents()) assert.match(said, / sent/);
  assert.deepEqual(await complaints(page), []);
  await page.getByRole("button", { name: "Near misses" }).click();
  assert.equal(await page.locator(".matrix tbody tr").count(), 1);
  await page.getByRole("button", { name: "The journey of web" }).click();
  await page.locator(".journey").waitFor();
  assert.deepEqual(problems, []);
});

test("arrows move in the matrix, Enter opens a cell, Escape closes it", async (t) => {
  const { page, problems } = await open(t);
  await page.locator("textarea").first().fill(TEXT.replace("image: quay.io/team/shop:1.4}", "image: quay.io/team/shop:1.4}\n  - {name: proxy, image: 'quay.io:8443/team/proxy:1'}"));
  await page.evaluate(() => (location.hash = "#/keys"));
  const grid = page.getByRole("grid", { name: "Keys and images" });
  await grid.waitFor();
  const focused = () => page.evaluate(() => document.activeElement.id);
  const reached = () => grid.locator("button[tabindex='0']").evaluateAll((all) => all.map((it) => it.id));
  assert.deepEqual((await reached()).length, 1);
  await grid.locator("button[tabindex='0']").focus();
  await page.keyboard.press("Control+Home");
  await page.waitForFunction(() => document.activeElement.id === "cell-0-0");
  const side = page.locator(".matrix-d");
  const shown = await side.getByRole("heading", { level: 2 }).textContent();
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => document.activeElement.id === "cell-1-0");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.activeElement.id === "cell-1-1");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "cell-1-1", "the edge is the end");
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction(() => document.activeElement.id === "cell-0-1");
  assert.deepEqual(await reached(), ["cell-0-1"]);
  assert.equal(await side.getByRole("heading", { level: 2 }).textContent(), shown, "arrows open nothing");
  await page.keyboard.press("Enter");
  await page.waitForFunction((before) => document.querySelector("#matrix-d").textContent !== before, shown);
  assert.equal(await page.locator("#cell-0-1").getAttribute("aria-pressed"), "true");
  await page.keyboard.press("Escape");
  await side.waitFor({ state: "detached" });
  assert.equal(await focused(), "cell-0-1");
  // From within what is said the focus goes back to the cell, too.
  await page.keyboard.press("Enter");
  await side.getByRole("button", { name: "Close" }).press("Escape");
  await side.waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement.id === "cell-0-1");
  assert.deepEqual(problems, []);
});

test("on a phone the matrix shows one image at a time", async (t) => {
  const { page, problems } = await open(t, { context: { viewport: { width: 390, height: 844 } } });
  await page.locator("textarea").first().fill(TEXT.replace("image: quay.io/team/shop:1.4}", "image: quay.io/team/shop:1.4}\n  - {name: proxy, image: 'quay.io:8443/team/proxy:1'}"));
  await page.evaluate(() => (location.hash = "#/keys"));
  const shown = () => page.locator(".matrix tbody tr").first().getByRole("button").evaluateAll((all) => all.filter((it) => it.offsetParent).length);
  await page.getByLabel("Image", { exact: true }).selectOption({ label: "web, /team/shop:1.4" });
  assert.equal(await shown(), 1);
  await page.getByRole("button", { name: "quay.io and web: fits, tried 1st" }).click();
  const [grid, side] = await Promise.all([page.locator(".matrix").boundingBox(), page.locator(".matrix-d").boundingBox()]);
  assert.ok(side.y >= grid.y + grid.height, "what is said stands below");
  await page.locator("#matrix-why").waitFor();
  assert.ok((await page.locator("#matrix-why").boundingBox()).y < 844, "and is in sight");
  assert.deepEqual(problems, []);
});
