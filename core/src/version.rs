//! Which Kubernetes answers: behaviour that changed is chosen by a [`Version`], never by a guess.
//!
//! The module that holds a rule asks the version with one of the questions here, so that this file
//! lists every difference between releases that matters to pulling an image.

use core::fmt;
use core::str::FromStr;

use crate::reference::Grammar;

/// A minor release of Kubernetes, from 1.20 to 1.36.
///
/// ```
/// use pullscope_core::version::Version;
///
/// let version: Version = "v1.31.4+k3s1".parse().unwrap();
/// assert_eq!(version.to_string(), "1.31");
/// assert!(version < Version::NEWEST);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u8);

impl Version {
    /// 1.20, the oldest whose rules are known here.
    pub const OLDEST: Self = Self(20);
    /// 1.36, the newest whose rules are known here.
    pub const NEWEST: Self = Self(36);

    /// Kubernetes 1.`minor`, or `None` for one that is not known here.
    pub const fn new(minor: u8) -> Option<Self> {
        if minor >= Self::OLDEST.0 && minor <= Self::NEWEST.0 { Some(Self(minor)) } else { None }
    }

    /// The number after `1.`.
    pub const fn minor(self) -> u8 {
        self.0
    }

    /// How it reads an image reference.
    ///
    /// Upstream: the parser's module in each release's `go.mod`.
    pub const fn grammar(self) -> Grammar {
        match self.0 {
            ..29 => Grammar::V1_20,
            29..32 => Grammar::V1_29,
            32.. => Grammar::V1_32,
        }
    }

    /// Whether the error about an image that is no reference quotes the image: since 1.28.
    ///
    /// Upstream: `ParseImageName` in kubernetes `pkg/util/parsers/parsers.go`.
    pub(crate) const fn quotes_unparsable_image(self) -> bool {
        self.0 >= 28
    }

    /// Whether a message shows an unsupported value as JSON, and not as Go's `%#v`.
    ///
    /// Upstream: `ErrorBody` in kubernetes `apimachinery/pkg/util/validation/field/errors.go`.
    pub(crate) const fn quotes_unsupported_values_as_json(self) -> bool {
        self.0 >= 34
    }

    /// Whether a message says that something may not be more than so many bytes: since 1.32. Before,
    /// it must have at most so many.
    ///
    /// Upstream: `TooLong` in kubernetes `apimachinery/pkg/util/validation/field/errors.go`.
    pub(crate) const fn says_may_not_be_more(self) -> bool {
        self.0 >= 32
    }

    /// Whether the API has image volumes at all.
    ///
    /// Upstream: the feature gate `ImageVolume` in kubernetes `pkg/features/kube_features.go`.
    pub const fn has_image_volumes(self) -> bool {
        self.0 >= 31
    }

    /// Whether image volumes are on where nobody sets the feature gate `ImageVolume`.
    pub const fn image_volumes_are_on(self) -> bool {
        self.0 >= 35
    }

    /// Whether the kubelet skips a pull Secret without a name, and does not look for it: since 1.21.
    ///
    /// Upstream: `getPullSecretsForPod` in kubernetes `pkg/kubelet/kubelet_pods.go`.
    #[cfg(feature = "text")]
    pub(crate) const fn skips_empty_names(self) -> bool {
        self.0 >= 21
    }

    /// Whether AlwaysPullImages lets an update pass that brings no new image.
    ///
    /// Upstream: `isUpdateWithNoNewImages` in kubernetes
    /// `plugin/pkg/admission/alwayspullimages/admission.go`, first in 1.21 (pull request 96668).
    pub(crate) const fn always_pull_images_passes_old_images(self) -> bool {
        self.0 >= 21
    }

    /// Whether the API server warns about the names of pull Secrets.
    ///
    /// Upstream: `warningsForPodSpecAndMeta` in kubernetes `pkg/api/pod/warnings.go`, first in 1.22
    /// (pull request 101688).
    pub(crate) const fn warns_about_pull_secrets(self) -> bool {
        self.0 >= 22
    }

    /// Whether the API server warns about unknown fields where a client does not say otherwise.
    ///
    /// Upstream: the feature gate `ServerSideFieldValidation`, on since 1.25.
    pub(crate) const fn warns_about_unknown_fields(self) -> bool {
        self.0 >= 25
    }

    /// All of them, the oldest first.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> {
        (Self::OLDEST.0..=Self::NEWEST.0).map(Self)
    }

    /// Whether the event of a finished pull tells the waiting apart: since 1.25.
    pub(crate) const fn tells_waiting_for_a_pull(self) -> bool {
        self.0 >= 25
    }

    /// Whether the kubelet's error for an image that is no reference speaks of an "image name"
    /// rather than an "image reference": since 1.28.
    pub(crate) const fn says_image_name(self) -> bool {
        self.0 >= 28
    }

    /// Whether `rpc error: code = Unknown desc = ` is cut from what the runtime says: since 1.28.
    pub(crate) const fn strips_unknown_code(self) -> bool {
        self.0 >= 28
    }

    /// Whether a runtime can make the kubelet say `RegistryUnavailable` and
    /// `SignatureValidationFailed`: since 1.28.
    pub(crate) const fn knows_special_pull_errors(self) -> bool {
        self.0 >= 28
    }

    /// Whether an event names the pull Secrets that could not be read: since 1.28.
    pub(crate) const fn tells_missing_pull_secrets(self) -> bool {
        self.0 >= 28
    }

    /// Whether the event of a finished pull tells the size of the image: since 1.30.
    pub(crate) const fn tells_image_size(self) -> bool {
        self.0 >= 30
    }

    /// Whether the runtime is asked for the image under `Always` too: up to 1.31.
    pub(crate) const fn inspects_before_always(self) -> bool {
        self.0 <= 31
    }

    /// Whether `Failed to inspect image` names the image: up to 1.31. Later it names none.
    pub(crate) const fn inspect_error_names_image(self) -> bool {
        self.0 <= 31
    }

    /// Whether the message of `ImagePullBackOff` ends with the error of the pull: since 1.32.
    pub(crate) const fn back_off_tells_the_error(self) -> bool {
        self.0 >= 32
    }

    /// Whether a pull Secret that cannot be decoded stops a container before a pull is tried: since
    /// 1.33. Before, it made the pull fail.
    pub(crate) const fn reads_pull_secrets_before_pulling(self) -> bool {
        self.0 >= 33
    }

    /// Whether such a Secret stops a container even though the node has its image: in 1.33 only.
    pub(crate) const fn reads_pull_secrets_for_present_images(self) -> bool {
        self.0 == 33
    }

    /// Whether a URL has one colon in its host at most: since 1.36, which Go 1.26 builds. Before, what
    /// follows the last one is the port.
    ///
    /// Upstream: `parseHost` in Go `net/url`.
    pub(crate) const fn reads_one_colon(self) -> bool {
        self.0 >= 36
    }

    /// Whether the kubelet reads a directory of files about credential providers: since 1.34. Before,
    /// it reads one file.
    ///
    /// Upstream: `readCredentialProviderConfig` in kubernetes
    /// `pkg/credentialprovider/plugin/config.go`.
    #[cfg(feature = "text")]
    pub(crate) const fn reads_a_directory_of_providers(self) -> bool {
        self.0 >= 34
    }

    /// Whether the node's file and each credential provider have a keyring of their own: since 1.33.
    /// Before, the keys of all of them lie in one.
    ///
    /// Upstream: `providersDockerKeyring` in kubernetes `pkg/credentialprovider/provider.go` up to
    /// 1.32.
    #[cfg(feature = "text")]
    pub(crate) const fn has_a_keyring_for_each_provider(self) -> bool {
        self.0 >= 33
    }

    /// Whether the records of credential verification are in `v1beta1` of their API: since 1.35.
    pub(crate) const fn records_in_beta(self) -> bool {
        self.0 >= 35
    }

    /// Whether they name ServiceAccounts: since 1.34.
    pub(crate) const fn records_service_accounts(self) -> bool {
        self.0 >= 34
    }

    /// Whether the kubelet keeps them in memory: since 1.34.
    pub(crate) const fn keeps_records_in_memory(self) -> bool {
        self.0 >= 34
    }

    /// Whether the credentials of a Pod are looked up only when the records do not decide without
    /// them: since 1.35.
    pub(crate) const fn looks_up_credentials_late(self) -> bool {
        self.0 >= 35
    }

    /// Whether credential verification takes the name of an image as it is typed, without tag and
    /// digest, in its records and its allowlist: since 1.36. Before, the records have the normalized
    /// name, and the allowlist is compared with the whole image.
    ///
    /// Upstream: `trimImageTagDigest` in kubernetes `pkg/kubelet/images/pullmanager` (pull request
    /// 137629).
    pub(crate) const fn verifies_typed_names(self) -> bool {
        self.0 >= 36
    }
}

impl Default for Version {
    /// The newest.
    fn default() -> Self {
        Self::NEWEST
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}

/// A text that names no release from 1.20 to 1.36.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownVersion;

impl fmt::Display for UnknownVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a Kubernetes release from {} to {}", Version::OLDEST, Version::NEWEST)
    }
}

impl core::error::Error for UnknownVersion {}

impl FromStr for Version {
    type Err = UnknownVersion;

    /// Reads `1.30`, and what `kubectl version` and `kubectl get nodes` print: `v1.30.4+k3s1`.
    fn from_str(text: &str) -> Result<Self, UnknownVersion> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let minor = text.strip_prefix("1.").ok_or(UnknownVersion)?;
        let end = minor.bytes().position(|it| !it.is_ascii_digit()).unwrap_or(minor.len());
        let (minor, rest) = minor.split_at(end);
        if !rest.is_empty() && !rest.starts_with(['.', '+', '-']) {
            return Err(UnknownVersion);
        }
        minor.parse().ok().and_then(Self::new).ok_or(UnknownVersion)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn reads_what_people_have() {
        for (text, minor) in
            [("1.20", 20), ("v1.36.2", 36), ("1.33.6+k3s1", 33), ("v1.29.0-eks-1", 29)]
        {
            assert_eq!(text.parse(), Ok(Version(minor)), "{text}");
        }
        for text in ["", "1", "1.", "1.19", "1.37", "2.30", "1.30x", "1.+30", "1.300"] {
            assert_eq!(text.parse::<Version>(), Err(UnknownVersion), "{text}");
        }
    }

    #[test]
    fn all_are_in_order_and_read_back() {
        assert_eq!(Version::all().count(), 17);
        assert!(Version::all().is_sorted());
        assert!(Version::all().all(|it| it.to_string().parse() == Ok(it)));
    }
}
