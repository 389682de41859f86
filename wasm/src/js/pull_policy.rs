//! What JavaScript sees of a pull policy.

use pullscope_core::pull_policy::{self, Defaulted};
use serde::Serialize;
use tsify::Tsify;

/// The pull policy of a container.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "status", rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub enum PolicyOutcome {
    /// This policy is stored.
    Decided {
        /// The policy.
        policy: PullPolicy,
        /// What decides it.
        rule: PullPolicyRule,
        /// The rule as a sentence.
        reason: String,
    },
    /// The policy that is written is none, and the API server refuses the object.
    Rejected {
        /// What is wrong, for people.
        message: String,
    },
}

/// A value of `imagePullPolicy`.
#[derive(Debug, Serialize, Tsify)]
pub enum PullPolicy {
    /// Ask the registry at every start of the container.
    Always,
    /// Pull when the node does not have the image.
    IfNotPresent,
    /// Never pull; the image has to be on the node.
    Never,
}

/// What decides a pull policy.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum PullPolicyRule {
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

impl PolicyOutcome {
    /// Decides for `image`, where the manifest says `written`, which may be nothing.
    pub fn new(image: &str, written: &str) -> Self {
        match pull_policy::PullPolicy::of(written, image) {
            Ok(Defaulted { policy, rule }) => {
                Self::Decided { policy: policy.into(), rule: rule.into(), reason: rule.to_string() }
            }
            Err(error) => Self::Rejected { message: error.to_string() },
        }
    }
}

impl From<pull_policy::PullPolicy> for PullPolicy {
    fn from(policy: pull_policy::PullPolicy) -> Self {
        match policy {
            pull_policy::PullPolicy::Always => Self::Always,
            pull_policy::PullPolicy::IfNotPresent => Self::IfNotPresent,
            pull_policy::PullPolicy::Never => Self::Never,
        }
    }
}

impl From<pull_policy::Rule> for PullPolicyRule {
    fn from(rule: pull_policy::Rule) -> Self {
        match rule {
            pull_policy::Rule::Written => Self::Written,
            pull_policy::Rule::LatestWritten => Self::LatestWritten,
            pull_policy::Rule::LatestImplied => Self::LatestImplied,
            pull_policy::Rule::OtherTag => Self::OtherTag,
            pull_policy::Rule::DigestOnly => Self::DigestOnly,
            pull_policy::Rule::Unparsable => Self::Unparsable,
        }
    }
}
