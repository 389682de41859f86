// Bundles the parts of the page that load on demand. Trunk runs it after each build of the page.
//
// Each file src/NAME.js becomes one module, parts/NAME-HASH.js, with all that it imports inside it; what
// several of them share may stand in a folder of src/. Each language has a part with its message file. The hash is that of the content, so that a cache
// may keep the file for ever. The list of the files is written into index.html, where boot.js finds it.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { messages } from "./messages.mjs";
import { museum } from "./museum.mjs";

const folder = process.env.TRUNK_STAGING_DIR;
if (!folder) throw new Error("TRUNK_STAGING_DIR is not set: this runs as a step of `cargo xtask build` or `serve`");

/** `import pages from "docs:findings"`: every page about a code, by the name of its file. */
const pages = {
  name: "pages",
  setup(build) {
    build.onResolve({ filter: /^docs:findings$/ }, ({ path }) => ({ path, namespace: "docs" }));
    build.onLoad({ filter: /./, namespace: "docs" }, async () => {
      const folder = fileURLToPath(new URL("../../docs/findings/", import.meta.url));
      const files = (await readdir(folder)).filter((name) => name.endsWith(".md") && name !== "README.md").sort();
      const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
      const byFile = Object.fromEntries(files.map((name, index) => [name.slice(0, -".md".length), texts[index]]));
      return { contents: JSON.stringify(byFile), loader: "json" };
    });
  },
};

const sources = fileURLToPath(new URL("src/", import.meta.url));
const names = (await readdir(sources)).filter((name) => name.endsWith(".js")).sort();
const { metafile } = await build({
  entryPoints: [...names.map((name) => ({ in: join(sources, name), out: name.slice(0, -".js".length) })), ...(await messages.entries())],
  outdir: join(folder, "parts"),
  entryNames: "[name]-[hash]",
  bundle: true,
  splitting: false,
  format: "esm",
  target: "es2022",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  loader: { ".css": "text", ".sha256": "text", ".wasm": "binary", ".yml": "text" },
  plugins: [pages, museum, messages.plugin],
  metafile: true,
  logLevel: "warning",
});

const files = Object.keys(metafile.outputs).map((file) => `parts/${basename(file)}`).sort();
const page = join(folder, "index.html");
const html = await readFile(page, "utf8");
const place = 'data-parts=""';
if (html.split(place).length !== 2) throw new Error(`index.html does not have ${place} once`);
await writeFile(page, html.replace(place, `data-parts="${files.join(" ")}"`));
