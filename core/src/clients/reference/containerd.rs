//! containerd's own references: a URL without a scheme.
//!
//! Everything up to the first slash is a host, whatever it looks like, and nothing is filled in. The
//! CRI plugin, which the kubelet talks to, normalizes with distribution/reference before.
//!
//! Upstream: `Parse` in containerd `pkg/reference/reference.go`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Parsed;
use crate::go::url::Url;

pub(super) fn parse(input: &str) -> Result<Parsed, String> {
    if input.contains("://") {
        return Err("it has a scheme".into());
    }
    let url = Url::parse("dummy://", input.as_bytes()).map_err(|error| refused(input, &error))?;
    if url.host.is_empty() {
        return Err("no host stands before the first /".into());
    }
    let split = url.path.iter().position(|byte| matches!(byte, b':' | b'@'));
    let (path, object) = url.path.split_at(split.unwrap_or(url.path.len()));
    let object = object.strip_prefix(b":").unwrap_or(object);
    if path.split(|&byte| byte == b'/').any(|part| part == b"..") {
        return Err("a component of its path is ..".into());
    }
    let locator = join(&url.host, path);
    let slash = locator.iter().position(|&byte| byte == b'/').unwrap_or(locator.len());
    let (registry, repository) = locator.split_at(slash);
    let at = object.iter().position(|&byte| byte == b'@');
    Ok(Parsed {
        registry: registry.to_vec(),
        repository: repository.strip_prefix(b"/").unwrap_or(repository).to_vec(),
        tag: object[..at.unwrap_or(object.len())].to_vec(),
        digest: at.map_or_else(Vec::new, |at| object[at + 1..].to_vec()),
    })
}

/// Go's `path.Join` of two relative paths.
fn join(host: &[u8], path: &[u8]) -> Vec<u8> {
    let mut parts: Vec<&[u8]> = Vec::new();
    let all = host.split(|&byte| byte == b'/').chain(path.split(|&byte| byte == b'/'));
    for part in all {
        match part {
            b"" | b"." => {}
            b".." if parts.last().is_some_and(|last| *last != b"..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if parts.is_empty() { b".".to_vec() } else { parts.join(&b'/') }
}

/// Says more where a tag, or what stands before a digest, was taken for a port or a user.
fn refused(input: &str, error: &crate::keyring::UrlError) -> String {
    let first = input.split('/').next().unwrap_or_default();
    match first.rsplit_once(':') {
        Some((_, port)) if !port.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{port} is no port, and what stands before the first / is a host here")
        }
        _ => error.to_string(),
    }
}
