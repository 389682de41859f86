//! IP addresses as Go's `net/netip` reads them, for its error texts.
//!
//! Upstream: `ParseAddr` in Go 1.26 `net/netip/netip.go`.

use alloc::vec::Vec;
use core::fmt;

use crate::go::Quoted;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    V4,
    V6,
}

/// What Go says of a text that is no address: the text, the reason, and the rest that remains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AddressError {
    input: Vec<u8>,
    reason: &'static str,
    rest: Vec<u8>,
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParseAddr({}): {}", Quoted(&self.input), self.reason)?;
        if !self.rest.is_empty() {
            write!(f, " (at {})", Quoted(&self.rest))?;
        }
        Ok(())
    }
}

pub(super) fn parse(input: &[u8]) -> Result<Version, AddressError> {
    let result = match input.iter().find(|byte| matches!(byte, b'.' | b':' | b'%')) {
        Some(b'.') => parse_v4(input).map(|()| Version::V4),
        Some(b':') => parse_v6(input).map(|()| Version::V6),
        Some(_) => Err(("missing IPv6 address", &b""[..])),
        None => Err(("unable to parse IP", &b""[..])),
    };
    result.map_err(|(reason, rest)| AddressError { input: input.into(), reason, rest: rest.into() })
}

type Failure<'a> = (&'static str, &'a [u8]);

fn parse_v4(text: &[u8]) -> Result<(), Failure<'_>> {
    let (mut value, mut fields, mut digits) = (0_u32, 0, 0);
    for (i, &byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                if digits == 1 && value == 0 {
                    return Err(("IPv4 field has octet with leading zero", b""));
                }
                value = value * 10 + u32::from(byte - b'0');
                digits += 1;
                if value > 255 {
                    return Err(("IPv4 field has value >255", b""));
                }
            }
            b'.' => {
                if i == 0 || i == text.len() - 1 || text[i - 1] == b'.' {
                    return Err(("IPv4 field must have at least one digit", &text[i..]));
                }
                if fields == 3 {
                    return Err(("IPv4 address too long", b""));
                }
                (value, digits) = (0, 0);
                fields += 1;
            }
            _ => return Err(("unexpected character", &text[i..])),
        }
    }
    if fields < 3 { Err(("IPv4 address too short", b"")) } else { Ok(()) }
}

fn parse_v6(input: &[u8]) -> Result<(), Failure<'_>> {
    let mut text = input;
    if let Some(percent) = input.iter().position(|&byte| byte == b'%') {
        if percent + 1 == input.len() {
            return Err(("zone must be a non-empty string", b""));
        }
        text = &input[..percent];
    }
    let mut ellipsis = false;
    if let [b':', b':', rest @ ..] = text {
        ellipsis = true;
        text = rest;
        if text.is_empty() {
            return Ok(());
        }
    }
    // How many of the sixteen bytes are written.
    let mut bytes = 0;
    while bytes < 16 {
        let length = text.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        if length > 4 {
            return Err(("each group must have 4 or less digits", text));
        }
        if length == 0 {
            return Err(("each colon-separated field must have at least one digit", text));
        }
        if text.get(length) == Some(&b'.') {
            if !ellipsis && bytes != 12 {
                let reason = "embedded IPv4 address must replace the final 2 fields of the address";
                return Err((reason, text));
            }
            if bytes + 4 > 16 {
                let reason =
                    "too many hex fields to fit an embedded IPv4 at the end of the address";
                return Err((reason, text));
            }
            parse_v4(text)?;
            text = b"";
            bytes += 4;
            break;
        }
        bytes += 2;
        text = &text[length..];
        match text {
            [] => break,
            [b':'] => return Err(("colon must be followed by more characters", text)),
            [b':', rest @ ..] => text = rest,
            _ => return Err(("unexpected character, want colon", text)),
        }
        if let [b':', rest @ ..] = text {
            if ellipsis {
                return Err(("multiple :: in address", text));
            }
            ellipsis = true;
            text = rest;
            if text.is_empty() {
                break;
            }
        }
    }
    match (text.is_empty(), bytes < 16, ellipsis) {
        (false, ..) => Err(("trailing garbage after address", text)),
        (true, true, false) => Err(("address string too short", b"")),
        (true, false, true) => Err(("the :: must expand to at least one field of zeros", b"")),
        _ => Ok(()),
    }
}
