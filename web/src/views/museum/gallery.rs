//! All exhibits, to be searched by what is seen, and by the stop.

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::address;
use super::exhibit::Exhibit;
use super::title::title;
use crate::components::examples::mini;
use crate::hooks::language::use_language;
use crate::state::Action;
use crate::texts::t;
use crate::trip::{Mark, Place, Trip};
use crate::views::head::ViewHead;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) exhibits: Rc<Vec<Exhibit>>,
    pub(super) clock: Option<i64>,
    pub(super) dispatch: Callback<Action>,
}

/// What a card shows, and what it is found by.
struct Card {
    trip: Option<Rc<Trip>>,
    /// What the core says first.
    said: AttrValue,
    /// In lower case.
    words: String,
}

fn card(exhibit: &Exhibit, clock: Option<i64>) -> Card {
    let picture = exhibit.ask(&exhibit.text, clock);
    let trip = exhibit.trip(&picture);
    let first = picture.notes.first();
    let said = first.map(|it| it.heading()).unwrap_or_default();
    let mut words = format!("{} {} {said} ", title(exhibit.cause), exhibit.code);
    for note in picture.notes.iter() {
        words += &note.said();
        words.push(' ');
    }
    for forecast in trip.iter().filter_map(|it| it.forecast.as_deref()) {
        let states = forecast.waiting.iter().flat_map(|it| [&it.reason, &it.message]);
        let events = forecast.events.iter().flat_map(|it| [&it.reason, &it.message]);
        for text in states.chain(events) {
            words += text;
            words.push(' ');
        }
    }
    words += &exhibit.text;
    Card { trip: trip.map(Rc::new), said, words: words.to_lowercase() }
}

#[component]
pub(super) fn Gallery(props: &Props) -> Html {
    use_language();
    let language = use_language();
    let cards =
        use_memo((props.exhibits.clone(), props.clock, language), |(exhibits, clock, _)| {
            exhibits.iter().map(|it| card(it, *clock)).collect::<Vec<Card>>()
        });
    let wanted = use_state(String::new);
    let stop = use_state(|| None::<Place>);
    let words: Vec<String> = wanted.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let found: Vec<(&Exhibit, &Card)> = props
        .exhibits
        .iter()
        .zip(cards.iter())
        .filter(|(exhibit, _)| stop.is_none_or(|it| it == exhibit.stop))
        .filter(|(_, card)| words.iter().all(|it| card.words.contains(it)))
        .collect();
    let oninput = {
        let wanted = wanted.setter();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                wanted.set(input.value());
            }
        }
    };
    let onchange = {
        let stop = stop.setter();
        move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                let number = select.value().parse::<usize>().ok();
                stop.set(number.and_then(|it| Place::ALL.get(it.checked_sub(1)?)).copied());
            }
        }
    };
    let all = props.exhibits.len();
    let sentence = match found.len() {
        count if count == all => t!("{count} ways in which a pull fails.", count = count),
        0 => t!("No exhibit has all of these words."),
        1 => t!("One exhibit of {all} has it.", all = all),
        count => t!("{count} exhibits of {all} have it.", count = count, all = all),
    };
    html! { <>
        <ViewHead
            mark={if found.is_empty() { Mark::Unknown } else { Mark::Info }}
            {sentence}
            evidence={t!("Each from public threads: broken, explained, fixed. The core answers as you look.")}
            dispatch={props.dispatch.clone()}
        />
        <div class="view museum">
            <search class="panel museum-s">
                <span class="fld">
                    <label for="museum-q">{ t!("What you see: an event, a code, a field") }</label>
                    <input id="museum-q" type="search" class="in" autocomplete="off" spellcheck="false" value={(*wanted).clone()} {oninput} />
                </span>
                <span class="fld">
                    <label for="museum-p">{ t!("Where it goes wrong") }</label>
                    <select id="museum-p" class="in" {onchange}>
                        <option value="" selected={stop.is_none()}>{ t!("At any stop") }</option>
                        { for Place::ALL.into_iter().map(|place| html! {
                            <option value={place.number().to_string()} selected={*stop == Some(place)}>
                                { t!("{number} {name}", number = place.number(), name = place.name()) }
                            </option>
                        }) }
                    </select>
                </span>
            </search>
            <ul class="gallery">
                { for found.into_iter().map(|(exhibit, card)| html! {
                    <li key={exhibit.slug.clone()}>
                        <a href={address(exhibit)}>
                            if let Some(trip) = &card.trip { { mini(trip) } }
                            <b>{ title(exhibit.cause) }</b>
                            <span>{ &card.said }</span>
                            <small>{ t!("Stop {number}, {name}", number = exhibit.stop.number(), name = exhibit.stop.name()) }</small>
                        </a>
                    </li>
                }) }
            </ul>
        </div>
    </> }
}
