// Colours and shapes: the page's own style sheets, and one for what CodeMirror draws.
import { tagHighlighter, tags } from "@lezer/highlight";
import sheet from "./editor.css";

/** The names of colours are those of the plain text area. */
export const inks = tagHighlighter([
  { tag: tags.definition(tags.propertyName), class: "k" },
  { tag: [tags.content, tags.string, tags.special(tags.string), tags.attributeValue], class: "s" },
  { tag: [tags.lineComment, tags.comment], class: "c" },
  { tag: [tags.keyword, tags.typeName, tags.labelName], class: "n" },
  { tag: [tags.punctuation, tags.separator, tags.bracket, tags.squareBracket, tags.brace, tags.meta], class: "p" },
]);

/** What CodeMirror draws. */
export const ownStyle = () => made(sheet);

/** What the page has looks the same in the shadow tree. */
export const pageStyle = () =>
  made([...document.styleSheets].flatMap((it) => [...it.cssRules].map((rule) => rule.cssText)).join("\n"));

function made(text) {
  const style = new CSSStyleSheet();
  style.replaceSync(text);
  return style;
}
