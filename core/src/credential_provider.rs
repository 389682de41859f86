//! The kubelet's plugins that give credentials for images: their configuration, which of them is
//! asked for an image and with what, and what becomes of an answer.
//!
//! ```text
//! CredentialProviderConfig ──► decoded, validated ──► for each image, each provider in turn:
//!                              or the kubelet ends    does an entry of matchImages fit?
//!                                                     a token of the ServiceAccount needed, and to be had?
//!                                                     answered a short while ago?
//!                                                     else the plugin runs: one line in, a response out
//! ```
//!
//! # Since when
//!
//! | | since |
//! | --- | --- |
//! | `v1alpha1`, behind a gate that is off | 1.20 |
//! | `v1beta1`, gate on | 1.24 |
//! | `v1`, no gate | 1.26 |
//! | unknown and doubled members are errors; tokens of ServiceAccounts; a keyring of their own | 1.33 |
//! | a directory of files; `cacheType` | 1.34 |
//!
//! # A match
//!
//! An entry of `matchImages` is compared as a key of a Docker config is (see
//! [`keyring`]), but nothing is taken off it before, and Docker Hub is `docker.io`
//! only: `https://x`, `index.docker.io` and `x/*` match nothing.
//!
//! ```
//! use pullscope_core::credential_provider::MatchImage;
//!
//! let entry = |text: &str| MatchImage::new(text);
//! assert_eq!(entry("*.azurecr.io").refuses("team.azurecr.io/app"), None);
//! assert_eq!(
//!     entry("harbor.example.com/*").refuses("harbor.example.com/app").unwrap().to_string(),
//!     "the path /app does not begin with /*"
//! );
//! ```
//!
//! Upstream: kubernetes `pkg/credentialprovider/plugin`.

mod cache;
mod config;
mod consider;
mod legacy;
mod request;
mod response;
mod validate;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::features::{Gate, Gates};
use crate::keyring::{self, Rule};
use crate::time::GoDuration;
use crate::version::Version;

pub use cache::{Cache, CacheKeyType, CacheKeys, ServiceAccountKey, single_flight_key};
pub use config::{Config, ConfigError, ReadError, Source};
pub use consider::{CacheKey, Considered, PodAccount, Verdict, consider};
pub use legacy::{Cloud, Legacy, legacy};
pub use request::{Account, Asked, Skip, TokenNeed, ask, environment_is_inherited, request_line};
pub use response::{Response, ResponseError};

/// One provider of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Which of the files it stands in.
    pub file: usize,
    /// `name`, which is the name of its executable as well.
    pub name: String,
    /// Bytes of the name, or of the provider when it has none.
    pub name_span: Range<usize>,
    /// Bytes of the provider.
    pub span: Range<usize>,
    /// `apiVersion`: of what the kubelet and the plugin say to each other.
    pub api_version: String,
    /// Bytes of `apiVersion`; of the provider when it has none.
    pub api_version_span: Range<usize>,
    /// `matchImages`.
    pub match_images: Vec<MatchImage>,
    /// `defaultCacheDuration`, and where it stands.
    pub default_cache_duration: Option<(GoDuration, Range<usize>)>,
    /// How many `args` there are. What they are is not kept: they may hold secrets.
    pub args: usize,
    /// The names of `env`. Their values are not kept: they may be secrets.
    pub env: Vec<String>,
    /// `tokenAttributes`, as far as the release knows it.
    pub token: Option<TokenAttributes>,
}

/// The entry of `matchImages` that fits an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Which one, the first that does.
    pub entry: usize,
    /// Of each entry before it, why that does not.
    pub refused: Vec<Rule>,
}

impl Provider {
    /// One of which no more is known than the API version that it speaks: an answer can be judged by
    /// it.
    pub fn speaking(api_version: &str) -> Self {
        Self {
            file: 0,
            name: String::new(),
            name_span: 0..0,
            span: 0..0,
            api_version: String::from(api_version),
            api_version_span: 0..0,
            match_images: Vec::new(),
            default_cache_duration: None,
            args: 0,
            env: Vec::new(),
            token: None,
        }
    }

    /// Which entry of `matchImages` fits a repository such as `docker.io/library/nginx`. Those after
    /// the first that does are not looked at.
    ///
    /// # Errors
    ///
    /// Of each entry, why it does not fit.
    ///
    /// Upstream: `isImageAllowed` in kubernetes `pkg/credentialprovider/plugin/plugin.go`.
    pub fn fit(&self, repository: &str) -> Result<Fit, Vec<Rule>> {
        let mut refused = Vec::new();
        for (entry, candidate) in self.match_images.iter().enumerate() {
            match candidate.refuses(repository) {
                None => return Ok(Fit { entry, refused }),
                Some(rule) => refused.push(rule),
            }
        }
        Err(refused)
    }
}

/// `tokenAttributes`: the plugin gets a token of the Pod's ServiceAccount.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenAttributes {
    /// Bytes of all of it.
    pub span: Range<usize>,
    /// `serviceAccountTokenAudience`.
    pub audience: String,
    /// `cacheType`, as written.
    pub cache_type: String,
    /// `requireServiceAccount`.
    pub require_service_account: Option<bool>,
    /// `requiredServiceAccountAnnotationKeys`, and where each stands.
    pub required: Vec<(String, Range<usize>)>,
    /// `optionalServiceAccountAnnotationKeys`, and where each stands.
    pub optional: Vec<(String, Range<usize>)>,
}

impl TokenAttributes {
    /// Whether each token has cached credentials of its own: `cacheType: Token`.
    pub fn caches_per_token(&self) -> bool {
        self.cache_type == "Token"
    }
}

/// One entry of `matchImages`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchImage {
    /// As it is written.
    pub text: String,
    /// Bytes of it in the text.
    pub span: Range<usize>,
}

impl MatchImage {
    /// An entry that stands in no text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), span: 0..0 }
    }

    /// Why the entry does not match a repository such as `docker.io/library/nginx`; `None` when it
    /// does.
    ///
    /// Upstream: `isImageAllowed` in kubernetes `pkg/credentialprovider/plugin/plugin.go`.
    pub fn refuses(&self, repository: &str) -> Option<Rule> {
        keyring::compare(&self.text, repository).err()
    }

    /// Why the entry cannot match any image that is asked for; `None` when it may match one.
    pub fn is_dead(&self) -> Option<DeadEntry> {
        let text = &self.text;
        let (host, path) = text.split_at(text.find('/').unwrap_or(text.len()));
        if let Some((scheme, _)) = text.split_once("://") {
            let is_scheme = scheme.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'+');
            return is_scheme.then(|| DeadEntry::Scheme { rest: scheme.len() + 3 });
        }
        if path.contains('*') {
            let kept = host.len() + path.find('*').unwrap_or(0);
            return Some(DeadEntry::PathGlob { kept });
        }
        if host == "index.docker.io" {
            return Some(DeadEntry::IndexDockerIo);
        }
        None
    }
}

/// Why an entry of `matchImages` fits no image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadEntry {
    /// A `*` in the path is only a `*`; up to it are `kept` bytes.
    PathGlob {
        /// Bytes before the star.
        kept: usize,
    },
    /// A scheme is read as the name of a host; what is meant begins at byte `rest`.
    Scheme {
        /// Bytes of the scheme and what ends it.
        rest: usize,
    },
    /// Images of Docker Hub are asked for under `docker.io`.
    IndexDockerIo,
}

/// The API versions of a configuration and of a request that a release knows, in order.
pub(crate) fn versions(version: Version) -> &'static [&'static str] {
    match version.minor() {
        ..24 => &["v1alpha1"],
        24..26 => &["v1alpha1", "v1beta1"],
        26.. => &["v1", "v1alpha1", "v1beta1"],
    }
}

/// The group of what the kubelet and a plugin say to each other.
pub(crate) const GROUP: &str = "credentialprovider.kubelet.k8s.io";

/// Whether `api_version` is one in which a kubelet of the release speaks to plugins.
pub(crate) fn speaks(version: Version, api_version: &str) -> bool {
    versions(version).iter().any(|it| format!("{GROUP}/{it}") == api_version)
}

/// Whether a kubelet reads a configuration of providers at all.
///
/// Without the gate it ignores both flags, and says so in its log.
pub fn are_used(gates: Gates) -> bool {
    gates.is_on(Gate::KubeletCredentialProviders)
}

#[cfg(test)]
mod tests;
