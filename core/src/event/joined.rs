//! A text that is put together from parts of a document.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::message::{self, Sentence};
use super::{PullEvent, Told};

/// A text, and where each part of it stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Joined {
    pub(super) text: String,
    /// For each part, its first byte here and in the document.
    parts: Vec<(usize, usize)>,
}

impl Joined {
    /// The bytes `span` of a document.
    pub(super) fn of(document: &str, span: Range<usize>) -> Self {
        let mut joined = Self::default();
        joined.push(&document[span.clone()], span.start);
        joined
    }

    /// A text of a document whose writing is not known byte by byte.
    pub(super) fn unplaced(text: &str) -> Self {
        Self { text: text.into(), parts: Vec::new() }
    }

    /// Adds a text that stands at byte `at` of the document.
    pub(super) fn push(&mut self, text: &str, at: usize) {
        let follows =
            self.parts.last().is_some_and(|&(here, there)| there + (self.text.len() - here) == at);
        if !follows {
            self.parts.push((self.text.len(), at));
        }
        self.text.push_str(text);
    }

    /// The byte of the document at which byte `at` of the text stands.
    fn place(&self, at: usize) -> Option<usize> {
        let part = self.parts.partition_point(|it| it.0 <= at).checked_sub(1)?;
        let (here, there) = self.parts[part];
        Some(there + at - here)
    }

    /// The bytes of the document in which a part of the text stands.
    pub(super) fn span(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let start = self.place(range.start)?;
        let end = match range.is_empty() {
            true => start,
            false => self.place(range.end - 1)? + 1,
        };
        Some(start..end.max(start))
    }

    /// A part of this text in quotes, without them and without what escapes in it.
    pub(super) fn unquoted(&self, range: Range<usize>) -> Self {
        let mut joined = Self::default();
        let mut chars = self.text[range.clone()].char_indices().peekable();
        while let Some((at, found)) = chars.next() {
            let start = range.start + at;
            let (text, start) = match (found, chars.peek()) {
                ('\\', Some(&(_, next @ ('"' | '\\')))) => {
                    chars.next();
                    (next, start + 1)
                }
                ('\\', Some(&(_, 'n' | 't'))) => {
                    chars.next();
                    (' ', start)
                }
                _ => (found, start),
            };
            let mut buffer = [0; 4];
            joined.push(text.encode_utf8(&mut buffer), self.place(start).unwrap_or(start));
        }
        joined
    }

    /// The whole text, told.
    pub(super) fn told(&self, fallback: &Range<usize>) -> Told {
        let span = self.span(&(0..self.text.len())).unwrap_or_else(|| fallback.clone());
        Told { text: self.text.clone(), span }
    }
}

impl PullEvent {
    /// Takes what the message says. What is known already counts, for it is said in columns of its
    /// own. `find` looks for a text whose place is not known.
    ///
    /// Gives back whether the message speaks of a pull.
    pub(super) fn take(
        &mut self,
        message: &Joined,
        find: &dyn Fn(&str) -> Option<Range<usize>>,
    ) -> bool {
        let Some(sentence) = message::read(&message.text) else { return false };
        let whole = self.span.clone();
        let told = |range: Range<usize>| {
            let text = &message.text[range.clone()];
            let span = message.span(&range).or_else(|| find(text)).unwrap_or_else(|| whole.clone());
            Told { text: text.into(), span }
        };
        let Sentence { says, start: _, image, reason, secrets, error, container, pod, took } =
            sentence;
        self.says = says;
        self.message.get_or_insert_with(|| told(0..message.text.len()));
        let fill = |place: &mut Option<Told>, range: Option<Range<usize>>| {
            if let (None, Some(range)) = (&place, range) {
                *place = Some(told(range));
            }
        };
        fill(&mut self.image, image);
        fill(&mut self.reason, reason);
        fill(&mut self.error_text, error);
        fill(&mut self.container, container);
        fill(&mut self.pod, pod);
        self.took = self.took.or(took);
        self.missing_secrets.extend(secrets.into_iter().map(told));
        true
    }
}
