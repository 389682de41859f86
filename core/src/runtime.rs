//! What a container runtime makes of the name that the kubelet asks for.
//!
//! ```text
//! image: nginx ──► kubelet: nginx:latest ──┬─► containerd, Docker: docker.io/library/nginx:latest
//!                  credentials are looked  └─► CRI-O: an alias, or each of the registries that are
//!                  up for docker.io            searched, or nothing at all
//! ```
//!
//! The kubelet never adds a registry to what it sends. Which registry a short name means is the
//! runtime's decision, while keys are compared with Docker Hub's name whatever the runtime does.
//!
//! With tag and digest together every runtime asks by the digest; the tag is not compared with it.
//! "Present" means this very name: an image that a node has under another one does not count.
//!
//! | | containerd | CRI-O | Docker |
//! | --- | --- | --- | --- |
//! | `nginx` | `docker.io/library/nginx:latest` | see [`ShortNames`] | `docker.io/library/nginx:latest` |
//! | `app:1@sha256:…` | `docker.io/library/app@sha256:…` | the same by its rules | the same |
//! | a name it refuses, while it looks whether the image is there | counts as absent | is an error: `ImageInspectError` | counts as absent |

#[cfg(feature = "text")]
mod registries_conf;
mod short_name;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::image_index::Puller;
use crate::reference::Reference;

#[cfg(feature = "text")]
pub use registries_conf::{RegistriesConf, RegistriesConfError};
pub use short_name::{
    Candidates, REGISTRIES_CONF, ShortNameError, ShortNameErrorKind, ShortNameMode, ShortNameRule,
    ShortNames, is_short_name,
};

/// A container runtime, as far as it decides about names and platforms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// containerd.
    Containerd {
        /// Whether it pulls as it did up to 2.0, without its transfer service.
        local_pull: bool,
    },
    /// CRI-O.
    CriO(ShortNames),
    /// Docker, below cri-dockerd or an older kubelet.
    Docker,
}

impl Default for Runtime {
    /// containerd 2.1 and later.
    fn default() -> Self {
        Self::Containerd { local_pull: false }
    }
}

impl Runtime {
    /// The runtime that a node's `containerRuntimeVersion` names: `containerd://2.1.0`,
    /// `cri-o://1.34.1`, `docker://27.0.3`. `None` for any other.
    ///
    /// Of CRI-O, the registries that are searched are not known.
    ///
    /// ```
    /// use pullscope_core::image_index::Puller;
    /// use pullscope_core::runtime::Runtime;
    ///
    /// let puller = |text| Runtime::of_version(text).map(|it| it.puller());
    /// assert_eq!(puller("containerd://1.7.27"), Some(Puller::ContainerdLocal));
    /// assert_eq!(puller("containerd://2.1.4-k3s1"), Some(Puller::Containerd));
    /// assert_eq!(puller("frakti://1.0"), None);
    /// ```
    ///
    /// Upstream: `RuntimeVersion` in kubernetes `pkg/kubelet/nodestatus/setters.go`.
    pub fn of_version(text: &str) -> Option<Self> {
        let (name, version) = text.split_once("://")?;
        let mut numbers = version.trim_start_matches('v').split(['.', '-', '+']);
        let mut next = || numbers.next().and_then(|it| it.parse::<u32>().ok());
        let version = next().zip(next());
        match name {
            "containerd" => {
                let local_pull = version.is_some_and(|it| it < (2, 1));
                Some(Self::Containerd { local_pull })
            }
            "cri-o" => {
                let mode = match version {
                    Some(version) if version < (1, 34) => ShortNameMode::Disabled,
                    _ => ShortNameMode::Enforcing,
                };
                Some(Self::CriO(ShortNames { mode, ..ShortNames::default() }))
            }
            "docker" => Some(Self::Docker),
            _ => None,
        }
    }

    /// Its name, for code.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Containerd { .. } => "containerd",
            Self::CriO(_) => "crio",
            Self::Docker => "docker",
        }
    }

    /// In words.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Containerd { .. } => "containerd",
            Self::CriO(_) => "CRI-O",
            Self::Docker => "Docker",
        }
    }

    /// Who chooses among the manifests of an index.
    pub fn puller(&self) -> Puller {
        match self {
            Self::Containerd { local_pull: false } => Puller::Containerd,
            Self::Containerd { local_pull: true } => Puller::ContainerdLocal,
            Self::CriO(_) => Puller::CriO,
            Self::Docker => Puller::Docker,
        }
    }

    /// What it asks a registry for, when the kubelet asks it for `reference`.
    ///
    /// ```
    /// use pullscope_core::Reference;
    /// use pullscope_core::runtime::Runtime;
    ///
    /// let digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    /// let image = format!("app:1.4@{digest}");
    /// let resolved = Runtime::default().resolve(&Reference::parse(&image)?)?;
    /// assert_eq!(resolved.references, [format!("docker.io/library/app@{digest}")]);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When CRI-O refuses the name; the others take every name that the kubelet does.
    ///
    /// Upstream: `PullImage` in containerd `internal/cri/server/images/image_pull.go`, which calls
    /// `ParseDockerRef`; `pullImage` in cri-o `server/image_pull.go`; `PullImage` in cri-dockerd
    /// `core/image.go`.
    pub fn resolve(&self, reference: &Reference<'_>) -> Result<Resolved, ShortNameError> {
        let Self::CriO(short_names) = self else {
            let rule = match reference.is_registry_written() {
                true => ResolveRule::Written,
                false => ResolveRule::DockerHub,
            };
            let references = Vec::from([reference.docker_reference().to_string()]);
            return Ok(Resolved { references, rule });
        };
        let asked = crate::kubelet::RuntimeImage::of(reference).to_string();
        let Candidates { references, rule } = short_names.resolve(&asked)?;
        let rule = match rule {
            ShortNameRule::Written => ResolveRule::Written,
            ShortNameRule::Alias => ResolveRule::Alias,
            ShortNameRule::Registries => ResolveRule::Registries,
            ShortNameRule::Unknown => ResolveRule::Unknown,
        };
        Ok(Resolved { references, rule })
    }
}

/// What a runtime asks registries for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The references, in the order in which they are tried; empty where it is not known.
    pub references: Vec<String>,
    /// What decides.
    pub rule: ResolveRule,
}

/// What decides what a runtime asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResolveRule {
    /// The image names its registry.
    Written,
    /// An image without a registry is Docker Hub's.
    DockerHub,
    /// An alias of CRI-O's `registries.conf`.
    Alias,
    /// The registries that CRI-O searches.
    Registries,
    /// The registries that CRI-O searches are not known.
    Unknown,
}

impl ResolveRule {
    /// Its name, for code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::DockerHub => "dockerHub",
            Self::Alias => "alias",
            Self::Registries => "registries",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests;
