//! Secrets with registry credentials: what the API server accepts and what the kubelet reads.
//!
//! ```text
//! type                             data key             layout of the value
//! kubernetes.io/dockerconfigjson   .dockerconfigjson    config.json
//! kubernetes.io/dockercfg          .dockercfg           the map of entries alone
//! ```
//!
//! - [`SecretObject`]: its values, out of an object of a manifest or a request.
//! - [`validate()`]: the API server's errors. It asks for the key and for a JSON object, no more.
//! - [`read`]: what the kubelet takes. Type and key must agree; all else is ignored in silence.
//!   What the API server let pass can still fail here, and then it fails for the whole Pod.
//! - [`build()`], [`build_all`] and [`Manifest`]: what `kubectl create secret docker-registry` makes.
//! - [`Blueprint`]: one for several registries and namespaces, as YAML, as commands, for kustomize.
//! - [`wrap`] and [`Layer`], with the feature `text`: an inner layer that was pasted alone.
//! - [`findings()`]: all of this for a person, with what to do about it.
//! - [`replace_key`]: another key for an entry, and nothing else, also in base64.
//!
//! ```
//! use pullscope_core::pull_secret::{self, CONFIG_JSON_KEY, CONFIG_JSON_TYPE, PullSecret, Reading};
//!
//! let config = pull_secret::build("quay.io", "foo", "bar", "");
//! let data: [(&str, &[u8]); 1] = [(CONFIG_JSON_KEY, &config)];
//! let secret = PullSecret { secret_type: CONFIG_JSON_TYPE, data: &data, annotations: &[] };
//! assert!(pull_secret::validate(&secret).is_empty());
//! let Ok(Reading::Config(_, config)) = pull_secret::read(&secret) else { panic!("a config") };
//! assert_eq!(config.entries[0].key, "quay.io");
//! ```

use core::fmt;

use crate::docker_config::{self, DecodeError, DockerConfig, Format};

mod blueprint;
mod build;
mod context;
mod findings;
mod fix;
#[cfg(feature = "text")]
mod layers;
mod object;
mod validate;
mod yaml;

pub use crate::field_error::{FieldError, FieldErrorKind};
pub use blueprint::{Blueprint, Source};
pub use build::{BuildError, DEFAULT_SERVER, Login, Manifest, build, build_all};
pub use context::{Context, Places, Written};
pub(crate) use findings::bare_findings;
pub use findings::findings;
pub use fix::replace_key;
#[cfg(feature = "text")]
pub use layers::{Layer, Wrapped, wrap};
pub use object::{ObjectProblem, SecretObject};
pub use validate::{upstream_errors, validate};

/// The type of a Secret that holds a `config.json`.
pub const CONFIG_JSON_TYPE: &str = "kubernetes.io/dockerconfigjson";
/// The data key of a `config.json`.
pub const CONFIG_JSON_KEY: &str = ".dockerconfigjson";
/// The type of a Secret that holds a `.dockercfg`.
pub const DOCKER_CFG_TYPE: &str = "kubernetes.io/dockercfg";
/// The data key of a `.dockercfg`.
pub const DOCKER_CFG_KEY: &str = ".dockercfg";

/// A Secret, as far as pulling images is concerned: `data` after base64, with `stringData` merged.
#[derive(Clone, Copy)]
pub struct PullSecret<'a> {
    /// `type`; empty when there is none.
    pub secret_type: &'a str,
    /// Keys and decoded values. Of a repeated key the last counts.
    pub data: &'a [(&'a str, &'a [u8])],
    /// `metadata.annotations`.
    pub annotations: &'a [(&'a str, &'a str)],
}

impl<'a> PullSecret<'a> {
    /// The decoded value under a data key.
    pub fn value(&self, key: &str) -> Option<&'a [u8]> {
        self.data.iter().rev().find(|(name, _)| *name == key).map(|(_, value)| *value)
    }

    /// The layout that the type asks for; `None` for a Secret that is not for registries.
    pub fn format(&self) -> Option<Format> {
        match self.secret_type {
            CONFIG_JSON_TYPE => Some(Format::ConfigJson),
            DOCKER_CFG_TYPE => Some(Format::DockerCfg),
            _ => None,
        }
    }
}

impl fmt::Debug for PullSecret<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = |f: &mut fmt::Formatter<'_>| {
            f.debug_list().entries(self.data.iter().map(|(key, _)| key)).finish()
        };
        // Annotations are left out too: `last-applied-configuration` repeats the data.
        f.debug_struct("PullSecret")
            .field("secret_type", &self.secret_type)
            .field("keys", &DebugWith(keys))
            .finish_non_exhaustive()
    }
}

struct DebugWith<F>(F);

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Debug for DebugWith<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

impl Format {
    /// The other layout.
    pub fn other(self) -> Self {
        match self {
            Self::ConfigJson => Self::DockerCfg,
            Self::DockerCfg => Self::ConfigJson,
        }
    }

    /// The type of Secret that holds this layout.
    pub fn secret_type(self) -> &'static str {
        match self {
            Self::ConfigJson => CONFIG_JSON_TYPE,
            Self::DockerCfg => DOCKER_CFG_TYPE,
        }
    }

    /// The data key under which this layout stands.
    pub fn data_key(self) -> &'static str {
        match self {
            Self::ConfigJson => CONFIG_JSON_KEY,
            Self::DockerCfg => DOCKER_CFG_KEY,
        }
    }
}

/// What the kubelet reads from a Secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The config under the key of the Secret's type.
    Config(Format, DockerConfig),
    /// Nothing, and the kubelet says nothing about it.
    Ignored(Unread),
}

/// Why the kubelet reads nothing from a Secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The type is none of the two for registries.
    OtherType,
    /// The key of its type is missing.
    MissingKey(Format),
    /// The value under the key of its type is empty.
    EmptyValue(Format),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherType => write!(
                f,
                "the kubelet reads only Secrets of type {CONFIG_JSON_TYPE} or {DOCKER_CFG_TYPE}"
            ),
            Self::MissingKey(format) => {
                write!(f, "the Secret has no data key {}", format.data_key())
            }
            Self::EmptyValue(format) => {
                write!(f, "the value under the data key {} is empty", format.data_key())
            }
        }
    }
}

/// What the kubelet reads from a Secret that a Pod names in `imagePullSecrets`.
///
/// # Errors
///
/// The value does not decode. The kubelet then finds no credentials at all for the Pod, neither in
/// other Secrets nor on the node.
///
/// Upstream: `MakeDockerKeyring` in kubernetes `pkg/credentialprovider/secrets/secrets.go`.
pub fn read(secret: &PullSecret<'_>) -> Result<Reading, DecodeError> {
    let Some(format) = secret.format() else {
        return Ok(Reading::Ignored(Unread::OtherType));
    };
    match secret.value(format.data_key()) {
        None => Ok(Reading::Ignored(Unread::MissingKey(format))),
        Some([]) => Ok(Reading::Ignored(Unread::EmptyValue(format))),
        Some(value) => {
            docker_config::decode(format, value).map(|config| Reading::Config(format, config))
        }
    }
}

#[cfg(test)]
mod tests;
