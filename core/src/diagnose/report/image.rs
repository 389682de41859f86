//! One image: its reference, its policy, and the steps on its way.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::{Credentials, ImageProvider, Outcome, ResolvedImage, Verification};
use crate::finding::Related;
use crate::kubelet::Presence;
use crate::pull_policy::{self, PullPolicy};
use crate::registries::Asks;
use crate::workload::Role;

/// One image, and what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageReport {
    /// The field: `spec.containers[0].image`; empty for a bare name.
    pub path: String,
    /// What names it; a bare name counts as a container.
    pub role: Role,
    /// The name of the container or volume.
    pub name: Option<String>,
    /// The image as written; empty when absent.
    pub image: String,
    /// Where it stands; the container, when it is absent.
    pub span: Range<usize>,
    /// The parts of the reference, or why it is none.
    pub reference: Result<Parts, Refusal>,
    /// The pull policy.
    pub policy: Policy,
    /// Whether the node has it.
    pub presence: Presence,
    /// Its bytes, where a node's list tells them.
    pub size: Option<u64>,
    /// Whether the Pod may use the image that the node has. `None` where the kubelet does not ask: it
    /// pulls in any case, the gate is off, or nothing tells that the image is there.
    pub verification: Option<Verification>,
    /// The credentials. `None` when the image is no reference, or when there is too much to compare.
    pub credentials: Option<Credentials>,
    /// Of each credential provider whether it is asked, in the order of their configuration. Empty
    /// when the image is no reference, or when there is too much to compare.
    pub providers: Vec<ImageProvider>,
    /// What the runtime makes of the name; `None` when the image is no reference.
    pub runtime: Option<ResolvedImage>,
    /// Which addresses the node asks for it, by its `registries.yaml`. `None` where there is none, where
    /// the runtime is not asked for the image, or where there is too much to compare.
    pub endpoints: Option<Asks>,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What is decided on the way, step by step.
    pub plan: Vec<Step>,
    /// The pulls of it that failed, where events tell when; of several Pods those of the one that
    /// failed last.
    pub failed: Option<FailedPulls>,
}

/// Pulls that failed one after the other, by the times of events; see [`FailedPulls::next`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedPulls {
    /// How many.
    pub count: u64,
    /// When the first one was tried, in seconds since 1970.
    pub first: i64,
    /// When the last one failed, in seconds since 1970.
    pub last: i64,
    /// Where that is told.
    pub span: Range<usize>,
}

/// One decision on the way of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where on the way.
    pub stage: Stage,
    /// What is decided: `IfNotPresent`, `regcred, then shared-pull`.
    pub decided: String,
    /// The name of the rule that decides, for code: `pull-policy/otherTag`.
    pub rule: String,
    /// Why, in a sentence that names the value.
    pub because: String,
    /// The values that decide, and where they stand.
    pub from: Vec<Related>,
}

/// Where on the way of an image a [`Step`] is, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The text is read as a reference.
    Reference,
    /// What the API server checks, fills in and changes.
    ApiServer,
    /// What was decided when the object was made, and stays.
    Frozen,
    /// Whether the kubelet pulls at all.
    Pull,
    /// Whether the Pod may use the image that the node has.
    Verification,
    /// Which credentials it finds, in which order.
    Credentials,
    /// How often it asks, and what follows a failure.
    Attempts,
    /// What the runtime is asked for.
    Runtime,
    /// Which addresses it asks, with what.
    Endpoints,
}

impl Stage {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::ApiServer => "apiServer",
            Self::Frozen => "frozen",
            Self::Pull => "pull",
            Self::Verification => "verification",
            Self::Credentials => "credentials",
            Self::Attempts => "attempts",
            Self::Runtime => "runtime",
            Self::Endpoints => "endpoints",
        }
    }
}

/// Why an image is not a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Our sentence.
    pub sentence: String,
    /// The bytes that are wrong: of the text when they stand there as they are, else the value.
    pub span: Range<usize>,
    /// Kubernetes' text: of the event, or of the API server's answer when it refuses the object.
    pub message: String,
}

/// The parts of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The whole reference with everything filled in but the tag.
    pub normalized: String,
    /// The short form that people type.
    pub familiar: String,
    /// Registry and repository, which keys are compared with: `docker.io/library/nginx`.
    pub repository_name: String,
    /// What the kubelet asks the runtime for: as written, with a tag where one is implied.
    pub runtime_image: String,
    /// The registry host with its port.
    pub registry: Part,
    /// The repository within the registry.
    pub repository: Part,
    /// The tag; `None` when there is only a digest.
    pub tag: Option<Part>,
    /// The digest.
    pub digest: Option<Part>,
    pub(in crate::diagnose) full_name: String,
}

impl Parts {
    /// The name under which a runtime keeps the image: of tag and digest the digest, and `latest`
    /// where neither is written.
    pub fn full_name(&self) -> &str {
        &self.full_name
    }
}

/// One part of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What the part is.
    pub value: String,
    /// Where it stands; `None` when it is filled in.
    pub span: Option<Range<usize>>,
    /// The rule that made it so.
    pub rule: &'static str,
}

/// The pull policy of one image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The policy; `None` when what is written is none, and the API server refuses the object.
    pub policy: Option<PullPolicy>,
    /// What decides for the image alone; `None` when nothing does.
    pub rule: Option<pull_policy::Rule>,
    /// Who has the last word.
    pub by: PolicyBy,
    /// The rule in a sentence.
    pub sentence: String,
    /// Where it is written; `None` when it is filled in.
    pub span: Option<Range<usize>>,
}

/// Who has the last word about a pull policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyBy {
    /// The manifest says it.
    Manifest,
    /// The API server fills it in.
    Default,
    /// The admission plugin `AlwaysPullImages` sets it.
    AlwaysPullImages,
    /// It was stored before, and stays.
    Stored,
    /// Nobody: the API server refuses what is written, or drops the volume.
    Nobody,
}

impl PolicyBy {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Manifest => "manifest",
            Self::Default => "default",
            Self::AlwaysPullImages => "alwaysPullImages",
            Self::Stored => "stored",
            Self::Nobody => "nobody",
        }
    }
}
