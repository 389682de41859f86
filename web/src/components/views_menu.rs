//! The menu of the views: a row of links, with a button that opens all of them as a list where the row
//! has no room for them; on a narrow page there is the button alone.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::hooks::language::use_language;
use crate::hooks::use_room;
use crate::texts::t;
use crate::views::View;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) view: View,
    /// There is no room for a row.
    pub(crate) folds: bool,
}

#[component]
pub(crate) fn ViewsMenu(props: &Props) -> Html {
    use_language();
    let is_open = use_state(|| false);
    let (row, button) = (use_node_ref(), use_node_ref());
    let (width, is_over) = use_room(&row);
    let close = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(false))
    };
    {
        let close = close.clone();
        // Whatever led to another view: the list has done its work.
        use_effect_with(props.view, move |_| close.emit(()));
    }
    {
        let row = row.clone();
        use_effect_with((props.view, width, is_over), move |_| {
            if let Some(row) = row.cast::<HtmlElement>() {
                show_current(&row);
            }
        });
    }
    let onclick = {
        let is_open = is_open.clone();
        move |_: MouseEvent| is_open.set(!*is_open)
    };
    let onkeydown = {
        let (close, button, is_open) = (close.clone(), button.clone(), is_open.clone());
        move |event: KeyboardEvent| {
            if event.key() == "Escape" && *is_open {
                close.emit(());
                if let Some(button) = button.cast::<HtmlElement>() {
                    // The link that had the focus is not shown any more.
                    let _ = button.focus();
                }
            }
        }
    };
    let links = || View::ALL.iter().map(|view| link(*view, *view == props.view, &close));
    let folds = props.folds.then_some("folds");
    let over = (!props.folds && is_over).then_some("over");
    html! {
        <nav class={classes!("views", folds, over)} aria-label={t!("Views")} {onkeydown}>
            if !props.folds {
                <ul ref={row} class="in-row">{ for links() }</ul>
            }
            if props.folds || is_over {
                <button
                    ref={button}
                    type="button"
                    class={classes!("btn", over.map(|_| "quiet ib"))}
                    aria-label={over.map(|_| t!("All views"))}
                    title={over.map(|_| t!("All views"))}
                    aria-expanded={is_open.to_string()}
                    aria-controls="views"
                    {onclick}
                >
                    <Icon glyph={Glyph::Menu} />
                    if props.folds {
                        <span class="vh">{ t!("Views, now:") }{ " " }</span>
                        <span class="now">{ props.view.about().name }</span>
                    }
                </button>
            }
            if props.folds || is_over && *is_open {
                <ul id="views" class="list" hidden={!*is_open}>{ for links() }</ul>
            }
        </nav>
    }
}

fn link(view: View, is_current: bool, close: &Callback<()>) -> Html {
    let about = view.about();
    html! {
        <li>
            <a
                href={view.hash()}
                title={about.answers}
                aria-current={is_current.then_some("page")}
                // Also the one that is shown already, which changes nothing else.
                onclick={close.reform(|_| ())}
            >
                { about.name }
            </a>
        </li>
    }
}

/// Pixels beside the current link that stay in sight, which the soft end of the row does not cover.
const BESIDE: i32 = 48;

/// Scrolls the row, and nothing around it, until the current link is in sight.
fn show_current(row: &HtmlElement) {
    let current = row.query_selector("[aria-current]").ok().flatten();
    let Some(current) = current.and_then(|it| it.dyn_into::<HtmlElement>().ok()) else { return };
    let start = current.offset_left() - row.offset_left();
    let end = start + current.offset_width();
    if start < row.scroll_left() + BESIDE {
        row.set_scroll_left(start - BESIDE);
    } else if end > row.scroll_left() + row.client_width() - BESIDE {
        row.set_scroll_left(end - row.client_width() + BESIDE);
    }
}
