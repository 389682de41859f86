//! Why a kubelet does not start with a configuration.

use alloc::string::String;
use core::fmt;
use core::ops::Range;

use crate::features::known::Refused;

/// One thing for which the kubelet does not start.
///
/// `Display` is a sentence of ours; [`upstream`](Self::upstream) is the kubelet's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub(super) kind: ErrorKind,
    pub(super) path: String,
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) upstream: Option<String>,
}

/// The kinds of [`Error`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// `apiVersion` is missing, or not that of a kubelet's configuration.
    ApiVersion,
    /// The value has another type than the field.
    WrongType {
        /// The value as it is right, where only its quotes are wrong: `5` for `"5"`.
        plain: Option<String>,
    },
    /// YAML's infinity or `.nan`, which is no JSON.
    NotANumber,
    /// A duration that Go cannot read.
    Duration,
    /// A feature gate that the release does not take.
    Gate(Refused),
    /// The field is of a feature gate that is off.
    GateOff {
        /// The gate.
        gate: &'static str,
    },
    /// The value is out of its range.
    OutOfRange,
    /// Two fields contradict each other.
    Conflict,
    /// It is none of the policies for the verification of credentials.
    Policy,
    /// A pattern of the allowlist is none.
    Pattern,
}

impl Error {
    /// What it is, for code.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The field: `imageMinimumGCAge`, `featureGates.ImageVolume`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Bytes of the value that decides it; of the document's name for its kind where there is none.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// What the kubelet says of it alone. `None` where the words are those of a decoder that is not
    /// known here: types, up to 1.22.
    pub fn upstream(&self) -> Option<&str> {
        self.upstream.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for Error {}

/// How far a kubelet gets that does not start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It cannot decode the file.
    Decode,
    /// It does not take the feature gates; since 1.32 it panics.
    Gates,
    /// The values do not pass its validation.
    Validate,
}

impl Stage {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decode => "decode",
            Self::Gates => "gates",
            Self::Validate => "validate",
        }
    }
}

/// With what a kubelet ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// How far it gets.
    pub stage: Stage,
    /// What it says in the end: of several errors of validation all, in its order. `None` as for
    /// [`Error::upstream`].
    pub upstream: Option<String>,
}
