//! The sixth stop: which addresses the node asks, in order, as far as the text tells.

use pullscope_core::diagnose::{ImageReport, ToldBy};
use pullscope_core::registries::{Asked, Asks};
use yew::AttrValue;

use super::stops::{code, fact};
use super::{Reader, stops, whole};
use crate::texts::{sentence, t};
use crate::trip::{Flag, Line, Mark, Place, Ring, Stop};

/// The hosts that are asked, in order; `None` where the text does not tell the mirrors.
pub(super) fn lanes(image: &ImageReport) -> Option<Vec<AttrValue>> {
    let asked = &image.endpoints.as_ref()?.endpoints;
    Some(asked.iter().map(|it| it.host.clone().into()).collect())
}

pub(super) fn stop(reader: &Reader<'_>, ring: &Ring) -> Stop {
    let mut stop = match &reader.image.endpoints {
        Some(asks) => told(asks),
        None => unknown(reader),
    };
    stop.out = ring.out.unwrap_or(Line::Solid);
    let told = &reader.report.node.runtime;
    stop.facts.push(fact(
        t!("Runtime"),
        match told.runtime_from {
            ToldBy::Nothing => {
                t!("{runtime}, where nothing tells it", runtime = told.runtime.as_str())
            }
            _ => told.runtime.as_str().into(),
        },
    ));
    let Some(resolved) = &reader.image.runtime else { return stop };
    if let Some(message) = &resolved.message {
        stop.mark = Mark::Error;
        stop.value = t!("Not a name to it");
        stop.caption = t!("{runtime} refuses it.", runtime = told.runtime.as_str());
        stop.flag = Some(Flag::Cause);
        stop.out = Line::Ghost;
        stop.facts.push(code(t!("It says"), message.clone()));
    }
    for (number, reference) in resolved.references.iter().enumerate() {
        let name = if number == 0 { t!("Asks for") } else { t!("else for") };
        stop.facts.push(code(name, reference.clone()));
    }
    stop
}

/// What a `registries.yaml` of the text says.
fn told(asks: &Asks) -> Stop {
    let is_odd = asks.broken.is_some() || asks.endpoints.iter().any(|it| it.rewrites.len() > 1);
    let mark = if is_odd { Mark::Warning } else { Mark::Ok };
    let host = |asked: &Asked| AttrValue::from(asked.host.clone());
    let (value, caption) = match &asks.endpoints[..] {
        [] => (t!("None"), t!("No address is asked.")),
        [one] if one.is_default => (host(one), t!("The registry itself, no mirror.")),
        [one] => (host(one), t!("And nothing else.")),
        [first, second] => (host(first), t!("Then {host}.", host = second.host)),
        [first, rest @ ..] => (host(first), t!("Then {count} more.", count = rest.len())),
    };
    let mut stop = stops::stop(Place::Endpoints, mark, value, caption);
    stop.lead = whole(&asks.because);
    for (number, asked) in asks.endpoints.iter().enumerate().take(SHOWN) {
        let name = if number == 0 { t!("Asks") } else { t!("then") };
        stop.facts.push(fact(name, sentence(&asked.sentence())));
    }
    stop.read.extend(asks.endpoints.iter().take(SHOWN).filter_map(|it| it.span.clone()));
    stop
}

/// More addresses than a person reads.
const SHOWN: usize = 8;

/// Without a file of mirrors.
fn unknown(reader: &Reader<'_>) -> Stop {
    let host = reader.image.reference.as_ref().map(|parts| parts.registry.value.clone());
    let host = host.unwrap_or_default();
    let registries = reader.report.node.registries.as_ref();
    let (caption, why) = match registries {
        Some(file) if file.error.is_some() => (
            t!("registries.yaml cannot be read."),
            t!("The node does not get ready with its registries.yaml, which cannot be read."),
        ),
        Some(file) if !file.is_used => (
            t!("registries.yaml is not for it."),
            t!(
                "registries.yaml is for the containerd of K3s and RKE2, and this node has another runtime."
            ),
        ),
        _ => (
            t!("Its mirrors are not in the text."),
            t!(
                "Without a mirror the runtime asks {host} itself. Mirrors are set on the node, and nothing in the text tells which there are.",
                host = host
            ),
        ),
    };
    let mut stop = stops::stop(Place::Endpoints, Mark::Unknown, t!("Depends on the node"), caption);
    stop.lead = why;
    stop
}

#[cfg(test)]
mod tests {
    use crate::ink;
    use crate::read::picture;
    use crate::trip::{Mark, Place};
    use crate::what_if::{Switch, WhatIf};

    const TEXT: &str = "ghcr.io/team/app:1\n---\nmirrors: {ghcr.io: {endpoint: [m.io]}}\n\
                        configs: {m.io: {auth: {username: u, password: p}}}\n";

    #[test]
    fn the_addresses_stand_at_their_stop_in_order() {
        let what_if = WhatIf::default();
        let trips = picture(TEXT, &what_if, None, &ink::hidden(TEXT)).trips;
        let stop = trips[0].stop(Place::Endpoints);
        assert_eq!((&*stop.value, &*stop.caption), ("m.io", "Then ghcr.io."));
        assert_eq!(stop.mark, Mark::Ok);
        assert_eq!(trips[0].lanes.as_deref(), Some(&["m.io".into(), "ghcr.io".into()][..]));
        assert_eq!(&*stop.lead, "ghcr.io has a directory of its own, because of mirrors.ghcr.io.");
        let disabled = what_if.with(Switch::DefaultEndpoint(false));
        let trips = picture(TEXT, &disabled, None, &ink::hidden(TEXT)).trips;
        assert_eq!(&*trips[0].stop(Place::Endpoints).caption, "And nothing else.");
    }

    #[test]
    fn without_a_file_the_mirrors_are_not_known() {
        let trips = picture("nginx", &WhatIf::default(), None, &[]).trips;
        assert_eq!(&*trips[0].stop(Place::Endpoints).value, "Depends on the node");
        assert_eq!(trips[0].lanes, None);
    }
}
