//! A finding as it is shown: its places, what to change, and what a person types instead.

use std::ops::Range;
use std::rc::Rc;

use pullscope_core::finding::Edit;
use yew::AttrValue;

use super::Mark;
use crate::read::capital;
use crate::texts::sentence;

/// A place in the text that a person can go to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spot {
    /// What stands there; empty where the sentence beside it says so.
    pub(crate) label: AttrValue,
    /// Line and column, from 1.
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) span: Range<usize>,
}

/// One observation about the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Note {
    /// Its place among the core's findings.
    pub(crate) index: usize,
    pub(crate) mark: Mark,
    /// The heading of the code's page, as the core says it; [`Note::heading`] shows it.
    pub(crate) title: AttrValue,
    /// As the core says it; [`Note::said`] shows it.
    pub(crate) message: AttrValue,
    pub(crate) path: AttrValue,
    pub(crate) code: AttrValue,
    /// Its own place first, then those of the other values.
    pub(crate) spots: Vec<Spot>,
    /// The images that it touches, by their place among the trips.
    pub(crate) images: Vec<usize>,
    pub(crate) repair: Option<Rc<Repair>>,
    /// It is about an event that was seen before the page repaired something.
    pub(crate) is_old: bool,
    /// There is a page about the code.
    pub(crate) is_explained: bool,
}

impl Note {
    /// The heading, in the language that is shown.
    pub(crate) fn heading(&self) -> AttrValue {
        sentence(&self.title)
    }

    /// The message, in the language that is shown, with a capital and without a full stop.
    pub(crate) fn said(&self) -> AttrValue {
        capital(&sentence(&self.message)).into()
    }

    /// The bytes that it is about.
    pub(crate) fn span(&self) -> Option<&Range<usize>> {
        self.spots.first().map(|spot| &spot.span)
    }

    /// Whether it is told in front, for the image that is looked at: what touches it, and what
    /// breaks the text as a whole.
    pub(crate) fn is_near(&self, image: Option<usize>) -> bool {
        match image {
            Some(image) if !self.is_old => {
                self.images.contains(&image) || self.images.is_empty() && self.mark == Mark::Error
            }
            Some(_) => false,
            None => true,
        }
    }

    /// Whether its fix can be applied to the text.
    pub(crate) fn edits(&self) -> Option<&Repair> {
        self.repair.as_deref().filter(|repair| !repair.edits.is_empty())
    }
}

/// What to change, so that a finding goes away.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Repair {
    /// What it does, beginning with a verb, as the core says it; [`Repair::said`] shows it.
    pub(crate) title: AttrValue,
    pub(crate) edits: Vec<Edit>,
    /// The lines before and after.
    pub(crate) diff: Vec<DiffLine>,
    pub(crate) command: Option<AttrValue>,
}

impl Repair {
    /// What it does, in the language that is shown.
    pub(crate) fn said(&self) -> AttrValue {
        sentence(&self.title)
    }
}

/// One line of a [`Repair`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DiffLine {
    pub(crate) sign: Sign,
    /// From 1: before the change for a line that goes, after it for one that comes.
    pub(crate) number: usize,
    /// Stretches, and whether they are what changes.
    pub(crate) parts: Vec<(AttrValue, bool)>,
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Goes,
    Comes,
}
