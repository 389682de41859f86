//! The page's state: the text, the switches, what is chosen, and what follows from them. No DOM, no effects.

mod action;
mod changes;
mod reduce;

use std::ops::Range;
use std::rc::Rc;

use pullscope_core::kubelet::Answer;
use yew::AttrValue;

use crate::dump::reading::Reading;
use crate::lines::Lines;
use crate::policy::desk::Desk;
use crate::read::{Arrival, Later};
use crate::trip::{Note, Picture, Place, Trip};
use crate::views::View;
use crate::what_if::WhatIf;
use crate::{ink, read};

pub(crate) use action::{Action, Change, Dropped, Jump};

/// Bytes that a text area holds without making a person wait.
pub(crate) const MAX_EDITED: usize = 1 << 20;

/// Everything the page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    view: View,
    text: Rc<str>,
    lines: Rc<Lines>,
    hidden: Rc<[Range<usize>]>,
    what_if: WhatIf,
    /// A setting that this one is compared with.
    compared: Option<WhatIf>,
    picture: Rc<Picture>,
    /// What the picture was made for: the image that is on the node, or is not.
    on_node: Option<AttrValue>,
    later: Rc<Later>,
    /// Shown and not edited, because a text area takes too long to lay it out.
    large: bool,
    trip: usize,
    /// What the registry is assumed to answer.
    assumed: Option<Answer>,
    /// The image that is looked at, with what is seen of it.
    seen: Option<Rc<Trip>>,
    /// `None` until one is chosen: then the image says which comes first.
    place: Option<Place>,
    revealed: bool,
    jump: Option<Jump>,
    change: Option<Change>,
    /// What was put in last, until the next change by hand.
    arrival: Option<Rc<Arrival>>,
    explained: Option<AttrValue>,
    /// What is pointed at, where it came from.
    pointed: Rc<[Range<usize>]>,
    /// The line of the text that is pointed at.
    over: Option<Range<usize>>,
    /// What was there before the page was cleared.
    last: Option<Rc<str>>,
    policy: Rc<Desk>,
    dump: Rc<Reading>,
}

impl Default for State {
    fn default() -> Self {
        Self::new("", WhatIf::default())
    }
}

impl State {
    /// The empty page, opened in this view and at this time, in seconds since 1970.
    pub(crate) fn opened(view: View, clock: Option<i64>) -> Self {
        Self { view, ..Self::new("", WhatIf { clock, ..WhatIf::default() }) }
    }

    fn new(text: &str, what_if: WhatIf) -> Self {
        let hidden = ink::hidden(text);
        let picture = read::picture(text, &what_if, None, &hidden);
        let state = Self {
            view: View::Journey,
            text: text.into(),
            lines: Rc::new(Lines::new(text)),
            hidden,
            what_if,
            compared: None,
            trip: picture.telling(),
            assumed: None,
            seen: None,
            picture: Rc::new(picture),
            on_node: None,
            later: Rc::default(),
            large: false,
            place: None,
            revealed: false,
            jump: None,
            change: None,
            arrival: None,
            explained: None,
            pointed: Rc::default(),
            over: None,
            last: None,
            policy: Rc::default(),
            dump: Rc::default(),
        };
        state.settled()
    }

    /// What is shown.
    pub(crate) fn view(&self) -> View {
        self.view
    }

    pub(crate) fn text(&self) -> &Rc<str> {
        &self.text
    }

    pub(crate) fn lines(&self) -> &Rc<Lines> {
        &self.lines
    }

    /// The bytes of the text that are not shown.
    pub(crate) fn hidden(&self) -> &Rc<[Range<usize>]> {
        &self.hidden
    }

    pub(crate) fn what_if(&self) -> &WhatIf {
        &self.what_if
    }

    /// The setting that this one is compared with.
    pub(crate) fn compared(&self) -> Option<&WhatIf> {
        self.compared.as_ref()
    }

    /// What the registry is assumed to answer.
    pub(crate) fn assumed(&self) -> Option<Answer> {
        self.assumed
    }

    pub(crate) fn picture(&self) -> &Rc<Picture> {
        &self.picture
    }

    /// What would follow; empty until the text is at rest.
    pub(crate) fn later(&self) -> &Rc<Later> {
        &self.later
    }

    /// Whether there is nothing to look at yet.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Which image is looked at.
    pub(crate) fn at(&self) -> usize {
        self.trip
    }

    /// Which image is looked at, if there is any.
    pub(crate) fn looked_at(&self) -> Option<usize> {
        self.seen.as_ref().map(|_| self.trip)
    }

    /// The image that is looked at.
    pub(crate) fn trip(&self) -> Option<&Rc<Trip>> {
        self.seen.as_ref()
    }

    /// The stop that is looked at.
    pub(crate) fn place(&self) -> Place {
        self.place.or_else(|| self.trip().map(|trip| trip.first())).unwrap_or(Place::Keyring)
    }

    /// The first finding in front that has a fix to apply.
    pub(crate) fn best(&self) -> Option<&Note> {
        let at = self.looked_at();
        self.picture.notes.iter().find(|note| note.is_near(at) && note.edits().is_some())
    }

    /// Whether the text is shown without a text area.
    pub(crate) fn is_large(&self) -> bool {
        self.large
    }

    pub(crate) fn revealed(&self) -> bool {
        self.revealed
    }

    /// Whether a text was cleared that can come back.
    pub(crate) fn has_last(&self) -> bool {
        self.last.is_some()
    }

    pub(crate) fn jump(&self) -> Option<&Jump> {
        self.jump.as_ref()
    }

    /// The last change that the page made, until the person makes one.
    pub(crate) fn change(&self) -> Option<&Change> {
        self.change.as_ref()
    }

    /// What the text is that a person put in as a whole, until the next change.
    pub(crate) fn arrival(&self) -> Option<&Rc<Arrival>> {
        self.arrival.as_ref()
    }

    /// The bytes of the text from which came what is pointed at.
    pub(crate) fn pointed(&self) -> &[Range<usize>] {
        &self.pointed
    }

    /// The line of the text that is pointed at.
    pub(crate) fn over(&self) -> Option<&Range<usize>> {
        self.over.as_ref()
    }

    /// The code whose page is open.
    pub(crate) fn explained(&self) -> Option<&AttrValue> {
        self.explained.as_ref()
    }

    /// What is set for the policy.
    pub(crate) fn policy(&self) -> &Rc<Desk> {
        &self.policy
    }

    /// The dump of a cluster that is read.
    pub(crate) fn dump(&self) -> &Rc<Reading> {
        &self.dump
    }

    /// The same choices over another text: the image is found again by its name. Where none was
    /// looked at before, the one that tells most is.
    fn with_text(&self, text: &str) -> Self {
        let next = Self::new(text, self.what_if.clone());
        let same = self.trip().and_then(|old| {
            next.picture
                .trips
                .iter()
                .position(|new| (&new.owner, &new.name) == (&old.owner, &old.name))
        });
        let trip = match self.picture.trips.is_empty() {
            true => next.trip,
            false => same.unwrap_or(self.trip.min(next.picture.trips.len().saturating_sub(1))),
        };
        let Self { view, place, assumed, revealed, .. } = *self;
        let (last, policy, dump) = (self.last.clone(), self.policy.clone(), self.dump.clone());
        let compared = self.compared.clone();
        Self { view, trip, place, assumed, revealed, last, policy, dump, compared, ..next }
            .settled()
    }

    /// The same, in the words of the language that is shown now.
    fn read_again(self) -> Self {
        let image = self.on_node.as_deref();
        let picture = read::picture(&self.text, &self.what_if, image, &self.hidden);
        let later = match *self.later == Later::default() {
            true => self.later,
            false => read::later(
                &self.text,
                &self.what_if,
                &picture,
                self.seen.as_ref().map(|_| self.trip),
            )
            .into(),
        };
        let report = picture.report.as_deref();
        let arrival = self.arrival.as_ref().and_then(|it| it.again(report, &self.text));
        let arrival = arrival.map(Rc::new);
        Self { picture: picture.into(), later, arrival, ..self }.looking()
    }

    /// With the picture of the image that is looked at: being on the node is about that one.
    fn settled(self) -> Self {
        let image = self.picture.trips.get(self.trip).and_then(|trip| trip.runtime.clone());
        if !self.what_if.is_about_one_image() || image == self.on_node {
            return self.looking();
        }
        let picture =
            read::picture(&self.text, &self.what_if, image.as_deref(), &self.hidden).into();
        Self { picture, on_node: image, ..self }.looking()
    }

    /// With what is seen of the image that is looked at.
    fn looking(self) -> Self {
        let picture = &self.picture;
        let seen = (picture.trips.get(self.trip).zip(picture.report.as_deref()))
            .map(|(trip, report)| read::seen(trip, report, self.assumed).into());
        Self { seen, ..self }
    }
}

#[cfg(test)]
mod tests;
