//! How a text looks: colours for a line of the editor, what stays hidden, and what nobody would see.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use pullscope_core::redact;
pub(crate) use pullscope_core::redact::{Ink, pieces};
use pullscope_core::reference::is_blank;

/// Sorted stretches of a text.
type Stretches = Rc<[Range<usize>]>;

thread_local! {
    /// The text that was asked for last: with each key the editor asks first, and then the state.
    static LAST: RefCell<(Box<str>, Stretches)> = RefCell::default();
}

/// The bytes of a text that stay hidden. [`redact::hidden`] says which.
pub(crate) fn hidden(text: &str) -> Stretches {
    LAST.with_borrow_mut(|(last, hidden)| {
        if **last != *text {
            *hidden = redact::hidden_after(text, last, hidden).into();
            *last = text.into();
        }
        hidden.clone()
    })
}

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

/// A name with what nobody would see in it.
pub(crate) fn visible(name: &str) -> String {
    let shown = |letter| match letter {
        '\t' => '⇥',
        '\n' | '\r' => '⏎',
        it if is_blank(it) => '␣',
        it if it.is_control() => char::REPLACEMENT_CHARACTER,
        it => it,
    };
    name.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_seen() {
        assert_eq!(visible("nginx:1.27\n"), "nginx:1.27⏎");
        assert_eq!(visible("\t a\u{a0}"), "⇥␣a␣");
        assert_eq!(visible("\u{feff}a\u{200b}\u{202e}\u{1b}"), "␣a␣␣\u{fffd}");
    }
}
