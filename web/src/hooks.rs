//! What the browser tells the page: the address, width, colours, requests, keys, files that are dropped.

mod at_rest;
mod folder;
pub(crate) mod gallery;
pub(crate) mod language;
mod leaving;
pub(crate) mod workspace;

pub(crate) use at_rest::{use_at_rest, use_let_go_later};
pub(crate) use leaving::use_leaving;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, Element, EventTarget, File, HtmlElement};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::policy::file::Taken;
use crate::share::fragment;
use crate::shortcuts::{self, Command};
use crate::state::Dropped;
use crate::texts::{Language, t};
use crate::views::View;

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

/// How wide an element is, in pixels, and whether there is more in it than that has room for.
#[hook]
pub(crate) fn use_room(element: &NodeRef) -> (i32, bool) {
    let room = use_state_eq(|| (0, false));
    let look = {
        let (element, room) = (element.clone(), room.setter());
        move || {
            let sizes = |it: Element| (it.client_width(), it.scroll_width() > it.client_width());
            room.set(element.cast().map(sizes).unwrap_or_default());
        }
    };
    {
        let look = look.clone();
        use_effect_with(element.get(), move |element| {
            let on_resize = Closure::<dyn Fn()>::new(look);
            let observer = web_sys::ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) =
                (&observer, element.as_ref().and_then(|it| it.dyn_ref::<Element>()))
            {
                observer.observe(element);
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(on_resize);
            }
        });
    }
    use_effect(look);
    *room
}

/// What the browser has asked for since the page was loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Requests {
    /// Parts of the page itself, which load on demand from beside it.
    pub(crate) parts: u32,
    /// Everything else.
    pub(crate) others: u32,
}

/// How many requests the browser has made since the page was loaded; `None` where it does not count.
#[hook]
pub(crate) fn use_requests() -> Option<Requests> {
    let count = use_state(|| Some(Requests::default()));
    {
        let count = count.clone();
        use_effect_with((), move |()| {
            let total = std::cell::Cell::new(Requests::default());
            let shown = count.clone();
            let (parts, manifest) = (beside("parts/"), beside("manifest.webmanifest"));
            let page = beside("").unwrap_or_default();
            let on_entries = Closure::<dyn Fn(web_sys::PerformanceObserverEntryList)>::new(
                move |list: web_sys::PerformanceObserverEntryList| {
                    let mut now = total.get();
                    for entry in list.get_entries().iter() {
                        let name = js_sys::Reflect::get(&entry, &"name".into()).ok();
                        let name = name.and_then(|name| name.as_string());
                        match (name, &parts) {
                            // The browser's own way to know the page by name, once it is loaded.
                            (name, _) if name.is_some() && name == manifest => {}
                            // The rest of the page's module, which ends its loading.
                            (Some(name), _)
                                if name.starts_with(&page) && name.ends_with("_rest.wasm") => {}
                            // In the page that is one file, parts stand inside it.
                            (Some(name), _) if name.starts_with("blob:") => now.parts += 1,
                            (Some(name), Some(parts)) if name.starts_with(parts) => now.parts += 1,
                            _ => now.others += 1,
                        }
                    }
                    total.set(now);
                    shown.set(Some(now));
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

/// The address of what stands beside the page.
fn beside(path: &str) -> Option<String> {
    let base = web_sys::window()?.document()?.base_uri().ok().flatten()?;
    Some(web_sys::Url::new_with_base(path, &base).ok()?.href())
}

/// Whether a newer version of the page waits to be used; `boot.js` says so.
#[hook]
pub(crate) fn use_update() -> bool {
    let is_ready = use_state(|| false);
    let ready = is_ready.setter();
    use_listener(Whose::Window, "pullscope-update", move |_: &Event| ready.set(true));
    *is_ready
}

/// Listens to the keys of the page, wherever the focus is.
#[hook]
pub(crate) fn use_shortcuts(on_command: Callback<Command>) {
    use_listener(Whose::Document, "keydown", move |event: &Event| {
        if let Some(command) = shortcuts::pressed(event) {
            event.prevent_default();
            on_command.emit(command);
        }
    });
}

/// Moves the focus to where a command leads, once that is drawn.
#[hook]
pub(crate) fn use_lead() -> Callback<Command> {
    // Each time is another one, also to the same place.
    let led = use_state(|| None::<(Command, u32)>);
    use_effect_with(*led, |led| {
        if let Some((command, _)) = led
            && !shortcuts::focus_first(command.leads_to())
        {
            focus_main();
        }
    });
    Callback::from(move |command| {
        let count = led.map_or(0, |(_, count)| count + 1);
        led.set(Some((command, count)));
    })
}

/// Bytes of one file, at most, that is read as text: what the core reads at once. A larger one is taken
/// for a dump of a cluster.
const MAX_FILE: f64 = 16.0 * 1024.0 * 1024.0;
/// Bytes of all files that are read at once, at most.
const MAX_FILES: f64 = 64.0 * 1024.0 * 1024.0;

/// Takes files that are dropped anywhere; `true` while some are held over the page.
#[hook]
pub(crate) fn use_drop(on_files: Callback<Dropped>) -> bool {
    let is_over = use_state(|| false);
    let over = is_over.setter();
    use_listener(Whose::Document, "dragover", move |event: &Event| {
        if let Some(event) = with_files(event) {
            event.prevent_default();
            over.set(true);
        }
    });
    let over = is_over.setter();
    use_listener(Whose::Document, "dragleave", move |event: &Event| {
        // Only leaving the page has nowhere to go to.
        if event.dyn_ref::<DragEvent>().is_some_and(|it| it.related_target().is_none()) {
            over.set(false);
        }
    });
    let over = is_over.setter();
    use_listener(Whose::Document, "drop", move |event: &Event| {
        let Some(event) = with_files(event) else { return };
        event.prevent_default();
        over.set(false);
        let data = event.data_transfer();
        if let Some(entries) = data.as_ref().and_then(folder::entries) {
            let on_files = on_files.clone();
            spawn_local(async move {
                let (files, mut left_out) = folder::files(entries).await;
                let mut dropped = read_named(files).await;
                dropped.left_out.append(&mut left_out);
                on_files.emit(dropped);
            });
            return;
        }
        let list = data.and_then(|data| data.files());
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

/// The texts of files that a person chose, in the order of their names.
pub(crate) async fn read(mut files: Vec<File>) -> Dropped {
    files.sort_by_key(File::name);
    read_named(files.into_iter().map(|file| (file.name(), file)).collect()).await
}

async fn read_named(files: Vec<(String, File)>) -> Dropped {
    let mut dropped = Dropped::default();
    let mut size = 0.0;
    for (name, file) in files {
        if file.size() > MAX_FILE {
            dropped.dump = Some(file);
            continue;
        }
        if size + file.size() > MAX_FILES {
            dropped.left_out.push(
                t!("{name} is larger than 64 MB, with what was read before", name = name)
                    .to_string(),
            );
            continue;
        }
        if name.ends_with(".wasm") {
            if let Ok(buffer) = JsFuture::from(file.array_buffer()).await {
                let bytes = js_sys::Uint8Array::new(&buffer).to_vec().into();
                dropped.policy = Some(Taken { name, bytes });
            }
            continue;
        }
        match JsFuture::from(file.text()).await {
            Ok(text) => {
                size += file.size();
                dropped.files.push((name, text.as_string().unwrap_or_default()));
            }
            Err(_) => dropped
                .left_out
                .push(t!("{name} is no file that can be read", name = name).to_string()),
        }
    }
    dropped
}

/// Keeps the address and the view the same: a link or the browser's own buttons show another view,
/// and whatever shows another view leaves an address to go back from.
#[hook]
pub(crate) fn use_address(view: View, on_view: Callback<View>) {
    use_listener(Whose::Window, "hashchange", move |_: &Event| on_view.emit(addressed()));
    let is_first = use_mut_ref(|| true);
    use_effect_with(view, move |view| {
        let Some(window) = web_sys::window() else { return };
        if addressed() != *view {
            // Without an address of its own the view is shown all the same.
            let _ = window.location().set_hash(&view.hash());
        }
        let Some(document) = window.document() else { return };
        // Who went to a line of the text has the focus there, and who opens the page begins at its top.
        let in_text = document.active_element().is_some_and(|it| it.id() == "text");
        if !is_first.replace(false) && !in_text {
            window.scroll_to_with_x_and_y(0.0, 0.0);
            focus_main();
        }
    });
}

/// Names the view in the title of the page.
#[hook]
pub(crate) fn use_title(view: View, language: Language) {
    use_effect_with((view, language), |(view, _)| {
        let Some(document) = web_sys::window().and_then(|it| it.document()) else { return };
        document.set_title(&match view {
            View::Journey => title().to_string(),
            view => format!("{} · Pullscope", view.about().name),
        });
    });
}

/// The page's title, as `index.html` has it.
fn title() -> AttrValue {
    t!("Pullscope: what would the kubelet do with this image?")
}

/// The view that the address names.
pub(crate) fn addressed() -> View {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    fragment::parse(&hash.unwrap_or_default()).0
}

/// What follows the address of the view: `port-missing` of `#/museum/port-missing`. Followed as it
/// changes.
#[hook]
pub(crate) fn use_rest(view: View) -> String {
    let rest = move || {
        let hash = web_sys::window().and_then(|window| window.location().hash().ok());
        let hash = hash.unwrap_or_default();
        let (path, _) = hash.split_once('?').unwrap_or((&hash, ""));
        let rest = path.strip_prefix(&view.hash()).and_then(|it| it.strip_prefix('/'));
        rest.unwrap_or_default().to_owned()
    };
    let shown = use_state_eq(rest);
    let set = shown.setter();
    use_listener(Whose::Window, "hashchange", move |_: &Event| set.set(rest()));
    (*shown).clone()
}

/// Moves the focus to the start of what is shown.
pub(crate) fn focus_main() {
    let main = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("main"))
        .and_then(|main| main.dyn_into::<HtmlElement>().ok());
    if let Some(main) = main {
        // Without the focus it is still what is shown.
        let _ = main.focus();
    }
}

/// Whose events are listened to.
#[derive(Clone, Copy)]
pub(crate) enum Whose {
    Window,
    Document,
}

impl Whose {
    fn target(self) -> Option<EventTarget> {
        let window = web_sys::window()?;
        match self {
            Self::Window => Some(window.into()),
            Self::Document => window.document().map(Into::into),
        }
    }
}

/// Listens to an event for as long as the component lives.
#[hook]
pub(crate) fn use_listener<F: Fn(&Event) + 'static>(whose: Whose, name: &'static str, listen: F) {
    // Each rendering brings a listener of its own, and the last one is asked.
    let last = use_mut_ref(|| None::<Box<dyn Fn(&Event)>>);
    *last.borrow_mut() = Some(Box::new(listen));
    use_effect_with((), move |()| {
        let on_event = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            if let Some(listen) = &*last.borrow() {
                listen(&event);
            }
        });
        let target = whose.target();
        if let Some(target) = &target {
            let listener = on_event.as_ref().unchecked_ref();
            // Without the listener the page does all but this.
            let _ = target.add_event_listener_with_callback(name, listener);
        }
        move || {
            if let Some(target) = target {
                let listener = on_event.as_ref().unchecked_ref();
                let _ = target.remove_event_listener_with_callback(name, listener);
            }
        }
    });
}
