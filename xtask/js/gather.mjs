// node gather.mjs FOLDER: makes one file of the style sheets of the built page in FOLDER, which are one
// per component: fewer requests, and smaller when compressed. Nothing but what the start is painted with is
// asked for by the page itself: web/boot.js asks for the module behind it.
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const page = join(folder, "index.html");
let html = readFileSync(page, "utf8");

const links = /[ \t]*<link rel="stylesheet" href="\.\/([^"]+)"[^>]*>\n?/g;
const sheets = [...html.matchAll(links)].map(([, path]) => path);
if (sheets.length === 0) throw new Error("index.html names no style sheet");
const text = sheets.map((path) => readFileSync(join(folder, path), "utf8")).join("\n");
const style = `style-${createHash("sha256").update(text).digest("hex").slice(0, 16)}.css`;
for (const path of sheets) rmSync(join(folder, path));
writeFileSync(join(folder, style), text);

const preloads = /[ \t]*<link rel="(?:module)?preload"[^>]*>\n?/g;
if (html.match(preloads)?.length !== 2) throw new Error("index.html does not preload the module and its JavaScript");
const first = `  <link rel="stylesheet" href="./${style}">\n  </head>`;
html = html.replace(links, "").replace(preloads, "").replace("</head>", () => first);
writeFileSync(page, html);
console.log(`${sheets.length} style sheets are one, of ${text.length} bytes`);
