//! Whether a Pod may use the image that the node has.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::kubelet::verification::Coordinates;
use crate::kubelet::{NodeAccess, VerificationPolicy};

/// Whether a Pod may use the image that the node has, and what decides it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The policy of the kubelet.
    pub policy: VerificationPolicy,
    /// Whether the image has to be verified; `None` where that depends on who pulled it, which
    /// nothing tells.
    pub required: Option<bool>,
    /// Who is recorded as having pulled it; `None` where no record of its name is known.
    pub recorded: Option<Recorded>,
    /// Which pull Secret of the Pod counts: index into
    /// [`WorkloadReport::pull_secrets`](super::WorkloadReport::pull_secrets).
    pub counts: Option<usize>,
    /// What is decided.
    pub decision: VerificationDecision,
    /// The name of the rule that decides, for code: `sameSecret`.
    pub rule: &'static str,
    /// The same in a sentence, without a final stop.
    pub sentence: String,
    /// The record among the documents, if it is one.
    pub span: Option<Range<usize>>,
    /// The file of the record on the node, below the directory of the kubelet.
    pub file: Option<String>,
    /// Whether the record has the name that an older release would have kept.
    pub(in crate::diagnose) is_old_name: bool,
    /// Whether a Secret of the Pod has the name of one that pulled the image, and another uid.
    pub(in crate::diagnose) is_made_anew: bool,
    /// Whether the Secret that counts held another credential when it pulled.
    pub(in crate::diagnose) is_rotated: bool,
}

impl Verification {
    /// What it means for the use of the image.
    pub fn access(&self) -> NodeAccess {
        match self.decision {
            VerificationDecision::Use | VerificationDecision::Unknown => NodeAccess::Granted,
            VerificationDecision::Pull => NodeAccess::Denied,
            VerificationDecision::Wait => NodeAccess::BrokenSecret,
        }
    }
}

/// What is decided about an image that the node has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerificationDecision {
    /// The Pod uses it.
    Use,
    /// The registry is asked; under the pull policy `Never` the container waits.
    Pull,
    /// The container waits, because a pull Secret cannot be decoded.
    Wait,
    /// It depends on who pulled the image.
    Unknown,
}

impl VerificationDecision {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Use => "use",
            Self::Pull => "pull",
            Self::Wait => "wait",
            Self::Unknown => "unknown",
        }
    }

    /// In words, as a step of the plan has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Use => "the Pod may use the image",
            Self::Pull => "the registry is asked first",
            Self::Wait => "the container waits",
            Self::Unknown => "depends on who pulled the image",
        }
    }
}

/// Who is recorded as having pulled an image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Every Pod of the node may use it.
    pub node_pods: bool,
    /// Pods with one of these Secrets may; a few of them.
    pub secrets: Vec<Coordinates>,
    /// Pods that run as one of these ServiceAccounts may; a few of them.
    pub service_accounts: Vec<Coordinates>,
    /// How many Secrets and ServiceAccounts more.
    pub more: usize,
}
