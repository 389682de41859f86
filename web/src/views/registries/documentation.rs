//! The files of the K3s documentation to start from, and where the documentation says otherwise of the
//! file that is there.

use pullscope_core::registries::documentation::Difference;
use yew::prelude::*;

use super::model::Model;
use crate::components::icon::State;
use crate::components::woven::woven;
use crate::examples::Example;
use crate::examples::documentation::{BELIEVED, PRINTED, Page};
use crate::read::whole;
use crate::state::Action;
use crate::texts::{sentence, t};
use crate::trip::Mark;
use crate::views::place::Places;

/// The examples. `text` is the one that is there.
pub(super) fn examples(text: &str, dispatch: &Callback<Action>) -> Html {
    html! {
        <section class="panel" aria-labelledby="reg-docs">
            <div class="panel-h"><h2 id="reg-docs">{ t!("Examples of the documentation") }</h2></div>
            <div class="panel-b reg-list">
                <h3 id="reg-printed">{ t!("As it prints them") }</h3>
                { list("reg-printed", PRINTED, text, dispatch) }
                <h3 id="reg-believed">{ t!("What its sentences come to") }</h3>
                { list("reg-believed", BELIEVED, text, dispatch) }
            </div>
        </section>
    }
}

fn list(
    label: &'static str,
    pages: &'static [Page],
    text: &str,
    dispatch: &Callback<Action>,
) -> Html {
    html! {
        <ul aria-labelledby={label}>
            { for pages.iter().map(|page| {
                let on_click =
                    dispatch.reform(move |_: MouseEvent| Action::Load(Example::Registries(page)));
                let is_shown = page.text == text;
                html! {
                    <li>
                        <button type="button" class="reg-ex" aria-current={is_shown.then_some("true")} onclick={on_click}>
                            <span class="vh">{ t!("Example:") }{ " " }</span>{ (page.title)() }
                        </button>
                    </li>
                }
            }) }
        </ul>
    }
}

/// Whether the text is one of the examples.
pub(super) fn is_example(text: &str) -> bool {
    PRINTED.iter().chain(BELIEVED).any(|it| it.text == text)
}

/// What the documentation says, and what is done.
pub(super) fn differences(
    model: &Model,
    is_example: bool,
    places: &Places<'_>,
    dispatch: &Callback<Action>,
) -> Html {
    let product = model.setting.distribution.title();
    if model.differences.is_empty() && !is_example {
        return html! {};
    }
    html! {
        <section class="panel" aria-labelledby="reg-said">
            <div class="panel-h"><h2 id="reg-said">{ t!("What the documentation says, and what {product} does", product = product) }</h2></div>
            <div class="panel-b">
                if model.differences.is_empty() {
                    <p><State mark={Mark::Ok} word={t!("The same")} />{ " " }{ t!("With this file {product} does what the documentation says.", product = product) }</p>
                }
                <ul class="reg-said">
                    { for model.differences.iter().map(|it| one(it, product, places, dispatch)) }
                </ul>
            </div>
        </section>
    }
}

fn one(it: &Difference, product: &str, places: &Places<'_>, dispatch: &Callback<Action>) -> Html {
    let explain = it.code.map(|code| {
        let on_click = dispatch.reform(move |_: MouseEvent| Action::Explain(Some(code.into())));
        html! {
            <button type="button" class="lnk code-id" aria-haspopup="dialog" aria-label={t!("Explain {code}", code = code)} onclick={on_click}>{ code }</button>
        }
    });
    html! {
        <li>
            <p class="reg-doc">{ woven(&t!("The documentation says: {quote}."), &[("quote", html! { <q>{ it.statement.said }</q> })]) }</p>
            <p>
                <State mark={Mark::Warning} word={t!("Differs")} />
                <span><b>{ t!("{product} does otherwise:", product = product) }{ " " }</b>{ whole(&it.does) }</span>
            </p>
            <p class="means">
                { t!("Wrong {how}.", how = sentence(it.statement.wrong)) }{ " " }
                if let Some(span) = &it.span { { places.link(span) } }
                { " " }{ explain }
            </p>
        </li>
    }
}
