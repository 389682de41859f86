// The view of the reference: a name taken apart, and names a few characters away.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.mjs";

const heading = (page) => page.getByRole("heading", { level: 1 });
const card = (page, name) => page.locator(".ref-card").filter({ has: page.getByRole("heading", { name }) });

test("the image of the journey is taken apart, and another one as it is typed", async (t) => {
  const { page, requests, problems } = await open(t);
  await page.locator("textarea").first().fill("ghcr.io:8443/team/shop:1.4");
  const before = requests.length;
  await page.evaluate(() => (location.hash = "#/reference"));
  const input = page.getByRole("textbox", { name: "The name of an image" });
  assert.equal(await input.inputValue(), "ghcr.io:8443/team/shop:1.4");
  assert.match(await heading(page).textContent(), /Nothing had to be filled in/);
  assert.match(await card(page, "Port").textContent(), /bytes 7 to 11.*8443/);
  await input.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("nginx");
  await page.getByRole("heading", { level: 1, name: /Filled in: docker\.io, latest/ }).waitFor();
  assert.match(await card(page, "Tag").textContent(), /filled in.*latest.*Always/);
  assert.match(await page.locator(".ref-same").textContent(), /<UID>_nginx.*nginx:latest.*docker\.io\/library\/nginx/);
  await page.getByRole("button", { name: "Try https://nginx" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /InvalidImageName/ }).waitFor();
  assert.match(await page.locator(".ref-bad").textContent(), /Kubernetes says:.*invalid reference format/);
  await page.getByRole("button", { name: "Write nginx" }).click();
  await page.getByRole("heading", { level: 1, name: /Filled in/ }).waitFor();
  await page.getByRole("button", { name: "Back to the image of the journey" }).click();
  assert.equal(await input.inputValue(), "ghcr.io:8443/team/shop:1.4");
  assert.deepEqual(requests.slice(before), []);
  assert.deepEqual(problems, []);
});

test("the release of the what-if bar reads the name", async (t) => {
  const { page, problems } = await open(t, { path: "#/reference" });
  const input = page.getByRole("textbox", { name: "The name of an image" });
  await input.fill("nginx:");
  assert.match(await page.locator(".ref-bad").textContent(), /couldn't parse image name "nginx:"/);
  await page.getByLabel("Kubernetes", { exact: true }).selectOption("1.27");
  await page.getByText("couldn't parse image name: invalid reference format").waitFor();
  for (const text of ["", " ", "<img src=x onerror=alert(1)>", "é".repeat(300), "a/".repeat(5000), `quay.io/${"a".repeat(400)}`]) {
    await input.fill(text);
    await heading(page).waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, text.slice(0, 20));
  }
  assert.deepEqual(problems, []);
});
