//! The what-if switches as names and positions, to be kept and to be shown.

use pullscope_core::diagnose::PulledBy;
use pullscope_core::features::Gate;
use pullscope_core::kubelet::Presence;
use pullscope_core::registries::{Distribution, Profile};
use yew::AttrValue;

use crate::texts::t;
use crate::what_if::WhatIf;

/// Every switch that is not where it stands at first.
pub(crate) fn pairs(what_if: &WhatIf) -> Vec<(String, String)> {
    listed(what_if, false)
}

/// Where every switch stands; empty for one that leaves it to the text.
pub(crate) fn positions(what_if: &WhatIf) -> Vec<(String, String)> {
    listed(what_if, true)
}

/// A switch of [`positions`], as it is shown.
pub(crate) fn switch(name: &str) -> AttrValue {
    match name {
        "image on node" => t!("image on node"),
        "runtime" => t!("runtime"),
        "platform" => t!("platform"),
        "namespace" => t!("namespace"),
        "kind" => t!("kind"),
        "path" => t!("path"),
        "day" => t!("day"),
        "distribution" => t!("distribution"),
        "time" => t!("time"),
        "default endpoint" => t!("default endpoint"),
        "embedded registry" => t!("embedded registry"),
        "pulled" => t!("pulled"),
        "gate" => t!("gate"),
        name => name.to_owned().into(),
    }
}

/// Where a switch of [`positions`] stands, as it is shown.
pub(crate) fn position(name: &str, value: &str) -> AttrValue {
    match (name, value) {
        (_, "") => t!("as the text tells"),
        ("image on node", "present") => t!("present"),
        ("image on node", "absent") => t!("absent"),
        ("image on node", "unknown") => t!("unknown"),
        ("AlwaysPullImages" | "config.json" | "default endpoint" | "embedded registry", "on") => {
            t!("on")
        }
        ("AlwaysPullImages" | "config.json" | "default endpoint" | "embedded registry", "off") => {
            t!("off")
        }
        (_, value) => value.to_owned().into(),
    }
}

fn listed(what_if: &WhatIf, all: bool) -> Vec<(String, String)> {
    let first = WhatIf::default();
    let mut out = Vec::new();
    let mut put = |name: &str, value: String, is_moved: bool| {
        if is_moved || all {
            out.push((name.to_owned(), value));
        }
    };
    let it = what_if;
    put("kubernetes", it.kubernetes.to_string(), it.kubernetes != first.kubernetes);
    put("image on node", it.on_node.name().into(), it.on_node != first.on_node);
    for (name, value) in [
        ("runtime", &it.runtime),
        ("platform", &it.platform),
        ("namespace", &it.namespace),
        ("kind", &it.kind),
        ("path", &it.path),
        ("day", &it.day),
    ] {
        put(name, value.clone(), !value.is_empty());
    }
    let on = |is_on: bool| if is_on { "on" } else { "off" }.to_owned();
    put("AlwaysPullImages", on(it.always_pull_images), it.always_pull_images);
    put("config.json", on(it.node_config), it.node_config != first.node_config);
    for (gate, is_on) in &it.gates {
        put("gate", format!("{}={is_on}", gate.as_str()), true);
    }
    let (one, other) = (&it.registries, &first.registries);
    let distribution = one.distribution;
    put("distribution", distribution.as_str().into(), distribution != other.distribution);
    put("time", one.profile.name().into(), one.profile != other.profile);
    put("default endpoint", on(!one.default_endpoint_disabled), one.default_endpoint_disabled);
    put("embedded registry", on(one.embedded_registry), one.embedded_registry);
    for (image, by) in &it.pulled {
        put("pulled", format!("{} {image}", pulled_by(by)), true);
    }
    out
}

/// The switches in these positions. What there is not, changes nothing.
pub(crate) fn what_if(pairs: &[(String, String)], clock: Option<i64>) -> WhatIf {
    let mut it = WhatIf { clock, ..WhatIf::default() };
    for (name, value) in pairs {
        set(&mut it, name, value);
    }
    it
}

fn set(it: &mut WhatIf, name: &str, value: &str) {
    match name {
        "kubernetes" => it.kubernetes = value.parse().unwrap_or(it.kubernetes),
        "image on node" => {
            let all = [Presence::Unknown, Presence::Absent, Presence::Present];
            it.on_node = all.into_iter().find(|one| one.name() == value).unwrap_or(it.on_node);
        }
        "runtime" => it.runtime = value.into(),
        "platform" => it.platform = value.into(),
        "namespace" => it.namespace = value.into(),
        "kind" => it.kind = value.into(),
        "path" => it.path = value.into(),
        "day" => it.day = value.into(),
        "AlwaysPullImages" => it.always_pull_images = value == "on",
        "config.json" => it.node_config = value == "on",
        "gate" => {
            let gate = value.split_once('=');
            let gate = gate.and_then(|(gate, on)| Some((Gate::named(gate)?, on.parse().ok()?)));
            it.gates.extend(gate);
        }
        "distribution" => {
            let one = Distribution::named(value);
            it.registries.distribution = one.unwrap_or(it.registries.distribution);
        }
        "time" => {
            it.registries.profile = Profile::named(value).unwrap_or(it.registries.profile);
        }
        "default endpoint" => it.registries.default_endpoint_disabled = value == "off",
        "embedded registry" => it.registries.embedded_registry = value == "on",
        "pulled" => {
            let pulled = value.split_once(' ');
            let pulled = pulled.and_then(|(by, image)| Some((image.to_owned(), of_name(by)?)));
            it.pulled.extend(pulled);
        }
        _ => {}
    }
}

/// `secret:apps/regcred/UID`; none of these names has a slash or a blank in it.
fn pulled_by(by: &PulledBy) -> String {
    let account = |kind: &str, namespace: &str, name: &str, uid: &Option<String>| {
        let uid = uid.as_ref().map(|uid| format!("/{uid}")).unwrap_or_default();
        format!("{kind}:{namespace}/{name}{uid}")
    };
    match by {
        PulledBy::Preloaded => "preloaded".into(),
        PulledBy::Node => "node".into(),
        PulledBy::Unknown => "unknown".into(),
        PulledBy::Secret { namespace, name, uid } => account("secret", namespace, name, uid),
        PulledBy::ServiceAccount { namespace, name, uid } => {
            account("account", namespace, name, uid)
        }
    }
}

fn of_name(by: &str) -> Option<PulledBy> {
    let Some((kind, of)) = by.split_once(':') else {
        return match by {
            "preloaded" => Some(PulledBy::Preloaded),
            "node" => Some(PulledBy::Node),
            "unknown" => Some(PulledBy::Unknown),
            _ => None,
        };
    };
    let mut parts = of.splitn(3, '/').map(str::to_owned);
    let (namespace, name, uid) = (parts.next()?, parts.next()?, parts.next());
    match kind {
        "secret" => Some(PulledBy::Secret { namespace, name, uid }),
        "account" => Some(PulledBy::ServiceAccount { namespace, name, uid }),
        _ => None,
    }
}
