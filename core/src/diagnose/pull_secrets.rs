//! The pull Secrets of one workload: which names, from where, and what comes of each.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::edit;
use super::findings::Findings;
use super::object::Object;
use super::report::{ImageId, PullSecretState, PullSecretUse, SecretState};
use super::snapshot::Snapshot;
use super::workload::Reader;
use crate::api_server::service_account::ServiceAccount;
use crate::finding::{Edit, Finding, Fix, Related, Severity};
use crate::json::{Data, Member, Value};
use crate::kubectl::Arg;
use crate::near_name::near_name;
use crate::workload::{PodSpec, PullSecretName, Role, Workload};

/// One name in a list of pull Secrets.
pub(super) struct Named<'v> {
    pub(super) name: &'v str,
    pub(super) path: String,
    pub(super) span: Range<usize>,
    /// The document that the list stands in.
    pub(super) document: usize,
}

/// What was said of the pull Secrets of one workload, so that it is not said again.
#[derive(Default)]
pub(super) struct Told {
    /// Secrets that a finding names already.
    pub(super) names: BTreeSet<String>,
    /// Whether a Secret that is used has a finding of its own.
    pub(super) blamed: bool,
}

/// Says what comes of the names in a list.
pub(super) struct Namer<'n> {
    pub(super) snapshot: &'n Snapshot,
    pub(super) findings: &'n mut Findings,
    pub(super) told: &'n mut Told,
    /// Who lists them.
    pub(super) title: &'n str,
    pub(super) text: &'n str,
}

impl Namer<'_> {
    /// What comes of each name. A finding about one touches all images of the workload.
    ///
    /// Upstream: `getPullSecretsForPod` in kubernetes `pkg/kubelet/kubelet_pods.go`.
    pub(super) fn uses(
        &mut self,
        names: &[Named<'_>],
        namespace: &str,
        images: &[ImageId],
    ) -> Vec<PullSecretUse> {
        names.iter().map(|it| self.use_of(it, namespace, images)).collect()
    }

    fn use_of(&mut self, named: &Named<'_>, namespace: &str, images: &[ImageId]) -> PullSecretUse {
        use PullSecretState as S;
        let &Named { name, .. } = named;
        let snapshot = self.snapshot;
        let here = snapshot.secret(namespace, name);
        let secret = here.or_else(|| snapshot.secret_elsewhere(name)).filter(|_| !name.is_empty());
        let finding = |code, severity, message: &str| {
            Finding::new(code, severity, message).at(&*named.path, named.span.clone())
        };
        let (state, sentence, found) = match secret.map(|it| (it, &snapshot.held[it].report)) {
            _ if name.is_empty() => {
                let version = snapshot.settings.gates.version();
                let sentence = match version.skips_empty_names() {
                    true => {
                        "a pull Secret without a name is skipped in silence, and keeps the list of \
                         the ServiceAccount from being used"
                    }
                    false => {
                        "a pull Secret without a name is looked for, not found and logged, and keeps \
                         the list of the ServiceAccount from being used"
                    }
                };
                let found = finding("pull-secret/empty-name", Severity::Warning, sentence);
                (S::EmptyName, sentence.to_string(), Some(found))
            }
            None => {
                let near = near_secret(snapshot, name, namespace);
                self.told.names.extend(near.clone());
                let offer = near.as_ref().map(|it| format!(" (did you mean {it}?)"));
                let offer = offer.unwrap_or_default();
                let sentence = format!(
                    "Secret {name} is not among the documents{offer}; where it does not exist in \
                     namespace {namespace}, the kubelet warns and goes on without it"
                );
                let fix = near.map(|near| Fix {
                    title: format!("Name Secret {near}"),
                    edits: self.replace_name(named, &near).into_iter().collect(),
                    command: None,
                });
                let check = Fix {
                    title: format!("See whether Secret {name} exists"),
                    edits: Vec::new(),
                    command: Some(format!(
                        "kubectl get secret {} -n {}",
                        Arg::new(name),
                        Arg::new(namespace)
                    )),
                };
                let fix = fix.unwrap_or(check);
                let found = finding("pull-secret/missing", Severity::Warning, &sentence);
                (S::Missing, sentence, Some(found.fixed_by(fix)))
            }
            Some((at, report)) if here.is_none() => {
                let other = report.namespace.as_deref().unwrap_or_default();
                let sentence = format!(
                    "Secret {name} is in namespace {other}, the Pod in {namespace}; the kubelet looks \
                     only in {namespace} and goes on without it"
                );
                let title = format!("Copy Secret {name} to namespace {namespace}");
                let command = copied(name, other, namespace);
                let fix = command.map(|it| Fix { title, edits: Vec::new(), command: Some(it) });
                let found = finding("pull-secret/other-namespace", Severity::Error, &sentence);
                let found = found.with("the Secret", snapshot.held[at].name_span.clone());
                (S::OtherNamespace, sentence, Some(found.fixed_by(fix)))
            }
            Some((at, report)) => {
                let (state, sentence) = match &report.state {
                    SecretState::Read => {
                        let count = report.keys.len();
                        let keys = if count == 1 { "key" } else { "keys" };
                        (S::Used, format!("Secret {name} gives {count} {keys}"))
                    }
                    SecretState::Ignored { reason } => {
                        (S::Ignored, format!("Secret {name} is ignored in silence: {reason}"))
                    }
                    SecretState::Refused { message } => (
                        S::Refused,
                        format!(
                            "the API server refuses Secret {name}, so that it is missing and the \
                             pull goes on without it: {message}"
                        ),
                    ),
                    SecretState::Broken { reason, .. } => (
                        S::Broken,
                        format!(
                            "the kubelet cannot decode Secret {name}, and then uses no credentials \
                             at all for this Pod: {reason}"
                        ),
                    ),
                };
                // The Secret's own finding says why; this name is where it matters.
                let message = |at: &usize| self.findings.get(*at).map(|it| &it.finding.message);
                let in_command = || {
                    // What a shell made of a command is no matter once a Secret shows the `$`.
                    let is_whole = report.keys.iter().any(|it| it.1.username.contains('$'));
                    let made = snapshot.commands(namespace, name).iter().filter(|_| !is_whole);
                    made.filter_map(|it| self.findings.worst_of(*it)).min_by_key(message)
                };
                let root = self.findings.worst_of(report.document).or_else(in_command);
                if let Some(root) = root {
                    let label = format!("named here, by {}", self.title);
                    let related = Related { label: label.into(), span: named.span.clone() };
                    self.findings.link(root, images, (state != S::Used).then_some(related));
                    match state {
                        S::Used => self.told.blamed = true,
                        _ => self.findings.raise(root, Severity::Error),
                    }
                }
                let found = (root.is_none() && state != S::Used).then(|| {
                    finding("pull-secret/ignored", Severity::Error, &sentence)
                        .with("the Secret", snapshot.held[at].name_span.clone())
                });
                (state, sentence, found)
            }
        };
        if let Some(found) = found {
            self.findings.add_for(named.document, images, found);
        }
        PullSecretUse { name: name.to_string(), span: named.span.clone(), secret, state, sentence }
    }

    /// The edit that writes another name in a list.
    fn replace_name(&self, named: &Named<'_>, name: &str) -> Option<Edit> {
        let written = self.text.get(named.span.clone())?;
        let is_plain = written.trim_matches(['"', '\'']) == named.name;
        is_plain.then(|| edit::replace(self.text, &named.span, name))
    }
}

impl<'r> Reader<'r, '_> {
    /// What comes of each name in the list of the workload.
    pub(super) fn uses(
        &mut self,
        names: &[Named<'_>],
        namespace: &str,
        images: &[ImageId],
    ) -> Vec<PullSecretUse> {
        let mut namer = Namer {
            snapshot: self.snapshot,
            findings: &mut *self.findings,
            told: &mut self.told,
            title: &self.title,
            text: self.scene.documents.text,
        };
        namer.uses(names, namespace, images)
    }

    /// `imagePullSecrets` where it is no field: in a container, or beside the Pod spec.
    pub(super) fn misplaced(&mut self, workload: &Workload<'_>, images: &[ImageId]) {
        let kind = self.object.kind;
        let Some(spec) = self.object.pod_spec() else { return };
        let mut places: Vec<(&'static str, String, &Value<'_>)> = Vec::new();
        for field in workload.images.iter().filter(|it| it.role != Role::ImageVolume) {
            let path = field.path.strip_suffix(".image").unwrap_or(&field.path);
            places.push(("pull-secret/in-container", path.to_string(), field.element));
        }
        // Every level above the Pod spec.
        let mut value = self.object.root;
        let mut path = String::new();
        for step in spec.path.split('.') {
            places.push(("pull-secret/wrong-level", path.clone(), value));
            if let Some(metadata) = value.get("metadata") {
                let dot = if path.is_empty() { "" } else { "." };
                places.push(("pull-secret/wrong-level", format!("{path}{dot}metadata"), metadata));
            }
            let Some(next) = value.get(step) else { break };
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(step);
            value = next;
        }
        for (code, path, object) in places {
            let members = object.as_object().unwrap_or_default();
            let Some(found) = members.iter().find(|it| it.key == "imagePullSecrets") else {
                continue;
            };
            self.misplaced_at(code, kind, &path, (object, found), spec, images);
        }
    }

    fn misplaced_at(
        &mut self,
        code: &'static str,
        kind: &str,
        path: &str,
        (object, member): (&Value<'_>, &Member<'_>),
        spec: PodSpec<'_>,
        images: &[ImageId],
    ) {
        let dot = if path.is_empty() { "" } else { "." };
        let what = match code {
            "pull-secret/in-container" => "a container".to_string(),
            _ if path.is_empty() => format!("a {kind}"),
            _ => path.to_string(),
        };
        let path = format!("{path}{dot}imagePullSecrets");
        let message = format!(
            "imagePullSecrets is no field of {what} and is dropped; it belongs into {}, beside \
             containers",
            spec.path
        );
        let items = member.value.as_array().unwrap_or_default();
        let name = |it| name_of(it).map(|(name, _)| name);
        let names: Vec<&str> = items.iter().filter_map(name).collect();
        self.told.names.extend(names.iter().map(|it| it.to_string()));
        let text = self.scene.documents.text;
        let edits = match names.len() == items.len() && !names.is_empty() {
            true => edit::move_names(text, (object, member), spec.value, &names),
            false => None,
        };
        let title = format!("Move imagePullSecrets to {}", spec.path);
        let fix = edits.map(|edits| Fix { title, edits, command: None });
        let finding = Finding::new(code, Severity::Error, message)
            .at(path, member.key_span.clone())
            .fixed_by(fix);
        self.findings.add_for(self.object.document, images, finding);
    }

    /// Elements of the list that are texts, not objects.
    pub(super) fn list_of_strings(&mut self, images: &[ImageId]) {
        let Some(spec) = self.object.pod_spec() else { return };
        let Some(list) = spec.value.get("imagePullSecrets") else { return };
        let items = match &list.data {
            Data::Array(items) => items.as_slice(),
            Data::String(_) => core::slice::from_ref(list),
            _ => return,
        };
        for (number, item) in items.iter().enumerate() {
            let Some(name) = item.as_str() else { continue };
            let written = &self.scene.documents.text[list.span.start..];
            let text = match core::ptr::eq(item, list) {
                true => edit::flow_names(&[name]),
                false if written.starts_with('[') => edit::flow_name(name),
                false => format!("name: {}", edit::scalar(name)),
            };
            let message = format!(
                "the element {name} is a text, and the API server refuses the object; an element \
                 of imagePullSecrets is an object with a name"
            );
            let edits = Vec::from([Edit { span: item.span.clone(), text }]);
            let title = format!("Write it as name: {name}");
            let finding = Finding::new("pull-secret/list-of-strings", Severity::Error, message)
                .at(format!("{}.imagePullSecrets[{number}]", spec.path), item.span.clone())
                .fixed_by(Fix { title, edits, command: None });
            self.findings.add_for(self.object.document, images, finding);
        }
    }

    /// The list of the ServiceAccount is not used when the Pod has one of its own.
    pub(super) fn not_merged(
        &mut self,
        account: &Object<'_>,
        service_account: &str,
        own: &[Named<'_>],
        images: &[ImageId],
    ) {
        // The empty name is no name, and a name that stands twice is one.
        let mut listed: BTreeSet<&str> = own.iter().map(|it| it.name).chain([""]).collect();
        let names = account_names(account);
        let unused: Vec<&Named<'_>> = names.iter().filter(|it| listed.insert(it.name)).collect();
        let Some(first) = unused.first() else { return };
        let unused_names: Vec<&str> = unused.iter().map(|it| it.name).collect();
        self.told.names.extend(unused_names.iter().map(|it| it.to_string()));
        let own_names: Vec<&str> = own.iter().map(|it| it.name).collect();
        let message = format!(
            "the Pod lists [{}], the ServiceAccount {service_account} lists [{}]: its list is copied \
             only into a Pod that lists none, so {} is not used",
            own_names.join(", "),
            names.iter().map(|it| it.name).collect::<Vec<_>>().join(", "),
            unused_names.join(", ")
        );
        // A name that is probably written wrong there is not copied.
        let namespace = self.object.namespace(self.scene.options);
        let is_wrong = |name: &str| {
            self.snapshot.secret(namespace, name).is_none()
                && near_secret(self.snapshot, name, namespace).is_some()
        };
        let is_sure = !unused_names.iter().any(|it| is_wrong(it));
        let edit = self.object.pod_spec().filter(|_| is_sure).and_then(|spec| {
            edit::add_names(
                self.scene.documents.text,
                spec.value,
                "imagePullSecrets",
                &unused_names,
            )
        });
        let title = format!("Add {} to the Pod's list", unused_names.join(", "));
        let fix = edit.map(|edit| Fix { title, edits: Vec::from([edit]), command: None });
        let mut finding = Finding::new("service-account/not-merged", Severity::Warning, message)
            .at(&*first.path, first.span.clone())
            .fixed_by(fix);
        if let Some(own) = own.first() {
            finding = finding.with("the Pod's own list", own.span.clone());
        }
        self.findings.add_for(account.document, images, finding);
    }
}

/// The command that copies a Secret. `None` where a name is none that Kubernetes has, which `sed`
/// might read as something else.
fn copied(name: &str, from: &str, to: &str) -> Option<String> {
    let is_label = |it: &str| it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    (is_label(from) && is_label(to)).then(|| {
        format!(
            "kubectl get secret {} -n {from} -o yaml | sed 's/namespace: {from}$/namespace: {to}/' \
             | kubectl apply -f -",
            Arg::new(name)
        )
    })
}

/// The name of a Secret of the namespace that this one was probably meant to be.
fn near_secret(snapshot: &Snapshot, name: &str, namespace: &str) -> Option<String> {
    // A few names are enough for a suggestion, and all of them would cost too much.
    let near = |it: &&str| near_name(name, it);
    snapshot.names_in(namespace, 50).find(near).map(String::from)
}

/// The name in an element, which should be an object and may be a text.
fn name_of<'v>(item: &'v Value<'_>) -> Option<(&'v str, Range<usize>)> {
    let value = item.get("name").unwrap_or(item);
    Some((value.as_str()?, value.span.clone()))
}

impl<'v> Named<'v> {
    /// A name in the list of `document`.
    pub(super) fn new(secret: &PullSecretName<'v>, document: usize) -> Self {
        Self {
            name: secret.name.and_then(Value::as_str).unwrap_or_default(),
            path: secret.path.clone(),
            span: secret.name.unwrap_or(secret.element).span.clone(),
            document,
        }
    }
}

/// The list of a ServiceAccount, in its order.
pub(super) fn account_names<'v>(account: &Object<'v>) -> Vec<Named<'v>> {
    let read = ServiceAccount::read(account.root);
    read.pull_secrets.iter().map(|it| Named::new(it, account.document)).collect()
}
