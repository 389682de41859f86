//! regclient: a grammar of its own for registry hosts, and digests by their shape alone.
//!
//! Upstream: `New` in regclient `types/ref/ref.go`.

use alloc::string::{String, ToString};

use super::Parsed;
use crate::reference::parse::{is_digest_shape, repository_end, tag_end};

pub(super) fn parse(input: &str) -> Result<Parsed, String> {
    if let Some((scheme, path)) = input.split_once("://")
        && !scheme.is_empty()
        && scheme.bytes().all(|byte| byte.is_ascii_lowercase())
        && !path.is_empty()
        && !path.contains('\n')
    {
        return match scheme {
            "ocidir" | "ocifile" => layout(path),
            scheme => Err(alloc::format!("{scheme}:// is no scheme that it knows")),
        };
    }
    let host = input.split_once('/').map(|(first, _)| first).filter(|first| is_registry(first));
    let parsed = host.and_then(|host| after_host(input, host)).or_else(|| after_host(input, ""));
    parsed.ok_or_else(|| "it does not match its grammar of references".to_string())?.completed()
}

/// The parts as they are matched.
struct Matched<'a> {
    registry: &'a str,
    path: &'a str,
    tag: Option<&'a str>,
    digest: Option<&'a str>,
}

impl Matched<'_> {
    /// Fills in Docker Hub's names, and `latest`.
    fn completed(self) -> Result<Parsed, String> {
        let Self { mut registry, mut path, mut tag, digest } = self;
        if registry.is_empty() && path.split('/').next() == Some("localhost") {
            registry = "localhost";
            path = path.strip_prefix("localhost").map_or("", |rest| rest.trim_start_matches('/'));
        }
        if matches!(registry, "" | "registry-1.docker.io" | "index.docker.io") {
            registry = "docker.io";
        }
        if tag.is_none() && digest.is_none() {
            tag = Some("latest");
        }
        if path.is_empty() {
            return Err("localhost is a registry host here, and no repository follows".into());
        }
        let library = registry == "docker.io" && !path.contains('/');
        let path = if library { alloc::format!("library/{path}") } else { path.to_string() };
        Ok(Parsed::new(registry, &path, tag, digest))
    }
}

fn after_host<'a>(input: &'a str, registry: &'a str) -> Option<Matched<'a>> {
    let start = if registry.is_empty() { 0 } else { registry.len() + 1 };
    let end = repository_end(input, start)?;
    let mut matched = Matched { registry, path: &input[start..end], tag: None, digest: None };
    let mut at = end;
    if input[at..].starts_with(':') {
        at = tag_end(input, end + 1)?;
        matched.tag = Some(&input[end + 1..at]);
    }
    if at < input.len() {
        matched.digest = Some(&input[at + 1..]).filter(|digest| is_digest_shape(digest));
        matched.digest?;
    }
    Some(matched)
}

/// A folder with an image layout, which is no image of a registry. It is accepted, with no registry
/// host and the folder as the repository.
fn layout(text: &str) -> Result<Parsed, String> {
    let in_path = |c: char| c.is_ascii_alphanumeric() || "/_-. ~+".contains(c);
    let end = text.find(|c| !in_path(c)).unwrap_or(text.len());
    let (path, mut rest) = text.split_at(end);
    let mut tag = None;
    if let Some(after) = rest.strip_prefix(':') {
        let end = tag_end(after, 0).ok_or("the tag of the layout is malformed")?;
        tag = Some(&after[..end]);
        rest = &after[end..];
    }
    let digest = rest.strip_prefix('@');
    let is_whole = rest.is_empty() || digest.is_some_and(is_digest_shape);
    if path.is_empty() || !is_whole {
        return Err("the folder of the layout is malformed".into());
    }
    Ok(Parsed::new("", path, tag, digest))
}

/// A host that cannot be a component of a repository: dotted, with an upper-case letter, an IPv6
/// literal, `localhost`, or with a port.
fn is_registry(text: &str) -> bool {
    let bracket = text.rfind(']').map_or(0, |at| at + 1);
    let (host, port) = match text[bracket..].find(':') {
        Some(colon) => (&text[..bracket + colon], Some(&text[bracket + colon + 1..])),
        None => (text, None),
    };
    if port.is_some_and(|port| port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit())) {
        return false;
    }
    is_dotted(host)
        || is_upper(host)
        || is_ipv6(host)
        || host == "localhost"
        || port.is_some() && is_label(host)
}

fn is_label(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    ends(bytes.first())
        && ends(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

/// Two labels or more, or one with a dot behind it; a dot may end the name.
fn is_dotted(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    text.contains('.') && name.split('.').all(is_label)
}

/// An upper-case letter that is not at the very end of the part without dashes that leads to it, or
/// not at the very beginning of the one that follows.
fn is_upper(text: &str) -> bool {
    if !is_label(text) {
        return false;
    }
    let upper = |part: &[u8]| part.iter().any(u8::is_ascii_uppercase);
    let bytes = text.as_bytes();
    let dash = bytes.iter().position(|&byte| byte == b'-').unwrap_or(bytes.len());
    let last = bytes.iter().rposition(|&byte| byte == b'-').map_or(0, |at| at + 1);
    upper(&bytes[..dash.min(bytes.len() - 1)]) || upper(&bytes[last.max(1)..])
}

/// Groups of one to four hex digits, at most eight in a run, at most one `::`; in brackets.
fn is_ipv6(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')) else {
        return false;
    };
    let is_run = |run: &str| {
        let group = |it: &str| {
            (1..=4).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        run.split(':').all(group) && run.split(':').count() <= 8
    };
    match inner.split_once("::") {
        None => is_run(inner),
        Some(("", "")) => false,
        Some(("", run)) | Some((run, "")) => is_run(run),
        Some((before, after)) => is_run(before) && is_run(after),
    }
}
