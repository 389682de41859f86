//! From the core's report to what the page shows.
//!
//! The core has decided everything; here its answer gets a place on the map, a state and words. What the
//! text cannot tell (the node, its mirrors, the registry's answer) is said to be unknown.

mod stops;
mod teeth;

use std::ops::Range;
use std::rc::Rc;

use pullscope_core::diagnose::{self, Diagnosis, ImageReport, OutcomeKind, WorkloadReport};
use pullscope_core::finding::Severity;
use pullscope_core::text::Lines;
use pullscope_core::workload::Role;
use yew::AttrValue;

use crate::trip::{Fit, Kin, Lock, Mark, Note, Part, Picture, Ring, Trip};
use teeth::Split;

/// All that follows from `text`.
pub(crate) fn picture(text: &str) -> Picture {
    if text.trim().is_empty() {
        return Picture::default();
    }
    let report = diagnose::diagnose(text, &diagnose::Options::default());
    let lines = Lines::new(text);
    let trips: Vec<Rc<Trip>> = (report.workloads.iter())
        .flat_map(|workload| workload.images.iter().map(move |image| (workload, image)))
        .map(|(workload, image)| {
            Rc::new(Reader { report: &report, workload, image, lines: &lines, text }.trip())
        })
        .collect();
    let notes = notes(&report, &lines);
    let (sentence, evidence) = match trips.is_empty() {
        true => without_image(&report, &notes),
        false => Default::default(),
    };
    Picture { trips, summary: summary(&report).into(), notes: Rc::new(notes), sentence, evidence }
}

/// One image, and what it takes to tell its story.
struct Reader<'r> {
    report: &'r Diagnosis,
    workload: &'r WorkloadReport,
    image: &'r ImageReport,
    lines: &'r Lines<'r>,
    text: &'r str,
}

impl Reader<'_> {
    fn trip(&self) -> Trip {
        let ring = self.ring();
        let mark = self.mark(&ring);
        let name = self.image.name.clone().filter(|name| !name.is_empty());
        Trip {
            owner: self.workload.title.clone().into(),
            name: name.unwrap_or_else(|| self.unnamed()).into(),
            role: match self.image.role {
                Role::Container => "",
                Role::InitContainer => "init",
                Role::SidecarContainer => "sidecar",
                Role::EphemeralContainer => "ephemeral",
                Role::ImageVolume => "volume",
            }
            .into(),
            mark,
            sentence: self.image.outcome.sentence.clone().into(),
            evidence: self.evidence(&ring).into(),
            image: self.image.image.clone().into(),
            parts: self.parts(),
            policy: self.image.policy.policy.map(|policy| policy.as_str().into()),
            stops: stops::stops(self, &ring, mark),
            ring,
        }
    }

    /// The name of a tab whose container has none.
    fn unnamed(&self) -> String {
        match self.image.image.rsplit('/').next() {
            Some(last) if !last.is_empty() => last.into(),
            _ => "(no name)".into(),
        }
    }

    fn mark(&self, ring: &Ring) -> Mark {
        match self.image.outcome.kind {
            kind if kind.is_failure() => Mark::Error,
            OutcomeKind::WithCredential | OutcomeKind::OnNode => Mark::Ok,
            OutcomeKind::WithBlankCredential => Mark::Warning,
            // Without a password is how public images are pulled; it is odd when a key was meant for this.
            OutcomeKind::NoKeyFits | OutcomeKind::Anonymous if self.was_meant(ring) => {
                Mark::Warning
            }
            OutcomeKind::NoKeyFits | OutcomeKind::Anonymous | OutcomeKind::NeverPulled => {
                Mark::Info
            }
            _ => Mark::Unknown,
        }
    }

    /// Whether a key is nearly right, or a pull Secret that is listed cannot be used.
    fn was_meant(&self, ring: &Ring) -> bool {
        ring.keys.iter().any(|key| key.kin == Kin::Near) || !ring.off.is_empty()
    }

    /// The line under the answer: what it is known from.
    fn evidence(&self, ring: &Ring) -> String {
        if let Err(refusal) = &self.image.reference {
            return format!("Kubernetes says: {}", refusal.message);
        }
        if let Some((name, why)) = ring.off.first() {
            return format!("{name}: {why}");
        }
        let near = ring.keys.iter().filter(|key| key.kin == Kin::Near);
        // A key with another path may well be meant for another image.
        let nearest =
            near.min_by_key(|key| key.path.as_ref().is_some_and(|path| path.fit == Fit::Misses));
        if let Some(key) = nearest.filter(|_| ring.fitting() == 0) {
            return format!("Nearest is {} in {}: {}.", key.text, key.source, key.because);
        }
        match ring.fitting() {
            0 => "The node's mirrors, its own credentials and the registry's answer are not in the text.".into(),
            1 => "One key fits. What the registry answers to it is not in the text.".into(),
            several => format!("{several} keys fit. They are tried in turn until the registry accepts one."),
        }
    }

    /// The parts of the name for the picture; none when it is not a name.
    fn parts(&self) -> Vec<Part> {
        let Ok(parts) = &self.image.reference else { return Vec::new() };
        let part = |name, value: &str, part: &diagnose::Part| Part {
            name,
            value: value.to_owned().into(),
            implied: part.span.is_none(),
            note: capital(part.rule).into(),
        };
        // The host and its port are one part to Kubernetes and two to the eye.
        let Lock { labels, port, .. } = Split::new(&parts.registry.value).into_lock();
        let host = labels.iter().map(AttrValue::as_str).collect::<Vec<_>>().join(".");
        let port = port.strip_prefix(':').map(|port| Part {
            name: "port",
            value: port.to_owned().into(),
            implied: false,
            note: "Compared as text and never filled in: no port is not 443.".into(),
        });
        std::iter::once(part("host", &host, &parts.registry))
            .chain(port)
            .chain(std::iter::once(part("repo", &parts.repository.value, &parts.repository)))
            .chain(parts.tag.as_ref().map(|tag| part("tag", &tag.value, tag)))
            .chain(parts.digest.as_ref().map(|digest| part("digest", &digest.value, digest)))
            .collect()
    }

    /// `line 12`.
    fn line(&self, at: &Range<usize>) -> usize {
        self.lines.position(at.start).line
    }
}

/// The findings, with the line and column that a person goes to.
fn notes(report: &Diagnosis, lines: &Lines<'_>) -> Vec<Note> {
    let notes = report.findings.iter().map(|placed| {
        let finding = &placed.finding;
        let span = finding.span.clone().or_else(|| {
            // Without a place of its own it is about the document, which begins somewhere.
            report
                .documents
                .get(placed.document)
                .map(|document| document.span.start..document.span.start)
        });
        let at = span.as_ref().map(|span| lines.position(span.start));
        Note {
            mark: match finding.severity {
                Severity::Error => Mark::Error,
                Severity::Warning => Mark::Warning,
                Severity::Info => Mark::Info,
            },
            message: capital(&finding.message).into(),
            path: finding.path.clone().into(),
            code: finding.code.into(),
            span,
            at: at.map(|at| (at.line, at.column)),
        }
    });
    notes.collect()
}

/// `Deployment, 2 Secrets, 1 broken`.
fn summary(report: &Diagnosis) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for document in &report.documents {
        let name = match (&document.error, document.kind.as_deref()) {
            (Some(_), _) => "broken",
            (None, Some(kind)) => kind,
            (None, None) => document.recognized.as_str(),
        };
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let more = counts.len().saturating_sub(3);
    let mut words: Vec<String> = counts
        .iter()
        .take(3)
        .map(|(name, count)| match (*name, *count) {
            ("broken", count) => format!("{count} broken"),
            (name, 1) => name.to_owned(),
            (name, count) => format!("{count} × {name}"),
        })
        .collect();
    if more > 0 {
        words.push(format!("{more} more kinds"));
    }
    words.join(", ")
}

/// The answer when no image is named: what stands in the way, or what is missing.
fn without_image(report: &Diagnosis, notes: &[Note]) -> (AttrValue, AttrValue) {
    let broken = report.documents.iter().any(|document| document.error.is_some());
    if broken
        && let Some(Note { at: Some((line, column)), message, .. }) =
            notes.iter().find(|note| note.code == "document/broken")
    {
        let sentence = format!("Line {line}, column {column} cannot be read.");
        return (sentence.into(), message.clone());
    }
    let evidence = "Add a Pod, a Deployment or another workload, or just the name of an image.";
    match report.secrets.len() {
        0 => ("No image is named here.".into(), evidence.into()),
        1 => ("One Secret is checked. No image is named yet.".into(), evidence.into()),
        several => (
            format!("{several} Secrets are checked. No image is named yet.").into(),
            evidence.into(),
        ),
    }
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
