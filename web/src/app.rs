//! Owns the state, and wires what the browser does to it.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::answer::Answer;
use crate::components::compare::Compare;
use crate::components::detail::Detail;
use crate::components::editor::{Editor, Pasted, TextMark, Why, is_again, typed};
use crate::components::examples::{Gallery, Hero, Others, Stops};
use crate::components::explain::Explain;
use crate::components::findings::Findings;
use crate::components::header::Header;
use crate::components::journey::Journey;
use crate::components::live::Live;
use crate::components::notice::Notice;
use crate::components::pointing::Pointing;
use crate::components::share::Share;
use crate::components::sheet::Sheet;
use crate::components::update::Update;
use crate::components::what_if::WhatIfBar;
use crate::hooks::gallery::use_gallery;
use crate::hooks::language::use_spoken;
use crate::hooks::workspace::{start, use_keeping, use_link};
use crate::hooks::{
    addressed, focus_main, use_address, use_at_rest, use_drop, use_lead, use_leaving,
    use_let_go_later, use_media, use_requests, use_shortcuts, use_title,
};
use crate::share::kept::kept;
use crate::shortcuts::Command;
use crate::state::{Action, Dropped, State};
use crate::texts::{Language, t};
use crate::trip::{Mark, Note, Place};
use crate::views::{self, Strip, View, ViewProps};

/// Milliseconds without a change until it is asked what would follow.
const REST: u32 = 200;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// The language that the page should be in from the start.
    pub(crate) wanted: Language,
}

/// The page.
#[component]
pub(crate) fn App(props: &Props) -> Html {
    let state = use_reducer(|| {
        let clock = Some((js_sys::Date::now() / 1000.0) as i64);
        start(State::opened(addressed(), clock), kept().filter(|_| !is_again()), typed())
    });
    let narrow = use_media("(max-width: 760px)");
    let no_row = use_media("(max-width: 1239px)");
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
    let on_paste = dispatch(&state, |Pasted { text, span }| match span {
        Some(span) => Action::PutIn(text, span),
        None => Action::Paste(text),
    });
    let on_apply = dispatch(&state, Action::Apply);
    let on_answer = dispatch(&state, Action::Assume);
    let on_explain = dispatch(&state, |code| Action::Explain(Some(code)));

    use_address(state.view(), dispatch(&state, Action::Show));
    let spoken = use_spoken(
        props.wanted,
        dispatch(&state, |why: AttrValue| {
            Action::Append(Dropped { left_out: vec![why.to_string()], ..Dropped::default() })
        }),
        act(|| Action::Speak),
    );
    use_title(state.view(), spoken.language);
    use_link(dispatch(&state, |action| action));
    let keeping = use_keeping(&state);
    use_leaving(state.text(), keeping.is_on && keeping.hindered_by.is_none());
    let is_shared = use_state(|| false);
    let is_sheet = use_state(|| false);
    let lead = use_lead();
    let on_command = {
        let (state, is_sheet) = (state.clone(), is_sheet.setter());
        Callback::from(move |command: Command| match command {
            Command::Fix => state.dispatch(Action::ApplyFirst),
            Command::Sheet => is_sheet.set(true),
            Command::Views => lead.emit(command),
            Command::Journey | Command::Text | Command::Findings => {
                state.dispatch(Action::Show(View::Journey));
                lead.emit(command);
            }
        })
    };
    use_shortcuts(on_command.clone());
    let is_over = use_drop(dispatch(&state, Action::Append));
    let question = (state.text().clone(), state.what_if().clone(), state.looked_at());
    use_at_rest(question, REST, act(|| Action::LookAhead));
    use_let_go_later(state.picture());

    let blank = state.is_blank();
    let picture = state.picture();
    let trip = state.trip();
    let detail = trip.map(|trip| {
        html! { <Detail trip={trip.clone()} place={state.place()} on_place={on_place.clone()} on_answer={on_answer.clone()} on_go={on_go.clone()} /> }
    });
    let sentence = match (blank, trip) {
        (true, _) => AttrValue::from(""),
        (false, Some(trip)) => trip.said(),
        (false, None) => picture.sentence.clone(),
    };
    let best = state.best();
    let view = state.view();
    let in_journey = view == View::Journey;
    let at_start = blank && in_journey;
    let trips = use_gallery(at_start, spoken.language);
    // The address names the view, and stays.
    let skip = |event: MouseEvent| {
        event.prevent_default();
        focus_main();
    };
    let views = view.about();
    let pointing =
        Pointing { over: state.over().cloned(), on_point: dispatch(&state, Action::Point) };
    html! { <ContextProvider<Language> context={spoken.language}><ContextProvider<Pointing> context={pointing}>
        <a class="skip" href="#main" onclick={skip}>{ t!("Skip to the answer") }</a>
        if in_journey {
            { skip_to(Command::Text, t!("Skip to the text"), &on_command) }
            if !blank {
                { skip_to(Command::Findings, t!("Skip to the findings"), &on_command) }
            }
        }
        <Header
            requests={requests}
            {dark}
            {view}
            folds={no_row}
            spoken={spoken.clone()}
            on_theme={move |()| chosen_dark.set(Some(!dark))}
            on_home={act(|| Action::Clear)}
            on_keys={on_command.reform(|()| Command::Sheet)}
            on_share={let is_shared = is_shared.setter(); move |()| is_shared.set(true)}
            at_work={!blank}
        />
        if !blank && in_journey || views.is_switched {
            <WhatIfBar
                what_if={state.what_if().clone()}
                later={if view == View::Dump { Rc::default() } else { state.later().clone() }}
                has_node_config={picture.has_node_config && view != View::Dump}
                has_registries={picture.has_registries() && view != View::Dump}
                of_many={view == View::Dump}
                folds={narrow}
                on_switch={dispatch(&state, Action::Set)}
                is_compared={state.compared().is_some()}
                on_compare={(!blank && in_journey).then(|| dispatch(&state, Action::Compare))}
            />
        }
        if let Some(first) = state.compared().filter(|_| !blank && in_journey) {
            <Compare first={first.clone()} state={state.clone()} on_end={act(|| Action::Compare(false))} />
        }
        if let Some((trip, place)) = trip.zip(views.zooms) {
            <Strip trip={trip.clone()} {place} on_place={on_place.clone()} />
        }
        <main id="main" tabindex="-1" class={classes!(at_start.then_some("blank"), (!in_journey).then_some("viewing"))}>
            // Every child keeps its place, so that the editor stays the same element and keeps the focus.
            <div class="head" hidden={!in_journey}>
                if !in_journey {
                } else if blank {
                    <Hero on_example={on_example.clone()} on_restore={state.has_last().then(|| act(|| Action::Restore))} />
                } else {
                    <Answer
                        mark={trip.map_or_else(|| picture.mark(), |trip| trip.mark)}
                        sentence={sentence.clone()}
                        evidence={trip.map_or(&picture.evidence, |trip| &trip.evidence).clone()}
                        fix={best.map(|note| (note.index, fix_title(note)))}
                        then={best.and_then(|note| state.later().fix(note.index).cloned())}
                        on_apply={on_apply.clone()}
                    />
                }
            </div>
            if let Some(trip) = trip.filter(|_| in_journey) {
                <Journey
                    trips={Rc::<[_]>::from(picture.trips.as_slice())}
                    trip={trip.clone()}
                    at={state.at()}
                    place={state.place()}
                    {on_trip}
                    on_place={on_place.clone()}
                    inside={detail.clone().filter(|_| narrow)}
                />
            }
            // Out of sight the text area keeps its caret and its own undo.
            <div class="work" hidden={!in_journey}>
                <Editor
                    text={state.text().clone()}
                    lines={state.lines().clone()}
                    hidden={state.hidden().clone()}
                    marks={marks(&state)}
                    documents={picture.documents.clone()}
                    summary={picture.summary.clone()}
                    large={state.is_large()}
                    revealed={state.revealed()}
                    jump={state.jump().cloned()}
                    notes={picture.notes.clone()}
                    later={state.later().clone()}
                    arrival={state.arrival().filter(|_| in_journey).cloned()}
                    {on_input}
                    {on_paste}
                    on_seen={act(|| Action::Seen)}
                    on_go={on_go.clone()}
                    on_reveal={act(|| Action::ToggleReveal)}
                    on_apply={on_apply.clone()}
                    on_explain={on_explain.clone()}
                    on_stop={dispatch(&state, |number: usize| Action::ChoosePlace(Place::numbered(number)))}
                    on_over={dispatch(&state, Action::Over)}
                />
                if !narrow && in_journey {
                    { for detail }
                }
                if !blank && in_journey {
                    if trip.is_none() {
                        <p class="panel idle">{ t!("The journey starts as soon as the text names an image.") }</p>
                    }
                    <Findings
                        notes={picture.notes.clone()}
                        at={state.looked_at()}
                        later={state.later().clone()}
                        on_go={on_go.clone()}
                        {on_apply}
                        {on_explain}
                    />
                }
            </div>
            { views::shown(view, ViewProps {
                text: state.text().clone(),
                report: picture.report.clone(),
                picture: picture.clone(),
                what_if: state.what_if().clone(),
                trip: trip.cloned(),
                notes: picture.notes.clone(),
                later: state.later().clone(),
                policy: state.policy().clone(),
                dump: state.dump().clone(),
                on_go: on_go.clone(),
                dispatch: dispatch(&state, |action| action),
            }) }
            if at_start {
                <Stops />
                <Gallery {trips} {on_example} />
                <Others />
            }
            if let Some(change) = state.change() {
                <Notice
                    change={change.clone()}
                    arrival={state.arrival().filter(|_| !in_journey).cloned()}
                    on_undo={act(|| Action::Undo)}
                    on_dismiss={act(|| Action::Dismiss)}
                />
            }
            <Update is_blank={blank} />
            if let Some(code) = state.explained() {
                <Explain code={code.clone()} on_close={act(|| Action::Explain(None))} />
            }
            if *is_shared {
                <Share
                    state={state.clone()}
                    {keeping}
                    language={spoken.is_chosen.then_some(spoken.language)}
                    on_close={let is_shared = is_shared.setter(); move |()| is_shared.set(false)}
                />
            }
            if *is_sheet {
                <Sheet on_close={let is_sheet = is_sheet.setter(); move |()| is_sheet.set(false)} />
            }
            if is_over {
                <p class="drop">{ t!("Drop files here: their text is put behind yours") }</p>
            }
            if in_journey {
                <Live {sentence} />
            }
        </main>
    </ContextProvider<Pointing>></ContextProvider<Language>> }
}

/// A link that is there for who tabs: past what stands between.
fn skip_to(command: Command, text: AttrValue, on_command: &Callback<Command>) -> Html {
    let onclick = on_command.reform(move |event: MouseEvent| {
        // The address names the view, and stays.
        event.prevent_default();
        command
    });
    html! { <a class="skip" href="#main" {onclick}>{ text }</a> }
}

/// What the fix of a finding does.
fn fix_title(note: &Note) -> AttrValue {
    note.edits().map(|repair| repair.said()).unwrap_or_default()
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
        Some(TextMark { span: note.span()?.clone(), why: Why::Finding(mark, note.index) })
    });
    let pointed = state.pointed().iter();
    let pointed = pointed.map(|span| TextMark { span: span.clone(), why: Why::Pointed });
    read.chain(found).chain(pointed).collect()
}
