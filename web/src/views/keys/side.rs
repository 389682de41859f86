//! What is said of one key and one image: the lock, rule by rule, and what other clients do.

use std::ops::Range;
use std::rc::Rc;

use pullscope_core::clients::auth::Client;
use pullscope_core::clients::pasted_configs;
use pullscope_core::docker_config::without_user;
use pullscope_core::keyring::steps;
use yew::prelude::*;

use super::model::{Cell, Column, Matrix, Row};
use crate::components::icon::{Glyph, Icon, State};
use crate::components::keyring::KeyringView;
use crate::hooks::language::use_language;
use crate::read::whole;
use crate::state::Action;
use crate::texts::{sentence, t};
use crate::trip::{Key, Mark, Ring, Trip};
use crate::views::View;
use crate::views::clients::model::Table;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) matrix: Rc<Matrix>,
    /// The row and the column.
    pub(super) at: (usize, usize),
    pub(super) text: Rc<str>,
    pub(super) trips: Rc<[Rc<Trip>]>,
    pub(super) on_go: Callback<Range<usize>>,
    pub(super) on_close: Callback<()>,
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn Side(props: &Props) -> Html {
    use_language();
    let (row, column) = props.at;
    let key = props.matrix.rows.get(row);
    let image = props.matrix.columns.get(column);
    let trip = image.and_then(|it| props.trips.get(it.trip));
    let question = (
        props.text.clone(),
        key.map(|it| it.document.clone()).unwrap_or_default(),
        trip.map(|it| it.image.clone()).unwrap_or_default(),
    );
    let clients = use_memo(question, |(text, document, image)| {
        let configs = pasted_configs(text);
        configs.iter().find(|it| it.span == *document).map(|it| Table::new(it, image))
    });
    let told = key.zip(image).zip(trip);
    let Some((((key, image), trip), cell)) = told.zip(key.and_then(|it| it.cells.get(column)))
    else {
        return html! {};
    };
    let (at, look) = (image.trip, props.dispatch.clone());
    let onclick = move |_: MouseEvent| {
        look.emit(Action::ChooseTrip(at));
        look.emit(Action::Show(View::Journey));
    };
    html! {
        <section class="panel matrix-d" aria-labelledby="matrix-d">
            <div class="panel-h">
                <h2 id="matrix-d">{ t!("{key} and {image}", key = key.text, image = image.name) }</h2>
                <button type="button" class="btn quiet ib" aria-label={t!("Close")} onclick={props.on_close.reform(|_| ())}>
                    <Icon glyph={Glyph::Close} />
                </button>
            </div>
            <div class="panel-b">
                if let Cell::On(on) = cell {
                    <KeyringView trip={alone(trip, on)} on_go={props.on_go.clone()} first={row + 1} />
                }
                { why(cell, key) }
                <h3>{ t!("Rule by rule") }</h3>
                <ol class="matrix-r">{ for rules(key, image, cell) }</ol>
                { others(clients.as_ref().as_ref(), key) }
                <p class="acts">
                    <button type="button" class="btn" {onclick}>{ t!("The journey of {image}", image = image.name) }</button>
                    <a class="btn" href={View::Clients.hash()}>{ t!("The same key in other clients") }</a>
                </p>
            </div>
        </section>
    }
}

/// The trip with this key alone on its ring.
fn alone(trip: &Trip, key: &Key) -> Rc<Trip> {
    let ring = Ring { lock: trip.ring.lock.clone(), keys: vec![key.clone()], ..Ring::default() };
    Rc::new(Trip { ring, ..trip.clone() })
}

/// The reason in one sentence.
fn why(cell: &Cell, key: &Row) -> Html {
    let (mark, words, _) = cell.told();
    let said = match cell {
        Cell::On(key) => whole(&key.because),
        Cell::WouldFit => {
            t!("The key fits the image, and the Pod does not name {secret}.", secret = key.source)
        }
        Cell::Off => {
            t!("{words}: the Pod does not name {secret}.", words = words, secret = key.source)
        }
    };
    html! {
        <p class="matrix-why" id="matrix-why" role="status">
            { for mark.map(|mark| html! { <State {mark} word="" /> }) }
            <span>{ said }</span>
        </p>
    }
}

/// Each rule of the comparison up to the first that says no, and whether the Pod has the key at all.
fn rules(key: &Row, image: &Column, cell: &Cell) -> Vec<Html> {
    let item = |mark: Mark, word: AttrValue, said: AttrValue| {
        html! { <li><State {mark} {word} /><span>{ said }</span></li> }
    };
    let passed = |passes: bool, said: AttrValue| match passes {
        true => item(Mark::Ok, t!("Yes"), said),
        false => item(Mark::Error, t!("No"), said),
    };
    let mut items = Vec::new();
    let is_url = !key.index_key.is_empty();
    if is_url && key.index_key != key.text {
        let said = t!("The kubelet compares the key as {key}.", key = key.index_key);
        items.push(item(Mark::Info, t!("Note"), said));
    }
    let steps =
        if is_url { steps(&key.text, &key.index_key, &image.repository) } else { Vec::new() };
    items.extend(steps.iter().map(|it| passed(it.passes, whole(&it.sentence))));
    let fits = is_url && steps.iter().all(|it| it.passes);
    match cell {
        Cell::On(on) if on.turn.is_some() && fits => {
            items.push(passed(true, t!("The Pod’s keyring holds it: {words}.", words = on.why)));
        }
        // What is said of Docker Hub and of a key that is no URL is no rule of the comparison.
        Cell::On(on) if on.turn.is_some() || !is_url => {
            items.push(passed(on.turn.is_some(), whole(&on.because)));
        }
        Cell::On(_) => {}
        Cell::WouldFit | Cell::Off => {
            items.push(passed(false, t!("The Pod does not name {secret}.", secret = key.source)));
        }
    }
    items
}

/// What every other client does with the file that the key stands in.
fn others(clients: Option<&Table>, key: &Row) -> Html {
    let title = html! { <h3>{ t!("The same file in other clients") }</h3> };
    let Some(table) = clients else {
        return html! { <>{ title }<p class="means">{ t!("{name} is no config.json, and other clients hardly read it.", name = key.source) }</p></> };
    };
    let own = without_user(&key.text);
    let others = table.rows.iter().filter(|row| row.client != Client::Kubelet);
    html! { <>
        { title }
        <ul class="matrix-o">
            { for others.map(|row| {
                let by: Vec<&str> = row.keys.iter().map(String::as_str).filter(|it| *it != own).collect();
                html! {
                    <li>
                        <State mark={row.sent.mark} word="" />
                        <p>
                            <b>{ row.client.name() }</b>{ " " }{ &row.sent.word }
                            if !by.is_empty() {
                                { " " }{ t!("by {keys}", keys = by.join(", ")) }
                            }
                            <span class="means">{ sentence(&row.why) }</span>
                        </p>
                    </li>
                }
            }) }
        </ul>
    </> }
}
