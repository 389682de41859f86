// The admission policy in the page: the deployed file, and others that are dropped in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assembled, guest } from "../package/guests.mjs";
import { open } from "./support.mjs";

const CANARY = "canary-8f1d3c7a";

const TEXT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: apps}
spec:
  template:
    spec:
      containers:
      - name: web # the shop
        image: nginx:1.29
---
apiVersion: v1
kind: Pod
metadata: {name: one, namespace: apps}
spec:
  containers:
  - name: cache
    image: registry.example.com:5000/team/cache:2
---
apiVersion: v1
kind: Secret
metadata: {name: regcred, namespace: apps}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{"auths": {"registry.example.com:5000": {"username": "robot", "password": "${CANARY}"}}}'
`;

const heading = (page) => page.getByRole("heading", { level: 1 });

/** The page with a text, in the view of the policy. */
async function judged(t, text = TEXT) {
  const opened = await open(t);
  const { page } = opened;
  await page.locator("textarea").first().fill(text);
  await page.evaluate(() => (location.hash = "#/policy"));
  await page.getByText("The policy accepts these settings.").waitFor();
  return { ...opened, says: (pattern, more) => heading(page).filter({ hasText: pattern }).waitFor(more) };
}

/** Types settings as YAML. */
async function settings(page, yaml) {
  await page.getByRole("button", { name: "YAML", exact: true }).click();
  await page.getByLabel("Settings as YAML or JSON").fill(yaml);
}

/** Picks a file in place of the policy. */
const pick = (page, name, bytes) =>
  page.locator("input[type=file][accept*=wasm]").setInputFiles({ name, mimeType: "application/wasm", buffer: Buffer.from(bytes) });

test("the deployed policy judges each object of the text, and nothing but parts of the page is loaded", async (t) => {
  const { page, origin, requests, problems, says } = await judged(t);
  await says(/Accepted as they are: 3 objects\./);
  const loaded = requests.filter((it) => it.includes("/parts/"));
  assert.ok(loaded.length >= 3 && loaded.every((it) => it.startsWith(`${origin}/parts/policy`)), loaded.join(" "));
  assert.match(await page.getByRole("region", { name: "The file" }).textContent(), /policy\.wasm.*deployed, byte for byte.*[0-9a-f]{64}/);
  await settings(page, "references: {requireDigest: reject}\n");
  await says(/Refused: 2 of 3 objects\./);
  await page.getByRole("button", { name: /apps\/one/ }).click();
  assert.match(await page.getByRole("region", { name: "Pod apps/one", exact: true }).textContent(), /spec\.containers\[0\]\.image.*digest/i);
  assert.deepEqual(problems, []);
});

test("what the policy changes stands in the person's own lines, and can be applied and taken back", async (t) => {
  const { page, problems, says } = await judged(t);
  await page.getByRole("button", { name: "repair" }).click();
  await says(/Accepted with \d+ changes/);
  const answer = page.getByRole("region", { name: "Deployment apps/shop" });
  assert.match(await answer.textContent(), /replace \/spec\/template\/spec\/containers\/0\/image.*registry\.example\.com:5000\/official\/nginx:1\.29/);
  await answer.getByRole("button", { name: "Response" }).click();
  const response = JSON.parse(await answer.getByLabel("The response").textContent());
  const patch = JSON.parse(Buffer.from(response.patch, "base64").toString());
  assert.equal(response.allowed, true);
  assert.ok(patch.some((it) => it.path === "/spec/template/spec/containers/0/image"), JSON.stringify(patch));
  await answer.getByRole("button", { name: "Answer" }).click();
  const manifest = await page.getByRole("region", { name: "ClusterAdmissionPolicy" }).locator("pre").textContent();
  assert.match(manifest, /kind: ClusterAdmissionPolicy[^]*mutating: true[^]*inject:/);
  await page.getByRole("button", { name: /apps\/one/ }).click();
  const pod = page.getByRole("region", { name: "Pod apps/one", exact: true });
  await pod.getByText("/spec/imagePullSecrets").waitFor();
  const then = page.getByRole("region", { name: "Then, container by container" });
  assert.match(await then.getByRole("row", { name: /cache/ }).textContent(), /regcred/);
  await pod.getByRole("button", { name: "Apply to my text" }).click();
  await page.getByText("Change Pod apps/one as the policy does").waitFor();
  await pod.getByText("/spec/imagePullSecrets").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /Undo/ }).click();
  await pod.getByText("/spec/imagePullSecrets").waitFor();
  assert.deepEqual(problems, []);
});

test("a setting that the policy does not take is told at the setting, and the form and the text are one", async (t) => {
  const { page, problems, says } = await judged(t);
  await settings(page, "references:\n  latest: sometimes\n  tags: {refuse: [dev]}\n");
  await says(/does not take these settings: references\.latest/);
  await page.getByRole("button", { name: "Form" }).click();
  const group = page.locator("details", { hasText: "Tag latest" });
  await group.locator(".pol-wrong", { hasText: "references.latest" }).waitFor();
  assert.equal(await group.getByLabel("Refused tags").inputValue(), "dev");
  await group.getByLabel("Tag latest").selectOption("reject");
  await says(/Accepted as they are/);
  await page.getByRole("button", { name: "YAML", exact: true }).click();
  assert.equal(await page.getByLabel("Settings as YAML or JSON").inputValue(), "references:\n  latest: reject\n  tags:\n    refuse:\n    - dev\n");
  await page.getByLabel("Settings as YAML or JSON").fill("references: [\n");
  await says(/The settings cannot be read, line/);
  assert.equal(await page.getByLabel("Settings as YAML or JSON").inputValue(), "references: [\n");
  assert.deepEqual(problems, []);
});

test("what the policy asks of the cluster is answered from the text", async (t) => {
  const text = TEXT.replace("spec:\n  containers:\n  - name: cache", "spec:\n  imagePullSecrets: [{name: regcred}, {name: lost}]\n  containers:\n  - name: cache");
  const { page, problems, says } = await judged(t, text);
  await settings(page, "pullSecrets: {require: ['registry.example.com:5000/**'], verify: reject}\n");
  await says(/Refused: Pod apps\/one\./);
  await page.getByRole("button", { name: /apps\/one/ }).click();
  const answer = page.getByRole("region", { name: "Pod apps/one", exact: true });
  assert.match(await answer.textContent(), /there is no Secret "?lost"?/);
  await answer.getByRole("button", { name: "Log" }).click();
  assert.match(await answer.textContent(), /kubernetes\/get_resource.*regcred.*answered from your text.*Cannot find v1\/Secret named 'lost'/);
  assert.match(await page.getByRole("region", { name: "ClusterAdmissionPolicy" }).locator("pre").textContent(), /contextAwareResources:\n  - apiVersion: v1\n    kind: Secret/);
  const shown = await page.evaluate(() => document.documentElement.outerHTML);
  for (const secret of [CANARY, Buffer.from(CANARY).toString("base64").slice(0, 12)]) {
    assert.ok(!shown.replaceAll(/<textarea[^]*?<\/textarea>/g, "").includes(secret), secret);
  }
  assert.deepEqual(problems, []);
});

test("another policy runs in its place, and the own one comes back with its settings", async (t) => {
  const { page, problems, says } = await judged(t);
  await settings(page, "references: {requireDigest: reject}\n");
  await says(/Refused/);
  await pick(page, "other.wasm", await guest("wasi"));
  await says(/Accepted as they are: 3 objects/);
  assert.match(await page.getByRole("region", { name: "The file" }).textContent(), /other\.wasm.*wasi_snapshot_preview1\.fd_write/);
  const answer = page.getByRole("region", { name: "Deployment apps/shop" });
  await answer.getByRole("button", { name: "Log" }).click();
  await answer.getByText("started").waitFor();
  await page.getByRole("button", { name: "Back to Pullscope’s policy" }).click();
  await says(/Refused: 2 of 3/);
  assert.equal(await page.getByLabel("Settings as YAML or JSON").inputValue(), "references: {requireDigest: reject}\n");
  assert.deepEqual(problems, []);
});

test("a file that cannot be run is told by what it is", async (t) => {
  const { page, problems, says } = await judged(t);
  await pick(page, "page.wasm", Buffer.from("<!doctype html>"));
  await says(/page\.wasm is no WebAssembly file\./);
  await pick(page, "gatekeeper.wasm", assembled(`(module (memory (export "memory") 1) (func (export "opa_eval")))`));
  await says(/gatekeeper\.wasm is a policy of Open Policy Agent/);
  await pick(page, "empty.wasm", assembled("(module)"));
  await says(/empty\.wasm is WebAssembly and no policy/);
  await page.getByRole("button", { name: "Back to Pullscope’s policy" }).click();
  await says(/Accepted as they are/);
  assert.deepEqual(problems, []);
});

test("a policy that does not return is stopped, and the page goes on", async (t) => {
  const { page, problems, says } = await judged(t, TEXT.split("---")[0]);
  await pick(page, "endless.wasm", await guest("endless"));
  // It works as hard as it can until it is stopped, and so everything else takes longer.
  await says(/does not take these settings: The policy took longer than 2 seconds and was stopped/, { timeout: 30_000 });
  await page.getByRole("button", { name: "Back to Pullscope’s policy" }).click();
  await says(/Accepted as it is/);
  assert.deepEqual(problems, []);
});

test("a policy is dropped on the page from wherever one is", async (t) => {
  const { page, problems, says } = await judged(t);
  await page.evaluate(() => (location.hash = "#/"));
  await page.locator(".journey").waitFor();
  const bytes = Array.from(await guest("wasi"));
  const data = await page.evaluateHandle((bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], "dropped.wasm"));
    return data;
  }, bytes);
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
  await says(/Accepted as they are/);
  assert.match(await page.getByRole("region", { name: "The file" }).textContent(), /dropped\.wasm/);
  assert.deepEqual(problems, []);
});
