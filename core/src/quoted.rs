//! Values in messages.

use core::fmt::{self, Write};
use core::ops::Range;

use crate::substring;

/// How many bytes of a value a message shows.
const SHOWN: usize = 200;

/// A value for a message: in quotes, cut, without anything that could be a password or could
/// confuse a terminal.
///
/// An image that parses holds no secret; one that does not may be `https://user:secret@host/app`.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_quoted(f, self.0, user_info(self.0))
    }
}

/// The same for a value in which nothing can be secret any more.
pub(crate) struct Harmless<'a>(pub(crate) &'a str);

impl fmt::Display for Harmless<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_quoted(f, self.0, None)
    }
}

fn write_quoted(
    f: &mut fmt::Formatter<'_>,
    value: &str,
    hidden: Option<Range<usize>>,
) -> fmt::Result {
    f.write_char('"')?;
    for (at, char) in value.char_indices() {
        if at >= SHOWN {
            f.write_char('…')?;
            break;
        }
        if let Some(hidden) = &hidden
            && hidden.contains(&at)
        {
            if at == hidden.start {
                f.write_str("[elided]")?;
            }
            continue;
        }
        write_in_quotes(f, '"', char)?;
    }
    f.write_char('"')
}

/// A character in single quotes.
pub(crate) struct QuotedChar(pub(crate) char);

impl fmt::Display for QuotedChar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('\'')?;
        write_in_quotes(f, '\'', self.0)?;
        f.write_char('\'')
    }
}

fn write_in_quotes(f: &mut fmt::Formatter<'_>, quote: char, char: char) -> fmt::Result {
    match char {
        '\\' => f.write_str("\\\\"),
        '\n' => f.write_str("\\n"),
        '\r' => f.write_str("\\r"),
        '\t' => f.write_str("\\t"),
        _ if char == quote => write!(f, "\\{char}"),
        _ if char.is_control() || char != ' ' && is_blank(char) => {
            write!(f, "\\u{{{:x}}}", u32::from(char))
        }
        _ => f.write_char(char),
    }
}

/// Whether a character is white space, or looks like nothing at all.
///
/// ```
/// use pullscope_core::reference::is_blank;
///
/// assert!(is_blank('\u{a0}') && is_blank('\u{200b}'));
/// assert!(!is_blank('_'));
/// ```
pub fn is_blank(c: char) -> bool {
    let is_invisible = matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    c.is_whitespace() || is_invisible
}

/// A name as it is, when it reads as one; else quoted.
pub(crate) struct PlainOrQuoted<'a>(pub(crate) &'a str);

impl fmt::Display for PlainOrQuoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_plain = (1..=64).contains(&self.0.len())
            && self.0.bytes().all(|it| it.is_ascii_alphanumeric() || b"_-.".contains(&it));
        if is_plain { f.write_str(self.0) } else { Quoted(self.0).fmt(f) }
    }
}

/// The bytes between `scheme://user:` and `@`, or `scheme://` and `@`, that may be a secret.
pub(crate) fn user_info(value: &str) -> Option<Range<usize>> {
    let start = substring::find(value, "://").map_or(0, |at| at + 3);
    let end = start + value[start..].rfind('@')?;
    let after = &value[end + 1..];
    if after.starts_with("sha") && after.contains(':') && !after.contains('/') {
        return None; // a digest
    }
    match value[start..end].find(':') {
        Some(colon) => Some(start + colon + 1..end),
        None if start > 0 || after.contains('/') => Some(start..end),
        None => None, // nginx@latest
    }
}
