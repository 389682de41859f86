//! What the API server writes into an object and what it refuses, before any kubelet sees it.
//!
//! ```text
//! request ─► decoded ─► defaults ─► service_account, always_pull_images ─► image volumes dropped
//!                                                                          where they are off
//!         ─► validate ─► always_pull_images checks ─► stored, with warnings
//! ```
//!
//! - [`defaults`]: the pull policy that is stored for each image, and why.
//! - [`service_account`]: whose pull Secrets a new Pod gets.
//! - [`always_pull_images`]: the admission plugin that makes every policy `Always`.
//! - [`validate`]: the errors about images and pull Secrets, word for word.
//! - [`warnings`]: what `kubectl` prints in front of `created`.
//! - [`update`]: which policies stay when an object is written again.
//!
//! An object with a [`WrongType`](crate::workload::WrongType) is not decoded, and nothing here
//! applies to it: its wrong types are the answer.
//!
//! ```
//! use pullscope_core::api_server::{ApiServer, defaults};
//! use pullscope_core::json;
//! use pullscope_core::workload::pod_spec;
//!
//! let text = r#"{"spec": {"containers": [{"name": "web", "image": "nginx"}]}}"#;
//! let object = json::parse(text, json::DEFAULT_MAX_DEPTH).unwrap();
//! let spec = pod_spec("Pod", &object).unwrap().unwrap();
//! let written = defaults::policies(&spec, ApiServer::default());
//! assert_eq!(written[0].path, "spec.containers[0].imagePullPolicy");
//! assert_eq!(
//!     written[0].outcome.to_string(),
//!     "stored as Always: no tag means latest, and latest is always pulled"
//! );
//! ```

use alloc::format;
use alloc::string::String;
use core::fmt;

use crate::Version;
use crate::json::Value;
use crate::workload::{ImageField, Part, PodSpec, PullSecretName, Role};

pub mod always_pull_images;
pub mod defaults;
pub mod service_account;
pub mod update;
pub mod validate;
pub mod warnings;

/// The API server that is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiServer {
    /// Its release.
    pub version: Version,
    /// What it does with image volumes.
    pub image_volumes: ImageVolumes,
}

impl ApiServer {
    /// The API server of a release, with the feature gates as they come.
    pub fn new(version: Version) -> Self {
        let image_volumes = match (version.has_image_volumes(), version.image_volumes_are_on()) {
            (false, _) => ImageVolumes::Unknown,
            (true, false) => ImageVolumes::Dropped,
            (true, true) => ImageVolumes::On,
        };
        Self { version, image_volumes }
    }

    /// The same API server with the feature gate `ImageVolume` set, where the release lets it be:
    /// 1.31 to 1.35.
    #[must_use]
    pub fn with_image_volumes(self, on: bool) -> Self {
        let image_volumes = match (Self::new(self.version).image_volumes, on) {
            (ImageVolumes::Unknown, _) => ImageVolumes::Unknown,
            _ if self.version.minor() >= 36 => ImageVolumes::On,
            (_, true) => ImageVolumes::On,
            (_, false) => ImageVolumes::Dropped,
        };
        Self { image_volumes, ..self }
    }

    /// The same API server for an update of an object that is stored as `old`: where image volumes
    /// are off, an object that has one already keeps them.
    #[must_use]
    pub fn updating(self, old: &PodSpec<'_>) -> Self {
        let mut has_one = false;
        old.visit(&mut |part| {
            has_one |= matches!(part, Part::Image(it) if it.role == Role::ImageVolume);
        });
        match self.image_volumes {
            ImageVolumes::Dropped if has_one => {
                Self { image_volumes: ImageVolumes::KeptAsWritten, ..self }
            }
            _ => self,
        }
    }
}

impl Default for ApiServer {
    /// That of the newest release.
    fn default() -> Self {
        Self::new(Version::default())
    }
}

/// What an API server does with `volumes[].image`.
///
/// Upstream: `dropImageVolumes` in kubernetes `pkg/api/pod/util.go`, and `SetDefaults_Volume` in
/// `pkg/apis/core/v1/defaults.go`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageVolumes {
    /// Up to 1.30: the field does not exist. It is left out, and the volume is an empty directory.
    Unknown,
    /// The feature gate is off: the volume and its mounts are removed from the object.
    Dropped,
    /// The feature gate is off, and the stored object has an image volume: they are kept, and no
    /// pull policy is filled in.
    KeptAsWritten,
    /// The feature gate is on.
    On,
}

impl ImageVolumes {
    /// Whether the stored object has them.
    pub fn are_stored(self) -> bool {
        matches!(self, Self::KeptAsWritten | Self::On)
    }
}

/// Why a request is forbidden, as the API server says it: `pods "web" is forbidden: …`.
///
/// Upstream: `NewForbidden` in kubernetes `apiserver/pkg/admission/errors.go`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forbidden {
    name: String,
    reason: String,
}

impl Forbidden {
    /// Forbids the Pod `object`, which may have its name or only the beginning of one.
    fn pod(object: &Value<'_>, reason: String) -> Self {
        let text =
            |member| object.get("metadata").and_then(|it| it.get(member)).and_then(Value::as_str);
        let name = ["name", "generateName"].into_iter().filter_map(text).find(|it| !it.is_empty());
        Self { name: name.unwrap_or("Unknown").into(), reason }
    }

    /// The reason alone.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// The whole text.
impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = crate::go::Quoted(self.name.as_bytes());
        write!(f, "pods {name} is forbidden: {}", self.reason)
    }
}

/// The images and pull Secrets of a Pod spec.
struct Parts<'v> {
    images: alloc::vec::Vec<ImageField<'v>>,
    pull_secrets: alloc::vec::Vec<PullSecretName<'v>>,
}

impl<'v> Parts<'v> {
    fn of(spec: &PodSpec<'v>) -> Self {
        let mut parts = Self { images: alloc::vec![], pull_secrets: alloc::vec![] };
        spec.visit(&mut |part| match part {
            Part::Image(it) => parts.images.push(it),
            Part::PullSecret(it) => parts.pull_secrets.push(it),
            Part::WrongType(_) => {}
        });
        parts
    }
}

/// Whether the Pod spec is that of a Pod, and not of a template.
fn is_pod(spec: &PodSpec<'_>) -> bool {
    spec.path == "spec"
}

/// The text of an optional string.
fn text<'v>(value: Option<&'v Value<'v>>) -> &'v str {
    value.and_then(Value::as_str).unwrap_or_default()
}

/// A field of the Pod spec.
fn field(spec: &PodSpec<'_>, name: &str) -> String {
    format!("{}.{name}", spec.path)
}

#[cfg(test)]
mod tests;
