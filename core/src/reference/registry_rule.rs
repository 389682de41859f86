//! What made the registry host: the parser's decision, and its sentence.

use core::fmt;

/// What makes a first component a registry host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HostMark {
    /// It holds a `.` or a `:`.
    DotOrColon,
    /// It is `localhost`.
    Localhost,
    /// It holds an upper-case letter, which counts since Kubernetes 1.29.
    UpperCase,
}

/// What made the registry host of a [`Reference`](super::Reference); `Display` is the rule as a
/// sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegistryRule {
    /// No host is written.
    Implied,
    /// `index.docker.io` is written.
    Alias,
    /// The host is written as it counts.
    Written(HostMark),
    /// The first component looks like a host and is none: the registry host stays empty.
    Component,
}

impl fmt::Display for RegistryRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl RegistryRule {
    /// The rule as a sentence.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Implied => "no registry host is written, which means docker.io",
            Self::Alias => "index.docker.io means docker.io",
            Self::Written(HostMark::DotOrColon) => {
                "what stands before the first / has a dot or a colon, which makes it a host"
            }
            Self::Written(HostMark::Localhost) => "localhost before the first / is a host",
            Self::Written(HostMark::UpperCase) => {
                "what stands before the first / has an upper-case letter, which makes it a host"
            }
            Self::Component => {
                "what stands before the first / has a dot and is no legal host, so it belongs to \
                 the repository and no registry host is left"
            }
        }
    }
}
