//! A button that copies a text.

use gloo_timers::callback::Timeout;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Clipboard;
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::hooks::language::use_language;
use crate::texts::t;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) text: AttrValue,
    /// What it copies, for a screen reader.
    pub(crate) label: AttrValue,
    /// What stands on the button, when “Copy” says too little.
    #[prop_or_default]
    pub(crate) name: Option<AttrValue>,
    /// It is what a person came for.
    #[prop_or_default]
    pub(crate) is_primary: bool,
}

#[component]
pub(crate) fn CopyButton(props: &Props) -> Html {
    use_language();
    let copied = use_state(|| None::<Timeout>);
    let onclick = {
        let (text, copied) = (props.text.clone(), copied.clone());
        move |_: MouseEvent| {
            // Only pages from a safe place have one.
            let Some(clipboard) = clipboard() else { return };
            // The promise is not waited for: what a browser refuses, it says itself.
            let _ = clipboard.write_text(&text);
            let done = copied.setter();
            let after = Timeout::new(2000, move || done.set(None));
            copied.set(Some(after));
        }
    };
    let name = props.name.clone().unwrap_or_else(|| t!("Copy"));
    let class = classes!("btn", props.is_primary.then_some("primary"));
    html! {
        <button type="button" {class} aria-label={props.label.clone()} {onclick}>
            <Icon glyph={Glyph::Copy} />
            <span aria-live="polite">{ if copied.is_some() { t!("Copied") } else { name } }</span>
        </button>
    }
}

fn clipboard() -> Option<Clipboard> {
    let navigator = web_sys::window()?.navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard")).ok()?;
    clipboard.dyn_into().ok()
}
