//! What is asked for each image, in order.

use pullscope_core::registries::{Asked, Asks};
use yew::prelude::*;

use super::model::{Image, Model, OwnRequest};
use crate::components::icon::State;
use crate::components::woven::woven;
use crate::read::whole;
use crate::texts::{sentence, t};
use crate::trip::Mark;
use crate::views::place::Places;

/// More addresses than a person reads.
const SHOWN: usize = 20;

pub(super) fn panel(model: &Model, places: &Places<'_>) -> Html {
    if model.images.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel" aria-labelledby="reg-asked">
            <div class="panel-h">
                <h2 id="reg-asked">{ t!("Requests") }</h2>
                <p class="panel-n">{ t!("in order; the first that has the image gives it") }</p>
            </div>
            <div class="panel-b">
                { for model.images.iter().map(|image| one(image, model.is_own_pull, places)) }
                if model.is_own_pull {
                    <p class="means">{ t!("When every address fails, the errors of all of them are in RKE2’s log.") }</p>
                } else {
                    <p class="means">{ whole(model.error_seen) }</p>
                }
            </div>
        </section>
    }
}

fn one(image: &Image, is_own_pull: bool, places: &Places<'_>) -> Html {
    html! {
        <div class="reg-image">
            <h3><code>{ &image.name }</code></h3>
            { match &image.asks {
                Err(message) => html! {
                    <p><State mark={Mark::Error} word={t!("Error")} />{ " " }{ whole(message) }</p>
                },
                Ok(_) if is_own_pull && image.own_pull.is_empty() => html! {
                    <p><State mark={Mark::Error} word={t!("Error")} />{ " " }{ t!("RKE2 itself does not take this name.") }</p>
                },
                Ok(_) if is_own_pull => html! {
                    <ol class="reg-urls">{ for image.own_pull.iter().map(|it| own(it, places)) }</ol>
                },
                Ok(asks) => told(asks, places),
            } }
        </div>
    }
}

/// A request of RKE2 itself.
fn own(request: &OwnRequest, places: &Places<'_>) -> Html {
    html! {
        <li>
            { for request.urls.iter().map(|it| html! { <code>{ "GET " }{ it }</code> }) }
            <p class="means">
                if request.urls.len() > 1 {
                    <State mark={Mark::Warning} word={t!("Undetermined")} />{ " " }
                }
                { t!("{sentence}.", sentence = sentence(&request.sentence)) }{ " " }
                if let Some(span) = &request.span {
                    { places.link(span) }
                }
            </p>
        </li>
    }
}

fn told(asks: &Asks, places: &Places<'_>) -> Html {
    let left = asks.endpoints.len().saturating_sub(SHOWN);
    html! { <>
        <p class="means">
            if asks.broken.is_some() {
                <State mark={Mark::Error} word={t!("Error")} />{ " " }
            }
            { whole(&asks.because) }
            if let Some(broken) = &asks.broken {
                { " " }{ places.link(&broken.span) }
            }
        </p>
        <ol class="reg-urls">
            { for asks.endpoints.iter().take(SHOWN).map(|it| request(it, places)) }
        </ol>
        if left > 0 {
            <p class="means">{ t!("{count} more addresses are asked.", count = left) }</p>
        }
    </> }
}

fn request(asked: &Asked, places: &Places<'_>) -> Html {
    html! {
        <li>
            { for asked.urls.iter().map(|it| html! { <code>{ "HEAD " }{ it }</code> }) }
            <p class="means">
                if asked.urls.len() > 1 {
                    <State mark={Mark::Warning} word={t!("Undetermined")} />{ " " }
                }
                { t!("{sentence}.", sentence = sentence(&asked.sentence())) }{ " " }
                if let Some(span) = &asked.span {
                    { places.link(span) }
                }
            </p>
            { for asked.rewrites.iter().map(|it| html! {
                <p class="means">
                    { woven(&t!("Rewrite {pattern} to {replacement}"), &[
                        ("pattern", html! { <code>{ &it.pattern }</code> }),
                        ("replacement", html! { <code>{ &it.replacement }</code> }),
                    ]) }{ ", " }
                    { for it.groups.iter().enumerate().skip(1).map(|(number, group)| html! { <>
                        { woven(&t!("{group} is {text}"), &[
                            ("group", html! { <code>{ format!("${number}") }</code> }),
                            ("text", html! { <code>{ group.clone().map_or_else(|| t!("nothing"), AttrValue::from) }</code> }),
                        ]) }{ ", " }
                    </> }) }
                    { places.link(&it.span) }
                </p>
            }) }
        </li>
    }
}
