//! The node: what its kubelet runs with, whether it starts, and which plugins it asks.

mod gates;
mod providers;
mod settings;
mod starts;

use pullscope_core::Version;
use pullscope_core::json;
use pullscope_core::kubelet::configuration::{Configuration, Written};
use pullscope_core::text::{self, Syntax};
use yew::prelude::*;

use super::ViewProps;
use super::head::ViewHead;
use super::place::Places;
use crate::examples::Example;
use crate::trip::Mark;

#[component]
pub(super) fn Node(props: &ViewProps) -> Html {
    let asked = (props.text.clone(), props.what_if.kubernetes);
    let configuration =
        use_memo(asked, |(text, version)| written(text, *version).or_else(|| defaults(*version)));
    let Some(configuration) = &*configuration else { return html! {} };
    let places = Places::new(props);
    let (mark, sentence) = match configuration.errors.first() {
        Some(error) if !configuration.starts() => {
            (Mark::Error, format!("The kubelet does not start: {error}."))
        }
        _ => (Mark::Ok, settings::sentence(&configuration.settings)),
    };
    html! { <>
        <ViewHead
            {mark}
            {sentence}
            evidence={settings::evidence(configuration)}
            example={Example::Node}
            dispatch={props.dispatch.clone()}
        />
        <div class="view node">
            <div class="col">
                { starts::panel(configuration, &places) }
                { settings::table(configuration, &places) }
            </div>
            <div class="col">
                { for props.report.iter().map(|report| providers::panel(report, &places)) }
                { gates::table(configuration.settings.gates) }
            </div>
        </div>
    </> }
}

/// The first KubeletConfiguration of the text, as the kubelet reads it.
fn written(text: &str, version: Version) -> Option<Configuration> {
    let documents = text::documents(text);
    let document =
        documents.docs.iter().find(|it| it.kind.as_deref() == Some("KubeletConfiguration"))?;
    let written = match document.syntax {
        Syntax::Json => Written::Json,
        _ => Written::Yaml,
    };
    Some(Configuration::read(&document.root, written, version, &[]))
}

/// What a kubelet runs with whose configuration says nothing.
fn defaults(version: Version) -> Option<Configuration> {
    const EMPTY: &str =
        r#"{"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration"}"#;
    let document = json::parse(EMPTY, json::DEFAULT_MAX_DEPTH).ok()?;
    Some(Configuration::read(&document, Written::Json, version, &[]))
}
