//! Scalars: plain, quoted, and blocks of lines.

use alloc::borrow::Cow;
use alloc::string::String;

use super::YamlError;
use super::scan::{Kind, Mark, Result, Scanner, Token};

/// White space within a scalar: what a break of lines becomes.
#[derive(Default)]
struct White {
    /// Blanks on one line.
    blanks: String,
    /// The first break of lines.
    first: Option<&'static str>,
    /// Those behind it.
    more: String,
}

impl White {
    /// Adds what it means, and begins anew.
    fn fold(&mut self, out: &mut String) {
        match self.first.take() {
            None => out.push_str(&self.blanks),
            Some("\n") if self.more.is_empty() => out.push(' '),
            Some("\n") => out.push_str(&self.more),
            Some(separator) => {
                out.push_str(separator);
                out.push_str(&self.more);
            }
        }
        self.blanks.clear();
        self.more.clear();
    }
}

impl<'t> Scanner<'t> {
    /// A break of lines, as one of three texts.
    fn line_break(&mut self) -> &'static str {
        match self.next_line() {
            "\u{2028}" => "\u{2028}",
            "\u{2029}" => "\u{2029}",
            _ => "\n",
        }
    }

    /// Takes the characters from `start` to here, without a copy where nothing else was written.
    fn finish(&self, out: String, start: usize, end: usize) -> Cow<'t, str> {
        match self.text.get(start..end) {
            Some(written) if written == out => Cow::Borrowed(written),
            _ => Cow::Owned(out),
        }
    }

    fn read(&mut self, out: &mut String) {
        let start = self.at.byte;
        self.advance();
        out.push_str(&self.text[start..self.at.byte]);
    }

    /// Passes white space in a scalar. `indent` is the column in front of which no tab may stand.
    fn white(&mut self, white: &mut White, indent: Option<usize>) -> Result<()> {
        while self.is_blank(0) || self.is_break(0) {
            if self.is_break(0) {
                match white.first {
                    None => {
                        white.blanks.clear();
                        white.first = Some(self.line_break());
                    }
                    Some(_) => {
                        let more = self.line_break();
                        white.more.push_str(more);
                    }
                }
            } else if white.first.is_none() {
                self.read(&mut white.blanks);
            } else {
                if self.byte(0) == b'\t' && indent.is_some_and(|it| self.at.column < it) {
                    return self.error("found a tab character that violates indentation");
                }
                self.advance();
            }
        }
        Ok(())
    }

    pub(super) fn plain(&mut self) -> Result<Token<'t>> {
        let start = self.at;
        let mut end = start;
        let mut out = String::new();
        let mut white = White::default();
        let indent = usize::try_from(self.indent + 1).unwrap_or(0);
        loop {
            if self.is_document_sign() || self.byte(0) == b'#' {
                break;
            }
            while !self.is_white(0) {
                let first = self.byte(0);
                if (first == b':' && self.is_white(1))
                    || (self.brackets > 0 && b",?[]{}".contains(&first))
                {
                    break;
                }
                white.fold(&mut out);
                self.read(&mut out);
                end = self.at;
            }
            if !(self.is_blank(0) || self.is_break(0)) {
                break;
            }
            self.white(&mut white, Some(indent))?;
            if self.brackets == 0 && self.at.column < indent {
                break;
            }
        }
        if white.first.is_some() {
            self.key_allowed = true;
        }
        let text = self.finish(out, start.byte, end.byte);
        Ok(Token { kind: Kind::Scalar(text, true), start, end })
    }

    pub(super) fn quoted(&mut self) -> Result<Token<'t>> {
        let start = self.at;
        let quote = self.byte(0);
        self.advance();
        let mut out = String::new();
        loop {
            if self.is_document_sign() {
                return self.error("found unexpected document indicator");
            }
            if self.is_end(0) {
                return self.error("found unexpected end of stream");
            }
            let mut white = White::default();
            let mut is_joined = false;
            while !self.is_white(0) {
                match self.byte(0) {
                    b'\'' if quote == b'\'' && self.byte(1) == b'\'' => {
                        out.push('\'');
                        self.advance_by(2);
                    }
                    first if first == quote => break,
                    b'\\' if quote == b'"' && self.is_break(1) => {
                        self.advance();
                        self.next_line();
                        is_joined = true;
                        break;
                    }
                    b'\\' if quote == b'"' => self.escape(&mut out)?,
                    _ => self.read(&mut out),
                }
            }
            if self.byte(0) == quote {
                break;
            }
            if is_joined {
                // Breaks that follow count, and blanks do not.
                while self.is_blank(0) || self.is_break(0) {
                    if self.is_break(0) {
                        let more = self.line_break();
                        white.more.push_str(more);
                    } else {
                        self.advance();
                    }
                }
                out.push_str(&white.more);
            } else {
                self.white(&mut white, None)?;
                white.fold(&mut out);
            }
        }
        let inner = start.byte + 1..self.at.byte;
        self.advance();
        let text = self.finish(out, inner.start, inner.end);
        Ok(Token { kind: Kind::Scalar(text, false), start, end: self.at })
    }

    fn escape(&mut self, out: &mut String) -> Result<()> {
        let digits = match self.byte(1) {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            other => {
                out.push(match other {
                    b'0' => '\0',
                    b'a' => '\x07',
                    b'b' => '\x08',
                    b't' | b'\t' => '\t',
                    b'n' => '\n',
                    b'v' => '\x0b',
                    b'f' => '\x0c',
                    b'r' => '\r',
                    b'e' => '\x1b',
                    b' ' | b'"' | b'\'' | b'\\' => char::from(other),
                    b'N' => '\u{85}',
                    b'_' => '\u{a0}',
                    b'L' => '\u{2028}',
                    b'P' => '\u{2029}',
                    _ => return self.error("found unknown escape character"),
                });
                self.advance_by(2);
                return Ok(());
            }
        };
        self.advance_by(2);
        let mut value = 0u32;
        for ahead in 0..digits {
            match char::from(self.byte(ahead)).to_digit(16) {
                Some(digit) => value = value << 4 | digit,
                None => return self.error("did not find expected hexdecimal number"),
            }
        }
        match char::from_u32(value) {
            Some(character) => out.push(character),
            None => return self.error("found invalid Unicode character escape code"),
        }
        self.advance_by(digits);
        Ok(())
    }

    pub(super) fn block_scalar(&mut self) -> Result<Token<'t>> {
        let start = self.at;
        let is_literal = self.byte(0) == b'|';
        self.advance();
        let (keep, increment) = self.block_header()?;
        let outer = usize::try_from(self.indent).unwrap_or(0);
        let mut indent = if increment > 0 { outer + increment } else { 0 };
        let mut out = String::new();
        let mut first: Option<&str> = None;
        let mut more = String::new();
        let mut was_blank = false;
        let mut end = self.block_breaks(&mut indent, &mut more)?;
        while self.at.column == indent && !self.is_end(0) {
            let is_blank = self.is_blank(0);
            match first.take() {
                // Lines without a text stand for the break; where there are none, a space does.
                Some("\n") if !is_literal && !was_blank && !is_blank => {
                    out.push_str(if more.is_empty() { " " } else { "" });
                }
                Some(line_break) => out.push_str(line_break),
                None => {}
            }
            out.push_str(&more);
            more.clear();
            was_blank = is_blank;
            while !self.is_break_or_end(0) {
                self.read(&mut out);
            }
            end = self.at;
            if self.is_break(0) {
                first = Some(self.line_break());
            }
            self.block_breaks(&mut indent, &mut more)?;
        }
        if keep != Keep::Nothing {
            out.push_str(first.unwrap_or_default());
        }
        if keep == Keep::All {
            out.push_str(&more);
        }
        Ok(Token { kind: Kind::Scalar(Cow::Owned(out), false), start, end })
    }

    /// What stands behind `|` or `>`, to the end of the line.
    fn block_header(&mut self) -> Result<(Keep, usize)> {
        let mut keep = None;
        let mut increment = None;
        for _ in 0..2 {
            match self.byte(0) {
                b'+' if keep.is_none() => keep = Some(Keep::All),
                b'-' if keep.is_none() => keep = Some(Keep::Nothing),
                b'0' if increment.is_none() => {
                    return self.error("found an indentation indicator equal to 0");
                }
                digit @ b'1'..=b'9' if increment.is_none() => {
                    increment = Some(usize::from(digit - b'0'));
                }
                _ => break,
            }
            self.advance();
        }
        while self.is_blank(0) {
            self.advance();
        }
        self.skip_comment();
        if !self.is_break_or_end(0) {
            return self.error("did not find expected comment or line break");
        }
        if self.is_break(0) {
            self.next_line();
        }
        Ok((keep.unwrap_or(Keep::One), increment.unwrap_or(0)))
    }

    /// Passes the lines without a text, and finds out the indentation where it is not known.
    fn block_breaks(&mut self, indent: &mut usize, breaks: &mut String) -> Result<Mark> {
        let end = self.at;
        let mut widest = 0;
        loop {
            while (*indent == 0 || self.at.column < *indent) && self.byte(0) == b' ' {
                self.advance();
            }
            widest = widest.max(self.at.column);
            if (*indent == 0 || self.at.column < *indent) && self.byte(0) == b'\t' {
                let problem = "found a tab character where an indentation space is expected";
                return self.error(problem);
            }
            if !self.is_break(0) {
                break;
            }
            let line_break = self.line_break();
            breaks.push_str(line_break);
        }
        if *indent == 0 {
            *indent = widest.max(usize::try_from(self.indent + 1).unwrap_or(0)).max(1);
        }
        Ok(end)
    }
}

/// Which of the last breaks of lines belong to a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Nothing,
    One,
    All,
}

/// The first character that no YAML holds.
pub(super) fn control_character(text: &str) -> Option<YamlError> {
    let is_allowed = |it: char| matches!(it, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..);
    let (at, found) = text.char_indices().find(|it| !is_allowed(it.1))?;
    Some(YamlError::new("control characters are not allowed", at..at + found.len_utf8()))
}
