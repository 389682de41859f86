//! Why a document cannot be read.

use core::fmt;
use core::ops::Range;

use crate::json::SyntaxError;

/// Why a document cannot be read, and the bytes of the text where that shows.
///
/// The message repeats nothing of the text but single characters: it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextError {
    kind: TextErrorKind,
    span: Range<usize>,
}

/// The kinds of [`TextError`].
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextErrorKind {
    /// The text has more bytes than are read.
    TooLarge {
        /// How many are read.
        limit: usize,
    },
    /// There are more documents than are read.
    TooManyDocuments {
        /// How many are read.
        limit: usize,
    },
    /// Lists and mappings nest deeper than is read.
    TooDeep {
        /// How many levels are read.
        limit: usize,
    },
    /// One document holds more values than are read.
    TooManyNodes {
        /// How many are read.
        limit: usize,
    },
    /// The aliases of one document repeat more values than are followed.
    TooManyAliases {
        /// How many are followed.
        limit: usize,
    },
    /// A character that no text holds; the text is probably a binary file.
    ControlCharacter {
        /// The character.
        found: char,
    },
    /// The document is not JSON.
    Json(SyntaxError),
    /// The document is not YAML, for the reason in words.
    Yaml(&'static str),
    /// The document is not TOML, for the reason in words.
    Toml(&'static str),
}

impl TextError {
    pub(super) fn new(kind: TextErrorKind, span: Range<usize>) -> Self {
        Self { kind, span }
    }

    /// An error of a document that begins at byte `start`.
    pub(super) fn json(error: &SyntaxError, start: usize) -> Self {
        let error = error.moved(start);
        let span = error.span();
        Self::new(TextErrorKind::Json(error), span)
    }

    /// What is wrong, for code.
    pub fn kind(&self) -> &TextErrorKind {
        &self.kind
    }

    /// The bytes of the text where it shows; empty where the document stops too soon.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            TextErrorKind::TooLarge { limit } => {
                write!(f, "the text is larger than {limit} bytes, the most that is read")
            }
            TextErrorKind::TooManyDocuments { limit } => {
                write!(f, "more than {limit} documents; from here on they are not read")
            }
            TextErrorKind::TooDeep { limit } => {
                write!(f, "lists and mappings nest more than {limit} levels deep")
            }
            TextErrorKind::TooManyNodes { limit } => {
                write!(f, "the document holds more than {limit} values")
            }
            TextErrorKind::TooManyAliases { limit } => {
                write!(f, "the aliases of this document repeat more than {limit} values")
            }
            TextErrorKind::ControlCharacter { found } => write!(
                f,
                "control character U+{:04X}; this is a binary file, or text in another encoding",
                u32::from(*found)
            ),
            TextErrorKind::Json(error) => error.fmt(f),
            TextErrorKind::Yaml(message) | TextErrorKind::Toml(message) => f.write_str(message),
        }
    }
}

impl core::error::Error for TextError {}
