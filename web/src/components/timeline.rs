//! When the kubelet tries again: a drawing to scale, and the same numbers as a table.

use yew::prelude::*;

use crate::hooks::language::use_language;
use crate::texts::t;
use crate::trip::forecast::{Try, clock};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) tries: Vec<Try>,
    /// The last wait comes again and again.
    pub(crate) goes_on: bool,
    /// How often the runtime is asked, at each of them.
    pub(crate) attempts: usize,
    /// When what was wrong is repaired, in seconds after the first try.
    #[prop_or_default]
    pub(crate) repaired: Option<u32>,
}

/// The size of the drawing, in units of its own.
const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 108.0;
/// Where the line runs, and where the axis is.
const LINE: f64 = 46.0;
const AXIS: f64 = 80.0;
/// Free space on both sides.
const MARGIN: f64 = 14.0;

#[component]
pub(crate) fn Timeline(props: &Props) -> Html {
    use_language();
    let [.., last] = &props.tries[..] else { return html! {} };
    let end = last.earliest + last.wait / 4;
    html! { <>
        <h3 class="seen-h">{ t!("When it is tried again") }</h3>
        <div class="tl-wide" tabindex="0" role="group" aria-label={t!("The tries on a line")}>
        <svg
            class="tl"
            viewBox={format!("0 0 {WIDTH} {HEIGHT}")}
            role="img"
            aria-label={t!("The tries on a line to scale; the table below has the same numbers")}
        >
            { axis(end) }
            { for props.tries.iter().map(|one| wait(one, end)) }
            { for props.tries.iter().enumerate().map(|(index, one)| sign(index, one, end)) }
            { for props.repaired.filter(|at| *at <= end).map(|at| html! {
                <path d={format!("M{} 8V{AXIS}", x(at, end))} class="repaired" />
            }) }
        </svg>
        </div>
        <ul class="legend tl-legend">
            <li><i class="lg" aria-hidden="true" />{ t!("a try") }</li>
            <li><i class="lg due" aria-hidden="true" />{ t!("from the earliest to the latest time") }</li>
        </ul>
        { table(props) }
    </> }
}

fn x(seconds: u32, end: u32) -> f64 {
    let x = MARGIN + f64::from(seconds.min(end)) * (WIDTH - 2.0 * MARGIN) / f64::from(end.max(1));
    (x * 10.0).round() / 10.0
}

fn axis(end: u32) -> Html {
    let (from, to) = (x(0, end), x(end, end));
    let minutes = (0..=end / 60).map(|minute| {
        let at = x(minute * 60, end);
        html! { <>
            <path d={format!("M{at} {AXIS}v6")} class="tick" />
            <text x={at.to_string()} y={(AXIS + 20.0).to_string()} text-anchor={if minute == 0 { "start" } else { "middle" }}>
                { if minute == 0 { t!("0 min") } else { AttrValue::from(minute.to_string()) } }
            </text>
        </> }
    });
    html! { <><path d={format!("M{from} {AXIS}H{to}")} class="axis" />{ for minutes }</> }
}

/// The line from a try to the next one, with its seconds where they have room.
fn wait(one: &Try, end: u32) -> Html {
    let (from, to) = (x(one.earliest, end), x(one.earliest + one.wait, end));
    let middle = (from + to) / 2.0;
    html! { <>
        <path d={format!("M{from} {LINE}H{to}")} class="wait" />
        if to - from > 34.0 {
            <text x={middle.to_string()} y={(LINE - 12.0).to_string()} text-anchor="middle" class="dl">
                { t!("{seconds} s", seconds = one.wait) }
            </text>
        }
    </> }
}

fn sign(index: usize, one: &Try, end: u32) -> Html {
    let (at, latest) = (x(one.earliest, end), x(one.latest, end));
    html! { <>
        if latest > at {
            <rect
                x={at.to_string()}
                y={(LINE - 8.0).to_string()}
                width={(latest - at).to_string()}
                height="16"
                class="due"
            />
        }
        <circle cx={at.to_string()} cy={LINE.to_string()} r="4.5" class="try" />
        // The first ones stand too close for a number each.
        if index == 0 || index >= 3 {
            <text x={at.to_string()} y={(LINE + 20.0).to_string()} text-anchor="middle" class="dl">{ index + 1 }</text>
        }
    </> }
}

fn table(props: &Props) -> Html {
    html! { <>
        <table class="events tries">
            <caption class="vh">{ t!("Tries and waits") }</caption>
            <thead>
                <tr>
                    <th scope="col">{ t!("Try") }</th>
                    <th scope="col">{ t!("Earliest") }</th>
                    <th scope="col">{ t!("Latest") }</th>
                    <th scope="col">{ t!("Then waits") }</th>
                </tr>
            </thead>
            <tbody>
                { for props.tries.iter().enumerate().map(|(index, one)| html! {
                    <tr>
                        <th scope="row">{ index + 1 }</th>
                        <td>{ clock(one.earliest) }</td>
                        <td>{ clock(one.latest) }</td>
                        <td>{ t!("{seconds} s", seconds = one.wait) }</td>
                    </tr>
                }) }
                if let Some(last) = props.tries.last().filter(|_| props.goes_on) {
                    <tr><td colspan="4">{ t!("and so on, every {seconds} s", seconds = last.wait) }</td></tr>
                }
            </tbody>
        </table>
        if props.attempts > 1 {
            <p class="because">{ t!("At each try the runtime is asked {count} times, once for each credential.", count = props.attempts) }</p>
        }
    </> }
}
