//! Two settings of the what-if switches side by side: what differs, at which stops, for whom.

use std::rc::Rc;

use pullscope_core::kubelet::Answer;

use crate::read;
use crate::share::positions;
use crate::trip::{Mark, Picture, Place, Trip};
use crate::what_if::WhatIf;
use yew::AttrValue;

/// What two settings make of the same text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Comparison {
    /// Each switch that stands differently: its name, and where it stands in the one and the other.
    pub(crate) switches: Vec<(String, [String; 2])>,
    /// The image that is looked at, if both have it.
    pub(crate) trips: Option<[Rc<Trip>; 2]>,
    pub(crate) stops: Vec<Row>,
    /// How many images have another outcome, and which.
    pub(crate) others: Vec<Other>,
    /// Images that both have.
    pub(crate) images: usize,
}

/// A sentence and how bad it is.
pub(crate) type Said = (Mark, AttrValue);

/// One stop in both settings.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) place: Place,
    pub(crate) values: [Said; 2],
    pub(crate) differs: bool,
}

/// An image whose outcome differs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Other {
    pub(crate) owner: AttrValue,
    pub(crate) name: AttrValue,
    pub(crate) trips: [Rc<Trip>; 2],
}

/// Compares the pictures of one text under two settings. `at`: the image that is looked at, in the
/// second. Its registry answers what an event tells, or what is `assumed`.
pub(crate) fn compare(
    [one, other]: [(&WhatIf, &Picture); 2],
    at: usize,
    assumed: Option<Answer>,
) -> Comparison {
    let key = |trip: &Trip| (trip.owner.clone(), trip.name.clone(), trip.role.clone());
    let first: std::collections::HashMap<_, &Rc<Trip>> =
        one.1.trips.iter().rev().map(|trip| (key(trip), trip)).collect();
    let pairs = || {
        let trips = other.1.trips.iter().enumerate();
        trips.filter_map(|(index, trip)| Some((index, *first.get(&key(trip))?, trip)))
    };
    let said = |trip: &Trip| (trip.mark, trip.said());
    let seen = |trip: &Rc<Trip>, picture: &Picture| match &picture.report {
        Some(report) => read::seen(trip, report, assumed).into(),
        None => trip.clone(),
    };
    let looked_at = pairs().find(|(index, ..)| *index == at);
    let looked_at = looked_at.map(|(_, first, second)| [seen(first, one.1), seen(second, other.1)]);
    let others = pairs().filter(|(_, one, other)| said(one) != said(other));
    Comparison {
        switches: switches(one.0, other.0),
        stops: looked_at.as_ref().map_or_else(Vec::new, |[one, other]| rows(one, other)),
        trips: looked_at,
        others: others
            .map(|(_, one, other)| Other {
                owner: other.owner.clone(),
                name: other.name.clone(),
                trips: [one.clone(), other.clone()],
            })
            .collect(),
        images: pairs().count(),
    }
}

fn rows(one: &Trip, other: &Trip) -> Vec<Row> {
    let row = |place: Place| {
        let (one, other) = (one.stop(place), other.stop(place));
        let differs = (one.mark, &one.value, &one.caption, one.flag)
            != (other.mark, &other.value, &other.caption, other.flag);
        let said = |stop: &crate::trip::Stop| {
            let value = match stop.caption.is_empty() {
                true => stop.value.clone(),
                false => format!("{}: {}", stop.value, stop.caption).into(),
            };
            (stop.mark, value)
        };
        Row { place, values: [said(one), said(other)], differs }
    };
    Place::ALL.map(row).into()
}

fn switches(one: &WhatIf, other: &WhatIf) -> Vec<(String, [String; 2])> {
    let (one, other) = (positions(one), positions(other));
    let mut names: Vec<&String> = one.iter().chain(&other).map(|it| &it.0).collect();
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(*name));
    let value = |all: &[(String, String)], name: &str| {
        let values = all.iter().filter(|it| it.0 == name).map(|it| it.1.as_str());
        values.collect::<Vec<_>>().join(", ")
    };
    names
        .into_iter()
        .map(|name| (name.clone(), [value(&one, name), value(&other, name)]))
        .filter(|(_, [one, other])| one != other)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::picture;
    use crate::what_if::Switch;
    use pullscope_core::kubelet::Presence;

    const TEXT: &str = "kind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - {name: web, image: 'r.io/x:1'}\n  - {name: odd, image: 'a:1+2'}\n";

    fn compared(switch: Switch) -> Comparison {
        compared_in(TEXT, switch, None)
    }

    fn compared_in(text: &str, switch: Switch, assumed: Option<Answer>) -> Comparison {
        let one = WhatIf::default();
        let other = one.with(switch);
        let pictures = [&one, &other].map(|it| picture(text, it, Some("r.io/x:1"), &[]));
        compare([(&one, &pictures[0]), (&other, &pictures[1])], 0, assumed)
    }

    #[test]
    fn the_registry_answers_what_an_event_tells_or_is_assumed() {
        let event = "---\nFailed to pull image \"r.io/x:1\": failed to resolve reference \"r.io/x:1\": unexpected status from HEAD request to https://r.io/v2/x/manifests/1: 403 Forbidden\n";
        let text = TEXT.to_owned() + event;
        let on_node = || Switch::OnNode(Presence::Present);
        let told = compared_in(&text, on_node(), None);
        let answers = |it: &Comparison| {
            let row = it.stops.iter().find(|row| row.place == Place::Registry);
            row.map(|row| row.values.clone().map(|(_, said)| said.to_string()))
        };
        let [one, other] = answers(&told).expect("it is a stop");
        assert_eq!(one, "403 Forbidden: Known from your event.");
        assert!(!other.contains("403"), "it is not asked: {other}");
        let assumed = compared_in(TEXT, on_node(), Some(Answer::Unauthorized));
        let [one, _] = answers(&assumed).expect("it is a stop");
        assert!(one.ends_with("Assumed, not known."), "{one}");
    }

    #[test]
    fn equal_settings_differ_in_nothing() {
        let same = compared(Switch::AlwaysPullImages(false));
        assert_eq!((same.switches, same.others, same.images), (vec![], vec![], 2));
        assert!(same.stops.iter().all(|row| !row.differs));
        assert_eq!(same.stops.len(), 8);
    }

    #[test]
    fn what_differs_is_marked_and_who_is_named() {
        let present = compared(Switch::OnNode(Presence::Present));
        assert_eq!(
            present.switches,
            [("image on node".to_owned(), ["unknown".to_owned(), "present".to_owned()],)]
        );
        let names: Vec<&str> = present.others.iter().map(|it| &*it.name).collect();
        assert_eq!(names, ["web"]);
        let differing: Vec<Place> =
            present.stops.iter().filter(|row| row.differs).map(|row| row.place).collect();
        assert!(differing.contains(&Place::Node), "{differing:?}");
        assert!(!differing.contains(&Place::Reference), "{differing:?}");
        let [one, other] = present.trips.expect("both have it");
        assert_ne!(one.said(), other.said());
    }
}
