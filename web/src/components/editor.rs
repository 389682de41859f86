//! The documents: a text area under a drawn copy of its text.
//!
//! The text area holds the text, the caret and the selection, and shows no letters. The copy on top
//! shows them in colour, with marks, and with dots for what is hidden. Only the lines in sight are drawn,
//! so that a large text costs no more than a small one.

mod area;
mod rows;

use std::ops::Range;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::documents::Documents;
use super::icon::{Glyph, Icon};
use crate::lines::Lines;
use crate::state::{Jump, MAX_EDITED};
use crate::trip::{Document, Mark};
use area::{go, hold, line_height, show, with_pasted};
use rows::{LONGEST, number, row};

/// Lines drawn at once: more than any pane is high.
const DRAWN: usize = 120;
/// Lines drawn above the first one in sight; a new window is drawn at every such step.
const STEP: usize = 20;
/// Browsers make no box higher than some 33 million pixels.
const TALLEST: f64 = 30_000_000.0;

/// A stretch of the text that stands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextMark {
    pub(crate) span: Range<usize>,
    pub(crate) why: Why,
}

/// Why it stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The stop with this number read it.
    Read(usize),
    /// A finding is about it.
    Finding(Mark),
}

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) text: Rc<str>,
    pub(crate) lines: Rc<Lines>,
    pub(crate) hidden: Rc<[Range<usize>]>,
    pub(crate) marks: Rc<[TextMark]>,
    pub(crate) documents: Rc<Vec<Document>>,
    /// All documents in a few words.
    pub(crate) summary: AttrValue,
    /// The text is shown and not edited.
    pub(crate) large: bool,
    pub(crate) revealed: bool,
    pub(crate) jump: Option<Jump>,
    pub(crate) on_input: Callback<String>,
    /// A large text, as it will be when what was pasted is in it.
    pub(crate) on_paste: Callback<String>,
    pub(crate) on_go: Callback<Range<usize>>,
    pub(crate) on_reveal: Callback<()>,
}

#[component]
pub(crate) fn Editor(props: &Props) -> Html {
    let area = use_node_ref();
    // What scrolls: the text area, or for a large text a plain box of the same size.
    let scroller = use_node_ref();
    let spacer = use_node_ref();
    let copy = use_node_ref();
    let numbers = use_node_ref();
    let first = use_state(|| 0usize);
    // What the text area is known to hold, so that its value is not read back at every key.
    let held = use_mut_ref(|| Rc::<str>::from(""));

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
        let on_paste = props.on_paste.clone();
        move |event: Event| {
            let area = event.target().and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok());
            let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
            let pasted = data.and_then(|data| data.get_data("text/plain").ok());
            let (Some(area), Some(pasted)) = (area, pasted) else { return };
            if pasted.len() > MAX_EDITED || Lines::new(&pasted).is_long() {
                event.prevent_default();
                on_paste.emit(with_pasted(&area, &pasted));
            }
        }
    };
    let on_input = {
        let on_input = props.on_input.clone();
        move |event: InputEvent| {
            if let Some(area) =
                event.target().and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok())
            {
                let value = area.value();
                *held.borrow_mut() = value.as_str().into();
                on_input.emit(value);
            }
        }
    };

    let from = (*first).min(props.lines.count() - 1);
    let to = (from + DRAWN).min(props.lines.count());
    let has_hidden = !props.hidden.is_empty();
    html! {
        <section class="panel docs" aria-labelledby="documents">
            <div class="panel-h">
                <h2><label id="documents" for="text">{ "Documents" }</label></h2>
                if props.documents.is_empty() {
                    <p class="panel-n" id="documents-n">{ &props.summary }</p>
                } else {
                    <Documents
                        documents={props.documents.clone()}
                        summary={props.summary.clone()}
                        on_go={props.on_go.clone()}
                    />
                }
                if has_hidden {
                    <button
                        type="button"
                        class="btn quiet"
                        aria-label="Show passwords"
                        aria-pressed={props.revealed.to_string()}
                        onclick={props.on_reveal.reform(|_| ())}
                    >
                        <Icon glyph={Glyph::Eye} />
                        { "Passwords" }
                    </button>
                }
            </div>
            <div class="editor">
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
                        placeholder="Paste or drop what you have, in any order: workloads, Secrets, ServiceAccounts, config.json, what kubectl describe says, or just the name of an image"
                        wrap="off"
                        spellcheck="false"
                        autocapitalize="off"
                        autocomplete="off"
                        autocorrect="off"
                        hidden={props.large}
                        oninput={on_input}
                        onpaste={on_paste}
                        onscroll={on_scroll.clone()}
                    />
                    if props.large {
                        <div
                            ref={scroller}
                            class="text"
                            tabindex="0"
                            role="group"
                            aria-label="The text, too large to be edited here"
                            onscroll={on_scroll}
                        >
                            <div ref={spacer} />
                        </div>
                    }
                </div>
            </div>
        </section>
    }
}
