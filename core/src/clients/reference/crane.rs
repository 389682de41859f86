//! go-containerregistry: sets of characters instead of a grammar.
//!
//! Upstream: `ParseReference` in go-containerregistry `pkg/name`.

use alloc::format;
use alloc::string::{String, ToString};

use super::Parsed;
use crate::digest::Digest;
use crate::go::url::Url;
use crate::reference::{REPOSITORY_MAX, TAG_MAX};

/// What Docker Hub is called here.
const HUB: &str = "index.docker.io";

/// What changed with v0.22.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Release {
    /// A repository has two characters, `localhost` without a port is no registry, only SHA-256 is
    /// known, and a scheme is taken for a registry.
    V0_21,
    /// As `crane` is now.
    V0_22,
}

pub(super) fn parse(input: &str) -> Result<Parsed, String> {
    parse_as(Release::V0_22, input)
}

/// The same by one release.
pub(crate) fn parse_as(release: Release, input: &str) -> Result<Parsed, String> {
    let has_scheme = input.starts_with("http://") || input.starts_with("https://");
    if has_scheme && release == Release::V0_22 {
        return Err("it has a scheme".into());
    }
    match tagged(release, input) {
        Ok((repository, tag)) => Ok(repository.parsed(Some(tag), None)),
        Err(why) => digested(release, input, why),
    }
}

/// What a registry and a repository are together; `None` where the repository is none.
///
/// Upstream: `NewRepository`.
#[cfg(feature = "text")]
pub(crate) fn repository(release: Release, registry: &str, repository: &str) -> Option<String> {
    let named = Repository::new(release, &format!("{registry}/{repository}"));
    named.ok().map(|it| it.full())
}

/// Registry and repository; the registry has its default.
struct Repository {
    registry: String,
    repository: String,
}

impl Repository {
    fn new(release: Release, name: &str) -> Result<Self, String> {
        if name.is_empty() {
            return Err("an image needs a name".into());
        }
        let (registry, repository) = match name.split_once('/') {
            Some((first, rest)) if first.contains(['.', ':']) => (first, rest),
            Some(("localhost", rest)) if release == Release::V0_22 => ("localhost", rest),
            _ => ("", name),
        };
        if release == Release::V0_21 && repository.len() == 1 {
            return Err("the repository has one character".into());
        }
        check(repository, "the repository", REPOSITORY_MAX, |c| {
            c.is_ascii_lowercase() || c.is_ascii_digit() || "_-./".contains(c)
        })?;
        let host = Url::parse("//", registry.as_bytes());
        if !host.is_ok_and(|url| *url.host == *registry.as_bytes()) {
            return Err(format!("{registry} is no host of a URL"));
        }
        let registry = if matches!(registry, "" | "docker.io") { HUB } else { registry };
        Ok(Self { registry: registry.into(), repository: repository.into() })
    }

    fn name(&self) -> String {
        format!("{}/{}", self.registry, self.full())
    }

    /// The repository, with `library/` on Docker Hub.
    fn full(&self) -> String {
        if self.registry == HUB && !self.repository.contains('/') {
            format!("library/{}", self.repository)
        } else {
            self.repository.clone()
        }
    }

    fn parsed(&self, tag: Option<&str>, digest: Option<&str>) -> Parsed {
        Parsed::new(&self.registry, &self.full(), tag, digest)
    }
}

/// Upstream: `NewTag`.
fn tagged(release: Release, input: &str) -> Result<(Repository, &str), String> {
    let (base, tag) = match input.rsplit_once(':') {
        Some((base, tag)) if !tag.contains('/') => (base, Some(tag)),
        _ => (input, None),
    };
    if let Some(tag) = tag {
        check(tag, "the tag", TAG_MAX, |c| c.is_ascii_alphanumeric() || "_-.".contains(c))?;
    }
    Ok((Repository::new(release, base)?, tag.unwrap_or("latest")))
}

/// Upstream: `NewDigest`. A tag in front of it is checked, and dropped.
fn digested(release: Release, input: &str, why: String) -> Result<Parsed, String> {
    let Some((base, digest)) = input.split_once('@') else { return Err(why) };
    if digest.contains('@') {
        return Err("it has more than one @".into());
    }
    Digest::parse(digest).map_err(|error| error.to_string())?;
    if release == Release::V0_21 && !digest.starts_with("sha256:") {
        return Err("the algorithm of the digest is not known".into());
    }
    let name = match tagged(release, base) {
        Ok((repository, _)) => repository.name(),
        Err(_) => base.to_string(),
    };
    Ok(Repository::new(release, &name)?.parsed(None, Some(digest)))
}

/// Upstream: `checkElement`.
fn check(text: &str, what: &str, most: usize, allowed: fn(char) -> bool) -> Result<(), String> {
    let length = text.chars().count();
    if length == 0 {
        return Err(format!("{what} is empty"));
    }
    if length > most {
        return Err(format!("{what} has more than {most} characters"));
    }
    match text.chars().find(|&c| !allowed(c)) {
        Some(c) => Err(format!("{what} holds {c:?}")),
        None => Ok(()),
    }
}
