//! Why a Docker config does not decode.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;
use core::ops::Range;

use super::Format;
use crate::quoted::Harmless;
use crate::{base64, json, substring};

/// Why a Docker config does not decode, and where.
///
/// `Display` names the place and never a value, since any value may be a secret.
/// [`upstream`](Self::upstream) is what Kubernetes prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    pub(super) kind: DecodeErrorKind,
    pub(super) place: Place,
    pub(super) format: Format,
    pub(super) span: Range<usize>,
}

/// The kinds of [`DecodeError`].
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeErrorKind {
    /// The document is not JSON.
    Syntax(json::SyntaxError),
    /// A value of the wrong type.
    WrongType {
        /// The type that stands there.
        found: JsonType,
    },
    /// An `auth` that is not base64.
    AuthNotBase64(base64::DecodeError),
    /// An `auth` without a colon once decoded.
    AuthWithoutColon,
}

/// Where in a Docker config a value stands.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The whole document.
    Document,
    /// The member `auths`.
    Auths,
    /// The member `HttpHeaders`.
    HttpHeaders,
    /// One header in it.
    HttpHeader,
    /// The entry of a key.
    Entry {
        /// The key.
        key: String,
    },
    /// One member of an entry.
    Member {
        /// The key of the entry.
        key: String,
        /// The member.
        field: Field,
    },
}

/// The members of an entry that Kubernetes decodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `username`
    Username,
    /// `password`
    Password,
    /// `email`
    Email,
    /// `auth`
    Auth,
}

impl Field {
    /// The member's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::Password => "password",
            Self::Email => "email",
            Self::Auth => "auth",
        }
    }
}

/// The type of a JSON value.
#[expect(missing_docs, reason = "the variants are the words of JSON")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
}

impl JsonType {
    /// The type of a value.
    pub(crate) fn of_data(data: &json::Data<'_>) -> Self {
        match data {
            json::Data::Null => Self::Null,
            json::Data::Bool(_) => Self::Bool,
            json::Data::Number(_) => Self::Number,
            json::Data::String(_) => Self::String,
            json::Data::Array(_) => Self::Array,
            json::Data::Object(_) => Self::Object,
        }
    }

    /// What Go calls it.
    pub(crate) fn upstream(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "bool",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "a list",
            Self::Object => "an object",
        })
    }
}

impl DecodeError {
    /// What is wrong, for code.
    pub fn kind(&self) -> &DecodeErrorKind {
        &self.kind
    }

    /// Where it stands in the structure.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The bytes of the document: the value, or the one byte of it that is wrong.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Go's exact text, as Kubernetes shows it for an image pull Secret.
    ///
    /// For a file on a node it is [`REDACTED`](super::REDACTED) instead.
    pub fn upstream(&self) -> String {
        let found = match &self.kind {
            DecodeErrorKind::Syntax(err) => return err.upstream(),
            DecodeErrorKind::AuthNotBase64(err) => return err.to_string(),
            DecodeErrorKind::AuthWithoutColon => {
                let text =
                    "unable to parse auth field, must be formatted as base64(username:password)";
                return String::from(text);
            }
            DecodeErrorKind::WrongType { found } => found.upstream(),
        };
        let wrapped = self.format == Format::ConfigJson;
        let target = match &self.place {
            Place::Document if wrapped => "credentialprovider.DockerConfigJSON",
            Place::Document | Place::Auths => "credentialprovider.DockerConfig",
            Place::HttpHeaders => "map[string]string",
            Place::HttpHeader | Place::Member { .. } => "string",
            Place::Entry { .. } => "credentialprovider.dockerConfigEntryWithAuth",
        };
        // An entry is decoded by a decoder of its own, which knows nothing of the document. The
        // outer one puts its own field in front, and only `config.json` has one.
        let field = match &self.place {
            Place::Document => None,
            Place::Auths => Some(String::from("DockerConfigJSON.auths")),
            Place::HttpHeaders | Place::HttpHeader => {
                Some(String::from("DockerConfigJSON.HttpHeaders"))
            }
            Place::Entry { .. } => wrapped.then(|| String::from("DockerConfigJSON.auths")),
            Place::Member { field, .. } => {
                let outer =
                    if wrapped { "DockerConfigJSON.auths" } else { "dockerConfigEntryWithAuth" };
                Some(format!("{outer}.{}", field.as_str()))
            }
        };
        match field {
            Some(field) => {
                format!(
                    "json: cannot unmarshal {found} into Go struct field {field} of type {target}"
                )
            }
            None => format!("json: cannot unmarshal {found} into Go value of type {target}"),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = Path(self);
        match &self.kind {
            DecodeErrorKind::Syntax(err) => write!(f, "not JSON: {err}"),
            DecodeErrorKind::WrongType { found } => {
                let expected = match self.place {
                    Place::HttpHeader | Place::Member { .. } => JsonType::String,
                    _ => JsonType::Object,
                };
                write!(f, "{path} must be {expected}, not {found}")
            }
            DecodeErrorKind::AuthNotBase64(err) => {
                write!(f, "{path} is not base64: it stops being so at byte {}", err.offset())
            }
            DecodeErrorKind::AuthWithoutColon => {
                write!(f, "{path} has no colon: it must be the base64 of username:password")
            }
        }
    }
}

impl core::error::Error for DecodeError {}

/// The place as a path, the key shortened: a document in the wrong layout can have any keys.
struct Path<'a>(&'a DecodeError);

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let auths = match self.0.format {
            Format::ConfigJson => "auths",
            Format::DockerCfg => "",
        };
        match &self.0.place {
            Place::Document => f.write_str("the document"),
            Place::Auths => f.write_str("auths"),
            Place::HttpHeaders => f.write_str("HttpHeaders"),
            Place::HttpHeader => f.write_str("a header in HttpHeaders"),
            Place::Entry { key } => write!(f, "{auths}[{}]", ShortKey(key)),
            Place::Member { key, field } => {
                write!(f, "{auths}[{}].{}", ShortKey(key), field.as_str())
            }
        }
    }
}

/// A key in quotes, as it may be shown, cut after 80 characters.
pub(crate) struct ShortKey<'a>(pub(crate) &'a str);

impl fmt::Display for ShortKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = without_user(self.0);
        match key.char_indices().nth(80) {
            None => Harmless(&key).fmt(f),
            Some((end, _)) => write!(f, "{}…", Harmless(&key[..end])),
        }
    }
}

/// A key as it may be shown: without the `user:password@` before its host, which may be a secret
/// and which the keyring drops.
///
/// ```
/// use pullscope_core::docker_config::without_user;
///
/// assert_eq!(without_user("https://foo:bar@quay.io/v1/"), "https://…@quay.io/v1/");
/// assert_eq!(without_user("quay.io:443/team@x"), "quay.io:443/team@x");
/// // A slash in a password makes the key no URL, and shows nothing either.
/// assert_eq!(without_user("foo:b/ar@quay.io"), "…@quay.io");
/// assert_eq!(without_user("//foo:bar@quay.io"), "//…@quay.io");
/// ```
pub fn without_user(key: &str) -> Cow<'_, str> {
    let after_scheme = &key[substring::find(key, "://").map_or(0, |at| at + 3)..];
    let (scheme, rest) = key.split_at(key.len() - after_scheme.trim_start_matches('/').len());
    let host = rest.find(['/', '?', '#']).map_or(rest, |end| &rest[..end]);
    let has_port = |(_, port): (&str, &str)| port.bytes().all(|byte| byte.is_ascii_digit());
    let searched = if host.rsplit_once(':').is_none_or(has_port) { host } else { rest };
    match searched.rfind('@') {
        Some(at) => Cow::Owned(format!("{scheme}…{}", &rest[at..])),
        None => Cow::Borrowed(key),
    }
}
