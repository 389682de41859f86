//! The functions of the part `editor`, and what is handed to it; `web/parts/src/editor.js` has the other end.

use std::any::Any;
use std::ops::Range;

use js_sys::{Array, Object, Reflect, Uint32Array};
use wasm_bindgen::closure::{Closure, IntoWasmClosure, WasmClosure};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::{Start, TextMark, Why};
use crate::lines::{byte, utf16_all};
use crate::texts::t;
use crate::trip::{Document, Mark};

#[wasm_bindgen]
extern "C" {
    /// The part.
    pub(super) type Module;
    #[wasm_bindgen(method, catch)]
    pub(super) fn mount(
        this: &Module,
        host: &HtmlElement,
        start: &Object,
        page: &Object,
        words: &Object,
    ) -> Result<Handle, JsValue>;

    /// An editor that is there.
    #[derive(Clone)]
    pub(super) type Handle;
    #[wasm_bindgen(method)]
    pub(super) fn hold(this: &Handle, from: u32, to: u32, text: &str);
    #[wasm_bindgen(method)]
    pub(super) fn mark(this: &Handle, numbers: &Uint32Array, documents: &Array);
    #[wasm_bindgen(method)]
    pub(super) fn speak(this: &Handle, words: &Object);
    #[wasm_bindgen(method)]
    pub(super) fn refresh(this: &Handle);
    #[wasm_bindgen(method)]
    pub(super) fn go(this: &Handle, from: u32, to: u32);
    #[wasm_bindgen(method)]
    pub(super) fn back(this: &Handle, said: &str);
    #[wasm_bindgen(method)]
    pub(super) fn state(this: &Handle) -> JsValue;
    #[wasm_bindgen(method)]
    pub(super) fn remove(this: &Handle);
}

/// An object under construction, with the functions that it calls.
#[derive(Default)]
pub(super) struct Built {
    pub(super) object: Object,
    /// They live as long as the editor.
    pub(super) functions: Vec<Box<dyn Any>>,
}

impl Built {
    pub(super) fn with(self, name: &str, value: impl Into<JsValue>) -> Self {
        set(&self.object, name, value);
        self
    }

    pub(super) fn calls<F: WasmClosure + ?Sized + 'static>(
        mut self,
        name: &str,
        function: impl IntoWasmClosure<F> + 'static,
    ) -> Self {
        let function = Closure::<F>::new(function);
        set(&self.object, name, function.as_ref());
        self.functions.push(Box::new(function));
        self
    }
}

fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    // A plain object takes every property.
    let _ = Reflect::set(object, &name.into(), &value.into());
}

/// Where the editor begins.
pub(super) fn started(text: &str, start: &Start) -> Object {
    Built::default()
        .with("text", text)
        .with("anchor", start.anchor)
        .with("head", start.head)
        .with("focused", start.is_focused)
        .with("top", start.top)
        .object
}

/// Where it is left.
pub(super) fn left(handle: &Handle) -> Start {
    let state = handle.state();
    let get = |name: &str| Reflect::get(&state, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let number = |name| get(name).as_f64().unwrap_or_default();
    Start {
        anchor: number("anchor") as u32,
        head: number("head") as u32,
        is_focused: get("focused").as_bool().unwrap_or_default(),
        top: number("top") as i32,
    }
}

/// Pairs of offsets of stretches of the text.
pub(super) fn offsets(text: &str, spans: &[Range<usize>]) -> Uint32Array {
    let places: Vec<usize> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
    Uint32Array::from(&utf16_all(text, &places)[..])
}

/// The bytes of a stretch that the editor tells; it tells of none with -1.
pub(super) fn span(text: &str, from: i32, to: i32) -> Option<Range<usize>> {
    let at = |units| usize::try_from(units).ok().map(|units| byte(text, units));
    at(from).zip(at(to)).map(|(from, to)| from..to)
}

/// Start, end, kind and number of each mark.
pub(super) fn numbers(text: &str, marks: &[TextMark]) -> Uint32Array {
    let places: Vec<usize> =
        marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]).collect();
    let units = utf16_all(text, &places);
    let mut numbers = Vec::with_capacity(4 * marks.len());
    for (mark, units) in marks.iter().zip(units.chunks(2)) {
        let (kind, number) = match mark.why {
            Why::Finding(Mark::Error, note) => (2, note),
            Why::Finding(Mark::Warning, note) => (1, note),
            Why::Finding(_, note) => (0, note),
            Why::Read(stop) => (3, stop),
            Why::Pointed => (4, 0),
        };
        numbers.extend_from_slice(units);
        numbers.extend([kind, u32::try_from(number).unwrap_or(u32::MAX)]);
    }
    Uint32Array::from(&numbers[..])
}

/// More documents than anyone tells apart by their heads.
const HEADS: usize = 2000;

/// The head of each document, where there are several.
pub(super) fn heads(text: &str, documents: &[Document]) -> Array {
    if documents.len() < 2 {
        return Array::new();
    }
    let documents = &documents[..documents.len().min(HEADS)];
    let places: Vec<usize> = documents.iter().map(|it| it.spot.span.start).collect();
    let heads = documents.iter().zip(utf16_all(text, &places)).map(|(document, at)| {
        Built::default()
            .with("at", at)
            .with("name", &*document.name)
            .with("kind", &*document.taken_for)
            .with("broken", document.is_broken)
            .object
    });
    heads.collect()
}

/// The editor's own words.
pub(super) fn phrases() -> Object {
    let phrases = [
        ("Find", t!("Find")),
        ("Replace", t!("Replace with")),
        ("next", t!("Next")),
        ("previous", t!("Previous")),
        ("all", t!("All")),
        ("match case", t!("Match case")),
        ("regexp", t!("Regular expression")),
        ("by word", t!("Whole words")),
        ("replace", t!("Replace")),
        ("replace all", t!("Replace all")),
        ("close", t!("Close")),
        ("current match", t!("Found")),
        ("on line", t!("on line")),
        ("replaced match on line $", t!("Replaced on line $")),
        ("replaced $ matches", t!("Replaced $ times")),
        ("Go to line", t!("Go to line")),
        ("go", t!("Go")),
        ("Folded lines", t!("Folded lines")),
        ("Unfolded lines", t!("Unfolded lines")),
        ("to", t!("to")),
        ("folded code", t!("Folded lines")),
        ("unfold", t!("Unfold")),
        ("Fold line", t!("Fold")),
        ("Unfold line", t!("Unfold")),
        ("Control character", t!("Control character")),
        ("Selection deleted", t!("Selection deleted")),
    ];
    let built = phrases.into_iter().fold(Built::default(), |it, (key, said)| it.with(key, &*said));
    built.object
}
