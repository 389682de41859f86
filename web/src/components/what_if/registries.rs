//! How K3s or RKE2 is set on the node: what `registries.yaml` does not say.

use pullscope_core::registries::{Distribution, Profile, Setting};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::what_if::Switch;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) setting: Setting,
    pub(crate) on_switch: Callback<Switch>,
}

/// When a profile was the newest, in words.
pub(crate) fn time(profile: Profile) -> &'static str {
    match profile {
        Profile::Legacy => "before January 2024",
        Profile::March2024 => "from March 2024 on",
        Profile::BrokenWildcard => "v1.31.6 and v1.32.2",
        Profile::July2025 => "from July 2025 on",
    }
}

#[component]
pub(crate) fn RegistriesSwitches(props: &Props) -> Html {
    let Setting { distribution, profile, default_endpoint_disabled, embedded_registry, .. } =
        props.setting;
    let distributions = Distribution::ALL.map(|it| (it.as_str(), it.title()));
    let profiles = Profile::ALL.map(|it| (it.name(), time(it)));
    let on_distribution = props.on_switch.reform(|name: String| {
        Switch::Distribution(Distribution::named(&name).unwrap_or_default())
    });
    let on_profile = props
        .on_switch
        .reform(|name: String| Switch::Profile(Profile::named(&name).unwrap_or_default()));
    html! { <>
        { choice("registries-product", "Product", &distributions, distribution.as_str(), on_distribution) }
        { choice("registries-release", "Release", &profiles, profile.name(), on_profile) }
        { toggle(
            "Default endpoint",
            "The node runs without --disable-default-registry-endpoint",
            !default_endpoint_disabled,
            props.on_switch.reform(Switch::DefaultEndpoint),
        ) }
        { toggle(
            "Embedded registry",
            "The cluster runs with --embedded-registry",
            embedded_registry,
            props.on_switch.reform(Switch::EmbeddedRegistry),
        ) }
    </> }
}

fn choice(
    id: &'static str,
    label: &'static str,
    choices: &[(&'static str, &'static str)],
    chosen: &str,
    on_value: Callback<String>,
) -> Html {
    let onchange = move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            on_value.emit(select.value());
        }
    };
    html! {
        <span class="fld">
            <label for={id}>{ label }</label>
            <select {id} class="in" {onchange}>
                { for choices.iter().map(|(value, name)| html! {
                    <option value={*value} selected={*value == chosen}>{ *name }</option>
                }) }
            </select>
        </span>
    }
}

fn toggle(
    label: &'static str,
    title: &'static str,
    is_on: bool,
    on_switch: Callback<bool>,
) -> Html {
    html! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-checked={is_on.to_string()}
            {title}
            onclick={move |_| on_switch.emit(!is_on)}
        >
            <span class="tr" aria-hidden="true"><i /></span>
            { label }
        </button>
    }
}
