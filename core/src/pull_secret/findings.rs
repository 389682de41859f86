//! What a person should know of a Secret that is meant for pulling images.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::validate::{ContentError, Problem, problems};
use super::{CONFIG_JSON_TYPE, DOCKER_CFG_TYPE, PullSecret, Reading, read};
use crate::base64::{self, Alphabet};
use crate::docker_config::{
    self, DecodeError, DecodeErrorKind, DockerConfig, Entry, Format, IgnoredMember, NoteKind,
    Place, ShortKey,
};
use crate::finding::{Finding, Severity};
use crate::json::{self, SyntaxErrorKind};

/// At most so many findings about single keys, and as many about single entries: a document can
/// hold a hundred thousand of either.
const MAX_LIKE_FINDINGS: usize = 100;

/// Where the parts of a Secret stand in the text that it was read from, as far as is known.
#[derive(Clone, Debug, Default)]
pub struct Places<'a> {
    /// The value of `type`.
    pub secret_type: Option<Range<usize>>,
    /// The object under `data`, or whatever stands for it.
    pub data: Option<Range<usize>>,
    /// The values, in the order of [`PullSecret::data`].
    pub values: &'a [Option<Range<usize>>],
}

/// What a person should know of a Secret, the worst first, without any secret.
///
/// The codes:
///
/// | code | severity | what it says |
/// | --- | --- | --- |
/// | `secret/ignored-type` | error, warning | the kubelet ignores a Secret of this type |
/// | `secret/data-key` | error | a data key that the API server refuses |
/// | `secret/too-long` | error | the values are more than 1 MiB |
/// | `secret/missing-key` | error | the key of the type is missing |
/// | `secret/empty-value` | error | the value is empty or blank |
/// | `secret/encoded-twice` | error | the value is base64 once more |
/// | `secret/not-json` | error | the value is not JSON |
/// | `secret/not-an-object` | error | the value is JSON, but no object |
/// | `secret/huge-number` | error | a number that the API server cannot read |
/// | `secret/wrong-structure` | error | the API server accepts it and the kubelet does not |
/// | `secret/auth-not-base64` | error | an `auth` that is not base64 |
/// | `secret/auth-without-colon` | error | an `auth` without a colon |
/// | `secret/wrong-layout` | error | the layout belongs to the other type |
/// | `secret/creds-store` | error, warning | the passwords are in a credential helper |
/// | `secret/no-entries` | warning | there is no entry |
/// | `secret/blank-entry` | warning | an entry with empty user name and password |
/// | `secret/identity-token` | warning | an entry with a token that the kubelet does not read |
/// | `secret/trailing-newline` | warning | a password that ends with a line break |
/// | `secret/auth-replaces` | warning | `auth` and the explicit members differ |
/// | `secret/duplicate-key` | warning | an entry replaces an earlier one |
/// | `secret/more` | info | further findings of the same sort were left out |
/// | `secret/http-headers` | info | headers that the kubelet does not send |
pub fn findings(secret: &PullSecret<'_>, places: &Places<'_>) -> Vec<Finding> {
    let mut out = Report { secret, places, findings: Vec::new() };
    match secret.format() {
        None => out.other_type(),
        Some(format) => {
            out.refused();
            match read(secret) {
                Ok(Reading::Config(_, config)) => out.config(format, &config),
                Ok(Reading::Ignored(_)) => {}
                // What the API server refuses was said already.
                // What the API server says of the whole value was said already.
                Err(err) if *err.place() == Place::Document => {}
                Err(err) => out.decode_error(format, &err),
            }
        }
    }
    out.findings.sort_by_key(|finding| finding.severity);
    out.findings
}

struct Report<'a> {
    secret: &'a PullSecret<'a>,
    places: &'a Places<'a>,
    findings: Vec<Finding>,
}

impl Report<'_> {
    fn add(&mut self, code: &'static str, severity: Severity, path: &str, message: String) {
        let key = path.strip_prefix("data[").and_then(|it| it.strip_suffix("]"));
        let at = |key| self.secret.data.iter().rposition(|(name, _)| *name == key);
        let span = match (path, key) {
            ("type", _) => self.places.secret_type.clone(),
            (_, Some(key)) => match at(key) {
                Some(at) => self.places.values.get(at).cloned().flatten(),
                None => self.places.data.clone(),
            },
            _ => self.places.data.clone(),
        };
        let path = String::from(path);
        self.findings.push(Finding { path, span, ..Finding::new(code, severity, message) });
    }

    fn add_to_value(
        &mut self,
        code: &'static str,
        severity: Severity,
        format: Format,
        message: String,
    ) {
        self.add(code, severity, &format!("data[{}]", format.data_key()), message);
    }

    /// A Secret of another type is none of our business, unless it was meant to be one.
    fn other_type(&mut self) {
        let found = self.secret.secret_type.trim();
        let name = found.rsplit_once('/').map_or(found, |(_, name)| name);
        let misspelt = [Format::ConfigJson, Format::DockerCfg].into_iter().find(|format| {
            let expect = format.secret_type();
            expect.rsplit_once('/').is_some_and(|(_, expect)| name.eq_ignore_ascii_case(expect))
        });
        if let Some(format) = misspelt {
            let message = format!(
                "the kubelet ignores this Secret, because its type is not exactly {}; \
                 a type cannot be changed, so delete the Secret and create it again",
                format.secret_type()
            );
            return self.add("secret/ignored-type", Severity::Error, "type", message);
        }
        let held = [Format::ConfigJson, Format::DockerCfg]
            .into_iter()
            .find(|format| self.secret.value(format.data_key()).is_some());
        if let Some(format) = held {
            let message = format!(
                "the kubelet ignores this Secret in imagePullSecrets, because it reads {} only from \
                 a Secret of type {}",
                format.data_key(),
                format.secret_type()
            );
            self.add("secret/ignored-type", Severity::Warning, "type", message);
        }
    }

    /// What the API server refuses.
    fn refused(&mut self) {
        let mut bad_keys = 0_usize;
        for problem in problems(self.secret) {
            if matches!(problem, Problem::DataKey { .. }) {
                bad_keys += 1;
                if bad_keys > MAX_LIKE_FINDINGS {
                    continue;
                }
            }
            let path = problem.field();
            let (code, message) = match &problem {
                Problem::DataKey { detail, .. } => {
                    ("secret/data-key", format!("the API server refuses the data key: {detail}"))
                }
                Problem::TooLong => (
                    "secret/too-long",
                    "the values of a Secret may hold at most 1048576 bytes together".into(),
                ),
                Problem::Required { .. } => ("secret/missing-key", self.missing_key()),
                Problem::Content { format, error } => {
                    let value = self.secret.value(format.data_key()).unwrap_or_default();
                    content(value, error)
                }
            };
            self.add(code, Severity::Error, &path, message);
        }
        if let left_out @ 1.. = bad_keys.saturating_sub(MAX_LIKE_FINDINGS) {
            let message = format!("{left_out} more data keys are refused");
            self.add("secret/more", Severity::Info, "data", message);
        }
    }

    fn missing_key(&self) -> String {
        let Some(format) = self.secret.format() else { return String::new() };
        let (key, secret_type) = (format.data_key(), format.secret_type());
        let other = match format {
            Format::ConfigJson => Format::DockerCfg,
            Format::DockerCfg => Format::ConfigJson,
        };
        if self.secret.value(other.data_key()).is_some() {
            return format!(
                "a Secret of type {secret_type} needs the key {key}; with the key {} the type must \
                 be {}",
                other.data_key(),
                other.secret_type()
            );
        }
        match self.secret.data {
            [(only, _)] if only.len() <= 80 => format!(
                "a Secret of type {secret_type} needs the key {key}; rename the key {only} to it"
            ),
            _ => format!("a Secret of type {secret_type} needs the key {key}"),
        }
    }

    fn decode_error(&mut self, format: Format, err: &DecodeError) {
        if let Some(message) = other_layout(self.secret, format) {
            return self.add_to_value("secret/wrong-layout", Severity::Error, format, message);
        }
        let (code, fix) = match err.kind() {
            DecodeErrorKind::AuthNotBase64(_) => (
                "secret/auth-not-base64",
                "write it as the base64 of username:password, or leave auth out and give username \
                 and password",
            ),
            DecodeErrorKind::AuthWithoutColon => {
                ("secret/auth-without-colon", "encode username:password, not the password alone")
            }
            _ => ("secret/wrong-structure", "compare it with the output of kubectl create secret"),
        };
        let mut message = format!("{err}; {fix}");
        if self.findings.is_empty() {
            message += ". The API server accepts this Secret, and then no Pod that names it finds \
                        any credentials";
        }
        self.add_to_value(code, Severity::Error, format, message);
    }

    fn config(&mut self, format: Format, config: &DockerConfig) {
        let has_credentials = config.entries.iter().any(|it| !it.credential.is_blank());
        if !has_credentials && let Some(message) = other_layout(self.secret, format) {
            return self.add_to_value("secret/wrong-layout", Severity::Error, format, message);
        }
        let mut in_helper = false;
        for ignored in &config.ignored {
            let name = ignored.member.as_str();
            if ignored.member == IgnoredMember::HttpHeaders {
                let message = format!("the kubelet does not send the {name} of a Secret");
                self.add_to_value("secret/http-headers", Severity::Info, format, message);
                continue;
            }
            in_helper = true;
            let severity = if has_credentials { Severity::Warning } else { Severity::Error };
            let message = format!(
                "{name} names a credential helper, which the kubelet does not call: passwords that \
                 are kept there are not in this Secret; create it with kubectl create secret \
                 docker-registry, or log in without the helper"
            );
            self.add_to_value("secret/creds-store", severity, format, message);
        }
        if config.entries.is_empty() && !in_helper {
            let message = match (format, config.has_auths) {
                (Format::ConfigJson, false) => {
                    "there is no auths member, so this Secret holds no credentials"
                }
                _ => "this Secret holds no entry, and so no credentials",
            };
            self.add_to_value("secret/no-entries", Severity::Warning, format, message.into());
        }
        self.entries(format, config);
    }

    fn entries(&mut self, format: Format, config: &DockerConfig) {
        let before = self.findings.len();
        let mut left_out = 0_usize;
        for entry in &config.entries {
            for note in &entry.notes {
                if self.findings.len() - before == MAX_LIKE_FINDINGS {
                    left_out += 1;
                    continue;
                }
                if let Some((code, message)) = entry_note(entry, note.kind) {
                    self.add_to_value(code, Severity::Warning, format, message);
                }
            }
        }
        if left_out > 0 {
            let message = format!("{left_out} more remarks about entries are not listed");
            self.add_to_value("secret/more", Severity::Info, format, message);
        }
    }
}

fn entry_note(entry: &Entry, kind: NoteKind) -> Option<(&'static str, String)> {
    let key = ShortKey(&entry.key);
    let has_token = entry
        .notes
        .iter()
        .any(|it| matches!(it.kind, NoteKind::IdentityToken | NoteKind::RegistryToken));
    Some(match kind {
        // A blank entry with a token is told as the latter.
        NoteKind::Blank if has_token => return None,
        NoteKind::Blank => (
            "secret/blank-entry",
            format!(
                "the entry {key} has neither user name nor password; it still matches, and the \
                 runtime is sent empty credentials"
            ),
        ),
        NoteKind::IdentityToken | NoteKind::RegistryToken => (
            "secret/identity-token",
            format!(
                "the entry {key} holds a token that the kubelet does not read; give a user name and \
                 a password, such as an access token of the registry"
            ),
        ),
        NoteKind::TrailingNewline => (
            "secret/trailing-newline",
            format!(
                "the password of the entry {key} ends with a line break, which is sent to the \
                 registry; encode it with printf or echo -n"
            ),
        ),
        NoteKind::AuthReplaces => (
            "secret/auth-replaces",
            format!(
                "the entry {key} has an auth that differs from its username or password; auth wins"
            ),
        ),
        NoteKind::ReplacesEarlier => (
            "secret/duplicate-key",
            format!("the key {key} stands more than once; only its last entry counts"),
        ),
    })
}

/// Why the API server refuses a value, for a person.
fn content(value: &[u8], error: &ContentError) -> (&'static str, String) {
    match error {
        ContentError::Syntax(err) if err.kind() == SyntaxErrorKind::Empty => (
            "secret/empty-value",
            "the value is empty; it must be a JSON object with the credentials".into(),
        ),
        ContentError::Syntax(_) if is_encoded_twice(value) => (
            "secret/encoded-twice",
            "the value is still base64 after decoding: it was encoded twice; encode it once under \
             data, or put the JSON itself under stringData"
                .into(),
        ),
        ContentError::Syntax(err) => (
            "secret/not-json",
            format!("the value is not JSON: {err}, at byte {}", err.span().start),
        ),
        ContentError::WrongType { found } => {
            ("secret/not-an-object", format!("the value must be a JSON object, not {found}"))
        }
        ContentError::HugeNumber { .. } => {
            ("secret/huge-number", "a number in the value is too large to be read".to_string())
        }
    }
}

fn is_encoded_twice(value: &[u8]) -> bool {
    let text = value.trim_ascii();
    let alphabet = if text.ends_with(b"=") { Alphabet::Padded } else { Alphabet::Unpadded };
    base64::decode(alphabet, text)
        .is_ok_and(|it| it.trim_ascii_start().starts_with(b"{") && json::check(&it).is_ok())
}

/// The finding for a value whose layout belongs to the other type of Secret.
fn other_layout(secret: &PullSecret<'_>, format: Format) -> Option<String> {
    let value = secret.value(format.data_key())?;
    let other = match format {
        Format::ConfigJson => Format::DockerCfg,
        Format::DockerCfg => Format::ConfigJson,
    };
    let config = docker_config::decode(other, value).ok()?;
    let fits = config.entries.iter().any(|it| !it.credential.is_blank());
    fits.then(|| match format {
        Format::ConfigJson => format!(
            "the entries are not under auths, as {CONFIG_JSON_TYPE} needs them; wrap them in \
             {{\"auths\": …}}"
        ),
        Format::DockerCfg => format!(
            "the value is a config.json, of which a Secret of type {DOCKER_CFG_TYPE} reads nothing; \
             make the type {CONFIG_JSON_TYPE} and the key {}",
            Format::ConfigJson.data_key()
        ),
    })
}
