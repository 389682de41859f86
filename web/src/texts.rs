//! The texts of the page, in the language that a person chose.
//!
//! A text stands in the code in English, where it is shown: `t!("Copy")`, or with values
//! `t!("{count} images", count = images)`. The English text is its key in the message file of
//! another language, and what is shown where that file has no such key.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::{Display, Write};

use yew::AttrValue;

/// A text of the page, in the language that is shown.
///
/// Values are named, so that a translation may put them where its grammar wants them:
/// `t!("{image} is pulled from {registry}", image = image, registry = host)`.
macro_rules! t {
    ($text:literal) => {
        $crate::texts::plain($text)
    };
    ($text:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::texts::filled($text, &[$((stringify!($name), &$value)),+])
    };
}
pub(crate) use t;

/// The texts of one language: the English text, and what is said for it.
pub(crate) type Messages = HashMap<Box<str>, AttrValue>;

thread_local! {
    /// Empty for English.
    static SHOWN: RefCell<Messages> = RefCell::default();
}

/// A text without values. Called by [`t!`].
pub(crate) fn plain(text: &'static str) -> AttrValue {
    SHOWN.with_borrow(|shown| match shown.get(text) {
        Some(said) => said.clone(),
        None => AttrValue::Static(text),
    })
}

/// A sentence of the core, in the language that is shown. What has no translation stays as it is.
pub(crate) fn sentence(text: &str) -> AttrValue {
    SHOWN.with_borrow(|shown| match shown.get(text) {
        Some(said) => said.clone(),
        None => AttrValue::from(text.to_owned()),
    })
}

/// A text with its values. Called by [`t!`].
pub(crate) fn filled(text: &'static str, values: &[(&str, &dyn Display)]) -> AttrValue {
    let said = plain(text);
    let mut filled = String::with_capacity(said.len() + 16 * values.len());
    let mut rest = &*said;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after
            .split_once('}')
            .and_then(|(name, after)| Some((values.iter().find(|(it, _)| *it == name)?.1, after)));
        match value {
            Some((value, after)) => {
                // A String takes whatever is written into it.
                let _ = write!(filled, "{value}");
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_english_until_another_language_is_shown() {
        assert_eq!(t!("Copy"), "Copy");
        SHOWN.set(Messages::from([("Copy".into(), "コピー".into())]));
        assert_eq!((&*t!("Copy"), &*t!("Paste")), ("コピー", "Paste"));
        SHOWN.set(Messages::new());
    }

    #[test]
    fn values_stand_where_the_language_wants_them() {
        let said = || t!("{image} from {registry}", image = "app", registry = 5);
        assert_eq!(said(), "app from 5");
        let order = ("{image} from {registry}".into(), "{registry} の {image}".into());
        SHOWN.set(Messages::from([order]));
        assert_eq!(said(), "5 の app");
        SHOWN.set(Messages::new());
    }

    #[test]
    fn a_brace_that_names_no_value_stays() {
        assert_eq!(t!("{} and {x} {a", a = "{b}"), "{} and {x} {a");
        assert_eq!(t!("{a}", a = "{a}"), "{a}");
    }
}
