//! The texts of the page, in the language that a person chose.
//!
//! A text stands in the code in English, where it is shown: `t!("Copy")`, or with values
//! `t!("{count} images", count = images)`. The English text is its key in the message file of
//! another language (`web/messages`), and what is shown where that file has no such key.

mod language;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Display;

use pullscope_messages::{self as messages, FileError, Messages};
use yew::AttrValue;

pub(crate) use language::Language;

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

/// The language that is shown, where it is not English.
struct Shown {
    language: Language,
    messages: Messages,
    /// Sentences that were asked for, with what was said.
    said: HashMap<Box<str>, AttrValue>,
}

/// Sentences that are remembered, and bytes of the longest of them.
const REMEMBERED: (usize, usize) = (2048, 4096);

thread_local! {
    static SHOWN: RefCell<Option<Shown>> = const { RefCell::new(None) };
}

/// The language that is shown.
pub(crate) fn language() -> Language {
    SHOWN.with_borrow(|shown| shown.as_ref().map_or(Language::English, |it| it.language))
}

/// Shows English from now on.
pub(crate) fn show_english() {
    SHOWN.set(None);
}

/// Shows a language from now on, with its message file.
///
/// # Errors
///
/// The file is none. What was shown stays.
pub(crate) fn show(language: Language, file: &str) -> Result<(), FileError> {
    let messages = Messages::of_json(file)?;
    SHOWN.set(Some(Shown { language, messages, said: HashMap::new() }));
    Ok(())
}

/// A text without values. Called by [`t!`].
pub(crate) fn plain(text: &'static str) -> AttrValue {
    SHOWN.with_borrow(|shown| match shown.as_ref().and_then(|it| it.messages.text(text)) {
        Some(said) => AttrValue::from(said),
        None => AttrValue::Static(text),
    })
}

/// A text with its values. Called by [`t!`].
pub(crate) fn filled(text: &'static str, values: &[(&str, &dyn Display)]) -> AttrValue {
    messages::filled(&plain(text), values).into()
}

/// A sentence of the core, in the language that is shown; Kubernetes' own words stay as they are.
pub(crate) fn sentence(text: &str) -> AttrValue {
    SHOWN.with_borrow_mut(|shown| match shown {
        Some(shown) => shown.sentence(text),
        None => AttrValue::from(text.to_owned()),
    })
}

impl Shown {
    fn sentence(&mut self, text: &str) -> AttrValue {
        if let Some(said) = self.said.get(text) {
            return said.clone();
        }
        let said = match self.messages.sentence(text) {
            Some(said) => AttrValue::from(said),
            // A word or two that the page has as well.
            None => match self.messages.text(text) {
                Some(said) => AttrValue::from(said),
                None => AttrValue::from(text.to_owned()),
            },
        };
        let (most, longest) = REMEMBERED;
        if self.said.len() >= most {
            self.said.clear();
        }
        if text.len() <= longest {
            self.said.insert(text.into(), said.clone());
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{
        "page": {"Copy": "コピー", "{image} from {registry}": "{registry} の {image}"},
        "core": {"the image": "イメージ", "Name Secret {name}": "Secret {name} を書く"}
    }"#;

    #[test]
    fn a_text_is_english_until_another_language_is_shown() {
        let said = || t!("{image} from {registry}", image = "app", registry = 5);
        assert_eq!((&*t!("Copy"), &*said()), ("Copy", "app from 5"));
        assert_eq!(sentence("the image"), "the image");
        show(Language::Japanese, FILE).expect("it is a message file");
        assert_eq!(language(), Language::Japanese);
        assert_eq!((&*t!("Copy"), &*t!("Paste")), ("コピー", "Paste"));
        assert_eq!(said(), "5 の app");
        show_english();
        assert_eq!((language(), &*t!("Copy")), (Language::English, "Copy"));
    }

    #[test]
    fn a_sentence_is_said_alike_each_time() {
        show(Language::Japanese, FILE).expect("it is a message file");
        for _ in 0..2 {
            assert_eq!(sentence("the image"), "イメージ");
            assert_eq!(sentence("Name Secret {name}"), "Secret {name} を書く");
            assert_eq!(sentence("Copy"), "コピー");
            assert_eq!(sentence("ErrImagePull"), "ErrImagePull");
        }
        for number in 0..2 * REMEMBERED.0 {
            sentence(&number.to_string());
        }
        let remembered = SHOWN.with_borrow(|it| it.as_ref().map(|it| it.said.len()));
        assert!(remembered.is_some_and(|it| it <= REMEMBERED.0));
        show_english();
    }

    #[test]
    fn a_file_that_is_none_changes_nothing() {
        assert!(show(Language::Hindi, "<html>").is_err());
        assert_eq!(language(), Language::English);
    }

    #[test]
    fn a_brace_that_names_no_value_stays() {
        assert_eq!(t!("{} and {x} {a", a = "{b}"), "{} and {x} {a");
        assert_eq!(t!("{a}", a = "{a}"), "{a}");
    }

    #[test]
    fn each_language_has_one_tag() {
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), Some(language));
        }
        assert_eq!(Language::of_tag("JA"), None);
    }
}
