//! Where the bytes of a value's content stand in the text that the value is written in.
//!
//! ```text
//! data:
//!   .dockerconfigjson: eyJhdXRocyI6eyJxdWF5LmlvIjp7fX19
//!                                  |------------|
//!                      {"auths":{"quay.io":{}}}
//!                                |-------|
//! ```
//!
//! A Secret holds a `config.json` as a string of YAML or JSON, and mostly in base64 within that. To
//! point at one key of it, or to change one key and nothing else, its bytes are followed outwards
//! through each of these layers.
//!
//! # How the way is found
//!
//! Nothing is decoded a second time. The reader's result and the text are laid side by side, and
//! every byte of the one has to be found in the other: as it is, as the escape that stands for it,
//! or as white space around a line break. Where that fails, and where a range begins or ends within
//! such white space, the answer is `None`, never a guess.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::base64;
use crate::finding::Edit;
use crate::json::Value;

/// The content of one string value, laid beside the text that it is written in.
///
/// ```
/// use pullscope_core::inside::Inside;
/// use pullscope_core::json;
///
/// // The base64 of `{"quay.io":{}}`.
/// let text = r#"["eyJxdWF5LmlvIjp7fX0="]"#;
/// let list = json::parse(text, 2).unwrap();
/// let value = &list.as_array().unwrap()[0];
/// let inside = Inside::base64(text, value).unwrap();
/// // The key stands in the bytes 1..10, and so in the digits 1..14 of the base64.
/// assert_eq!(inside.place(1..10), Some(3..16));
/// ```
#[derive(Clone, Debug)]
pub struct Inside {
    /// In the order of both; no two overlap.
    runs: Vec<Run>,
    layer: Layer,
    /// Whether a quotation mark needs a backslash.
    in_double_quotes: bool,
}

/// What [`Run::content`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    /// Bytes of the content.
    Text,
    /// Digits of base64, four for three bytes.
    Base64,
}

/// A part of the content, and the part of the text that says it.
#[derive(Clone, Debug)]
struct Run {
    content: Range<usize>,
    text: Range<usize>,
    sort: Sort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// Byte for byte the same.
    Verbatim,
    /// One escape, which stands for one character.
    Escape,
    /// White space around a line break, on both sides.
    Fold,
}

impl Inside {
    /// The content of a string as it is, such as a value under `stringData`.
    ///
    /// `None` when the value is no string, or its content cannot be found in the text for sure.
    pub fn text(text: &str, value: &Value<'_>) -> Option<Self> {
        let content = value.as_str()?;
        let written = text.get(value.span.clone())?;
        let quote = written.chars().next().filter(|it| matches!(it, '"' | '\''));
        let quoted = quote.and_then(|quote| {
            let inner = written.get(1..)?.strip_suffix(quote)?;
            let runs = align(inner, value.span.start + 1, content, Some(quote))?;
            Some((runs, quote == '"'))
        });
        let (runs, in_double_quotes) = match quoted {
            Some(quoted) => quoted,
            None => (align(written, value.span.start, content, None)?, false),
        };
        Some(Self { runs, layer: Layer::Text, in_double_quotes })
    }

    /// What a string decodes to, such as a value under `data`. Line breaks within are passed over,
    /// as [`base64::decode`] does.
    ///
    /// `None` when the value is no string, or its content cannot be found in the text for sure.
    pub fn base64(text: &str, value: &Value<'_>) -> Option<Self> {
        let content = value.as_str()?.as_bytes();
        if !content.iter().all(|&it| base64::may_stand(it)) {
            return None;
        }
        let Self { runs, in_double_quotes, .. } = Self::text(text, value)?;
        let mut digits = 0;
        let mut found = Vec::with_capacity(runs.len());
        for run in runs {
            let mut at = run.text.start;
            for line in content[run.content.clone()].split_inclusive(|&it| base64::is_newline(it)) {
                let count =
                    line.len() - usize::from(line.last().is_some_and(|&it| base64::is_newline(it)));
                let (start, end) = match run.sort {
                    Sort::Verbatim => (at, at + count),
                    _ => (run.text.start, run.text.end),
                };
                at += line.len();
                if count > 0 {
                    let content = digits..digits + count;
                    found.push(Run { content, text: start..end, sort: run.sort });
                    digits += count;
                }
            }
        }
        Some(Self { runs: found, layer: Layer::Base64, in_double_quotes })
    }

    /// A content that stands in the text as it is, at these bytes, such as a file that was pasted.
    pub fn verbatim(text: Range<usize>) -> Self {
        let run = Run { content: 0..text.len(), text, sort: Sort::Verbatim };
        Self { runs: Vec::from([run]), layer: Layer::Text, in_double_quotes: false }
    }

    /// Whether the content is written in base64.
    pub fn is_base64(&self) -> bool {
        self.layer == Layer::Base64
    }

    /// The bytes of the text that say these bytes of the content; of base64 the digits that hold
    /// any bit of them.
    pub fn place(&self, content: Range<usize>) -> Option<Range<usize>> {
        let content = match self.layer {
            Layer::Text => content,
            Layer::Base64 => base64::digits(content),
        };
        if content.is_empty() {
            return None;
        }
        let first = self.run(content.start)?;
        let start = match first.sort {
            Sort::Verbatim => first.text.start + (content.start - first.content.start),
            Sort::Escape => first.text.start,
            Sort::Fold => return None,
        };
        let last = self.run(content.end - 1)?;
        let end = match last.sort {
            Sort::Verbatim => last.text.start + (content.end - last.content.start),
            Sort::Escape => last.text.end,
            Sort::Fold => return None,
        };
        Some(start..end)
    }

    fn run(&self, content: usize) -> Option<&Run> {
        let at = self.runs.partition_point(|it| it.content.end <= content);
        self.runs.get(at).filter(|it| it.content.start <= content)
    }

    /// The edit that puts `new` where the bytes `old` of `whole` stand, `whole` being the content.
    ///
    /// In base64 the groups of three bytes that hold `old` are written again, and with them up to
    /// two bytes on either side: these must be such that `may_repeat` allows, so that no secret is
    /// repeated. `new` has to keep the length of `old`, but for a multiple of three bytes, unless
    /// `old` reaches into the last group.
    pub fn replace(
        &self,
        whole: &[u8],
        old: Range<usize>,
        new: &str,
        may_repeat: fn(u8) -> bool,
    ) -> Option<Edit> {
        if self.layer == Layer::Text {
            let span = if old.is_empty() { self.gap(old.start)? } else { self.place(old)? };
            return Some(Edit { span, text: self.written(new)? });
        }
        let start = old.start / 3 * 3;
        // The last group may be shorter.
        let end = old.end.next_multiple_of(3).min(whole.len());
        let to_end = end == whole.len();
        if !to_end && !old.len().abs_diff(new.len()).is_multiple_of(3) {
            return None;
        }
        let (before, after) = (whole.get(start..old.start)?, whole.get(old.end..end)?);
        if !before.iter().chain(after).all(|&it| may_repeat(it)) {
            return None;
        }
        let text = base64::encode(&[before, new.as_bytes(), after].concat());
        let span = if start == end {
            self.gap(start)?
        } else if to_end {
            // Whatever fills the last group goes with it.
            self.place(start..end)?.start..self.runs.last()?.text.end
        } else {
            self.place(start..end)?
        };
        Some(Edit { span, text })
    }

    /// Where something can be put in front of byte `at` of the content.
    fn gap(&self, at: usize) -> Option<Range<usize>> {
        let at = match self.layer {
            Layer::Text => at,
            Layer::Base64 => at / 3 * 4,
        };
        let is_behind = self.runs.last().is_some_and(|it| it.content.end == at);
        let place = match self.run(at) {
            Some(run) if run.sort == Sort::Verbatim => run.text.start + (at - run.content.start),
            Some(run) if run.sort == Sort::Escape => run.text.start,
            None if is_behind => self.runs.last()?.text.end,
            _ => return None,
        };
        Some(place..place)
    }

    /// `new` as it is written in this text.
    fn written(&self, new: &str) -> Option<String> {
        let is_plain = |c: char| matches!(c, ' '..='~') && !matches!(c, '\\' | '\'');
        if !new.chars().all(is_plain) {
            return None;
        }
        Some(if self.in_double_quotes { new.replace('"', "\\\"") } else { String::from(new) })
    }
}

/// Lays `content` beside the text `written` that it was read from, which starts at byte `start`.
fn align(written: &str, start: usize, content: &str, quote: Option<char>) -> Option<Vec<Run>> {
    let (text, content_bytes) = (written.as_bytes(), content.as_bytes());
    let mut runs: Vec<Run> = Vec::new();
    let (mut t, mut c) = (0, 0);
    if quote.is_none() {
        // A block of lines is told from its first character that is seen.
        (t, c) = (white_space(text).len(), white_space(content_bytes).len());
    }
    while t < text.len() {
        let (text_length, content_length, sort) = match (text[t], quote) {
            (b'\\', Some('"')) => {
                let (text_length, content_length) = escape(&text[t..], content.get(c..)?)?;
                (text_length, content_length, Sort::Escape)
            }
            (b'\'', Some('\'')) => {
                let is_quote =
                    text.get(t + 1) == Some(&b'\'') && content_bytes.get(c) == Some(&b'\'');
                if !is_quote {
                    return None;
                }
                (2, 1, Sort::Escape)
            }
            (b' ' | b'\t' | b'\r' | b'\n', _) => {
                let written = white_space(&text[t..]);
                let read = white_space(content_bytes.get(c..)?);
                if written == read || read.starts_with(written) && !has_line_break(written) {
                    (written.len(), written.len(), Sort::Verbatim)
                } else if has_line_break(written) {
                    (written.len(), read.len(), Sort::Fold)
                } else {
                    return None;
                }
            }
            (byte, _) if content_bytes.get(c) == Some(&byte) => (1, 1, Sort::Verbatim),
            _ => return None,
        };
        let run =
            Run { content: c..c + content_length, text: start + t..start + t + text_length, sort };
        (t, c) = (t + text_length, c + content_length);
        match runs.last_mut() {
            Some(last) if sort == Sort::Verbatim && last.sort == sort => {
                last.content.end = run.content.end;
                last.text.end = run.text.end;
            }
            _ => runs.push(run),
        }
    }
    // A block of lines is told without the line break that ends it.
    let rest = content_bytes.get(c..)?;
    let is_whole = if quote.is_some() { rest.is_empty() } else { white_space(rest) == rest };
    is_whole.then_some(runs)
}

/// The length of the escape at the start of `text`, and of what it stands for in `content`.
fn escape(text: &[u8], content: &str) -> Option<(usize, usize)> {
    let character = content.chars().next();
    let stands_for = |c| character.is_none_or(|it| it == c);
    let length = match *text.get(1)? {
        byte @ (b'"' | b'\\' | b'/' | b' ') if !stands_for(char::from(byte)) => return None,
        b'n' if !stands_for('\n') => return None,
        b'r' if !stands_for('\r') => return None,
        b't' if !stands_for('\t') => return None,
        // The line goes on below, and nothing stands for that.
        b'\n' | b'\r' => return Some((1 + white_space(&text[1..]).len(), 0)),
        b'x' => 4,
        // A character beyond U+FFFF is written as two of them in JSON.
        b'u' => match character {
            Some('\u{10000}'..) => 12,
            _ => 6,
        },
        b'U' => 10,
        _ => 2,
    };
    let is_there = text.len() >= length;
    is_there.then_some((length, character?.len_utf8()))
}

/// The white space at the start of `text`.
fn white_space(text: &[u8]) -> &[u8] {
    let is_white = |it: &&u8| matches!(it, b' ' | b'\t' | b'\r' | b'\n');
    &text[..text.iter().take_while(is_white).count()]
}

fn has_line_break(text: &[u8]) -> bool {
    text.iter().any(|it| matches!(it, b'\n' | b'\r'))
}

#[cfg(test)]
mod tests;
