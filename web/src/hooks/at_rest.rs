//! What waits: until nothing changes any more, or until the browser has painted.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use yew::prelude::*;

/// Something that is asked for later.
#[derive(Default)]
struct Rest {
    /// In milliseconds since 1970.
    due: f64,
    ask: Callback<()>,
    timer: Option<Timeout>,
}

/// Asks for something once `key` has been the same for `millis`.
///
/// One timer runs, and when it ends it is seen whether there was a change meanwhile: to look at the
/// clock costs a key less than to stop a timer and to start another.
#[hook]
pub(crate) fn use_at_rest<K: PartialEq + 'static>(key: K, millis: u32, ask: Callback<()>) {
    let rest = use_mut_ref(Rest::default);
    {
        let rest = rest.clone();
        use_effect_with(key, move |_| {
            let mut waiting = rest.borrow_mut();
            waiting.due = js_sys::Date::now() + f64::from(millis);
            waiting.ask = ask;
            if waiting.timer.is_none() {
                waiting.timer = Some(timer(&rest, millis));
            }
        });
    }
    use_effect_with((), move |()| move || rest.borrow_mut().timer = None);
}

fn timer(rest: &Rc<RefCell<Rest>>, millis: u32) -> Timeout {
    let rest = rest.clone();
    Timeout::new(millis, move || {
        let ask = {
            let mut waiting = rest.borrow_mut();
            let left = left(waiting.due, js_sys::Date::now(), millis);
            waiting.timer = (left > 0).then(|| timer(&rest, left));
            (left == 0).then(|| std::mem::take(&mut waiting.ask))
        };
        if let Some(ask) = ask {
            ask.emit(());
        }
    })
}

/// How long it is still to wait. A clock that was set back makes nobody wait for longer than `millis`.
fn left(due: f64, now: f64, millis: u32) -> u32 {
    (due - now).min(f64::from(millis)) as u32
}

/// Lets go of what was there before when the next frame is painted: what follows from a large text takes
/// nearly as long to take apart as to draw.
#[hook]
pub(crate) fn use_let_go_later<T: 'static>(value: &Rc<T>) {
    let kept = use_mut_ref(|| value.clone());
    let value = value.clone();
    use_effect(move || {
        let old = kept.replace(value.clone());
        if let Some(window) = web_sys::window().filter(|_| !Rc::ptr_eq(&old, &value)) {
            let painted =
                Closure::once_into_js(move || Timeout::new(0, move || drop(old)).forget());
            let _ = window.request_animation_frame(painted.unchecked_ref());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_changed_something_meanwhile_waits_for_the_rest() {
        assert_eq!(left(1_000.0, 1_000.0, 300), 0);
        assert_eq!(left(1_000.0, 1_700.0, 300), 0);
        assert_eq!(left(1_120.0, 1_000.0, 300), 120);
        assert_eq!(left(90_000.0, 1_000.0, 300), 300);
    }
}
