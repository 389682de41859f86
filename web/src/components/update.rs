//! A newer version of the page: that it is ready, without standing in the way of anything.

use yew::prelude::*;

use super::icon::{Glyph, Icon, State};
use crate::hooks::language::use_language;
use crate::hooks::use_update;
use crate::texts::t;
use crate::trip::Mark;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// There is no text that would be lost.
    pub(crate) is_blank: bool,
}

#[component]
pub(crate) fn Update(props: &Props) -> Html {
    use_language();
    let is_ready = use_update();
    let is_closed = use_state(|| false);
    let on_close = {
        let is_closed = is_closed.clone();
        move |_: MouseEvent| is_closed.set(true)
    };
    let on_reload = |_: MouseEvent| {
        if let Some(window) = web_sys::window() {
            // Where the page cannot do it, the browser's own button can.
            let _ = window.location().reload();
        }
    };
    // The status is there before it has something to say, so that it is said.
    html! {
        <div class="update" role="status">
            if is_ready && !*is_closed {
                <section class="notice" aria-label={t!("Newer version")}>
                    <State mark={Mark::Info} word="" />
                    if props.is_blank {
                        <p>{ t!("A newer version is ready: reload, and close Pullscope's other tabs before.") }</p>
                        <button type="button" class="btn" onclick={on_reload}>{ t!("Reload") }</button>
                    } else {
                        <p>{ t!("A newer version is ready. It is used when you open Pullscope the next time; your text stays as long as this tab.") }</p>
                    }
                    <button type="button" class="btn quiet ib" aria-label={t!("Close this message")} onclick={on_close}>
                        <Icon glyph={Glyph::Close} />
                    </button>
                </section>
            }
        </div>
    }
}
