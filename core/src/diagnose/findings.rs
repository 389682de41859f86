//! Findings as they are met, with their document.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::report::{DocumentReport, PlacedFinding};
use crate::finding::{Finding, Severity};

/// More findings than a person reads; those beyond it are counted.
const MAX_FINDINGS: usize = 2_000;

#[derive(Default)]
pub(super) struct Findings {
    found: Vec<PlacedFinding>,
    left_out: usize,
}

impl Findings {
    pub(super) fn add(&mut self, document: usize, finding: Finding) {
        if self.found.len() < MAX_FINDINGS {
            self.found.push(PlacedFinding { document, finding });
        } else {
            self.left_out += 1;
        }
    }

    pub(super) fn say(
        &mut self,
        document: usize,
        code: &'static str,
        severity: Severity,
        (path, span): (&str, Range<usize>),
        message: String,
    ) {
        self.add(document, Finding::new(code, severity, message).at(path, span));
    }

    /// All of them: the worst first, then by place.
    pub(super) fn finish(mut self, documents: &[DocumentReport]) -> Vec<PlacedFinding> {
        self.found.sort_by_key(|it| {
            let start = it.finding.span.as_ref().map(|span| span.start);
            let start = start.or_else(|| documents.get(it.document).map(|it| it.span.start));
            (it.finding.severity, start)
        });
        if self.left_out > 0
            && let Some(last) = documents.len().checked_sub(1)
        {
            self.found.push(PlacedFinding {
                document: last,
                finding: Finding::new(
                    "document/more-findings",
                    Severity::Info,
                    format!("{} more findings are not listed", self.left_out),
                ),
            });
        }
        self.found
    }
}
