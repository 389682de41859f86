//! What the kubelet says while a pull fails: each event on a line of its own, and in a table.

use pullscope_core::kubelet::Timeline;
use yew::prelude::*;

use super::{MARGIN, at, x};
use crate::texts::t;
use crate::trip::forecast::{Lane, Times, Try, clock};

/// The height of one line.
const LANE: f64 = 36.0;
/// Characters of an event that have room on it; all of them are in the table.
const SHOWN: usize = 78;

/// What the lines take of the drawing.
pub(super) fn height(lanes: &[Lane]) -> f64 {
    lanes.len() as f64 * LANE
}

/// The lines, from `top` on, to the scale of the tries.
pub(super) fn drawn(lanes: &[Lane], tries: &[Try], end: u32, top: f64) -> Html {
    let lanes = lanes.iter().enumerate().map(|(index, lane)| {
        let y = top + index as f64 * LANE;
        let line = y + 22.0;
        let signs = lane.at.iter().enumerate().map(|(number, seconds)| {
            let from = x(*seconds, end);
            // Until it is tried again.
            let until = tries.get(number + 1).map_or(end, |it| it.earliest);
            let to = x(until, end);
            html! { <>
                if lane.comes_again && to > from {
                    <path d={format!("M{from} {line}H{to}")} class="again" />
                }
                { sign(lane.told.is_warning, from, line) }
            </> }
        });
        html! { <>
            <text x={MARGIN.to_string()} y={(y + 12.0).to_string()} class="said">{ cut(lane) }</text>
            { for signs }
        </> }
    });
    html! { <>{ for lanes }</> }
}

/// A round sign for what is normal, one with corners for a warning.
fn sign(is_warning: bool, at: f64, line: f64) -> Html {
    match is_warning {
        true => {
            let d = format!("M{at} {}l5 9h-10z", line - 6.0);
            html! { <path {d} class="warning" /> }
        }
        false => {
            html! { <circle cx={at.to_string()} cy={line.to_string()} r="4" class="normal" /> }
        }
    }
}

/// As much of the event as has room.
fn cut(lane: &Lane) -> String {
    let said = format!("{}: {}", lane.told.reason, lane.told.message);
    match said.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &said[..end]),
        None => said,
    }
}

/// What the signs mean.
pub(super) fn legend() -> Html {
    let (from, to) = (Timeline::LOOKS.start(), Timeline::LOOKS.end());
    html! { <>
        <li><i class="lg normal" aria-hidden="true" />{ t!("an event of type Normal") }</li>
        <li><i class="lg warning" aria-hidden="true" />{ t!("an event of type Warning") }</li>
        <li><i class="lg again" aria-hidden="true" />{ t!("comes again every {from} to {to} s", from = from, to = to) }</li>
    </> }
}

/// Each event in full, with its times.
pub(super) fn table(lanes: &[Lane], times: Option<&Times>) -> Html {
    let listed = |lane: &Lane, say: &dyn Fn(u32) -> String| {
        let said: Vec<String> = lane.at.iter().map(|seconds| say(*seconds)).collect();
        said.join(", ")
    };
    html! { <>
        <h3 class="seen-h">{ t!("What the kubelet says meanwhile") }</h3>
        <div class="tl-wide" tabindex="0" role="group" aria-label={t!("What the kubelet says meanwhile")}>
        <table class="events said-at">
            <thead>
                <tr>
                    <th scope="col">{ t!("Type") }</th>
                    <th scope="col">{ t!("Reason") }</th>
                    <th scope="col">{ t!("Message") }</th>
                    <th scope="col">{ t!("At the earliest") }</th>
                </tr>
            </thead>
            <tbody>
                { for lanes.iter().map(|lane| html! {
                    <tr class={classes!(lane.told.is_warning.then_some("warns"))}>
                        <td>{ if lane.told.is_warning { "Warning" } else { "Normal" } }</td>
                        <td>{ &lane.told.reason }</td>
                        <td><code>{ &lane.told.message }</code></td>
                        <td>
                            { listed(lane, &clock) }
                            if let Some(times) = times {
                                <small>{ listed(lane, &|seconds| at(times, seconds).to_string()) }</small>
                            }
                        </td>
                    </tr>
                }) }
            </tbody>
        </table>
        </div>
    </> }
}
