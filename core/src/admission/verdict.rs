//! What the policy answers: problems, warnings and their codes, bounded in number and size.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::mutation::Edits;
use crate::workload::WrongType;

/// What a check does with what it finds: `reject`, `warn` or `off`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The request is refused.
    Reject,
    /// The request goes on, with a warning that `kubectl` prints.
    Warn,
    /// Nothing is checked.
    Off,
}

impl Mode {
    /// Whether the check is made at all.
    pub fn is_on(self) -> bool {
        self != Self::Off
    }
}

/// What the policy answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Why the request is refused, in a stable order; empty when it is accepted.
    ///
    /// At most [`Verdict::LIMIT`] of them; [`Verdict::more`] counts the rest.
    pub problems: Vec<Problem>,
    /// How many problems there are beyond those listed.
    pub more: usize,
    /// What is accepted but will not work well; at most [`Verdict::LIMIT`].
    pub warnings: Vec<Problem>,
    /// The codes of all problems, of those as well that are only counted: sorted, each once.
    pub rejected: Vec<&'static str>,
    /// The codes of all warnings: sorted, each once.
    pub warned: Vec<&'static str>,
    /// What is changed in the object, when the request is accepted.
    pub edits: Edits,
    /// Whether a check that rejects only warns; see `mode` of the settings.
    softened: bool,
}

/// One observation about one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, for machines: `image/latest`. Codes are never reused.
    pub code: &'static str,
    /// The field, from the top of the object: `spec.initContainers[1].image`.
    pub path: String,
    /// The value, the rule and the fix, in one sentence without a final stop.
    pub message: String,
}

impl Problem {
    fn new(code: &'static str, path: &str, message: impl fmt::Display) -> Self {
        // The key of a Secret is part of a path, and may be as long as the object.
        const SHOWN: usize = 300;
        let mut path_shown = String::from(&path[..path.floor_char_boundary(SHOWN)]);
        if path_shown.len() < path.len() {
            path_shown.push('…');
        }
        Self { code, path: path_shown, message: alloc::format!("{message}") }
    }
}

/// `spec.initContainers[1].image: …`
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

impl Verdict {
    /// How many problems, and how many warnings, one answer lists.
    ///
    /// An object of a megabyte can hold thousands; nobody reads them, and the API server passes the
    /// whole message on.
    pub const LIMIT: usize = 20;

    /// Whether the request may go on.
    pub fn accepted(&self) -> bool {
        self.problems.is_empty()
    }

    /// All problems in one text, or `None` when the request is accepted.
    pub fn message(&self) -> Option<String> {
        if self.accepted() {
            return None;
        }
        let mut text = String::new();
        for problem in &self.problems {
            if !text.is_empty() {
                text.push_str("; ");
            }
            // Writing to a `String` cannot fail.
            let _ = fmt::Write::write_fmt(&mut text, format_args!("{problem}"));
        }
        if self.more > 0 {
            let _ = fmt::Write::write_fmt(&mut text, format_args!("; and {} more", self.more));
        }
        Some(text)
    }

    /// A verdict that refuses a request as a whole, for a reason that stands in no field.
    pub fn refused(code: &'static str, message: impl fmt::Display) -> Self {
        let mut verdict = Self::default();
        verdict.refuse(code, "", message);
        verdict
    }

    /// An empty verdict for settings of which every check is at most a warning.
    pub(super) fn softened(softened: bool) -> Self {
        Self { softened, ..Self::default() }
    }

    /// What a check found.
    pub(super) fn tell(
        &mut self,
        mode: Mode,
        code: &'static str,
        path: &str,
        message: impl fmt::Display,
    ) {
        match mode {
            Mode::Reject if !self.softened => self.refuse(code, path, message),
            Mode::Reject | Mode::Warn => self.warn(code, path, message),
            Mode::Off => {}
        }
    }

    /// Adds a problem. The message is only put together when it is listed: what is wrong with the
    /// hundred thousandth container is counted and not written.
    pub(super) fn refuse(&mut self, code: &'static str, path: &str, message: impl fmt::Display) {
        note(&mut self.rejected, code);
        if self.problems.len() < Self::LIMIT {
            self.problems.push(Problem::new(code, path, message));
        } else {
            self.more += 1;
        }
    }

    pub(super) fn warn(&mut self, code: &'static str, path: &str, message: impl fmt::Display) {
        note(&mut self.warned, code);
        if self.warnings.len() < Self::LIMIT {
            self.warnings.push(Problem::new(code, path, message));
        }
    }

    pub(super) fn refuse_wrong_type(&mut self, wrong_type: &WrongType) {
        let fix = "what cannot be read is refused, so write it as the Kubernetes API has it";
        let message = format_args!("{wrong_type}; {fix}");
        self.refuse("object/wrong-type", &wrong_type.path, message);
    }
}

/// Keeps a code once, in order.
fn note(codes: &mut Vec<&'static str>, code: &'static str) {
    if let Err(place) = codes.binary_search(&code) {
        codes.insert(place, code);
    }
}
