//! The pane of the chosen stop: what it means, in a sentence and facts.

use std::ops::Range;
use std::rc::Rc;

use pullscope_core::kubelet::Answer;
use yew::prelude::*;

use super::answers::Answers;
use super::icon::{Glyph, Icon};
use super::keyring::KeyringView;
use super::steps::Steps;
use crate::hooks::language::use_language;
use crate::texts::{sentence, t};
use crate::trip::{Place, Trip};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) trip: Rc<Trip>,
    pub(crate) place: Place,
    pub(crate) on_place: Callback<Place>,
    pub(crate) on_answer: Callback<Option<Answer>>,
    pub(crate) on_go: Callback<Range<usize>>,
}

#[component]
pub(crate) fn Detail(props: &Props) -> Html {
    use_language();
    let place = props.place;
    let stop = props.trip.stop(place);
    let to = |steps| props.on_place.reform(move |_: MouseEvent| place.step(steps));
    html! {
        <section class="panel detail" id="detail" aria-labelledby="detail-h">
            <div class="panel-h">
                <span class="g" aria-hidden="true">{ place.number() }</span>
                <h2 id="detail-h">{ place.name() }</h2>
                <p class="panel-n">{ place.asks() }</p>
                <div class="steps">
                    <button type="button" class="btn quiet ib" aria-label={t!("Previous stop")} disabled={place == Place::Written} onclick={to(-1)}>
                        <Icon glyph={Glyph::Previous} />
                    </button>
                    <button type="button" class="btn quiet ib" aria-label={t!("Next stop")} disabled={place == Place::Outcome} onclick={to(1)}>
                        <Icon glyph={Glyph::Next} />
                    </button>
                </div>
            </div>
            <div class="panel-b" tabindex="0" role="group" aria-labelledby="detail-h">
                if !stop.lead.is_empty() {
                    <p class="lead">{ if place == Place::Outcome { sentence(&stop.lead) } else { stop.lead.clone() } }</p>
                }
                if place == Place::Reference && !props.trip.parts.is_empty() {
                    { parts(&props.trip) }
                }
                if place == Place::Keyring {
                    <KeyringView trip={props.trip.clone()} on_go={props.on_go.clone()} />
                }
                if matches!(place, Place::Registry | Place::Outcome) {
                    <Answers
                        trip={props.trip.clone()}
                        {place}
                        on_answer={props.on_answer.clone()}
                        on_go={props.on_go.clone()}
                    />
                }
                if !stop.steps.is_empty() {
                    <Steps steps={stop.steps.clone()} on_go={props.on_go.clone()} />
                }
                if !stop.facts.is_empty() {
                    <dl class="facts">
                        { for stop.facts.iter().map(|fact| html! {
                            <div>
                                <dt>{ &fact.name }</dt>
                                <dd>{ if fact.code { html! { <code>{ &fact.value }</code> } } else { html! { &fact.value } } }</dd>
                            </div>
                        }) }
                    </dl>
                }
            </div>
        </section>
    }
}

/// The whole name, part by part, and each part on a card of its own.
fn parts(trip: &Trip) -> Html {
    html! {
        <ul class="parts" aria-label={t!("Parts of the name")}>
            { for trip.parts.iter().map(|part| html! {
                <li class={classes!("part", format!("p-{}", part.name), part.implied.then_some("implied"))}>
                    <h3>{ part.title() }</h3>
                    <code>{ &part.value }</code>
                    <p>{ &part.note }</p>
                </li>
            }) }
        </ul>
    }
}
