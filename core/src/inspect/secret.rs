//! One Secret of the text, as the API server and the kubelet see it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::findings::Findings;
use super::report::{Masked, SecretReport, SecretState};
use crate::base64::{self, Alphabet};
use crate::docker_config::{self, DockerConfig, Format};
use crate::finding::Severity;
use crate::json::{Data, Value};
use crate::pull_secret::{self, Places, PullSecret, Reading};
use crate::text::Document;
use crate::workload::type_name;

/// A Secret or a file of the node: what is said about it, and its keys for the keyring.
pub(super) struct Held {
    pub(super) report: SecretReport,
    /// Empty unless the state is [`SecretState::Read`].
    pub(super) config: DockerConfig,
    /// What to point at for a key.
    pub(super) place: KeyPlace,
}

/// Where the keys of a config stand in the text.
pub(super) enum KeyPlace {
    /// The config stands in the text itself, from this byte on.
    Text(usize),
    /// It is encoded in this value.
    Value(Range<usize>),
}

impl KeyPlace {
    pub(super) fn of(&self, key: &Range<usize>) -> Range<usize> {
        match self {
            Self::Text(start) => start + key.start..start + key.end,
            Self::Value(span) => span.clone(),
        }
    }
}

/// Reads a Secret.
pub(super) fn read(
    document: &Document<'_>,
    index: usize,
    namespace: String,
    findings: &mut Findings,
) -> Held {
    let root = &document.root;
    let type_value = root.get("type").filter(|it| !it.is_null());
    let secret_type = match type_value.map(|it| (it, it.as_str())) {
        Some((_, Some(text))) if !text.is_empty() => text,
        // The API server fills it in.
        _ => "Opaque",
    };
    let mut reader = Reader { index, findings, refused: None, data: Vec::new(), spans: Vec::new() };
    if let Some(value) = type_value.filter(|it| it.as_str().is_none()) {
        reader.wrong_type("type", value, "a string");
    }
    for (member, encoded) in [("data", true), ("stringData", false)] {
        if let Some(value) = root.get(member) {
            reader.values(member, value, encoded);
        }
    }
    let Reader { refused, data, spans, .. } = reader;
    let data: Vec<(&str, &[u8])> = data.iter().map(|(key, value)| (*key, &value[..])).collect();
    let secret = PullSecret { secret_type, data: &data, annotations: &[] };
    let container = root.get("data").or_else(|| root.get("stringData"));
    let places = Places {
        secret_type: Some(type_value.map_or(document.span.clone(), |it| it.span.clone())),
        data: Some(container.map_or(document.span.clone(), |it| it.span.clone())),
        values: &spans,
    };
    for mut finding in pull_secret::findings(&secret, &places) {
        finding.span.get_or_insert(document.span.clone());
        findings.add(index, finding);
    }

    let mut config = DockerConfig::default();
    let mut value_span = document.span.clone();
    let api_error = refused.or_else(|| pull_secret::validate(&secret).first().map(|it| it.text()));
    let state = match (api_error, pull_secret::read(&secret)) {
        (Some(message), _) => SecretState::Refused { message },
        (None, Err(error)) => {
            SecretState::Broken { reason: error.to_string(), message: error.upstream().to_string() }
        }
        (None, Ok(Reading::Ignored(reason))) => SecretState::Ignored { reason: reason.to_string() },
        (None, Ok(Reading::Config(format, read))) => {
            let at = data.iter().rposition(|(key, _)| *key == format.data_key());
            if let Some(span) = at.and_then(|at| spans.get(at).cloned().flatten()) {
                value_span = span;
            }
            config = read;
            SecretState::Read
        }
    };
    let report = SecretReport {
        document: index,
        name: document.name().unwrap_or_default().to_string(),
        namespace: Some(namespace),
        secret_type: secret_type.to_string(),
        state,
        keys: keys(&config),
    };
    Held { report, config, place: KeyPlace::Value(value_span) }
}

/// Reads a file of the node.
pub(super) fn read_file(
    text: &str,
    document: &Document<'_>,
    index: usize,
    format: Format,
    findings: &mut Findings,
) -> Held {
    let written = &text[document.span.clone()];
    let mut config = DockerConfig::default();
    let state = match docker_config::decode(format, written.as_bytes()) {
        Ok(read) => {
            config = read;
            SecretState::Read
        }
        Err(error) => {
            let span = error.span();
            let start = document.span.start;
            let message = format!("{error}; the kubelet skips a file that it cannot read");
            let span = start + span.start..start + span.end;
            findings.say(index, "node-config/broken", Severity::Error, ("", span), message);
            let message = docker_config::REDACTED.to_string();
            SecretState::Broken { reason: error.to_string(), message }
        }
    };
    for ignored in &config.ignored {
        let start = document.span.start;
        let span = start + ignored.key_span.start..start + ignored.key_span.end;
        let message = format!(
            "the kubelet does not use {}; only what stands under auths counts",
            ignored.member.as_str()
        );
        findings.say(index, "node-config/ignored", Severity::Warning, ("", span), message);
    }
    let name = match format {
        Format::ConfigJson => "config.json",
        Format::DockerCfg => ".dockercfg",
    };
    let report = SecretReport {
        document: index,
        name: name.to_string(),
        namespace: None,
        secret_type: String::new(),
        state,
        keys: keys(&config),
    };
    Held { report, config, place: KeyPlace::Text(document.span.start) }
}

fn keys(config: &DockerConfig) -> Vec<(String, Masked)> {
    config.entries.iter().map(|it| (without_user(&it.key), masked(&it.credential))).collect()
}

/// What may be shown of a credential.
pub(super) fn masked(credential: &crate::credential::Credential) -> Masked {
    Masked {
        username: String::from_utf8_lossy(&credential.username).into_owned(),
        has_password: !credential.password.is_empty(),
        is_blank: credential.is_blank(),
    }
}

/// A key without `user:password@` before its host, which the keyring drops as well.
pub(super) fn without_user(key: &str) -> String {
    let start = key.find("://").map_or(0, |at| at + 3);
    let end = key[start..].find(['/', '?', '#']).map_or(key.len(), |at| start + at);
    match key[start..end].rfind('@') {
        Some(at) => format!("{}…{}", &key[..start], &key[start + at..]),
        None => key.to_string(),
    }
}

struct Reader<'a, 'f> {
    index: usize,
    findings: &'f mut Findings,
    /// Why the API server cannot decode the object; the first reason.
    refused: Option<String>,
    data: Vec<(&'a str, Vec<u8>)>,
    spans: Vec<Option<Range<usize>>>,
}

impl<'a> Reader<'a, '_> {
    fn values(&mut self, member: &str, value: &'a Value<'_>, encoded: bool) {
        let members = match &value.data {
            Data::Object(members) => members,
            Data::Null => return,
            _ => return self.wrong_type(member, value, "an object"),
        };
        for it in members {
            let path = format!("{member}[{}]", it.key);
            let decoded = match &it.value.data {
                Data::Null => Vec::new(),
                Data::String(text) if encoded => {
                    match base64::decode(Alphabet::Padded, text.as_bytes()) {
                        Ok(bytes) => bytes,
                        Err(error) => {
                            self.not_base64(&path, &it.value, text, error);
                            continue;
                        }
                    }
                }
                Data::String(text) => text.as_bytes().to_vec(),
                _ => {
                    self.wrong_type(&path, &it.value, "a string");
                    continue;
                }
            };
            self.data.push((&it.key, decoded));
            self.spans.push(Some(it.value.span.clone()));
        }
    }

    fn not_base64(
        &mut self,
        path: &str,
        value: &Value<'_>,
        text: &str,
        error: base64::DecodeError,
    ) {
        let plain = text.trim_start().starts_with('{');
        let fix = if plain {
            "it is plain text: move it to stringData, or encode it"
        } else {
            "what is not encoded belongs under stringData"
        };
        let message = format!("the value under data has to be base64: {error}; {fix}");
        let place = (path, value.span.clone());
        self.findings.say(self.index, "secret/data-not-base64", Severity::Error, place, message);
        self.refused.get_or_insert_with(|| error.to_string());
    }

    fn wrong_type(&mut self, path: &str, value: &Value<'_>, expected: &str) {
        let message = format!("expected {expected}, found {}; quote it", type_name(value));
        let place = (path, value.span.clone());
        self.findings.say(self.index, "secret/wrong-type", Severity::Error, place, message.clone());
        self.refused.get_or_insert(message);
    }
}
