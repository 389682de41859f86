//! Owns the state, and wires what the browser does: colours, width, the count of requests.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use yew::prelude::*;

use crate::components::answer::Answer;
use crate::components::detail::Detail;
use crate::components::editor::{Editor, TextMark, Why};
use crate::components::examples::{Gallery, Hero, Stops};
use crate::components::findings::Findings;
use crate::components::header::Header;
use crate::components::journey::Journey;
use crate::examples::Example;
use crate::read;
use crate::state::{Action, State};
use crate::trip::{Mark, Trip};

/// The page.
#[component]
pub(crate) fn App() -> Html {
    let state = use_reducer(State::default);
    let narrow = use_media("(max-width: 760px)");
    let system_dark = use_media("(prefers-color-scheme: dark)");
    let chosen_dark = use_state(|| None::<bool>);
    let dark = chosen_dark.unwrap_or(system_dark);
    let requests = use_requests();
    use_effect_with(*chosen_dark, |chosen| {
        let root =
            web_sys::window().and_then(|it| it.document()).and_then(|it| it.document_element());
        if let (Some(dark), Some(root)) = (chosen, root) {
            // A root without the attribute follows the system, which is what it does already.
            let _ = root.set_attribute("data-theme", if *dark { "dark" } else { "light" });
        }
    });

    let act = |action: fn() -> Action| {
        let state = state.clone();
        Callback::from(move |()| state.dispatch(action()))
    };
    let on_trip = dispatch(&state, Action::ChooseTrip);
    let on_place = dispatch(&state, Action::ChoosePlace);
    let on_go = dispatch(&state, Action::GoTo);
    let on_example = dispatch(&state, Action::Load);
    let on_input = dispatch(&state, Action::SetText);
    let on_paste = dispatch(&state, Action::Paste);

    let examples = use_memo((), |()| Example::ALL.map(|it| (it, telling(it))).to_vec());
    let blank = state.is_blank();
    let picture = state.picture();
    let trip = state.trip();
    let detail = trip.map(|trip| {
        html! { <Detail trip={trip.clone()} place={state.place()} on_place={on_place.clone()} on_go={on_go.clone()} /> }
    });
    let sentence = match (blank, trip) {
        (true, _) => AttrValue::from(""),
        (false, Some(trip)) => trip.sentence.clone(),
        (false, None) => picture.sentence.clone(),
    };
    html! { <>
        <a class="skip" href="#main">{ "Skip to the answer" }</a>
        <Header
            requests={requests}
            {dark}
            on_theme={move |()| chosen_dark.set(Some(!dark))}
            on_home={act(|| Action::Clear)}
            at_work={!blank}
        />
        <main id="main" tabindex="-1" class={classes!(blank.then_some("blank"))}>
            // Every child keeps its place, so that the editor stays the same element and keeps the focus.
            <div class="head">
                if blank {
                    <Hero on_example={on_example.clone()} on_restore={state.has_last().then(|| act(|| Action::Restore))} />
                } else if let Some(trip) = trip {
                    <Answer mark={trip.mark} sentence={trip.sentence.clone()} evidence={trip.evidence.clone()} />
                } else {
                    <Answer mark={picture.mark()} sentence={picture.sentence.clone()} evidence={picture.evidence.clone()} />
                }
            </div>
            if trip.is_some() {
                <Journey
                    trips={Rc::<[_]>::from(picture.trips.as_slice())}
                    at={state.at()}
                    place={state.place()}
                    {on_trip}
                    on_place={on_place.clone()}
                    inside={detail.clone().filter(|_| narrow)}
                />
            }
            <div class="work">
                <Editor
                    text={state.text().clone()}
                    lines={state.lines().clone()}
                    hidden={state.hidden().clone()}
                    marks={marks(&state)}
                    summary={picture.summary.clone()}
                    large={state.is_large()}
                    revealed={state.revealed()}
                    jump={state.jump().cloned()}
                    {on_input}
                    {on_paste}
                    on_reveal={act(|| Action::ToggleReveal)}
                />
                if !narrow {
                    { for detail }
                }
                if !blank {
                    if trip.is_none() {
                        <p class="panel idle">{ "The journey starts as soon as the text names an image." }</p>
                    }
                    <Findings notes={picture.notes.clone()} {on_go} />
                }
            </div>
            if blank {
                <Stops />
                <Gallery {examples} {on_example} />
            }
            <Live {sentence} />
        </main>
    </> }
}

fn dispatch<T: 'static>(state: &UseReducerHandle<State>, action: fn(T) -> Action) -> Callback<T> {
    let dispatcher = state.dispatcher();
    Callback::from(move |value| dispatcher.dispatch(action(value)))
}

/// What stands out in the text: what the findings are about, and what the chosen stop read.
fn marks(state: &State) -> Rc<[TextMark]> {
    let place = state.place();
    let read = state.trip().into_iter().flat_map(|trip| trip.stop(place).read.iter());
    let read = read.map(|span| TextMark { span: span.clone(), why: Why::Read(place.number()) });
    let found = state.picture().notes.iter().filter_map(|note| {
        let mark = match note.mark {
            Mark::Ok | Mark::Unknown => Mark::Info,
            mark => mark,
        };
        Some(TextMark { span: note.span.clone()?, why: Why::Finding(mark) })
    });
    read.chain(found).collect()
}

#[derive(PartialEq, Properties)]
struct LiveProps {
    sentence: AttrValue,
}

/// Says the new sentence, once the text has been at rest for a second.
#[component]
fn Live(props: &LiveProps) -> Html {
    let said = use_state(|| props.sentence.clone());
    {
        let said = said.clone();
        use_effect_with(props.sentence.clone(), move |sentence| {
            let sentence = sentence.clone();
            let timer = Timeout::new(1000, move || said.set(sentence));
            move || drop(timer)
        });
    }
    html! { <p class="vh" role="status" aria-live="polite">{ &*said }</p> }
}

/// Whether a media query holds, followed as it changes.
#[hook]
fn use_media(query: &'static str) -> bool {
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
fn use_requests() -> Option<u32> {
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

/// The image of an example that its card shows.
fn telling(example: Example) -> Option<Rc<Trip>> {
    let picture = read::picture(example.text());
    picture.trips.get(picture.telling()).cloned()
}
