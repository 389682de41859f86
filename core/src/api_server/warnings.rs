//! What the API server says although it takes an object: the lines that `kubectl` prints as
//! `Warning: …`.
//!
//! ```text
//! 1.22   spec.imagePullSecrets[1].name: duplicate name "a"
//!        spec.imagePullSecrets[0].name: invalid empty name ""
//! 1.25   unknown field "spec.imagePullSecrets[0].namespace"
//! ```
//!
//! A new object is warned about, and a template whose object changes; an update of a Pod is not.
//! `kubectl` itself asks for strict decoding since 1.27, and then an unknown field is an error.
//!
//! Upstream: `warningsForPodSpecAndMeta` in kubernetes `pkg/api/pod/warnings.go`, and
//! `strictError` in `sigs.k8s.io/json`.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::{Parts, text};
use crate::Version;
use crate::go::Quoted;
use crate::json::{Member, Value};
use crate::workload::{PodSpec, Role};

/// One warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The field, from the top of the object.
    pub path: String,
    /// Bytes of the text: the value, or the element that lacks one.
    pub span: Range<usize>,
    /// What it says.
    pub kind: WarningKind,
}

/// What a [`Warning`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WarningKind {
    /// Two pull Secrets of one name: the kubelet reads it twice.
    DuplicateName {
        /// The name.
        name: String,
        /// Bytes of the first of them.
        first: Range<usize>,
    },
    /// A pull Secret without a name: the kubelet skips it, and it keeps those of the service account
    /// away.
    EmptyName,
    /// A member that the API does not have: it is left out.
    UnknownField,
}

/// The API server's own words.
impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            WarningKind::DuplicateName { name, .. } => {
                write!(f, "{}: duplicate name {}", self.path, Quoted(name.as_bytes()))
            }
            WarningKind::EmptyName => write!(f, "{}: invalid empty name \"\"", self.path),
            WarningKind::UnknownField => {
                write!(f, "unknown field {}", Quoted(self.path.as_bytes()))
            }
        }
    }
}

/// The warnings about the images and pull Secrets of a new object, in the API server's order.
///
/// Of unknown fields those are told that stand beside the names of images and pull Secrets, where
/// nothing else may be: in the elements of `imagePullSecrets` and in `volumes[].image`.
pub fn warnings(spec: &PodSpec<'_>, version: Version) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let parts = Parts::of(spec);
    if version.warns_about_unknown_fields() {
        for secret in &parts.pull_secrets {
            let path = secret.path.strip_suffix(".name").unwrap_or(&secret.path);
            unknown(path, secret.element, &["name"], &mut warnings);
        }
        let volumes = parts.images.iter().filter(|it| it.role == Role::ImageVolume);
        for volume in volumes.filter(|_| version.has_image_volumes()) {
            let path = volume.path.strip_suffix(".reference").unwrap_or(&volume.path);
            if let Some(source) = volume.element.get("image") {
                unknown(path, source, &["reference", "pullPolicy"], &mut warnings);
            }
        }
    }
    if !version.warns_about_pull_secrets() {
        return warnings;
    }
    let span = |at: usize| {
        let secret = &parts.pull_secrets[at];
        secret.name.unwrap_or(secret.element).span.clone()
    };
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, secret) in parts.pull_secrets.iter().enumerate() {
        let name = text(secret.name);
        match seen.get(name) {
            None => {
                seen.insert(name, at);
            }
            Some(&first) => warnings.push(Warning {
                path: secret.path.clone(),
                span: span(at),
                kind: WarningKind::DuplicateName { name: name.into(), first: span(first) },
            }),
        }
    }
    for (at, secret) in parts.pull_secrets.iter().enumerate() {
        if text(secret.name).is_empty() {
            let kind = WarningKind::EmptyName;
            warnings.push(Warning { path: secret.path.clone(), span: span(at), kind });
        }
    }
    warnings
}

/// The members of an object that are none of the known ones, each once.
fn unknown(path: &str, object: &Value<'_>, known: &[&str], warnings: &mut Vec<Warning>) {
    let mut members: Vec<&Member<'_>> = object.as_object().unwrap_or_default().iter().collect();
    // A stable sort and the first of each: in the order of the text, without the repeated ones.
    crate::order::sort_by(&mut members, |a, b| a.key.cmp(&b.key));
    members.dedup_by(|later, first| later.key == first.key);
    crate::order::sort_by_key(&mut members, |it| it.key_span.start);
    for member in members.into_iter().filter(|it| !known.contains(&&*it.key)) {
        warnings.push(Warning {
            path: format!("{path}.{}", member.key),
            span: member.key_span.clone(),
            kind: WarningKind::UnknownField,
        });
    }
}
