//! The name in large type, a wire from each part to its card, and the cards.

use yew::prelude::*;

use super::apart::{Apart, Part, Refused};
use crate::components::icon::{Glyph, Icon};
use crate::ink::visible;
use crate::texts::t;

/// The width of the drawing, in units of its own.
const WIDTH: f64 = 1240.0;
/// Where the letters stand, where the lines below them are, and where the cards begin.
const BASE: f64 = 42.0;
const LINE: f64 = 56.0;
const HEIGHT: f64 = 112.0;
/// The widest that one letter becomes.
const LETTER: f64 = 22.0;
/// Longer names are cut: nobody reads such a drawing.
const LONGEST: usize = 160;

/// The name, wires and cards.
pub(super) fn panel(apart: &Apart) -> Html {
    let name = &apart.name;
    html! { <>
        <p class="ref-big" aria-hidden="true">
            { for apart.parts.iter().filter_map(|it| {
                let span = it.span.clone()?;
                Some(html! { <span class={it.kind}>{ name[span].to_owned() }</span> })
            }) }
        </p>
        if name.chars().count() <= LONGEST { { wires(apart) } }
        <ul class="ref-cards">{ for apart.parts.iter().map(card) }</ul>
    </> }
}

/// The drawing: letters of one width, so that each wire begins at its part.
fn wires(apart: &Apart) -> Html {
    let name = &apart.name;
    let count = name.chars().count() as f64;
    let letter = ((WIDTH - 200.0) / count.max(1.0)).min(LETTER);
    let left = (WIDTH - letter * count) / 2.0;
    let x = |at: usize| left + letter * name[..at].chars().count() as f64;
    let cards = apart.parts.len() as f64;
    let parts = apart.parts.iter().enumerate().map(|(number, part)| {
        let to = WIDTH * (number as f64 + 0.5) / cards;
        let Some(span) = part.span.clone() else { return html! {} };
        let (start, end) = (x(span.start), x(span.end));
        let from = (start + end) / 2.0;
        let (half, gap) = ((LINE + HEIGHT) / 2.0, letter.min(4.0) / 2.0);
        html! {
            <g class={part.kind}>
                <text
                    x={round(start)}
                    y={BASE.to_string()}
                    font-size={round(letter / 0.602)}
                    textLength={round(end - start)}
                    lengthAdjust="spacingAndGlyphs"
                >
                    { name[span].to_owned() }
                </text>
                <path class="under" d={format!("M{} {LINE}H{}", round(start + gap), round(end - gap))} />
                <path class="wire" d={format!("M{0} {LINE}C{0} {half} {1} {half} {1} {HEIGHT}", round(from), round(to))} />
            </g>
        }
    });
    html! {
        <svg class="ref-wires" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} aria-hidden="true" focusable="false">{ for parts }</svg>
    }
}

fn round(value: f64) -> String {
    ((value * 10.0).round() / 10.0).to_string()
}

fn card(part: &Part) -> Html {
    let place = match &part.span {
        Some(span) => t!("bytes {start} to {end}", start = span.start, end = span.end - 1),
        None if part.is_there => t!("filled in"),
        None => t!("none"),
    };
    let stops = part.stops.iter().map(|it| it.name()).collect::<Vec<_>>().join(", ");
    html! {
        <li class={classes!("ref-card", part.kind, part.span.is_none().then_some("absent"))}>
            <h3>{ &part.title }<small>{ place }</small></h3>
            <p class="ref-v">{ if part.is_there { part.value.clone() } else { "–".to_owned() } }</p>
            <p>{ &part.rule }</p>
            <p class="ref-src"><code>{ part.source }</code></p>
            <p class="ref-stops">
                { for part.stops.iter().map(|it| html! { <span class="g" aria-hidden="true">{ it.number() }</span> }) }
                <span>{ stops }</span>
            </p>
        </li>
    }
}

/// A name that is none: where it breaks, what Kubernetes says, what to write.
pub(super) fn refused(refused: &Refused, set: &Callback<String>) -> Html {
    let name = &refused.name;
    if name.is_empty() {
        return html! {};
    }
    let (start, end) = (refused.span.start.min(name.len()), refused.span.end.min(name.len()));
    let parts = name.get(..start).zip(name.get(start..end)).zip(name.get(end..));
    let instead = refused.instead.clone().map(|instead| {
        let (set, to) = (set.clone(), instead.clone());
        html! {
            <p class="acts">
                <button type="button" class="btn primary" onclick={move |_: MouseEvent| set.emit(to.clone())}>
                    <Icon glyph={Glyph::Wrench} />{ t!("Write {name}", name = instead) }
                </button>
            </p>
        }
    });
    html! {
        <div class="ref-bad" role="status">
            if let Some(((before, wrong), after)) = parts {
                <p class="ref-big shown">
                    { before.to_owned() }
                    <mark>{ visible(wrong) }</mark>
                    { after.to_owned() }
                </p>
            }
            <p>{ &refused.why }{ "." }</p>
            <p>{ t!("Kubernetes says:") }{ " " }<code>{ &refused.message }</code></p>
            { instead }
        </div>
    }
}
