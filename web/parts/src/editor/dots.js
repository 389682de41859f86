// Dots in place of what is hidden: the letters are not in the page at all.
import { Facet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, ViewPlugin, WidgetType } from "@codemirror/view";

/** The page hides something else now, or nothing. */
export const refreshDots = StateEffect.define();

/** Asks a state for what is hidden in it, as pairs of offsets. */
export const hiddenIn = Facet.define({ combine: (all) => all[0] });

/** Up to so many, each letter has a dot of its own, which the caret can stand before. */
const APART = 120;
/** More dots than anyone counts. */
const DRAWN = 4000;
/** UTF-16 code units of a text up to which each key asks anew what is hidden. */
const ASKED = 1_000_000;

class Dots extends WidgetType {
  constructor(count) {
    super();
    this.count = count;
  }
  eq(other) {
    return other.count === this.count;
  }
  ignoreEvent() {
    return false;
  }
  toDOM() {
    const dom = document.createElement("span");
    dom.className = "dots";
    dom.textContent = "•".repeat(this.count);
    return dom;
  }
}

const dot = Decoration.replace({ widget: new Dots(1) });

/** The dots; `page.hidden` says of a text what is hidden, as pairs of offsets. */
export function dots(page) {
  const ask = (doc) => page.hidden(doc.toString());
  const hidden = StateField.define({
    create: (state) => ask(state.doc),
    update(ranges, transaction) {
      if (transaction.effects.some((it) => it.is(refreshDots))) return ask(transaction.newDoc);
      if (!transaction.docChanged) return ranges;
      const { changes, newDoc } = transaction;
      let inserted = 0;
      changes.iterChanges((_a, _b, from, to) => (inserted += to - from));
      if (newDoc.length <= ASKED || inserted > 100) return ask(newDoc);
      // What is typed at the edge of something hidden belongs to it, until the page has looked.
      return ranges.map((at, index) => changes.mapPos(at, index % 2 ? 1 : -1));
    },
  });
  const draw = (view) => {
    const ranges = view.state.field(hidden);
    const found = [];
    for (const { from, to } of view.visibleRanges) {
      for (let index = first(ranges, from); index < ranges.length && ranges[index] < to; index += 2) {
        const start = Math.max(ranges[index], from);
        const end = Math.min(ranges[index + 1], to);
        if (end - start > APART) {
          found.push(Decoration.replace({ widget: new Dots(Math.min(end - start, DRAWN)) }).range(start, end));
          continue;
        }
        let at = start;
        for (const letter of view.state.sliceDoc(start, end)) {
          found.push(dot.range(at, at + letter.length));
          at += letter.length;
        }
      }
    }
    return Decoration.set(found);
  };
  const plugin = ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.decorations = draw(view);
      }
      update(update) {
        const isOther = update.startState.field(hidden) !== update.state.field(hidden);
        if (isOther || update.docChanged || update.viewportChanged) this.decorations = draw(update.view);
      }
    },
    { decorations: (it) => it.decorations },
  );
  return [hidden, hiddenIn.of((state) => state.field(hidden)), plugin];
}

/** The first pair that ends behind `at`. */
export function first(ranges, at) {
  let low = 0;
  let high = ranges.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[2 * middle + 1] <= at) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}
