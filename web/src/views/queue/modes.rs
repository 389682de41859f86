//! One after the other, or all at once: when each Pod has its images.

use pullscope_core::kubelet::Settings;
use pullscope_core::kubelet::queue::Span;
use yew::prelude::*;

use super::model::{Assumed, MOST, Pod, ask};
use crate::components::woven::woven;
use crate::texts::t;

/// The panel; nothing where fewer than two Pods pull.
pub(super) fn panel(pods: &[Pod], node: &Settings, assumed: &Assumed) -> Html {
    let ask_as = |serialize| {
        let changed = Assumed { serialize: Some(serialize), parallel: Some(0), ..assumed.clone() };
        ask(pods, node, &changed).map(|it| it.complete())
    };
    let (Ok(serial), Ok(parallel)) = (ask_as(true), ask_as(false)) else { return html! {} };
    if serial.len() < 2 {
        return html! {};
    }
    let time = |it: Option<&u64>| it.map_or_else(|| t!("never"), |it| Span(*it).to_string().into());
    html! {
        <section class="panel" aria-labelledby="queue-modes">
            <div class="panel-h">
                <h2 id="queue-modes">{ t!("One after the other, or all at once") }</h2>
                <p class="panel-n">{ t!("when each Pod has all its images") }</p>
            </div>
            <div class="panel-b">
                <div class="q-wide" tabindex="0" role="group" aria-label={t!("Serial and parallel pulls")}>
                <table class="grid-t q-modes">
                    <caption class="vh">{ t!("When each Pod has all its images, by how the kubelet pulls") }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ t!("Pod") }</th>
                            <th scope="col" class="num"><code>{ "serializeImagePulls: true" }</code></th>
                            <th scope="col" class="num">{ woven(&t!("{setting}, no limit"), &[("setting", html! { <code>{ "false" }</code> })]) }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for pods.iter().enumerate().take(MOST).map(|(number, pod)| html! {
                            <tr>
                                <th scope="row">{ &pod.name }</th>
                                <td class="num">{ time(serial.get(&number)) }</td>
                                <td class="num">{ time(parallel.get(&number)) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
                </div>
            </div>
        </section>
    }
}
