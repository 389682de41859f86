//! Which images an event is about.
//!
//! An event that names an image, a Pod or a container is about what the text calls so. One that
//! names no image (`Error: ErrImagePull`, a row of `kubectl get pods`) is about those of the
//! images of its Pod that other failures name, if any does.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::report::{DocumentReport, ImageId, ImageReport, OutcomeKind, WorkloadReport};
use crate::event::{ContainerList, PullEvent, Says};
use crate::workload::Role;

/// Images by what an event may call them.
pub(super) struct Index<'w> {
    workloads: &'w [WorkloadReport],
    /// By the image as it is written.
    pub(super) written: BTreeMap<&'w str, Vec<ImageId>>,
    /// By the name under which a runtime keeps it.
    full: BTreeMap<String, Vec<ImageId>>,
    /// Workloads by name.
    named: BTreeMap<&'w str, Vec<usize>>,
    /// Workloads by the names of their pull Secrets.
    secrets: BTreeMap<&'w str, Vec<usize>>,
    /// Of each workload the namespace that is written, if one is.
    namespaces: Vec<Option<&'w str>>,
}

impl<'w> Index<'w> {
    pub(super) fn new(workloads: &'w [WorkloadReport], documents: &'w [DocumentReport]) -> Self {
        let (mut written, mut full) = (BTreeMap::new(), BTreeMap::new());
        let mut named: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        let mut secrets: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (workload, report) in workloads.iter().enumerate() {
            if let Some(name) = &report.name {
                named.entry(name.as_str()).or_default().push(workload);
            }
            for it in &report.pull_secrets {
                secrets.entry(it.name.as_str()).or_default().push(workload);
            }
            for (image, it) in report.images.iter().enumerate() {
                let id = ImageId { workload, image };
                let by_text: &mut Vec<ImageId> = written.entry(it.image.as_str()).or_default();
                by_text.push(id);
                if let Ok(parts) = &it.reference {
                    let by_name: &mut Vec<ImageId> =
                        full.entry(parts.full_name().to_string()).or_default();
                    by_name.push(id);
                }
            }
        }
        // So that the order of the text does not decide which come first.
        let order = |id: &ImageId| {
            let workload = &workloads[id.workload];
            (&workload.title, &workload.images[id.image].path)
        };
        for called in written.values_mut().chain(full.values_mut()) {
            crate::order::sort_by(called, |a, b| order(a).cmp(&order(b)));
        }
        let namespace = |it: &WorkloadReport| documents[it.document].namespace.as_deref();
        let namespaces = workloads.iter().map(namespace).collect();
        Self { workloads, written, full, named, secrets, namespaces }
    }

    pub(super) fn image(&self, id: ImageId) -> &'w ImageReport {
        &self.workloads[id.workload].images[id.image]
    }

    /// The images that are called so.
    pub(super) fn called(&self, image: &str) -> Option<&[ImageId]> {
        let written = self.written.get(image);
        written.or_else(|| self.full.get(&full_name(image))).map(Vec::as_slice)
    }

    /// The workloads that a Pod of this name may be of: itself, or what made it.
    fn of_pod(&self, pod: &str) -> Vec<usize> {
        let mut name = pod;
        // A ReplicaSet adds one part to the name, a Deployment and a CronJob two.
        for _ in 0..4 {
            if let Some(found) = self.named.get(name) {
                return found.clone();
            }
            let Some((shorter, _)) = name.rsplit_once('-') else { break };
            name = shorter;
        }
        Vec::new()
    }

    /// The images that an event is about, as far as its names tell.
    fn told(&self, event: &PullEvent) -> Vec<ImageId> {
        if event.says == Says::SandboxImage {
            return Vec::new();
        }
        let called = event.image.as_ref().and_then(|it| self.called(&it.text));
        let pod = event.pod.as_ref().map(|it| self.of_pod(&it.text));
        // A Secret that is missing is one of the Pods that name it.
        let pod = pod.or_else(|| {
            let missing = event.missing_secrets.iter().find_map(|it| self.secrets.get(&*it.text));
            missing.cloned()
        });
        let namespace = event.namespace.as_ref().map(|it| it.text.as_str());
        let in_namespace = |workload: usize| match (namespace, self.namespaces[workload]) {
            (Some(told), Some(written)) => told == written,
            _ => true,
        };
        let of_pod = |it: &ImageId| match &pod {
            // Workloads were met in their order.
            Some(pod) if !pod.is_empty() => pod.binary_search(&it.workload).is_ok(),
            _ => true,
        };
        let container = event.container.as_ref().map(|it| it.text.as_str());
        let of_container =
            |it: &ImageId| container.is_none() || self.image(*it).name.as_deref() == container;
        let of_list =
            |it: &ImageId| event.list.is_none_or(|list| is_in(self.image(*it).role, list));
        let candidates: Vec<ImageId> = match (called, &pod) {
            (Some(called), _) => called.to_vec(),
            (_, Some(pod)) => pod
                .iter()
                .flat_map(|&workload| {
                    let images = 0..self.workloads[workload].images.len();
                    images.map(move |image| ImageId { workload, image })
                })
                .collect(),
            _ => Vec::new(),
        };
        let here = candidates.into_iter().filter(|it| in_namespace(it.workload)).collect();
        let mut found = narrow(narrow(narrow(here, of_pod), of_list), of_container);
        found.truncate(if event.image.is_some() { MAX_ABOUT } else { MAX_TOLD });
        found
    }
}

/// More images of one event than a person looks at.
pub(super) const MAX_ABOUT: usize = 100;
/// More images than a reason is asked to choose among.
const MAX_TOLD: usize = 1_000;
/// A Pod without a name is not looked for among more images than these.
const MAX_NAMED_HERE: usize = 8;

/// The images that failures name.
#[derive(Default)]
struct Failed {
    all: BTreeSet<ImageId>,
    of_document: BTreeMap<usize, BTreeSet<ImageId>>,
}

/// For each event, with the number of its document, the images that it is about; they do not
/// depend on the order of the events.
pub(super) fn about(index: &Index<'_>, events: &[(usize, PullEvent)]) -> Vec<Vec<ImageId>> {
    let mut failed = Failed::default();
    let mut about: Vec<Vec<ImageId>> = Vec::with_capacity(events.len());
    for (document, event) in events {
        let told = index.told(event);
        if event.image.is_some() && event.says.is_failure() && event.says.is_of_the_kubelet() {
            failed.all.extend(&told);
            failed.of_document.entry(*document).or_default().extend(&told);
        }
        about.push(told);
    }
    for ((document, event), about) in events.iter().zip(&mut about) {
        // Without a name of an image, the reason and what else is told say which are meant.
        let is_of_an_image = event.image.is_none() && event.says != Says::MissingSecrets;
        let Some(reason) = waiting_reason(event).filter(|_| is_of_an_image) else { continue };
        let mut found = core::mem::take(about);
        let is_unnamed = event.pod.is_none() && event.object.is_none() && event.container.is_none();
        if is_unnamed && let Some(here) = failed.of_document.get(document) {
            found.extend(here.iter().filter(|_| here.len() <= MAX_NAMED_HERE));
        }
        let fits = |it: &ImageId| is_reason_of(index.image(*it).outcome.kind, reason);
        *about = narrow(narrow(found, fits), |it| failed.all.contains(it));
        about.truncate(MAX_ABOUT);
    }
    about
}

/// What is left of `all`; everything, when nothing would be.
fn narrow(all: Vec<ImageId>, keep: impl Fn(&ImageId) -> bool) -> Vec<ImageId> {
    let some: Vec<ImageId> = all.iter().filter(|it| keep(it)).copied().collect();
    if some.is_empty() { all } else { some }
}

/// Whether what has this role stands in a list; an image volume is waited for by containers.
fn is_in(role: Role, list: ContainerList) -> bool {
    match list {
        ContainerList::Init => matches!(role, Role::InitContainer | Role::SidecarContainer),
        ContainerList::Regular => matches!(role, Role::Container | Role::ImageVolume),
        ContainerList::Ephemeral => role == Role::EphemeralContainer,
    }
}

/// Whether a container with this outcome may wait with a reason.
fn is_reason_of(kind: OutcomeKind, reason: &str) -> bool {
    match reason {
        "InvalidImageName" => kind == OutcomeKind::InvalidImageName,
        "ErrImageNeverPull" => matches!(kind, OutcomeKind::NotOnNode | OutcomeKind::NeverPulled),
        "ImageInspectError" | "ErrImagePull" | "ImagePullBackOff"
            if kind == OutcomeKind::RefusedByRuntime =>
        {
            true
        }
        _ => !kind.is_failure() && kind != OutcomeKind::OnNode,
    }
}

/// The reason with which a container waits: told as such, or in the message of an event.
pub(super) fn waiting_reason(event: &PullEvent) -> Option<&str> {
    let message = event.message.as_ref().map(|it| it.text.as_str());
    let told = message.and_then(|it| it.strip_prefix("Error: ")).map(|it| {
        let end = it.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(it.len());
        &it[..end]
    });
    // `Failed` is the reason of the event, not of the container.
    let own = event.reason.as_ref().map(|it| it.text.as_str());
    let own = own.filter(|it| it.contains("Image") || it.contains("Err"));
    told.or(own).filter(|it| !it.is_empty())
}

/// The name under which a runtime keeps an image; runtimes name it so in their errors.
fn full_name(image: &str) -> String {
    let Ok(reference) = crate::Reference::parse(image) else { return image.to_string() };
    super::present::full_name(&reference)
}
