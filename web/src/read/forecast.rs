//! What a person sees of a pull, for one answer of the registry, and the stops that it changes.

use pullscope_core::diagnose::{Diagnosis, ImageId};
use pullscope_core::kubelet::{Answer, Emitted, Event, EventType, Prediction, Timeline};

use super::capital;
use crate::texts::{sentence, t};
use crate::trip::forecast::{Forecast, Lane, State, Told, Try, value};
use crate::trip::{Flag, Line, Mark, Place, Trip};

/// The image with what is seen of it: with `assumed`, else with what an event tells of the answer.
pub(crate) fn seen(trip: &Trip, report: &Diagnosis, assumed: Option<Answer>) -> Trip {
    let known = trip.known.as_ref().filter(|known| !known.is_old).map(|known| known.answer);
    let answer = assumed.or(known).filter(|_| trip.is_asked);
    let mut trip = trip.clone();
    if trip.is_asked && answer.is_none() {
        return trip;
    }
    let Some(forecast) = forecast(report, trip.id, answer) else { return trip };
    if let Some(answer) = answer {
        let is_known = assumed.is_none() || assumed == known;
        show(&mut trip, &forecast, answer, is_known);
    }
    trip.forecast = Some(forecast.into());
    trip
}

/// Puts the answer on the map.
fn show(trip: &mut Trip, forecast: &Forecast, answer: Answer, is_known: bool) {
    let reasons: Vec<&str> = forecast.waiting.iter().map(|state| state.reason.as_str()).collect();
    let from = match is_known {
        true => t!("Known from your event."),
        false => t!("Assumed, not known."),
    };
    let [.., registry, outcome] = &mut trip.stops;
    registry.value = value(answer);
    registry.caption = from;
    registry.lead = Default::default();
    outcome.lead = Default::default();
    match reasons[..] {
        [] => {
            registry.mark = Mark::Ok;
            registry.out = Line::Solid;
            (outcome.mark, outcome.value) = (Mark::Ok, t!("Starts"));
            outcome.caption = t!("With the image that was pulled.");
        }
        [first, ref then @ ..] => {
            registry.mark = Mark::Error;
            registry.flag = Some(Flag::End);
            (outcome.mark, outcome.value) = (Mark::Error, first.to_owned().into());
            outcome.caption = match then {
                [] => t!("The container waits."),
                [second, ..] => t!("Then {reason}", reason = second),
            };
            trip.mark = Mark::Error;
        }
    }
    let is_blamed = trip.stops[Place::Keyring as usize].flag == Some(Flag::Cause);
    trip.evidence = match (&trip.known, is_known) {
        (Some(_), true) if is_blamed => {
            t!("{evidence} Your event: {answer}.", evidence = trip.evidence, answer = value(answer))
        }
        (Some(known), true) => capital(&sentence(&known.sentence)).into(),
        _ => {
            let answer = value(answer);
            match reasons[..] {
                [] => t!("Assumed: {answer}. Then the container starts.", answer = answer),
                [one] => t!(
                    "Assumed: {answer}. Then the container waits with {reason}.",
                    answer = answer,
                    reason = one
                ),
                [one, two, ..] => t!(
                    "Assumed: {answer}. Then the container waits with {reason}, then {second}.",
                    answer = answer,
                    reason = one,
                    second = two
                ),
            }
        }
    };
}

/// What comes of `answer`; where the registry is not asked, what comes without one. `None` where
/// there is no Pod.
fn forecast(report: &Diagnosis, id: ImageId, answer: Option<Answer>) -> Option<Forecast> {
    report.predict(id, answer.as_slice(), |prediction| of(prediction, answer))
}

fn of(prediction: &Prediction<'_>, answer: Option<Answer>) -> Forecast {
    Forecast {
        answer,
        attempts: prediction.attempts,
        waiting: prediction
            .waiting()
            .map(|it| State {
                reason: it.reason().to_owned().into(),
                message: it.message().to_string().into(),
            })
            .collect(),
        events: prediction.events().map(|it| told(&it)).collect(),
        tries: tries(&prediction.timeline),
        lanes: lanes(prediction),
        goes_on: prediction.timeline.repeats.is_some(),
    }
}

fn told(event: &Event<'_>) -> Told {
    Told {
        is_warning: event.event_type() == EventType::Warning,
        reason: event.reason().into(),
        message: event.message().to_string().into(),
    }
}

/// Each event of a pull that fails each time, with its times; none where nothing is tried again.
fn lanes(prediction: &Prediction<'_>) -> Vec<Lane> {
    let mut lanes: Vec<(Event<'_>, Lane)> = Vec::new();
    let emitted = prediction.emitted().filter(|it| it.moment.delay > 0);
    for Emitted { moment, event } in emitted {
        match lanes.iter_mut().find(|(known, _)| *known == event) {
            Some((_, lane)) => lane.at.push(moment.at),
            None => {
                let comes_again = moment.sync > 0;
                lanes.push((event, Lane { told: told(&event), at: vec![moment.at], comes_again }));
            }
        }
    }
    lanes.into_iter().map(|(_, lane)| lane).collect()
}

/// The times at which a pull is tried that fails each time.
pub(crate) fn tries(timeline: &Timeline) -> Vec<Try> {
    let moments = timeline.moments.iter().filter(|it| it.sync == 0 && it.delay > 0);
    moments.map(|it| Try { earliest: it.at, latest: it.latest, wait: it.delay }).collect()
}
