//! A diagnosis as JSON, for every language but Rust.
//!
//! The shape is written down in `docs/diagnosis.schema.json` and explained in `docs/diagnosis.md`:
//! members have the names of the fields, in camelCase and always in the same order; what is absent
//! is `null`; an enum is its `name()`. A place is an object that tells which text, from where to
//! where, and the line and column where it begins.

mod endpoints;
mod events;
mod node;
mod predictions;
mod providers;
mod reverse;
mod runtime;
mod verification;
mod write;

use alloc::string::{String, ToString};
use core::slice;

use super::report::{
    Credentials, Diagnosis, DocumentReport, ImageId, ImageReport, Masked, Outcome, Part, Parts,
    PlacedFinding, Policy, PullSecretUse, PullSecretsFrom, Refusal, Refused, SecretReport,
    SecretState, Source, Step, TriedKey, WorkloadReport,
};
use super::texts::Texts;
use crate::finding::{Edit, Fix, KeyId, Related};
use crate::keyring;
use crate::kubelet::{Answer, Timeline};
use crate::pull_policy::{self, PullPolicy};
use crate::recognize::What;
use crate::text::TextError;
use predictions::{Numbered, Whole};
use write::{Json, Writer};

/// What the `start` and `end` of a place count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offsets {
    /// Bytes of UTF-8, as Rust and Go index.
    Bytes,
    /// Code units of UTF-16, as JavaScript and editors' protocols index.
    Utf16,
}

impl Diagnosis {
    /// The diagnosis of `texts` as JSON, in one line. No password is in it.
    ///
    /// Lines and columns are counted from 1, a column in characters.
    ///
    /// ```
    /// use pullscope_core::diagnose::{Offsets, Options, Texts, diagnose};
    ///
    /// let texts = Texts::from("nginx");
    /// let diagnosis = diagnose(texts.as_str(), &Options::default());
    /// let json = diagnosis.to_json(&texts, Offsets::Bytes);
    /// assert!(json.starts_with(r#"{"schema":1,"kubernetes":"1.36","node":{"#));
    /// ```
    pub fn to_json(&self, texts: &Texts<'_>, offsets: Offsets) -> String {
        self.to_json_for(texts, offsets, self.common_answers())
    }

    /// The same, with predictions for these answers of the registry, and for that which an event
    /// tells; for each image that the registry is asked for.
    pub fn to_json_for(&self, texts: &Texts<'_>, offsets: Offsets, answers: &[Answer]) -> String {
        Writer::new(texts, offsets).finish(&Whole::new(self, answers))
    }
}

impl Json for Whole<'_> {
    fn write(&self, to: &mut Writer<'_>) {
        let Diagnosis {
            kubernetes,
            node,
            documents,
            secrets,
            reverse,
            indexes,
            events,
            findings,
            ..
        } = self.diagnosis;
        to.object(|to| {
            to.member("schema", &(Diagnosis::SCHEMA as usize));
            to.member("kubernetes", &kubernetes.to_string());
            to.member("node", node);
            to.member("documents", documents);
            to.member("workloads", &self.workloads());
            to.member("secrets", secrets);
            to.member("reverse", reverse);
            to.member("indexes", indexes);
            to.member("events", events);
            to.member("findings", findings);
            to.member("timelines", &Timeline::ALL[..]);
        });
    }
}

impl Json for DocumentReport {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("span", &self.span);
            to.member("kind", &self.kind);
            to.member("name", &self.name);
            to.member("namespace", &self.namespace);
            to.member("recognized", self.recognized.name());
            to.member("podSpecs", pod_specs(&self.recognized));
            to.member("because", &self.because);
            to.member("error", &self.error);
        });
    }
}

/// The paths of the Pod specs in an object of a kind that Kubernetes does not have.
fn pod_specs(what: &What) -> &[String] {
    match what {
        What::Embedding { path } => slice::from_ref(path),
        What::Unknown { pod_specs } => pod_specs,
        _ => &[],
    }
}

impl Json for TextError {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("message", &self.to_string());
            to.member("span", &self.span());
        });
    }
}

impl Json for Numbered<'_, WorkloadReport> {
    fn write(&self, to: &mut Writer<'_>) {
        let it = self.value;
        to.object(|to| {
            to.member("document", &it.document);
            to.member("title", &it.title);
            to.member("kind", &it.kind);
            to.member("name", &it.name);
            to.member("namespace", &it.namespace);
            to.member("serviceAccount", &it.service_account);
            to.member("refused", &it.refused);
            to.member("pullSecretsFrom", &(it.pull_secrets_from, &it.pull_secrets_because));
            to.member("pullSecrets", &it.pull_secrets);
            to.member("images", &self.images());
        });
    }
}

impl Json for Refused {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("path", &self.path);
            to.member("span", &self.span);
            to.member("sentence", &self.sentence);
            to.member("message", &self.message);
        });
    }
}

/// Where the list of pull Secrets comes from, and the same in a sentence.
impl Json for (PullSecretsFrom, &String) {
    fn write(&self, to: &mut Writer<'_>) {
        let (from, because) = self;
        let document = match from {
            PullSecretsFrom::ServiceAccount { document } => Some(document),
            _ => None,
        };
        to.object(|to| {
            to.member("from", from.name());
            to.member("document", &document);
            to.member("because", because);
        });
    }
}

impl Json for PullSecretUse {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("name", &self.name);
            to.member("span", &self.span);
            to.member("secret", &self.secret);
            to.member("state", self.state.name());
            to.member("sentence", &self.sentence);
        });
    }
}

impl Json for Numbered<'_, ImageReport> {
    fn write(&self, to: &mut Writer<'_>) {
        let it = self.value;
        to.object(|to| {
            to.member("path", &it.path);
            to.member("role", it.role.name());
            to.member("name", &it.name);
            to.member("image", &it.image);
            to.member("span", &it.span);
            to.member("reference", &it.reference.as_ref().ok());
            to.member("refusal", &it.reference.as_ref().err());
            to.member("policy", &it.policy);
            to.member("presence", it.presence.name());
            to.member("size", &it.size);
            to.member("verification", &it.verification);
            to.member("credentials", &it.credentials);
            to.member("providers", &it.providers);
            to.member("runtime", &it.runtime);
            to.member("endpoints", &it.endpoints);
            to.member("outcome", &it.outcome);
            to.member("plan", &it.plan);
            to.member("predictions", &self.predictions());
        });
    }
}

impl Json for Parts {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("normalized", &self.normalized);
            to.member("familiar", &self.familiar);
            to.member("repositoryName", &self.repository_name);
            to.member("fullName", self.full_name());
            to.member("runtimeImage", &self.runtime_image);
            to.member("registry", &self.registry);
            to.member("repository", &self.repository);
            to.member("tag", &self.tag);
            to.member("digest", &self.digest);
        });
    }
}

impl Json for Part {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("value", &self.value);
            to.member("span", &self.span);
            to.member("because", self.rule);
        });
    }
}

impl Json for Refusal {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("sentence", &self.sentence);
            to.member("span", &self.span);
            to.member("message", &self.message);
        });
    }
}

impl Json for Policy {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("policy", &self.policy.map(PullPolicy::as_str));
            to.member("rule", &self.rule.map(pull_policy::Rule::name));
            to.member("by", self.by.name());
            to.member("sentence", &self.sentence);
            to.member("span", &self.span);
        });
    }
}

impl Json for Credentials {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("keys", &self.keys);
            to.member("used", &self.used);
            to.member("blockedBy", &self.blocked_by);
        });
    }
}

impl Json for TriedKey {
    fn write(&self, to: &mut Writer<'_>) {
        let pull_secret = match self.source {
            Source::PullSecret(number) => Some(number),
            Source::Node(_) => None,
        };
        to.object(|to| {
            to.member("key", &self.key);
            to.member("indexKey", &self.index_key);
            to.member("source", self.source.name());
            to.member("pullSecret", &pull_secret);
            to.member("secret", &self.secret);
            to.member("entry", &self.entry);
            to.member("place", &self.place);
            to.member("isFallback", &self.is_fallback);
            to.member("refusedBy", &self.refused_by.as_ref().map(keyring::Rule::name));
            to.member("sentence", &self.sentence);
            to.member("span", &self.span);
            credential(to, &self.credential);
        });
    }
}

/// What may be shown of a credential, as members of what holds it.
fn credential(to: &mut Writer<'_>, credential: &Masked) {
    to.member("username", &credential.username);
    to.member("hasPassword", &credential.has_password);
    to.member("isBlank", &credential.is_blank);
}

impl Json for Outcome {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("kind", self.kind.name());
            to.member("isFailure", &self.kind.is_failure());
            to.member("sentence", &self.sentence);
        });
    }
}

impl Json for Step {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("stage", self.stage.name());
            to.member("decided", &self.decided);
            to.member("rule", &self.rule);
            to.member("because", &self.because);
            to.member("from", &self.from);
        });
    }
}

impl Json for SecretReport {
    fn write(&self, to: &mut Writer<'_>) {
        let (reason, message) = match &self.state {
            SecretState::Read => (None, None),
            SecretState::Ignored { reason } => (Some(reason), None),
            SecretState::Refused { message } => (None, Some(message)),
            SecretState::Broken { reason, message } => (Some(reason), Some(message)),
        };
        to.object(|to| {
            to.member("document", &self.document);
            to.member("name", &self.name);
            to.member("namespace", &self.namespace);
            to.member("type", &self.secret_type);
            to.member("state", self.state.name());
            to.member("reason", &reason);
            to.member("message", &message);
            to.member("keys", &self.keys);
        });
    }
}

/// A key of a Secret.
impl Json for (String, Masked) {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("key", &self.0);
            credential(to, &self.1);
        });
    }
}

impl Json for PlacedFinding {
    fn write(&self, to: &mut Writer<'_>) {
        let finding = &self.finding;
        to.object(|to| {
            to.member("code", finding.code);
            to.member("severity", finding.severity.as_str());
            to.member("message", &finding.message);
            to.member("document", &self.document);
            to.member("path", &finding.path);
            to.member("span", &finding.span);
            to.member("images", &self.images);
            to.member("keys", &finding.keys);
            to.member("related", &finding.related);
            to.member("fix", &finding.fix);
        });
    }
}

impl Json for ImageId {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("workload", &self.workload);
            to.member("image", &self.image);
        });
    }
}

impl Json for KeyId {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("secret", &self.secret);
            to.member("entry", &self.entry);
        });
    }
}

impl Json for Related {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("label", &self.label);
            to.member("span", &self.span);
        });
    }
}

impl Json for Fix {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("title", &self.title);
            to.member("edits", &self.edits);
            to.member("command", &self.command);
        });
    }
}

impl Json for Edit {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| to.edit(&self.span, &self.text));
    }
}

#[cfg(test)]
mod tests;
