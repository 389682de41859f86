//! The pieces of a line, as a highlighter sees them: names, values, marks.
//!
//! Line by line and without fail, so that half-typed text has them too. What a document means is not
//! asked here.

use alloc::vec::Vec;
use core::ops::Range;

/// What a piece of a line is, for its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// A name before a colon.
    Key,
    /// A scalar.
    Text,
    /// A number, `true`, `false` or `null`.
    Number,
    /// Brackets, colons, commas, dashes.
    Mark,
    /// From `#` on.
    Comment,
}

/// The pieces of one line, in order; bytes of the line. What lies between them is white space.
pub fn pieces(line: &str) -> Vec<(Range<usize>, Ink)> {
    let bytes = line.as_bytes();
    let mut out: Vec<(Range<usize>, Ink)> = Vec::new();
    let mut depth = 0usize;
    // Nothing but dashes so far: a dash here starts an item.
    let mut leading = true;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let (end, ink) = match byte {
            b' ' | b'\t' | b'\r' => {
                at += 1;
                continue;
            }
            b'#' if at == 0 || bytes[at - 1].is_ascii_whitespace() => (bytes.len(), Ink::Comment),
            b'{' | b'[' | b'}' | b']' | b',' | b':' => {
                match byte {
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                (at + 1, Ink::Mark)
            }
            b'-' if leading && bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace) => {
                (at + 1, Ink::Mark)
            }
            b'"' | b'\'' => {
                let end = quoted_end(bytes, at).unwrap_or(bytes.len());
                (end, if colon_follows(bytes, end) { Ink::Key } else { Ink::Text })
            }
            _ => {
                let end = plain_end(bytes, at, depth > 0);
                (end, if colon_follows(bytes, end) { Ink::Key } else { scalar(&line[at..end]) })
            }
        };
        leading &= byte == b'-' && ink == Ink::Mark;
        out.push((at..end, ink));
        at = end;
    }
    out
}

/// The byte after the quote that closes the one at `open`.
pub(super) fn quoted_end(bytes: &[u8], open: usize) -> Option<usize> {
    closing(bytes, open + 1, bytes[open])
}

pub(super) fn closing(bytes: &[u8], mut at: usize, quote: u8) -> Option<usize> {
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 2,
            byte if byte == quote && quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 2,
            byte if byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

/// Where a scalar without quotes ends.
fn plain_end(bytes: &[u8], start: usize, in_brackets: bool) -> usize {
    let mut at = start;
    while at < bytes.len() {
        let next = bytes.get(at + 1);
        match bytes[at] {
            b':' if next.is_none_or(u8::is_ascii_whitespace) => break,
            b'#' if at > start && bytes[at - 1].is_ascii_whitespace() => break,
            b',' | b'{' | b'}' | b'[' | b']' if in_brackets => break,
            b',' if next.is_none() => break,
            _ => at += 1,
        }
    }
    while at > start && bytes[at - 1].is_ascii_whitespace() {
        at -= 1;
    }
    // A colon right at the start is its own mark; it never gets here.
    at.max(start + 1)
}

fn colon_follows(bytes: &[u8], end: usize) -> bool {
    bytes[end.min(bytes.len())..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':')
}

fn scalar(piece: &str) -> Ink {
    let number = piece.starts_with(|first: char| first.is_ascii_digit() || first == '-')
        && piece
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'e' | b'E' | b'+'));
    if number || matches!(piece, "true" | "false" | "null" | "~") { Ink::Number } else { Ink::Text }
}
