// Tells the page which line the pointer is on.
import { EditorView } from "@codemirror/view";

export function over(page) {
  let known = -1;
  const tell = (from, to) => {
    if (from === known) return;
    known = from;
    page.over(from, to);
  };
  return EditorView.domEventHandlers({
    mousemove(event, view) {
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
      if (at === null) return tell(-1, -1);
      const { from, to } = view.state.doc.lineAt(at);
      tell(from, to);
    },
    mouseleave: () => tell(-1, -1),
  });
}
