// What the page asks for until it stands there, and how large that is on its way.

/**
 * Opens the page and tells the paths of three kinds of files: `first`, without which nothing is shown;
 * `behind`, what comes by itself after that; `parts`, those that were loaded on demand.
 */
export async function load(page, origin) {
  const asked = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.url().startsWith(origin)) asked.push(pathname === "/" ? "/index.html" : pathname);
  });
  // By the page's own watch: messages of the browser arrive late on a busy machine.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector("#app nav")) return;
      observer.disconnect();
      globalThis.shownAt = performance.now();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => globalThis.shownAt !== undefined, null, { timeout: 120_000 });
  await page.waitForLoadState("networkidle");
  const begun = await page.evaluate(() => {
    const entries = performance.getEntriesByType("resource");
    return entries.filter((it) => it.startTime < globalThis.shownAt).map((it) => new URL(it.name).pathname);
  });
  const is = (kind) => (path) => kind === (path.startsWith("/parts/") ? "parts" : path === "/index.html" || begun.includes(path) ? "first" : "behind");
  const paths = [...new Set(asked)];
  return { first: paths.filter(is("first")), behind: paths.filter(is("behind")), parts: paths.filter(is("parts")), asked };
}

/** The bytes of files together, as they are sent. */
export async function bytes(files, paths) {
  const sizes = await Promise.all(paths.map(async (path) => (await files.get(path).data()).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}
