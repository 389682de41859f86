//! What JavaScript sees of a Docker config. Passwords stay behind.

use pullscope_core::docker_config::{
    self, DecodeError, DockerConfig, Format, IgnoredMember, without_user,
};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::span::{Places, Span};

/// The two layouts of a Docker config.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, Tsify)]
pub enum ConfigFormat {
    /// The entries stand under `auths`: a Secret of type `kubernetes.io/dockerconfigjson`.
    #[serde(rename = "config.json")]
    ConfigJson,
    /// The document itself is the map of entries: a Secret of type `kubernetes.io/dockercfg`.
    #[serde(rename = "dockercfg")]
    DockerCfg,
}

/// What Kubernetes takes from one Docker config.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "status", rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub enum DecodeOutcome {
    /// The document decodes.
    Decoded(ConfigEntries),
    /// The document does not, and with it fails every pull that needs it.
    Rejected(ConfigError),
}

/// What a Docker config holds.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ConfigEntries {
    /// One entry for each key, in the order in which the keys first appear.
    pub entries: Vec<ConfigEntry>,
    /// Whether there is an `auths` member that is not `null`; always so in a `.dockercfg`.
    pub has_auths: bool,
    /// Members that hold or point to credentials and that the kubelet never uses.
    pub ignored: Vec<IgnoredConfigMember>,
}

/// One entry of a Docker config.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ConfigEntry {
    /// The registry, as written, but for a user in front of the host, which is `…`.
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// Where the value stands.
    pub span: Span,
    /// The user name. Bytes that are not UTF-8 are U+FFFD here, and are sent as they are.
    pub username: String,
    /// Whether there is a password. It does not come back.
    pub has_password: bool,
    /// The email address, which is never sent.
    pub email: String,
    /// What is legal and seldom meant.
    pub notes: Vec<ConfigNote>,
}

/// Something about an entry that is legal and seldom meant.
#[derive(Debug, Serialize, Tsify)]
pub struct ConfigNote {
    /// What it is.
    pub kind: ConfigNoteKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of `ConfigNote`.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum ConfigNoteKind {
    /// User name and password are both empty; the entry matches all the same.
    Blank,
    /// `auth` says something else than `username` or `password` do, and replaces them.
    AuthReplaces,
    /// The password ends with a line break.
    TrailingNewline,
    /// The entry replaces the earlier one under the same key, which stands at `span`.
    ReplacesEarlier,
    /// `identitytoken`, which the kubelet does not read.
    IdentityToken,
    /// `registrytoken`, which the kubelet does not read.
    RegistryToken,
    /// Something else.
    Other,
}

/// A member of a Docker config that Docker uses and Kubernetes does not.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct IgnoredConfigMember {
    /// Its name, as Docker writes it: `credsStore`, `credHelpers`, `HttpHeaders`.
    pub member: String,
    /// Where its name stands, quotes included.
    pub key_span: Span,
    /// Where its value stands.
    pub span: Span,
}

/// Why a Docker config does not decode, and where.
#[derive(Debug, Serialize, Tsify)]
pub struct ConfigError {
    /// What is wrong, for people. It names the place and repeats no value.
    pub message: String,
    /// The value that is wrong, or the one character of it.
    pub span: Span,
    /// The exact error text of Kubernetes.
    pub upstream: String,
}

impl From<ConfigFormat> for Format {
    fn from(format: ConfigFormat) -> Self {
        match format {
            ConfigFormat::ConfigJson => Self::ConfigJson,
            ConfigFormat::DockerCfg => Self::DockerCfg,
        }
    }
}

impl DecodeOutcome {
    /// Decodes `text`.
    pub fn new(text: &str, format: ConfigFormat) -> Self {
        let places = Places::new(text);
        match docker_config::decode(format.into(), text.as_bytes()) {
            Ok(config) => Self::Decoded(ConfigEntries::new(&config, &places)),
            Err(error) => Self::Rejected(ConfigError::new(&error, &places)),
        }
    }
}

impl ConfigEntries {
    pub(super) fn new(config: &DockerConfig, places: &Places<'_>) -> Self {
        let entries = config.entries.iter().map(|entry| ConfigEntry {
            key: without_user(&entry.key).into_owned(),
            key_span: places.span(entry.key_span.clone()),
            span: places.span(entry.span.clone()),
            username: lossy(&entry.credential.username),
            has_password: !entry.credential.password.is_empty(),
            email: entry.credential.email.clone(),
            notes: entry
                .notes
                .iter()
                .map(|note| ConfigNote {
                    kind: ConfigNoteKind::of(note.kind),
                    span: places.span(note.span.clone()),
                })
                .collect(),
        });
        let ignored = config.ignored.iter().map(|it| IgnoredConfigMember {
            member: IgnoredMember::as_str(it.member).into(),
            key_span: places.span(it.key_span.clone()),
            span: places.span(it.span.clone()),
        });
        Self { entries: entries.collect(), has_auths: config.has_auths, ignored: ignored.collect() }
    }
}

impl ConfigNoteKind {
    fn of(kind: docker_config::NoteKind) -> Self {
        match kind {
            docker_config::NoteKind::Blank => Self::Blank,
            docker_config::NoteKind::AuthReplaces => Self::AuthReplaces,
            docker_config::NoteKind::TrailingNewline => Self::TrailingNewline,
            docker_config::NoteKind::ReplacesEarlier => Self::ReplacesEarlier,
            docker_config::NoteKind::IdentityToken => Self::IdentityToken,
            docker_config::NoteKind::RegistryToken => Self::RegistryToken,
            _ => Self::Other,
        }
    }
}

impl ConfigError {
    pub(super) fn new(error: &DecodeError, places: &Places<'_>) -> Self {
        Self {
            message: error.to_string(),
            span: places.span(error.span()),
            upstream: error.upstream(),
        }
    }
}

/// Bytes as JavaScript can hold them.
pub(super) fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
