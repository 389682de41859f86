//! The playground: paste manifests, see which image is pulled how.
//!
//! [`state`] is pure, and everything it shows follows from the text: [`read`] asks the core and puts the
//! answer into the page's words, [`trip`] is what the components draw. [`app`] owns the effects. Nothing
//! is stored unless a person asks for it ([`share`]), and nothing is requested once the page is loaded but [`parts`] of the page itself.

mod app;
mod compare;
mod components;
mod dump;
mod examples;
mod hooks;
mod ink;
mod lines;
mod markdown;
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

fn main() {
    rest::announce();
    // A worker runs the same module, and has nothing to draw on.
    let Some(window) = web_sys::window() else { return };
    let root = window.document().and_then(|it| it.get_element_by_id("app"));
    match root {
        Some(root) => {
            // What stood there said that the page is loading, and took what was typed meanwhile.
            components::editor::take_over();
            root.set_inner_html("");
            yew::Renderer::<app::App>::with_root(root).render();
        }
        None => {
            yew::Renderer::<app::App>::new().render();
        }
    }
}
