//! What is secret in a line whatever became of the text around it: a quote or a colon was lost, a
//! name was mistyped, a text was cut and joined.
//!
//! It says more than there is, so it counts only where nothing else was found.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::line::{ends_with, is_secret_name, kind_of};
use crate::near_name::near_name;

/// Digits of base64, at least, that are known by the text that they say.
const DIGITS: usize = 12;

/// The same, when `=` stands behind them.
const PADDED: usize = 8;

/// Lines that a `value` may stand below the name of its variable.
const BELOW: usize = 2;

/// What a line says of those around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Lost {
    /// The name of a secret variable was read, and its `value` may stand in so many lines.
    named: usize,
    /// The line above ends with the name of a secret, and nothing behind it.
    open: bool,
    /// A `value` that stands in front of the name of its variable, in the line above or in this one.
    value: Option<Range<usize>>,
}

impl Lost {
    /// What is secret in the line that starts at `start`; in front of it only the value of a
    /// variable that has its name here.
    pub(super) fn places(&mut self, line: &str, start: usize) -> Vec<Range<usize>> {
        self.named = self.named.saturating_sub(1);
        // An item of its own.
        let above = self.value.take().filter(|_| !line.trim_start().starts_with(['-', '{']));
        let mut out = members(line);
        out.extend(users(line));
        let trimmed = line.trim_start();
        let is_value = trimmed.starts_with(':')
            || trimmed.starts_with(['"', '\''])
                && !trimmed.contains("\":")
                && !trimmed.contains("':");
        if core::mem::take(&mut self.open) && is_value {
            out.extend(behind(line, line.len() - trimmed.len(), true));
        }
        let end = line.trim_end_matches(|it: char| it.is_whitespace() || "\\\"':".contains(it));
        let last = end.rsplit(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
        self.open = kind_of(last).is_some();
        let late = self.values(line, above, start, &mut out);
        out.extend(encoded_texts(line));
        let out = out.into_iter().map(|it| start + it.start..start + it.end);
        late.into_iter().chain(out).collect()
    }

    /// What stands behind `value`, after the name of a variable that is named for a secret; and
    /// behind such a name itself, where a description has two blanks. Gives the value `above` when
    /// the name stands below it.
    fn values(
        &mut self,
        line: &str,
        mut above: Option<Range<usize>>,
        start: usize,
        out: &mut Vec<Range<usize>>,
    ) -> Vec<Range<usize>> {
        let mut late = Vec::new();
        let mut before = 0;
        let mut done = 0;
        for (at, word) in words(line) {
            // Another object.
            if line[before.min(at)..at].contains('}') {
                above = None;
            }
            before = at + word.len();
            if at < done {
                continue;
            }
            let end = at + word.len();
            if is_variable(word) {
                self.named = BELOW + 1;
                late.extend(above.take());
                let rest = &line[end..];
                let is_table = rest.starts_with("  ") || rest.starts_with('\t');
                if is_table && line[..at].trim().is_empty() {
                    let from = line.len() - rest.trim_start().len();
                    let length = line[from..].find("  ").unwrap_or(line.len() - from);
                    done = from + length;
                    out.push(from..done);
                }
            } else if word.eq_ignore_ascii_case("value") {
                let is_quoted = line[..at].ends_with(['"', '\'', '\\']);
                let Some(span) = behind(line, end, is_quoted) else { continue };
                done = span.end;
                if self.named > 0 {
                    self.named = 0;
                    out.push(span);
                } else {
                    above = Some(start + span.start..start + span.end);
                }
            }
        }
        self.value = above;
        late
    }
}

/// Whether a word is the name of a variable that holds a secret, as well as it can be made out.
fn is_variable(word: &str) -> bool {
    let last = word.rsplit(['_', '.', '-']).next().unwrap_or_default();
    word.len() > 4 && (is_secret_name(word) || last.len() > 4 && is_nearly_secret(last))
}

/// The words of a line that may be names, with where they start.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |it: u8| it.is_ascii_alphanumeric() || b"_.-".contains(&it);
    let bytes = line.as_bytes();
    let mut at = 0;
    core::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(|it| is_part(*it))?;
        let length = bytes[start..].iter().take_while(|it| is_part(**it)).count();
        at = start + length;
        Some((start, &line[start..at]))
    })
}

/// The values behind the names of secret members, with any marks between the two.
fn members(line: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut done = 0;
    for (at, word) in words(line) {
        if at < done || kind_of(word).is_none() && !is_nearly_secret(word) {
            continue;
        }
        // In a sentence a word stands in front, and in an address a slash.
        let before = line[..at].chars().next_back();
        let is_quoted = before.is_some_and(|it| "\"'\\".contains(it));
        let is_inner = before.is_some_and(|it| it.is_alphanumeric() || "/:@%?=".contains(it));
        let is_sentence = line[..at].trim_end().ends_with(|it: char| it.is_alphanumeric());
        // No word that a sentence has.
        let is_cut = word.starts_with("assw") || word.starts_with("ssw");
        if !is_quoted && (is_inner || is_sentence && !is_cut) {
            continue;
        }
        let end = at + word.len();
        let is_first = line[..at].bytes().all(|it| it.is_ascii_whitespace() || b"-{".contains(&it));
        let span = match line[end..].strip_prefix(':').filter(|_| is_first && word.len() > 5) {
            Some(rest) if rest.starts_with(char::is_alphanumeric) => {
                end + 1..end + 1 + rest.find(char::is_whitespace).unwrap_or(rest.len())
            }
            _ => match behind(line, end, is_quoted) {
                Some(span) => span,
                None => continue,
            },
        };
        done = span.end;
        out.push(span);
    }
    out
}

/// The value behind a name that ends at `end`: marks, and what follows them up to the quote that
/// closes it, or to a mark of a list.
fn behind(line: &str, end: usize, is_quoted: bool) -> Option<Range<usize>> {
    let rest = &line[end..];
    let value = after_gap(rest);
    let gap = &rest[..rest.len() - value.len()];
    let plain: String = gap.chars().filter(|it| *it != '\\').collect();
    let has_sign = gap.contains([':', '=']);
    let has_mark = gap.contains(|it: char| it.is_whitespace() || "\"'".contains(it));
    let is_empty = plain.contains("\"\"") || plain.contains("''");
    if is_empty || !(has_sign && has_mark || is_quoted && !gap.is_empty()) {
        return None;
    }
    let start = line.len() - value.len();
    if value.starts_with(['{', '[', '|', '>', '}', ']', '#', '&', '*']) {
        return None;
    }
    let quote = gap
        .bytes()
        .rev()
        .take_while(|it| !matches!(it, b':' | b'=' | b','))
        .find(|it| matches!(it, b'"' | b'\''));
    let length = match quote {
        Some(quote) => value.bytes().position(|it| it == quote || it == b'\\'),
        None => {
            [value.find(['"', '\'', ',', '}', ']']), value.find(" #")].into_iter().flatten().min()
        }
    };
    let value = value[..length.unwrap_or(value.len())].trim_end();
    (!value.is_empty()).then(|| start..start + value.len())
}

/// What follows white space, marks, and line breaks that are written as escapes.
fn after_gap(mut rest: &str) -> &str {
    loop {
        let escape = ["\\n", "\\r", "\\t"].iter().find_map(|it| rest.strip_prefix(it));
        let blank = escape.filter(|it| it.starts_with([' ', '"', '\'', '\\']));
        let is_mark = |it: char| it.is_whitespace() || "\\\"':=,".contains(it);
        rest = match (blank, rest.strip_prefix(is_mark)) {
            (Some(rest), _) | (None, Some(rest)) => rest,
            (None, None) => return rest,
        };
    }
}

/// Whether a name is that of a secret with a slip in it, or the end of one that was cut.
pub(super) fn is_nearly_secret(name: &str) -> bool {
    let full = ["password", "identitytoken", "registrytoken"];
    let is_end = |it: &&str| name.len() >= 3 && ends_with(it, name);
    if full.iter().any(is_end) || ends_with(name, "sword") {
        return true;
    }
    // A longer name may begin as that of a password does.
    let has_start = name.as_bytes().windows(5).any(|it| it.eq_ignore_ascii_case(b"passw"));
    let is_near = |it: &&str| {
        let has_length = name.len() >= 6 && it.len().abs_diff(name.len()) <= 2;
        has_length && near_name(it, &name.to_ascii_lowercase())
    };
    has_start || full.iter().any(is_near)
}

/// What stands between a colon and the `@` in front of a host, whatever became of the scheme.
fn users(line: &str) -> Vec<Range<usize>> {
    let bytes = line.as_bytes();
    let is_part = |it: &u8| !it.is_ascii_whitespace() && !b"/\"'@:,{}[]".contains(it);
    let mut out = Vec::new();
    let mut done = 0;
    for (at, _) in line.match_indices('@') {
        let password = bytes[done..at].iter().rev().take_while(|it| is_part(it)).count();
        let host = bytes[at + 1..].iter().take_while(|it| is_part(it));
        let is_host = host.clone().take(64).any(|it| *it == b'.');
        if is_host && password > 0 && line[..at - password].ends_with(':') {
            out.push(at - password..at);
        }
        done = at + 1;
    }
    out
}

/// The word that a line consists of, behind a line that ends within a secret.
pub(super) fn rest_of_word(line: &str) -> Option<Range<usize>> {
    let inner = line.trim().trim_end_matches(['"', '\'', ',', '}', ']']);
    let is_part = |it: char| it.is_alphanumeric() || "!@$%^&*()+=_-".contains(it);
    let starts = inner.starts_with(|it: char| it.is_alphanumeric() || "!@$%^+=_".contains(it));
    let start = line.len() - line.trim_start().len();
    (starts && inner.chars().all(is_part)).then(|| start..start + inner.len())
}

/// The words of base64 that say a text, from whichever digit on; the text itself is not asked for,
/// because the beginning may be lost.
fn encoded_texts(line: &str) -> Vec<Range<usize>> {
    let bytes = line.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|it| value_of(**it).is_some()).count();
        let pads = bytes[at + length..].iter().take_while(|it| **it == b'=').count();
        let end = at + length + pads.min(2);
        let word = &bytes[at..at + length];
        let is_padded = pads > 0 && length >= PADDED && ends_text(word, pads);
        if is_padded || length >= DIGITS && (0..4).any(|from| says_text(&word[from..])) {
            out.push(at..end);
        }
        at = end.max(at + 1);
    }
    out
}

/// Whether so many digits in a row say characters of ASCII that are seen.
fn says_text(digits: &[u8]) -> bool {
    let (groups, _) = digits.as_chunks::<4>();
    let mut run = 0;
    for (index, group) in groups.iter().enumerate() {
        run = if is_text(*group) { run + 1 } else { 0 };
        let last = groups[..=index].last_chunk::<{ DIGITS / 4 }>();
        if run * 4 >= DIGITS && last.is_some_and(|it| is_mixed(it.as_flattened())) {
            return true;
        }
    }
    false
}

/// Whether the digits in front of the padding say characters of ASCII.
fn ends_text(digits: &[u8], pads: usize) -> bool {
    let whole = digits.len().saturating_sub(if pads == 1 { 3 } else { 2 });
    let (groups, _) = digits[whole % 4..whole].as_chunks::<4>();
    let last = groups.last_chunk::<2>().map_or(groups, |it| it);
    !last.is_empty() && last.iter().all(|it| is_text(*it)) && is_mixed(digits)
}

/// Whether there are capitals and small letters, as in base64 and in few names.
fn is_mixed(digits: &[u8]) -> bool {
    digits.iter().any(u8::is_ascii_uppercase) && digits.iter().any(u8::is_ascii_lowercase)
}

fn is_text(group: [u8; 4]) -> bool {
    let bits = group.iter().try_fold(0u32, |bits, it| Some(bits << 6 | u32::from(value_of(*it)?)));
    let Some(bits) = bits else { return false };
    let [_, bytes @ ..] = bits.to_be_bytes();
    bytes.iter().all(|it| matches!(it, b' '..=b'~' | b'\t' | b'\n' | b'\r'))
}

/// What a digit of base64 counts, in either alphabet.
fn value_of(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}
