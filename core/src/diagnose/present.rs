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

/// What is known of the images of the node, or of several.
#[derive(Default)]
pub(super) struct OnNode {
    /// How many nodes are told of.
    nodes: usize,
    /// By the full name that a runtime uses: the name, and how many nodes have it.
    names: BTreeMap<String, (Name, usize)>,
    /// By the full name: the bytes, from the first list that tells them.
    sizes: BTreeMap<String, u64>,
    /// By the last part of the repository and the tag: full names.
    short: BTreeMap<String, Vec<String>>,
}

impl OnNode {
    /// Adds what one node has.
    pub(super) fn add_node<'n>(
        &mut self,
        images: impl Iterator<Item = (&'n str, &'n Range<usize>)>,
    ) {
        self.nodes += 1;
        for (name, span) in images {
            self.add(name, Some(span.clone()), self.nodes);
        }
    }

    /// Remembers how large an image is.
    pub(super) fn weigh(&mut self, name: &str, size: Option<u64>) {
        if let (Ok(reference), Some(size)) = (Reference::parse(name), size) {
            self.sizes.entry(full_name(&reference)).or_insert(size);
        }
    }

    /// The bytes of an image, where a node tells them.
    pub(super) fn size(&self, reference: &Reference<'_>) -> Option<u64> {
        self.sizes.get(&full_name(reference)).copied()
    }

    /// Every node has these; with no node told of, there is one that has nothing else.
    pub(super) fn know(&mut self, names: &[String]) {
        self.nodes = self.nodes.max(1);
        for name in names {
            self.add(name, None, usize::MAX);
        }
    }

    /// Adds a name that the runtime has; what is no reference is no name of an image.
    fn add(&mut self, written: &str, span: Option<Range<usize>>, up_to: usize) {
        let Ok(reference) = Reference::parse(written) else { return };
        let full = full_name(&reference);
        let known = self.short.entry(short_name(&reference)).or_default();
        if !known.contains(&full) {
            known.push(full.clone());
        }
        let name = Name { written: written.to_string(), span };
        let (_, count) = self.names.entry(full).or_insert((name, 0));
        // One node may tell a name twice.
        *count =
            count.saturating_add(1).min(up_to).max(if up_to == usize::MAX { up_to } else { 0 });
    }

    /// Whether the node has an image, and the name that says so. Not known is also what only some
    /// of several nodes have.
    pub(super) fn find(&self, reference: &Reference<'_>) -> (Presence, Option<&Name>) {
        if self.nodes == 0 {
            return (Presence::Unknown, None);
        }
        match self.names.get(&full_name(reference)) {
            None => (Presence::Absent, None),
            Some((name, count)) if *count >= self.nodes => (Presence::Present, Some(name)),
            Some(_) => (Presence::Unknown, None),
        }
    }

    /// Whether the node has one of the names that a runtime goes through, and the first that it has.
    /// Where they are not known, neither is whether one is there.
    ///
    /// Upstream: `imageStatus` in cri-o `server/image_status.go`.
    pub(super) fn find_first(&self, names: &[String]) -> (Presence, Option<&Name>) {
        let mut all = Presence::Absent;
        for name in names {
            let Ok(reference) = Reference::parse(name) else { continue };
            match self.find(&reference) {
                (Presence::Absent, _) => {}
                (Presence::Unknown, _) => all = Presence::Unknown,
                present => return present,
            }
        }
        if names.is_empty() { (Presence::Unknown, None) } else { (all, None) }
    }

    /// The same image by its last name and tag, under another host or path. Of several the first
    /// by name.
    pub(super) fn elsewhere(&self, reference: &Reference<'_>) -> Option<&Name> {
        let full = self.short.get(&short_name(reference))?.iter().min()?;
        self.names.get(full).map(|(name, _)| name)
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
