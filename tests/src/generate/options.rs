//! What-if switches.

use pullscope_core::Version;
use pullscope_core::diagnose::{Options, PulledBefore, PulledBy};
use pullscope_core::features::Gate;
use pullscope_core::image_index::Platform;
use pullscope_core::recognize::PodTemplatePath;
use pullscope_core::registries::{Containerd, Distribution, Profile, Setting};
use pullscope_core::runtime::{Runtime, ShortNames};

use super::Random;
use super::pool::IMAGES;

/// Switches in any position, for any release.
pub fn options(random: &mut Random) -> Options {
    let releases: Vec<Version> = Version::all().collect();
    let present = || IMAGES.iter().step_by(3).map(ToString::to_string).collect();
    let by = random.pick(&["preloaded", "node", "unknown", "regcred", "robot"]);
    let pulled = PulledBefore {
        image: (*random.pick(&IMAGES)).to_string(),
        by: match *by {
            "preloaded" => PulledBy::Preloaded,
            "node" => PulledBy::Node,
            "unknown" => PulledBy::Unknown,
            "robot" => PulledBy::ServiceAccount {
                namespace: "apps".into(),
                name: "default".into(),
                uid: None,
            },
            name => PulledBy::Secret { namespace: "apps".into(), name: name.into(), uid: None },
        },
    };
    let rollout = PodTemplatePath { kind: "Rollout".into(), path: "spec.template.spec".into() };
    Options {
        kubernetes: *random.pick(&releases),
        default_namespace: (*random.pick(&["default", "apps"])).to_string(),
        always_pull_images: random.chance(30),
        present: random.chance(40).then(present),
        runtime: random.chance(40).then(|| runtime(random)),
        platform: random.chance(40).then(|| Platform::new("linux", "arm64", "v8")),
        pulled: Vec::from_iter(random.chance(40).then_some(pulled)),
        node_config: random.chance(80),
        feature_gates: Vec::from_iter(
            random.chance(30).then(|| (*random.pick(&Gate::ALL), random.chance(50))),
        ),
        registries: Setting {
            distribution: *random.pick(&Distribution::ALL),
            profile: *random.pick(&Profile::ALL),
            default_endpoint_disabled: random.chance(30),
            embedded_registry: random.chance(30),
            containerd: random.chance(20).then_some(Containerd::V1),
        },
        now: random.chance(50).then_some(1_750_000_000),
        pod_templates: Vec::from_iter(random.chance(50).then_some(rollout)),
        comparisons: *random.pick(&[2_000_000, 2_000_000, 5, 0]),
        ..Options::default()
    }
}

fn runtime(random: &mut Random) -> Runtime {
    let registries = ["docker.io", "quay.io"].map(String::from).to_vec();
    let searched = ShortNames { registries: Some(registries), ..ShortNames::default() };
    let runtimes = [
        Runtime::Containerd { local_pull: false },
        Runtime::Containerd { local_pull: true },
        Runtime::CriO(ShortNames::default()),
        Runtime::CriO(searched),
        Runtime::Docker,
    ];
    random.pick(&runtimes).clone()
}
