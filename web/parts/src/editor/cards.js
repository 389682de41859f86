// The findings where the pointer or the caret is, each on the page's own card, with its fix and the lines
// before and after.
import { StateEffect, StateField } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { findingsIn, marked } from "./marks.js";

const setCards = StateEffect.define();

/** The cards that are opened on purpose: a line, and the notes about it. */
const opened = StateField.define({
  create: () => null,
  update(value, transaction) {
    if (transaction.docChanged) value = null;
    for (const effect of transaction.effects) if (effect.is(setCards)) value = effect.value;
    return value;
  },
  provide: (field) => showTooltip.from(field),
});

/** Cards in a box that the page draws. */
function boxed(page, notes) {
  const dom = document.createElement("div");
  dom.className = "cards";
  page.show(dom, notes);
  return { dom, destroy: () => page.hide(dom) };
}

/** Opens the cards of a line. */
export function openCards(view, { from, to, number }, page, words) {
  const found = findingsIn(view.state, from, to);
  const [at] = found;
  if (!at) return false;
  const create = () => {
    const box = boxed(page, found.map((it) => it.note));
    box.dom.setAttribute("role", "dialog");
    box.dom.setAttribute("aria-label", `${words.here} ${number}`);
    box.dom.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      closeCards(view);
      view.focus();
    });
    // The page draws the cards in a task of its own.
    const focus = () => (box.dom.querySelector(".acts button") ?? box.dom.querySelector("button"))?.focus();
    return { ...box, mount: () => setTimeout(focus) };
  };
  view.dispatch({ effects: setCards.of({ pos: Math.max(at.from, from), create, arrow: false, above: false }) });
  return true;
}

/** Closes them. */
export function closeCards(view) {
  if (view.state.field(opened)) view.dispatch({ effects: setCards.of(null) });
}

/** Cards under the pointer, cards on a key, and keys to go from finding to finding. */
export function cards(page, words) {
  const hover = hoverTooltip(
    (view, at) => {
      const found = findingsIn(view.state, at, at);
      if (!found.length || view.state.field(opened)) return null;
      const [{ from, to }] = found;
      return { pos: from, end: to, create: () => boxed(page, found.map((it) => it.note)) };
    },
    { hideOnChange: true },
  );
  const open = (view) => {
    const line = view.state.doc.lineAt(view.state.selection.main.head);
    if (!openCards(view, line, page, words)) view.dispatch({ effects: EditorView.announce.of(words.none) });
    return true;
  };
  const step = (forward) => (view) => {
    const { head } = view.state.selection.main;
    const places = [];
    const all = view.state.field(marked).marks.iter();
    for (; all.value; all.next()) if (all.value.spec.note !== undefined) places.push({ from: all.from, to: all.to, note: all.value.spec.note });
    const next = forward ? places.find((it) => it.from > head) ?? places[0] : places.findLast((it) => it.from < head) ?? places.at(-1);
    const effects = next
      ? [EditorView.scrollIntoView(next.from, { y: "center" }), EditorView.announce.of(page.found(next.note))]
      : [EditorView.announce.of(words.none)];
    view.dispatch({ selection: next && { anchor: next.from }, effects });
    return true;
  };
  return [
    opened,
    hover,
    keymap.of([
      { key: "Mod-.", run: open },
      { key: "F8", run: step(true), shift: step(false) },
      { key: "Escape", run: (view) => Boolean(view.state.field(opened)) && (closeCards(view), true) },
    ]),
  ];
}
