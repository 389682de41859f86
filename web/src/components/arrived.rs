//! What a text that was just put in turned out to be: for a moment, beside the text, where it is in the
//! way of nothing.

use std::rc::Rc;

use yew::prelude::*;

use super::icon::State;
use crate::hooks::language::use_language;
use crate::hooks::use_at_rest;
use crate::read::Arrival;

/// Milliseconds that it stays; what was recognized stands in the head of the documents after that.
const STAYS: u32 = 8000;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) arrival: Option<Rc<Arrival>>,
    /// It was there long enough.
    pub(crate) on_seen: Callback<()>,
}

/// The place of it, which is always there: only then is what comes into it read out.
#[component]
pub(crate) fn Arrived(props: &Props) -> Html {
    use_language();
    let seen = {
        // What can be put in instead is read for as long as it takes.
        let stays = props.arrival.as_ref().is_none_or(|it| it.hint.is_some());
        let on_seen = props.on_seen.clone();
        Callback::from(move |()| {
            if !stays {
                on_seen.emit(());
            }
        })
    };
    use_at_rest(props.arrival.clone(), STAYS, seen);
    html! {
        <div class="arrived" role="status">
            if let Some(arrival) = &props.arrival {
                <p>
                    <State mark={arrival.mark} word="" />
                    <span>
                        <b>{ &arrival.said }</b>
                        if let Some(hint) = &arrival.hint {
                            { " " }<small>{ hint }</small>
                        }
                    </span>
                </p>
            }
        </div>
    }
}
