//! The grammar: from tokens to the tree of the first document.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::scan::{Kind, Mark, Result, Scanner, Token};
use super::{Data, Id, MAX_DEPTH, Node, Tree, YamlError, scalar};

/// More bytes than a text has, and more values.
const MAX_BYTES: usize = 16 << 20;
const MAX_NODES: usize = 1_000_000;

/// Upstream reads a text in pieces of so many bytes, and finds what it cannot hold only there.
const PIECE: usize = 512;

/// Reads the first document of a text.
///
/// # Errors
///
/// The text is not YAML to upstream, or greater than is read here.
pub(crate) fn parse(text: &str) -> Result<Tree<'_>> {
    if text.len() > MAX_BYTES {
        return Err(too_much(format!("the text is larger than {MAX_BYTES} bytes"), 0..0));
    }
    // Only as the first character it is no part of the text.
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut parser = Parser {
        scanner: Scanner::new(text, start),
        nodes: Vec::new(),
        anchors: BTreeMap::new(),
        directives: Vec::new(),
        depth: 0,
    };
    let root = parser.document();
    if let Some(error) = scalar::control_character(text) {
        let piece = error.span().start / PIECE * PIECE;
        if parser.scanner.at.byte + 4 > piece {
            return Err(error);
        }
    }
    Ok(Tree { root: root?, nodes: parser.nodes })
}

fn too_much(problem: String, span: Range<usize>) -> YamlError {
    YamlError { is_ours: true, ..YamlError::new(problem, span) }
}

struct Parser<'t> {
    scanner: Scanner<'t>,
    nodes: Vec<Node<'t>>,
    anchors: BTreeMap<&'t str, Id>,
    /// Handles of tags, and what they stand for.
    directives: Vec<(&'t str, Cow<'t, str>)>,
    depth: usize,
}

/// What stands in front of a value.
struct Properties<'t> {
    start: Mark,
    end: Mark,
    anchor: Option<&'t str>,
    tag: Cow<'t, str>,
}

impl<'t> Parser<'t> {
    fn peek(&mut self) -> Result<&Kind<'t>> {
        self.scanner.peek().map(|it| &it.kind)
    }

    /// An error at the token that was looked at.
    fn error<T>(&mut self, problem: &'static str) -> Result<T> {
        let (start, end) = self.scanner.peek().map(|it| (it.start, it.end))?;
        Err(at(problem, start, end))
    }

    fn document(&mut self) -> Result<Option<Id>> {
        if *self.peek()? == Kind::StreamEnd {
            return Ok(None);
        }
        let is_explicit =
            matches!(self.peek()?, Kind::Version(_) | Kind::TagDirective(..) | Kind::DocumentStart);
        if is_explicit {
            self.directives()?;
            if *self.peek()? != Kind::DocumentStart {
                return self.error("did not find expected <document start>");
            }
            self.scanner.take()?;
        }
        let is_empty = matches!(
            self.peek()?,
            Kind::Version(_)
                | Kind::TagDirective(..)
                | Kind::DocumentStart
                | Kind::DocumentEnd
                | Kind::StreamEnd
        );
        let root = if is_explicit && is_empty {
            let mark = self.scanner.peek()?.start;
            self.empty(mark)?
        } else {
            self.node(true, false)?
        };
        // Upstream looks at what follows before it uses the document.
        self.peek()?;
        Ok(Some(root))
    }

    fn directives(&mut self) -> Result<()> {
        let mut has_version = false;
        while matches!(self.peek()?, Kind::Version(_) | Kind::TagDirective(..)) {
            let token = self.scanner.take()?;
            let refuse = |problem| Err(at(problem, token.start, token.end));
            match token.kind {
                Kind::Version(_) if has_version => {
                    return refuse("found duplicate %YAML directive");
                }
                Kind::Version(false) => return refuse("found incompatible YAML document"),
                Kind::Version(true) => has_version = true,
                Kind::TagDirective(handle, prefix) => {
                    if self.directives.iter().any(|it| it.0 == handle) {
                        return refuse("found duplicate %TAG directive");
                    }
                    self.directives.push((handle, prefix));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn push(&mut self, node: Node<'t>, anchor: Option<&'t str>) -> Result<Id> {
        let id = self.nodes.len();
        if id == MAX_NODES {
            let problem = format!("the document holds more than {MAX_NODES} values");
            return Err(too_much(problem, node.span));
        }
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, id);
        }
        self.nodes.push(node);
        Ok(id)
    }

    /// A value that is not written.
    fn empty(&mut self, mark: Mark) -> Result<Id> {
        let node = Node {
            data: Data::Scalar(Cow::Borrowed("")),
            tag: Cow::Borrowed(""),
            implicit: true,
            line: mark.line + 1,
            span: mark.byte..mark.byte,
        };
        self.push(node, None)
    }

    /// A value. `block`: it may be a block; `dashes`: also one of dashes that are no further in.
    fn node(&mut self, block: bool, dashes: bool) -> Result<Id> {
        if let Kind::Alias(name) = *self.peek()? {
            let Token { start, end, .. } = self.scanner.take()?;
            let span = start.byte..end.byte;
            let Some(&meant) = self.anchors.get(name) else {
                let problem = format!("unknown anchor '{name}' referenced");
                return Err(YamlError::new(problem, span));
            };
            let data = Data::Alias(meant, name);
            let tag = Cow::Borrowed("");
            return self
                .push(Node { data, tag, implicit: false, line: start.line + 1, span }, None);
        }
        let Properties { start, end, anchor, tag } = self.properties()?;
        let node = |data, implicit, span: Range<Mark>| Node {
            data,
            tag: tag.clone(),
            implicit,
            line: start.line + 1,
            span: span.start.byte..span.end.byte,
        };
        let token = self.scanner.peek()?;
        let here = token.start..token.end;
        match &token.kind {
            Kind::Scalar(..) => {
                let Token { kind, start, end } = self.scanner.take()?;
                let Kind::Scalar(text, is_plain) = kind else { return self.empty(start) };
                let implicit = (tag.is_empty() && is_plain) || tag == "!";
                self.push(node(Data::Scalar(text), implicit, start..end), anchor)
            }
            Kind::Dash if dashes => {
                let id = self.push(node(Data::List(Vec::new()), false, here), anchor)?;
                self.within(id, Self::dashes)
            }
            Kind::ListStart if block => {
                let id = self.push(node(Data::List(Vec::new()), false, here), anchor)?;
                self.within(id, Self::block_list)
            }
            Kind::MapStart if block => {
                let id = self.push(node(Data::Map(Vec::new()), false, here), anchor)?;
                self.within(id, Self::block_map)
            }
            Kind::OpenList => {
                let id = self.push(node(Data::List(Vec::new()), false, here), anchor)?;
                self.within(id, Self::list)
            }
            Kind::OpenMap => {
                let id = self.push(node(Data::Map(Vec::new()), false, here), anchor)?;
                self.within(id, Self::map)
            }
            _ if anchor.is_some() || !tag.is_empty() => {
                let empty = Data::Scalar(Cow::Borrowed(""));
                self.push(node(empty, tag.is_empty(), end..end), anchor)
            }
            _ => self.error("did not find expected node content"),
        }
    }

    fn properties(&mut self) -> Result<Properties<'t>> {
        let start = self.scanner.peek()?.start;
        let mut found = Properties { start, end: start, anchor: None, tag: Cow::Borrowed("") };
        let mut tag = None;
        loop {
            match self.peek()? {
                Kind::Anchor(_) if found.anchor.is_none() => {}
                Kind::Tag(..) if tag.is_none() => {}
                _ => break,
            }
            let Token { kind, start, end } = self.scanner.take()?;
            found.end = end;
            match kind {
                Kind::Anchor(name) => found.anchor = Some(name),
                Kind::Tag(handle, suffix) => tag = Some((handle, suffix, start, end)),
                _ => {}
            }
        }
        if let Some((handle, suffix, start, end)) = tag {
            found.tag = match self.prefix(handle) {
                Some("") => suffix,
                Some(prefix) => Cow::Owned([prefix, &*suffix].concat()),
                None => Cow::Borrowed(""),
            };
            if found.tag.is_empty() {
                return Err(at("found undefined tag handle", start, end));
            }
        }
        Ok(found)
    }

    fn prefix(&self, handle: &str) -> Option<&str> {
        let written = self.directives.iter().find(|it| it.0 == handle).map(|it| &*it.1);
        written.or(match handle {
            "" => Some(""),
            "!" => Some("!"),
            "!!" => Some("tag:yaml.org,2002:"),
            _ => None,
        })
    }

    /// Reads what is in a list or mapping, and puts it there.
    fn within(&mut self, id: Id, read: fn(&mut Self) -> Result<(Data<'t>, usize)>) -> Result<Id> {
        if self.depth == MAX_DEPTH {
            let problem = format!("lists and mappings nest more than {MAX_DEPTH} levels deep");
            return Err(too_much(problem, self.nodes[id].span.clone()));
        }
        self.depth += 1;
        let (data, end) = read(self)?;
        self.depth -= 1;
        let node = &mut self.nodes[id];
        node.data = data;
        node.span.end = node.span.end.max(end);
        Ok(id)
    }

    fn end_of(&self, id: Id) -> usize {
        self.nodes[id].span.end
    }

    /// A list of dashes that stand no further in than its key.
    fn dashes(&mut self) -> Result<(Data<'t>, usize)> {
        let mut items = Vec::new();
        let mut last = 0;
        while *self.peek()? == Kind::Dash {
            let end = self.scanner.take()?.end;
            let is_empty =
                matches!(self.peek()?, Kind::Dash | Kind::Key | Kind::Value | Kind::BlockEnd);
            let item = if is_empty { self.empty(end)? } else { self.node(true, false)? };
            last = self.end_of(item);
            items.push(item);
        }
        Ok((Data::List(items), last))
    }

    fn block_list(&mut self) -> Result<(Data<'t>, usize)> {
        self.scanner.take()?;
        let mut items = Vec::new();
        let mut last = 0;
        loop {
            match self.peek()? {
                Kind::Dash => {
                    let end = self.scanner.take()?.end;
                    let is_empty = matches!(self.peek()?, Kind::Dash | Kind::BlockEnd);
                    let item = if is_empty { self.empty(end)? } else { self.node(true, false)? };
                    last = self.end_of(item);
                    items.push(item);
                }
                Kind::BlockEnd => {
                    self.scanner.take()?;
                    return Ok((Data::List(items), last));
                }
                _ => return self.error("did not find expected '-' indicator"),
            }
        }
    }

    fn block_map(&mut self) -> Result<(Data<'t>, usize)> {
        self.scanner.take()?;
        let mut members = Vec::new();
        let mut last = 0;
        loop {
            match self.peek()? {
                Kind::Key => {
                    let end = self.scanner.take()?.end;
                    let key = self.block_part(end)?;
                    let value = match self.peek()? {
                        Kind::Value => {
                            let end = self.scanner.take()?.end;
                            self.block_part(end)?
                        }
                        _ => {
                            let mark = self.scanner.peek()?.start;
                            self.empty(mark)?
                        }
                    };
                    last = self.end_of(key).max(self.end_of(value));
                    members.push((key, value));
                }
                Kind::BlockEnd => {
                    self.scanner.take()?;
                    return Ok((Data::Map(members), last));
                }
                _ => return self.error("did not find expected key"),
            }
        }
    }

    /// A key or a value of a block.
    fn block_part(&mut self, end: Mark) -> Result<Id> {
        match self.peek()? {
            Kind::Key | Kind::Value | Kind::BlockEnd => self.empty(end),
            _ => self.node(true, true),
        }
    }

    fn list(&mut self) -> Result<(Data<'t>, usize)> {
        self.scanner.take()?;
        let mut items = Vec::new();
        loop {
            if *self.peek()? == Kind::CloseList {
                break;
            }
            if !items.is_empty() {
                if *self.peek()? != Kind::Comma {
                    return self.error("did not find expected ',' or ']'");
                }
                self.scanner.take()?;
            }
            let item = match self.peek()? {
                Kind::CloseList => break,
                Kind::Key => self.pair()?,
                _ => self.node(false, false)?,
            };
            items.push(item);
        }
        let end = self.scanner.take()?.end.byte;
        Ok((Data::List(items), end))
    }

    /// A mapping of one pair without braces, in a list.
    fn pair(&mut self) -> Result<Id> {
        let Token { start, end, .. } = self.scanner.take()?;
        let node = Node {
            data: Data::Map(Vec::new()),
            tag: Cow::Borrowed(""),
            implicit: false,
            line: start.line + 1,
            span: start.byte..end.byte,
        };
        let id = self.push(node, None)?;
        self.within(id, |it| {
            let key = match it.peek()? {
                Kind::Value | Kind::Comma | Kind::CloseList => {
                    // Upstream passes over that sign.
                    let end = it.scanner.take()?.end;
                    it.empty(end)?
                }
                _ => it.node(false, false)?,
            };
            let value = it.bracket_value(&Kind::CloseList)?;
            let end = it.end_of(key).max(it.end_of(value));
            Ok((Data::Map(alloc::vec![(key, value)]), end))
        })
    }

    fn bracket_value(&mut self, close: &Kind<'t>) -> Result<Id> {
        let mut mark = self.scanner.peek()?.start;
        if *self.peek()? == Kind::Value {
            mark = self.scanner.take()?.end;
            let next = self.peek()?;
            if *next != Kind::Comma && next != close {
                return self.node(false, false);
            }
        }
        self.empty(mark)
    }

    fn map(&mut self) -> Result<(Data<'t>, usize)> {
        self.scanner.take()?;
        let mut members = Vec::new();
        loop {
            if *self.peek()? == Kind::CloseMap {
                break;
            }
            if !members.is_empty() {
                if *self.peek()? != Kind::Comma {
                    return self.error("did not find expected ',' or '}'");
                }
                self.scanner.take()?;
            }
            let member = match self.peek()? {
                Kind::CloseMap => break,
                Kind::Key => {
                    let mark = self.scanner.take()?.end;
                    let key = match self.peek()? {
                        Kind::Value | Kind::Comma | Kind::CloseMap => self.empty(mark)?,
                        _ => self.node(false, false)?,
                    };
                    (key, self.bracket_value(&Kind::CloseMap)?)
                }
                _ => {
                    let key = self.node(false, false)?;
                    let mark = self.scanner.peek()?.start;
                    (key, self.empty(mark)?)
                }
            };
            members.push(member);
        }
        let end = self.scanner.take()?.end.byte;
        Ok((Data::Map(members), end))
    }
}

/// An error of the grammar, whose line upstream counts from 0.
fn at(problem: &'static str, start: Mark, end: Mark) -> YamlError {
    let line = (start.line > 0).then_some(start.line);
    YamlError { line, ..YamlError::new(problem, start.byte..end.byte) }
}
