//! What JavaScript sees of a finding.

use pullscope_core::finding;
use serde::Serialize;
use tsify::Tsify;

use super::span::{Places, Span};

/// One thing that a person should know of a document.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct Finding {
    /// What it is, as `area/problem`. A code keeps its meaning for ever.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// The field, as Kubernetes writes it in its errors.
    pub path: String,
    /// Where the field stands in the text, when a text was given.
    pub span: Option<Span>,
    /// What is wrong and what to do, without any secret.
    pub message: String,
}

/// How bad a finding is.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// Kubernetes refuses it, or it cannot do what it is for.
    Error,
    /// It is accepted and probably not what was meant.
    Warning,
    /// Worth knowing.
    Info,
}

impl Finding {
    pub(super) fn new(finding: finding::Finding, places: Option<&Places<'_>>) -> Self {
        Self {
            code: finding.code.into(),
            severity: Severity::new(finding.severity),
            path: finding.path,
            span: finding.span.zip(places).map(|(span, places)| places.span(span)),
            message: finding.message,
        }
    }
}

impl Severity {
    pub(super) fn new(severity: finding::Severity) -> Self {
        match severity {
            finding::Severity::Error => Self::Error,
            finding::Severity::Warning => Self::Warning,
            finding::Severity::Info => Self::Info,
        }
    }
}
