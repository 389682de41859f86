//! One exhibit: the broken text, what is found and seen, the change, and the page about it.

use std::rc::Rc;

use yew::prelude::*;

use super::exhibit::Exhibit;
use super::title::title;
use crate::components::explain::PageBelow;
use crate::components::finding::diff_lines;
use crate::components::hidden::HiddenText;
use crate::components::icon::{Glyph, Icon, State};
use crate::hooks::language::use_language;
use crate::state::Action;
use crate::texts::t;
use crate::trip::{Mark, Note, Picture, Trip};
use crate::views::head::ViewHead;
use crate::views::{View, museum};
use crate::what_if::Switch;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) exhibits: Rc<Vec<Exhibit>>,
    pub(super) at: usize,
    pub(super) clock: Option<i64>,
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn Room(props: &Props) -> Html {
    use_language();
    let Some(exhibit) = props.exhibits.get(props.at) else { return html! {} };
    let broken = exhibit.ask(&exhibit.text, props.clock);
    let trip = exhibit.trip(&broken);
    let mended = exhibit.mended(&broken);
    let after = mended.as_ref().map(|(fixed, _)| exhibit.ask(fixed, props.clock));
    let place = exhibit.stop;
    let evidence = trip.as_ref().map(|it| it.said());
    let evidence = evidence.or_else(|| broken.notes.first().map(|it| it.heading()));
    let load = |text: Rc<str>, name: AttrValue, is_primary: bool| {
        let (dispatch, profile) = (props.dispatch.clone(), exhibit.profile);
        let onclick = move |_: MouseEvent| {
            // What was there can be brought back from the start page.
            dispatch.emit(Action::Clear);
            dispatch.emit(Action::Paste(text.to_string()));
            if let Some(profile) = profile {
                dispatch.emit(Action::Set(Switch::Profile(profile)));
            }
        };
        let class = classes!("btn", "big", is_primary.then_some("primary"));
        html! { <button type="button" {class} {onclick}><Icon glyph={Glyph::Play} />{ name }</button> }
    };
    html! { <>
        <ViewHead
            mark={broken.mark()}
            sentence={t!("{title}.", title = title(exhibit.cause))}
            evidence={evidence.unwrap_or_default()}
            dispatch={props.dispatch.clone()}
        >
            { load(exhibit.text.clone(), t!("Load this"), true) }
            if let Some((fixed, _)) = &mended { { load(fixed.as_str().into(), t!("Load it fixed"), false) } }
        </ViewHead>
        <nav class="museum-n" aria-label={t!("Exhibits")}>
            { neighbour(props, props.at.checked_sub(1), t!("Before")) }
            <a href={View::Museum.hash()}>{ t!("All exhibits") }</a>
            <span>{ t!("{at} of {all}, at stop {number}, {name}", at = props.at + 1, all = props.exhibits.len(), number = place.number(), name = place.name()) }</span>
            { neighbour(props, Some(props.at + 1), t!("Next")) }
        </nav>
        <div class="view museum-r" key={exhibit.slug.clone()}>
            <div class="col">
                <section class="panel" aria-labelledby="museum-broken">
                    <div class="panel-h"><h2 id="museum-broken">{ t!("Broken") }</h2></div>
                    <div class="panel-b"><HiddenText text={AttrValue::from(exhibit.text.clone())} label={t!("The broken text")} marked={exhibit.marked(&broken)} /></div>
                </section>
                if let Some((_, lines)) = &mended {
                    <section class="panel" aria-labelledby="museum-fixed">
                        <div class="panel-h">
                            <h2 id="museum-fixed">{ t!("Fixed") }</h2>
                            <p class="panel-n">{ t!("the lines that change") }</p>
                        </div>
                        <div class="panel-b">
                            <div class="diff" role="group" aria-label={t!("The lines before and after")} tabindex="0">{ diff_lines(lines) }</div>
                            { for after.as_ref().map(|it| afterwards(it, exhibit)) }
                        </div>
                    </section>
                }
            </div>
            <div class="col">
                { found(&broken) }
                { for trip.as_ref().map(seen) }
                <section class="panel explain museum-e" aria-labelledby="museum-page">
                    <div class="panel-h"><h2 id="museum-page">{ t!("Explained") }</h2></div>
                    <article class="panel-b"><PageBelow code={exhibit.code.clone()} /></article>
                </section>
            </div>
        </div>
    </> }
}

/// A link to the exhibit beside this one.
fn neighbour(props: &Props, at: Option<usize>, word: AttrValue) -> Html {
    let Some(exhibit) = at.and_then(|it| props.exhibits.get(it)) else { return html! {} };
    html! { <a href={museum::address(exhibit)}>{ t!("{word}: {title}", word = word, title = title(exhibit.cause)) }</a> }
}

/// What the core finds in the broken text.
fn found(broken: &Picture) -> Html {
    html! {
        <section class="panel finds" aria-labelledby="museum-found">
            <div class="panel-h"><h2 id="museum-found">{ t!("What is found") }</h2></div>
            <div class="panel-b"><ul>{ for broken.notes.iter().map(note) }</ul></div>
        </section>
    }
}

fn note(note: &Note) -> Html {
    html! {
        <li class={classes!("find", format!("f-{}", note.mark.class()))}>
            <h3><State mark={note.mark} /><span>{ note.heading() }</span></h3>
            <p>{ t!("{sentence}.", sentence = note.said()) }</p>
            if let Some(command) = note.repair.as_ref().and_then(|it| it.command.as_ref()) {
                <div class="cmd"><code>{ command }</code></div>
            }
        </li>
    }
}

/// What a person sees of it: the states of the container, and the events.
fn seen(trip: &Trip) -> Html {
    let Some(forecast) = trip.forecast.as_deref() else { return html! {} };
    if forecast.waiting.is_empty() && forecast.events.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel" aria-labelledby="museum-seen">
            <div class="panel-h"><h2 id="museum-seen">{ t!("What you see") }</h2></div>
            <div class="panel-b">
                <table class="grid-t">
                    <thead><tr><th scope="col">{ t!("Reason") }</th><th scope="col">{ t!("Message") }</th></tr></thead>
                    <tbody>
                        { for forecast.waiting.iter().map(|it| row(&it.reason, &it.message)) }
                        { for forecast.events.iter().map(|it| row(&it.reason, &it.message)) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn row(reason: &AttrValue, message: &AttrValue) -> Html {
    html! { <tr><th scope="row"><code>{ reason }</code></th><td><code>{ message }</code></td></tr> }
}

/// What is left after the change.
fn afterwards(after: &Picture, exhibit: &Exhibit) -> Html {
    let left = after.notes.iter().filter(|it| it.mark != Mark::Info);
    let trip = exhibit.trip(after);
    let sentence = trip.map(|it| it.said());
    html! { <>
        if let Some(sentence) = sentence {
            <p class="then"><State mark={Mark::Ok} word={t!("Then")} /><span>{ sentence }</span></p>
        } else if after.notes.is_empty() {
            <p class="then"><State mark={Mark::Ok} word={t!("Then")} /><span>{ t!("Nothing is found any more.") }</span></p>
        }
        <ul class="museum-l">{ for left.map(|it| html! { <li><State mark={it.mark} /><span>{ it.heading() }</span></li> }) }</ul>
    </> }
}
