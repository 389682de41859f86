//! The questions.

use crate::hooks::language::use_language;
use crate::texts::{sentence, t};
use pullscope_core::advise::{Audience, Fact, Facts, Images, Nodes, Registry, Supply};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) facts: Facts,
    pub(super) on_facts: Callback<Facts>,
}

/// A fact as it is asked for.
pub(super) fn question(fact: Fact) -> AttrValue {
    match fact {
        Fact::Kubernetes => "Kubernetes".into(),
        Fact::Images => t!("The images are"),
        Fact::Audience => t!("Who may use them"),
        Fact::Nodes => t!("Who decides what is on the nodes"),
        Fact::Tenants => t!("Several tenants, who must not use each other’s images"),
        Fact::Registry => t!("The registry"),
        Fact::Rotates => t!("Passwords are replaced every few hours or days"),
        Fact::StaticPods => t!("Static Pods use the images"),
        Fact::Supply => t!("The nodes pull from"),
        Fact::K3s => t!("The nodes run K3s or RKE2"),
    }
}

#[component]
pub(super) fn Form(props: &Props) -> Html {
    use_language();
    let Props { facts, on_facts } = props;
    html! {
        <section class="panel" aria-labelledby="advise-facts">
            <div class="panel-h"><h2 id="advise-facts">{ t!("Facts") }</h2></div>
            <div class="panel-b advise-f">
                { choice(Fact::Images, Images::ALL, facts.images, (Images::name, Images::label), props, |facts, images| facts.images = images) }
                { choice(Fact::Audience, Audience::ALL, facts.audience, (Audience::name, Audience::label), props, |facts, audience| facts.audience = audience) }
                { choice(Fact::Nodes, Nodes::ALL, facts.nodes, (Nodes::name, Nodes::label), props, |facts, nodes| facts.nodes = nodes) }
                { choice(Fact::Registry, Registry::ALL, facts.registry, (Registry::name, Registry::label), props, |facts, registry| facts.registry = registry) }
                { choice(Fact::Supply, Supply::ALL, facts.supply, (Supply::name, Supply::label), props, |facts, supply| facts.supply = supply) }
                { flag(Fact::Tenants, facts.tenants, facts, on_facts, |facts, on| facts.tenants = on) }
                { flag(Fact::Rotates, facts.rotates, facts, on_facts, |facts, on| facts.rotates = on) }
                { flag(Fact::StaticPods, facts.static_pods, facts, on_facts, |facts, on| facts.static_pods = on) }
                { flag(Fact::K3s, facts.k3s, facts, on_facts, |facts, on| facts.k3s = on) }
            </div>
        </section>
    }
}

/// The name of a value for code, or its label.
type Words<T> = fn(T) -> &'static str;

/// One of several values.
fn choice<T: Copy + PartialEq + 'static>(
    fact: Fact,
    all: &'static [T],
    now: T,
    (name, label): (Words<T>, Words<T>),
    props: &Props,
    set: fn(&mut Facts, T),
) -> Html {
    let id = format!("advise-{}", fact.name());
    let (facts, on_facts) = (props.facts.clone(), props.on_facts.clone());
    let onchange = move |event: Event| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>().map(|it| it.value());
        let value = all.iter().find(|it| chosen.as_deref() == Some(name(**it)));
        if let Some(value) = value {
            let mut facts = facts.clone();
            set(&mut facts, *value);
            on_facts.emit(facts);
        }
    };
    html! {
        <span class="fld">
            <label for={id.clone()}>{ question(fact) }</label>
            <select {id} class="in" {onchange}>
                { for all.iter().map(|it| html! {
                    <option value={name(*it)} selected={*it == now}>{ sentence(label(*it)) }</option>
                }) }
            </select>
        </span>
    }
}

/// Yes or no.
fn flag(
    fact: Fact,
    now: bool,
    facts: &Facts,
    on_facts: &Callback<Facts>,
    set: fn(&mut Facts, bool),
) -> Html {
    let (facts, on_facts) = (facts.clone(), on_facts.clone());
    let onchange = move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            let mut facts = facts.clone();
            set(&mut facts, input.checked());
            on_facts.emit(facts);
        }
    };
    html! {
        <label class="advise-c">
            <input type="checkbox" name={fact.name()} checked={now} {onchange} />
            <span>{ question(fact) }</span>
        </label>
    }
}
