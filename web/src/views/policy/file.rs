//! The file that runs, and another one in its place.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::policy::desk::{Desk, Turn};
use crate::policy::file::Taken;
use crate::texts::t;

/// A button that picks another policy.
pub(super) fn picker(on_turn: &Callback<Turn>) -> Html {
    let on_turn = on_turn.clone();
    let onchange = move |event: Event| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        let Some(file) = input.files().and_then(|it| it.get(0)) else { return };
        // The same file may be picked again.
        input.set_value("");
        let on_turn = on_turn.clone();
        spawn_local(async move {
            if let Ok(buffer) = JsFuture::from(file.array_buffer()).await {
                let bytes = Uint8Array::new(&buffer).to_vec();
                let taken = Taken { name: file.name(), bytes: bytes.into() };
                on_turn.emit(Turn::Take(Some(taken)));
            }
        });
    };
    html! {
        <label class="btn big pol-pick">
            <input type="file" class="vh" accept=".wasm,application/wasm" {onchange} />
            { t!("Run another .wasm") }
        </label>
    }
}

/// What the file is.
pub(super) fn panel(desk: &Desk, on_turn: &Callback<Turn>) -> Html {
    let Some(file) = &desk.file else { return html! {} };
    let on_back = on_turn.reform(|_: MouseEvent| Turn::Take(None));
    html! {
        <section class="panel" aria-labelledby="pol-file">
            <div class="panel-h">
                <h2 id="pol-file">{ t!("The file") }</h2>
                if !file.is_own {
                    <button type="button" class="btn" onclick={on_back}>{ t!("Back to Pullscope’s policy") }</button>
                }
            </div>
            <div class="panel-b">
                <dl class="pol-dl">
                    <dt>{ t!("Name") }</dt>
                    <dd><code>{ &file.name }</code>{ ", " }{ file.shown_size() }
                        if file.is_own { { ". " }{ t!("It is the file that is deployed, byte for byte.") } }
                    </dd>
                    if !file.sha256.is_empty() {
                        <dt>{ "SHA-256" }</dt>
                        <dd><code>{ &file.sha256 }</code></dd>
                    }
                    <dt>{ t!("Imports") }</dt>
                    <dd>
                        if file.imports.is_empty() {
                            { t!("none") }
                        } else {
                            <code>{ file.imports.iter().map(AttrValue::as_str).collect::<Vec<_>>().join(", ") }</code>
                        }
                    </dd>
                </dl>
            </div>
        </section>
    }
}
