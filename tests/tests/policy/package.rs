//! The module as a file, and the metadata that it is deployed with.

use pullscope_core::json::Value;
use pullscope_core::text;
use pullscope_core::workload::KINDS;

use crate::host::host;
use crate::requests::{creation, workload};

const METADATA: &str = include_str!("../../../wasm/metadata.yml");

#[test]
fn the_module_imports_nothing_but_wapc() {
    let module = &host().module;
    let mut imports: Vec<_> = module.imports().map(|it| (it.module(), it.name())).collect();
    imports.sort_unstable();
    let names = [
        "__guest_error",
        "__guest_request",
        "__guest_response",
        "__host_call",
        "__host_error",
        "__host_error_len",
        "__host_response",
        "__host_response_len",
    ];
    assert_eq!(imports, names.map(|it| ("wapc", it)));
    let mut exports: Vec<_> = module.exports().map(|it| it.name()).collect();
    exports.sort_unstable();
    assert_eq!(exports, ["__guest_call", "memory"]);
}

/// Every `(resource, operation)` of the rules, with the group.
fn rules(metadata: &Value<'_>) -> Vec<(String, String, String)> {
    let strings = |rule: &Value<'_>, key: &str| -> Vec<String> {
        let items = rule.get(key).and_then(Value::as_array).unwrap();
        items.iter().map(|it| it.as_str().unwrap().to_owned()).collect()
    };
    let mut found = Vec::new();
    for rule in metadata.get("rules").and_then(Value::as_array).unwrap() {
        assert_eq!(strings(rule, "apiVersions"), ["v1"]);
        for group in strings(rule, "apiGroups") {
            for resource in strings(rule, "resources") {
                for operation in strings(rule, "operations") {
                    found.push((group.clone(), resource.clone(), operation));
                }
            }
        }
    }
    found
}

#[test]
fn the_rules_cover_every_kind_that_is_judged_and_no_other() {
    let documents = text::documents(METADATA);
    let mut found = rules(&documents.docs[0].root);

    let mut expected = vec![(String::new(), "pods/ephemeralcontainers".into(), "UPDATE".into())];
    for kind in KINDS.map(|(kind, _)| kind).into_iter().chain(["Secret", "ServiceAccount"]) {
        // The request that a rule for this kind leads to is judged.
        let object = match kind {
            "Secret" => serde_json::json!({"type": "Opaque"}),
            "ServiceAccount" => serde_json::json!({}),
            kind => workload(kind, &serde_json::json!({"containers": []})).0,
        };
        let review = creation(kind, object);
        assert!(host().validate(&review, &serde_json::json!({})).accepted, "{kind}");

        let resource = &review["request"]["resource"];
        let text = |key: &str| resource[key].as_str().unwrap().to_owned();
        for operation in ["CREATE", "UPDATE"] {
            expected.push((text("group"), text("resource"), operation.into()));
        }
    }
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn the_metadata_speaks_of_this_version() {
    let documents = text::documents(METADATA);
    let root = &documents.docs[0].root;
    let annotation = |name: &str| root.get("annotations")?.get(name)?.as_str();
    let version = annotation("io.kubewarden.policy.version");
    assert_eq!(version, Some(env!("CARGO_PKG_VERSION")), "the version of the workspace");
    assert_eq!(root.get("mutating").and_then(Value::as_bool), Some(false));
    // Kubewarden reads it as plain YAML without our grace for half-typed text.
    assert!(documents.docs.len() == 1 && documents.docs[0].error.is_none());
    assert!(documents.docs[0].duplicates.is_empty());
}
