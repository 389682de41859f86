//! The scanner: one pass from left to right, which stops at the first byte that does not fit.

use core::ops::Range;

use super::error::{Component, ErrorKind, ParseError, Upstream};
use super::explain::explain;
use super::{DOCKER_HUB, Grammar, Host, HostMark, REPOSITORY_MAX, Reference, TAG_MAX};
use crate::digest::{Digest, DigestError};
use crate::go;

pub(super) fn parse(input: &str, grammar: Grammar) -> Result<Reference<'_>, ParseError> {
    if is_identifier(input) {
        return Err(ParseError::new(
            ErrorKind::Identifier,
            0..input.len(),
            Upstream::Identifier(input.into()),
        ));
    }
    let (host, rest_start) = split_host(input, grammar);
    let problem = match scan(input, host, rest_start, grammar) {
        Ok(shape) => {
            let path_start = if shape.host == Host::Empty { 0 } else { rest_start };
            let path_end = shape.path_end;
            let added = if is_hub(shape.host) {
                "library/".len()
                    * usize::from(!input.as_bytes()[path_start..path_end].contains(&b'/'))
            } else {
                0
            };
            let repository = added + path_end - path_start;
            let host_length = match shape.host {
                _ if !grammar.limit_counts_host() => 0,
                Host::Implied | Host::DockerHub => DOCKER_HUB.len() + 1,
                Host::Written(_) | Host::Empty => path_start,
            };
            if host_length + repository > REPOSITORY_MAX {
                Problem::TooLong { path: path_start..path_end, repository, host_length }
            } else {
                match shape.digest {
                    Some((start, Err(error))) => Problem::Digest(start, error),
                    digest => {
                        return Ok(Reference {
                            input,
                            host: shape.host,
                            path_start,
                            path_end,
                            tag_end: shape.tag_end,
                            digest: digest.and_then(|(_, it)| it.ok()),
                        });
                    }
                }
            }
        }
        Err(mismatch) => Problem::Shape(mismatch),
    };
    Err(explain(input, host, rest_start, problem, grammar))
}

/// 64 lower-case hex digits: the ID of an image, refused as a name.
pub(crate) fn is_identifier(input: &str) -> bool {
    input.len() == 64 && input.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

pub(super) fn is_hub(host: Host) -> bool {
    matches!(host, Host::Implied | Host::DockerHub)
}

/// The host that normalization sees, and where the rest begins.
///
/// Upstream: `splitDockerDomain` in distribution/reference `normalize.go`.
fn split_host(input: &str, grammar: Grammar) -> (Host, usize) {
    let mut classes = 0;
    let mut slash = 0;
    for &byte in input.as_bytes() {
        if byte == b'/' {
            break;
        }
        classes |= CLASSES[usize::from(byte)];
        slash += 1;
    }
    if slash == input.len() {
        return (Host::Implied, 0);
    }
    let first = &input[..slash];
    if classes & HOST_MARK != 0 {
        if first == DOCKER_HUB || first == "index.docker.io" {
            (Host::DockerHub, slash + 1)
        } else {
            (Host::Written(HostMark::DotOrColon), slash + 1)
        }
    } else if classes & (UPPER | NOT_ASCII) == 0 {
        match first {
            "localhost" => (Host::Written(HostMark::Localhost), slash + 1),
            _ => (Host::Implied, 0),
        }
    } else if grammar.upper_case_marks_host() && is_changed_by_lower_case(first) {
        (Host::Written(HostMark::UpperCase), slash + 1)
    } else {
        (Host::Implied, 0)
    }
}

pub(super) fn is_changed_by_lower_case(text: &str) -> bool {
    text.chars().any(go::has_lower_case)
}

/// `a` to `z` and digits: what components of a repository are made of.
const LOWER_OR_DIGIT: u8 = 1;
/// Upper-case ASCII letters.
const UPPER: u8 = 2;
const DIGIT: u8 = 4;
const HEX: u8 = 8;
/// What a tag may go on with.
const IN_TAG: u8 = 16;
const DASH: u8 = 32;
/// What makes a first component a host: `.` and `:`.
const HOST_MARK: u8 = 64;
const NOT_ASCII: u8 = 128;

/// The classes of every byte; a table, because the scanner asks for each byte it reads.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        let byte = i as u8;
        table[i] = match byte {
            b'0'..=b'9' => LOWER_OR_DIGIT | DIGIT | HEX | IN_TAG,
            b'a'..=b'f' => LOWER_OR_DIGIT | HEX | IN_TAG,
            b'g'..=b'z' => LOWER_OR_DIGIT | IN_TAG,
            b'A'..=b'F' => UPPER | HEX | IN_TAG,
            b'G'..=b'Z' => UPPER | IN_TAG,
            b'_' => IN_TAG,
            b'.' => IN_TAG | HOST_MARK,
            b'-' => IN_TAG | DASH,
            b':' => HOST_MARK,
            0x80.. => NOT_ASCII,
            _ => 0,
        };
        i += 1;
    }
    table
}

/// What the grammar finds in a text. Lengths and the digest's value are judged afterwards.
pub(super) struct Shape<'a> {
    pub(super) host: Host,
    pub(super) path_end: usize,
    pub(super) tag_end: Option<usize>,
    /// Where the digest begins, and what it is.
    pub(super) digest: Option<(usize, Result<Digest<'a>, DigestError>)>,
}

/// Where the grammar stops, in what, and why.
pub(super) struct Mismatch {
    pub(super) at: usize,
    pub(super) component: Component,
    pub(super) reason: Reason,
}

pub(super) enum Reason {
    /// The byte there does not fit; at the end of the text, something is missing.
    Unexpected,
    /// The tag is longer than [`TAG_MAX`].
    TagTooLong,
}

pub(super) enum Problem {
    Shape(Mismatch),
    /// The written path, the repository's bytes, and those of the host if they count.
    TooLong {
        path: Range<usize>,
        repository: usize,
        host_length: usize,
    },
    Digest(usize, DigestError),
}

pub(super) fn scan(
    input: &str,
    host: Host,
    rest_start: usize,
    grammar: Grammar,
) -> Result<Shape<'_>, Mismatch> {
    let bytes = input.as_bytes();
    let mut found = host;
    if let Host::Written(_) = host
        && let Err(mismatch) = scan_host(&bytes[..rest_start - 1], grammar)
    {
        // Not a host; the grammar then reads it as a component, if it is one.
        let first = &bytes[..rest_start - 1];
        match scan_repository(first, 0) {
            Ok(end) if end == first.len() => found = Host::Empty,
            _ => return Err(mismatch),
        }
    }
    let path_end = scan_repository(bytes, rest_start)?;
    let mut at = path_end;
    let mut tag_end = None;
    if bytes.get(at) == Some(&b':') {
        at = scan_tag(bytes, at + 1)?;
        tag_end = Some(at);
    }
    // The scanners stop at nothing but a mark that they know or the end.
    let digest = match bytes.get(at) {
        None => None,
        Some(_) => {
            let start = at + 1;
            let digest = Digest::parse(&input[start..]);
            if digest.is_err() {
                // A digest has the grammar's shape; of anything else the shape is judged first.
                scan_digest(bytes, start)?;
            }
            Some((start, digest))
        }
    };
    Ok(Shape { host: found, path_end, tag_end, digest })
}

fn unexpected(at: usize, component: Component) -> Mismatch {
    Mismatch { at, component, reason: Reason::Unexpected }
}

/// `domain` of the grammar, all of `host`.
pub(super) fn scan_host(host: &[u8], grammar: Grammar) -> Result<(), Mismatch> {
    let mut at = 0;
    if host.first() == Some(&b'[') && grammar.has_ipv6_hosts() {
        at = 1;
        while host.get(at).is_some_and(|byte| byte.is_ascii_hexdigit() || *byte == b':') {
            at += 1;
        }
        if at == 1 || host.get(at) != Some(&b']') {
            return Err(unexpected(at, Component::Registry));
        }
        at += 1;
    } else {
        loop {
            // A label: letters, digits and dashes, with no dash at either end.
            let start = at;
            at = skip(host, start, LOWER_OR_DIGIT | UPPER | DASH);
            if at == start || host[start] == b'-' {
                return Err(unexpected(start, Component::Registry));
            }
            if host[at - 1] == b'-' {
                return Err(unexpected(at - 1, Component::Registry));
            }
            if host.get(at) != Some(&b'.') {
                break;
            }
            at += 1;
        }
    }
    if host.get(at) == Some(&b':') {
        let digits = at + 1;
        at = skip(host, digits, DIGIT);
        if at == digits || at < host.len() {
            return Err(unexpected(at, Component::Port));
        }
    }
    if at == host.len() { Ok(()) } else { Err(unexpected(at, Component::Registry)) }
}

/// `path` of the grammar, as far as it goes: to a `:`, an `@` or the end.
fn scan_repository(bytes: &[u8], start: usize) -> Result<usize, Mismatch> {
    let mut at = start;
    loop {
        // Every turn reads one run of letters and digits, and the separator behind it.
        let run = at;
        at = skip(bytes, run, LOWER_OR_DIGIT);
        if at == run {
            return Err(unexpected(at, Component::Repository));
        }
        at = match bytes.get(at) {
            None | Some(b':' | b'@') => return Ok(at),
            Some(b'/' | b'.') => at + 1,
            Some(b'_') => at + 1 + usize::from(bytes.get(at + 1) == Some(&b'_')),
            Some(b'-') => skip(bytes, at, DASH),
            Some(_) => return Err(unexpected(at, Component::Repository)),
        };
    }
}

/// `tag` of the grammar, to an `@` or the end.
fn scan_tag(bytes: &[u8], start: usize) -> Result<usize, Mismatch> {
    match bytes.get(start) {
        Some(byte) if byte.is_ascii_alphanumeric() || *byte == b'_' => {}
        _ => return Err(unexpected(start, Component::Tag)),
    }
    let end = skip(bytes, start, IN_TAG);
    if !matches!(bytes.get(end), None | Some(b'@')) {
        return Err(unexpected(end, Component::Tag));
    }
    if end - start > TAG_MAX {
        return Err(Mismatch { at: start, component: Component::Tag, reason: Reason::TagTooLong });
    }
    Ok(end)
}

/// `digest` of the grammar, to the end. Whether it is a real one is for [`Digest::parse`] to say.
fn scan_digest(bytes: &[u8], start: usize) -> Result<(), Mismatch> {
    let mut at = start;
    loop {
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            return Err(unexpected(at, Component::Digest));
        }
        at = skip(bytes, at, LOWER_OR_DIGIT | UPPER);
        match bytes.get(at) {
            Some(b'-' | b'_' | b'+' | b'.') => at += 1,
            Some(b':') => break,
            _ => return Err(unexpected(at, Component::Digest)),
        }
    }
    let hex = at + 1;
    let end = skip(bytes, hex, HEX);
    if end - hex < 32 || end < bytes.len() {
        return Err(unexpected(end, Component::Digest));
    }
    Ok(())
}

/// Where the repository that begins at `start` ends: before a `:`, an `@` or at the end. `None` when
/// there is none.
pub(crate) fn repository_end(text: &str, start: usize) -> Option<usize> {
    scan_repository(text.as_bytes(), start).ok()
}

/// Where the tag that begins at `start` ends: before an `@` or at the end.
pub(crate) fn tag_end(text: &str, start: usize) -> Option<usize> {
    scan_tag(text.as_bytes(), start).ok()
}

/// Whether `text` has the shape of a digest; a known algorithm, and its length, are another matter.
pub(crate) fn is_digest_shape(text: &str) -> bool {
    scan_digest(text.as_bytes(), 0).is_ok()
}

/// Whether `text` is a registry host by the grammar, with or without a port.
pub(crate) fn is_host(text: &str, grammar: Grammar) -> bool {
    scan_host(text.as_bytes(), grammar).is_ok()
}

/// The end of the run of bytes from `start` on that are in one of `classes`.
#[inline]
fn skip(bytes: &[u8], start: usize, classes: u8) -> usize {
    let mut at = start;
    while at < bytes.len() && CLASSES[usize::from(bytes[at])] & classes != 0 {
        at += 1;
    }
    at
}
