//! The one reader of JSON text: names, values and brackets in order, without recursion.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

use super::error::{Expected, SyntaxError};
use super::text;

/// How deep Go follows lists and objects.
pub(super) const GO_MAX_DEPTH: usize = 10_000;

/// What a [`Token`] is. Commas and colons are checked and not reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Null,
    Bool(bool),
    Number,
    String,
    /// The name of a member; its value comes next.
    Name,
    ArrayStart,
    ArrayEnd,
    ObjectStart,
    ObjectEnd,
}

/// One piece of the text.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// Bytes of the text, quotes included.
    pub(crate) span: Range<usize>,
    /// Whether a string or name holds a backslash.
    pub(crate) escaped: bool,
}

/// Reads a text piece by piece. After an error it is not to be used any more.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a [u8],
    at: usize,
    next: Next,
    open: Vec<Bracket>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Value,
    ValueOrEnd,
    Name,
    NameOrEnd,
    Colon,
    AfterValue,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bracket {
    Array,
    Object,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, next: Next::Value, open: Vec::new() }
    }

    /// The next piece, or `None` after a whole document.
    pub(crate) fn next(&mut self) -> Result<Option<Token>, SyntaxError> {
        loop {
            self.at += spaces(&self.text[self.at..]);
            let Some(&byte) = self.text.get(self.at) else {
                return match self.expected() {
                    Expected::End => Ok(None),
                    expected => Err(self.unexpected(expected)),
                };
            };
            match (self.next, byte) {
                (Next::ValueOrEnd, b']') => return Ok(Some(self.close(TokenKind::ArrayEnd))),
                (Next::Value | Next::ValueOrEnd, _) => return self.value(byte).map(Some),
                (Next::NameOrEnd, b'}') => return Ok(Some(self.close(TokenKind::ObjectEnd))),
                (Next::Name | Next::NameOrEnd, b'"') => {
                    self.next = Next::Colon;
                    return self.string(TokenKind::Name).map(Some);
                }
                (Next::Colon, b':') => {
                    self.at += 1;
                    self.next = Next::Value;
                }
                (Next::AfterValue, _) => match (self.open.last(), byte) {
                    (Some(Bracket::Array), b',') => {
                        self.at += 1;
                        self.next = Next::Value;
                    }
                    (Some(Bracket::Object), b',') => {
                        self.at += 1;
                        self.next = Next::Name;
                    }
                    (Some(Bracket::Array), b']') => {
                        return Ok(Some(self.close(TokenKind::ArrayEnd)));
                    }
                    (Some(Bracket::Object), b'}') => {
                        return Ok(Some(self.close(TokenKind::ObjectEnd)));
                    }
                    _ => return Err(self.unexpected(self.expected())),
                },
                _ => return Err(self.unexpected(self.expected())),
            }
        }
    }

    /// Reads the rest of the value that `first` begins; the end of its bytes.
    pub(crate) fn skip(&mut self, first: &Token) -> Result<usize, SyntaxError> {
        if !matches!(first.kind, TokenKind::ArrayStart | TokenKind::ObjectStart) {
            return Ok(first.span.end);
        }
        // `first` was the innermost bracket when it was read.
        let outside = self.open.len() - 1;
        loop {
            match self.next()? {
                Some(token) if self.open.len() == outside => return Ok(token.span.end),
                Some(_) => {}
                None => return Ok(self.at),
            }
        }
    }

    /// The text of a string or name.
    pub(crate) fn unquote(&self, token: &Token) -> Cow<'a, str> {
        text::unescape(&self.text[token.span.start + 1..token.span.end - 1], token.escaped)
    }

    fn value(&mut self, first: u8) -> Result<Token, SyntaxError> {
        let start = self.at;
        let kind = match first {
            b'{' | b'[' => {
                if self.open.len() == GO_MAX_DEPTH {
                    return Err(SyntaxError::too_deep(self.text, start, GO_MAX_DEPTH));
                }
                let (bracket, next, kind) = if first == b'{' {
                    (Bracket::Object, Next::NameOrEnd, TokenKind::ObjectStart)
                } else {
                    (Bracket::Array, Next::ValueOrEnd, TokenKind::ArrayStart)
                };
                self.open.push(bracket);
                self.next = next;
                self.at += 1;
                return Ok(Token { kind, span: start..self.at, escaped: false });
            }
            b'"' => {
                self.next = Next::AfterValue;
                return self.string(TokenKind::String);
            }
            b'-' | b'0'..=b'9' => self.number()?,
            b't' => self.word("true", TokenKind::Bool(true))?,
            b'f' => self.word("false", TokenKind::Bool(false))?,
            b'n' => self.word("null", TokenKind::Null)?,
            _ => return Err(self.unexpected(Expected::Value)),
        };
        self.next = Next::AfterValue;
        Ok(Token { kind, span: start..self.at, escaped: false })
    }

    fn string(&mut self, kind: TokenKind) -> Result<Token, SyntaxError> {
        let start = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let plain = |&&byte: &&u8| byte >= b' ' && byte != b'"' && byte != b'\\';
            self.at += rest.iter().take_while(plain).count();
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Token { kind, span: start..self.at, escaped });
                }
                Some(b'\\') => {
                    escaped = true;
                    self.at += 1;
                    self.escape()?;
                }
                _ => return Err(self.unexpected(Expected::StringEnd)),
            }
        }
    }

    fn escape(&mut self) -> Result<(), SyntaxError> {
        match self.peek() {
            Some(b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                        return Err(self.unexpected(Expected::HexDigit));
                    }
                    self.at += 1;
                }
            }
            _ => return Err(self.unexpected(Expected::Escape)),
        }
        Ok(())
    }

    fn number(&mut self) -> Result<TokenKind, SyntaxError> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits(Expected::Digit)?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits(Expected::Fraction)?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits(Expected::Exponent)?;
        }
        Ok(TokenKind::Number)
    }

    /// At least one digit.
    fn digits(&mut self, expected: Expected) -> Result<(), SyntaxError> {
        let digits = self.text[self.at..].iter().take_while(|it| it.is_ascii_digit()).count();
        if digits == 0 {
            return Err(self.unexpected(expected));
        }
        self.at += digits;
        Ok(())
    }

    fn word(&mut self, word: &'static str, kind: TokenKind) -> Result<TokenKind, SyntaxError> {
        for letter in word.chars() {
            if self.peek().map(char::from) != Some(letter) {
                return Err(self.unexpected(Expected::Literal { word, letter }));
            }
            self.at += 1;
        }
        Ok(kind)
    }

    fn close(&mut self, kind: TokenKind) -> Token {
        self.open.pop();
        self.next = Next::AfterValue;
        self.at += 1;
        Token { kind, span: self.at - 1..self.at, escaped: false }
    }

    fn expected(&self) -> Expected {
        match self.next {
            Next::Value | Next::ValueOrEnd => Expected::Value,
            Next::Name | Next::NameOrEnd => Expected::MemberName,
            Next::Colon => Expected::Colon,
            Next::AfterValue => match self.open.last() {
                None => Expected::End,
                Some(Bracket::Array) => Expected::ElementEnd,
                Some(Bracket::Object) => Expected::MemberEnd,
            },
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn unexpected(&self, expected: Expected) -> SyntaxError {
        SyntaxError::at(self.text, self.at, expected)
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn spaces(text: &[u8]) -> usize {
    text.iter().take_while(|&&byte| is_space(byte)).count()
}
