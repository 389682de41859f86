//! What Go's standard library says of characters, as of Go 1.26 (Unicode 15); and of durations and
//! numbers.
//!
//! Upstream's messages quote with `%q` and its grammar lower-cases with `strings.ToLower`. Rust's
//! own tables are of a newer Unicode, so the characters that came later are listed here.

pub(crate) mod duration;
mod ip;
pub(crate) mod number;
pub(crate) mod regexp;
pub(crate) mod url;
#[cfg(feature = "text")]
pub(crate) mod yaml;

use core::fmt;

/// Characters that were assigned after Unicode 15: Go 1.26 does not print them.
#[rustfmt::skip]
const PRINTABLE_SINCE: &[(char, char)] = &[
    ('\u{88f}', '\u{88f}'),
    ('\u{897}', '\u{897}'),
    ('\u{c5c}', '\u{c5c}'),
    ('\u{cdc}', '\u{cdc}'),
    ('\u{1acf}', '\u{1add}'),
    ('\u{1ae0}', '\u{1aeb}'),
    ('\u{1b4e}', '\u{1b4f}'),
    ('\u{1b7f}', '\u{1b7f}'),
    ('\u{1c89}', '\u{1c8a}'),
    ('\u{20c1}', '\u{20c1}'),
    ('\u{2427}', '\u{2429}'),
    ('\u{2b96}', '\u{2b96}'),
    ('\u{2ffc}', '\u{2fff}'),
    ('\u{31e4}', '\u{31e5}'),
    ('\u{31ef}', '\u{31ef}'),
    ('\u{a7cb}', '\u{a7cf}'),
    ('\u{a7d2}', '\u{a7d2}'),
    ('\u{a7d4}', '\u{a7d4}'),
    ('\u{a7da}', '\u{a7dc}'),
    ('\u{a7f1}', '\u{a7f1}'),
    ('\u{fbc3}', '\u{fbd2}'),
    ('\u{fd90}', '\u{fd91}'),
    ('\u{fdc8}', '\u{fdce}'),
    ('\u{105c0}', '\u{105f3}'),
    ('\u{10940}', '\u{10959}'),
    ('\u{10d40}', '\u{10d65}'),
    ('\u{10d69}', '\u{10d85}'),
    ('\u{10d8e}', '\u{10d8f}'),
    ('\u{10ec2}', '\u{10ec7}'),
    ('\u{10ed0}', '\u{10ed8}'),
    ('\u{10efa}', '\u{10efc}'),
    ('\u{11380}', '\u{11389}'),
    ('\u{1138b}', '\u{1138b}'),
    ('\u{1138e}', '\u{1138e}'),
    ('\u{11390}', '\u{113b5}'),
    ('\u{113b7}', '\u{113c0}'),
    ('\u{113c2}', '\u{113c2}'),
    ('\u{113c5}', '\u{113c5}'),
    ('\u{113c7}', '\u{113ca}'),
    ('\u{113cc}', '\u{113d5}'),
    ('\u{113d7}', '\u{113d8}'),
    ('\u{113e1}', '\u{113e2}'),
    ('\u{116d0}', '\u{116e3}'),
    ('\u{11b60}', '\u{11b67}'),
    ('\u{11bc0}', '\u{11be1}'),
    ('\u{11bf0}', '\u{11bf9}'),
    ('\u{11db0}', '\u{11ddb}'),
    ('\u{11de0}', '\u{11de9}'),
    ('\u{11f5a}', '\u{11f5a}'),
    ('\u{13460}', '\u{143fa}'),
    ('\u{16100}', '\u{16139}'),
    ('\u{16d40}', '\u{16d79}'),
    ('\u{16ea0}', '\u{16eb8}'),
    ('\u{16ebb}', '\u{16ed3}'),
    ('\u{16ff2}', '\u{16ff6}'),
    ('\u{187f8}', '\u{187ff}'),
    ('\u{18cff}', '\u{18cff}'),
    ('\u{18d09}', '\u{18d1e}'),
    ('\u{18d80}', '\u{18df2}'),
    ('\u{1cc00}', '\u{1ccfc}'),
    ('\u{1cd00}', '\u{1ceb3}'),
    ('\u{1ceba}', '\u{1ced0}'),
    ('\u{1cee0}', '\u{1cef0}'),
    ('\u{1e5d0}', '\u{1e5fa}'),
    ('\u{1e5ff}', '\u{1e5ff}'),
    ('\u{1e6c0}', '\u{1e6de}'),
    ('\u{1e6e0}', '\u{1e6f5}'),
    ('\u{1e6fe}', '\u{1e6ff}'),
    ('\u{1f6d8}', '\u{1f6d8}'),
    ('\u{1f777}', '\u{1f77a}'),
    ('\u{1f8b2}', '\u{1f8bb}'),
    ('\u{1f8c0}', '\u{1f8c1}'),
    ('\u{1f8d0}', '\u{1f8d8}'),
    ('\u{1fa54}', '\u{1fa57}'),
    ('\u{1fa89}', '\u{1fa8a}'),
    ('\u{1fa8e}', '\u{1fa8f}'),
    ('\u{1fabe}', '\u{1fabe}'),
    ('\u{1fac6}', '\u{1fac6}'),
    ('\u{1fac8}', '\u{1fac8}'),
    ('\u{1facd}', '\u{1facd}'),
    ('\u{1fadc}', '\u{1fadc}'),
    ('\u{1fadf}', '\u{1fadf}'),
    ('\u{1fae9}', '\u{1faea}'),
    ('\u{1faef}', '\u{1faef}'),
    ('\u{1fbcb}', '\u{1fbef}'),
    ('\u{1fbfa}', '\u{1fbfa}'),
    ('\u{2b73a}', '\u{2b73f}'),
    ('\u{2cea2}', '\u{2cead}'),
    ('\u{2ebf0}', '\u{2ee5d}'),
    ('\u{323b0}', '\u{33479}'),
];

/// Upper-case letters that came after Unicode 15: Go 1.26 knows no lower case for them.
#[rustfmt::skip]
const CASED_SINCE: &[(char, char)] = &[
    ('\u{1c89}', '\u{1c89}'),
    ('\u{a7cb}', '\u{a7cc}'),
    ('\u{a7ce}', '\u{a7ce}'),
    ('\u{a7d2}', '\u{a7d2}'),
    ('\u{a7d4}', '\u{a7d4}'),
    ('\u{a7da}', '\u{a7da}'),
    ('\u{a7dc}', '\u{a7dc}'),
    ('\u{10d50}', '\u{10d65}'),
    ('\u{16ea0}', '\u{16eb8}'),
];

fn among(ranges: &[(char, char)], c: char) -> bool {
    let after = ranges.partition_point(|&(first, _)| first <= c);
    after > 0 && c <= ranges[after - 1].1
}

/// `unicode.ToLower`: one character for one character.
pub(crate) fn to_lower(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    if among(CASED_SINCE, c) {
        return c;
    }
    // Only U+0130 has a longer mapping, and its first character is Go's whole one.
    c.to_lowercase().next().unwrap_or(c)
}

/// Whether [`to_lower`] makes another character of this one: the standard library's table of upper
/// case is a tenth of that of lower case letters, and differs in little.
pub(crate) fn has_lower_case(c: char) -> bool {
    let is_title = matches!(
        c,
        '\u{1c5}' | '\u{1c8}' | '\u{1cb}' | '\u{1f2}'
            | '\u{1f88}'..='\u{1f8f}'
            | '\u{1f98}'..='\u{1f9f}'
            | '\u{1fa8}'..='\u{1faf}'
            | '\u{1fbc}' | '\u{1fcc}' | '\u{1ffc}'
    );
    // Letters that stand for numbers, units and the like.
    let is_symbol = matches!(
        c,
        '\u{3d2}'..='\u{3d4}'
            | '\u{2100}'..='\u{2125}'
            | '\u{2127}'..='\u{2129}'
            | '\u{212c}'..='\u{2131}'
            | '\u{2133}'..='\u{2145}'
            | '\u{1d400}'..='\u{1d7ff}'
            | '\u{1f130}'..='\u{1f189}'
    );
    (is_title || c.is_uppercase() && !is_symbol) && !among(CASED_SINCE, c)
}

/// `strconv.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space.
fn is_print(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    // `str::escape_debug` prints what Unicode prints, except a combining mark at the very start.
    let mut buffer = [b'a', 0, 0, 0, 0];
    let length = 1 + c.encode_utf8(&mut buffer[1..]).len();
    let printed = core::str::from_utf8(&buffer[..length])
        .is_ok_and(|text| text.escape_debug().nth(1) == Some(c));
    printed && !among(PRINTABLE_SINCE, c)
}

/// Bytes as Go's `%q` writes them: in double quotes, escaped, also when they are not UTF-8.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quoted<'a>(pub(crate) &'a [u8]);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for chunk in self.0.utf8_chunks() {
            for c in chunk.valid().chars() {
                write_quoted(f, c)?;
            }
            for byte in chunk.invalid() {
                write!(f, "\\x{byte:02x}")?;
            }
        }
        f.write_str("\"")
    }
}

/// A whole number of milliseconds as `%v` writes a `time.Duration`: `350ms`, `48.5s`, `1m0s`.
pub(crate) struct Milliseconds(pub(crate) u64);

impl fmt::Display for Milliseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, rest) = (self.0 / 1000, self.0 % 1000);
        if seconds == 0 {
            return match rest {
                0 => f.write_str("0s"),
                _ => write!(f, "{rest}ms"),
            };
        }
        let (minutes, hours) = (seconds / 60, seconds / 3600);
        if hours > 0 {
            write!(f, "{hours}h")?;
        }
        if minutes > 0 {
            write!(f, "{}m", minutes % 60)?;
        }
        write!(f, "{}", seconds % 60)?;
        match rest {
            0 => {}
            _ if rest % 100 == 0 => write!(f, ".{}", rest / 100)?,
            _ if rest % 10 == 0 => write!(f, ".{:02}", rest / 10)?,
            _ => write!(f, ".{rest:03}")?,
        }
        f.write_str("s")
    }
}

fn write_quoted(f: &mut fmt::Formatter<'_>, c: char) -> fmt::Result {
    match c {
        '"' => f.write_str("\\\""),
        '\\' => f.write_str("\\\\"),
        '\x07' => f.write_str("\\a"),
        '\x08' => f.write_str("\\b"),
        '\x0c' => f.write_str("\\f"),
        '\n' => f.write_str("\\n"),
        '\r' => f.write_str("\\r"),
        '\t' => f.write_str("\\t"),
        '\x0b' => f.write_str("\\v"),
        c if is_print(c) => fmt::Write::write_char(f, c),
        c if c < ' ' || c == '\x7f' => write!(f, "\\x{:02x}", c as u32),
        c if (c as u32) < 0x1_0000 => write!(f, "\\u{:04x}", c as u32),
        c => write!(f, "\\U{:08x}", c as u32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[track_caller]
    fn quoted(input: &[u8], expect: &str) {
        assert_eq!(format!("{}", Quoted(input)), expect);
    }

    #[test]
    fn quoting_follows_go() {
        quoted(b"nginx", r#""nginx""#);
        quoted("a\u{3000}\u{a0}b".as_bytes(), r#""a\u3000\u00a0b""#);
        quoted("e\u{301}\u{301}".as_bytes(), "\"e\u{301}\u{301}\"");
        quoted(b"a\xffb\x7f\x00\n\"\\", r#""a\xffb\x7f\x00\n\"\\""#);
        quoted("\u{1f8c0}\u{10ffff}".as_bytes(), r#""\U0001f8c0\U0010ffff""#);
    }

    #[test]
    fn durations_are_written_as_go_does() {
        let written = [0, 1, 350, 1_000, 1_200, 1_020, 1_002, 60_000, 90_500, 3_600_000, 7_325_001];
        let expect = "0s 1ms 350ms 1s 1.2s 1.02s 1.002s 1m0s 1m30.5s 1h0m0s 2h2m5.001s".split(' ');
        for (milliseconds, expect) in written.into_iter().zip(expect) {
            assert_eq!(format!("{}", Milliseconds(milliseconds)), expect);
        }
    }

    #[test]
    fn lower_case_is_one_character_for_one() {
        assert_eq!(to_lower('\u{130}'), 'i');
        assert_eq!(to_lower('\u{212a}'), 'k');
        assert_eq!(to_lower('\u{1c5}'), '\u{1c6}');
        assert_eq!(to_lower('\u{a7cb}'), '\u{a7cb}');
    }

    #[test]
    fn what_has_lower_case_is_what_it_changes() {
        for c in '\0'..=char::MAX {
            assert_eq!(has_lower_case(c), to_lower(c) != c, "{c:?} {:x}", u32::from(c));
        }
    }
}
