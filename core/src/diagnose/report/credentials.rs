//! The keys of one image.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::Masked;
use crate::finding::KeyId;
use crate::keyring;

/// The keys that one image was tried with.
#[derive(Clone, Debug, PartialEq)]
pub struct Credentials {
    /// Every key in the order tried: those of the pull Secrets, then those of the node.
    pub keys: Vec<TriedKey>,
    /// How many credentials are tried with the registry, in the order of [`TriedKey::place`].
    pub used: usize,
    /// Index into [`WorkloadReport::pull_secrets`](super::WorkloadReport::pull_secrets) of a Secret that the kubelet cannot decode. No
    /// key is used then, and no pull is tried.
    pub blocked_by: Option<usize>,
}

impl Credentials {
    /// The keys that are used, in their turn.
    pub fn in_order(&self) -> Vec<&TriedKey> {
        let mut used: Vec<&TriedKey> = self.keys.iter().filter(|it| it.place.is_some()).collect();
        crate::order::sort_by_key(&mut used, |it| it.place);
        used
    }
}

/// Where a key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A pull Secret: index into [`WorkloadReport::pull_secrets`](super::WorkloadReport::pull_secrets).
    PullSecret(usize),
    /// A file of the node: index into [`Diagnosis::secrets`](super::Diagnosis::secrets).
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
    /// Index into [`Diagnosis::secrets`](super::Diagnosis::secrets).
    pub secret: usize,
    /// Which entry of it: index into [`SecretReport::keys`](super::SecretReport::keys).
    pub entry: usize,
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
}

impl TriedKey {
    /// Which key it is, as a finding names it.
    pub fn id(&self) -> KeyId {
        KeyId { secret: self.secret, entry: self.entry }
    }
}
