//! The documents: what they were taken for, and the editor of their text.
//!
//! The editor is a part that loads on demand ([`code`]). Until it is there, where it cannot be loaded, for
//! a text that is too large for it, and for who wants it so, there is a plain text area ([`plain`]). From
//! one to the other go the text, the selection, the focus and what is in sight.

mod area;
mod bridge;
mod code;
mod plain;
mod rows;
mod start;

use std::ops::Range;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsValue;
use web_sys::HtmlTextAreaElement;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::arrived::Arrived;
use super::documents::Documents;
use super::icon::{Glyph, Icon};
use crate::hooks::language::use_language;
use crate::lines::Lines;
use crate::parts;
use crate::read::{Arrival, Later};
use crate::state::Jump;
use crate::texts::t;
use crate::trip::{Document, Mark, Note};
use code::{Code, Left};
use plain::Plain;
use start::Start;
pub(crate) use start::{is_again, take_over, typed};

/// Bytes that the editor takes; what is larger is shown and not edited.
const MOST: usize = 16 << 20;
/// Milliseconds after the first drawing until the editor is loaded, if nobody asks for it before.
const IDLE: u32 = 150;
/// Milliseconds after which it is asked again whether letters are still being put together.
const AGAIN: u32 = 200;

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
    /// A finding is about it, by [`Note::index`].
    Finding(Mark, usize),
    /// Somebody points at what came from it.
    Pointed,
}

/// A text as it is once something was pasted or dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pasted {
    pub(crate) text: String,
    /// The bytes of it that were put in; `None` where they were typed.
    pub(crate) span: Option<Range<usize>>,
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) text: Rc<str>,
    pub(crate) lines: Rc<Lines>,
    pub(crate) hidden: Rc<[Range<usize>]>,
    pub(crate) marks: Rc<[TextMark]>,
    pub(crate) notes: Rc<Vec<Note>>,
    pub(crate) later: Rc<Later>,
    pub(crate) documents: Rc<Vec<Document>>,
    /// All documents in a few words.
    pub(crate) summary: AttrValue,
    /// A plain text area would take too long to hold the text.
    pub(crate) large: bool,
    pub(crate) revealed: bool,
    pub(crate) jump: Option<Jump>,
    /// What the text that was put in last turned out to be.
    pub(crate) arrival: Option<Rc<Arrival>>,
    pub(crate) on_input: Callback<String>,
    /// A text in which something was put as a whole, or that is large.
    pub(crate) on_paste: Callback<Pasted>,
    /// It was said long enough what was put in.
    pub(crate) on_seen: Callback<()>,
    pub(crate) on_go: Callback<Range<usize>>,
    pub(crate) on_reveal: Callback<()>,
    pub(crate) on_apply: Callback<usize>,
    pub(crate) on_explain: Callback<AttrValue>,
    /// The number of a stop that read a line.
    pub(crate) on_stop: Callback<usize>,
    /// The line under the pointer.
    pub(crate) on_over: Callback<Option<Range<usize>>>,
}

#[component]
pub(crate) fn Editor(props: &Props) -> Html {
    use_language();
    let module = use_state(|| None::<Result<JsValue, AttrValue>>);
    let is_plain = use_state(start::wants_plain);
    let area = use_node_ref();
    let left = use_mut_ref(Start::first);
    let composes = use_mut_ref(|| false);
    let asked = use_mut_ref(|| false);

    let load = {
        let (module, area, left, composes) =
            (module.setter(), area.clone(), left.clone(), composes.clone());
        Callback::from(move |()| {
            if asked.replace(true) {
                return;
            }
            let (module, area, left, composes, asked) =
                (module.clone(), area.clone(), left.clone(), composes.clone(), asked.clone());
            spawn_local(async move {
                let loaded = parts::load("editor").await;
                // To run a part and to use it are two long pieces of work: what is typed comes between.
                TimeoutFuture::new(0).await;
                while *composes.borrow() {
                    TimeoutFuture::new(AGAIN).await;
                }
                asked.replace(loaded.is_ok());
                if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                    *left.borrow_mut() = Start::of(&area);
                }
                module.set(Some(loaded));
            });
        })
    };
    {
        let load = load.clone();
        use_effect_with(*is_plain, move |is_plain| {
            if !is_plain {
                spawn_local(async move {
                    TimeoutFuture::new(IDLE).await;
                    load.emit(());
                });
            }
        });
    }
    let on_plain = {
        let (is_plain, area, left) = (is_plain.clone(), area.clone(), left.clone());
        move |_: MouseEvent| {
            if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                *left.borrow_mut() = Start::of(&area);
            }
            start::want_plain(!*is_plain);
            is_plain.set(!*is_plain);
        }
    };

    let editor = Rc::new(props.clone());
    let code = match &*module {
        Some(Ok(module)) if !*is_plain && props.text.len() <= MOST => Some(module.clone()),
        _ => None,
    };
    let failed = match &*module {
        Some(Err(why)) if !*is_plain => Some(why.clone()),
        _ => None,
    };
    let start = left.borrow().clone();
    html! {
        <section class="panel docs" aria-labelledby="documents">
            <div class="panel-h">
                <h2>
                    if code.is_some() {
                        <span id="documents">{ t!("Documents") }</span>
                    } else {
                        <label id="documents" for="text">{ t!("Documents") }</label>
                    }
                </h2>
                if props.documents.is_empty() {
                    <p class="panel-n" id="documents-n">{ &props.summary }</p>
                } else {
                    <Documents
                        documents={props.documents.clone()}
                        summary={props.summary.clone()}
                        on_go={props.on_go.clone()}
                    />
                }
                if !props.hidden.is_empty() {
                    <button
                        type="button"
                        class="btn quiet"
                        aria-label={t!("Show passwords")}
                        aria-pressed={props.revealed.to_string()}
                        onclick={props.on_reveal.reform(|_| ())}
                    >
                        <Icon glyph={Glyph::Eye} />
                        { t!("Passwords") }
                    </button>
                }
                <button
                    type="button"
                    class="btn quiet plainly"
                    aria-label={t!("Plain text area")}
                    aria-pressed={is_plain.to_string()}
                    title={t!("Plain text area, without the editor of code: for screen readers and old machines")}
                    onclick={on_plain}
                >
                    { t!("Plain") }
                </button>
            </div>
            if let Some(why) = failed {
                <p class="no-part" role="status">
                    <span>{ why }{ " " }{ t!("Until then the text stands in a plain text area.") }</span>
                    <button type="button" class="btn" onclick={load.reform(|_| ())}>{ t!("Try again") }</button>
                </p>
            }
            <div class="editor">
                if let Some(module) = code {
                    <Code {editor} {module} {start} left={Left(left)} />
                } else {
                    <Plain
                        {editor}
                        {area}
                        {start}
                        on_compose={move |is| { composes.replace(is); }}
                        on_focus={if *is_plain { Callback::noop() } else { load }}
                    />
                }
            </div>
            <Arrived arrival={props.arrival.clone()} on_seen={props.on_seen.clone()} />
        </section>
    }
}
