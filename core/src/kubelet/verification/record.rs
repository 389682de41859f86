//! Who may use an image that the kubelet pulled: the record of a pull, and of an intent to pull.
//!
//! ```text
//! {"kind":"ImagePulledRecord","apiVersion":"kubelet.config.k8s.io/v1beta1",
//!  "lastUpdatedTime":"2026-01-01T00:00:00Z","imageRef":"sha256:4bb4…",
//!  "credentialMapping":{"registry.example.com/app":{"kubernetesSecrets":[
//!    {"uid":"…","namespace":"apps","name":"regcred","credentialHash":"…"}]}}}
//! {"kind":"ImagePullIntent","apiVersion":"kubelet.config.k8s.io/v1beta1","image":"nginx:1.27"}
//! ```
//!
//! # What is recorded
//!
//! | pulled with | recorded |
//! | --- | --- |
//! | no credential, or one of the node | every Pod of the node |
//! | a credential of a Secret | that Secret, with the hash of the credential |
//! | a provider's, got with a token of a ServiceAccount | that ServiceAccount |
//! | nobody knows: found when the kubelet started | nobody |
//!
//! Every Pod of the node, once recorded, stays and stands alone. The same Secret with another hash
//! replaces the hash. Lists are sorted by namespace, name and uid.
//!
//! Upstream: `ImagePulledRecord` in kubernetes `staging/src/k8s.io/kubelet/config/v1beta1/types.go`,
//! `pulledRecordMergeNewCreds` in `pkg/kubelet/images/pullmanager/image_pull_manager.go`,
//! `trackedToImagePullCreds` in `pkg/kubelet/images/image_manager.go`.

mod read;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::hash::CredentialHash;
use crate::reference::{ParseError, Reference, typed_name};
use crate::version::Version;

pub use read::{RecordError, RecordErrorKind};

/// The version of the API that a record is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Api {
    /// `kubelet.config.k8s.io/v1alpha1`: what 1.33 and 1.34 write and read.
    V1Alpha1,
    /// `kubelet.config.k8s.io/v1beta1`: what 1.35 and later write. They read both.
    V1Beta1,
}

impl Api {
    /// What a release writes.
    pub fn written_by(version: Version) -> Self {
        if version.records_in_beta() { Self::V1Beta1 } else { Self::V1Alpha1 }
    }

    /// Whether a release can read it.
    pub fn is_read_by(self, version: Version) -> bool {
        self <= Self::written_by(version)
    }

    /// As `apiVersion` has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V1Alpha1 => "kubelet.config.k8s.io/v1alpha1",
            Self::V1Beta1 => "kubelet.config.k8s.io/v1beta1",
        }
    }
}

/// Which object of the cluster it is, this one and none that has its name later.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coordinates {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its uid.
    pub uid: String,
}

/// A Secret, and the credential that it held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecretUse {
    /// Which Secret.
    pub secret: Coordinates,
    /// The hash of its credential for the image; empty where it is not known.
    pub hash: CredentialHash,
}

/// Who may use an image under one name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// Pods that have one of these Secrets.
    pub secrets: Vec<SecretUse>,
    /// Pods that run as one of these.
    pub service_accounts: Vec<Coordinates>,
    /// Every Pod of the node.
    pub node_pods: bool,
}

impl Access {
    /// After a pull without a credential, or with one that is the node's.
    pub fn node_pods() -> Self {
        Self { node_pods: true, ..Self::default() }
    }

    /// After a pull with a Secret.
    pub fn secret(used: SecretUse) -> Self {
        Self { secrets: Vec::from([used]), ..Self::default() }
    }

    /// After a pull with what a provider gave for a ServiceAccount.
    pub fn service_account(account: Coordinates) -> Self {
        Self { service_accounts: Vec::from([account]), ..Self::default() }
    }

    /// Whether it names nobody.
    pub fn is_nobody(&self) -> bool {
        !self.node_pods && self.secrets.is_empty() && self.service_accounts.is_empty()
    }

    /// Adds `new`; says whether that changes anything.
    fn merge(&mut self, new: &Self) -> bool {
        if self.node_pods || new.is_nobody() {
            return false;
        }
        if new.node_pods {
            *self = Self::node_pods();
            return true;
        }
        if !new.secrets.is_empty() {
            return self.merge_secrets(&new.secrets);
        }
        let mut all: BTreeSet<_> = self.service_accounts.iter().cloned().collect();
        let mut changed = false;
        for account in &new.service_accounts {
            changed |= all.insert(account.clone());
        }
        if changed {
            self.service_accounts = all.into_iter().collect();
        }
        changed
    }

    fn merge_secrets(&mut self, new: &[SecretUse]) -> bool {
        let pair = |it: &SecretUse| (it.secret.clone(), it.hash.clone());
        let mut all: BTreeMap<_, _> = self.secrets.iter().map(pair).collect();
        let mut changed = false;
        for used in new {
            let before = all.insert(used.secret.clone(), used.hash.clone());
            changed |= before.is_none_or(|it| it != used.hash);
        }
        if changed {
            let back = |(secret, hash)| SecretUse { secret, hash };
            self.secrets = all.into_iter().map(back).collect();
        }
        changed
    }
}

/// An image that the kubelet pulled, and who may use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PulledRecord {
    /// The version it is written in.
    pub api: Api,
    /// When it changed last, in seconds since 1970; `None` where it does not say.
    pub last_updated: Option<i64>,
    /// The image, as the runtime names it: mostly the digest of its configuration.
    pub image_ref: String,
    /// Who may use it, by the [name](name_in_records) that it was pulled under.
    pub access: BTreeMap<String, Access>,
}

impl PulledRecord {
    /// One without anybody.
    pub fn new(image_ref: &str, now: Option<i64>, version: Version) -> Self {
        let (image_ref, access) = (image_ref.to_string(), BTreeMap::new());
        Self { api: Api::written_by(version), last_updated: now, image_ref, access }
    }

    /// Adds who may use the image under a name; says whether that changes anything.
    pub fn merge(&mut self, name: &str, new: &Access, now: Option<i64>) -> bool {
        let changed = match self.access.get_mut(name) {
            Some(access) => access.merge(new),
            None if new.is_nobody() => false,
            None => {
                self.access.insert(name.to_string(), new.clone());
                true
            }
        };
        if changed {
            self.last_updated = now;
        }
        changed
    }
}

/// That the kubelet is about to pull an image, or was when it stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PullIntent {
    /// The version it is written in.
    pub api: Api,
    /// The image, as it is typed in the container.
    pub image: String,
}

/// The name under which records keep an image: since 1.36 as it is typed, without tag and digest;
/// before, normalized.
///
/// So a record of `nginx` that 1.35 wrote is not found by 1.36.
///
/// ```
/// use pullscope_core::kubelet::verification::name_in_records;
/// use pullscope_core::version::Version;
///
/// let name = |minor| name_in_records("nginx:1.27", Version::new(minor).unwrap()).unwrap();
/// assert_eq!(name(36), "nginx");
/// assert_eq!(name(35), "docker.io/library/nginx");
/// ```
///
/// # Errors
///
/// When the image is no reference.
///
/// Upstream: `trimImageTagDigest` in kubernetes `pkg/kubelet/images/pullmanager`.
pub fn name_in_records(image: &str, version: Version) -> Result<String, ParseError> {
    if version.verifies_typed_names() {
        typed_name(image).map(ToString::to_string)
    } else {
        Reference::parse(image).map(|it| it.name().to_string())
    }
}
