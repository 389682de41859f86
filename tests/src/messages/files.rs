//! Message files as they stand in the repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use pullscope_messages::Messages;
use serde_json::{Value, json};

/// The tags of the languages that have a file.
pub const LANGUAGES: [&str; 3] = ["hi", "ja", "zh-Hant"];

/// Translations by their English text, in the order of that.
pub type Texts = BTreeMap<String, String>;

/// One message file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// The texts of the page.
    pub page: Texts,
    /// The patterns of the core's sentences.
    pub core: Texts,
    /// The texts of the pages about findings.
    pub guide: Texts,
}

/// Where the message files are.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/messages")
}

impl File {
    /// Reads the file of a language.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is no message file.
    pub fn of(language: &str) -> io::Result<Self> {
        let path = folder().join(language).with_extension("json");
        let text = fs::read_to_string(&path)?;
        Self::parse(&text)
            .ok_or_else(|| io::Error::other(format!("{} is no message file", path.display())))
    }

    fn parse(text: &str) -> Option<Self> {
        let root: Value = serde_json::from_str(text).ok()?;
        let list = |name: &str| {
            let members = root.get(name)?.as_object()?.iter();
            members
                .map(|(text, said)| Some((text.clone(), said.as_str()?.to_owned())))
                .collect::<Option<Texts>>()
        };
        Some(Self { page: list("page")?, core: list("core")?, guide: list("guide")? })
    }

    /// Writes the file of a language, its texts in order.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn write(&self, language: &str) -> io::Result<()> {
        fs::write(folder().join(language).with_extension("json"), self.to_json())
    }

    /// The text of the file.
    pub fn to_json(&self) -> String {
        let root = json!({ "core": self.core, "guide": self.guide, "page": self.page });
        format!("{root:#}\n")
    }

    /// What a page does with the file.
    pub fn messages(&self) -> Messages {
        let pairs = |texts: &Texts| -> Vec<(String, String)> {
            texts.iter().map(|(text, said)| (text.clone(), said.clone())).collect()
        };
        let (page, core) = (pairs(&self.page), pairs(&self.core));
        Messages::new(
            page.iter().map(|(text, said)| (&**text, &**said)),
            core.iter().map(|(text, said)| (&**text, &**said)),
        )
    }
}
