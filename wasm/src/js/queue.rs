//! What JavaScript sees of the pulls of several Pods on one node.

use pullscope_core::Version;
use pullscope_core::kubelet::Settings;
use pullscope_core::kubelet::queue::{self, Jitter, Share};
use pullscope_core::pull_policy::PullPolicy as CorePolicy;
use pullscope_core::workload::Role;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// A node, the settings of its kubelet, and the Pods that come to it. What is missing is as the
/// kubelet's defaults have it.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PullQueueInput {
    /// The release of Kubernetes, from `1.20` on; the newest that is known when missing.
    #[tsify(optional)]
    pub kubernetes: Option<String>,
    /// Whether one image is pulled after the other; they are when missing.
    #[tsify(optional)]
    pub serialize_image_pulls: Option<bool>,
    /// How many pulls run at once; any number when missing.
    #[tsify(optional)]
    pub max_parallel_image_pulls: Option<i32>,
    /// Pulls in a second, 0 for any number; 5 when missing.
    #[tsify(optional)]
    #[serde(rename = "registryPullQPS")]
    pub registry_pull_qps: Option<i32>,
    /// Pulls at one moment; 10 when missing.
    #[tsify(optional)]
    pub registry_burst: Option<i32>,
    /// Bytes in a second, at least 1.
    pub bandwidth: u64,
    /// Whether each pull has that bandwidth for itself; all share it when missing.
    #[tsify(optional)]
    pub bandwidth_of_each_pull: Option<bool>,
    /// Milliseconds that a pull takes besides its bytes; 0 when missing.
    #[tsify(optional)]
    pub latency: Option<u64>,
    /// Whether every Pod that failed is looked at after exactly 10 s; when missing, looks are spread
    /// over 10 to 15 s.
    #[tsify(optional)]
    pub without_jitter: Option<bool>,
    /// The Pods. Those that come at the same time ask in this order.
    pub pods: Vec<PullQueuePod>,
}

/// A Pod that comes to the node.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PullQueuePod {
    /// Its name, for sentences.
    pub name: String,
    /// Milliseconds until the kubelet begins with its images; 0 when missing.
    #[tsify(optional)]
    pub at: Option<u64>,
    /// Its images, in the order of the manifest.
    pub images: Vec<PullQueueImage>,
}

/// An image that a Pod wants.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PullQueueImage {
    /// The image as it is written.
    pub image: String,
    /// Bytes to download.
    pub size: u64,
    /// The policy as it is stored; what Kubernetes fills in when missing.
    #[tsify(optional)]
    pub policy: Option<QueuePolicy>,
    /// What wants it; a container when missing.
    #[tsify(optional)]
    pub role: Option<QueueRole>,
    /// Whether the node has it from the beginning; it does not when missing.
    #[tsify(optional)]
    pub present: Option<bool>,
    /// Milliseconds that an init container runs; 0 when missing.
    #[tsify(optional)]
    pub runs: Option<u64>,
}

/// A value of `imagePullPolicy`.
#[derive(Clone, Copy, Debug, Deserialize, Tsify)]
pub enum QueuePolicy {
    /// Ask the registry at every start of the container.
    Always,
    /// Pull when the node does not have the image.
    IfNotPresent,
    /// Never pull.
    Never,
}

/// What wants an image.
#[derive(Clone, Copy, Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum QueueRole {
    /// A container.
    Container,
    /// An init container that runs to its end.
    InitContainer,
    /// An init container that goes on running.
    SidecarContainer,
    /// An ephemeral container.
    EphemeralContainer,
    /// An image volume.
    ImageVolume,
}

/// What becomes of the pulls. Times are milliseconds.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "status", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[tsify(missing_as_null)]
pub enum PullQueueOutcome {
    /// The pulls, run to their end.
    Simulated {
        /// Every time that a Pod asked for an image, in the order of asking.
        attempts: Vec<PullAttempt>,
        /// The attempts that had to be given a slot, as indexes into `attempts`, in the order in
        /// which they ended; empty where any number of pulls runs at once.
        ended: Vec<usize>,
        /// Images that the node does not have in the end.
        missing: Vec<MissingImage>,
        /// When the last pull ends.
        ends: u64,
        /// Who waits longest, and for whom, in a sentence; `null` when nobody waits.
        longest_wait: Option<String>,
    },
    /// A number has no meaning.
    Rejected {
        /// What is wrong, for people.
        message: String,
    },
}

/// One time that a Pod asks for an image. Times are milliseconds.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct PullAttempt {
    /// Index into the Pods.
    pub pod: usize,
    /// Index into the images of the Pod.
    pub image: usize,
    /// 1 for the first pull of this text that the Pod asks for.
    pub number: u32,
    /// When it is asked for.
    pub asked: u64,
    /// When its pull begins.
    pub starts: u64,
    /// When it ends.
    pub ends: u64,
    /// How many pulls were running or waiting before it.
    pub ahead: usize,
    /// Whether the queue of a serial kubelet was full.
    pub blocked: bool,
    /// Of the pulls that ended while it waited the longest: index into the attempts.
    pub waits_for: Option<usize>,
    /// The pulls that ended while it waited: they begin here in `ended`.
    pub behind_from: usize,
    /// They end before this place.
    pub behind_to: usize,
    /// What comes of it.
    pub fate: PullFate,
    /// The messages of its events, in their order, word for word.
    pub events: Vec<String>,
}

/// What comes of asking for an image.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum PullFate {
    /// It is pulled.
    Pulled,
    /// It is pulled, and another Pod's pull brought the bytes.
    Shared,
    /// The limit of pulls refuses it.
    QpsExceeded,
    /// The node has it.
    Present,
    /// The policy is `Never`, and the node does not have it.
    NeverPresent,
    /// It is no reference.
    InvalidName,
}

/// An image that the node does not have in the end.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct MissingImage {
    /// Index into the Pods.
    pub pod: usize,
    /// Index into the images of the Pod.
    pub image: usize,
}

impl PullQueueOutcome {
    /// Runs the pulls.
    pub fn new(input: &PullQueueInput) -> Self {
        match input.simulate() {
            Ok(outcome) => outcome,
            Err(message) => Self::Rejected { message },
        }
    }
}

impl PullQueueInput {
    fn simulate(&self) -> Result<PullQueueOutcome, String> {
        let version: Version = match &self.kubernetes {
            None => Version::NEWEST,
            Some(text) => text.parse().map_err(|_| "kubernetes is no release that is known")?,
        };
        let default = Settings::of(version);
        let settings = Settings {
            serialize_image_pulls: self
                .serialize_image_pulls
                .unwrap_or(default.serialize_image_pulls),
            max_parallel_image_pulls: self.max_parallel_image_pulls,
            registry_pull_qps: self.registry_pull_qps.unwrap_or(default.registry_pull_qps),
            registry_burst: self.registry_burst.unwrap_or(default.registry_burst),
            ..default
        };
        let node = queue::Node {
            bandwidth: self.bandwidth,
            share: match self.bandwidth_of_each_pull {
                Some(true) => Share::Each,
                Some(false) | None => Share::All,
            },
            latency: self.latency.unwrap_or_default(),
            jitter: match self.without_jitter {
                Some(true) => Jitter::None,
                Some(false) | None => Jitter::Spread,
            },
        };
        let arrivals: Vec<queue::Arrival<'_>> =
            self.pods.iter().map(PullQueuePod::arrival).collect();
        let simulation =
            queue::simulate(&settings, &node, &arrivals).map_err(|error| error.to_string())?;
        let attempts = simulation.attempts.iter().map(|it| PullAttempt::new(it, version));
        let missing = simulation.missing.iter();
        Ok(PullQueueOutcome::Simulated {
            attempts: attempts.collect(),
            ended: simulation.ended.clone(),
            missing: missing.map(|&(pod, image)| MissingImage { pod, image }).collect(),
            ends: number(simulation.ends),
            longest_wait: simulation.longest_wait().map(|it| it.to_string()),
        })
    }
}

impl PullQueuePod {
    fn arrival(&self) -> queue::Arrival<'_> {
        let images = self.images.iter().map(PullQueueImage::wanted);
        queue::Arrival::new(&self.name, self.at.unwrap_or_default(), images)
    }
}

impl PullQueueImage {
    fn wanted(&self) -> queue::Wanted<'_> {
        let policy = match self.policy {
            Some(QueuePolicy::Always) => CorePolicy::Always,
            Some(QueuePolicy::IfNotPresent) => CorePolicy::IfNotPresent,
            Some(QueuePolicy::Never) => CorePolicy::Never,
            None => CorePolicy::of("", &self.image)
                .map_or(CorePolicy::IfNotPresent, |decided| decided.policy),
        };
        let role = match self.role {
            Some(QueueRole::Container) | None => Role::Container,
            Some(QueueRole::InitContainer) => Role::InitContainer,
            Some(QueueRole::SidecarContainer) => Role::SidecarContainer,
            Some(QueueRole::EphemeralContainer) => Role::EphemeralContainer,
            Some(QueueRole::ImageVolume) => Role::ImageVolume,
        };
        queue::Wanted {
            policy,
            role,
            present: self.present.unwrap_or_default(),
            runs: self.runs.unwrap_or_default(),
            ..queue::Wanted::new(&self.image, self.size)
        }
    }
}

impl PullAttempt {
    fn new(attempt: &queue::Attempt<'_>, version: Version) -> Self {
        Self {
            pod: attempt.pod,
            image: attempt.index,
            number: attempt.number,
            asked: number(attempt.asked),
            starts: number(attempt.starts),
            ends: number(attempt.ends),
            ahead: attempt.ahead,
            blocked: attempt.blocked,
            waits_for: attempt.waits_for,
            behind_from: attempt.behind.0,
            behind_to: attempt.behind.1,
            fate: match attempt.fate {
                queue::Fate::Pulled => PullFate::Pulled,
                queue::Fate::Shared => PullFate::Shared,
                queue::Fate::QpsExceeded => PullFate::QpsExceeded,
                queue::Fate::Present => PullFate::Present,
                queue::Fate::NeverPresent => PullFate::NeverPresent,
                queue::Fate::InvalidName => PullFate::InvalidName,
            },
            events: attempt.events(version).map(|it| it.message().to_string()).collect(),
        }
    }
}

/// A number that JavaScript holds exactly; a greater one stays the greatest of them.
fn number(number: u64) -> u64 {
    number.min((1 << 53) - 1)
}
