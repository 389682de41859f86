//! The head of a view: its answer as a sentence, a line below it, and what can be done.

use yew::prelude::*;

use crate::components::icon::{Glyph, Icon, State};
use crate::components::live::Live;
use crate::examples::Example;
use crate::hooks::language::use_language;
use crate::state::Action;
use crate::texts::t;
use crate::trip::Mark;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) mark: Mark,
    pub(super) sentence: AttrValue,
    #[prop_or_default]
    pub(super) evidence: AttrValue,
    /// A text that shows what the view is for.
    #[prop_or_default]
    pub(super) example: Option<Example>,
    pub(super) dispatch: Callback<Action>,
    /// Further buttons.
    #[prop_or_default]
    pub(super) children: Html,
}

#[component]
pub(super) fn ViewHead(props: &Props) -> Html {
    use_language();
    let example = props.example.map(|example| {
        let on_click = props.dispatch.reform(move |_: MouseEvent| Action::Load(example));
        html! {
            <button type="button" class="btn big" title={example.about()} onclick={on_click}>
                <Icon glyph={Glyph::Play} />{ t!("Example") }
            </button>
        }
    });
    html! {
        <section class="answer view-head" aria-labelledby="answer">
            <div class="answer-t">
                <h1 id="answer">
                    <State mark={props.mark} word={t!("Answer")} />
                    <span>{ &props.sentence }</span>
                </h1>
                if !props.evidence.is_empty() {
                    <p>{ &props.evidence }</p>
                }
            </div>
            <p class="acts">{ props.children.clone() }{ example }</p>
            <Live sentence={props.sentence.clone()} />
        </section>
    }
}
