//! The two journeys as maps, to be looked at: the stops that differ have a sign and a frame.
//!
//! The table says the same in words, so that a screen reader passes the maps by.

use std::rc::Rc;

use yew::prelude::*;

use super::settings;
use crate::compare::Row;
use crate::components::icon::{Glyph, Icon, State};
use crate::components::stop::{drawing, lines, sign_of};
use crate::texts::t;
use crate::trip::Trip;

/// Both maps, the one under the other, or beside it where the line runs down.
pub(super) fn maps(trips: &[Rc<Trip>; 2], rows: &[Row]) -> Html {
    html! {
        <div class="cmaps" aria-hidden="true">
            { for settings().into_iter().zip(trips).map(|(name, trip)| map(&name, trip, rows)) }
        </div>
    }
}

fn map(name: &AttrValue, trip: &Trip, rows: &[Row]) -> Html {
    html! {
        <div class="cmap">
            <p class="cmap-h">
                <b>{ name }</b>
                <State mark={trip.mark} />
                <span>{ trip.said() }</span>
            </p>
            <ol class="journey still">
                { for rows.iter().map(|row| stop(trip, row)) }
            </ol>
        </div>
    }
}

fn stop(trip: &Trip, row: &Row) -> Html {
    let place = row.place;
    let stop = trip.stop(place);
    let (arriving, leaving) = lines(trip, place);
    let class = classes!("stop", stop.flag.map(|_| "flagged"), row.differs.then_some("differs"));
    html! {
        <li
            {class}
            data-n={place.number().to_string()}
            data-mark={stop.mark.class()}
            data-in={arriving}
            data-out={leaving}
        >
            <p class="stop-name">
                <State mark={stop.mark} />
                <b>{ place.number() }{ " " }{ place.name() }</b>
                { for stop.flag.map(sign_of) }
            </p>
            <div class="stop-art">{ drawing(trip, place) }</div>
            <p class="stop-val">{ &stop.value }</p>
            <p class="stop-cap">{ &stop.caption }</p>
            if row.differs {
                <p class="stop-diff"><Icon glyph={Glyph::Swap} />{ t!("differs") }</p>
            }
        </li>
    }
}
