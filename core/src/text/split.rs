//! The text in pieces, each of which is read alone.

use alloc::vec::Vec;
use core::ops::Range;

/// What a piece looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// It begins with `{` or `[`: JSON, or YAML in that style.
    Brackets,
    /// YAML.
    Block,
}

/// A part of the text that is one document, or a broken one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Bytes of the text; never empty, and without white space around it.
    pub(super) span: Range<usize>,
    pub(super) sort: Sort,
}

/// Splits a text at YAML's document markers, and within those between JSON values.
///
/// A marker at the start of a line is never content, not even within quotes or a block scalar, so
/// that splitting needs no look at what surrounds it.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    // Directives stand before the marker of their own document.
    let mut directives = false;
    let mut content = false;
    for line in lines(text, start) {
        let written = &text[line.clone()];
        if is_marker(written, "---") {
            if content || !directives {
                add(text, start..line.start, &mut pieces);
                start = line.start;
            }
            (directives, content) = (false, true);
        } else if is_marker(written, "...") {
            add(text, start..line.start, &mut pieces);
            start = line.end;
            (directives, content) = (false, false);
        } else if !content {
            let written = written.trim_start();
            if written.starts_with('%') {
                directives = true;
            } else if !written.is_empty() && !written.starts_with('#') {
                content = true;
            }
        }
    }
    add(text, start..text.len(), &mut pieces);
    pieces
}

/// Whether a line is `marker`, alone or followed by white space.
fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(SPACE))
}

/// The lines of a text from byte `start`, their line breaks included.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut start = start;
    core::iter::from_fn(move || {
        let rest = &text[start..];
        if rest.is_empty() {
            return None;
        }
        let end = match rest.find(['\n', '\r']) {
            None => text.len(),
            Some(at) if rest[at..].starts_with("\r\n") => start + at + 2,
            Some(at) => start + at + 1,
        };
        let line = start..end;
        start = end;
        Some(line)
    })
}

/// Adds what stands between two markers: nothing, one YAML document, or JSON values.
fn add(text: &str, span: Range<usize>, pieces: &mut Vec<Piece>) {
    let span = trim(text, span);
    let body = skip_marker_and_comments(text, span.clone());
    if body.is_empty() {
        return;
    }
    if !text[body.clone()].starts_with(['{', '[']) {
        return pieces.push(Piece { span, sort: Sort::Block });
    }
    // A tag or a comment before the bracket stays out of the piece; what matters is inside.
    let mut found = Vec::new();
    match values(text, body.clone(), &mut found) {
        Values::All => pieces.extend(found.into_iter().map(brackets)),
        // Something else follows a value: this is YAML that only begins like JSON.
        Values::Other => pieces.push(brackets(body)),
        Values::Unfinished { from } => {
            pieces.extend(found.into_iter().map(brackets));
            split_at_line_starts(text, from..body.end, pieces);
        }
    }
}

fn brackets(span: Range<usize>) -> Piece {
    Piece { span, sort: Sort::Brackets }
}

fn trim(text: &str, span: Range<usize>) -> Range<usize> {
    let start = span.end - text[span.clone()].trim_start_matches(SPACE).len();
    // YAML indentation counts, so the piece starts with the line of its first character.
    let line =
        text[span.start..start].rfind(['\n', '\r']).map_or(span.start, |at| span.start + at + 1);
    let blank = text[line..start].bytes().all(|it| it == b' ');
    let start = if blank { line } else { start };
    start..start + text[start..span.end].trim_end_matches(SPACE).len()
}

/// White space of YAML and JSON. A no-break space is none, and is left for the reader to report.
const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// What remains after `---` and comments, without white space around it.
fn skip_marker_and_comments(text: &str, span: Range<usize>) -> Range<usize> {
    let mut rest = &text[span.clone()];
    if let Some(after) =
        rest.strip_prefix("---").filter(|it| it.is_empty() || it.starts_with(SPACE))
    {
        rest = after;
    }
    loop {
        rest = rest.trim_start_matches(SPACE);
        if !rest.starts_with('#') {
            return span.end - rest.len()..span.end;
        }
        rest = rest.find(['\n', '\r']).map_or("", |at| &rest[at..]);
    }
}

enum Values {
    /// Nothing but values in brackets.
    All,
    /// Something that is not in brackets stands between or after them.
    Other,
    /// The value that starts at `from` does not end.
    Unfinished { from: usize },
}

/// Finds the values in brackets that stand one after the other, by counting brackets outside of
/// strings. A string ends with its line: JSON allows no line break in it, and YAML is told apart
/// by what follows.
fn values(text: &str, span: Range<usize>, found: &mut Vec<Range<usize>>) -> Values {
    let bytes = text.as_bytes();
    let mut at = span.start;
    loop {
        while at < span.end && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        if at == span.end {
            return Values::All;
        }
        if !matches!(bytes[at], b'{' | b'[') {
            return Values::Other;
        }
        let start = at;
        let mut depth = 0usize;
        let mut string = false;
        while at < span.end {
            match bytes[at] {
                b'\\' if string => at += 1,
                b'"' => string = !string,
                b'\n' | b'\r' => string = false,
                b'{' | b'[' if !string => depth += 1,
                b'}' | b']' if !string => depth -= 1,
                _ => {}
            }
            at += 1;
            if depth == 0 {
                break;
            }
        }
        if depth > 0 {
            return Values::Unfinished { from: start };
        }
        found.push(start..at.min(span.end));
    }
}

/// After a value that does not end, each line that starts with `{` starts a new one, so that the
/// broken one takes nothing with it.
fn split_at_line_starts(text: &str, span: Range<usize>, pieces: &mut Vec<Piece>) {
    let mut start = span.start;
    for line in lines(&text[..span.end], span.start) {
        if line.start > start && text[line.clone()].starts_with('{') {
            pieces.push(brackets(trim(text, start..line.start)));
            start = line.start;
        }
    }
    pieces.push(brackets(trim(text, start..span.end)));
}
