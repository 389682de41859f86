//! What a tool takes where an image ID is allowed as well.

use core::fmt;

use super::{Grammar, ParseError, Reference, parse};
use crate::digest::Digest;

/// What a tool takes where an image ID is allowed as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnyReference<'a> {
    /// 64 hex digits: the ID of an image, read as a SHA-256 digest.
    Identifier(&'a str),
    /// A digest alone.
    Digest(Digest<'a>),
    /// A reference.
    Named(Reference<'a>),
}

impl<'a> AnyReference<'a> {
    /// Reads an image ID, a digest or a reference, tried in this order.
    ///
    /// # Errors
    ///
    /// What [`Reference::parse`] says of it.
    ///
    /// Upstream: `ParseAnyReference` in distribution/reference `normalize.go`.
    pub fn parse(input: &'a str) -> Result<Self, ParseError> {
        Self::parse_as(input, Grammar::NEWEST)
    }

    /// The same, for the releases with this grammar.
    ///
    /// # Errors
    ///
    /// What [`Reference::parse_as`] says of it.
    pub fn parse_as(input: &'a str, grammar: Grammar) -> Result<Self, ParseError> {
        if parse::is_identifier(input) {
            return Ok(Self::Identifier(input));
        }
        match Digest::parse(input) {
            Ok(digest) => Ok(Self::Digest(digest)),
            Err(_) => Reference::parse_as(input, grammar).map(Self::Named),
        }
    }
}

impl fmt::Display for AnyReference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Identifier(hex) => write!(f, "sha256:{hex}"),
            Self::Digest(digest) => write!(f, "{digest}"),
            Self::Named(reference) => write!(f, "{reference}"),
        }
    }
}
