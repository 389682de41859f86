// Keeps the files of the page, so that it opens without a network from the second visit on.
//
// `cargo xtask build` writes into the built copy of this file which files there are: any change of one
// of them makes another version, which the browser finds at the next visit, loads in the background
// and uses at the next start. Only the files of that list are ever kept, and only while a version is
// installed: what a person types reaches no worker, as it stands in no request.

// The hash of the list, and every file by its path, each with its hash as `integrity` wants it. A
// worker without a list, which is what `cargo xtask serve` serves, takes the place of one that an
// earlier page left at this address, and ends itself.
const VERSION = "";
const FILES = {};

const scope = registration.scope;
// Another Pullscope may stand in another folder of the same origin.
const mine = `pullscope ${scope} `;
const current = mine + VERSION;

addEventListener("install", (event) => {
  event.waitUntil(VERSION ? keep() : skipWaiting());
});

addEventListener("activate", (event) => {
  event.waitUntil(VERSION ? begin() : end());
});

// What the version before this one says when nobody uses it any more.
addEventListener("message", ({ data }) => {
  if (data === "begin") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const path = pathOf(url);
  if (method === "GET" && path !== null && Object.hasOwn(FILES, path)) event.respondWith(answer(event.request, path));
});

/** The path of a file of the page, as the list has it; `null` for what stands elsewhere. */
function pathOf(url) {
  const { origin, pathname } = new URL(url);
  const address = origin + pathname;
  if (!address.startsWith(scope)) return null;
  return address.slice(scope.length) || "index.html";
}

/** Where a file is asked for, and what it is kept as. Some hosts redirect `index.html` to the folder. */
function addressOf(path) {
  return new URL(path === "index.html" ? "./" : path, scope);
}

/**
 * Loads what is not there yet, one file after the other, so that nothing else has to wait. A file that
 * is not the one of the list, because the site is just being replaced, fails: then the version that is
 * there stays, and the next visit tries again.
 */
async function keep() {
  const cache = await caches.open(current);
  for (const [path, integrity] of Object.entries(FILES)) {
    const address = addressOf(path);
    if (await cache.match(address)) continue;
    const answer = await fetch(address, { integrity, cache: "no-cache", credentials: "same-origin", priority: "low" });
    if (!answer.ok) throw new Error(`${address} is answered with ${answer.status}`);
    await cache.put(address, answer);
  }
}

/** Drops the versions before this one; also the page that was opened before it has its files from here. */
async function begin() {
  await drop((name) => name !== current);
  await clients.claim();
}

/** Leaves nothing behind. */
async function end() {
  await drop(() => true);
  await registration.unregister();
}

async function drop(which) {
  const names = (await caches.keys()).filter((name) => name.startsWith(mine) && which(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/**
 * Asks the newer version for the page as soon as it has begun, which it tells by claiming this page. A
 * page that is asked for while one worker takes the place of the other may never be answered. A `Refresh`
 * would not do: to an address with a `#` it loads nothing.
 */
const AGAIN = `<!doctype html><title>Pullscope</title><script>
  let isAsked = false;
  const again = () => {
    if (!isAsked) location.reload();
    isAsked = true;
  };
  navigator.serviceWorker.addEventListener("controllerchange", again);
  setTimeout(again, 1000);
</script>`;

/** The file that is kept; where the browser dropped it, the one of the site. */
async function answer(request, path) {
  const { waiting } = registration;
  if (waiting && request.mode === "navigate" && (await clients.matchAll({ type: "window" })).length < 2) {
    // The page is just being opened and nobody else has it open: the newer version can begin.
    waiting.postMessage("begin");
    return new Response(AGAIN, { headers: { "content-type": "text/html" } });
  }
  return (await caches.match(addressOf(path), { cacheName: current })) ?? fetch(request);
}
