//! The six layers in a row, from the object to one password.

use pullscope_core::pull_secret::Layer;
use yew::prelude::*;

use super::inspected::{Inspected, LayerView};
use crate::components::icon::State;
use crate::texts::t;
use crate::trip::Mark;

/// A layer's name.
fn name(layer: Layer) -> AttrValue {
    match layer {
        Layer::Secret => t!("Secret"),
        Layer::TypeAndKey => t!("Type and key"),
        Layer::Base64 => "base64".into(),
        Layer::Json => "JSON".into(),
        Layer::Auths => "auths".into(),
        Layer::Auth => "auth".into(),
    }
}

/// The panel.
pub(super) fn panel(inspected: &Inspected) -> Html {
    html! {
        <section class="panel secret-layers" aria-labelledby="secret-layers">
            <div class="panel-h">
                <h2 id="secret-layers">{ t!("What the kubelet reads, layer by layer") }</h2>
                <p class="panel-n">{ t!("passwords stay hidden and never enter a link") }</p>
            </div>
            <div class="panel-b">
                <ol class="layers">{ for inspected.layers.iter().map(layer) }</ol>
            </div>
        </section>
    }
}

fn layer(view: &LayerView) -> Html {
    let class = classes!("layer", format!("layer-{}", view.mark.class()));
    let word = match (view.is_broken, view.mark) {
        (true, _) => Some(t!("Broken")),
        (false, Mark::Unknown) => Some(t!("Not known")),
        _ => None,
    };
    html! {
        <li {class}>
            <h3><State mark={view.mark} {word} />{ name(view.layer) }</h3>
            <p class="layer-v">{ &view.value }</p>
            <p class="layer-n">{ &view.note }</p>
        </li>
    }
}
