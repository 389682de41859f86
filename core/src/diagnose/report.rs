//! The shapes of the answer: owned, plain, and without a password.

mod credentials;
mod endpoints;
mod image;
mod node;
mod outcome;
mod providers;
mod reverse;
mod runtime;
mod secret;
mod verification;
mod workload;

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::event::Took;
use crate::finding::Finding;
use crate::kubelet::Answer;
use crate::recognize::What;
use crate::text::TextError;
use crate::version::Version;

pub use credentials::{Credentials, Source, TriedKey};
pub use endpoints::{RegistriesEntry, RegistriesReport};
pub use image::{FailedPulls, ImageReport, Part, Parts, Policy, PolicyBy, Refusal, Stage, Step};
pub use node::{KubeletReport, NodeReport};
pub use outcome::{Outcome, OutcomeKind};
pub use providers::{
    CacheKey, ImageProvider, ProviderAnswer, ProviderError, ProviderReport, ProvidersReport,
};
pub use reverse::{Idle, KeyUse, OnlyPresent, Reverse, SecretUse, Served, Usage};
pub use runtime::{IndexReport, ManifestReport, ResolvedImage, RuntimeReport, ToldBy};
pub use secret::{Masked, SecretReport, SecretState};
pub use verification::{Recorded, Verification, VerificationDecision};
pub use workload::{
    Began, PullSecretState, PullSecretUse, PullSecretsFrom, Refused, WorkloadReport,
};

/// Everything that was found in one text. All spans are bytes of that text.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// The release whose rules were applied.
    pub kubernetes: Version,
    /// What is known of the node.
    pub node: NodeReport,
    /// Every document, in the order of the text.
    pub documents: Vec<DocumentReport>,
    /// Every workload, and every document of bare image names, in the order of the text.
    pub workloads: Vec<WorkloadReport>,
    /// Every Secret and every file of the node that holds credentials, in the order of the text.
    pub secrets: Vec<SecretReport>,
    /// The same from the side of the keys and the Secrets.
    pub reverse: Reverse,
    /// Every image index, in the order of the text.
    pub indexes: Vec<IndexReport>,
    /// What the text tells of pulls that were tried already, in the order of the text.
    pub events: Vec<EventReport>,
    /// What a person should know: the worst first, then in the order of the text.
    pub findings: Vec<PlacedFinding>,
}

impl Diagnosis {
    /// The version of the shape of this answer as JSON. It grows when a member changes its meaning
    /// or goes away; a new member does not change it.
    pub const SCHEMA: u32 = 1;

    /// The image that an [`ImageId`] names.
    pub fn image(&self, id: ImageId) -> Option<&ImageReport> {
        self.workloads.get(id.workload)?.images.get(id.image)
    }
}

/// One image of a [`Diagnosis`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageId {
    /// Index into [`Diagnosis::workloads`].
    pub workload: usize,
    /// Index into [`WorkloadReport::images`].
    pub image: usize,
}

/// One document.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentReport {
    /// Its bytes.
    pub span: Range<usize>,
    /// Its kind; also known for the items of a list that do not say it.
    pub kind: Option<String>,
    /// `metadata.name`.
    pub name: Option<String>,
    /// `metadata.namespace`, as written.
    pub namespace: Option<String>,
    /// What it was taken for.
    pub recognized: What,
    /// Why it was taken for that, in a sentence that names what decided.
    pub because: String,
    /// Why it is broken. What stands before the error may still be named here.
    pub error: Option<TextError>,
}

/// A finding, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedFinding {
    /// Index into [`Diagnosis::documents`].
    pub document: usize,
    /// The images whose pull it touches, in order; none for a finding about a document alone.
    pub images: Vec<ImageId>,
    /// The finding. Its path is empty where it is about the document as a whole.
    pub finding: Finding,
}

/// One event or waiting state of the text, and what it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventReport {
    /// Index into [`Diagnosis::documents`].
    pub document: usize,
    /// Its bytes.
    pub span: Range<usize>,
    /// Its reason, such as `Failed` or `ImagePullBackOff`, where it is told.
    pub reason: Option<String>,
    /// The image that it names.
    pub image: Option<String>,
    /// The images of the text that it is about, as far as its names tell; of many the first hundred.
    pub about: Vec<ImageId>,
    /// What the registry, or what stands before it, answered.
    pub answer: Option<Answer>,
    /// What the container waits with after a failed pull that is told: the reason and the message of
    /// its status, in this release.
    pub waiting: Option<(String, String)>,
    /// How long the pull took that it tells of, and how long it waited for its turn before.
    pub took: Option<Took>,
    /// The words that tell the answer.
    pub answer_span: Option<Range<usize>>,
    /// Index into [`Diagnosis::findings`] of what explains it.
    pub cause: Option<usize>,
    /// What it means, in a sentence.
    pub sentence: String,
}
