// The editor of the documents: CodeMirror in a shadow tree, where its styles need no permission.
//
// The page holds the text and knows everything about it. The editor reports what a person changes, asks
// what is hidden, and shows what it is told: marks, signs, places. All offsets are UTF-16 code units.
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from "@codemirror/commands";
import { codeFolding, foldGutter, foldKeymap, foldedRanges, indentUnit, syntaxHighlighting, unfoldEffect } from "@codemirror/language";
import { search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, Prec, Transaction } from "@codemirror/state";
import { EditorView, dropCursor, highlightSpecialChars, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { cards, closeCards } from "./editor/cards.js";
import { dots, refreshDots } from "./editor/dots.js";
import { inks, ownStyle, pageStyle } from "./editor/look.js";
import { mark, marks } from "./editor/marks.js";
import { yaml } from "./editor/near.js";
import { over } from "./editor/over.js";
import { quietSearch } from "./editor/quiet.js";

/** A change that the page made, and knows. */
const ofPage = Annotation.define();

/** Milliseconds that the page may take for a change to hear of the next one before that is painted. */
const QUICK = 40;
/** UTF-16 code units up to which it is taken for that quick, until it is known. */
const AT_ONCE = 60_000;
/** Up to which it hears right after. */
const SOON = 1_000_000;
/** Milliseconds without a change until it hears of one of a larger text. */
const REST = 300;

/** No stretch of the text. */
const NOTHING = [-1, -1];

/** What is said in the language of the page. */
const inWords = (words) => [
  EditorState.phrases.of(words.phrases),
  EditorView.contentAttributes.of({ "aria-label": words.label }),
  placeholder(words.placeholder),
];

/**
 * Puts an editor into `host`.
 *
 * @param {HTMLElement} host an empty element with a size
 * @param {object} start `text`, `anchor` and `head` of the selection, `focused`, `top` in pixels
 * @param {object} page what the page does: `changed(text, from, to)`, with the stretch that was put in as
 *   a whole, `hidden(text)` gives pairs of offsets, `show(element, notes)` draws the cards of findings and
 *   `hide(element)` takes them back, `found(note)` says one in words, `stop(number)`, `over(from, to)`; both
 *   offsets are -1 for nothing
 * @param {object} words `label`, `hint`, `placeholder`, `none`, `here`; `phrases` of CodeMirror; `signs`,
 *   an element for each state of a finding
 */
export function mount(host, start, page, words) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const hint = Object.assign(document.createElement("p"), { id: "hint", hidden: true, textContent: words.hint });
  root.replaceChildren(hint);
  const language = new Compartment();
  let waiting = 0;
  let isFrame = false;
  let took = null;
  let put = NOTHING;
  // What is put where nothing was is shown from its beginning: the answer stays in sight above it.
  let isFirst = false;

  const report = () => {
    if (waiting && isFrame) cancelAnimationFrame(waiting);
    else if (waiting) clearTimeout(waiting);
    waiting = 0;
    const started = performance.now();
    const [from, to] = put;
    put = NOTHING;
    page.changed(view.state.doc.toString(), from, to);
    took = performance.now() - started;
  };
  const later = (length) => {
    if (waiting && isFrame) return;
    clearTimeout(waiting);
    isFrame = length <= SOON;
    waiting = isFrame
      ? requestAnimationFrame(() => {
          isFrame = false;
          waiting = setTimeout(report);
        })
      : setTimeout(report, REST);
  };
  const reports = EditorView.updateListener.of((update) => {
    if (!update.docChanged || update.transactions.every((it) => it.annotation(ofPage))) return;
    put = putIn(update);
    isFirst = put !== NOTHING && update.startState.doc.length === 0 && update.transactions.some((it) => it.scrollIntoView);
    const { length } = update.state.doc;
    const isQuick = length <= SOON && took !== null ? took <= QUICK : length <= AT_ONCE;
    // Nobody looks at a page in the background, and nothing is painted there.
    if (isQuick || document.hidden) report();
    else later(length);
  });
  const flush = () => {
    if (waiting) report();
  };

  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: start.text,
      selection: { anchor: Math.min(start.anchor, start.text.length), head: Math.min(start.head, start.text.length) },
      extensions: [
        EditorState.lineSeparator.of("\n"),
        EditorState.tabSize.of(4),
        language.of(inWords(words)),
        EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, "\n")),
        EditorView.contentAttributes.of({ "aria-describedby": "hint", autocapitalize: "off", spellcheck: "false", tabindex: "0" }),
        indentUnit.of("  "),
        lineNumbers(),
        marks(page, words),
        codeFolding(),
        foldGutter({ openText: "▾", closedText: "▸" }),
        highlightSpecialChars(),
        history(),
        dropCursor(),
        EditorView.scrollHandler.of(() => {
          const stays = isFirst;
          isFirst = false;
          return stays;
        }),
        yaml(),
        syntaxHighlighting(inks),
        search({ top: true }),
        dots(page),
        quietSearch,
        cards(page, words),
        over(page),
        Prec.highest(EditorView.domEventHandlers({
          blur: flush,
          beforeinput: replaced,
          // Files are the page's business.
          drop: (event) => Boolean(event.dataTransfer?.files.length),
          // What another key does is done to the text as it is now.
          keydown: (event, view) => {
            if (event.altKey || event.ctrlKey || event.metaKey) flush();
            // For two seconds Tab leads out, also where Escape has something else to do.
            if (event.key === "Escape") view.setTabFocusMode(2000);
          },
        })),
        keymap.of([...searchKeymap, ...historyKeymap, ...foldKeymap, indentWithTab, ...defaultKeymap]),
        reports,
      ],
    }),
  });
  host.focus = () => view.focus();
  // When the page has failed (web/boot.js), this still has the text.
  host.text = () => view.state.doc.toString();
  const own = ownStyle();
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, own];
  const dress = () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.flatMap((it) => (it === own ? [pageStyle(), own] : it));
  };
  // Nothing of an empty text is drawn as the page draws it, and nobody has to wait for that.
  if (start.text) dress();
  else setTimeout(dress);
  view.scrollDOM.scrollTop = start.top;
  if (start.focused) view.focus();

  return {
    /** The page's own change: one step back in the history. */
    hold(from, to, text) {
      if (waiting) {
        // What was typed meanwhile is never lost; the page can make its change again.
        report();
        return;
      }
      const annotations = [ofPage.of(true), isolateHistory.of("full"), Transaction.addToHistory.of(true)];
      view.dispatch({
        changes: { from, to, insert: text },
        annotations,
        effects: EditorView.scrollIntoView(from, { y: "nearest", yMargin: 60 }),
      });
    },
    /** What stands out: start, end, kind, and number of the note or the stop of each. */
    mark(numbers, documents) {
      if (!waiting) mark(view, { numbers, documents, signs: words.signs });
    },
    /** The words are those of another language. */
    speak(others) {
      Object.assign(words, others);
      hint.textContent = words.hint;
      view.dispatch({ effects: language.reconfigure(inWords(words)) });
    },
    /** What is hidden is another. */
    refresh() {
      view.dispatch({ effects: refreshDots.of(null) });
    },
    /** Takes the person to a place. */
    go(from, to) {
      const end = view.state.doc.length;
      const selection = { anchor: Math.min(from, end), head: Math.min(to, end) };
      const effects = [EditorView.scrollIntoView(selection.anchor, { y: "center" })];
      foldedRanges(view.state).between(selection.anchor, selection.head, (start, end) => {
        effects.push(unfoldEffect.of({ from: start, to: end }));
      });
      view.dispatch({ selection, effects });
      view.focus();
    },
    /** Closes the cards, and leaves the focus in the text. */
    back(said) {
      flush();
      closeCards(view);
      view.focus();
      view.dispatch({ effects: EditorView.announce.of(said) });
    },
    /** What `mount` would start with. */
    state() {
      const { anchor, head } = view.state.selection.main;
      return { text: view.state.doc.toString(), anchor, head, focused: view.hasFocus, top: view.scrollDOM.scrollTop };
    },
    remove() {
      flush();
      view.destroy();
    },
  };
}

/** The stretch that was pasted, or dropped from elsewhere, rather than typed. */
function putIn({ transactions, changes }) {
  const isPut = ["input.paste", "input.drop"].some((event) =>
    transactions.every((it) => !it.docChanged || it.isUserEvent(event)));
  if (!isPut) return NOTHING;
  let [start, end] = [Infinity, -1];
  changes.iterChangedRanges((_from, _to, from, to) => {
    start = Math.min(start, from);
    end = Math.max(end, to);
  });
  return end < 0 ? NOTHING : [start, end];
}

/**
 * Typing over a selection. Left to the browser, the new text would get the colours of the old one as an
 * inline style, which the page's policy forbids.
 */
function replaced(event, view) {
  if (event.inputType !== "insertText" || event.isComposing || !event.data) return false;
  // Chromium tells no target of the event in a shadow tree, but has a selection there.
  const selected = view.root.getSelection?.();
  const range = selected?.rangeCount ? selected.getRangeAt(0) : null;
  let { from, to } = view.state.selection.main;
  if (range && view.contentDOM.contains(range.commonAncestorContainer)) {
    from = view.posAtDOM(range.startContainer, range.startOffset);
    to = view.posAtDOM(range.endContainer, range.endOffset);
  }
  if (from >= to) return false;
  const selection = { anchor: from + event.data.length };
  view.dispatch({ changes: { from, to, insert: event.data }, selection, userEvent: "input.type", scrollIntoView: true });
  return true;
}
