//! The runtime of the node: what it makes of a name, and which manifest of an index it takes.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::ImageId;
use crate::image_index::{IndexFormat, Platform, Puller, Selection};
use crate::runtime::{ResolveRule, Runtime};

/// What is known of the node's runtime and platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeReport {
    /// The runtime; containerd when nothing tells it.
    pub runtime: Runtime,
    /// What tells it.
    pub runtime_from: ToldBy,
    /// The platform of the node; `None` when nothing tells it.
    pub platform: Option<Platform>,
    /// What tells it; [`ToldBy::Nothing`] when there is none.
    pub platform_from: ToldBy,
}

/// What tells something of the node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ToldBy {
    /// The options.
    Options,
    /// A Node object of the text: the number of its document.
    Node(usize),
    /// A `registries.conf` of the text, which is a file of CRI-O: the number of its document.
    RegistriesConf(usize),
    /// Nothing, or several Nodes that differ.
    Nothing,
}

impl ToldBy {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Options => "options",
            Self::Node(_) => "node",
            Self::RegistriesConf(_) => "registriesConf",
            Self::Nothing => "nothing",
        }
    }
}

/// What the runtime makes of the name of one image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedImage {
    /// What it asks registries for, in the order in which it tries them; empty when it refuses the
    /// name, or when its configuration is not known.
    pub references: Vec<String>,
    /// What decides; `None` when it refuses the name.
    pub rule: Option<ResolveRule>,
    /// The same in a sentence.
    pub sentence: String,
    /// The runtime's own text, when it refuses the name.
    pub message: Option<String>,
    /// The index of the image, where the text holds it: index into
    /// [`Diagnosis::indexes`](super::Diagnosis::indexes).
    pub index: Option<usize>,
}

/// An image index of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexReport {
    /// Index into [`Diagnosis::documents`](super::Diagnosis::documents).
    pub document: usize,
    /// The image that the text names it for.
    pub name: Option<String>,
    /// The images of the text that it is the index of.
    pub images: Vec<ImageId>,
    /// Image index, or manifest list of Docker.
    pub format: IndexFormat,
    /// What it lists.
    pub manifests: Vec<ManifestReport>,
    /// Who chooses.
    pub puller: Puller,
    /// What the node takes of it; `None` when the platform of the node is not known.
    pub selection: Option<Selection>,
}

/// One manifest of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestReport {
    /// Its digest.
    pub digest: String,
    /// What it is for: `linux/arm64/v8`.
    pub platform: Option<String>,
    /// Where it stands.
    pub span: Range<usize>,
}
