// Makes a part of each message file, web/messages/LANGUAGE.json: the module messages-LANGUAGE, whose
// default export is the file as a text. The page's module reads it.
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../messages/", import.meta.url));

export const messages = {
  /** The file of each language, and the name of its part. */
  async entries() {
    const files = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
    return files.map((name) => ({ in: join(folder, name), out: `messages-${basename(name, ".json")}` }));
  },

  plugin: {
    name: "messages",
    setup(build) {
      build.onLoad({ filter: /messages[/\\][^/\\]+\.json$/ }, async ({ path }) => {
        const texts = JSON.parse(await readFile(path, "utf8"));
        return { contents: JSON.stringify(texts), loader: "text", watchFiles: [path] };
      });
    },
  },
};
