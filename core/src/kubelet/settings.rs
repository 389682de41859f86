//! What the kubelet's own configuration decides about images, with every default filled in.
//!
//! | field | default |
//! | --- | --- |
//! | `serializeImagePulls` | true |
//! | `maxParallelImagePulls` | no limit |
//! | `registryPullQPS`, `registryBurst` | 5, 10 |
//! | `imagePullCredentialsVerificationPolicy` | `NeverVerifyPreloadedImages` where the gate is on |
//! | `preloadedImagesVerificationAllowlist` | empty |
//!
//! Upstream: `SetDefaults_KubeletConfiguration` in kubernetes
//! `pkg/kubelet/apis/config/v1beta1/defaults.go`.

use alloc::string::String;
use alloc::vec::Vec;

use crate::features::{Gate, Gates};
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
}

impl Settings {
    /// Those of a kubelet whose configuration says nothing of images.
    pub fn of(version: Version) -> Self {
        Self::with_gates(Gates::new(version))
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
