//! The playground: paste manifests, see which image is pulled how.
//!
//! [`state`] is pure, and everything it shows follows from the text: [`read`] asks the core and puts the
//! answer into the page's words, [`trip`] is what the components draw. [`app`] owns the effects. Nothing
//! is stored unless a person asks for it ([`share`]), and nothing is requested once the page is loaded but [`parts`] of the page itself.

mod app;
mod compare;
mod components;
mod crash;
mod dump;
mod examples;
mod hooks;
mod ink;
mod lines;
mod parts;
mod policy;
mod read;
mod rest;
mod share;
mod shortcuts;
mod state;
mod texts;
mod trip;
mod views;
mod what_if;

use wasm_bindgen::prelude::*;

fn main() {
    rest::announce();
}

/// Draws the page. `language` is the one that a person reads, by its tag, and `file` its message file;
/// English has none. A worker runs the same module, and has nothing to draw on.
#[wasm_bindgen]
pub fn begin(language: Option<String>, file: Option<String>) {
    let wanted = hooks::language::begin(language.as_deref(), file.as_deref());
    let document = web_sys::window().and_then(|it| it.document());
    let Some(document) = document else { return };
    let props = app::Props { wanted };
    match document.get_element_by_id("app") {
        Some(root) => {
            // What stood there said that the page is loading, and took what was typed meanwhile.
            components::editor::take_over();
            root.set_inner_html("");
            yew::Renderer::<app::App>::with_root_and_props(root, props).render();
        }
        None => {
            yew::Renderer::<app::App>::with_props(props).render();
        }
    }
}
