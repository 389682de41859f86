//! What the kubelet's own configuration decides about images, with every default filled in.
//!
//! | field | default |
//! | --- | --- |
//! | `serializeImagePulls` | true |
//! | `maxParallelImagePulls` | no limit |
//! | `registryPullQPS`, `registryBurst` | 5, 10 |
//! | `imagePullCredentialsVerificationPolicy` | `NeverVerifyPreloadedImages` where the gate is on |
//! | `preloadedImagesVerificationAllowlist` | empty |
//! | `imageMinimumGCAge`, `imageMaximumGCAge` | 2m, never |
//! | `imageGCHighThresholdPercent`, `imageGCLowThresholdPercent` | 85, 80 |
//! | `nodeStatusMaxImages` | 50 |
//! | `runtimeRequestTimeout` | 2m |
//! | `containerRuntimeEndpoint` | containerd's socket, since 1.27 |
//! | `imageServiceEndpoint` | the same |
//!
//! [`configuration`](super::configuration) reads them from the kubelet's file.
//!
//! Upstream: `SetDefaults_KubeletConfiguration` in kubernetes
//! `pkg/kubelet/apis/config/v1beta1/defaults.go`.

use alloc::string::String;
use alloc::vec::Vec;

use crate::features::{Gate, Gates};
use crate::go::duration::Duration;
use crate::version::Version;

/// What a kubelet runs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The release, and which feature gates are on.
    pub gates: Gates,
    /// `serializeImagePulls`: one pull after the other.
    pub serialize_image_pulls: bool,
    /// `maxParallelImagePulls`: how many pulls run at once; `None` for no limit.
    pub max_parallel_image_pulls: Option<i32>,
    /// `registryPullQPS`: pulls in a second, on average; 0 for no limit.
    pub registry_pull_qps: i32,
    /// `registryBurst`: pulls at one moment, where there is a limit.
    pub registry_burst: i32,
    /// `imagePullCredentialsVerificationPolicy`; `None` where the gate is off.
    pub verification: Option<VerificationPolicy>,
    /// `preloadedImagesVerificationAllowlist`.
    pub allowlist: Vec<String>,
    /// `imageMinimumGCAge`: an image that is not used is kept at least so long.
    pub image_minimum_gc_age: Duration,
    /// `imageMaximumGCAge`: an image that is not used is removed after so long; 0 for never.
    pub image_maximum_gc_age: Duration,
    /// `imageGCHighThresholdPercent`: how full the disk is when images are removed.
    pub image_gc_high_threshold_percent: i32,
    /// `imageGCLowThresholdPercent`: how full the disk is when that ends.
    pub image_gc_low_threshold_percent: i32,
    /// `nodeStatusMaxImages`: how many images the status of the node lists; -1 for all.
    pub node_status_max_images: i32,
    /// `runtimeRequestTimeout`: how long the runtime may take for a request other than a pull.
    pub runtime_request_timeout: Duration,
    /// `containerRuntimeEndpoint`; `None` before 1.27, where it is a flag only.
    pub container_runtime_endpoint: Option<String>,
    /// `imageServiceEndpoint`; `None` where images are asked of the same endpoint.
    pub image_service_endpoint: Option<String>,
}

impl Settings {
    /// Those of a kubelet whose configuration says nothing of images.
    pub fn of(version: Version) -> Self {
        Self::with_gates(Gates::new(version))
    }

    /// Those of a kubelet that is started with `--feature-gates`, and whose configuration says nothing
    /// of images. A gate that the release does not know, or locks to the other value, stays as it is.
    pub fn with_flags(version: Version, flags: &[(Gate, bool)]) -> Self {
        Self::with_gates(Gates::new(version).with_flags(flags))
    }

    /// Those of a kubelet whose configuration sets feature gates, and nothing else of images.
    pub fn with_gates(gates: Gates) -> Self {
        let verifies = gates.is_on(Gate::KubeletEnsureSecretPulledImages);
        Self {
            gates,
            serialize_image_pulls: true,
            max_parallel_image_pulls: None,
            registry_pull_qps: 5,
            registry_burst: 10,
            verification: verifies.then_some(VerificationPolicy::NeverVerifyPreloadedImages),
            allowlist: Vec::new(),
            image_minimum_gc_age: Duration::from_secs(120),
            image_maximum_gc_age: Duration::default(),
            image_gc_high_threshold_percent: 85,
            image_gc_low_threshold_percent: 80,
            node_status_max_images: 50,
            runtime_request_timeout: Duration::from_secs(120),
            container_runtime_endpoint: (gates.version().minor() >= 27)
                .then(|| "unix:///run/containerd/containerd.sock".into()),
            image_service_endpoint: None,
        }
    }
}

/// Whether a Pod may use an image that is on the node without showing that it could pull it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VerificationPolicy {
    /// Every Pod may.
    NeverVerify,
    /// It may where the kubelet did not pull the image.
    NeverVerifyPreloadedImages,
    /// It may where the image is on the list.
    NeverVerifyAllowlistedImages,
    /// It may not.
    AlwaysVerify,
}

impl VerificationPolicy {
    /// All of them, in upstream's order.
    pub const ALL: [Self; 4] = [
        Self::NeverVerify,
        Self::NeverVerifyPreloadedImages,
        Self::NeverVerifyAllowlistedImages,
        Self::AlwaysVerify,
    ];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NeverVerify => "NeverVerify",
            Self::NeverVerifyPreloadedImages => "NeverVerifyPreloadedImages",
            Self::NeverVerifyAllowlistedImages => "NeverVerifyAllowlistedImages",
            Self::AlwaysVerify => "AlwaysVerify",
        }
    }

    /// The policy of that name, letter for letter.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verification_is_on_by_default_since_1_35() {
        let of = |minor| Settings::of(Version::new(minor).unwrap()).verification;
        assert_eq!(of(34), None);
        assert_eq!(of(35), Some(VerificationPolicy::NeverVerifyPreloadedImages));
    }

    #[test]
    fn a_policy_is_named_letter_for_letter() {
        for policy in VerificationPolicy::ALL {
            assert_eq!(VerificationPolicy::named(policy.as_str()), Some(policy));
        }
        assert_eq!(VerificationPolicy::named("NeverVerifyAllowListedImages"), None);
    }
}
