//! What a person should know of a document: one sentence with a stable code, its places, and the
//! fix where there is one.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

mod catalogue;
mod edit;

pub use catalogue::{CODES, Code, explain, title};
pub use edit::{EditError, EditErrorKind, apply};

/// One thing that a person should know.
///
/// ```
/// use pullscope_core::finding::{Finding, Severity};
///
/// let message = "the entry has neither user name nor password";
/// let finding = Finding::new("secret/blank-entry", Severity::Warning, message);
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
    /// The other values that are involved: a key and the image that it does not fit.
    pub related: Vec<Related>,
    /// The keys that it is about, in order: those of an entry of a Docker config, or of several.
    pub keys: Vec<KeyId>,
    /// What to change, where one change is right for sure.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding without a place, another value or a fix.
    pub fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        let message = message.into();
        let (path, span, related, keys, fix) = (String::new(), None, Vec::new(), Vec::new(), None);
        Self { code, severity, path, span, message, related, keys, fix }
    }

    /// The same finding about a field, and the bytes where it stands.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>, span: Range<usize>) -> Self {
        self.path = path.into();
        self.span = Some(span);
        self
    }

    /// The same finding, with another value that is involved.
    #[must_use]
    pub fn with(mut self, label: impl Into<Cow<'static, str>>, span: Range<usize>) -> Self {
        self.related.push(Related { label: label.into(), span });
        self
    }

    /// The same finding, about one key more.
    #[must_use]
    pub fn about(mut self, key: KeyId) -> Self {
        self.add_key(key);
        self
    }

    pub(crate) fn add_key(&mut self, key: KeyId) {
        if let Err(at) = self.keys.binary_search(&key) {
            self.keys.insert(at, key);
        }
    }

    /// The same finding, with what to change.
    #[must_use]
    pub fn fixed_by(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }
}

/// A value that a finding involves besides its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// What it is: `the image`.
    pub label: Cow<'static, str>,
    /// Its bytes in the same text.
    pub span: Range<usize>,
}

/// One key of a Docker config.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId {
    /// Which of the Secrets and files that are looked at: of a diagnosis, an index into its
    /// `secrets`; 0 where there is one alone.
    pub secret: usize,
    /// Which of its entries, from 0.
    pub entry: usize,
}

/// What to change, so that the finding goes away. [`apply`] makes its edits.
///
/// A fix holds no secret: neither its edits nor its command repeat a password or a token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fix {
    /// What it does, beginning with a verb: `Add ":5000" to the key`.
    pub title: String,
    /// Changes of the text; they do not overlap, and stand in its order.
    pub edits: Vec<Edit>,
    /// What a person would type instead, or as well.
    pub command: Option<String>,
}

/// One change of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that go; empty to insert.
    pub span: Range<usize>,
    /// What takes their place.
    pub text: String,
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
