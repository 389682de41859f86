//! One workload: its pull Secrets, then its images.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Options;
use super::credentials::Lookups;
use super::findings::Findings;
use super::image::{self, Context, Field};
use super::pull_secrets::{List, Named, account_names};
use super::report::{
    ImageId, ImageReport, PullSecretUse, PullSecretsFrom, Recognized, WorkloadReport,
};
use super::snapshot::{self, Snapshot};
use crate::finding::{Finding, Fix, Severity};
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
        let number = reports.len();
        let title = String::new();
        let mut reader =
            Reader { documents, snapshot, options, findings, document, index, number, title };
        match recognized {
            Recognized::Workload => reports.extend(reader.workload(&mut lookups)),
            Recognized::Images => reports.push(reader.images(&mut lookups)),
            _ => {}
        }
    }
    reports
}

pub(super) struct Reader<'r, 'a> {
    pub(super) documents: &'r Documents<'a>,
    pub(super) snapshot: &'r Snapshot,
    pub(super) options: &'r Options,
    pub(super) findings: &'r mut Findings,
    pub(super) document: &'r Document<'a>,
    pub(super) index: usize,
    /// The number of the workload.
    pub(super) number: usize,
    /// `Deployment apps/shop`.
    pub(super) title: String,
}

/// What the images of one Pod have in common.
struct Pod<'p> {
    namespace: &'p str,
    service_account: &'p str,
    pull_secrets_from: PullSecretsFrom,
    pull_secrets: &'p [PullSecretUse],
}

impl Reader<'_, '_> {
    fn workload<'s>(&mut self, lookups: &mut Lookups<'s>) -> Option<WorkloadReport> {
        let kind = self.document.kind.as_deref()?;
        let workload = workload::read(kind, &self.document.root)?;
        let namespace = snapshot::namespace(self.document, self.options);
        let name = self.document.name().map(String::from);
        let shown = name.as_deref().or_else(|| generate_name(self.document)).unwrap_or("?");
        self.title = match self.document.namespace().filter(|it| !it.is_empty()) {
            Some(namespace) => format!("{kind} {namespace}/{shown}"),
            None => format!("{kind} {shown}"),
        };
        let ids = self.ids(workload.images.len());
        let is_list_of_strings = self.list_of_strings(&ids);
        for wrong in &workload.wrong_types {
            if is_list_of_strings && wrong.path.contains(".imagePullSecrets") {
                continue;
            }
            let finding = Finding::new(
                "workload/wrong-type",
                Severity::Error,
                wrong_type(&wrong.path, wrong),
            )
            .at(&*wrong.path, wrong.span.clone());
            self.findings.add_for(self.index, &ids, finding);
        }
        self.misplaced(&workload, &ids);
        let service_account = self.service_account(kind);
        let (pull_secrets_from, names) =
            self.names(kind, &workload, (&namespace, &service_account), &ids);
        let pull_secrets = self.uses(&names, &namespace, &ids);
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
        let pod = Pod {
            namespace: &namespace,
            service_account: &service_account,
            pull_secrets_from,
            pull_secrets: &pull_secrets,
        };
        let images = self.read_images(&fields, &pod, lookups);
        Some(WorkloadReport {
            document: self.index,
            title: self.title.clone(),
            kind: Some(kind.to_string()),
            name,
            namespace,
            service_account,
            pull_secrets_from,
            pull_secrets,
            images,
        })
    }

    /// The images of this workload, of which there are `count`.
    fn ids(&self, count: usize) -> Vec<ImageId> {
        (0..count).map(|image| ImageId { workload: self.number, image }).collect()
    }

    /// Bare names of images, with every Secret for registries that is there.
    fn images<'s>(&mut self, lookups: &mut Lookups<'s>) -> WorkloadReport {
        self.title = "Image names".to_string();
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
        let text = self.documents.text;
        let spans = snapshot::bare_images(text, self.document).unwrap_or_default();
        let ids = self.ids(spans.len());
        let pull_secrets = self.uses(&names, &namespace, &ids);
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
        let pod = Pod {
            namespace: &namespace,
            service_account: "",
            pull_secrets_from: PullSecretsFrom::Pasted,
            pull_secrets: &pull_secrets,
        };
        let images = self.read_images(&fields, &pod, lookups);
        WorkloadReport {
            document: self.index,
            title: self.title.clone(),
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
        pod: &Pod<'_>,
        lookups: &mut Lookups<'s>,
    ) -> Vec<ImageReport> {
        let ring = lookups.ring(pod.pull_secrets);
        let context = Context {
            text: self.documents.text,
            options: self.options,
            snapshot: lookups.snapshot(),
            document: self.index,
            namespace: pod.namespace,
            service_account: pod.service_account,
            pull_secrets_from: pod.pull_secrets_from,
            pull_secrets: pod.pull_secrets,
            ring: ring.as_ref(),
            spec: self.pod_spec().map(|it| it.value),
        };
        let number = self.number;
        let findings = &mut *self.findings;
        fields
            .iter()
            .enumerate()
            .map(|(image, field)| {
                let id = ImageId { workload: number, image };
                image::read(&context, field, lookups, &mut |document, finding| {
                    findings.add_for(document, &[id], finding);
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
        (namespace, service_account): (&str, &str),
        images: &[ImageId],
    ) -> List<'v>
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
                self.not_merged(document, service_account, &own, images);
            }
            return (PullSecretsFrom::Pod, own);
        }
        let Some(document) = found else { return (PullSecretsFrom::Unknown, own) };
        let names = account_names(&self.documents.docs[document].root, document);
        // A Pod with a uid has been through admission; nothing is added to it any more.
        if kind == "Pod" && snapshot::is_live(self.document) {
            if let Some(first) = names.first() {
                self.too_late(service_account, first, images);
            }
            return (PullSecretsFrom::Nowhere, own);
        }
        match names.is_empty() {
            true => (PullSecretsFrom::Nowhere, Vec::new()),
            // The names live in another document of the same text.
            false => (PullSecretsFrom::ServiceAccount { document }, names),
        }
    }

    /// The Pod was made before its ServiceAccount had a list.
    fn too_late(&mut self, service_account: &str, first: &Named<'_>, images: &[ImageId]) {
        let namespace = snapshot::namespace(self.document, self.options);
        let name = self.document.name().unwrap_or_default();
        let message = format!(
            "Pod {name} was made without pull Secrets; the list of the ServiceAccount \
             {service_account} is copied when a Pod is made and at no other time, so make the Pod \
             anew"
        );
        let fix = Fix {
            title: format!("Make Pod {name} anew"),
            edits: Vec::new(),
            command: Some(format!("kubectl delete pod {name} -n {namespace}")),
        };
        let finding = Finding::new("service-account/too-late", Severity::Warning, message)
            .at("metadata.name", snapshot::name_span(self.document))
            .with("the list of the ServiceAccount", first.span.clone())
            .fixed_by(fix);
        self.findings.add_for(self.index, images, finding);
    }
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
