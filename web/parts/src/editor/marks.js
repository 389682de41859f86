// What stands out: findings with a wavy line and a sign, what the chosen stop read, what somebody points
// at elsewhere, and the name of each document above it.
import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, WidgetType, gutter } from "@codemirror/view";
import { openCards } from "./cards.js";

/** All marks, in place of those that are there. */
const setMarks = StateEffect.define();

const KINDS = ["info", "warning", "error"];
const READ = 3;
const POINTED = 4;

const line = Decoration.line({ class: "has-error" });
const read = Decoration.mark({ class: "hl" });
const lit = Decoration.mark({ class: "lit" });

class Sign extends GutterMarker {
  constructor(kind, stop, signs) {
    super();
    Object.assign(this, { kind, stop, signs });
    this.elementClass = kind < READ ? `has-${KINDS[kind]}` : "";
  }
  eq(other) {
    return other.kind === this.kind && other.stop === this.stop && other.signs === this.signs;
  }
  toDOM() {
    if (this.kind < READ) return this.signs[KINDS[this.kind]].cloneNode(true);
    return Object.assign(document.createElement("span"), { className: "g", textContent: this.stop });
  }
}

class Badge extends WidgetType {
  constructor({ name, kind, broken }) {
    super();
    Object.assign(this, { name, kind, broken });
  }
  eq(other) {
    return other.name === this.name && other.kind === this.kind && other.broken === this.broken;
  }
  get estimatedHeight() {
    return 22;
  }
  // A selection of everything begins in the first one.
  ignoreEvent() {
    return false;
  }
  toDOM() {
    const dom = document.createElement("div");
    dom.className = this.broken ? "doc broken" : "doc";
    dom.append(Object.assign(document.createElement("b"), { textContent: this.name || this.kind }));
    if (this.name && this.kind) dom.append(Object.assign(document.createElement("span"), { textContent: this.kind }));
    return dom;
  }
}

const NOTHING = { marks: Decoration.none, lines: Decoration.none, badges: Decoration.none, signs: RangeSet.empty };

/** All marks of a state; those of a finding have the number of their note as `spec.note`. */
export const marked = StateField.define({
  create: () => NOTHING,
  update(value, transaction) {
    const { changes, docChanged, effects } = transaction;
    if (docChanged) value = Object.fromEntries(Object.entries(value).map(([name, set]) => [name, set.map(changes)]));
    for (const effect of effects) if (effect.is(setMarks)) value = effect.value;
    return value;
  },
  provide: (field) => ["marks", "lines", "badges"].map((name) => EditorView.decorations.from(field, (value) => value[name])),
});

function made(state, { numbers, documents, signs }) {
  const marks = [];
  const worst = new Map();
  for (let at = 0; at + 3 < numbers.length; at += 4) {
    const [from, to, kind, number] = numbers.subarray(at, at + 4);
    if (to > state.doc.length) continue;
    if (kind === POINTED) {
      if (from < to) marks.push(lit.range(from, to));
      continue;
    }
    const of = state.doc.lineAt(from).from;
    const known = worst.get(of);
    // Of several findings the worst has the sign, and a finding goes before a stop.
    const weight = kind < READ ? kind + 1 : 0;
    if (!known || weight >= known.weight) worst.set(of, { weight, kind, stop: kind === READ ? number : 0 });
    if (from === to) continue;
    marks.push(
      kind === READ
        ? read.range(from, to)
        : Decoration.mark({ class: `sq-${KINDS[kind]}`, note: number }).range(from, to),
    );
  }
  const lines = [...worst].sort(([a], [b]) => a - b);
  return {
    marks: Decoration.set(marks, true),
    lines: Decoration.set(lines.filter(([, { kind }]) => kind === 2).map(([at]) => line.range(at))),
    signs: RangeSet.of(lines.map(([at, { kind, stop }]) => new Sign(kind, stop, signs).range(at))),
    badges: Decoration.set(
      documents
        // What begins the text has its name in the head of the panel; and a browser selects no text that
        // begins with something that is none.
        .filter(({ at }) => at > 0 && at <= state.doc.length)
        .map((document) => Decoration.widget({ widget: new Badge(document), block: true, side: -1 }).range(state.doc.lineAt(document.at).from)),
      true,
    ),
  };
}

/**
 * Shows what stands out. Mostly a change only moved what is there, and nothing is left to do.
 *
 * `numbers`: start, end, kind and number of each; `documents`: `at`, `name`, `kind`, `broken`; `signs`: an
 * element for each state of a finding.
 */
export function mark(view, value) {
  const [now, then] = [view.state.field(marked), made(view.state, value)];
  const isSame = (name) => RangeSet.eq([now[name]], [then[name]]);
  if (Object.keys(NOTHING).every(isSame) && String(notes(now)) === String(notes(then))) return;
  view.dispatch({ effects: setMarks.of(then) });
}

/** The numbers of the notes, in the order of their places. */
function notes({ marks }) {
  const numbers = [];
  for (const mark = marks.iter(); mark.value; mark.next()) numbers.push(mark.value.spec.note);
  return numbers;
}

/** The findings that touch a stretch: the numbers of their notes, and where the first of them stands. */
export function findingsIn(state, from, to) {
  const found = new Map();
  state.field(marked).marks.between(from, to, (start, end, { spec }) => {
    if (spec.note !== undefined && !found.has(spec.note)) found.set(spec.note, { note: spec.note, from: start, to: end });
  });
  return [...found.values()];
}

/** Marks, and the gutter with their signs. */
export function marks(page, words) {
  const signs = gutter({
    class: "cm-signs",
    markers: (view) => view.state.field(marked).signs,
    initialSpacer: () => new Sign(READ, 8, words.signs),
    domEventHandlers: {
      mousedown(view, block) {
        let sign;
        view.state.field(marked).signs.between(block.from, block.to, (_from, _to, found) => void (sign = found));
        if (sign?.kind === READ) page.stop(sign.stop);
        else if (sign) openCards(view, view.state.doc.lineAt(block.from), page, words);
        return Boolean(sign);
      },
    },
  });
  return [marked, signs];
}
