//! The workspace beyond the page: opened from a link, and kept in this browser when asked for.

use yew::platform::spawn_local;
use yew::prelude::*;

use super::{Whose, use_at_rest, use_listener};
use crate::share::{Shared, fragment, kept, link};
use crate::state::{Action, Dropped, State};

/// Milliseconds without a change until the workspace is kept.
const REST: u32 = 300;

/// Opens what a link brings, also while the page is open, and takes it out of the address.
#[hook]
pub(crate) fn use_link(dispatch: Callback<Action>) {
    let on_link = {
        let dispatch = dispatch.clone();
        move || {
            let Some(packed) = take() else { return };
            let dispatch = dispatch.clone();
            spawn_local(async move {
                dispatch.emit(match link::open(&packed).await {
                    Ok(shared) => Action::Open(shared),
                    // What is here stays as it is.
                    Err(why) => Action::Append(Dropped {
                        left_out: vec![why.to_string()],
                        ..Dropped::default()
                    }),
                });
            });
        }
    };
    let at_start = on_link.clone();
    use_effect_with((), move |()| at_start());
    use_listener(Whose::Window, "hashchange", move |_: &Event| on_link());
}

/// The packed workspace of the address, which then names the rest alone.
fn take() -> Option<String> {
    let window = web_sys::window()?;
    let hash = window.location().hash().ok()?;
    let (_, packed) = fragment::parse(&hash);
    let packed = packed?.to_owned();
    let rest = fragment::without_workspace(&hash);
    // Where the history cannot be changed, the address stays; what it brings is opened all the same.
    let _ = window.history().ok()?.replace_state_with_url(
        &wasm_bindgen::JsValue::NULL,
        "",
        Some(&rest),
    );
    Some(packed)
}

/// Whether this browser keeps the workspace, and what hinders it.
#[derive(Clone, PartialEq)]
pub(crate) struct Keeping {
    pub(crate) is_on: bool,
    pub(crate) hindered_by: Option<AttrValue>,
    /// Switches it on, which keeps what is here, or off, which forgets it at once.
    pub(crate) on_switch: Callback<bool>,
}

/// Keeps the workspace while the person asks for it. What a link brought is kept once it is changed:
/// until then a reload brings back the person's own.
#[hook]
pub(crate) fn use_keeping(state: &UseReducerHandle<State>) -> Keeping {
    let is_on = use_state(|| kept::kept().is_some());
    let hindered_by = use_state(|| None::<AttrValue>);
    let is_opened = state.change().is_some_and(|change| change.is_opened());
    let save = {
        let (state, hindered_by) = (state.clone(), hindered_by.clone());
        let is_due = *is_on && !is_opened;
        Callback::from(move |()| {
            if is_due {
                hindered_by.set(kept::keep(&state.shared()).err());
            }
        })
    };
    let what = (state.text().clone(), state.what_if().clone(), state.at(), state.place(), *is_on);
    use_at_rest(what, REST, save.clone());
    // Who leaves within that time keeps it, too.
    use_listener(Whose::Window, "pagehide", move |_: &Event| save.emit(()));
    let on_switch = {
        let (is_on, hindered_by, state) = (is_on.clone(), hindered_by.clone(), state.clone());
        Callback::from(move |on: bool| {
            is_on.set(on);
            hindered_by.set(match on {
                true => kept::keep(&state.shared()).err(),
                false => {
                    kept::forget();
                    None
                }
            });
        })
    };
    Keeping { is_on: *is_on, hindered_by: (*hindered_by).clone(), on_switch }
}

/// The state at the start: what was kept, if anything was, and what was typed before the page was there.
pub(crate) fn start(state: State, kept: Option<Shared>, typed: String) -> State {
    let state = match kept.filter(|it| !it.text.is_empty() || !it.switches.is_empty()) {
        Some(shared) => state.with_kept(&shared),
        None => state,
    };
    match typed.trim().is_empty() {
        true => state,
        false => state.with_typed(typed),
    }
}
