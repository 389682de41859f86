//! When the kubelet tries again: a drawing to scale, and the same numbers as a table.

mod lanes;

use std::ops::Range;

use pullscope_core::time::Clock;
use yew::prelude::*;

use super::steps::link;
use super::woven::woven;
use crate::hooks::language::use_language;
use crate::texts::t;
use crate::trip::forecast::{Lane, Since, Times, Try, clock};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) tries: Vec<Try>,
    /// What the kubelet says meanwhile.
    pub(crate) lanes: Vec<Lane>,
    /// The last wait comes again and again.
    pub(crate) goes_on: bool,
    /// How often the runtime is asked, at each of them.
    pub(crate) attempts: usize,
    /// What the text tells of when it was tried.
    pub(crate) times: Option<Times>,
    pub(crate) on_go: Callback<Range<usize>>,
    /// When what was wrong is repaired, in seconds after the first try.
    #[prop_or_default]
    pub(crate) repaired: Option<u32>,
}

/// The size of the drawing, in units of its own.
const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 108.0;
/// What the times of day take of it.
const CLOCK: f64 = 16.0;
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
    let top = if props.times.is_some() { HEIGHT + CLOCK } else { HEIGHT };
    let height = top + lanes::height(&props.lanes);
    html! { <>
        <h3 class="seen-h">{ t!("When it is tried again") }</h3>
        if let Some(times) = &props.times { { since(times, &props.on_go) } }
        <div class="tl-wide" tabindex="0" role="group" aria-label={t!("The tries on a line")}>
        <svg
            class="tl"
            viewBox={format!("0 0 {WIDTH} {height}")}
            role="img"
            aria-label={t!("The tries on a line to scale; the tables below have the same numbers")}
        >
            { axis(end, props.times.as_ref()) }
            { lanes::drawn(&props.lanes, &props.tries, end, top) }
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
            if !props.lanes.is_empty() { { lanes::legend() } }
        </ul>
        { table(props) }
        if !props.lanes.is_empty() { { lanes::table(&props.lanes, props.times.as_ref()) } }
    </> }
}

fn x(seconds: u32, end: u32) -> f64 {
    let x = MARGIN + f64::from(seconds.min(end)) * (WIDTH - 2.0 * MARGIN) / f64::from(end.max(1));
    (x * 10.0).round() / 10.0
}

/// What the times are counted from, and when the next try comes.
fn since(times: &Times, on_go: &Callback<Range<usize>>) -> Html {
    let place = [("place", link(&times.spot, on_go))];
    let start = Clock(times.start);
    match times.since {
        Since::Tried { count, last, next: (from, to) } => html! { <>
            <p class="tl-next">
                <b>{ t!("Next try from {from} to {to}, if the failure continues.", from = Clock(from), to = Clock(to)) }</b>
            </p>
            <p class="tl-next">
                { woven(&t!("Failed tries by your events: {count}, the first at {first}, the last at {last} ({place}).", count = count, first = start, last = Clock(last)), &place) }
            </p>
        </> },
        Since::Started => html! {
            <p class="tl-next">{ woven(&t!("Times of day count from {start}, when the kubelet took up the Pod ({place}).", start = start), &place) }</p>
        },
        Since::Created => html! {
            <p class="tl-next">{ woven(&t!("Times of day count from {start}, when the Pod was made ({place}); the time until it was on its node comes on top.", start = start), &place) }</p>
        },
    }
}

fn axis(end: u32, times: Option<&Times>) -> Html {
    let (from, to) = (x(0, end), x(end, end));
    let minutes = (0..=end / 60).map(|minute| {
        let at = x(minute * 60, end);
        html! { <>
            <path d={format!("M{at} {AXIS}v6")} class="tick" />
            <text x={at.to_string()} y={(AXIS + 20.0).to_string()} text-anchor={if minute == 0 { "start" } else { "middle" }}>
                { if minute == 0 { t!("0 min") } else { AttrValue::from(minute.to_string()) } }
            </text>
            // One in three has room for it.
            if let Some(times) = times.filter(|_| minute % 3 == 0) {
                <text x={at.to_string()} y={(AXIS + 20.0 + CLOCK).to_string()} text-anchor={if minute == 0 { "start" } else { "middle" }}>
                    { Clock(times.start + i64::from(minute) * 60).to_string() }
                </text>
            }
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

/// The time of day, so many seconds after the start.
fn at(times: &Times, seconds: u32) -> Clock {
    Clock(times.start + i64::from(seconds))
}

/// A stretch of time, or the one moment that it is.
fn from_to(from: Clock, to: Clock) -> AttrValue {
    if from == to { from.to_string().into() } else { t!("{from} to {to}", from = from, to = to) }
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
                    if props.times.is_some() { <th scope="col">{ t!("Time of day") }</th> }
                    <th scope="col">{ t!("Then waits") }</th>
                </tr>
            </thead>
            <tbody>
                { for props.tries.iter().enumerate().map(|(index, one)| html! {
                    <tr>
                        <th scope="row">{ index + 1 }</th>
                        <td>{ clock(one.earliest) }</td>
                        <td>{ clock(one.latest) }</td>
                        if let Some(times) = &props.times {
                            <td>{ from_to(at(times, one.earliest), at(times, one.latest)) }</td>
                        }
                        <td>{ t!("{seconds} s", seconds = one.wait) }</td>
                    </tr>
                }) }
                if let Some(last) = props.tries.last().filter(|_| props.goes_on) {
                    <tr><td colspan={if props.times.is_some() { "5" } else { "4" }}>{ t!("and so on, every {seconds} s", seconds = last.wait) }</td></tr>
                }
            </tbody>
        </table>
        if props.attempts > 1 {
            <p class="because">{ t!("At each try the runtime is asked {count} times, once for each credential.", count = props.attempts) }</p>
        }
    </> }
}
