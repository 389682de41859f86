//! The feature gates of Kubernetes that touch the pulling of images: since when, and on or off.
//!
//! A gate has a stage in each release, and a default that goes with it; a component's configuration
//! may set it. [`Gates`] is the answer for one release and one configuration.
//!
//! ```
//! use pullscope_core::features::{Gate, Gates};
//! use pullscope_core::version::Version;
//!
//! let gates = |minor| Gates::new(Version::new(minor).unwrap());
//! assert!(!gates(34).is_on(Gate::KubeletEnsureSecretPulledImages));
//! assert!(gates(35).is_on(Gate::KubeletEnsureSecretPulledImages));
//! ```
//!
//! Upstream: `pkg/features/kube_features.go` of kubernetes, of each release.

pub mod known;

use crate::version::Version;

/// A feature gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gate {
    /// The kubelet asks plugins for credentials.
    KubeletCredentialProviders,
    /// The kubelet has no cloud's own code for credentials.
    DisableKubeletCloudCredentialProviders,
    /// The runtime is told the runtime class with each image.
    RuntimeClassInImageCriApi,
    /// Volumes that are images.
    ImageVolume,
    /// The status tells the digest of a volume that is an image.
    ImageVolumeWithDigest,
    /// The kubelet verifies that a Pod may use a private image that is there already.
    KubeletEnsureSecretPulledImages,
    /// A credential provider gets a token of the Pod's ServiceAccount.
    KubeletServiceAccountTokenForCredentialProviders,
}

/// How far a gate has come in a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Off, unless it is set.
    Alpha,
    /// On or off, and can be set.
    Beta,
    /// On; whether it can still be set is another question.
    Stable,
}

impl Stage {
    /// Its name, as Kubernetes' tables have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alpha => "alpha",
            Self::Beta => "beta",
            Self::Stable => "GA",
        }
    }
}

/// From this minor release on, a gate has this stage and this default.
type Since = (u8, Stage, bool);

impl Gate {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::KubeletCredentialProviders,
        Self::DisableKubeletCloudCredentialProviders,
        Self::RuntimeClassInImageCriApi,
        Self::ImageVolume,
        Self::ImageVolumeWithDigest,
        Self::KubeletEnsureSecretPulledImages,
        Self::KubeletServiceAccountTokenForCredentialProviders,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::KubeletCredentialProviders => "KubeletCredentialProviders",
            Self::DisableKubeletCloudCredentialProviders => {
                "DisableKubeletCloudCredentialProviders"
            }
            Self::RuntimeClassInImageCriApi => "RuntimeClassInImageCriApi",
            Self::ImageVolume => "ImageVolume",
            Self::ImageVolumeWithDigest => "ImageVolumeWithDigest",
            Self::KubeletEnsureSecretPulledImages => "KubeletEnsureSecretPulledImages",
            Self::KubeletServiceAccountTokenForCredentialProviders => {
                "KubeletServiceAccountTokenForCredentialProviders"
            }
        }
    }

    /// The gate of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }

    fn history(self) -> &'static [Since] {
        use Stage::{Alpha, Beta, Stable};
        match self {
            Self::KubeletCredentialProviders => {
                &[(20, Alpha, false), (24, Beta, true), (26, Stable, true)]
            }
            Self::DisableKubeletCloudCredentialProviders => {
                &[(23, Alpha, false), (29, Beta, true), (31, Stable, true)]
            }
            Self::RuntimeClassInImageCriApi => &[(29, Alpha, false)],
            Self::ImageVolume => {
                &[(31, Alpha, false), (33, Beta, false), (35, Beta, true), (36, Stable, true)]
            }
            Self::ImageVolumeWithDigest => &[(36, Alpha, false)],
            Self::KubeletEnsureSecretPulledImages => &[(33, Alpha, false), (35, Beta, true)],
            Self::KubeletServiceAccountTokenForCredentialProviders => {
                &[(33, Alpha, false), (34, Beta, true)]
            }
        }
    }

    fn since(self, version: Version) -> Option<Since> {
        self.history().iter().rev().find(|it| it.0 <= version.minor()).copied()
    }

    /// Its stage in a release; `None` where the release does not know it.
    pub fn stage(self, version: Version) -> Option<Stage> {
        self.since(version).map(|it| it.1)
    }

    /// Whether it is on in a release where nobody sets it.
    pub fn default_in(self, version: Version) -> bool {
        self.since(version).is_some_and(|it| it.2)
    }

    /// Whether a release lets it be set so.
    pub fn takes(self, on: bool, version: Version) -> bool {
        let state = known::named(self.as_str()).and_then(|it| it.state(version));
        state.is_some_and(|it| !it.locked || it.default == on)
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Which gates are on: those of a release, and what a configuration sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Gates {
    version: Version,
    on: u8,
}

impl Gates {
    /// The defaults of a release.
    pub fn new(version: Version) -> Self {
        let on = Gate::ALL.into_iter().filter(|it| it.default_in(version));
        Self { version, on: on.fold(0, |on, gate| on | gate.bit()) }
    }

    /// The same with one gate set. A gate that the release does not know stays off.
    #[must_use]
    pub fn with(self, gate: Gate, on: bool) -> Self {
        let on = on && gate.stage(self.version).is_some();
        Self { on: if on { self.on | gate.bit() } else { self.on & !gate.bit() }, ..self }
    }

    /// The same with gates set as far as the release takes them: one that it does not know, or locks
    /// to the other value, stays as it is.
    #[must_use]
    pub fn with_flags(self, flags: &[(Gate, bool)]) -> Self {
        let taken = |it: &&(Gate, bool)| it.0.takes(it.1, self.version);
        flags.iter().filter(taken).fold(self, |gates, (gate, on)| gates.with(*gate, *on))
    }

    /// Whether a gate is on.
    pub fn is_on(self, gate: Gate) -> bool {
        self.on & gate.bit() != 0
    }

    /// The release.
    pub fn version(self) -> Version {
        self.version
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first release of each stage, and those at which the default changes.
    #[test]
    fn a_gate_has_the_stage_and_the_default_of_its_release() {
        let told: alloc::vec::Vec<_> = Gate::ALL
            .into_iter()
            .map(|gate| {
                let on: alloc::vec::Vec<u8> =
                    Version::all().filter(|it| gate.default_in(*it)).map(Version::minor).collect();
                let known = Version::all().find(|it| gate.stage(*it).is_some());
                (gate.as_str(), known.map(Version::minor), on.first().copied())
            })
            .collect();
        assert_eq!(
            told,
            [
                ("KubeletCredentialProviders", Some(20), Some(24)),
                ("DisableKubeletCloudCredentialProviders", Some(23), Some(29)),
                ("RuntimeClassInImageCriApi", Some(29), None),
                ("ImageVolume", Some(31), Some(35)),
                ("ImageVolumeWithDigest", Some(36), None),
                ("KubeletEnsureSecretPulledImages", Some(33), Some(35)),
                ("KubeletServiceAccountTokenForCredentialProviders", Some(33), Some(34)),
            ]
        );
    }

    #[test]
    fn a_release_that_does_not_know_a_gate_cannot_have_it_on() {
        let older = Gates::new(Version::new(32).unwrap());
        let gate = Gate::KubeletEnsureSecretPulledImages;
        assert!(!older.with(gate, true).is_on(gate));
        let newest = Gates::new(Version::NEWEST);
        assert!(!newest.with(gate, false).is_on(gate));
        assert!(newest.with(gate, false).with(gate, true).is_on(gate));
    }
}
