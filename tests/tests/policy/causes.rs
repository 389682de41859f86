//! The causes of failed pulls that users really hit, as far as admission can see them.
//!
//! The cases of `tests/corpus/cases` say which causes they are about. Their Secrets and ServiceAccounts
//! make up a cluster; each object of a case is put to the policy as if it were created now.

use std::collections::{BTreeMap, BTreeSet};

use pullscope_core::text;
use pullscope_core::workload::KINDS;
use pullscope_tests::cases::{self, catalogue};
use serde_json::{Value, json};

use crate::host::{Answer, host};
use crate::requests::creation;
use crate::session::Session;
use crate::settings::to_json;

/// For each cause what the policy has to tell of it in some case. The others are not in an object that
/// is admitted: what a node has or is set to, what a registry answers, and what comes later.
const SEEN: [(&str, &[&str]); 17] = [
    ("1", &["pull-secret/no-key"]),
    ("2", &["keyring/docker-hub-client", "pull-secret/no-key"]),
    ("3", &["pull-secret/missing"]),
    ("4", &["pull-secret/missing"]),
    ("5", &["secret/ignored-type", "pull-secret/unusable"]),
    ("6", &["secret/wrong-layout"]),
    ("7", &["secret/encoded-twice", "secret/data-not-base64", "pull-secret/unusable"]),
    ("8", &["secret/no-entries", "secret/creds-store"]),
    ("9", &["pull-secret/no-key"]),
    ("11", &["pull-secret/required"]),
    ("13", &["pull-secret/no-key"]),
    ("16", &["secret/trailing-newline"]),
    ("17", &["secret/token-short-lived"]),
    ("18", &["image/upper-case"]),
    ("19", &["image/template-not-filled", "image/scheme", "image/white-space", "image/tag-twice"]),
    ("20", &["image/no-registry"]),
    ("21", &["image/latest", "pull-policy/required"]),
];

/// Every object of a text, those of lists one by one.
fn objects(pasted: &str) -> Vec<Value> {
    let documents = text::documents(pasted);
    let read = documents.docs.iter().filter(|it| it.error.is_none()).map(|it| to_json(&it.root));
    let each = read.flat_map(|it| match it["items"].as_array() {
        Some(items) => items.clone(),
        None => vec![it],
    });
    each.filter(|it| it["kind"].is_string()).collect()
}

/// What the policy tells of an object, among those of its cluster.
fn told(object: &Value, cluster: &[Value]) -> BTreeSet<String> {
    let kind = object["kind"].as_str().unwrap_or_default();
    let mut review = creation(kind, object.clone());
    let namespace = object["metadata"]["namespace"].as_str().unwrap_or("default");
    review["request"]["namespace"] = namespace.into();
    let settings = json!({
        "references": {"latest": "warn", "requireRegistry": "warn"},
        "pullPolicy": {"require": {"floating": "Always"}, "mode": "warn"},
        "secrets": {"codes": {
            "secret/token-short-lived": "warn", "keyring/docker-hub-client": "warn",
        }},
        "pullSecrets": {"verify": "reject", "require": [
            "registry.example.com/**", "registry.example.com:5000/**", "quay.io/**", "ghcr.io/**",
            "docker.io/**", "example.com/**", "*.example.com/**", "*.*.registry.io/**",
        ]},
    });
    let payload = json!({"request": review["request"], "settings": settings}).to_string();
    let session = Session::of_cluster(cluster.to_vec());
    let answer = Answer::of(host().call_with("validate", payload.as_bytes(), &session).0);
    let codes = answer.rejected.split(',').chain(answer.warned.split(','));
    codes.filter(|it| !it.is_empty()).map(String::from).collect()
}

#[test]
fn what_admission_can_see_of_the_causes_is_told() {
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for case in cases::read(&catalogue::cases()).expect("the cases can be read") {
        let cluster = objects(&case.text);
        let judged = |it: &&Value| {
            let kind = it["kind"].as_str().unwrap_or_default();
            ["Secret", "ServiceAccount"].contains(&kind) || KINDS.iter().any(|it| it.0 == kind)
        };
        if case.causes().next().is_none() {
            continue;
        }
        for object in cluster.iter().filter(judged) {
            let told = told(object, &cluster);
            for cause in case.causes() {
                seen.entry(cause.to_owned()).or_default().extend(told.iter().cloned());
            }
        }
    }
    let mut missing = Vec::new();
    for (cause, codes) in SEEN {
        let told = seen.remove(cause).unwrap_or_default();
        let wanted = codes.iter().filter(|it| !told.contains(**it));
        missing.extend(wanted.map(|code| format!("cause {cause}: {code} is not among {told:?}")));
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
