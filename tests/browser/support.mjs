// The built page on a port of this machine, opened in the installed Chromium.
//
//     import { test } from "node:test";
//     import { open } from "./support.mjs";
//
//     test("a rule of the page", async (t) => {
//       const { page, requests, problems } = await open(t);
//       …
//     });
//
// `cargo xtask test` names the two things that come from outside: PULLSCOPE_PAGE, the folder of the
// built page, and CHROME, the browser.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

export const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** A value of the environment that the tests cannot do without. */
export function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run cargo xtask test --only browser`);
  return value;
}

/** Serves a folder on 127.0.0.1, as any static host would: files, and 404 for the rest. */
export async function serve(folder, headers = {}) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://host").pathname));
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    const found = await stat(file).catch(() => null);
    if (!found?.isFile()) return response.writeHead(404).end();
    response.writeHead(200, { ...headers, "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

/** Starts the browser that the environment names. */
export function launch(args = []) {
  return chromium.launch({
    executablePath: needed("CHROME"),
    // Chromium has no sandbox as root, which is what containers run as; only our own page is loaded.
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", ...args],
  });
}

/** Serves a folder that the environment names, and starts the browser that it names. */
async function start(folder, args) {
  const server = await serve(needed(folder));
  const browser = await launch(args);
  const close = async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  };
  return { browser, origin: `http://127.0.0.1:${server.address().port}`, close };
}

/**
 * A file of a folder, opened: from there every other one can be loaded. And `close`, to end it all.
 *
 * @param {string} folder the variable that names it
 * @param {object} [options]
 * @param {string} [options.path] the file; that of the JavaScript package unless said otherwise
 * @param {string[]} [options.args] more options of the browser
 * @param {{ width: number, height: number }} [options.viewport] of the page
 */
export async function inFolder(folder, { path = "pullscope.js", args, viewport } = {}) {
  const { browser, origin, close } = await start(folder, args);
  const page = await browser.newPage(viewport && { viewport });
  await page.goto(`${origin}/${path}`);
  return { page, close };
}

/** The person wants the plain text area, and no editor of code loads. */
export async function plainly(context) {
  await context.addInitScript(() => sessionStorage.setItem("pullscope.editor", "plain"));
}

/**
 * Opens the page, and closes everything when the test ends. No worker keeps its files for the next
 * visit, as there is none; offline.test.mjs is about that.
 *
 * @param {import("node:test").TestContext} t the test
 * @param {object} [options]
 * @param {string} [options.path] what follows the origin, such as `#…`
 * @param {"code" | "plain"} [options.editor] which editor the person wants: the plain text area unless
 *   said otherwise. That of code loads by itself, and is there when this returns.
 * @param {import("playwright-core").BrowserContextOptions} [options.context] viewport, colour scheme, …
 * @param {(context: import("playwright-core").BrowserContext) => Promise<void>} [options.before] what is
 *   done before the page is loaded; the test then waits for what it needs by itself
 * @returns `page`; `origin`; `requests`, the address of every request so far, those of other origins
 *   included; `problems`, every error of the console or of a script so far.
 */
export async function open(t, { path = "", editor = "plain", context: contextOptions = {}, before } = {}) {
  const { browser, origin, close } = await start("PULLSCOPE_PAGE");
  t.after(close);
  const context = await browser.newContext({ serviceWorkers: "block", ...contextOptions });
  // Everything is on this machine: what takes longer does not come.
  context.setDefaultTimeout(10_000);
  if (editor === "plain") await plainly(context);
  const page = await context.newPage();
  const requests = [];
  const problems = [];
  context.on("request", (request) => requests.push(request.url()));
  // One that the page's policy forbids is announced, and never made.
  context.on("requestfailed", (request) => {
    if (request.failure()?.errorText === "csp") requests.splice(requests.lastIndexOf(request.url()), 1);
  });
  page.on("websocket", (socket) => requests.push(socket.url()));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  await before?.(context);
  await page.goto(`${origin}/${path}`);
  // With the last file of its own, which comes after the first view.
  if (!before) await page.locator("html[data-loaded]").waitFor({ state: "attached" });
  if (editor === "code") await page.locator(".cm-content").waitFor({ state: "attached" });
  return { page, origin, requests, problems };
}
