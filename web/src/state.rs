//! The page's state: the text, the switches, what is chosen, and what follows from them. No DOM, no effects.

mod action;

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use pullscope_core::finding::{self, Edit};
use pullscope_core::kubelet::Answer;
use yew::{AttrValue, Reducible};

use crate::dump::reading::{Reading, Told};
use crate::lines::Lines;
use crate::policy::desk::{Desk, Turn};
use crate::read::{Arrival, How, Later};
use crate::share::Shared;
use crate::texts::t;
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

    /// The same choices over a text that nobody typed.
    fn with_pasted(&self, text: &str) -> Self {
        let next = self.with_text(text);
        Self { large: next.lines.is_long() || text.len() > MAX_EDITED, ..next }
    }

    /// With a word about what came in these bytes of the text.
    fn arrived(self, how: How, span: Range<usize>) -> Self {
        let report = self.picture.report.as_deref();
        let arrival = read::arrival(report, &self.text, how, span).map(Rc::new);
        Self { arrival, ..self }
    }

    /// The text after a change of the page's own, which can be taken back.
    fn changed(&self, text: &str, what: String) -> Self {
        let jump = self.jump.clone();
        let change = self.clone().noticed(what).change;
        Self { change, jump, ..self.with_pasted(text) }
    }

    /// With a word about what was done.
    fn noticed(self, what: String) -> Self {
        let count = self.change.as_ref().map_or(0, |change| change.count + 1);
        let change = Change {
            count,
            what: what.into(),
            left_out: Vec::new(),
            is_undone: false,
            is_fix: false,
            switches: None,
            other: self.text.clone(),
        };
        Self { change: Some(change), ..self }
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

    fn apply(&self, note: usize) -> Option<Self> {
        let repair = self.picture.notes.get(note)?.edits()?;
        self.repaired(&repair.edits, repair.said().to_string())
    }

    /// With edits that repair something.
    fn repaired(&self, edits: &[Edit], what: String) -> Option<Self> {
        // An edit that does not fit is none: the text stays as it is.
        let text = finding::apply(&self.text, edits).ok()?;
        let what_if = WhatIf { old_events: self.events(), ..self.what_if.clone() };
        let next = Self { what_if, ..self.clone() }.changed(&text, what);
        let change = next.change.map(|change| Change { is_fix: true, ..change });
        Some(Self { change, ..next })
    }

    /// The events of the text.
    fn events(&self) -> BTreeSet<Rc<str>> {
        let events = self.picture.report.iter().flat_map(|report| &report.events);
        events.filter_map(|event| self.text.get(event.span.clone())).map(Into::into).collect()
    }

    /// The last change of the page's own taken back, or made again.
    fn undo(&self, change: &Change) -> Self {
        let is_undone = !change.is_undone;
        let mut what_if = self.what_if.clone();
        if change.is_fix {
            what_if.old_events = if is_undone { BTreeSet::new() } else { self.events() };
        }
        let switches = change.switches.as_ref().map(|other| {
            let clock = what_if.clock;
            std::mem::replace(&mut what_if, WhatIf { clock, ..other.clone() })
        });
        let next = Self { what_if, ..self.clone() }.changed(&change.other, change.what.to_string());
        let is_fix = change.is_fix;
        let change = next.change.map(|change| Change { is_undone, is_fix, switches, ..change });
        Self { change, ..next }
    }

    /// Whether this is the text on the other side of the last change of the page's own.
    fn is_other_side(&self, text: &str) -> bool {
        self.change.as_ref().is_some_and(|change| change.has_changed() && *change.other == *text)
    }

    /// A workspace that was handed on, with the way back to this one.
    fn open(&self, shared: &Shared) -> Self {
        let what_if = shared.what_if(self.what_if.clock);
        let what = t!("Opened from a link").to_string();
        let next = Self { what_if, ..self.clone() }.changed(&shared.text, what);
        let switches = Some(self.what_if.clone());
        let change = next.change.clone().map(|change| Change { switches, ..change });
        let same = shared.container.as_ref().and_then(|(owner, name)| {
            let mut trips = next.picture.trips.iter();
            trips.position(|trip| (&*trip.owner, &*trip.name) == (&**owner, &**name))
        });
        let trip = same.unwrap_or_else(|| next.picture.telling());
        let (place, assumed) = (shared.place(), None);
        Self { trip, place, assumed, change, ..next }.settled()
    }

    /// A workspace that was kept, at the start of the page.
    pub(crate) fn with_kept(self, shared: &Shared) -> Self {
        Self { change: None, ..self.open(shared) }
    }

    /// What was typed before the page was there, behind what is there already.
    pub(crate) fn with_typed(self, typed: String) -> Self {
        match self.is_blank() {
            true => self.with_pasted(&typed.replace("\r\n", "\n")),
            false => {
                let files = vec![(t!("what you typed").to_string(), typed)];
                let next = self.append(Dropped { files, ..Dropped::default() });
                Self { arrival: None, ..next }
            }
        }
    }

    /// The workspace without its secrets, to be handed on or kept.
    pub(crate) fn shared(&self) -> Shared {
        let container = self.trip().map(|it| (it.owner.to_string(), it.name.to_string()));
        Shared::of(&self.text, &self.what_if, container, self.place())
    }

    fn append(&self, dropped: Dropped) -> Self {
        let Dropped { files, left_out, .. } = dropped;
        let mut text = self.text.to_string();
        for (_, file) in &files {
            if !text.trim().is_empty() {
                text += if text.ends_with('\n') { "---\n" } else { "\n---\n" };
            }
            text += file.strip_prefix('\u{feff}').unwrap_or(file);
        }
        let text = text.replace("\r\n", "\n");
        let what = match &files[..] {
            [] => String::new(),
            [(name, _)] => t!("Add {name} to the text", name = name).to_string(),
            files => t!("Add {count} files to the text", count = files.len()).to_string(),
        };
        let next = match files.is_empty() {
            true => self.clone().noticed(what),
            false => self.changed(&text, what).arrived(How::Added, self.text.len()..text.len()),
        };
        let change = next.change.map(|change| Change { left_out, ..change });
        Self { change, ..next }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        match action {
            Action::SetText(text) if *text == *self.text => self,
            // The editor's own way back, or forth, is the page's.
            Action::SetText(text) if self.is_other_side(&text) => self.reduce(Action::Undo),
            Action::SetText(text) => Rc::new(self.with_text(&text)),
            Action::Paste(text) => Rc::new(self.with_pasted(&text)),
            Action::PutIn(text, span) => {
                Rc::new(self.with_pasted(&text).arrived(How::Pasted, span))
            }
            Action::Seen if self.arrival.is_none() => self,
            Action::Seen => Rc::new(Self { arrival: None, ..(*self).clone() }),
            Action::Append(dropped) if dropped == Dropped::default() => self,
            Action::Append(mut dropped) => {
                let (policy, dump) = (dropped.policy.take(), dropped.dump.take());
                let next = match dropped == Dropped::default() {
                    true => self,
                    false => Rc::new(self.append(dropped)),
                };
                let next = match policy {
                    Some(taken) => next.reduce(Action::Policy(Turn::Take(Some(taken)))),
                    None => next,
                };
                match dump {
                    Some(file) => next.reduce(Action::Dump(Told::Take(file))),
                    None => next,
                }
            }
            Action::Load(example) => {
                let mut what_if = self.what_if.clone();
                what_if.registries = example.registries().unwrap_or(what_if.registries);
                let next = Self::new(example.text(), what_if);
                let (last, policy, dump) =
                    (self.last.clone(), self.policy.clone(), self.dump.clone());
                Rc::new(Self { view: self.view, last, policy, dump, ..next })
            }
            Action::Clear => {
                let next = Self::opened(View::Journey, self.what_if.clock);
                let (policy, dump) = (self.policy.clone(), self.dump.clone());
                Rc::new(Self { last: Some(self.text.clone()), policy, dump, ..next })
            }
            Action::Restore => match &self.last {
                Some(last) => self.clone().reduce(Action::Paste(last.to_string())),
                None => self,
            },
            Action::Open(shared) => Rc::new(self.open(&shared)),
            Action::Show(view) if view == self.view => self,
            Action::Show(view) => Rc::new(Self { view, ..(*self).clone() }),
            Action::Set(switch) => {
                let what_if = self.what_if.with(switch);
                if what_if == self.what_if {
                    return self;
                }
                let image = self.trip().and_then(|trip| trip.runtime.clone());
                let picture =
                    read::picture(&self.text, &what_if, image.as_deref(), &self.hidden).into();
                let next = Self {
                    what_if,
                    picture,
                    on_node: image,
                    later: Rc::default(),
                    ..(*self).clone()
                };
                let trip = next.trip.min(next.picture.trips.len().saturating_sub(1));
                Rc::new(Self { trip, ..next }.settled())
            }
            Action::Speak => Rc::new((*self).clone().read_again()),
            Action::Compare(on) => {
                let compared = on.then(|| self.what_if.clone());
                Rc::new(Self { compared, ..(*self).clone() })
            }
            Action::LookAhead => {
                let later = read::later(&self.text, &self.what_if, &self.picture, self.looked_at());
                match later == *self.later {
                    true => self,
                    false => Rc::new(Self { later: later.into(), ..(*self).clone() }),
                }
            }
            Action::Apply(note) => self.apply(note).map_or(self, Rc::new),
            Action::Change(edits, what) => self.repaired(&edits, what).map_or(self, Rc::new),
            Action::Dump(told) => {
                let view = match told {
                    // A file may be dropped anywhere.
                    Told::Take(_) => View::Dump,
                    _ => self.view,
                };
                let dump = self.dump.after(told);
                Rc::new(Self { view, dump: dump.into(), ..(*self).clone() })
            }
            Action::Policy(turn) => {
                let view = match turn {
                    // A file may be dropped anywhere.
                    Turn::Take(Some(_)) => View::Policy,
                    _ => self.view,
                };
                let policy = self.policy.after(turn);
                match policy == *self.policy && view == self.view {
                    true => self,
                    false => Rc::new(Self { view, policy: policy.into(), ..(*self).clone() }),
                }
            }
            Action::ApplyFirst => match self.best().map(|note| note.index) {
                Some(note) => self.reduce(Action::Apply(note)),
                None => self,
            },
            Action::Undo => match &self.change {
                Some(change) if change.has_changed() => Rc::new(self.undo(change)),
                _ => self,
            },
            Action::Dismiss => Rc::new(Self { change: None, ..(*self).clone() }),
            Action::ChooseTrip(trip) if trip == self.trip || trip >= self.picture.trips.len() => {
                self
            }
            // What was chosen was chosen for another image.
            Action::ChooseTrip(trip) => {
                let (place, assumed, later) = (None, None, Rc::default());
                Rc::new(Self { trip, place, assumed, later, ..(*self).clone() }.settled())
            }
            Action::ChoosePlace(place)
                if Some(place) == self.place && self.view == View::Journey =>
            {
                self
            }
            Action::ChoosePlace(place) => {
                let view = View::Journey;
                Rc::new(Self { view, place: Some(place), ..(*self).clone() })
            }
            Action::Assume(assumed) if assumed == self.assumed => self,
            Action::Assume(assumed) => Rc::new(Self { assumed, ..(*self).clone() }.looking()),
            Action::ToggleReveal => Rc::new(Self { revealed: !self.revealed, ..(*self).clone() }),
            Action::GoTo(span) => {
                let count = self.jump.as_ref().map_or(0, |jump| jump.count + 1);
                let (view, jump) = (View::Journey, Some(Jump { count, span }));
                Rc::new(Self { view, jump, ..(*self).clone() })
            }
            Action::Point(spans) if *spans == *self.pointed => self,
            Action::Point(spans) => Rc::new(Self { pointed: spans.into(), ..(*self).clone() }),
            Action::Over(over) if over == self.over => self,
            Action::Over(over) => Rc::new(Self { over, ..(*self).clone() }),
            Action::Explain(explained) => Rc::new(Self { explained, ..(*self).clone() }),
        }
    }
}

#[cfg(test)]
mod tests;
