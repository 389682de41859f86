//! One stop of the journey: its state, a drawing of the data, the value and a caption.

use std::rc::Rc;

use yew::prelude::*;

use super::icon::{Glyph, Icon, State};
use super::woven::woven;
use crate::hooks::language::use_language;
use crate::texts::t;
use crate::trip::{Flag, Kin, Mark, Place, Trip};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) trip: Rc<Trip>,
    pub(crate) place: Place,
    pub(crate) chosen: bool,
    pub(crate) on_choose: Callback<Place>,
    /// Chooses a stop by an arrow key; the focus goes there, too.
    pub(crate) on_step: Callback<Place>,
    pub(crate) inside: Option<Html>,
}

#[component]
pub(crate) fn StopView(props: &Props) -> Html {
    use_language();
    let place = props.place;
    let stop = props.trip.stop(place);
    let (arriving, leaving) = lines(&props.trip, place);
    let on_choose = props.on_choose.reform(move |_| place);
    let on_step = props.on_step.clone();
    let on_key = move |event: KeyboardEvent| {
        let steps = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => 1,
            "ArrowLeft" | "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        on_step.emit(place.step(steps));
    };
    let said = t!("Stop {number} of 8,");
    let (before, after) = said.split_once("{number}").unwrap_or((&said, ""));
    html! {
        <li
            class={classes!("stop", props.chosen.then_some("on"), stop.flag.map(|_| "flagged"))}
            data-n={place.number().to_string()}
            data-mark={stop.mark.class()}
            data-in={arriving}
            data-out={leaving}
        >
            <h3 class="stop-name">
                <State mark={stop.mark} />
                <button
                    type="button"
                    class="stop-btn"
                    id={format!("stop-{}", place.number())}
                    aria-expanded={props.chosen.to_string()}
                    aria-controls="detail"
                    onclick={on_choose}
                    onkeydown={on_key}
                >
                    <span class="vh">{ before.to_owned() }</span>
                    { place.number() }
                    <span class="vh">{ after.to_owned() }</span>
                    { " " }
                    { place.name() }
                </button>
                { for stop.flag.map(sign_of) }
            </h3>
            <div class="stop-art" aria-hidden="true">{ drawing(&props.trip, place) }</div>
            <p class="stop-val">{ if stop.value.contains(' ') { html! { &stop.value } } else { breakable(&stop.value) } }</p>
            <p class="stop-cap">{ &stop.caption }</p>
            { props.inside.clone() }
        </li>
    }
}

/// How the line comes to a stop and how it leaves it, as class names.
pub(super) fn lines(trip: &Trip, place: Place) -> (Option<&'static str>, Option<&'static str>) {
    let arriving = (place != Place::Written).then(|| trip.stop(place.step(-1)).out.class());
    let leaving = (place != Place::Outcome).then(|| trip.stop(place).out.class());
    (arriving, leaving)
}

/// A flag, as it stands beside the name of a stop.
pub(super) fn sign_of(flag: Flag) -> Html {
    let (glyph, word) = match flag {
        Flag::Cause => (Glyph::Pin, t!("cause")),
        Flag::End => (Glyph::Stopper, t!("stop")),
    };
    html! { <span class="flag"><Icon {glyph} />{ word }</span> }
}

/// The stop's data as a picture. The value and the caption say the same.
pub(super) fn drawing(trip: &Trip, place: Place) -> Html {
    let stop = trip.stop(place);
    match place {
        Place::Written => {
            html! { <span class="tagart"><span>{ breakable(&middle_cut(&trip.image, 64)) }</span></span> }
        }
        Place::Reference if trip.parts.is_empty() => sign(Mark::Error),
        Place::Reference => html! {
            <dl class="partsart">
                { for trip.parts.iter().map(|part| html! {
                    <div class={classes!(part.implied.then_some("implied"))}>
                        <dt>{ part.label() }</dt>
                        <dd>{ middle_cut(&part.value, 20) }</dd>
                    </div>
                }) }
            </dl>
        },
        Place::Policy => html! {
            <ul class="signal">
                { for ["Always", "IfNotPresent", "Never"].into_iter().map(|lamp| {
                    let lit = trip.policy.as_ref().is_some_and(|policy| policy == lamp);
                    html! { <li class={classes!(lit.then_some("lit"))}>{ lamp }</li> }
                }) }
            </ul>
        },
        Place::Node => shelf(),
        Place::Keyring => ring(trip),
        Place::Endpoints => lanes(trip),
        Place::Registry => door(stop.mark),
        Place::Outcome => sign(stop.mark),
    }
}

/// How many addresses are drawn before the rest becomes a number.
const LANES: usize = 3;

/// The addresses that are asked, in order; without the node's mirrors the registry's own alone.
fn lanes(trip: &Trip) -> Html {
    let Some(hosts) = &trip.lanes else {
        return html! {
            <ol class="lanes">
                <li class="maybe"><b>{ "?" }</b><span>{ t!("mirrors of the node") }</span></li>
                if let Some(host) = trip.parts.first() {
                    <li><b>{ "–" }</b><span class="mono">{ middle_cut(&host.value, 22) }</span></li>
                }
            </ol>
        };
    };
    let more = hosts.len().saturating_sub(LANES);
    html! { <>
        <ol class="lanes">
            { for hosts.iter().take(LANES).enumerate().map(|(number, host)| html! {
                <li><b>{ number + 1 }</b><span class="mono">{ middle_cut(host, 22) }</span></li>
            }) }
        </ol>
        if more > 0 {
            <span class="more">{ format!("+{more}") }</span>
        }
    </> }
}

/// A shelf with the one place that the text says nothing about.
fn shelf() -> Html {
    let crates = [(14, 28), (37, 28), (60, 28), (14, 60), (60, 60)];
    html! {
        <svg class="art" width="92" height="104" viewBox="0 0 92 104" focusable="false">
            <rect x="4" y="20" width="84" height="64" rx="8" class="box" />
            <path d="M4 52H88" class="thin" />
            { for crates.into_iter().map(|(x, y)| html! {
                <rect x={x.to_string()} y={y.to_string()} width="18" height="16" rx="2" class="crate" />
            }) }
            <rect x="37" y="60" width="18" height="16" rx="2" class="slot" />
            <text x="46" y="72.5" class="what">{ "?" }</text>
        </svg>
    }
}

/// How many keys are drawn before the rest becomes a number.
const DRAWN: usize = 9;

/// The keys hanging from the line, in the order tried.
fn ring(trip: &Trip) -> Html {
    let keys = &trip.ring.keys;
    if trip.ring.lock.is_none() {
        return html! {};
    }
    if keys.is_empty() {
        return html! { <span class="tally">{ woven(&t!("{number} keys"), &[("number", html! { <b>{ 0 }</b> })]) }</span> };
    }
    let width = 14 + 17 * keys.len().min(DRAWN);
    let more = keys.len().saturating_sub(DRAWN);
    let fitting = trip.ring.fitting();
    let rail = format!("M0 52H{width}");
    html! { <>
        <span class={classes!("tally", (fitting > 0).then_some("fits"))}>
            { woven(&t!("{fitting} of {keys} fit", keys = keys.len()), &[("fitting", html! { <b>{ fitting }</b> })]) }
        </span>
        <svg
            class="art keyart"
            width={width.to_string()}
            height="104"
            viewBox={format!("0 0 {width} 104")}
            focusable="false"
        >
            <path d={rail} class="rail" />
            { for keys.iter().take(DRAWN).enumerate().map(|(index, key)| {
                let class = match key.kin {
                    Kin::Fit => "ka-fit",
                    Kin::Near => "ka-near",
                    Kin::Other => "ka-other",
                };
                // Bits differ by place, so that two keys next to each other do not look alike.
                let (one, two) = (3 + (index * 5) % 4, 3 + (index * 3 + 2) % 4);
                let sign = if key.kin == Kin::Fit { "M-2.8 11l2 2 3.6-4" } else { "M-2.3 8.7l4.6 4.6M2.3 8.7l-4.6 4.6" };
                html! {
                    <g {class} transform={format!("translate({} 52)", 14 + 17 * index)}>
                        <path d="M0 0v5" class="hook" />
                        <circle cx="0" cy="11" r="6" class="bowc" />
                        <path d={format!("M0 17v22M0 29h{one}M0 35h{two}")} class="blade" />
                        <path d={sign} class="x" />
                    </g>
                }
            }) }
        </svg>
        if more > 0 {
            <span class="more">{ format!("+{more}") }</span>
        }
    </> }
}

/// A door: open, locked, or without a word of what is behind it.
fn door(mark: Mark) -> Html {
    html! {
        <svg class="art" width="60" height="104" viewBox="0 0 60 104" focusable="false">
            <path d="M10 82V40a20 20 0 0 1 40 0v42z" class="box" />
            { match mark {
                Mark::Ok => html! { <path d="M10 82V40a20 20 0 0 1 14-19v68z" class="crate leaf" /> },
                Mark::Error => html! { <>
                    <path d="M3 30v58" class="bar" />
                    <circle cx="30" cy="52" r="4.5" class="hole" />
                    <path d="M30 54v11" class="hole" />
                </> },
                _ => html! { <text x="30" y="58" class="what big">{ "?" }</text> },
            } }
        </svg>
    }
}

/// The sign at the end of the line.
fn sign(mark: Mark) -> Html {
    let (shape, knock) = match mark {
        Mark::Ok => {
            (html! { <circle cx="28" cy="52" r="24" class="sign ok" /> }, "M17 53l8 8 15-17")
        }
        Mark::Error => (
            html! { <path d="M18 27h20l15 15v20l-15 15H18L3 62V42z" class="sign error" /> },
            "M20 44l16 16M36 44l-16 16",
        ),
        Mark::Warning => {
            (html! { <path d="M28 26l27 49H1z" class="sign warning" /> }, "M28 44v14M28 66v.1")
        }
        Mark::Info | Mark::Unknown => {
            return html! {
                <svg class="art" width="60" height="104" viewBox="0 0 60 104" focusable="false">
                    <circle cx="30" cy="52" r="24" class="open-sign" />
                    <text x="30" y="59" class="what big">{ "?" }</text>
                </svg>
            };
        }
    };
    html! {
        <svg class="art" width="56" height="104" viewBox="0 0 56 104" focusable="false">
            { shape }
            <path d={knock} class="sign-x" />
        </svg>
    }
}

/// The name, with places where a line may break.
fn breakable(name: &str) -> Html {
    let pieces = name.split_inclusive(['/', '@']).flat_map(|piece| {
        let colon = piece.find(':').filter(|_| !piece.starts_with("sha")).unwrap_or(piece.len());
        let (before, after) = piece.split_at(colon);
        [before.to_owned(), after.to_owned()]
    });
    html! { <>{ for pieces.map(|piece| html! { <>{ piece }<wbr /></> }) }</> }
}

/// At most `most` characters, the middle left out.
fn middle_cut(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.into();
    }
    let (head, tail) = (most / 2, most - most / 2 - 1);
    let head: String = text.chars().take(head).collect();
    let tail: String = text.chars().skip(count - tail).collect();
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_loses_its_middle() {
        assert_eq!(middle_cut("registry", 8), "registry");
        assert_eq!(middle_cut("registry.example.com", 8), "regi…com");
        assert_eq!(middle_cut("äöüäöüäöü", 5), "äö…öü");
    }
}
