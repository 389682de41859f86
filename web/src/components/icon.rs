//! Icons: one grid of 16 units. The states are filled shapes that differ without colour.

use yew::prelude::*;

use crate::trip::Mark;

/// A drawing that stands beside words and says nothing that they do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyph {
    Shield,
    Theme,
    Lock,
    Previous,
    Next,
    Pin,
    Stopper,
    Eye,
    Play,
    Wrench,
    Swap,
    Switches,
    Plus,
    Copy,
    Menu,
    Close,
    Keyboard,
    Language,
    Again,
    Share,
}

#[derive(PartialEq, Properties)]
pub(crate) struct GlyphProps {
    pub(crate) glyph: Glyph,
}

#[component]
pub(crate) fn Icon(props: &GlyphProps) -> Html {
    let lines = |d: &'static str| html! { <path {d} class="ln" /> };
    let drawing = match props.glyph {
        Glyph::Shield => html! { <>
            { lines("M8 1.5l5.5 2v4.3c0 3.4-2.2 5.7-5.5 6.9-3.3-1.2-5.5-3.5-5.5-6.9V3.5z") }
            { lines("M5.6 8l1.7 1.7 3.2-3.4") }
        </> },
        Glyph::Theme => html! { <>
            <circle cx="8" cy="8" r="6.2" class="ln" />
            <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor" />
        </> },
        Glyph::Language => html! { <>
            <circle cx="8" cy="8" r="6.2" class="ln" />
            { lines("M1.8 8h12.4M8 1.8c2 1.8 3 3.8 3 6.2s-1 4.4-3 6.2c-2-1.8-3-3.8-3-6.2s1-4.4 3-6.2z") }
        </> },
        Glyph::Lock => html! { <>
            <rect x="2.7" y="7" width="10.6" height="7.3" rx="1.6" class="ln" />
            { lines("M5 7V5a3 3 0 0 1 6 0v2M8 10v1.6") }
        </> },
        Glyph::Previous => lines("M10 3.5L5.5 8l4.5 4.5"),
        Glyph::Next => lines("M6 3.5L10.5 8 6 12.5"),
        Glyph::Pin => html! { <>
            <path d="M8 14.5S3 10 3 6.4a5 5 0 0 1 10 0C13 10 8 14.5 8 14.5z" fill="currentColor" />
            <circle cx="8" cy="6.4" r="1.8" class="knock-f" />
        </> },
        Glyph::Stopper => lines("M9.5 2v12M2 8h5"),
        Glyph::Eye => html! { <>
            { lines("M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z") }
            <circle cx="8" cy="8" r="2" class="ln" />
        </> },
        Glyph::Wrench => lines(
            "M14 4.2a3.9 3.9 0 0 1-5.2 4.6l-5 5a1.6 1.6 0 0 1-2.3-2.3l5-5A3.9 3.9 0 0 1 11.1 1.3L8.8 3.6l.5 2.4 2.4.5z",
        ),
        Glyph::Swap => lines("M2 5.2h11M10 2l3.2 3.2L10 8.4M14 10.8H3M6 7.6l-3.2 3.2L6 14"),
        Glyph::Switches => html! { <>
            { lines("M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6") }
            <circle cx="10" cy="4.5" r="1.9" class="ln" />
            <circle cx="6" cy="11.5" r="1.9" class="ln" />
        </> },
        Glyph::Plus => lines("M8 2.5v11M2.5 8h11"),
        Glyph::Copy => html! { <>
            <rect x="5.5" y="5.5" width="8.5" height="8.5" rx="1.5" class="ln" />
            { lines("M10.5 2H3.5A1.5 1.5 0 0 0 2 3.5v7") }
        </> },
        Glyph::Again => lines("M3 8a5 5 0 1 0 1.6-3.7M4.8 1.6v3h3"),
        Glyph::Keyboard => html! { <>
            <rect x="1.2" y="3.6" width="13.6" height="8.8" rx="1.6" class="ln" />
            { lines("M4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 9.6h6") }
        </> },
        Glyph::Share => lines("M8 10V1.8M4.8 4.6L8 1.6l3.2 3M4 7.2H2.8v7h10.4v-7H12"),
        Glyph::Menu => lines("M2.5 4h11M2.5 8h11M2.5 12h11"),
        Glyph::Close => lines("M3.5 3.5l9 9M12.5 3.5l-9 9"),
        Glyph::Play => html! { <path d="M4.5 2.5l8.5 5.5-8.5 5.5z" fill="currentColor" /> },
    };
    html! { <svg class="i" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{ drawing }</svg> }
}

#[derive(PartialEq, Properties)]
pub(crate) struct StateProps {
    pub(crate) mark: Mark,
    /// What a screen reader says instead of the mark's own word; empty for nothing.
    #[prop_or_default]
    pub(crate) word: Option<AttrValue>,
}

/// The shape of a state, and its word for those who do not see it.
#[component]
pub(crate) fn State(props: &StateProps) -> Html {
    let shape = match props.mark {
        Mark::Ok => html! { <>
            <circle cx="8" cy="8" r="7" fill="currentColor" />
            <path d="M4.8 8.3l2.2 2.2 4.3-4.7" class="knock" />
        </> },
        Mark::Info => html! { <>
            <rect x="1.5" y="1.5" width="13" height="13" rx="3" fill="currentColor" />
            <path d="M8 7.4v4M8 4.6v.1" class="knock" />
        </> },
        Mark::Warning => html! { <>
            <path
                d="M8 1.2c.5 0 .9.25 1.15.68l5.6 10.2c.5.9-.12 1.92-1.15 1.92H2.4c-1.03 0-1.65-1.02-1.15-1.92L6.85 1.88C7.1 1.45 7.5 1.2 8 1.2z"
                fill="currentColor"
            />
            <path d="M8 5.4v3.8M8 11.5v.1" class="knock" />
        </> },
        Mark::Error => html! { <>
            <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor" />
            <path d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" class="knock" />
        </> },
        Mark::Unknown => html! { <circle cx="8" cy="8" r="6.2" class="ln dash" /> },
    };
    let word = props.word.clone().unwrap_or_else(|| props.mark.word());
    html! {
        <span class={classes!("st", format!("st-{}", props.mark.class()))}>
            <svg class="i" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{ shape }</svg>
            if !word.is_empty() {
                <span class="vh">{ word }{ ": " }</span>
            }
        </span>
    }
}
