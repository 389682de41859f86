//! A plain text area under a drawn copy of its text: what is there until the editor of code is, and
//! where somebody wants no other.
//!
//! The text area holds the text, the caret and the selection, and shows no letters. The copy on top
//! shows them in colour, with marks, and with dots for what is hidden. Only the lines in sight are drawn,
//! so that a large text costs no more than a small one.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{ClipboardEvent, Element, HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::area::{go, hold, line_height, show, stay, with_pasted};
use super::rows::{LONGEST, number, row};
use super::{Pasted, Props, Start};
use crate::hooks::language::use_language;
use crate::lines::{Lines, byte};
use crate::state::MAX_EDITED;
use crate::texts::t;

/// Lines drawn at once: more than any pane is high.
const DRAWN: usize = 120;
/// Lines drawn above the first one in sight; a new window is drawn at every such step.
const STEP: usize = 20;
/// Browsers make no box higher than some 33 million pixels.
const TALLEST: f64 = 30_000_000.0;

/// What the page gives the editor, and how the plain one begins and ends.
#[derive(PartialEq, Properties)]
pub(super) struct PlainProps {
    pub(super) editor: Rc<Props>,
    /// The text area.
    pub(super) area: NodeRef,
    /// Where the last editor was left.
    pub(super) start: Start,
    /// Whether letters are being put together, so that the text area must stay what it is.
    pub(super) on_compose: Callback<bool>,
    pub(super) on_focus: Callback<()>,
}

#[component]
pub(super) fn Plain(all: &PlainProps) -> Html {
    use_language();
    let props = &*all.editor;
    let area = all.area.clone();
    // What scrolls: the text area, or for a large text a plain box of the same size.
    let scroller = use_node_ref();
    let spacer = use_node_ref();
    let copy = use_node_ref();
    let numbers = use_node_ref();
    let first = use_state(|| 0usize);
    // What the text area is known to hold, so that its value is not read back at every key.
    let held = use_mut_ref(|| Rc::<str>::from(""));
    // Where something is about to be pasted, in UTF-16 code units.
    let pasted_at = use_mut_ref(|| 0u32);

    {
        let (area, held) = (area.clone(), held.clone());
        use_effect_with((props.text.clone(), props.large), move |(text, large)| {
            let text = if *large { "".into() } else { text.clone() };
            // Not borrowed any more when the text area tells of the change.
            let before = held.replace(text.clone());
            if before != text
                && let Some(area) = area.cast::<HtmlTextAreaElement>()
            {
                hold(&area, &before, &text);
            }
        });
    }
    {
        let (area, scroller, text, lines) =
            (area.clone(), scroller.clone(), props.text.clone(), props.lines.clone());
        let large = props.large;
        use_effect_with(props.jump.clone(), move |jump| {
            let Some(jump) = jump else { return };
            if large {
                if let Some(scroller) = scroller.cast::<HtmlElement>() {
                    // Without the focus the line is still in sight.
                    let _ = scroller.focus();
                    show(&scroller, &text, &lines, &jump.span);
                }
            } else if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                go(&area, &text, &lines, &jump.span);
            }
        });
    }
    {
        let spacer = spacer.clone();
        use_effect_with((props.lines.clone(), props.large), move |(lines, large)| {
            let Some(spacer) = spacer.cast::<HtmlElement>().filter(|_| *large) else { return };
            let height = (lines.count() as f64 * line_height(&spacer)).min(TALLEST);
            for (name, value) in [
                ("height", format!("{height}px")),
                ("width", format!("{}ch", lines.longest().min(LONGEST))),
            ] {
                // A box that stays small scrolls less far.
                let _ = spacer.style().set_property(name, &value);
            }
        });
    }
    let scrolled = if props.large { scroller.clone() } else { area.clone() };

    let place = {
        let (area, copy, numbers) = (scrolled.clone(), copy.clone(), numbers.clone());
        move |first: usize| {
            let Some(area) = area.cast::<Element>() else { return };
            let top = first as f64 * line_height(&area) - f64::from(area.scroll_top());
            for (node, left) in [(&copy, -area.scroll_left()), (&numbers, 0)] {
                if let Some(node) = node.cast::<HtmlElement>() {
                    // A style that cannot be set leaves the copy where it is.
                    let _ = node
                        .style()
                        .set_property("transform", &format!("translate({left}px, {top}px)"));
                }
            }
        }
    };
    {
        let (place, shown) = (place.clone(), *first);
        use_effect(move || place(shown));
    }
    let on_scroll = {
        let (area, first) = (scrolled, first.clone());
        move |_: Event| {
            let Some(area) = area.cast::<Element>() else { return };
            let top = (f64::from(area.scroll_top()) / line_height(&area)) as usize;
            let wanted = (top / STEP * STEP).saturating_sub(STEP);
            if wanted != *first {
                first.set(wanted);
            }
            place(*first);
        }
    };
    let on_paste = {
        let (on_paste, pasted_at) = (props.on_paste.clone(), pasted_at.clone());
        move |event: Event| {
            let area = event.target().and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok());
            let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
            let pasted = data.and_then(|data| data.get_data("text/plain").ok());
            let (Some(area), Some(pasted)) = (area, pasted) else { return };
            if pasted.len() > MAX_EDITED || Lines::new(&pasted).is_long() {
                event.prevent_default();
                on_paste.emit(with_pasted(&area, &pasted));
            } else {
                pasted_at.replace(Start::of(&area).first_unit());
                if area.value().is_empty() {
                    // The answer stays in sight above it.
                    stay(&area);
                }
            }
        }
    };
    let on_input = {
        let (on_input, on_paste) = (props.on_input.clone(), props.on_paste.clone());
        move |event: InputEvent| {
            if let Some(area) =
                event.target().and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok())
            {
                let text = area.value();
                *held.borrow_mut() = text.as_str().into();
                // Behind what was pasted is the caret, and what was dropped is selected.
                let start = match &*event.input_type() {
                    "insertFromPaste" => Some(*pasted_at.borrow()),
                    "insertFromDrop" => Some(Start::of(&area).first_unit()),
                    _ => None,
                };
                match start {
                    Some(start) => {
                        let end = Start::of(&area).last_unit();
                        let span = byte(&text, start as usize)..byte(&text, end as usize);
                        on_paste.emit(Pasted { text, span: Some(span) });
                    }
                    None => on_input.emit(text),
                }
            }
        }
    };

    {
        let (area, start) = (area.clone(), all.start.clone());
        use_effect_with((), move |()| {
            if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                start.put(&area);
            }
        });
    }
    {
        let (area, on_compose) = (area.clone(), all.on_compose.clone());
        use_effect_with((), move |()| {
            let listeners = ["compositionstart", "compositionend"].map(|name| {
                let on_compose = on_compose.clone();
                let is = name == "compositionstart";
                (name, Closure::<dyn Fn()>::new(move || on_compose.emit(is)))
            });
            for (name, listener) in &listeners {
                let listener = listener.as_ref().unchecked_ref();
                if let Some(area) = area.cast::<HtmlElement>() {
                    // Without the listener the text area may go while letters are put together.
                    let _ = area.add_event_listener_with_callback(name, listener);
                }
            }
            // They end with the text area.
            move || drop(listeners)
        });
    }

    let from = (*first).min(props.lines.count() - 1);
    let to = (from + DRAWN).min(props.lines.count());
    html! {
        <>
                <div class="gutter" aria-hidden="true">
                    <div ref={numbers} class="rows">
                        { for (from..to).map(|line| number(props, line)) }
                    </div>
                </div>
                <div class="page">
                    <div class="copy" aria-hidden="true">
                        <pre ref={copy} class="rows">
                            { for (from..to).map(|line| row(props, line)) }
                        </pre>
                    </div>
                    <textarea
                        ref={area}
                        id="text"
                        class="text"
                        aria-describedby="documents-n"
                        placeholder={placeholder()}
                        wrap="off"
                        spellcheck="false"
                        autocapitalize="off"
                        autocomplete="off"
                        autocorrect="off"
                        hidden={props.large}
                        oninput={on_input}
                        onpaste={on_paste}
                        onscroll={on_scroll.clone()}
                        onfocus={all.on_focus.reform(|_: FocusEvent| ())}
                    />
                    if props.large {
                        <div
                            ref={scroller}
                            class="text"
                            tabindex="0"
                            role="group"
                            aria-label={t!("The text, too large to be edited here")}
                            onscroll={on_scroll}
                        >
                            <div ref={spacer} />
                        </div>
                    }
                </div>
        </>
    }
}

/// What an empty text says.
pub(super) fn placeholder() -> AttrValue {
    t!(
        "Paste or drop what you have, in any order: workloads, Secrets, ServiceAccounts, config.json, what kubectl describe says, or just the name of an image"
    )
}
