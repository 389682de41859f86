//! The bar on top: the name, the views, how many requests the page has made, and the colours.

use yew::prelude::*;

use super::icon::{Glyph, Icon};
use super::views_menu::ViewsMenu;
use crate::views::View;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// Requests since the page was loaded; `None` where the browser does not count them.
    pub(crate) requests: Option<u32>,
    pub(crate) dark: bool,
    pub(crate) view: View,
    /// There is no room for every view in the bar.
    pub(crate) folds: bool,
    pub(crate) on_theme: Callback<()>,
    pub(crate) on_home: Callback<()>,
    /// There is text, so the name leads back to the start.
    pub(crate) at_work: bool,
}

#[component]
pub(crate) fn Header(props: &Props) -> Html {
    let on_theme = props.on_theme.reform(|_| ());
    let on_home = props.on_home.reform(|_| ());
    let theme = if props.dark { "Use light colours" } else { "Use dark colours" };
    html! {
        <header class="top">
            <p class="brand">
                <svg class="logo" viewBox="0 0 28 28" aria-hidden="true" focusable="false">
                    <circle cx="16" cy="14" r="9.5" fill="none" stroke="currentColor" stroke-width="2.4" />
                    <path d="M0 14h10.5" stroke="currentColor" stroke-width="2.4" />
                    <circle cx="14" cy="14" r="3.4" class="logo-dot" />
                    <path d="M19.5 14h4" stroke="currentColor" stroke-width="2.4" stroke-dasharray="1.6 2" />
                </svg>
                <span>{ "Pullscope" }</span>
            </p>
            <ViewsMenu view={props.view} folds={props.folds} />
            <div class="top-end">
                <p class="privacy" title="The page's policy forbids every request once it is loaded. Nothing is stored either.">
                    <Icon glyph={Glyph::Shield} />
                    <span>
                        if let Some(requests) = props.requests {
                            <b id="requests">{ requests }</b>
                            <span class="word">{ if requests == 1 { " request" } else { " requests" } }</span>
                            <span class="xl">{ " since load" }</span>
                        } else {
                            { "No requests" }
                        }
                    </span>
                </p>
                if props.at_work {
                    <button type="button" class="btn quiet" onclick={on_home}>{ "Start over" }</button>
                }
                <button type="button" class="btn quiet ib" aria-label={theme} title={theme} onclick={on_theme}>
                    <Icon glyph={Glyph::Theme} />
                </button>
            </div>
        </header>
    }
}
