//! What a Secret that is looked into can be built anew from.

use std::rc::Rc;

use pullscope_core::docker_config::{DockerConfig, Entry};
use pullscope_core::pull_secret::{PullSecret, Reading, SecretObject, read, wrap};
use pullscope_core::text::{Document, documents};

use super::draft::Part;
use super::inspected::ENTRIES;

/// The name, the namespace and the keys of a Secret, as far as they can be read.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Origin {
    pub(super) name: Option<Rc<str>>,
    pub(super) namespace: Option<Rc<str>>,
    /// Of a value that was encoded twice the keys within; without what a terminal leaves at the end.
    /// None where the form would leave one of them out.
    pub(super) parts: Vec<Part>,
}

impl Origin {
    /// Of the Secret in `document`, whose key that counts holds `value`, which says `config`.
    pub(super) fn of(document: &Document<'_>, config: Option<&DockerConfig>, value: &[u8]) -> Self {
        Self {
            name: document.name().map(Rc::from),
            namespace: document.namespace().map(Rc::from),
            parts: match config {
                Some(config) => parts(config),
                None => within(value).as_ref().map(parts).unwrap_or_default(),
            },
        }
    }
}

/// What the kubelet reads of a Secret.
pub(super) fn config_of(secret: &PullSecret<'_>) -> Option<DockerConfig> {
    match read(secret) {
        Ok(Reading::Config(_, config)) => Some(config),
        _ => None,
    }
}

/// What a value holds that is a layer itself, because it was encoded once too often.
fn within(value: &[u8]) -> Option<DockerConfig> {
    let wrapped = wrap(std::str::from_utf8(value).ok()?)?;
    let parsed = documents(&wrapped.manifest);
    let object = SecretObject::read(&parsed.docs.first()?.root);
    let data = object.data();
    config_of(&PullSecret { secret_type: object.secret_type, data: &data, annotations: &[] })
}

/// The keys, if each has a user and a password of text, and the form holds them all.
fn parts(config: &DockerConfig) -> Vec<Part> {
    let part = |entry: &Entry| {
        let text = |bytes| std::str::from_utf8(bytes).ok().filter(|it: &&str| !it.is_empty());
        Some(Part {
            server: entry.key.trim().to_owned(),
            username: text(&entry.credential.username)?.trim().to_owned(),
            password: text(entry.credential.password.expose())?
                .trim_end_matches(['\r', '\n'])
                .to_owned(),
            email: entry.credential.email.clone(),
        })
    };
    let parts: Option<Vec<Part>> = config.entries.iter().map(part).collect();
    parts.filter(|it| it.len() <= ENTRIES).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullscope_core::docker_config::{Format, decode};

    #[test]
    fn a_secret_whose_keys_the_form_cannot_hold_is_not_built_anew() {
        let keys = |text: &str| {
            let config = decode(Format::ConfigJson, text.as_bytes()).expect("it is a config.json");
            parts(&config).into_iter().map(|it| it.server).collect::<Vec<_>>()
        };
        let whole = r#""a.io": {"username": "u", "password": "p\n"}"#;
        assert_eq!(keys(&format!(r#"{{"auths": {{{whole}}}}}"#)), ["a.io"]);
        let token = r#""b.io": {"identitytoken": "t"}"#;
        assert!(keys(&format!(r#"{{"auths": {{{whole}, {token}}}}}"#)).is_empty());
        let many: Vec<String> =
            (0..=ENTRIES).map(|it| whole.replace("a.io", &format!("{it}.io"))).collect();
        assert!(keys(&format!(r#"{{"auths": {{{}}}}}"#, many.join(", "))).is_empty());
    }
}
