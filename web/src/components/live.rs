//! What a screen reader is told when the answer changes.

use yew::prelude::*;

use crate::hooks::language::use_language;
use crate::hooks::use_at_rest;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) sentence: AttrValue,
}

/// Says the new sentence, once it has been the same for a second.
#[component]
pub(crate) fn Live(props: &Props) -> Html {
    use_language();
    let said = use_state(|| props.sentence.clone());
    {
        let said = said.clone();
        let sentence = props.sentence.clone();
        let say = Callback::from(move |()| said.set(sentence.clone()));
        use_at_rest(props.sentence.clone(), 1000, say);
    }
    html! { <p class="vh" role="status" aria-live="polite">{ &*said }</p> }
}
