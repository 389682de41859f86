//! Places in a text, as JavaScript counts them.

use std::ops::Range;

use serde::Serialize;
use tsify::Tsify;

/// A place in a text that was given, in UTF-16 code units: `text.slice(start, end)` cuts it out.
/// Where a text stops too soon, it is empty and at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Tsify)]
pub struct Span {
    /// The first code unit.
    pub start: u32,
    /// The code unit after the last.
    pub end: u32,
}

/// Translates places of one text from bytes of UTF-8 to code units of UTF-16.
///
/// Reads the text once; then each place costs the reading of at most [`STEP`] bytes twice, so that
/// a document with many places stays linear.
pub(super) struct Places<'a> {
    text: &'a [u8],
    /// Code units before every `STEP`th byte. Empty when both counts agree everywhere.
    steps: Vec<usize>,
}

/// How far apart the known places are, in bytes.
const STEP: usize = 128;

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let text = text.as_bytes();
        let mut steps = Vec::new();
        if !text.is_ascii() {
            let mut units = 0;
            for chunk in text.chunks(STEP) {
                steps.push(units);
                units += code_units(chunk);
            }
        }
        Self { text, steps }
    }

    /// The place of these bytes; what lies beyond the text is taken for its end.
    pub(super) fn span(&self, bytes: Range<usize>) -> Span {
        Span { start: self.at(bytes.start), end: self.at(bytes.end) }
    }

    fn at(&self, byte: usize) -> u32 {
        let byte = byte.min(self.text.len());
        let units = match self.steps.len().checked_sub(1) {
            None => byte,
            Some(last) => {
                let step = last.min(byte / STEP);
                self.steps[step] + code_units(&self.text[step * STEP..byte])
            }
        };
        // JavaScript's strings are shorter than this.
        u32::try_from(units).unwrap_or(u32::MAX)
    }
}

/// A character is counted at its first byte, so that `bytes` may begin and end inside one.
fn code_units(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .map(|byte| match byte {
            0x80..=0xbf => 0,
            0xf0.. => 2,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) {
        let places = Places::new(text);
        for (start, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let expect = u32::try_from(text[..start].encode_utf16().count()).unwrap();
            assert_eq!(places.span(start..text.len()).start, expect, "byte {start}");
        }
    }

    #[test]
    fn places_are_those_of_utf16() {
        check("");
        check("nginx");
        check("näginx 🦀 €");
        check(&"ä".repeat(3 * STEP));
        check(&"x🦀€".repeat(STEP));
        check(&format!("{}ä", "x".repeat(STEP - 1)));
    }

    #[test]
    fn what_lies_beyond_is_the_end() {
        assert_eq!(Places::new("ä").span(2..9), Span { start: 1, end: 1 });
        assert_eq!(Places::new("a").span(2..9), Span { start: 1, end: 1 });
    }
}
