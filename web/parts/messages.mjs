// Makes two parts of each message file, web/messages/LANGUAGE.json: the module messages-LANGUAGE, whose
// default export is the lists of the page and the core as a text, which the page's module reads, and
// guide-LANGUAGE, whose default export is the list of the guide.
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../messages/", import.meta.url));

export const messages = {
  /** The parts of each language. */
  async entries() {
    const files = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
    const languages = files.map((name) => basename(name, ".json"));
    return languages.flatMap((it) => [`messages-${it}`, `guide-${it}`]).map((out) => ({ in: `said:${out}`, out }));
  },

  plugin: {
    name: "messages",
    setup(build) {
      build.onResolve({ filter: /^said:/ }, ({ path }) => ({ path: path.slice("said:".length), namespace: "said" }));
      build.onLoad({ filter: /./, namespace: "said" }, async ({ path }) => {
        const [, part, language] = /^(messages|guide)-(.+)$/.exec(path);
        const file = join(folder, `${language}.json`);
        const { guide, ...rest } = JSON.parse(await readFile(file, "utf8"));
        return part === "guide"
          ? { contents: `export default ${JSON.stringify(guide)}`, loader: "js", watchFiles: [file] }
          : { contents: JSON.stringify(rest), loader: "text", watchFiles: [file] };
      });
    },
  },
};
