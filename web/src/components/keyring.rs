//! Keys under the lock that they have to fit, in the order in which they are tried.

use std::ops::Range;
use std::rc::Rc;

use yew::prelude::*;

use super::icon::{Glyph, Icon, State};
use super::pointing::{Pointed, Pointing, use_pointing};
use crate::hooks::language::use_language;
use crate::read::{capital, whole};
use crate::texts::{sentence, t};
use crate::trip::{Fit, Key, Kin, Line, Lock, Mark, Tooth, Trip};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) trip: Rc<Trip>,
    pub(crate) on_go: Callback<Range<usize>>,
    /// The number of the first key.
    #[prop_or(1)]
    pub(crate) first: usize,
}

#[component]
pub(crate) fn KeyringView(props: &Props) -> Html {
    use_language();
    let ring = &props.trip.ring;
    let pointing = use_pointing();
    html! { <>
        if let Some(lock) = ring.lock.as_ref().filter(|_| !ring.keys.is_empty()) {
            <ol class="keys" aria-label={t!("Keys in the order tried")}>
                { lock_row(lock) }
                { for ring.keys.iter().enumerate().map(|(index, key)| key_row(index + props.first, key, &props.on_go, &pointing)) }
            </ol>
        }
        if !ring.off.is_empty() {
            <h3 class="keys-h">{ t!("Not on the ring") }</h3>
            <ul class="off">
                { for ring.off.iter().map(|(name, why)| html! {
                    <li><State mark={Mark::Warning} /><span><b>{ name }</b>{ " " }{ capital(&sentence(why)) }</span></li>
                }) }
            </ul>
        }
        if !ring.plugins.is_empty() {
            <h3 class="keys-h">{ t!("Then the credential providers of the node") }</h3>
            <ul class="off">
                { for ring.plugins.iter().map(|(mark, name, why)| html! {
                    <li>
                        <State mark={*mark} word={match mark { Mark::Ok => t!("Asked"), Mark::Info => t!("Maybe asked"), _ => t!("Not asked") }} />
                        <span><b>{ name }</b>{ " " }{ whole(why) }</span>
                    </li>
                }) }
            </ul>
        }
        if let Some(line) = ring.out {
            <p class={classes!("sent", (line == Line::Bare).then_some("fault"))}>
                <i class={classes!("lg", line.class())} aria-hidden="true" />
                <b>{ &ring.sent }</b>
            </p>
        }
    </> }
}

/// What has to fit, in the columns of the keys.
fn lock_row(lock: &Lock) -> Html {
    html! {
        <li class="lockrow" aria-hidden="true">
            <span class="bow"><Icon glyph={Glyph::Lock} /></span>
            <span class="kc host">{ for lock.labels.iter().map(|label| html! { <span class="sock">{ label }</span> }) }</span>
            <span class="kc port">
                if !lock.port.is_empty() { <span class="sock">{ &lock.port }</span> }
            </span>
            <span class="kc path"><span class="sock">{ &lock.path }</span></span>
            <span class="why">{ t!("what a key has to fit") }</span>
        </li>
    }
}

fn key_row(number: usize, key: &Key, on_go: &Callback<Range<usize>>, pointing: &Pointing) -> Html {
    let class = match key.kin {
        Kin::Fit => "v-fit",
        Kin::Near => "v-near",
        Kin::Other => "v-other",
    };
    let source = key.span.clone().map(|span| {
        let on_go = on_go.clone();
        html! {
            <button type="button" class="src" onclick={move |_| on_go.emit(span.clone())}>
                { &key.source }<span class="vh">{ ": " }{ t!("go to the key") }</span>
            </button>
        }
    });
    let because = sentence(&key.because);
    let Pointed { class: lit, enter, leave, focus, blur } = pointing.at(key.span.as_slice());
    // A screen reader hears the key, the verdict and its reason; the teeth are a drawing of these.
    html! {
        <li
            class={classes!("key", class, lit)}
            onmouseenter={enter}
            onmouseleave={leave}
            onfocusin={focus}
            onfocusout={blur}
        >
            <span class="bow" aria-hidden="true">{ number }</span>
            <span class="vh">{ &key.text }{ ", " }</span>
            if key.kin == Kin::Other {
                <span class="kc whole end" aria-hidden="true"><span class="tooth t-idle">{ &key.text }</span></span>
            } else {
                <span class={classes!("kc", "host", ends(key.port.is_none() && key.path.is_none()))} aria-hidden="true">
                    { for key.labels.iter().map(tooth) }
                </span>
                { column("port", key.port.as_ref(), key.path.is_none()) }
                { column("path", key.path.as_ref(), true) }
            }
            <span class="why" title={because.clone()}>
                if key.kin != Kin::Other {
                    <State mark={if key.kin == Kin::Fit { Mark::Ok } else { Mark::Error }} word="" />
                }
                <span>{ &key.why }<span class="vh">{ ": " }{ t!("{sentence}.", sentence = because) }</span></span>
            </span>
            { for source }
        </li>
    }
}

fn column(name: &'static str, tooth_of: Option<&Tooth>, last: bool) -> Html {
    match tooth_of {
        None => html! { <span class={classes!("kc", name, "none")} aria-hidden="true" /> },
        Some(part) if part.fit == Fit::Gap => {
            html! { <span class={classes!("kc", name, "is-gap")} aria-hidden="true">{ tooth(part) }</span> }
        }
        Some(part) => {
            html! { <span class={classes!("kc", name, ends(last))} aria-hidden="true">{ tooth(part) }</span> }
        }
    }
}

fn ends(last: bool) -> Option<&'static str> {
    last.then_some("end")
}

fn tooth(part: &Tooth) -> Html {
    let fit = match part.fit {
        Fit::Fits => "t-fit",
        Fit::Misses => "t-miss",
        Fit::Gap => "t-gap",
        Fit::Idle => "t-idle",
    };
    html! { <span class={classes!("tooth", fit)}>{ &part.text }</span> }
}
