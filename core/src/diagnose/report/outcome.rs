//! What becomes of one image.

use alloc::string::String;

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
    /// The kubelet of the node does not start with its configuration; nothing runs there.
    KubeletDoesNotStart,
    /// The kubelet cannot parse the image; the container waits with `InvalidImageName`.
    InvalidImageName,
    /// The runtime refuses the name before it asks a registry; the container waits with
    /// `ImageInspectError`, or with `ErrImagePull` where the policy does not look first.
    RefusedByRuntime,
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
    /// The kubelet has no credential, and the node's `registries.yaml` has one for an address that is
    /// asked.
    WithNodeCredential,
    /// No key fits, and a credential provider is asked: what it answers decides.
    AsksProvider,
    /// There is too much to compare.
    NotLookedUp,
}

impl OutcomeKind {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::RefusedByApiServer => "refusedByApiServer",
            Self::KubeletDoesNotStart => "kubeletDoesNotStart",
            Self::InvalidImageName => "invalidImageName",
            Self::RefusedByRuntime => "refusedByRuntime",
            Self::BrokenSecret => "brokenSecret",
            Self::NeverPulled => "neverPulled",
            Self::NotOnNode => "notOnNode",
            Self::OnNode => "onNode",
            Self::WithCredential => "withCredential",
            Self::WithBlankCredential => "withBlankCredential",
            Self::NoKeyFits => "noKeyFits",
            Self::Anonymous => "anonymous",
            Self::WithNodeCredential => "withNodeCredential",
            Self::AsksProvider => "asksProvider",
            Self::NotLookedUp => "notLookedUp",
        }
    }

    /// Whether the container surely does not start.
    pub fn is_failure(self) -> bool {
        matches!(
            self,
            Self::RefusedByApiServer
                | Self::KubeletDoesNotStart
                | Self::InvalidImageName
                | Self::RefusedByRuntime
                | Self::BrokenSecret
                | Self::NotOnNode
        )
    }
}
