//! Which release's grammar reads a reference.

/// The grammar of references in a span of Kubernetes releases.
///
/// | | up to 1.28 | 1.29 to 1.31 | 1.32 and later |
/// | --- | --- | --- | --- |
/// | the parser linked | docker/distribution v2.7.1 to v2.8.2 | distribution/reference v0.5.0 | distribution/reference v0.6.0 |
/// | a first component with an upper-case letter | a repository's, and an error | a registry host | a registry host |
/// | an IPv6 address in brackets | an error | a registry host | a registry host |
/// | the error about upper case | names no repository | names it | names it |
/// | at most 255 bytes | registry host and repository | registry host and repository | repository |
///
/// What all of them read, they read alike: no reference changes its meaning between releases, it
/// only comes to be accepted. [`Version::grammar`](crate::version::Version::grammar) says which
/// release has which.
///
/// Upstream: `go.mod` and `pkg/util/parsers/parsers.go` of each kubernetes release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grammar {
    /// Kubernetes 1.20 to 1.28.
    V1_20,
    /// Kubernetes 1.29 to 1.31.
    V1_29,
    /// Kubernetes 1.32 and later.
    #[default]
    V1_32,
}

impl Grammar {
    /// All of them, the oldest first.
    pub const ALL: [Self; 3] = [Self::V1_20, Self::V1_29, Self::V1_32];

    /// The newest, which [`Reference::parse`](super::Reference::parse) reads with.
    pub const NEWEST: Self = Self::V1_32;

    /// Whether an upper-case letter makes the first component a registry host.
    pub(super) fn upper_case_marks_host(self) -> bool {
        self >= Self::V1_29
    }

    /// Whether an IPv6 address in brackets is a registry host.
    pub(super) fn has_ipv6_hosts(self) -> bool {
        self >= Self::V1_29
    }

    /// Whether the error about upper case says in which repository.
    pub(super) fn names_repository(self) -> bool {
        self >= Self::V1_29
    }

    /// Whether the limit of length counts the registry host and its slash too.
    pub(super) fn limit_counts_host(self) -> bool {
        self < Self::V1_32
    }
}

#[cfg(test)]
mod tests;
