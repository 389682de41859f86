//! What a scalar is: a text, a number, a date, `true`, nothing.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

use super::{Data, Node};
use crate::base64::{self, Alphabet};
use crate::go::number;
use crate::text::scalar::is_float;

const LONG: &str = "tag:yaml.org,2002:";

/// A scalar, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resolved<'n> {
    Null,
    Bool(bool),
    /// Anything else, as the text that it is written as, but for what was encoded.
    Text(Cow<'n, str>),
}

/// The tag says something else than the scalar is: upstream's error, and reading ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotThat {
    /// Upstream's text.
    pub(crate) problem: String,
    /// The same without what is written.
    pub(crate) hidden: String,
}

impl Node<'_> {
    /// Whether upstream takes the scalar for nothing before it looks at what is asked for. In quotes,
    /// two words are that, too.
    pub(crate) fn is_null_at_once(&self) -> bool {
        if self.tag == format!("{LONG}null") {
            return true;
        }
        let Data::Scalar(text) = &self.data else { return false };
        self.tag.is_empty()
            && (matches!(&**text, "null" | "~") || (text.is_empty() && self.implicit))
    }

    /// Whether a key merges what stands behind it.
    pub(crate) fn is_merge(&self) -> bool {
        let is_sign = matches!(&self.data, Data::Scalar(text) if text == "<<");
        is_sign && (self.implicit || self.tag == format!("{LONG}merge"))
    }

    /// The tag, as upstream writes it in an error.
    pub(crate) fn short_tag(&self) -> String {
        if !self.tag.is_empty() {
            return short(&self.tag);
        }
        match &self.data {
            Data::List(_) => "!!seq".into(),
            Data::Map(_) | Data::Alias(..) => "!!map".into(),
            Data::Scalar(_) if !self.implicit => "!!str".into(),
            Data::Scalar(text) => implied(text).tag().into(),
        }
    }

    /// What a scalar is; of a list or a mapping nothing.
    pub(crate) fn resolve(&self) -> Result<Resolved<'_>, NotThat> {
        let Data::Scalar(text) = &self.data else { return Ok(Resolved::Null) };
        let plain = || Ok(Resolved::Text(Cow::Borrowed(&**text)));
        if self.tag.is_empty() && !self.implicit {
            return plain();
        }
        let found = match self.tag.strip_prefix(LONG) {
            _ if self.tag.is_empty() => implied(text),
            Some("str") => return plain(),
            Some("binary") => {
                let Ok(bytes) = base64::decode(Alphabet::Padded, text.as_bytes()) else {
                    let problem = String::from("!!binary value contains invalid base64 data");
                    return Err(NotThat { hidden: problem.clone(), problem });
                };
                return Ok(Resolved::Text(Cow::Owned(
                    String::from_utf8_lossy(&bytes).into_owned(),
                )));
            }
            Some(asked @ ("bool" | "int" | "float" | "null" | "timestamp")) => {
                let found = tagged(text, asked == "timestamp");
                let tag = found.tag().trim_start_matches('!');
                if tag != asked && (tag, asked) != ("int", "float") {
                    let (is, asked) = (found.tag(), short(&self.tag));
                    return Err(NotThat {
                        problem: format!("cannot decode {is} `{text}` as a {asked}"),
                        hidden: format!("cannot decode {is} as a {asked}"),
                    });
                }
                found
            }
            _ => return plain(),
        };
        match found {
            Found::Null => Ok(Resolved::Null),
            Found::Bool(value) => Ok(Resolved::Bool(value)),
            _ => plain(),
        }
    }
}

fn short(tag: &str) -> String {
    tag.strip_prefix(LONG).map_or_else(|| tag.into(), |it| format!("!!{it}"))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Null,
    Bool(bool),
    Int,
    Float,
    Time,
    Text,
}

impl Found {
    fn tag(self) -> &'static str {
        match self {
            Self::Null => "!!null",
            Self::Bool(_) => "!!bool",
            Self::Int => "!!int",
            Self::Float => "!!float",
            Self::Time => "!!timestamp",
            Self::Text => "!!str",
        }
    }
}

/// What a scalar without a tag is.
fn implied(text: &str) -> Found {
    tagged(text, true)
}

/// The same; only where it may be one it is a date.
fn tagged(text: &str, dates: bool) -> Found {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Found::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return Found::Bool(true);
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Found::Bool(false);
        }
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF"
        | "-.inf" | "-.Inf" | "-.INF" => return Found::Float,
        _ => {}
    }
    let float = |text: &str| {
        let is_one = is_float(text.bytes()) && text.parse::<f64>().is_ok_and(f64::is_finite);
        if is_one { Found::Float } else { Found::Text }
    };
    match text.as_bytes().first() {
        Some(b'.') => float(text),
        Some(b'0'..=b'9' | b'+' | b'-') => {
            if dates && is_time(text) {
                return Found::Time;
            }
            let plain: String = text.chars().filter(|it| *it != '_').collect();
            if number::integer(&plain).is_some() { Found::Int } else { float(&plain) }
        }
        _ => Found::Text,
    }
}

/// A date, or a date with a time, by the layouts that upstream tries.
fn is_time(text: &str) -> bool {
    let mut rest = text;
    let mut number = |lengths: core::ops::RangeInclusive<usize>, behind: &str| -> Option<u32> {
        rest = rest.strip_prefix(behind)?;
        let length = rest.bytes().take(*lengths.end()).take_while(u8::is_ascii_digit).count();
        let (digits, after) = rest.split_at_checked(length)?;
        rest = after;
        lengths.contains(&length).then(|| digits.parse().ok())?
    };
    let mut date = || Some((number(4..=4, "")?, number(1..=2, "-")?, number(1..=2, "-")?));
    let Some((year, month, day)) = date() else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(is_leap),
        _ => return false,
    };
    if !(1..=days).contains(&day) {
        return false;
    }
    let rest = match rest {
        "" => return true,
        rest => rest,
    };
    let (clock, has_zone) = match rest.as_bytes()[0] {
        b'T' | b't' => (&rest[1..], true),
        b' ' => (rest.trim_start_matches(' '), false),
        _ => return false,
    };
    match (clock_end(clock), has_zone) {
        (Some(zone), true) => is_zone(zone),
        (Some(after), false) => after.is_empty(),
        (None, _) => false,
    }
}

/// What stands behind hours, minutes, seconds and parts of them.
fn clock_end(text: &str) -> Option<&str> {
    let mut rest = text;
    for (behind, below) in [("", 24), (":", 60), (":", 60)] {
        rest = rest.strip_prefix(behind)?;
        let length = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
        let value: u32 = rest[..length].parse().ok()?;
        rest = &rest[length..];
        if value >= below {
            return None;
        }
    }
    if let Some(parts) = rest.strip_prefix(['.', ','])
        && parts.starts_with(|it: char| it.is_ascii_digit())
    {
        rest = parts.trim_start_matches(|it: char| it.is_ascii_digit());
    }
    Some(rest)
}

/// `Z`, or hours and minutes with a sign.
fn is_zone(text: &str) -> bool {
    if text == "Z" {
        return true;
    }
    let Some(digits) = text.strip_prefix(['+', '-']) else { return false };
    let Some((hours, minutes)) = digits.split_once(':') else { return false };
    let is_below = |text: &str, most: u32| {
        text.len() == 2
            && text.bytes().all(|it| it.is_ascii_digit())
            && text.parse::<u32>().is_ok_and(|it| it <= most)
    };
    is_below(hours, 24) && is_below(minutes, 60)
}
