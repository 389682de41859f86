// What the tests of every view share: the views of the menu, whichever there are, and a text for them.
export const CANARY = "canary-8f1d3c7a";
export const AUTH = Buffer.from(`robot:${CANARY}`).toString("base64");

export const INCIDENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: apps}
spec:
  template:
    spec:
      imagePullSecrets: [{name: regcred}]
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
    {"auths": {"reg.example.com:5000": {"username": "robot", "password": "${CANARY}"}, "quay.io": {"auth": "${AUTH}"}}}
`;

/** A Pod whose image has a port that the key of its Secret lacks. */
export const portMissing = (password) => `kind: Pod
metadata: {name: shop}
spec:
  imagePullSecrets: [{name: regcred}]
  containers: [{name: web, image: "registry.example.com:5000/team/shop:1.4"}]
---
kind: Secret
metadata: {name: regcred}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{"auths": {"registry.example.com": {"username": "robot", "password": "${password}"}}}'
`;

export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

export const heading = (page) => page.getByRole("heading", { level: 1 });

/** Where the text is typed, whichever editor is there. */
export const field = (page) => page.locator(".docs .cm-content, .docs textarea:not([hidden])").first();

/** The views of the menu: their names and addresses. */
export async function views(page) {
  await heading(page).waitFor();
  const links = page.getByRole("navigation", { name: "Views" }).locator("a");
  return links.evaluateAll((all) => all.map((it) => [it.textContent.trim(), it.getAttribute("href")]));
}

/** Goes there as a link does. */
export async function go(page, address) {
  await page.evaluate((hash) => (location.hash = hash), address);
  await page.locator(`nav a[aria-current][href="${address}"]`).waitFor({ state: "attached" });
}
