//! A dump in YAML, cut by its lines: the elements of `items:`, and documents between `---`.

use alloc::vec::Vec;

use super::cut::{CutError, CutErrorKind, Item, MAX_OBJECT, Take};

/// What was read of the document and the element at hand.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The line that is not complete yet.
    line: Vec<u8>,
    /// The document, or the element.
    kept: Vec<u8>,
    /// Where it begins.
    start: u64,
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// In a document that is no list so far.
    #[default]
    Document,
    /// Behind `items:`, whose dashes have this indentation once one was seen.
    Items(Option<usize>),
    /// Behind the items.
    Tail,
}

impl Lines {
    pub(super) fn push(
        &mut self,
        piece: &[u8],
        offset: u64,
        take: &mut Take<'_>,
    ) -> Result<(), CutError> {
        let mut at = 0;
        while let Some(end) = piece[at..].iter().position(|it| *it == b'\n').map(|it| at + it + 1) {
            if self.line.is_empty() {
                self.add(&piece[at..end], offset + at as u64, take)?;
            } else {
                let mut line = core::mem::take(&mut self.line);
                let start = offset + at as u64 - line.len() as u64;
                line.extend_from_slice(&piece[at..end]);
                self.add(&line, start, take)?;
                line.clear();
                self.line = line;
            }
            at = end;
        }
        self.line.extend_from_slice(&piece[at..]);
        self.fits(self.line.len(), offset)
    }

    pub(super) fn finish(&mut self, take: &mut Take<'_>) -> Result<(), CutError> {
        let line = core::mem::take(&mut self.line);
        // Where the last line begins is told by nobody who needs it.
        self.add(&line, self.start + self.kept.len() as u64, take)?;
        self.give(take);
        Ok(())
    }

    /// One line with its end.
    fn add(&mut self, line: &[u8], offset: u64, take: &mut Take<'_>) -> Result<(), CutError> {
        if line.starts_with(b"---") || line.starts_with(b"...") {
            self.give(take);
            self.state = State::Document;
            return Ok(());
        }
        let indent = line.iter().take_while(|it| **it == b' ').count();
        let rest = &line[indent..];
        let is_blank = rest.iter().all(u8::is_ascii_whitespace);
        let has_dash =
            rest.first() == Some(&b'-') && rest.get(1).is_none_or(u8::is_ascii_whitespace);
        match self.state {
            State::Document if line.trim_ascii_end() == b"items:" => {
                self.kept.clear();
                self.state = State::Items(None);
            }
            State::Items(dashes) if has_dash && dashes.is_none_or(|it| it == indent) => {
                self.give(take);
                self.state = State::Items(Some(indent));
                self.start = offset;
                // The dash is one of the spaces that the other lines begin with.
                self.kept.extend(core::iter::repeat_n(b' ', indent + 1));
                self.kept.extend_from_slice(&rest[1..]);
            }
            State::Items(dashes) if !is_blank && dashes.is_none_or(|it| indent <= it) => {
                self.give(take);
                self.state = State::Tail;
            }
            State::Tail => {}
            _ if self.kept.is_empty() && is_blank => {}
            _ => {
                if self.kept.is_empty() {
                    self.start = offset;
                }
                self.kept.extend_from_slice(line);
            }
        }
        self.fits(self.kept.len(), self.start)
    }

    fn fits(&self, length: usize, at: u64) -> Result<(), CutError> {
        match length > MAX_OBJECT {
            true => Err(CutError { at, kind: CutErrorKind::TooLarge }),
            false => Ok(()),
        }
    }

    fn give(&mut self, take: &mut Take<'_>) {
        if !self.kept.iter().all(u8::is_ascii_whitespace) {
            take(Item { offset: self.start, text: &self.kept, kind: None });
        }
        self.kept.clear();
    }
}
