//! The texts of one language: what is said for a text of the page, and for a sentence of the core.
//!
//! English stands in the code. A message file of another language has two lists with the English text
//! as the key: `page`, the texts that the page is written in, and `core`, the patterns of the sentences
//! that the core makes. Of those there are as many as there are manifests, so that a key of `core` has
//! holes, and what stands in a hole is put into the translation:
//!
//! ```
//! use pullscope_messages::Messages;
//!
//! let file = r#"{
//!   "page": {"Copy": "コピー", "{count} images": "イメージ {count} 個"},
//!   "core": {
//!     "Name Secret {name} in imagePullSecrets": "imagePullSecrets に Secret {name} を書く",
//!     "the image": "イメージ"
//!   }
//! }"#;
//! let messages = Messages::of_json(file)?;
//! assert_eq!(messages.text("Copy").as_deref(), Some("コピー"));
//! assert_eq!(
//!     messages.sentence("Name Secret regcred in imagePullSecrets").as_deref(),
//!     Some("imagePullSecrets に Secret regcred を書く"),
//! );
//! # Ok::<(), pullscope_messages::FileError>(())
//! ```
//!
//! What is no sentence of a known pattern stays as it is: Kubernetes' own words, names, a person's text.
//!
//! A third list, `guide`, has the texts of the pages about findings. It is read only with such a page
//! ([`guide`]).

pub mod guide;
mod pattern;
mod sentences;
mod template;

use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use pullscope_core::json::{self, Value};

use sentences::Sentences;
pub use template::{filled, holes};

/// The texts of one language.
#[derive(Debug, Default)]
pub struct Messages {
    page: HashMap<Box<str>, Rc<str>>,
    sentences: Sentences,
}

impl Messages {
    /// Reads a message file.
    ///
    /// # Errors
    ///
    /// It is not JSON, or holds something else than texts.
    pub fn of_json(file: &str) -> Result<Self, FileError> {
        let root = json::parse(file.as_bytes(), MAX_DEPTH).map_err(|_| FileError::NotJson)?;
        let list = |name| {
            let members = root.get(name).and_then(Value::as_object).ok_or(FileError::NoTexts)?;
            let texts = members.iter().map(|it| Some((&*it.key, it.value.as_str()?)));
            texts.collect::<Option<Vec<(&str, &str)>>>().ok_or(FileError::NoTexts)
        };
        Ok(Self::new(list("page")?, list("core")?))
    }

    /// The texts of the page, and the patterns of the core's sentences, each with its translation.
    pub fn new<'a>(
        page: impl IntoIterator<Item = (&'a str, &'a str)>,
        core: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let page = page.into_iter().map(|(text, said)| (text.into(), said.into()));
        Self { page: page.collect(), sentences: Sentences::new(core) }
    }

    /// What is said for a text of the page, its holes still open.
    pub fn text(&self, text: &str) -> Option<Rc<str>> {
        self.page.get(text).cloned()
    }

    /// A sentence of the core, or a part of one, in this language; `None` where it has no pattern of
    /// this file. What stands in the holes is put in as it is, but for what is a sentence itself.
    ///
    /// Linear in the sentence; one of more than 32 KiB is not translated.
    pub fn sentence(&self, text: &str) -> Option<String> {
        self.sentences.said(text)
    }
}

/// Brackets within brackets that a message file needs, with room.
const MAX_DEPTH: usize = 4;

/// Why a message file is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileError {
    /// It is not JSON.
    NotJson,
    /// It has not the two lists `page` and `core`, of texts by their English ones.
    NoTexts,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotJson => "it is not JSON",
            Self::NoTexts => "it needs the lists page and core, with a text for each English text",
        })
    }
}

impl std::error::Error for FileError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_none_says_why() {
        let error = |file| Messages::of_json(file).map(|_| ()).unwrap_err();
        assert_eq!(error("{"), FileError::NotJson);
        assert_eq!(error("[]"), FileError::NoTexts);
        assert_eq!(error(r#"{"page": {}}"#), FileError::NoTexts);
        assert_eq!(error(r#"{"page": {"a": 1}, "core": {}}"#), FileError::NoTexts);
        assert_eq!(error(r#"{"page": {}, "core": {"a": {"b": "c"}}}"#), FileError::NoTexts);
    }

    #[test]
    fn a_text_of_the_page_is_no_pattern() {
        let messages = Messages::new([("{name} of {owner}", "{owner}の{name}")], []);
        assert_eq!(messages.text("{name} of {owner}").as_deref(), Some("{owner}の{name}"));
        assert_eq!(messages.text("a of b"), None);
        assert_eq!(messages.sentence("a of b"), None);
    }
}
