//! Where a text holds secrets: passwords, encoded credentials, and all data of a Secret.
//!
//! Line by line and without fail. It does not wait for a document that can be read, because a
//! password must not flash up while a line above it is being typed.

use alloc::vec::Vec;
use core::ops::Range;

use super::pieces::{Ink, closing, pieces, quoted_end};
use commands::passwords;
use line::{
    encoded, is_blob, is_named, is_of_kind, is_of_plugins, is_secret_name, is_user, kind_of,
    members, users,
};
use lost::Lost;
use place::in_order;
pub(super) use place::{Kind, Place};

mod commands;
mod line;
mod lost;
mod place;

/// The bytes of `text` that are shown as dots: passwords, encoded credentials, and all data of a Secret.
///
/// Sorted, without overlap, each within one line.
///
/// ```
/// use pullscope_core::redact::hidden;
///
/// assert_eq!(hidden("username: robot\npassword: 'hunter2'"), [27..34]);
/// ```
pub fn hidden(text: &str) -> Vec<Range<usize>> {
    places(text, false).into_iter().map(|it| it.span).collect()
}

/// The same, with what each is. `all`: the text is the value of a Secret, of which every string is
/// secret that is not known to be none.
pub(super) fn places(text: &str, all: bool) -> Vec<Place> {
    let mut scan = Scan::default();
    let mut start = 0;
    let mut document_start = true;
    for line in text.split_inclusive('\n') {
        if document_start || line.starts_with("---") {
            scan = Scan {
                out: scan.out,
                late: scan.late,
                all,
                secret: is_of_kind(&text[start..], "Secret"),
                plugins: is_of_plugins(&text[start..]),
                ..Scan::default()
            };
            document_start = false;
        }
        let before = scan.out.len();
        scan.line(line.trim_end_matches(['\n', '\r']), start);
        // A line may take back what the one above it said.
        let before = before.min(scan.out.len());
        in_order(&mut scan.out, before);
        scan.lost(line.trim_end_matches(['\n', '\r']), start, before);
        start += line.len();
    }
    if !scan.late.is_empty() {
        scan.out.append(&mut scan.late);
        in_order(&mut scan.out, 0);
    }
    scan.out
}

#[derive(Default)]
struct Scan {
    out: Vec<Place>,
    /// What belongs between those.
    late: Vec<Place>,
    lost: Lost,
    /// The line above ends with a secret.
    cut: bool,
    /// The first word of the line is the password of a command above.
    word: bool,
    /// Every string is secret.
    all: bool,
    /// The document is a Secret, so that whatever stands under `data` is hidden.
    secret: bool,
    /// The document configures programs that give credentials, and what they are started with.
    plugins: bool,
    /// The `name` that was read last is that of a secret, so that its `value` is hidden.
    named: bool,
    /// Under `data` or `stringData`, written at this indentation (or this depth of brackets).
    data: Option<(usize, usize)>,
    /// Inside the names of helpers, at this depth of brackets.
    helpers: Option<usize>,
    /// Inside a value that goes on: lines indented deeper than this belong to it.
    value: Option<(usize, Hide, Kind)>,
    /// Inside a mapping where a secret value is expected, written at this indentation.
    nested: Option<usize>,
    /// Inside a quoted value that is not closed yet.
    quote: Option<(u8, Kind)>,
    /// How the value of the name at the end of the line above is hidden.
    above: Option<Option<(Hide, Kind)>>,
    /// Inside lines of base64.
    blob: bool,
    depth: usize,
    /// Where an anchor ends that may belong to a mapping on the next lines.
    anchor: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Hide {
    /// Every line.
    All,
    /// Every line, unless the first one opens a JSON object: then only what is secret in that.
    UnlessObject,
    /// Every line, unless the first one has a name: then only what is secret in the mapping.
    UnlessNamed,
    /// Only what is secret in it.
    Within,
}

impl Scan {
    fn line(&mut self, line: &str, start: usize) {
        let indent = line.len() - line.trim_start().len();
        if let Some((quote, kind)) = self.quote {
            let end = closing(line.as_bytes(), 0, quote);
            self.hide(
                start + indent.min(end.unwrap_or(line.len()))
                    ..start + end.map_or(line.len(), |end| end - 1),
                kind,
            );
            if end.is_some() {
                self.quote = None;
            }
            return;
        }
        if line.trim().is_empty() {
            return;
        }
        for range in passwords(line, &mut self.word) {
            self.hide(start + range.start..start + range.end, Kind::Word);
        }
        for range in encoded(line) {
            self.hide(start + range.start..start + range.end, Kind::Data);
        }
        for (range, kind) in members(line) {
            self.hide(start + range.start..start + range.end, kind);
        }
        self.blob = is_blob(line.trim(), self.blob);
        if self.blob {
            self.hide(start + indent..start + line.trim_end().len(), Kind::Data);
        }
        for range in users(line) {
            self.hide(start + range.start..start + range.end, Kind::User);
        }
        if let Some((outer, hide, kind)) = self.value {
            if indent > outer {
                self.go_on(line, start, outer, hide, kind);
                return;
            }
            self.value = None;
        }
        if self.nested.is_some_and(|outer| indent <= outer) {
            self.nested = None;
        }
        if self.data.is_some_and(|(outer, depth)| self.depth <= depth && indent <= outer) {
            self.data = None;
        }
        self.names(line, start, indent, false);
    }

    /// Hides what is secret in the line in spite of what is broken, where nothing is hidden yet: the
    /// line has the places from `first` on.
    fn lost(&mut self, line: &str, start: usize, first: usize) {
        let mut found = self.lost.places(line, start);
        if self.cut && first == self.out.len() {
            found.extend(lost::rest_of_word(line).map(|it| start + it.start..start + it.end));
        }
        let (mut new, known) = (Vec::new(), self.out.len());
        for span in found {
            let (from, to) =
                (self.out[..known].partition_point(|it| it.span.end <= span.start), known);
            let mut at = span.start;
            for place in self.out[from..to].iter().take_while(|it| it.span.start < span.end) {
                if at < place.span.start {
                    new.push(Place { span: at..place.span.start, kind: Kind::Lost });
                }
                at = place.span.end;
            }
            if at < span.end {
                new.push(Place { span: at..span.end, kind: Kind::Lost });
            }
        }
        let (here, late): (Vec<Place>, _) = new.into_iter().partition(|it| it.span.start >= start);
        self.late.extend(late);
        self.out.extend(here);
        in_order(&mut self.out, first);
        let end = start + line.trim_end().len();
        let last = self.out[first.min(self.out.len())..].last();
        self.cut = last.is_some_and(|it| it.span.end == end && it.kind != Kind::Word);
    }

    /// A further line of a value that is written at the indentation `outer`.
    fn go_on(&mut self, line: &str, start: usize, outer: usize, hide: Hide, kind: Kind) {
        let indent = line.len() - line.trim_start().len();
        let hide = match hide {
            Hide::UnlessObject if line.trim_start().starts_with('{') => Hide::Within,
            Hide::UnlessObject => Hide::All,
            Hide::UnlessNamed if line.trim_start().starts_with('#') => return,
            Hide::UnlessNamed if is_named(line) => {
                (self.value, self.nested) = (None, Some(outer));
                // What stood behind the name is what the mapping is called.
                if self.out.last().is_some_and(|it| it.span.end == self.anchor) {
                    self.out.pop();
                }
                return self.names(line, start, indent, false);
            }
            // Of JSON, which goes on behind it.
            Hide::UnlessNamed
                if line.trim_start().starts_with(['"', '\'', '{', '['])
                    || self.number(&line[indent..]).is_some() =>
            {
                (self.value, self.above) = (None, Some(Some((Hide::All, kind))));
                return self.names(line, start, indent, false);
            }
            Hide::UnlessNamed => Hide::All,
            settled => settled,
        };
        self.value = Some((outer, hide, kind));
        match hide {
            Hide::All => self.hide(start + indent..start + line.trim_end().len(), kind),
            _ => self.names(line, start, indent, true),
        }
    }

    /// The length of the number of JSON that a line begins with: the rest of it is none of the value.
    fn number(&self, line: &str) -> Option<usize> {
        let length = line.find([',', '}', ']']).unwrap_or(line.trim_end().len());
        let is_digit = |it: u8| it.is_ascii_digit() || b"+-.eE".contains(&it);
        let is_number = length > 0 && line[..length].trim_end().bytes().all(is_digit);
        (is_number && (self.depth > 0 || is_named(line))).then_some(length)
    }

    /// Hides the values of secret names in `line`. `inner`: the line is text of a block, not structure.
    fn names(&mut self, line: &str, start: usize, indent: usize, inner: bool) {
        let mut above = self.above.take();
        if let Some(hides) = above
            && let Some(length) = self.number(line.trim_start())
        {
            let from = line.len() - line.trim_start().len();
            if let Some((_, kind)) = hides {
                self.hide(start + from..start + from + length, kind);
            }
            self.value = self.value.filter(|_| inner);
            let rest = from + length;
            return self.names(&line[rest..], start + rest, indent, inner);
        }
        let bytes = line.as_bytes();
        let pieces = pieces(line);
        let mut name: Option<&str> = None;
        for (index, (range, ink)) in pieces.iter().enumerate() {
            let piece = &line[range.clone()];
            match (ink, piece) {
                (Ink::Key, _) => {
                    // A label or a stray sign may stand in front.
                    let word = piece.rsplit(char::is_whitespace).next().unwrap_or_default();
                    name = Some(word.trim_matches(['"', '\'']));
                    // A key of a Docker config may hold a user in front of its host.
                    if let Some(user_end) = piece.rfind('@').filter(|it| is_user(piece, *it)) {
                        let from = piece.find("://").map_or(0, |at| at + 3);
                        let from = from.max(usize::from(piece.starts_with(['"', '\''])));
                        let span = start + range.start + from..start + range.start + user_end;
                        self.hide(span, Kind::User);
                    }
                    let is_last = pieces[index + 1..]
                        .iter()
                        .all(|(_, ink)| matches!(ink, Ink::Mark | Ink::Comment));
                    let opens = || {
                        pieces[index + 1..]
                            .iter()
                            .any(|(range, _)| matches!(&line[range.clone()], "{" | "["))
                    };
                    if is_last && !opens() {
                        let hides = self.hides(name, indent, inner);
                        self.above = Some(hides);
                        if !inner {
                            self.value = hides.map(|(_, kind)| (indent, Hide::UnlessNamed, kind));
                        }
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
                    if name.is_some_and(|it| it.eq_ignore_ascii_case("credHelpers")) {
                        self.helpers = Some(self.depth);
                    }
                    self.depth += 1;
                    name = None;
                }
                (Ink::Mark, "}" | "]") => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.data.is_some_and(|(_, depth)| self.depth <= depth && depth > 0) {
                        self.data = None;
                    }
                    if self.helpers.is_some_and(|depth| self.depth <= depth) {
                        self.helpers = None;
                    }
                }
                (Ink::Mark, ",") => name = None,
                (Ink::Comment, _) => self.comment(piece, start + range.start),
                (Ink::Text | Ink::Number, _) => {
                    if name == Some("name") {
                        self.named = is_secret_name(piece.trim_matches(['"', '\'']));
                    }
                    let hides = match above.take().filter(|_| index == 0) {
                        Some(above) => above,
                        None => self.hides(name.take(), indent, inner),
                    };
                    let Some((hide, kind)) = hides else { continue };
                    if !inner && piece.starts_with(['|', '>']) && index + 1 == pieces.len() {
                        self.value = Some((indent, hide, kind));
                        continue;
                    }
                    let first = bytes[range.start];
                    if matches!(first, b'"' | b'\'') {
                        let closed = quoted_end(bytes, range.start).is_some();
                        self.hide(
                            start + range.start + 1..start + range.end - usize::from(closed),
                            kind,
                        );
                        if !closed && !inner {
                            self.quote = Some((first, kind));
                        }
                    } else {
                        // Where JSON ends to be JSON, the character is named.
                        let named = match self.all && *ink == Ink::Text {
                            true => piece.chars().next().map_or(0, char::len_utf8),
                            false => 0,
                        };
                        self.hide(start + range.start + named..start + range.end, kind);
                        if !inner && self.depth == 0 {
                            let is_anchor = first == b'&' && !piece.contains(' ');
                            let hide = if is_anchor { Hide::UnlessNamed } else { Hide::All };
                            self.value = Some((indent, hide, kind));
                            self.anchor = if is_anchor { start + range.end } else { 0 };
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Hides what stands behind the names of secrets in a comment, such as a line that is not used.
    fn comment(&mut self, comment: &str, start: usize) {
        let rest = comment.trim_start_matches(['#', ' ', '\t']);
        let start = start + comment.len() - rest.len();
        let mut is_secret = false;
        for (range, ink) in pieces(rest) {
            let piece = &rest[range.clone()];
            match ink {
                Ink::Key => {
                    let name = piece.trim_matches(['"', '\'']);
                    is_secret = is_secret_name(name)
                        || kind_of(name).is_some()
                        || [".dockerconfigjson", ".dockercfg"].contains(&name);
                }
                Ink::Text | Ink::Number if is_secret => {
                    let quotes = usize::from(piece.starts_with(['"', '\'']));
                    let closed = quotes == 1 && quoted_end(piece.as_bytes(), 0).is_some();
                    let end = range.end - usize::from(closed);
                    // What it is, is not asked: nothing reads it.
                    self.hide(start + range.start + quotes..start + end, Kind::Password);
                    is_secret = false;
                }
                _ => {}
            }
        }
    }

    /// How the value of `name` is hidden, and what it is; `None` when it may be read.
    fn hides(&self, name: Option<&str>, indent: usize, inner: bool) -> Option<(Hide, Kind)> {
        let lower = name.map(str::to_ascii_lowercase).unwrap_or_default();
        let in_data = self.data.is_some_and(|(outer, depth)| indent > outer || self.depth > depth);
        // Deeper than the values of a Secret stand: a mapping that should be the text of one.
        let is_deep = self.data.is_some_and(|(_, depth)| self.depth > depth + 1);
        let is_within = self.all || inner || self.nested.is_some() || is_deep;
        match kind_of(&lower) {
            // As any other value of a Secret.
            Some(Kind::Password) if in_data && !is_within => return Some((Hide::All, Kind::Data)),
            Some(kind) => return Some((Hide::All, kind)),
            None => {}
        }
        match &*lower {
            ".dockerconfigjson" | ".dockercfg" => Some((Hide::UnlessObject, Kind::Data)),
            "kubectl.kubernetes.io/last-applied-configuration" if self.secret => {
                Some((Hide::All, Kind::Object))
            }
            "value" if self.plugins || self.named => Some((Hide::All, Kind::Password)),
            "credentialhash" => Some((Hide::All, Kind::Hash)),
            "username" | "email" | "credsstore" if is_within => None,
            _ if self.helpers.is_some() && is_within => None,
            _ if self.all || self.nested.is_some() && name.is_some() => {
                Some((Hide::All, Kind::Data))
            }
            "" if name.is_none() => None,
            _ if in_data => Some((Hide::UnlessObject, Kind::Data)),
            _ if name.is_some_and(is_secret_name) => Some((Hide::All, Kind::Password)),
            _ => None,
        }
    }

    fn hide(&mut self, span: Range<usize>, kind: Kind) {
        if span.start < span.end {
            self.out.push(Place { span, kind });
        }
    }
}
