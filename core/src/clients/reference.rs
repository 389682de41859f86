//! How other parsers read an image, beside the kubelet.
//!
//! Each is a model of one published parser: the same input under each, what it takes for registry
//! host, repository, tag and digest, or why it refuses it.
//!
//! ```
//! use pullscope_core::clients::reference::{Parser, readings};
//!
//! let readings = readings("MyHost/app:v1");
//! let of = |parser| readings.iter().find(|it| it.parser == parser).unwrap();
//! assert_eq!(of(Parser::Kubelet).parsed.as_ref().unwrap().registry(), "MyHost");
//! assert_eq!(of(Parser::OciSpec).parsed.as_ref().unwrap().registry(), "docker.io");
//! assert!(of(Parser::Containers).parsed.is_err());
//! assert_eq!(
//!     of(Parser::OciSpec).difference.as_deref(),
//!     Some("it takes this for MyHost/app on docker.io, the kubelet for app on MyHost")
//! );
//! ```
//!
//! Every model is linear in the input. Upstream: the module of each parser names it.

mod containerd;
pub(crate) mod crane;
mod docker;
mod regclient;
mod word;

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::Reference;

/// A parser of image references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parser {
    /// The kubelet's, and Docker's: distribution/reference.
    Kubelet,
    /// The library under podman, skopeo and CRI-O.
    Containers,
    /// go-containerregistry, under crane, ko and kaniko.
    Crane,
    /// containerd's own, which its CRI plugin hands only names that distribution/reference made.
    Containerd,
    /// regclient, under regctl.
    Regclient,
    /// The Rust crate oci-spec, whose parser oci-client and kwctl share.
    OciSpec,
    /// `@swimlane/docker-reference` for JavaScript.
    Swimlane,
    /// `parse-docker-image-name` for JavaScript.
    ParseDockerImageName,
}

impl Parser {
    /// Every parser, the kubelet's first.
    pub const ALL: [Self; 8] = [
        Self::Kubelet,
        Self::Containers,
        Self::Crane,
        Self::Containerd,
        Self::Regclient,
        Self::OciSpec,
        Self::Swimlane,
        Self::ParseDockerImageName,
    ];

    /// Its name, as its users know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kubelet => "kubelet, Docker",
            Self::Containers => "podman, skopeo, CRI-O",
            Self::Crane => "crane",
            Self::Containerd => "containerd's references",
            Self::Regclient => "regclient",
            Self::OciSpec => "oci-spec, kwctl",
            Self::Swimlane => "@swimlane/docker-reference",
            Self::ParseDockerImageName => "parse-docker-image-name",
        }
    }

    /// The library that is modelled, and its version.
    pub fn library(self) -> &'static str {
        match self {
            Self::Kubelet => "distribution/reference v0.6.0",
            Self::Containers => "containers/image v5.42.0",
            Self::Crane => "go-containerregistry v0.22.1",
            Self::Containerd => "containerd v2.4.2 pkg/reference",
            Self::Regclient => "regclient v0.11.7",
            Self::OciSpec => "oci-spec 0.10.0",
            Self::Swimlane => "@swimlane/docker-reference 2.0.1",
            Self::ParseDockerImageName => "parse-docker-image-name 3.0.0",
        }
    }

    /// Reads `input` as this parser does.
    ///
    /// # Errors
    ///
    /// The rule of this parser that refuses it.
    ///
    /// ```
    /// use pullscope_core::clients::reference::Parser;
    ///
    /// assert_eq!(Parser::Crane.parse("nginx").unwrap().registry(), "index.docker.io");
    /// let refused = Parser::Containerd.parse("busybox:1.32.0").unwrap_err();
    /// assert_eq!(refused, "1.32.0 is no port, and what stands before the first / is a host here");
    /// ```
    pub fn parse(self, input: &str) -> Result<Parsed, String> {
        match self {
            Self::Kubelet => docker::kubelet(input),
            Self::Containers => docker::containers(input),
            Self::Crane => crane::parse(input),
            Self::Containerd => containerd::parse(input),
            Self::Regclient => regclient::parse(input),
            Self::OciSpec => docker::oci_spec(input),
            Self::Swimlane => docker::swimlane(input),
            Self::ParseDockerImageName => docker::parse_docker_image_name(input),
        }
    }
}

/// What a parser makes of an input. What it leaves open is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    registry: Vec<u8>,
    repository: Vec<u8>,
    tag: Vec<u8>,
    digest: Vec<u8>,
}

impl Parsed {
    fn new(registry: &str, repository: &str, tag: Option<&str>, digest: Option<&str>) -> Self {
        let bytes = |text: Option<&str>| text.unwrap_or_default().into();
        Self {
            registry: registry.into(),
            repository: repository.into(),
            tag: bytes(tag),
            digest: bytes(digest),
        }
    }

    /// The parts as bytes: registry host, repository, tag, digest. containerd decodes escapes, and
    /// what comes of them need not be UTF-8.
    pub fn bytes(&self) -> [&[u8]; 4] {
        [&self.registry, &self.repository, &self.tag, &self.digest]
    }

    /// The registry host, with its port.
    pub fn registry(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.registry)
    }

    /// The repository.
    pub fn repository(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.repository)
    }

    /// The tag; `latest` where the parser fills it in.
    pub fn tag(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.tag)
    }

    /// The digest.
    pub fn digest(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.digest)
    }
}

/// What one parser answers, and how that is not the kubelet's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The parser.
    pub parser: Parser,
    /// What it takes the input for, or why it refuses it.
    pub parsed: Result<Parsed, String>,
    /// A sentence where it does not agree with the kubelet about whether this is a reference, or
    /// about where the image is.
    pub difference: Option<String>,
}

/// The answer of every parser, the kubelet's first.
pub fn readings(input: &str) -> Vec<Reading> {
    let kubelet = Parser::Kubelet.parse(input);
    Parser::ALL
        .into_iter()
        .map(|parser| {
            let parsed = parser.parse(input);
            let difference = match (&kubelet, &parsed) {
                (Ok(_), Err(why)) => Some(format!("it refuses what the kubelet accepts: {why}")),
                (Err(why), Ok(_)) => Some(format!("it accepts what the kubelet refuses: {why}")),
                (Ok(kubelet), Ok(parsed)) => place_differs(parser, kubelet, parsed),
                (Err(_), Err(_)) => None,
            };
            Reading { parser, parsed, difference }
        })
        .collect()
}

/// Says where the two places are not one. A parser that fills in no registry host, or no `library/`,
/// leaves that to its caller.
fn place_differs(parser: Parser, kubelet: &Parsed, parsed: &Parsed) -> Option<String> {
    let registry = match &*parsed.registry() {
        "index.docker.io" if parser == Parser::Crane => "docker.io".to_string(),
        "" if kubelet.registry == b"docker.io" => "docker.io".to_string(),
        registry => registry.to_string(),
    };
    let (repository, expected) = (parsed.repository(), kubelet.repository());
    let is_same = repository == expected
        || registry == "docker.io" && expected.strip_prefix("library/") == Some(&repository);
    if registry.as_bytes() == kubelet.registry && is_same {
        return None;
    }
    let place = |registry: &str, repository: &str| match (registry, repository) {
        ("", repository) => format!("{repository} on no registry host"),
        (registry, "") => format!("the registry host {registry} without a repository"),
        (registry, repository) => format!("{repository} on {registry}"),
    };
    Some(format!(
        "it takes this for {}, the kubelet for {}",
        place(&registry, &repository),
        place(&kubelet.registry(), &expected)
    ))
}

/// Splits a name that matched a grammar as Docker does: host or no host, and what is filled in.
///
/// Upstream: `splitDockerDomain` in docker/distribution `reference/normalize.go`, which others copy.
fn split_docker_domain(name: &str) -> (&str, String) {
    let (host, rest) = match name.split_once('/') {
        Some((host, rest)) if host.contains(['.', ':']) || host == "localhost" => (host, rest),
        _ => (crate::reference::DOCKER_HUB, name),
    };
    let host = if host == "index.docker.io" { crate::reference::DOCKER_HUB } else { host };
    let library = host == crate::reference::DOCKER_HUB && !rest.contains('/');
    (host, if library { format!("library/{rest}") } else { rest.to_string() })
}

impl From<&Reference<'_>> for Parsed {
    fn from(reference: &Reference<'_>) -> Self {
        Self::new(
            reference.registry(),
            &reference.repository().to_string(),
            Some(reference.tag_or_default()),
            reference.digest().as_ref().map(crate::digest::Digest::as_str),
        )
    }
}

#[cfg(test)]
mod tests;
