//! Reading records as strictly as the kubelet does: one unknown member, and the file is corrupt.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use core::fmt;
use core::ops::Range;

use super::super::hash::CredentialHash;
use super::{Access, Api, Coordinates, PullIntent, PulledRecord, SecretUse};
use crate::json::{self, Value};
use crate::time;
use crate::version::Version;

/// Why a record is corrupt, and where.
///
/// To the kubelet of every policy, a corrupt record means that the image has to be pulled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordError {
    kind: RecordErrorKind,
    span: Range<usize>,
}

/// The kinds of [`RecordError`].
#[expect(missing_docs, reason = "each variant's line names its fields")]
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordErrorKind {
    /// It is not JSON.
    NotJson(json::SyntaxError),
    /// `kind` is not that of such a record.
    Kind { expected: &'static str },
    /// `apiVersion` is none that the release reads.
    ApiVersion { version: Version },
    /// A member that such a record does not have in this version.
    UnknownMember { name: Box<str> },
    /// A member that stands twice.
    DuplicateMember { name: Box<str> },
    /// A value of the wrong type.
    WrongType { expected: &'static str },
    /// `lastUpdatedTime` is no time.
    Time,
}

impl RecordError {
    fn new(kind: RecordErrorKind, span: &Range<usize>) -> Self {
        Self { kind, span: span.clone() }
    }

    /// What is wrong, for code.
    pub fn kind(&self) -> &RecordErrorKind {
        &self.kind
    }

    /// The bytes of the text that are wrong.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            RecordErrorKind::NotJson(error) => write!(f, "not JSON: {error}"),
            RecordErrorKind::Kind { expected } => write!(f, "kind has to be {expected}"),
            RecordErrorKind::ApiVersion { version } => {
                write!(f, "apiVersion is none whose records Kubernetes {version} reads")
            }
            RecordErrorKind::UnknownMember { name } => {
                write!(f, "a record has no member {name} in this version, and none is passed over")
            }
            RecordErrorKind::DuplicateMember { name } => {
                write!(f, "the member {name} stands twice")
            }
            RecordErrorKind::WrongType { expected } => write!(f, "expected {expected}"),
            RecordErrorKind::Time => f.write_str("expected a time, as 2026-01-31T12:00:00Z"),
        }
    }
}

impl core::error::Error for RecordError {}

type Result<T> = core::result::Result<T, RecordError>;

impl PulledRecord {
    /// Reads the file of a record as the kubelet of `version` does.
    ///
    /// # Errors
    ///
    /// When that kubelet cannot read it.
    ///
    /// Upstream: `decodePulledRecord` in kubernetes
    /// `pkg/kubelet/images/pullmanager/fs_pullrecords.go`.
    pub fn parse(text: &[u8], version: Version) -> Result<Self> {
        Self::read(&tree(text)?, version)
    }

    /// The same for a record that is read already, as a document of a longer text.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn read(value: &Value<'_>, version: Version) -> Result<Self> {
        let api = header(value, "ImagePulledRecord", version)?;
        let known = ["kind", "apiVersion", "lastUpdatedTime", "imageRef", "credentialMapping"];
        members(value, &known)?;
        let mut access = BTreeMap::new();
        let mapping = value.get("credentialMapping").filter(|it| !it.is_null());
        if let Some(mapping) = mapping {
            for member in unique(mapping)? {
                let entry = self::access(&member.value, version)?;
                access.insert(member.key.to_string(), entry);
            }
        }
        let last_updated = match value.get("lastUpdatedTime").filter(|it| !it.is_null()) {
            None => None,
            Some(time) => Some(
                time::parse(&text(Some(time))?)
                    .ok_or_else(|| RecordError::new(RecordErrorKind::Time, &time.span))?,
            ),
        };
        Ok(Self { api, last_updated, image_ref: text(value.get("imageRef"))?, access })
    }
}

impl PullIntent {
    /// Reads the file of an intent as the kubelet of `version` does.
    ///
    /// # Errors
    ///
    /// When that kubelet cannot read it.
    ///
    /// Upstream: `decodeIntent` in kubernetes `pkg/kubelet/images/pullmanager/fs_pullrecords.go`.
    pub fn parse(text: &[u8], version: Version) -> Result<Self> {
        Self::read(&tree(text)?, version)
    }

    /// The same for an intent that is read already, as a document of a longer text.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn read(value: &Value<'_>, version: Version) -> Result<Self> {
        let api = header(value, "ImagePullIntent", version)?;
        members(value, &["kind", "apiVersion", "image"])?;
        Ok(Self { api, image: text(value.get("image"))? })
    }
}

fn tree(text: &[u8]) -> Result<Value<'_>> {
    json::parse(text, json::DEFAULT_MAX_DEPTH).map_err(|error| {
        let span = error.span();
        RecordError::new(RecordErrorKind::NotJson(error), &span)
    })
}

fn header(value: &Value<'_>, kind: &'static str, version: Version) -> Result<Api> {
    if value.get("kind").and_then(Value::as_str) != Some(kind) {
        let span = value.get("kind").map_or(&value.span, |it| &it.span);
        return Err(RecordError::new(RecordErrorKind::Kind { expected: kind }, span));
    }
    let found = value.get("apiVersion");
    [Api::V1Alpha1, Api::V1Beta1]
        .into_iter()
        .filter(|api| api.is_read_by(version))
        .find(|api| found.and_then(Value::as_str) == Some(api.as_str()))
        .ok_or_else(|| {
            let span = found.map_or(&value.span, |it| &it.span);
            RecordError::new(RecordErrorKind::ApiVersion { version }, span)
        })
}

fn access(value: &Value<'_>, version: Version) -> Result<Access> {
    let mut access = Access::default();
    if value.is_null() {
        return Ok(access);
    }
    let all = ["kubernetesSecrets", "nodePodsAccessible", "kubernetesServiceAccounts"];
    let known = if version.records_service_accounts() { &all[..] } else { &all[..2] };
    members(value, known)?;
    for item in list(value.get("kubernetesSecrets"))? {
        let secret = coordinates(item, &["uid", "namespace", "name", "credentialHash"])?;
        let hash = CredentialHash::from_record(&text(item.get("credentialHash"))?);
        access.secrets.push(SecretUse { secret, hash });
    }
    for item in list(value.get("kubernetesServiceAccounts"))? {
        access.service_accounts.push(coordinates(item, &["uid", "namespace", "name"])?);
    }
    access.node_pods = match value.get("nodePodsAccessible").filter(|it| !it.is_null()) {
        None => false,
        Some(flag) => flag.as_bool().ok_or_else(|| wrong(flag, "true or false"))?,
    };
    Ok(access)
}

fn coordinates(value: &Value<'_>, known: &[&str]) -> Result<Coordinates> {
    if !value.is_null() {
        members(value, known)?;
    }
    Ok(Coordinates {
        namespace: text(value.get("namespace"))?,
        name: text(value.get("name"))?,
        uid: text(value.get("uid"))?,
    })
}

/// The members of an object, none of which stands twice.
fn unique<'v, 'a>(value: &'v Value<'a>) -> Result<&'v [json::Member<'a>]> {
    let members = value.as_object().ok_or_else(|| wrong(value, "an object"))?;
    let mut seen = BTreeSet::new();
    for member in members {
        if !seen.insert(&*member.key) {
            let kind = RecordErrorKind::DuplicateMember { name: (&*member.key).into() };
            return Err(RecordError::new(kind, &member.key_span));
        }
    }
    Ok(members)
}

/// Checks that an object has no member but these, and none twice.
fn members(value: &Value<'_>, known: &[&str]) -> Result<()> {
    for member in unique(value)? {
        if !known.contains(&&*member.key) {
            let kind = RecordErrorKind::UnknownMember { name: (&*member.key).into() };
            return Err(RecordError::new(kind, &member.key_span));
        }
    }
    Ok(())
}

fn list<'v, 'a>(value: Option<&'v Value<'a>>) -> Result<&'v [Value<'a>]> {
    match value.filter(|it| !it.is_null()) {
        None => Ok(&[]),
        Some(value) => value.as_array().ok_or_else(|| wrong(value, "a list")),
    }
}

/// The text of a member; empty where it is missing or null.
fn text(value: Option<&Value<'_>>) -> Result<String> {
    match value.filter(|it| !it.is_null()) {
        None => Ok(String::new()),
        Some(value) => {
            value.as_str().map(ToString::to_string).ok_or_else(|| wrong(value, "a string"))
        }
    }
}

fn wrong(value: &Value<'_>, expected: &'static str) -> RecordError {
    RecordError::new(RecordErrorKind::WrongType { expected }, &value.span)
}
