//! The answer: one sentence with its state, and one line of evidence.

use yew::prelude::*;

use super::icon::State;
use crate::trip::Mark;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) mark: Mark,
    pub(crate) sentence: AttrValue,
    pub(crate) evidence: AttrValue,
}

#[component]
pub(crate) fn Answer(props: &Props) -> Html {
    html! {
        <section class="answer" aria-labelledby="answer">
            <h1 id="answer">
                <State mark={props.mark} word="Answer" />
                <span>{ &props.sentence }</span>
            </h1>
            if !props.evidence.is_empty() {
                <p>{ &props.evidence }</p>
            }
        </section>
    }
}
