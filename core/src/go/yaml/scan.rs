//! Tokens: where blocks begin and end, what is a key, and the signs between.
//!
//! A key is known as one only when its colon comes. So the place of everything that may be a key is
//! remembered, and the signs for a key and for the mapping that it begins are put in behind it.

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;

use super::YamlError;

/// A place in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) byte: usize,
    /// Characters before it.
    pub(super) index: usize,
    /// Lines before it.
    pub(super) line: usize,
    pub(super) column: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    StreamEnd,
    /// Whether it is one that is understood: 1.1.
    Version(bool),
    TagDirective(&'t str, Cow<'t, str>),
    DocumentStart,
    DocumentEnd,
    ListStart,
    MapStart,
    BlockEnd,
    OpenList,
    CloseList,
    OpenMap,
    CloseMap,
    Comma,
    Dash,
    Key,
    Value,
    Alias(&'t str),
    Anchor(&'t str),
    /// Handle and suffix.
    Tag(&'t str, Cow<'t, str>),
    /// The text, and whether it stands without quotes.
    Scalar(Cow<'t, str>, bool),
}

#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) start: Mark,
    pub(super) end: Mark,
}

/// What may turn out to be a key.
#[derive(Clone, Copy, Debug, Default)]
struct Candidate {
    possible: bool,
    /// A block begins at its column, so that nothing else can stand there.
    required: bool,
    token: usize,
    mark: Mark,
}

/// A key in front of a colon has at most so many characters.
const MAX_KEY: usize = 1024;

pub(super) type Result<T> = core::result::Result<T, YamlError>;

pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) at: Mark,
    tokens: VecDeque<Token<'t>>,
    /// How many tokens were taken.
    taken: usize,
    /// The column of the innermost block; -1 outside of all.
    pub(super) indent: isize,
    outer: Vec<isize>,
    pub(super) brackets: usize,
    /// One for each bracket that is open, and one for the blocks.
    candidates: Vec<Candidate>,
    /// The candidates that are possible, by their tokens.
    by_token: BTreeMap<usize, usize>,
    pub(super) key_allowed: bool,
    ended: bool,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, start: usize) -> Self {
        Self {
            text,
            at: Mark { byte: start, ..Mark::default() },
            tokens: VecDeque::new(),
            taken: 0,
            indent: -1,
            outer: Vec::new(),
            brackets: 0,
            candidates: alloc::vec![Candidate::default()],
            by_token: BTreeMap::new(),
            key_allowed: true,
            ended: false,
        }
    }

    /// The next token, which stays.
    pub(super) fn peek(&mut self) -> Result<&Token<'t>> {
        while self.needs_more()? {
            self.fetch()?;
        }
        // There is one: more are fetched until there is, and the last one is never taken.
        self.tokens.front().ok_or_else(Self::no_token)
    }

    /// Takes the next token. The last one stays.
    pub(super) fn take(&mut self) -> Result<Token<'t>> {
        let is_last = self.peek()?.kind == Kind::StreamEnd;
        let token = if is_last { self.tokens.front().cloned() } else { self.tokens.pop_front() };
        self.taken += usize::from(!is_last);
        token.ok_or_else(Self::no_token)
    }

    fn no_token() -> YamlError {
        YamlError::new("unexpected end of tokens", 0..0)
    }

    fn needs_more(&mut self) -> Result<bool> {
        if self.tokens.is_empty() {
            return Ok(!self.ended);
        }
        match self.by_token.get(&self.taken) {
            Some(&number) => Ok(self.is_valid(number)? && !self.ended),
            None => Ok(false),
        }
    }

    /// An error where the scanner stands.
    pub(super) fn error<T>(&self, problem: &'static str) -> Result<T> {
        let Mark { byte, line, .. } = self.at;
        let length = self.text[byte..].chars().next().filter(|it| !matches!(it, '\n' | '\r'));
        let span = byte..byte + length.map_or(0, char::len_utf8);
        let line = (line > 0).then_some(line + 1);
        Err(YamlError { line, ..YamlError::new(problem, span) })
    }

    /// The byte so far ahead; 0 behind the end.
    pub(super) fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at.byte + ahead).copied().unwrap_or(0)
    }

    pub(super) fn is_end(&self, ahead: usize) -> bool {
        self.byte(ahead) == 0
    }

    pub(super) fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.byte(ahead), b' ' | b'\t')
    }

    pub(super) fn is_break(&self, ahead: usize) -> bool {
        match self.byte(ahead) {
            b'\n' | b'\r' => true,
            0xc2 => self.byte(ahead + 1) == 0x85,
            0xe2 => self.byte(ahead + 1) == 0x80 && matches!(self.byte(ahead + 2), 0xa8 | 0xa9),
            _ => false,
        }
    }

    pub(super) fn is_break_or_end(&self, ahead: usize) -> bool {
        self.is_break(ahead) || self.is_end(ahead)
    }

    pub(super) fn is_white(&self, ahead: usize) -> bool {
        self.is_blank(ahead) || self.is_break_or_end(ahead)
    }

    /// Goes on by one character.
    pub(super) fn advance(&mut self) {
        let width = match self.byte(0) {
            0..=0x7f => 1,
            0x80..=0xdf => 2,
            0xe0..=0xef => 3,
            _ => 4,
        };
        self.at.byte = (self.at.byte + width).min(self.text.len());
        self.at.index += 1;
        self.at.column += 1;
    }

    pub(super) fn advance_by(&mut self, count: usize) {
        for _ in 0..count {
            self.advance();
        }
    }

    /// Goes on by a break of lines, and says what it means.
    pub(super) fn next_line(&mut self) -> &'t str {
        let start = self.at.byte;
        let is_pair = self.byte(0) == b'\r' && self.byte(1) == b'\n';
        self.advance_by(1 + usize::from(is_pair));
        self.at.column = 0;
        self.at.line += 1;
        match &self.text[start..self.at.byte] {
            separator @ ("\u{2028}" | "\u{2029}") => separator,
            _ => "\n",
        }
    }

    pub(super) fn skip_comment(&mut self) {
        if self.byte(0) == b'#' {
            while !self.is_break_or_end(0) {
                self.advance();
            }
        }
    }

    /// Whether `---` or `...` stands at the start of a line.
    pub(super) fn is_document_sign(&self) -> bool {
        let rest = &self.text.as_bytes()[self.at.byte.min(self.text.len())..];
        self.at.column == 0
            && (rest.starts_with(b"---") || rest.starts_with(b"..."))
            && self.is_white(3)
    }

    fn skip_to_token(&mut self) {
        loop {
            if self.at.column == 0 && self.text[self.at.byte..].starts_with('\u{feff}') {
                self.advance();
            }
            let tabs = self.brackets > 0 || !self.key_allowed;
            while self.byte(0) == b' ' || (tabs && self.byte(0) == b'\t') {
                self.advance();
            }
            self.skip_comment();
            if !self.is_break(0) {
                return;
            }
            self.next_line();
            if self.brackets == 0 {
                self.key_allowed = true;
            }
        }
    }

    fn fetch(&mut self) -> Result<()> {
        self.skip_to_token();
        self.unroll(isize::try_from(self.at.column).unwrap_or(isize::MAX));
        let first = self.byte(0);
        if self.is_end(0) {
            return self.stream_end();
        }
        if self.at.column == 0 && first == b'%' {
            self.leave_blocks()?;
            let token = self.directive()?;
            self.push(token);
            return Ok(());
        }
        if self.is_document_sign() {
            self.leave_blocks()?;
            let kind = if first == b'-' { Kind::DocumentStart } else { Kind::DocumentEnd };
            self.sign(kind, 3);
            return Ok(());
        }
        let in_brackets = self.brackets > 0;
        match first {
            b'[' | b'{' => self.open(if first == b'[' { Kind::OpenList } else { Kind::OpenMap }),
            b']' | b'}' => self.close(if first == b']' { Kind::CloseList } else { Kind::CloseMap }),
            b',' => {
                self.remove_candidate()?;
                self.key_allowed = true;
                self.sign(Kind::Comma, 1);
                Ok(())
            }
            b'-' if self.is_white(1) => self.dash(),
            b'?' if in_brackets || self.is_white(1) => self.key(),
            b':' if in_brackets || self.is_white(1) => self.value(),
            b'*' | b'&' | b'!' | b'\'' | b'"' => {
                self.save_candidate()?;
                self.key_allowed = false;
                let token = match first {
                    b'!' => self.tag()?,
                    b'*' | b'&' => self.anchor()?,
                    _ => self.quoted()?,
                };
                self.push(token);
                Ok(())
            }
            b'|' | b'>' if !in_brackets => {
                self.remove_candidate()?;
                self.key_allowed = true;
                let token = self.block_scalar()?;
                self.push(token);
                Ok(())
            }
            _ if self.begins_plain(first) => {
                self.save_candidate()?;
                self.key_allowed = false;
                let token = self.plain()?;
                self.push(token);
                Ok(())
            }
            _ => self.error("found character that cannot start any token"),
        }
    }

    fn begins_plain(&self, first: u8) -> bool {
        match first {
            b'-' => !self.is_blank(1),
            b'?' | b':' => self.brackets == 0 && !self.is_white(1),
            _ => !self.is_white(0) && !b",[]{}#&*!|>'\"%@`".contains(&first),
        }
    }

    fn push(&mut self, token: Token<'t>) {
        self.tokens.push_back(token);
    }

    /// A token of some characters that stand here.
    fn sign(&mut self, kind: Kind<'t>, length: usize) {
        let start = self.at;
        self.advance_by(length);
        self.push(Token { kind, start, end: self.at });
    }

    /// A token that no character stands for, at a place; before the token of that number, or last, also
    /// where that token was already taken.
    fn insert(&mut self, kind: Kind<'t>, mark: Mark, number: Option<usize>) {
        let token = Token { kind, start: mark, end: mark };
        match number.and_then(|it| it.checked_sub(self.taken)) {
            Some(place) if place < self.tokens.len() => self.tokens.insert(place, token),
            _ => self.tokens.push_back(token),
        }
    }

    fn stream_end(&mut self) -> Result<()> {
        if self.at.column != 0 {
            self.at.column = 0;
            self.at.line += 1;
        }
        self.leave_blocks()?;
        self.ended = true;
        self.insert(Kind::StreamEnd, self.at, None);
        Ok(())
    }

    fn leave_blocks(&mut self) -> Result<()> {
        self.unroll(-1);
        self.remove_candidate()?;
        self.key_allowed = false;
        Ok(())
    }

    /// Begins a block, where the column is one of its own.
    fn roll(&mut self, mark: Mark, number: Option<usize>, kind: Kind<'t>) {
        let column = isize::try_from(mark.column).unwrap_or(isize::MAX);
        if self.brackets == 0 && self.indent < column {
            self.outer.push(self.indent);
            self.indent = column;
            self.insert(kind, mark, number);
        }
    }

    /// Ends the blocks that are further in.
    fn unroll(&mut self, column: isize) {
        while self.brackets == 0 && self.indent > column {
            self.insert(Kind::BlockEnd, self.at, None);
            self.indent = self.outer.pop().unwrap_or(-1);
        }
    }

    fn open(&mut self, kind: Kind<'t>) -> Result<()> {
        self.save_candidate()?;
        // It bears the number of the bracket, so that the end of empty brackets takes that from the
        // candidates: upstream looks no further for a colon behind them.
        let token = self.taken + self.tokens.len();
        self.candidates.push(Candidate { token, ..Candidate::default() });
        self.brackets += 1;
        self.key_allowed = true;
        self.sign(kind, 1);
        Ok(())
    }

    fn close(&mut self, kind: Kind<'t>) -> Result<()> {
        self.remove_candidate()?;
        if self.brackets > 0 {
            self.brackets -= 1;
            if let Some(last) = self.candidates.pop() {
                self.by_token.remove(&last.token);
            }
        }
        self.key_allowed = false;
        self.sign(kind, 1);
        Ok(())
    }

    fn dash(&mut self) -> Result<()> {
        if self.brackets == 0 {
            if !self.key_allowed {
                return self.error("block sequence entries are not allowed in this context");
            }
            self.roll(self.at, None, Kind::ListStart);
        }
        self.remove_candidate()?;
        self.key_allowed = true;
        self.sign(Kind::Dash, 1);
        Ok(())
    }

    fn key(&mut self) -> Result<()> {
        if self.brackets == 0 {
            if !self.key_allowed {
                return self.error("mapping keys are not allowed in this context");
            }
            self.roll(self.at, None, Kind::MapStart);
        }
        self.remove_candidate()?;
        self.key_allowed = self.brackets == 0;
        self.sign(Kind::Key, 1);
        Ok(())
    }

    fn value(&mut self) -> Result<()> {
        let last = self.candidates.len() - 1;
        if self.is_valid(last)? {
            let Candidate { token, mark, .. } = self.candidates[last];
            self.insert(Kind::Key, mark, Some(token));
            self.roll(mark, Some(token), Kind::MapStart);
            self.forget(last);
            self.key_allowed = false;
        } else {
            if self.brackets == 0 {
                if !self.key_allowed {
                    return self.error("mapping values are not allowed in this context");
                }
                self.roll(self.at, None, Kind::MapStart);
            }
            self.key_allowed = self.brackets == 0;
        }
        self.sign(Kind::Value, 1);
        Ok(())
    }

    /// Whether a candidate can still be a key: on its line, and not too long.
    fn is_valid(&mut self, number: usize) -> Result<bool> {
        let Candidate { possible, required, mark, .. } = self.candidates[number];
        if !possible {
            return Ok(false);
        }
        if mark.line < self.at.line || mark.index + MAX_KEY < self.at.index {
            if required {
                return self.error(NO_COLON);
            }
            self.forget(number);
            return Ok(false);
        }
        Ok(true)
    }

    fn save_candidate(&mut self) -> Result<()> {
        if !self.key_allowed {
            return Ok(());
        }
        let required = self.brackets == 0 && usize::try_from(self.indent) == Ok(self.at.column);
        self.remove_candidate()?;
        let token = self.taken + self.tokens.len();
        let last = self.candidates.len() - 1;
        self.candidates[last] = Candidate { possible: true, required, token, mark: self.at };
        self.by_token.insert(token, last);
        Ok(())
    }

    fn remove_candidate(&mut self) -> Result<()> {
        let last = self.candidates.len() - 1;
        let Candidate { possible, required, .. } = self.candidates[last];
        if possible && required {
            return self.error(NO_COLON);
        }
        self.forget(last);
        Ok(())
    }

    fn forget(&mut self, number: usize) {
        let candidate = &mut self.candidates[number];
        if candidate.possible {
            candidate.possible = false;
            self.by_token.remove(&candidate.token);
        }
    }
}

const NO_COLON: &str = "could not find expected ':'";
