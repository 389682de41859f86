//! Findings as they are met, each once, with their document and the images that they touch.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::ops::Range;

use super::report::{DocumentReport, ImageId, PlacedFinding};
use crate::finding::{Edit, Finding, Related, Severity};

/// More findings than a person reads; those beyond it are counted.
const MAX_FINDINGS: usize = 2_000;
/// What is only worth knowing leaves room for what is wrong.
const MAX_INFOS: usize = 1_000;
/// More links between findings and images than a person follows. Beyond it, a finding names one
/// image of those that it touches.
const MAX_LINKS: usize = 200_000;
/// More further values than a person looks at; those beyond it are not listed.
const MAX_RELATED: usize = 12;

#[derive(Default)]
pub(super) struct Findings {
    found: Vec<PlacedFinding>,
    /// By document, code and place: where in `found`.
    known: BTreeMap<(usize, &'static str, Option<usize>), Vec<usize>>,
    /// By document: which of `found` are about it.
    of_document: BTreeMap<usize, Vec<usize>>,
    /// How many of `found` are not about what becomes of an image.
    of_objects: usize,
    left_out: usize,
    /// How many images all of `found` touch together.
    links: usize,
    /// What is said better by another finding.
    dropped: BTreeSet<usize>,
}

const ODD_KEY: &str = "keyring/odd-key";

impl Findings {
    /// Adds a finding about a document alone.
    pub(super) fn add(&mut self, document: usize, finding: Finding) -> Option<usize> {
        self.add_for(document, &[], finding)
    }

    /// Adds a finding that touches images. What was said before is not said again, nor what the
    /// same change repairs: the images and further values are added to it.
    ///
    /// Gives its number, or `None` when there are too many.
    pub(super) fn add_for(
        &mut self,
        document: usize,
        images: &[ImageId],
        finding: Finding,
    ) -> Option<usize> {
        let start = finding.span.as_ref().map(|it| it.start);
        // That a key is odd is said better by the image that it was meant for.
        if finding.code != ODD_KEY
            && finding.code.starts_with("keyring/")
            && let Some(odd) = self.known.get(&(document, ODD_KEY, start))
        {
            self.dropped.extend(odd);
        }
        let alike = self.known.entry((document, finding.code, start)).or_default();
        let said = alike.iter().copied().find(|&at| {
            let known = &self.found[at].finding;
            let same_fix = known.fix.is_some() && known.fix == finding.fix;
            known.span == finding.span && (known.message == finding.message || same_fix)
        });
        if let Some(at) = said {
            merge(&mut self.found[at].finding, &finding);
            self.link(at, images, finding.related);
            return Some(at);
        }
        let limit = match finding.severity {
            Severity::Info => MAX_INFOS,
            _ => MAX_FINDINGS,
        };
        if self.found.len() >= limit {
            self.left_out += 1;
            return None;
        }
        let at = self.found.len();
        alike.push(at);
        let images = &images[..images.len().min(MAX_LINKS.saturating_sub(self.links).max(1))];
        self.links += images.len();
        let mut images = images.to_vec();
        images.sort_unstable();
        self.of_document.entry(document).or_default().push(at);
        self.found.push(PlacedFinding { document, images, finding });
        Some(at)
    }

    /// Says that a finding touches these images too, and involves these values.
    pub(super) fn link(
        &mut self,
        at: usize,
        images: &[ImageId],
        related: impl IntoIterator<Item = Related>,
    ) {
        let Some(placed) = self.found.get_mut(at) else { return };
        for image in images {
            if self.links >= MAX_LINKS && !placed.images.is_empty() {
                break;
            }
            // Most come in order, and go to the end.
            if let Err(at) = placed.images.binary_search(image) {
                placed.images.insert(at, *image);
                self.links += 1;
            }
        }
        for one in related {
            let list = &mut placed.finding.related;
            if list.len() < MAX_RELATED && !list.contains(&one) {
                list.push(one);
            }
        }
    }

    /// Makes a finding at least this severe.
    pub(super) fn raise(&mut self, at: usize, severity: Severity) {
        if let Some(placed) = self.found.get_mut(at) {
            placed.finding.severity = placed.finding.severity.min(severity);
        }
    }

    /// From here on findings tell what becomes of an image.
    pub(super) fn objects_are_read(&mut self) {
        self.of_objects = self.found.len();
    }

    /// The worst finding about a document that is at least a warning: its number. What an image
    /// found there does not count, since another one may not find it.
    pub(super) fn worst_of(&self, document: usize) -> Option<usize> {
        let about = self.of_document.get(&document)?.iter().copied();
        let about = about.take_while(|&at| at < self.of_objects);
        let worst = about.min_by_key(|&at| self.found[at].finding.severity)?;
        (self.found[worst].finding.severity <= Severity::Warning).then_some(worst)
    }

    /// The first finding of a document with this code: its number.
    pub(super) fn of_code(&self, document: usize, code: &str) -> Option<usize> {
        let about = self.of_document.get(&document)?;
        about.iter().copied().find(|&at| self.found[at].finding.code == code)
    }

    /// All that were met so far.
    pub(super) fn all(&self) -> impl Iterator<Item = &PlacedFinding> {
        self.found.iter()
    }

    /// The finding with this number.
    pub(super) fn get(&self, at: usize) -> Option<&PlacedFinding> {
        self.found.get(at)
    }

    /// The numbers of the findings that touch an image, in the order in which they were met.
    pub(super) fn by_image(&self) -> BTreeMap<ImageId, Vec<usize>> {
        let mut by_image: BTreeMap<ImageId, Vec<usize>> = BTreeMap::new();
        for (at, placed) in self.found.iter().enumerate() {
            for image in &placed.images {
                by_image.entry(*image).or_default().push(at);
            }
        }
        by_image
    }

    pub(super) fn say(
        &mut self,
        document: usize,
        code: &'static str,
        severity: Severity,
        (path, span): (&str, Range<usize>),
        message: impl Into<String>,
    ) -> Option<usize> {
        self.add(document, Finding::new(code, severity, message).at(path, span))
    }

    /// All of them, the first one first: what explains an event, then the worst, then what touches
    /// an image, then by place; of what is as bad, asides come last. With them, the new number of
    /// each.
    pub(super) fn finish(
        mut self,
        documents: &[DocumentReport],
        explaining: &[usize],
        asides: &[usize],
    ) -> (Vec<PlacedFinding>, Vec<usize>) {
        let mut order: Vec<usize> =
            (0..self.found.len()).filter(|it| !self.dropped.contains(it)).collect();
        let mut explains = alloc::vec![false; self.found.len()];
        for &at in explaining {
            explains[at] = true;
        }
        let mut is_aside = alloc::vec![false; self.found.len()];
        for &at in asides {
            is_aside[at] = true;
        }
        crate::order::sort_by_key(&mut order, |&at| {
            let placed = &self.found[at];
            let start = placed.finding.span.as_ref().map(|span| span.start);
            let start = start.or_else(|| documents.get(placed.document).map(|it| it.span.start));
            let touches = !placed.images.is_empty();
            let is_worse = (Reverse(explains[at]), placed.finding.severity);
            (is_worse, is_aside[at], Reverse(touches), start)
        });
        let mut number = alloc::vec![0; self.found.len()];
        for (new, &old) in order.iter().enumerate() {
            number[old] = new;
        }
        for fix in self.found.iter_mut().filter_map(|it| it.finding.fix.as_mut()) {
            in_order(&mut fix.edits);
        }
        let mut taken: Vec<Option<PlacedFinding>> = self.found.drain(..).map(Some).collect();
        let mut found: Vec<PlacedFinding> =
            order.into_iter().filter_map(|old| taken[old].take()).collect();
        if self.left_out > 0
            && let Some(last) = documents.len().checked_sub(1)
        {
            let message = format!("{} more findings are not listed", self.left_out);
            let finding = Finding::new("document/more-findings", Severity::Info, message);
            found.push(PlacedFinding { document: last, images: Vec::new(), finding });
        }
        (found, number)
    }
}

/// Makes one finding of two: of two sentences that mean the same the first by its letters, so that
/// the order of the text does not decide; and the same fix for both, wherever it is made.
fn merge(known: &mut Finding, other: &Finding) {
    known.severity = known.severity.min(other.severity);
    other.keys.iter().for_each(|it| known.add_key(*it));
    if other.message < known.message {
        known.message.clone_from(&other.message);
    }
    match (&mut known.fix, &other.fix) {
        (Some(fix), Some(more)) if fix.title == more.title && fix.edits != more.edits => {
            fix.edits.extend_from_slice(&more.edits);
        }
        (None, Some(_)) => known.fix.clone_from(&other.fix),
        _ => {}
    }
}

/// Puts the edits of a fix that was merged into the order of the text, each once. Of two that
/// overlap one is made; the finding that remains has the other.
fn in_order(edits: &mut Vec<Edit>) {
    crate::order::sort_by(edits, |a, b| {
        (a.span.start, a.span.end, &a.text).cmp(&(b.span.start, b.span.end, &b.text))
    });
    let mut end = 0;
    let mut last: Option<Edit> = None;
    edits.retain(|it| {
        let keep = it.span.start >= end && last.as_ref() != Some(it);
        if keep {
            end = it.span.end;
            last = Some(it.clone());
        }
        keep
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_worth_knowing_leaves_room_for_what_is_wrong() {
        let mut findings = Findings::default();
        for (severity, expect) in [(Severity::Info, 1_000), (Severity::Error, 2_000)] {
            for at in 0..3_000 {
                findings.add(
                    0,
                    Finding::new("image/invalid", severity, severity.as_str()).at("", at..at + 1),
                );
            }
            assert_eq!(findings.found.len(), expect);
        }
        assert_eq!(findings.left_out, 4_000);
    }

    #[test]
    fn a_thousand_findings_of_a_thousand_images_keep_one_image_each_in_the_end() {
        let images: Vec<ImageId> = (0..1_000).map(|image| ImageId { workload: 0, image }).collect();
        let mut findings = Findings::default();
        for at in 0..1_000 {
            let finding = Finding::new("image/invalid", Severity::Error, "").at("", at..at + 1);
            findings.add_for(0, &images, finding.clone());
            findings.add_for(0, &images, finding);
        }
        let touched = |at: usize| findings.found[at].images.len();
        assert_eq!((touched(0), touched(199), touched(200), touched(999)), (1_000, 1_000, 1, 1));
    }
}
