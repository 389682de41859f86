//! What a message file lacks, and what it has too much of.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;

use pullscope_messages::{guide, holes};

use super::files::File;
use super::{sentences, texts};

/// What a message file has translations of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct English {
    /// The texts of the page, with a file where each stands.
    pub page: BTreeMap<String, PathBuf>,
    /// The sentences of the core.
    pub core: BTreeSet<String>,
    /// The texts of the pages about findings.
    pub guide: BTreeSet<String>,
}

impl English {
    /// All there is.
    ///
    /// # Errors
    ///
    /// The page's sources or the cases cannot be read.
    pub fn read() -> io::Result<Self> {
        Ok(Self {
            page: texts::of_the_page()?,
            core: sentences::all()?,
            guide: texts::of_the_guide(),
        })
    }
}

/// What is wrong with the message file of a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Texts of the page that it lacks.
    pub page: Vec<String>,
    /// Sentences of the core that no pattern of it is for.
    pub core: Vec<String>,
    /// Texts of the pages about findings that it lacks.
    pub guide: Vec<String>,
    /// Texts that neither the page nor its guide has any more.
    pub unused: Vec<String>,
    /// English texts whose translations have other holes, code or addresses, or are empty.
    pub holes: Vec<String>,
}

impl Gaps {
    /// What is wrong, in words, with the texts.
    pub fn lists(self) -> [(&'static str, Vec<String>); 5] {
        [
            ("texts of the page are missing", self.page),
            ("sentences of the core have no pattern", self.core),
            ("texts of the pages about findings are missing", self.guide),
            ("texts are in no file of the page and in none of its guide", self.unused),
            ("translations have other holes, code or addresses than their texts", self.holes),
        ]
    }
}

/// Whether a text of the page or a pattern of the core and its translation have the same holes.
pub fn fits(text: &str, said: &str) -> bool {
    (!said.trim().is_empty() || text.trim().is_empty()) && holes(text) == holes(said)
}

/// Whether a text of the guide and its translation have the same code and addresses.
pub fn fits_in_guide(text: &str, said: &str) -> bool {
    !said.trim().is_empty() && guide::marks(text) == guide::marks(said)
}

/// Compares a message file with the English texts.
pub fn gaps(file: &File, english: &English) -> Gaps {
    let messages = file.messages();
    let unused_page = file.page.keys().filter(|it| !english.page.contains_key(*it));
    let unused_guide = file.guide.keys().filter(|it| !english.guide.contains(*it));
    let wrong = file.page.iter().chain(&file.core).filter(|it| !fits(it.0, it.1));
    let wrong = wrong.chain(file.guide.iter().filter(|it| !fits_in_guide(it.0, it.1)));
    Gaps {
        page: english.page.keys().filter(|it| !file.page.contains_key(*it)).cloned().collect(),
        core: english.core.iter().filter(|it| messages.sentence(it).is_none()).cloned().collect(),
        guide: english.guide.iter().filter(|it| !file.guide.contains_key(*it)).cloned().collect(),
        unused: unused_page.chain(unused_guide).cloned().collect(),
        holes: wrong.map(|(text, _)| text.clone()).collect(),
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
            guide: texts(&[
                ("Run `a`.", "`b` を実行する。"),
                ("Never.", "ない。"),
                ("Gone.", "無い。"),
            ]),
        };
        let english = English {
            page: ["Copy", "Paste", "{n} images"].map(|it| (it.to_owned(), PathBuf::new())).into(),
            core: ["the image app", "the registry"].map(str::to_owned).into(),
            guide: ["Run `a`.", "Never.", "Always."].map(str::to_owned).into(),
        };
        let of = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            gaps(&file, &english),
            Gaps {
                page: of(&["Paste"]),
                core: of(&["the registry"]),
                guide: of(&["Always."]),
                unused: of(&["Old", "Gone."]),
                holes: of(&["{n} images", "the key", "Run `a`."]),
            }
        );
    }
}
