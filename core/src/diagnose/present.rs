//! The images that a node has, and under which names.
//!
//! "Present" means this reference, on this node: a runtime knows an image by the names that it was
//! pulled, built or loaded under, written out in full.
//!
//! Upstream: `ParseDockerRef` in distribution/reference, which containerd resolves a name with.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use crate::kubelet::Presence;
use crate::reference::Reference;

/// A name under which a node has an image.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) written: String,
    /// Where it stands, when a document tells it.
    pub(super) span: Option<Range<usize>>,
}

/// What is known of the images of the node.
#[derive(Default)]
pub(super) struct OnNode {
    is_known: bool,
    /// By the full name that a runtime uses.
    names: BTreeMap<String, Name>,
    /// By the last part of the repository and the tag: full names.
    short: BTreeMap<String, Vec<String>>,
}

impl OnNode {
    /// From here on it is known what the node has: what was added.
    pub(super) fn know(&mut self) {
        self.is_known = true;
    }

    /// Adds a name that the runtime has; what is no reference is no name of an image.
    pub(super) fn add(&mut self, written: &str, span: Option<Range<usize>>) {
        let Ok(reference) = Reference::parse(written) else { return };
        let full = full_name(&reference);
        let name = Name { written: written.to_string(), span };
        let short = short_name(&reference);
        let known = self.short.entry(short).or_default();
        if !known.contains(&full) {
            known.push(full.clone());
        }
        self.names.entry(full).or_insert(name);
    }

    /// Whether the node has an image, and the name that says so.
    pub(super) fn find(&self, reference: &Reference<'_>) -> (Presence, Option<&Name>) {
        match self.names.get(&full_name(reference)) {
            Some(name) => (Presence::Present, Some(name)),
            None if self.is_known => (Presence::Absent, None),
            None => (Presence::Unknown, None),
        }
    }

    /// The same image by its last name and tag, under another host or path. Of several the first
    /// by name.
    pub(super) fn elsewhere(&self, reference: &Reference<'_>) -> Option<&Name> {
        let full = self.short.get(&short_name(reference))?.iter().min()?;
        self.names.get(full)
    }
}

/// The name that a runtime keeps an image under: of tag and digest the digest, and `latest` where
/// neither is written.
pub(super) fn full_name(reference: &Reference<'_>) -> String {
    match (reference.tag(), reference.digest()) {
        (_, Some(digest)) => format!("{}@{}", reference.name(), digest.as_str()),
        (tag, None) => format!("{}:{}", reference.name(), tag.unwrap_or("latest")),
    }
}

fn short_name(reference: &Reference<'_>) -> String {
    let repository = reference.repository().to_string();
    let last = repository.rsplit('/').next().unwrap_or_default();
    match (reference.tag(), reference.digest()) {
        (_, Some(digest)) => format!("{last}@{}", digest.as_str()),
        (tag, None) => format!("{last}:{}", tag.unwrap_or("latest")),
    }
}
