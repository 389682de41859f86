//! Two settings of the what-if switches side by side: the journey of the chosen container as two maps
//! and as a table, and the containers whose outcome differs.

mod map;

use std::rc::Rc;

use yew::prelude::*;

use super::examples::mini;
use super::icon::{Glyph, Icon, State as StateIcon};
use crate::compare::{Comparison, Other, Row, Said, compare};
use crate::hooks::language::use_language;
use crate::read;
use crate::share::{position, switch};
use crate::state::State;
use crate::texts::t;
use crate::trip::{Picture, workload};
use crate::what_if::WhatIf;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// The setting that was kept.
    pub(crate) first: WhatIf,
    pub(crate) state: UseReducerHandle<State>,
    pub(crate) on_end: Callback<()>,
}

/// Containers that are listed, at most.
const SHOWN: usize = 30;

#[component]
pub(crate) fn Compare(props: &Props) -> Html {
    use_language();
    let language = use_language();
    let state = &props.state;
    let image = state.trip().and_then(|trip| trip.runtime.clone());
    let question = (state.text().clone(), props.first.clone(), image);
    let hidden = state.hidden().clone();
    // The other picture is the one that the page shows.
    let picture: Rc<Picture> = use_memo((question, language), |((text, first, image), _)| {
        read::picture(text, first, image.as_deref(), &hidden)
    });
    let settings = [(&props.first, &*picture), (state.what_if(), &**state.picture())];
    let it = compare(settings, state.at(), state.assumed());
    let on_end = props.on_end.reform(|_: MouseEvent| ());
    html! {
        <section class="compare panel" aria-labelledby="compare-h">
            <div class="panel-h">
                <h2 id="compare-h">{ t!("Compare") }</h2>
                <p class="panel-n">{ summary(&it) }</p>
                <button type="button" class="btn quiet ib" aria-label={t!("End the comparison")} onclick={on_end}>
                    <Icon glyph={Glyph::Close} />
                </button>
            </div>
            <div class="panel-b">
                { for it.trips.as_ref().filter(|_| !it.switches.is_empty()).map(|trips| map::maps(trips, &it.stops)) }
                { table(&it) }
                if !it.others.is_empty() {
                    <h3>{ t!("Containers with another outcome") }</h3>
                    <ul class="compare-o">
                        { for it.others.iter().take(SHOWN).map(other) }
                        if it.others.len() > SHOWN {
                            <li>{ t!("and {more} more", more = it.others.len() - SHOWN) }</li>
                        }
                    </ul>
                }
            </div>
        </section>
    }
}

fn summary(it: &Comparison) -> AttrValue {
    match (it.switches.is_empty(), it.others.len()) {
        (true, _) => {
            t!("Both settings are alike. Move a switch above, and this shows what changes.")
        }
        (false, 0) => t!("No container of {images} has another outcome.", images = it.images),
        (false, count) => t!(
            "{count} of {images} containers have another outcome.",
            count = count,
            images = it.images
        ),
    }
}

/// The switches, the sentences and the stops, one column for each setting.
fn table(it: &Comparison) -> Html {
    html! {
        <table>
            <caption class="vh">{ t!("The chosen container under both settings") }</caption>
            <thead>
                <tr>
                    <td />
                    { for settings().into_iter().map(|name| html! { <th scope="col">{ name }</th> }) }
                </tr>
            </thead>
            <tbody>
                { for it.switches.iter().map(|(name, [one, other])| html! {
                    <tr class="differs">
                        <th scope="row">{ switch(name) }{ differs(true) }</th>
                        <td>{ position(name, one) }</td>
                        <td>{ position(name, other) }</td>
                    </tr>
                }) }
                { for it.trips.as_ref().map(|trips| {
                    let said = trips.each_ref().map(|trip| (trip.mark, trip.said()));
                    row(t!("Answer"), &said, said[0] != said[1])
                }) }
                { for it.stops.iter().map(|Row { place, values, differs }| {
                    let name = format!("{} {}", place.number(), place.name());
                    row(name.into(), values, *differs)
                }) }
            </tbody>
        </table>
    }
}

fn row(name: AttrValue, values: &[Said; 2], is_other: bool) -> Html {
    html! {
        <tr class={classes!(is_other.then_some("differs"))}>
            <th scope="row">{ name }{ differs(is_other) }</th>
            { for values.iter().map(|(mark, value)| html! {
                <td><StateIcon mark={*mark} />{ " " }{ value }</td>
            }) }
        </tr>
    }
}

/// The sign on a row that differs, which is not told by colour alone.
fn differs(is_other: bool) -> Html {
    match is_other {
        true => {
            html! { <span class="swap" title={t!("differs")}><Icon glyph={Glyph::Swap} /><span class="vh">{ ", " }{ t!("differs") }</span></span> }
        }
        false => html! {},
    }
}

/// The names of both settings.
fn settings() -> [AttrValue; 2] {
    [t!("A, as kept"), t!("B, as set now")]
}

fn other(it: &Other) -> Html {
    html! {
        <li>
            <b>{ &it.name }</b>{ " " }<span class="quiet">{ workload(&it.owner) }</span>
            { for ["A", "B"].into_iter().zip(&it.trips).map(|(letter, trip)| html! {
                <p>
                    <span class="ab">{ letter }</span>
                    <StateIcon mark={trip.mark} />
                    <span>{ trip.said() }</span>
                    { mini(trip) }
                </p>
            }) }
        </li>
    }
}
