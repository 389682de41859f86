// The node's plugins, and the images that are there already.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.mjs";

test("a plugin is told with what it is asked, what it printed, and whom that is for", async (t) => {
  const { page, problems } = await open(t, { path: "#/node" });
  await page.getByRole("button", { name: "Example", exact: true }).click();
  const panel = page.getByRole("region", { name: "Credential providers" });
  const ecr = panel.locator("article", { hasText: "ecr-credential-provider" }).first();
  await ecr.getByText("Request and cache").click();
  assert.match(
    await ecr.locator("pre").textContent(),
    /"image":"123456789012\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/report"/,
  );
  const answer = panel.getByRole("heading", { name: /^Answer of ecr-credential-provider/ }).locator("..");
  assert.match(await answer.textContent(), /all images of the registry, 6h0m0s/);
  assert.match(await answer.getByRole("row").nth(1).textContent(), /user AWS, with a password.*report:7/);
  assert.doesNotMatch(await panel.textContent(), /open sesame/);
  assert.deepEqual(problems, []);
});

test("who pulled an image before decides whether a Pod may use it, and can be chosen", async (t) => {
  const { page, problems } = await open(t, { path: "#/node" });
  await page.getByRole("button", { name: "Example: images that are there" }).click();
  const panel = page.getByRole("region", { name: "Images that are there already" });
  const one = (number) => panel.locator("article").nth(number);
  await one(2).waitFor();
  assert.match(await one(0).textContent(), /May use it.*another credential than it holds now.*Secret apps\/regcred.*Secret regcred of the Pod/);
  assert.match(await one(1).textContent(), /Depends/);
  assert.match(await one(2).textContent(), /Registry is asked/);
  const choose = page.getByLabel("Who pulled registry.example.com/base/proxy:2.1 before, for Pod apps/shop");
  await choose.selectOption("preloaded");
  await one(1).getByText("May use it").waitFor();
  await choose.selectOption("unknown");
  await one(1).getByText("Registry is asked").waitFor();
  await choose.selectOption("");
  await one(1).getByText("Depends").waitFor();
  await page.getByLabel("Kubernetes", { exact: true }).selectOption("1.34");
  await one(2).getByText("verifies nothing").waitFor();
  assert.deepEqual(problems, []);
});

test("who uses an image only because the node has it is told beside the keys", async (t) => {
  const { page, problems } = await open(t, { path: "#/node" });
  await page.getByRole("button", { name: "Example: images that are there" }).click();
  await page.getByLabel("Kubernetes", { exact: true }).selectOption("1.34");
  await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Keys" }).click();
  const panel = page.getByRole("region", { name: /^Without a key/ });
  assert.match(await panel.textContent(), /Pod guests\/guest has no credential for registry\.example\.com\/team\/shop:1\.4\.2/);
  assert.deepEqual(problems, []);
});
