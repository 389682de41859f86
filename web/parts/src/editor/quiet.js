// The search says to a screen reader what it found, with the text around it. Where something is hidden on
// that line, it says the line alone.
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { first, hiddenIn } from "./dots.js";

export const quietSearch = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.selection || !transaction.effects.some((it) => it.is(EditorView.announce))) return transaction;
  const { startState } = transaction;
  const ranges = startState.facet(hiddenIn)(startState);
  const line = startState.doc.lineAt(Math.min(transaction.newSelection.main.head, startState.doc.length));
  const at = first(ranges, line.from);
  if (at >= ranges.length || ranges[at] > line.to) return transaction;
  const said = `${startState.phrase("current match")}. ${startState.phrase("on line")} ${line.number}.`;
  return {
    selection: transaction.newSelection,
    effects: transaction.effects.map((it) => (it.is(EditorView.announce) ? EditorView.announce.of(said) : it)),
    scrollIntoView: transaction.scrollIntoView,
    userEvent: "select.search",
  };
});
