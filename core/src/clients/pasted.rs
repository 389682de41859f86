//! The configs of a pasted text, as clients would be given them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use crate::docker_config::Format;
use crate::pull_secret::SecretObject;
use crate::text;

/// A `config.json` that stands in a text: the value of a Secret, or a file of its own.
#[derive(Clone, PartialEq, Eq)]
pub struct PastedConfig {
    /// The Secret's name; `config.json` for a file.
    pub name: String,
    /// The bytes of the text that its document stands in.
    pub span: Range<usize>,
    /// The file, decoded. It holds credentials, and is never shown.
    pub config: Vec<u8>,
}

impl core::fmt::Debug for PastedConfig {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("PastedConfig")
            .field("name", &self.name)
            .field("span", &self.span)
            .finish_non_exhaustive()
    }
}

/// Every `config.json` of `text`, in its order. A `.dockercfg`, which other clients hardly read, is
/// left out.
///
/// ```
/// use pullscope_core::clients::pasted_configs;
///
/// let text = r#"{"auths": {"quay.io": {"auth": "dTpw"}}}"#;
/// assert_eq!(pasted_configs(text)[0].name, "config.json");
/// assert_eq!(pasted_configs("kind: Pod"), []);
/// ```
pub fn pasted_configs(text: &str) -> Vec<PastedConfig> {
    let documents = text::documents(text);
    let configs = documents.docs.iter().filter_map(|document| {
        let span = document.span.clone();
        if document.kind.as_deref() == Some("Secret") {
            let object = SecretObject::read(&document.root);
            let data = object.data();
            let value = data.iter().rfind(|(key, _)| *key == Format::ConfigJson.data_key())?;
            let name = document.name().unwrap_or_default().to_string();
            return Some(PastedConfig { name, span, config: value.1.to_vec() });
        }
        let is_file = document.kind.is_none()
            && ["auths", "credHelpers", "credsStore"]
                .iter()
                .any(|member| document.root.get(member).is_some());
        let config = text.get(span.clone())?.as_bytes().to_vec();
        is_file.then(|| PastedConfig { name: "config.json".to_string(), span, config })
    });
    configs.collect()
}
