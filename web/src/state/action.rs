//! What changes the state, and what is remembered of a change.

use std::ops::Range;
use std::rc::Rc;

use pullscope_core::finding::Edit;
use pullscope_core::kubelet::Answer;
use yew::AttrValue;

use crate::dump::reading::Told;
use crate::examples::Example;
use crate::policy::desk::Turn;
use crate::policy::file::Taken;
use crate::share::Shared;
use crate::trip::Place;
use crate::views::View;
use crate::what_if::{Switch, WhatIf};

/// What a person can do, and one thing that happens by itself.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// The text is this now.
    SetText(String),
    /// The text is this now, and the text area has not been asked to hold it yet.
    Paste(String),
    /// The text is this now: these bytes of it were put in as a whole.
    PutIn(String, Range<usize>),
    /// It was said long enough what was put in.
    Seen,
    /// Put files behind the text.
    Append(Dropped),
    /// Start from an example.
    Load(Example),
    /// Back to the empty page; the text is kept for [`Action::Restore`].
    Clear,
    /// The text that was there before the empty page.
    Restore,
    /// A workspace that was handed on takes the place of this one.
    Open(Shared),
    /// Show another view.
    Show(View),
    /// Move a what-if switch.
    Set(Switch),
    /// Keep the setting of the switches to compare others with it, or end that.
    Compare(bool),
    /// Another language is shown: read everything again that has texts in it.
    Speak,
    /// The text is at rest: see what would follow from the switches and the fixes.
    LookAhead,
    /// Apply the fix of a finding, by [`Note::index`](crate::trip::Note::index).
    Apply(usize),
    /// Make these edits, which repair something; the words say what they do.
    Change(Vec<Edit>, String),
    /// Read a dump of a cluster, and look at its table.
    Dump(Told),
    /// Work at the policy.
    Policy(Turn),
    /// Apply the first fix that is offered.
    ApplyFirst,
    /// Take the last change of the page's own back, or make it again.
    Undo,
    /// The change is seen.
    Dismiss,
    /// Look at another image.
    ChooseTrip(usize),
    /// Look at another stop, in the journey.
    ChoosePlace(Place),
    /// Assume an answer of the registry, or go back to what is known of it.
    Assume(Option<Answer>),
    /// Show passwords in the text, or hide them again.
    ToggleReveal,
    /// Put the caret at these bytes of the text, in the journey.
    GoTo(Range<usize>),
    /// Point at what came from these bytes of the text, or at nothing.
    Point(Vec<Range<usize>>),
    /// The pointer is on this line of the text, or on none.
    Over(Option<Range<usize>>),
    /// Open the page about a code, or close it.
    Explain(Option<AttrValue>),
}

/// Files that were dropped on the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Dropped {
    /// Name and text.
    pub(crate) files: Vec<(String, String)>,
    /// What was not read, and why.
    pub(crate) left_out: Vec<String>,
    /// A policy to run; of several the last one.
    pub(crate) policy: Option<Taken>,
    /// A file that is too large for a text: a dump of a cluster; of several the last one.
    pub(crate) dump: Option<web_sys::File>,
}

/// A place in the text to go to; each is another one, also to the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Jump {
    pub(super) count: usize,
    pub(crate) span: Range<usize>,
}

/// A change of the text that the page made.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    pub(super) count: usize,
    /// What was done.
    pub(crate) what: AttrValue,
    /// What was not, and why.
    pub(crate) left_out: Vec<String>,
    /// It was taken back.
    pub(crate) is_undone: bool,
    /// It repaired something, so that the events of the text are older than the text.
    pub(super) is_fix: bool,
    /// It came from a link, with switches of its own: those on the other side of it.
    pub(super) switches: Option<WhatIf>,
    /// The text on the other side of it.
    pub(super) other: Rc<str>,
}

impl Change {
    /// Whether the workspace is one that was handed on.
    pub(crate) fn is_opened(&self) -> bool {
        self.switches.is_some() && !self.is_undone
    }

    /// Whether the text is another one now.
    pub(crate) fn has_changed(&self) -> bool {
        !self.what.is_empty()
    }
}
