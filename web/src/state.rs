//! The page's state: the text, the switches, what is chosen, and what follows from them. No DOM, no effects.

use std::ops::Range;
use std::rc::Rc;

use pullscope_core::finding;
use yew::{AttrValue, Reducible};

use crate::examples::Example;
use crate::lines::Lines;
use crate::read::Later;
use crate::trip::{Note, Picture, Place, Trip};
use crate::what_if::{Switch, WhatIf};
use crate::{ink, read};

/// What a person can do, and one thing that happens by itself.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// The text is this now.
    SetText(String),
    /// The text is this now, and the text area has not been asked to hold it yet.
    Paste(String),
    /// Put files behind the text.
    Append(Dropped),
    /// Start from an example.
    Load(Example),
    /// Back to the empty page; the text is kept for [`Action::Restore`].
    Clear,
    /// The text that was there before the empty page.
    Restore,
    /// Move a what-if switch.
    Set(Switch),
    /// The text is at rest: see what would follow from the switches and the fixes.
    LookAhead,
    /// Apply the fix of a finding, by [`Note::index`].
    Apply(usize),
    /// Apply the first fix that is offered.
    ApplyFirst,
    /// Take the last change of the page's own back, or make it again.
    Undo,
    /// The change is seen.
    Dismiss,
    /// Look at another image.
    ChooseTrip(usize),
    /// Look at another stop.
    ChoosePlace(Place),
    /// Show passwords in the text, or hide them again.
    ToggleReveal,
    /// Put the caret at these bytes of the text.
    GoTo(Range<usize>),
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
}

/// Bytes that a text area holds without making a person wait.
pub(crate) const MAX_EDITED: usize = 1 << 20;

/// A place in the text to go to; each is another one, also to the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Jump {
    count: usize,
    pub(crate) span: Range<usize>,
}

/// A change of the text that the page made.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    count: usize,
    /// What was done.
    pub(crate) what: AttrValue,
    /// What was not, and why.
    pub(crate) left_out: Vec<String>,
    /// It was taken back.
    pub(crate) is_undone: bool,
    /// The text on the other side of it.
    other: Rc<str>,
}

impl Change {
    /// Whether the text is another one now.
    pub(crate) fn has_changed(&self) -> bool {
        !self.what.is_empty()
    }
}

/// Everything the page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    text: Rc<str>,
    lines: Rc<Lines>,
    hidden: Rc<[Range<usize>]>,
    what_if: WhatIf,
    picture: Rc<Picture>,
    /// What the picture was made for: the image that is on the node, or is not.
    on_node: Option<AttrValue>,
    later: Rc<Later>,
    /// Shown and not edited, because a text area takes too long to lay it out.
    large: bool,
    trip: usize,
    /// `None` until one is chosen: then the image says which comes first.
    place: Option<Place>,
    revealed: bool,
    jump: Option<Jump>,
    change: Option<Change>,
    explained: Option<AttrValue>,
    /// What was there before the page was cleared.
    last: Option<Rc<str>>,
}

impl Default for State {
    fn default() -> Self {
        Self::new("", WhatIf::default())
    }
}

impl State {
    /// The empty page, opened at this time, in seconds since 1970.
    pub(crate) fn at_time(clock: Option<i64>) -> Self {
        Self::new("", WhatIf { clock, ..WhatIf::default() })
    }

    fn new(text: &str, what_if: WhatIf) -> Self {
        let hidden: Rc<[_]> = ink::hidden(text).into();
        let picture = read::picture(text, &what_if, None, &hidden);
        let state = Self {
            text: text.into(),
            lines: Rc::new(Lines::new(text)),
            hidden,
            what_if,
            trip: picture.telling(),
            picture: Rc::new(picture),
            on_node: None,
            later: Rc::default(),
            large: false,
            place: None,
            revealed: false,
            jump: None,
            change: None,
            explained: None,
            last: None,
        };
        state.settled()
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
        self.trip().map(|_| self.trip)
    }

    /// The image that is looked at.
    pub(crate) fn trip(&self) -> Option<&Rc<Trip>> {
        self.picture.trips.get(self.trip)
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

    /// The code whose page is open.
    pub(crate) fn explained(&self) -> Option<&AttrValue> {
        self.explained.as_ref()
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
        let (place, last) = (self.place, self.last.clone());
        Self { trip, place, revealed: self.revealed, last, ..next }.settled()
    }

    /// The same choices over a text that nobody typed.
    fn with_pasted(&self, text: &str) -> Self {
        let next = self.with_text(text);
        Self { large: next.lines.is_long() || text.len() > MAX_EDITED, ..next }
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
            other: self.text.clone(),
        };
        Self { change: Some(change), ..self }
    }

    /// With the picture of the image that is looked at: being on the node is about that one.
    fn settled(self) -> Self {
        let image = self.trip().and_then(|trip| trip.runtime.clone());
        if !self.what_if.is_about_one_image() || image == self.on_node {
            return self;
        }
        let picture =
            read::picture(&self.text, &self.what_if, image.as_deref(), &self.hidden).into();
        Self { picture, on_node: image, ..self }
    }

    fn apply(&self, note: usize) -> Option<Self> {
        let repair = self.picture.notes.get(note)?.edits()?;
        // An edit that does not fit is none: the text stays as it is.
        let text = finding::apply(&self.text, &repair.edits).ok()?;
        Some(self.changed(&text, repair.title.to_string()))
    }

    fn append(&self, dropped: Dropped) -> Self {
        let Dropped { files, left_out } = dropped;
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
            [(name, _)] => format!("Add {name} to the text"),
            files => format!("Add {} files to the text", files.len()),
        };
        let next = match files.is_empty() {
            true => self.clone().noticed(what),
            false => self.changed(&text, what),
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
            Action::SetText(text) => Rc::new(self.with_text(&text)),
            Action::Paste(text) => Rc::new(self.with_pasted(&text)),
            Action::Append(dropped) if dropped == Dropped::default() => self,
            Action::Append(dropped) => Rc::new(self.append(dropped)),
            Action::Load(example) => {
                let next = Self::new(example.text(), self.what_if.clone());
                Rc::new(Self { last: self.last.clone(), ..next })
            }
            Action::Clear => {
                let next = Self::at_time(self.what_if.clock);
                Rc::new(Self { last: Some(self.text.clone()), ..next })
            }
            Action::Restore => match &self.last {
                Some(last) => self.clone().reduce(Action::Paste(last.to_string())),
                None => self,
            },
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
            Action::LookAhead => {
                let later = read::later(&self.text, &self.what_if, &self.picture, self.looked_at());
                match later == *self.later {
                    true => self,
                    false => Rc::new(Self { later: later.into(), ..(*self).clone() }),
                }
            }
            Action::Apply(note) => self.apply(note).map_or(self, Rc::new),
            Action::ApplyFirst => match self.best().map(|note| note.index) {
                Some(note) => self.reduce(Action::Apply(note)),
                None => self,
            },
            Action::Undo => match &self.change {
                Some(change) if change.has_changed() => {
                    let next = self.changed(&change.other, change.what.to_string());
                    let is_undone = !change.is_undone;
                    let change = next.change.map(|change| Change { is_undone, ..change });
                    Rc::new(Self { change, ..next })
                }
                _ => self,
            },
            Action::Dismiss => Rc::new(Self { change: None, ..(*self).clone() }),
            Action::ChooseTrip(trip) if trip == self.trip || trip >= self.picture.trips.len() => {
                self
            }
            // The chosen stop was chosen for another image.
            Action::ChooseTrip(trip) => {
                let later = Rc::default();
                Rc::new(Self { trip, place: None, later, ..(*self).clone() }.settled())
            }
            Action::ChoosePlace(place) if Some(place) == self.place => self,
            Action::ChoosePlace(place) => Rc::new(Self { place: Some(place), ..(*self).clone() }),
            Action::ToggleReveal => Rc::new(Self { revealed: !self.revealed, ..(*self).clone() }),
            Action::GoTo(span) => {
                let count = self.jump.as_ref().map_or(0, |jump| jump.count + 1);
                Rc::new(Self { jump: Some(Jump { count, span }), ..(*self).clone() })
            }
            Action::Explain(explained) => Rc::new(Self { explained, ..(*self).clone() }),
        }
    }
}

#[cfg(test)]
mod tests;
