//! The pulls to scale, and the same numbers as a table.

use pullscope_core::kubelet::queue::{Attempt, Fate, Simulation, Span};
use yew::prelude::*;

use super::model::{Lane, MOST, lanes, step};
use crate::texts::{sentence, t};

/// The size of the drawing, in units of its own.
const WIDTH: f64 = 760.0;
/// Where the lanes begin, and the free space after them.
const LEFT: f64 = 232.0;
const RIGHT: f64 = 76.0;
/// The height of a lane, and of the bar in it.
const LANE: f64 = 26.0;
const BAR: f64 = 14.0;
/// Characters that have room before a lane.
const ROOM: usize = 32;

/// Both of them.
pub(super) fn panel(simulation: &Simulation<'_>) -> Html {
    let all = lanes(simulation);
    let shown = &all[..all.len().min(MOST)];
    let ends = shown.iter().flat_map(|it| &it.attempts).map(|it| it.ends).max().unwrap_or_default();
    let height = LANE * shown.len() as f64 + 34.0;
    html! {
        <section class="panel" aria-labelledby="queue-lanes">
            <div class="panel-h">
                <h2 id="queue-lanes">{ t!("Who waits, who pulls") }</h2>
                <p class="panel-n">{ note(all.len()) }</p>
            </div>
            <div class="panel-b">
                <ul class="legend">
                    <li><i class="lg q-wait" aria-hidden="true" />{ t!("waits") }</li>
                    <li><i class="lg q-pull" aria-hidden="true" />{ t!("pulls") }</li>
                    <li><i class="lg q-no" aria-hidden="true" />{ t!("refused") }</li>
                </ul>
                <div class="q-wide" tabindex="0" role="group" aria-label={t!("The pulls on a line")}>
                    <svg
                        class="q"
                        viewBox={format!("0 0 {WIDTH} {height}")}
                        role="img"
                        aria-label={t!("The pulls to scale; the table below has the same numbers")}
                    >
                        <defs>
                            <pattern id="q-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                                <path d="M0 0V6" class="hatch" />
                            </pattern>
                        </defs>
                        { axis(ends, height) }
                        { for shown.iter().enumerate().map(|(row, lane)| drawn(row, lane, ends)) }
                    </svg>
                </div>
                { table(simulation, shown) }
            </div>
        </section>
    }
}

fn note(count: usize) -> AttrValue {
    match count > MOST {
        true => t!("to scale; the first {most} of {count} images", most = MOST, count = count),
        false => t!("to scale, from the first Pod on"),
    }
}

/// Where a time is.
fn x(milliseconds: u64, ends: u64) -> f64 {
    let share = milliseconds.min(ends) as f64 / ends.max(1) as f64;
    ((LEFT + share * (WIDTH - LEFT - RIGHT)) * 10.0).round() / 10.0
}

fn axis(ends: u64, height: f64) -> Html {
    let step = step(ends).max(1);
    let foot = height - 22.0;
    html! { <>{ for (0..=ends / step).map(|mark| {
        let at = x(mark * step, ends);
        html! { <>
            <path d={format!("M{at} 0V{foot}")} class="grid" />
            <text x={at.to_string()} y={(foot + 16.0).to_string()} text-anchor="middle">
                { Span(mark * step).to_string() }
            </text>
        </> }
    }) }</> }
}

fn drawn(row: usize, lane: &Lane<'_, '_>, ends: u64) -> Html {
    let top = row as f64 * LANE + (LANE - BAR) / 2.0;
    let end = lane.attempts.last().map_or(0, |it| it.ends);
    let took = lane.attempts.last().filter(|it| it.pulling > 0).map(|it| Span(it.pulling));
    html! { <>
        <text x={(LEFT - 10.0).to_string()} y={(top + 11.0).to_string()} text-anchor="end" class="name">
            { cut(&format!("{} · {}", lane.pod, lane.image)) }
        </text>
        { for lane.attempts.iter().map(|it| bars(it, top, ends)) }
        if let Some(took) = took {
            <text x={(x(end, ends) + 6.0).to_string()} y={(top + 11.0).to_string()}>{ took.to_string() }</text>
        }
    </> }
}

fn bars(attempt: &Attempt<'_>, top: f64, ends: u64) -> Html {
    let [asked, starts, end] = [attempt.asked, attempt.starts, attempt.ends].map(|it| x(it, ends));
    let bar = |class: &'static str, from: f64, to: f64| {
        html! {
            <rect
                x={from.to_string()}
                y={top.to_string()}
                width={(to - from).max(1.5).to_string()}
                height={BAR.to_string()}
                class={class}
            />
        }
    };
    let middle = top + BAR / 2.0;
    html! { <>
        if attempt.waits() > 0 { { bar("wait", asked, starts) } }
        if attempt.fate == Fate::QpsExceeded {
            <path d={format!("M{} {}l8 8m0-8l-8 8", starts - 4.0, middle - 4.0)} class="no" />
        } else if attempt.fate.is_there() {
            { bar("pull", starts, end) }
        }
    </> }
}

/// The end of a name counts more than its middle.
fn cut(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= ROOM {
        return name.to_owned();
    }
    let (front, back) = (&letters[..10], &letters[letters.len() - (ROOM - 11)..]);
    front.iter().chain(&['…']).chain(back).collect()
}

fn table(simulation: &Simulation<'_>, lanes: &[Lane<'_, '_>]) -> Html {
    html! {
        <div class="q-wide" tabindex="0" role="group" aria-label={t!("The pulls as a table")}>
        <table class="grid-t q-table">
            <caption class="vh">{ t!("When each image is asked for, pulled and there") }</caption>
            <thead>
                <tr>
                    <th scope="col">{ t!("Pod and image") }</th>
                    <th scope="col" class="num">{ t!("Asked for") }</th>
                    <th scope="col" class="num">{ t!("Waits") }</th>
                    <th scope="col" class="num">{ t!("Begins") }</th>
                    <th scope="col" class="num">{ t!("Ends") }</th>
                    <th scope="col">{ t!("What comes of it") }</th>
                </tr>
            </thead>
            <tbody>
                { for lanes.iter().filter_map(|lane| Some((lane, lane.attempts.first()?, lane.attempts.last()?))).map(|(lane, first, last)| html! {
                    <tr>
                        <th scope="row">{ lane.pod }<p class="means"><code>{ lane.image }</code></p></th>
                        <td class="num">{ Span(first.asked).to_string() }</td>
                        <td class="num">{ Span(last.waits()).to_string() }</td>
                        <td class="num">{ Span(last.starts).to_string() }</td>
                        <td class="num">{ Span(last.ends).to_string() }</td>
                        <td>
                            { lane.fate() }
                            if lane.attempts.len() > 1 {
                                <p class="means">{ t!("after {count} refusals", count = lane.attempts.len() - 1) }</p>
                            }
                            if let Some(wait) = simulation.wait(last) {
                                <p class="means">{ sentence(&wait.to_string()) }</p>
                            }
                        </td>
                    </tr>
                }) }
            </tbody>
        </table>
        </div>
    }
}
