//! Why a text is not a reference.

use alloc::boxed::Box;
use core::fmt;
use core::ops::Range;

use super::{REPOSITORY_MAX, TAG_MAX};
use crate::digest::DigestError;
use crate::go::Quoted;
use crate::quoted::QuotedChar;
use crate::version::Version;

/// Why a string is not an image reference, and where it stops being one.
///
/// `Display` is a sentence for people; [`upstream`](Self::upstream) is the text that the Go code
/// gives, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    kind: ErrorKind,
    span: Range<usize>,
    upstream: Upstream,
}

impl ParseError {
    pub(super) fn new(kind: ErrorKind, span: Range<usize>, upstream: Upstream) -> Self {
        Self { kind, span, upstream }
    }

    /// What is wrong, for code.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The bytes of the input that are wrong; empty, at its end, when the input stops too soon.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The text of `ParseNormalizedNamed`, in the parser of the grammar that read the input.
    pub fn upstream(&self) -> impl fmt::Display + '_ {
        &self.upstream
    }

    /// The text of Kubernetes' `ParseImageName`: what stands in the event of an
    /// `InvalidImageName`.
    ///
    /// Upstream: kubernetes `pkg/util/parsers/parsers.go`.
    pub fn kubernetes<'a>(&'a self, input: &'a str) -> impl fmt::Display + 'a {
        self.kubernetes_as(input, Version::NEWEST)
    }

    /// The same in the words of `version`, whose [grammar](Version::grammar) read `input`: before
    /// 1.28 it does not quote the image, and the kubelet's own event has
    /// [other words](crate::kubelet::Waiting::message).
    ///
    /// ```
    /// use pullscope_core::reference::Reference;
    /// use pullscope_core::version::Version;
    ///
    /// let version: Version = "1.27".parse().unwrap();
    /// let err = Reference::parse_as("nginx:", version.grammar()).unwrap_err();
    /// assert_eq!(
    ///     err.kubernetes_as("nginx:", version).to_string(),
    ///     "couldn't parse image name: invalid reference format"
    /// );
    /// ```
    pub fn kubernetes_as<'a>(&'a self, input: &'a str, version: Version) -> impl fmt::Display + 'a {
        KubernetesText {
            error: self,
            image: version.quotes_unparsable_image().then_some(Quoted(input.as_bytes())),
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl core::error::Error for ParseError {}

struct KubernetesText<'a> {
    error: &'a ParseError,
    image: Option<Quoted<'a>>,
}

impl fmt::Display for KubernetesText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("couldn't parse image name")?;
        if let Some(image) = &self.image {
            write!(f, " {image}")?;
        }
        write!(f, ": {}", self.error.upstream)
    }
}

/// A part of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Component {
    /// The registry host.
    Registry,
    /// The port of the registry host.
    Port,
    /// The repository.
    Repository,
    /// The tag.
    Tag,
    /// The digest.
    Digest,
}

impl Component {
    /// Its name in a sentence.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registry => "registry host",
            Self::Port => "port",
            Self::Repository => "repository",
            Self::Tag => "tag",
            Self::Digest => "digest",
        }
    }
}

/// The kinds of [`ParseError`].
#[expect(missing_docs, reason = "each variant's line names its fields")]
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Nothing is written.
    Empty,
    /// White space before or after the reference.
    SurroundingSpace,
    /// `https://` or the like in front.
    Scheme,
    /// 64 hex digits, which are an image's ID and not a name.
    Identifier,
    /// The character `found` does not fit in `component`.
    Unexpected { found: char, component: Component },
    /// The text ends where `component` should go on.
    Missing { component: Component },
    /// The repository has `length` bytes, `library/` included.
    RepositoryTooLong { length: usize },
    /// Registry host and repository have `length` bytes, which counts before Kubernetes 1.32.
    NameTooLong { length: usize },
    /// The registry host is an IPv6 address, which Kubernetes reads since 1.29.
    Ipv6Host,
    /// The tag has `length` characters.
    TagTooLong { length: usize },
    /// The digest is not one.
    Digest(DigestError),
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("an image reference is expected, here is nothing"),
            Self::SurroundingSpace => f.write_str("white space around the reference is part of it"),
            Self::Scheme => f.write_str("a reference has no scheme: write the host without it"),
            Self::Identifier => {
                f.write_str("64 hex digits are the ID of an image; write repository@sha256:ID")
            }
            Self::Unexpected { found, component } => {
                let name = component.as_str();
                write!(f, "unexpected {} in {name}", QuotedChar(*found))?;
                f.write_str(match (component, found) {
                    (Component::Repository, c) if c.is_uppercase() => ", which is lowercase",
                    (Component::Repository, '/') => ", where a component is expected",
                    (Component::Repository, '.' | '_' | '-') => {
                        ", where a letter or a digit is expected"
                    }
                    (Component::Registry, '_') => ", which has letters, digits, '-' and '.'",
                    (Component::Port, _) => ", which has digits only",
                    (Component::Tag, '.' | '-') => ", which begins with a letter, a digit or '_'",
                    (Component::Tag, ':') => ": a second ':' (the digest comes after '@')",
                    (Component::Digest, ':') => ": the tag comes before the digest",
                    (Component::Digest, _) => ", which is written algorithm:hex",
                    _ => "",
                })
            }
            Self::Missing { component } => match component {
                Component::Repository => f.write_str("a repository is expected at the end"),
                Component::Tag => f.write_str("a tag is expected after ':'"),
                Component::Digest => {
                    f.write_str("the digest stops too soon; it is written algorithm:hex")
                }
                Component::Port => f.write_str("a port is expected after ':'"),
                Component::Registry => f.write_str("a registry host is expected"),
            },
            Self::RepositoryTooLong { length } => {
                write!(f, "a repository has at most {REPOSITORY_MAX} bytes, here are {length}")
            }
            Self::NameTooLong { length } => write!(
                f,
                "before Kubernetes 1.32, registry host and repository have at most \
                 {REPOSITORY_MAX} bytes together, here are {length}"
            ),
            Self::Ipv6Host => {
                f.write_str("an IPv6 address is a registry host only since Kubernetes 1.29")
            }
            Self::TagTooLong { length } => {
                write!(f, "a tag has at most {TAG_MAX} characters, here are {length}")
            }
            Self::Digest(error) => error.fmt(f),
        }
    }
}

/// Upstream's errors, with what their texts quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Upstream {
    Empty,
    InvalidFormat,
    /// The normalizer's own check, with what it looked at if it says so.
    NotLowerCase(Option<Box<str>>),
    /// The grammar's check.
    MustBeLowerCase,
    Identifier(Box<str>),
    TooLong,
    Digest(&'static str),
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("repository name must have at least one component"),
            Self::InvalidFormat => f.write_str("invalid reference format"),
            Self::NotLowerCase(Some(name)) => {
                write!(f, "invalid reference format: repository name ({name}) must be lowercase")
            }
            Self::NotLowerCase(None) => {
                f.write_str("invalid reference format: repository name must be lowercase")
            }
            Self::MustBeLowerCase => f.write_str("repository name must be lowercase"),
            Self::Identifier(hex) => {
                write!(
                    f,
                    "invalid repository name ({hex}), cannot specify 64-byte hexadecimal strings"
                )
            }
            Self::TooLong => {
                write!(f, "repository name must not be more than {REPOSITORY_MAX} characters")
            }
            Self::Digest(text) => f.write_str(text),
        }
    }
}
