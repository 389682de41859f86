//! The failure museum: every cause of a failed pull that people really hit, as a text that is broken,
//! what the core finds in it, and the change that makes it work. Each exhibit has an address.

mod exhibit;
mod gallery;
mod room;
mod title;

use std::rc::Rc;

use wasm_bindgen::JsValue;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::head::ViewHead;
use super::{View, ViewProps};
use crate::hooks::language::use_language;
use crate::hooks::use_rest;
use crate::parts;
use crate::texts::t;
use crate::trip::Mark;
use exhibit::{Exhibit, read_all};

/// The exhibits, once they are loaded.
type Loaded = Option<Result<Rc<Vec<Exhibit>>, AttrValue>>;

#[component]
pub(super) fn Museum(props: &ViewProps) -> Html {
    use_language();
    let loaded = use_state(|| Loaded::None);
    let attempt = use_state(|| 0);
    {
        let loaded = loaded.setter();
        use_effect_with(*attempt, move |_| {
            spawn_local(async move { loaded.set(Some(load().await)) });
        });
    }
    let slug = use_rest(View::Museum);
    let exhibits = match &*loaded {
        Some(Ok(exhibits)) => exhibits.clone(),
        Some(Err(message)) => {
            let again = {
                let (loaded, attempt) = (loaded.setter(), attempt.clone());
                move |_: MouseEvent| {
                    loaded.set(None);
                    attempt.set(*attempt + 1);
                }
            };
            return html! {
                <ViewHead mark={Mark::Error} sentence={t!("The exhibits are not here.")} evidence={message.clone()} dispatch={props.dispatch.clone()}>
                    <button type="button" class="btn big" onclick={again}>{ t!("Try again") }</button>
                </ViewHead>
            };
        }
        None => {
            return html! {
                <ViewHead mark={Mark::Unknown} sentence={t!("The exhibits are on their way.")} dispatch={props.dispatch.clone()} />
            };
        }
    };
    match exhibits.iter().position(|it| it.slug == slug) {
        Some(at) => html! {
            <room::Room {exhibits} {at} clock={props.what_if.clock} dispatch={props.dispatch.clone()} />
        },
        None => html! {
            <gallery::Gallery {exhibits} clock={props.what_if.clock} dispatch={props.dispatch.clone()} />
        },
    }
}

async fn load() -> Result<Rc<Vec<Exhibit>>, AttrValue> {
    let module = parts::load("museum").await?;
    let list = js_sys::Reflect::get(&module, &JsValue::from_str("exhibits")).ok();
    let list = list.and_then(|it| it.as_string());
    let exhibits = list.and_then(|it| read_all(&it));
    exhibits.map(Rc::new).ok_or_else(|| t!("The part “museum” of this page cannot be read."))
}

/// The address of an exhibit.
fn address(exhibit: &Exhibit) -> String {
    format!("{}/{}", View::Museum.hash(), exhibit.slug)
}
