//! One workload: its pull Secrets, then its images.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::Options;
use super::credentials::Lookups;
use super::findings::Findings;
use super::image::{self, Field};
use super::report::{
    PullSecretState, PullSecretUse, PullSecretsFrom, Recognized, SecretState, WorkloadReport,
};
use super::snapshot::{self, Snapshot};
use crate::finding::Severity;
use crate::json::Value;
use crate::text::{Document, Documents};
use crate::workload::{self, Role, Workload};

/// Every workload and every list of bare names, in the order of the text.
pub(super) fn workloads(
    documents: &Documents<'_>,
    snapshot: &Snapshot,
    options: &Options,
    findings: &mut Findings,
) -> Vec<WorkloadReport> {
    let mut lookups = Lookups::new(snapshot, options.comparisons);
    let mut reports = Vec::new();
    for (index, (document, recognized)) in
        documents.docs.iter().zip(&snapshot.recognized).enumerate()
    {
        let mut reader = Reader { documents, snapshot, options, findings, document, index };
        match recognized {
            Recognized::Workload => reports.extend(reader.workload(&mut lookups)),
            Recognized::Images => reports.push(reader.images(&mut lookups)),
            _ => {}
        }
    }
    reports
}

struct Reader<'r, 'a> {
    documents: &'r Documents<'a>,
    snapshot: &'r Snapshot,
    options: &'r Options,
    findings: &'r mut Findings,
    document: &'r Document<'a>,
    index: usize,
}

/// One name in a list of pull Secrets.
struct Named<'v> {
    name: &'v str,
    path: String,
    span: Range<usize>,
    /// The document that the list stands in.
    document: usize,
}

impl Reader<'_, '_> {
    fn workload<'s>(&mut self, lookups: &mut Lookups<'s>) -> Option<WorkloadReport> {
        let kind = self.document.kind.as_deref()?;
        let workload = workload::read(kind, &self.document.root)?;
        let namespace = snapshot::namespace(self.document, self.options);
        for wrong in &workload.wrong_types {
            let place = (wrong.path.as_str(), wrong.span.clone());
            let message = wrong_type(&wrong.path, wrong);
            self.say("workload/wrong-type", Severity::Error, place, message);
        }
        self.misplaced_pull_secrets(&workload);
        let service_account = self.service_account(kind);
        let (pull_secrets_from, names) = self.names(kind, &workload, &namespace, &service_account);
        let pull_secrets = self.uses(&names, &namespace);
        let fields: Vec<Field<'_>> = workload
            .images
            .iter()
            .map(|it| Field {
                path: &it.path,
                role: it.role,
                name: it.name,
                image: it.image,
                pull_policy: it.pull_policy,
                element: it.element.span.clone(),
                is_pod: kind == "Pod",
                wrong_types: &workload.wrong_types,
            })
            .collect();
        let images = self.read_images(&fields, &pull_secrets, lookups);
        let name = self.document.name().map(String::from);
        let shown = name.as_deref().or_else(|| generate_name(self.document)).unwrap_or("?");
        let title = match self.document.namespace().filter(|it| !it.is_empty()) {
            Some(namespace) => format!("{kind} {namespace}/{shown}"),
            None => format!("{kind} {shown}"),
        };
        Some(WorkloadReport {
            document: self.index,
            title,
            kind: Some(kind.to_string()),
            name,
            namespace,
            service_account,
            pull_secrets_from,
            pull_secrets,
            images,
        })
    }

    /// Bare names of images, with every Secret for registries that is there.
    fn images<'s>(&mut self, lookups: &mut Lookups<'s>) -> WorkloadReport {
        let namespace = self.options.default_namespace.clone();
        let secrets: Vec<usize> = self.snapshot.secrets_in(&namespace).collect();
        let names: Vec<Named<'_>> = secrets
            .iter()
            .map(|&secret| {
                let report = &self.snapshot.held[secret].report;
                Named {
                    name: &report.name,
                    path: String::new(),
                    span: self.document.span.clone(),
                    document: self.index,
                }
            })
            .collect();
        let pull_secrets = self.uses(&names, &namespace);
        let text = self.documents.text;
        let spans = snapshot::bare_images(text, self.document).unwrap_or_default();
        let values: Vec<Value<'_>> = spans
            .into_iter()
            .map(|span| Value { data: crate::json::Data::String(text[span.clone()].into()), span })
            .collect();
        let fields: Vec<Field<'_>> = values
            .iter()
            .map(|value| Field {
                path: "",
                role: Role::Container,
                name: None,
                image: Some(value),
                pull_policy: None,
                element: value.span.clone(),
                is_pod: false,
                wrong_types: &[],
            })
            .collect();
        let images = self.read_images(&fields, &pull_secrets, lookups);
        WorkloadReport {
            document: self.index,
            title: "Image names".to_string(),
            kind: None,
            name: None,
            namespace,
            service_account: String::new(),
            pull_secrets_from: PullSecretsFrom::Pasted,
            pull_secrets,
            images,
        }
    }

    fn read_images<'s>(
        &mut self,
        fields: &[Field<'_>],
        pull_secrets: &[PullSecretUse],
        lookups: &mut Lookups<'s>,
    ) -> Vec<super::ImageReport> {
        let ring = lookups.ring(pull_secrets);
        let text = self.documents.text;
        fields
            .iter()
            .map(|field| {
                image::read(text, field, pull_secrets, ring.as_ref(), lookups, |finding| {
                    self.findings.add(self.index, finding);
                })
            })
            .collect()
    }

    /// The name of the ServiceAccount, with the deprecated spelling and the default.
    ///
    /// Upstream: `Convert_v1_PodSpec_To_core_PodSpec` in kubernetes `pkg/apis/core/v1/conversion.go`;
    /// `Admit` in `plugin/pkg/admission/serviceaccount/admission.go`.
    fn service_account(&self, kind: &str) -> String {
        let spec = workload::pod_spec(kind, &self.document.root).ok().flatten();
        let member = |key: &str| {
            let text = spec?.value.get(key)?.as_str()?;
            (!text.is_empty()).then_some(text)
        };
        let name = member("serviceAccountName").or_else(|| member("serviceAccount"));
        name.unwrap_or("default").to_string()
    }

    /// The names of the pull Secrets, and where they come from.
    ///
    /// Upstream: `Admit` in kubernetes `plugin/pkg/admission/serviceaccount/admission.go`.
    fn names<'v>(
        &mut self,
        kind: &str,
        workload: &Workload<'v>,
        namespace: &str,
        service_account: &str,
    ) -> (PullSecretsFrom, Vec<Named<'v>>)
    where
        Self: 'v,
    {
        let found = self.snapshot.service_account(namespace, service_account);
        let own: Vec<Named<'v>> = workload
            .pull_secrets
            .iter()
            .map(|it| Named {
                name: it.name.and_then(Value::as_str).unwrap_or_default(),
                path: it.path.clone(),
                span: it.name.unwrap_or(it.element).span.clone(),
                document: self.index,
            })
            .collect();
        let listed = |it: &workload::WrongType| it.path.contains("imagePullSecrets");
        if !own.is_empty() || workload.wrong_types.iter().any(listed) {
            if let Some(document) = found {
                self.not_merged(document, service_account, &own);
            }
            return (PullSecretsFrom::Pod, own);
        }
        // A Pod with a uid has been through admission; nothing is added to it any more.
        let exists = kind == "Pod"
            && self.document.root.get("metadata").and_then(|it| it.get("uid")).is_some();
        if exists {
            return (PullSecretsFrom::Nowhere, own);
        }
        match found {
            None => (PullSecretsFrom::Unknown, own),
            Some(document) => {
                let names = account_names(&self.documents.docs[document].root, document);
                match names.is_empty() {
                    true => (PullSecretsFrom::Nowhere, Vec::new()),
                    // The names live in another document of the same text.
                    false => (PullSecretsFrom::ServiceAccount { document }, names),
                }
            }
        }
    }

    /// The list of the ServiceAccount is not used when the Pod has one of its own.
    fn not_merged(&mut self, document: usize, service_account: &str, own: &[Named<'_>]) {
        let own: BTreeSet<&str> = own.iter().map(|it| it.name).collect();
        let documents = self.documents;
        let names = account_names(&documents.docs[document].root, document);
        let unused: Vec<&Named<'_>> =
            names.iter().filter(|it| !it.name.is_empty() && !own.contains(it.name)).collect();
        let Some(first) = unused.first() else { return };
        let message = format!(
            "the ServiceAccount {service_account} lists the pull Secret {}, which is not used here: \
             its list is copied only into a Pod that lists none; add it to imagePullSecrets of the \
             Pod",
            first.name
        );
        let place = ("imagePullSecrets", first.span.clone());
        self.findings.say(
            document,
            "service-account/not-merged",
            Severity::Warning,
            place,
            message,
        );
    }

    /// What comes of each name.
    ///
    /// Upstream: `getPullSecretsForPod` in kubernetes `pkg/kubelet/kubelet_pods.go`.
    fn uses(&mut self, names: &[Named<'_>], namespace: &str) -> Vec<PullSecretUse> {
        names.iter().map(|it| self.use_of(it, namespace)).collect()
    }

    fn use_of(&mut self, named: &Named<'_>, namespace: &str) -> PullSecretUse {
        use PullSecretState as S;
        let &Named { name, .. } = named;
        let snapshot = self.snapshot;
        let here = snapshot.secret(namespace, name);
        let secret = here.or_else(|| snapshot.secret_elsewhere(name)).filter(|_| !name.is_empty());
        let (state, sentence, found) = match secret.map(|it| (it, &snapshot.held[it].report)) {
            _ if name.is_empty() => (
                S::EmptyName,
                "a pull Secret without a name is skipped in silence".to_string(),
                Some(("pull-secret/empty-name", Severity::Warning)),
            ),
            None => (
                S::Missing,
                self.missing(name, namespace),
                Some(("pull-secret/missing", Severity::Warning)),
            ),
            Some((_, report)) if here.is_none() => {
                let other = report.namespace.as_deref().unwrap_or_default();
                let sentence = format!(
                    "Secret {name} is in namespace {other}, the Pod in {namespace}; the kubelet looks \
                     only in {namespace} and goes on without it"
                );
                (
                    S::OtherNamespace,
                    sentence,
                    Some(("pull-secret/other-namespace", Severity::Error)),
                )
            }
            Some((_, report)) => match &report.state {
                SecretState::Read => {
                    let count = report.keys.len();
                    let keys = if count == 1 { "key" } else { "keys" };
                    (S::Used, format!("Secret {name} gives {count} {keys}"), None)
                }
                SecretState::Ignored { reason } => (
                    S::Ignored,
                    format!("Secret {name} is ignored in silence: {reason}"),
                    Some(("pull-secret/ignored", Severity::Error)),
                ),
                SecretState::Refused { message } => (
                    S::Refused,
                    format!(
                        "the API server refuses Secret {name}, so that it is missing and the pull \
                         goes on without it: {message}"
                    ),
                    Some(("pull-secret/refused", Severity::Error)),
                ),
                SecretState::Broken { reason, .. } => (
                    S::Broken,
                    format!(
                        "the kubelet cannot decode Secret {name}, and then uses no credentials at \
                         all for this Pod: {reason}"
                    ),
                    Some(("pull-secret/broken", Severity::Error)),
                ),
            },
        };
        if let Some((code, severity)) = found {
            let place = (named.path.as_str(), named.span.clone());
            self.findings.say(named.document, code, severity, place, sentence.clone());
        }
        PullSecretUse { name: name.to_string(), span: named.span.clone(), secret, state, sentence }
    }

    fn missing(&self, name: &str, namespace: &str) -> String {
        // A few names are enough for a suggestion, and all of them would cost too much.
        let near = self.snapshot.names_in(namespace, 50).find(|it| is_near(name, it));
        let near = near.map_or(String::new(), |it| format!(" (did you mean {it}?)"));
        format!(
            "Secret {name} is not among the documents{near}; where it does not exist in namespace \
             {namespace}, the kubelet warns and goes on without it"
        )
    }

    /// `imagePullSecrets` written into a container, where it is no field.
    fn misplaced_pull_secrets(&mut self, workload: &Workload<'_>) {
        for field in workload.images.iter().filter(|it| it.role != Role::ImageVolume) {
            let members = field.element.as_object().unwrap_or_default();
            let Some(found) = members.iter().find(|it| it.key == "imagePullSecrets") else {
                continue;
            };
            let path = field.path.strip_suffix(".image").unwrap_or(&field.path);
            let path = format!("{path}.imagePullSecrets");
            let message = "imagePullSecrets is no field of a container and is dropped; it belongs \
                           into the Pod's spec, beside containers"
                .to_string();
            let place = (path.as_str(), found.key_span.clone());
            self.say("pull-secret/in-container", Severity::Error, place, message);
        }
    }

    fn say(
        &mut self,
        code: &'static str,
        severity: Severity,
        place: (&str, Range<usize>),
        message: String,
    ) {
        self.findings.say(self.index, code, severity, place, message);
    }
}

/// The list of a ServiceAccount, in its order.
fn account_names<'v>(root: &'v Value<'_>, document: usize) -> Vec<Named<'v>> {
    let items = root.get("imagePullSecrets").and_then(Value::as_array).unwrap_or_default();
    let named = |(number, item): (usize, &'v Value<'_>)| {
        let name = item.get("name");
        Named {
            name: name.and_then(Value::as_str).unwrap_or_default(),
            path: format!("imagePullSecrets[{number}].name"),
            span: name.unwrap_or(item).span.clone(),
            document,
        }
    };
    items.iter().enumerate().map(named).collect()
}

fn generate_name<'v>(document: &'v Document<'_>) -> Option<&'v str> {
    document.root.get("metadata")?.get("generateName")?.as_str()
}

/// The sentence for a value of the wrong type, with what is usually behind it.
fn wrong_type(path: &str, wrong: &workload::WrongType) -> String {
    if path.contains("imagePullSecrets[") && !path.ends_with(".name") {
        return format!("{wrong}; write each pull Secret as \"name: …\" on a line of its own");
    }
    if path.ends_with("image") || path.ends_with("Policy") || path.ends_with("name") {
        return format!("{wrong}; put the value in quotes");
    }
    format!("{wrong}")
}

/// Whether two names differ by one or two edits.
fn is_near(a: &str, b: &str) -> bool {
    const MAX: usize = 2;
    if a.len().abs_diff(b.len()) > MAX || a.len() > 253 || b.len() > 253 {
        return false;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()] <= MAX.min(a.len() / 2)
}
