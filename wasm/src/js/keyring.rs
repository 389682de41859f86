//! What JavaScript sees of a look-up of credentials.

use pullscope_core::Reference;
use pullscope_core::docker_config::{self, DockerConfig, without_user};
use pullscope_core::keyring::{self, Keyring};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::docker_config::{ConfigError, ConfigFormat, lossy};
use super::reference::RejectedReference;
use super::span::{Places, Span};

/// One Docker config that credentials are looked up in.
#[derive(Deserialize, Tsify)]
pub struct ConfigSource {
    /// Its layout.
    pub format: ConfigFormat,
    /// The document.
    pub text: String,
}

/// Which credentials an image gets.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "status", rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub enum LookupOutcome {
    /// Every key was tried.
    LookedUp(Lookup),
    /// The image is not a reference, so that nothing is looked up.
    ImageRejected(RejectedReference),
    /// One of the configs does not decode, and one is enough to fail the pull.
    ConfigRejected(SourceError),
}

/// A look-up of credentials, explained.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct Lookup {
    /// What is looked up: registry and repository, without tag and digest.
    pub name: String,
    /// Every entry of every config, in the order in which the kubelet tries keys; those that are no
    /// URL come last. The entries whose `place` is not `null` are the credentials that the
    /// container runtime is given, in that order.
    pub keys: Vec<TriedKey>,
    /// Whether no key matched and the credentials of Docker Hub were taken instead.
    pub is_fallback: bool,
    /// Why no key can match at all.
    pub name_error: Option<String>,
}

/// One entry of a config, and what came of it.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct TriedKey {
    /// Which config it stands in, counted from 0.
    pub source: u32,
    /// The key, as written, but for a user in front of the host, which is `…`.
    pub key: String,
    /// Where the key stands in its config, quotes included.
    pub key_span: Span,
    /// The key as it is compared; empty when it is no URL.
    pub index_key: String,
    /// The user name. Bytes that are not UTF-8 are U+FFFD here, and are sent as they are.
    pub username: String,
    /// Whether there is a password. It does not come back.
    pub has_password: bool,
    /// Its place among the credentials that are used, from 0.
    pub place: Option<u32>,
    /// Why the key does not match. An entry that is used as the fallback has a reason, too.
    pub refused_by: Option<KeyRefusal>,
}

/// Why a key does not match an image.
#[derive(Debug, Serialize, Tsify)]
pub struct KeyRefusal {
    /// The rule that says no.
    pub rule: KeyRule,
    /// The rule as a sentence, with both values.
    pub reason: String,
}

/// The rules that a key can fail.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum KeyRule {
    /// The key, or the image, is no URL.
    Url,
    /// The key has a scheme that is read as a host.
    Scheme,
    /// The ports differ.
    Port,
    /// The host names have different numbers of labels.
    LabelCount,
    /// The path of the image does not begin with that of the key.
    Path,
    /// A label of the host names differs.
    Label,
    /// A label of the key is a malformed pattern.
    Pattern,
}

/// Why one of the configs does not decode.
#[derive(Debug, Serialize, Tsify)]
pub struct SourceError {
    /// Which config it is, counted from 0.
    pub source: u32,
    /// Why it does not decode.
    pub error: ConfigError,
}

impl LookupOutcome {
    /// Looks `image` up in `sources`.
    pub fn new(image: &str, sources: &[ConfigSource]) -> Self {
        let reference = match Reference::parse(image) {
            Ok(reference) => reference,
            Err(error) => return Self::ImageRejected(RejectedReference::new(image, &error)),
        };
        let mut decoded: Vec<(DockerConfig, Places<'_>)> = Vec::with_capacity(sources.len());
        for (source, ConfigSource { format, text }) in (0..).zip(sources) {
            let places = Places::new(text);
            match docker_config::decode((*format).into(), text.as_bytes()) {
                Ok(config) => decoded.push((config, places)),
                Err(error) => {
                    let error = ConfigError::new(&error, &places);
                    return Self::ConfigRejected(SourceError { source, error });
                }
            }
        }
        let mut keyring = Keyring::new();
        for (source, (config, _)) in (0..).zip(&decoded) {
            keyring.add(config, source);
        }
        let name = reference.name().to_string();
        let explanation = keyring.explain(&name);
        // Each key comes from a config of this list, so that none is left out.
        let keys = explanation.keys.iter().filter_map(|tried| {
            let (_, places) = decoded.get(usize::try_from(tried.source).ok()?)?;
            Some(TriedKey::new(tried, places))
        });
        Self::LookedUp(Lookup {
            keys: keys.collect(),
            is_fallback: explanation.is_fallback,
            name_error: explanation.repository_error.as_ref().map(ToString::to_string),
            name,
        })
    }
}

impl TriedKey {
    pub(super) fn new(tried: &keyring::TriedKey<'_>, places: &Places<'_>) -> Self {
        let credential = &tried.entry.credential;
        Self {
            source: tried.source,
            key: without_user(&tried.entry.key).into_owned(),
            key_span: places.span(tried.entry.key_span.clone()),
            index_key: without_user(&lossy(tried.index_key)).into_owned(),
            username: lossy(&credential.username),
            has_password: !credential.password.is_empty(),
            place: tried.place.map(|place| u32::try_from(place).unwrap_or(u32::MAX)),
            refused_by: tried
                .refused_by
                .as_ref()
                .map(|rule| KeyRefusal { rule: KeyRule::of(rule), reason: rule.to_string() }),
        }
    }
}

impl KeyRule {
    fn of(rule: &keyring::Rule) -> Self {
        match rule {
            keyring::Rule::NotAUrl(_) => Self::Url,
            keyring::Rule::Scheme { .. } => Self::Scheme,
            keyring::Rule::Port { .. } => Self::Port,
            keyring::Rule::LabelCount { .. } => Self::LabelCount,
            keyring::Rule::Path { .. } => Self::Path,
            keyring::Rule::Label { .. } => Self::Label,
            keyring::Rule::BadPattern => Self::Pattern,
        }
    }
}
