//! `preloadedImagesVerificationAllowlist`: images that every Pod of the node may use.
//!
//! ```text
//! pattern := name           ; this image, with any tag or digest
//!          | prefix "/*"    ; every image below it
//! ```
//!
//! A name has neither tag nor digest. Nothing is filled in on either side: `ubuntu` and
//! `docker.io/library/ubuntu` are two patterns, and each covers only images that are typed like it.
//!
//! | | 1.33 to 1.35 | 1.36 |
//! | --- | --- | --- |
//! | a name is compared with | the whole image, so one with a tag or a digest is not covered | the image without tag and digest |
//! | `ubuntu`, a short name | an error | a name |
//! | a prefix is compared with | the whole image | the image without tag and digest |
//!
//! ```
//! use pullscope_core::kubelet::verification::allowlist::Pattern;
//! use pullscope_core::version::Version;
//!
//! let pattern = Pattern::parse("registry.example.com/base/*", Version::NEWEST)?;
//! assert!(pattern.matches("registry.example.com/base/jre:21"));
//! let err = Pattern::parse("registry.example.com/base*", Version::NEWEST).unwrap_err();
//! assert_eq!(err.span(), 25..26);
//! # Ok::<(), pullscope_core::kubelet::verification::allowlist::Error>(())
//! ```
//!
//! Upstream: `getAllowlistImagePattern` and `imageMatches` in kubernetes
//! `pkg/kubelet/images/pullmanager/image_pull_policies.go`.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::ToString;
use core::fmt;
use core::ops::Range;

use crate::reference::{ParseError, Reference, typed_name};
use crate::version::Version;

/// One pattern of the allowlist, checked. It borrows from the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pattern<'a> {
    /// A name, or a prefix that ends with its slash.
    text: &'a str,
    wildcard: bool,
    version: Version,
}

impl<'a> Pattern<'a> {
    /// Reads a pattern as the kubelet of `version` does when it starts.
    ///
    /// # Errors
    ///
    /// When the pattern is none for that release. The kubelet then does not start.
    pub fn parse(pattern: &'a str, version: Version) -> Result<Self, Error> {
        let refused = |kind, span| Err(Error { kind, span, pattern: pattern.into() });
        let trimmed = pattern.trim();
        if trimmed.len() != pattern.len() {
            let before = pattern.len() - pattern.trim_start().len();
            let span = if before > 0 { 0..before } else { trimmed.len()..pattern.len() };
            return refused(ErrorKind::Space, span);
        }
        let wildcard = pattern.ends_with("/*");
        let text = if wildcard { &pattern[..pattern.len() - 1] } else { pattern };
        if text.is_empty() {
            return refused(ErrorKind::Empty, 0..0);
        }
        if let Some(at) = text.find('*') {
            return refused(ErrorKind::Star, at..at + 1);
        }
        if wildcard {
            return match text {
                "/" => refused(ErrorKind::NoHost, 0..pattern.len()),
                _ => Ok(Self { text, wildcard, version }),
            };
        }
        let name = if version.verifies_typed_names() {
            typed_name(text).map(|name| name == text)
        } else {
            Reference::parse(text).map(|it| it.name().to_string() == text)
        };
        match name {
            Ok(true) => Ok(Self { text, wildcard, version }),
            Ok(false) => {
                let end = typed_name(text).map_or(0, str::len);
                let span = if end < text.len() { end..text.len() } else { 0..text.len() };
                let short = end == text.len();
                refused(if short { ErrorKind::ShortName } else { ErrorKind::TagOrDigest }, span)
            }
            Err(error) => {
                let span = error.span();
                refused(ErrorKind::NotAName(error), span)
            }
        }
    }

    /// The name that it covers, or the prefix with its slash.
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// Whether it covers every image below a prefix.
    pub fn is_wildcard(&self) -> bool {
        self.wildcard
    }

    /// Whether it covers an image, given as it is typed in the container.
    pub fn matches(&self, image: &str) -> bool {
        let image = compared(image, self.version);
        if self.wildcard { image.starts_with(self.text) } else { image == self.text }
    }
}

/// What of an image is compared with the patterns.
fn compared(image: &str, version: Version) -> &str {
    if version.verifies_typed_names() { typed_name(image).unwrap_or(image) } else { image }
}

/// The whole list, indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowlist<'a> {
    version: Version,
    /// The name or the prefix, and which pattern of the list it is.
    names: BTreeMap<&'a str, usize>,
    prefixes: BTreeMap<&'a str, usize>,
    /// How long the prefixes are, in bytes: all together no more than they have themselves.
    lengths: BTreeSet<usize>,
}

impl<'a> Allowlist<'a> {
    /// Reads the patterns of a list.
    ///
    /// # Errors
    ///
    /// The first pattern that is none, by its index in the list, and why.
    pub fn parse(
        patterns: impl IntoIterator<Item = &'a str>,
        version: Version,
    ) -> Result<Self, (usize, Error)> {
        let mut list = Self {
            version,
            names: BTreeMap::new(),
            prefixes: BTreeMap::new(),
            lengths: BTreeSet::new(),
        };
        for (index, pattern) in patterns.into_iter().enumerate() {
            let pattern = Pattern::parse(pattern, version).map_err(|error| (index, error))?;
            if pattern.wildcard {
                list.lengths.insert(pattern.text.len());
            }
            let map = if pattern.wildcard { &mut list.prefixes } else { &mut list.names };
            map.entry(pattern.text).or_insert(index);
        }
        Ok(list)
    }

    /// Which pattern covers an image, given as it is typed: its index in the list.
    pub fn find(&self, image: &str) -> Option<usize> {
        let image = compared(image, self.version);
        let prefix = |length: &usize| self.prefixes.get(image.get(..*length)?).copied();
        self.names.get(image).copied().or_else(|| self.lengths.iter().find_map(prefix))
    }
}

/// Why a text is no pattern of the allowlist, and where.
///
/// `Display` is upstream's text, without what the kubelet writes in front of it:
/// ``invalid configuration: invalid image pattern in `preloadedImagesVerificationAllowlist`: ``.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    span: Range<usize>,
    pattern: Box<str>,
}

impl Error {
    /// What is wrong, for code.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The bytes of the pattern that are wrong; empty where something is missing.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

/// The kinds of [`Error`].
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// White space before or after the pattern.
    Space,
    /// Nothing is written.
    Empty,
    /// A star that is not the whole last component.
    Star,
    /// `/*`, with no registry host in front.
    NoHost,
    /// Not a name of an image.
    NotAName(ParseError),
    /// A tag or a digest behind the name.
    TagOrDigest,
    /// A name that Kubernetes before 1.36 wants written in full, as `docker.io/library/ubuntu`.
    ShortName,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = match &self.kind {
            ErrorKind::Space => "leading/trailing spaces are not allowed: ",
            ErrorKind::Empty => "the supplied pattern is too short: ",
            ErrorKind::Star => {
                "not a valid wildcard pattern, only patterns ending with '/*' are allowed: "
            }
            ErrorKind::NoHost => return f.write_str("at least registry hostname is required"),
            ErrorKind::NotAName(error) => {
                return write!(f, "failed to parse as an image name: {}", error.upstream());
            }
            ErrorKind::TagOrDigest | ErrorKind::ShortName => {
                "neither tag nor digest is accepted in an image reference: "
            }
        };
        write!(f, "{before}{}", self.pattern)
    }
}

impl core::error::Error for Error {}

#[cfg(test)]
mod tests;
