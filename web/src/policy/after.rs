//! The text after the changes of a policy, and how its containers pull before and after.

use pullscope_core::finding::{self, Edit};
use yew::AttrValue;

use super::judged::Judged;
use crate::trip::{Mark, Picture};

/// The text with all changes, and how many there are. `None` where nothing changes.
pub(crate) fn after(text: &str, judged: &[Judged]) -> Option<String> {
    let mut edits: Vec<Edit> = judged.iter().flat_map(|it| it.edits.iter().cloned()).collect();
    edits.sort_by_key(|it| (it.span.start, it.span.end));
    if edits.is_empty() {
        return None;
    }
    finding::apply(text, &edits).ok()
}

/// A container before and after.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Then {
    /// `Deployment apps/shop`.
    pub(crate) owner: AttrValue,
    pub(crate) name: AttrValue,
    pub(crate) before: Option<(Mark, AttrValue)>,
    pub(crate) after: (Mark, AttrValue),
}

/// The containers of the text after the changes, beside what they were before.
pub(crate) fn then(before: &Picture, after: &Picture) -> Vec<Then> {
    let trips = after.trips.iter().map(|trip| {
        let same =
            before.trips.iter().find(|it| (&it.owner, &it.name) == (&trip.owner, &trip.name));
        Then {
            owner: trip.owner.clone(),
            name: trip.name.clone(),
            before: same.map(|it| (it.mark, it.said())),
            after: (trip.mark, trip.said()),
        }
    });
    trips.collect()
}
