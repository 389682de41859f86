//! A value as it is written: in quotes with escapes, or as it is.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// As it is.
    Plain,
    /// Between single quotes, which are doubled within.
    Single,
    /// Between double quotes, with escapes.
    Double,
}

/// One character of a value, and the bytes that say it.
struct Unit {
    content: char,
    written: Range<usize>,
}

/// What a value says.
pub(super) fn content(written: &str, style: Style) -> String {
    units(written, style).map(|it| it.content).collect()
}

/// The value with another content, which has as many characters.
pub(super) fn rewritten(written: &str, style: Style, content: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut new = content.chars();
    for unit in units(written, style) {
        let old = &written[unit.written];
        let Some(new) = new.next() else { break };
        match old.as_bytes() {
            _ if new == unit.content && !is_half(old) => out.push_str(old),
            [b'\\', sign, _, ..] => push_escape(&mut out, *sign, new),
            // One that there is not stays what it is.
            [b'\\', sign] if *sign != b'/' => out.push_str(old),
            _ => out.push(new),
        }
    }
    out
}

/// Whether an escape is half of a character; it stands for a letter.
fn is_half(written: &str) -> bool {
    let code = written.strip_prefix("\\u").and_then(|it| u32::from_str_radix(it, 16).ok());
    code.is_some_and(|it| char::from_u32(it).is_none())
}

fn push_escape(out: &mut String, sign: u8, c: char) {
    let code = u32::from(c);
    // Writing to a text cannot fail.
    let _ = match sign {
        b'x' => core::fmt::write(out, format_args!("\\x{code:02x}")),
        b'u' => core::fmt::write(out, format_args!("\\u{code:04x}")),
        _ => core::fmt::write(out, format_args!("\\U{code:08x}")),
    };
}

fn units(written: &str, style: Style) -> impl Iterator<Item = Unit> {
    let mut at = 0;
    core::iter::from_fn(move || {
        let rest = written.get(at..)?;
        let first = rest.chars().next()?;
        let (content, length) = match (style, first) {
            (Style::Single, '\'') if rest.starts_with("''") => ('\'', 2),
            (Style::Double, '\\') => escape(rest),
            _ => (first, first.len_utf8()),
        };
        let start = at;
        at += length;
        Some(Unit { content, written: start..at })
    })
}

/// The character that the escape at the start of `rest` stands for, and the bytes of the escape.
fn escape(rest: &str) -> (char, usize) {
    let digits = |count: usize| {
        let code = rest.get(2..2 + count).filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
        let code = code.and_then(|it| u32::from_str_radix(it, 16).ok());
        // Half of a character is said by a letter.
        code.map(|it| (char::from_u32(it).unwrap_or('x'), 2 + count))
    };
    let Some(sign) = rest[1..].chars().next() else { return ('\\', 1) };
    let short = 1 + sign.len_utf8();
    match sign {
        'x' => digits(2),
        'u' => digits(4),
        'U' => digits(8),
        'n' | 'N' | 'L' | 'P' => Some(('\n', 2)),
        't' => Some(('\t', 2)),
        'r' => Some(('\r', 2)),
        '0' | 'a' | 'b' | 'e' | 'f' | 'v' => Some(('\u{1}', 2)),
        '_' => Some(('\u{a0}', 2)),
        _ => None,
    }
    .unwrap_or((sign, short))
}

/// The stretches of a value that goes over several lines, and the quote in front of it.
pub(super) fn style(text: &str, start: usize) -> Style {
    match text[..start].bytes().next_back() {
        Some(b'"') => Style::Double,
        Some(b'\'') => Style::Single,
        _ => Style::Plain,
    }
}

/// Whether nothing but a line break and white space stands between two stretches.
pub(super) fn goes_on(between: &str) -> bool {
    between.contains('\n') && between.bytes().all(|it| it.is_ascii_whitespace())
}

/// A list of the stretches of bytes, joined where [`goes_on`].
pub(super) fn joined<K: Copy + PartialEq>(
    text: &str,
    places: impl Iterator<Item = (Range<usize>, K)>,
) -> Vec<(Range<usize>, K)> {
    let mut out: Vec<(Range<usize>, K)> = Vec::new();
    for (span, kind) in places {
        match out.last_mut() {
            Some((last, same)) if *same == kind && goes_on(&text[last.end..span.start]) => {
                last.end = span.end;
            }
            _ => out.push((span, kind)),
        }
    }
    out
}
