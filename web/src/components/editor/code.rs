//! The editor of code, which loads on demand: CodeMirror, told what the page knows of the text.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint32Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::area::change;
use super::bridge::{self, Built, Handle, Module};
use super::{Pasted, Props, Start};
use crate::components::finding::FindingCard;
use crate::components::icon::State;
use crate::hooks::language::use_language;
use crate::ink;
use crate::lines::{Lines, utf16};
use crate::state::MAX_EDITED;
use crate::texts::t;
use crate::trip::Mark;

#[derive(PartialEq, Properties)]
pub(super) struct CodeProps {
    pub(super) editor: Rc<Props>,
    /// The part.
    pub(super) module: JsValue,
    /// Where the last editor was left.
    pub(super) start: Start,
    /// Where this one is left.
    pub(super) left: Left,
}

/// A place to put where the editor was left; each is the same to whoever compares.
#[derive(Clone)]
pub(super) struct Left(pub(super) Rc<RefCell<Start>>);

impl PartialEq for Left {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Boxes of the editor, each with the notes whose cards it shows.
type Boxes = Rc<RefCell<Vec<(Element, Vec<usize>)>>>;

#[component]
pub(super) fn Code(all: &CodeProps) -> Html {
    use_language();
    let language = use_language();
    let host = use_node_ref();
    let signs = use_node_ref();
    let handle = use_mut_ref(|| None::<Handle>);
    // What the editor is known to hold.
    let held = use_mut_ref(|| Rc::<str>::from(""));
    // What its functions see of the page: always the last.
    let now = use_mut_ref(|| all.editor.clone());
    *now.borrow_mut() = all.editor.clone();
    let boxes: Boxes = use_mut_ref(Vec::new);
    let redraw = use_force_update();

    {
        let (host, signs, handle, held, now, boxes, left) = (
            host.clone(),
            signs.clone(),
            handle.clone(),
            held.clone(),
            now.clone(),
            boxes.clone(),
            all.left.clone(),
        );
        let (module, start) = (all.module.clone(), all.start.clone());
        use_effect_with((), move |()| {
            let page = page(&now, &held, &boxes, redraw);
            let text = now.borrow().text.clone();
            *held.borrow_mut() = text.clone();
            let made = host.cast::<HtmlElement>().and_then(|host| {
                let start = bridge::started(&text, &start);
                let module: Module = module.unchecked_into();
                module.mount(&host, &start, &page.object, &words(&signs)).ok()
            });
            *handle.borrow_mut() = made;
            move || {
                let made = handle.take();
                if let Some(made) = made {
                    *left.0.borrow_mut() = bridge::left(&made);
                    made.remove();
                }
                drop(page);
            }
        });
    }
    let of = |handle: &Rc<RefCell<Option<Handle>>>| handle.borrow().clone();
    {
        let (handle, held) = (handle.clone(), held.clone());
        use_effect_with(all.editor.text.clone(), move |text| {
            let before = held.borrow().clone();
            let Some(handle) = of(&handle).filter(|_| before != *text) else { return };
            let (span, new) = change(&before, text);
            let (from, to) = (utf16(&before, span.start), utf16(&before, span.end));
            held.replace(text.clone());
            handle.hold(from, to, new);
        });
    }
    {
        let (handle, signs) = (handle.clone(), signs.clone());
        use_change(language, move |_| {
            if let Some(handle) = of(&handle) {
                handle.speak(&words(&signs));
            }
        });
    }
    {
        let handle = handle.clone();
        let now = (all.editor.revealed, all.editor.hidden.is_empty());
        use_change(now, move |_| {
            if let Some(handle) = of(&handle) {
                handle.refresh();
            }
        });
    }
    {
        let (handle, held) = (handle.clone(), held.clone());
        let told =
            (all.editor.text.clone(), all.editor.marks.clone(), all.editor.documents.clone());
        use_effect_with(told, move |(text, marks, documents)| {
            let Some(handle) = of(&handle).filter(|_| *held.borrow() == *text) else { return };
            handle.mark(&bridge::numbers(text, marks), &bridge::heads(text, documents));
        });
    }
    {
        let (handle, text) = (handle.clone(), all.editor.text.clone());
        // The last editor has been where it was sent.
        use_change(all.editor.jump.clone(), move |jump| {
            let (Some(jump), Some(handle)) = (jump, of(&handle)) else { return };
            handle.go(utf16(&text, jump.span.start), utf16(&text, jump.span.end));
        });
    }

    let cards = boxes
        .borrow()
        .iter()
        .map(|(element, notes)| cards(all, &handle, element, notes))
        .collect::<Html>();
    html! { <>
        <div hidden={true} ref={signs}>
            { for [Mark::Info, Mark::Warning, Mark::Error].map(|mark| html! { <State {mark} word="" /> }) }
        </div>
        <div id="text" class="code" ref={host} />
        { cards }
    </> }
}

/// Does something whenever `now` changes, and not for what it begins with, which the editor began with.
#[hook]
fn use_change<T: PartialEq + 'static>(now: T, act: impl FnOnce(&T) + 'static) {
    let is_first = use_mut_ref(|| true);
    use_effect_with(now, move |now| {
        if !is_first.replace(false) {
            act(now);
        }
    });
}

/// The cards of some notes, in a box of the editor.
fn cards(
    all: &CodeProps,
    handle: &Rc<RefCell<Option<Handle>>>,
    element: &Element,
    notes: &[usize],
) -> Html {
    let editor = &all.editor;
    let found = notes.iter().filter_map(|index| editor.notes.get(*index));
    let list = html! {
        <ol>
            { for found.map(|note| {
                let (handle, on_apply) = (handle.clone(), editor.on_apply.clone());
                let said = note.repair.as_ref().map(|it| it.said()).unwrap_or_default();
                let on_apply = Callback::from(move |index| {
                    let handle = handle.borrow().clone();
                    if let Some(handle) = handle {
                        handle.back(&said);
                    }
                    on_apply.emit(index);
                });
                html! {
                    <FindingCard
                        note={note.clone()}
                        then={editor.later.fix(note.index).cloned()}
                        is_first={false}
                        on_go={editor.on_go.clone()}
                        {on_apply}
                        on_explain={editor.on_explain.clone()}
                    />
                }
            }) }
        </ol>
    };
    create_portal(list, element.clone())
}

/// What the editor asks the page, and tells it.
fn page(
    now: &Rc<RefCell<Rc<Props>>>,
    held: &Rc<RefCell<Rc<str>>>,
    boxes: &Boxes,
    redraw: UseForceUpdateHandle,
) -> Built {
    let see = |now: &Rc<RefCell<Rc<Props>>>| now.borrow().clone();
    let changed = {
        let (now, held) = (now.clone(), held.clone());
        move |text: String, from: i32, to: i32| {
            *held.borrow_mut() = text.as_str().into();
            let editor = see(&now);
            let span = bridge::span(&text, from, to);
            if span.is_some() || text.len() > MAX_EDITED || Lines::new(&text).is_long() {
                editor.on_paste.emit(Pasted { text, span });
            } else {
                editor.on_input.emit(text);
            }
        }
    };
    let hidden = {
        let now = now.clone();
        move |text: String| match see(&now).revealed {
            true => Uint32Array::new_with_length(0),
            false => bridge::offsets(&text, &ink::hidden(&text)),
        }
    };
    let show = {
        let (boxes, redraw) = (boxes.clone(), redraw.clone());
        move |element: Element, notes: Vec<u32>| {
            let notes = notes.into_iter().map(|note| note as usize).collect();
            boxes.borrow_mut().push((element, notes));
            redraw.force_update();
        }
    };
    let hide = {
        let boxes = boxes.clone();
        move |element: Element| {
            boxes.borrow_mut().retain(|(shown, _)| *shown != element);
            redraw.force_update();
        }
    };
    let found = {
        let now = now.clone();
        move |note: u32| {
            let editor = see(&now);
            let note = editor.notes.get(note as usize);
            note.map(|note| {
                t!(
                    "{mark}: {title}. {message}.",
                    mark = note.mark.word(),
                    title = note.heading(),
                    message = note.said()
                )
            })
            .unwrap_or_default()
            .to_string()
        }
    };
    let stop = {
        let now = now.clone();
        move |number: u32| see(&now).on_stop.emit(number as usize)
    };
    let over = {
        let now = now.clone();
        move |from: i32, to: i32| {
            let editor = see(&now);
            editor.on_over.emit(bridge::span(&editor.text, from, to));
        }
    };
    Built::default()
        .calls::<dyn Fn(String, i32, i32)>("changed", changed)
        .calls::<dyn Fn(String) -> Uint32Array>("hidden", hidden)
        .calls::<dyn Fn(Element, Vec<u32>)>("show", show)
        .calls::<dyn Fn(Element)>("hide", hide)
        .calls::<dyn Fn(u32) -> String>("found", found)
        .calls::<dyn Fn(u32)>("stop", stop)
        .calls::<dyn Fn(i32, i32)>("over", over)
}

/// What the editor says, and its signs.
fn words(signs: &NodeRef) -> js_sys::Object {
    let children = signs.cast::<Element>().map(|it| it.children());
    let sign =
        |at: u32| children.as_ref().and_then(|it| it.item(at)).map_or(JsValue::NULL, Into::into);
    let signs =
        Built::default().with("info", sign(0)).with("warning", sign(1)).with("error", sign(2));
    Built::default()
        .with("label", &*t!("Documents"))
        .with("hint", &*t!("Tab indents; Escape, then Tab leaves the editor. Control or Command with the full stop shows the findings of a line, F8 goes to the next one."))
        .with("placeholder", &*super::plain::placeholder())
        .with("none", &*t!("No finding is about this line."))
        .with("here", &*t!("Findings of line"))
        .with("phrases", bridge::phrases())
        .with("signs", signs.object)
        .object
}
