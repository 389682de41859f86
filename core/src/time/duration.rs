//! Durations as Go writes and reads them, such as `12h0m0s`.

use alloc::format;
use alloc::string::String;
use core::fmt;

/// A duration of Go: nanoseconds, negative ones included.
///
/// ```
/// use pullscope_core::time::GoDuration;
///
/// let read = |text: &str| GoDuration::parse(text).map(|it| it.to_string());
/// assert_eq!(read("90m"), Ok("1h30m0s".to_string()));
/// assert_eq!(read("-1.5s"), Ok("-1.5s".to_string()));
/// assert_eq!(
///     read("10").unwrap_err().to_string(),
///     "time: missing unit in duration \"10\""
/// );
/// ```
///
/// Upstream: `Duration`, `ParseDuration` in Go's `time`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GoDuration(i64);

/// Why a text is no duration; `Display` is Go's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DurationError(String);

impl fmt::Display for DurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for DurationError {}

/// The longest duration, and one more: what a negative one may be.
const LIMIT: u64 = 1 << 63;

impl GoDuration {
    /// So many nanoseconds.
    pub const fn from_nanos(nanos: i64) -> Self {
        Self(nanos)
    }

    /// In nanoseconds.
    pub const fn as_nanos(self) -> i64 {
        self.0
    }

    /// In whole seconds, cut towards zero.
    pub const fn as_secs(self) -> i64 {
        self.0 / 1_000_000_000
    }

    /// Reads numbers with units, such as `1h30m` or `-0.5s`; `0` alone needs none.
    ///
    /// # Errors
    ///
    /// Go's: an invalid duration, a missing unit, an unknown unit.
    pub fn parse(text: &str) -> Result<Self, DurationError> {
        let invalid = || DurationError(format!("time: invalid duration {}", quoted(text)));
        let (is_negative, unsigned) = match text.as_bytes() {
            [b'-', ..] => (true, &text[1..]),
            [b'+', ..] => (false, &text[1..]),
            _ => (false, text),
        };
        if unsigned == "0" {
            return Ok(Self(0));
        }
        if unsigned.is_empty() {
            return Err(invalid());
        }
        let mut rest = unsigned;
        let mut sum: u64 = 0;
        while !rest.is_empty() {
            let (whole, after) = whole_number(rest).ok_or_else(invalid)?;
            let has_digits = after.len() < rest.len();
            rest = after;
            let (mut fraction, mut scale, mut has_fraction) = (0, 1.0, false);
            if let Some(after) = rest.strip_prefix('.') {
                (fraction, scale, rest) = fraction_of(after);
                has_fraction = rest.len() < after.len();
            }
            if !has_digits && !has_fraction {
                return Err(invalid());
            }
            let end = rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            rest = after;
            if name.is_empty() {
                let why = format!("time: missing unit in duration {}", quoted(text));
                return Err(DurationError(why));
            }
            let Some(unit) = unit(name) else {
                let (name, text) = (quoted(name), quoted(text));
                return Err(DurationError(format!("time: unknown unit {name} in duration {text}")));
            };
            let mut value =
                whole.checked_mul(unit).filter(|it| *it <= LIMIT).ok_or_else(invalid)?;
            if fraction > 0 {
                value += (fraction as f64 * (unit as f64 / scale)) as u64;
                if value > LIMIT {
                    return Err(invalid());
                }
            }
            sum = sum.checked_add(value).filter(|it| *it <= LIMIT).ok_or_else(invalid)?;
        }
        match (is_negative, i64::try_from(sum)) {
            (true, _) => Ok(Self(sum.wrapping_neg().cast_signed())),
            (false, Ok(nanos)) => Ok(Self(nanos)),
            (false, Err(_)) => Err(invalid()),
        }
    }
}

/// The digits at the beginning; `None` when they are too many.
fn whole_number(text: &str) -> Option<(u64, &str)> {
    let end = text.bytes().position(|it| !it.is_ascii_digit()).unwrap_or(text.len());
    let mut number: u64 = 0;
    for digit in text[..end].bytes() {
        if number > LIMIT / 10 {
            return None;
        }
        number = number * 10 + u64::from(digit - b'0');
        if number > LIMIT {
            return None;
        }
    }
    Some((number, &text[end..]))
}

/// The digits after a point as a number, and by what it is divided; digits that are too many for it
/// are passed over.
fn fraction_of(text: &str) -> (u64, f64, &str) {
    let end = text.bytes().position(|it| !it.is_ascii_digit()).unwrap_or(text.len());
    let (mut number, mut scale): (u64, f64) = (0, 1.0);
    for digit in text[..end].bytes() {
        if number > (LIMIT - 1) / 10 {
            break;
        }
        let next = number * 10 + u64::from(digit - b'0');
        if next > LIMIT {
            break;
        }
        number = next;
        scale *= 10.0;
    }
    (number, scale, &text[end..])
}

fn unit(name: &str) -> Option<u64> {
    Some(match name {
        "ns" => 1,
        "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60 * 1_000_000_000,
        "h" => 3600 * 1_000_000_000,
        _ => return None,
    })
}

/// Upstream: `quote` in Go's `time/format_rfc3339.go` and `format.go`, which differs from `%q`.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            ' '..='\u{7f}' => out.push(c),
            _ => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    out += &format!("\\x{byte:02x}");
                }
            }
        }
    }
    out.push('"');
    out
}

/// As Go prints it: `1h30m0s`, `1.5s`, `200ms`, `0s`.
impl fmt::Display for GoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.0.unsigned_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        let part = |f: &mut fmt::Formatter<'_>, value: u64, unit: u64| {
            write!(f, "{}", value / unit)?;
            match value % unit {
                0 => Ok(()),
                rest => {
                    let width = unit.ilog10() as usize;
                    write!(f, ".{}", format!("{rest:0width$}").trim_end_matches('0'))
                }
            }
        };
        match nanos {
            0 => f.write_str("0s"),
            1..1_000 => write!(f, "{nanos}ns"),
            1_000..1_000_000 => part(f, nanos, 1_000).and_then(|()| f.write_str("\u{b5}s")),
            1_000_000..1_000_000_000 => part(f, nanos, 1_000_000).and_then(|()| f.write_str("ms")),
            _ => {
                let seconds = nanos / 1_000_000_000;
                if seconds >= 3600 {
                    write!(f, "{}h", seconds / 3600)?;
                }
                if seconds >= 60 {
                    write!(f, "{}m", seconds / 60 % 60)?;
                }
                part(f, nanos % 60_000_000_000, 1_000_000_000)?;
                f.write_str("s")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[track_caller]
    fn check(text: &str, printed: &str) {
        let read = GoDuration::parse(text).map(|it| it.to_string());
        assert_eq!(read.unwrap_or_else(|err| err.to_string()), printed);
    }

    #[test]
    fn durations_are_read_and_printed_as_by_go() {
        check("0", "0s");
        check("-0s", "0s");
        check("12h", "12h0m0s");
        check("1h1ns", "1h0m0.000000001s");
        check("1.0000000001h", "1h0m0.00000036s");
        check("1500us", "1.5ms");
        check(".5\u{3bc}s", "500ns");
        check("1.5\u{b5}s", "1.5\u{b5}s");
        check("-9223372036854775808ns", "-2562047h47m16.854775808s");
        check("9223372036854775808ns", "time: invalid duration \"9223372036854775808ns\"");
        check("3000000h", "time: invalid duration \"3000000h\"");
    }

    #[test]
    fn errors_have_the_words_of_go() {
        check("", "time: invalid duration \"\"");
        check("-", "time: invalid duration \"-\"");
        check("1", "time: missing unit in duration \"1\"");
        check("1d", "time: unknown unit \"d\" in duration \"1d\"");
        check("1h 5m", "time: unknown unit \"h \" in duration \"1h 5m\"");
        check("\u{e9}\n\"", "time: invalid duration \"\\xc3\\xa9\\x0a\\\"\"");
        check(".s", "time: invalid duration \".s\"");
    }
}
