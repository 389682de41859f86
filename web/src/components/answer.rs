//! The answer: one sentence with its state, one line of evidence, and the fix that comes first.

use yew::prelude::*;

use super::icon::{Glyph, Icon, State};
use crate::hooks::language::use_language;
use crate::shortcuts::{Chord, Command};
use crate::texts::t;
use crate::trip::Mark;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) mark: Mark,
    pub(crate) sentence: AttrValue,
    pub(crate) evidence: AttrValue,
    /// The first fix: the finding it belongs to, and what it does.
    pub(crate) fix: Option<(usize, AttrValue)>,
    /// What follows from it, once that is known.
    pub(crate) then: Option<AttrValue>,
    pub(crate) on_apply: Callback<usize>,
}

#[component]
pub(crate) fn Answer(props: &Props) -> Html {
    use_language();
    html! {
        <section class="answer" aria-labelledby="answer">
            <div class="answer-t">
                <h1 id="answer">
                    <State mark={props.mark} word={t!("Answer")} />
                    <span>{ &props.sentence }</span>
                </h1>
                if !props.evidence.is_empty() {
                    <p>{ &props.evidence }</p>
                }
            </div>
            if let Some((note, title)) = &props.fix {
                { best(*note, title, props) }
            }
        </section>
    }
}

fn best(note: usize, title: &AttrValue, props: &Props) -> Html {
    let on_apply = props.on_apply.clone();
    html! {
        <div class="best">
            <button
                type="button"
                class="btn primary big"
                aria-keyshortcuts={Command::Fix.chord().map(Chord::aria)}
                onclick={move |_| on_apply.emit(note)}
            >
                <Icon glyph={Glyph::Wrench} />
                <span>{ title }</span>
                <kbd aria-hidden="true">{ for Command::Fix.chord().map(|it| it.keys().join(" ")) }</kbd>
            </button>
            if let Some(then) = &props.then {
                <p><State mark={Mark::Ok} word="" /><span>{ then }</span></p>
            }
        </div>
    }
}
