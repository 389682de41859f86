//! Bytes of a text as lines and columns.

use alloc::vec::Vec;

/// A place in a text, as people and editors count it; everything starts at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character of the line (Unicode scalar values).
    pub column: usize,
    /// The UTF-16 code unit of the line, as JavaScript counts.
    pub utf16_column: usize,
}

/// Turns byte positions of one text into lines, columns and UTF-16 positions.
///
/// Built once in one pass; a question then costs the same wherever it points, long lines included.
///
/// ```
/// use pullscope_core::text::Lines;
///
/// let lines = Lines::new("a: 1\nb: 🐳x\n");
/// let position = lines.position(12);
/// assert_eq!((position.line, position.column, position.utf16_column), (2, 5, 6));
/// assert_eq!(lines.utf16(12), 10);
/// ```
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// Byte at which each line starts.
    starts: Vec<usize>,
    /// Characters and UTF-16 code units before every byte that is a multiple of [`STEP`].
    counts: Vec<Counts>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    chars: usize,
    utf16: usize,
}

const STEP: usize = 512;

impl<'a> Lines<'a> {
    /// Reads `text` once.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = Vec::from([0]);
        let mut counts = Vec::with_capacity(bytes.len() / STEP + 1);
        let mut before = Counts::default();
        for (at, &byte) in bytes.iter().enumerate() {
            if at.is_multiple_of(STEP) {
                counts.push(before);
            }
            before.count(byte);
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        if bytes.len().is_multiple_of(STEP) {
            counts.push(before);
        }
        Self { text, starts, counts }
    }

    /// The number of lines; a line break at the very end starts one more.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The place of a byte. Beyond the end it is the end; within a character, the character.
    pub fn position(&self, byte: usize) -> Position {
        let byte = self.text.floor_char_boundary(byte);
        let line = self.starts.partition_point(|&start| start <= byte);
        // The first line starts at 0, so at least one start is not beyond `byte`.
        let start = self.counts_before(self.starts[line - 1]);
        let here = self.counts_before(byte);
        Position {
            line,
            column: here.chars - start.chars + 1,
            utf16_column: here.utf16 - start.utf16 + 1,
        }
    }

    /// How many UTF-16 code units stand before a byte in the whole text.
    pub fn utf16(&self, byte: usize) -> usize {
        self.counts_before(self.text.floor_char_boundary(byte)).utf16
    }

    /// The bytes of a line (counted from 1), its line break left out.
    pub fn line(&self, line: usize) -> Option<core::ops::Range<usize>> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        let length = self.text[start..end].trim_end_matches(['\n', '\r']).len();
        Some(start..start + length)
    }

    fn counts_before(&self, byte: usize) -> Counts {
        let step = byte / STEP;
        let mut counts = self.counts[step];
        for &byte in &self.text.as_bytes()[step * STEP..byte] {
            counts.count(byte);
        }
        counts
    }
}

impl Counts {
    /// Counts a character at its first byte; those beyond the basic plane have four bytes.
    fn count(&mut self, byte: u8) {
        if byte & 0xc0 != 0x80 {
            self.chars += 1;
            self.utf16 += if byte >= 0xf0 { 2 } else { 1 };
        }
    }
}
