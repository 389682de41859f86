//! What-if switches.

use pullscope_core::Version;
use pullscope_core::diagnose::Options;
use pullscope_core::recognize::PodTemplatePath;

use super::Random;
use super::pool::IMAGES;

/// Switches in any position, for any release.
pub fn options(random: &mut Random) -> Options {
    let releases: Vec<Version> = Version::all().collect();
    let present = || IMAGES.iter().step_by(3).map(ToString::to_string).collect();
    let rollout = PodTemplatePath { kind: "Rollout".into(), path: "spec.template.spec".into() };
    Options {
        kubernetes: *random.pick(&releases),
        default_namespace: (*random.pick(&["default", "apps"])).to_string(),
        always_pull_images: random.chance(30),
        present: random.chance(40).then(present),
        node_config: random.chance(80),
        now: random.chance(50).then_some(1_750_000_000),
        pod_templates: Vec::from_iter(random.chance(50).then_some(rollout)),
        comparisons: *random.pick(&[2_000_000, 2_000_000, 5, 0]),
        ..Options::default()
    }
}
