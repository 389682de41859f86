// node offline.mjs FOLDER: makes the built page in FOLDER one that is kept for use without a network.
//
// It adds the manifest and names it in index.html, which is what makes boot.js register the worker, and
// writes the list of all files with their hashes into sw.js.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const folder = process.argv[2];
const sources = fileURLToPath(new URL("../../web/", import.meta.url));
const WORKER = "sw.js";
const MANIFEST = "manifest.webmanifest";

/** `text` with `from`, which stands in it once, replaced. */
function replaced(text, from, to) {
  if (text.split(from).length !== 2) throw new Error(`\`${from}\` has to stand there once`);
  return text.replace(from, () => to);
}

function change(name, ...changes) {
  const file = join(folder, name);
  const text = changes.reduce((text, [from, to]) => replaced(text, from, to), readFileSync(file, "utf8"));
  writeFileSync(file, text);
}

const hash = (algorithm, encoding, data) => createHash(algorithm).update(data).digest(encoding);

change("index.html", ["</head>", `  <link rel="manifest" href="${MANIFEST}">\n  </head>`]);

// The page's policy allows it no image but those of its own text, and a browser that installs the page
// keeps to that.
const TYPES = { ".png": "image/png", ".svg": "image/svg+xml" };
const manifest = JSON.parse(readFileSync(join(sources, MANIFEST), "utf8"));
for (const icon of manifest.icons) {
  const data = readFileSync(join(sources, icon.src)).toString("base64");
  icon.src = `data:${TYPES[extname(icon.src)]};base64,${data}`;
}
writeFileSync(join(folder, MANIFEST), JSON.stringify(manifest));

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((it) => it.isFile() && it.name !== WORKER)
  .map((it) => join(it.parentPath, it.name).slice(folder.length + 1).split(sep).join("/"))
  .sort()
  .map((path) => [path, `sha256-${hash("sha256", "base64", readFileSync(join(folder, path)))}`]);
const list = JSON.stringify(Object.fromEntries(files), null, 1);
const version = hash("sha256", "hex", list).slice(0, 16);
change(WORKER, ["const FILES = {};", `const FILES = ${list};`], ['const VERSION = "";', `const VERSION = "${version}";`]);
console.log(`${files.length} files are kept for use without a network, version ${version}`);
