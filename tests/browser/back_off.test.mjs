// The line of tries: what the kubelet says on it, and the times of day that the text tells.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints } from "./axe.mjs";
import { open } from "./support.mjs";

const IMAGE = "registry.example.com:5000/team/shop:1.4";
const pod = (metadata = "", status = "") => `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: apps${metadata}}
spec:
  containers:
  - {name: web, image: "${IMAGE}"}
${status}`;
const event = (reason, message, first, last, count) => `---
apiVersion: v1
kind: Event
metadata: {name: web.${reason}, namespace: apps}
involvedObject: {kind: Pod, name: web, namespace: apps}
reason: ${reason}
message: '${message}'
firstTimestamp: "2026-01-02T${first}Z"
lastTimestamp: "2026-01-02T${last}Z"
count: ${count}
`;
const FAILED = event("Failed", `Failed to pull image "${IMAGE}": rpc error: code = NotFound desc = not found`, "10:40:00", "10:40:50", 3);

/** What happens to a text, at the last stop. */
async function outcome(t, text, context) {
  const { page, problems } = await open(t, { context });
  await page.getByRole("textbox", { name: "Documents" }).fill(text);
  await page.locator(".stop[data-n='8'] button").first().click();
  return { page, problems };
}

const cells = (row) => row.locator("th, td").allInnerTexts();
const said = (page) => page.locator("table.said-at tbody tr");
const next = (page) => page.locator(".tl-next").allInnerTexts();

test("the events stand on the line at the moments at which they are emitted, and in a table", async (t) => {
  const { page, problems } = await outcome(t, pod() + FAILED.replace(/^(first|last)Timestamp.*\n/gm, ""));
  const expected = [
    ["Normal", "Pulling", `Pulling image "${IMAGE}"`, "0:00, 0:10, 0:30, 1:10, 2:30, 5:10, 10:10"],
    ["Warning", "Failed", /^Failed to pull image ".*not found$/, "0:00, 0:10, 0:30, 1:10, 2:30, 5:10, 10:10"],
    ["Warning", "Failed", "Error: ErrImagePull", "0:00, 0:10, 0:30, 1:10, 2:30, 5:10, 10:10"],
    ["Normal", "BackOff", `Back-off pulling image "${IMAGE}"`, "0:01, 0:20, 0:40, 1:20, 2:40, 5:20, 10:20"],
    ["Warning", "Failed", "Error: ImagePullBackOff", "0:01, 0:20, 0:40, 1:20, 2:40, 5:20, 10:20"],
  ];
  await said(page).first().waitFor();
  const rows = await Promise.all((await said(page).all()).map(cells));
  assert.equal(rows.length, expected.length);
  for (const [at, [type, reason, message, times]] of expected.entries()) {
    assert.deepEqual([rows[at][0], rows[at][1], rows[at][3]], [type, reason, times]);
    if (message instanceof RegExp) assert.match(rows[at][2], message);
    else assert.equal(rows[at][2], message);
  }
  // Each on the drawing, as long as there is room.
  const drawn = await page.locator("svg.tl .said").allTextContents();
  assert.equal(drawn.length, 5);
  assert.equal(drawn[2], "Failed: Error: ErrImagePull");
  assert.deepEqual([await page.locator("svg.tl .normal").count(), await page.locator("svg.tl .warning").count()], [14, 21]);
  assert.deepEqual(await next(page), []);
  assert.deepEqual(problems, []);
});

test("events with times tell when the next try comes, as long as it fails", async (t) => {
  for (const context of [{ viewport: { width: 1440, height: 900 } }, { viewport: { width: 390, height: 844 }, colorScheme: "dark" }]) {
    const { page, problems } = await outcome(t, pod(', creationTimestamp: "2026-01-02T10:39:00Z"') + FAILED, context);
    await page.locator(".tl-next").first().waitFor();
    const [first, second] = await next(page);
    assert.equal(first, "Next try from 10:41:30Z to 10:41:45Z, if the failure continues.");
    assert.match(second, /^Failed tries by your events: 3, the first at 10:40:00Z, the last at 10:40:50Z \(line \d+\)\.$/);
    assert.deepEqual(await cells(page.locator("table.tries tbody tr").nth(1)), ["2", "0:10", "0:25", "10:40:10Z to 10:40:25Z", "20 s"]);
    assert.ok((await page.locator("svg.tl").textContent()).includes("10:43:00Z"));
    assert.deepEqual(await complaints(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    await page.locator(".tl-next button").press("Enter");
    const caret = await page.getByRole("textbox", { name: "Documents" }).evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
    assert.match(caret, /2026-01-02T10:40:50Z/);
    assert.deepEqual(problems, []);
  }
});

test("a Pod that tells when it began gives the line its times of day, also in the view of the queue", async (t) => {
  const created = ', creationTimestamp: "2026-01-02T10:39:00Z"';
  const untimed = FAILED.replace(/^(first|last)Timestamp.*\n/gm, "");
  const { page } = await outcome(t, pod(created) + untimed);
  await page.getByText(/Times of day count from 10:39:00Z, when the Pod was made/).waitFor();
  await page.getByRole("textbox", { name: "Documents" }).fill(pod(created, 'status: {startTime: "2026-01-02T10:39:05Z"}\n') + untimed);
  await page.getByText(/Times of day count from 10:39:05Z, when the kubelet took up the Pod/).waitFor();
  assert.deepEqual((await cells(page.locator("table.tries tbody tr").nth(2)))[3], "10:39:35Z to 10:40:05Z");
  await page.goto(new URL("#/queue", page.url()).href);
  await page.getByRole("region", { name: "When a pull fails" }).locator("table.said-at").waitFor();
  assert.equal(await said(page).count(), 5);
});
