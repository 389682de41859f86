//! Numbers as Go reads and writes them.

use alloc::format;
use alloc::string::{String, ToString};
use core::cmp::Ordering;

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

/// Whether `ParseFloat` says that a number of JSON is out of the range of a `float64`.
///
/// The range ends half way between the greatest `float64` and 2^1024, which would be the next. To
/// compare decimal digits with those of that number takes less than to make a `float64` of them.
///
/// Upstream: `readFloat`, which stops counting in an exponent of five digits, in Go 1.26
/// `internal/strconv/atof.go`.
pub(crate) fn is_out_of_range(number: &str) -> bool {
    /// The 309 digits of 2^1024 - 2^970.
    const END: &str = "\
         1797693134862315807937289714053034150799341327100378269361737789804449682927\
         6475094664901797758720709633028641669288791094655554785194040263065748867150\
         5820681908902000708383676273854845817711531764475730270069855571366959622842\
         9148198608349364752927190741684443655107043427115596995080930428801779041744\
         97792";
    let number = number.strip_prefix('-').unwrap_or(number);
    let (digits, exponent) = number.split_at(number.find(['e', 'E']).unwrap_or(number.len()));
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let is_zero = |it: &u8| matches!(it, b'0' | b'.');
    // Where the point stands: how many places behind the one in front of the first digit but zeros.
    let whole = whole.trim_start_matches('0');
    let point = match whole.len() {
        0 => 1 - fraction.bytes().take_while(is_zero).count() as i64,
        length => length as i64,
    };
    let mut power = 0;
    for digit in exponent.bytes().filter(u8::is_ascii_digit) {
        if power < 10_000 {
            power = power * 10 + i64::from(digit - b'0');
        }
    }
    let power = if exponent.contains('-') { -power } else { power };
    let mut digits = digits.bytes().skip_while(is_zero).filter(|it| *it != b'.').peekable();
    match (point + power).cmp(&309) {
        _ if digits.peek().is_none() => false,
        Ordering::Equal => digits.ge(END.bytes()),
        order => order == Ordering::Greater,
    }
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
    fn the_range_of_a_float_ends_half_way_to_the_next() {
        let end = "17976931348623158079372897140530341507993413271003782693617377898044496829276475\
                   0946649017977587207096330286416692887910946555547851940402630657488671505820681\
                   9089020007083836762738548458177115317644757302700698555713669596228429148198608\
                   34936475292719074168444365510704342711559699508093042880177904174497";
        let zeros = "0".repeat(310);
        for (number, expect) in [
            (format!("{end}792"), true),
            (format!("-{end}792.0"), true),
            (format!("{end}791"), false),
            (format!("{end}791.999"), false),
            (format!("{end}7920"), true),
            (format!("{end}7920e-1"), true),
            (format!("{end}7919E-01"), false),
            (format!("0.{end}792e309"), true),
            (format!("0.000{end}792e+0312"), true),
            (format!("0.000{end}792e311"), false),
            (format!("{end}79"), false),
            (format!("{end}79e1"), false),
            (format!("{end}793"), true),
            (format!("1{zeros}"), true),
            (format!("1{zeros}e-2"), false),
            (format!("0.{zeros}1e619"), false),
            (format!("0.{zeros}1e620"), true),
            (format!("0.{zeros}"), false),
            ("1e308".into(), false),
            ("1e309".into(), true),
            ("0e999999999999".into(), false),
            ("-0.0e+5".into(), false),
            ("1e-999999999999".into(), false),
            ("1e999999999999999999999999".into(), true),
            ("0".into(), false),
            ("-7".into(), false),
        ] {
            assert_eq!(is_out_of_range(&number), expect, "{number}");
            // Rust's own conversion is exact, too.
            assert_eq!(number.parse::<f64>().unwrap().is_infinite(), expect, "{number}");
        }
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
