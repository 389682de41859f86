//! The bar on top: the name, the views, how many requests the page has made, and the colours.

use yew::prelude::*;

use super::icon::{Glyph, Icon};
use super::language::LanguageMenu;
use super::views_menu::ViewsMenu;
use crate::hooks::Requests;
use crate::hooks::language::{Spoken, use_language};
use crate::shortcuts::{Chord, Command};
use crate::texts::t;
use crate::views::View;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// Requests since the page was loaded; `None` where the browser does not count them.
    pub(crate) requests: Option<Requests>,
    pub(crate) dark: bool,
    pub(crate) view: View,
    /// There is no room for every view in the bar.
    pub(crate) folds: bool,
    pub(crate) spoken: Spoken,
    pub(crate) on_theme: Callback<()>,
    pub(crate) on_home: Callback<()>,
    pub(crate) on_keys: Callback<()>,
    pub(crate) on_share: Callback<()>,
    /// There is text, so the name leads back to the start.
    pub(crate) at_work: bool,
}

#[component]
pub(crate) fn Header(props: &Props) -> Html {
    use_language();
    let on_theme = props.on_theme.reform(|_| ());
    let on_home = props.on_home.reform(|_| ());
    let on_keys = props.on_keys.reform(|_| ());
    let keys = t!("Keys");
    let theme = if props.dark { t!("Use light colours") } else { t!("Use dark colours") };
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
                { privacy(props.requests) }
                <button type="button" class="btn share-btn" aria-haspopup="dialog" onclick={props.on_share.reform(|_| ())}>
                    <Icon glyph={Glyph::Share} />
                    <span class="word">{ t!("Share") }</span>
                </button>
                if props.at_work {
                    <button type="button" class="btn quiet again" onclick={on_home}>
                        <Icon glyph={Glyph::Again} />
                        <span>{ t!("Start over") }</span>
                    </button>
                }
                <button
                    type="button"
                    class="btn quiet ib keys-btn"
                    aria-label={keys.clone()}
                    title={keys}
                    aria-keyshortcuts={Command::Sheet.chord().map(Chord::aria)}
                    onclick={on_keys}
                >
                    <Icon glyph={Glyph::Keyboard} />
                </button>
                <LanguageMenu spoken={props.spoken.clone()} />
                <button type="button" class="btn quiet ib" aria-label={theme.clone()} title={theme} onclick={on_theme}>
                    <Icon glyph={Glyph::Theme} />
                </button>
            </div>
        </header>
    }
}

/// How many requests there were, and behind that what keeps it so.
fn privacy(requests: Option<Requests>) -> Html {
    let parts = requests.map_or(0, |requests| requests.parts);
    html! {
        <details class="privacy">
            <summary>
                <Icon glyph={Glyph::Shield} />
                <span>
                    if let Some(Requests { others, .. }) = requests {
                        <b id="requests">{ others }</b>
                        <span class="word">{ " " }{ if others == 1 { t!("request") } else { t!("requests") } }</span>
                        <span class="xl">{ " " }{ t!("since load") }</span>
                    } else {
                        { t!("No requests") }
                    }
                </span>
            </summary>
            <div class="privacy-more">
                <p>{ t!("Nothing that you type or paste leaves this page, and nothing is stored unless you ask for it.") }</p>
                <p>{ t!("The page's policy forbids the browser every request once the page is loaded, but for parts of the page itself, which come from where the page came from.") }</p>
                <p>{ t!("After the first visit the browser keeps the files of this page, so that it opens without a network. They come from where the page came from, and nothing that you typed is among them.") }</p>
                <p id="parts">
                    { match parts {
                        0 => t!("No part of the page was loaded on demand."),
                        1 => t!("1 part of the page itself was loaded on demand."),
                        parts => t!("{parts} parts of the page itself were loaded on demand.", parts = parts),
                    } }
                </p>
            </div>
        </details>
    }
}
