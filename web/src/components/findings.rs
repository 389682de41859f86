//! The findings: each with its place in the text, which a click goes to.

use std::ops::Range;
use std::rc::Rc;

use yew::prelude::*;

use super::icon::State;
use crate::read::capital;
use crate::trip::{Mark, Note};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) notes: Rc<Vec<Note>>,
    pub(crate) on_go: Callback<Range<usize>>,
}

#[component]
pub(crate) fn Findings(props: &Props) -> Html {
    html! {
        <section class="panel finds" aria-labelledby="findings">
            <div class="panel-h">
                <h2 id="findings">{ "Findings" }</h2>
                <p class="panel-n">{ counts(&props.notes) }</p>
            </div>
            <div class="panel-b" tabindex="0" role="group" aria-labelledby="findings">
                if props.notes.is_empty() {
                    <p class="none">{ "Nothing to repair in what was pasted." }</p>
                }
                <ul>
                    { for props.notes.iter().map(|note| finding(note, &props.on_go)) }
                </ul>
            </div>
        </section>
    }
}

fn finding(note: &Note, on_go: &Callback<Range<usize>>) -> Html {
    let go = note.at.zip(note.span.clone()).map(|((line, column), span)| {
        let on_go = on_go.clone();
        html! {
            <button type="button" class="btn" onclick={move |_| on_go.emit(span.clone())}>
                { format!("Line {line}:{column}") }
            </button>
        }
    });
    let (title, rest) = headline(&note.message);
    html! {
        <li class={classes!("find", format!("f-{}", note.mark.class()))}>
            <h3><State mark={note.mark} /><span>{ title.to_owned() }</span></h3>
            if !rest.is_empty() {
                <p>{ capital(rest) }{ "." }</p>
            }
            if !note.path.is_empty() {
                <p><code>{ &note.path }</code></p>
            }
            <div class="acts">{ for go }<code class="code-id">{ &note.code }</code></div>
        </li>
    }
}

/// A sentence up to its first pause, and the rest of it.
fn headline(message: &str) -> (&str, &str) {
    let pause = [": ", "; "].into_iter().filter_map(|pause| message.find(pause)).min();
    pause.map_or((message, ""), |at| (&message[..at], &message[at + 2..]))
}

/// `1 error, 2 warnings`; empty when there are none.
fn counts(notes: &[Note]) -> String {
    let count = |mark, one: &str| {
        let count = notes.iter().filter(|note| note.mark == mark).count();
        (count > 0).then(|| format!("{count} {one}{}", if count == 1 { "" } else { "s" }))
    };
    [count(Mark::Error, "error"), count(Mark::Warning, "warning"), count(Mark::Info, "note")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}
