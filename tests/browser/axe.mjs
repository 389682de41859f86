// What axe-core has to say of the page as it is shown now.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Every rule that is broken, with the elements that break it; empty when there is none. */
export async function complaints(page) {
  // Through the debugger, which the page's own policy does not concern.
  await page.evaluate(AXE);
  return page.evaluate(async (tags) => {
    const { violations } = await axe.run(document, { runOnly: tags });
    return violations.map(({ id, help, nodes }) => {
      const where = nodes.slice(0, 5).map((node) => `${node.target.join(" ")}: ${node.any[0]?.message ?? ""}`);
      return `${id}: ${help}\n  ${where.join("\n  ")}`;
    });
  }, TAGS);
}
