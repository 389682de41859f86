//! What the documents say is there: Secrets, ServiceAccounts, files and images of the node.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Scene;
use super::credential_providers::Providers;
use super::findings::Findings;
use super::kubelet_configuration::Kubelet;
use super::object::{Object, Sort};
use super::present::OnNode;
use super::report::{RuntimeReport, SecretReport, SecretState};
use super::runtime::{self, handler::Classes};
use super::secret::{self, Held};
use super::verification::Records;
use crate::docker_config::Format;
use crate::finding::{Finding, Severity};
use crate::kubelet::Settings;
use crate::recognize::{What, images_on_node};

/// Everything that a Pod may refer to.
pub(super) struct Snapshot {
    pub(super) held: Vec<Held>,
    /// The file of the node that the kubelet reads: index into `held`.
    pub(super) node: Option<usize>,
    /// The images that the node has.
    pub(super) on_node: OnNode,
    /// Its runtime.
    pub(super) runtime: RuntimeReport,
    /// The RuntimeClasses of the text.
    pub(super) runtime_classes: Classes,
    /// What the kubelet of the node runs with.
    pub(super) settings: Settings,
    /// Its own file.
    pub(super) kubelet: Kubelet,
    /// Its plugins that give credentials for images.
    pub(super) providers: Providers,
    /// The records of pulls on the node.
    pub(super) records: Records,
    /// The Secrets instead of which another version counts: index into `held`.
    replaced: Vec<usize>,
    /// By name, then by namespace: index into `held`.
    secrets: BTreeMap<String, BTreeMap<String, usize>>,
    /// By namespace and name: the commands that make a Secret which stands here as an object, or is
    /// made by another one.
    commands: BTreeMap<(String, String), Vec<usize>>,
    /// By namespace and name: the number of the object.
    service_accounts: BTreeMap<(String, String), usize>,
    /// By namespace and name: the Secrets that stand here as objects.
    written: BTreeSet<(String, String)>,
    /// Of each workload that is pasted more than once, by its number: its stored version.
    stored: BTreeMap<usize, usize>,
}

impl Snapshot {
    pub(super) fn new(scene: &Scene<'_, '_>, findings: &mut Findings) -> Self {
        let (settings, kubelet) = Kubelet::read(scene, findings);
        let mut snapshot = Self {
            held: Vec::new(),
            node: None,
            on_node: OnNode::default(),
            runtime: runtime::told(scene, findings),
            runtime_classes: Classes::of(scene),
            settings,
            kubelet,
            providers: Providers::default(),
            records: Records::default(),
            replaced: Vec::new(),
            secrets: BTreeMap::new(),
            commands: BTreeMap::new(),
            service_accounts: BTreeMap::new(),
            written: secrets_written(scene),
            stored: BTreeMap::new(),
        };
        let replaced = snapshot.versions(scene, findings);
        // In the order of the text, so that findings are met in it.
        let mut objects = scene.objects.iter().enumerate().peekable();
        for (index, recognition) in scene.recognized.iter().enumerate() {
            while let Some((number, object)) = objects.next_if(|it| it.1.document == index) {
                snapshot.add(scene, number, object, replaced[number], findings);
            }
            match recognition.what {
                What::ConfigJson => snapshot.add_file(scene, index, Format::ConfigJson, findings),
                What::DockerCfg => snapshot.add_file(scene, index, Format::DockerCfg, findings),
                What::CreateSecret => snapshot.add_command(scene, index, findings),
                What::Node | What::NodeImages => {
                    let text = scene.documents.text;
                    let images = images_on_node(text, &scene.documents.docs[index]);
                    snapshot.on_node.add_node(images.iter().map(|it| (&*it.name, &it.span)));
                    for image in &images {
                        snapshot.on_node.weigh(&image.name, image.size);
                    }
                }
                _ => {}
            }
        }
        snapshot.records = Records::read(scene, snapshot.settings.gates, findings);
        if scene.options.node_config {
            snapshot.choose_node_file(scene, findings);
        }
        if let Some(names) = &scene.options.present {
            snapshot.on_node.know(names);
        }
        snapshot.providers = Providers::new(scene, snapshot.settings.gates, findings);
        snapshot
    }

    /// Finds the objects of one kind, namespace and name. Which of them counts does not depend on
    /// their order. Says of each object whether another one counts instead.
    fn versions(&mut self, scene: &Scene<'_, '_>, findings: &mut Findings) -> Vec<bool> {
        let mut named: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
        for (number, object) in scene.objects.iter().enumerate() {
            if let Some(name) = object.name().filter(|_| object.is_builtin()) {
                let namespace = object.namespace(scene.options);
                named.entry((object.kind, namespace, name)).or_default().push(number);
            }
        }
        let mut replaced = alloc::vec![false; scene.objects.len()];
        for (_, mut same) in named {
            if same.len() < 2 {
                continue;
            }
            same.sort_by_cached_key(|&number| rank(scene, number));
            match scene.objects[same[0]].sort {
                Sort::Workload => self.workload_versions(scene, &same, findings),
                _ => one_counts(scene, &same, &mut replaced, findings),
            }
        }
        replaced
    }

    /// Each version of a workload is shown. A manifest is written over what the cluster has.
    fn workload_versions(
        &mut self,
        scene: &Scene<'_, '_>,
        same: &[usize],
        findings: &mut Findings,
    ) {
        let objects = scene.objects;
        let live = same.iter().rev().copied().find(|&it| objects[it].is_live());
        for &number in same {
            let object = &objects[number];
            match live {
                Some(stored) if !object.is_live() && !object.is_requested() => {
                    self.stored.insert(number, stored);
                }
                Some(_) => {}
                None => {
                    let message = format!(
                        "{} stands here {} times, and nothing tells which one is stored: none has a \
                         uid",
                        object.title(),
                        same.len()
                    );
                    let place = ("metadata.name", object.name_span());
                    let code = "workload/two-versions";
                    findings.say(object.document, code, Severity::Info, place, message);
                }
            }
        }
    }

    fn add(
        &mut self,
        scene: &Scene<'_, '_>,
        number: usize,
        object: &Object<'_>,
        is_replaced: bool,
        findings: &mut Findings,
    ) {
        let namespace = object.namespace(scene.options).to_string();
        match object.sort {
            Sort::Secret => {
                let held = secret::read(scene, object, self.held.len(), findings);
                self.hold(held, namespace, is_replaced);
            }
            Sort::ServiceAccount if !is_replaced => {
                let name = object.name().unwrap_or_default().to_string();
                self.service_accounts.insert((namespace, name), number);
            }
            _ => {}
        }
    }

    fn hold(&mut self, held: Held, namespace: String, is_replaced: bool) {
        if !is_replaced {
            let by_name = self.secrets.entry(held.report.name.clone()).or_default();
            by_name.insert(namespace, self.held.len());
        } else {
            self.replaced.push(self.held.len());
        }
        self.held.push(held);
    }

    fn add_file(
        &mut self,
        scene: &Scene<'_, '_>,
        index: usize,
        format: Format,
        findings: &mut Findings,
    ) {
        let documents = scene.documents;
        let document = &documents.docs[index];
        self.held.push(secret::read_file(documents.text, document, index, format, findings));
    }

    /// The Secret that a command makes. One that stands here as an object counts instead; of several
    /// commands the first by its letters, so that the order of the text does not matter.
    fn add_command(&mut self, scene: &Scene<'_, '_>, index: usize, findings: &mut Findings) {
        let Some(held) = secret::read_command(scene, index, findings) else { return };
        let namespace = held.report.namespace.clone().unwrap_or_default();
        let at = (namespace.clone(), held.report.name.clone());
        let known = self.secret(&namespace, &at.1).map(|it| self.held[it].report.document);
        let text = |index: usize| &scene.documents.text[scene.documents.docs[index].span.clone()];
        let counts = !self.written.contains(&at) && known.is_none_or(|it| text(index) < text(it));
        if let Some(replaced) = if counts { known } else { Some(index) } {
            self.commands.entry(at).or_default().push(replaced);
        }
        self.hold(held, namespace, !counts);
    }

    /// The commands that make a Secret which stands here as an object: numbers of documents.
    pub(super) fn commands(&self, namespace: &str, name: &str) -> &[usize] {
        let at = (namespace.to_string(), name.to_string());
        self.commands.get(&at).map_or(&[], Vec::as_slice)
    }

    /// The stored version of a workload, when this is another one: the number of the object.
    pub(super) fn stored(&self, number: usize) -> Option<usize> {
        self.stored.get(&number).copied()
    }

    /// The kubelet takes the first file that it can read, `config.json` before `.dockercfg`.
    fn choose_node_file(&mut self, scene: &Scene<'_, '_>, findings: &mut Findings) {
        let documents = scene.documents;
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
        crate::order::sort_by_key(&mut files, |&at| {
            let held = &self.held[at];
            let is_config = scene.recognized[held.report.document].what == What::ConfigJson;
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

    /// The Secrets that stand here in a version that does not count, each with the one that does:
    /// indexes into `held`.
    pub(super) fn older_secrets(&self) -> impl Iterator<Item = (usize, usize)> {
        self.replaced.iter().filter_map(|&older| {
            let report = &self.held[older].report;
            let newer = self.secret(report.namespace.as_deref()?, &report.name)?;
            Some((older, newer))
        })
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

    /// The number of the object that is a ServiceAccount.
    pub(super) fn service_account(&self, namespace: &str, name: &str) -> Option<usize> {
        self.service_accounts.get(&(namespace.to_string(), name.to_string())).copied()
    }

    pub(super) fn into_secrets(self) -> Vec<SecretReport> {
        self.held.into_iter().map(|it| it.report).collect()
    }
}

/// The namespaces and names of the Secrets that stand in the text as objects.
fn secrets_written(scene: &Scene<'_, '_>) -> BTreeSet<(String, String)> {
    let secrets = scene.objects.iter().filter(|it| it.sort == Sort::Secret);
    let named = secrets.filter_map(|it| Some((it.namespace(scene.options), it.name()?)));
    named.map(|(namespace, name)| (namespace.to_string(), name.to_string())).collect()
}

/// Of Secrets and ServiceAccounts of one name only the last of `same` counts.
fn one_counts(
    scene: &Scene<'_, '_>,
    same: &[usize],
    replaced: &mut [bool],
    findings: &mut Findings,
) {
    let [older @ .., newest] = same else { return };
    let counts = &scene.objects[*newest];
    let written = |object: &Object<'_>| scene.documents.text[object.span.clone()].trim();
    for &number in older {
        replaced[number] = true;
        let object = &scene.objects[number];
        if written(object) == written(counts) {
            continue;
        }
        let why = match (counts.is_live(), object.is_live()) {
            (true, false) => "the other one is used here, which comes from a cluster",
            (true, true) => "the other one is used here, which is newer",
            _ => "nothing tells which one the cluster has; the other one is used here",
        };
        let kind = object.kind;
        let name = object.name().unwrap_or_default();
        let message = format!("there is another {kind} {name} in this namespace: {why}");
        let finding = Finding::new("secret/same-name", Severity::Warning, message)
            .at("metadata.name", object.name_span())
            .with("the one that is used", counts.name_span());
        findings.add(object.document, finding);
    }
}

/// Of versions of one object the one that counts is the greatest: one that comes from a cluster,
/// then the newest by its resource version, then, so that the order of the text does not matter,
/// by its text.
fn rank<'s>(scene: &Scene<'s, '_>, number: usize) -> (bool, u64, &'s str) {
    let object = &scene.objects[number];
    let text = &scene.documents.text[object.span.clone()];
    (object.is_live(), object.resource_version(), text)
}
