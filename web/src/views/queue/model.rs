//! What is asked of the core about the pulls of a node, and what is drawn of its answer.

use std::collections::BTreeMap;

use pullscope_core::diagnose::{Diagnosis, OutcomeKind};
use pullscope_core::kubelet::queue::{
    Arrival, Attempt, Bytes, Error, Fate, Node, Simulation, Span, Wanted, simulate,
};
use pullscope_core::kubelet::{Presence, Settings};
use pullscope_core::version::Version;
use pullscope_core::workload::Role;
use pullscope_core::{PullPolicy, Reference};
use yew::AttrValue;

use crate::texts::{self, t};
use crate::trip;

/// Bytes in a megabyte.
pub(super) const MB: u64 = 1_000_000;
/// How many images are drawn and listed.
pub(super) const MOST: usize = 60;

/// What a person may change.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Assumed {
    pub(super) serialize: Option<bool>,
    /// 0 for no limit.
    pub(super) parallel: Option<i32>,
    pub(super) qps: Option<i32>,
    pub(super) burst: Option<i32>,
    /// MB in a second, for the whole node.
    pub(super) bandwidth: u64,
    /// MB of an image whose size nothing tells.
    pub(super) usual: u64,
    /// MB, by the name under which a runtime keeps the image.
    pub(super) sizes: BTreeMap<String, u64>,
    /// Seconds until a Pod comes, by its number.
    pub(super) comes: BTreeMap<usize, u64>,
}

impl Default for Assumed {
    fn default() -> Self {
        Self {
            serialize: None,
            parallel: None,
            qps: None,
            burst: None,
            bandwidth: 40,
            usual: 200,
            sizes: BTreeMap::new(),
            comes: BTreeMap::new(),
        }
    }
}

impl Assumed {
    /// The settings of the node, with what was changed.
    pub(super) fn settings(&self, node: &Settings) -> Settings {
        let parallel = match self.parallel {
            None => node.max_parallel_image_pulls,
            Some(most) => Some(most).filter(|it| *it > 0),
        };
        Settings {
            serialize_image_pulls: self.serialize.unwrap_or(node.serialize_image_pulls),
            max_parallel_image_pulls: parallel,
            registry_pull_qps: self.qps.unwrap_or(node.registry_pull_qps),
            registry_burst: self.burst.unwrap_or(node.registry_burst),
            ..node.clone()
        }
    }
}

/// A Pod of the text, or of the example.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pod {
    pub(super) name: String,
    pub(super) images: Vec<Image>,
}

/// One of its images.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Image {
    pub(super) written: String,
    /// What its size is kept under.
    pub(super) key: String,
    role: Role,
    policy: PullPolicy,
    is_present: bool,
    /// Bytes, where the text tells them.
    pub(super) told: Option<u64>,
}

/// The Pods: one for each workload.
pub(super) fn pods(report: Option<&Diagnosis>) -> Vec<Pod> {
    let Some(report) = report else { return example() };
    let workloads = report.workloads.iter().filter(|it| it.refused.is_none());
    let pods = workloads.map(|workload| {
        // What the runtime refuses by its name is not pulled.
        let asked = workload.images.iter();
        let asked = asked.filter(|it| it.outcome.kind != OutcomeKind::RefusedByRuntime);
        let images = asked.filter_map(|image| {
            let reference = image.reference.as_ref().ok()?;
            Some(Image {
                written: image.image.clone(),
                key: reference.full_name().to_owned(),
                role: image.role,
                policy: image.policy.policy?,
                is_present: image.presence == Presence::Present,
                told: image.size,
            })
        });
        let name = match &workload.name {
            Some(name) => name.clone(),
            None => trip::workload(&workload.title).to_string(),
        };
        Pod { name, images: images.collect() }
    });
    pods.filter(|it| !it.images.is_empty()).collect()
}

/// What is shown without a text.
fn example() -> Vec<Pod> {
    let pod = |name: &str, image: &str, size: u64| Pod {
        name: name.to_owned(),
        images: vec![Image {
            written: image.to_owned(),
            key: key(image),
            role: Role::Container,
            policy: PullPolicy::IfNotPresent,
            is_present: false,
            told: Some(size * MB),
        }],
    };
    vec![
        pod("batch", "ml/trainer:24.9", 1_200),
        pod("web", "team/shop:1.4", 50),
        pod("proxy", "nginx:1.29", 75),
    ]
}

fn key(image: &str) -> String {
    Reference::parse(image)
        .map_or_else(|_| image.to_owned(), |it| it.docker_reference().to_string())
}

impl Image {
    /// Its bytes, and whether the text tells them.
    pub(super) fn size(&self, assumed: &Assumed) -> (u64, bool) {
        match (assumed.sizes.get(&self.key), self.told) {
            (Some(size), _) => (size.saturating_mul(MB), false),
            (None, Some(told)) => (told, true),
            (None, None) => (assumed.usual.saturating_mul(MB), false),
        }
    }
}

/// Asks the core.
pub(super) fn ask<'p>(
    pods: &'p [Pod],
    node: &Settings,
    assumed: &Assumed,
) -> Result<Simulation<'p>, Error> {
    let arrivals: Vec<Arrival<'p>> = pods
        .iter()
        .enumerate()
        .map(|(number, pod)| {
            let images = pod.images.iter().map(|image| Wanted {
                image: &image.written,
                size: image.size(assumed).0,
                role: image.role,
                policy: image.policy,
                present: image.is_present,
                runs: 0,
            });
            let comes = assumed.comes.get(&number).copied().unwrap_or_default();
            Arrival::new(&pod.name, comes.saturating_mul(1_000), images)
        })
        .collect();
    let bandwidth = assumed.bandwidth.saturating_mul(MB);
    simulate(&assumed.settings(node), &Node::new(bandwidth), &arrivals)
}

/// The settings of a kubelet of the newest release, for a page without a text.
pub(super) fn usual(version: Version) -> Settings {
    Settings::of(version)
}

/// The answer in a sentence, and the line below it.
pub(super) fn sentence(simulation: &Simulation<'_>) -> AttrValue {
    if simulation.attempts.is_empty() {
        return t!("No image is pulled here.");
    }
    let wait = simulation.longest_wait().map(|it| texts::sentence(&it.to_string()));
    match (wait, simulation.refused()) {
        (Some(wait), 0) => t!("{sentence}.", sentence = wait),
        (Some(wait), 1) => t!("{wait}, and one pull is refused: pull QPS exceeded.", wait = wait),
        (Some(wait), refused) => t!(
            "{wait}, and {count} pulls are refused: pull QPS exceeded.",
            wait = wait,
            count = refused
        ),
        (None, 0) => t!("No Pod waits for another one's pull."),
        (None, 1) => {
            t!("No Pod waits for its turn, but one pull is refused: pull QPS exceeded.")
        }
        (None, refused) => t!(
            "No Pod waits for its turn, but {count} pulls are refused: pull QPS exceeded.",
            count = refused
        ),
    }
}

/// What was assumed.
pub(super) fn evidence(assumed: &Assumed) -> AttrValue {
    t!(
        "Assumed: {bandwidth} MB/s for the node, {size} for an image whose size the text does not tell, one Pod of each workload.",
        bandwidth = assumed.bandwidth,
        size = Bytes(assumed.usual.saturating_mul(MB))
    )
}

/// The attempts of one image of one Pod, in their order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lane<'s, 'p> {
    pub(super) pod: &'p str,
    pub(super) image: &'p str,
    pub(super) attempts: Vec<&'s Attempt<'p>>,
}

/// The lanes, in the order in which the images are asked for.
pub(super) fn lanes<'s, 'p>(simulation: &'s Simulation<'p>) -> Vec<Lane<'s, 'p>> {
    let mut lanes: Vec<Lane<'s, 'p>> = Vec::new();
    let mut known = BTreeMap::new();
    for attempt in &simulation.attempts {
        let at = *known.entry((attempt.pod, attempt.index)).or_insert(lanes.len());
        match lanes.get_mut(at) {
            Some(lane) => lane.attempts.push(attempt),
            None => lanes.push(Lane {
                pod: attempt.pod_name,
                image: attempt.image,
                attempts: vec![attempt],
            }),
        }
    }
    lanes
}

impl Lane<'_, '_> {
    /// What comes of it in the end.
    pub(super) fn fate(&self) -> AttrValue {
        let Some(last) = self.attempts.last() else { return AttrValue::default() };
        match last.fate {
            Fate::Pulled => t!("pulled in {time}", time = Span(last.pulling)),
            Fate::Shared => t!("there in {time}, by another Pod's pull", time = Span(last.pulling)),
            Fate::Present => t!("on the node"),
            Fate::QpsExceeded => t!("given up: pull QPS exceeded"),
            Fate::NeverPresent => "ErrImageNeverPull".into(),
            Fate::InvalidName => "InvalidImageName".into(),
        }
    }
}

/// Milliseconds between two marks of the axis: at most eight of them.
pub(super) fn step(ends: u64) -> u64 {
    let steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400];
    let fits = steps.map(|it| it * 1_000).into_iter().find(|it| ends / it < 8);
    fits.unwrap_or(ends / 7)
}

#[cfg(test)]
mod tests {
    use pullscope_core::diagnose::{Options, diagnose};

    use super::*;

    const TEXT: &str = "\
kind: Pod
metadata: {name: batch}
spec: {containers: [{name: a, image: 'ml/trainer:24.9'}]}
---
kind: Pod
metadata: {name: web}
spec: {containers: [{name: a, image: 'shop:1'}]}
---
kind: Node
metadata: {name: one}
status: {images: [{names: ['docker.io/ml/trainer:24.9'], sizeBytes: 1200000000}]}
---
kind: Node
metadata: {name: two}
status: {images: []}
";

    fn asked(assumed: &Assumed) -> AttrValue {
        let report = diagnose(TEXT, &Options::default());
        let pods = pods(Some(&report));
        sentence(&ask(&pods, &report.node.settings, assumed).expect("the numbers are fine"))
    }

    #[test]
    fn sizes_and_settings_come_from_the_text() {
        assert_eq!(asked(&Assumed::default()), "web waits 30 s for batch's image of 1.2 GB.");
        let parallel = Assumed { serialize: Some(false), ..Assumed::default() };
        assert_eq!(asked(&parallel), "No Pod waits for another one's pull.");
    }

    #[test]
    fn what_is_changed_counts_before_what_is_told() {
        let sizes = BTreeMap::from([("docker.io/ml/trainer:24.9".to_owned(), 400)]);
        let comes = BTreeMap::from([(1, 4)]);
        let changed = Assumed { sizes, comes, ..Assumed::default() };
        assert_eq!(asked(&changed), "web waits 6 s for batch's image of 400 MB.");
        let serial = Assumed { qps: Some(1), burst: Some(1), serialize: Some(false), ..changed };
        assert_eq!(asked(&serial), "No Pod waits for another one's pull.");
        let at_once = Assumed { comes: BTreeMap::new(), ..serial };
        assert_eq!(
            asked(&at_once),
            "No Pod waits for its turn, but one pull is refused: pull QPS exceeded."
        );
    }

    #[test]
    fn each_image_of_a_pod_has_one_lane() {
        let report = diagnose(TEXT, &Options::default());
        let pods = pods(Some(&report));
        let assumed =
            Assumed { qps: Some(1), burst: Some(1), serialize: Some(false), ..Assumed::default() };
        let simulation = ask(&pods, &report.node.settings, &assumed).expect("it runs");
        let lanes = lanes(&simulation);
        let tries: Vec<usize> = lanes.iter().map(|it| it.attempts.len()).collect();
        assert_eq!(tries, [1, 2]);
        assert_eq!(lanes[0].fate(), "pulled in 35 s");
    }

    #[test]
    fn an_axis_has_few_marks() {
        for ends in [0, 999, 48_000, 3_600_000, u64::MAX] {
            assert!(ends / step(ends).max(1) <= 8, "{ends}");
        }
    }
}
