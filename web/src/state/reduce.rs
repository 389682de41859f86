//! What each action makes of the state.

use std::rc::Rc;

use yew::Reducible;

use super::{Action, Dropped, Jump, State};
use crate::dump::reading::Told;
use crate::policy::desk::Turn;
use crate::read::{self, How};
use crate::views::View;

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
