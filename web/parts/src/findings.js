// The pages about the codes of findings, docs/findings/AREA-NAME.md, in Markdown.
import pages from "docs:findings";

/** The page about a code, `AREA/NAME`; undefined for a code without one. */
export const page = (code) => { const file = code.replace("/", "-"); return Object.hasOwn(pages, file) ? pages[file] : undefined; };
