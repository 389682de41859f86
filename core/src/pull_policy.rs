//! `imagePullPolicy`: the three values, and the one that is filled in.
//!
//! # The rule
//!
//! A policy that is written stays. Where none is, the tag decides: `latest`, written or implied,
//! gives `Always`; everything else `IfNotPresent`. A digest alone implies no tag. A reference that
//! does not parse has no tag either, and is stored with `IfNotPresent`.
//!
//! The value is filled in when an object is written to the API server, and stored: a later change
//! of the image alone does not change it.
//!
//! Upstream: `SetDefaults_Container` in kubernetes `pkg/apis/core/v1/defaults.go`; the same from
//! 1.20 to 1.36, but for what [parses](crate::reference::Grammar).

use core::fmt;
use core::str::FromStr;

use crate::Reference;
use crate::version::Version;

/// A value of `imagePullPolicy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PullPolicy {
    /// Ask the registry at every start of the container.
    Always,
    /// Pull when the node does not have the image.
    IfNotPresent,
    /// Never pull; the image has to be on the node.
    Never,
}

impl PullPolicy {
    /// All of them, as upstream's messages list them.
    pub const ALL: [Self; 3] = [Self::Always, Self::IfNotPresent, Self::Never];

    /// As it stands in a manifest.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::IfNotPresent => "IfNotPresent",
            Self::Never => "Never",
        }
    }

    /// The policy that the API server writes for `image` when a container leaves it out.
    ///
    /// ```
    /// use pullscope_core::PullPolicy;
    ///
    /// let defaulted = PullPolicy::default_for("nginx");
    /// assert_eq!(defaulted.policy, PullPolicy::Always);
    /// assert_eq!(defaulted.rule.to_string(), "no tag means latest, and latest is always pulled");
    /// ```
    pub fn default_for(image: &str) -> Defaulted {
        Self::default_for_as(image, Version::NEWEST)
    }

    /// The policy that the API server of `version` writes for `image`.
    ///
    /// ```
    /// use pullscope_core::PullPolicy;
    /// use pullscope_core::version::Version;
    ///
    /// // A registry host since 1.29; before, no reference.
    /// let policy = |version: Version| {
    ///     PullPolicy::default_for_as("[::1]:5000/app", version).policy
    /// };
    /// assert_eq!(policy("1.29".parse()?), PullPolicy::Always);
    /// assert_eq!(policy("1.28".parse()?), PullPolicy::IfNotPresent);
    /// # Ok::<(), pullscope_core::version::UnknownVersion>(())
    /// ```
    pub fn default_for_as(image: &str, version: Version) -> Defaulted {
        let rule = match Reference::parse_as(image, version.grammar()) {
            Err(_) => Rule::Unparsable,
            Ok(reference) => match (reference.tag(), reference.digest()) {
                (Some("latest"), _) => Rule::LatestWritten,
                (Some(_), _) => Rule::OtherTag,
                (None, Some(_)) => Rule::DigestOnly,
                (None, None) => Rule::LatestImplied,
            },
        };
        Defaulted { policy: rule.policy(), rule }
    }

    /// The policy of a container that says `written`, which may be nothing.
    ///
    /// # Errors
    ///
    /// When `written` is not one of the three values; case matters.
    pub fn of(written: &str, image: &str) -> Result<Defaulted, UnknownPolicy> {
        Self::of_as(written, image, Version::NEWEST)
    }

    /// The same, where the API server is that of `version`.
    ///
    /// # Errors
    ///
    /// When `written` is not one of the three values; case matters.
    pub fn of_as(written: &str, image: &str, version: Version) -> Result<Defaulted, UnknownPolicy> {
        if written.is_empty() {
            return Ok(Self::default_for_as(image, version));
        }
        written.parse().map(|policy| Defaulted { policy, rule: Rule::Written })
    }
}

impl fmt::Display for PullPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for PullPolicy {
    type Err = UnknownPolicy;

    fn from_str(text: &str) -> Result<Self, UnknownPolicy> {
        Self::ALL.into_iter().find(|it| it.as_str() == text).ok_or(UnknownPolicy)
    }
}

/// A text that is none of the three policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownPolicy;

impl fmt::Display for UnknownPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("imagePullPolicy is Always, IfNotPresent or Never, spelled exactly so")
    }
}

impl core::error::Error for UnknownPolicy {}

/// A policy, and what decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defaulted {
    /// The policy that is stored.
    pub policy: PullPolicy,
    /// What decided it.
    pub rule: Rule,
}

/// What decides a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The manifest says it.
    Written,
    /// The tag is `latest`, with or without a digest.
    LatestWritten,
    /// Neither tag nor digest is written, which means `latest`.
    LatestImplied,
    /// The tag is another one.
    OtherTag,
    /// A digest is written, and no tag.
    DigestOnly,
    /// The image is not a reference.
    Unparsable,
}

impl Rule {
    fn policy(self) -> PullPolicy {
        match self {
            Self::LatestWritten | Self::LatestImplied => PullPolicy::Always,
            _ => PullPolicy::IfNotPresent,
        }
    }

    /// Its name, for code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::LatestWritten => "latestWritten",
            Self::LatestImplied => "latestImplied",
            Self::OtherTag => "otherTag",
            Self::DigestOnly => "digestOnly",
            Self::Unparsable => "unparsable",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Written => "the manifest says it",
            Self::LatestWritten => "the tag latest is always pulled",
            Self::LatestImplied => "no tag means latest, and latest is always pulled",
            Self::OtherTag => "a tag other than latest is pulled when absent",
            Self::DigestOnly => "a digest without a tag is pulled when absent",
            Self::Unparsable => "an image that is no reference counts as one without a tag",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn rules(image: &str, expected: [Rule; 3]) {
        for (minor, rule) in [28, 31, 32].into_iter().zip(expected) {
            let version = Version::new(minor).expect("it is known");
            let defaulted = Defaulted { policy: rule.policy(), rule };
            assert_eq!(PullPolicy::default_for_as(image, version), defaulted, "{image}, {version}");
            assert_eq!(PullPolicy::of_as("", image, version), Ok(defaulted), "{image}, {version}");
        }
    }

    #[test]
    fn the_default_is_that_of_the_releases_grammar() {
        use Rule::{LatestImplied, LatestWritten, OtherTag, Unparsable};
        rules("nginx", [LatestImplied; 3]);
        rules("nginx:1", [OtherTag; 3]);
        rules("Team/app", [Unparsable, LatestImplied, LatestImplied]);
        rules("[::1]/app:latest", [Unparsable, LatestWritten, LatestWritten]);
        let long = alloc::format!("reg.io/{}", "a".repeat(249));
        rules(&long, [Unparsable, Unparsable, LatestImplied]);
    }

    #[test]
    fn a_written_policy_stays_in_every_release() {
        for version in Version::all() {
            let written = Defaulted { policy: PullPolicy::Never, rule: Rule::Written };
            assert_eq!(PullPolicy::of_as("Never", "Team/app", version), Ok(written));
            assert_eq!(PullPolicy::of_as("never", "nginx", version), Err(UnknownPolicy));
        }
        assert_eq!(PullPolicy::of("", "nginx"), PullPolicy::of_as("", "nginx", Version::NEWEST));
    }
}
