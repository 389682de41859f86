//! What a policy server answers to the API server.

use pullscope_core::base64;
use pullscope_core::json::{self, Value, write_string};
use pullscope_core::patch::{self, Step};

use super::judged::{Judged, Verdict};
use super::requests::Request;

/// The answer of the policy server to the API server.
///
/// Upstream: `AdmissionResponse` in kubewarden `policy-evaluator`.
pub(super) fn response(
    request: &Request,
    answer: &Value<'_>,
    judged: &Judged,
    steps: &[Step<'_>],
) -> String {
    let uid = json::parse(&request.json, json::DEFAULT_MAX_DEPTH).ok();
    let uid = uid.as_ref().and_then(|it| it.get("uid")).and_then(Value::as_str).unwrap_or_default();
    let mut out = String::from("{\n  \"uid\": ");
    write_string(&mut out, uid);
    out += &format!(",\n  \"allowed\": {}", judged.verdict != Verdict::Refused);
    if !steps.is_empty() {
        let patch = base64::encode(patch::to_json(steps).as_bytes());
        out += &format!(",\n  \"patchType\": \"JSONPatch\",\n  \"patch\": \"{patch}\"");
    }
    if !judged.message.is_empty() {
        out += ",\n  \"status\": {\"message\": ";
        write_string(&mut out, judged.message.as_str());
        if let Some(code) = answer.get("code").filter(|it| !it.is_null()) {
            out += &format!(", \"code\": {}", code.to_json());
        }
        out.push('}');
    }
    for name in ["audit_annotations", "warnings"] {
        if let Some(value) = answer.get(name).filter(|it| !it.is_null()) {
            let name = if name == "warnings" { name } else { "auditAnnotations" };
            out += &format!(",\n  \"{name}\": {}", value.to_json());
        }
    }
    out + "\n}"
}
