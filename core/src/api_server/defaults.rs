//! The pull policy that the API server stores for each image.
//!
//! Every request is decoded and defaulted before anything else looks at it, so that a stored object
//! has a policy for each container, also in templates. The rule for one image is
//! [`PullPolicy`]'s; here it is asked for each, and for image volumes where the release has them.
//!
//! Upstream: `SetObjectDefaults_Pod` and its like in kubernetes
//! `pkg/apis/core/v1/zz_generated.defaults.go`, `apps/v1`, `batch/v1`; `SetDefaults_Container`,
//! `SetDefaults_EphemeralContainer` and `SetDefaults_Volume` in `pkg/apis/core/v1/defaults.go`.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::{ApiServer, ImageVolumes, Parts};
use crate::pull_policy::{Defaulted, PullPolicy, Rule, UnknownPolicy};
use crate::workload::{ImageField, PodSpec, Role};

/// The policy of one image, and the value that decided it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The field, from the top of the object: `spec.containers[0].imagePullPolicy`.
    pub path: String,
    /// Bytes of the text: the policy where it is written, else the image, else the container.
    pub span: Range<usize>,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// What becomes of the policy of one image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is stored.
    Stored(Defaulted),
    /// What is written is no policy; it stays, and [`validate`](super::validate) refuses it.
    Unknown(UnknownPolicy),
    /// The image volume is kept and the release fills nothing in, which is then refused.
    NotFilledIn,
    /// The feature gate `ImageVolume` is off: the object is stored without the volume.
    VolumeDropped,
    /// The release knows no image volumes: an empty directory takes its place.
    VolumeUnknown,
}

impl Outcome {
    /// The policy that is stored.
    pub fn policy(self) -> Option<PullPolicy> {
        match self {
            Self::Stored(it) => Some(it.policy),
            _ => None,
        }
    }
}

/// What is stored and why.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stored(Defaulted { policy, rule }) => write!(f, "stored as {policy}: {rule}"),
            Self::Unknown(error) => write!(f, "refused: {error}"),
            Self::NotFilledIn => f.write_str(
                "refused: while the feature gate ImageVolume is off, no pullPolicy is filled in",
            ),
            Self::VolumeDropped => f.write_str(
                "the feature gate ImageVolume is off: the object is stored without this volume and \
                 its mounts",
            ),
            Self::VolumeUnknown => f.write_str(
                "this release knows no image volumes: the volume is stored as an empty directory",
            ),
        }
    }
}

/// The policy of every image of a Pod spec, in the order of [`workload`](crate::workload).
pub fn policies(spec: &PodSpec<'_>, server: ApiServer) -> Vec<Policy> {
    Parts::of(spec).images.iter().map(|image| policy(image, server)).collect()
}

/// The policy of one image.
pub fn policy(image: &ImageField<'_>, server: ApiServer) -> Policy {
    let outcome = outcome(image, server);
    let written = image.pull_policy.filter(|it| it.as_str() != Some(""));
    let decided_by = match outcome {
        Outcome::Stored(Defaulted { rule: Rule::Written, .. }) | Outcome::Unknown(_) => written,
        Outcome::Stored(_) => image.image,
        Outcome::NotFilledIn | Outcome::VolumeDropped | Outcome::VolumeUnknown => None,
    };
    let span = decided_by.unwrap_or(image.element).span.clone();
    Policy { path: image.policy_path(), span, outcome }
}

fn outcome(image: &ImageField<'_>, server: ApiServer) -> Outcome {
    let written = image.policy_text();
    if image.role == Role::ImageVolume {
        match server.image_volumes {
            ImageVolumes::Unknown => return Outcome::VolumeUnknown,
            ImageVolumes::Dropped => return Outcome::VolumeDropped,
            ImageVolumes::KeptAsWritten if written.is_empty() => return Outcome::NotFilledIn,
            ImageVolumes::KeptAsWritten | ImageVolumes::On => {}
        }
    }
    match PullPolicy::of_as(written, image.text().unwrap_or_default(), server.version) {
        Ok(it) => Outcome::Stored(it),
        Err(it) => Outcome::Unknown(it),
    }
}
