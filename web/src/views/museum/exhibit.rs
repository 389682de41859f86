//! One exhibit: a text that fails for one cause, and the change that makes it work.

use std::rc::Rc;

use pullscope_core::finding::{self, Edit};
use pullscope_core::json::{self, Value};
use pullscope_core::kubelet::Answer;
use pullscope_core::registries::Profile;

use crate::components::hidden::dotted;
use crate::ink;
use crate::read;
use crate::trip::{DiffLine, Picture, Place, Trip};
use crate::what_if::{Switch, WhatIf};

/// A text, its cause, and what the core has to find in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Exhibit {
    /// The number of the cause in `tests/corpus/README.md`.
    pub(super) cause: usize,
    /// Its address, behind that of the museum.
    pub(super) slug: String,
    /// The stop at which it goes wrong.
    pub(super) stop: Place,
    /// The code of what is found first.
    pub(super) code: String,
    /// What the registry would answer.
    answer: Option<Answer>,
    /// Texts and what takes their place, where the core's fix is a command.
    change: Vec<(String, String)>,
    /// How K3s is set.
    pub(super) profile: Option<Profile>,
    pub(super) text: Rc<str>,
}

/// The exhibits of a list as `web/parts/museum.mjs` writes it; `None` when it is none.
pub(super) fn read_all(list: &str) -> Option<Vec<Exhibit>> {
    let list = json::parse(list, json::DEFAULT_MAX_DEPTH).ok()?;
    list.as_array()?.iter().map(Exhibit::read).collect()
}

impl Exhibit {
    fn read(value: &Value<'_>) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let number = |name: &str| match &value.get(name)?.data {
            json::Data::Number(number) => number.parse::<usize>().ok(),
            _ => None,
        };
        let pair = |pair: &Value<'_>| match pair.as_array()? {
            [from, to] => Some((from.as_str()?.to_owned(), to.as_str()?.to_owned())),
            _ => None,
        };
        let change = value.get("change").and_then(Value::as_array).unwrap_or_default();
        let answer =
            text("answer").map(|name| Answer::ALL.into_iter().find(|it| it.name() == name));
        Some(Self {
            cause: number("cause")?,
            slug: text("slug")?.to_owned(),
            stop: *Place::ALL.get(number("stop")?.checked_sub(1)?)?,
            code: text("code")?.to_owned(),
            // An answer that is none is a mistake of the list.
            answer: match answer {
                Some(answer) => Some(answer?),
                None => None,
            },
            change: change.iter().map(pair).collect::<Option<_>>()?,
            profile: match text("profile") {
                Some(name) => Some(Profile::named(name)?),
                None => None,
            },
            text: text("text")?.into(),
        })
    }

    /// The switches under which it fails; of those of the page only the clock.
    pub(super) fn what_if(&self, clock: Option<i64>) -> WhatIf {
        let what_if = WhatIf { clock, ..WhatIf::default() };
        match self.profile {
            Some(profile) => what_if.with(Switch::Profile(profile)),
            None => what_if,
        }
    }

    /// What the core answers to a text of it, broken or fixed.
    pub(super) fn ask(&self, text: &str, clock: Option<i64>) -> Picture {
        read::picture(text, &self.what_if(clock), None, &ink::hidden(text))
    }

    /// Its image with what is seen when the registry answers as it does in this case.
    pub(super) fn trip(&self, picture: &Picture) -> Option<Trip> {
        let trip = picture.trips.get(picture.telling())?;
        Some(read::seen(trip, picture.report.as_deref()?, self.answer))
    }

    /// The edits that mend it: the core's own, else those of the exhibit.
    pub(super) fn edits(&self, picture: &Picture) -> Vec<Edit> {
        if self.change.is_empty() {
            let note = picture.notes.iter().find(|it| *it.code == *self.code);
            return note.and_then(|it| it.edits()).map(|it| it.edits.clone()).unwrap_or_default();
        }
        let edit = |(from, to): &(String, String)| {
            let start = self.text.find(from.as_str())?;
            Some(Edit { span: start..start + from.len(), text: to.clone() })
        };
        let mut edits: Vec<Edit> = self.change.iter().filter_map(edit).collect();
        edits.sort_by_key(|it| it.span.start);
        edits
    }

    /// The text as it works, and the lines that change, without a password.
    pub(super) fn mended(&self, picture: &Picture) -> Option<(String, Vec<DiffLine>)> {
        let edits = self.edits(picture);
        let fixed = finding::apply(&self.text, &edits).ok().filter(|it| **it != *self.text)?;
        let secrets = ink::hidden(&fixed);
        let mut grown = 0isize;
        let shown: Vec<Edit> = edits
            .iter()
            .map(|edit| {
                let start = edit.span.start.saturating_add_signed(grown);
                let end = start + edit.text.len();
                grown += edit.text.len() as isize - edit.span.len() as isize;
                let inside = secrets.iter().filter(|it| start <= it.start && it.end <= end);
                let inside: Vec<_> = inside.map(|it| it.start - start..it.end - start).collect();
                Edit { text: dotted(&edit.text, &inside), ..edit.clone() }
            })
            .collect();
        let lines = read::changes(&self.text, &shown, &ink::hidden(&self.text));
        Some((fixed, lines))
    }

    /// The lines of the text that its finding is about, counted from 0.
    pub(super) fn marked(&self, picture: &Picture) -> Vec<usize> {
        let note = picture.notes.iter().find(|it| *it.code == *self.code);
        let spots = note.iter().flat_map(|it| &it.spots).filter(|it| !it.span.is_empty());
        spots.map(|it| it.line - 1).collect()
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
