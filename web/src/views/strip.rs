//! The journey in one line, over the views that zoom into one of its stops. It leads back.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::icon::State;
use crate::hooks::language::use_language;
use crate::texts::t;
use crate::trip::{Place, Trip};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) trip: Rc<Trip>,
    /// The stop that the view zooms into.
    pub(crate) place: Place,
    pub(crate) on_place: Callback<Place>,
}

#[component]
pub(crate) fn Strip(props: &Props) -> Html {
    use_language();
    let trip = &props.trip;
    html! {
        <section class="strip" aria-label={t!("The journey of {image}", image = trip.image)}>
            <p><b>{ &trip.name }</b></p>
            <ol>
                { for trip.stops.iter().map(|stop| {
                    let place = stop.place;
                    let is_here = place == props.place;
                    html! {
                        <li class={classes!(is_here.then_some("on"))} data-out={stop.out.class()}>
                            <button
                                type="button"
                                aria-current={is_here.then_some("step")}
                                title={format!("{}: {}", place.name(), stop.value)}
                                onclick={props.on_place.reform(move |_| place)}
                            >
                                <State mark={stop.mark} />
                                <span>{ place.name() }</span>
                            </button>
                        </li>
                    }
                }) }
            </ol>
        </section>
    }
}
