//! The map: which image, and its eight stops on one line.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::icon::State;
use super::stop::StopView;
use crate::trip::{Place, Trip};

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
    let trip = &props.trip;
    html! {
        <section class="map panel" aria-labelledby="map">
            <div class="map-head">
                <h2 id="map">{ &trip.owner }</h2>
                <div class="ctabs" role="group" aria-label="Container">
                    { for props.trips.iter().enumerate().map(|(index, other)| tab(props, index, other, trip)) }
                </div>
                <ul class="legend" aria-label="Lines">
                    <li><i class="lg solid" />{ "on its way" }</li>
                    <li><i class="lg plain" />{ "without a password" }</li>
                    <li><i class="lg ghost" />{ "not reached, not known" }</li>
                </ul>
            </div>
            <ol class="journey" aria-label={format!("The journey of {}: eight stops", trip.image)}>
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

fn tab(props: &Props, index: usize, other: &Trip, shown: &Trip) -> Html {
    let on_trip = props.on_trip.clone();
    let mark = if index == props.at { shown.mark } else { other.mark };
    html! {
        <button type="button" aria-pressed={(index == props.at).to_string()} onclick={move |_| on_trip.emit(index)}>
            <State {mark} />
            // The name alone may stand in two workloads.
            if other.owner != shown.owner {
                <small>{ &other.owner }</small>
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
