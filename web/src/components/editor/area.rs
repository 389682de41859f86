//! The text area itself: what it holds, where its caret is, what of it is in sight.

use std::ops::Range;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlDocument, HtmlElement, HtmlTextAreaElement};

use super::Pasted;
use crate::lines::{Lines, floor, utf16};

/// Bytes up to which a change is made as if it were typed.
const TYPED: usize = 200 << 10;

/// Makes the text area hold `new` in place of `old`. A change within a text is made as if it were
/// typed, so that the browser's own undo takes it back, too.
pub(super) fn hold(area: &HtmlTextAreaElement, old: &str, new: &str) {
    let is_edit = !old.is_empty() && !new.is_empty() && old.len().max(new.len()) <= TYPED;
    if is_edit {
        type_change(area, old, new);
    }
    if !is_edit || area.value() != new {
        area.set_value(new);
    }
}

fn type_change(area: &HtmlTextAreaElement, old: &str, new: &str) {
    let (span, text) = change(old, new);
    let document = web_sys::window().and_then(|window| window.document());
    let Some(document) = document.and_then(|it| it.dyn_into::<HtmlDocument>().ok()) else { return };
    let before = document.active_element().and_then(|it| it.dyn_into::<HtmlElement>().ok());
    // What is refused here is seen by the caller: the text area holds another text.
    let _ = area.focus();
    let _ = area.set_selection_range(utf16(old, span.start), utf16(old, span.end));
    let command = if text.is_empty() { "delete" } else { "insertText" };
    let _ = document.exec_command_with_show_ui_and_value(command, false, text);
    let lines = Lines::new(new);
    show(area, new, &lines, &(span.start..span.start + text.len()));
    if let Some(before) = before {
        let _ = before.focus();
    }
}

/// The bytes of `old` that differ, and what takes their place in `new`.
pub(super) fn change<'n>(old: &str, new: &'n str) -> (Range<usize>, &'n str) {
    let same = old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
    let start = floor(old, same);
    let most = old.len().min(new.len()) - start;
    let tail = old.bytes().rev().zip(new.bytes().rev()).take(most);
    let mut tail = tail.take_while(|(old, new)| old == new).count();
    while !old.is_char_boundary(old.len() - tail) || !new.is_char_boundary(new.len() - tail) {
        tail -= 1;
    }
    (start..old.len() - tail, &new[start..new.len() - tail])
}

/// Moves the focus and the caret to `span`, and brings its line into sight.
pub(super) fn go(area: &HtmlTextAreaElement, text: &str, lines: &Lines, span: &Range<usize>) {
    let (start, end) = (utf16(text, span.start), utf16(text, span.end));
    // What fails here leaves the caret where it was.
    let _ = area.focus();
    let _ = area.set_selection_range(start, end);
    show(area, text, lines, span);
}

/// Brings the line of `span` into sight.
pub(super) fn show(area: &Element, text: &str, lines: &Lines, span: &Range<usize>) {
    let line = lines.of(floor(text, span.start));
    let top = line.saturating_sub(4) as f64 * line_height(area);
    area.set_scroll_top(top as i32);
    let (_, column) = lines.position(span.start, text);
    area.set_scroll_left(if column > 60 { (column as i32 - 30) * 7 } else { 0 });
}

/// Has the page and the text area be scrolled to where they are when the next frame is painted, whatever
/// the browser does until then to show the caret.
pub(super) fn stay(area: &HtmlTextAreaElement) {
    let Some(window) = web_sys::window() else { return };
    let place = (window.scroll_x().unwrap_or_default(), window.scroll_y().unwrap_or_default());
    let (area, top) = (area.clone(), area.scroll_top());
    let back = {
        let window = window.clone();
        Closure::once_into_js(move || {
            window.scroll_to_with_x_and_y(place.0, place.1);
            area.set_scroll_top(top);
        })
    };
    // Without a frame nobody sees where it is.
    let _ = window.request_animation_frame(back.unchecked_ref());
}

/// The text as it is once `pasted` has replaced the selection.
pub(super) fn with_pasted(area: &HtmlTextAreaElement, pasted: &str) -> Pasted {
    let units: Vec<u16> = area.value().encode_utf16().collect();
    let at = |place: Result<Option<u32>, _>| {
        place.ok().flatten().map_or(units.len(), |at| (at as usize).min(units.len()))
    };
    let (start, end) = (at(area.selection_start()), at(area.selection_end()));
    let before = String::from_utf16_lossy(&units[..start.min(end)]);
    let after = String::from_utf16_lossy(&units[end..]);
    let from = before.len();
    let text = before + &pasted.replace("\r\n", "\n");
    Pasted { span: Some(from..text.len()), text: text + &after }
}

/// The height of a line in pixels, as the style sheet has it.
pub(super) fn line_height(area: &Element) -> f64 {
    web_sys::window()
        .and_then(|window| window.get_computed_style(area).ok().flatten())
        .and_then(|style| style.get_property_value("line-height").ok())
        .and_then(|height| height.trim_end_matches("px").parse().ok())
        .filter(|height| *height > 0.0)
        .unwrap_or(20.0)
}

#[cfg(test)]
mod tests {
    use super::change;

    #[test]
    fn only_what_differs_is_changed() {
        assert_eq!(change("a: reg.io\n", "a: reg.io:5000\n"), (9..9, ":5000"));
        assert_eq!(change("abc", "ac"), (1..2, ""));
        assert_eq!(change("aa", "aaa"), (2..2, "a"));
        assert_eq!(change("same", "same"), (4..4, ""));
        // Within characters that begin or end alike.
        assert_eq!(change("ä", "ö"), (0..2, "ö"));
        assert_eq!(change("xäy", "xÄy"), (1..3, "Ä"));
    }
}
