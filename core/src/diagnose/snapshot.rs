//! What the documents say is there: Secrets, ServiceAccounts, files of the node.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::Options;
use super::findings::Findings;
use super::present::OnNode;
use super::report::{Recognized, SecretReport, SecretState};
use super::secret::{self, Held};
use crate::docker_config::Format;
use crate::finding::{Finding, Severity};
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
    /// The images that the node has.
    pub(super) on_node: OnNode,
    /// By name, then by namespace: index into `held`.
    secrets: BTreeMap<String, BTreeMap<String, usize>>,
    /// By namespace and name: index of the document.
    service_accounts: BTreeMap<(String, String), usize>,
    /// Of each workload that is pasted more than once, by document: its stored version.
    stored: BTreeMap<usize, usize>,
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
            on_node: OnNode::default(),
            secrets: BTreeMap::new(),
            service_accounts: BTreeMap::new(),
            stored: BTreeMap::new(),
        };
        // Which of several objects of one name is stored does not depend on their order.
        let mut named: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
        for (index, document) in documents.docs.iter().enumerate() {
            let recognized = recognize(documents.text, document);
            snapshot.recognized.push(recognized);
            let is_object = matches!(
                recognized,
                Recognized::Secret | Recognized::ServiceAccount | Recognized::Workload
            );
            if is_object
                && let (Some(kind), Some(name)) = (document.kind.as_deref(), document.name())
            {
                let namespace = namespace(document, options);
                named.entry((kind, namespace, name)).or_default().push(index);
            }
        }
        let mut replaced = Vec::from_iter(documents.docs.iter().map(|_| false));
        for ((kind, _, name), same) in &mut named {
            if same.len() < 2 {
                continue;
            }
            same.sort_by_cached_key(|&index| version_rank(documents, index));
            snapshot.several(documents, kind, name, same, &mut replaced, findings);
        }
        for (index, document) in documents.docs.iter().enumerate() {
            let namespace = namespace(document, options);
            match snapshot.recognized[index] {
                Recognized::Secret => {
                    let held = secret::read(
                        documents.text,
                        document,
                        index,
                        (namespace.to_string(), options.now),
                        findings,
                    );
                    let at = snapshot.held.len();
                    if !replaced[index] {
                        let by_name = snapshot.secrets.entry(held.report.name.clone());
                        by_name.or_default().insert(namespace.to_string(), at);
                    }
                    snapshot.held.push(held);
                }
                Recognized::ServiceAccount if !replaced[index] => {
                    let name = document.name().unwrap_or_default().to_string();
                    snapshot.service_accounts.insert((namespace.to_string(), name), index);
                }
                Recognized::ConfigJson | Recognized::DockerCfg => {
                    let format = match snapshot.recognized[index] {
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
        if options.node_config {
            snapshot.choose_node_file(documents, findings);
        }
        for name in options.present.iter().flatten() {
            snapshot.on_node.add(name, None);
        }
        if options.present.is_some() {
            snapshot.on_node.know();
        }
        snapshot
    }

    /// Says which of several objects of one kind, namespace and name counts: `same`, the one that
    /// counts last.
    fn several(
        &mut self,
        documents: &Documents<'_>,
        kind: &str,
        name: &str,
        same: &[usize],
        replaced: &mut [bool],
        findings: &mut Findings,
    ) {
        let [older @ .., newest] = same else { return };
        let docs = &documents.docs;
        let place = |index: usize| ("metadata.name", name_span(&docs[index]));
        if self.recognized[*newest] == Recognized::Workload {
            // Each is a version of its own, and shown as one.
            let live = older.iter().rev().find(|&&it| is_live(&docs[it]));
            for index in same.iter().copied() {
                let earlier = live.copied().filter(|it| *it != index && !is_live(&docs[index]));
                match earlier {
                    Some(stored) => {
                        self.stored.insert(index, stored);
                    }
                    None if live.is_some() || is_live(&docs[index]) => {}
                    None => {
                        let message = format!(
                            "{kind} {name} stands here {} times, and nothing tells which one is \
                             stored: none has a uid",
                            same.len()
                        );
                        let code = "workload/two-versions";
                        findings.say(index, code, Severity::Info, place(index), message);
                    }
                }
            }
            return;
        }
        for &index in older {
            replaced[index] = true;
            if documents.text[docs[index].span.clone()].trim()
                == documents.text[docs[*newest].span.clone()].trim()
            {
                continue;
            }
            let why = match (is_live(&docs[*newest]), is_live(&docs[index])) {
                (true, false) => "the other one is used here, which comes from a cluster",
                (true, true) => "the other one is used here, which is newer",
                _ => "nothing tells which one the cluster has; the other one is used here",
            };
            let message = format!("there is another {kind} {name} in this namespace: {why}");
            let finding = Finding::new("secret/same-name", Severity::Warning, message)
                .at(place(index).0, place(index).1)
                .with("the one that is used", place(*newest).1);
            findings.add(index, finding);
        }
    }

    /// The version of a workload that the cluster has, when `document` is another one: index of its
    /// document.
    pub(super) fn stored(&self, document: usize) -> Option<usize> {
        self.stored.get(&document).copied()
    }

    /// The kubelet takes the first file that it can read, `config.json` before `.dockercfg`.
    fn choose_node_file(&mut self, documents: &Documents<'_>, findings: &mut Findings) {
        let written = |held: &Held| {
            let document = &documents.docs[held.report.document];
            &documents.text[document.span.clone()]
        };
        let mut files: Vec<usize> = (0..self.held.len())
            .filter(|&at| {
                let report = &self.held[at].report;
                report.namespace.is_none() && report.state == SecretState::Read
            })
            .collect();
        files.sort_by_key(|&at| {
            let held = &self.held[at];
            let is_config = self.recognized[held.report.document] == Recognized::ConfigJson;
            (!is_config, written(held))
        });
        let [used, others @ ..] = files.as_slice() else { return };
        self.node = Some(*used);
        for &other in others {
            let held = &self.held[other];
            if written(held) == written(&self.held[*used]) {
                continue;
            }
            let document = held.report.document;
            let message = format!(
                "the kubelet reads one file only, {} here; it does not merge this one with it",
                self.held[*used].report.name
            );
            let place = ("", documents.docs[document].span.clone());
            findings.say(document, "node-config/not-merged", Severity::Warning, place, message);
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
pub(super) fn namespace<'o>(document: &'o Document<'_>, options: &'o Options) -> &'o str {
    let written = document.namespace().filter(|it| !it.is_empty());
    written.unwrap_or(&options.default_namespace)
}

/// Whether an object comes from a cluster, which gives every object a uid.
pub(super) fn is_live(document: &Document<'_>) -> bool {
    let uid = document.root.get("metadata").and_then(|it| it.get("uid"));
    uid.and_then(Value::as_str).is_some_and(|it| !it.is_empty())
}

/// Where the name of an object stands; the object, when it has none.
pub(super) fn name_span(document: &Document<'_>) -> Range<usize> {
    let name = document.root.get("metadata").and_then(|it| it.get("name"));
    name.map_or(document.span.clone(), |it| it.span.clone())
}

/// Of versions of one object the one that counts is the greatest: one that comes from a cluster,
/// then the newest by its resource version, then, so that the order of the text does not matter,
/// by its text. A manifest of a workload is newer than what the cluster has.
fn version_rank<'t>(documents: &'t Documents<'_>, index: usize) -> (bool, u64, &'t str) {
    let document = &documents.docs[index];
    let version = document.root.get("metadata").and_then(|it| it.get("resourceVersion"));
    let version = version.and_then(Value::as_str).and_then(|it| it.parse().ok()).unwrap_or(0);
    let is_workload = document.kind.as_deref().and_then(workload::pod_spec_path).is_some();
    let text = &documents.text[document.span.clone()];
    (is_live(document) != is_workload, version, text)
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
