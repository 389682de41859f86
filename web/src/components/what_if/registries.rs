//! How K3s or RKE2 is set on the node: what `registries.yaml` does not say.

use pullscope_core::registries::{Distribution, Profile, Setting};
use yew::prelude::*;

use crate::components::field::{choice, toggle};
use crate::hooks::language::use_language;
use crate::texts::t;
use crate::what_if::Switch;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) setting: Setting,
    pub(crate) on_switch: Callback<Switch>,
}

/// When a profile was the newest, in words.
pub(crate) fn time(profile: Profile) -> AttrValue {
    match profile {
        Profile::Legacy => t!("before January 2024"),
        Profile::March2024 => t!("from March 2024 on"),
        Profile::BrokenWildcard => t!("v1.31.6 and v1.32.2"),
        Profile::July2025 => t!("from July 2025 on"),
    }
}

#[component]
pub(crate) fn RegistriesSwitches(props: &Props) -> Html {
    use_language();
    let Setting { distribution, profile, default_endpoint_disabled, embedded_registry, .. } =
        props.setting;
    let distributions = Distribution::ALL.map(|it| (it.as_str(), AttrValue::Static(it.title())));
    let profiles = Profile::ALL.map(|it| (it.name(), time(it)));
    let on_distribution = props.on_switch.reform(|name: String| {
        Switch::Distribution(Distribution::named(&name).unwrap_or_default())
    });
    let on_profile = props
        .on_switch
        .reform(|name: String| Switch::Profile(Profile::named(&name).unwrap_or_default()));
    html! { <>
        { choice("registries-product", t!("Product"), &distributions, distribution.as_str(), on_distribution) }
        { choice("registries-release", t!("Release"), &profiles, profile.name(), on_profile) }
        { toggle(
            t!("Default endpoint"),
            Some(t!("The node runs without --disable-default-registry-endpoint")),
            !default_endpoint_disabled,
            props.on_switch.reform(Switch::DefaultEndpoint),
            html! {},
        ) }
        { toggle(
            t!("Embedded registry"),
            Some(t!("The cluster runs with --embedded-registry")),
            embedded_registry,
            props.on_switch.reform(Switch::EmbeddedRegistry),
            html! {},
        ) }
    </> }
}
