//! All that follows from the text and the what-if switches.

use std::rc::Rc;

use pullscope_core::diagnose::Diagnosis;
use yew::AttrValue;

use super::{Mark, Note, Spot, Trip};

/// One document, and what it was taken for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Document {
    /// `Deployment apps/shop`; empty where it says neither.
    pub(crate) name: AttrValue,
    pub(crate) taken_for: AttrValue,
    /// Why; empty where nothing had to be decided.
    pub(crate) because: AttrValue,
    pub(crate) is_broken: bool,
    pub(crate) spot: Spot,
}

/// All that follows from the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Picture {
    /// The core's answer; absent for an empty text.
    pub(crate) report: Option<Rc<Diagnosis>>,
    pub(crate) trips: Vec<Rc<Trip>>,
    pub(crate) notes: Rc<Vec<Note>>,
    pub(crate) documents: Rc<Vec<Document>>,
    /// How many documents there are, in words.
    pub(crate) summary: AttrValue,
    /// A file of the node with credentials is among the documents.
    pub(crate) has_node_config: bool,
    /// The answer where no image is named.
    pub(crate) sentence: AttrValue,
    pub(crate) evidence: AttrValue,
}

impl Picture {
    /// The worst of the findings.
    pub(crate) fn mark(&self) -> Mark {
        self.notes
            .iter()
            .map(|note| note.mark)
            .max_by_key(|mark| mark.weight())
            .unwrap_or(Mark::Info)
    }

    /// Whether a `registries.yaml` is among the documents.
    pub(crate) fn has_registries(&self) -> bool {
        self.report.as_ref().is_some_and(|it| it.node.registries.is_some())
    }

    /// Which image tells most: the one with the most to repair, of several the first.
    pub(crate) fn telling(&self) -> usize {
        let weight = |at: &usize| self.trips[*at].mark.weight().max(Mark::Info.weight());
        // `max_by_key` takes the last of several, and the order of pulling is the other way round.
        (0..self.trips.len()).rev().max_by_key(weight).unwrap_or(0)
    }
}
