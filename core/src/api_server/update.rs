//! Which pull policies stay when an object is written again, and what a Pod lets be changed.
//!
//! A policy is filled in where it is absent when a request has been merged with what is stored, and
//! what is stored has one already. So it depends on the way of writing, not on the image:
//!
//! ```text
//! imagePullPolicy in the new version   replace (PUT)     patch, kubectl apply
//! written                              that              that
//! left out                             filled in anew    stays, whatever the image is now
//! left out, and applied before         filled in anew    apply: taken out, and filled in anew
//! null or empty                        filled in anew    filled in anew
//! a container of another name          filled in         filled in
//! ```
//!
//! A patch here is a strategic merge patch, which finds containers by their names; a JSON merge
//! patch replaces whole lists, and is a replacement for all that stands in them. `kubectl apply`
//! remembers what it applied in the annotation [`LAST_APPLIED`]; `kubectl apply --server-side`
//! remembers the fields of each writer instead, with the same effect for a writer's own fields.
//!
//! Of a Pod only the images of its containers and init containers may change, of what concerns
//! images. A replacement that leaves out the policy and changes the image may be refused for that.
//!
//! Upstream: `StrategicMergePatch` and `CreateThreeWayMergePatch` in kubernetes
//! `apimachinery/pkg/util/strategicpatch/patch.go`; `ValidatePodUpdate` in
//! `pkg/apis/core/validation/validation.go`.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use self::merge::Lists;
use super::ApiServer;
use super::defaults::{Outcome, Policy};
use crate::json::Value;
use crate::pull_policy::{Defaulted, Rule as DefaultRule};
use crate::workload::Role;

mod merge;
mod pod;

pub use pod::{PodRefusal, PodRefusalKind, pod_refusal};

/// The annotation in which `kubectl apply` keeps what it applied, as JSON.
pub const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// A way of writing over a stored object.
#[derive(Clone, Copy, Debug)]
pub enum Write<'v> {
    /// The whole object is replaced: a PUT, `kubectl replace`, most controllers.
    Replace,
    /// What is written is merged: `kubectl patch`, `kubectl set image`, `kubectl edit`.
    Patch,
    /// `kubectl apply`, with the object that was applied before, where there was one.
    Apply(Option<&'v Value<'v>>),
}

/// An object that is written over a stored one.
#[derive(Clone, Copy, Debug)]
pub struct Update<'v> {
    /// The kind of both.
    pub kind: &'v str,
    /// The stored object. What it leaves out is filled in as at its creation.
    pub old: &'v Value<'v>,
    /// What is written.
    pub new: &'v Value<'v>,
    /// How it is written.
    pub write: Write<'v>,
}

/// What becomes of the policy of one image of the new version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept<'v> {
    /// The field in the new version, from the top of the object.
    pub path: String,
    /// Bytes of the new version: the policy where it is written, else the image, else the container.
    pub span: Range<usize>,
    /// What names the image.
    pub role: Role,
    /// The name of the container or volume, by which it is found in the stored object.
    pub name: &'v str,
    /// The image after the update.
    pub image: &'v str,
    /// The policy after the update.
    pub outcome: Outcome,
    /// Why.
    pub rule: Rule,
    /// The policy before, with its place in the stored object; `None` for what is new.
    pub stored: Option<Policy>,
    /// What it would be, were the object created now.
    pub fresh: Outcome,
}

impl Kept<'_> {
    /// Whether the policy is another one than a new object would get: the image changed, and the
    /// policy that was filled in for the old image stays.
    pub fn is_left_behind(&self) -> bool {
        self.rule == Rule::Stays && self.outcome.policy() != self.fresh.policy()
    }
}

/// Why a policy is what it is after an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The new version says it.
    Written,
    /// The new version leaves it out, and what is stored stays.
    Stays,
    /// The whole object is replaced, and a policy that is left out is filled in anew.
    Replaced,
    /// The new version takes it out: it is `null` or empty, or was applied before and is no more.
    TakenOut,
    /// The container or volume is new.
    New,
}

/// The policy after the update, and why.
impl fmt::Display for Kept<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let policy = match self.outcome {
            Outcome::Stored(Defaulted { policy, .. }) => policy,
            other => return other.fmt(f),
        };
        let filled_in = match self.outcome {
            Outcome::Stored(Defaulted { rule, .. }) if rule != DefaultRule::Written => Some(rule),
            _ => None,
        };
        match self.rule {
            Rule::Written => write!(f, "becomes {policy}: the new version says it"),
            Rule::Stays => write!(
                f,
                "stays {policy}: the new version leaves it out, and the stored one is kept whatever \
                 the image is"
            ),
            Rule::Replaced => write!(f, "becomes {policy}: the whole object is replaced"),
            Rule::TakenOut => write!(f, "becomes {policy}: the new version takes it out"),
            Rule::New => write!(f, "becomes {policy}: the {} is new", self.role.as_str()),
        }?;
        match filled_in.filter(|_| self.rule != Rule::Stays) {
            Some(rule) => write!(f, "; {rule}"),
            None => Ok(()),
        }
    }
}

/// A merge that cannot be made: an element of a list has no name to find it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoName {
    /// The element, from the top of its object: `spec.imagePullSecrets[0]`.
    pub path: String,
    /// Bytes of the element in its object.
    pub span: Range<usize>,
    /// Whether it stands in the stored object, and not in the new version.
    pub is_stored: bool,
}

impl NoName {
    /// The last words of `kubectl`'s error, behind `map: map[…] `.
    pub fn upstream(&self) -> &'static str {
        "does not contain declared merge key: name"
    }
}

impl fmt::Display for NoName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.is_stored { "the stored object" } else { "the new version" };
        write!(f, "{} of {place} has no name, so that nothing can be merged with it", self.path)
    }
}

/// What becomes of the policies of the new version: those of init containers, containers, ephemeral
/// containers and image volumes.
///
/// An element with the directive `$patch` is read as any other.
///
/// # Errors
///
/// The two versions cannot be merged.
pub fn policies<'v>(update: &Update<'v>, server: ApiServer) -> Result<Vec<Kept<'v>>, NoName> {
    let slots = Lists::of(update, server)?.0.into_iter().flat_map(|list| list.after);
    Ok(slots.filter_map(|it| it.kept).collect())
}

#[cfg(test)]
mod tests;
