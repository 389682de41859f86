//! Where lines begin, and the two ways to count within one.

use std::ops::Range;

/// The lines of a text, found once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(crate) fn new(text: &str) -> Self {
        let ends =
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(ends).collect() }
    }

    pub(crate) fn count(&self) -> usize {
        self.starts.len()
    }

    /// Whether these are more lines than a text area lays out without a pause: 25 µs each in Chromium.
    pub(crate) fn is_long(&self) -> bool {
        self.starts.len() > 20_000
    }

    /// The bytes of the longest line.
    pub(crate) fn longest(&self) -> usize {
        self.starts.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(0)
    }

    /// The line that byte `at` is in, from 0.
    pub(crate) fn of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at) - 1
    }

    /// The bytes of a line, without its end.
    pub(crate) fn range(&self, line: usize, text: &str) -> Range<usize> {
        let start = self.starts[line];
        let end = self.starts.get(line + 1).map_or(text.len(), |next| next - 1);
        start..end
    }

    /// Line and column of byte `at`, from 1; columns count characters.
    pub(crate) fn position(&self, at: usize, text: &str) -> (usize, usize) {
        let at = floor(text, at);
        let line = self.of(at);
        (line + 1, text[self.starts[line]..at].chars().count() + 1)
    }
}

/// `at`, or the boundary of a character before it.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// How many UTF-16 code units stand before byte `at`: what a text area counts.
pub(crate) fn utf16(text: &str, at: usize) -> u32 {
    let units = text[..floor(text, at)].encode_utf16().count();
    u32::try_from(units).unwrap_or(u32::MAX)
}

/// [`utf16`] of many bytes of one text, in any order.
pub(crate) fn utf16_all(text: &str, places: &[usize]) -> Vec<u32> {
    let limit = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    if text.is_ascii() {
        return places.iter().map(|at| limit((*at).min(text.len()))).collect();
    }
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_unstable_by_key(|index| places[*index]);
    let mut units = vec![0; places.len()];
    let (mut seen, mut count) = (0, 0);
    for index in order {
        let at = floor(text, places[index]);
        count += text[seen..at].encode_utf16().count();
        seen = at;
        units[index] = limit(count);
    }
    units
}

/// The byte before which `units` UTF-16 code units stand; where that is within a character, its start.
pub(crate) fn byte(text: &str, units: usize) -> usize {
    if text.is_ascii() {
        return units.min(text.len());
    }
    let mut count = 0;
    for (at, character) in text.char_indices() {
        if count + character.len_utf16() > units {
            return at;
        }
        count += character.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_counts_lines_and_characters_from_one() {
        let text = "a: 1\nß: ü\n";
        let lines = Lines::new(text);
        assert_eq!(lines.count(), 3);
        assert_eq!(lines.position(0, text), (1, 1));
        assert_eq!(lines.position(4, text), (1, 5));
        assert_eq!(lines.position(9, text), (2, 4));
        // Within a character, and past the end.
        assert_eq!(lines.position(10, text), (2, 4));
        assert_eq!(lines.position(99, text), (3, 1));
        assert_eq!(&text[lines.range(1, text)], "ß: ü");
    }

    #[test]
    fn a_text_area_counts_utf16() {
        assert_eq!(utf16("a😀b", 5), 3);
        assert_eq!(utf16("a😀b", 3), 1);
    }

    #[test]
    fn many_places_are_counted_as_one_by_one_and_back() {
        for text in ["", "plain", "ß: ü😀x\n語"] {
            let places: Vec<usize> = (0..text.len() + 2).rev().collect();
            let units = utf16_all(text, &places);
            for (at, units) in places.iter().zip(units) {
                assert_eq!(units, utf16(text, *at), "{text:?} at {at}");
                assert_eq!(byte(text, units as usize), floor(text, *at), "{text:?} at {at}");
            }
        }
        // Within a character, and past the end.
        assert_eq!(byte("a😀b", 2), 1);
        assert_eq!(byte("a😀b", 9), 6);
    }
}
