//! The passwords of a command line, with whatever program and quoting.
//!
//! ```text
//! kubectl create secret docker-registry r --docker-password=…   --from-literal=password=…
//! docker login -u robot -p …      podman pull --creds robot:…      curl -u robot:…
//! echo … | docker login --password-stdin      REGISTRY_PASSWORD=… ./pull      Authorization: Basic …
//! ```

use alloc::vec::Vec;
use core::cell::LazyCell;
use core::ops::Range;

use super::super::pieces::quoted_end;
use super::line::{is_secret_name, kind_of};
use super::lost::is_nearly_secret;

/// What is secret of a word, or of the one behind it.
enum Secret {
    /// All of it.
    All,
    /// What stands behind its first colon, as in `robot:password`.
    BehindColon,
    /// What stands behind its first `=`, unless that is an object of JSON, whose members are known.
    Literal,
}

/// The passwords of a command line; each a word, or what of it is secret, quotes included.
///
/// `goes_on`: the line above ended with a flag whose value is the first word of this one; and
/// whether this one does.
pub(super) fn passwords(line: &str, goes_on: &mut bool) -> Vec<Range<usize>> {
    let first = core::mem::take(goes_on).then(|| first_word(line));
    let mut out = flags(line, goes_on);
    out.extend(first);
    out.extend(assignments(line));
    out.extend(piped(line));
    out.extend(authorization(line));
    out.retain(|it| !it.is_empty());
    out
}

/// What follows `--docker-password` and its like, in the same word or the next.
fn flags(line: &str, goes_on: &mut bool) -> Vec<Range<usize>> {
    let bytes = line.as_bytes();
    // Asked for few lines, and once for each.
    let is_login = LazyCell::new(|| line.contains("login") || line.contains(" -u"));
    let is_map = LazyCell::new(|| line.contains("configmap"));
    let mut out = Vec::new();
    let mut done = 0;
    for (start, _) in line.match_indices('-') {
        let begins = start == 0
            || !(bytes[start - 1].is_ascii_alphanumeric() || b"-_./:".contains(&bytes[start - 1]));
        // A word that goes on to the end of the line is looked at once.
        if !begins || start < done {
            continue;
        }
        let ends = |it: &u8| it.is_ascii_whitespace() || b"=\"',".contains(it);
        let end = bytes[start..].iter().position(ends).map_or(bytes.len(), |it| start + it);
        let Some((secret, end)) =
            secret_of(&line[start..end], &|| *is_login, &|| *is_map).map(|it| (it.0, start + it.1))
        else {
            done = end;
            continue;
        };
        let gap = match bytes.get(end) {
            Some(b'=') => 1,
            Some(b' ' | b'\t') => {
                bytes[end..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
            }
            _ => 0,
        };
        // An item of a list, whose value is the next one.
        let quote = bytes.get(end).filter(|it| matches!(it, b'"' | b'\''));
        if start > 0 && quote == Some(&bytes[start - 1]) {
            let value = next_item(line, end + 1);
            done = value.end.max(end);
            out.push(value);
            continue;
        }
        let value = end + gap;
        if matches!(line[value..].trim(), "" | "\\" | "`" | "^") {
            *goes_on = matches!(secret, Secret::All);
            break;
        }
        done = word_end(bytes, value);
        let word = &line[value..done];
        let from = match secret {
            Secret::All => Some(0),
            Secret::BehindColon => word.find(':').map(|it| it + 1),
            Secret::Literal => literal(word),
        };
        out.extend(from.map(|it| value + it..done));
    }
    out
}

/// The first word of a line, which may be an item of a list.
fn first_word(line: &str) -> Range<usize> {
    let rest = line.trim_start();
    let rest = rest.strip_prefix("- ").unwrap_or(rest).trim_start();
    let start = line.len() - rest.len();
    start..word_end(line.as_bytes(), start)
}

/// What stands between the quotes of the next item of a list in brackets.
fn next_item(line: &str, from: usize) -> Range<usize> {
    let rest = line[from..].trim_start_matches([',', ' ', '\t']);
    let start = line.len() - rest.len();
    let Some(quote) = rest.bytes().next().filter(|it| matches!(it, b'"' | b'\'')) else {
        let end = rest.find([',', ']']).unwrap_or(rest.len());
        return start..start + end;
    };
    let end = quoted_end(line.as_bytes(), start);
    start + 1
        ..end.map_or(line.len(), |it| {
            it - usize::from(it > start && line.as_bytes()[it - 1] == quote)
        })
}

/// What a flag says of its value, and where its name ends within the word.
fn secret_of(
    word: &str,
    is_login: &dyn Fn() -> bool,
    is_map: &dyn Fn() -> bool,
) -> Option<(Secret, usize)> {
    let lower = word.to_ascii_lowercase();
    let name = lower.trim_start_matches('-');
    let is_short = !lower.starts_with("--");
    if ["-stdin", "-file", "path"].iter().any(|it| name.ends_with(it)) {
        return None;
    }
    if name == "from-literal" {
        return (!is_map()).then_some((Secret::Literal, word.len()));
    }
    let at = lower.find("password").map(|it| it + "password".len());
    // What was written without a gap: a flag that goes on is another.
    if let Some(at) = at.filter(|it| !lower[*it..].starts_with('-')) {
        return Some((Secret::All, at));
    }
    let is_secret = name.contains("passw")
        || name.starts_with("docker-p")
        || name.ends_with("word")
        || name.ends_with("token")
        || name == "auth";
    if is_secret {
        return Some((Secret::All, word.len()));
    }
    if name == "u" || name == "user" || name.ends_with("creds") {
        return Some((Secret::BehindColon, word.len()));
    }
    // `-urobot:password`, and `-ppassword`.
    match (is_short, name.as_bytes().first()) {
        (true, Some(b'u')) if name.contains(':') => Some((Secret::BehindColon, 2)),
        (true, Some(b'p')) if is_login() => Some((Secret::All, 2)),
        _ => None,
    }
}

/// Where the value of `name=value` starts that has no members.
fn literal(word: &str) -> Option<usize> {
    let at = word.find('=')? + 1;
    let is_object = word[at..].trim_start_matches(['"', '\'', '\\']).starts_with('{');
    (!is_object).then_some(at)
}

/// The values of variables and parameters that are named for a secret.
fn assignments(line: &str) -> Vec<Range<usize>> {
    let bytes = line.as_bytes();
    let mut out = Vec::new();
    let mut done = 0;
    for (at, _) in line.match_indices('=') {
        if at < done {
            continue;
        }
        let is_name = |it: &u8| it.is_ascii_alphanumeric() || b"_.-".contains(it);
        let length = bytes[done..at].iter().rev().take_while(|it| is_name(it)).count();
        let name = &line[at - length..at];
        if !is_secret_name(name) && kind_of(name).is_none() && !is_nearly_secret(name) {
            continue;
        }
        let is_parameter = at > length && matches!(bytes[at - length - 1], b'?' | b'&');
        done = match is_parameter {
            true => {
                let ends = |it: char| it.is_whitespace() || "&#\"'<>".contains(it);
                line[at..].find(ends).map_or(line.len(), |it| at + it)
            }
            false => word_end(bytes, at + 1),
        };
        out.push(at + 1..done);
    }
    out
}

/// What `echo` or `<<<` hands to a program that encodes or reads a password.
fn piped(line: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    if !line.bytes().any(|it| it == b'|' || it == b'<') {
        return out;
    }
    let readers = ["base64", "stdin", "login", "--from-file"];
    let Some(reader) = readers.iter().filter_map(|it| line.rfind(it)).max() else { return out };
    let bytes = line.as_bytes();
    if let Some(at) = line.find("<<<") {
        let start = line.len() - line[at + 3..].trim_start().len();
        out.push(start..word_end(bytes, start));
    }
    let pipe = line.find('|').filter(|it| *it < reader).unwrap_or_default();
    for name in ["echo ", "printf "] {
        let Some(mut at) = line[..pipe].find(name).map(|it| it + name.len()) else { continue };
        while at < pipe {
            let end = word_end(bytes, at).min(pipe);
            if end > at && !matches!(bytes[at], b'-' | b'$') {
                out.push(at..end);
            }
            at = end.max(at) + 1;
        }
    }
    out
}

/// What stands behind `Authorization: Basic` or `Bearer`.
fn authorization(line: &str) -> Vec<Range<usize>> {
    let bytes = line.as_bytes();
    let mut out = Vec::new();
    // Few lines have the letter.
    if !line.bytes().any(|it| it.eq_ignore_ascii_case(&b'z')) {
        return out;
    }
    let lower = line.to_ascii_lowercase();
    let mut done = 0;
    for (at, name) in lower.match_indices("authorization") {
        if at < done {
            continue;
        }
        let marks = ['"', '\'', '\\', ' ', ':', '='];
        let rest = lower[at + name.len()..].trim_start_matches(marks);
        let schemes = ["basic ", "bearer ", "token "];
        // A sentence may be about an authorization, too.
        let Some(rest) = schemes.iter().find_map(|it| rest.strip_prefix(it)) else { continue };
        let start = line.len() - rest.trim_start().len();
        let is_part = |it: &&u8| !it.is_ascii_whitespace() && !b"\"'\\,".contains(it);
        done = start + bytes[start..].iter().take_while(is_part).count();
        if line[at + name.len()..start].contains(':') {
            out.push(start..done);
        }
    }
    out
}

/// Where a word of the shell ends; quotes keep it together.
fn word_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < bytes.len() && !bytes[at].is_ascii_whitespace() {
        at = match bytes[at] {
            b'"' | b'\'' => quoted_end(bytes, at).unwrap_or(bytes.len()),
            b'\\' => at + 2,
            _ => at + 1,
        };
    }
    at.min(bytes.len())
}
