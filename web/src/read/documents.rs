//! The documents as a whole: what each was taken for, and the answer where none names an image.

use pullscope_core::diagnose::{Diagnosis, DocumentReport};
use pullscope_core::recognize::What;
use pullscope_core::text::Lines;
use yew::AttrValue;

use super::{capital, list, spot};
use crate::texts::{sentence, t};
use crate::trip::{Document, Note, Spot};

/// Every document, in the order of the text.
pub(super) fn documents(report: &Diagnosis, lines: &Lines<'_>) -> Vec<Document> {
    report.documents.iter().map(|document| one(document, lines)).collect()
}

fn one(document: &DocumentReport, lines: &Lines<'_>) -> Document {
    let DocumentReport { kind, name, namespace, recognized, because, .. } = document;
    let name = match (namespace, name) {
        (Some(namespace), Some(name)) => format!("{namespace}/{name}"),
        (_, name) => name.clone().unwrap_or_default(),
    };
    let words = [kind.as_deref().unwrap_or_default(), &name];
    let words: Vec<&str> = words.into_iter().filter(|it| !it.is_empty()).collect();
    Document {
        name: words.join(" ").into(),
        taken_for: sentence(recognized.as_str()),
        because: capital(&sentence(because)).into(),
        is_broken: *recognized == What::Broken || document.error.is_some(),
        spot: spot(lines, "", &document.span),
    }
}

/// `Deployment, 2 × Secret, 1 broken`: of many kinds the first few.
pub(super) fn summary<'d>(
    documents: impl Iterator<Item = &'d DocumentReport>,
    most: usize,
) -> AttrValue {
    // What cannot be read has no kind.
    let mut counts: Vec<(Option<AttrValue>, usize)> = Vec::new();
    for document in documents {
        let name = match (&document.error, document.kind.as_deref()) {
            (Some(_), _) => None,
            (None, Some(kind)) => Some(AttrValue::from(kind.to_owned())),
            (None, None) => Some(sentence(document.recognized.as_str())),
        };
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let more = counts.len().saturating_sub(most);
    let words = counts.into_iter().take(most).map(|(name, count)| match (name, count) {
        (None, count) => t!("{count} broken", count = count),
        (Some(name), 1) => name,
        (Some(name), count) => format!("{count} × {name}").into(),
    });
    list(words.chain((more > 0).then(|| t!("{more} more kinds", more = more))))
}

/// The answer when no image is named: what stands in the way, or what is missing.
pub(super) fn without_image(report: &Diagnosis, notes: &[Note]) -> (AttrValue, AttrValue) {
    let broken = report.documents.iter().any(|document| document.error.is_some());
    if broken
        && let Some(Note { spots, message, .. }) =
            notes.iter().find(|note| note.code == "document/broken")
        && let [Spot { line, column, .. }, ..] = &spots[..]
    {
        let said = t!("Line {line}, column {column} cannot be read.", line = line, column = column);
        return (said, capital(&sentence(message)).into());
    }
    let evidence = t!("Add a Pod, a Deployment or another workload, or just the name of an image.");
    match report.secrets.len() {
        0 => (t!("No image is named here."), evidence),
        1 => (t!("One Secret is checked. No image is named yet."), evidence),
        several => (
            t!("{several} Secrets are checked. No image is named yet.", several = several),
            evidence,
        ),
    }
}
