//! Classes of characters, as far as they hold ASCII.
//!
//! Upstream: `parseClass` in Go 1.26 `regexp/syntax/parse.go`, `perl_groups.go`.

use super::{Problem, RegexpError, escape, unicode};
use crate::substring;

/// One bit for each letter.
const LETTERS: u128 = (1 << 26) - 1;

/// A set of ASCII characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Class(u128);

impl Class {
    /// Adds a range of characters; with `fold` both cases of every letter in it.
    pub(super) fn add(&mut self, low: char, high: char, fold: bool) {
        let mut bits = 0;
        if low.is_ascii() {
            let high = if high.is_ascii() { u32::from(high) } else { 127 };
            bits = u128::MAX << u32::from(low) & u128::MAX >> (127 - high);
        }
        if fold {
            let holds = |other: char| u128::from((low..=high).contains(&other));
            let (upper, lower) = (bits >> b'A' & LETTERS, bits >> b'a' & LETTERS);
            // Two characters beyond ASCII have the case of letters within.
            let beyond = holds('\u{17f}') << (b's' - b'a') | holds('\u{212a}') << (b'k' - b'a');
            let either = upper | lower | beyond;
            bits |= either << b'A' | either << b'a';
        }
        self.0 |= bits;
    }

    fn of(ranges: &[(u8, u8)], negated: bool, fold: bool) -> Self {
        let mut class = Self::default();
        for (low, high) in ranges {
            class.add(char::from(*low), char::from(*high), fold);
        }
        if negated { Self(!class.0) } else { class }
    }

    /// Every character, but for a line break where that is left out.
    pub(super) fn any(line_breaks: bool) -> Self {
        Self(if line_breaks { u128::MAX } else { !(1 << b'\n') })
    }

    /// Whether a byte is one of its characters.
    pub(super) fn has(self, byte: u8) -> bool {
        byte < 128 && self.0 >> byte & 1 == 1
    }
}

const DIGIT: &[(u8, u8)] = &[(b'0', b'9')];
const SPACE: &[(u8, u8)] = &[(b'\t', b'\n'), (0x0c, b'\r'), (b' ', b' ')];
const WORD: &[(u8, u8)] = &[(b'0', b'9'), (b'A', b'Z'), (b'_', b'_'), (b'a', b'z')];

/// `[:name:]`.
const POSIX: &[(&str, &[(u8, u8)])] = &[
    ("alnum", &[(b'0', b'9'), (b'A', b'Z'), (b'a', b'z')]),
    ("alpha", &[(b'A', b'Z'), (b'a', b'z')]),
    ("ascii", &[(0, 0x7f)]),
    ("blank", &[(b'\t', b'\t'), (b' ', b' ')]),
    ("cntrl", &[(0, 0x1f), (0x7f, 0x7f)]),
    ("digit", DIGIT),
    ("graph", &[(b'!', b'~')]),
    ("lower", &[(b'a', b'z')]),
    ("print", &[(b' ', b'~')]),
    ("punct", &[(b'!', b'/'), (b':', b'@'), (b'[', b'`'), (b'{', b'~')]),
    ("space", &[(b'\t', b'\r'), (b' ', b' ')]),
    ("upper", &[(b'A', b'Z')]),
    ("word", WORD),
    ("xdigit", &[(b'0', b'9'), (b'A', b'F'), (b'a', b'f')]),
];

/// `\d`, `\pN`, `\p{Greek}` at `start`: the class, and where it ends.
pub(super) fn escaped(
    pattern: &str,
    start: usize,
    fold: bool,
) -> Result<Option<(Class, usize)>, RegexpError> {
    let mut text = pattern[start..].chars();
    let (Some('\\'), Some(letter)) = (text.next(), text.next()) else { return Ok(None) };
    let (ranges, negated) = match letter {
        'd' => (DIGIT, false),
        'D' => (DIGIT, true),
        's' => (SPACE, false),
        'S' => (SPACE, true),
        'w' => (WORD, false),
        'W' => (WORD, true),
        'p' | 'P' => return unicode_class(pattern, start, letter == 'P', fold).map(Some),
        _ => return Ok(None),
    };
    Ok(Some((Class::of(ranges, negated, fold), start + 2)))
}

fn unicode_class(
    pattern: &str,
    start: usize,
    mut negated: bool,
    fold: bool,
) -> Result<(Class, usize), RegexpError> {
    let refuse = |end: usize| Err(RegexpError::new(Problem::ClassRange, pattern, start..end));
    let name_at = start + 2;
    let (mut name, end) = match pattern[name_at..].chars().next() {
        None => return refuse(name_at),
        Some('{') => match pattern[start..].find('}') {
            None => return refuse(pattern.len()),
            Some(close) => (&pattern[name_at + 1..start + close], start + close + 1),
        },
        Some(letter) => {
            let end = name_at + letter.len_utf8();
            (&pattern[name_at..end], end)
        }
    };
    if let Some(rest) = name.strip_prefix('^') {
        negated = !negated;
        name = rest;
    }
    match unicode::class(name, fold) {
        Some(bits) => Ok((Class(if negated { !bits } else { bits }), end)),
        None => refuse(end),
    }
}

/// The class in brackets at `start`, and where it ends.
pub(super) fn parse(
    pattern: &str,
    start: usize,
    fold: bool,
) -> Result<(Class, usize), RegexpError> {
    let mut at = start + 1;
    let negated = pattern[at..].starts_with('^');
    at += usize::from(negated);
    let mut class = Class::default();
    let mut first = true;
    // Whether what ends the name of a class may still come.
    let mut may_be_named = true;
    loop {
        let rest = &pattern[at..];
        if rest.starts_with(']') && !first {
            at += 1;
            break;
        }
        first = false;
        let opens_name = may_be_named && rest.len() > 2 && rest.starts_with("[:");
        let named = opens_name.then(|| substring::find(&rest[2..], ":]")).flatten();
        may_be_named &= !opens_name || named.is_some();
        if let Some(end) = named {
            let name = &rest[2..2 + end];
            let span = at..at + end + 4;
            let (plain, not) = match name.strip_prefix('^') {
                Some(plain) => (plain, true),
                None => (name, false),
            };
            let Some((_, ranges)) = POSIX.iter().find(|it| it.0 == plain) else {
                return Err(RegexpError::new(Problem::ClassRange, pattern, span));
            };
            class.0 |= Class::of(ranges, not, fold).0;
            at = span.end;
            continue;
        }
        if let Some((found, end)) = escaped(pattern, at, fold)? {
            class.0 |= found.0;
            at = end;
            continue;
        }
        let range_at = at;
        let (low, end) = character(pattern, at, start)?;
        at = end;
        let mut high = low;
        let rest = &pattern[at..];
        if rest.len() >= 2 && rest.starts_with('-') && !rest.starts_with("-]") {
            (high, at) = character(pattern, at + 1, start)?;
            if high < low {
                return Err(RegexpError::new(Problem::ClassRange, pattern, range_at..at));
            }
        }
        class.add(low, high, fold);
    }
    Ok((if negated { Class(!class.0) } else { class }, at))
}

/// One character of a class that begins at `class`.
fn character(pattern: &str, at: usize, class: usize) -> Result<(char, usize), RegexpError> {
    match pattern[at..].chars().next() {
        None => Err(RegexpError::new(Problem::MissingBracket, pattern, class..pattern.len())),
        Some('\\') => escape::parse(pattern, at),
        Some(character) => Ok((character, at + character.len_utf8())),
    }
}
