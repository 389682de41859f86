//! The adviser: a few questions, and beside them the set-up that fits, with manifests to start from.

mod form;

use std::borrow::Cow;

use pullscope_core::advise::{Advice, Facts, Manifest, Weighed, advise};
use yew::prelude::*;

use super::ViewProps;
use super::head::ViewHead;
use crate::components::copy::CopyButton;
use crate::components::icon::State;
use crate::hooks::language::use_language;
use crate::read::list;
use crate::texts::{self, t};
use crate::trip::Mark;
use form::{Form, question};

#[component]
pub(super) fn Adviser(props: &ViewProps) -> Html {
    use_language();
    let chosen = use_state(Facts::default);
    // The release is the one of the switches.
    let facts = Facts { kubernetes: props.what_if.kubernetes, ..(*chosen).clone() };
    let advice = advise(&facts);
    let on_facts = {
        let chosen = chosen.clone();
        move |facts| chosen.set(facts)
    };
    html! { <>
        <ViewHead
            mark={if advice.taken.is_empty() { Mark::Warning } else { Mark::Ok }}
            sentence={sentence(&advice)}
            evidence={t!("For Kubernetes {version}, by the facts below. Nothing of the text is used.", version = facts.kubernetes)}
            dispatch={props.dispatch.clone()}
        />
        <div class="view advise">
            <Form facts={facts} {on_facts} />
            <div class="advise-a">
                { weighed("advise-take", t!("Take"), Mark::Ok, &advice.taken) }
                { cautions(&advice.cautions) }
                { for advice.manifests.iter().map(manifest) }
                { weighed("advise-leave", t!("Leave"), Mark::Unknown, &advice.refused) }
            </div>
        </div>
    </> }
}

/// What to do, in one sentence.
fn sentence(advice: &Advice) -> AttrValue {
    let titles = advice.taken.iter().map(|it| texts::sentence(it.set_up.title()));
    let titles: Vec<AttrValue> = titles.collect();
    match titles.as_slice() {
        [] => t!("These facts leave no way: one of them has to change."),
        [one] => t!("{sentence}.", sentence = one),
        [most @ .., last] => {
            t!("{set_ups}, and {last}.", set_ups = list(most.to_vec()), last = small(last))
        }
    }
}

/// A sentence with its first letter in lower case.
fn small(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |it| it.to_lowercase().chain(letters).collect())
}

/// Set-ups, each with the fact that decided.
fn weighed(id: &'static str, title: AttrValue, mark: Mark, list: &[Weighed]) -> Html {
    if list.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel" aria-labelledby={id}>
            <div class="panel-h"><h2 {id}>{ title }</h2></div>
            <div class="panel-b">
                <table class="grid-t">
                    <thead>
                        <tr><th scope="col">{ t!("Set-up") }</th><th scope="col">{ t!("Decided by") }</th></tr>
                    </thead>
                    <tbody>
                        { for list.iter().map(|it| html! {
                            <tr>
                                <th scope="row">
                                    <span class="node-on"><State {mark} word="" />{ texts::sentence(it.set_up.title()) }</span>
                                    <p class="means">{ whole(&it.because) }</p>
                                </th>
                                <td>{ question(it.fact) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn cautions(list: &[Cow<'static, str>]) -> Html {
    if list.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel" aria-labelledby="advise-mind">
            <div class="panel-h"><h2 id="advise-mind">{ t!("Keep in mind") }</h2></div>
            <div class="panel-b">
                <ul class="advise-l">{ for list.iter().map(|it| html! { <li>{ whole(it) }</li> }) }</ul>
            </div>
        </section>
    }
}

fn manifest(manifest: &Manifest) -> Html {
    let title = texts::sentence(manifest.title);
    html! {
        <section class="panel" aria-label={title.clone()}>
            <div class="panel-h">
                <h2>{ &title }</h2>
                <CopyButton text={manifest.yaml.clone()} label={t!("Copy: {what}", what = title)} />
            </div>
            <div class="panel-b">
                <pre class="advise-y" tabindex="0" aria-label={title}><code>{ &manifest.yaml }</code></pre>
            </div>
        </section>
    }
}

/// A sentence of the core, in the language that is shown, with a capital and a full stop.
fn whole(said: &str) -> AttrValue {
    t!("{sentence}.", sentence = capital(&texts::sentence(said)))
}

/// A sentence with its first letter in upper case.
fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |it| it.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use pullscope_core::advise::{Audience, Images};

    use super::*;

    #[test]
    fn the_answer_names_what_to_take() {
        let of = |facts: Facts| sentence(&advise(&facts));
        let facts = Facts { images: Images::Public, ..Facts::default() };
        assert_eq!(of(facts), "No credential.");
        let facts = Facts { audience: Audience::SomePods, ..Facts::default() };
        assert_eq!(
            of(facts),
            "A pull Secret on the Pod, and the kubelet's verification of credentials."
        );
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!((capital("éa"), capital("")), ("Éa".to_owned(), String::new()));
    }
}
