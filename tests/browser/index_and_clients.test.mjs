// The views of an image index and of other clients: what each answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.mjs";

const heading = (page) => page.getByRole("heading", { level: 1 });

test("the manifest that a node takes follows its platform and its runtime", async (t) => {
  const { page, problems } = await open(t, { path: "#/index" });
  await page.getByRole("button", { name: "Example", exact: true }).click();
  const row = (name) => page.getByRole("row", { name }).getByRole("cell");
  await page.getByRole("heading", { name: "Manifests" }).waitFor();
  assert.match(await heading(page).textContent(), /linux\/amd64 takes the manifest for linux\/amd64\./);
  assert.match(await row(/^linux\/amd64/).textContent(), /^Taken: /);
  assert.match(await row(/^linux\/arm64/).textContent(), /the node is amd64/);
  await page.getByLabel("Architecture").selectOption("arm");
  assert.match(await heading(page).textContent(), /The pull fails/);
  assert.match(await row(/^linux\/arm\/v6/).textContent(), /whose programs arm\/v7 runs/);
  await page.getByLabel("Runtime").selectOption({ label: "CRI-O" });
  assert.match(await heading(page).textContent(), /linux\/arm\/v7 takes the manifest for linux\/arm\/v6/);
  await page.getByLabel("Operating system").selectOption("windows");
  assert.match(await row(/^linux\/arm64/).textContent(), /it is for linux, and the node runs windows/);
  assert.deepEqual(problems, []);
});

test("each other client is beside the kubelet, for its credentials and for the name", async (t) => {
  const { page, problems } = await open(t);
  const config = '{"auths": {"docker.io": {"auth": "dTpw"}}}';
  await page.locator("textarea").fill(`busybox:1.32.0\n---\n${config}\n`);
  await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: /clients/i }).click();
  const credentials = page.getByRole("region", { name: /^Credentials of / });
  const sent = async (name) => (await credentials.getByRole("row", { name }).getByRole("cell").first().textContent()).trim();
  await credentials.waitFor();
  const told = [];
  for (const name of [/^Docker CLI/, /^podman/, /^crane/, /^kubelet/, /^kwctl/]) told.push(await sent(name));
  assert.deepEqual(told, ["not sent", "sent", "not sent", "sent", "sent"]);
  const parsers = page.getByRole("region", { name: "The image, to other parsers" });
  assert.match(await parsers.getByRole("row", { name: /^containerd/ }).textContent(), /1\.32\.0 is no port/);
  assert.deepEqual(problems, []);
});
