// Puts the texts of the museum's exhibits into their list, when it is bundled: each has a case of
// tests/corpus/cases, whose text stands behind a line of hyphens.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const HYPHENS = "\n-----\n";

export const museum = {
  name: "museum",
  setup(build) {
    build.onLoad({ filter: /museum[/\\]exhibits\.json$/ }, async ({ path }) => {
      const exhibits = JSON.parse(await readFile(path, "utf8"));
      const files = [];
      for (const exhibit of exhibits) {
        const file = fileURLToPath(new URL(`../../tests/corpus/cases/${exhibit.case}.case`, import.meta.url));
        const text = await readFile(file, "utf8");
        exhibit.text = text.slice(text.indexOf(HYPHENS) + HYPHENS.length);
        files.push(file);
      }
      return { contents: JSON.stringify(exhibits), loader: "text", watchFiles: files };
    });
  },
};
