//! Which images are verified at all.

use core::fmt;

use super::allowlist::{self, Allowlist};
use crate::kubelet::VerificationPolicy;
use crate::version::Version;

/// A policy with its list.
///
/// Upstream: `NewImagePullCredentialVerificationPolicy` in kubernetes
/// `pkg/kubelet/images/pullmanager/image_pull_policies.go`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy<'a> {
    policy: VerificationPolicy,
    allowlist: Allowlist<'a>,
}

/// Why an image is not verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exempt {
    /// `NeverVerify`.
    Never,
    /// `NeverVerifyPreloadedImages`, and nothing says that the kubelet pulled it.
    Preloaded,
    /// `NeverVerifyAllowlistedImages`, and this pattern of the list, by its index, covers it.
    Allowlisted(usize),
}

impl fmt::Display for Exempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Never => "NeverVerify lets every Pod use every image of the node",
            Self::Preloaded => {
                "NeverVerifyPreloadedImages lets every Pod use what the kubelet did not pull, and no \
                 record says that it pulled this"
            }
            Self::Allowlisted(_) => {
                "NeverVerifyAllowlistedImages lets every Pod use what the list covers"
            }
        })
    }
}

impl<'a> Policy<'a> {
    /// A policy, with the patterns of `preloadedImagesVerificationAllowlist`.
    ///
    /// # Errors
    ///
    /// The first pattern that is none, by its index, and why. Only
    /// [`NeverVerifyAllowlistedImages`](VerificationPolicy::NeverVerifyAllowlistedImages) reads them.
    pub fn new(
        policy: VerificationPolicy,
        patterns: impl IntoIterator<Item = &'a str>,
        version: Version,
    ) -> Result<Self, (usize, allowlist::Error)> {
        let allowlist = match policy {
            VerificationPolicy::NeverVerifyAllowlistedImages => {
                Allowlist::parse(patterns, version)?
            }
            _ => Allowlist::parse([], version)?,
        };
        Ok(Self { policy, allowlist })
    }

    /// Which one it is.
    pub fn kind(&self) -> VerificationPolicy {
        self.policy
    }

    /// Why an image need not be verified; `None` where it has to be. `image` is the text of the
    /// container, `is_pulled` whether a record says that the kubelet pulled it or was about to.
    pub fn exempts(&self, image: &str, is_pulled: bool) -> Option<Exempt> {
        match self.policy {
            VerificationPolicy::NeverVerify => Some(Exempt::Never),
            VerificationPolicy::NeverVerifyPreloadedImages => {
                (!is_pulled).then_some(Exempt::Preloaded)
            }
            VerificationPolicy::NeverVerifyAllowlistedImages => {
                self.allowlist.find(image).map(Exempt::Allowlisted)
            }
            VerificationPolicy::AlwaysVerify => None,
        }
    }
}
