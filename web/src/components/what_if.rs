//! The what-if switches: what the text does not say. A switch that would change the outcome is marked.

pub(crate) mod registries;

use std::rc::Rc;

use pullscope_core::Version;
use pullscope_core::features::Gate;
use pullscope_core::kubelet::Presence;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::field::{choice, toggle as toggle_field};
use super::icon::{Glyph, Icon};
use crate::hooks::language::use_language;
use crate::read::{Later, list};
use crate::texts::t;
use crate::what_if::{Switch, WhatIf};
use registries::RegistriesSwitches;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) what_if: WhatIf,
    pub(crate) later: Rc<Later>,
    /// A file of the node with credentials was pasted.
    pub(crate) has_node_config: bool,
    /// A `registries.yaml` was pasted.
    pub(crate) has_registries: bool,
    /// The bar opens and closes, as on a phone.
    pub(crate) folds: bool,
    pub(crate) on_switch: Callback<Switch>,
    /// They are for the images of a whole cluster, so that none is the one that a node has.
    #[prop_or_default]
    pub(crate) of_many: bool,
    /// A setting is kept, to compare others with it.
    #[prop_or_default]
    pub(crate) is_compared: bool,
    /// Keeps the setting, or ends the comparison.
    #[prop_or_default]
    pub(crate) on_compare: Option<Callback<bool>>,
}

#[component]
pub(crate) fn WhatIfBar(props: &Props) -> Html {
    use_language();
    let is_open = use_state(|| false);
    let shows_more = use_state(|| false);
    let what_if = &props.what_if;
    let marked = !props.later.switches.is_empty();
    let toggle = |state: &UseStateHandle<bool>| {
        let state = state.clone();
        move |_: MouseEvent| state.set(!*state)
    };
    html! {
        <section class="whatif" aria-labelledby="whatif">
            <h2 class="wi-t" id="whatif">
                if props.folds {
                    <button
                        type="button"
                        class="wi-fold"
                        aria-expanded={is_open.to_string()}
                        aria-controls="whatif-row"
                        onclick={toggle(&is_open)}
                    >
                        <Icon glyph={Glyph::Switches} />
                        <span>{ t!("What if") }</span>
                        <small>{ summary(what_if) }</small>
                        if marked { { swap(true) } }
                    </button>
                } else {
                    <Icon glyph={Glyph::Switches} />
                    { t!("What if") }
                }
            </h2>
            <div class="wi-row" id="whatif-row" hidden={props.folds && !*is_open}>
                { version(props) }
                if !props.of_many { { on_node(props) } }
                { toggle_switch(
                    "AlwaysPullImages".into(),
                    t!("The API server runs the admission plugin AlwaysPullImages"),
                    what_if.always_pull_images,
                    props,
                    Switch::AlwaysPullImages,
                ) }
                if props.has_node_config {
                    { toggle_switch(
                        t!("Node’s config.json"),
                        t!("The pasted file with credentials is on the node"),
                        what_if.node_config,
                        props,
                        Switch::NodeConfig,
                    ) }
                }
                <button
                    type="button"
                    class="btn wi-more"
                    aria-expanded={shows_more.to_string()}
                    aria-controls="whatif-more"
                    onclick={toggle(&shows_more)}
                >
                    <Icon glyph={Glyph::Plus} />
                    { match what_if.folded() {
                        0 => t!("More"),
                        count => t!("More, {count} in use", count = count),
                    } }
                </button>
                if let Some(on_compare) = props.on_compare.clone() {
                    { compare(props.is_compared, on_compare) }
                }
                if marked {
                    <p class="wi-note"><Icon glyph={Glyph::Swap} />{ t!("would change the outcome") }</p>
                }
            </div>
            <div class="wi-row wi-extra" id="whatif-more" hidden={!*shows_more || props.folds && !*is_open}>
                { text(t!("Default namespace"), "default", &what_if.namespace, props, Switch::Namespace) }
                { text(t!("A kind that makes Pods"), "Rollout", &what_if.kind, props, Switch::Kind) }
                { text(t!("its Pod spec is at"), "spec.template.spec", &what_if.path, props, Switch::Path) }
                { day(props) }
                { choice("whatif-runtime", t!("Runtime"), &runtimes(), &what_if.runtime, props.on_switch.reform(Switch::Runtime)) }
                { choice("whatif-platform", t!("Platform"), &platforms(), &what_if.platform, props.on_switch.reform(Switch::Platform)) }
                if props.has_registries {
                    <RegistriesSwitches setting={what_if.registries} on_switch={props.on_switch.clone()} />
                }
                { gates(props) }
            </div>
        </section>
    }
}

/// Keeps the setting as it is, so that another can be tried beside it.
fn compare(is_compared: bool, on_compare: Callback<bool>) -> Html {
    html! {
        <button
            type="button"
            class="btn wi-compare"
            aria-pressed={is_compared.to_string()}
            title={t!("Keep these switches as A, and see what others change")}
            onclick={move |_| on_compare.emit(!is_compared)}
        >
            <Icon glyph={Glyph::Swap} />
            { t!("Compare") }
        </button>
    }
}

/// `1.36, image present`: what is set, in few words.
fn summary(what_if: &WhatIf) -> AttrValue {
    let mut words: Vec<AttrValue> = vec![format!("Kubernetes {}", what_if.kubernetes).into()];
    match what_if.on_node {
        Presence::Unknown => {}
        Presence::Present => words.push(t!("image present")),
        Presence::Absent => words.push(t!("image absent")),
    }
    if what_if.always_pull_images {
        words.push("AlwaysPullImages".into());
    }
    list(words)
}

/// The sign on a switch that would change the outcome.
fn swap(is_shown: bool) -> Html {
    match is_shown {
        true => html! {
            <span class="swap" title={t!("Would change the outcome")}><Icon glyph={Glyph::Swap} /><span class="vh">{ ", " }{ t!("would change the outcome") }</span></span>
        },
        false => html! {},
    }
}

fn version(props: &Props) -> Html {
    let on_switch = props.on_switch.clone();
    let onchange = move |event: Event| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(version) = chosen.and_then(|it| it.value().parse().ok()) {
            on_switch.emit(Switch::Kubernetes(version));
        }
    };
    let mut any = false;
    let options = Version::all().rev().map(|version| {
        let changes = props.later.changes(&Switch::Kubernetes(version));
        any |= changes;
        // A list of options shows text alone.
        let label = if changes { format!("{version} ⇄") } else { version.to_string() };
        html! {
            <option value={version.to_string()} selected={version == props.what_if.kubernetes}>{ label }</option>
        }
    });
    let options: Html = options.collect();
    html! {
        <span class="fld">
            <label for="whatif-version">{ "Kubernetes" }</label>
            <span class="marked">
                <select id="whatif-version" class="in" {onchange}>{ options }</select>
                { swap(any) }
            </span>
        </span>
    }
}

fn on_node(props: &Props) -> Html {
    let now = props.what_if.on_node;
    let buttons = [Presence::Unknown, Presence::Absent, Presence::Present].map(|presence| {
        let on_switch = props.on_switch.clone();
        let switch = Switch::OnNode(presence);
        let changes = props.later.changes(&switch);
        html! {
            <button
                type="button"
                aria-pressed={(presence == now).to_string()}
                onclick={move |_| on_switch.emit(Switch::OnNode(presence))}
            >
                { crate::what_if::presence(presence) }
                { swap(changes) }
            </button>
        }
    });
    html! {
        <span class="fld" role="group" aria-labelledby="whatif-node">
            <span id="whatif-node">{ t!("Image on node") }</span>
            <span class="seg">{ for buttons }</span>
        </span>
    }
}

fn toggle_switch(
    label: AttrValue,
    title: AttrValue,
    is_on: bool,
    props: &Props,
    switch: fn(bool) -> Switch,
) -> Html {
    let behind = swap(props.later.changes(&switch(!is_on)));
    toggle_field(label, Some(title), is_on, props.on_switch.reform(switch), behind)
}

fn text(
    label: AttrValue,
    placeholder: &'static str,
    value: &str,
    props: &Props,
    switch: fn(String) -> Switch,
) -> Html {
    html! {
        <label class="fld">
            { label }
            <input
                class="in"
                type="text"
                {placeholder}
                value={value.to_owned()}
                spellcheck="false"
                autocapitalize="off"
                autocomplete="off"
                oninput={typed(props, switch)}
            />
        </label>
    }
}

/// Runtimes to choose from, as a Node and as a person name them.
fn runtimes() -> [(&'static str, AttrValue); 6] {
    [
        ("", t!("as the text tells")),
        ("containerd://2.1", t!("containerd from 2.1 on")),
        ("containerd://2.0", t!("containerd up to 2.0")),
        ("cri-o://1.34", t!("CRI-O from 1.34 on")),
        ("cri-o://1.33", t!("CRI-O up to 1.33")),
        ("docker://27", "Docker".into()),
    ]
}

/// Platforms of nodes.
fn platforms() -> [(&'static str, AttrValue); 8] {
    let plain = |it: &'static str| (it, AttrValue::Static(it));
    [
        ("", t!("as the text tells")),
        plain("linux/amd64"),
        plain("linux/arm64"),
        plain("linux/arm/v7"),
        plain("linux/ppc64le"),
        plain("linux/s390x"),
        plain("linux/riscv64"),
        plain("windows/amd64"),
    ]
}

/// The feature gates that the release has, folded until they are asked for.
fn gates(props: &Props) -> Html {
    let version = props.what_if.kubernetes;
    let known = Gate::ALL.into_iter().filter(|gate| gate.stage(version).is_some());
    let set = props.what_if.gates.len();
    html! {
        <details class="wi-gates">
            <summary>
                { t!("Feature gates") }
                if set > 0 { { t!(", {count} set", count = set) } }
            </summary>
            <div>{ for known.map(|gate| one_gate(gate, props)) }</div>
        </details>
    }
}

fn one_gate(gate: Gate, props: &Props) -> Html {
    let on_switch = props.on_switch.clone();
    let onchange = move |event: Event| {
        if let Some(chosen) = event.target_dyn_into::<HtmlSelectElement>() {
            on_switch.emit(Switch::Gate(gate, chosen.value().parse().ok()));
        }
    };
    let now = props.what_if.gates.get(&gate).copied();
    let choices = [(t!("as it is"), None), (t!("on"), Some(true)), (t!("off"), Some(false))];
    html! {
        <label class="fld">
            <code>{ gate.as_str() }</code>
            <select class="in" {onchange}>
                { for choices.into_iter().map(|(name, on)| html! {
                    <option value={on.map_or_else(String::new, |on| on.to_string())} selected={on == now}>{ name }</option>
                }) }
            </select>
        </label>
    }
}

fn day(props: &Props) -> Html {
    html! {
        <label class="fld">
            { t!("Tokens are judged on") }
            <input
                class="in"
                type="date"
                value={props.what_if.day.clone()}
                oninput={typed(props, Switch::Day)}
            />
        </label>
    }
}

fn typed(props: &Props, switch: fn(String) -> Switch) -> Callback<InputEvent> {
    let on_switch = props.on_switch.clone();
    Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            on_switch.emit(switch(input.value()));
        }
    })
}
