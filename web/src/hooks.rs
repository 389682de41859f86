//! What the browser tells the page: width, colours, requests, keys, files that are dropped.

use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File, KeyboardEvent};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::state::Dropped;

/// Whether a media query holds, followed as it changes.
#[hook]
pub(crate) fn use_media(query: &'static str) -> bool {
    let list =
        use_memo((), |()| web_sys::window().and_then(|it| it.match_media(query).ok().flatten()));
    let holds = use_state(|| list.as_ref().as_ref().is_some_and(web_sys::MediaQueryList::matches));
    {
        let holds = holds.clone();
        use_effect_with((), move |()| {
            let followed = list.clone();
            let on_change = Closure::<dyn Fn()>::new(move || {
                holds.set(followed.as_ref().as_ref().is_some_and(web_sys::MediaQueryList::matches));
            });
            if let Some(list) = list.as_ref() {
                list.set_onchange(Some(on_change.as_ref().unchecked_ref()));
            }
            move || {
                if let Some(list) = list.as_ref() {
                    list.set_onchange(None);
                }
                drop(on_change);
            }
        });
    }
    *holds
}

/// How many requests the browser has made since the page was loaded.
#[hook]
pub(crate) fn use_requests() -> Option<u32> {
    let count = use_state(|| Some(0u32));
    {
        let count = count.clone();
        use_effect_with((), move |()| {
            let total = std::cell::Cell::new(0u32);
            let shown = count.clone();
            let on_entries = Closure::<dyn Fn(web_sys::PerformanceObserverEntryList)>::new(
                move |list: web_sys::PerformanceObserverEntryList| {
                    total.set(total.get() + list.get_entries().length());
                    shown.set(Some(total.get()));
                },
            );
            let observer =
                web_sys::PerformanceObserver::new(on_entries.as_ref().unchecked_ref()).ok();
            match &observer {
                Some(observer) => {
                    let kinds = js_sys::Array::of1(&JsValue::from_str("resource"));
                    observer.observe(&web_sys::PerformanceObserverInit::new(&kinds));
                }
                None => count.set(None),
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(on_entries);
            }
        });
    }
    *count
}

/// Asks for something once `key` has been the same for `millis`.
#[hook]
pub(crate) fn use_at_rest<K: PartialEq + 'static>(key: K, millis: u32, ask: Callback<()>) {
    use_effect_with(key, move |_| {
        let timer = Timeout::new(millis, move || ask.emit(()));
        move || drop(timer)
    });
}

/// Listens to Alt+F anywhere in the page.
#[hook]
pub(crate) fn use_alt_f(on_press: Callback<()>) {
    use_listener("keydown", move |event: &Event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        // The place of the key: with Alt, a Mac types another letter.
        let is_f = event.code() == "KeyF" || event.key().eq_ignore_ascii_case("f");
        if event.alt_key() && !event.ctrl_key() && !event.meta_key() && is_f {
            event.prevent_default();
            on_press.emit(());
        }
    });
}

/// Bytes of one file, at most.
const MAX_FILE: f64 = 64.0 * 1024.0 * 1024.0;

/// Takes files that are dropped anywhere; `true` while some are held over the page.
#[hook]
pub(crate) fn use_drop(on_files: Callback<Dropped>) -> bool {
    let is_over = use_state(|| false);
    let over = is_over.setter();
    use_listener("dragover", move |event: &Event| {
        if let Some(event) = with_files(event) {
            event.prevent_default();
            over.set(true);
        }
    });
    let over = is_over.setter();
    use_listener("dragleave", move |event: &Event| {
        // Only leaving the page has nowhere to go to.
        if event.dyn_ref::<DragEvent>().is_some_and(|it| it.related_target().is_none()) {
            over.set(false);
        }
    });
    let over = is_over.setter();
    use_listener("drop", move |event: &Event| {
        let Some(event) = with_files(event) else { return };
        event.prevent_default();
        over.set(false);
        let list = event.data_transfer().and_then(|data| data.files());
        let files: Vec<File> =
            list.iter().flat_map(|list| (0..list.length()).filter_map(|at| list.get(at))).collect();
        let on_files = on_files.clone();
        spawn_local(async move { on_files.emit(read(files).await) });
    });
    *is_over
}

/// The event, if what is dragged are files and not a stretch of text.
fn with_files(event: &Event) -> Option<&DragEvent> {
    let event = event.dyn_ref::<DragEvent>()?;
    let types = event.data_transfer()?.types();
    types.includes(&JsValue::from_str("Files"), 0).then_some(event)
}

async fn read(mut files: Vec<File>) -> Dropped {
    let mut dropped = Dropped::default();
    files.sort_by_key(File::name);
    for file in files {
        let name = file.name();
        if file.size() > MAX_FILE {
            dropped.left_out.push(format!("{name} is larger than 64 MB"));
            continue;
        }
        match JsFuture::from(file.text()).await {
            Ok(text) => dropped.files.push((name, text.as_string().unwrap_or_default())),
            Err(_) => dropped.left_out.push(format!("{name} is no file that can be read")),
        }
    }
    dropped
}

/// Listens to an event of the document for as long as the component lives.
#[hook]
fn use_listener<F: Fn(&Event) + 'static>(name: &'static str, listen: F) {
    // Each rendering brings a listener of its own, and the last one is asked.
    let last = use_mut_ref(|| None::<Box<dyn Fn(&Event)>>);
    *last.borrow_mut() = Some(Box::new(listen));
    use_effect_with((), move |()| {
        let on_event = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            if let Some(listen) = &*last.borrow() {
                listen(&event);
            }
        });
        let document = web_sys::window().and_then(|window| window.document());
        if let Some(document) = &document {
            let listener = on_event.as_ref().unchecked_ref();
            // Without the listener the page does all but this.
            let _ = document.add_event_listener_with_callback(name, listener);
        }
        move || {
            if let Some(document) = document {
                let listener = on_event.as_ref().unchecked_ref();
                let _ = document.remove_event_listener_with_callback(name, listener);
            }
        }
    });
}
