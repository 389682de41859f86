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
        let mut plain = 0;
        let valid = chunk.valid();
        for (at, c) in valid.char_indices() {
            let short = match c {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\x08' => "\\b",
                '\x0c' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                ..='\x1f' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => "",
                _ => continue,
            };
            out.push_str(&valid[plain..at]);
            plain = at + c.len_utf8();
            if short.is_empty() {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            } else {
                out.push_str(short);
            }
        }
        out.push_str(&valid[plain..]);
        for _ in chunk.invalid() {
            out.push_str("\\ufffd");
        }
    }
    out.push('"');
}

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
