//! The what-if switches: what the text does not say, and a person can try.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use pullscope_core::Version;
use pullscope_core::diagnose::{Options, PulledBefore, PulledBy};
use pullscope_core::features::Gate;
use pullscope_core::kubelet::Presence;
use pullscope_core::recognize::PodTemplatePath;
use pullscope_core::registries::{Distribution, Profile, Setting};
use pullscope_core::runtime::Runtime;
use pullscope_core::time;
use yew::AttrValue;

use crate::texts::t;

/// The position of every switch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WhatIf {
    pub(crate) kubernetes: Version,
    /// Whether the node has the image that is looked at.
    pub(crate) on_node: Presence,
    /// The runtime, as a Node tells it: `containerd://2.1`; empty for what the text tells.
    pub(crate) runtime: String,
    /// The platform of the node, as `linux/arm64`; empty for what the text tells.
    pub(crate) platform: String,
    pub(crate) always_pull_images: bool,
    /// Feature gates that are set otherwise than by the release and the text.
    pub(crate) gates: BTreeMap<Gate, bool>,
    /// How K3s or RKE2 is set on a node with a `registries.yaml`.
    pub(crate) registries: Setting,
    /// Images that the node has, and who pulled each of them before.
    pub(crate) pulled: BTreeMap<String, PulledBy>,
    /// Whether a pasted `config.json` is on the node.
    pub(crate) node_config: bool,
    /// The namespace of objects that do not say one; empty for `default`.
    pub(crate) namespace: String,
    /// A kind that makes Pods, and where its Pod spec stands. Both are needed.
    pub(crate) kind: String,
    pub(crate) path: String,
    /// The day on which tokens are judged, as `2026-05-31`; empty for the day of the clock.
    pub(crate) day: String,
    /// The events that were seen before the page repaired something in the text.
    pub(crate) old_events: BTreeSet<Rc<str>>,
    /// Seconds since 1970 when the page was opened.
    pub(crate) clock: Option<i64>,
}

/// Whether the node has the image, as a switch says it.
pub(crate) fn presence(of_image: Presence) -> AttrValue {
    match of_image {
        Presence::Present => t!("present"),
        Presence::Absent => t!("absent"),
        Presence::Unknown => t!("unknown"),
    }
}

/// One switch in another position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Switch {
    Kubernetes(Version),
    OnNode(Presence),
    Runtime(String),
    Platform(String),
    AlwaysPullImages(bool),
    Gate(Gate, Option<bool>),
    Pulled(String, Option<PulledBy>),
    NodeConfig(bool),
    Distribution(Distribution),
    Profile(Profile),
    /// Whether the registry's own address is asked after its mirrors.
    DefaultEndpoint(bool),
    EmbeddedRegistry(bool),
    Namespace(String),
    Kind(String),
    Path(String),
    Day(String),
}

impl Default for WhatIf {
    fn default() -> Self {
        let options = Options::default();
        Self {
            kubernetes: options.kubernetes,
            on_node: Presence::Unknown,
            runtime: String::new(),
            platform: String::new(),
            always_pull_images: options.always_pull_images,
            gates: BTreeMap::new(),
            registries: options.registries,
            pulled: BTreeMap::new(),
            node_config: options.node_config,
            namespace: String::new(),
            kind: String::new(),
            path: String::new(),
            day: String::new(),
            old_events: BTreeSet::new(),
            clock: options.now,
        }
    }
}

impl WhatIf {
    /// The same with one switch moved.
    pub(crate) fn with(&self, switch: Switch) -> Self {
        let mut next = self.clone();
        match switch {
            Switch::Kubernetes(version) => next.kubernetes = version,
            Switch::OnNode(presence) => next.on_node = presence,
            Switch::Runtime(runtime) => next.runtime = runtime,
            Switch::Platform(platform) => next.platform = platform,
            Switch::AlwaysPullImages(on) => next.always_pull_images = on,
            Switch::Gate(gate, Some(on)) => {
                next.gates.insert(gate, on);
            }
            Switch::Gate(gate, None) => {
                next.gates.remove(&gate);
            }
            Switch::Pulled(image, Some(by)) => {
                next.pulled.insert(image, by);
            }
            Switch::Pulled(image, None) => {
                next.pulled.remove(&image);
            }
            Switch::NodeConfig(on) => next.node_config = on,
            Switch::Distribution(one) => next.registries.distribution = one,
            Switch::Profile(profile) => next.registries.profile = profile,
            Switch::DefaultEndpoint(on) => next.registries.default_endpoint_disabled = !on,
            Switch::EmbeddedRegistry(on) => next.registries.embedded_registry = on,
            Switch::Namespace(name) => next.namespace = name,
            Switch::Kind(kind) => next.kind = kind,
            Switch::Path(path) => next.path = path,
            Switch::Day(day) => next.day = day,
        }
        next
    }

    /// As the core takes it. `image` is what the runtime is asked for, of the image looked at.
    pub(crate) fn options(&self, image: Option<&str>) -> Options {
        let defaults = Options::default();
        let word = |text: &str| Some(text.trim().to_owned()).filter(|it| !it.is_empty());
        let template = word(&self.kind)
            .zip(word(&self.path))
            .map(|(kind, path)| PodTemplatePath { kind, path });
        Options {
            kubernetes: self.kubernetes,
            default_namespace: word(&self.namespace).unwrap_or(defaults.default_namespace),
            always_pull_images: self.always_pull_images,
            present: match self.on_node {
                Presence::Unknown => None,
                Presence::Absent => Some(Vec::new()),
                Presence::Present => Some(image.map(str::to_owned).into_iter().collect()),
            },
            runtime: Runtime::of_version(&self.runtime),
            platform: self.platform.parse().ok(),
            feature_gates: self.gates.iter().map(|(gate, on)| (*gate, *on)).collect(),
            registries: self.registries,
            pulled: (self.pulled.iter())
                .map(|(image, by)| PulledBefore { image: image.clone(), by: by.clone() })
                .collect(),
            node_config: self.node_config,
            now: time::parse(&format!("{}T12:00:00Z", self.day.trim())).or(self.clock),
            pod_templates: template.into_iter().collect(),
            ..defaults
        }
    }

    /// Whether the answer depends on which image is looked at.
    pub(crate) fn is_about_one_image(&self) -> bool {
        self.on_node == Presence::Present
    }

    /// Whether an event was seen before the page repaired something.
    pub(crate) fn is_old(&self, text: &str, event: &Range<usize>) -> bool {
        text.get(event.clone()).is_some_and(|event| self.old_events.contains(event))
    }

    /// How many of the switches that are folded away are in use.
    pub(crate) fn folded(&self) -> usize {
        let template = !self.kind.trim().is_empty() && !self.path.trim().is_empty();
        [
            !self.namespace.trim().is_empty(),
            template,
            !self.day.is_empty(),
            !self.runtime.is_empty(),
            !self.platform.is_empty(),
            !self.gates.is_empty(),
            self.registries != Setting::default(),
        ]
        .into_iter()
        .filter(|it| *it)
        .count()
    }

    /// Every other position of a switch that is worth trying, for this text.
    pub(crate) fn others(&self, has_node_config: bool, versions: bool) -> Vec<Switch> {
        let versions = Version::all().filter(|_| versions).map(Switch::Kubernetes);
        let nodes = [Presence::Unknown, Presence::Absent, Presence::Present].map(Switch::OnNode);
        let config = has_node_config.then_some(Switch::NodeConfig(!self.node_config));
        versions
            .chain(nodes)
            .chain([Switch::AlwaysPullImages(!self.always_pull_images)])
            .chain(config)
            .filter(|switch| self.with(switch.clone()) != *self)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn present_is_about_the_image_that_is_looked_at() {
        let what_if = WhatIf::default();
        assert_eq!(what_if.options(Some("a:1")).present, None);
        let absent = what_if.with(Switch::OnNode(Presence::Absent));
        assert_eq!(absent.options(Some("a:1")).present, Some(vec![]));
        let present = what_if.with(Switch::OnNode(Presence::Present));
        assert_eq!(present.options(Some("a:1")).present, Some(vec!["a:1".to_owned()]));
    }

    #[test]
    fn the_runtime_and_the_platform_are_those_that_are_named() {
        let what_if = WhatIf::default();
        assert_eq!(what_if.options(None).runtime, None);
        let what_if = what_if
            .with(Switch::Runtime("cri-o://1.34".into()))
            .with(Switch::Platform("linux/arm64".into()));
        let options = what_if.options(None);
        assert_eq!(options.runtime.map(|it| it.name()), Some("crio"));
        assert_eq!(options.platform.map(|it| it.to_string()).as_deref(), Some("linux/arm64"));
        assert_eq!(what_if.folded(), 2);
    }

    #[test]
    fn a_gate_is_set_and_left_as_it_is_again() {
        let gate = Gate::KubeletEnsureSecretPulledImages;
        let off = WhatIf::default().with(Switch::Gate(gate, Some(false)));
        assert_eq!(off.options(None).feature_gates, [(gate, false)]);
        assert_eq!(off.folded(), 1);
        assert_eq!(off.with(Switch::Gate(gate, None)), WhatIf::default());
    }

    #[test]
    fn who_pulled_an_image_is_told_and_left_out_again() {
        let told = WhatIf::default().with(Switch::Pulled("a:1".into(), Some(PulledBy::Node)));
        let pulled = told.options(None).pulled;
        assert_eq!(pulled, [PulledBefore { image: "a:1".into(), by: PulledBy::Node }]);
        assert_eq!(told.with(Switch::Pulled("a:1".into(), None)), WhatIf::default());
    }

    #[test]
    fn half_of_a_template_is_none() {
        let what_if = WhatIf::default().with(Switch::Kind("Rollout".into()));
        assert!(what_if.options(None).pod_templates.is_empty());
        let what_if = what_if.with(Switch::Path(" spec.template.spec ".into()));
        assert_eq!(what_if.options(None).pod_templates[0].path, "spec.template.spec");
        assert_eq!(what_if.folded(), 1);
    }

    #[test]
    fn a_day_goes_before_the_clock() {
        let what_if = WhatIf { clock: Some(5), ..WhatIf::default() };
        assert_eq!(what_if.options(None).now, Some(5));
        let what_if = what_if.with(Switch::Day("1970-01-02".into()));
        assert_eq!(what_if.options(None).now, Some(36 * 3600));
        assert_eq!(what_if.with(Switch::Day("19".into())).options(None).now, Some(5));
    }

    #[test]
    fn only_other_positions_are_tried() {
        let what_if = WhatIf::default();
        let others = what_if.others(false, true);
        assert_eq!(others.len(), 16 + 2 + 1);
        assert!(others.iter().all(|switch| what_if.with(switch.clone()) != what_if));
        assert_eq!(what_if.others(true, false).len(), 4);
    }
}
