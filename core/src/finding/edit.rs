//! Changing a text as a fix says.

use alloc::string::String;
use core::fmt;

use super::Edit;

/// The text with `edits` made.
///
/// All edits are of the text as it is, in its order, and do not overlap; two may touch.
///
/// ```
/// use pullscope_core::finding::{Edit, apply};
///
/// let edits = [
///     Edit { span: 0..8, text: String::new() },
///     Edit { span: 14..14, text: ":5000".into() },
/// ];
/// assert_eq!(apply("https://reg.io/app", &edits).unwrap(), "reg.io:5000/app");
/// ```
///
/// # Errors
///
/// When an edit is not within the text, ends within a character, or begins before the one in front
/// of it ends.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut out = String::new();
    let mut done = 0;
    for (number, edit) in edits.iter().enumerate() {
        let span = &edit.span;
        let error = |kind| EditError { number, kind };
        if span.start > span.end || span.end > text.len() {
            return Err(error(EditErrorKind::OutsideOfText));
        }
        if span.start < done {
            return Err(error(EditErrorKind::OutOfOrder));
        }
        let kept = text.get(done..span.start).filter(|_| text.is_char_boundary(span.end));
        out += kept.ok_or(error(EditErrorKind::WithinCharacter))?;
        out += &edit.text;
        done = span.end;
    }
    out += text.get(done..).unwrap_or_default();
    Ok(out)
}

/// Why edits cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditError {
    number: usize,
    kind: EditErrorKind,
}

/// The kinds of [`EditError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditErrorKind {
    /// It ends behind the text, or before it begins.
    OutsideOfText,
    /// It begins or ends within a character.
    WithinCharacter,
    /// It begins before the end of the edit in front of it.
    OutOfOrder,
}

impl EditError {
    /// Which edit, from 0.
    pub fn number(&self) -> usize {
        self.number
    }

    /// What is wrong with it.
    pub fn kind(&self) -> EditErrorKind {
        self.kind
    }
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            EditErrorKind::OutsideOfText => "is not within the text",
            EditErrorKind::WithinCharacter => "begins or ends within a character",
            EditErrorKind::OutOfOrder => "begins before the end of the one in front of it",
        };
        write!(f, "edit {} {what}", self.number + 1)
    }
}

impl core::error::Error for EditError {}

#[cfg(test)]
mod tests {
    use super::*;
    use core::ops::Range;

    fn edited(text: &str, edits: &[(Range<usize>, &str)]) -> Result<String, String> {
        let edits: alloc::vec::Vec<Edit> = edits
            .iter()
            .map(|(span, text)| Edit { span: span.clone(), text: (*text).into() })
            .collect();
        apply(text, &edits).map_err(|error| alloc::format!("{error}"))
    }

    #[test]
    fn edits_replace_insert_and_delete() {
        assert_eq!(edited("abc", &[]), Ok("abc".into()));
        assert_eq!(edited("", &[(0..0, "x")]), Ok("x".into()));
        assert_eq!(
            edited("abc", &[(0..1, ""), (1..1, "x"), (1..1, "y"), (3..3, "!")]),
            Ok("xybc!".into())
        );
        assert_eq!(edited("é🐳", &[(0..2, "e"), (2..6, "")]), Ok("e".into()));
    }

    #[test]
    fn an_edit_that_does_not_fit_is_refused() {
        assert_eq!(edited("abc", &[(2..4, "")]), Err("edit 1 is not within the text".into()));
        let backwards = Range { start: 2, end: 1 };
        assert_eq!(edited("abc", &[(backwards, "")]), Err("edit 1 is not within the text".into()));
        let within = Err("edit 1 begins or ends within a character".into());
        assert_eq!(edited("é", &[(1..2, "")]), within);
        assert_eq!(edited("é", &[(0..1, "")]), within);
        let order = Err("edit 2 begins before the end of the one in front of it".into());
        assert_eq!(edited("abc", &[(0..2, ""), (1..3, "")]), order);
        assert_eq!(edited("abc", &[(2..3, ""), (0..1, "")]), order);
    }
}
