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

/// The bytes of a text at which these code units stand, in the order asked; beyond the text they are
/// beyond it, and within a character within it. The text is read once.
pub(super) fn bytes(text: &str, units: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by_key(|&it| units[it]);
    let mut found = vec![0; units.len()];
    let mut asked = order.into_iter().peekable();
    let mut unit = 0;
    for (byte, c) in text.char_indices() {
        while let Some(it) = asked.next_if(|&it| units[it] < unit + c.len_utf16()) {
            found[it] = byte + units[it] - unit;
        }
        unit += c.len_utf16();
    }
    for it in asked {
        // Behind the last character; further still, it is as far behind the text.
        found[it] = text.len().saturating_add(units[it] - unit);
    }
    found
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
    fn bytes_are_those_of_the_code_units() {
        let text = "aä🦀€";
        assert_eq!(bytes(text, &[0, 1, 2, 4, 5]), [0, 1, 3, 7, 10]);
        assert_eq!(bytes(text, &[5, 6, 0, usize::MAX]), [10, 11, 0, usize::MAX]);
        assert!(!text.is_char_boundary(bytes(text, &[3])[0]));
        assert_eq!(bytes("", &[0, 1]), [0, 1]);
    }

    #[test]
    fn what_lies_beyond_is_the_end() {
        assert_eq!(Places::new("ä").span(2..9), Span { start: 1, end: 1 });
        assert_eq!(Places::new("a").span(2..9), Span { start: 1, end: 1 });
    }
}
