//! When the kubelet tries a pull again that failed: the rule, to scale and as a table, and what comes
//! of a repair at some moment.

use std::ops::Range;
use std::rc::Rc;

use pullscope_core::kubelet::queue::Span;
use pullscope_core::kubelet::{BackOff, Timeline as Times};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::timeline::Timeline;
use crate::hooks::language::use_language;
use crate::read::tries;
use crate::texts::t;
use crate::trip::Trip;
use crate::trip::forecast::{Try, clock};

#[derive(PartialEq, Properties)]
pub(super) struct PanelProps {
    /// The image that is looked at: its events and times are those of the line.
    pub(super) trip: Option<Rc<Trip>>,
    pub(super) on_go: Callback<Range<usize>>,
}

/// The panel.
#[component]
pub(super) fn BackOffPanel(props: &PanelProps) -> Html {
    use_language();
    let trip = props.trip.as_deref();
    let forecast = trip.and_then(|it| it.forecast.as_deref()).filter(|it| !it.tries.is_empty());
    let typed = use_state(String::new);
    let times = Times::BACKS_OFF;
    let tries = tries(&times);
    let repaired = moment(&typed);
    let oninput = {
        let typed = typed.setter();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                typed.set(input.value());
            }
        }
    };
    let said = match repaired {
        Some(at) => next(&tries, at),
        None if typed.trim().is_empty() => AttrValue::default(),
        None => t!("Write minutes and seconds, such as 2:20."),
    };
    let [first, longest, remembered] =
        [BackOff::FIRST, BackOff::LONGEST, BackOff::REMEMBERED].map(Span);
    html! {
        <section class="panel" aria-labelledby="queue-back-off">
            <div class="panel-h">
                <h2 id="queue-back-off">{ t!("When a pull fails") }</h2>
                <p class="panel-n">{ t!("the same in every release") }</p>
            </div>
            <div class="panel-b">
                <p>
                    { t!("After a failed pull the kubelet waits {first}, after each further one twice as long, up to {longest}. It pulls at its first look after that, which comes up to 15 s later.", first = first, longest = longest) }
                </p>
                <p class="q-fixed">
                    <span class="fld">
                        <label for="q-fixed">{ t!("Repaired so long after the first failure, as 2:20") }</label>
                        <input id="q-fixed" class="in mono" inputmode="text" autocomplete="off" value={(*typed).clone()} {oninput} aria-describedby="q-next" />
                    </span>
                    <b id="q-next" role="status">{ said }</b>
                </p>
                <Timeline
                    {tries}
                    lanes={forecast.map(|it| it.lanes.clone()).unwrap_or_default()}
                    goes_on={times.repeats.is_some()}
                    attempts={forecast.map_or(1, |it| it.attempts)}
                    times={trip.and_then(|it| it.times.clone()).filter(|_| forecast.is_some())}
                    on_go={props.on_go.clone()}
                    {repaired}
                />
                <ul class="q-rules">
                    <li>{ t!("A failure more than {remembered} after the one before begins at {first} again.", remembered = remembered, first = first) }</li>
                    <li>{ t!("Each Pod waits for itself, by the text of its image: a new Pod begins without a wait, and a changed Secret ends none.") }</li>
                    <li>{ t!("A pull that is refused with “pull QPS exceeded” is a failed one.") }</li>
                    <li>
                        { t!("No setting of the kubelet changes these numbers.") }
                        { " " }
                        <code>{ "crashLoopBackOff.maxContainerRestartPeriod" }</code>
                        { " " }
                        { t!("is for containers that end, since 1.32.") }
                    </li>
                </ul>
            </div>
        </section>
    }
}

/// The seconds of `2:20`, or of `140`; `None` for another text.
fn moment(text: &str) -> Option<u32> {
    let text = text.trim();
    let (minutes, seconds) = text.split_once(':').unwrap_or(("0", text));
    let number = |it: &str| it.parse::<u32>().ok().filter(|it| *it < 100_000);
    Some(number(minutes)? * 60 + number(seconds)?)
}

/// When a repair at this moment is seen.
fn next(tries: &[Try], at: u32) -> AttrValue {
    let under_way = tries.iter().find(|it| it.earliest < at && at < it.latest);
    let sure = tries.iter().find(|it| it.earliest >= at);
    let window = |it: &Try| (clock(it.earliest), clock(it.latest));
    match (under_way, sure, tries.last()) {
        (None, Some(sure), _) => {
            let (from, to) = window(sure);
            t!(
                "It is tried next from {from} to {to}. A new Pod is tried at once.",
                from = from,
                to = to
            )
        }
        (Some(first), Some(sure), _) => {
            let (from, to) = window(sure);
            t!(
                "It is tried by {end}, unless that was before the repair; then from {from} to {to}. A new Pod is tried at once.",
                end = clock(first.latest),
                from = from,
                to = to
            )
        }
        (_, None, Some(last)) => {
            t!(
                "It is tried within {wait} s, or up to 15 s later. A new Pod is tried at once.",
                wait = last.wait
            )
        }
        (_, None, None) => AttrValue::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_and_seconds_are_read() {
        let read =
            ["2:20", " 140 ", "0:00", "1:", ":5", "-1", "2:2:2", "99999999999", ""].map(moment);
        assert_eq!(read, [Some(140), Some(140), Some(0), None, None, None, None, None, None]);
    }

    #[test]
    fn a_repair_is_seen_at_the_first_try_after_it() {
        let all = tries(&Times::BACKS_OFF);
        assert!(next(&all, 0).starts_with("It is tried next from 0:00"));
        let third = all.iter().find(|it| it.earliest >= 30).expect("a third try");
        let said = next(&all, third.earliest);
        assert!(said.contains(&format!(
            "from {} to {}",
            clock(third.earliest),
            clock(third.latest)
        )));
        assert!(next(&all, 90_000).starts_with("It is tried within 300 s"));
        assert_eq!(next(&[], 5), "");
    }
}
