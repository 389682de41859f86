//! The matrix of keys and images, with the lock of the chosen pair beside it.

use std::ops::Range;
use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::model::{Cell, Column, Matrix, Row};
use crate::components::icon::State;
use crate::components::keyring::KeyringView;
use crate::state::Action;
use crate::texts::t;
use crate::trip::{Key, Ring, Trip};
use crate::views::View;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) matrix: Rc<Matrix>,
    pub(super) trips: Rc<[Rc<Trip>]>,
    pub(super) on_go: Callback<Range<usize>>,
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn MatrixPanel(props: &Props) -> Html {
    let only_near = use_state(|| false);
    // A key keeps being chosen when others are left out.
    let chosen = use_state(|| None::<(Option<AttrValue>, usize)>);
    let matrix = if *only_near { Rc::new(props.matrix.near()) } else { props.matrix.clone() };
    let at = (chosen.as_ref())
        .and_then(|(name, column)| {
            let row = matrix.rows.iter().position(|it| Some(it.name()) == *name)?;
            (*column < matrix.columns.len()).then_some((row, *column))
        })
        .or_else(|| matrix.telling());
    // On a phone one image is shown at a time: the one that was chosen.
    let column = at.map_or(0, |it| it.1);
    let choose = {
        let (chosen, matrix) = (chosen.setter(), matrix.clone());
        Callback::from(move |at: (usize, usize)| {
            chosen.set(Some((matrix.rows.get(at.0).map(Row::name), at.1)));
        })
    };
    let onchange = {
        let chosen = chosen.setter();
        let row = matrix.rows.get(at.map_or(0, |it| it.0)).map(Row::name);
        move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            if let Some(column) = select.and_then(|it| it.value().parse().ok()) {
                chosen.set(Some((row.clone(), column)));
            }
        }
    };
    let filter = |near: bool, name: AttrValue| {
        let only_near = only_near.clone();
        let is_on = (*only_near == near).to_string();
        html! { <button type="button" aria-pressed={is_on} onclick={move |_: MouseEvent| only_near.set(near)}>{ name }</button> }
    };
    let (more_images, more_keys) = matrix.more;
    // The row says so.
    let sent = t!("Sent:");
    html! {
        <div class="matrix-w">
            <section class="panel" aria-labelledby="matrix-h">
                <div class="panel-h">
                    <h2 id="matrix-h">{ t!("Keys and images") }</h2>
                    <p class="panel-n">{ t!("a cell is the first rule that says no") }</p>
                    <span class="seg" role="group" aria-label={t!("Which keys")}>
                        { filter(false, t!("All keys")) }
                        { filter(true, t!("Near misses")) }
                    </span>
                </div>
                <p class="matrix-one">
                    <span class="fld">
                        <label for="matrix-c">{ t!("Image") }</label>
                        <select id="matrix-c" class="in" {onchange}>
                            { for matrix.columns.iter().enumerate().map(|(number, it)| html! {
                                <option value={number.to_string()} selected={number == column}>{ t!("{name}, {image}", name = it.name, image = it.rest) }</option>
                            }) }
                        </select>
                    </span>
                </p>
                <div class="matrix-s" tabindex="0" role="group" aria-labelledby="matrix-h">
                    <table class="matrix">
                        <thead>
                            <tr class="matrix-g">
                                <td />
                                { for matrix.registries().into_iter().map(|(registry, count)| html! {
                                    <th scope="colgroup" colspan={count.to_string()}><code>{ registry }</code></th>
                                }) }
                            </tr>
                            <tr>
                                <th scope="col" class="matrix-k">{ t!("Keys, in the order tried") }</th>
                                { for matrix.columns.iter().enumerate().map(|(number, it)| head(number, it, column)) }
                            </tr>
                        </thead>
                        <tbody>
                            { for matrix.rows.iter().enumerate().map(|(number, it)| row(number, it, &matrix, at, column, &choose)) }
                        </tbody>
                        <tfoot>
                            <tr>
                                <th scope="row">{ t!("What the kubelet sends") }</th>
                                { for matrix.columns.iter().enumerate().map(|(number, it)| html! {
                                    <td class={classes!((number != column).then_some("m-away"))}>
                                        <State mark={it.mark} /><span>{ it.sent.strip_prefix(&*sent).unwrap_or(&it.sent).trim_start().to_owned() }</span>
                                    </td>
                                }) }
                            </tr>
                        </tfoot>
                    </table>
                </div>
                if more_images > 0 || more_keys > 0 {
                    <p class="means matrix-m">{ t!("{images} more images and {keys} more keys are not shown.", images = more_images, keys = more_keys) }</p>
                }
            </section>
            { for at.and_then(|at| side(at, &matrix, props)) }
        </div>
    }
}

fn head(number: usize, column: &Column, shown: usize) -> Html {
    html! {
        <th scope="col" class={classes!((number != shown).then_some("m-away"))}>
            <span class="m-name"><State mark={column.mark} />{ &column.name }<small>{ &column.role }</small></span>
            <code>{ &column.rest }</code>
        </th>
    }
}

fn row(
    number: usize,
    row: &Row,
    matrix: &Matrix,
    at: Option<(usize, usize)>,
    shown: usize,
    choose: &Callback<(usize, usize)>,
) -> Html {
    let cells = row.cells.iter().enumerate().map(|(column, cell)| {
        let (mark, words, class) = cell.told();
        let is_chosen = at == Some((number, column));
        let name = matrix.columns.get(column).map(|it| it.name.clone()).unwrap_or_default();
        html! {
            <td class={classes!(class, (column != shown).then_some("m-away"))}>
                <button
                    type="button"
                    aria-pressed={is_chosen.to_string()}
                    aria-label={t!("{key} and {image}: {words}", key = row.text, image = name, words = words)}
                    onclick={choose.reform(move |_: MouseEvent| (number, column))}
                >
                    { for mark.map(|mark| html! { <State {mark} word="" /> }) }
                    <span>{ &words }</span>
                </button>
            </td>
        }
    });
    html! {
        <tr>
            <th scope="row"><span class="m-n" aria-hidden="true">{ number + 1 }</span><span><code>{ &row.text }</code><small>{ &row.source }</small></span></th>
            { for cells }
        </tr>
    }
}

/// The chosen pair: the lock, the key under it, and the rule.
fn side((row, column): (usize, usize), matrix: &Matrix, props: &Props) -> Option<Html> {
    let (key, image) = (matrix.rows.get(row)?, matrix.columns.get(column)?);
    let trip = props.trips.get(image.trip)?;
    let cell = key.cells.get(column)?;
    let (mark, words, _) = cell.told();
    let at = image.trip;
    let look = props.dispatch.clone();
    let onclick = move |_: MouseEvent| {
        look.emit(Action::ChooseTrip(at));
        look.emit(Action::Show(View::Journey));
    };
    let alone = |key: &Key| {
        let lock = trip.ring.lock.clone();
        let ring = Ring { lock, keys: vec![key.clone()], ..Ring::default() };
        Rc::new(Trip { ring, ..(**trip).clone() })
    };
    Some(html! {
        <section class="panel matrix-d" aria-labelledby="matrix-d" aria-live="polite">
            <div class="panel-h"><h2 id="matrix-d">{ t!("{key} and {image}", key = key.text, image = image.name) }</h2></div>
            <div class="panel-b">
                if let Cell::On(key) = cell {
                    <KeyringView trip={alone(key)} on_go={props.on_go.clone()} first={row + 1} />
                    <p class="matrix-why">
                        { for mark.map(|mark| html! { <State {mark} word="" /> }) }
                        <span>{ crate::read::whole(&key.because) }</span>
                    </p>
                } else {
                    <p class="matrix-why">
                        { for mark.map(|mark| html! { <State {mark} word="" /> }) }
                        <span>
                            if *cell == Cell::WouldFit {
                                { t!("The key fits the image, and the Pod does not name {secret}.", secret = key.source) }
                            } else {
                                { t!("{words}: the Pod does not name {secret}.", words = words, secret = key.source) }
                            }
                        </span>
                    </p>
                }
                <p class="acts">
                    <button type="button" class="btn" {onclick}>{ t!("The journey of {image}", image = image.name) }</button>
                    <a class="btn" href={View::Clients.hash()}>{ t!("The same key in other clients") }</a>
                </p>
            </div>
        </section>
    })
}
