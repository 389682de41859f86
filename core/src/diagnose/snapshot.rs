//! What the documents say is there: Secrets, ServiceAccounts, files of the node.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::Options;
use super::findings::Findings;
use super::report::{Recognized, SecretReport, SecretState};
use super::secret::{self, Held};
use crate::docker_config::Format;
use crate::finding::Severity;
use crate::json::{Data, Value};
use crate::text::{Document, Documents, TextError, TextErrorKind};
use crate::workload;

/// Everything that a Pod may refer to.
pub(super) struct Snapshot {
    /// What each document was taken for.
    pub(super) recognized: Vec<Recognized>,
    pub(super) held: Vec<Held>,
    /// The file of the node that the kubelet reads: index into `held`.
    pub(super) node: Option<usize>,
    /// By name, then by namespace: index into `held`.
    secrets: BTreeMap<String, BTreeMap<String, usize>>,
    /// By namespace and name: index of the document.
    service_accounts: BTreeMap<(String, String), usize>,
}

impl Snapshot {
    pub(super) fn new(
        documents: &Documents<'_>,
        options: &Options,
        findings: &mut Findings,
    ) -> Self {
        let mut snapshot = Self {
            recognized: Vec::with_capacity(documents.docs.len()),
            held: Vec::new(),
            node: None,
            secrets: BTreeMap::new(),
            service_accounts: BTreeMap::new(),
        };
        for (index, document) in documents.docs.iter().enumerate() {
            let recognized = recognize(documents.text, document);
            snapshot.recognized.push(recognized);
            let namespace = namespace(document, options);
            match recognized {
                Recognized::Secret => {
                    let held = secret::read(document, index, namespace, findings);
                    snapshot.add_secret(held, document, findings);
                }
                Recognized::ServiceAccount => {
                    let name = document.name().unwrap_or_default().to_string();
                    snapshot.service_accounts.insert((namespace, name), index);
                }
                Recognized::ConfigJson | Recognized::DockerCfg => {
                    let format = match recognized {
                        Recognized::ConfigJson => Format::ConfigJson,
                        _ => Format::DockerCfg,
                    };
                    let text = documents.text;
                    let held = secret::read_file(text, document, index, format, findings);
                    snapshot.held.push(held);
                }
                _ => {}
            }
        }
        snapshot.choose_node_file(documents, findings);
        snapshot
    }

    fn add_secret(&mut self, held: Held, document: &Document<'_>, findings: &mut Findings) {
        let index = self.held.len();
        let SecretReport { name, namespace, .. } = &held.report;
        let by_namespace = self.secrets.entry(name.clone()).or_default();
        if by_namespace.insert(namespace.clone().unwrap_or_default(), index).is_some() {
            let message = format!(
                "a Secret {name:?} of this namespace stands further up; the later one is used here, \
                 as kubectl apply leaves it"
            );
            let place = ("metadata.name", document.span.clone());
            let code = "secret/same-name";
            findings.say(held.report.document, code, Severity::Warning, place, message);
        }
        self.held.push(held);
    }

    /// The kubelet takes the first file that it can read, `config.json` before `.dockercfg`.
    fn choose_node_file(&mut self, documents: &Documents<'_>, findings: &mut Findings) {
        for wanted in [Recognized::ConfigJson, Recognized::DockerCfg] {
            for (index, held) in self.held.iter().enumerate() {
                let document = held.report.document;
                if self.recognized[document] != wanted || held.report.state != SecretState::Read {
                    continue;
                }
                let Some(used) = self.node else {
                    self.node = Some(index);
                    continue;
                };
                let message = format!(
                    "the kubelet reads one file only, {} here; it does not merge this one with it",
                    self.held[used].report.name
                );
                let place = ("", documents.docs[document].span.clone());
                let code = "node-config/not-merged";
                findings.say(document, code, Severity::Warning, place, message);
            }
        }
    }

    /// The Secret that the kubelet gets by name: index into `held`.
    pub(super) fn secret(&self, namespace: &str, name: &str) -> Option<usize> {
        self.secrets.get(name)?.get(namespace).copied()
    }

    /// A Secret of that name, in whichever namespace: the first one by name.
    pub(super) fn secret_elsewhere(&self, name: &str) -> Option<usize> {
        self.secrets.get(name)?.values().next().copied()
    }

    /// The Secrets of one namespace that are for registries, by name.
    pub(super) fn secrets_in<'a>(&'a self, namespace: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.secrets
            .values()
            .filter_map(move |it| it.get(namespace))
            .copied()
            .filter(|&it| !matches!(self.held[it].report.state, SecretState::Ignored { .. }))
    }

    /// Names of Secrets in one namespace, at most `limit`.
    pub(super) fn names_in<'a>(
        &'a self,
        namespace: &'a str,
        limit: usize,
    ) -> impl Iterator<Item = &'a str> + 'a {
        let here = move |it: &&'a BTreeMap<String, usize>| it.contains_key(namespace);
        let names = self.secrets.iter().take(limit);
        names.filter(move |(_, by_namespace)| here(by_namespace)).map(|(name, _)| name.as_str())
    }

    /// The document of a ServiceAccount.
    pub(super) fn service_account(&self, namespace: &str, name: &str) -> Option<usize> {
        self.service_accounts.get(&(namespace.to_string(), name.to_string())).copied()
    }

    pub(super) fn into_secrets(self) -> Vec<SecretReport> {
        self.held.into_iter().map(|it| it.report).collect()
    }
}

/// The namespace of an object, written or not.
pub(super) fn namespace(document: &Document<'_>, options: &Options) -> String {
    let written = document.namespace().filter(|it| !it.is_empty());
    written.unwrap_or(&options.default_namespace).to_string()
}

fn recognize(text: &str, document: &Document<'_>) -> Recognized {
    if bare_images(text, document).is_some() {
        return Recognized::Images;
    }
    if document.error.is_some() {
        return Recognized::Broken;
    }
    match document.kind.as_deref() {
        Some("Secret") => Recognized::Secret,
        Some("ServiceAccount") => Recognized::ServiceAccount,
        Some(kind) if workload::pod_spec_path(kind).is_some() => Recognized::Workload,
        Some(_) => Recognized::Other,
        None => node_file(&document.root).unwrap_or(Recognized::Other),
    }
}

/// What a file of the node looks like; member names match without regard to case, as Go reads them.
fn node_file(root: &Value<'_>) -> Option<Recognized> {
    let members = root.as_object()?;
    if root.get("apiVersion").is_some() {
        return None;
    }
    let named = |names: &[&str], key: &str| names.iter().any(|it| key.eq_ignore_ascii_case(it));
    if members.iter().any(|it| named(&["auths", "credsStore", "credHelpers"], &it.key)) {
        return Some(Recognized::ConfigJson);
    }
    let entry = |value: &Value<'_>| {
        let names = ["auth", "username", "password", "email"];
        value.as_object().is_some_and(|it| it.iter().any(|it| named(&names, &it.key)))
    };
    let entries = !members.is_empty() && members.iter().all(|it| entry(&it.value));
    entries.then_some(Recognized::DockerCfg)
}

/// The lines of a document that holds nothing but names of images: each without white space, none
/// of them the beginning of YAML or JSON.
pub(super) fn bare_images(text: &str, document: &Document<'_>) -> Option<Vec<Range<usize>>> {
    let is_readable = match document.error.as_ref().map(TextError::kind) {
        None | Some(TextErrorKind::Yaml(_)) => true,
        Some(_) => false,
    };
    let is_scalar = match document.root.data {
        Data::Array(_) => false,
        // `nginx:` is a mapping to YAML, and an unfinished name to a person.
        Data::Object(ref members) => members.len() == 1 && members[0].value.is_null(),
        _ => true,
    };
    if document.list_item.is_some() || !is_readable || !is_scalar {
        return None;
    }
    let mut images = Vec::new();
    let mut start = document.span.start;
    for line in text[document.span.clone()].split_inclusive(['\n', '\r']) {
        let found = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        start += line.len();
        if found.is_empty() || found == "---" || found.starts_with('#') {
            continue;
        }
        if !is_bare_image(found) || images.len() >= MAX_BARE_IMAGES {
            return None;
        }
        images.push(at..at + found.len());
    }
    (!images.is_empty()).then_some(images)
}

/// A longer list of lines, or a longer line, is some other text.
const MAX_BARE_IMAGES: usize = 10_000;
const MAX_BARE_IMAGE: usize = 1_024;

/// The first words of manifests, which are not names of images while they are typed.
const FIRST_WORDS: [&str; 8] =
    ["apiVersion", "kind", "metadata", "spec", "type", "data", "items", "auths"];

fn is_bare_image(line: &str) -> bool {
    let special = ['{', '[', '}', ']', '"', '\'', '|', '>', '!', '&', '*', '%', '?', ','];
    line.len() <= MAX_BARE_IMAGE
        && !line.starts_with(special)
        && !line.contains(|it: char| it.is_whitespace() || it.is_control())
        && !FIRST_WORDS.contains(&line.trim_end_matches(':'))
}
