//! The menu of the views: a row of links, and on a narrow page a button that opens them as a list.

use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::views::View;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) view: View,
    /// There is no room for a row.
    pub(crate) folds: bool,
}

#[component]
pub(crate) fn ViewsMenu(props: &Props) -> Html {
    let is_open = use_state(|| false);
    let close = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(false))
    };
    {
        // Whatever led to another view: the list has done its work.
        let close = close.clone();
        use_effect_with(props.view, move |_| close.emit(()));
    }
    let onclick = {
        let is_open = is_open.clone();
        move |_: MouseEvent| is_open.set(!*is_open)
    };
    let onkeydown = {
        let close = close.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close.emit(());
            }
        }
    };
    html! {
        <nav class={classes!("views", props.folds.then_some("folds"))} aria-label="Views" {onkeydown}>
            if props.folds {
                <button
                    type="button"
                    class="btn"
                    aria-expanded={is_open.to_string()}
                    aria-controls="views"
                    {onclick}
                >
                    <Icon glyph={Glyph::Menu} />
                    <span class="vh">{ "Views, now: " }</span>
                    <span class="now">{ props.view.about().name }</span>
                </button>
            }
            <ul id="views" hidden={props.folds && !*is_open}>
                { for View::ALL.iter().map(|view| {
                    let about = view.about();
                    html! {
                        <li>
                            <a
                                href={view.hash()}
                                title={about.answers}
                                aria-current={(*view == props.view).then_some("page")}
                                // Also the one that is shown already, which changes nothing else.
                                onclick={close.reform(|_| ())}
                            >
                                { about.name }
                            </a>
                        </li>
                    }
                }) }
            </ul>
        </nav>
    }
}
