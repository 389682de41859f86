//! What is secret in a line wherever it stands, and by which names a secret is known.

use alloc::vec::Vec;
use core::ops::Range;

use super::super::pieces::{Ink, pieces};
use super::Kind;

/// Digits of an object in base64, at least: fewer may be a word.
const SHORTEST: usize = 16;

/// Whether what stands in front of the `@` at `end` of a name is a user. A sentence with a colon, a
/// rewrite that is an expression, and an image with its digest have an `@`, too.
pub(super) fn is_user(name: &str, end: usize) -> bool {
    let (before, after) = (&name[..end], &name[end + 1..]);
    let before = before.rsplit("://").next().unwrap_or_default();
    let is_host = !before.contains('/') || before.contains(':') && after.contains('.');
    is_host && !before.contains(|it: char| it.is_whitespace() || "(*^[".contains(it))
}

/// What stands in front of the hosts of URLs: `robot:password`.
pub(super) fn users(line: &str) -> Vec<Range<usize>> {
    let urls = line.match_indices("://").map(|it| it.0 + 3);
    let found = urls.filter_map(|start| {
        let rest = &line[start..];
        let ends = |it: char| it.is_whitespace() || "/?#\"'<>".contains(it);
        let host = &rest[..rest.find(ends).unwrap_or(rest.len())];
        host.rfind('@').map(|end| start..start + end)
    });
    found.collect()
}

/// JSON objects in base64, such as the file of a registry or a token, wherever they stand.
pub(super) fn encoded(line: &str) -> Vec<Range<usize>> {
    let bytes = line.as_bytes();
    let is_part = |it: &u8| it.is_ascii_alphanumeric() || b"+/=-_.".contains(it);
    let mut out = Vec::new();
    let mut done = 0;
    // `{"`, and `{` at the end of a line; the same encoded twice.
    for (at, _) in line.match_indices('e').chain(line.match_indices("ZX")) {
        let begins =
            ["eyJ", "ewo", "ewk", "ZXlK", "ZXdv"].iter().any(|it| line[at..].starts_with(it));
        if !begins || at < done || at > 0 && is_part(&bytes[at - 1]) {
            continue;
        }
        let length = bytes[at..].iter().take_while(|it| is_part(it)).count();
        done = at + length;
        if length >= SHORTEST {
            out.push(at..done);
        }
    }
    out
}

/// The values of secret members of JSON, with escaped quotes or not, wherever they stand: within a
/// text of another document, and behind a quote too many.
pub(super) fn members(line: &str) -> Vec<(Range<usize>, Kind)> {
    let mut out = Vec::new();
    let mut done = 0;
    for (colon, _) in line.match_indices(':') {
        if colon < done {
            continue;
        }
        let before = line[..colon].trim_end();
        let Some(before) = before.strip_suffix('"') else { continue };
        let before = before.trim_end_matches('\\');
        let from = before.rfind('"').map_or(0, |it| it + 1);
        let Some(kind) = kind_of(&before[from..]) else { continue };
        let after = line[colon + 1..].trim_start();
        let quoted = after.trim_start_matches('\\');
        let Some(value) = quoted.strip_prefix('"') else { continue };
        // As many backslashes as in front of the value stand behind it.
        let escapes = after.len() - quoted.len();
        let start = line.len() - value.len();
        let end = value.match_indices('"').map(|it| it.0).find(|&at| {
            let backslashes = value[..at].bytes().rev().take_while(|it| *it == b'\\').count();
            backslashes == escapes || escapes == 0 && backslashes % 2 == 0
        });
        done = start + end.map_or(value.len(), |end| end - escapes);
        out.push((start..done, kind));
    }
    out
}

/// What the value of a member of a credential is, of those that are secret.
pub(super) fn kind_of(name: &str) -> Option<Kind> {
    let is = |it: &&str| name.eq_ignore_ascii_case(it);
    if is(&"auth") {
        return Some(Kind::Auth);
    }
    let others =
        ["password", "passwd", "token", "identitytoken", "identity_token", "registrytoken"];
    others.iter().any(is).then_some(Kind::Password)
}

/// Whether a line is nothing but base64: long, or behind one that is. Digits of hex are no base64.
pub(super) fn is_blob(line: &str, goes_on: bool) -> bool {
    let digits = line.trim_end_matches('=');
    (line.len() >= 40 || goes_on && line.len() >= 4)
        && digits.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/'))
        && !digits.bytes().all(|it| it.is_ascii_hexdigit())
}

/// Whether a variable or a setting of this name holds a secret: `DB_PASSWORD`, `AWS_SESSION_TOKEN`.
pub(super) fn is_secret_name(name: &str) -> bool {
    let is_variable = || name.contains('_') && !name.bytes().any(|it| it.is_ascii_lowercase());
    ends_with(name, "password")
        || ends_with(name, "passwd")
        || ["_TOKEN", "_SECRET", "_KEY", "_PASS", "_PWD"].iter().any(|it| name.ends_with(it))
            && is_variable()
}

/// Whether a name ends so, in whichever case.
pub(super) fn ends_with(name: &str, end: &str) -> bool {
    let at = name.len().checked_sub(end.len());
    at.is_some_and(|at| name.as_bytes()[at..].eq_ignore_ascii_case(end.as_bytes()))
}

/// Whether a line begins with a name, as a line of a mapping does.
pub(super) fn is_named(line: &str) -> bool {
    let mut pieces = pieces(line).into_iter().map(|it| (it.1, &line[it.0]));
    pieces.find(|it| *it != (Ink::Mark, "-")).is_some_and(|it| it.0 == Ink::Key)
}

/// Whether the document at the start of `rest` says that it is of this kind.
pub(super) fn is_of_kind(rest: &str, kind: &str) -> bool {
    lines_of_document(rest).any(|line| {
        line.match_indices("kind").any(|(at, _)| {
            let value = line[at + 4..].trim_start_matches(['"', '\'', ':', ' ', '\t']);
            value
                .strip_prefix(kind)
                .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric()))
        })
    })
}

/// Whether the document at the start of `rest` configures programs that give credentials; its kind
/// may be lost.
pub(super) fn is_of_plugins(rest: &str) -> bool {
    let names = ["CredentialProviderConfig", "credentialprovider.kubelet", "defaultCacheDuration"];
    lines_of_document(rest).any(|line| names.iter().any(|it| line.contains(it)))
}

fn lines_of_document(rest: &str) -> impl Iterator<Item = &str> {
    let is_inside = |(index, line): &(usize, &str)| *index == 0 || !line.starts_with("---");
    rest.lines().enumerate().take_while(is_inside).map(|it| it.1)
}
