//! What a secret value is made of, from the outside to the inside: quotes, base64, JSON, a user and a
//! password.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::hashes::Hashes;
use super::mask::{self, Marks, Masks};
use super::places::{Kind, places};
use super::written::{Style, content, joined, rewritten, style};
use crate::base64;

/// Values within values, at most; what is deeper is one secret.
const MAX_DEPTH: usize = 6;

/// Bytes that digits of base64 say before something else stands there, at least.
const LEAST: usize = 12;

/// What has been replaced so far.
#[derive(Debug, Default)]
pub(super) struct Redactor {
    masks: Masks,
}

impl Redactor {
    /// The text with placeholders. `all`: it is the value of a Secret.
    pub(super) fn text(&mut self, text: &str, all: bool, depth: usize) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        let mut labels = None;
        let found = places(text, all).into_iter().map(|it| (it.span, it.kind));
        for (span, kind) in joined(text, found) {
            let style = match kind {
                // The quotes of a word are in it.
                Kind::Word | Kind::User => Style::Plain,
                _ => style(text, span.start),
            };
            let written = &text[span.clone()];
            out.push_str(&text[done..span.start]);
            let is_label = style == Style::Plain && written.starts_with(['&', '*']);
            if is_label && labels.get_or_insert_with(|| Labels::of(text)).have(&written[1..]) {
                out.push_str(written);
                done = span.end;
                continue;
            }
            let value = content(written, style);
            let new = self.value(&value, kind, depth);
            out.push_str(&rewritten(written, style, &new));
            done = span.end;
        }
        out.push_str(&text[done..]);
        out
    }

    /// The text with other hashes: those of the credentials that it has now, and placeholders for
    /// the others.
    pub(super) fn hashes(&mut self, text: &str, new: &Hashes) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for place in places(text, false).into_iter().filter(|it| it.kind == Kind::Hash) {
            let old = &text[place.span.clone()];
            out.push_str(&text[done..place.span.start]);
            match new.of(old) {
                Some(new) => out.push_str(new),
                None => out.push_str(&self.masks.of(old, Marks::None)),
            }
            done = place.span.end;
        }
        out.push_str(&text[done..]);
        out
    }

    /// A value with as many characters as before.
    fn value(&mut self, value: &str, kind: Kind, depth: usize) -> String {
        match kind {
            _ if depth >= MAX_DEPTH => self.masks.of(value, Marks::Base64),
            Kind::Password | Kind::Word => self.secret(value, Marks::None),
            Kind::User => self.user(value, Marks::Url),
            // A second time may find other ones, which count for nothing.
            Kind::Lost => mask::look(value, Marks::Base64),
            // Those of the credentials are known once these are replaced.
            Kind::Hash => value.to_owned(),
            Kind::Auth if value.contains(':') => self.user(value, Marks::Base64),
            Kind::Auth => match self.decoded(value, kind, depth) {
                Some(encoded) => encoded,
                None => self.secret(value, Marks::Base64),
            },
            Kind::Object => self.text(value, false, depth + 1),
            Kind::Data if is_json(value) => self.json(value, depth),
            Kind::Data => match self.decoded(value, kind, depth) {
                Some(encoded) => encoded,
                None => self.secret(value, Marks::Base64),
            },
        }
    }

    /// JSON, and the name of a file in front of it.
    fn json(&mut self, value: &str, depth: usize) -> String {
        let start = value.len() - without_name(value).len();
        let mut out = value[..start].to_owned();
        out.push_str(&self.text(&value[start..], true, depth + 1));
        out
    }

    /// `user:password` without the password. What has no colon is all secret.
    fn user(&mut self, value: &str, marks: Marks) -> String {
        // A name has no line break: what has one is a value that goes on with lines that are none of it.
        let Some((user, password)) =
            value.split_once(':').filter(|it| !it.0.trim_start().contains('\n'))
        else {
            return self.secret(value, marks);
        };
        let mut out = user.to_owned();
        out.push(':');
        // What is compared with a password elsewhere has the same placeholder.
        out.push_str(&match marks {
            Marks::Url => self.secret(password, marks),
            _ => self.secret(password, Marks::None),
        });
        out
    }

    /// A secret; white space at its ends is none of it.
    fn secret(&mut self, value: &str, marks: Marks) -> String {
        let start = value.len() - value.trim_start().len();
        let inner = value.trim();
        let mut out = value[..start].to_owned();
        out.push_str(&self.masks.of(inner, marks));
        out.push_str(&value[start + inner.len()..]);
        out
    }

    /// A value in base64, with what it says replaced. `None` where it is no base64 of a text.
    fn decoded(&mut self, value: &str, kind: Kind, depth: usize) -> Option<String> {
        let places: Vec<usize> = digits(value);
        let digits: Vec<u8> = places.iter().map(|&at| standard(value.as_bytes()[at])).collect();
        // What is left over of a last group says less than a byte.
        let whole = digits.len() - usize::from(digits.len() % 4 == 1);
        let bytes = base64::decode(base64::Alphabet::Unpadded, &digits[..whole]).ok()?;
        // What follows the digits is no part of them: `=`, or what makes it no base64. A few digits
        // in front of that are as well the beginning of a word.
        let end = places.last().map_or(0, |it| it + 1);
        let is_whole =
            value[end..].trim_matches(|it: char| it == '=' || it.is_whitespace()).is_empty();
        if bytes.is_empty() || !is_whole && bytes.len() < LEAST {
            return None;
        }
        let new = match str::from_utf8(&bytes) {
            Ok(text) if !text.contains(is_odd) => self.value(text, kind, depth + 1).into_bytes(),
            _ if kind == Kind::Auth => self.bytes(&bytes)?,
            _ => return None,
        };
        if new.len() != bytes.len() {
            return None;
        }
        let encoded = base64::encode(&new);
        let mut out = value.as_bytes().to_vec();
        let url_safe = value.contains(['-', '_']);
        for (at, digit) in places[..whole].iter().zip(encoded.bytes()) {
            out[*at] = match digit {
                b'+' if url_safe => b'-',
                b'/' if url_safe => b'_',
                digit => digit,
            };
        }
        for &at in &places[whole..] {
            out[at] = b'x';
        }
        let mut out = String::from_utf8(out).ok()?;
        let rest = out.split_off(end);
        out.push_str(&self.secret(&rest, Marks::Base64));
        Some(out)
    }

    /// `user:password` in which not every byte is a character. What is no text is no user either: a
    /// password that looks like base64 says such bytes, and one of them is a colon by chance.
    fn bytes(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        let colon = bytes.iter().position(|&it| it == b':')?;
        let is_user = str::from_utf8(&bytes[..colon]).is_ok_and(|it| !it.contains(is_odd));
        let start = if is_user { colon + 1 } else { 0 };
        let mut out = bytes[..start].to_vec();
        for chunk in bytes[start..].utf8_chunks() {
            out.extend(self.masks.of(chunk.valid(), Marks::None).bytes());
            out.extend(chunk.invalid().iter().map(|_| 0xFF));
        }
        Some(out)
    }
}

/// The anchors of a text, and the aliases. A value that is an alias of an anchor is no secret.
struct Labels<'t>([BTreeSet<&'t str>; 2]);

impl<'t> Labels<'t> {
    fn of(text: &'t str) -> Self {
        let words = |sign: char| {
            let ends = |it: char| it.is_whitespace() || ",[]{}".contains(it);
            let after = text.split(sign).skip(1);
            after.map(|it| it.split(ends).next().unwrap_or_default()).collect()
        };
        Self(['&', '*'].map(words))
    }

    /// Whether this is a name that one gives and another uses.
    fn have(&self, name: &str) -> bool {
        self.0.iter().all(|it| it.contains(name))
    }
}

/// Whether a value begins as JSON does.
fn is_json(value: &str) -> bool {
    without_name(value).starts_with(['{', '['])
}

/// A value without what came along with it: a mark of the byte order, and the name of its file.
fn without_name(value: &str) -> &str {
    let value = value.trim_start_matches('\u{FEFF}').trim_start();
    let names = ["config.json", ".dockerconfigjson", "dockerconfigjson", ".dockercfg", "dockercfg"];
    let after = names.iter().find_map(|it| value.strip_prefix(it)?.strip_prefix(':'));
    after.unwrap_or(value).trim_start()
}

/// Where the digits of base64 stand, in either alphabet, up to the first that is none; white space
/// stands between them.
fn digits(value: &str) -> Vec<usize> {
    let is_digit = |it: u8| it.is_ascii_alphanumeric() || b"+/-_".contains(&it);
    let bytes = value.bytes().enumerate();
    bytes
        .take_while(|(_, it)| is_digit(*it) || it.is_ascii_whitespace())
        .filter(|(_, it)| is_digit(*it))
        .map(|(at, _)| at)
        .collect()
}

fn standard(digit: u8) -> u8 {
    match digit {
        b'-' => b'+',
        b'_' => b'/',
        digit => digit,
    }
}

/// Whether a character is none of a text.
fn is_odd(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\0') || c == char::REPLACEMENT_CHARACTER
}
