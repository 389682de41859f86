//! The node: what its kubelet runs with, whether it starts, which plugins it asks, and who may use an
//! image that is there already.

mod gates;
mod present;
mod providers;
mod settings;
mod starts;

use pullscope_core::Version;
use pullscope_core::json;
use pullscope_core::kubelet::configuration::{Configuration, Written};
use yew::prelude::*;

use super::ViewProps;
use super::head::ViewHead;
use super::place::Places;
use crate::components::icon::{Glyph, Icon};
use crate::examples::Example;
use crate::hooks::language::use_language;
use crate::state::Action;
use crate::texts::{self, t};
use crate::trip::Mark;

#[component]
pub(super) fn Node(props: &ViewProps) -> Html {
    use_language();
    let language = use_language();
    let default = use_memo((props.what_if.kubernetes, language), |(version, _)| defaults(*version));
    let Some(default) = &*default else { return html! {} };
    let node = props.report.as_ref().map(|report| &report.node);
    let kubelet = node.and_then(|node| node.kubelet.as_ref());
    let settings = node.map_or(&default.settings, |node| &node.settings);
    let fields = kubelet.map_or(&default.fields, |kubelet| &kubelet.fields);
    let places = Places::new(props);
    let (mark, sentence) = match kubelet.and_then(|kubelet| kubelet.errors.first()) {
        Some(error) => (
            Mark::Error,
            t!("The kubelet does not start: {error}.", error = texts::sentence(&error.to_string())),
        ),
        None => (Mark::Ok, settings::sentence(settings)),
    };
    let on_present = props.dispatch.reform(|_: MouseEvent| Action::Load(Example::Present));
    html! { <>
        <ViewHead
            {mark}
            {sentence}
            evidence={settings::evidence(fields, props.what_if.kubernetes)}
            example={Example::Node}
            dispatch={props.dispatch.clone()}
        >
            <button type="button" class="btn big" title={Example::Present.about()} onclick={on_present}>
                <Icon glyph={Glyph::Play} />{ t!("Example: images that are there") }
            </button>
        </ViewHead>
        <div class="view node">
            <div class="col">
                { for kubelet.map(|kubelet| starts::panel(kubelet, &places)) }
                { for props.report.iter().map(|report| present::panel(report, props, &places)) }
                { settings::table(fields, &places) }
            </div>
            <div class="col">
                { for props.report.iter().map(|report| providers::panel(report, &places)) }
                { gates::table(settings.gates) }
            </div>
        </div>
    </> }
}

/// What a kubelet runs with whose configuration says nothing.
fn defaults(version: Version) -> Option<Configuration> {
    const EMPTY: &str =
        r#"{"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration"}"#;
    let document = json::parse(EMPTY, json::DEFAULT_MAX_DEPTH).ok()?;
    Some(Configuration::read(&document, Written::Json, version, &[]))
}
