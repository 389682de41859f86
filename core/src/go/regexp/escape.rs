//! One character written as an escape.
//!
//! Upstream: `parseEscape` in Go 1.26 `regexp/syntax/parse.go`.

use super::{Problem, RegexpError};

/// Reads the escape at `start`: the character, and where it ends.
pub(super) fn parse(pattern: &str, start: usize) -> Result<(char, usize), RegexpError> {
    let text = &pattern[start + 1..];
    let Some(first) = text.chars().next() else {
        let end = pattern.len();
        return Err(RegexpError::new(Problem::TrailingBackslash, pattern, end..end));
    };
    let mut at = start + 1 + first.len_utf8();
    let refuse = |end: usize| Err(RegexpError::new(Problem::Escape, pattern, start..end));
    let simple = match first {
        'a' => '\x07',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        '0'..='7' => {
            let is_octal =
                |at: usize| pattern.as_bytes().get(at).is_some_and(|it| (b'0'..=b'7').contains(it));
            if first != '0' && !is_octal(at) {
                return refuse(at);
            }
            let end =
                at + usize::from(is_octal(at)) + usize::from(is_octal(at) && is_octal(at + 1));
            let digits = pattern[start + 1..end].bytes();
            let value = digits.fold(0, |value, digit| value * 8 + u32::from(digit - b'0'));
            return Ok((char::from_u32(value).unwrap_or_default(), end));
        }
        'x' => return hexadecimal(pattern, start, at),
        _ if first.is_ascii() && !first.is_ascii_alphanumeric() => first,
        _ => return refuse(at),
    };
    at = start + 2;
    Ok((simple, at))
}

/// `\x7F` and `\x{10FFFF}`; `at` is behind the `x`.
fn hexadecimal(pattern: &str, start: usize, at: usize) -> Result<(char, usize), RegexpError> {
    let refuse = |end: usize| Err(RegexpError::new(Problem::Escape, pattern, start..end));
    let mut rest = pattern[at..].char_indices();
    let Some((_, first)) = rest.next() else { return refuse(at) };
    if first != '{' {
        let Some((offset, second)) = rest.next() else {
            return refuse(at + first.len_utf8());
        };
        let end = at + offset + second.len_utf8();
        return match (first.to_digit(16), second.to_digit(16)) {
            (Some(high), Some(low)) => {
                Ok((char::from_u32(high * 16 + low).unwrap_or_default(), end))
            }
            _ => refuse(end),
        };
    }
    let mut value = 0;
    let mut end = at + 1;
    for (digits, (offset, character)) in rest.enumerate() {
        end = at + offset + character.len_utf8();
        if character == '}' {
            // Half of a pair is a number to Go, and no character of any text.
            let found = char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER);
            return if digits == 0 { refuse(end) } else { Ok((found, end)) };
        }
        match character.to_digit(16) {
            Some(digit) if value * 16 + digit <= 0x10_ffff => value = value * 16 + digit,
            _ => return refuse(end),
        }
    }
    refuse(end)
}
