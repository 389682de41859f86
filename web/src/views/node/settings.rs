//! The kubelet's settings about images: value, where it is from, and what it does.

use pullscope_core::Version;
use pullscope_core::kubelet::configuration::Field;
use pullscope_core::kubelet::{Settings, VerificationPolicy};
use yew::prelude::*;

use super::super::place::Places;
use crate::texts::{self, t};

/// How pulls go on this node, as the answer.
pub(super) fn sentence(settings: &Settings) -> AttrValue {
    let at_once = match (settings.serialize_image_pulls, settings.max_parallel_image_pulls) {
        (true, _) | (false, Some(1)) => t!("one image at a time"),
        (false, None) => t!("any number of images at once"),
        (false, Some(most)) => t!("up to {most} images at once", most = most),
    };
    match settings.verification {
        None | Some(VerificationPolicy::NeverVerify) => t!(
            "The kubelet pulls {images}, and every Pod may use an image that is there already.",
            images = at_once
        ),
        Some(VerificationPolicy::NeverVerifyPreloadedImages) => t!(
            "The kubelet pulls {images}, and an image that it pulled with a credential is not for every Pod.",
            images = at_once
        ),
        Some(VerificationPolicy::NeverVerifyAllowlistedImages) => t!(
            "The kubelet pulls {images}, and an image that is there already is for every Pod only if it is on the allowlist.",
            images = at_once
        ),
        Some(VerificationPolicy::AlwaysVerify) => t!(
            "The kubelet pulls {images}, and a Pod has to have a credential for each image that is there already.",
            images = at_once
        ),
    }
}

/// The release, and how many settings the text has.
pub(super) fn evidence(fields: &[Field], version: Version) -> AttrValue {
    match fields.iter().filter(|field| field.span.is_some()).count() {
        0 => t!(
            "All of it is the default of Kubernetes {version}: the text sets none of it.",
            version = version
        ),
        1 => t!(
            "The text sets one of it; the rest is the default of Kubernetes {version}.",
            version = version
        ),
        set => t!(
            "The text sets {set} of it; the rest is the default of Kubernetes {version}.",
            set = set,
            version = version
        ),
    }
}

/// All settings.
pub(super) fn table(fields: &[Field], places: &Places) -> Html {
    if fields.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel" aria-labelledby="node-settings">
            <div class="panel-h">
                <h2 id="node-settings">{ t!("Settings") }</h2>
                <p class="panel-n">{ t!("of the KubeletConfiguration, as far as they touch images") }</p>
            </div>
            <div class="panel-b">
                <table class="grid-t">
                    <thead>
                        <tr><th scope="col">{ t!("Setting") }</th><th scope="col">{ t!("Value") }</th></tr>
                    </thead>
                    <tbody>{ for fields.iter().map(|field| row(field, places)) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(field: &Field, places: &Places) -> Html {
    html! {
        <tr class={classes!(field.span.is_some().then_some("is-set"))}>
            <th scope="row">
                <code>{ breakable(field.path) }</code>
                <p class="means">{ texts::sentence(&field.sentence) }</p>
            </th>
            <td class="node-v">
                if field.value.is_empty() {
                    { t!("not set") }
                } else {
                    <code>{ breakable(&field.value) }</code>
                }
                <small>
                    if let Some(span) = &field.span {
                        { places.link(span) }
                    } else {
                        { t!("default") }
                    }
                </small>
            </td>
        </tr>
    }
}

/// A name in camel case, with places where a line may break.
pub(super) fn breakable(name: &str) -> Html {
    let starts = name.char_indices().filter(|(at, it)| *at > 0 && it.is_ascii_uppercase());
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, _) in starts {
        pieces.push(&name[from..at]);
        from = at;
    }
    pieces.push(&name[from..]);
    html! { <>{ for pieces.into_iter().map(|piece| html! { <>{ piece }<wbr /></> }) }</> }
}
