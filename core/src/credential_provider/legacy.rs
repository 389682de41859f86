//! The clouds whose registries an older kubelet had credentials for by itself.
//!
//! | cloud | images | last release |
//! | --- | --- | --- |
//! | Amazon ECR | `ACCOUNT.dkr.ecr.REGION.amazonaws.com/…` | 1.26 |
//! | Azure ACR | `*.azurecr.io` and three national clouds | 1.29 |
//! | Google | `gcr.io`, `*.gcr.io`, `*.pkg.dev`, `container.cloud.google.com` | 1.30 |
//!
//! `DisableKubeletCloudCredentialProviders` turns them off: it is on by default since 1.29. The node
//! has to be one of that cloud.
//!
//! Upstream: kubernetes `pkg/credentialprovider/{aws,azure,gcp}` in those releases.

use crate::features::{Gate, Gates};
use crate::keyring;
use crate::version::Version;

/// A cloud with a registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cloud {
    /// Amazon Elastic Container Registry.
    Ecr,
    /// Azure Container Registry.
    Acr,
    /// Google Container Registry and Artifact Registry.
    Gcr,
}

impl Cloud {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ecr, Self::Acr, Self::Gcr];

    /// Its name, for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ecr => "Amazon ECR",
            Self::Acr => "Azure Container Registry",
            Self::Gcr => "Google's registries",
        }
    }

    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ecr => "ecr",
            Self::Acr => "acr",
            Self::Gcr => "gcr",
        }
    }

    /// The name by which its plugin is commonly installed.
    pub fn plugin(self) -> &'static str {
        match self {
            Self::Ecr => "ecr-credential-provider",
            Self::Acr => "acr-credential-provider",
            Self::Gcr => "auth-provider-gcp",
        }
    }

    /// The first release without it.
    fn gone_since(self) -> u8 {
        match self {
            Self::Ecr => 27,
            Self::Acr => 30,
            Self::Gcr => 31,
        }
    }

    fn holds(self, repository: &str, version: Version) -> bool {
        let host = repository.split('/').next().unwrap_or_default();
        // What the star stands for aside, a host that fits ends as the pattern does: almost none
        // does, and need not be taken apart for each of them.
        let fits = |it: &str| {
            host.ends_with(it.trim_start_matches('*')) && keyring::compare(it, repository).is_ok()
        };
        match self {
            Self::Ecr => is_ecr(host.split(':').next().unwrap_or_default(), version),
            Self::Acr => ["*.azurecr.io", "*.azurecr.cn", "*.azurecr.de", "*.azurecr.us"]
                .into_iter()
                .any(fits),
            Self::Gcr => ["container.cloud.google.com", "gcr.io", "*.gcr.io", "*.pkg.dev"]
                .into_iter()
                .any(fits),
        }
    }
}

/// `ACCOUNT.dkr.ecr.REGION.amazonaws.com`, with twelve digits, `-fips` or not, and some other
/// endings.
///
/// Upstream: `ecrPattern` in kubernetes `pkg/credentialprovider/aws/aws_credentials.go`.
fn is_ecr(host: &str, version: Version) -> bool {
    let Some((account, rest)) = host.split_once(".dkr.ecr") else { return false };
    let rest = rest.strip_prefix("-fips").unwrap_or(rest);
    let Some((region, domain)) = rest.strip_prefix('.').and_then(|it| it.split_once('.')) else {
        return false;
    };
    let is_domain = match domain {
        "amazonaws.com" | "amazonaws.com.cn" => true,
        "sc2s.sgov.gov" | "c2s.ic.gov" => version.minor() >= 26,
        _ => false,
    };
    account.len() == 12
        && account.bytes().all(|it| it.is_ascii_digit())
        && region.starts_with(|c: char| c.is_ascii_alphanumeric())
        && region.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it))
        && is_domain
}

/// What an older kubelet did for an image by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Legacy {
    /// The cloud of the image.
    pub cloud: Cloud,
    /// Whether this kubelet still does it, on a node of that cloud.
    pub is_served: bool,
    /// Whether only the feature gate keeps it from that.
    pub is_disabled: bool,
    /// The first release that has no code for it.
    pub gone_since: Version,
}

/// Whether an older kubelet had credentials for a repository by itself, and this one has.
///
/// ```
/// use pullscope_core::credential_provider::legacy;
/// use pullscope_core::{Version, features::Gates};
///
/// let of = |minor| {
///     let gates = Gates::new(Version::new(minor).unwrap());
///     legacy("123456789012.dkr.ecr.eu-west-1.amazonaws.com/app", gates).unwrap()
/// };
/// assert!(of(26).is_served && !of(27).is_served);
/// ```
pub fn legacy(repository: &str, gates: Gates) -> Option<Legacy> {
    let cloud = Cloud::ALL.into_iter().find(|it| it.holds(repository, gates.version()))?;
    Legacy::of(cloud, gates)
}

impl Legacy {
    /// What a kubelet does for images of a cloud by itself; `None` for a cloud whose code left in a
    /// release that is not known here, of which there is none.
    pub fn of(cloud: Cloud, gates: Gates) -> Option<Self> {
        let gone_since = Version::new(cloud.gone_since())?;
        let has_code = gates.version() < gone_since;
        let is_off = gates.is_on(Gate::DisableKubeletCloudCredentialProviders);
        Some(Self {
            cloud,
            is_served: has_code && !is_off,
            is_disabled: has_code && is_off,
            gone_since,
        })
    }
}
