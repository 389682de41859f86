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
//! | a ServiceAccount | the pull Secrets that its Pods get |
//! | any other subresource (`status`, `scale`, `eviction` …) | accepted: no image enters through it |
//! | `DELETE`, `CONNECT` | accepted: nothing enters |
//! | a kind or namespace that [`Scope`] exempts | accepted |
//! | any other kind | refused, because nobody should believe that it was judged |
//!
//! The kind is `request.kind.kind`; `request.resource` is not looked at, because the audit scanner
//! puts the kind there. `oldObject` is not needed. Where an update of a Pod or a Job has one, what
//! is the same there is passed over, because the update could not change it.
//!
//! # What is changed
//!
//! Nothing, unless `pullPolicy.set`, `pullSecrets.inject`, `rewrite` or `digests` ask for it. The checks judge
//! the object as it will be, so that what is changed passes the same settings, and changing it again
//! changes nothing. An object that is refused is not changed.
//!
//! # It fails closed
//!
//! What cannot be read is refused: an object that is missing, a Pod spec that is missing, a list
//! that is not a list, an image that is not a string, an image that does not parse (unless
//! [`References::unparsable`] says otherwise). A container without an image is no problem here: the
//! API server refuses it, or another webhook fills it in and the request comes again.
//!
//! # Messages
//!
//! Every problem names the field, the value, the rule and the fix. Problems are in the order of the
//! kubelet's reading: init containers, containers, ephemeral containers, image volumes. A message
//! repeats no object and no part of a Secret, and of an image at most 200 bytes. Every code, with
//! what it means, is in `docs/policy.md`.
//!
//! Upstream: `ValidationRequest` and `ValidationResponse` of kubewarden; `AdmissionRequest` in
//! kubernetes `staging/src/k8s.io/api/admission/v1/types.go`.

use crate::api_server::service_account::NewPod;
use crate::json::Value;
use crate::quoted::Quoted;
use crate::workload;

use host::Asked;
use old::Old;

mod account;
mod cluster;
mod glob;
mod host;
mod image;
mod mutation;
mod old;
mod pattern;
mod pin;
mod pull_policy;
mod pull_secrets;
mod registry;
mod rewrite;
mod secret;
mod settings;
mod verdict;

pub use host::{Host, NoReply, Question, Reply};
pub use mutation::Edits;
pub use pattern::ImagePattern;
pub use registry::{HostSet, RegistryHost};
pub use settings::{
    DigestPins, ImageLists, Injection, Mirror, Prefix, PullPolicyChecks, PullSecretChecks,
    References, RegistryLists, RewriteRule, Rewrites, Scope, SecretChecks, SetPolicy, Settings,
    SettingsError, TagKind, TagList,
};
pub use verdict::{Mode, Problem, Verdict};

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
///
/// Nobody is asked: what the settings want to know of the cluster or of a registry stays unanswered.
pub fn review(request: &Value<'_>, settings: &Settings<'_>) -> Verdict {
    review_with(request, settings, &|_| Reply::Nothing(NoReply::Failed))
}

/// The same, with a host that is asked where the settings say so.
pub fn review_with(request: &Value<'_>, settings: &Settings<'_>, host: &Host<'_>) -> Verdict {
    let asked = Asked::new(host);
    let mut verdict = Verdict::softened(settings.only_warns);
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
    if settings.scope.is_exempt(kind, text("namespace")) {
        return verdict;
    }
    let is_workload = workload::pod_spec_path(kind).is_some();
    if !is_workload && !matches!(kind, "Secret" | "ServiceAccount") {
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
    let old = Old::of(kind, request, object);
    match kind {
        "Secret" => secret::judge(object, settings, &mut verdict),
        "ServiceAccount" if old.is_kept => {}
        "ServiceAccount" => account::judge(object, &settings.pull_secrets, &mut verdict),
        _ => {
            let only_ephemeral = subresource == "ephemeralcontainers";
            let new = NewPod::new(kind, object, text("namespace"));
            image::judge(&new, only_ephemeral, &old, settings, &asked, &mut verdict);
        }
    }
    verdict
}

#[cfg(test)]
mod tests;
