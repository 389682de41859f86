//! The findings, with the places that a person goes to and the change that is offered.

use std::ops::Range;
use std::rc::Rc;

use pullscope_core::diagnose::{Diagnosis, PlacedFinding};
use pullscope_core::finding::{self, Fix, Severity};
use pullscope_core::text::Lines;

use super::{diff, spot};
use crate::trip::{Mark, Note, Repair};
use crate::what_if::WhatIf;

/// All findings, in the core's order.
pub(super) fn notes(
    report: &Diagnosis,
    text: &str,
    lines: &Lines<'_>,
    hidden: &[Range<usize>],
    what_if: &WhatIf,
) -> Vec<Note> {
    let old = report.events.iter().filter(|event| what_if.is_old(text, &event.span));
    let old: Vec<&Range<usize>> = old.map(|event| &event.span).collect();
    // Images are numbered through all workloads, as the trips are.
    let mut firsts = Vec::with_capacity(report.workloads.len());
    let mut next = 0;
    for workload in &report.workloads {
        firsts.push(next);
        next += workload.images.len();
    }
    let notes = report.findings.iter().enumerate().map(|(index, placed)| {
        let PlacedFinding { document, images, finding } = placed;
        let own = finding.span.clone().or_else(|| {
            // Without a place of its own it is about the document, which begins somewhere.
            let document = report.documents.get(*document)?;
            Some(document.span.start..document.span.start)
        });
        let is_old = own.as_ref().is_some_and(|own| {
            // Events do not overlap, and stand in the order of the text.
            let next = old.partition_point(|event| event.end <= own.start);
            old.get(next).is_some_and(|event| event.start <= own.start)
        });
        let own = own.iter().map(|span| spot(lines, "", span));
        let related = finding.related.iter().map(|it| spot(lines, &it.label, &it.span));
        Note {
            index,
            mark: match finding.severity {
                Severity::Error => Mark::Error,
                Severity::Warning => Mark::Warning,
                Severity::Info => Mark::Info,
            },
            title: finding::title(finding.code).unwrap_or(finding.code).into(),
            message: finding.message.clone().into(),
            path: finding.path.clone().into(),
            code: finding.code.into(),
            spots: own.chain(related).collect(),
            images: (images.iter())
                .filter_map(|id| firsts.get(id.workload).map(|first| first + id.image))
                .collect(),
            repair: finding.fix.as_ref().map(|fix| Rc::new(repair(fix, text, lines, hidden))),
            is_old,
            is_explained: finding::title(finding.code).is_some(),
        }
    });
    notes.collect()
}

fn repair(fix: &Fix, text: &str, lines: &Lines<'_>, hidden: &[Range<usize>]) -> Repair {
    Repair {
        title: fix.title.clone().into(),
        edits: fix.edits.clone(),
        diff: diff::diff(text, &fix.edits, lines, hidden),
        command: fix.command.clone().map(Into::into),
    }
}
