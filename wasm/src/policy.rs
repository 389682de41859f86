//! The admission policy: what Kubewarden calls, and what it gets back.
//!
//! ```text
//! operation           payload                                   answer
//! validate            {"request": AdmissionRequest,             {"accepted": bool, "message"?,
//!                      "settings": {…}}                          "warnings"?, "audit_annotations"?,
//!                                                                "mutated_object"?}
//! validate_settings   {…}                                       {"valid": bool, "message"?}
//! protocol_version                                              "v1"
//! ```
//!
//! Only conversions live here; what is accepted is decided by [`pullscope_core::admission`].
//! Every payload gets an answer: one that cannot be read is refused with our own short reason,
//! because an error of the guest reaches the user as it is, and must not repeat a Secret.
//!
//! This half is compiled for the host too, so that a test can compare it with the built module.
//! `guest` is the other half: memory and the waPC calls, on `wasm32-wasip1` only.
//!
//! Upstream: waPC guest protocol; kubewarden `policy-evaluator`.

use alloc::string::String;
use alloc::vec::Vec;

use pullscope_core::admission::{self, Settings, SettingsError, Verdict};
use pullscope_core::json::{self, Value};

#[cfg(target_os = "wasi")]
mod guest;
mod host_calls;

pub use host_calls::{Host, HostCall};

/// The largest payload that is read, in bytes.
///
/// The API server takes objects of at most 3 MiB and the policy server requests of at most 2 MiB,
/// so that no honest request is larger; the bound keeps any other within the memory of one
/// evaluation.
pub const MAX_PAYLOAD: usize = 4 << 20;

/// Payloads beyond this, in bytes, are not even taken over: an evaluation has 256 MiB.
pub const MAX_FETCHED: usize = 64 << 20;

/// The error for a payload beyond [`MAX_FETCHED`].
const TOO_LARGE: &str = "the payload is larger than 64 MiB";

/// Answers one call: the JSON of the answer, or the text of an error. The host is asked only where
/// the settings say so.
///
/// # Errors
///
/// The operation is not one of the three, or the payload is beyond [`MAX_FETCHED`]. Any other
/// payload of a known operation gets an answer.
pub fn call(operation: &[u8], payload: &[u8], host: &Host<'_>) -> Result<String, &'static str> {
    if payload.len() > MAX_FETCHED {
        return Err(TOO_LARGE);
    }
    match operation {
        b"validate" => Ok(verdict_json(&validate(payload, host), payload)),
        b"validate_settings" => Ok(settings_json(validate_settings(payload))),
        b"protocol_version" => Ok("\"v1\"".into()),
        _ => Err("unknown operation; this policy answers validate, validate_settings and \
                  protocol_version"),
    }
}

fn validate(payload: &[u8], host: &Host<'_>) -> Verdict {
    let document = match read(payload) {
        Ok(document) => document,
        Err(reason) => {
            return Verdict::refused(
                "request/unreadable",
                alloc::format!("the request cannot be read: {reason}"),
            );
        }
    };
    let no_settings = Value { span: 0..0, data: json::Data::Null };
    let settings = match Settings::parse(document.get("settings").unwrap_or(&no_settings)) {
        Ok(settings) => settings,
        Err(errors) => {
            return Verdict::refused(
                "settings/invalid",
                alloc::format!("the policy's settings are not valid: {}", joined(&errors)),
            );
        }
    };
    match document.get("request") {
        Some(request) if request.as_object().is_some() => {
            admission::review_with(request, &settings, &|it| host_calls::ask(host, it))
        }
        _ => Verdict::refused(
            "request/unreadable",
            "the request cannot be read: it has no object named request",
        ),
    }
}

fn validate_settings(payload: &[u8]) -> Result<(), String> {
    let document = read(payload)?;
    Settings::check(&document).map(|_| ()).map_err(|errors| joined(&errors))
}

fn read(payload: &[u8]) -> Result<Value<'_>, String> {
    if payload.len() > MAX_PAYLOAD {
        return Err(alloc::format!(
            "it has {} bytes, more than the {MAX_PAYLOAD} that are read",
            payload.len()
        ));
    }
    json::parse(payload, json::DEFAULT_MAX_DEPTH).map_err(|err| {
        let at = err.span().start;
        alloc::format!("not JSON at byte {at}: {err}")
    })
}

fn joined(errors: &[SettingsError]) -> String {
    let texts: Vec<String> = errors.iter().map(|it| alloc::format!("{it}")).collect();
    texts.join("; ")
}

fn verdict_json(verdict: &Verdict, payload: &[u8]) -> String {
    let mut text = String::new();
    text.push_str(if verdict.accepted() { "{\"accepted\":true" } else { "{\"accepted\":false" });
    if let Some(message) = verdict.message() {
        text.push_str(",\"message\":");
        json::write_string(&mut text, &message);
    }
    for (index, warning) in verdict.warnings.iter().enumerate() {
        text.push_str(if index == 0 { ",\"warnings\":[" } else { "," });
        json::write_string(&mut text, alloc::format!("{warning}"));
    }
    if !verdict.warnings.is_empty() {
        text.push(']');
    }
    // The API server takes strings alone, and puts the name of the policy in front of each key.
    let mut open = ",\"audit_annotations\":{";
    let mutated = verdict.edits.codes();
    for (name, codes) in
        [("mutated", mutated), ("rejected", &verdict.rejected), ("warned", &verdict.warned)]
    {
        if codes.is_empty() {
            continue;
        }
        text.push_str(open);
        open = ",";
        json::write_string(&mut text, name);
        text.push(':');
        json::write_string(&mut text, codes.join(","));
    }
    if open == "," {
        text.push('}');
    }
    if let Some(object) = verdict.edits.apply(payload) {
        text.push_str(",\"mutated_object\":");
        text.push_str(&object);
    }
    text.push('}');
    text
}

fn settings_json(outcome: Result<(), String>) -> String {
    match outcome {
        Ok(()) => "{\"valid\":true}".into(),
        Err(message) => {
            let mut text = String::from("{\"valid\":false,\"message\":");
            json::write_string(&mut text, &message);
            text.push('}');
            text
        }
    }
}
