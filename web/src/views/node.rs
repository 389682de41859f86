//! The node: what its kubelet runs with.

mod gates;
mod settings;

use pullscope_core::kubelet::Settings;
use yew::prelude::*;

use super::ViewProps;
use super::head::ViewHead;
use crate::trip::Mark;

#[component]
pub(super) fn Node(props: &ViewProps) -> Html {
    let version = props.what_if.kubernetes;
    let settings = match &props.report {
        Some(report) => report.node.settings.clone(),
        None => Settings::of(version),
    };
    let document = props.report.iter().flat_map(|report| &report.documents);
    let document = document.filter(|it| it.kind.as_deref() == Some("KubeletConfiguration"));
    let in_text = document.map(|it| it.span.clone()).next().map(|span| {
        let on_click = props.on_go.reform(move |_: MouseEvent| span.clone());
        html! { <button type="button" class="btn big" onclick={on_click}>{ "KubeletConfiguration in the text" }</button> }
    });
    html! { <>
        <ViewHead
            mark={Mark::Ok}
            sentence={settings::sentence(&settings)}
            evidence={settings::evidence(&settings)}
            dispatch={props.dispatch.clone()}
        >
            { in_text }
        </ViewHead>
        <div class="view node">
            { settings::table(&settings) }
            { gates::table(settings.gates) }
        </div>
    </> }
}
