//! One workload, why it is refused, and its pull Secrets.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::ImageReport;

/// One workload and its images.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkloadReport {
    /// Index into [`Diagnosis::documents`](super::Diagnosis::documents).
    pub document: usize,
    /// `Deployment apps/shop`, for a heading; `Image names` for bare ones.
    pub title: String,
    /// The kind; `None` for bare names of images.
    pub kind: Option<String>,
    /// `metadata.name`.
    pub name: Option<String>,
    /// The namespace that its Pods are in; written, or the default one.
    pub namespace: String,
    /// The ServiceAccount that its Pods run under; empty for bare names of images.
    pub service_account: String,
    /// When its Pod began, where it is a Pod that says so.
    pub began: Option<Began>,
    /// Why the API server refuses the object, or the Pods that are made from it.
    pub refused: Option<Refused>,
    /// Where the list of pull Secrets comes from.
    pub pull_secrets_from: PullSecretsFrom,
    /// The same in a sentence.
    pub pull_secrets_because: String,
    /// The pull Secrets, in the order in which the kubelet reads them.
    pub pull_secrets: Vec<PullSecretUse>,
    /// Its images: init containers, containers, ephemeral containers, image volumes.
    pub images: Vec<ImageReport>,
}

/// When a Pod began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Began {
    /// In seconds since 1970.
    pub at: i64,
    /// Whether the kubelet took it up then (`status.startTime`), before it pulled anything; else it was
    /// made then (`metadata.creationTimestamp`), and a node was still to be found for it.
    pub is_start: bool,
    /// Where that is told.
    pub span: Range<usize>,
}

/// Why the API server refuses an object, or the Pods that are made from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The field; empty where there is none to blame.
    pub path: String,
    /// The value, or what lacks one.
    pub span: Range<usize>,
    /// Our sentence.
    pub sentence: String,
    /// The API server's own words.
    pub message: String,
}

/// Where a Pod's list of pull Secrets comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullSecretsFrom {
    /// The Pod spec lists them.
    Pod,
    /// The Pod spec lists none, and admission copies the list of the ServiceAccount.
    ServiceAccount {
        /// Index into [`Diagnosis::documents`](super::Diagnosis::documents).
        document: usize,
    },
    /// The Pod spec lists none, and the ServiceAccount is not among the documents.
    Unknown,
    /// Neither the Pod spec nor its ServiceAccount lists any.
    Nowhere,
    /// All pasted Secrets of the default namespace by name, for a bare name of an image.
    Pasted,
    /// A static Pod has no pull Secrets.
    StaticPod,
}

impl PullSecretsFrom {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pod => "pod",
            Self::ServiceAccount { .. } => "serviceAccount",
            Self::Unknown => "unknown",
            Self::Nowhere => "nowhere",
            Self::Pasted => "pasted",
            Self::StaticPod => "staticPod",
        }
    }
}

/// One name in a list of pull Secrets, and what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PullSecretUse {
    /// The name; may be empty.
    pub name: String,
    /// Where the name stands, or the element without a name.
    pub span: Range<usize>,
    /// Index into [`Diagnosis::secrets`](super::Diagnosis::secrets), also when the Secret cannot be used.
    pub secret: Option<usize>,
    /// What comes of it.
    pub state: PullSecretState,
    /// The same in a sentence.
    pub sentence: String,
}

/// What comes of one name in a list of pull Secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullSecretState {
    /// Its keys are on the keyring.
    Used,
    /// The name is empty; the kubelet skips it in silence.
    EmptyName,
    /// No Secret of that name is among the documents.
    Missing,
    /// There is one, in another namespace, where the kubelet does not look.
    OtherNamespace,
    /// The kubelet ignores it in silence, because of its type or because it is empty.
    Ignored,
    /// The API server refuses the Secret, so that it does not come to exist.
    Refused,
    /// The kubelet cannot decode it, and therefore finds no credentials at all for the Pod.
    Broken,
}

impl PullSecretState {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::EmptyName => "emptyName",
            Self::Missing => "missing",
            Self::OtherNamespace => "otherNamespace",
            Self::Ignored => "ignored",
            Self::Refused => "refused",
            Self::Broken => "broken",
        }
    }
}
