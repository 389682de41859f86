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
        scan.line(line.trim_end_matches(['\n', '\r']), start);
        start += line.len();
    }
    scan.out
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
            "password" | "passwd" | "auth" | "identitytoken" | "registrytoken" | "token" => {
                Some(Hide::All)
            }
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
mod tests {
    use super::*;

    /// The text with every hidden byte as a dot.
    fn shown(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for range in hidden(text) {
            bytes[range].fill(b'.');
        }
        String::from_utf8(bytes).unwrap()
    }

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(shown(text), expect);
    }

    #[test]
    fn a_password_is_hidden_in_every_spelling() {
        check("password: hunter2", "password: .......");
        check("password: 'it''s' # why", "password: '.....' # why");
        check(
            "{\"username\": \"u\", \"password\": \"p\\\"w\"}",
            "{\"username\": \"u\", \"password\": \"....\"}",
        );
        check("\"auth\" : \"dTpw\",", "\"auth\" : \"....\",");
        check("auths: {a: {auth: dTpw, email: e}}", "auths: {a: {auth: ...., email: e}}");
    }

    #[test]
    fn the_config_of_a_secret_is_hidden_unless_it_is_readable_json() {
        check(
            "data:\n  .dockerconfigjson: eyJhdXRocyI6e319\nb: 1",
            "data:\n  .dockerconfigjson: ................\nb: 1",
        );
        check(
            "kind: Secret\ndata:\n  .dockerconfigjson: >-\n    eyJh\n    dXRo\ntype: t",
            "kind: Secret\ndata:\n  .dockerconfigjson: >-\n    ....\n    ....\ntype: t",
        );
        check(
            "stringData:\n  .dockerconfigjson: |\n    {\"auths\": {\n      \"a\": {\"password\": \"pw\"}}}\ntype: t",
            "stringData:\n  .dockerconfigjson: |\n    {\"auths\": {\n      \"a\": {\"password\": \"..\"}}}\ntype: t",
        );
        check(".dockercfg: \"{\\\"a\\\":1}\"", ".dockercfg: \".........\"");
    }

    #[test]
    fn all_data_of_a_secret_is_hidden_and_none_of_a_config_map() {
        check(
            "kind: Secret\ndata:\n  any: dmFs\nmore: x",
            "kind: Secret\ndata:\n  any: ....\nmore: x",
        );
        check("kind: ConfigMap\ndata:\n  any: val\n", "kind: ConfigMap\ndata:\n  any: val\n");
        check(
            "data:\n  any: dmFs\nkind: Secret\n---\ndata:\n  any: val",
            "data:\n  any: ....\nkind: Secret\n---\ndata:\n  any: val",
        );
        check(
            "{\"kind\":\"Secret\",\"data\":{\"k\":\"dg==\"},\"type\":\"t\"}",
            "{\"kind\":\"Secret\",\"data\":{\"k\":\"....\"},\"type\":\"t\"}",
        );
        check(
            "{\n  \"data\": {\n    \"k\": \"dg==\"\n  },\n  \"kind\": \"Secret\"\n}",
            "{\n  \"data\": {\n    \"k\": \"....\"\n  },\n  \"kind\": \"Secret\"\n}",
        );
    }

    #[test]
    fn a_user_in_front_of_a_host_is_hidden() {
        check("\"https://u:pw@reg.io\": {}", "\"https://....@reg.io\": {}");
        check("\"u:pw@reg.io\": {}", "\"....@reg.io\": {}");
    }

    #[test]
    fn half_typed_text_hides_what_is_there() {
        check("password: \"hunt", "password: \"....");
        check("password: \"hunt\n  er2\"\nb: 1", "password: \"....\n  ...\"\nb: 1");
        check("password:\n  hunter2\nb: 1", "password:\n  .......\nb: 1");
        check("auth: abc\n  def\nb: 1", "auth: ...\n  ...\nb: 1");
    }

    #[test]
    fn pieces_cover_every_character_that_is_not_space() {
        for line in
            ["- image: a:1 # c", "{\"a\": [1, 'x'], b}", ": : -", "é: 'ü", "-", "a:b:", "'", "\"\\"]
        {
            let mut left: Vec<u8> = line.as_bytes().to_vec();
            for (range, _) in pieces(line) {
                assert!(line.get(range.clone()).is_some(), "{line} {range:?}");
                left[range].fill(b' ');
            }
            assert!(left.iter().all(u8::is_ascii_whitespace), "{line}");
        }
    }

    #[test]
    fn a_key_a_string_a_number_and_a_comment_differ() {
        let inks: Vec<_> = pieces("- port: 80 # \"x\"").into_iter().map(|(_, ink)| ink).collect();
        assert_eq!(inks, [Ink::Mark, Ink::Key, Ink::Mark, Ink::Number, Ink::Comment]);
    }
}
