//! Values of JavaScript, as tests look at them.

use js_sys::{Array, JSON, Object, Reflect};
use pullscope_wasm::js::Text;
use tsify::{Ts, Tsify};
use wasm_bindgen::{JsCast, JsError, JsValue};

/// What a call answers; an exception fails the test.
#[track_caller]
pub(crate) fn answer<T: Tsify>(result: Result<Ts<T>, JsError>) -> JsValue {
    match result {
        Ok(view) => view.js_value(),
        Err(error) => panic!("{}", json(&error.into())),
    }
}

/// An argument of a call.
pub(crate) fn argument<T: Tsify>(value: impl Into<JsValue>) -> Ts<T> {
    Ts::new_unchecked(value.into())
}

/// An argument that is text.
pub(crate) fn string(text: &str) -> Text {
    JsValue::from(text).unchecked_into()
}

/// The value at a path of names: `spans.tag.start`.
pub(crate) fn at(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, name| {
        Reflect::get(&value, &name.into()).unwrap_or(JsValue::UNDEFINED)
    })
}

/// The text at a path; `None` for `null` and `undefined`.
#[track_caller]
pub(crate) fn text(value: &JsValue, path: &str) -> Option<String> {
    let value = at(value, path);
    assert!(value.is_string() || value.is_null() || value.is_undefined(), "{path}");
    value.as_string()
}

/// The list at a path; empty where there is none.
pub(crate) fn list(value: &JsValue, path: &str) -> Vec<JsValue> {
    at(value, path).dyn_into::<Array>().map(|it| it.to_vec()).unwrap_or_default()
}

/// An object with these members.
pub(crate) fn object<V: Into<JsValue>>(members: impl IntoIterator<Item = (String, V)>) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &name.into(), &value.into()).unwrap();
    }
    object.into()
}

/// A value out of its JSON.
pub(crate) fn parse(text: &str) -> JsValue {
    JSON::parse(text).unwrap()
}

/// The JSON of a value, as a page would keep or send it.
pub(crate) fn json(value: &JsValue) -> String {
    JSON::stringify(value).map(String::from).unwrap_or_default()
}

/// What JavaScript cuts out of `input` for the span at a path.
pub(crate) fn cut(input: &str, value: &JsValue, path: &str) -> String {
    let unit = |name| at(&at(value, path), name).as_f64().unwrap() as u32;
    js_sys::JsString::from(input).slice(unit("start"), unit("end")).into()
}
