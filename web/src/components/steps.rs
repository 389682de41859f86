//! The core's steps at one stop: what was decided, why, by which rule, and from which values.

use std::ops::Range;

use yew::prelude::*;

use super::pointing::{Pointed, use_pointing};
use super::woven::woven;
use crate::hooks::language::use_language;
use crate::read::whole;
use crate::texts::{sentence, t};
use crate::trip::{Spot, StepView};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) steps: Vec<StepView>,
    pub(crate) on_go: Callback<Range<usize>>,
}

#[component]
pub(crate) fn Steps(props: &Props) -> Html {
    use_language();
    let pointing = use_pointing();
    html! {
        <ol class="plan" aria-label={t!("What is decided here")}>
            { for props.steps.iter().map(|step| {
                let spans: Vec<_> = step.from.iter().map(|spot| spot.span.clone()).collect();
                let Pointed { class, enter, leave, focus, blur } = pointing.at(&spans);
                html! {
                <li {class} onmouseenter={enter} onmouseleave={leave} onfocusin={focus} onfocusout={blur}>
                    <p><b>{ sentence(&step.decided) }</b><code class="code-id">{ &step.rule }</code></p>
                    <p class="because">{ whole(&step.because) }</p>
                    if !step.from.is_empty() {
                        <p class="from">
                            { woven(&t!("From {places}"), &[("places", links(&step.from, ", ", &props.on_go))]) }
                        </p>
                    }
                </li>
                }
            }) }
        </ol>
    }
}

/// Places in the text, in a row.
pub(crate) fn links<'s>(
    spots: impl IntoIterator<Item = &'s Spot>,
    between: &'static str,
    on_go: &Callback<Range<usize>>,
) -> Html {
    let links = spots.into_iter().enumerate().map(|(index, spot)| {
        html! { <>if index > 0 { { between } }{ link(spot, on_go) }</> }
    });
    html! { <>{ for links }</> }
}

/// A place in the text, which a click goes to.
pub(crate) fn link(spot: &Spot, on_go: &Callback<Range<usize>>) -> Html {
    let (on_go, span) = (on_go.clone(), spot.span.clone());
    let said = match spot.label.is_empty() {
        true => t!("line {line}", line = spot.line),
        false => t!("{what}, line {line}", what = sentence(&spot.label), line = spot.line),
    };
    html! {
        <button type="button" class="lnk" onclick={move |_| on_go.emit(span.clone())}>
            { said }
        </button>
    }
}
