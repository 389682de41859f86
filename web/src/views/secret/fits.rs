//! Which images of the documents the keys fit.

use std::collections::BTreeSet;

use pullscope_core::diagnose::Diagnosis;
use pullscope_core::pull_secret::DEFAULT_SERVER;
use yew::prelude::*;

use super::inspected::Inspected;
use crate::components::icon::State;
use crate::texts::t;
use crate::trip::Mark;

/// Names in one sentence.
const NAMED: usize = 3;

/// The answer where every layer can be read.
pub(super) fn answer(inspected: &Inspected) -> (Mark, AttrValue) {
    let name = &inspected.name;
    let served: Vec<&str> =
        inspected.fits.iter().filter(|it| it.mark == Mark::Ok).map(|it| &*it.name).collect();
    let worst = inspected.layers.iter().map(|it| it.mark).max_by_key(|it| it.weight());
    let warned = worst.filter(|it| matches!(it, Mark::Warning | Mark::Error)).unwrap_or(Mark::Ok);
    if inspected.count == 0 {
        return (Mark::Warning, t!("{name} holds no key.", name = name));
    }
    match (&served[..], inspected.fits.is_empty()) {
        (_, true) => match inspected.count {
            1 => (warned, t!("{name} can be read: it holds one key.", name = name)),
            count => (
                warned,
                t!("{name} can be read: it holds {count} keys.", name = name, count = count),
            ),
        },
        ([], false) => (Mark::Warning, t!("{name} fits no image of the documents.", name = name)),
        ([only], _) => (warned, t!("{name} fits {image}.", name = name, image = only)),
        ([most @ .., last], _) if served.len() <= NAMED => {
            let most = most.join(", ");
            (warned, t!("{name} fits {most} and {last}.", name = name, most = most, last = last))
        }
        _ => {
            let count = served.len();
            (warned, t!("{name} fits {count} images of the documents.", name = name, count = count))
        }
    }
}

/// The line below the answer.
pub(super) fn evidence(inspected: &Inspected) -> AttrValue {
    let idle = inspected.entries.iter().filter(|it| it.fits.is_empty()).count();
    match (idle, inspected.count) {
        _ if inspected.fits.is_empty() => {
            t!("Paste workloads in the journey to see which images its keys fit.")
        }
        (0, _) => t!("By its keys alone: a Pod also has to name it."),
        (1, 1) => t!("Its only key is for another image."),
        (1, _) => t!("One of its keys fits no image of the documents. It does no harm."),
        _ => t!("{idle} of its keys fit no image of the documents. They do no harm.", idle = idle),
    }
}

/// The panel; nothing where there is no image.
pub(super) fn panel(inspected: &Inspected) -> Html {
    if inspected.fits.is_empty() {
        return html! {};
    }
    let served = inspected.fits.iter().filter(|it| it.mark == Mark::Ok).count();
    html! {
        <section class="panel" aria-labelledby="secret-fits">
            <div class="panel-h">
                <h2 id="secret-fits">{ t!("Fits these images") }</h2>
                <p class="panel-n">{ t!("{served} of {all}", served = served, all = inspected.fits.len()) }</p>
            </div>
            <div class="panel-b">
                <ul class="fits">
                    { for inspected.fits.iter().map(|fit| html! {
                        <li>
                            <State mark={fit.mark} word={if fit.mark == Mark::Ok { t!("Fits") } else { t!("Does not fit") }} />
                            <p><b>{ &fit.name }</b><span>{ &fit.why }</span></p>
                            <code>{ &fit.repository }</code>
                        </li>
                    }) }
                </ul>
            </div>
        </section>
    }
}

/// The registries of the images, as a key has to say them.
pub(super) fn registries(report: Option<&Diagnosis>) -> Vec<AttrValue> {
    let images = report.into_iter().flat_map(|it| &it.workloads).flat_map(|it| &it.images);
    let hosts: BTreeSet<&str> = images
        .filter_map(|it| it.reference.as_ref().ok())
        .map(|it| it.registry.value.as_str())
        .filter(|it| *it != "docker.io")
        .collect();
    hosts.into_iter().chain([DEFAULT_SERVER]).map(|it| it.to_owned().into()).collect()
}
