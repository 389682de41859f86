//! One finding: what is wrong, where, what to change, and what follows from that.

use std::ops::Range;

use yew::prelude::*;

use super::copy::CopyButton;
use super::icon::{Glyph, Icon, State};
use super::pointing::{Pointed, use_pointing};
use super::steps::links;
use super::woven::woven;
use crate::hooks::language::use_language;
use crate::shortcuts::{Chord, Command};
use crate::texts::t;
use crate::trip::{DiffLine, Mark, Note, Repair, Sign};

/// How many places are named.
const PLACES: usize = 6;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) note: Note,
    /// What follows from the fix, once that is known.
    pub(crate) then: Option<AttrValue>,
    /// Its fix is the first one, which a key applies.
    pub(crate) is_first: bool,
    pub(crate) on_go: Callback<Range<usize>>,
    pub(crate) on_apply: Callback<usize>,
    pub(crate) on_explain: Callback<AttrValue>,
}

#[component]
pub(crate) fn FindingCard(props: &Props) -> Html {
    use_language();
    let note = &props.note;
    let on_explain = {
        let (on_explain, code) = (props.on_explain.clone(), note.code.clone());
        move |_: MouseEvent| on_explain.emit(code.clone())
    };
    let spans: Vec<_> = note.spots.iter().map(|spot| spot.span.clone()).collect();
    let Pointed { class, enter, leave, focus, blur } = use_pointing().at(&spans);
    html! {
        <li
            class={classes!("find", format!("f-{}", note.mark.class()), class)}
            onmouseenter={enter}
            onmouseleave={leave}
            onfocusin={focus}
            onfocusout={blur}
        >
            <h3><State mark={note.mark} /><span>{ note.heading() }</span></h3>
            <p>{ t!("{sentence}.", sentence = note.said()) }</p>
            if let Some(repair) = &note.repair {
                { fix(repair, props) }
            }
            { acts(props) }
            <p class="find-end">
                if !note.path.is_empty() { <code>{ &note.path }</code> }
                if note.is_explained {
                    <button
                        type="button"
                        class="lnk code-id"
                        aria-haspopup="dialog"
                        aria-label={t!("Explain {code}", code = note.code)}
                        onclick={on_explain}
                    >
                        { &note.code }
                    </button>
                } else {
                    <code class="code-id">{ &note.code }</code>
                }
            </p>
        </li>
    }
}

fn fix(repair: &Repair, props: &Props) -> Html {
    html! { <>
        <p class="fix-t">{ repair.said() }</p>
        if !repair.diff.is_empty() {
            <div class="diff" role="group" aria-label={t!("The lines before and after")} tabindex="0">
                { diff_lines(&repair.diff) }
            </div>
        }
        if let Some(command) = &repair.command {
            <div class="cmd">
                <code>{ command }</code>
                <CopyButton text={command.clone()} label={t!("Copy the command")} />
            </div>
        }
        if let Some(then) = &props.then {
            <p class="then"><State mark={Mark::Ok} word="" /><span>{ then }</span></p>
        }
    </> }
}

/// Lines that go and lines that come, for an element of the class `diff`.
pub(crate) fn diff_lines(lines: &[DiffLine]) -> Html {
    lines.iter().map(line).collect()
}

fn line(line: &DiffLine) -> Html {
    let (class, sign, said) = match line.sign {
        Sign::Goes => ("goes", "−", t!("Line {line} goes:", line = line.number)),
        Sign::Comes => ("comes", "+", t!("Line {line} comes:", line = line.number)),
    };
    html! {
        <div {class}>
            <span class="dn" aria-hidden="true">{ line.number }</span>
            <span class="ds" aria-hidden="true">{ sign }</span>
            <code>
                <span class="vh">{ said }{ " " }</span>
                { for line.parts.iter().map(|(text, changed)| match changed {
                    true => html! { <mark>{ text }</mark> },
                    false => html! { text },
                }) }
            </code>
        </div>
    }
}

/// The button of the fix, the place of the finding, and those of the other values.
fn acts(props: &Props) -> Html {
    let note = &props.note;
    let apply = note.edits().map(|repair| {
        let (on_apply, index) = (props.on_apply.clone(), note.index);
        let key = Command::Fix.chord().filter(|_| props.is_first);
        html! {
            <button
                type="button"
                class={classes!("btn", props.is_first.then_some("primary"))}
                aria-keyshortcuts={key.map(Chord::aria)}
                onclick={move |_| on_apply.emit(index)}
            >
                <Icon glyph={Glyph::Wrench} />
                { t!("Apply fix") }
                <span class="vh">{ format!(": {}", repair.said()) }</span>
                if let Some(key) = key { <kbd aria-hidden="true">{ key.keys().join(" ") }</kbd> }
            </button>
        }
    });
    let own = note.spots.first().map(|own| {
        let (on_go, span) = (props.on_go.clone(), own.span.clone());
        html! {
            <button type="button" class="btn" onclick={move |_| on_go.emit(span.clone())}>
                { t!("Line {line}:{column}", line = own.line, column = own.column) }
            </button>
        }
    });
    let related = note.spots.iter().skip(1).take(PLACES);
    html! { <>
        <div class="acts">{ apply }{ own }</div>
        if note.spots.len() > 1 {
            <p class="from">
                { woven(&t!("With {places}"), &[("places", links(related, "; ", &props.on_go))]) }
            </p>
        }
    </> }
}
