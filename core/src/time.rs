//! Times as Kubernetes writes them, and how much time lies between two of them in words.
//!
//! A time is a number of seconds since 1970-01-01T00:00:00Z, without leap seconds. Nothing here
//! knows what time it is: "now" is always given.

mod duration;

use core::fmt;

pub use duration::{DurationError, GoDuration};

/// The seconds since 1970 of a time in RFC 3339, as in `metadata.creationTimestamp`; `None` for
/// anything else. A fraction of a second is cut off.
///
/// ```
/// use pullscope_core::time::parse;
///
/// assert_eq!(parse("1970-01-02T00:00:00Z"), Some(86_400));
/// assert_eq!(parse("2024-02-29T13:00:00.5+01:00"), parse("2024-02-29T12:00:00Z"));
/// assert_eq!(parse("2023-02-29T12:00:00Z"), None);
/// ```
///
/// Upstream: `UnmarshalJSON` of `Time` in kubernetes `apimachinery/pkg/apis/meta/v1/time.go`, by
/// Go's `time.Parse(time.RFC3339, …)`.
pub fn parse(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if !marks.iter().all(|&(at, mark)| bytes.get(at) == Some(&mark)) {
        return None;
    }
    let year = number(bytes.get(..4)?)?;
    let month = number(bytes.get(5..7)?)?;
    let day = number(bytes.get(8..10)?)?;
    let (hour, minute) = (number(bytes.get(11..13)?)?, number(bytes.get(14..16)?)?);
    let second = number(bytes.get(17..19)?)?;
    let is_date = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    if !is_date || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let offset = offset(without_fraction(bytes.get(19..)?)?)?;
    Some(days_before(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second - offset)
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'))
    })
}

/// What follows a fraction, which has at least one digit.
fn without_fraction(rest: &[u8]) -> Option<&[u8]> {
    match rest.strip_prefix(b".").or_else(|| rest.strip_prefix(b",")) {
        None => Some(rest),
        Some(fraction) => {
            let digits = fraction.iter().take_while(|it| it.is_ascii_digit()).count();
            (digits > 0).then(|| &fraction[digits..])
        }
    }
}

/// The seconds by which the clock of `Z`, `+01:00` or `-08:00` is ahead.
fn offset(zone: &[u8]) -> Option<i64> {
    let (sign, digits) = match zone {
        b"Z" => return Some(0),
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let [h1, h2, b':', m1, m2] = *digits else { return None };
    let (hours, minutes) = (number(&[h1, h2])?, number(&[m1, m2])?);
    // Go lets an hour of 24 and a minute of 60 pass here.
    (hours <= 24 && minutes <= 60).then(|| sign * (hours * HOUR + minutes * MINUTE))
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days from 1970-01-01 to a date, which may be earlier.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    // Leap days in the years before this one, from year 1 on; year 0 was one, too.
    let leap_days = |year: i64| {
        let before = year - 1;
        before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400)
    };
    let years = (year - 1970) * 365 + leap_days(year) - leap_days(1970);
    let months: i64 = (1..month).map(|it| days_in(year, it)).sum();
    years + months + day - 1
}

/// The time of day in UTC of a time in seconds since 1970: `10:42:10Z`.
///
/// ```
/// use pullscope_core::time::{Clock, parse};
///
/// let at = parse("2026-01-02T11:42:10+01:00").unwrap();
/// assert_eq!(Clock(at).to_string(), "10:42:10Z");
/// assert_eq!(Clock(-1).to_string(), "23:59:59Z");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock(pub i64);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.rem_euclid(DAY);
        let (hour, minute) = (seconds / HOUR, seconds % HOUR / MINUTE);
        write!(f, "{hour:02}:{minute:02}:{:02}Z", seconds % MINUTE)
    }
}

/// A length of time in seconds, and in words: `2 days`, `1 hour`, `40 minutes`. Cut off, not rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length(pub i64);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.max(0);
        let (count, unit) = match seconds {
            ..MINUTE => (seconds, "second"),
            MINUTE..HOUR => (seconds / MINUTE, "minute"),
            // A life of 12 hours and an age of 47 hours compare better in hours.
            HOUR.. if seconds < 2 * DAY => (seconds / HOUR, "hour"),
            _ => (seconds / DAY, "day"),
        };
        write!(f, "{count} {unit}{}", if count == 1 { "" } else { "s" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[track_caller]
    fn check(text: &str, expect: Option<i64>) {
        assert_eq!(parse(text), expect, "{text}");
    }

    #[test]
    fn times_are_seconds_since_1970() {
        check("1970-01-01T00:00:00Z", Some(0));
        check("1969-12-31T23:59:59Z", Some(-1));
        check("2000-02-29T00:00:00Z", Some(951_782_400));
        check("2000-03-01T00:00:00Z", Some(951_868_800));
        check("2026-11-21T07:25:19Z", Some(1_795_245_919));
        check("9999-12-31T23:59:59Z", Some(253_402_300_799));
        check("0001-01-01T00:00:00Z", Some(-62_135_596_800));
        check("0000-01-01T00:00:00Z", Some(-62_167_219_200));
    }

    #[test]
    fn a_zone_is_taken_off() {
        check("1970-01-01T01:00:00+01:00", Some(0));
        check("1969-12-31T16:30:00-07:30", Some(0));
        check("1970-01-01T00:00:00.999999999Z", Some(0));
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "null",
            "2024-01-01",
            "2024-01-01T00:00:00",
            "2024-01-01 00:00:00Z",
            "2024-01-01t00:00:00z",
            "2024-13-01T00:00:00Z",
            "2024-00-01T00:00:00Z",
            "2024-04-31T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T00:60:00Z",
            "2024-01-01T00:00:60Z",
            "2024-01-01T00:00:00.Z",
            "2024-01-01T00:00:00+0100",
            "2024-01-01T00:00:00Z ",
            "+024-01-01T00:00:00Z",
            "2024-01-01T00:00:0éZ",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut expect = parse("1890-01-01T00:00:00Z").unwrap();
        for year in 1890..2110 {
            for month in 1..=12 {
                for day in 1..=days_in(year, month) {
                    let text = alloc::format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
                    assert_eq!(parse(&text), Some(expect), "{text}");
                    expect += DAY;
                }
            }
        }
    }

    #[test]
    fn a_length_is_told_in_its_largest_unit() {
        for (seconds, expect) in [
            (-5, "0 seconds"),
            (1, "1 second"),
            (HOUR - 1, "59 minutes"),
            (HOUR, "1 hour"),
            (2 * DAY - 1, "47 hours"),
            (2 * DAY, "2 days"),
        ] {
            assert_eq!(Length(seconds).to_string(), expect);
        }
    }
}
