//! References as they are written, with nothing filled in: what CRI-O looks at first.
//!
//! A first component is a registry host here whenever it has the form of one: `library/nginx` names
//! the host `library`.
//!
//! Upstream: `Parse` in containers/image `docker/reference/reference.go`, which is that of
//! docker/distribution v2.8.

use alloc::string::String;
use core::fmt;

use super::parse::scan;
use super::{Grammar, Host, HostMark, REPOSITORY_MAX};
use crate::digest::{Digest, DigestError};
use crate::go;

/// A reference as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Raw<'a> {
    /// The first component, where it has the form of a host and others follow.
    pub(crate) host: &'a str,
    /// Host and path.
    pub(crate) name: &'a str,
    /// The tag.
    pub(crate) tag: Option<&'a str>,
    /// The digest.
    pub(crate) digest: Option<Digest<'a>>,
}

/// Why a text is not one; `Display` is upstream's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RawError {
    Empty,
    UpperCase,
    Format,
    TooLong,
    Digest(DigestError),
}

impl<'a> Raw<'a> {
    pub(crate) fn parse(input: &'a str) -> Result<Self, RawError> {
        let Some((shape, first)) = shape(input) else {
            return Err(match input {
                "" => RawError::Empty,
                _ if shape(&lower(input)).is_some() => RawError::UpperCase,
                _ => RawError::Format,
            });
        };
        if shape.path_end > REPOSITORY_MAX {
            return Err(RawError::TooLong);
        }
        let digest = match shape.digest {
            Some((_, Err(error))) => return Err(RawError::Digest(error)),
            Some((_, Ok(digest))) => Some(digest),
            None => None,
        };
        Ok(Self {
            host: if matches!(shape.host, Host::Written(_)) { &input[..first] } else { "" },
            name: &input[..shape.path_end],
            tag: shape.tag_end.map(|end| &input[shape.path_end + 1..end]),
            digest,
        })
    }
}

/// What the grammar finds, and where the first component ends.
fn shape(input: &str) -> Option<(super::parse::Shape<'_>, usize)> {
    let (host, first, rest) = match input.find('/') {
        Some(slash) => (Host::Written(HostMark::DotOrColon), slash, slash + 1),
        None => (Host::Implied, 0, 0),
    };
    let shape = scan(input, host, rest, Grammar::V1_20).ok()?;
    Some((shape, first))
}

fn lower(text: &str) -> String {
    text.chars().map(go::to_lower).collect()
}

impl fmt::Display for RawError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "repository name must have at least one component",
            Self::UpperCase => "repository name must be lowercase",
            Self::Format => "invalid reference format",
            Self::TooLong => "repository name must not be more than 255 characters",
            Self::Digest(error) => error.upstream(),
        })
    }
}
