//! One workload: its pull Secrets, then its images.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::Scene;
use super::credentials::Lookups;
use super::findings::Findings;
use super::frozen::Kept;
use super::image::{self, Context};
use super::object::{Object, Sort};
use super::pull_secrets::{Named, Namer, Told};
use super::report::{
    ImageId, ImageReport, PullSecretUse, PullSecretsFrom, Refused, WorkloadReport,
};
use super::snapshot::Snapshot;
use super::verification;
use crate::event;
use crate::json::Value;
use crate::recognize::{What, bare_images};
use crate::text::Document;
use crate::workload::{self, ImageField, Role, WrongType};

/// Every workload and every list of bare names, in the order of the text; where there is none, the
/// images of which events tell.
pub(super) fn workloads(
    scene: &Scene<'_, '_>,
    snapshot: &Snapshot,
    findings: &mut Findings,
) -> Vec<WorkloadReport> {
    let mut lookups = Lookups::new(snapshot, scene.options);
    let mut reports = Vec::new();
    let mut objects = scene.objects.iter().enumerate().peekable();
    for (index, recognition) in scene.recognized.iter().enumerate() {
        while let Some((place, object)) = objects.next_if(|it| it.1.document == index) {
            if object.sort == Sort::Workload {
                let number = reports.len();
                let title = object.title();
                let told = Told::default();
                let mut reader =
                    Reader { scene, snapshot, findings, object, place, number, title, told };
                reports.push(reader.workload(&mut lookups));
            }
        }
        if recognition.what == What::Images {
            let document = &scene.documents.docs[index];
            let spans = bare_images(scene.documents.text, document).unwrap_or_default();
            let namespace = &scene.options.default_namespace;
            let names = Names { scene, snapshot, index, number: reports.len(), namespace };
            reports.push(names.read(spans, findings, &mut lookups));
        }
    }
    if reports.is_empty() {
        for (index, document) in scene.documents.docs.iter().enumerate() {
            for (namespace, spans) in told(scene.documents.text, document) {
                let namespace = namespace.as_ref().unwrap_or(&scene.options.default_namespace);
                let names = Names { scene, snapshot, index, number: reports.len(), namespace };
                reports.push(names.read(spans, findings, &mut lookups));
            }
        }
    }
    if let Some(verifier) = lookups.verifier() {
        verification::several_pods(verifier, &reports, findings);
        verification::rotations(verifier, &reports, findings);
    }
    reports
}

pub(super) struct Reader<'r, 'a> {
    pub(super) scene: &'r Scene<'r, 'a>,
    pub(super) snapshot: &'r Snapshot,
    pub(super) findings: &'r mut Findings,
    pub(super) object: &'r Object<'r>,
    /// The number of the object.
    pub(super) place: usize,
    /// The number of the workload.
    pub(super) number: usize,
    /// `Deployment apps/shop`.
    pub(super) title: String,
    pub(super) told: Told,
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
    /// Whether there are more of them than are looked at, so that they are left out.
    pub(super) has_too_many: bool,
    pub(super) refused: Option<&'p Refused>,
    /// What becomes of the policies when the object is written over a stored one.
    pub(super) kept: Option<&'p Kept>,
    /// What was said of the pull Secrets.
    pub(super) told: &'p Told,
}

impl<'r> Reader<'r, '_> {
    fn workload<'s>(&mut self, lookups: &mut Lookups<'s>) -> WorkloadReport {
        let object = self.object;
        let (kind, index) = (object.kind, object.document);
        let workload = match object.pod_spec() {
            Some(spec) => workload::read_spec(&spec),
            // Without one, it is told why.
            None => workload::read(kind, object.root).unwrap_or_default(),
        };
        let namespace = object.namespace(self.scene.options);
        let ids = ids(self.number, workload.images.len());
        self.list_of_strings(&ids);
        let refused = self.refused(&workload, &ids);
        self.misplaced(&workload, &ids);
        self.warned(&ids);
        let (admitted, denied) = self.admitted(&workload, namespace, &ids, lookups);
        let update = self.update();
        let unchangeable = update.as_ref().and_then(|it| self.unchangeable(it, &ids));
        let refused = refused.or(unchangeable).or(denied);
        let pull_secrets = self.uses(&admitted.names, namespace, &ids);
        let pod = Pod {
            kind,
            is_live: object.is_live(),
            namespace,
            service_account: &admitted.service_account,
            pull_secrets_from: admitted.from,
            pull_secrets_because: &admitted.because,
            pull_secrets: &pull_secrets,
            has_too_many: admitted.has_too_many,
            refused: refused.as_ref(),
            kept: update.as_ref().map(|it| &it.kept),
            told: &self.told,
        };
        let spec = object.pod_spec().map(|it| it.value);
        let read =
            Read { scene: self.scene, document: index, number: self.number, pod: &pod, spec };
        let images = read.images(&workload.images, &workload.wrong_types, self.findings, lookups);
        WorkloadReport {
            document: index,
            title: self.title.clone(),
            kind: Some(kind.to_string()),
            name: object.name().map(String::from),
            namespace: namespace.to_string(),
            service_account: admitted.service_account,
            began: object.began(),
            refused,
            pull_secrets_from: admitted.from,
            pull_secrets_because: admitted.because,
            pull_secrets,
            images,
        }
    }
}

/// The images of a workload, of which there are `count`.
fn ids(workload: usize, count: usize) -> Vec<ImageId> {
    (0..count).map(|image| ImageId { workload, image }).collect()
}

/// The images of which the events of a document tell, each where it stands first, by the namespace of
/// the events where that is told.
fn told(text: &str, document: &Document<'_>) -> BTreeMap<Option<String>, Vec<Range<usize>>> {
    let events = event::of_document(text, document);
    // A runtime names an image completed; the kubelet as the Pod does.
    let is_named = events.iter().any(|it| it.says.is_of_the_kubelet() && it.image.is_some());
    let mut known = BTreeSet::new();
    let mut spans: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for event in events {
        let Some(image) = event.image.filter(|_| event.says.is_of_the_kubelet() || !is_named)
        else {
            continue;
        };
        let namespace = event.namespace.map(|it| it.text);
        // What was wrapped has no place of its own.
        let is_verbatim = text.get(image.span.clone()) == Some(image.text.as_str());
        if is_verbatim && known.insert((namespace.clone(), image.text)) {
            spans.entry(namespace).or_default().push(image.span);
        }
    }
    spans
}

/// Bare names of images, with every Secret for registries that is there.
struct Names<'r, 'a> {
    scene: &'r Scene<'r, 'a>,
    snapshot: &'r Snapshot,
    /// The document.
    index: usize,
    /// The number of the workload.
    number: usize,
    namespace: &'r str,
}

impl Names<'_, '_> {
    /// What becomes of the names that stand at `spans`.
    fn read<'s>(
        &self,
        spans: Vec<Range<usize>>,
        findings: &mut Findings,
        lookups: &mut Lookups<'s>,
    ) -> WorkloadReport {
        let document = &self.scene.documents.docs[self.index];
        let namespace = self.namespace;
        let text = self.scene.documents.text;
        let mut secrets: Vec<usize> = self.snapshot.secrets_in(namespace).collect();
        let has_too_many = !lookups.may_list(secrets.len());
        if has_too_many {
            secrets.clear();
        }
        let names: Vec<Named<'_>> = secrets
            .iter()
            .map(|&secret| Named {
                name: &self.snapshot.held[secret].report.name,
                path: String::new(),
                span: document.span.clone(),
                document: self.index,
            })
            .collect();
        let ids = ids(self.number, spans.len());
        let mut told = Told::default();
        let mut namer =
            Namer { snapshot: self.snapshot, findings, told: &mut told, title: TITLE, text };
        let pull_secrets = namer.uses(&names, namespace, &ids);
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
            namespace,
            service_account: "",
            pull_secrets_from: PullSecretsFrom::Pasted,
            pull_secrets_because: because,
            pull_secrets: &pull_secrets,
            has_too_many,
            refused: None,
            kept: None,
            told: &told,
        };
        let read = Read {
            scene: self.scene,
            document: self.index,
            number: self.number,
            pod: &pod,
            spec: None,
        };
        let images = read.images(&fields, &[], findings, lookups);
        WorkloadReport {
            document: self.index,
            title: TITLE.to_string(),
            kind: None,
            name: None,
            namespace: namespace.to_string(),
            service_account: String::new(),
            began: None,
            refused: None,
            pull_secrets_from: PullSecretsFrom::Pasted,
            pull_secrets_because: because.to_string(),
            pull_secrets,
            images,
        }
    }
}

/// The heading of bare names.
const TITLE: &str = "Image names";

/// What it takes to read the images of one Pod.
struct Read<'r, 'a> {
    scene: &'r Scene<'r, 'a>,
    document: usize,
    /// The number of the workload.
    number: usize,
    pod: &'r Pod<'r>,
    spec: Option<&'r Value<'r>>,
}

impl Read<'_, '_> {
    fn images<'s>(
        &self,
        fields: &[ImageField<'_>],
        wrong_types: &[WrongType],
        findings: &mut Findings,
        lookups: &mut Lookups<'s>,
    ) -> Vec<ImageReport> {
        let ring = match self.pod.has_too_many {
            true => None,
            false => lookups.ring(self.pod.pull_secrets),
        };
        // Of several at one path the first one.
        let wrong_types = wrong_types.iter().rev().map(|it| (it.path.as_str(), it)).collect();
        let context = Context {
            text: self.scene.documents.text,
            options: self.scene.options,
            snapshot: lookups.snapshot(),
            document: self.document,
            pod: self.pod,
            ring: ring.as_ref(),
            spec: self.spec,
            wrong_types: &wrong_types,
        };
        fields
            .iter()
            .enumerate()
            .map(|(image, field)| {
                let id = ImageId { workload: self.number, image };
                image::read(&context, field, lookups, &mut |document, finding| {
                    findings.add_for(document, &[id], finding);
                })
            })
            .collect()
    }
}
