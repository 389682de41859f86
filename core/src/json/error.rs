//! Why a text is not JSON.

use alloc::format;
use alloc::string::String;
use core::fmt;
use core::ops::Range;

/// Why a text is not JSON, and the bytes where it stops being so.
///
/// ```
/// use pullscope_core::json;
///
/// let err = json::check(br#"{"auths": {},}"#).unwrap_err();
/// assert_eq!(err.to_string(), "unexpected '}', expected a member name in double quotes");
/// assert_eq!(err.span(), 13..14);
/// assert_eq!(err.upstream(), "invalid character '}' looking for beginning of object key string");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    kind: SyntaxErrorKind,
    span: Range<usize>,
    /// What Go quotes: one byte, also where a character has more.
    byte: u8,
}

/// The kinds of [`SyntaxError`].
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// There is nothing but white space.
    Empty,
    /// The text ends too soon.
    Unfinished {
        /// What would have continued it.
        expected: Expected,
    },
    /// A character that cannot stand there; U+FFFD for a byte that is not UTF-8.
    Unexpected {
        /// The character.
        found: char,
        /// What could stand there.
        expected: Expected,
    },
    /// Lists and objects nest deeper than the reader follows.
    TooDeep {
        /// The number of levels it follows.
        limit: usize,
    },
}

/// What could have stood where a [`SyntaxError`] stands.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A value.
    Value,
    /// The name of a member.
    MemberName,
    /// The colon after the name of a member.
    Colon,
    /// A comma or the end of the object.
    MemberEnd,
    /// A comma or the end of the list.
    ElementEnd,
    /// The end of the text.
    End,
    /// The rest of a string, which holds no control character.
    StringEnd,
    /// The letter of an escape in a string.
    Escape,
    /// A digit of `\u0000`.
    HexDigit,
    /// A digit after the minus sign.
    Digit,
    /// A digit after the decimal point.
    Fraction,
    /// A digit in the exponent.
    Exponent,
    /// The next letter of `true`, `false` or `null`.
    Literal {
        /// The word.
        word: &'static str,
        /// The letter.
        letter: char,
    },
}

impl SyntaxError {
    /// The error for what stands at byte `at` of `text`; at its end, for the end.
    pub(super) fn at(text: &[u8], at: usize, expected: Expected) -> Self {
        let Some(&byte) = text.get(at) else {
            let blank = text.iter().all(|&byte| super::tokens::is_space(byte));
            let kind = if blank {
                SyntaxErrorKind::Empty
            } else {
                SyntaxErrorKind::Unfinished { expected }
            };
            return Self { kind, span: text.len()..text.len(), byte: b' ' };
        };
        // A character has at most four bytes; what follows it does not matter.
        let window = &text[at..text.len().min(at + 4)];
        let found = window.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next());
        let length = found.map_or(1, char::len_utf8);
        let found = found.unwrap_or(char::REPLACEMENT_CHARACTER);
        let kind = SyntaxErrorKind::Unexpected { found, expected };
        Self { kind, span: at..at + length, byte }
    }

    /// The error for the bracket at byte `at`, which is one level too deep.
    pub(super) fn too_deep(text: &[u8], at: usize, limit: usize) -> Self {
        let byte = text.get(at).copied().unwrap_or(b' ');
        Self { kind: SyntaxErrorKind::TooDeep { limit }, span: at..at + 1, byte }
    }

    /// The same error in a text that begins so many bytes earlier.
    pub(crate) fn moved(&self, by: usize) -> Self {
        Self { span: self.span.start + by..self.span.end + by, ..self.clone() }
    }

    /// What is wrong, for code.
    pub fn kind(&self) -> SyntaxErrorKind {
        self.kind
    }

    /// The bytes of the unexpected character; empty, at its end, when the text stops too soon.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Go's exact text.
    ///
    /// Upstream: Go 1.26 `encoding/json` `scanner.go`.
    pub fn upstream(&self) -> String {
        let context = match self.kind {
            SyntaxErrorKind::TooDeep { .. } => String::from("exceeded max depth"),
            SyntaxErrorKind::Unexpected { expected, .. } => expected.upstream(),
            // Go asks at the end what a space would be. Inside a token that is an error, too.
            SyntaxErrorKind::Unfinished { expected } if expected.is_inside_token() => {
                expected.upstream()
            }
            SyntaxErrorKind::Empty | SyntaxErrorKind::Unfinished { .. } => {
                return String::from("unexpected end of JSON input");
            }
        };
        format!("invalid character {} {context}", GoByte(self.byte))
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            SyntaxErrorKind::Empty => f.write_str("the document is empty"),
            SyntaxErrorKind::Unfinished { expected } => {
                write!(f, "the document ends too soon, expected {expected}")
            }
            SyntaxErrorKind::Unexpected { found, expected } => {
                write!(f, "unexpected {}, expected {expected}", Found(found))
            }
            SyntaxErrorKind::TooDeep { limit } => {
                write!(f, "lists and objects nest more than {limit} levels deep")
            }
        }
    }
}

impl core::error::Error for SyntaxError {}

impl Expected {
    fn is_inside_token(self) -> bool {
        use Expected::{Digit, Escape, Exponent, Fraction, HexDigit, Literal};
        matches!(self, Escape | HexDigit | Digit | Fraction | Exponent | Literal { .. })
    }

    fn upstream(self) -> String {
        String::from(match self {
            Self::Value => "looking for beginning of value",
            Self::MemberName => "looking for beginning of object key string",
            Self::Colon => "after object key",
            Self::MemberEnd => "after object key:value pair",
            Self::ElementEnd => "after array element",
            Self::End => "after top-level value",
            Self::StringEnd => "in string literal",
            Self::Escape => "in string escape code",
            Self::HexDigit => "in \\u hexadecimal character escape",
            Self::Digit => "in numeric literal",
            Self::Fraction => "after decimal point in numeric literal",
            Self::Exponent => "in exponent of numeric literal",
            Self::Literal { word, letter } => {
                return format!("in literal {word} (expecting '{letter}')");
            }
        })
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Value => "a value",
            Self::MemberName => "a member name in double quotes",
            Self::Colon => "':' after the member name",
            Self::MemberEnd => "',' or '}' after the member",
            Self::ElementEnd => "',' or ']' after the element",
            Self::End => "nothing after the document",
            Self::StringEnd => "'\"' to close the string",
            Self::Escape => "an escape: one of b f n r t u \" \\ /",
            Self::HexDigit => "a hexadecimal digit of the escape",
            Self::Digit => "a digit after '-'",
            Self::Fraction => "a digit after the decimal point",
            Self::Exponent => "a digit in the exponent",
            Self::Literal { word, letter } => {
                return write!(f, "'{letter}' of the word {word}");
            }
        })
    }
}

/// A character in a sentence for people.
struct Found(char);

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            '\n' | '\r' => f.write_str("line break"),
            '\t' => f.write_str("tab"),
            '\u{feff}' => f.write_str("byte order mark"),
            char::REPLACEMENT_CHARACTER => f.write_str("byte that is not UTF-8"),
            c if c.is_control() || (c.is_whitespace() && c != ' ') => {
                write!(f, "U+{:04X}", u32::from(c))
            }
            c => write!(f, "'{c}'"),
        }
    }
}

/// One byte as Go quotes it: as the character of that number, whatever it is a part of.
struct GoByte(u8);

impl fmt::Display for GoByte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("'")?;
        match self.0 {
            b'\'' => f.write_str("\\'"),
            b'\\' => f.write_str("\\\\"),
            0x07 => f.write_str("\\a"),
            0x08 => f.write_str("\\b"),
            0x0b => f.write_str("\\v"),
            0x0c => f.write_str("\\f"),
            b'\n' => f.write_str("\\n"),
            b'\r' => f.write_str("\\r"),
            b'\t' => f.write_str("\\t"),
            byte @ (..=0x1f | 0x7f) => write!(f, "\\x{byte:02x}"),
            // Go prints neither the C1 controls, nor the no-break space, nor the soft hyphen.
            byte @ (0x80..=0xa0 | 0xad) => write!(f, "\\u{byte:04x}"),
            byte => write!(f, "{}", char::from(byte)),
        }?;
        f.write_str("'")
    }
}
