//! What the page changed in the text, and the way back.

use std::rc::Rc;

use web_sys::{FocusOptions, HtmlElement};
use yew::prelude::*;

use super::icon::{Glyph, Icon, State};
use super::woven::woven;
use crate::hooks::language::use_language;
use crate::read::Arrival;
use crate::state::Change;
use crate::texts::t;
use crate::trip::Mark;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) change: Change,
    /// What was put in by it, where that is not said beside the text.
    pub(crate) arrival: Option<Rc<Arrival>>,
    pub(crate) on_undo: Callback<()>,
    pub(crate) on_dismiss: Callback<()>,
}

#[component]
pub(crate) fn Notice(props: &Props) -> Html {
    use_language();
    let undo = use_node_ref();
    {
        let undo = undo.clone();
        let is_opened = props.change.is_opened();
        // The button that was pressed may be gone with the finding; from here the way back is one key.
        use_effect_with(props.change.clone(), move |_| {
            // In the editor it is one key anyway, and who opened a link has pressed nothing here.
            let is_in_editor = web_sys::window()
                .and_then(|window| window.document())
                .and_then(|document| document.active_element())
                .is_some_and(|it| it.shadow_root().is_some());
            if let Some(undo) = undo.cast::<HtmlElement>().filter(|_| !is_in_editor && !is_opened) {
                // Without the focus the button is still there.
                let options = FocusOptions::new();
                options.set_prevent_scroll(true);
                let _ = undo.focus_with_options(&options);
            }
        });
    }
    let change = &props.change;
    let what = html! { <b>{ &change.what }</b> };
    let (said, act) = match change.is_undone {
        false if change.is_opened() => (what, t!("Undo")),
        false => (woven(&t!("Done: {what}"), &[("what", what)]), t!("Undo")),
        true => (woven(&t!("Taken back: {what}"), &[("what", what)]), t!("Do it again")),
    };
    html! {
        <section class="notice" aria-label={t!("Change of the text")}>
            <State mark={if change.has_changed() { Mark::Ok } else { Mark::Warning }} word="" />
            <div id="notice">
                if change.has_changed() {
                    <p>{ said }</p>
                }
                if let Some(arrival) = &props.arrival {
                    <p>{ &arrival.said }</p>
                }
                if change.is_opened() {
                    <p>{ t!("Passwords in it are placeholders of the same length. Undo brings back what was here.") }</p>
                }
                if !change.left_out.is_empty() {
                    <p>{ t!("Not read: {files}.", files = change.left_out.join("; ")) }</p>
                }
            </div>
            if change.has_changed() {
                <button ref={undo} type="button" class="btn" aria-describedby="notice" onclick={props.on_undo.reform(|_| ())}>
                    { act }
                </button>
            }
            <button type="button" class="btn quiet ib" aria-label={t!("Close this message")} onclick={props.on_dismiss.reform(|_| ())}>
                <Icon glyph={Glyph::Close} />
            </button>
        </section>
    }
}
