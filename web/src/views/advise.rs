//! The adviser: a few questions, and beside them the set-up that fits, with manifests to start from.

mod form;

use std::borrow::Cow;

use pullscope_core::advise::{Advice, Facts, Manifest, Weighed, advise};
use yew::prelude::*;

use super::ViewProps;
use super::head::ViewHead;
use crate::components::copy::CopyButton;
use crate::components::icon::State;
use crate::texts::t;
use crate::trip::Mark;
use form::{Form, question};

#[component]
pub(super) fn Adviser(props: &ViewProps) -> Html {
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
            evidence={format!("For Kubernetes {}, by the facts below. Nothing of the text is used.", facts.kubernetes)}
            dispatch={props.dispatch.clone()}
        />
        <div class="view advise">
            <Form facts={facts} {on_facts} />
            <div class="advise-a">
                { weighed("Take", Mark::Ok, &advice.taken) }
                { cautions(&advice.cautions) }
                { for advice.manifests.iter().map(manifest) }
                { weighed("Leave", Mark::Unknown, &advice.refused) }
            </div>
        </div>
    </> }
}

/// What to do, in one sentence.
fn sentence(advice: &Advice) -> String {
    let titles: Vec<&str> = advice.taken.iter().map(|it| it.set_up.title()).collect();
    match titles.as_slice() {
        [] => "These facts leave no way: one of them has to change.".to_owned(),
        [one] => format!("{one}."),
        [most @ .., last] => {
            format!("{}, and {}{}.", most.join(", "), last[..1].to_lowercase(), &last[1..])
        }
    }
}

/// Set-ups, each with the fact that decided.
fn weighed(title: &'static str, mark: Mark, list: &[Weighed]) -> Html {
    if list.is_empty() {
        return html! {};
    }
    let id = format!("advise-{}", title.to_lowercase());
    html! {
        <section class="panel" aria-labelledby={id.clone()}>
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
                                    <span class="node-on"><State {mark} word="" />{ it.set_up.title() }</span>
                                    <p class="means">{ format!("{}.", capital(&it.because)) }</p>
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
                <ul class="advise-l">{ for list.iter().map(|it| html! { <li>{ format!("{}.", capital(it)) }</li> }) }</ul>
            </div>
        </section>
    }
}

fn manifest(manifest: &Manifest) -> Html {
    html! {
        <section class="panel" aria-label={manifest.title}>
            <div class="panel-h">
                <h2>{ manifest.title }</h2>
                <CopyButton text={manifest.yaml.clone()} label={format!("Copy: {}", manifest.title)} />
            </div>
            <div class="panel-b">
                <pre class="advise-y" tabindex="0" aria-label={manifest.title}><code>{ &manifest.yaml }</code></pre>
            </div>
        </section>
    }
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
