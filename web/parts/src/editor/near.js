// YAML of the documents that are in view. A key is read anew from the start of its document only, however
// much stands before it: a text of a cluster is many documents, and one of them is looked at.
import { yamlLanguage } from "@codemirror/lang-yaml";
import { Language, LanguageSupport, ParseContext } from "@codemirror/language";
import { Parser, Tree } from "@lezer/common";

/** What ends a document, wherever it stands. */
const MARK = "\n---";

class Near extends Parser {
  createParse(input, fragments, ranges) {
    const context = ParseContext.get();
    const all = input.length;
    const { from, to } = context ? documents(input, context.viewport) : { from: 0, to: all };
    if (from === 0 && to === all) return yamlLanguage.parser.createParse(input, fragments, ranges);
    // Those of the parse before, which this one takes the place of.
    context.skipped.length = 0;
    if (from > 0) context.skipUntilInView(0, from);
    if (to < all) context.skipUntilInView(to, all);
    const parse = yamlLanguage.parser.createParse(input, [], [{ from, to }]);
    return {
      advance() {
        const tree = parse.advance();
        return tree && new Tree(tree.type, [tree], [from], this.stoppedAt ?? all);
      },
      get parsedPos() {
        return parse.parsedPos;
      },
      stoppedAt: null,
      stopAt(at) {
        if (at >= to) return;
        this.stoppedAt = Math.max(at, from);
        parse.stopAt(this.stoppedAt);
      },
    };
  }
}

/** Where the documents begin and end that are in view. */
function documents(input, view) {
  const before = input.read(0, Math.min(view.from, input.length)).lastIndexOf(MARK);
  const from = before < 0 ? 0 : before + 1;
  const after = input.read(Math.min(view.to, input.length), input.length).indexOf(MARK);
  return { from, to: after < 0 ? input.length : view.to + after + 1 };
}

/** YAML, read where it is looked at. */
export function yaml() {
  return new LanguageSupport(new Language(yamlLanguage.data, new Near(), [], "yaml"));
}
