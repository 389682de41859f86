//! The parsers that follow Docker's grammar, each with what it does otherwise.
//!
//! | parser | registry host | length | digest |
//! | --- | --- | --- | --- |
//! | kubelet, Docker | upper case and IPv6 literals too | path at most 255 | known algorithm, length, lower case |
//! | podman, skopeo, CRI-O | as Kubernetes 1.20 | host and path at most 255 | the same |
//! | `@swimlane/docker-reference` | the same | the same | upper-case digits too |
//! | `parse-docker-image-name` | the same, nothing filled in | name as written at most 255 | as the kubelet |
//! | oci-spec | the same; upper case marks no host | path at most 255 | upper-case digits too |

use alloc::format;
use alloc::string::{String, ToString};

use super::word::is_word;
use super::{Parsed, split_docker_domain};
use crate::Reference;
use crate::digest::Digest;
use crate::reference::parse::{is_digest_shape, is_host, is_identifier, repository_end, tag_end};
use crate::reference::{Grammar, REPOSITORY_MAX, TAG_MAX, raw};

/// Upstream: `ParseNormalizedNamed` in distribution/reference `normalize.go`.
pub(super) fn kubelet(input: &str) -> Result<Parsed, String> {
    Reference::parse(input).map(|it| Parsed::from(&it)).map_err(|error| error.to_string())
}

/// A copy of docker/distribution from before Kubernetes 1.29's parser.
///
/// Upstream: `ParseNormalizedNamed` in containers/image `docker/reference/normalize.go`.
pub(super) fn containers(input: &str) -> Result<Parsed, String> {
    match Reference::parse_as(input, Grammar::V1_20) {
        Err(error) => Err(error.to_string()),
        Ok(reference) => {
            let mut parsed = Parsed::from(&reference);
            // What is missing stays missing.
            parsed.tag = reference.tag().unwrap_or_default().into();
            Ok(parsed)
        }
    }
}

/// Upstream: `parseFamiliarName` in `@swimlane/docker-reference` `src/parsers.ts`.
pub(super) fn swimlane(input: &str) -> Result<Parsed, String> {
    if is_identifier(input) {
        return Err("64 hex digits alone are no name here".into());
    }
    let (host, rest) = split_docker_domain(input);
    let whole = format!("{host}/{rest}");
    let raw = raw(&whole, tag_end)?;
    if raw.name_length() > REPOSITORY_MAX {
        return Err(too_long("registry host and repository"));
    }
    check_digest(raw.digest)?;
    Ok(Parsed::new(raw.host.unwrap_or_default(), raw.path, raw.tag, raw.digest))
}

/// Docker's grammar without what Docker fills in. A first component without dot and port belongs to
/// the path.
///
/// Upstream: `index.js` of `parse-docker-image-name`, and `Parse` in docker/distribution
/// `reference/reference.go`, which it is compiled from.
pub(super) fn parse_docker_image_name(input: &str) -> Result<Parsed, String> {
    let raw = raw::Raw::parse(input).map_err(|error| error.to_string())?;
    let digest = raw.digest.as_ref().map(Digest::as_str);
    let is_host = raw.host.contains([':', '.']) || raw.host == "localhost";
    let (host, path) =
        if is_host { (raw.host, &raw.name[raw.host.len() + 1..]) } else { ("", raw.name) };
    Ok(Parsed::new(host, path, raw.tag, digest))
}

/// Upstream: `TryFrom<&str> for Reference` in oci-spec `src/distribution/reference.rs`.
pub(super) fn oci_spec(input: &str) -> Result<Parsed, String> {
    let raw = raw(input, unicode_tag_end)?;
    let name = &input[..raw.name_length()];
    let (host, repository) = split_docker_domain(name);
    if repository.len() > REPOSITORY_MAX {
        return Err(too_long("repository"));
    }
    check_digest(raw.digest)?;
    let tag = raw.tag.or(if raw.digest.is_none() { Some("latest") } else { None });
    Ok(Parsed::new(host, &repository, tag, raw.digest))
}

fn too_long(what: &str) -> String {
    format!("more than {REPOSITORY_MAX} bytes of {what}")
}

/// What matches `[host "/"] path [":" tag] ["@" digest]` as written.
struct Raw<'a> {
    host: Option<&'a str>,
    path: &'a str,
    tag: Option<&'a str>,
    digest: Option<&'a str>,
}

impl Raw<'_> {
    /// Bytes of the host, its slash and the path.
    fn name_length(&self) -> usize {
        self.host.map_or(0, |host| host.len() + 1) + self.path.len()
    }
}

/// The grammar of docker/distribution: a first component is a host where it can be one.
fn raw<'a>(
    input: &'a str,
    tag_end: impl Fn(&str, usize) -> Option<usize>,
) -> Result<Raw<'a>, String> {
    if input.is_empty() {
        return Err("an image needs a name".into());
    }
    let host = input.split_once('/').map(|(first, _)| first);
    let host = host.filter(|host| is_host(host, Grammar::V1_20));
    let with_host = host.and_then(|host| after_host(input, Some(host), &tag_end));
    with_host.or_else(|| after_host(input, None, &tag_end)).ok_or_else(|| {
        "it does not match the grammar of repository, tag and digest, or has an upper-case letter"
            .to_string()
    })
}

fn after_host<'a>(
    input: &'a str,
    host: Option<&'a str>,
    tag_end: &impl Fn(&str, usize) -> Option<usize>,
) -> Option<Raw<'a>> {
    let start = host.map_or(0, |host| host.len() + 1);
    let end = repository_end(input, start)?;
    let mut raw = Raw { host, path: &input[start..end], tag: None, digest: None };
    let mut at = end;
    if input[at..].starts_with(':') {
        at = tag_end(input, end + 1)?;
        raw.tag = Some(&input[end + 1..at]);
    }
    if at < input.len() {
        let digest = &input[at + 1..];
        raw.digest = Some(digest).filter(|digest| is_digest_shape(digest));
        raw.digest?;
    }
    Some(raw)
}

/// A tag in which Rust's regular expressions take every letter and digit of Unicode.
fn unicode_tag_end(text: &str, start: usize) -> Option<usize> {
    let tag = text[start..].split('@').next().unwrap_or_default();
    let first = tag.chars().next()?;
    let rest = |c: char| is_word(c) || c == '.' || c == '-';
    let fits = is_word(first) && tag.chars().all(rest) && tag.chars().count() <= TAG_MAX;
    fits.then_some(start + tag.len())
}

/// A digest of the right shape, in which upper-case digits count as well.
fn check_digest(digest: Option<&str>) -> Result<(), String> {
    let Some((algorithm, hex)) = digest.and_then(|it| it.split_once(':')) else { return Ok(()) };
    let lower = format!("{algorithm}:{}", hex.to_ascii_lowercase());
    Digest::parse(&lower).map(|_| ()).map_err(|error| error.to_string())
}
