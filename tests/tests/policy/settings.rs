//! The settings, as the policy server checks them when it starts.

use serde_json::json;

use crate::host::{CANARY, host};

#[test]
fn every_documented_value_is_valid() {
    for settings in [
        json!({}),
        json!(null),
        json!({"registries": {}}),
        json!({"registries": {"allow": ["docker.io", "[::1]:5000", "localhost"], "refuse": []}}),
        json!({"latest": "allow", "digest": "optional", "unparsable": "reject",
               "secrets": "validate"}),
        json!({"latest": "refuse", "digest": "required", "unparsable": "accept",
               "secrets": "ignore"}),
    ] {
        assert_eq!(host().validate_settings(&settings), None, "{settings}");
    }
}

#[test]
fn all_problems_are_told_at_once() {
    let settings = json!({
        "digest": true,
        "registries": {"allow": ["docker.io", "https://quay.io"]},
        "tag": "latest"
    });
    let message = host().validate_settings(&settings).unwrap();
    for part in [
        "digest: expected optional or required, found a boolean",
        "registries.allow[1]: \"https://quay.io\" has a scheme, which images do not; write \
         \"quay.io\"",
        "tag: unknown setting; known are registries, latest, digest, unparsable, secrets",
    ] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn no_problem_repeats_a_password() {
    let url = format!("https://robot:{CANARY}@registry.example.com/");
    let settings = json!({"registries": {"allow": [url, format!("robot:{CANARY}@r.io:5000")]}});
    // That the canary is in no answer is checked with every call.
    assert!(host().validate_settings(&settings).unwrap().contains("has a scheme"));
}

#[test]
fn settings_that_are_not_json_are_invalid() {
    for (payload, reason) in [
        (&b""[..], "not JSON at byte 0: the document is empty"),
        (b"{\"latest\": ", "not JSON at byte 11: the document ends too soon, expected a value"),
        (b"7", "expected an object, found a number"),
    ] {
        let text = host().call("validate_settings", payload).unwrap();
        let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(answer, json!({"valid": false, "message": reason}));
    }
}
