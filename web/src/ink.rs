//! How the text looks in the editor: colours for a line, and what stays hidden.

pub(crate) use pullscope_core::redact::{Ink, hidden, pieces};

/// The class of a piece, which has its colour.
pub(crate) fn class(ink: Ink) -> &'static str {
    match ink {
        Ink::Key => "k",
        Ink::Text => "s",
        Ink::Number => "n",
        Ink::Mark => "p",
        Ink::Comment => "c",
    }
}
