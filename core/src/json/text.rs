//! The text of a JSON string: unescaped as Go's decoder does it, written as Go's encoder does.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt::Write as _;

/// The text between the quotes of a string that was checked.
///
/// What is not UTF-8 becomes U+FFFD, byte by byte, and so does half a surrogate pair.
pub(super) fn unescape(raw: &[u8], escaped: bool) -> Cow<'_, str> {
    if !escaped {
        return match str::from_utf8(raw) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => {
                let mut out = String::with_capacity(raw.len());
                push_utf8(&mut out, raw);
                Cow::Owned(out)
            }
        };
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(backslash) = rest.iter().position(|&byte| byte == b'\\') {
        push_utf8(&mut out, &rest[..backslash]);
        rest = &rest[backslash..];
        if let Some((c, length)) = unicode_escape(rest) {
            out.push(c);
            rest = &rest[length..];
            continue;
        }
        out.push(match rest.get(1) {
            Some(b'b') => '\x08',
            Some(b'f') => '\x0c',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(&byte) => char::from(byte),
            None => '\\',
        });
        rest = rest.get(2..).unwrap_or_default();
    }
    push_utf8(&mut out, rest);
    Cow::Owned(out)
}

/// Appends `text` to `out` as a JSON string, escaped as Go's `json.Marshal` escapes it.
///
/// `<`, `>`, `&`, U+2028 and U+2029 are written as `\u003c` and so on, a byte that is not UTF-8 as
/// `\ufffd`, and of the control characters `\b`, `\f`, `\n`, `\r`, `\t` have their short form.
///
/// ```
/// let mut out = String::new();
/// pullscope_core::json::write_string(&mut out, b"a<b\xff");
/// assert_eq!(out, r#""a\u003cb\ufffd""#);
/// ```
///
/// Upstream: Go 1.26 `appendString` in `encoding/json` `encode.go`.
pub fn write_string(out: &mut String, text: impl AsRef<[u8]>) {
    out.push('"');
    for chunk in text.as_ref().utf8_chunks() {
        push_escaped(out, chunk.valid());
        for _ in chunk.invalid() {
            out.push_str("\\ufffd");
        }
    }
    out.push('"');
}

/// Appends the same without the quotation marks.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut plain = 0;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| !PLAIN[usize::from(byte)]) {
        at += found;
        let byte = bytes[at];
        let (short, length) = match byte {
            b'"' => ("\\\"", 1),
            b'\\' => ("\\\\", 1),
            b'\x08' => ("\\b", 1),
            b'\x0c' => ("\\f", 1),
            b'\n' => ("\\n", 1),
            b'\r' => ("\\r", 1),
            b'\t' => ("\\t", 1),
            // The first byte of U+2028 and U+2029, and of others that stay.
            SEPARATOR => match &bytes[at..] {
                [_, 0x80, 0xa8, ..] => ("\\u2028", 3),
                [_, 0x80, 0xa9, ..] => ("\\u2029", 3),
                _ => {
                    at += 1;
                    continue;
                }
            },
            _ => ("", 1),
        };
        out.push_str(&text[plain..at]);
        at += length;
        plain = at;
        if short.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{byte:04x}");
        } else {
            out.push_str(short);
        }
    }
    out.push_str(&text[plain..]);
}

const SEPARATOR: u8 = 0xe2;

/// The bytes that are written as they are, without a second look.
const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut control = 0;
    while control < 0x20 {
        plain[control] = false;
        control += 1;
    }
    let mut others: &[u8] = &[b'"', b'\\', b'<', b'>', b'&', SEPARATOR];
    while let [first, rest @ ..] = others {
        plain[*first as usize] = false;
        others = rest;
    }
    plain
};

fn push_utf8(out: &mut String, bytes: &[u8]) {
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
}

/// The character of `\u0000` at the start, or of two that are a surrogate pair, and its length.
fn unicode_escape(text: &[u8]) -> Option<(char, usize)> {
    let unit = code_unit(text)?;
    if let Some(c) = char::from_u32(unit) {
        return Some((c, 6));
    }
    let pair = code_unit(&text[6..]).and_then(|low| {
        let is_pair = (0xd800..0xdc00).contains(&unit) && (0xdc00..0xe000).contains(&low);
        is_pair.then(|| char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00)))?
    });
    Some(pair.map_or((char::REPLACEMENT_CHARACTER, 6), |c| (c, 12)))
}

fn code_unit(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |unit, &digit| Some(unit * 16 + char::from(digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn every_character_is_written_as_go_writes_it() {
        for c in ('\0'..='\u{3000}').chain(['\u{ffff}', '🐳']) {
            let expect = match c {
                '"' => "\\\"".into(),
                '\\' => "\\\\".into(),
                '\x08' => "\\b".into(),
                '\x0c' => "\\f".into(),
                '\n' => "\\n".into(),
                '\r' => "\\r".into(),
                '\t' => "\\t".into(),
                ..='\x1f' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    format!("\\u{:04x}", u32::from(c))
                }
                _ => String::from(c),
            };
            let mut out = String::new();
            write_string(&mut out, format!("é{c}{c}x"));
            assert_eq!(out, format!("\"é{expect}{expect}x\""));
        }
    }
}
