//! `config.json` and `.dockercfg` as Kubernetes decodes them.
//!
//! ```text
//! {"auths": {"quay.io": {"auth": "Zm9vOmJhcg=="}}, "credsStore": "desktop"}
//!  |-----|   |-------|   |--------------------|    |----------------------|
//!  config.json  key      base64(user:password)     never read by Kubernetes
//! ```
//!
//! A `.dockercfg` is the inner map alone, without `auths` around it.
//!
//! # The decoder's rules
//!
//! - The names of members match without regard to case, `ſ` being an `s`; the keys do not.
//! - Of two entries under one key the later replaces the earlier whole. Two `auths` are merged, and
//!   a later `"auths": null` empties them. Of two like members of an entry the later wins, but a
//!   `null` leaves what was there.
//! - An entry that is `null` or `{}` is an entry, with an empty user name and password.
//! - An `auth` that is not empty replaces `username` and `password`, even by empty ones.
//! - One bad entry fails the document, also where a later entry replaces it.
//!
//! ```
//! use pullscope_core::docker_config::{self, Format};
//!
//! let text = br#"{"auths": {"quay.io": {"auth": "Zm9vOmJhcg=="}}}"#;
//! let config = docker_config::decode(Format::ConfigJson, text).unwrap();
//! assert_eq!(config.entries[0].key, "quay.io");
//! assert_eq!(config.entries[0].credential.username, b"foo");
//!
//! let err = docker_config::decode(Format::ConfigJson, br#"{"auths":{"quay.io":{"auth":1}}}"#);
//! let err = err.unwrap_err();
//! assert_eq!(err.to_string(), r#"auths["quay.io"].auth must be a string, not a number"#);
//! assert_eq!(err.span(), 28..29);
//! ```
//!
//! Upstream: `DockerConfigJSON`, `DockerConfig` and `DockerConfigEntry.UnmarshalJSON` in kubernetes
//! `pkg/credentialprovider/config.go`, through Go's `json.Unmarshal`.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::credential::Credential;

mod decode;
mod entry;
mod error;

pub use decode::decode;
pub(crate) use error::ShortKey;
pub use error::{DecodeError, DecodeErrorKind, Field, JsonType, Place, without_user};

/// What the readers of config files on a node say of any error, so that nothing is disclosed.
///
/// Upstream: `ReadDockerConfigFileFromBytes` in kubernetes `pkg/credentialprovider/config.go`.
pub const REDACTED: &str = "error occurred while trying to unmarshal json";

/// The two layouts of a Docker config.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `config.json`: the entries stand under `auths`.
    ConfigJson,
    /// `.dockercfg`: the document itself is the map of entries.
    DockerCfg,
}

/// What Kubernetes takes from a Docker config, and what it leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DockerConfig {
    /// One entry for each key, in the order in which the keys first appear.
    pub entries: Vec<Entry>,
    /// Whether there was an `auths` member that is not `null`; always so in a `.dockercfg`.
    pub has_auths: bool,
    /// Members beside `auths` that hold or point to credentials and that the kubelet never uses.
    pub ignored: Vec<Ignored>,
}

/// One entry: a key and the credential under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The registry, as written.
    pub key: String,
    /// Bytes of the key in the document, quotes included.
    pub key_span: Range<usize>,
    /// Bytes of the entry's value.
    pub span: Range<usize>,
    /// What the kubelet would send.
    pub credential: Credential,
    /// Whether that comes from `auth`. Some programs read nothing else.
    pub has_auth: bool,
    /// What a person may not expect of this entry.
    pub notes: Vec<Note>,
}

/// Something about an [`Entry`] that is legal and seldom meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is.
    pub kind: NoteKind,
    /// The bytes it is about.
    pub span: Range<usize>,
}

/// The kinds of [`Note`].
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// User name and password are both empty. The entry still matches, and the runtime is sent
    /// empty fields.
    Blank,
    /// `auth` says something else than `username` or `password` do, and replaces them.
    AuthReplaces,
    /// The password ends with a line break, as `echo` without `-n` leaves one.
    TrailingNewline,
    /// The entry replaces an earlier one under the same key, whose bytes these are.
    ReplacesEarlier,
    /// `identitytoken`, which the kubelet does not read.
    IdentityToken,
    /// `registrytoken`, which the kubelet does not read.
    RegistryToken,
}

/// A member of the document that Docker uses and Kubernetes does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// Which one it is.
    pub member: IgnoredMember,
    /// Bytes of its name, quotes included.
    pub key_span: Range<usize>,
    /// Bytes of its value.
    pub span: Range<usize>,
}

/// The members of [`Ignored`].
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoredMember {
    /// `credsStore`: the program that keeps all passwords.
    CredsStore,
    /// `credHelpers`: programs that keep the passwords of single registries.
    CredHelpers,
    /// `HttpHeaders`: decoded, so that a wrong type is an error, and never sent.
    HttpHeaders,
}

impl IgnoredMember {
    /// The member's name, as Docker writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CredsStore => "credsStore",
            Self::CredHelpers => "credHelpers",
            Self::HttpHeaders => "HttpHeaders",
        }
    }
}

/// Whether Go takes `name` for the member `expect`, which is lower-case ASCII.
///
/// Upstream: `foldName` in Go's `encoding/json`, by `unicode.SimpleFold`.
pub(crate) fn is_member(name: &str, expect: &str) -> bool {
    let fold = |c| match c {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        c => char::to_ascii_lowercase(&c),
    };
    name.chars().map(fold).eq(expect.chars())
}

#[cfg(test)]
mod tests;
