//! What the text tells of pulls that were tried: to which images it belongs, and what explains it.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::event_findings::{Told, finding};
use super::findings::Findings;
use super::report::{
    DocumentReport, EventReport, ImageId, ImageReport, OutcomeKind, WorkloadReport,
};
use crate::event::{self, PullEvent, Says};
use crate::finding::{Finding, Related, Severity};
use crate::kubelet::Answer;
use crate::text::Documents;

/// The events of the text, and the numbers of the findings that explain one.
pub(super) fn events(
    documents: &Documents<'_>,
    reports: &[DocumentReport],
    workloads: &[WorkloadReport],
    findings: &mut Findings,
) -> (Vec<EventReport>, Vec<usize>) {
    let mut events = Vec::new();
    let mut explaining = Vec::new();
    let mut blamed = Vec::new();
    let mut index: Option<Index<'_>> = None;
    let mut by_image = BTreeMap::new();
    for (number, document) in documents.docs.iter().enumerate() {
        for event in event::of_document(documents.text, document) {
            let index = index.get_or_insert_with(|| {
                by_image = findings.by_image();
                Index::new(workloads, reports)
            });
            let text = documents.text;
            let mut binder = Binder { text, workloads, index, findings, blamed: &mut blamed };
            let mut report = binder.bind(number, &event);
            if event.says.is_failure() {
                report.cause = binder.explain(&event, &report, &by_image);
                explaining.extend(report.cause);
            }
            events.push(report);
        }
    }
    // Only now, so that one event does not decide what explains another.
    for at in blamed {
        findings.raise(at, Severity::Error);
    }
    (events, explaining)
}

/// Images by what an event may call them.
struct Index<'w> {
    /// By the image as it is written.
    written: BTreeMap<&'w str, Vec<ImageId>>,
    /// By the name under which a runtime keeps it.
    full: BTreeMap<String, Vec<ImageId>>,
    /// Workloads by name.
    named: BTreeMap<&'w str, Vec<usize>>,
    /// Of each workload the namespace that is written, if one is.
    namespaces: Vec<Option<&'w str>>,
}

impl<'w> Index<'w> {
    fn new(workloads: &'w [WorkloadReport], documents: &'w [DocumentReport]) -> Self {
        let (mut written, mut full) = (BTreeMap::new(), BTreeMap::new());
        let mut named: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (workload, report) in workloads.iter().enumerate() {
            if let Some(name) = &report.name {
                named.entry(name.as_str()).or_default().push(workload);
            }
            for (image, it) in report.images.iter().enumerate() {
                let id = ImageId { workload, image };
                let by_text: &mut Vec<ImageId> = written.entry(it.image.as_str()).or_default();
                by_text.push(id);
                if let Ok(parts) = &it.reference {
                    let by_name: &mut Vec<ImageId> = full.entry(parts.full_name()).or_default();
                    by_name.push(id);
                }
            }
        }
        let namespace = |it: &WorkloadReport| documents[it.document].namespace.as_deref();
        let namespaces = workloads.iter().map(namespace).collect();
        Self { written, full, named, namespaces }
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
}

struct Binder<'b, 'w> {
    text: &'b str,
    workloads: &'w [WorkloadReport],
    index: &'b Index<'w>,
    findings: &'b mut Findings,
    /// The findings that explain an event.
    blamed: &'b mut Vec<usize>,
}

impl Binder<'_, '_> {
    /// The event, with the images that it is about.
    fn bind(&self, document: usize, event: &PullEvent) -> EventReport {
        let mut about = self.about(event);
        // Which one comes first, and is named, does not depend on the order of the text.
        let order = |id: &ImageId| (&self.workloads[id.workload].title, &self.image(*id).path);
        about.sort_by(|a, b| order(a).cmp(&order(b)));
        let answer = event.error_text.as_ref().and_then(|it| {
            // Where the text was wrapped or quoted, its bytes are not those of the document.
            let (answer, said) = Answer::of_text(&it.text)?;
            let verbatim = self.text.get(it.span.clone()) == Some(it.text.as_str());
            let place = it.span.start + said.start..it.span.start + said.end;
            Some((answer, if verbatim { place } else { it.span.clone() }))
        });
        let (answer, answer_span) = answer.unzip();
        EventReport {
            document,
            span: event.span.clone(),
            reason: event.reason.as_ref().map(|it| it.text.clone()),
            image: event.image.as_ref().map(|it| it.text.clone()),
            sentence: self.sentence(event, answer, &about),
            about,
            answer,
            answer_span,
            cause: None,
        }
    }

    /// The images that an event is about, as far as its names tell.
    fn about(&self, event: &PullEvent) -> Vec<ImageId> {
        if !event.says.is_of_the_kubelet() && event.says == Says::SandboxImage {
            return Vec::new();
        }
        let none = Vec::new();
        let named = event.image.as_ref().map(|it| {
            let written = self.index.written.get(it.text.as_str());
            written.or_else(|| self.index.full.get(&full_name(&it.text))).unwrap_or(&none)
        });
        let pod = event.pod.as_ref().map(|it| self.index.of_pod(&it.text));
        let namespace = event.namespace.as_ref().map(|it| it.text.as_str());
        let in_namespace = |workload: usize| match (namespace, self.index.namespaces[workload]) {
            (Some(told), Some(written)) => told == written,
            _ => true,
        };
        let of_pod = |it: &ImageId| match &pod {
            Some(pod) if !pod.is_empty() => pod.contains(&it.workload),
            _ => true,
        };
        let container = event.container.as_ref().map(|it| it.text.as_str());
        let of_container =
            |it: &ImageId| container.is_none() || self.image(*it).name.as_deref() == container;
        let candidates: Vec<ImageId> = match (named, &pod) {
            (Some(named), _) if !named.is_empty() => named.clone(),
            (_, Some(pod)) => pod
                .iter()
                .flat_map(|&workload| {
                    let images = 0..self.workloads[workload].images.len();
                    images.map(move |image| ImageId { workload, image })
                })
                .collect(),
            _ => Vec::new(),
        };
        let here: Vec<ImageId> =
            candidates.into_iter().filter(|it| in_namespace(it.workload)).collect();
        let narrow = |all: Vec<ImageId>, keep: &dyn Fn(&ImageId) -> bool| {
            let some: Vec<ImageId> = all.iter().filter(|it| keep(it)).copied().collect();
            if some.is_empty() { all } else { some }
        };
        let found = narrow(narrow(here, &of_pod), &of_container);
        // Without a name of an image, the reason says which are meant.
        let Some(reason) = waiting_reason(event).filter(|_| event.image.is_none()) else {
            return found;
        };
        narrow(found, &|it| {
            let kind = self.image(*it).outcome.kind;
            match reason {
                "InvalidImageName" => kind == OutcomeKind::InvalidImageName,
                "ErrImageNeverPull" => {
                    matches!(kind, OutcomeKind::NotOnNode | OutcomeKind::NeverPulled)
                }
                _ => !kind.is_failure() && kind != OutcomeKind::OnNode,
            }
        })
    }

    fn image(&self, id: ImageId) -> &ImageReport {
        &self.workloads[id.workload].images[id.image]
    }

    fn sentence(&self, event: &PullEvent, answer: Option<Answer>, about: &[ImageId]) -> String {
        let what = match (event.says, answer) {
            (_, Some(answer)) => answer.to_string(),
            (Says::InvalidName, _) => "the kubelet cannot read the image name".to_string(),
            (Says::NeverPull, _) => {
                "the policy is Never, and the node does not have the image".to_string()
            }
            (Says::MissingSecrets, _) => {
                "the kubelet did not find a pull Secret, and goes on without it".to_string()
            }
            (Says::BackOff, _) => {
                "an earlier pull failed, and the kubelet waits before the next".to_string()
            }
            (Says::Pulled, _) => "the image was pulled".to_string(),
            (Says::Pulling, _) => "a pull began".to_string(),
            (Says::Present, _) => "the node has the image".to_string(),
            _ => match waiting_reason(event) {
                Some(reason) => format!("the container waits with {reason}"),
                None => "the pull failed".to_string(),
            },
        };
        let whom = match about {
            [] => String::new(),
            [id, others @ ..] => {
                let image = self.image(*id);
                let name = image.name.as_deref().unwrap_or(image.image.as_str());
                let more = match others.len() {
                    0 => String::new(),
                    count => format!(" and {count} more"),
                };
                format!(" ({name} of {}{more})", self.workloads[id.workload].title)
            }
        };
        format!("{what}{whom}")
    }

    /// The number of the finding that explains an event; one is made where nothing else does.
    fn explain(
        &mut self,
        event: &PullEvent,
        report: &EventReport,
        by_image: &BTreeMap<ImageId, Vec<usize>>,
    ) -> Option<usize> {
        let asks = Asks::of(event, report.answer);
        // One image tells as much as a hundred that share the cause.
        let touching = report.about.iter().take(32).flat_map(|it| by_image.get(it)).flatten();
        let best = touching
            .copied()
            .filter_map(|at| {
                let found = &self.findings.get(at)?.finding;
                let rank = asks.rank(found)?;
                // Of equals the first by what it says, whatever the order of the text.
                Some(((rank, found.severity, found.code, &found.path, &found.message, at), at))
            })
            .min()
            .map(|(_, at)| at);
        if let Some(at) = best.filter(|_| event.says.is_of_the_kubelet()) {
            let span = report.answer_span.clone().unwrap_or(report.span.clone());
            let said = Related { label: "the event".into(), span };
            self.findings.link(at, &[], [said]);
            self.blamed.push(at);
            return Some(at);
        }
        let told = Told {
            event,
            report,
            image: report.about.first().map(|it| self.image(*it)),
            workload: report.about.first().map(|it| &self.workloads[it.workload]),
        };
        let found = match self.unbound(event, report) {
            Some(unbound) => Some(unbound),
            None => finding(&told),
        };
        self.findings.add_for(report.document, &report.about, found?)
    }

    /// An event that names an image which nothing of the text uses.
    fn unbound(&self, event: &PullEvent, report: &EventReport) -> Option<Finding> {
        let image = event.image.as_ref()?;
        let is_known = self.index.written.contains_key(image.text.as_str())
            || self.index.full.contains_key(&full_name(&image.text));
        if is_known || self.index.written.is_empty() || !event.says.is_of_the_kubelet() {
            return None;
        }
        let (message, place): (String, Option<Range<usize>>) = match report.about.first() {
            Some(id) => {
                let used = self.image(*id);
                let message = format!(
                    "the event names {}, and {} has {} now: the event is of an earlier version",
                    image.text,
                    used.name.as_deref().unwrap_or("the container"),
                    used.image
                );
                (message, Some(used.span.clone()))
            }
            None => {
                let near = self.nearest(&image.text);
                let offer =
                    near.map_or(String::new(), |it| format!(" (did you mean {}?)", it.image));
                let message =
                    format!("no container of this text has the image {}{offer}", image.text);
                (message, near.map(|it| it.span.clone()))
            }
        };
        let mut finding =
            Finding::new("event/unbound", Severity::Warning, message).at("", image.span.clone());
        if let Some(place) = place {
            finding = finding.with("the image of the text", place);
        }
        Some(finding)
    }

    /// The image of the text with the same repository, or else the same last part of it; of several
    /// the first by name.
    fn nearest(&self, image: &str) -> Option<&ImageReport> {
        let repository = |image: &str| {
            let path = image.split('@').next().unwrap_or_default();
            let tag = path.rfind(':').filter(|at| !path[*at..].contains('/'));
            path[..tag.unwrap_or(path.len())].to_string()
        };
        let wanted = repository(image);
        let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_string();
        let alike = |written: &&str| {
            let it = repository(written);
            it == wanted || last(&it) == last(&wanted) || super::near_name(&it, &wanted)
        };
        // A few are enough for a suggestion.
        let found = self.index.written.keys().take(1_000).copied().find(alike)?;
        let id = self.index.written.get(found)?.first()?;
        Some(self.image(*id))
    }
}

/// The reason with which a container waits: told as such, or in the message of an event.
fn waiting_reason(event: &PullEvent) -> Option<&str> {
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

/// What an event asks to be explained.
enum Asks {
    /// The image's name.
    Name,
    /// What the node has.
    Node,
    /// Why the registry refuses: which credentials were sent, if any.
    Credentials,
    /// Why the registry is not reached, or gives something else: the host that is named.
    Host,
    /// A pull Secret that is missing.
    Secret,
}

impl Asks {
    fn of(event: &PullEvent, answer: Option<Answer>) -> Self {
        match (event.says, answer) {
            (Says::InvalidName, _) => Self::Name,
            (Says::NeverPull, _) => Self::Node,
            (Says::MissingSecrets, _) => Self::Secret,
            (
                _,
                Some(
                    Answer::NetworkError
                    | Answer::Certificate
                    | Answer::PlainHttp
                    | Answer::Malformed
                    | Answer::NoPlatform,
                ),
            ) => Self::Host,
            (_, Some(_)) => Self::Credentials,
            (_, None) => match waiting_reason(event) {
                Some("InvalidImageName") => Self::Name,
                Some("ErrImageNeverPull") => Self::Node,
                _ => Self::Credentials,
            },
        }
    }

    /// How well a finding answers, the lower the better; `None` where it does not.
    fn rank(&self, finding: &Finding) -> Option<u8> {
        let (area, name) = finding.code.split_once('/')?;
        if finding.severity == Severity::Info {
            return None;
        }
        let rank = match (self, area, name) {
            (Self::Name | Self::Host, "image", _) => 0,
            (Self::Name, ..) => return None,
            (Self::Node, "node", _) => 0,
            (Self::Node, "pull-policy", _) => 1,
            (Self::Secret, "pull-secret", "missing" | "other-namespace" | "empty-name") => 0,
            (Self::Secret, "secret", _) => 1,
            (Self::Credentials, "image", "upper-case-host" | "registry-twice") => 0,
            (Self::Credentials, "secret" | "workload", _) => 1,
            (Self::Credentials, "pull-secret", _) => 2,
            (Self::Credentials, "keyring", "no-key-fits" | "not-looked-up") => 5,
            (Self::Credentials, "keyring", "path-differs") => 4,
            (Self::Credentials, "keyring", "half-segment") => return None,
            (Self::Credentials, "keyring", _) => 2,
            (Self::Credentials, "service-account" | "pod", _) => 3,
            _ => return None,
        };
        Some(rank)
    }
}
