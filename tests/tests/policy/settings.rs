//! The settings, as the policy server checks them when it starts.

use serde_json::json;

use crate::host::{CANARY, host};

/// Every block of settings in the documentation, read as YAML as Kubewarden reads it.
fn documented() -> Vec<serde_json::Value> {
    let pages = [
        include_str!("../../../docs/policy.md"),
        include_str!("../../../docs/policy-guide.md"),
        include_str!("../../../wasm/README.md"),
    ];
    let page = pages.join("\n");
    let blocks = page.split("```yaml\n").skip(1).filter_map(|it| it.split("```").next());
    // Blocks that are manifests have a kind.
    let settings = blocks.filter(|it| !it.contains("\nkind: ")).map(|it| {
        let documents = pullscope_core::text::documents(it);
        assert!(documents.docs[0].error.is_none(), "{it}");
        to_json(&documents.docs[0].root)
    });
    settings.collect()
}

/// A value of our YAML reader as one of `serde_json`.
pub(crate) fn to_json(value: &pullscope_core::json::Value<'_>) -> serde_json::Value {
    use pullscope_core::json::Data;
    match &value.data {
        Data::Null => serde_json::Value::Null,
        Data::Bool(it) => (*it).into(),
        Data::Number(it) => serde_json::from_str(it).unwrap_or_else(|_| (&**it).into()),
        Data::String(it) => (&**it).into(),
        Data::Array(items) => items.iter().map(to_json).collect(),
        Data::Object(members) => {
            members.iter().map(|it| (it.key.to_string(), to_json(&it.value))).collect()
        }
    }
}

#[test]
fn every_documented_setting_is_valid() {
    let documented = documented();
    assert!(documented.len() >= 5, "the documentation has examples");
    for settings in documented.into_iter().chain([json!({}), json!(null)]) {
        assert_eq!(host().validate_settings(&settings), None, "{settings}");
    }
}

#[test]
fn every_code_of_the_policy_is_documented() {
    let page = include_str!("../../../docs/policy.md");
    let folder = format!("{}/../core/src/admission", env!("CARGO_MANIFEST_DIR"));
    let mut checked = 0;
    for file in std::fs::read_dir(&folder).unwrap() {
        let file = file.unwrap().path();
        if file.is_dir() || file.ends_with("tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let areas = [
            "image/",
            "pull-policy/",
            "pull-secret/",
            "rewrite/",
            "request/",
            "object/",
            "digest/",
        ];
        for word in text.split('"').filter(|it| areas.iter().any(|area| it.starts_with(area))) {
            let is_code = |it: char| it.is_ascii_lowercase() || it == '-' || it == '/';
            if word.chars().all(is_code) {
                assert!(page.contains(&format!("`{word}`")), "{word} of {}", file.display());
                checked += 1;
            }
        }
    }
    assert!(checked > 10);
}

#[test]
fn all_problems_are_told_at_once() {
    let settings = json!({
        "references": {
            "requireDigest": true,
            "registries": {"allow": ["docker.io", "https://quay.io"]},
            "tag": "latest"
        }
    });
    let message = host().validate_settings(&settings).unwrap();
    for part in [
        "references.requireDigest: expected reject or warn or off, found a boolean",
        "references.registries.allow[1]: \"https://quay.io\" has a scheme, which images do not; \
         write \"quay.io\"",
        "references.tag: unknown setting; did you mean tags?",
    ] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn no_problem_repeats_a_password() {
    let url = format!("https://robot:{CANARY}@registry.example.com/");
    let settings = json!({
        "references": {
            "registries": {"allow": [url, format!("robot:{CANARY}@r.io:5000")]},
            "images": {"refuse": [format!("robot:{CANARY}@r.io:5000/a")]}
        }
    });
    // That the canary is in no answer is checked with every call.
    assert!(host().validate_settings(&settings).unwrap().contains("has a scheme"));
}

/// A `registries.yaml` holds passwords, and people put them into places where none belongs.
#[test]
fn no_problem_of_a_registries_yaml_repeats_a_password() {
    let url = format!("https://robot:{CANARY}@registry.example.com/");
    let key = format!("robot:{CANARY}@registry.example.com");
    let auth = json!({"username": "robot", "password": CANARY});
    let good = json!({"endpoint": ["https://m.example"]});
    for (mirrors, configs) in [
        (json!({"docker.io": {"endpoint": [url]}}), json!({})),
        (json!({"docker.io": {"endpoint": [{"url": url, "auth": auth}]}}), json!({})),
        (json!({"docker.io": {"endpoint": url}}), json!({})),
        (json!({"docker.io": {"auth": auth}}), json!({})),
        (json!({"docker.io": {"endpoint": ["m.example"], "rewrite": {"a": auth}}}), json!({})),
        (
            json!({"docker.io": {"endpoint": ["m.example"], "rewrite": {url.clone(): CANARY}}}),
            json!({}),
        ),
        (
            json!({"docker.io": {"endpoint": ["m.example"], "rewrite": {format!("{url}("): "x"}}}),
            json!({}),
        ),
        (
            json!({"docker.io": {"endpoint": ["m.example"], "rewrite": {format!("{key}("): "x"}}}),
            json!({}),
        ),
        (
            json!({"docker.io": {"endpoint": ["m.example"], "rewrite": {"^(.*)": format!("{url}$1")}}}),
            json!({}),
        ),
        (json!({url.clone(): good}), json!({})),
        (json!({key.clone(): good}), json!({})),
        (json!([CANARY]), json!({})),
        (json!({"docker.io": good}), json!(CANARY)),
        (json!({"docker.io": good}), json!([auth])),
        (json!({"docker.io": good}), json!({"m.example": {"auth": auth}})),
        (json!({"docker.io": good}), json!({url.clone(): CANARY})),
    ] {
        let settings = json!({"rewrite": {"registries": {"mirrors": mirrors, "configs": configs}}});
        // That the canary is in no answer is checked with every call, of the requests as well.
        host().validate_settings(&settings);
        let answer = crate::requests::image("nginx", &settings);
        assert!(answer.accepted || !answer.message.is_empty());
    }
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
