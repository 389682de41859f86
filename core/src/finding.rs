//! What a person should know of a document: one sentence with a stable code and a place.

use alloc::string::String;
use core::fmt;
use core::ops::Range;

/// One thing that a person should know.
///
/// ```
/// use pullscope_core::finding::{Finding, Severity};
///
/// let finding = Finding {
///     code: "secret/blank-entry",
///     severity: Severity::Warning,
///     path: "data[.dockerconfigjson]".into(),
///     span: None,
///     message: "the entry has neither user name nor password".into(),
/// };
/// assert_eq!(finding.severity.as_str(), "warning");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is, as `area/problem`. A code keeps its meaning for ever and is never reused.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The field, as Kubernetes writes it in its errors.
    pub path: String,
    /// Bytes of the document that the field was read from, where they are known.
    pub span: Option<Range<usize>>,
    /// What is wrong and what to do, without any secret.
    pub message: String,
}

/// How bad a [`Finding`] is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Kubernetes refuses it, or it cannot do what it is for.
    Error,
    /// It is accepted and probably not what was meant.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// `error`, `warning` or `info`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
