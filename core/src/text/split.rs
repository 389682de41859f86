//! The text in pieces, each of which is read alone.
//!
//! ```text
//! text ── YAML's markers, fences of Markdown ──► regions ── lines ──► pieces
//! ```
//!
//! Within a region, a piece ends where a line cannot belong to it: where JSON values are closed,
//! where a program's output begins, where `apiVersion` comes a second time. What only looks like
//! an end is a doubt: the pieces on both sides of it are one [`Group`], which is read as one YAML
//! document first. So what is valid YAML stays one document.

mod region;

use alloc::vec::Vec;
use core::ops::Range;

use super::prose::{self, Line, Prose, begins_toml};
use region::Region;

/// What a piece looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// It begins with `{` or `[`: JSON, or YAML in that style.
    Brackets,
    /// YAML.
    Block,
    /// Neither.
    Prose(Prose),
}

/// A part of the text that is one document, or a broken one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Bytes of the text; never empty, and without white space around it.
    pub(super) span: Range<usize>,
    pub(super) sort: Sort,
}

/// Pieces that are one document if together they are valid YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// Everything as one piece, when there is a doubt.
    pub(super) whole: Option<Piece>,
    /// At least one.
    pub(super) pieces: Vec<Piece>,
}

/// Splits a text at YAML's document markers and at fences, and within those line by line.
///
/// A marker at the start of a line is never content, not even within quotes or a block scalar, so
/// that splitting there needs no look at what surrounds it. A fence (three backticks) cannot begin
/// a line of YAML or JSON either.
pub(super) fn groups(text: &str) -> Vec<Group> {
    let mut splitter = Splitter { text, groups: Vec::new(), unfinished: 0 };
    let mut start = after_mark(text, 0);
    // Directives stand before the marker of their own document.
    let mut directives = false;
    let mut content = false;
    for line in lines(text, start) {
        let written = &text[line.clone()];
        if is_marker(written, "---") {
            if content || !directives {
                splitter.region(start..line.start);
                start = line.start;
            }
            (directives, content) = (false, true);
        } else if is_marker(written, "...") || is_fence(written) {
            splitter.region(start..line.start);
            start = after_mark(text, line.end);
            (directives, content) = (false, false);
        } else if !content {
            let written = written.trim_start_matches(MARK).trim_start();
            if written.starts_with("%YAML") || written.starts_with("%TAG") {
                directives = true;
            } else if !written.is_empty() && !written.starts_with('#') {
                content = true;
            }
        }
    }
    splitter.region(start..text.len());
    splitter.groups
}

/// The byte order mark, which may begin the text, and what follows the end of a document.
const MARK: char = '\u{feff}';

/// The byte behind the byte order mark at `start`, if there is one.
fn after_mark(text: &str, start: usize) -> usize {
    if text[start..].starts_with(MARK) { start + MARK.len_utf8() } else { start }
}

/// Whether a line is `marker`, alone or followed by white space.
fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(SPACE))
}

/// Whether a line opens or closes a block of code in Markdown: three backticks and a word.
fn is_fence(line: &str) -> bool {
    line.strip_prefix("```").is_some_and(|rest| {
        let word = rest.trim();
        word.bytes().all(|it| it.is_ascii_alphanumeric() || b"_+-.`".contains(&it))
    })
}

/// The lines of a text from byte `start`, their line breaks included.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut start = start;
    core::iter::from_fn(move || {
        let line = line_at(text, start)?;
        start = line.end;
        Some(line)
    })
}

/// The line that begins at byte `start`.
fn line_at(text: &str, start: usize) -> Option<Range<usize>> {
    // Byte by byte, which is quicker than looking for characters: line breaks are ASCII.
    let rest = &text.as_bytes()[start..];
    if rest.is_empty() {
        return None;
    }
    let end = match rest.iter().position(|it| matches!(it, b'\n' | b'\r')) {
        None => text.len(),
        Some(at) if rest[at..].starts_with(b"\r\n") => start + at + 2,
        Some(at) => start + at + 1,
    };
    Some(start..end)
}

/// White space of YAML and JSON. A no-break space is none, and is left for the reader to report.
const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

struct Splitter<'a> {
    text: &'a str,
    groups: Vec<Group>,
    unfinished: usize,
}

impl Splitter<'_> {
    /// Adds what stands between two markers.
    fn region(&mut self, span: Range<usize>) {
        let mut start = span.start;
        while let Some(toml) = self.toml(start..span.end) {
            self.yaml_or_prose(start..toml.start);
            let (piece, next) = self.end_of_toml(toml.start..span.end);
            let sort = Sort::Prose(Prose::Toml);
            let piece = Piece { span: trim(self.text, piece), sort };
            self.groups.push(Group { whole: None, pieces: Vec::from([piece]) });
            start = next;
        }
        self.yaml_or_prose(start..span.end);
    }

    /// The first line that begins a file in TOML. Within a value of YAML or JSON, no line can.
    fn toml(&self, span: Range<usize>) -> Option<Range<usize>> {
        lines(&self.text[..span.end], span.start).find(|it| begins_toml(&self.text[it.clone()]))
    }

    /// The file that begins with `span`, and where to go on behind it.
    fn end_of_toml(&self, span: Range<usize>) -> (Range<usize>, usize) {
        for line in lines(&self.text[..span.end], span.start).skip(1) {
            let written = self.text[line.clone()].trim_end_matches(SPACE);
            // The word that ends a here-document.
            if !written.is_empty() && written.bytes().all(|it| it.is_ascii_uppercase()) {
                return (span.start..line.start, line.end);
            }
            let is_other = matches!(
                prose::line(written),
                Line::ApiVersion
                    | Line::Kind
                    | Line::Section
                    | Line::Prose(_)
                    | Line::Word { image: true }
            );
            if is_other && !written.starts_with('#') {
                return (span.start..line.start, line.start);
            }
        }
        (span.clone(), span.end)
    }

    /// Adds what stands between two markers, without a file in TOML.
    fn yaml_or_prose(&mut self, span: Range<usize>) {
        let body = skip_marker_and_comments(self.text, trim(self.text, span.clone()));
        if body.is_empty() {
            return;
        }
        Region::new(&self.text[..span.end], span.start, &mut self.groups, &mut self.unfinished)
            .run(span.start);
    }
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

/// What remains after a line that holds nothing but `---`.
fn behind_marker(text: &str, span: Range<usize>) -> Range<usize> {
    let Some(rest) = text[span.clone()].strip_prefix("---") else { return span };
    let line = rest.trim_start_matches([' ', '\t']);
    match line.starts_with(['\n', '\r']) {
        true => span.end - line.len()..span.end,
        false => span,
    }
}

/// What remains after `---` and comments, without white space around it.
fn skip_marker_and_comments(text: &str, span: Range<usize>) -> Range<usize> {
    let mut rest = &text[span.clone()];
    if let Some(after) =
        rest.strip_prefix("---").filter(|it| it.is_empty() || it.starts_with(SPACE))
    {
        rest = after;
    }
    let rest = skip_comments(rest);
    span.end - rest.len()..span.end
}

fn skip_comments(mut rest: &str) -> &str {
    loop {
        rest = rest.trim_start_matches(SPACE);
        if !rest.starts_with('#') {
            return rest;
        }
        rest = rest.find(['\n', '\r']).map_or("", |at| &rest[at..]);
    }
}
