//! The page's state: the text, what is chosen, and what follows from both. No DOM, no effects.

use std::ops::Range;
use std::rc::Rc;

use yew::Reducible;

use crate::examples::Example;
use crate::lines::Lines;
use crate::trip::{Picture, Place, Trip};
use crate::{ink, read};

/// What a person can do.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// The text is this now.
    SetText(String),
    /// The text is this now, and the text area has not been asked to hold it yet.
    Paste(String),
    /// Start from an example.
    Load(Example),
    /// Back to the empty page; the text is kept for [`Action::Restore`].
    Clear,
    /// The text that was there before the empty page.
    Restore,
    /// Look at another image.
    ChooseTrip(usize),
    /// Look at another stop.
    ChoosePlace(Place),
    /// Show passwords in the text, or hide them again.
    ToggleReveal,
    /// Put the caret at these bytes of the text.
    GoTo(Range<usize>),
}

/// Bytes that a text area holds without making a person wait.
pub(crate) const MAX_EDITED: usize = 1 << 20;

/// A place in the text to go to; each is another one, also to the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Jump {
    count: usize,
    pub(crate) span: Range<usize>,
}

/// Everything the page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    text: Rc<str>,
    lines: Rc<Lines>,
    hidden: Rc<[Range<usize>]>,
    picture: Rc<Picture>,
    /// Shown and not edited, because a text area takes too long to lay it out.
    large: bool,
    trip: usize,
    /// `None` until one is chosen: then the image says which comes first.
    place: Option<Place>,
    revealed: bool,
    jump: Option<Jump>,
    /// What was there before the page was cleared.
    last: Option<Rc<str>>,
}

impl Default for State {
    fn default() -> Self {
        Self::new("")
    }
}

impl State {
    fn new(text: &str) -> Self {
        let picture = read::picture(text);
        Self {
            text: text.into(),
            lines: Rc::new(Lines::new(text)),
            hidden: ink::hidden(text).into(),
            trip: picture.telling(),
            picture: Rc::new(picture),
            large: false,
            place: None,
            revealed: false,
            jump: None,
            last: None,
        }
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

    pub(crate) fn picture(&self) -> &Rc<Picture> {
        &self.picture
    }

    /// Whether there is nothing to look at yet.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Which image is looked at.
    pub(crate) fn at(&self) -> usize {
        self.trip
    }

    /// The image that is looked at.
    pub(crate) fn trip(&self) -> Option<&Rc<Trip>> {
        self.picture.trips.get(self.trip)
    }

    /// The stop that is looked at.
    pub(crate) fn place(&self) -> Place {
        self.place.or_else(|| self.trip().map(|trip| trip.first())).unwrap_or(Place::Keyring)
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

    /// The same choices over another text: the image is found again by its name. Where none was
    /// looked at before, the one that tells most is.
    fn with_text(&self, text: &str) -> Self {
        let next = Self::new(text);
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
        Self { trip, place: self.place, revealed: self.revealed, last: self.last.clone(), ..next }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        match action {
            Action::SetText(text) if *text == *self.text => self,
            Action::SetText(text) => Rc::new(self.with_text(&text)),
            Action::Paste(text) => {
                let next = self.with_text(&text);
                Rc::new(Self { large: next.lines.is_long() || text.len() > MAX_EDITED, ..next })
            }
            Action::Load(example) => {
                Rc::new(Self { last: self.last.clone(), ..Self::new(example.text()) })
            }
            Action::Clear => Rc::new(Self { last: Some(self.text.clone()), ..Self::default() }),
            Action::Restore => match &self.last {
                Some(last) => self.clone().reduce(Action::Paste(last.to_string())),
                None => self,
            },
            Action::ChooseTrip(trip) if trip == self.trip || trip >= self.picture.trips.len() => {
                self
            }
            // The chosen stop was chosen for another image.
            Action::ChooseTrip(trip) => Rc::new(Self { trip, place: None, ..(*self).clone() }),
            Action::ChoosePlace(place) if Some(place) == self.place => self,
            Action::ChoosePlace(place) => Rc::new(Self { place: Some(place), ..(*self).clone() }),
            Action::ToggleReveal => Rc::new(Self { revealed: !self.revealed, ..(*self).clone() }),
            Action::GoTo(span) => {
                let count = self.jump.as_ref().map_or(0, |jump| jump.count + 1);
                Rc::new(Self { jump: Some(Jump { count, span }), ..(*self).clone() })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trip::Mark;

    fn act(state: Rc<State>, action: Action) -> Rc<State> {
        state.reduce(action)
    }

    fn with(text: &str) -> Rc<State> {
        act(Rc::default(), Action::SetText(text.into()))
    }

    #[test]
    fn what_changes_nothing_is_the_same_state() {
        let state = act(with(Example::Port.text()), Action::ChoosePlace(Place::Policy));
        for action in [
            Action::SetText(Example::Port.text().into()),
            Action::ChooseTrip(state.at()),
            Action::ChooseTrip(99),
            Action::ChoosePlace(Place::Policy),
        ] {
            let name = format!("{action:?}").chars().take(20).collect::<String>();
            assert!(Rc::ptr_eq(&state, &state.clone().reduce(action)), "{name}");
        }
    }

    #[test]
    fn an_edit_keeps_the_image_and_the_stop() {
        let state = with(Example::Port.text());
        let web = state.picture().trips.iter().position(|trip| trip.name == "web").unwrap();
        let state = act(act(state, Action::ChooseTrip(web)), Action::ChoosePlace(Place::Reference));
        let more = Example::Port.text().replace("      initContainers:\n        - name: migrate\n          image: docker.io/library/postgres:17.2\n", "");
        let state = act(state, Action::SetText(more));
        assert_eq!(state.trip().unwrap().name, "web");
        assert_eq!(state.at(), web - 1);
        assert_eq!(state.place(), Place::Reference);
    }

    #[test]
    fn a_text_that_breaks_while_it_is_typed_loses_nothing() {
        let text = Example::Port.text();
        let mut state = with("");
        for end in (0..=text.len()).step_by(7) {
            state = act(state, Action::SetText(text[..end].into()));
            assert_eq!(&**state.text(), &text[..end]);
            assert!(state.picture().trips.is_empty() || state.trip().is_some());
        }
    }

    #[test]
    fn the_image_with_the_most_to_repair_is_shown_first() {
        let shown = |example: Example| with(example.text()).trip().unwrap().name.to_string();
        assert_eq!(shown(Example::Port), "web");
        assert_eq!(shown(Example::Twice), "sidecar");
        assert_eq!(with("image: nginx").at(), 0);
    }

    #[test]
    fn another_image_shows_its_own_first_stop() {
        let state = act(with(Example::Port.text()), Action::ChoosePlace(Place::Written));
        let state = act(state, Action::ChooseTrip(0));
        assert_eq!(state.place(), state.trip().unwrap().first());
    }

    #[test]
    fn a_text_that_no_text_area_holds_in_time_is_shown_without_one() {
        let pasted = |text: String| act(Rc::default(), Action::Paste(text));
        assert!(!pasted("a: b\n".repeat(1000)).is_large());
        assert!(pasted("a: b\n".repeat(30_000)).is_large());
        assert!(pasted("a".repeat(MAX_EDITED + 1)).is_large());
        assert!(!act(pasted("a: b\n".repeat(30_000)), Action::Clear).is_large());
    }

    #[test]
    fn a_cleared_text_comes_back() {
        let state = act(with("kind: Pod"), Action::Clear);
        assert!(state.is_blank() && state.has_last());
        assert_eq!(&**act(state, Action::Restore).text(), "kind: Pod");
    }

    #[test]
    fn going_to_the_same_place_twice_is_two_jumps() {
        let state = act(with("a: 1\nb: 2"), Action::GoTo(5..6));
        let once = state.jump().cloned();
        let state = act(state, Action::GoTo(5..6));
        assert_ne!(state.jump().cloned(), once);
        assert_eq!(state.jump().unwrap().span, 5..6);
    }

    #[test]
    fn the_examples_show_what_they_promise() {
        let trip = |example: Example, name: &str| {
            let state = with(example.text());
            state.picture().trips.iter().find(|trip| trip.name == name).unwrap().clone()
        };
        let web = trip(Example::Port, "web");
        assert_eq!((web.mark, web.ring.fitting(), web.ring.keys.len()), (Mark::Warning, 0, 3));
        assert_eq!(web.first(), Place::Keyring);
        assert_eq!(trip(Example::Port, "proxy").ring.fitting(), 1);

        let report = trip(Example::Order, "report");
        let order: Vec<_> = report
            .ring
            .keys
            .iter()
            .filter(|key| key.turn.is_some())
            .map(|key| key.text.as_str().to_owned())
            .collect();
        assert_eq!(order, ["quay.io/acme", "quay.io", "*.io"]);
        // The path prefix ends within a word, and Kubernetes lets it.
        assert_eq!(trip(Example::Order, "fonts").ring.fitting(), 3);

        let api = trip(Example::Twice, "api");
        assert_eq!((api.mark, api.first(), api.ring.off.len()), (Mark::Warning, Place::Keyring, 1));
        let sidecar = trip(Example::Twice, "sidecar");
        assert_eq!((sidecar.mark, sidecar.first()), (Mark::Error, Place::Reference));
    }

    #[test]
    fn no_password_of_the_examples_is_in_what_is_shown() {
        for example in Example::ALL {
            let state = with(example.text());
            let shown = format!("{:?}", state.picture());
            for secret in [
                "correct horse",
                "battery",
                "staple",
                "cm9ib3Q",
                "open sesame",
                "wildcard",
                "shibboleth",
                "swordfish",
                "ZXlKaGRYUm9",
            ] {
                assert!(!shown.contains(secret), "{example:?} shows {secret}");
            }
        }
    }
}
