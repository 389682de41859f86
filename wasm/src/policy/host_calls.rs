//! What the policy asks, as host calls of Kubewarden.
//!
//! ```text
//! question          capability                   payload                       answer
//! Secret            kubernetes/get_resource      {"api_version": "v1", …}      the object
//! ServiceAccount    kubernetes/get_resource      {"api_version": "v1", …}      the object
//! Digest            oci/v1/manifest_digest       "registry.example.com/app:1"  {"digest": "sha256:…"}
//! ```
//!
//! A resource is asked for with the fields that are looked at, and from the policy server's cache of
//! five seconds.
//!
//! Upstream: `host_callback` in kubewarden `policy-evaluator`; `Client::get_resource` for the text of
//! the error when there is no such object.

use alloc::string::String;
use alloc::vec::Vec;

use pullscope_core::admission::{NoReply, Question, Reply};
use pullscope_core::json;

/// One call of the host, of the binding `kubewarden`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostCall {
    /// `kubernetes` or `oci`.
    pub namespace: &'static str,
    /// `get_resource` or `v1/manifest_digest`.
    pub operation: &'static str,
    /// JSON.
    pub payload: String,
}

/// The host's side: the payload of its answer, or the text of its error.
pub type Host<'h> = dyn Fn(&HostCall) -> Result<Vec<u8>, Vec<u8>> + 'h;

/// Asks the host.
pub(super) fn ask(host: &Host<'_>, question: Question<'_>) -> Reply {
    let call = match question {
        Question::Secret { namespace, name } => {
            resource("Secret", namespace, name, r#""data","metadata.name","type""#)
        }
        Question::ServiceAccount { namespace, name } => resource(
            "ServiceAccount",
            namespace,
            name,
            r#""imagePullSecrets","metadata.annotations","metadata.name""#,
        ),
        Question::Digest { image } => {
            let mut payload = String::new();
            json::write_string(&mut payload, image);
            HostCall { namespace: "oci", operation: "v1/manifest_digest", payload }
        }
    };
    match host(&call) {
        Ok(payload) => Reply::Found(payload),
        Err(text) if contains(&text, b"Cannot find ") => Reply::Missing,
        Err(text) if contains(&text, b"not been granted") => Reply::Nothing(NoReply::NotGranted),
        Err(_) => Reply::Nothing(NoReply::Failed),
    }
}

fn resource(kind: &str, namespace: &str, name: &str, fields: &str) -> HostCall {
    let mut payload = String::from("{\"api_version\":\"v1\",\"kind\":");
    json::write_string(&mut payload, kind);
    payload.push_str(",\"name\":");
    json::write_string(&mut payload, name);
    payload.push_str(",\"namespace\":");
    json::write_string(&mut payload, namespace);
    payload.push_str(",\"disable_cache\":false,\"field_masks\":[");
    payload.push_str(fields);
    payload.push_str("]}");
    HostCall { namespace: "kubernetes", operation: "get_resource", payload }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|it| it == part)
}
