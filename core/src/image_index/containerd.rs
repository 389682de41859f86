//! Which manifests containerd takes on a node, and in which order.
//!
//! # The rule
//!
//! System, architecture and variant have to be equal once normalized; the manifest may ask for no
//! feature that the node lacks. Where nothing is equal, a processor takes what older ones of its
//! family ran:
//!
//! | node | takes, the first first |
//! | --- | --- |
//! | `amd64/v3` | `amd64/v3`, `v2`, `amd64`, `386` |
//! | `amd64` | `amd64`, `386` |
//! | `arm/v7` | `arm/v7`, `v6`, `v5` |
//! | `arm64` | `arm64`, then `arm/v8`, `v7`, `v6`, `v5` |
//! | `arm64/v9.1` | `v9.1`, `v9`, `v8.6` … `v8.1`, `arm64`, then `arm/v8` … `v5` |
//!
//! Of several that are equally near, the one with more features comes first, then the one that
//! stands first. A manifest without a platform comes after all others.
//!
//! On Windows the version has to fit as well ([`windows`]), and of several the
//! one with the greatest version comes first, compared as text.
//!
//! Upstream: `Only`, `Ordered`, `NewMatcher`, `Default` in containerd/platforms; `Manifest` in
//! containerd `core/images/image.go`.

use core::cmp::Ordering;

use super::{Entry, Platform, windows};

/// A node, as containerd compares it.
pub(super) struct Node {
    normalized: Platform,
}

impl Node {
    pub(super) fn new(platform: &Platform) -> Self {
        Self { normalized: platform.normalized("linux") }
    }

    pub(super) fn platform(&self) -> &Platform {
        &self.normalized
    }

    /// A platform of an index, in the words that containerd compares. Where it names no system, it
    /// means that of the node.
    pub(super) fn normalize(&self, platform: &Platform) -> Platform {
        platform.normalized(&self.normalized.os)
    }

    /// How near a normalized platform is: 0 for the node's own, more for what older processors ran;
    /// `None` when the node does not take it.
    pub(super) fn near(&self, other: &Platform) -> Option<u32> {
        let rank = match self.normalized.os.as_str() {
            // These two are compared without the fallbacks.
            "windows" => (other.os == "windows" && self.is_same(other)).then_some(0)?,
            "freebsd" => self.rank_on_freebsd(other)?,
            _ => self.rank(other).filter(|_| other.os == self.normalized.os)?,
        };
        (self.runs_version(other) && self.has_features(other)).then_some(rank)
    }

    /// Whether a normalized platform is the node's own, features aside.
    pub(super) fn is_exact(&self, other: &Platform) -> bool {
        let own = &self.normalized;
        other.os == own.os
            && self.is_same(other)
            && self.runs_version(other)
            && self.has_features(other)
    }

    pub(super) fn runs_version(&self, other: &Platform) -> bool {
        self.normalized.os != "windows"
            || windows::runs(&self.normalized.os_version, &other.os_version)
    }

    /// Whether the node has every feature that a manifest asks for.
    pub(super) fn has_features(&self, other: &Platform) -> bool {
        // `win32k` was never compared.
        let is_asked = |it: &&str| !(self.normalized.os == "windows" && *it == "win32k");
        let mut asked = other.os_features.iter().map(|it| it.as_str()).filter(is_asked);
        asked.all(|it| self.normalized.os_features.iter().any(|own| own == it))
    }

    fn is_same(&self, other: &Platform) -> bool {
        other.architecture == self.normalized.architecture
            && other.variant == self.normalized.variant
    }

    fn rank_on_freebsd(&self, other: &Platform) -> Option<u32> {
        match other.os.as_str() {
            _ if !self.is_same(other) => None,
            "freebsd" => Some(0),
            // It runs programs of Linux, too.
            "linux" => Some(1),
            _ => None,
        }
    }

    /// Upstream: `platformVector` in containerd/platforms `compare.go`.
    fn rank(&self, other: &Platform) -> Option<u32> {
        let own = (self.normalized.architecture.as_str(), self.normalized.variant.as_str());
        let other = (other.architecture.as_str(), other.variant.as_str());
        match own.0 {
            "amd64" => rank_amd64(own.1, other),
            "arm" => rank_arm(own.1, other),
            "arm64" => rank_arm64(own.1, other),
            _ => (own == other).then_some(0),
        }
    }
}

fn rank_amd64(variant: &str, other: (&str, &str)) -> Option<u32> {
    let level = level(variant).filter(|it| *it > 1);
    let below = |found| Some(u32::try_from(level?.checked_sub(found)?).unwrap_or(u32::MAX));
    match other {
        ("amd64", found) if found == variant => Some(0),
        // What is normalized as no level is the first.
        ("amd64", "") => below(1),
        ("amd64", found) => {
            let found = canonical_level(found)?;
            below(found).filter(|_| level.is_some_and(|own| found > 1 && found < own))
        }
        ("386", "") => Some(below(0).unwrap_or(1)),
        _ => None,
    }
}

fn rank_arm(variant: &str, other: (&str, &str)) -> Option<u32> {
    match other {
        ("arm", found) if found == variant => Some(0),
        ("arm", found) => {
            let (own, found) = (level(variant)?, canonical_level(found)?);
            (found >= 5 && found < own).then(|| u32::try_from(own - found).unwrap_or(u32::MAX))
        }
        _ => None,
    }
}

/// The variants of 64-bit ARM with what each of them runs, from the newest to the oldest: how many
/// of version 9 and how many of version 8 there are, the one without a number included.
fn versions_of_arm64(variant: &str) -> Option<(u32, u32)> {
    Some(match variant {
        "" | "v8" => (0, 1),
        "v9" => (1, 6),
        _ => {
            let (major, minor) = variant.strip_prefix('v')?.split_once('.')?;
            let minor = match minor.as_bytes() {
                [digit @ b'0'..=b'9'] => u32::from(digit - b'0'),
                _ => return None,
            };
            match major {
                "8" => (0, minor + 1),
                "9" if minor <= 7 => (minor + 1, (minor + 5).min(9) + 1),
                _ => return None,
            }
        }
    })
}

fn rank_arm64(variant: &str, other: (&str, &str)) -> Option<u32> {
    let (nines, eights) = versions_of_arm64(variant)?;
    let minor = |found: &str, plain: &str, prefix: &str| match found {
        _ if found == plain => Some(0),
        _ => canonical_digits(found.strip_prefix(prefix)?).filter(|it| *it > 0),
    };
    match other {
        ("arm64", found) => {
            let nine = minor(found, "v9", "v9.").filter(|it| *it < u64::from(nines));
            let eight = minor(found, "", "v8.").filter(|it| *it < u64::from(eights));
            let below = |count: u32, minor: u64| count - 1 - u32::try_from(minor).unwrap_or(0);
            nine.map(|it| below(nines, it)).or(eight.map(|it| nines + below(eights, it)))
        }
        ("arm", _) => rank_arm("v8", other).map(|it| nines + eights + it),
        _ => None,
    }
}

/// The number of `v7` or `7`, as Go's `strconv.Atoi` reads it.
fn level(variant: &str) -> Option<u64> {
    let digits = variant.strip_prefix('v').unwrap_or(variant);
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    digits.parse::<i64>().ok()?.try_into().ok()
}

/// The number of `v7`, written as it would be printed.
fn canonical_level(variant: &str) -> Option<u64> {
    canonical_digits(variant.strip_prefix('v')?)
}

fn canonical_digits(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
    let is_canonical = is_number && (digits == "0" || !digits.starts_with('0'));
    is_canonical.then(|| digits.parse().ok()).flatten()
}

/// The order of two manifests that the node takes: those without a platform come last.
pub(super) fn order(
    node: &Node,
    (a, a_near): (&Entry, Option<u32>),
    (b, b_near): (&Entry, Option<u32>),
) -> Ordering {
    let (Some(a), Some(b)) = (&a.platform, &b.platform) else {
        return a.platform.is_none().cmp(&b.platform.is_none());
    };
    if node.normalized.os == "windows" {
        return b.os_version.cmp(&a.os_version);
    }
    a_near.cmp(&b_near).then(b.os_features.len().cmp(&a.os_features.len()))
}
