//! The matrix of keys and images, with the lock of the chosen pair beside it.
//!
//! A grid for the keyboard: one cell is reached by Tab, arrows move from there, Enter opens what is
//! said of the pair, Escape closes it.

use std::ops::Range;
use std::rc::Rc;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use super::model::{Column, Matrix, Row};
use super::side::Side;
use crate::components::icon::State;
use crate::hooks::language::use_language;
use crate::state::Action;
use crate::texts::t;
use crate::trip::Trip;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) matrix: Rc<Matrix>,
    pub(super) text: Rc<str>,
    pub(super) trips: Rc<[Rc<Trip>]>,
    pub(super) on_go: Callback<Range<usize>>,
    pub(super) dispatch: Callback<Action>,
}

/// A row and a column.
type At = (usize, usize);

/// Which pair is told of.
#[derive(Clone, PartialEq)]
enum Chosen {
    /// The one that tells most.
    Telling,
    /// This one; a key keeps being chosen when others are left out.
    Cell(AttrValue, usize),
    Closed,
}

impl Chosen {
    fn at(&self, matrix: &Matrix) -> Option<At> {
        let found = match self {
            Self::Closed => return None,
            Self::Telling => None,
            Self::Cell(name, column) => {
                let row = matrix.rows.iter().position(|it| it.name() == *name);
                row.map(|row| (row, *column)).filter(|it| it.1 < matrix.columns.len())
            }
        };
        found.or_else(|| matrix.telling())
    }
}

/// What has to happen once the page is drawn anew.
#[derive(Clone, Copy, Default, PartialEq)]
enum Next {
    #[default]
    Nothing,
    /// The cell that Tab reaches gets the focus.
    Focus,
    /// What is said of the pair comes into sight.
    Show,
}

#[component]
pub(super) fn MatrixPanel(props: &Props) -> Html {
    use_language();
    let only_near = use_state(|| false);
    let chosen = use_state(|| Chosen::Telling);
    let moved = use_state(|| None::<At>);
    let next = use_mut_ref(Next::default);
    let matrix = if *only_near { Rc::new(props.matrix.near()) } else { props.matrix.clone() };
    let at = chosen.at(&matrix);
    // The cell that Tab reaches. On a phone one image is shown at a time: that of this cell.
    let here = moved.or(at).unwrap_or_default();
    let here = (
        here.0.min(matrix.rows.len().saturating_sub(1)),
        here.1.min(matrix.columns.len().saturating_sub(1)),
    );
    let column = here.1;
    {
        let next = next.clone();
        use_effect_with((here, at), move |(here, _)| match next.take() {
            Next::Nothing => {}
            Next::Focus => focus(*here),
            Next::Show => show(),
        });
    }
    let choose = {
        let (chosen, moved, next) = (chosen.setter(), moved.setter(), next.clone());
        let matrix = matrix.clone();
        Callback::from(move |at: At| {
            let Some(row) = matrix.rows.get(at.0) else { return };
            *next.borrow_mut() = Next::Show;
            chosen.set(Chosen::Cell(row.name(), at.1));
            moved.set(Some(at));
        })
    };
    let onchange = {
        let (chosen, moved) = (chosen.setter(), moved.setter());
        let name = matrix.rows.get(here.0).map(Row::name).unwrap_or_default();
        move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            if let Some(column) = select.and_then(|it| it.value().parse().ok()) {
                chosen.set(Chosen::Cell(name.clone(), column));
                moved.set(Some((here.0, column)));
            }
        }
    };
    let onkeydown = {
        let (moved, next) = (moved.setter(), next.clone());
        let last = (matrix.rows.len().saturating_sub(1), matrix.columns.len().saturating_sub(1));
        move |event: KeyboardEvent| {
            if let Some(to) = step(&event, here, last) {
                event.prevent_default();
                *next.borrow_mut() = Next::Focus;
                moved.set(Some(to));
            }
        }
    };
    let close = {
        let (chosen, moved) = (chosen.setter(), moved.setter());
        Callback::from(move |()| {
            *next.borrow_mut() = Next::Focus;
            chosen.set(Chosen::Closed);
            moved.set(Some(here));
        })
    };
    let on_escape = {
        let close = close.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" && at.is_some() {
                event.prevent_default();
                close.emit(());
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
        <div class={classes!("matrix-w", at.is_none().then_some("alone"))} onkeydown={on_escape}>
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
                <p class="vh" id="matrix-k">{ t!("Arrow keys move, Enter opens a cell, Escape closes it.") }</p>
                <div class="matrix-s">
                    <table class="matrix" role="grid" aria-labelledby="matrix-h" aria-describedby="matrix-k" {onkeydown}>
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
                            { for matrix.rows.iter().enumerate().map(|(number, it)| row(number, it, &matrix, (at, here), &choose)) }
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
            if let Some(at) = at {
                <Side
                    {matrix}
                    {at}
                    text={props.text.clone()}
                    trips={props.trips.clone()}
                    on_go={props.on_go.clone()}
                    on_close={close}
                    dispatch={props.dispatch.clone()}
                />
            }
        </div>
    }
}

/// Where a key leads from a cell.
fn step(event: &KeyboardEvent, (row, column): At, last: At) -> Option<At> {
    if event.alt_key() || event.meta_key() {
        return None;
    }
    Some(match (event.key().as_str(), event.ctrl_key()) {
        ("ArrowUp", false) => (row.saturating_sub(1), column),
        ("ArrowDown", false) => ((row + 1).min(last.0), column),
        ("ArrowLeft", false) => (row, column.saturating_sub(1)),
        ("ArrowRight", false) => (row, (column + 1).min(last.1)),
        ("Home", false) => (row, 0),
        ("End", false) => (row, last.1),
        ("Home", true) => (0, 0),
        ("End", true) => last,
        _ => return None,
    })
}

fn by_id(id: &str) -> Option<Element> {
    web_sys::window()?.document()?.get_element_by_id(id)
}

/// Gives the focus to a cell.
fn focus(at: At) {
    let cell = by_id(&cell_id(at)).and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(cell) = cell {
        // Without the focus the cell is only reached by Tab.
        let _ = cell.focus();
    }
}

/// Brings what is said of a pair into sight, where it is not.
fn show() {
    let scrolled = by_id("matrix-why").and_then(|said| {
        let options = Object::new();
        Reflect::set(&options, &"block".into(), &"nearest".into()).ok()?;
        let scroll = Reflect::get(&said, &"scrollIntoView".into()).ok()?;
        scroll.dyn_into::<Function>().ok()?.call1(&said, &options).ok()
    });
    // A browser that cannot leaves it where it is.
    drop(scrolled);
}

fn cell_id((row, column): At) -> String {
    format!("cell-{row}-{column}")
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
    (at, here): (Option<At>, At),
    choose: &Callback<At>,
) -> Html {
    let cells = row.cells.iter().enumerate().map(|(column, cell)| {
        let (mark, words, class) = cell.told();
        let is_chosen = at == Some((number, column));
        let name = matrix.columns.get(column).map(|it| it.name.clone()).unwrap_or_default();
        html! {
            <td class={classes!(class, (column != here.1).then_some("m-away"))}>
                <button
                    type="button"
                    id={cell_id((number, column))}
                    tabindex={if here == (number, column) { "0" } else { "-1" }}
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
