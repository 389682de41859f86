//! The examples, each with the image that tells most.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::examples::Example;
use crate::texts::Language;
use crate::trip::Trip;
use crate::what_if::WhatIf;
use crate::{ink, read};

/// The examples as far as they are read, in their order. They are read while they are in sight, one
/// after the other, so that whoever types at the start never waits for all of them.
#[hook]
pub(crate) fn use_gallery(is_shown: bool, language: Language) -> Rc<[Option<Rc<Trip>>]> {
    let read = use_state(|| (language, Rc::<[_]>::default()));
    // What was read in another language is read again.
    let (_, trips) = Some(&*read).filter(|it| it.0 == language).cloned().unwrap_or_default();
    let due = Example::ALL.get(trips.len()).copied().filter(|_| is_shown);
    let add = {
        let trips = trips.clone();
        move |example| {
            read.set((language, trips.iter().cloned().chain([telling(example)]).collect()));
        }
    };
    use_effect_with((due, language), move |&(due, _)| {
        let timer = due.map(|example| Timeout::new(0, move || add(example)));
        move || drop(timer)
    });
    trips
}

/// The image of an example that its card shows.
fn telling(example: Example) -> Option<Rc<Trip>> {
    let text = example.text();
    let picture = read::picture(text, &WhatIf::default(), None, &ink::hidden(text));
    let trip = picture.trips.get(picture.telling())?;
    Some(read::seen(trip, picture.report.as_deref()?, None).into())
}
