//! What a person should know of a Secret that is meant for pulling images.

mod content;
mod entries;
mod token;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::fix::Fixer;
use super::validate::{Problem, problems};
use super::{Places, PullSecret, Reading, read};
use crate::docker_config::{
    self, DecodeError, DecodeErrorKind, DockerConfig, Format, IgnoredMember, Place,
};
use crate::finding::{Finding, Fix, Severity};

/// At most so many findings about single keys, and as many about single entries: a document can
/// hold a hundred thousand of either.
const MAX_LIKE_FINDINGS: usize = 100;

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
/// | `secret/white-space` | warning | white space or the like in a key, a user name or a password |
/// | `secret/token-expired` | error, warning | a token of a cloud that is too old |
/// | `secret/token-short-lived` | info | a token of a cloud that is valid for hours |
/// | `secret/no-auth` | info | an entry without `auth`, which some programs ask for |
/// | `keyring/docker-hub-client` | info | a key for Docker Hub that not every program takes |
/// | `keyring/odd-key` | warning, info | a key that surely does not fit what was meant |
/// | `secret/more` | info | further findings of the same sort were left out |
/// | `secret/http-headers` | info | headers that the kubelet does not send |
pub fn findings(secret: &PullSecret<'_>, places: &Places<'_>) -> Vec<Finding> {
    report(Report::<true> { secret, places, findings: Vec::new() })
}

/// The same findings, without places and fixes, for a program that shows neither.
pub(crate) fn bare_findings(secret: &PullSecret<'_>) -> Vec<Finding> {
    report(Report::<false> { secret, places: &Places::default(), findings: Vec::new() })
}

fn report<const PLACED: bool>(mut out: Report<'_, PLACED>) -> Vec<Finding> {
    let secret = out.secret;
    match secret.format() {
        None => out.other_type(),
        Some(format) => {
            out.refused(format);
            match read(secret) {
                Ok(Reading::Config(_, config)) => out.config(format, &config),
                Ok(Reading::Ignored(_)) => {}
                // What the API server says of the whole value was said already.
                Err(err) if *err.place() == Place::Document => {}
                Err(err) => out.decode_error(format, &err),
            }
        }
    }
    crate::order::sort_by_key(&mut out.findings, |finding| finding.severity);
    out.findings
}

/// With `PLACED`, findings have their places in the text and fixes; whatever is only for these is
/// not compiled without.
struct Report<'a, const PLACED: bool> {
    secret: &'a PullSecret<'a>,
    places: &'a Places<'a>,
    findings: Vec<Finding>,
}

/// What a finding is about.
enum At<'r> {
    /// `type`.
    Type,
    /// All data.
    Data,
    /// The value under a key; all data, when there is none.
    Key(&'r str),
    /// The value under the key of a layout.
    Value(Format),
    /// Some bytes of it.
    Inside(Format, Range<usize>),
}

impl<'a, const PLACED: bool> Report<'a, PLACED> {
    fn fixer(&self) -> Option<Fixer<'a>> {
        PLACED.then_some(Fixer { secret: self.secret, places: self.places })
    }

    fn put(&mut self, finding: Finding, at: At<'_>) {
        let (path, span) = match at {
            At::Type => (String::from("type"), self.places.secret_type.clone()),
            At::Data => (String::from("data"), self.places.data.clone()),
            At::Key(key) => self.value(key, None),
            At::Value(format) => self.value(format.data_key(), None),
            At::Inside(format, span) => self.value(format.data_key(), Some(span)),
        };
        self.findings.push(Finding { path, span, ..finding });
    }

    /// The field of a data key, and where it stands: these bytes of the value, if they can be told
    /// apart.
    fn value(&self, key: &str, inner: Option<Range<usize>>) -> (String, Option<Range<usize>>) {
        let path = format!("data[{key}]");
        if !PLACED {
            return (path, None);
        }
        let Some(at) = self.secret.data.iter().rposition(|(name, _)| *name == key) else {
            return (path, self.places.data.clone());
        };
        let insides = self.places.written.as_ref().map_or(&[][..], |it| it.insides);
        let part = inner.and_then(|inner| insides.get(at)?.as_ref()?.place(inner));
        (path, part.or_else(|| self.places.values.get(at).cloned().flatten()))
    }

    /// A Secret of another type is none of our business, unless it was meant to be one.
    fn other_type(&mut self) {
        let found = self.secret.secret_type.trim();
        let name = found.rsplit_once('/').map_or(found, |(_, name)| name);
        let misspelt = [Format::ConfigJson, Format::DockerCfg].into_iter().find(|format| {
            let expect = format.secret_type();
            expect.rsplit_once('/').is_some_and(|(_, expect)| name.eq_ignore_ascii_case(expect))
        });
        let fixed = "a type cannot be changed, so delete the Secret and create it again";
        if let Some(format) = misspelt {
            let message = format!(
                "the kubelet ignores this Secret, because its type is not exactly {}; {fixed}",
                format.secret_type()
            );
            let finding = Finding::new("secret/ignored-type", Severity::Error, message);
            return self
                .put(finding.fixed_by(self.fixer().map(|it| it.other_type(format))), At::Type);
        }
        let held = [Format::ConfigJson, Format::DockerCfg]
            .into_iter()
            .find(|format| self.secret.value(format.data_key()).is_some());
        if let Some(format) = held {
            let message = format!(
                "the kubelet ignores this Secret in imagePullSecrets, because it reads {} only from \
                 a Secret of type {}; {fixed}",
                format.data_key(),
                format.secret_type()
            );
            let finding = Finding::new("secret/ignored-type", Severity::Warning, message);
            self.put(finding.fixed_by(self.fixer().map(|it| it.other_type(format))), At::Type);
        }
    }

    /// What the API server refuses.
    fn refused(&mut self, format: Format) {
        let mut bad_keys = 0_usize;
        for problem in problems(self.secret) {
            match problem {
                Problem::DataKey { key, detail } => {
                    bad_keys += 1;
                    if bad_keys <= MAX_LIKE_FINDINGS {
                        let message = format!("the API server refuses the data key: {detail}");
                        let finding = Finding::new("secret/data-key", Severity::Error, message);
                        self.put(finding, At::Key(key));
                    }
                }
                Problem::TooLong => {
                    let message = "the values of a Secret may hold at most 1048576 bytes together";
                    self.put(Finding::new("secret/too-long", Severity::Error, message), At::Data);
                }
                Problem::Required { .. } => {
                    let (message, fix) = self.missing_key(format);
                    let finding = Finding::new("secret/missing-key", Severity::Error, message);
                    self.put(finding.fixed_by(fix), At::Value(format));
                }
                Problem::Content { error, .. } => {
                    let value = self.secret.value(format.data_key()).unwrap_or_default();
                    let refused = content::refused(format, value, &error);
                    let fix = match refused.code {
                        "secret/encoded-twice" => self.encode_once(format),
                        "secret/empty-value" => self.fixer().map(|it| it.create(None, None)),
                        "secret/not-json" => {
                            self.fixer().and_then(|it| it.without_stray_commas(format))
                        }
                        _ => None,
                    };
                    let at = refused.span.map_or(At::Value(format), |it| At::Inside(format, it));
                    let finding = Finding::new(refused.code, Severity::Error, refused.message);
                    self.put(finding.fixed_by(fix), at);
                }
            }
        }
        if let left_out @ 1.. = bad_keys.saturating_sub(MAX_LIKE_FINDINGS) {
            let message = format!("{left_out} more data keys are refused");
            self.put(Finding::new("secret/more", Severity::Info, message), At::Data);
        }
    }

    fn encode_once(&self, format: Format) -> Option<Fix> {
        let fixer = self.fixer()?;
        let fix = fixer.create_from_file(format);
        Some(match fixer.string_data_to_data() {
            Some(edit) => {
                let title = String::from("Put what is encoded under data");
                Fix { title, edits: Vec::from([edit]), ..fix }
            }
            None => fix,
        })
    }

    fn missing_key(&self, format: Format) -> (String, Option<Fix>) {
        let (key, secret_type) = (format.data_key(), format.secret_type());
        let other = format.other();
        if self.secret.value(other.data_key()).is_some() {
            let message = format!(
                "a Secret of type {secret_type} needs the key {key}; with the key {} the type must \
                 be {}",
                other.data_key(),
                other.secret_type()
            );
            return (message, self.fixer().map(|it| it.other_type(other)));
        }
        match self.secret.data {
            [(only, value)] if only.len() <= 80 => {
                let message = format!(
                    "a Secret of type {secret_type} needs the key {key}; rename the key {only} to it"
                );
                let is_config = || {
                    let config = docker_config::decode(format, value);
                    config.is_ok_and(|it| !it.entries.is_empty())
                };
                let fixer = self.fixer().filter(|_| is_config());
                (message, fixer.and_then(|it| it.rename_key(only, key)))
            }
            [] => {
                let message = format!("a Secret of type {secret_type} needs the key {key}");
                (message, self.fixer().map(|it| it.create(None, None)))
            }
            _ => (format!("a Secret of type {secret_type} needs the key {key}"), None),
        }
    }

    fn decode_error(&mut self, format: Format, err: &DecodeError) {
        if self.wrong_layout(format) {
            return;
        }
        let (code, advice) = match err.kind() {
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
        let mut message = format!("{err}; {advice}");
        if self.findings.is_empty() {
            message += ". The API server accepts this Secret, and then no Pod that names it finds \
                        any credentials";
        }
        let key = match err.place() {
            Place::Member { key, .. } | Place::Entry { key } => Some(key.as_str()),
            _ => None,
        };
        let fix = key.and_then(|key| Some(self.fixer()?.create(Some(key), None)));
        let finding = Finding::new(code, Severity::Error, message).fixed_by(fix);
        self.put(finding, At::Inside(format, err.span()));
    }

    /// Says so, when the value has the other layout.
    fn wrong_layout(&mut self, format: Format) -> bool {
        let Some(config) = content::other_layout(self.secret, format) else { return false };
        let fix = self.fixer().and_then(|fixer| match format {
            Format::ConfigJson => fixer.wrap_in_auths(format).or_else(|| {
                let [entry] = &config.entries[..] else { return None };
                Some(fixer.create(Some(&entry.key), Some(&entry.credential.username)))
            }),
            Format::DockerCfg => Some(fixer.other_format(format, format.other())),
        });
        let message = content::wrong_layout(format);
        let finding = Finding::new("secret/wrong-layout", Severity::Error, message);
        self.put(finding.fixed_by(fix), At::Value(format));
        true
    }

    fn config(&mut self, format: Format, config: &DockerConfig) {
        let has_credentials = config.entries.iter().any(|it| !it.credential.is_blank());
        if !has_credentials && self.wrong_layout(format) {
            return;
        }
        let key = config.entries.first().map(|it| it.key.as_str());
        let fixer = || self.fixer().filter(|_| config.entries.len() < 2);
        let create = || fixer().map(|it| it.create(key, None));
        let mut in_helper = false;
        let mut found = Vec::new();
        for ignored in &config.ignored {
            let name = ignored.member.as_str();
            let at = At::Inside(format, ignored.key_span.clone());
            if ignored.member == IgnoredMember::HttpHeaders {
                let message = format!("the kubelet does not send the {name} of a Secret");
                found.push((Finding::new("secret/http-headers", Severity::Info, message), at));
                continue;
            }
            in_helper = true;
            let severity = if has_credentials { Severity::Warning } else { Severity::Error };
            let message = format!(
                "{name} names a credential helper, which the kubelet does not call: passwords that \
                 are kept there are not in this Secret; create it with kubectl create secret \
                 docker-registry, or log in without the helper"
            );
            let fix = if has_credentials { None } else { create() };
            found.push((Finding::new("secret/creds-store", severity, message).fixed_by(fix), at));
        }
        if config.entries.is_empty() && !in_helper {
            let message = match (format, config.has_auths) {
                (Format::ConfigJson, false) => {
                    "there is no auths member, so this Secret holds no credentials"
                }
                _ => "this Secret holds no entry, and so no credentials",
            };
            let finding = Finding::new("secret/no-entries", Severity::Warning, message);
            found.push((finding.fixed_by(create()), At::Value(format)));
        }
        for (finding, at) in found {
            self.put(finding, at);
        }
        self.entries(format, config);
    }
}

#[cfg(test)]
mod tests;
