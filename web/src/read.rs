//! From the core's report to what the page shows.
//!
//! The core has decided everything; here its answer gets a place on the map, a state and words. What the
//! text cannot tell (the node, its mirrors, the registry's answer) is said to be unknown.

mod arrival;
mod diff;
mod documents;
mod endpoints;
mod forecast;
mod keys;
mod notes;
mod stops;
mod teeth;
mod what_follows;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use pullscope_core::diagnose::{
    self, Diagnosis, ImageId, ImageReport, OutcomeKind, WorkloadReport,
};
use pullscope_core::finding::{Edit, Finding, Severity};
use pullscope_core::kubelet::Answer;
use pullscope_core::text::{self, Lines};
use pullscope_core::workload::Role;
use yew::AttrValue;

use crate::texts::{sentence, t};
use crate::trip::forecast::{Known, Since, Times};
use crate::trip::{DiffLine, Fit, Kin, Lock, Mark, Part, Picture, Ring, Spot, Trip};
use crate::what_if::WhatIf;
use teeth::Split;

pub(crate) use arrival::{Arrival, How, arrival};
pub(crate) use diff::diff;
pub(crate) use forecast::{seen, tries};
pub(crate) use what_follows::{Later, later};

thread_local! {
    /// What was read last: the text is mostly the same with the next key.
    static READER: RefCell<text::Reader> = RefCell::default();
}

/// All that follows from `text` and the switches. `image` is what the runtime is asked for, of the
/// image that is looked at: the one that the node has or has not. `hidden` is what is not shown.
pub(crate) fn picture(
    text: &str,
    what_if: &WhatIf,
    image: Option<&str>,
    hidden: &[Range<usize>],
) -> Picture {
    if text.trim().is_empty() {
        READER.take();
        return Picture::default();
    }
    let options = what_if.options(image);
    let read = READER.with_borrow_mut(|it| it.documents_within(text, &options.limits));
    let report = diagnose::diagnose_documents(&read, &options);
    let lines = Lines::new(text);
    let known = known(&report, text, &lines, what_if);
    let ids = report.workloads.iter().enumerate().flat_map(|(workload, it)| {
        (0..it.images.len()).map(move |image| ImageId { workload, image })
    });
    let doubts: Vec<&Finding> =
        report.findings.iter().map(|it| &it.finding).filter(is_doubt).collect();
    let trips: Vec<Rc<Trip>> = ids
        .map(|id| {
            let workload = &report.workloads[id.workload];
            let image = &workload.images[id.image];
            let reader =
                Reader { report: &report, workload, image, lines: &lines, text, doubts: &doubts };
            Rc::new(reader.trip(id, known.get(&id).cloned()))
        })
        .collect();
    let notes = notes::notes(&report, text, &lines, hidden, what_if);
    let (sentence, evidence) = match trips.is_empty() {
        true => documents::without_image(&report, &notes),
        false => Default::default(),
    };
    Picture {
        trips,
        notes: Rc::new(notes),
        documents: Rc::new(documents::documents(&report, &lines)),
        summary: documents::summary(report.documents.iter(), 3),
        has_node_config: report.secrets.iter().any(|secret| secret.namespace.is_none()),
        sentence,
        evidence,
        report: Some(report.into()),
    }
}

/// The lines that these edits touch, before and after, with dots for what is hidden.
pub(crate) fn changes(text: &str, edits: &[Edit], hidden: &[Range<usize>]) -> Vec<DiffLine> {
    diff::diff(text, edits, &Lines::new(text), hidden)
}

/// What the events tell of each image's answer: of several the last one, which is the newest.
fn known(
    report: &Diagnosis,
    text: &str,
    lines: &Lines<'_>,
    what_if: &WhatIf,
) -> BTreeMap<ImageId, Known> {
    let mut known = BTreeMap::new();
    for event in &report.events {
        let Some(answer) = event.answer else { continue };
        let span = event.answer_span.as_ref().unwrap_or(&event.span);
        let is_old = what_if.is_old(text, &event.span);
        for id in &event.about {
            let sentence = event.sentence.clone().into();
            known.insert(*id, Known { answer, sentence, is_old, spot: spot(lines, "", span) });
        }
    }
    known
}

/// A place to go to.
fn spot(lines: &Lines<'_>, label: &str, span: &Range<usize>) -> Spot {
    let at = lines.position(span.start);
    Spot { label: label.to_owned().into(), line: at.line, column: at.column, span: span.clone() }
}

/// One image, and what it takes to tell its story.
struct Reader<'r> {
    report: &'r Diagnosis,
    workload: &'r WorkloadReport,
    image: &'r ImageReport,
    lines: &'r Lines<'r>,
    text: &'r str,
    /// What is wrong with credentials that are sent all the same.
    doubts: &'r [&'r Finding],
}

/// Whether it says of a credential that it will hardly be accepted.
fn is_doubt(finding: &&Finding) -> bool {
    finding.severity != Severity::Info && finding.code.starts_with("secret/")
}

impl Reader<'_> {
    fn trip(&self, id: ImageId, known: Option<Known>) -> Trip {
        let ring = self.ring();
        let mark = self.mark(&ring);
        let is_asked = self.report.asks(id);
        let has_failed =
            is_asked && known.as_ref().is_some_and(|it| it.answer != Answer::Ok && !it.is_old);
        let name = self.image.name.clone().filter(|name| !name.is_empty());
        Trip {
            id,
            owner: self.workload.title.clone().into(),
            name: name.unwrap_or_else(|| self.unnamed()).into(),
            role: match self.image.role {
                Role::Container => AttrValue::default(),
                Role::InitContainer => t!("init"),
                Role::SidecarContainer => t!("sidecar"),
                Role::EphemeralContainer => t!("ephemeral"),
                Role::ImageVolume => t!("volume"),
            },
            mark: if has_failed { Mark::Error } else { mark },
            sentence: self.image.outcome.sentence.clone().into(),
            evidence: self.evidence(&ring),
            image: self.image.image.clone().into(),
            runtime: self.image.reference.as_ref().ok().map(|it| it.runtime_image.clone().into()),
            presence: self.image.presence,
            parts: self.parts(),
            policy: self.image.policy.policy.map(|policy| policy.as_str().into()),
            stops: stops::stops(self, &ring, mark),
            lanes: endpoints::lanes(self.image),
            ring,
            is_asked,
            known,
            forecast: None,
            times: self.times(),
        }
    }

    /// What events tell of when it was pulled, or else when the Pod began.
    fn times(&self) -> Option<Times> {
        let times = |start, since, span| Times { start, since, spot: spot(self.lines, "", span) };
        if let Some(failed) = &self.image.failed {
            let next = failed.next();
            let next = (*next.start(), *next.end());
            let since = Since::Tried { count: failed.count, last: failed.last, next };
            return Some(times(failed.first, since, &failed.span));
        }
        let began = self.workload.began.as_ref()?;
        let since = if began.is_start { Since::Started } else { Since::Created };
        Some(times(began.at, since, &began.span))
    }

    /// The name of a tab whose container has none.
    fn unnamed(&self) -> String {
        match self.image.image.rsplit('/').next() {
            Some(last) if !last.is_empty() => last.into(),
            _ => t!("(no name)").to_string(),
        }
    }

    fn mark(&self, ring: &Ring) -> Mark {
        match self.image.outcome.kind {
            kind if kind.is_failure() => Mark::Error,
            OutcomeKind::WithCredential if ring.doubt.is_some() => Mark::Warning,
            OutcomeKind::WithCredential | OutcomeKind::WithNodeCredential | OutcomeKind::OnNode => {
                Mark::Ok
            }
            OutcomeKind::WithBlankCredential => Mark::Warning,
            // Without a password is how public images are pulled; it is odd when a key was meant for this.
            OutcomeKind::NoKeyFits | OutcomeKind::Anonymous if self.was_meant(ring) => {
                Mark::Warning
            }
            OutcomeKind::NoKeyFits
            | OutcomeKind::Anonymous
            | OutcomeKind::AsksProvider
            | OutcomeKind::NeverPulled => Mark::Info,
            _ => Mark::Unknown,
        }
    }

    /// Whether a key is nearly right, or a pull Secret that is listed cannot be used.
    fn was_meant(&self, ring: &Ring) -> bool {
        ring.keys.iter().any(|key| key.kin == Kin::Near) || !ring.off.is_empty()
    }

    /// The line under the answer: what it is known from.
    fn evidence(&self, ring: &Ring) -> AttrValue {
        if let Err(refusal) = &self.image.reference {
            return t!("Kubernetes says: {message}", message = refusal.message);
        }
        if let Some(doubt) = &ring.doubt {
            return whole(doubt);
        }
        if let Some((name, why)) = ring.off.first() {
            return format!("{name}: {}", capital(&sentence(why))).into();
        }
        let near = ring.keys.iter().filter(|key| key.kin == Kin::Near);
        // A key with another path may well be meant for another image.
        let nearest =
            near.min_by_key(|key| key.path.as_ref().is_some_and(|path| path.fit == Fit::Misses));
        if let Some(key) = nearest.filter(|_| ring.fitting() == 0) {
            return t!(
                "Nearest is {key} in {source}: {because}.",
                key = key.text,
                source = key.source,
                because = sentence(&key.because)
            );
        }
        if self.image.outcome.kind == OutcomeKind::AsksProvider {
            return t!(
                "What a credential provider answers is told by a CredentialProviderResponse, if you have one."
            );
        }
        if let Some(name) = self.answered().filter(|_| ring.fitting() == 0) {
            return t!("What {name} has answered is in the text.", name = name);
        }
        if self.image.endpoints.is_some() && ring.fitting() == 0 {
            return t!("What the addresses of registries.yaml answer is not in the text.");
        }
        match ring.fitting() {
            0 => t!(
                "The node's mirrors, its own credentials and the registry's answer are not in the text."
            ),
            1 => t!("One key fits. What the registry answers to it is not in the text."),
            several => t!(
                "{several} keys fit. They are tried in turn until the registry accepts one.",
                several = several
            ),
        }
    }

    /// The parts of the name for the picture; none when it is not a name.
    fn parts(&self) -> Vec<Part> {
        let Ok(parts) = &self.image.reference else { return Vec::new() };
        let part = |name, value: &str, part: &diagnose::Part| Part {
            name,
            value: value.to_owned().into(),
            implied: part.span.is_none(),
            note: capital(&sentence(part.rule)).into(),
        };
        // The host and its port are one part to Kubernetes and two to the eye.
        let Lock { labels, port, .. } = Split::new(&parts.registry.value).into_lock();
        let host = labels.iter().map(AttrValue::as_str).collect::<Vec<_>>().join(".");
        let port = port.strip_prefix(':').map(|port| Part {
            name: "port",
            value: port.to_owned().into(),
            implied: false,
            note: t!("Compared as text and never filled in: no port is not 443."),
        });
        std::iter::once(part("host", &host, &parts.registry))
            .chain(port)
            .chain(std::iter::once(part("repo", &parts.repository.value, &parts.repository)))
            .chain(parts.tag.as_ref().map(|tag| part("tag", &tag.value, tag)))
            .chain(parts.digest.as_ref().map(|digest| part("digest", &digest.value, digest)))
            .collect()
    }
}

/// A sentence of the core, in the language that is shown, with a capital and a full stop.
pub(crate) fn whole(said: &str) -> AttrValue {
    t!("{sentence}.", sentence = capital(&sentence(said.trim_end_matches('.'))))
}

/// Words in a row: `host, library/, tag`.
pub(crate) fn list(words: impl IntoIterator<Item = AttrValue>) -> AttrValue {
    let mut words = words.into_iter();
    let first = words.next().unwrap_or_default();
    words.fold(first, |words, next| t!("{words}, {next}", words = words, next = next))
}

/// The sentence with a capital at its start, where it starts with a plain word.
pub(crate) fn capital(sentence: &str) -> String {
    let word = sentence.split(' ').next().unwrap_or_default();
    let plain = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    match plain && !["auths", "kubectl", "username", "password", "auth"].contains(&word) {
        true => sentence[..1].to_ascii_uppercase() + &sentence[1..],
        false => sentence.to_owned(),
    }
}
