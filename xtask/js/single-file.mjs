// node single-file.mjs FOLDER FILE: writes the built page in FOLDER as one FILE, which a browser opens
// from a disk.
//
// What the page would load stands in FILE as data, deflated and in base64; web/inlined.js unpacks it
// and web/boot.js finds it there. The Content-Security-Policy names the one script and the one style
// sheet by their hashes, and allows no address at all.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";

const [folder, file] = process.argv.slice(2);
const read = (path) => readFileSync(join(folder, path), "utf8");
const source = (path) => readFileSync(fileURLToPath(new URL(`../../web/${path}`, import.meta.url)), "utf8");

/** `text` with `from`, which is found in it once, replaced. */
function replaced(text, from, to) {
  const found = text.split(from).length - 1;
  if (found !== 1) throw new Error(`${from} has to be found once, and is found ${found} times`);
  return text.replace(from, () => to);
}

/** The inline form of a script or a style sheet, and what a policy calls it. */
function inlined(text, element) {
  if (text.toLowerCase().includes(`</${element}`)) throw new Error(`a ${element} ends too soon`);
  return { text, hash: `'sha256-${createHash("sha256").update(text).digest("base64")}'` };
}

/** A file that is loaded, as data. */
function data(path) {
  const type = path.endsWith(".wasm") ? "application/wasm" : "text/javascript";
  const packed = deflateRawSync(readFileSync(join(folder, path)), { level: 9 }).toString("base64");
  return `<script type="application/octet-stream" data-path="${path}" data-type="${type}">${packed}</script>`;
}

let html = read("index.html");

const links = /<link rel="stylesheet" href="\.\/([^"]+)"[^>]*>\s*/g;
const sheets = [...html.matchAll(links)].map(([, path]) => read(path));
if (sheets.length === 0) throw new Error("index.html names no style sheet");
const style = inlined(sheets.join("\n"), "style");
html = html.replace(links, "").replace(/<link rel="(?:manifest|(?:module)?preload)"[^>]*>\s*/g, "");

const tag = html.match(/<script type="module" src="\.\/boot\.js"([^>]*)><\/script>/);
if (!tag) throw new Error("index.html does not name boot.js");
const seal = [["script-src 'self'", "script-src blob:"], ["worker-src 'self'", "worker-src blob:"]];
const boot = seal.reduce((text, [from, to]) => replaced(text, from, to), read("boot.js"));
const script = inlined(`${source("inlined.js")}\n${boot}`, "script");
const attributes = tag[1].replaceAll('"./', '"');

const paths = readdirSync(folder, { recursive: true })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /\.(?:js|wasm)$/.test(path) && path !== "boot.js" && path !== "sw.js")
  .sort();

const policy = `default-src 'none'; script-src ${script.hash} blob: 'wasm-unsafe-eval'; worker-src blob:; style-src ${style.hash}; connect-src blob:; img-src data:; base-uri 'none'; form-action 'none'`;
html = replaced(html, /(?<=<meta http-equiv="Content-Security-Policy" content=")[^"]*/, policy);
html = replaced(html, "</head>", `<style>${style.text}</style>\n</head>`);
html = html.replace(tag[0], "");
html = replaced(html, "</body>", `${paths.map(data).join("\n")}\n<script type="module"${attributes}>${script.text}</script>\n</body>`);
const left = html.match(/(?:src|href)="(?!data:)[^"]*"/);
if (left) throw new Error(`the file still names another: ${left[0]}`);
writeFileSync(file, html);
