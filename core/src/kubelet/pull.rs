//! Whether the kubelet pulls, and under which name it asks the runtime.
//!
//! # The rule
//!
//! | `imagePullPolicy` | image on the node | what happens |
//! | --- | --- | --- |
//! | `Always` | not asked | pull |
//! | `IfNotPresent` | no | pull |
//! | `IfNotPresent` | yes | use it |
//! | `Never` | no | `ErrImageNeverPull` |
//! | `Never` | yes | use it |
//!
//! Where the kubelet verifies credentials, an image that was pulled with some counts as absent for a
//! Pod that does not have them, even under `Never`: see [`NodeAccess`].
//!
//! Upstream: `imagePullPrecheck` and `EnsureImageExists` in kubernetes
//! `pkg/kubelet/images/image_manager.go`; `shouldPullImage` there up to 1.31.

use core::fmt;

use crate::PullPolicy;
use crate::features::{Gate, Gates};
use crate::reference::Reference;

/// Whether the node has the image that a container names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// The runtime knows the image under exactly this name.
    Present,
    /// It does not.
    Absent,
    /// Not known.
    Unknown,
}

impl Presence {
    /// Its name, for code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Absent => "absent",
            Self::Unknown => "unknown",
        }
    }
}

/// Whether a Pod may use the image that the node has.
///
/// What decides it is in [`verification`](super::verification).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeAccess {
    /// Every Pod may: the gate `KubeletEnsureSecretPulledImages` is off.
    Unverified,
    /// The gate is on, and this Pod may.
    Granted,
    /// This Pod may not, before the registry has let it pull.
    Denied,
    /// It cannot be told: a pull Secret of the Pod cannot be decoded.
    BrokenSecret,
}

impl NodeAccess {
    /// What holds where nothing tells who pulled the image: every Pod may use it.
    pub fn without_records(gates: Gates) -> Self {
        match gates.is_on(Gate::KubeletEnsureSecretPulledImages) {
            true => Self::Granted,
            false => Self::Unverified,
        }
    }
}

/// What the kubelet does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It asks the runtime to pull.
    Pull,
    /// It uses what the node has.
    Use,
    /// The container waits with `ErrImageNeverPull`.
    Refuse,
    /// It depends on whether the node has the image, which is not known: the two decisions.
    DependsOnNode,
}

impl Decision {
    /// Its name, for code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pull => "pull",
            Self::Use => "use",
            Self::Refuse => "refuse",
            Self::DependsOnNode => "dependsOnNode",
        }
    }
}

/// A decision, and what led to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What the kubelet does.
    pub decision: Decision,
    /// What decided it.
    pub rule: Rule,
}

/// What decides whether the kubelet pulls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// `Always` pulls, whatever the node has.
    Always,
    /// `IfNotPresent`, and the node does not have the image.
    IfNotPresentAbsent,
    /// `IfNotPresent`, and the node has the image.
    IfNotPresentPresent,
    /// `IfNotPresent`, and the Pod may not use the image that the node has.
    IfNotPresentDenied,
    /// `IfNotPresent`, and it is not known what the node has.
    IfNotPresentUnknown,
    /// `Never`, and the node does not have the image.
    NeverAbsent,
    /// `Never`, and the node has the image.
    NeverPresent,
    /// `Never`, and the Pod may not use the image that the node has.
    NeverDenied,
    /// `Never`, and it is not known what the node has.
    NeverUnknown,
}

impl Rule {
    fn of(policy: PullPolicy, presence: Presence, access: NodeAccess) -> Self {
        let is_denied = access == NodeAccess::Denied;
        match (policy, presence) {
            (PullPolicy::Always, _) => Self::Always,
            (PullPolicy::IfNotPresent, Presence::Present) if is_denied => Self::IfNotPresentDenied,
            (PullPolicy::Never, Presence::Present) if is_denied => Self::NeverDenied,
            (PullPolicy::IfNotPresent, Presence::Absent) => Self::IfNotPresentAbsent,
            (PullPolicy::IfNotPresent, Presence::Present) => Self::IfNotPresentPresent,
            (PullPolicy::IfNotPresent, Presence::Unknown) => Self::IfNotPresentUnknown,
            (PullPolicy::Never, Presence::Absent) => Self::NeverAbsent,
            (PullPolicy::Never, Presence::Present) => Self::NeverPresent,
            (PullPolicy::Never, Presence::Unknown) => Self::NeverUnknown,
        }
    }

    fn decision(self) -> Decision {
        match self {
            Self::Always | Self::IfNotPresentAbsent | Self::IfNotPresentDenied => Decision::Pull,
            Self::IfNotPresentPresent | Self::NeverPresent => Decision::Use,
            Self::NeverAbsent | Self::NeverDenied => Decision::Refuse,
            Self::IfNotPresentUnknown | Self::NeverUnknown => Decision::DependsOnNode,
        }
    }

    /// Its name, for code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::IfNotPresentAbsent => "ifNotPresentAbsent",
            Self::IfNotPresentPresent => "ifNotPresentPresent",
            Self::IfNotPresentDenied => "ifNotPresentDenied",
            Self::IfNotPresentUnknown => "ifNotPresentUnknown",
            Self::NeverAbsent => "neverAbsent",
            Self::NeverPresent => "neverPresent",
            Self::NeverDenied => "neverDenied",
            Self::NeverUnknown => "neverUnknown",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Always => "Always asks the registry at every start of the container",
            Self::IfNotPresentAbsent => "IfNotPresent pulls, because the node has no such image",
            Self::IfNotPresentPresent => "IfNotPresent uses the image that the node has",
            Self::IfNotPresentDenied => {
                "IfNotPresent pulls, because this Pod may not use the image that the node has"
            }
            Self::IfNotPresentUnknown => "IfNotPresent pulls, unless the node has the image",
            Self::NeverAbsent => "Never does not pull, and the node has no such image",
            Self::NeverPresent => "Never uses the image that the node has",
            Self::NeverDenied => {
                "Never does not pull, and this Pod may not use the image that the node has"
            }
            Self::NeverUnknown => "Never does not pull, so the node has to have the image",
        })
    }
}

/// What the kubelet does with an image.
///
/// ```
/// use pullscope_core::PullPolicy;
/// use pullscope_core::kubelet::{Decision, NodeAccess, Presence, decide};
///
/// let decided = decide(PullPolicy::Never, Presence::Absent, NodeAccess::Granted);
/// assert_eq!(decided.decision, Decision::Refuse);
/// assert_eq!(decided.rule.to_string(), "Never does not pull, and the node has no such image");
/// let decided = decide(PullPolicy::IfNotPresent, Presence::Present, NodeAccess::Denied);
/// assert_eq!(decided.decision, Decision::Pull);
/// ```
pub fn decide(policy: PullPolicy, presence: Presence, access: NodeAccess) -> Decided {
    let rule = Rule::of(policy, presence, access);
    Decided { decision: rule.decision(), rule }
}

/// The image that the kubelet asks the runtime for: the text as it is written, with `:latest` where
/// it has neither tag nor digest. The registry host is never added; which registry a short name
/// means is the runtime's decision.
///
/// ```
/// use pullscope_core::Reference;
/// use pullscope_core::kubelet::RuntimeImage;
///
/// let reference = Reference::parse("nginx")?;
/// assert_eq!(RuntimeImage::of(&reference).to_string(), "nginx:latest");
/// # Ok::<(), pullscope_core::reference::ParseError>(())
/// ```
///
/// Upstream: `applyDefaultImageTag` in kubernetes `pkg/kubelet/images/image_manager.go`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RuntimeImage<'a> {
    written: &'a str,
    tag: Option<&'a str>,
}

impl<'a> RuntimeImage<'a> {
    /// What is asked for instead of `reference`.
    pub fn of(reference: &Reference<'a>) -> Self {
        let tag = match (reference.tag(), reference.digest()) {
            (None, None) => Some(reference.tag_or_default()),
            _ => None,
        };
        Self { written: reference.input(), tag }
    }
}

impl fmt::Display for RuntimeImage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.written)?;
        self.tag.map_or(Ok(()), |tag| write!(f, ":{tag}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[track_caller]
    fn asks_for(written: &str, expect: &str) {
        let reference = Reference::parse(written).expect("the image is a reference");
        assert_eq!(RuntimeImage::of(&reference).to_string(), expect);
    }

    #[test]
    fn only_a_missing_tag_is_added_to_what_is_written() {
        let digest = "@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        asks_for("root", "root:latest");
        asks_for("latest", "latest:latest");
        asks_for("root:tag", "root:tag");
        asks_for("reg.io:5000/a", "reg.io:5000/a:latest");
        for written in [&["root", digest].concat(), &["root:latest", digest].concat()] {
            asks_for(written, written);
        }
    }

    #[test]
    fn the_policy_and_the_node_decide() {
        use Decision::{DependsOnNode, Pull, Refuse, Use};
        let decisions = |policy| {
            [Presence::Present, Presence::Absent, Presence::Unknown]
                .map(|presence| decide(policy, presence, NodeAccess::Granted).decision)
        };
        assert_eq!(decisions(PullPolicy::Always), [Pull, Pull, Pull]);
        assert_eq!(decisions(PullPolicy::IfNotPresent), [Use, Pull, DependsOnNode]);
        assert_eq!(decisions(PullPolicy::Never), [Use, Refuse, DependsOnNode]);
        let denied = |policy| decide(policy, Presence::Present, NodeAccess::Denied).decision;
        let policies = [PullPolicy::Always, PullPolicy::IfNotPresent, PullPolicy::Never];
        assert_eq!(policies.map(denied), [Pull, Pull, Refuse]);
    }
}
