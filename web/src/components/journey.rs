//! The map: which image, and its eight stops on one line.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use super::icon::State;
use super::stop::StopView;
use crate::hooks::language::use_language;
use crate::texts::t;
use crate::trip::{Place, Trip, workload};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) trips: Rc<[Rc<Trip>]>,
    /// Which of them is shown.
    pub(crate) at: usize,
    /// That one, with what is seen of it.
    pub(crate) trip: Rc<Trip>,
    pub(crate) place: Place,
    pub(crate) on_trip: Callback<usize>,
    pub(crate) on_place: Callback<Place>,
    /// The pane of the chosen stop, when it opens inside its row.
    pub(crate) inside: Option<Html>,
}

#[component]
pub(crate) fn Journey(props: &Props) -> Html {
    use_language();
    let trip = &props.trip;
    html! {
        <section class="map panel" aria-labelledby="map">
            <div class="map-head">
                { owner(props) }
                <div class="ctabs" role="group" aria-label={t!("Container")}>
                    { for tabs(props).into_iter().map(|index| tab(props, index)) }
                </div>
                <ul class="legend" aria-label={t!("Lines")}>
                    <li><i class="lg solid" />{ t!("on its way") }</li>
                    <li><i class="lg plain" />{ t!("without a password") }</li>
                    <li><i class="lg ghost" />{ t!("not reached, not known") }</li>
                </ul>
            </div>
            <ol class="journey" aria-label={t!("The journey of {image}: eight stops", image = trip.image)}>
                { for Place::ALL.into_iter().map(|place| {
                    let chosen = place == props.place;
                    html! {
                        <StopView
                            key={place.number()}
                            trip={trip.clone()}
                            {place}
                            {chosen}
                            on_choose={props.on_place.clone()}
                            on_step={step(&props.on_place)}
                            inside={props.inside.clone().filter(|_| chosen)}
                        />
                    }
                }) }
            </ol>
        </section>
    }
}

/// As many images as are shown side by side, whatever workload they are in.
const TOGETHER: usize = 16;
/// As many workloads as a list holds.
const LISTED: usize = 300;

/// The workload that is looked at; of many, a list to choose from.
fn owner(props: &Props) -> Html {
    let trips = &props.trips;
    if trips.len() <= TOGETHER {
        return html! { <h2 id="map">{ workload(&props.trip.owner) }</h2> };
    }
    // The first image of each workload.
    let firsts: Vec<usize> = (0..trips.len())
        .filter(|at| *at == 0 || trips[*at].id.workload != trips[at - 1].id.workload)
        .collect();
    let here = firsts.partition_point(|first| *first <= props.at).saturating_sub(1);
    let from = here.saturating_sub(LISTED / 2);
    let listed = firsts.iter().enumerate().skip(from).take(LISTED);
    let on_trip = props.on_trip.clone();
    let onchange = move |event: Event| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(at) = chosen.and_then(|it| it.value().parse().ok()) {
            on_trip.emit(at);
        }
    };
    html! { <>
        <h2 id="map" class="vh">{ workload(&props.trip.owner) }</h2>
        <select class="in owners" aria-label={t!("Workload")} {onchange}>
            { for listed.map(|(number, first)| html! {
                <option value={first.to_string()} selected={number == here}>{ workload(&trips[*first].owner) }</option>
            }) }
        </select>
        <small class="owners-n">{ t!("{number} of {count}", number = here + 1, count = firsts.len()) }</small>
    </> }
}

/// The images that have a tab: all of a few, else those of the workload.
fn tabs(props: &Props) -> Vec<usize> {
    let trips = &props.trips;
    let is_here =
        |at: &usize| trips.len() <= TOGETHER || trips[*at].id.workload == props.trip.id.workload;
    (0..trips.len()).filter(is_here).collect()
}

fn tab(props: &Props, index: usize) -> Html {
    let on_trip = props.on_trip.clone();
    let (other, shown) = (&props.trips[index], &props.trip);
    let mark = if index == props.at { shown.mark } else { other.mark };
    html! {
        <button type="button" aria-pressed={(index == props.at).to_string()} onclick={move |_| on_trip.emit(index)}>
            <State {mark} />
            // The name alone may stand in two workloads.
            if other.id.workload != shown.id.workload {
                <small>{ workload(&other.owner) }</small>
            }
            { &other.name }
            if !other.role.is_empty() {
                <small>{ &other.role }</small>
            }
        </button>
    }
}

/// Chooses the neighbour of a stop and moves the focus there.
fn step(on_place: &Callback<Place>) -> Callback<Place> {
    on_place.reform(|place: Place| {
        let button = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.get_element_by_id(&format!("stop-{}", place.number())))
            .and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(button) = button {
            // The stop is there in any case; without focus it is only chosen.
            let _ = button.focus();
        }
        place
    })
}
