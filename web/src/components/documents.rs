//! What each document was taken for, and why.

use std::ops::Range;
use std::rc::Rc;

use yew::prelude::*;

use super::icon::State;
use super::steps::link;
use crate::hooks::language::use_language;
use crate::texts::t;
use crate::trip::{Document, Mark};

/// More documents than anyone reads.
const SHOWN: usize = 40;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) documents: Rc<Vec<Document>>,
    /// All of them in a few words.
    pub(crate) summary: AttrValue,
    pub(crate) on_go: Callback<Range<usize>>,
}

#[component]
pub(crate) fn Documents(props: &Props) -> Html {
    use_language();
    let more = props.documents.len().saturating_sub(SHOWN);
    html! {
        <details class="taken">
            <summary id="documents-n"><span class="vh">{ t!("What was recognized:") }{ " " }</span>{ &props.summary }</summary>
            <ol>
                { for props.documents.iter().take(SHOWN).map(|document| html! {
                    <li>
                        if document.is_broken { <State mark={Mark::Error} /> }
                        <span>
                            if !document.name.is_empty() { <b>{ &document.name }</b>{ ": " } }
                            { &document.taken_for }
                            { ", " }
                            { link(&document.spot, &props.on_go) }
                            if !document.because.is_empty() { <small>{ &document.because }</small> }
                        </span>
                    </li>
                }) }
                if more > 0 {
                    <li>{ t!("and {more} more", more = more) }</li>
                }
            </ol>
        </details>
    }
}
