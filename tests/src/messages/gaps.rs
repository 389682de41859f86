//! What a message file lacks, and what it has too much of.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use pullscope_messages::holes;

use super::files::File;

/// What is wrong with the message file of a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Texts of the page that it lacks.
    pub page: Vec<String>,
    /// Sentences of the core that no pattern of it is for.
    pub core: Vec<String>,
    /// Texts that the page does not have any more.
    pub unused: Vec<String>,
    /// English texts whose translations have other holes, or are empty.
    pub holes: Vec<String>,
}

impl Gaps {
    /// Whether nothing is wrong.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Compares a message file with the texts of the page and the sentences of the core.
pub fn gaps(file: &File, page: &BTreeMap<String, PathBuf>, sentences: &BTreeSet<String>) -> Gaps {
    let messages = file.messages();
    let lacks = |text: &&String| !file.page.contains_key(*text);
    let is_unknown = |text: &&String| messages.sentence(text).is_none();
    let is_unused = |text: &&String| !page.contains_key(*text);
    let texts = file.page.iter().chain(&file.core);
    let is_wrong = |(text, said): &(&String, &String)| {
        said.trim().is_empty() && !text.trim().is_empty() || holes(text) != holes(said)
    };
    Gaps {
        page: page.keys().filter(lacks).cloned().collect(),
        core: sentences.iter().filter(is_unknown).cloned().collect(),
        unused: file.page.keys().filter(is_unused).cloned().collect(),
        holes: texts.filter(is_wrong).map(|(text, _)| text.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::files::Texts;
    use super::*;

    fn texts(pairs: &[(&str, &str)]) -> Texts {
        pairs.iter().map(|(text, said)| ((*text).to_owned(), (*said).to_owned())).collect()
    }

    #[test]
    fn each_gap_is_named() {
        let file = File {
            page: texts(&[("Copy", "コピー"), ("Old", "古い"), ("{n} images", "イメージ {m} 個")]),
            core: texts(&[("the image {image}", "イメージ {image}"), ("the key", " ")]),
        };
        let page = ["Copy", "Paste", "{n} images"].map(|it| (it.to_owned(), PathBuf::new()));
        let sentences = ["the image app", "the registry"].map(str::to_owned);
        assert_eq!(
            gaps(&file, &page.into(), &sentences.into()),
            Gaps {
                page: vec!["Paste".to_owned()],
                core: vec!["the registry".to_owned()],
                unused: vec!["Old".to_owned()],
                holes: vec!["{n} images".to_owned(), "the key".to_owned()],
            }
        );
    }
}
