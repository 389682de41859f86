//! The file that a kubelet is configured with, as far as it touches images.
//!
//! ```text
//! document ──► decode ──► feature gates ──► defaults ──► validate ──► settings
//!              types,     known, locked,    settings     ranges and
//!              names      needed            of a release contradictions
//! ```
//!
//! Each step may be the end: then the kubelet does not start, and [`Configuration::end`] holds what it
//! says. A name that the release does not know is no reason: the kubelet logs it and goes on without
//! it.
//!
//! Every field is compared with its type in the release. Only the fields that touch images, and
//! `featureGates`, are validated beyond that; quantities and times of day are taken as they are.
//!
//! | field | since | default |
//! | --- | --- | --- |
//! | `serializeImagePulls` | | true; since 1.27 false where `maxParallelImagePulls` is 2 or more |
//! | `maxParallelImagePulls` | 1.27 | no limit |
//! | `registryPullQPS`, `registryBurst` | | 5, 10 |
//! | `imagePullCredentialsVerificationPolicy` | 1.33 | `NeverVerifyPreloadedImages` where the gate is on |
//! | `preloadedImagesVerificationAllowlist` | 1.33 | empty |
//! | `imageMinimumGCAge` | | 2m |
//! | `imageMaximumGCAge` | 1.29 | 0: images are not removed for their age |
//! | `imageGCHighThresholdPercent`, `imageGCLowThresholdPercent` | | 85, 80 |
//! | `nodeStatusMaxImages` | | 50 |
//! | `runtimeRequestTimeout` | | 2m; a pull is never cut off by it |
//! | `containerRuntimeEndpoint`, `imageServiceEndpoint` | 1.27 | containerd's socket; the same as the first |
//! | `crashLoopBackOff.maxContainerRestartPeriod` | 1.32 | says nothing of images: `ImagePullBackOff` ends at 5m |
//!
//! ```
//! use pullscope_core::json;
//! use pullscope_core::kubelet::configuration::{Configuration, Written};
//! use pullscope_core::version::Version;
//!
//! let text = r#"{"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
//!     "serializeImagePulls": true, "maxParallelImagePulls": 5}"#;
//! let document = json::parse(text, json::DEFAULT_MAX_DEPTH)?;
//! let read = Configuration::read(&document, Written::Json, Version::NEWEST, &[]);
//! assert!(!read.starts());
//! assert_eq!(
//!     read.errors[0].to_string(),
//!     "maxParallelImagePulls is 5, and serializeImagePulls: true lets one pull run at a time"
//! );
//! # Ok::<(), json::SyntaxError>(())
//! ```
//!
//! Upstream: `DecodeKubeletConfiguration`, `SetDefaults_KubeletConfiguration`,
//! `ValidateKubeletConfiguration` and `NewKubeletCommand` in kubernetes `pkg/kubelet` and
//! `cmd/kubelet/app/server.go`, of each release.

mod decode;
mod error;
mod field;
mod gates;
mod schema;
mod validate;
mod values;

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::Settings;
use crate::features::Gate;
use crate::json::Value;
use crate::version::Version;

pub use error::{End, Error, ErrorKind, Stage};
pub use field::Field;

/// In which syntax a document is written; its numbers and the order of its names depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

/// A kubelet's configuration, as the kubelet of one release reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration {
    /// What the kubelet runs with; where it does not start, what can be read of it.
    pub settings: Settings,
    /// Why it does not start, in the order of the kubelet.
    pub errors: Vec<Error>,
    /// With what it ends; `None` where it starts.
    pub end: Option<End>,
    /// The names that are no fields in this release; it goes on without them.
    pub unknown: Vec<Unknown>,
    /// What it logs of those names: `strict decoding error: …`. `None` where there is nothing to log,
    /// and up to 1.22. A name that stands twice in YAML is not told.
    pub strict: Option<String>,
    /// The fields that touch images, and what each means; empty where they cannot be decoded.
    pub fields: Vec<Field>,
}

/// A name that is no field of its object in a release.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// The path: `logging.fromat`.
    pub path: String,
    /// Bytes of the name.
    pub span: Range<usize>,
    /// The first release that has the field, when it is a later one.
    pub since: Option<Version>,
    of: &'static schema::Struct,
    version: Version,
}

impl Unknown {
    /// The fields that the object has in this release, by name.
    pub fn siblings(&self) -> impl Iterator<Item = &'static str> {
        self.of.fields.iter().filter(|it| it.is_in(self.version)).map(|it| it.name)
    }
}

impl PartialEq for Unknown {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, &self.span, self.since) == (&other.path, &other.span, other.since)
    }
}

impl Configuration {
    /// Reads a document as the kubelet of `version` does, started with `--feature-gates` for
    /// `flags`. A flag counts more than the document.
    ///
    /// `document` is an object whose `kind` is `KubeletConfiguration`.
    ///
    /// Upstream: `kubeletConfigFlagPrecedence` in kubernetes `cmd/kubelet/app/server.go`.
    pub fn read(
        document: &Value<'_>,
        written: Written,
        version: Version,
        flags: &[(Gate, bool)],
    ) -> Self {
        let decoded = decode::decode(document, written, version);
        let defaults = || Settings::with_flags(version, flags);
        if let Some(told) = decoded.told() {
            let end = End { stage: Stage::Decode, upstream: told.upstream.clone() };
            return Self {
                settings: defaults(),
                errors: decoded.errors,
                end: Some(end),
                unknown: decoded.unknown,
                strict: None,
                fields: Vec::new(),
            };
        }
        let strict = decoded.strict().filter(|_| version.minor() >= 23);
        let unknown = decoded.unknown;
        let values = values::read(document, written, version);
        let gates = match gates::set(&values.gates, version, flags, document) {
            Ok(gates) => gates,
            Err((errors, end)) => {
                let (settings, fields) = (defaults(), Vec::new());
                return Self { settings, errors, end: Some(end), unknown, strict, fields };
            }
        };
        let settings = values.settings(&gates);
        let errors = validate::validate(&values, &settings, &gates, document);
        let end = validate::aggregate_of(&errors)
            .map(|said| End { stage: Stage::Validate, upstream: Some(said) });
        let mut fields = field::fields(&values, &settings);
        field::refuse(&mut fields, &errors);
        Self { settings, errors, end, unknown, strict, fields }
    }

    /// Whether a kubelet starts with it.
    pub fn starts(&self) -> bool {
        self.end.is_none()
    }
}

#[cfg(test)]
mod tests;
