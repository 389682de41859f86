//! The shapes of the answer: owned, plain, and without a password.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::finding::{Finding, Related};
use crate::keyring;
use crate::kubelet::{Answer, Presence};
use crate::pull_policy::{self, PullPolicy};
use crate::recognize::What;
use crate::text::TextError;
use crate::version::Version;
use crate::workload::Role;

/// Everything that was found in one text. All spans are bytes of that text.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// The release whose rules were applied.
    pub kubernetes: Version,
    /// Every document, in the order of the text.
    pub documents: Vec<DocumentReport>,
    /// Every workload, and every document of bare image names, in the order of the text.
    pub workloads: Vec<WorkloadReport>,
    /// Every Secret and every file of the node that holds credentials, in the order of the text.
    pub secrets: Vec<SecretReport>,
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
    /// The images of the text that it is about, as far as its names tell.
    pub about: Vec<ImageId>,
    /// What the registry, or what stands before it, answered.
    pub answer: Option<Answer>,
    /// The words that tell the answer.
    pub answer_span: Option<Range<usize>>,
    /// Index into [`Diagnosis::findings`] of what explains it.
    pub cause: Option<usize>,
    /// What it means, in a sentence.
    pub sentence: String,
}

/// One workload and its images.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkloadReport {
    /// Index into [`Diagnosis::documents`].
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
        /// Index into [`Diagnosis::documents`].
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
    /// Index into [`Diagnosis::secrets`], also when the Secret cannot be used.
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

/// One Secret, or one file of the node with credentials.
#[derive(Clone, Debug, PartialEq)]
pub struct SecretReport {
    /// Index into [`Diagnosis::documents`].
    pub document: usize,
    /// The Secret's name; `config.json` or `.dockercfg` for a file of the node.
    pub name: String,
    /// The namespace; `None` for a file of the node.
    pub namespace: Option<String>,
    /// `type` of a Secret, as written; empty for a file of the node.
    pub secret_type: String,
    /// What the kubelet makes of it.
    pub state: SecretState,
    /// Its keys in the order of the text, as written, with what is known of their credentials.
    pub keys: Vec<(String, Masked)>,
}

/// What the kubelet makes of a Secret or of a file of the node.
#[derive(Clone, Debug, PartialEq)]
pub enum SecretState {
    /// It reads the keys.
    Read,
    /// It ignores it, for the reason in words.
    Ignored {
        /// Why.
        reason: String,
    },
    /// The API server does not accept it.
    Refused {
        /// The API server's text.
        message: String,
    },
    /// The kubelet cannot decode it.
    Broken {
        /// Our sentence.
        reason: String,
        /// Kubernetes' text.
        message: String,
    },
}

impl SecretState {
    /// Its name, for code outside of Rust.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Ignored { .. } => "ignored",
            Self::Refused { .. } => "refused",
            Self::Broken { .. } => "broken",
        }
    }
}

/// What may be shown of a credential.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masked {
    /// The user name; bytes that are no text are replaced.
    pub username: String,
    /// Whether there is a password.
    pub has_password: bool,
    /// Whether both are empty, so that the runtime is sent empty fields.
    pub is_blank: bool,
}

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
    /// The credentials. `None` when the image is no reference, or when there is too much to compare.
    pub credentials: Option<Credentials>,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What is decided on the way, step by step.
    pub plan: Vec<Step>,
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
    /// Which credentials it finds, in which order.
    Credentials,
    /// How often it asks, and what follows a failure.
    Attempts,
    /// What the runtime is asked for.
    Runtime,
}

impl Stage {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::ApiServer => "apiServer",
            Self::Frozen => "frozen",
            Self::Pull => "pull",
            Self::Credentials => "credentials",
            Self::Attempts => "attempts",
            Self::Runtime => "runtime",
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
    pub(super) full_name: String,
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

/// The keys that one image was tried with.
#[derive(Clone, Debug, PartialEq)]
pub struct Credentials {
    /// Every key in the order tried: those of the pull Secrets, then those of the node.
    pub keys: Vec<TriedKey>,
    /// How many credentials are tried with the registry, in the order of [`TriedKey::place`].
    pub used: usize,
    /// Index into [`WorkloadReport::pull_secrets`] of a Secret that the kubelet cannot decode. No
    /// key is used then, and no pull is tried.
    pub blocked_by: Option<usize>,
}

impl Credentials {
    /// The keys that are used, in their turn.
    pub fn in_order(&self) -> Vec<&TriedKey> {
        let mut used: Vec<&TriedKey> = self.keys.iter().filter(|it| it.place.is_some()).collect();
        used.sort_by_key(|it| it.place);
        used
    }
}

/// Where a key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A pull Secret: index into [`WorkloadReport::pull_secrets`].
    PullSecret(usize),
    /// A file of the node: index into [`Diagnosis::secrets`].
    Node(usize),
}

impl Source {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::PullSecret(_) => "pullSecret",
            Self::Node(_) => "node",
        }
    }
}

/// One key, and why it fits or does not.
#[derive(Clone, Debug, PartialEq)]
pub struct TriedKey {
    /// As written, without a user in front of the host.
    pub key: String,
    /// The normalized key; empty when the key is no URL.
    pub index_key: String,
    /// Where it comes from.
    pub source: Source,
    /// Index into [`Diagnosis::secrets`].
    pub secret: usize,
    /// Its turn, from 0; `None` when it is not used.
    pub place: Option<usize>,
    /// Whether it is used only because no key fits and the image counts as Docker Hub's.
    pub is_fallback: bool,
    /// The rule that says no.
    pub refused_by: Option<keyring::Rule>,
    /// Why, in a sentence.
    pub sentence: String,
    /// Where the key stands, or the value of the Secret that holds it.
    pub span: Range<usize>,
    /// What may be shown of its credential.
    pub credential: Masked,
    /// Its bytes in the config.
    pub(super) key_span: Range<usize>,
}

/// What becomes of one image, as far as the text can tell: the registry's answer is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What it is, for code.
    pub kind: OutcomeKind,
    /// One sentence.
    pub sentence: String,
}

/// The kinds of [`Outcome`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    /// The API server refuses the object.
    RefusedByApiServer,
    /// The kubelet cannot parse the image; the container waits with `InvalidImageName`.
    InvalidImageName,
    /// The kubelet cannot decode a pull Secret; no pull is tried.
    BrokenSecret,
    /// The policy is `Never`, and what the node has is not known: the image has to be there.
    NeverPulled,
    /// The policy is `Never` and the node does not have the image; the container waits with
    /// `ErrImageNeverPull`.
    NotOnNode,
    /// The node has the image, and the policy takes it: nothing is pulled.
    OnNode,
    /// The registry is asked with at least one credential that is not blank.
    WithCredential,
    /// Only blank credentials fit; the runtime is sent empty fields.
    WithBlankCredential,
    /// There are keys and none fits; the registry is asked without a password.
    NoKeyFits,
    /// There is no key at all; the registry is asked without a password.
    Anonymous,
    /// There is too much to compare.
    NotLookedUp,
}

impl OutcomeKind {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::RefusedByApiServer => "refusedByApiServer",
            Self::InvalidImageName => "invalidImageName",
            Self::BrokenSecret => "brokenSecret",
            Self::NeverPulled => "neverPulled",
            Self::NotOnNode => "notOnNode",
            Self::OnNode => "onNode",
            Self::WithCredential => "withCredential",
            Self::WithBlankCredential => "withBlankCredential",
            Self::NoKeyFits => "noKeyFits",
            Self::Anonymous => "anonymous",
            Self::NotLookedUp => "notLookedUp",
        }
    }

    /// Whether the container surely does not start.
    pub fn is_failure(self) -> bool {
        matches!(
            self,
            Self::RefusedByApiServer
                | Self::InvalidImageName
                | Self::BrokenSecret
                | Self::NotOnNode
        )
    }
}
