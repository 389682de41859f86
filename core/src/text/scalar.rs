//! Plain YAML scalars, as Kubernetes reads them.
//!
//! Upstream: `resolve` in `sigs.k8s.io/yaml` `goyaml.v2/resolve.go`.

use alloc::borrow::Cow;

use crate::json::Data;

/// What an unquoted scalar without a tag is.
pub(super) fn resolve(text: Cow<'_, str>) -> Data<'_> {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => return Data::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return Data::Bool(true);
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Data::Bool(false);
        }
        _ => {}
    }
    if is_number(&text) { Data::Number(text) } else { Data::String(text) }
}

/// Whether a plain scalar is an integer or a floating-point number.
///
/// Underscores are passed over. Integers are those of Go's `strconv.ParseInt` with base 0; one
/// that does not fit into 64 bits is a floating-point number when it reads as one. Dates are text.
fn is_number(text: &str) -> bool {
    let Some(first) = text.bytes().next() else { return false };
    if first == b'.' {
        return matches!(text, ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF")
            || is_float(text.bytes());
    }
    if !matches!(first, b'0'..=b'9' | b'+' | b'-') {
        return false;
    }
    if matches!(text.strip_prefix(['+', '-']), Some(".inf" | ".Inf" | ".INF")) {
        return true;
    }
    let plain = || text.bytes().filter(|&it| it != b'_');
    is_float(plain()) || is_based_integer(text)
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`; decimal integers are among them.
pub(crate) fn is_float(bytes: impl Iterator<Item = u8>) -> bool {
    let mut bytes = bytes.peekable();
    bytes.next_if(|it| matches!(it, b'+' | b'-'));
    let mut digits = || {
        let mut any = false;
        while bytes.next_if(u8::is_ascii_digit).is_some() {
            any = true;
        }
        any
    };
    let whole = digits();
    if bytes.next_if_eq(&b'.').is_some() {
        let mut fraction = false;
        while bytes.next_if(u8::is_ascii_digit).is_some() {
            fraction = true;
        }
        if !whole && !fraction {
            return false;
        }
    } else if !whole {
        return false;
    }
    if bytes.next_if(|it| matches!(it, b'e' | b'E')).is_some() {
        bytes.next_if(|it| matches!(it, b'+' | b'-'));
        let mut exponent = false;
        while bytes.next_if(u8::is_ascii_digit).is_some() {
            exponent = true;
        }
        if !exponent {
            return false;
        }
    }
    bytes.next().is_none()
}

/// `0x1f`, `0b101`, `0o17`, with a sign, within 64 bits.
fn is_based_integer(text: &str) -> bool {
    let mut plain = [0u8; 80];
    let mut length = 0;
    for byte in text.bytes().filter(|&it| it != b'_') {
        let Some(slot) = plain.get_mut(length) else { return false };
        *slot = byte;
        length += 1;
    }
    // Only whole underscores were left out, so the text is still UTF-8.
    let Ok(plain) = core::str::from_utf8(&plain[..length]) else { return false };
    let (negative, digits) = match plain.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, plain.strip_prefix('+').unwrap_or(plain)),
    };
    let radix = match digits.get(..2) {
        Some("0x" | "0X") => 16,
        Some("0b" | "0B") => 2,
        Some("0o" | "0O") => 8,
        _ => return false,
    };
    if digits[2..].starts_with(['+', '-']) {
        return false;
    }
    match u64::from_str_radix(&digits[2..], radix) {
        Ok(value) => !negative || value <= 1 << 63,
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Data;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found = match resolve(Cow::Borrowed(text)) {
            Data::Null => "null",
            Data::Bool(true) => "true",
            Data::Bool(false) => "false",
            Data::Number(_) => "number",
            _ => "string",
        };
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn words_are_those_of_yaml_1_1() {
        check("on", "true");
        check("No", "false");
        check("y", "true");
        check("~", "null");
        check("", "null");
        check("oN", "string");
        check("nUll", "string");
    }

    #[test]
    fn numbers_are_those_that_go_reads() {
        for text in [
            "0", "1.25", "-7", "+7", "1_000", "1.", ".5", "1e3", "010", "0x1F", "0b101", ".inf",
            "-.Inf",
        ] {
            check(text, "number");
        }
        for text in [
            "1.25.1",
            "1.2-alpine",
            "v1",
            ".",
            "+",
            "-",
            "0x",
            "0xg",
            "1e",
            "2026-01-02",
            "1:30",
            "0x+1",
        ] {
            check(text, "string");
        }
    }
}
