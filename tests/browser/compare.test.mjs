// Two settings of the what-if switches side by side, and folders that are dropped.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { complaints } from "./axe.mjs";
import { open } from "./support.mjs";

const POD = `apiVersion: v1
kind: Pod
metadata: {name: shop, namespace: apps}
spec:
  containers:
  - {name: web, image: 'reg.example.com/team/shop:1.4'}
  - {name: odd, image: 'app:1+2'}
`;

const editor = (page) => page.getByRole("textbox", { name: "Documents" });
const text = (page) => editor(page).evaluate((area) => area.value ?? area.innerText);

test("two settings side by side: what differs, at which stops, for which containers", async (t) => {
  const { page, problems } = await open(t);
  await editor(page).fill(POD);
  await page.getByRole("group", { name: "Container" }).getByRole("button", { name: "web" }).click();
  const button = page.getByRole("button", { name: "Compare" });
  await button.focus();
  await page.keyboard.press("Enter");
  const compared = page.getByRole("region", { name: "Compare" });
  await compared.getByText("Both settings are alike").waitFor();
  assert.equal(await compared.locator("tr.differs").count(), 0);
  assert.equal(await compared.locator(".cmap").count(), 0);

  await page.getByRole("button", { name: /^present/ }).click();
  await compared.getByText("1 of 2 containers have another outcome.").waitFor();
  const row = (name) => compared.locator("tr", { has: page.getByRole("rowheader", { name }) });
  assert.deepEqual(await row(/^image on node/).locator("td").allTextContents(), ["unknown", "present"]);
  assert.match(await row(/^4 Node/).getAttribute("class"), /differs/);
  assert.match(await row(/^4 Node/).getByRole("rowheader").textContent(), /differs/);
  assert.doesNotMatch((await row(/^2 Reference/).getAttribute("class")) ?? "", /differs/);
  // The two maps are for the eye: the table says the same.
  const maps = compared.locator(".cmap");
  assert.equal(await maps.count(), 2);
  const signed = (map) => map.locator(".stop", { has: page.getByText("differs", { exact: true }) });
  for (const map of await maps.all()) {
    assert.equal(await map.locator(".stop").count(), 8);
    assert.ok((await signed(map).evaluateAll((all) => all.map((it) => it.dataset.n))).includes("4"));
    assert.ok(!(await signed(map).evaluateAll((all) => all.map((it) => it.dataset.n))).includes("2"));
    assert.equal(await map.evaluate((it) => it.closest("[aria-hidden=true]") !== null && !it.querySelector("button, a, [tabindex]")), true);
  }
  const differing = await compared.locator("tbody tr.differs th").allTextContents();
  assert.equal(await signed(maps.first()).count(), differing.filter((it) => /^\d /.test(it)).length);
  const [above, below] = await Promise.all([maps.nth(0).boundingBox(), maps.nth(1).boundingBox()]);
  assert.ok(below.y >= above.y + above.height && above.x === below.x, "one map is under the other");
  const others = await compared.getByRole("listitem").allTextContents();
  assert.equal(others.length, 1);
  assert.match(others[0], /^web/);
  assert.deepEqual(await complaints(page), []);
  // An edit changes both.
  await editor(page).fill(POD.replace("app:1+2", "app:1"));
  await compared.getByText(/2 containers/).waitFor();
  await compared.getByRole("button", { name: "End the comparison" }).click();
  assert.equal(await compared.count(), 0);
  assert.deepEqual(problems, []);
});

test("a comparison fits on a phone", async (t) => {
  const { page } = await open(t, { context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } });
  await editor(page).fill(POD);
  await page.getByRole("button", { name: /What if/ }).click();
  await page.getByRole("button", { name: "Compare" }).click();
  await page.getByRole("switch", { name: /AlwaysPullImages/ }).click();
  const maps = page.getByRole("region", { name: "Compare" }).locator(".cmap");
  await maps.first().waitFor();
  const [above, below] = await Promise.all([maps.nth(0).boundingBox(), maps.nth(1).boundingBox()]);
  assert.ok(below.y >= above.y + above.height && above.x === below.x, "one column");
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
});

test("a folder that is dropped brings its files and those within, and says what it left out", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "pullscope-"));
  t.after(() => rm(folder, { recursive: true }));
  const top = join(folder, "site");
  await mkdir(join(top, "base"), { recursive: true });
  await mkdir(join(top, ".git"));
  await writeFile(join(top, "b.yaml"), "b:1+2\n");
  await writeFile(join(top, "base", "a.yml"), "a:1+2\n");
  await writeFile(join(top, ".git", "config"), "c:1+2\n");
  await writeFile(join(top, "logo.png"), "\u0000PNG");

  const { page, problems } = await open(t);
  await editor(page).waitFor();
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [top], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
  }
  await page.getByText("Add 2 files to the text").waitFor();
  assert.equal(await text(page), "b:1+2\n---\na:1+2\n");
  const notice = page.getByRole("region", { name: "Change of the text" });
  await notice.getByText(/Not read: the folder site\/\.git; site\/logo\.png is not named as a text\./).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal((await text(page)).trim(), "");
  assert.deepEqual(problems, []);
});
