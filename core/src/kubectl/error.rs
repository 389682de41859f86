//! Why kubectl refuses a command.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;
use core::ops::Range;

use crate::go::Quoted;

/// Why a command makes no Secret, and the bytes of the text where that shows.
///
/// `Display` repeats nothing that may be a password; [`upstream`](Self::upstream) is kubectl's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandError {
    kind: CommandErrorKind,
    span: Range<usize>,
}

/// The kinds of [`CommandError`].
#[non_exhaustive]
#[derive(Clone, PartialEq, Eq)]
pub enum CommandErrorKind {
    /// A flag that this command does not have.
    UnknownFlag {
        /// Its name without dashes, as typed.
        flag: String,
        /// A flag of the command that looks like it.
        near: Option<&'static str>,
    },
    /// A single letter that is no flag.
    UnknownShorthand {
        /// What follows the dash.
        letters: String,
    },
    /// A flag without its value, at the end.
    NeedsArgument {
        /// The flag: `--docker-password`.
        flag: String,
    },
    /// Dashes that are no flag: `--=x`.
    BadSyntax {
        /// The word.
        word: String,
    },
    /// None, or more than one word where the name of the Secret stands.
    Names {
        /// How many.
        count: usize,
    },
    /// A quote that is never closed, so that the shell waits for more.
    UnclosedQuote,
}

/// Words of a command may be secret: their lengths at most are shown.
impl fmt::Debug for CommandErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownFlag { near, .. } => {
                f.debug_struct("UnknownFlag").field("near", near).finish_non_exhaustive()
            }
            Self::UnknownShorthand { .. } => {
                f.debug_struct("UnknownShorthand").finish_non_exhaustive()
            }
            Self::NeedsArgument { flag } => {
                f.debug_struct("NeedsArgument").field("flag", flag).finish()
            }
            Self::BadSyntax { .. } => f.debug_struct("BadSyntax").finish_non_exhaustive(),
            Self::Names { count } => f.debug_struct("Names").field("count", count).finish(),
            Self::UnclosedQuote => f.write_str("UnclosedQuote"),
        }
    }
}

impl CommandError {
    pub(super) fn new(kind: CommandErrorKind, span: Range<usize>) -> Self {
        Self { kind, span }
    }

    /// What is wrong, for code.
    pub fn kind(&self) -> &CommandErrorKind {
        &self.kind
    }

    /// The bytes of the text where it shows; empty where something is missing.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// What kubectl prints after `error: `. It repeats words of the command.
    ///
    /// `None` for what the shell refuses.
    pub fn upstream(&self) -> Option<String> {
        Some(match &self.kind {
            CommandErrorKind::UnknownFlag { flag, .. } => format!("unknown flag: --{flag}"),
            CommandErrorKind::UnknownShorthand { letters } => {
                // pflag takes the first byte for a character.
                let first = char::from(letters.bytes().next().unwrap_or(b'-'));
                let first = Quoted(format!("{first}").as_bytes()).to_string();
                let first = first.trim_matches('"');
                format!("unknown shorthand flag: '{first}' in -{letters}")
            }
            CommandErrorKind::NeedsArgument { flag } => format!("flag needs an argument: {flag}"),
            CommandErrorKind::BadSyntax { word } => format!("bad flag syntax: {word}"),
            CommandErrorKind::Names { count } => {
                format!("exactly one NAME is required, got {count}")
            }
            CommandErrorKind::UnclosedQuote => return None,
        })
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            CommandErrorKind::UnknownFlag { flag, near } => match near {
                Some(near) if flag.starts_with(near) => {
                    write!(f, "expected '=' or a space after --{near}")
                }
                Some(near) => write!(f, "kubectl knows no such flag; there is --{near}"),
                None => f.write_str("kubectl create secret knows no such flag"),
            },
            CommandErrorKind::UnknownShorthand { .. } => f.write_str(
                "kubectl create secret knows no flag of this letter; long flags begin with '--'",
            ),
            CommandErrorKind::NeedsArgument { flag } => {
                write!(f, "the flag {flag} needs a value after it")
            }
            CommandErrorKind::BadSyntax { .. } => {
                f.write_str("expected the name of a flag after '--'")
            }
            CommandErrorKind::Names { count: 0 } => f.write_str("expected the name of the Secret"),
            CommandErrorKind::Names { count } => write!(
                f,
                "{count} words stand where the name of the Secret is expected; a value with a space \
                 needs quotes, and a flag begins with two plain hyphens"
            ),
            CommandErrorKind::UnclosedQuote => f.write_str("this quote is never closed"),
        }
    }
}

impl core::error::Error for CommandError {}
