//! What the registry may answer, to choose from, and what a person then sees.

use std::ops::Range;
use std::rc::Rc;

use pullscope_core::kubelet::Answer;
use yew::prelude::*;

use super::steps::link;
use super::timeline::Timeline;
use super::woven::woven;
use crate::hooks::language::use_language;
use crate::read::{capital, whole};
use crate::texts::{sentence, t};
use crate::trip::forecast::{Forecast, value, word};
use crate::trip::{Place, Trip};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) trip: Rc<Trip>,
    /// The registry or the outcome.
    pub(crate) place: Place,
    /// `None` takes the choice back.
    pub(crate) on_answer: Callback<Option<Answer>>,
    pub(crate) on_go: Callback<Range<usize>>,
}

#[component]
pub(crate) fn Answers(props: &Props) -> Html {
    use_language();
    let trip = &props.trip;
    let forecast = trip.forecast.as_deref();
    let chosen = forecast.and_then(|it| it.answer);
    html! { <>
        if trip.is_asked {
            { choice(props, chosen) }
            if let Some(answer) = chosen {
                <p class="answered">
                    { whole(&answer.to_string()) }{ " " }
                    if let Some(known) = trip.known.as_ref().filter(|it| it.answer == answer && !it.is_old) {
                        { woven(&t!("Known from your event ({place})."), &[("place", link(&known.spot, &props.on_go))]) }
                    } else {
                        { t!("This is assumed here, not known.") }
                    }
                </p>
            } else if let Some(known) = &trip.known {
                <p class="answered">
                    { woven(
                        &t!("Your event told {answer}, before the text was repaired ({place}).", answer = value(known.answer)),
                        &[("place", link(&known.spot, &props.on_go))],
                    ) }
                </p>
            }
        }
        if let Some(forecast) = forecast {
            { seen(props, forecast) }
        }
    </> }
}

fn choice(props: &Props, chosen: Option<Answer>) -> Html {
    let known = props.trip.known.as_ref().map(|known| known.answer);
    let buttons = Answer::ALL.into_iter().map(|answer| {
        let on_answer = props.on_answer.clone();
        let is_chosen = chosen == Some(answer);
        // Pressed again it is let go, unless the text says it.
        let next = Some(answer).filter(|_| !is_chosen);
        html! {
            <button
                type="button"
                aria-pressed={is_chosen.to_string()}
                title={capital(&sentence(&answer.to_string()))}
                onclick={move |_| on_answer.emit(next)}
            >
                { word(answer) }
                if known == Some(answer) { <small>{ t!("event") }</small> }
            </button>
        }
    });
    html! {
        <div class="ask" role="group" aria-labelledby="ask">
            <span id="ask">{ t!("If the registry answers") }</span>
            <span class="seg">{ for buttons }</span>
        </div>
    }
}

fn seen(props: &Props, forecast: &Forecast) -> Html {
    let place = props.place;
    html! { <>
        if forecast.waiting.is_empty() {
            <p class="lead">{ t!("The container starts.") }</p>
        } else {
            <h3 class="seen-h">{ if forecast.waiting.len() > 1 { t!("The container waits, one after the other") } else { t!("The container waits") } }</h3>
            <ol class="states">
                { for forecast.waiting.iter().map(|state| html! {
                    <li><code class="reason">{ &state.reason }</code><code>{ &state.message }</code></li>
                }) }
            </ol>
        }
        if place == Place::Registry || forecast.tries.is_empty() {
            <h3 class="seen-h">{ t!("Events, as kubectl describe prints them") }</h3>
            { events(forecast) }
        } else {
            <Timeline
                tries={forecast.tries.clone()}
                lanes={forecast.lanes.clone()}
                goes_on={forecast.goes_on}
                attempts={forecast.attempts}
                times={props.trip.times.clone()}
                on_go={props.on_go.clone()}
            />
        }
    </> }
}

fn events(forecast: &Forecast) -> Html {
    html! {
        <table class="events">
            <thead>
                <tr><th scope="col">{ t!("Type") }</th><th scope="col">{ t!("Reason") }</th><th scope="col">{ t!("Message") }</th></tr>
            </thead>
            <tbody>
                { for forecast.events.iter().map(|event| html! {
                    <tr class={classes!(event.is_warning.then_some("warns"))}>
                        <td>{ if event.is_warning { "Warning" } else { "Normal" } }</td>
                        <td>{ &event.reason }</td>
                        <td><code>{ &event.message }</code></td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}
