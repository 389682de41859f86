//! What a failed pull is put down to: the runtime's words, one text for all attempts.
//!
//! # The rule
//!
//! With each credential the runtime is asked once; the first success ends it. When all fail, the
//! kubelet makes one error of theirs: equal texts count once, one text stands alone, and several
//! stand in brackets, `[first, second]`, in the order of the attempts.
//!
//! Upstream: `PullImage` in kubernetes `pkg/kubelet/kuberuntime/kuberuntime_image.go` and
//! `Aggregate` in apimachinery `pkg/util/errors/errors.go`.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::string::String;
use core::fmt::{self, Write};

use super::answer::Answers;

/// The error of a pull, as the kubelet has it when all attempts are over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullError<'a> {
    /// A text that is known, such as that of an event.
    Text(&'a str),
    /// What a runtime says when the registry answers so.
    Answers(Answers<'a>),
}

impl<'a> PullError<'a> {
    /// The text, where it is known as it stands. What a runtime says of a registry's answer begins
    /// with none of the words to which Kubernetes gives a meaning.
    pub(super) fn known(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Answers(_) => None,
        }
    }
}

impl fmt::Display for PullError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Answers(answers) => answers.fmt(f),
        }
    }
}

/// The errors of all attempts as one text.
///
/// ```
/// use pullscope_core::kubelet::aggregate;
///
/// assert_eq!(aggregate(&["denied", "denied"]), "denied");
/// assert_eq!(aggregate(&["denied", "timeout", "denied"]), "[denied, timeout]");
/// ```
pub fn aggregate<'a>(errors: &[&'a str]) -> Cow<'a, str> {
    let Some(first) = errors.first() else { return Cow::Borrowed("") };
    if errors.iter().all(|it| it == first) {
        return Cow::Borrowed(first);
    }
    let mut seen = BTreeSet::new();
    let mut text = String::new();
    // A `String` takes everything that is written to it.
    let _ = write_all(&mut text, errors.iter().filter(|it| seen.insert(**it)));
    Cow::Owned(text)
}

/// Writes different errors as one.
pub(super) fn write_all(
    out: &mut impl Write,
    different: impl Iterator<Item = impl fmt::Display>,
) -> fmt::Result {
    let mut different = different.peekable();
    let Some(first) = different.next() else { return Ok(()) };
    if different.peek().is_none() {
        return write!(out, "{first}");
    }
    write!(out, "[{first}")?;
    for next in different {
        write!(out, ", {next}")?;
    }
    out.write_char(']')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_errors_stand_in_brackets_once_each() {
        assert_eq!(aggregate(&[]), "");
        assert_eq!(aggregate(&["a"]), "a");
        assert_eq!(aggregate(&["a", "a", "a"]), "a");
        assert_eq!(aggregate(&["b", "a", "b", "c", "a"]), "[b, a, c]");
    }
}
