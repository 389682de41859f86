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
/// Built once in one pass; a question then looks at fewer than 64 bytes, wherever it points,
/// long lines included.
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
    /// Where each line starts.
    starts: Vec<Start>,
    /// What stands before every byte that is a multiple of [`STEP`].
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug)]
struct Start {
    byte: usize,
    before: Counts,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    /// The line that the byte is in, from 0.
    line: usize,
    before: Counts,
}

/// Characters and UTF-16 code units.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    chars: usize,
    utf16: usize,
}

const STEP: usize = 64;

impl<'a> Lines<'a> {
    /// Reads `text` once.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = Vec::from([Start { byte: 0, before: Counts::default() }]);
        let mut steps = Vec::with_capacity(bytes.len() / STEP + 1);
        let mut before = Counts::default();
        for (number, chunk) in bytes.chunks(STEP).enumerate() {
            steps.push(Step { line: starts.len() - 1, before });
            let first = number * STEP;
            let breaks = chunk.iter().enumerate().filter(|(_, byte)| matches!(byte, b'\n' | b'\r'));
            let mut done = 0;
            for (at, byte) in breaks {
                if *byte == b'\r' && bytes.get(first + at + 1) == Some(&b'\n') {
                    continue;
                }
                before = before.and(&chunk[done..=at]);
                done = at + 1;
                starts.push(Start { byte: first + done, before });
            }
            before = before.and(&chunk[done..]);
        }
        if bytes.len().is_multiple_of(STEP) {
            steps.push(Step { line: starts.len() - 1, before });
        }
        Self { text, starts, steps }
    }

    /// The number of lines; a line break at the very end starts one more.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The place of a byte. Beyond the end it is the end; within a character, the character.
    pub fn position(&self, byte: usize) -> Position {
        let byte = self.text.floor_char_boundary(byte);
        let mut line = self.steps[byte / STEP].line;
        while self.starts.get(line + 1).is_some_and(|it| it.byte <= byte) {
            line += 1;
        }
        let start = self.starts[line].before;
        let here = self.counts_before(byte);
        Position {
            line: line + 1,
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
        let start = self.starts.get(line.checked_sub(1)?)?.byte;
        let end = self.starts.get(line).map_or(self.text.len(), |it| it.byte);
        let length = self.text[start..end].trim_end_matches(['\n', '\r']).len();
        Some(start..start + length)
    }

    fn counts_before(&self, byte: usize) -> Counts {
        let step = byte / STEP;
        self.steps[step].before.and(&self.text.as_bytes()[step * STEP..byte])
    }
}

impl Counts {
    /// These counts and those of further bytes. A character is counted at its first byte; those
    /// beyond the basic plane have four bytes, and two code units.
    fn and(self, bytes: &[u8]) -> Self {
        let (mut chars, mut long) = (0, 0);
        for byte in bytes {
            chars += usize::from(byte & 0xc0 != 0x80);
            long += usize::from(*byte >= 0xf0);
        }
        Self { chars: self.chars + chars, utf16: self.utf16 + chars + long }
    }
}
