//! Regular expressions of Go, for texts of ASCII: its grammar, its errors and its matches.
//!
//! An expression is read by Go's rules into a program, which finds the match that Go prefers in a time
//! that the product of the lengths bounds. Only ASCII is matched, which is all that the name of a
//! repository holds; so a class of characters becomes the ASCII characters in it. The program is small,
//! because the admission policy has it, too, which takes 200 kB as a whole at most.
//!
//! Upstream: `parse` in Go 1.26 `regexp/syntax/parse.go`, `compile` in `compile.go`.

mod class;
mod code;
mod count;
mod escape;
mod head;
mod program;
mod replace;
mod translate;
mod unicode;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

pub(crate) use head::Head;
use program::Inst;
pub(crate) use replace::{Piece, pieces};
use translate::{Translated, translate};

use crate::quoted::user_info;
use crate::substring;

/// A regular expression, ready to match.
#[derive(Clone, Debug)]
pub(crate) struct Regexp {
    program: Vec<Inst>,
    /// The names of the groups; the first one is the whole match.
    names: Vec<Option<String>>,
}

/// Why a text is no regular expression of Go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegexpError {
    problem: Problem,
    expression: String,
    span: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    MissingArgument,
    NestedRepeat,
    RepeatSize,
    MissingParen,
    UnexpectedParen,
    PerlSyntax,
    CaptureName,
    ClassRange,
    MissingBracket,
    Escape,
    TrailingBackslash,
    Nesting,
    TooLarge,
}

impl RegexpError {
    fn new(problem: Problem, pattern: &str, span: Range<usize>) -> Self {
        Self { problem, expression: pattern[span.clone()].to_string(), span }
    }

    /// An expression that could be compiled and is not, since there is too much of it.
    pub(crate) fn too_large(pattern: &str) -> Self {
        Self::new(Problem::TooLarge, pattern, 0..pattern.len())
    }

    /// The bytes of the expression that are wrong.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Go's text for a message: without the expression where it is long, or may hold a password.
    pub(crate) fn harmless(&self) -> String {
        let text = self.to_string();
        let is_shown = self.expression.len() <= 200 && user_info(&self.expression).is_none();
        match substring::find(&text, ": `") {
            Some(end) if !is_shown => text[..end].to_string(),
            _ => text,
        }
    }

    /// Whether Go compiles it, and only this program does not.
    pub fn is_a_limit_of_ours(&self) -> bool {
        self.problem == Problem::TooLarge
    }
}

/// Go's text; where only this program has a limit, a text of its own.
impl fmt::Display for RegexpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = match self.problem {
            Problem::MissingArgument => "missing argument to repetition operator",
            Problem::NestedRepeat => "invalid nested repetition operator",
            Problem::RepeatSize => "invalid repeat count",
            Problem::MissingParen => "missing closing )",
            Problem::UnexpectedParen => "unexpected )",
            Problem::PerlSyntax => "invalid or unsupported Perl syntax",
            Problem::CaptureName => "invalid named capture",
            Problem::ClassRange => "invalid character class range",
            Problem::MissingBracket => "missing closing ]",
            Problem::Escape => "invalid escape sequence",
            Problem::TrailingBackslash => "trailing backslash at end of expression",
            Problem::Nesting => "expression nests too deeply",
            Problem::TooLarge => {
                let length = self.span.len();
                return write!(
                    f,
                    "an expression of {length} bytes is too much, by itself or with those before it, to be tried here"
                );
            }
        };
        write!(f, "error parsing regexp: {problem}: `{}`", self.expression)
    }
}

impl core::error::Error for RegexpError {}

impl Regexp {
    /// Reads an expression.
    pub(crate) fn new(pattern: &str) -> Result<Self, RegexpError> {
        // Nothing is made that is too large.
        Self::size(pattern)?;
        let Translated { program, names, .. } = translate(pattern, true)?;
        Ok(Self { program, names })
    }

    /// How many instructions its program has, without making it.
    pub(crate) fn size(pattern: &str) -> Result<usize, RegexpError> {
        Ok(translate(pattern, false)?.length)
    }
}

#[cfg(test)]
mod tests;
