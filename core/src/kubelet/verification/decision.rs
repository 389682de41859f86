//! Whether the registry has to be asked although the node has the image, and why.
//!
//! # The order
//!
//! 1. The runtime gave no ref: pull.
//! 2. Before 1.35, the Pod's credentials are made first; if they cannot be, the container waits.
//! 3. A record that cannot be read: pull, under every policy.
//! 4. The policy [exempts](super::Policy::exempts) the image: use it.
//! 5. No record of the image: pull.
//! 6. The record does not have the image's [name](super::name_in_records): pull.
//! 7. Every Pod of the node may: use it. Nobody may: pull.
//! 8. From 1.35 on, the Pod's credentials are made here.
//! 9. A Secret of the Pod holds a credential that is recorded, or is itself recorded: use it. The
//!    record learns the new Secret, or the new credential, while it has fewer than 100 Secrets.
//! 10. The ServiceAccount of the Pod's first such credential is recorded: use it.
//! 11. Otherwise: pull.
//!
//! Upstream: `MustAttemptImagePull` in kubernetes
//! `pkg/kubelet/images/pullmanager/image_pull_manager.go`.

use alloc::vec::Vec;
use core::fmt;

use super::policy::{Exempt, Policy};
use super::record::{Access, Coordinates, PulledRecord, SecretUse, name_in_records};
use crate::version::Version;

/// How many Secrets a record has when checks stop adding to it.
const SECRETS_MAX: usize = 100;

/// What a Pod has for an image: every credential that a key of it fits, in turn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodCredentials {
    /// Those of its pull Secrets.
    pub secrets: Vec<SecretUse>,
    /// The ServiceAccount of the first that a provider gave for one. 1.33 knows of none.
    pub service_account: Option<Coordinates>,
}

/// What is asked of the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The image, as it is typed in the container.
    pub image: &'a str,
    /// The ref that the runtime gives for it.
    pub image_ref: &'a str,
    /// What the Pod has; `None` where one of its Secrets cannot be decoded.
    pub credentials: Option<&'a PodCredentials>,
}

/// What is decided, and what led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether the registry is asked. Under the pull policy `Never` it is not, and the container
    /// waits with `ErrImageNeverPull`.
    pub pull: bool,
    /// What decided it.
    pub why: Why,
    /// What is added to the record of the image's name.
    pub update: Option<SecretUse>,
}

/// What decides whether the registry is asked.
#[expect(missing_docs, reason = "each variant's line names its fields")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The runtime gave no ref.
    NoRef,
    /// A Secret of the Pod cannot be decoded: the container waits.
    BrokenSecret,
    /// A record cannot be read.
    Unreadable,
    /// The policy does not verify the image.
    Exempt(Exempt),
    /// The image has no record.
    NoRecord,
    /// The image is no reference.
    NotAName,
    /// The record is of other names of the same image.
    OtherName,
    /// Every Pod of the node may use it.
    NodePods,
    /// The record names nobody.
    Nobody,
    /// Secret number `pod` of the Pod has the same credential as number `recorded` of the record.
    SameCredential { pod: usize, recorded: usize },
    /// Secret number `pod` of the Pod is number `recorded` of the record, with another credential.
    SameSecret { pod: usize, recorded: usize },
    /// The Pod's ServiceAccount is recorded.
    SameServiceAccount,
    /// Nothing of the Pod is recorded.
    NotRecorded,
}

impl Why {
    /// Whether the registry is asked.
    pub fn pulls(self) -> bool {
        match self {
            Self::NoRef
            | Self::BrokenSecret
            | Self::Unreadable
            | Self::NoRecord
            | Self::NotAName
            | Self::OtherName
            | Self::Nobody
            | Self::NotRecorded => true,
            Self::Exempt(_)
            | Self::NodePods
            | Self::SameCredential { .. }
            | Self::SameSecret { .. }
            | Self::SameServiceAccount => false,
        }
    }

    /// Which Secret of the Pod counts, by its number.
    pub fn secret(self) -> Option<usize> {
        match self {
            Self::SameCredential { pod, .. } | Self::SameSecret { pod, .. } => Some(pod),
            _ => None,
        }
    }

    /// Its name, for code.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoRef => "noRef",
            Self::BrokenSecret => "brokenSecret",
            Self::Unreadable => "unreadableRecord",
            Self::Exempt(Exempt::Never) => "neverVerify",
            Self::Exempt(Exempt::Preloaded) => "preloaded",
            Self::Exempt(Exempt::Allowlisted(_)) => "allowlisted",
            Self::NoRecord => "noRecord",
            Self::NotAName => "notAName",
            Self::OtherName => "otherName",
            Self::NodePods => "nodePods",
            Self::Nobody => "nobody",
            Self::SameCredential { .. } => "sameCredential",
            Self::SameSecret { .. } => "sameSecret",
            Self::SameServiceAccount => "sameServiceAccount",
            Self::NotRecorded => "notRecorded",
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRef => "the runtime names no image",
            Self::BrokenSecret => "a pull Secret of the Pod cannot be decoded",
            Self::Unreadable => "a record of the image cannot be read, so it does not count",
            Self::Exempt(exempt) => return exempt.fmt(f),
            Self::NoRecord => "nothing records with which credentials the image was pulled",
            Self::NotAName => "the image is no reference, so no record is of it",
            Self::OtherName => "the image was pulled under another name than this one",
            Self::NodePods => {
                "the image was pulled without a credential or with one of the node, so every Pod may \
                 use it"
            }
            Self::Nobody => "the record of the image names nobody who may use it",
            Self::SameCredential { .. } => "the Pod has a credential that pulled this image",
            Self::SameSecret { .. } => {
                "the Pod has the Secret that pulled this image; that its content is another by now \
                 is accepted, and the registry is not asked"
            }
            Self::SameServiceAccount => {
                "the Pod runs as the ServiceAccount whose token pulled this image"
            }
            Self::NotRecorded => "the Pod has no credential that pulled this image",
        })
    }
}

/// What the records say of an image.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known<'r> {
    /// One of them cannot be read.
    Unreadable,
    /// It was pulled.
    Pulled(&'r PulledRecord),
    /// The kubelet is about to pull it, or was when it stopped.
    Intended,
    /// Nothing.
    Nothing,
}

/// Decides by what is known of the image.
pub(super) fn decide(
    asked: &Asked<'_>,
    known: Known<'_>,
    policy: &Policy<'_>,
    version: Version,
) -> Decision {
    let why = |why: Why| Decision { pull: why.pulls(), why, update: None };
    if asked.image_ref.is_empty() {
        return why(Why::NoRef);
    }
    if asked.credentials.is_none() && !version.looks_up_credentials_late() {
        return why(Why::BrokenSecret);
    }
    if let Known::Unreadable = known {
        return why(Why::Unreadable);
    }
    if let Some(exempt) = policy.exempts(asked.image, !matches!(known, Known::Nothing)) {
        return why(Why::Exempt(exempt));
    }
    let Known::Pulled(record) = known else { return why(Why::NoRecord) };
    let Ok(name) = name_in_records(asked.image, version) else { return why(Why::NotAName) };
    let Some(access) = record.access.get(&name) else { return why(Why::OtherName) };
    if access.node_pods {
        return why(Why::NodePods);
    }
    if access.is_nobody() {
        return why(Why::Nobody);
    }
    let Some(credentials) = asked.credentials else { return why(Why::BrokenSecret) };
    if let Some(found) = secret(credentials, access) {
        return found;
    }
    why(match &credentials.service_account {
        Some(account)
            if version.records_service_accounts() && access.service_accounts.contains(account) =>
        {
            Why::SameServiceAccount
        }
        _ => Why::NotRecorded,
    })
}

/// The first Secret of the Pod that is recorded, or has a credential that is.
fn secret(credentials: &PodCredentials, access: &Access) -> Option<Decision> {
    let is_open = access.secrets.len() < SECRETS_MAX;
    for (pod, held) in credentials.secrets.iter().enumerate() {
        for (recorded, known) in access.secrets.iter().enumerate() {
            let is_same = held.secret == known.secret;
            let why = if !known.hash.is_empty() && held.hash == known.hash {
                Why::SameCredential { pod, recorded }
            } else if is_same && is_open {
                Why::SameSecret { pod, recorded }
            } else {
                continue;
            };
            let is_new = !is_same || matches!(why, Why::SameSecret { .. });
            let update = (is_new && is_open).then(|| held.clone());
            return Some(Decision { pull: false, why, update });
        }
    }
    None
}
