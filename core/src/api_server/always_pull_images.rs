//! The admission plugin AlwaysPullImages, which is off unless a cluster turns it on.
//!
//! ```text
//! looks at    new Pods, and updates of Pods that bring a new image
//! passes      templates, subresources (so ephemeral containers keep their policy), and since 1.21
//!             updates in which every image of a container is among those of the stored Pod
//! sets        Always for every container, and since 1.31 for every image volume
//! refuses     any other policy that a later webhook has put there
//! ```
//!
//! Since a template keeps its own policy, the Pods made from it differ from it.
//!
//! Upstream: `Admit`, `Validate` and `isUpdateWithNoNewImages` in kubernetes
//! `plugin/pkg/admission/alwayspullimages/admission.go`.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::defaults::{self, Outcome};
use super::{ApiServer, Forbidden, Parts};
use crate::PullPolicy;
use crate::field_error::FieldError;
use crate::json::Value;
use crate::workload::{ImageField, Role, pod_spec};

/// A request to write an object.
#[derive(Clone, Copy, Debug)]
pub struct Request<'v> {
    /// The kind of the object.
    pub kind: &'v str,
    /// The part of it that is written, such as `ephemeralcontainers`; empty for the whole object.
    pub subresource: &'v str,
    /// The object as it is written.
    pub object: &'v Value<'v>,
    /// The object that is stored, for an update.
    pub old: Option<&'v Value<'v>>,
}

/// Why the plugin passes a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// The object is no Pod.
    OtherKind,
    /// Only a part of the Pod is written.
    Subresource,
    /// Every image is among those of the stored Pod.
    NoNewImage,
}

impl fmt::Display for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherKind => {
                "AlwaysPullImages looks at Pods alone; it will see those made from this object"
            }
            Self::Subresource => "AlwaysPullImages does not look at subresources",
            Self::NoNewImage => "AlwaysPullImages passes an update that brings no new image",
        })
    }
}

/// One policy that the plugin sets to `Always`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field, from the top of the object.
    pub path: String,
    /// Bytes of the text: the policy where it is written, else what decided it.
    pub span: Range<usize>,
    /// What it would be without the plugin.
    pub before: Outcome,
}

impl Change {
    /// Whether the kubelet notices the plugin here.
    pub fn matters(&self) -> bool {
        self.before.policy() != Some(PullPolicy::Always)
    }
}

/// What was set, and what it was.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.before.policy() {
            Some(before) => InPlaceOf(before).fmt(f),
            None => f.write_str("AlwaysPullImages sets Always"),
        }
    }
}

/// What the plugin does to a policy, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InPlaceOf(pub PullPolicy);

impl fmt::Display for InPlaceOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            PullPolicy::Always => f.write_str("AlwaysPullImages finds Always, and leaves it"),
            before => write!(f, "AlwaysPullImages sets Always in place of {before}"),
        }
    }
}

/// The policies that the plugin sets to `Always`, in the order of [`workload`](crate::workload).
///
/// # Errors
///
/// Why it passes the request.
pub fn admit(request: &Request<'_>, server: ApiServer) -> Result<Vec<Change>, Passed> {
    let images = looked_at(request, server)?;
    Ok(images
        .iter()
        .map(|image| {
            let policy = defaults::policy(image, server);
            Change { path: policy.path, span: policy.span, before: policy.outcome }
        })
        .collect())
}

/// What the plugin says of the policies that are not `Always` when all plugins have had their turn;
/// `None` when it says nothing.
///
/// Its own change comes before, so that this is met only where a later webhook undoes it.
pub fn validate(request: &Request<'_>, server: ApiServer) -> Option<String> {
    let images = looked_at(request, server).ok()?;
    let errors: Vec<String> = images
        .iter()
        .filter_map(|image| {
            let policy = defaults::policy(image, server);
            let stored = match policy.outcome {
                Outcome::Stored(it) => it.policy.as_str(),
                _ => image.policy_text(),
            };
            let always = PullPolicy::Always.as_str();
            if stored == always {
                return None;
            }
            let error = FieldError::not_supported(policy.path, stored, &[always]);
            let reason = error.text_as(server.version);
            Some(Forbidden::pod(request.object, reason).to_string())
        })
        .collect();
    match &errors[..] {
        [] => None,
        [one] => Some(one.clone()),
        all => Some(alloc::format!("[{}]", all.join(", "))),
    }
}

/// The images that the plugin looks at.
fn looked_at<'v>(request: &Request<'v>, server: ApiServer) -> Result<Vec<ImageField<'v>>, Passed> {
    if !request.subresource.is_empty() {
        return Err(Passed::Subresource);
    }
    if request.kind != "Pod" {
        return Err(Passed::OtherKind);
    }
    let images = images(request.object);
    if let Some(old) = request.old
        && server.version.always_pull_images_passes_old_images()
    {
        let old = self::images(old);
        let old: BTreeSet<&str> = containers(&old).collect();
        if containers(&images).all(|image| old.contains(image)) {
            return Err(Passed::NoNewImage);
        }
    }
    let volumes = server.version.has_image_volumes();
    Ok(images.into_iter().filter(|it| volumes || it.role != Role::ImageVolume).collect())
}

fn images<'v>(pod: &'v Value<'v>) -> Vec<ImageField<'v>> {
    pod_spec("Pod", pod).ok().flatten().map(|spec| Parts::of(&spec).images).unwrap_or_default()
}

/// The images of the containers, without those of volumes.
fn containers<'i, 'v>(images: &'i [ImageField<'v>]) -> impl Iterator<Item = &'v str> + 'i {
    let images = images.iter().filter(|it| it.role != Role::ImageVolume);
    images.map(|it| it.text().unwrap_or_default())
}
