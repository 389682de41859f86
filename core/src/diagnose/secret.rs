//! One Secret of the text, as the API server and the kubelet see it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::Scene;
use super::findings::Findings;
use super::object::Object;
use super::report::{Masked, SecretReport, SecretState};
use crate::docker_config::{self, DockerConfig, Format, without_user};
use crate::finding::{Edit, Severity};
use crate::inside::Inside;
use crate::kubectl::{self, Arg};
use crate::pull_secret::{self, ObjectProblem, PullSecret, Reading, SecretObject};
use crate::text::Document;

/// A Secret or a file of the node: what is said about it, and its keys for the keyring.
pub(super) struct Held {
    pub(super) report: SecretReport,
    /// Empty unless the state is [`SecretState::Read`].
    pub(super) config: DockerConfig,
    /// What to point at for a key.
    pub(super) place: KeyPlace,
    /// Where its name stands.
    pub(super) name_span: Range<usize>,
    /// Its uid; empty where none is written.
    pub(super) uid: String,
}

impl Held {
    /// The field that holds the keys, as Kubernetes writes it; empty for a file of the node.
    pub(super) fn key_path(&self) -> &'static str {
        match (&self.report.namespace, self.report.secret_type.as_str()) {
            (None, _) => "",
            (_, pull_secret::DOCKER_CFG_TYPE) => "data[.dockercfg]",
            _ => "data[.dockerconfigjson]",
        }
    }
}

/// Where the keys of a config stand in the text.
pub(super) struct KeyPlace {
    /// The whole config.
    whole: Range<usize>,
    /// How it is written there, when it can be followed byte for byte.
    inside: Option<Inside>,
    /// What is encoded there; empty for what stands in the text as it is.
    value: Vec<u8>,
    /// Whether the whole is one key: the server of a command.
    is_server: bool,
}

impl KeyPlace {
    /// No more is known than where the config stands.
    fn whole(whole: Range<usize>) -> Self {
        Self { whole, inside: None, value: Vec::new(), is_server: false }
    }

    /// The bytes of the text that say a key; of the whole config, where they are not certain.
    pub(super) fn of(&self, key: &Range<usize>) -> Range<usize> {
        let place = self.inside.as_ref().and_then(|it| it.place(key.clone()));
        place.unwrap_or(self.whole.clone())
    }

    /// The edit that makes another key of the one at these bytes of the config.
    pub(super) fn replace(&self, key: &Range<usize>, new: &str) -> Option<Edit> {
        if self.is_server {
            return Some(Edit { span: self.whole.clone(), text: Arg::new(new).to_string() });
        }
        pull_secret::replace_key(&self.value, self.inside.as_ref()?, key.clone(), new)
    }
}

/// Reads a Secret, which gets this number among those that are held.
pub(super) fn read(
    scene: &Scene<'_, '_>,
    of: &Object<'_>,
    number: usize,
    findings: &mut Findings,
) -> Held {
    let (text, index) = (scene.documents.text, of.document);
    let object = SecretObject::read(of.root);
    let mut refused = None;
    for problem in &object.problems {
        let reason = say(problem, index, findings);
        refused.get_or_insert(reason);
    }
    // The API server fills the type in.
    let secret_type = if object.secret_type.is_empty() { "Opaque" } else { object.secret_type };
    let data = object.data();
    let secret = PullSecret { secret_type, data: &data, annotations: &[] };
    let insides = object.insides(text);
    let mut places = object.places_in(text, &of.span, &insides);
    places.context.now = scene.options.now;

    let mut config = DockerConfig::default();
    let mut place = KeyPlace::whole(of.span.clone());
    let api_error = refused.or_else(|| {
        let errors = pull_secret::validate(&secret);
        errors.first().map(|it| it.text_as(scene.options.kubernetes))
    });
    let state = match (api_error, pull_secret::read(&secret)) {
        (Some(message), _) => SecretState::Refused { message },
        (None, Err(error)) => {
            SecretState::Broken { reason: error.to_string(), message: error.upstream().to_string() }
        }
        (None, Ok(Reading::Ignored(reason))) => SecretState::Ignored { reason: reason.to_string() },
        (None, Ok(Reading::Config(format, read))) => {
            let at = data.iter().rposition(|(key, _)| *key == format.data_key());
            if let Some(at) = at
                && let Some(span) = object.spans[at].clone()
            {
                let inside = insides[at].clone();
                let value = data[at].1.to_vec();
                place = KeyPlace { inside, value, ..KeyPlace::whole(span) };
            }
            config = read;
            SecretState::Read
        }
    };
    for mut finding in pull_secret::findings(&secret, &places) {
        // A value that cannot be decoded is there, and keeps the API server from looking further.
        if finding.code == "secret/missing-key" && !object.problems.is_empty() {
            continue;
        }
        finding.span.get_or_insert(of.span.clone());
        finding.keys.iter_mut().for_each(|it| it.secret = number);
        if state != SecretState::Read {
            finding.keys.clear();
        }
        findings.add(index, finding);
    }
    let report = SecretReport {
        document: index,
        name: of.name().unwrap_or_default().to_string(),
        namespace: Some(of.namespace(scene.options).to_string()),
        secret_type: secret_type.to_string(),
        state,
        keys: keys(&config),
    };
    let uid = of.uid().unwrap_or_default().to_string();
    Held { report, config, place, name_span: of.name_span(), uid }
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
    let name_span = document.span.clone();
    let inside = Some(Inside::verbatim(document.span.clone()));
    let place = KeyPlace { inside, ..KeyPlace::whole(document.span.clone()) };
    Held { report, config, place, name_span, uid: String::new() }
}

/// Reads the Secret that a command makes; what the command lacks is a finding.
pub(super) fn read_command(
    scene: &Scene<'_, '_>,
    index: usize,
    findings: &mut Findings,
) -> Option<Held> {
    let span = scene.documents.docs[index].span.clone();
    let command = match kubectl::parse(scene.documents.text, span)? {
        Ok(command) => command,
        Err(error) => {
            let place = ("", error.span());
            let code = "secret/command-refused";
            findings.say(index, code, Severity::Error, place, error.to_string());
            return None;
        }
    };
    super::shell::variables(scene.documents.text, index, &command, findings);
    let config = match command.config_json() {
        Ok(config) => config,
        Err(error) => {
            let place = ("", command.span.clone());
            let message = format!("kubectl refuses the command: {error}");
            findings.say(index, "secret/command-refused", Severity::Error, place, message);
            return None;
        }
    };
    // What is in a file is not told.
    let config = docker_config::decode(Format::ConfigJson, &config?).ok()?;
    let namespace = command.namespace.as_ref().map_or("", |it| it.text.as_str());
    let namespace = match namespace {
        "" => scene.options.default_namespace.clone(),
        written => written.to_string(),
    };
    let server = command.server.as_ref().map_or(command.span.clone(), |it| it.span.clone());
    let is_server = command.server.is_some();
    let report = SecretReport {
        document: index,
        name: command.name.text.clone(),
        namespace: Some(namespace),
        secret_type: Format::ConfigJson.secret_type().to_string(),
        state: SecretState::Read,
        keys: keys(&config),
    };
    let place = KeyPlace { is_server, ..KeyPlace::whole(server) };
    Some(Held { report, config, place, name_span: command.name.span, uid: String::new() })
}

fn keys(config: &DockerConfig) -> Vec<(String, Masked)> {
    config
        .entries
        .iter()
        .map(|it| (without_user(&it.key).into_owned(), masked(&it.credential)))
        .collect()
}

/// What may be shown of a credential.
pub(super) fn masked(credential: &crate::credential::Credential) -> Masked {
    Masked {
        username: String::from_utf8_lossy(&credential.username).into_owned(),
        has_password: !credential.password.is_empty(),
        is_blank: credential.is_blank(),
    }
}

/// Puts a problem of the object among the findings; what the API server says of it.
fn say(problem: &ObjectProblem, index: usize, findings: &mut Findings) -> String {
    let (code, path, span, message, reason) = match problem {
        ObjectProblem::WrongType(wrong) => {
            let message = format!("{wrong}; quote it");
            ("secret/wrong-type", &wrong.path, &wrong.span, message.clone(), message)
        }
        ObjectProblem::NotBase64 { path, span, error, is_plain } => {
            let fix = if *is_plain {
                "it is plain text: move it to stringData, or encode it"
            } else {
                "what is not encoded belongs under stringData"
            };
            let message = format!("the value under data has to be base64: {error}; {fix}");
            ("secret/data-not-base64", path, span, message, error.to_string())
        }
    };
    findings.say(index, code, Severity::Error, (path, span.clone()), message);
    reason
}
