//! Characters of a text as bytes: the YAML scanner counts characters.

use alloc::vec::Vec;

/// Where every [`STEP`]th character of a text starts.
pub(super) struct Marks<'a> {
    text: &'a str,
    /// Empty for ASCII, where the two are one.
    starts: Vec<usize>,
}

const STEP: usize = 64;

impl<'a> Marks<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let starts = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(STEP).map(|(at, _)| at).collect()
        };
        Self { text, starts }
    }

    /// The byte at which a character starts; the end, for one beyond it.
    pub(super) fn byte(&self, character: usize) -> usize {
        if self.starts.is_empty() {
            return character.min(self.text.len());
        }
        let Some(&start) = self.starts.get(character / STEP) else { return self.text.len() };
        let mut rest = self.text[start..].char_indices();
        rest.nth(character % STEP).map_or(self.text.len(), |(at, _)| start + at)
    }
}
