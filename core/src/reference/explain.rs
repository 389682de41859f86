//! The account of a failure: upstream's text, and ours.

use alloc::string::String;
use core::ops::Range;

use super::error::{ErrorKind, ParseError, Upstream};
use super::parse::{Mismatch, Problem, Reason, is_changed_by_lower_case, is_hub, scan, scan_host};
use super::{Component, Grammar, Host};
use crate::substring;

/// Finds upstream's text for a failure, and ours.
#[cold]
pub(super) fn explain(
    input: &str,
    host: Host,
    rest_start: usize,
    problem: Problem,
    grammar: Grammar,
) -> ParseError {
    let rest = &input[rest_start..];
    let library = if is_hub(host) && !rest.contains('/') { "library/" } else { "" };
    let before_colon = rest.split(':').next().unwrap_or(rest);
    let upstream = if is_changed_by_lower_case(before_colon) {
        let named = grammar.names_repository();
        Upstream::NotLowerCase(named.then(|| [library, before_colon].concat().into()))
    } else {
        match &problem {
            Problem::Shape(_) if matches_in_lower_case(input, host, rest_start, grammar) => {
                Upstream::MustBeLowerCase
            }
            Problem::Shape(_) => Upstream::InvalidFormat,
            Problem::TooLong { .. } => Upstream::TooLong,
            Problem::Digest(_, error) => Upstream::Digest(error.upstream()),
        }
    };
    let (kind, span) = describe(input, problem);
    ParseError::new(kind, span, upstream)
}

/// Whether only the case of some letters keeps the text from being a reference.
fn matches_in_lower_case(input: &str, host: Host, rest_start: usize, grammar: Grammar) -> bool {
    if !is_changed_by_lower_case(input) {
        return false;
    }
    // All other letters beyond ASCII stay there, where no reference has any.
    let lower_char = |c: char| match c {
        '\u{130}' => 'i',
        '\u{212a}' => 'k',
        _ => c.to_ascii_lowercase(),
    };
    let lower = |text: &str| text.chars().map(lower_char).collect::<String>();
    let (head, rest) = (lower(&input[..rest_start]), lower(&input[rest_start..]));
    scan(&[head.as_str(), &rest].concat(), host, head.len(), grammar).is_ok()
}

/// Our own account of a failure: what stands there, in which part, and what is expected.
pub(super) fn describe(input: &str, problem: Problem) -> (ErrorKind, Range<usize>) {
    let trimmed = input.trim_matches(char::is_whitespace);
    if input.is_empty() {
        return (ErrorKind::Empty, 0..0);
    }
    if trimmed.len() != input.len() {
        let before = input.len() - input.trim_start().len();
        let span = if before > 0 { 0..before } else { trimmed.len()..input.len() };
        return (ErrorKind::SurroundingSpace, span);
    }
    if let Some(end) = substring::find(input, "://")
        && input[..end].bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        return (ErrorKind::Scheme, 0..end + 3);
    }
    match problem {
        Problem::TooLong { path, repository: length, host_length: 0 } => {
            (ErrorKind::RepositoryTooLong { length }, path)
        }
        Problem::TooLong { path, repository, host_length } => {
            (ErrorKind::NameTooLong { length: host_length + repository }, 0..path.end)
        }
        Problem::Digest(start, error) => {
            let span = error.span();
            (ErrorKind::Digest(error), start + span.start..start + span.end)
        }
        Problem::Shape(Mismatch { at, reason: Reason::TagTooLong, .. }) => {
            let end = input[at..].find('@').map_or(input.len(), |offset| at + offset);
            (ErrorKind::TagTooLong { length: end - at }, at..end)
        }
        Problem::Shape(Mismatch { at: 0, component: Component::Registry, .. })
            if let Some(end) = ipv6_host(input) =>
        {
            (ErrorKind::Ipv6Host, 0..end)
        }
        Problem::Shape(Mismatch { at, component, reason: Reason::Unexpected }) => {
            match input[at..].chars().next() {
                None => (ErrorKind::Missing { component }, at..at),
                Some(found) => {
                    let span = at..at + found.len_utf8();
                    (ErrorKind::Unexpected { found, component }, span)
                }
            }
        }
    }
}

/// Where the address in brackets at the beginning ends, if it is a host for newer releases.
fn ipv6_host(input: &str) -> Option<usize> {
    let (host, _) = input.split_once('/')?;
    let end = host.find(']')?;
    scan_host(host.as_bytes(), Grammar::NEWEST).ok().map(|()| end + 1)
}
