//! The findings: those about the image that is looked at in front, the others folded.

use std::ops::Range;
use std::rc::Rc;

use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use super::finding::FindingCard;
use crate::hooks::language::use_language;
use crate::read::{Later, list as list_of};
use crate::texts::t;
use crate::trip::{Mark, Note};

/// More findings than anyone reads at once.
const SHOWN: usize = 30;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) notes: Rc<Vec<Note>>,
    /// The image that is looked at.
    pub(crate) at: Option<usize>,
    pub(crate) later: Rc<Later>,
    pub(crate) on_go: Callback<Range<usize>>,
    pub(crate) on_apply: Callback<usize>,
    pub(crate) on_explain: Callback<AttrValue>,
    /// Whether a key applies the first fix.
    #[prop_or(true)]
    pub(crate) has_key: bool,
}

#[component]
pub(crate) fn Findings(props: &Props) -> Html {
    use_language();
    // What is folded is drawn once it is opened.
    let is_open = use_state(|| false);
    let on_toggle = {
        let is_open = is_open.clone();
        move |event: Event| {
            if let Some(details) = event.target_dyn_into::<HtmlDetailsElement>() {
                is_open.set(details.open());
            }
        }
    };
    let (near, far): (Vec<&Note>, Vec<&Note>) =
        props.notes.iter().partition(|note| note.is_near(props.at));
    let first = near.iter().find(|note| note.edits().is_some()).map(|note| note.index);
    html! {
        <section class="panel finds" aria-labelledby="findings">
            <div class="panel-h">
                <h2 id="findings">{ t!("Findings") }</h2>
                <p class="panel-n">{ counts(props.notes.iter()) }</p>
            </div>
            <div class="panel-b" tabindex="0" role="group" aria-labelledby="findings">
                if props.notes.is_empty() {
                    <p class="none">{ t!("Nothing to repair in what was pasted.") }</p>
                } else if near.is_empty() {
                    <p class="none">{ t!("Nothing to repair for this image.") }</p>
                }
                { list(props, &near, first) }
                if !far.is_empty() {
                    <details class="elsewhere" ontoggle={on_toggle}>
                        <summary>
                            { t!("Elsewhere in the text") }
                            <small>{ counts(far.iter().copied()) }</small>
                        </summary>
                        if *is_open { { list(props, &far, None) } }
                    </details>
                }
            </div>
        </section>
    }
}

fn list(props: &Props, notes: &[&Note], first: Option<usize>) -> Html {
    let more = notes.len().saturating_sub(SHOWN);
    html! {
        <ul>
            { for notes.iter().take(SHOWN).map(|note| html! {
                <FindingCard
                    key={note.index}
                    note={(*note).clone()}
                    then={props.later.fix(note.index).cloned()}
                    is_first={props.has_key && first == Some(note.index)}
                    on_go={props.on_go.clone()}
                    on_apply={props.on_apply.clone()}
                    on_explain={props.on_explain.clone()}
                />
            }) }
            if more > 0 {
                <li class="none">{ t!("and {more} more", more = more) }</li>
            }
        </ul>
    }
}

/// `1 error, 2 warnings`; empty when there are none.
fn counts<'n>(notes: impl IntoIterator<Item = &'n Note>) -> AttrValue {
    let mut counts = [(Mark::Error, 0), (Mark::Warning, 0), (Mark::Info, 0)];
    for note in notes {
        if let Some((_, count)) = counts.iter_mut().find(|(mark, _)| *mark == note.mark) {
            *count += 1;
        }
    }
    let words = counts.into_iter().filter(|(_, count)| *count > 0);
    list_of(words.map(|(mark, count)| match (mark, count) {
        (Mark::Error, 1) => t!("1 error"),
        (Mark::Error, _) => t!("{count} errors", count = count),
        (Mark::Warning, 1) => t!("1 warning"),
        (Mark::Warning, _) => t!("{count} warnings", count = count),
        (_, 1) => t!("1 note"),
        (..) => t!("{count} notes", count = count),
    }))
}
