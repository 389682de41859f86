//! One workload: its pull Secrets, then its images.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::mem;

use super::Options;
use super::credentials::Lookups;
use super::findings::Findings;
use super::image::{self, Context};
use super::pull_secrets::Named;
use super::report::{
    ImageId, ImageReport, PullSecretUse, PullSecretsFrom, Recognized, Refused, WorkloadReport,
};
use super::snapshot::{self, Snapshot};
use crate::json::Value;
use crate::text::{Document, Documents};
use crate::workload::{self, ImageField, Role, WrongType};

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
        let (told, blamed) = (BTreeSet::new(), false);
        let mut reader = Reader {
            documents,
            snapshot,
            options,
            findings,
            document,
            index,
            number,
            title,
            told,
            blamed,
        };
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
    /// The Secrets that a finding names already as what the list should hold.
    pub(super) told: BTreeSet<String>,
    /// Whether a finding says already what is wrong with a Secret whose keys are used.
    pub(super) blamed: bool,
}

/// What the images of one Pod have in common.
pub(super) struct Pod<'p> {
    /// The kind of the object; empty for bare names.
    pub(super) kind: &'p str,
    /// Whether the object comes from a cluster.
    pub(super) is_live: bool,
    pub(super) namespace: &'p str,
    pub(super) service_account: &'p str,
    pub(super) pull_secrets_from: PullSecretsFrom,
    pub(super) pull_secrets_because: &'p str,
    pub(super) pull_secrets: &'p [PullSecretUse],
    pub(super) refused: Option<&'p Refused>,
    /// As in [`Reader::told`].
    pub(super) told: &'p BTreeSet<String>,
    /// As in [`Reader::blamed`].
    pub(super) blamed: bool,
}

impl<'r> Reader<'r, '_> {
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
        self.list_of_strings(&ids);
        let refused = self.refused(kind, &workload, &ids);
        self.misplaced(&workload, &ids);
        self.warned(&ids);
        let (admitted, denied) = self.admitted(kind, &workload, namespace, &ids);
        let refused = refused.or(denied);
        let pull_secrets = self.uses(&admitted.names, namespace, &ids);
        let is_live = snapshot::is_live(self.document);
        let told = mem::take(&mut self.told);
        let pod = Pod {
            kind,
            is_live,
            namespace,
            service_account: &admitted.service_account,
            pull_secrets_from: admitted.from,
            pull_secrets_because: &admitted.because,
            pull_secrets: &pull_secrets,
            refused: refused.as_ref(),
            told: &told,
            blamed: self.blamed,
        };
        let images = self.read_images(&workload.images, &workload.wrong_types, &pod, lookups);
        Some(WorkloadReport {
            document: self.index,
            title: self.title.clone(),
            kind: Some(kind.to_string()),
            name,
            namespace: namespace.to_string(),
            service_account: admitted.service_account,
            refused,
            pull_secrets_from: admitted.from,
            pull_secrets_because: admitted.because,
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
        let fields: Vec<ImageField<'_>> = values
            .iter()
            .map(|value| ImageField {
                path: String::new(),
                role: Role::Container,
                name: None,
                image: Some(value),
                pull_policy: None,
                element: value,
            })
            .collect();
        let because =
            "every Secret for registries of the text is tried, because only a name is given";
        let pod = Pod {
            kind: "",
            is_live: false,
            namespace: &namespace,
            service_account: "",
            pull_secrets_from: PullSecretsFrom::Pasted,
            pull_secrets_because: because,
            pull_secrets: &pull_secrets,
            refused: None,
            told: &BTreeSet::new(),
            blamed: self.blamed,
        };
        let images = self.read_images(&fields, &[], &pod, lookups);
        WorkloadReport {
            document: self.index,
            title: self.title.clone(),
            kind: None,
            name: None,
            namespace,
            service_account: String::new(),
            refused: None,
            pull_secrets_from: PullSecretsFrom::Pasted,
            pull_secrets_because: because.to_string(),
            pull_secrets,
            images,
        }
    }

    fn read_images<'s>(
        &mut self,
        fields: &[ImageField<'_>],
        wrong_types: &[WrongType],
        pod: &Pod<'_>,
        lookups: &mut Lookups<'s>,
    ) -> Vec<ImageReport> {
        let ring = lookups.ring(pod.pull_secrets);
        let context = Context {
            text: self.documents.text,
            options: self.options,
            snapshot: lookups.snapshot(),
            document: self.index,
            pod,
            ring: ring.as_ref(),
            spec: self.pod_spec().map(|it| it.value),
            wrong_types,
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
}

fn generate_name<'v>(document: &'v Document<'_>) -> Option<&'v str> {
    document.root.get("metadata")?.get("generateName")?.as_str()
}
