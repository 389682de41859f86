//! The reference: a name taken apart, each part with its bytes, its rule and the stops that use it;
//! the same in other places; and names a few characters away, with what Kubernetes says of them.

mod apart;
mod drawing;
mod nearby;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::ViewProps;
use super::head::ViewHead;
use crate::components::icon::State;
use crate::hooks::language::use_language;
use crate::texts::t;
use apart::{Apart, Read, read};

/// The name that is shown where the text has none.
const SOME: &str = "registry.example.com:5000/team/shop:1.4.2";

#[component]
pub(super) fn ReferenceView(props: &ViewProps) -> Html {
    use_language();
    let own = use_state(|| None::<String>);
    let chosen = props.trip.as_ref().map(|trip| trip.image.clone());
    {
        // Another image of the journey is looked at: then it is shown here, too.
        let own = own.setter();
        use_effect_with(chosen.clone(), move |_| own.set(None));
    }
    let name = match (&*own, &chosen) {
        (Some(own), _) => own.clone(),
        (None, Some(image)) => image.to_string(),
        (None, None) => SOME.to_owned(),
    };
    let version = props.what_if.kubernetes;
    let read = read(&name, version);
    let set = {
        let own = own.setter();
        Callback::from(move |name: String| own.set(Some(name)))
    };
    let oninput = {
        let set = set.clone();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                set.emit(input.value());
            }
        }
    };
    let (mark, sentence) = read.sentence();
    let is_own = own.is_some() && chosen.is_some();
    let back = {
        let own = own.setter();
        move |_: MouseEvent| own.set(None)
    };
    html! { <>
        <ViewHead
            {mark}
            {sentence}
            evidence={t!("Read as Kubernetes {version} reads it. Change the name; the answer follows as you type.", version = version)}
            dispatch={props.dispatch.clone()}
        >
            if is_own {
                <button type="button" class="btn big" onclick={back}>{ t!("Back to the image of the journey") }</button>
            }
        </ViewHead>
        <div class="view refs">
            <section class="panel ref-main" aria-labelledby="ref-apart">
                <div class="panel-h"><h2 id="ref-apart">{ t!("Part by part") }</h2></div>
                <div class="panel-b">
                    <span class="fld ref-in">
                        <label for="ref-text">{ t!("The name of an image") }</label>
                        <input id="ref-text" class="in mono" autocomplete="off" spellcheck="false" autocapitalize="off" value={name.clone()} {oninput} />
                    </span>
                    { match &read {
                        Read::Apart(apart) => drawing::panel(apart),
                        Read::Refused(refused) => drawing::refused(refused, &set),
                    } }
                </div>
            </section>
            if let Read::Apart(apart) = &read { { spellings(apart) } }
            { nearby::panel(&name, version, &set) }
        </div>
    </> }
}

/// The same name as it stands elsewhere.
fn spellings(apart: &Apart) -> Html {
    html! {
        <section class="panel" aria-labelledby="ref-same">
            <div class="panel-h"><h2 id="ref-same">{ t!("The same name in other places") }</h2></div>
            <div class="panel-b">
                <dl class="ref-same">
                    { for apart.spellings().into_iter().map(|(place, text, note)| html! {
                        <div><dt>{ place }</dt><dd><code>{ text }</code><span>{ note }</span></dd></div>
                    }) }
                </dl>
                { for apart.advice.iter().map(|(mark, message)| html! {
                    <p class="ref-adv"><State mark={*mark} /><span>{ message }</span></p>
                }) }
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trip::Mark;

    #[test]
    fn the_name_that_stands_there_is_one() {
        assert_eq!(read(SOME, pullscope_core::Version::NEWEST).sentence().0, Mark::Ok);
    }
}
