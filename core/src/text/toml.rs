//! Reading TOML, as far as the files of a container runtime use it.
//!
//! ```text
//! unqualified-search-registries = ["docker.io", "quay.io"]   # one line or several
//! [aliases]
//! "kong" = "docker.io/library/kong"
//! [[registry]]
//! location = "registry.example.com"
//! ```
//!
//! # What is read
//!
//! Tables and lists of tables; keys bare, quoted and dotted; texts in quotes of either kind, on one
//! line or several; numbers, `true` and `false`; lists; tables in braces. Dates are refused, as is
//! whatever TOML refuses: each with its place. The tree is that of [`Value`], with the bytes of every
//! key and value; a table's members stand in the order in which they were first named.
//!
//! Grammar: TOML 1.1.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::{Limits, TextError, TextErrorKind};
use crate::json::{Data, Member, Value};

mod scalar;
mod tree;

use tree::Tree;

/// Reads the bytes `span` of a text: the tree, or what was read before the error.
pub(super) fn read<'a>(
    text: &'a str,
    span: Range<usize>,
    limits: &Limits,
) -> (Value<'a>, Option<TextError>) {
    if let Some(at) = bare_return(&text[span.clone()]) {
        let at = span.start + at;
        let message = "a carriage return stands here without a line feed";
        let nothing = Value { span, data: Data::Object(Vec::new()) };
        return (nothing, Some(error(message, at..at + 1)));
    }
    let mut reader = Reader { text: &text[..span.end], at: span.start, limits, nodes: 0 };
    let mut tree = Tree::new(span.clone());
    let error = reader.run(&mut tree).err();
    (tree.finish(), error)
}

type Read<T> = Result<T, TextError>;

struct Reader<'a, 'l> {
    /// Up to the end of the file.
    text: &'a str,
    at: usize,
    limits: &'l Limits,
    nodes: usize,
}

/// One part of a dotted key.
#[derive(Clone, Debug)]
struct Key<'a> {
    name: Cow<'a, str>,
    span: Range<usize>,
}

impl<'a> Reader<'a, '_> {
    fn run(&mut self, tree: &mut Tree<'a>) -> Read<()> {
        loop {
            self.blank_lines();
            let Some(first) = self.peek() else { return Ok(()) };
            let start = self.at;
            if first == b'[' {
                let is_list = self.rest().starts_with("[[");
                self.at += if is_list { 2 } else { 1 };
                let keys = self.keys()?;
                let close = if is_list { "]]" } else { "]" };
                self.expect(close)?;
                tree.open(&keys, is_list, start..self.at).map_err(|key| defined(&key))?;
            } else {
                let keys = self.keys()?;
                self.expect("=")?;
                let value = self.value(0)?;
                tree.set(&keys, value).map_err(|key| defined(&key))?;
            }
            self.end_of_line()?;
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
    }

    /// White space, comments and line breaks.
    fn blank_lines(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
            if self.peek() != Some(b'#') {
                return;
            }
            self.comment();
        }
    }

    fn comment(&mut self) {
        let rest = self.rest();
        self.at += rest.find(['\n', '\r']).unwrap_or(rest.len());
    }

    fn end_of_line(&mut self) -> Read<()> {
        self.spaces();
        match self.peek() {
            Some(b'#') => {
                self.comment();
                Ok(())
            }
            None | Some(b'\n' | b'\r') => Ok(()),
            Some(_) => Err(self.here("expected the end of the line")),
        }
    }

    /// `what`, with white space around it.
    fn expect(&mut self, what: &'static str) -> Read<()> {
        self.spaces();
        if !self.rest().starts_with(what) {
            return Err(self.here(match what {
                "=" => "expected = between the key and its value",
                "]" => "expected ] at the end of the table's name",
                _ => "expected ]] at the end of the table's name",
            }));
        }
        self.at += what.len();
        self.spaces();
        Ok(())
    }

    /// The error at the next character.
    fn here(&self, message: &'static str) -> TextError {
        let width = self.rest().chars().next().map_or(0, char::len_utf8);
        error(message, self.at..self.at + width)
    }

    /// A key with its dots.
    fn keys(&mut self) -> Read<Vec<Key<'a>>> {
        let mut keys = Vec::new();
        loop {
            self.spaces();
            if keys.len() == self.limits.depth {
                return Err(self.too_deep());
            }
            keys.push(self.key()?);
            self.spaces();
            if self.peek() != Some(b'.') {
                return Ok(keys);
            }
            self.at += 1;
        }
    }

    fn key(&mut self) -> Read<Key<'a>> {
        let start = self.at;
        self.count()?;
        let name = match self.peek() {
            Some(quote @ (b'"' | b'\'')) => {
                if self.rest().starts_with("\"\"\"") || self.rest().starts_with("'''") {
                    return Err(self.here("a key stands on one line"));
                }
                self.quoted(quote)?
            }
            _ => {
                let is_bare = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
                let rest = self.rest();
                let length = rest.find(|it| !is_bare(it)).unwrap_or(rest.len());
                if length == 0 {
                    return Err(self.here("expected a key"));
                }
                self.at += length;
                Cow::Borrowed(&rest[..length])
            }
        };
        Ok(Key { name, span: start..self.at })
    }

    fn value(&mut self, depth: usize) -> Read<Value<'a>> {
        self.count()?;
        let start = self.at;
        let data = match self.peek() {
            Some(b'[') => self.list(depth)?,
            Some(b'{') => self.braces(depth)?,
            Some(quote @ (b'"' | b'\'')) => {
                let rest = self.rest();
                let text = match rest.starts_with("\"\"\"") || rest.starts_with("'''") {
                    true => self.lines_in_quotes(quote)?,
                    false => self.quoted(quote)?,
                };
                Data::String(text)
            }
            _ => self.word()?,
        };
        Ok(Value { span: start..self.at, data })
    }

    fn list(&mut self, depth: usize) -> Read<Data<'a>> {
        self.deeper(depth)?;
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.blank_lines();
            if self.peek() == Some(b']') {
                break;
            }
            items.push(self.value(depth + 1)?);
            self.blank_lines();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(self.here("expected , or ] after a value of the list")),
            }
        }
        self.at += 1;
        Ok(Data::Array(items))
    }

    fn braces(&mut self, depth: usize) -> Read<Data<'a>> {
        self.deeper(depth)?;
        let start = self.at;
        self.at += 1;
        let mut table = Tree::new(start..start);
        self.blank_lines();
        while self.peek() != Some(b'}') {
            let keys = self.keys()?;
            self.expect("=")?;
            let value = self.value(depth + 1)?;
            table.set(&keys, value).map_err(|key| defined(&key))?;
            self.blank_lines();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.here("expected , or } after a value of the table")),
            }
            self.blank_lines();
        }
        self.at += 1;
        Ok(table.finish().data)
    }

    fn deeper(&self, depth: usize) -> Read<()> {
        if depth < self.limits.depth { Ok(()) } else { Err(self.too_deep()) }
    }

    fn too_deep(&self) -> TextError {
        let kind = TextErrorKind::TooDeep { limit: self.limits.depth };
        TextError::new(kind, self.at..self.at)
    }

    fn count(&mut self) -> Read<()> {
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            let kind = TextErrorKind::TooManyNodes { limit: self.limits.nodes };
            return Err(TextError::new(kind, self.at..self.at));
        }
        Ok(())
    }
}

/// A carriage return that is no part of a line break.
fn bare_return(text: &str) -> Option<usize> {
    let returns = text.bytes().enumerate().filter(|it| it.1 == b'\r').map(|it| it.0);
    returns.into_iter().find(|at| text.as_bytes().get(at + 1) != Some(&b'\n'))
}

fn error(message: &'static str, span: Range<usize>) -> TextError {
    TextError::new(TextErrorKind::Toml(message), span)
}

fn defined(span: &Range<usize>) -> TextError {
    error("this key stands here already", span.clone())
}

#[cfg(test)]
mod tests;
