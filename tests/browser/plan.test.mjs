// What the page makes of an incident: the answer that an event tells, fixes, and what-if switches.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.mjs";

const CANARY = "canary-8f1d3c7a";

const INCIDENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: apps}
spec:
  template:
    spec:
      containers:
      - name: web
        image: reg.example.com/team/shop:1.4
---
apiVersion: v1
kind: Secret
metadata: {name: regcred, namespace: apps}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: |
    {"auths": {"reg.example.com": {"username": "robot", "password": "${CANARY}"}}}
`;

const EVENT = `---
Warning  Failed  12s (x4 over 2m20s)  kubelet  Failed to pull image "reg.example.com/team/shop:1.4": failed to pull and unpack image "reg.example.com/team/shop:1.4": failed to resolve reference "reg.example.com/team/shop:1.4": unexpected status from HEAD request to https://reg.example.com/v2/team/shop/manifests/1.4: 403 Forbidden
`;

const text = (page) => page.locator("textarea");
const heading = (page) => page.getByRole("heading", { level: 1 });
const value = (page, number) => page.locator(`.stop[data-n='${number}'] .stop-val`);
const whatIf = (page) => page.getByRole("region", { name: "What if" });
const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim());

async function paste(page, value) {
  await page.getByRole("textbox", { name: "Documents" }).fill(value);
}

test("a fix is shown as lines, applied by its button, and taken back", async (t) => {
  const { page, requests, problems } = await open(t);
  await text(page).waitFor();
  const before = requests.length;
  await paste(page, INCIDENT);
  assert.match(await heading(page).textContent(), /No credentials|No key/);

  const card = page.locator(".find").first();
  const comes = await card.locator(".diff .comes code").allTextContents();
  assert.ok(comes.some((line) => line.includes("- name: regcred")), comes.join("\n"));
  await card.getByText(/^Then web: .*Secret regcred/).waitFor();

  await card.getByRole("button", { name: /^Apply fix/ }).click();
  assert.match(await text(page).inputValue(), /imagePullSecrets:\n\s+- name: regcred\n/);
  assert.match(await heading(page).textContent(), /regcred/);
  assert.equal(await focused(page), "Undo");
  const notice = page.getByRole("region", { name: "Change of the text" });
  assert.match(await notice.textContent(), /^Done: \S/);

  await page.keyboard.press("Enter");
  assert.equal(await text(page).inputValue(), INCIDENT);
  assert.equal(await focused(page), "Do it again");
  await page.keyboard.press("Enter");
  assert.match(await text(page).inputValue(), /imagePullSecrets/);
  await notice.getByRole("button", { name: "Close this message" }).click();
  assert.equal(await notice.count(), 0);
  assert.deepEqual(requests.slice(before), []);
  assert.deepEqual(problems, []);
});

test("Alt+F applies the first fix, and the editor's own undo takes it back", async (t) => {
  const { page, problems } = await open(t);
  await paste(page, INCIDENT);
  await page.locator(".find").first().waitFor();
  await page.keyboard.press("Alt+f");
  await page.getByRole("button", { name: "Undo", exact: true }).waitFor();
  assert.match(await text(page).inputValue(), /imagePullSecrets/);
  assert.equal(await focused(page), "Undo");

  await text(page).focus();
  await page.keyboard.press("ControlOrMeta+z");
  assert.equal(await text(page).inputValue(), INCIDENT);
  assert.match(await heading(page).textContent(), /No credentials|No key/);
  assert.deepEqual(problems, []);
});

test("the button at the answer applies the same fix", async (t) => {
  const { page } = await open(t);
  await paste(page, INCIDENT);
  await page.locator(".best").getByRole("button").click();
  assert.match(await heading(page).textContent(), /regcred/);
});

test("a switch that would change the outcome is marked, and does so", async (t) => {
  const { page } = await open(t);
  await paste(page, INCIDENT);
  const present = whatIf(page).getByRole("button", { name: /^present/ });
  await whatIf(page).getByRole("button", { name: /^present ?, would change the outcome$/ }).waitFor();
  await present.click();
  assert.match(await heading(page).textContent(), /Starts without a pull/);
  assert.equal(await value(page, 4).textContent(), "It is there");
  assert.equal(await value(page, 5).textContent(), "Not needed");

  const always = whatIf(page).getByRole("switch", { name: /^AlwaysPullImages/ });
  assert.equal(await always.getAttribute("aria-checked"), "false");
  await always.click();
  assert.equal(await value(page, 3).textContent(), "Always");
  assert.doesNotMatch(await heading(page).textContent(), /Starts without a pull/);

  await page.getByRole("button", { name: "Start over" }).click();
  await paste(page, INCIDENT);
  assert.equal(await value(page, 3).textContent(), "IfNotPresent");
});

test("an older release of Kubernetes says less of a back-off", async (t) => {
  const { page } = await open(t);
  await paste(page, INCIDENT);
  const version = whatIf(page).getByLabel("Kubernetes");
  assert.equal(await version.inputValue(), "1.36");
  assert.equal(await version.locator("option").count(), 17);
  await version.selectOption("1.24");
  await page.locator("#stop-8").click();
  await page.getByRole("group", { name: "If the registry answers" }).getByRole("button", { name: "404" }).click();
  // Only releases since 1.32 repeat the error in the back-off.
  const states = await page.locator(".states li").allTextContents();
  assert.match(states[1], /^ImagePullBackOffBack-off pulling image "[^"]+"$/);
});

test("a default namespace is asked for under More", async (t) => {
  const { page } = await open(t);
  await paste(page, INCIDENT.replaceAll(", namespace: apps", ""));
  await whatIf(page).getByRole("button", { name: "More" }).click();
  await whatIf(page).getByLabel("Default namespace").fill("team-a");
  assert.match(await page.locator(".map h2").textContent(), /shop/);
  await whatIf(page).getByRole("button", { name: "More, 1 in use" }).waitFor();
});

test("an event tells the answer, until the text is repaired", async (t) => {
  const { page } = await open(t);
  await paste(page, INCIDENT + EVENT);
  assert.equal(await value(page, 7).textContent(), "403 Forbidden");
  assert.match(await page.locator(".stop[data-n='7']").textContent(), /Known from your event/);
  assert.equal(await value(page, 8).textContent(), "ErrImagePull");

  await page.locator("#stop-7").click();
  const answers = page.getByRole("group", { name: "If the registry answers" });
  assert.equal(await answers.getByRole("button", { name: "403" }).getAttribute("aria-pressed"), "true");
  const rows = await page.locator("table.events tbody tr").allTextContents();
  assert.ok(rows.some((row) => row.startsWith("WarningFailedFailed to pull image")), rows.join("\n"));

  await answers.getByRole("button", { name: "429" }).click();
  assert.equal(await value(page, 7).textContent(), "429 Too Many Requests");
  assert.match(await page.locator(".answered").textContent(), /assumed here, not known/);
  await answers.getByRole("button", { name: "429" }).click();
  assert.equal(await value(page, 7).textContent(), "403 Forbidden");

  await page.keyboard.press("Alt+f");
  assert.equal(await value(page, 7).textContent(), "Not known");
  assert.match(await page.locator(".answered").textContent(), /before the text was repaired/);
});

test("the waits are drawn to scale, and stand in a table", async (t) => {
  const { page } = await open(t);
  await paste(page, INCIDENT + EVENT);
  await page.locator("#stop-8").click();
  const rows = await page.locator("table.tries tbody tr").allTextContents();
  assert.equal(rows.length, 8);
  assert.match(rows[0], /^10:000:0010 s$/);
  assert.match(rows[6], /300 s$/);
  const at = await page.locator(".tl .try").evaluateAll((signs) => signs.map((it) => +it.getAttribute("cx")));
  // The third wait is twice the second.
  const waits = at.slice(1).map((x, index) => x - at[index]);
  assert.ok(Math.abs(waits[2] / waits[1] - 2) < 0.1, waits.join(" "));
});

test("the page about a code opens with all of them in one part, and closes with Escape", async (t) => {
  const { page, origin, requests, problems } = await open(t);
  await paste(page, INCIDENT);
  const explain = page.getByRole("button", { name: /^Explain / }).first();
  await explain.waitFor();
  const before = requests.length;
  await explain.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("heading", { name: "What to do" }).waitFor();
  assert.ok((await dialog.getByRole("heading", { level: 2 }).textContent()).length > 10);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.match(await focused(page), /\//, "the focus is where it was");
  await explain.click();
  await page.getByRole("dialog").waitFor();
  const asked = requests.slice(before);
  assert.equal(asked.length, 1);
  assert.ok(asked[0].startsWith(`${origin}/parts/findings-`), asked[0]);
  assert.deepEqual(problems, []);
});

test("every document says what it was taken for", async (t) => {
  const { page } = await open(t);
  await paste(page, INCIDENT + EVENT);
  await page.locator(".taken summary").click();
  const items = await page.locator(".taken li").allTextContents();
  assert.equal(items.length, 3);
  assert.match(items[0], /Deployment apps\/shop: workload, line 1/);
  assert.match(items[1], /Secret apps\/regcred: Secret/);
  await page.locator(".taken li").nth(1).getByRole("button").click();
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "TEXTAREA");
});

test("dropped files stand behind the text", async (t) => {
  const { page, requests, problems } = await open(t);
  await paste(page, "reg.example.com/team/shop:1.4");
  const before = requests.length;
  await page.evaluate((secret) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([secret], "secret.yaml"));
    for (const name of ["dragover", "drop"]) {
      document.querySelector("textarea").dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, INCIDENT.split("---\n")[1]);
  await page.getByText("Add secret.yaml to the text").waitFor();
  assert.equal(await text(page).inputValue(), "reg.example.com/team/shop:1.4\n---\n" + INCIDENT.split("---\n")[1]);
  await page.keyboard.press("Enter");
  assert.equal(await text(page).inputValue(), "reg.example.com/team/shop:1.4");
  assert.deepEqual(requests.slice(before), []);
  assert.deepEqual(problems, []);
});

test("no password is shown on the way", async (t) => {
  const { page, requests, problems } = await open(t);
  await text(page).waitFor();
  const before = requests.length;
  const shown = async (where) => {
    const all = await page.evaluate(() => {
      const attributes = [...document.querySelectorAll("*")].flatMap((it) => [...it.attributes].map((one) => one.value));
      return [document.documentElement.textContent, ...attributes, location.href].join("\n");
    });
    assert.ok(!all.includes(CANARY), where);
  };
  await paste(page, INCIDENT + EVENT);
  await page.locator(".taken summary").click();
  await page.locator(".then").first().waitFor();
  await shown("the findings");
  for (const stop of [5, 7, 8]) {
    await page.locator(`#stop-${stop}`).click();
    await shown(`stop ${stop}`);
  }
  await page.keyboard.press("Alt+f");
  await shown("a fix");
  await paste(page, `kubectl create secret docker-registry r --docker-server=reg.example.com --docker-username=robot --docker-password=${CANARY} --bad\n---\nreg.example.com/a:1`);
  await shown("a command line");
  // A fix beside a password on the same line.
  const named = INCIDENT.replace("      containers:", "      imagePullSecrets: [{name: regcred}]\n      containers:");
  await paste(page, named.replace("reg.example.com/team", "reg.example.com:5000/team"));
  await page.locator(".diff").getByText("••••").first().waitFor();
  await shown("a diff");
  assert.deepEqual(requests.slice(before), []);
  assert.deepEqual(problems, []);
});

test("the switches, the fix and the answers work from the keyboard alone", async (t) => {
  const { page } = await open(t);
  await text(page).waitFor();
  await paste(page, INCIDENT + EVENT);
  await page.evaluate(() => document.activeElement.blur());
  const tabTo = async (wanted) => {
    for (let presses = 0; presses < 60; presses++) {
      if (wanted.test((await focused(page)) ?? "")) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab never reaches ${wanted}`);
  };
  await tabTo(/^AlwaysPullImages/);
  await page.keyboard.press("Space");
  assert.equal(await value(page, 3).textContent(), "Always");
  await tabTo(/Keyring/);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await tabTo(/^404/);
  await page.keyboard.press("Enter");
  assert.equal(await value(page, 7).textContent(), "404 Not Found");
  await tabTo(/^Apply fix/);
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "Undo");
});

test("on a phone the switches are folded", async (t) => {
  const { page } = await open(t, { context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } });
  await paste(page, INCIDENT + EVENT);
  const always = page.getByRole("switch", { name: /^AlwaysPullImages/ });
  assert.equal(await always.isVisible(), false);
  await page.getByRole("button", { name: /^What if/ }).click();
  await always.click();
  assert.match(await page.getByRole("button", { name: /^What if/ }).textContent(), /AlwaysPullImages/);
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  for (const stop of [4, 7, 8]) {
    await page.locator(`#stop-${stop}`).click();
    assert.equal(await overflow(), 0, `stop ${stop}`);
  }
  await page.locator(".taken summary").click();
  assert.equal(await overflow(), 0, "documents");
});
