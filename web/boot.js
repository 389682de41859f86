// Starts the page, gets the rest of it, then shuts the door behind it.
//
// The built page has no inline script, so that its Content-Security-Policy needs no 'unsafe-inline':
// Trunk writes one tag that names this file and, in data attributes, the two files to load and the
// parts that load on demand.
const { js, wasm, parts } = document.querySelector("script[data-wasm]").dataset;

/** Where a file of the page is: beside it, or inside it (web/inlined.js). */
const at = (path) => new URL(globalThis.inlined?.get(path) ?? path, document.baseURI);

// parts/NAME-HASH.js, by its name.
const files = new Map(parts.split(" ").filter(Boolean).map((file) => [file.slice("parts/".length, file.lastIndexOf("-")), file]));

const asked = new Map();
const failures = new Map();

// What a first look seldom calls is cut off the page's module when that is built for release (see
// xtask/split), into one that stands beside it.
const beside = at(wasm.replace("_bg.wasm", "_rest.wasm"));
let exports;
// Its bytes, as long as they are wanted: where a worker keeps the page (web/sw.js), they are at hand before
// the module begins. Code that waits for an answer is given none by a worker.
let held;
const tie = (rest) => {
  if (exports.restIsLoaded.value) return;
  new WebAssembly.Instance(rest, { first: exports });
  exports.restIsLoaded.value = 1;
  held = undefined;
};

globalThis.pullscope = {
  /** The page's module says what it exports, before anything of the rest is called. */
  started(all) {
    exports = all;
  },

  /** Called where a function of the rest is, before it is there: in the middle of code that cannot wait. */
  loadRest() {
    if (held) return tie(new WebAssembly.Module(held));
    const request = new XMLHttpRequest();
    request.open("GET", beside, false);
    // The one way to get bytes without waiting: each as a character of its own.
    request.overrideMimeType("text/plain; charset=x-user-defined");
    request.send();
    const bytes = Uint8Array.from(request.responseText, (it) => it.charCodeAt(0));
    tie(new WebAssembly.Module(bytes));
  },

  /**
   * The module of a part of the page itself, from beside it; asked for again, the same one. A browser
   * may remember that an address could not be loaded: each further attempt has an address of its own.
   */
  part(name) {
    if (!asked.has(name)) {
      const address = at(files.get(name));
      if (failures.has(name)) address.search = `attempt=${failures.get(name) + 1}`;
      const loading = import(address);
      asked.set(name, loading);
      loading.catch(() => {
        asked.delete(name);
        failures.set(name, (failures.get(name) ?? 0) + 1);
      });
    }
    return asked.get(name);
  },

  /** The address of a part that a worker begins with. */
  address: (name) => at(files.get(name)).href,

  /** The page's module says what is said when it has failed. */
  mayCrash(...all) {
    words = all;
  },

  /** The language that the address asks for, if there is such a one. */
  linked() {
    const tag = new URLSearchParams(location.hash.split("?")[1]).get("lang");
    return isThere(tag) ? tag : undefined;
  },
};

// When the module fails nothing of it may be called again: what it listens to is known here.
let words;
let round = 0;
const heard = [];
addEventListener("error", ({ error }) => crashed(error));
addEventListener("unhandledrejection", ({ reason }) => crashed(reason));
for (const target of [globalThis, document]) {
  const add = target.addEventListener;
  target.addEventListener = (...listener) => {
    heard.push([target, listener]);
    add.apply(target, listener);
  };
}

const language = pullscope.linked() ?? navigator.languages.map(spoken).find(Boolean) ?? "en";
const isEnglish = language === "en";

// What is drawn before the module is there is the start; who comes to something else sees that it loads.
let app = document.getElementById("app");
const line = app.querySelector(".loading");
const isStart = ["", "#", "#/"].includes(location.hash.replace(/\?lang=[\w-]*$/, "")) && !isKept();
if (!isStart) app.replaceChildren(line);

try {
  // What is English already needs no message file, and begins without the rest of the module.
  const texts = isEnglish ? undefined : messages();
  // What is there already is painted first: the module would share the line with the style sheet, which is
  // a twentieth of it, and takes longer than a frame to begin.
  await painted();
  const [{ default: start, begin }, first, rest] = await Promise.all([import(at(js)), moduleAt(at(wasm)), restAtHand()]);
  held = rest;
  // A worker makes an instance of its own, and asks for nothing either.
  globalThis.pullscope.core = { js: at(js).href, first, rest: null };
  await start({ module_or_path: first });
  const follow = async () => {
    if (!exports.restIsLoaded) return;
    globalThis.pullscope.core.rest = await compiled(beside);
    tie(globalThis.pullscope.core.rest);
  };
  if (!isEnglish) await follow();
  const said = await texts;
  // Starting and drawing take long on a slow machine: what is typed gets its turn between them.
  await after(0);
  begin(language, said);
  await painted();
  if (isEnglish) await follow();

  // Policies add up and only ever get stricter: from here on the page can ask for nothing but parts of
  // itself, as code that stands beside it, and send nothing, whatever is pasted into it.
  const seal = document.createElement("meta");
  seal.httpEquiv = "Content-Security-Policy";
  seal.content = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src data:; manifest-src 'self'";
  document.head.append(seal);
  document.documentElement.dataset.loaded = "";
} catch (error) {
  line.setAttribute("role", "alert");
  line.textContent = `Pullscope could not start: ${error}. It needs a browser with WebAssembly.`;
  // What was typed stays where it is.
  if (!line.isConnected) app.replaceChildren(line);
  throw error;
}

keepForOffline();

/** Whether the page is there in a language, by its tag. */
function isThere(tag) {
  return tag === "en" || files.has(`messages-${tag}`);
}

/** The language of the page that one of a reader's is: `zh-Hant` for `zh-TW`. */
function spoken(tag) {
  const { language, script } = new Intl.Locale(tag).maximize();
  return [language, `${language}-${script}`].find(isThere);
}

/** The message file of a language, if it has one that can be loaded; the page says so where it cannot. */
async function messageFile(tag) {
  if (tag === "en") return;
  const { default: file } = await pullscope.part(`messages-${tag}`).catch(() => ({}));
  return file;
}

/** The message file of the language, in which the start stands then. */
async function messages() {
  document.documentElement.lang = language;
  const file = await messageFile(language);
  if (!file) return;
  // What stands there until the module does.
  const { page } = JSON.parse(file);
  const texts = document.createTreeWalker(app, NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode()); ) text.data = page[text.data] ?? text.data;
  const field = app.querySelector("textarea");
  if (field) field.placeholder = page[field.placeholder] ?? field.placeholder;
  return file;
}

/** The module has failed: in place of what it drew stands that its text is still there. */
function crashed(error) {
  const isModule = error instanceof WebAssembly.RuntimeError || /call stack|recursion/.test(error?.message);
  if (!isModule || !words) return;
  const field = document.getElementById("text");
  const text = field?.value ?? field?.text?.() ?? "";
  const [title, told, again, copy, blank] = words;
  words = undefined;
  for (const [target, listener] of heard.splice(0)) target.removeEventListener(...listener);
  for (let timer = setTimeout(() => {}); timer > 0; timer -= 1) clearTimeout(timer);
  // Another element, because the module listens to this one.
  const other = app.cloneNode(false);
  app.replaceWith(other);
  app = other;
  const said = (name, textContent, more = {}) => Object.assign(document.createElement(name), { textContent, ...more });
  const button = (textContent, className, onclick) => said("button", textContent, { type: "button", className, onclick });
  const main = said("main", "", { id: "main", className: "crashed" });
  const acts = said("p", "", { className: "acts" });
  acts.append(
    button(again, "btn primary big", () => restart(text)),
    button(copy, "btn big", () => navigator.clipboard.writeText(text)),
    button(blank, "btn big", () => restart("")),
  );
  main.append(said("h1", title), said("p", told), acts);
  main.setAttribute("role", "alert");
  app.append(main);
  acts.firstChild.focus();
}

/** Starts the module anew, with this text. A second time it is not the view that failed which is opened. */
async function restart(text) {
  round += 1;
  // Another one may have been chosen since the page was loaded.
  const now = pullscope.linked() ?? language;
  if (round > 1) history.replaceState(null, "", "#/");
  document.documentElement.dataset.crashed = "";
  const field = Object.assign(document.createElement("textarea"), { id: "text", value: text, className: "vh", autocomplete: "off" });
  app.replaceChildren(field);
  field.focus();
  // By another address it is another one, with a memory of its own.
  const { default: start, begin } = await import(`${at(js)}#${round}`);
  const { first, rest } = globalThis.pullscope.core;
  await start({ module_or_path: first });
  if (rest) tie(rest);
  begin(now, await messageFile(now));
}

function after(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/** Behind the next frame, or soon: a page in the background has none. */
async function painted() {
  await Promise.race([new Promise(requestAnimationFrame), after(200)]);
  await after(0);
}

/** Whether this browser keeps a workspace (web/src/share/kept.rs), which is then opened instead. */
function isKept() {
  try {
    return localStorage.getItem("pullscope-workspace") !== null;
  } catch {
    return false;
  }
}

/** A module; a host that does not know what the file is serves it all the same. */
async function moduleAt(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname} is answered with ${response.status}`);
  const isNamed = response.headers.get("content-type")?.startsWith("application/wasm");
  return isNamed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** The bytes of the rest, where a worker has them; without them it is asked for when it is wanted. */
async function restAtHand() {
  if (!navigator.serviceWorker?.controller) return;
  return fetch(beside).then((it) => (it.ok ? it.arrayBuffer() : undefined), () => undefined);
}

/** A module, asked for again and again where a network comes and goes. */
async function compiled(address) {
  for (;;) {
    try {
      return await WebAssembly.compileStreaming(fetch(address));
    } catch {
      await after(2000);
    }
  }
}

/**
 * Has web/sw.js keep the page's files for the next visit, once there is nothing else to do. Only a
 * built page names its manifest: one that is being worked on is always loaded anew.
 */
function keepForOffline() {
  const isBuilt = document.querySelector("link[rel=manifest]") !== null;
  const isServed = location.protocol.startsWith("http") && isSecureContext;
  if (!isBuilt || !isServed || !navigator.serviceWorker || navigator.connection?.saveData) return;
  const whenIdle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 1000));
  whenIdle(async () => {
    // A browser may forbid it, as some do in private windows: then the page is loaded anew each time.
    const kept = await navigator.serviceWorker.register("sw.js").catch(() => null);
    if (!kept) return;
    // A version waits while an older one is in use. web/src/hooks.rs listens.
    const tell = () => kept.waiting && kept.active && dispatchEvent(new Event("pullscope-update"));
    const follow = () => kept.installing?.addEventListener("statechange", tell);
    kept.addEventListener("updatefound", follow);
    follow();
    tell();
  });
}
