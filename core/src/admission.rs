//! Admission: whether an object may enter the cluster, judged by what the kubelet would make of it.
//!
//! ```text
//! AdmissionRequest + Settings -> Verdict
//! ```
//!
//! # What is judged
//!
//! | request | judged |
//! | --- | --- |
//! | a kind of [`workload::KINDS`] | every image of the Pod spec, image volumes included |
//! | `pods/ephemeralcontainers` | the ephemeral containers, the only part that this request can change |
//! | a Secret of type `kubernetes.io/dockerconfigjson` or `kubernetes.io/dockercfg` | what the API server and the kubelet would say of it |
//! | any other Secret | accepted |
//! | any other subresource (`status`, `scale`, `eviction` …) | accepted: no image enters through it |
//! | `DELETE`, `CONNECT` | accepted: nothing enters |
//! | any other kind | refused, because nobody should believe that it was judged |
//!
//! The kind is `request.kind.kind`; `request.resource` is not looked at, because the audit scanner
//! puts the kind there. `oldObject` is not needed and not read.
//!
//! # It fails closed
//!
//! What cannot be read is refused: an object that is missing, a Pod spec that is missing, a list
//! that is not a list, an image that is not a string, an image that does not parse (unless
//! [`Settings::unparsable`] says otherwise). A container without an image is no problem here: the
//! API server refuses it, or another webhook fills it in and the request comes again.
//!
//! # Messages
//!
//! Every problem names the field, the value, the rule and the fix. Problems are in the order of the
//! kubelet's reading: init containers, containers, ephemeral containers, image volumes. A message
//! repeats no object and no part of a Secret, and of an image at most 200 bytes.
//!
//! Upstream: `ValidationRequest` and `ValidationResponse` of kubewarden; `AdmissionRequest` in
//! kubernetes `staging/src/k8s.io/api/admission/v1/types.go`.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::json::Value;
use crate::quoted::Quoted;
use crate::workload::{self, WrongType};

mod image;
mod registry;
mod secret;
mod settings;

pub use registry::RegistryHost;
pub use settings::{Digests, LatestTag, Registries, Secrets, Settings, SettingsError, Unparsable};

/// What the policy answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Why the request is refused, in a stable order; empty when it is accepted.
    ///
    /// At most [`Verdict::LIMIT`] of them; [`Verdict::more`] counts the rest.
    pub problems: Vec<Problem>,
    /// How many problems there are beyond those listed.
    pub more: usize,
    /// What is accepted but will not work well; at most [`Verdict::LIMIT`].
    pub warnings: Vec<Problem>,
}

/// One observation about one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, for machines: `image/latest`. Codes are never reused.
    pub code: &'static str,
    /// The field, from the top of the object: `spec.initContainers[1].image`.
    pub path: String,
    /// The value, the rule and the fix, in one sentence without a final stop.
    pub message: String,
}

impl Problem {
    fn new(code: &'static str, path: &str, message: impl fmt::Display) -> Self {
        // The key of a Secret is part of a path, and may be as long as the object.
        const SHOWN: usize = 300;
        let mut path_shown = String::from(&path[..path.floor_char_boundary(SHOWN)]);
        if path_shown.len() < path.len() {
            path_shown.push('…');
        }
        Self { code, path: path_shown, message: alloc::format!("{message}") }
    }
}

/// `spec.initContainers[1].image: …`
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

impl Verdict {
    /// How many problems, and how many warnings, one answer lists.
    ///
    /// An object of a megabyte can hold thousands; nobody reads them, and the API server passes the
    /// whole message on.
    pub const LIMIT: usize = 20;

    /// Whether the request may go on.
    pub fn accepted(&self) -> bool {
        self.problems.is_empty()
    }

    /// All problems in one text, or `None` when the request is accepted.
    pub fn message(&self) -> Option<String> {
        if self.accepted() {
            return None;
        }
        let mut text = String::new();
        for problem in &self.problems {
            if !text.is_empty() {
                text.push_str("; ");
            }
            // Writing to a `String` cannot fail.
            let _ = fmt::Write::write_fmt(&mut text, format_args!("{problem}"));
        }
        if self.more > 0 {
            let _ = fmt::Write::write_fmt(&mut text, format_args!("; and {} more", self.more));
        }
        Some(text)
    }

    /// A verdict that refuses a request as a whole, for a reason that stands in no field.
    pub fn refused(code: &'static str, message: impl fmt::Display) -> Self {
        let mut verdict = Self::default();
        verdict.refuse(code, "", message);
        verdict
    }

    /// Adds a problem. The message is only put together when it is listed: what is wrong with the
    /// hundred thousandth container is counted and not written.
    fn refuse(&mut self, code: &'static str, path: &str, message: impl fmt::Display) {
        if self.problems.len() < Self::LIMIT {
            self.problems.push(Problem::new(code, path, message));
        } else {
            self.more += 1;
        }
    }

    fn warn(&mut self, code: &'static str, path: &str, message: impl fmt::Display) {
        if self.warnings.len() < Self::LIMIT {
            self.warnings.push(Problem::new(code, path, message));
        }
    }

    fn refuse_wrong_type(&mut self, wrong_type: &WrongType) {
        let fix = "what cannot be read is refused, so write it as the Kubernetes API has it";
        let message = format_args!("{wrong_type}; {fix}");
        self.refuse("object/wrong-type", &wrong_type.path, message);
    }
}

/// Judges one `AdmissionRequest` (the `request` of an `AdmissionReview`).
///
/// ```
/// use pullscope_core::admission::{self, Settings};
/// use pullscope_core::json;
///
/// let request = r#"{"kind": {"kind": "Pod"}, "operation": "CREATE",
///     "object": {"spec": {"containers": [{"name": "web", "image": "Nginx"}]}}}"#;
/// let request = json::parse(request, json::DEFAULT_MAX_DEPTH).unwrap();
/// let verdict = admission::review(&request, &Settings::default());
/// assert!(!verdict.accepted());
/// assert_eq!(verdict.problems[0].path, "spec.containers[0].image");
/// ```
pub fn review(request: &Value<'_>, settings: &Settings<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    // Missing is `""`, and so is what is not a string.
    let text = |key| request.get(key).and_then(Value::as_str).unwrap_or_default();
    if matches!(text("operation"), "DELETE" | "CONNECT") {
        return verdict;
    }
    let subresource = text("subResource");
    if !matches!(subresource, "" | "ephemeralcontainers") {
        return verdict;
    }
    let Some(kind) = request.get("kind").and_then(|it| it.get("kind")).and_then(Value::as_str)
    else {
        verdict.refuse(
            "request/no-kind",
            "request.kind.kind",
            "missing, so that nothing says how to read the object",
        );
        return verdict;
    };
    let is_secret = kind == "Secret";
    if !is_secret && workload::pod_spec_path(kind).is_none() {
        verdict.refuse(
            "request/kind-not-judged",
            "request.kind.kind",
            format_args!(
                "{} is not a kind that this policy judges; take it out of the policy's rules",
                Quoted(kind)
            ),
        );
        return verdict;
    }
    let object = match request.get("object") {
        Some(object) if !object.is_null() => object,
        _ => {
            verdict.refuse(
                "request/no-object",
                "request.object",
                "missing, so that there is nothing to judge",
            );
            return verdict;
        }
    };
    if is_secret {
        secret::judge(object, settings, &mut verdict);
    } else {
        let only_ephemeral = subresource == "ephemeralcontainers";
        image::judge(kind, object, only_ephemeral, settings, &mut verdict);
    }
    verdict
}

#[cfg(test)]
mod tests;
