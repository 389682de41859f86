//! How the text looks in the editor: colours for a line, and what stays hidden.
//!
//! Both read the text line by line and never fail, so that half-typed text looks right too. They decide
//! nothing: what a document means is the core's business. Hiding does not wait for a document that can be
//! read, because a password must not flash up while a line above it is being typed.

use std::ops::Range;

/// What a piece of a line is, for its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
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

impl Ink {
    /// Its class, which has its colour.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Key => "k",
            Self::Text => "s",
            Self::Number => "n",
            Self::Mark => "p",
            Self::Comment => "c",
        }
    }
}

/// The pieces of one line, in order; bytes of the line. What lies between them is white space.
pub(crate) fn pieces(line: &str) -> Vec<(Range<usize>, Ink)> {
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

/// The bytes of `text` that are shown as dots: passwords, encoded credentials, and all data of a Secret.
///
/// Sorted, without overlap, each within one line.
pub(crate) fn hidden(text: &str) -> Vec<Range<usize>> {
    let mut scan = Scan::default();
    let mut start = 0;
    let mut document_start = true;
    for line in text.split_inclusive('\n') {
        if document_start || line.starts_with("---") {
            scan = Scan {
                out: scan.out,
                secret: is_secret_document(&text[start..]),
                ..Scan::default()
            };
            document_start = false;
        }
        let before = scan.out.len();
        scan.line(line.trim_end_matches(['\n', '\r']), start);
        in_order(&mut scan.out, before);
        start += line.len();
    }
    scan.out
}

/// Sorts the stretches from `first` on, and joins those that overlap.
fn in_order(out: &mut Vec<Range<usize>>, first: usize) {
    if out[first..].is_sorted_by(|a, b| a.end <= b.start) {
        return;
    }
    let mut new = out.split_off(first);
    new.sort_unstable_by_key(|range| range.start);
    for range in new {
        match out[first..].last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
}

#[derive(Default)]
struct Scan {
    out: Vec<Range<usize>>,
    /// The document is a Secret, so that whatever stands under `data` is hidden.
    secret: bool,
    /// Under `data` or `stringData`, written at this indentation (or this depth of brackets).
    data: Option<(usize, usize)>,
    /// Inside a value that goes on: lines indented deeper than this belong to it.
    value: Option<(usize, Hide)>,
    /// Inside a quoted value that is not closed yet.
    quote: Option<u8>,
    depth: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Hide {
    /// Every line.
    All,
    /// Every line, unless the first one opens a JSON object: then only what is secret in that.
    UnlessObject,
    /// Only what is secret in it.
    Within,
}

impl Scan {
    fn line(&mut self, line: &str, start: usize) {
        let indent = line.len() - line.trim_start().len();
        if let Some(quote) = self.quote {
            let end = closing(line.as_bytes(), 0, quote);
            self.hide(
                start + indent.min(end.unwrap_or(line.len()))
                    ..start + end.map_or(line.len(), |end| end - 1),
            );
            if end.is_some() {
                self.quote = None;
            }
            return;
        }
        if line.trim().is_empty() {
            return;
        }
        for range in passwords(line).into_iter().chain(users(line)) {
            self.hide(start + range.start..start + range.end);
        }
        if let Some((outer, hide)) = self.value {
            if indent > outer {
                let hide = match hide {
                    Hide::UnlessObject if line.trim_start().starts_with('{') => Hide::Within,
                    Hide::UnlessObject => Hide::All,
                    settled => settled,
                };
                self.value = Some((outer, hide));
                match hide {
                    Hide::All => self.hide(start + indent..start + line.trim_end().len()),
                    _ => self.names(line, start, indent, true),
                }
                return;
            }
            self.value = None;
        }
        if self.data.is_some_and(|(outer, depth)| self.depth <= depth && indent <= outer) {
            self.data = None;
        }
        self.names(line, start, indent, false);
    }

    /// Hides the values of secret names in `line`. `inner`: the line is text of a block, not structure.
    fn names(&mut self, line: &str, start: usize, indent: usize, inner: bool) {
        let bytes = line.as_bytes();
        let pieces = pieces(line);
        let mut name: Option<&str> = None;
        for (index, (range, ink)) in pieces.iter().enumerate() {
            let piece = &line[range.clone()];
            match (ink, piece) {
                (Ink::Key, _) => {
                    name = Some(piece.trim_matches(['"', '\'']));
                    // A key of a Docker config may hold a user in front of its host.
                    if let Some(user_end) = piece.rfind('@') {
                        let from = piece.find("://").map_or(0, |at| at + 3);
                        let from = from.max(usize::from(piece.starts_with(['"', '\''])));
                        self.hide(start + range.start + from..start + range.start + user_end);
                    }
                    let is_last = pieces[index + 1..]
                        .iter()
                        .all(|(_, ink)| matches!(ink, Ink::Mark | Ink::Comment));
                    let opens = || {
                        pieces[index + 1..]
                            .iter()
                            .any(|(range, _)| matches!(&line[range.clone()], "{" | "["))
                    };
                    if !inner && is_last && !opens() {
                        self.value = self.hides(name, indent).map(|hide| (indent, hide));
                    }
                    if !inner
                        && self.secret
                        && self.data.is_none()
                        && matches!(name, Some("data" | "stringData"))
                    {
                        self.data = Some((indent, self.depth));
                        self.value = None;
                    }
                }
                (Ink::Mark, "{" | "[") => {
                    self.depth += 1;
                    name = None;
                }
                (Ink::Mark, "}" | "]") => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.data.is_some_and(|(_, depth)| self.depth <= depth && depth > 0) {
                        self.data = None;
                    }
                }
                (Ink::Mark, ",") => name = None,
                (Ink::Text | Ink::Number, _) => {
                    let Some(hide) = self.hides(name.take(), indent) else { continue };
                    if !inner && piece.starts_with(['|', '>']) && index + 1 == pieces.len() {
                        self.value = Some((indent, hide));
                        continue;
                    }
                    let first = bytes[range.start];
                    if matches!(first, b'"' | b'\'') {
                        let closed = quoted_end(bytes, range.start).is_some();
                        self.hide(start + range.start + 1..start + range.end - usize::from(closed));
                        if !closed && !inner {
                            self.quote = Some(first);
                        }
                    } else {
                        self.hide(start + range.start..start + range.end);
                        if !inner && self.depth == 0 {
                            self.value = Some((indent, Hide::All));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// How the value of `name` is hidden; `None` when it may be read.
    fn hides(&self, name: Option<&str>, indent: usize) -> Option<Hide> {
        let name = name?;
        let in_data = self.data.is_some_and(|(outer, depth)| indent > outer || self.depth > depth);
        match name.to_ascii_lowercase().as_str() {
            "password" | "passwd" | "auth" | "identitytoken" | "identity_token"
            | "registrytoken" | "token" => Some(Hide::All),
            ".dockerconfigjson" | ".dockercfg" => Some(Hide::UnlessObject),
            "kubectl.kubernetes.io/last-applied-configuration" if self.secret => Some(Hide::All),
            _ if in_data => Some(Hide::UnlessObject),
            _ => None,
        }
    }

    fn hide(&mut self, range: Range<usize>) {
        if range.start < range.end {
            self.out.push(range);
        }
    }
}

/// The passwords of a command line: what follows `--docker-password` and its like.
fn passwords(line: &str) -> Vec<Range<usize>> {
    let bytes = line.as_bytes();
    let mut out = Vec::new();
    for flag in ["--docker-password", "--password"] {
        let mut done = 0;
        for (at, _) in line.match_indices(flag) {
            let end = at + flag.len();
            // A word that goes on to the end of the line is looked at once.
            if at < done || !matches!(bytes.get(end), Some(b'=' | b' ' | b'\t')) {
                continue;
            }
            let gap = match bytes[end] {
                b'=' => 1,
                _ => bytes[end..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count(),
            };
            done = word_end(bytes, end + gap);
            out.push(end + gap..done);
        }
    }
    out
}

/// What stands in front of the hosts of URLs: `robot:password`.
fn users(line: &str) -> Vec<Range<usize>> {
    let urls = line.match_indices("://").map(|it| it.0 + 3);
    let found = urls.filter_map(|start| {
        let rest = &line[start..];
        let ends = |it: char| it.is_whitespace() || "/?#\"'<>".contains(it);
        let host = &rest[..rest.find(ends).unwrap_or(rest.len())];
        host.rfind('@').map(|end| start..start + end)
    });
    found.collect()
}

/// Where a word of the shell ends; quotes keep it together.
fn word_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < bytes.len() && !bytes[at].is_ascii_whitespace() {
        at = match bytes[at] {
            b'"' | b'\'' => quoted_end(bytes, at).unwrap_or(bytes.len()),
            b'\\' => at + 2,
            _ => at + 1,
        };
    }
    at.min(bytes.len())
}

/// Whether the document at the start of `rest` says that it is a Secret.
fn is_secret_document(rest: &str) -> bool {
    let lines = rest
        .lines()
        .enumerate()
        .take_while(|(index, line)| *index == 0 || !line.starts_with("---"));
    lines.into_iter().any(|(_, line)| {
        line.match_indices("kind").any(|(at, _)| {
            let value = line[at + 4..].trim_start_matches(['"', '\'', ':', ' ', '\t']);
            value
                .strip_prefix("Secret")
                .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric()))
        })
    })
}

/// The byte after the quote that closes the one at `open`.
fn quoted_end(bytes: &[u8], open: usize) -> Option<usize> {
    closing(bytes, open + 1, bytes[open])
}

fn closing(bytes: &[u8], mut at: usize, quote: u8) -> Option<usize> {
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

#[cfg(test)]
mod tests;
