//! What the events of the text tell of finished pulls: how long they took, and waited.

use pullscope_core::diagnose::Diagnosis;
use pullscope_core::event::Took;
use pullscope_core::kubelet::queue::{Bytes, Span};
use yew::prelude::*;

use super::model::MOST;
use crate::texts::t;

/// The panel; nothing where no event tells a time.
pub(super) fn panel(report: Option<&Diagnosis>) -> Html {
    let pulls: Vec<(&str, Took)> = told(report);
    if pulls.is_empty() {
        return html! {};
    }
    let note = match pulls.len() {
        count if count > MOST => {
            t!("the first {most} of {count} pulls", most = MOST, count = count)
        }
        1 => t!("one pull"),
        count => t!("{count} pulls", count = count),
    };
    html! {
        <section class="panel" aria-labelledby="queue-told">
            <div class="panel-h">
                <h2 id="queue-told">{ t!("What your events tell") }</h2>
                <p class="panel-n">{ note }</p>
            </div>
            <div class="panel-b">
                <p>{ t!("“In” is how long the runtime pulled. “Including waiting” begins when the kubelet wanted the image: between them it waited for other pulls of its node.") }</p>
                <div class="q-wide" tabindex="0" role="group" aria-label={t!("The pulls of the events")}>
                <table class="grid-t q-table">
                    <caption class="vh">{ t!("How long each pull waited and took") }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ t!("Image") }</th>
                            <th scope="col" class="num">{ t!("Waited") }</th>
                            <th scope="col" class="num">{ t!("Pulled in") }</th>
                            <th scope="col" class="num">{ t!("Together") }</th>
                            <th scope="col" class="num">{ t!("Size") }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for pulls.iter().take(MOST).map(|(image, took)| html! {
                            <tr>
                                <th scope="row"><code>{ *image }</code></th>
                                <td class="num">{ span(took.waiting()) }</td>
                                <td class="num">{ span(took.pulling) }</td>
                                <td class="num">{ span(Some(took.with_waiting)) }</td>
                                <td class="num">{ took.size.map_or_else(not_told, |it| Bytes(it).to_string().into()) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
                </div>
            </div>
        </section>
    }
}

fn told(report: Option<&Diagnosis>) -> Vec<(&str, Took)> {
    let events = report.iter().flat_map(|it| &it.events);
    events.filter_map(|it| Some((it.image.as_deref()?, it.took?))).collect()
}

fn span(milliseconds: Option<u64>) -> AttrValue {
    milliseconds.map_or_else(not_told, |it| Span(it).to_string().into())
}

fn not_told() -> AttrValue {
    t!("not told")
}
