//! One YAML document as a tree.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cell::Cell;
use core::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};

use super::Limits;
use super::error::{TextError, TextErrorKind};
use super::marks::Marks;
use super::scalar;
use super::scanner_guard::Guard;
use crate::json::{Data, Member, Value};

/// Elements of one list or mapping in brackets cost the scanner many times what they cost in lines;
/// so fewer of them are read.
const NODES_TO_ELEMENTS: usize = 8;

/// Reads the one document in `span` of `text`: the tree, or the part of it before the error.
pub(super) fn read<'a>(
    text: &'a str,
    span: Range<usize>,
    limits: &Limits,
) -> (Value<'a>, Option<TextError>) {
    read_until(text, span, limits, |event| matches!(event, Event::StreamEnd))
}

/// Reads the first document of `text`, whatever follows it.
pub(super) fn read_first<'a>(text: &'a str, limits: &Limits) -> (Value<'a>, Option<TextError>) {
    let ends = |event: &Event<'_>| matches!(event, Event::StreamEnd | Event::DocumentEnd);
    read_until(text, 0..text.len(), limits, ends)
}

fn read_until<'a>(
    text: &'a str,
    span: Range<usize>,
    limits: &Limits,
    ends: impl Fn(&Event<'_>) -> bool,
) -> (Value<'a>, Option<TextError>) {
    let piece = &text[span.clone()];
    let stopped = Cell::new(false);
    let guard = Guard::new(piece, limits.nodes / NODES_TO_ELEMENTS, &stopped);
    let mut parser = Parser::new(guard);
    let mut builder = Builder {
        text: &text[..span.end],
        start: span.start,
        marks: Marks::new(piece),
        limits,
        open: Vec::new(),
        root: None,
        anchors: BTreeMap::new(),
        nodes: 0,
        repeated: 0,
    };
    let mut error = None;
    while let Some(event) = parser.next_event() {
        let read = match event {
            Ok((event, _)) if ends(&event) => break,
            Ok((event, span)) => builder.event(event, span),
            Err(scan) => Err(builder.scan_error(&scan)),
        };
        if let Err(found) = read {
            error = Some(found);
            break;
        }
    }
    if stopped.get() {
        let at = error.as_ref().map_or(span.start, |it| it.span().start);
        let kind = TextErrorKind::TooManyNodes { limit: limits.nodes };
        error = Some(TextError::new(kind, at..at));
    }
    let root = builder.finish().unwrap_or(Value { span, data: Data::Null });
    (root, error)
}

/// A list or mapping whose end has not been read.
struct Open<'a> {
    start: usize,
    /// The end of the last thing in it; where a block ends.
    end: usize,
    anchor: usize,
    /// Values within, itself included.
    nodes: usize,
    data: Data<'a>,
    key: Option<Key<'a>>,
}

struct Key<'a> {
    text: Cow<'a, str>,
    span: Range<usize>,
    merge: bool,
}

struct Builder<'a, 'l> {
    /// The text up to the end of the document.
    text: &'a str,
    /// Where the document begins in `text`.
    start: usize,
    marks: Marks<'a>,
    limits: &'l Limits,
    open: Vec<Open<'a>>,
    root: Option<Value<'a>>,
    /// What an alias repeats, and the number of its values.
    anchors: BTreeMap<usize, (Value<'a>, usize)>,
    nodes: usize,
    repeated: usize,
}

type Read = Result<(), TextError>;

impl<'a> Builder<'a, '_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Read {
        match event {
            Event::Scalar(content, style, anchor, tag) => {
                let (value, plain) = self.scalar(&content, style, span, tag.as_deref());
                self.node(value, anchor, 1, plain)
            }
            Event::SequenceStart(anchor, _) => {
                self.open(self.list_start(span), anchor, Data::Array(Vec::new()))
            }
            Event::MappingStart(anchor, _) => {
                self.open(self.bytes(span).start, anchor, Data::Object(Vec::new()))
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(id) => self.alias(id, span),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
        }
    }

    /// A scalar, and whether it is the plain text `<<`.
    fn scalar(
        &self,
        content: &str,
        style: ScalarStyle,
        span: Span,
        tag: Option<&Tag>,
    ) -> (Value<'a>, bool) {
        let mut bytes = self.bytes(span);
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            // The scanner begins a block scalar with its content, and ends it on the next line.
            bytes.end = bytes.start + self.text[bytes.clone()].trim_end().len();
        }
        if matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) {
            // The scanner may end a quoted scalar behind the comment that follows it.
            bytes.end = bytes.start + quoted_length(&self.text[bytes.clone()]);
        }
        if content.is_empty() && style == ScalarStyle::Plain {
            bytes = self.nothing(bytes);
        }
        let written = &self.text[bytes.clone()];
        let inner = written.get(1..written.len().saturating_sub(1));
        let content: Cow<'a, str> = if written == content {
            Cow::Borrowed(written)
        } else if let Some(inner) = inner.filter(|it| *it == content) {
            Cow::Borrowed(inner)
        } else {
            Cow::Owned(content.into())
        };
        let plain = style == ScalarStyle::Plain;
        let text = match tag {
            None => !plain,
            Some(tag) if tag.is_yaml_core_schema() => matches!(&*tag.suffix, "str" | "binary"),
            Some(_) => true,
        };
        let merge = plain && content == "<<";
        let data = if text { Data::String(content) } else { scalar::resolve(content) };
        (Value { span: bytes, data }, merge)
    }

    /// Where an empty value stands: directly after its key and colon, wherever the scanner saw it.
    fn nothing(&self, seen: Range<usize>) -> Range<usize> {
        let Some(key) = self.open.last().and_then(|it| it.key.as_ref()) else { return seen };
        let colon = self.text[key.span.end..].starts_with(':');
        let at = key.span.end + usize::from(colon);
        at..at
    }

    /// Where a list begins. The scanner passes over the first dash of a list that is not indented.
    fn list_start(&self, span: Span) -> usize {
        let start = self.bytes(span).start;
        let is_value = matches!(self.open.last(), Some(Open { key: Some(_), .. }));
        let dash = self.text[..start].trim_end().strip_suffix('-').map(str::len);
        dash.filter(|_| is_value).unwrap_or(start)
    }

    fn open(&mut self, start: usize, anchor: usize, data: Data<'a>) -> Read {
        if self.open.len() == self.limits.depth {
            let kind = TextErrorKind::TooDeep { limit: self.limits.depth };
            return Err(TextError::new(kind, start..start));
        }
        // A list or mapping as a key is refused at its start, where it can be pointed at.
        self.key_must_be_scalar(start)?;
        self.open.push(Open { start, end: start, anchor, nodes: 1, data, key: None });
        Ok(())
    }

    fn close(&mut self, span: Span) -> Read {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let Range { start: at, end } = self.bytes(span);
        // The end of brackets is theirs; the end of a block is that of the last thing in it.
        let brackets = at < end && self.text[at..].starts_with([']', '}']);
        let end = if brackets { at + 1 } else { open.end };
        let value = Value { span: open.start..end, data: open.data };
        self.node(value, open.anchor, open.nodes, false)
    }

    fn alias(&mut self, id: usize, span: Span) -> Read {
        let Some(&(_, nodes)) = self.anchors.get(&id) else {
            let message = "this alias stands within the value that its anchor names";
            return Err(TextError::new(TextErrorKind::Yaml(message), self.bytes(span)));
        };
        self.repeat(nodes, self.bytes(span))?;
        // Looked up again, because the budget had to be charged before the copy is made.
        match self.anchors.get(&id).map(|(value, _)| value.clone()) {
            Some(value) => {
                let end = self.bytes(span).end;
                self.node(value, 0, nodes, false)?;
                if let Some(open) = self.open.last_mut() {
                    open.end = end;
                }
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn repeat(&mut self, nodes: usize, span: Range<usize>) -> Read {
        self.repeated += nodes;
        if self.repeated > self.limits.alias_nodes {
            let kind = TextErrorKind::TooManyAliases { limit: self.limits.alias_nodes };
            return Err(TextError::new(kind, span));
        }
        Ok(())
    }

    /// Puts a finished value where it belongs.
    fn node(&mut self, value: Value<'a>, anchor: usize, nodes: usize, merge: bool) -> Read {
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            let kind = TextErrorKind::TooManyNodes { limit: self.limits.nodes };
            return Err(TextError::new(kind, value.span));
        }
        if anchor != 0 {
            self.repeat(nodes, value.span.clone())?;
            self.anchors.insert(anchor, (value.clone(), nodes));
        }
        if matches!(self.open.last(), Some(Open { data: Data::Object(_), key: None, .. })) {
            self.key_must_be_scalar_value(&value)?;
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(value);
            return Ok(());
        };
        open.nodes += nodes;
        open.end = open.end.max(value.span.end);
        match (&mut open.data, open.key.take()) {
            (Data::Array(items), _) => items.push(value),
            (Data::Object(_), None) => {
                let span = value.span;
                let text = match value.data {
                    Data::String(text) | Data::Number(text) => text,
                    // As `sigs.k8s.io/yaml` writes it, whichever word it was.
                    Data::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
                    // Refused above.
                    Data::Null | Data::Array(_) | Data::Object(_) => Cow::Borrowed(""),
                };
                open.key = Some(Key { text, span, merge });
            }
            (Data::Object(members), Some(Key { merge: true, span, .. })) => {
                return merge_into(members, value, span);
            }
            (Data::Object(members), Some(Key { text: key, span: key_span, .. })) => {
                members.push(Member { key, key_span, value });
            }
            _ => {}
        }
        Ok(())
    }

    fn key_must_be_scalar(&self, at: usize) -> Read {
        let Some(Open { data: Data::Object(_), key: None, .. }) = self.open.last() else {
            return Ok(());
        };
        let template = self.text[at..].starts_with('{') && self.text[..at].ends_with('{');
        let message = if template {
            "this is a template that was not filled in: '{{'"
        } else {
            "a list or mapping cannot be a key"
        };
        let first = self.text[at..].chars().next().map_or(0, char::len_utf8);
        Err(TextError::new(TextErrorKind::Yaml(message), at..at + first))
    }

    fn key_must_be_scalar_value(&self, value: &Value<'a>) -> Read {
        let message = match value.data {
            Data::Null => "null cannot be a key",
            Data::Array(_) | Data::Object(_) => "a list or mapping cannot be a key",
            _ => return Ok(()),
        };
        Err(TextError::new(TextErrorKind::Yaml(message), value.span.clone()))
    }

    fn bytes(&self, span: Span) -> Range<usize> {
        let start = self.marks.byte(span.start.index());
        let end = self.marks.byte(span.end.index()).max(start);
        self.start + start..self.start + end
    }

    fn scan_error(&self, error: &ScanError) -> TextError {
        let mut at = self.start + self.marks.byte(error.marker().index());
        if error.info() == "recursion limit exceeded" {
            // The scanner counts open brackets in one byte.
            let limit = self.limits.depth.min(usize::from(u8::MAX));
            return TextError::new(TextErrorKind::TooDeep { limit }, at..at);
        }
        let message = sentence(error.info());
        if error.info().contains("tab") {
            at = self.start + tab_near(&self.text[self.start..], at - self.start);
        }
        if error.info().starts_with("simple key expect") {
            // The scanner notices on the next line; what is wrong is the line before.
            at = self.start + self.text[self.start..at].trim_end().len();
        }
        let length = self.text[at..].chars().next().filter(|it| !matches!(it, '\n' | '\r'));
        let end = at + length.map_or(0, char::len_utf8);
        TextError::new(TextErrorKind::Yaml(message), at..end)
    }

    /// The tree; when the document broke off, everything that was open is ended there.
    fn finish(mut self) -> Option<Value<'a>> {
        while let Some(open) = self.open.pop() {
            let value = Value { span: open.start..open.end, data: open.data };
            let Some(parent) = self.open.last_mut() else {
                self.root = Some(value);
                break;
            };
            parent.end = parent.end.max(value.span.end);
            match (&mut parent.data, parent.key.take()) {
                (Data::Array(items), _) => items.push(value),
                (Data::Object(members), Some(key)) if !key.merge => {
                    members.push(Member { key: key.text, key_span: key.span, value });
                }
                _ => {}
            }
        }
        self.root
    }
}

/// Adds the members of `<<`, where it stands: what is written after it overrides them, and of
/// several mappings the first one counts.
///
/// Upstream: `merge` in `sigs.k8s.io/yaml` `goyaml.v2/decode.go`.
fn merge_into<'a>(members: &mut Vec<Member<'a>>, value: Value<'a>, key: Range<usize>) -> Read {
    let refused = || {
        let message = "'<<' needs a mapping, or a list of mappings";
        Err(TextError::new(TextErrorKind::Yaml(message), key))
    };
    match value.data {
        Data::Object(merged) => members.extend(merged),
        Data::Array(items) => {
            for item in items.into_iter().rev() {
                match item.data {
                    Data::Object(merged) => members.extend(merged),
                    _ => return refused(),
                }
            }
        }
        _ => return refused(),
    }
    Ok(())
}

/// The length of the quoted text that `text` begins with, quotes included.
fn quoted_length(text: &str) -> usize {
    let mut bytes = text.bytes().enumerate();
    let quote = bytes.next().map(|(_, quote)| quote);
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\\' && quote == Some(b'"') {
            bytes.next();
        } else if Some(byte) == quote {
            let is_escape = byte == b'\'' && text.as_bytes().get(at + 1) == Some(&b'\'');
            if !is_escape {
                return at + 1;
            }
            bytes.next();
        }
    }
    text.len()
}

/// The tab that the scanner speaks of at byte `at`: in the rest of the line, or in front of what it
/// points at. Where it points at the start of a text, in a line below, which that text goes on in.
fn tab_near(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let white = text[..at].len() - text[..at].trim_end_matches([' ', '\t']).len();
    if let Some(tab) = rest[..line].find('\t') {
        return at + tab;
    }
    if let Some(tab) = text[at - white..at].rfind('\t') {
        return at - white + tab;
    }
    rest.find('\t').map_or(at, |tab| at + tab)
}

/// Sentences for which other parsers have words of their own.
pub(crate) mod sentences {
    pub(crate) const TAB: &str = "a tab cannot indent YAML; use spaces";
    pub(crate) const COLON: &str = "a key with ':' cannot stand here; quote the value if the ':' belongs to it, or check the indentation";
    pub(crate) const ESCAPE: &str =
        "this text in double quotes holds an escape that YAML does not know";
    pub(crate) const NO_NAME: &str =
        "'*' and '&' need a name; quote the text if it begins with one of them";
    pub(crate) const NO_ANCHOR: &str = "this alias names no anchor of the document";
}

/// The scanner's finding, in a sentence that says what to look at.
pub(crate) fn sentence(info: &str) -> &'static str {
    let has = |part: &str| info.contains(part);
    if has("tab") && !has("establish") {
        sentences::TAB
    } else if has("mapping values are not allowed") {
        sentences::COLON
    } else if has("simple key expect") {
        "a key stands here without ':' after it"
    } else if has("unexpected end of stream") {
        "this quote is never closed"
    } else if has("unknown escape") || has("hexadecimal") || has("character escape") {
        sentences::ESCAPE
    } else if has("trailing content after double-quoted") {
        "nothing may follow a quoted text here"
    } else if has("expected ',' or '}'") {
        "expected ',' or '}' in a mapping in braces"
    } else if has("expected ',' or ']'") {
        "expected ',' or ']' in a list in brackets"
    } else if has("misplaced bracket") {
        "this bracket closes nothing"
    } else if has("did not find expected key") {
        "expected a key with the indentation of the keys above it"
    } else if has("expected '-' indicator") {
        "expected '-' with the indentation of the items above it"
    } else if has("block sequence entries are not allowed") || has("only valid inside a block") {
        "a list item with '-' cannot stand here; put it on a line of its own"
    } else if has("unknown anchor") {
        sentences::NO_ANCHOR
    } else if has("while scanning an anchor") {
        sentences::NO_NAME
    } else if has("unexpected character") {
        "a text cannot begin with '@', '`' or '%'; quote it"
    } else if has("indentation") || has("wrongly indented") {
        "the indentation does not fit the lines above"
    } else if has("expected node content") {
        "expected a value"
    } else if has("end of plain scalar") || has("unexpected eof") {
        "the document ends too soon"
    } else if has("document start") || has("document-start") {
        "expected the end of the document; the indentation may be smaller than that of the first line"
    } else if has("comments must be separated") {
        "a comment needs white space before '#'"
    } else if has("intercept") {
        "a comment cannot stand within a text of several lines"
    } else if has("byte order mark") {
        "a byte order mark cannot stand within a document"
    } else if has("directive") || has("incompatible YAML") || has("TAG") {
        "a directive with '%' cannot stand here like this"
    } else if has("tag") || has("handle") {
        "a tag with '!' cannot stand here like this; quote the text if it begins with '!'"
    } else if has("block scalar") {
        "after '|' or '>' the text begins on the next line"
    } else if has("anchor") {
        "an anchor cannot stand here"
    } else {
        "this is not YAML"
    }
}
