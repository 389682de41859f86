//! Image references: what the `image` field of a container names.
//!
//! ```text
//! registry.example.com:5000/team/app:1.4@sha256:9f86d081…
//! |-----------------------| |------| |-| |--------------|
//!       registry host      repository tag     digest
//! ```
//!
//! # Grammar
//!
//! ```text
//! reference  := [ registry "/" ] repository [ ":" tag ] [ "@" digest ]
//! registry   := ( label ( "." label )* | "[" [0-9A-Fa-f:]+ "]" ) [ ":" [0-9]+ ]
//! label      := [A-Za-z0-9] ( [A-Za-z0-9-]* [A-Za-z0-9] )?
//! repository := component ( "/" component )*      ; at most 255 bytes
//! component  := [a-z0-9]+ ( ( "." | "_" | "__" | "-"+ ) [a-z0-9]+ )*
//! tag        := [A-Za-z0-9_] [A-Za-z0-9_.-]{0,127}
//! ```
//!
//! # Filled in, and kept
//!
//! The first component is a registry host when it is `localhost`, holds a `.` or a `:`, or is not
//! lower case. Otherwise the host is `docker.io`, and a single component there gains `library/`.
//! `index.docker.io` becomes `docker.io`; no other host is rewritten. A missing tag stays missing,
//! so that a reader can tell `nginx` from `nginx:latest`.
//!
//! One oddity is kept: a first component that must be a host by the rule above, is none by the
//! grammar, but is a legal component (`my_host.io/app`) leaves the registry host empty.
//!
//! Behavior: distribution/reference v0.6.0, as Kubernetes 1.32 and later link it. What older
//! releases read otherwise is in [`Grammar`].

mod advice;
mod any;
mod error;
mod explain;
mod grammar;
pub(crate) mod parse;
pub(crate) mod raw;
mod registry_rule;
mod typed;

use core::fmt;
use core::ops::Range;

use crate::digest::Digest;

pub use crate::quoted::is_blank;
pub use advice::{Advice, advice, mistake, unlikely};
pub use any::AnyReference;
pub use error::{Component, ErrorKind, ParseError};
pub use grammar::Grammar;
pub(crate) use raw::{Raw, RawError};
pub use registry_rule::{HostMark, RegistryRule};
pub use typed::typed_name;

/// The registry host that a short name means.
pub const DOCKER_HUB: &str = "docker.io";

/// The most bytes that a repository may have; before Kubernetes 1.32, with its registry host.
pub const REPOSITORY_MAX: usize = 255;

/// The most characters that a tag may have.
pub const TAG_MAX: usize = 128;

/// A parsed and normalized image reference. It borrows from the text and owns nothing.
///
/// ```
/// use pullscope_core::Reference;
///
/// let reference = Reference::parse("nginx:1.27")?;
/// assert_eq!(reference.registry(), "docker.io");
/// assert_eq!(reference.repository().to_string(), "library/nginx");
/// assert_eq!(reference.tag(), Some("1.27"));
/// assert_eq!(reference.to_string(), "docker.io/library/nginx:1.27");
/// assert_eq!(reference.familiar().to_string(), "nginx:1.27");
/// # Ok::<(), pullscope_core::reference::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reference<'a> {
    input: &'a str,
    host: Host,
    /// Where the repository's written part begins; it ends at `path_end`.
    path_start: usize,
    path_end: usize,
    /// Where the tag ends, when there is one. It begins after the colon at `path_end`.
    tag_end: Option<usize>,
    digest: Option<Digest<'a>>,
}

/// How the registry host came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Host {
    /// Not written: Docker Hub.
    Implied,
    /// `docker.io` or `index.docker.io`, written.
    DockerHub,
    /// Any other host, written, and what makes it one.
    Written(HostMark),
    /// The first component looks like a host and is none: it belongs to the repository.
    Empty,
}

impl<'a> Reference<'a> {
    /// Reads `input` as the kubelet reads the `image` field.
    ///
    /// Allocates nothing unless it fails, and takes time linear in the length of `input`.
    ///
    /// # Errors
    ///
    /// When `input` is not a reference; the error says why and where, and carries upstream's text.
    ///
    /// ```
    /// use pullscope_core::Reference;
    ///
    /// let err = Reference::parse("library/Nginx").unwrap_err();
    /// assert_eq!(err.to_string(), "unexpected 'N' in repository, which is lowercase");
    /// assert_eq!(err.span(), 8..9);
    /// assert_eq!(
    ///     err.upstream().to_string(),
    ///     "invalid reference format: repository name (library/Nginx) must be lowercase"
    /// );
    /// ```
    ///
    /// Upstream: `ParseNormalizedNamed` in distribution/reference `normalize.go`.
    pub fn parse(input: &'a str) -> Result<Self, ParseError> {
        Self::parse_as(input, Grammar::NEWEST)
    }

    /// Reads `input` as the releases with this grammar do; otherwise as [`parse`](Self::parse).
    ///
    /// # Errors
    ///
    /// When `input` is not a reference for them. The error carries the text of their parser.
    ///
    /// ```
    /// use pullscope_core::reference::{Grammar, Reference};
    ///
    /// assert_eq!(Reference::parse_as("Team/app", Grammar::V1_29)?.registry(), "Team");
    /// let err = Reference::parse_as("Team/app", Grammar::V1_20).unwrap_err();
    /// assert_eq!(
    ///     err.upstream().to_string(),
    ///     "invalid reference format: repository name must be lowercase"
    /// );
    /// # Ok::<(), pullscope_core::reference::ParseError>(())
    /// ```
    ///
    /// Upstream: `ParseNormalizedNamed` in docker/distribution `reference/normalize.go`, and in
    /// distribution/reference `normalize.go`.
    pub fn parse_as(input: &'a str, grammar: Grammar) -> Result<Self, ParseError> {
        parse::parse(input, grammar)
    }

    /// The text that was parsed.
    pub fn input(&self) -> &'a str {
        self.input
    }

    /// The registry host with its port, `docker.io` when none is written.
    ///
    /// Empty in the one odd case that the [module](self) describes.
    pub fn registry(&self) -> &'a str {
        match self.host {
            Host::Implied | Host::DockerHub => DOCKER_HUB,
            Host::Written(_) => &self.input[..self.path_start - 1],
            Host::Empty => "",
        }
    }

    /// Whether the registry host is written in the text, rather than filled in.
    pub fn is_registry_written(&self) -> bool {
        matches!(self.host, Host::Written(_) | Host::DockerHub)
    }

    /// What made the registry host: the parser's own decision.
    ///
    /// ```
    /// use pullscope_core::reference::{Reference, RegistryRule};
    ///
    /// assert_eq!(Reference::parse("nginx")?.registry_rule(), RegistryRule::Implied);
    /// assert_eq!(Reference::parse("my_host.io/app")?.registry_rule(), RegistryRule::Component);
    /// # Ok::<(), pullscope_core::reference::ParseError>(())
    /// ```
    pub fn registry_rule(&self) -> RegistryRule {
        match self.host {
            Host::Implied => RegistryRule::Implied,
            Host::DockerHub if !self.input.starts_with("docker.io/") => RegistryRule::Alias,
            Host::DockerHub => RegistryRule::Written(HostMark::DotOrColon),
            Host::Written(mark) => RegistryRule::Written(mark),
            Host::Empty => RegistryRule::Component,
        }
    }

    /// The repository, with `library/` where Docker Hub's rule fills it in.
    pub fn repository(&self) -> Repository<'a> {
        let written = &self.input[self.path_start..self.path_end];
        let hub = matches!(self.host, Host::Implied | Host::DockerHub);
        Repository { filled_in: hub && !written.contains('/'), written }
    }

    /// The tag as written. `None` for `nginx`, although the kubelet reads it as `latest`.
    pub fn tag(&self) -> Option<&'a str> {
        self.tag_end.map(|end| &self.input[self.path_end + 1..end])
    }

    /// The digest.
    pub fn digest(&self) -> Option<Digest<'a>> {
        self.digest
    }

    /// The tag that Kubernetes works with: `latest` when neither tag nor digest is written,
    /// empty when only a digest is.
    ///
    /// Upstream: `ParseImageName` in kubernetes `pkg/util/parsers/parsers.go`.
    pub fn tag_or_default(&self) -> &'a str {
        match (self.tag(), self.digest) {
            (Some(tag), _) => tag,
            (None, Some(_)) => "",
            (None, None) => "latest",
        }
    }

    /// Registry host and repository, as credentials are looked up: `docker.io/library/nginx`.
    pub fn name(&self) -> Name<'a> {
        Name { registry: self.registry(), repository: self.repository() }
    }

    /// The short form that people type: `nginx:1.27`.
    ///
    /// Upstream: `FamiliarString` in distribution/reference `helpers.go`.
    pub fn familiar(&self) -> Familiar<'a> {
        Familiar { name: self.familiar_name(), reference: *self }
    }

    /// The short form of registry and repository, without tag and digest.
    ///
    /// Upstream: `FamiliarName` in distribution/reference `helpers.go`.
    pub fn familiar_name(&self) -> FamiliarName<'a> {
        let Name { registry, repository } = self.name();
        if registry != DOCKER_HUB {
            return FamiliarName { registry, repository: repository.written };
        }
        let short = repository.written.strip_prefix("library/").filter(|rest| !rest.contains('/'));
        FamiliarName { registry: "", repository: short.unwrap_or(repository.written) }
    }

    /// The reference with `:latest` where neither tag nor digest is written.
    ///
    /// Upstream: `TagNameOnly` in distribution/reference `normalize.go`.
    pub fn with_default_tag(&self) -> impl fmt::Display + use<'a> {
        let (reference, tag) = (*self, self.tag_or_default());
        fmt::from_fn(move |f| match reference.tag() {
            None if !tag.is_empty() => write!(f, "{reference}:{tag}"),
            _ => write!(f, "{reference}"),
        })
    }

    /// The reference as a runtime resolves it: a digest makes the tag irrelevant, and without
    /// either the tag is `latest`.
    ///
    /// Upstream: `ParseDockerRef` in distribution/reference `normalize.go`.
    pub fn docker_reference(&self) -> impl fmt::Display + use<'a> {
        let reference = *self;
        fmt::from_fn(move |f| match reference.digest {
            Some(digest) => write!(f, "{}@{digest}", reference.name()),
            None => write!(f, "{}", reference.with_default_tag()),
        })
    }

    /// Where each part stands in the text, in bytes. What is filled in has no place.
    pub fn spans(&self) -> Spans {
        Spans {
            registry: self.is_registry_written().then(|| 0..self.path_start - 1),
            repository: self.path_start..self.path_end,
            tag: self.tag_end.map(|end| self.path_end + 1..end),
            digest: self.digest.map(|it| self.input.len() - it.as_str().len()..self.input.len()),
        }
    }
}

impl fmt::Display for Reference<'_> {
    /// The normalized reference: nothing that is missing is added but host and `library/`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name())?;
        self.write_suffix(f)
    }
}

impl Reference<'_> {
    fn write_suffix(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(tag) = self.tag() {
            write!(f, ":{tag}")?;
        }
        if let Some(digest) = self.digest {
            write!(f, "@{digest}")?;
        }
        Ok(())
    }
}

/// The path within a registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Repository<'a> {
    filled_in: bool,
    written: &'a str,
}

impl<'a> Repository<'a> {
    /// The part that stands in the text.
    pub fn written(&self) -> &'a str {
        self.written
    }

    /// Whether `library/` was put in front.
    pub fn is_library_filled_in(&self) -> bool {
        self.filled_in
    }

    /// The components, from left to right.
    pub fn components(&self) -> impl Iterator<Item = &'a str> {
        self.filled_in.then_some("library").into_iter().chain(self.written.split('/'))
    }
}

impl fmt::Display for Repository<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.filled_in {
            f.write_str("library/")?;
        }
        f.write_str(self.written)
    }
}

/// Registry host and repository; see [`Reference::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Name<'a> {
    registry: &'a str,
    repository: Repository<'a>,
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.registry.is_empty() {
            write!(f, "{}/", self.registry)?;
        }
        write!(f, "{}", self.repository)
    }
}

/// The short form of a name; see [`Reference::familiar_name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FamiliarName<'a> {
    registry: &'a str,
    repository: &'a str,
}

impl fmt::Display for FamiliarName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.registry.is_empty() {
            write!(f, "{}/", self.registry)?;
        }
        f.write_str(self.repository)
    }
}

/// The short form of a reference; see [`Reference::familiar`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Familiar<'a> {
    name: FamiliarName<'a>,
    reference: Reference<'a>,
}

impl fmt::Display for Familiar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        self.reference.write_suffix(f)
    }
}

/// Where the parts of a reference stand, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spans {
    /// The registry host, when written.
    pub registry: Option<Range<usize>>,
    /// The repository, as far as it is written.
    pub repository: Range<usize>,
    /// The tag, without its colon.
    pub tag: Option<Range<usize>>,
    /// The digest, without its at sign.
    pub digest: Option<Range<usize>>,
}

#[cfg(test)]
mod tests;
