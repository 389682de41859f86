//! Base64 as Go's `encoding/base64` reads and writes it.
//!
//! Three of Go's habits decide whether a Secret is accepted, and no common crate has all of them:
//! CR and LF are skipped anywhere, bits left over in the last character may be set, and an error
//! names one byte of the input.
//!
//! ```
//! use pullscope_core::base64::{self, Alphabet};
//!
//! assert_eq!(base64::decode(Alphabet::Padded, b"Zm9v\nOmJhcg==\n").unwrap(), b"foo:bar");
//! let err = base64::decode(Alphabet::Unpadded, b"pants").unwrap_err();
//! assert_eq!(err.to_string(), "illegal base64 data at input byte 4");
//! ```
//!
//! Upstream: Go 1.26 `encoding/base64`, `StdEncoding` and `RawStdEncoding`.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

/// The two forms of the standard alphabet that Kubernetes decodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// Go's `StdEncoding`: the last group is filled with `=`.
    Padded,
    /// Go's `RawStdEncoding`: `=` is a foreign byte.
    Unpadded,
}

/// Where a text stops being base64. `Display` is Go's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError {
    offset: usize,
}

impl DecodeError {
    /// The byte that Go names. It is the length of the text when the text stops too soon.
    pub fn offset(self) -> usize {
        self.offset
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "illegal base64 data at input byte {}", self.offset)
    }
}

impl core::error::Error for DecodeError {}

/// Decodes `text`.
///
/// # Errors
///
/// A byte outside the alphabet (CR and LF excepted), wrong padding, or a last group that is too
/// short. What was decoded until then is dropped, as Kubernetes drops it.
pub fn decode(alphabet: Alphabet, text: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let illegal = |offset| Err(DecodeError { offset });
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let mut group = [0_u8; 4];
    let mut filled = 0;
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += 1;
        if let Some(digit) = digit(byte) {
            group[filled] = digit;
            filled += 1;
            if filled == 4 {
                push_group(&mut out, group, 3);
                (group, filled) = ([0; 4], 0);
            }
            continue;
        }
        if is_newline(byte) {
            continue;
        }
        if byte != b'=' || alphabet == Alphabet::Unpadded || filled < 2 {
            return illegal(at - 1);
        }
        if filled == 2 {
            at = skip_newlines(text, at);
            match text.get(at) {
                None => return illegal(text.len()),
                // Go names the byte before the foreign one here.
                Some(&byte) if byte != b'=' => return illegal(at - 1),
                Some(_) => at += 1,
            }
        }
        at = skip_newlines(text, at);
        if at < text.len() {
            return illegal(at);
        }
        push_group(&mut out, group, filled - 1);
        return Ok(out);
    }
    match filled {
        0 => {}
        // Go counts back from the end of the text, newlines or not.
        1 => return illegal(text.len() - 1),
        _ if alphabet == Alphabet::Padded => return illegal(text.len() - filled),
        _ => push_group(&mut out, group, filled - 1),
    }
    Ok(out)
}

/// Encodes `bytes` in the padded form.
pub fn encode(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= group.len() { digit.into() } else { '=' });
        }
    }
    out
}

fn digit(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

fn push_group(out: &mut Vec<u8>, [a, b, c, d]: [u8; 4], bytes: usize) {
    out.extend_from_slice(&[a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d][..bytes]);
}

/// Whether a byte is passed over.
pub(crate) fn is_newline(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Whether a byte can stand in base64 at all.
pub(crate) fn may_stand(byte: u8) -> bool {
    digit(byte).is_some() || is_newline(byte) || byte == b'='
}

/// The digits that hold any bit of these decoded bytes, counted without what is passed over.
pub(crate) fn digits(bytes: Range<usize>) -> Range<usize> {
    bytes.start * 4 / 3..(bytes.end * 4).div_ceil(3)
}

fn skip_newlines(text: &[u8], from: usize) -> usize {
    from + text[from..].iter().take_while(|&&byte| is_newline(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(alphabet: Alphabet, text: &str, expect: Result<&str, usize>) {
        let found = decode(alphabet, text.as_bytes());
        let expect = expect.map(|it| it.as_bytes().to_vec());
        assert_eq!(found.map_err(DecodeError::offset), expect);
    }

    use Alphabet::{Padded, Unpadded};

    #[test]
    fn newlines_are_skipped_anywhere() {
        check(Padded, "Zm9vOm\nJhcg=\r\n=\n", Ok("foo:bar"));
        check(Unpadded, "\nZm9vOm\r\nJhcg\n", Ok("foo:bar"));
        check(Padded, "\n\r\n", Ok(""));
    }

    #[test]
    fn bits_left_over_may_be_set() {
        check(Padded, "YR==", Ok("a"));
        check(Unpadded, "YR", Ok("a"));
        check(Padded, "YWJ=", Ok("ab"));
    }

    #[test]
    fn a_short_last_group_is_named_from_the_end() {
        check(Unpadded, "pants", Err(4));
        check(Padded, "pants", Err(4));
        check(Padded, "Zm9vOmJhcg", Err(8));
        check(Unpadded, "pants\n\n", Err(6));
        check(Padded, "Zm9\n", Err(1));
    }

    #[test]
    fn padding_stands_only_where_the_group_needs_it() {
        check(Padded, "=", Err(0));
        check(Padded, "Y===", Err(1));
        check(Padded, "YQ=", Err(3));
        check(Padded, "YQ=x", Err(2));
        check(Padded, "YQ\n=\nx", Err(4));
        check(Padded, "YQ===", Err(4));
        check(Padded, "YQ==YQ==", Err(4));
        check(Unpadded, "YQ==", Err(2));
    }

    #[test]
    fn foreign_bytes_are_named() {
        check(Padded, "Zm9v Zg==", Err(4));
        check(Unpadded, "Zm_v", Err(2));
        check(Padded, "", Ok(""));
    }

    #[test]
    fn a_byte_is_in_one_or_two_digits() {
        assert_eq!(digits(0..1), 0..2);
        assert_eq!(digits(1..2), 1..3);
        assert_eq!(digits(2..3), 2..4);
        assert_eq!(digits(3..6), 4..8);
        assert_eq!(digits(0..4), 0..6);
    }

    #[test]
    fn encoding_pads() {
        assert_eq!(encode(b""), "");
        assert_eq!(encode(b"u:p"), "dTpw");
        assert_eq!(encode(b"foo:bar"), "Zm9vOmJhcg==");
        assert_eq!(encode(&[0xff, 0xfb]), "//s=");
    }
}
