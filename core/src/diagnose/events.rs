//! What the text tells of pulls that were tried: to which images it belongs, and what explains it.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::about::{self, Index, MAX_ABOUT, waiting_reason};
use super::event_findings::{Told, finding};
use super::findings::Findings;
use super::queue;
use super::report::{
    DocumentReport, EventReport, FailedPulls, ImageId, ImageReport, WorkloadReport,
};
use super::tries;
use crate::event::{self, PullEvent, Says};
use crate::finding::{Finding, Related, Severity};
use crate::json::Value;
use crate::kubelet::{Answer, Cause, PullError, Waiting};
use crate::recognize::{self, Recognition, What};
use crate::text::Documents;
use crate::version::Version;

/// What the events of the text come to.
#[derive(Default)]
pub(super) struct Events {
    /// Each, in the order of the text.
    pub(super) reports: Vec<EventReport>,
    /// The numbers of the findings that explain one of an image of the text.
    pub(super) explaining: Vec<usize>,
    /// The numbers of the findings that only repeat one of which nothing else is known.
    pub(super) asides: Vec<usize>,
    /// The pulls that failed, by the times that are told of them.
    pub(super) failed: BTreeMap<ImageId, FailedPulls>,
}

/// The events of the text, and what explains them.
pub(super) fn events(
    documents: &Documents<'_>,
    recognized: &[Recognition],
    reports: &[DocumentReport],
    workloads: &[WorkloadReport],
    findings: &mut Findings,
    version: Version,
) -> Events {
    let text = documents.text;
    let read = documents.docs.iter().enumerate().flat_map(|(number, document)| {
        event::of_document(text, document).into_iter().map(move |it| (number, it))
    });
    let read: Vec<(usize, PullEvent)> = read.collect();
    if read.is_empty() {
        return Events::default();
    }
    let index = &Index::new(workloads, reports);
    let about = about::about(index, &read);
    let by_image = findings.by_image();
    let unread = unread(documents, recognized);
    let mut binder = Binder {
        text,
        version,
        workloads,
        index,
        findings,
        unread,
        answers: BTreeMap::new(),
        blamed: Vec::new(),
        made: BTreeMap::new(),
        unbound: BTreeMap::new(),
    };
    let mut events = Events::default();
    for ((document, event), about) in read.iter().zip(about) {
        let report = binder.bind(*document, event, about);
        if let Some(answer) = report.answer {
            for id in &report.about {
                let said = binder.answers.entry(*id).or_insert(Some(answer));
                *said = said.filter(|it| *it == answer);
            }
        }
        events.reports.push(report);
    }
    for ((_, event), report) in read.iter().zip(&mut events.reports) {
        if !event.says.is_failure() {
            continue;
        }
        report.cause = binder.explain(event, report, &by_image);
        match report.about.is_empty() {
            true => events.asides.extend(report.cause),
            false => events.explaining.extend(report.cause),
        }
    }
    // What the container only waits with has the cause of the failure that it waits for.
    for ((_, event), report) in read.iter().zip(&mut events.reports) {
        if report.cause.is_none() && waits_for_a_pull(event) {
            report.cause = report.about.iter().find_map(|it| binder.made.get(it)).copied();
        }
    }
    events.failed = tries::failed(&read, &events.reports);
    // Only now, so that one event does not decide what explains another.
    for at in binder.blamed {
        binder.findings.raise(at, Severity::Error);
    }
    events
}

/// What the container waits with after a failed pull, while nothing else happens.
fn waiting(event: &PullEvent, version: Version) -> Option<(String, String)> {
    let (image, error) = (event.image.as_ref()?, event.error_text.as_ref()?);
    if event.says != Says::PullFailed {
        return None;
    }
    let cause = Cause::PullFailed(PullError::Text(&error.text));
    let waiting = Waiting { image: &image.text, version, cause };
    Some((waiting.reason().to_string(), waiting.message().to_string()))
}

/// Whether it only says that a pull failed before.
fn waits_for_a_pull(event: &PullEvent) -> bool {
    event.says == Says::BackOff
        || matches!(waiting_reason(event), Some("ErrImagePull" | "ImagePullBackOff"))
}

/// Images in what looks like a Pod spec of a kind that is not read, and the numbers of the documents.
fn unread<'d>(
    documents: &'d Documents<'_>,
    recognized: &[Recognition],
) -> BTreeMap<&'d str, Vec<usize>> {
    let mut unread: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (number, (document, recognized)) in documents.docs.iter().zip(recognized).enumerate() {
        let What::Unknown { pod_specs } = &recognized.what else { continue };
        for spec in pod_specs.iter().flat_map(|it| recognize::pod_specs(&document.root, it)) {
            for list in ["initContainers", "containers"] {
                let containers = spec.value.get(list).and_then(Value::as_array);
                for container in containers.unwrap_or_default() {
                    if let Some(image) = container.get("image").and_then(Value::as_str) {
                        let numbers = unread.entry(image).or_default();
                        if numbers.last() != Some(&number) {
                            numbers.push(number);
                        }
                    }
                }
            }
        }
    }
    unread
}

struct Binder<'b, 'w, 'd> {
    text: &'b str,
    version: Version,
    workloads: &'w [WorkloadReport],
    index: &'b Index<'w>,
    findings: &'b mut Findings,
    /// Images of kinds that are not read, and the numbers of their documents.
    unread: BTreeMap<&'d str, Vec<usize>>,
    /// What the registry answered for an image; `None` when events tell different things.
    answers: BTreeMap<ImageId, Option<Answer>>,
    /// The findings that explain an event.
    blamed: Vec<usize>,
    /// The finding that was made of an event of an image.
    made: BTreeMap<ImageId, usize>,
    /// The finding that says of an event that nothing has its image, by its document and words.
    unbound: BTreeMap<(usize, String), usize>,
}

impl Binder<'_, '_, '_> {
    /// The event, with the images that it is about.
    fn bind(&self, document: usize, event: &PullEvent, mut about: Vec<ImageId>) -> EventReport {
        // Which one comes first, and is named, does not depend on the order of the text.
        crate::order::sort_by(&mut about, |a, b| self.rank_of(*a).cmp(&self.rank_of(*b)));
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
            waiting: waiting(event, self.version),
            took: event.took,
            cause: None,
        }
    }

    /// What images are put in order by, where the order of the text is to decide nothing.
    fn rank_of(&self, id: ImageId) -> (&str, &str, &str) {
        let image = self.image(id);
        (&self.workloads[id.workload].title, &image.path, &image.image)
    }

    fn image(&self, id: ImageId) -> &ImageReport {
        self.index.image(id)
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
            (Says::Pulled, _) => queue::pulled(event.took),
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
                    count if about.len() < MAX_ABOUT => format!(" and {count} more"),
                    _ => " and many more".to_string(),
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
        // Why a container waits is what the registry said when the pull was tried.
        let earlier = || *self.answers.get(report.about.first()?)?;
        let answer = report.answer.or_else(|| waits_for_a_pull(event).then(earlier).flatten());
        let asks = Asks::of(event, answer);
        // One image tells as much as a hundred that share the cause.
        let touching = report.about.iter().take(32).flat_map(|it| by_image.get(it)).flatten();
        let best = touching
            .copied()
            .enumerate()
            .filter_map(|(turn, at)| {
                let found = &self.findings.get(at)?.finding;
                let rank = asks.rank(found)?;
                // Of equals the first by what it says and whom it touches, whatever the order of
                // the text.
                let says = (found.code, &found.path, &found.message);
                Some(((rank, found.severity, says, turn), at))
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
        if let Some(found) = self.unbound(event, report) {
            let (place, told) = (found.span.clone(), (report.document, found.message.clone()));
            // One line that says it is enough; the others are beside it.
            if let Some(&at) = self.unbound.get(&told) {
                let span = place.unwrap_or_else(|| event.span.clone());
                self.findings.link(at, &report.about, [Related { label: "also".into(), span }]);
                return Some(at);
            }
            let at = self.findings.add_for(report.document, &report.about, found)?;
            self.unbound.insert(told, at);
            return Some(at);
        }
        if let Some(at) = self.unread_kind(event) {
            let span = report.answer_span.clone().unwrap_or(report.span.clone());
            self.findings.link(at, &[], [Related { label: "the event".into(), span }]);
            self.findings.raise(at, Severity::Warning);
            return Some(at);
        }
        let found = finding(&Told {
            event,
            report,
            image: report.about.first().map(|it| self.image(*it)),
            workload: report.about.first().map(|it| &self.workloads[it.workload]),
        })?;
        let at = self.findings.add_for(report.document, &report.about, found)?;
        let told =
            |at: usize| self.findings.get(at).map(|it| (it.finding.code, &it.finding.message));
        for id in &report.about {
            let known = self.made.entry(*id).or_insert(at);
            if told(at) < told(*known) {
                *known = at;
            }
        }
        Some(at)
    }

    /// The finding that says that a kind is not read which has the image of an event.
    fn unread_kind(&self, event: &PullEvent) -> Option<usize> {
        let image = event.image.as_ref()?;
        let documents = self.unread.get(image.text.as_str())?;
        if self.index.called(&image.text).is_some() || !event.says.is_of_the_kubelet() {
            return None;
        }
        let said = |it: &usize| self.findings.of_code(*it, "workload/unknown-kind");
        let message = |at: &usize| self.findings.get(*at).map(|it| &it.finding.message);
        documents.iter().filter_map(said).min_by_key(message)
    }

    /// An event that names an image which nothing of the text uses.
    fn unbound(&self, event: &PullEvent, report: &EventReport) -> Option<Finding> {
        let image = event.image.as_ref()?;
        let is_known = self.index.called(&image.text).is_some()
            || self.unread.contains_key(image.text.as_str());
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
            it == wanted || last(&it) == last(&wanted) || crate::near_name::near_name(&it, &wanted)
        };
        // A few are enough for a suggestion.
        let found = self.index.written.keys().take(1_000).copied().find(alike)?;
        let id = self.index.written.get(found)?.iter().min_by_key(|it| self.rank_of(**it))?;
        Some(self.image(*id))
    }
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
            (Self::Credentials, "secret" | "workload", _)
            | (Self::Credentials, "service-account", "too-late") => 1,
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

#[cfg(test)]
mod tests;
