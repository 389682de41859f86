//! What the node's `registries.yaml` makes of the images, and they of it.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::ImageId;
use crate::registries::{EntryKind, Idle, Setting};

/// The `registries.yaml` of the node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistriesReport {
    /// Index into [`Diagnosis::documents`](super::Diagnosis::documents).
    pub document: usize,
    /// How K3s or RKE2 is set on the node.
    pub setting: Setting,
    /// Why it cannot be read, so that the node does not get ready; `None` when it can.
    pub error: Option<String>,
    /// Whether the node's runtime is the containerd that it is made for.
    pub is_used: bool,
    /// Whether every image was looked up; there may be too many.
    pub is_complete: bool,
    /// Whose error is seen when every address fails.
    pub error_seen: &'static str,
    /// Its entries: mirrors with their endpoints and rewrites, then configs. Empty where it is not read
    /// or not used.
    pub entries: Vec<RegistriesEntry>,
}

/// One entry of a `registries.yaml`, and the images that it touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistriesEntry {
    /// What it is.
    pub kind: EntryKind,
    /// The path to it: `mirrors.docker.io.endpoint[0]`.
    pub path: String,
    /// Where it stands.
    pub span: Range<usize>,
    /// The images, in order.
    pub images: Vec<ImageId>,
    /// Why it touches none; `None` when it does.
    pub idle: Option<Idle>,
}
