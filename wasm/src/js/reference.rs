//! What JavaScript sees of an image reference.

use pullscope_core::Reference;
use pullscope_core::reference::{ErrorKind, ParseError, Spans};
use serde::Serialize;
use tsify::Tsify;

use super::span::{Places, Span};

/// What one image reference means.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "status", rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub enum ParseOutcome {
    /// The input is a reference.
    Parsed(Box<ImageReference>),
    /// The input is not, and the kubelet answers `InvalidImageName`.
    Rejected(RejectedReference),
}

/// An image reference, normalized.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct ImageReference {
    /// The registry host with its port; `docker.io` when none is written.
    pub registry: String,
    /// The path within the registry: `library/nginx`.
    pub repository: String,
    /// The tag, when one is written.
    pub tag: Option<String>,
    /// The digest with its algorithm, when one is written.
    pub digest: Option<String>,
    /// Registry and repository, as credentials are looked up: `docker.io/library/nginx`.
    pub name: String,
    /// The whole reference with what is implied written out, except for the tag.
    pub normalized: String,
    /// The short form that people type.
    pub familiar: String,
    /// The short form of registry and repository alone.
    pub familiar_name: String,
    /// The tag that Kubernetes works with: `latest` when neither tag nor digest is written, empty
    /// when only a digest is.
    pub tag_or_default: String,
    /// `normalized`, with `:latest` when neither tag nor digest is written.
    pub with_default_tag: String,
    /// What the container runtime resolves: a digest makes the tag irrelevant.
    pub resolved: String,
    /// Where the parts stand in the input.
    pub spans: ReferenceSpans,
}

/// Where the parts of a reference stand in the input. What is filled in has no place.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct ReferenceSpans {
    /// The registry host.
    pub registry: Option<Span>,
    /// The repository, as far as it is written.
    pub repository: Span,
    /// The tag, without its colon.
    pub tag: Option<Span>,
    /// The digest, without its at sign.
    pub digest: Option<Span>,
}

/// Why a text is not an image reference, and where it stops being one.
#[derive(Debug, Serialize, Tsify)]
pub struct RejectedReference {
    /// What is wrong, for code.
    pub kind: ReferenceErrorKind,
    /// What is wrong, for people.
    pub message: String,
    /// The part of the input that is wrong.
    pub span: Span,
    /// The exact error text of distribution/reference.
    pub upstream: String,
    /// The exact error text of the kubelet, which quotes the image.
    pub kubernetes: String,
}

/// The kinds of `RejectedReference`.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum ReferenceErrorKind {
    /// Nothing is written.
    Empty,
    /// White space before or after the reference.
    SurroundingSpace,
    /// `https://` or the like in front.
    Scheme,
    /// 64 hex digits, which are an image's ID and not a name.
    Identifier,
    /// A character that does not fit.
    Unexpected,
    /// The text ends where it should go on.
    Missing,
    /// The repository is longer than 255 bytes.
    RepositoryTooLong,
    /// The tag is longer than 128 characters.
    TagTooLong,
    /// The digest is not one.
    Digest,
    /// Something else; the message says what.
    Other,
}

impl ParseOutcome {
    /// Reads `input`.
    pub fn new(input: &str) -> Self {
        match Reference::parse(input) {
            Ok(reference) => Self::Parsed(Box::new(ImageReference::new(reference))),
            Err(error) => Self::Rejected(RejectedReference::new(input, &error)),
        }
    }
}

impl ImageReference {
    fn new(reference: Reference<'_>) -> Self {
        let places = Places::new(reference.input());
        let Spans { registry, repository, tag, digest } = reference.spans();
        Self {
            registry: reference.registry().into(),
            repository: reference.repository().to_string(),
            tag: reference.tag().map(String::from),
            digest: reference.digest().map(|it| it.as_str().into()),
            name: reference.name().to_string(),
            normalized: reference.to_string(),
            familiar: reference.familiar().to_string(),
            familiar_name: reference.familiar_name().to_string(),
            tag_or_default: reference.tag_or_default().into(),
            with_default_tag: reference.with_default_tag().to_string(),
            resolved: reference.docker_reference().to_string(),
            spans: ReferenceSpans {
                registry: registry.map(|it| places.span(it)),
                repository: places.span(repository),
                tag: tag.map(|it| places.span(it)),
                digest: digest.map(|it| places.span(it)),
            },
        }
    }
}

impl RejectedReference {
    pub(super) fn new(input: &str, error: &ParseError) -> Self {
        Self {
            kind: ReferenceErrorKind::of(error.kind()),
            message: error.to_string(),
            span: Places::new(input).span(error.span()),
            upstream: error.upstream().to_string(),
            kubernetes: error.kubernetes(input).to_string(),
        }
    }
}

impl ReferenceErrorKind {
    fn of(kind: &ErrorKind) -> Self {
        match kind {
            ErrorKind::Empty => Self::Empty,
            ErrorKind::SurroundingSpace => Self::SurroundingSpace,
            ErrorKind::Scheme => Self::Scheme,
            ErrorKind::Identifier => Self::Identifier,
            ErrorKind::Unexpected { .. } => Self::Unexpected,
            ErrorKind::Missing { .. } => Self::Missing,
            ErrorKind::RepositoryTooLong { .. } => Self::RepositoryTooLong,
            ErrorKind::TagTooLong { .. } => Self::TagTooLong,
            ErrorKind::Digest(_) => Self::Digest,
            _ => Self::Other,
        }
    }
}
