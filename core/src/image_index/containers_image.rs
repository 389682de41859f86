//! Which manifest CRI-O takes on a node.
//!
//! # The rule
//!
//! System, architecture and variant are compared as they are written. The node's own variant comes
//! first, then the older ones of 32-bit ARM, then none; a node without a variant takes a manifest
//! without one first, then one of any variant that is known of its architecture. Versions and
//! features of the system are not looked at.
//!
//! In an image index, of several that are equally near one with Zstandard comes first, then the one
//! that stands first; one without a platform comes after all others. In a manifest list of Docker
//! the one that stands first is taken, and one without a platform never is.
//!
//! Upstream: `WantedPlatforms` in containers/image `internal/pkg/platform/platform_matcher.go`;
//! `chooseInstance` in `internal/manifest/oci_index.go`, `ChooseInstance` in
//! `internal/manifest/docker_schema2_list.go`.

use super::{Entry, IndexFormat, Platform};

/// The variants that are known of an architecture, the most demanding first.
fn known(architecture: &str) -> &'static [&'static str] {
    match architecture {
        "arm" => &["v8", "v7", "v6", "v5"],
        "arm64" => &["v8"],
        _ => &[],
    }
}

/// How near a manifest is, 0 for the nearest; `None` when the node does not take it.
pub(super) fn near(node: &Platform, entry: &Entry, format: IndexFormat) -> Option<usize> {
    let Some(platform) = &entry.platform else {
        return (format == IndexFormat::Oci).then_some(usize::MAX);
    };
    if (&platform.os, &platform.architecture) != (&node.os, &node.architecture) {
        return None;
    }
    rank(node, &platform.variant)
}

fn rank(node: &Platform, variant: &str) -> Option<usize> {
    let known = known(&node.architecture);
    let place = |of: &str| known.iter().position(|it| *it == of);
    match node.variant.as_str() {
        "" if variant.is_empty() => Some(0),
        "" => Some(1 + place(variant)?),
        own => {
            // A variant that is not known is taken for itself alone.
            let older = place(own).map_or(1, |it| known.len() - it);
            match variant {
                "" => Some(older),
                _ if variant == own => Some(0),
                _ => place(variant)?.checked_sub(place(own)?),
            }
        }
    }
}

/// The variant that comes first, which the error names.
pub(super) fn first_variant(node: &Platform) -> &str {
    &node.variant
}
