//! Numbers as Go reads and writes them.

use alloc::format;
use alloc::string::{String, ToString};

/// What a plain YAML number becomes when YAML is turned into JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum YamlNumber {
    /// A number of JSON.
    Json(String),
    /// `NaN`, `+Inf` or `-Inf`, which is an error.
    Infinite(&'static str),
    /// No number to Go: it stays a string.
    TooGreat,
}

/// Reads a plain YAML number.
///
/// Integers are those of `ParseInt` with base 0, so that `010` is 8, and underscores are passed
/// over; every other number is a `float64`, and `5.0` is written as `5`.
///
/// Upstream: `resolve` in `sigs.k8s.io/yaml` `goyaml.v2/resolve.go`, `floatEncoder` in Go's
/// `encoding/json`.
pub(crate) fn yaml(text: &str) -> YamlNumber {
    let plain: String = text.chars().filter(|&it| it != '_').collect();
    if let Some(integer) = integer(&plain) {
        return YamlNumber::Json(integer.to_string());
    }
    match plain.as_str() {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => YamlNumber::Infinite("+Inf"),
        "-.inf" | "-.Inf" | "-.INF" => YamlNumber::Infinite("-Inf"),
        ".nan" | ".NaN" | ".NAN" => YamlNumber::Infinite("NaN"),
        _ => match plain.parse::<f64>() {
            Ok(float) if float.is_finite() => YamlNumber::Json(json_float(float)),
            _ => YamlNumber::TooGreat,
        },
    }
}

/// An integer of 64 bits, signed or not.
pub(crate) fn integer(plain: &str) -> Option<i128> {
    let (negative, digits) = match plain.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, plain.strip_prefix('+').unwrap_or(plain)),
    };
    let (radix, digits) = match digits.get(..2) {
        Some("0x" | "0X") => (16, &digits[2..]),
        Some("0b" | "0B") => (2, &digits[2..]),
        Some("0o" | "0O") => (8, &digits[2..]),
        _ if digits.len() > 1 && digits.starts_with('0') => (8, &digits[1..]),
        _ => (10, digits),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let value = i128::from(u64::from_str_radix(digits, radix).ok()?);
    // An unsigned number has no sign at all, not even a plus.
    let fits = if negative { value <= 1 << 63 } else { value < 1 << 63 || !plain.starts_with('+') };
    fits.then_some(if negative { -value } else { value })
}

/// A number as `encoding/json` writes a `float64`.
pub(crate) fn json_float(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        return exponential(value, 1);
    }
    value.to_string()
}

/// A number as `%v` writes a `float64`.
pub(crate) fn float(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e6).contains(&size) {
        return exponential(value, 2);
    }
    value.to_string()
}

/// With an exponent that has a sign and at least so many digits.
fn exponential(value: f64, width: usize) -> String {
    let written = format!("{value:e}");
    let Some((mantissa, exponent)) = written.split_once('e') else { return written };
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', exponent),
    };
    // JSON drops the zero of a negative exponent only, and Go's exponents of two digits have none.
    let width = if sign == '-' { width } else { 2 };
    format!("{mantissa}e{sign}{digits:0>width$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(yaml(text), YamlNumber::Json(expect.into()), "{text}");
    }

    #[test]
    fn yaml_numbers_become_json_numbers() {
        check("5", "5");
        check("-0", "0");
        check("+7", "7");
        check("010", "8");
        check("0o17", "15");
        check("0x1F", "31");
        check("-0b11", "-3");
        check("1_000", "1000");
        check("08", "8");
        check("5.0", "5");
        check("1.5", "1.5");
        check("1e3", "1000");
        check("-0.0", "-0");
        check("1e21", "1e+21");
        check("1.5e-9", "1.5e-9");
        check("18446744073709551615", "18446744073709551615");
        check("99999999999999999999", "100000000000000000000");
        check("1e300", "1e+300");
        assert_eq!(yaml(".nan"), YamlNumber::Infinite("NaN"));
        assert_eq!(yaml("-.inf"), YamlNumber::Infinite("-Inf"));
        assert_eq!(yaml("1e999"), YamlNumber::TooGreat);
    }

    #[test]
    fn floats_are_written_as_go_writes_them() {
        for (value, expect) in [
            (0.5, "0.5"),
            (301.0, "301"),
            (0.0, "0"),
            (1e-5, "1e-05"),
            (1e6, "1e+06"),
            (-2.5, "-2.5"),
        ] {
            assert_eq!(float(value), expect);
        }
    }
}
