//! Durations as Go writes them: `2m0s`, `1.5h`.
//!
//! ```text
//! duration := [+-] ( "0" | ( number unit )+ )
//! number   := digits [ "." digits ] | "." digits
//! unit     := "ns" | "us" | "µs" | "ms" | "s" | "m" | "h"
//! ```
//!
//! Upstream: `ParseDuration` and `Duration.String` in Go's `time`.

use alloc::format;
use alloc::string::String;
use core::fmt;

/// A time span in nanoseconds, which may be negative: at most 292 years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration(i64);

const SECOND: u64 = 1_000_000_000;

impl Duration {
    /// So many nanoseconds.
    pub const fn from_nanos(nanos: i64) -> Self {
        Self(nanos)
    }

    /// So many seconds.
    pub const fn from_secs(seconds: i32) -> Self {
        Self(seconds as i64 * SECOND as i64)
    }

    /// In nanoseconds.
    pub const fn as_nanos(self) -> i64 {
        self.0
    }

    /// Whole milliseconds, rounded towards zero.
    pub const fn as_millis(self) -> i64 {
        self.0 / 1_000_000
    }

    /// In seconds, as `Duration.Seconds` computes them.
    pub(crate) fn as_secs_f64(self) -> f64 {
        let second = SECOND as i64;
        (self.0 / second) as f64 + (self.0 % second) as f64 / 1e9
    }

    /// Reads a duration.
    ///
    /// # Errors
    ///
    /// Go's own text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let invalid = || format!("time: invalid duration {}", Quoted(text));
        let (negative, mut rest) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        if rest == "0" {
            return Ok(Self(0));
        }
        if rest.is_empty() {
            return Err(invalid());
        }
        // Nanoseconds, up to 2⁶³ for the most negative one.
        let mut total: u64 = 0;
        while !rest.is_empty() {
            let (nanos, after) = term(text, rest, &invalid)?;
            rest = after;
            total = total.checked_add(nanos).filter(|it| *it <= 1 << 63).ok_or_else(invalid)?;
        }
        if negative {
            return Ok(Self(0i64.wrapping_sub_unsigned(total)));
        }
        i64::try_from(total).map(Self).map_err(|_| invalid())
    }
}

/// One number with its unit, in nanoseconds, and what follows.
fn term<'a>(
    text: &str,
    rest: &'a str,
    invalid: &dyn Fn() -> String,
) -> Result<(u64, &'a str), String> {
    if !rest.starts_with(|it: char| it == '.' || it.is_ascii_digit()) {
        return Err(invalid());
    }
    let (whole, after) = digits(rest);
    let mut value: u64 = 0;
    for digit in whole.bytes().map(|it| u64::from(it - b'0')) {
        let grown = value.checked_mul(10).and_then(|it| it.checked_add(digit));
        value = grown.filter(|it| *it <= 1 << 63).ok_or_else(invalid)?;
    }
    let (fraction, after) = match after.strip_prefix('.') {
        Some(after) => digits(after),
        None => ("", after),
    };
    if whole.is_empty() && fraction.is_empty() {
        return Err(invalid());
    }
    let end = after.find(|it: char| it == '.' || it.is_ascii_digit()).unwrap_or(after.len());
    let (name, after) = after.split_at(end);
    if name.is_empty() {
        return Err(format!("time: missing unit in duration {}", Quoted(text)));
    }
    let unit = match name {
        "ns" => 1,
        "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
        "ms" => 1_000_000,
        "s" => SECOND,
        "m" => 60 * SECOND,
        "h" => 3600 * SECOND,
        _ => {
            let unknown =
                format!("time: unknown unit {} in duration {}", Quoted(name), Quoted(text));
            return Err(unknown);
        }
    };
    let value = value.checked_mul(unit).filter(|it| *it <= 1 << 63).ok_or_else(invalid)?;
    let nanos = value.checked_add(part(fraction, unit)).filter(|it| *it <= 1 << 63);
    Ok((nanos.ok_or_else(invalid)?, after))
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().position(|it| !it.is_ascii_digit()).unwrap_or(text.len()))
}

/// A fraction of a unit, in floating point as Go computes it; digits that overflow are dropped.
fn part(fraction: &str, unit: u64) -> u64 {
    let (mut value, mut scale) = (0u64, 1f64);
    for digit in fraction.bytes().map(|it| u64::from(it - b'0')) {
        if value > (u64::MAX >> 1) / 10 {
            break;
        }
        let grown = value * 10 + digit;
        if grown > 1 << 63 {
            break;
        }
        value = grown;
        scale *= 10.0;
    }
    if value == 0 { 0 } else { (value as f64 * (unit as f64 / scale)) as u64 }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.0.unsigned_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        match nanos {
            0 => return f.write_str("0s"),
            1..1_000 => return write!(f, "{nanos}ns"),
            1_000..1_000_000 => return write!(f, "{}\u{b5}s", Decimal(nanos, 3)),
            1_000_000..SECOND => return write!(f, "{}ms", Decimal(nanos, 6)),
            _ => {}
        }
        let minutes = nanos / SECOND / 60;
        if minutes >= 60 {
            write!(f, "{}h", minutes / 60)?;
        }
        if minutes > 0 {
            write!(f, "{}m", minutes % 60)?;
        }
        write!(f, "{}s", Decimal(nanos % (60 * SECOND), 9))
    }
}

/// A number with so many decimals, zeros at the end left out.
struct Decimal(u64, u32);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10u64.pow(self.1);
        write!(f, "{}", self.0 / scale)?;
        let (mut part, mut width) = (self.0 % scale, self.1 as usize);
        if part == 0 {
            return Ok(());
        }
        while part.is_multiple_of(10) {
            part /= 10;
            width -= 1;
        }
        write!(f, ".{part:0width$}")
    }
}

/// A text as Go's `time` quotes it: only what is printable ASCII stays.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                ' '..='\x7f' => fmt::Write::write_char(f, c)?,
                _ => {
                    let mut buffer = [0; 4];
                    for byte in c.encode_utf8(&mut buffer).bytes() {
                        write!(f, "\\x{byte:02x}")?;
                    }
                }
            }
        }
        f.write_str("\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found = Duration::parse(text).map_or_else(|said| said, |it| it.to_string());
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn durations_are_read_and_written_as_go_does() {
        for text in ["0s", "2m0s", "1h0m0s", "1.5s", "100ms", "1ns", "1.5\u{b5}s", "-3h4m5.006s"] {
            check(text, text);
        }
        check("0", "0s");
        check("+5s", "5s");
        check(".5h", "30m0s");
        check("1h1h", "2h0m0s");
        check("1us1\u{3bc}s", "2\u{b5}s");
        check("9223372036854775807ns", "2562047h47m16.854775807s");
        check("-9223372036854775808ns", "-2562047h47m16.854775808s");
        check("0.3333333333333333333h", "20m0s");
    }

    #[test]
    fn errors_are_those_of_go() {
        check("", "time: invalid duration \"\"");
        check("-", "time: invalid duration \"-\"");
        check("5", "time: missing unit in duration \"5\"");
        check("5d", "time: unknown unit \"d\" in duration \"5d\"");
        check("x", "time: invalid duration \"x\"");
        check(".s", "time: invalid duration \".s\"");
        check("5 m", "time: unknown unit \" m\" in duration \"5 m\"");
        check("9223372036854775808ns", "time: invalid duration \"9223372036854775808ns\"");
        check("3000000h", "time: invalid duration \"3000000h\"");
        check(
            "1\u{e9}\n",
            "time: unknown unit \"\\xc3\\xa9\\x0a\" in duration \"1\\xc3\\xa9\\x0a\"",
        );
    }
}
