//! Credential verification: whether a Pod may use an image that the node has already.
//!
//! ```text
//! policy, preloadedImagesVerificationAllowlist ──► which images are free   policy, allowlist
//! a pull that succeeded ──► who may use the image from now on              record
//!                       ──► a file of the node, sha256-<hex>               files, hash
//! image, record, credentials of the Pod ──► use it, or ask the registry    decision
//! start of the kubelet, intent, pull, failure, garbage collection          manager
//! ```
//!
//! It matters only where the image is there and the policy is `IfNotPresent` or `Never`, and where
//! the gate `KubeletEnsureSecretPulledImages` is on.
//!
//! Upstream: kubernetes `pkg/kubelet/images/pullmanager` (KEP-2535), first in 1.33, on by default
//! since 1.35.

pub mod allowlist;
mod decision;
mod files;
mod hash;
mod manager;
mod policy;
mod record;

pub use decision::{Asked, Decision, PodCredentials, Why};
pub use files::{Directory, file_name, is_record_file};
pub use hash::CredentialHash;
pub use manager::{Manager, NodeImage, Start};
pub use policy::{Exempt, Policy};
pub use record::{
    Access, Api, Coordinates, PullIntent, PulledRecord, RecordError, RecordErrorKind, SecretUse,
    name_in_records,
};

#[cfg(test)]
mod tests;
