//! The pull queue: who waits for whom on one node, from when to when; what events tell of that; and
//! when a pull that failed is tried again.

mod assumptions;
mod back_off;
mod lanes;
mod model;
mod modes;
mod told;

use yew::prelude::*;

use super::ViewProps;
use super::head::ViewHead;
use crate::examples::Example;
use crate::hooks::language::use_language;
use crate::texts::{self, t};
use crate::trip::Mark;
use model::Assumed;

#[component]
pub(super) fn Queue(props: &ViewProps) -> Html {
    use_language();
    let assumed = use_state(Assumed::default);
    let report = props.report.as_deref();
    let pods = model::pods(report);
    let node = match report {
        Some(report) => report.node.settings.clone(),
        None => model::usual(props.what_if.kubernetes),
    };
    let answer = model::ask(&pods, &node, &assumed);
    let (mark, sentence) = match &answer {
        Ok(simulation) => {
            let waits = simulation.longest_wait().is_some() || simulation.refused() > 0;
            (if waits { Mark::Info } else { Mark::Ok }, model::sentence(simulation))
        }
        Err(error) => (
            Mark::Unknown,
            t!("Nothing is drawn: {why}.", why = texts::sentence(&error.to_string())),
        ),
    };
    let on_change = {
        let assumed = assumed.clone();
        Callback::from(move |it: Assumed| assumed.set(it))
    };
    html! { <>
        <ViewHead
            mark={mark}
            sentence={sentence}
            evidence={model::evidence(&assumed)}
            example={Example::Queue}
            dispatch={props.dispatch.clone()}
        />
        <div class="view queue">
            <div class="q-main">
                if let Ok(simulation) = &answer { { lanes::panel(simulation) } }
                { modes::panel(&pods, &node, &assumed) }
                { told::panel(report) }
                <back_off::BackOffPanel trip={props.trip.clone()} on_go={props.on_go.clone()} />
            </div>
            <assumptions::Assumptions
                assumed={(*assumed).clone()}
                settings={assumed.settings(&node)}
                pods={pods.clone()}
                on_change={on_change}
            />
        </div>
    </> }
}

#[cfg(test)]
mod tests;
