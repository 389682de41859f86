//! The policy's judgement of every row of the corpora, against what upstream's code answered.
//!
//! A request lists at most twenty problems, so that twenty images are asked about at once.

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pullscope_core::Reference;
use pullscope_core::finding::Severity;
use pullscope_core::pull_secret::{self, Places, PullSecret};
use serde_json::{Map, Value, json};

use crate::host::{Answer, host};
use crate::requests::creation;
use crate::session::Session;

/// How many problems one answer lists.
const BATCH: usize = 20;

#[track_caller]
fn rows(name: &str) -> Vec<Map<String, Value>> {
    let file = format!("{}/corpus/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&file).unwrap_or_else(|err| panic!("{file}: {err}"));
    let rows = text.lines().map(|line| serde_json::from_str(line).expect("a row"));
    rows.filter(|it: &Map<_, _>| !it.contains_key("_meta")).collect()
}

fn text<'r>(row: &'r Map<String, Value>, field: &str) -> &'r str {
    row.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn bytes(row: &Map<String, Value>, field: &str) -> Vec<u8> {
    match row.get(&format!("{field}_b64")) {
        Some(encoded) => STANDARD.decode(encoded.as_str().expect("a string")).expect("base64"),
        None => text(row, field).into(),
    }
}

#[track_caller]
fn pod(containers: Vec<Value>, settings: &Value) -> Answer {
    host().validate(&creation("Pod", json!({"spec": {"containers": containers}})), settings)
}

/// Whether an answer has a problem with this container.
fn has_problem(answer: &Answer, index: usize, field: &str) -> bool {
    answer.message.contains(&format!("spec.containers[{index}].{field}: "))
}

#[test]
fn references_are_those_of_the_kubelet() {
    let rows = rows("reference");
    let images: Vec<_> = rows.iter().filter(|it| it.contains_key("input")).collect();
    assert!(images.len() > 6_000);
    let latest = json!({"references": {"latest": "reject"}});
    for batch in images.chunks(BATCH) {
        let image = |row: &&Map<_, _>| json!({"name": "a", "image": text(row, "input")});
        let containers: Vec<_> = batch.iter().map(image).collect();
        let parsed = pod(containers.clone(), &json!({}));
        let fixed = pod(containers, &latest);
        for (index, row) in batch.iter().enumerate() {
            let is_image = row["k8s"].get("error").is_none();
            let input = text(row, "input");
            assert_eq!(!has_problem(&parsed, index, "image"), is_image, "{input:?}");
            let floats =
                text(row, "digest").is_empty() && matches!(text(row, "tag"), "" | "latest");
            assert_eq!(
                !has_problem(&fixed, index, "image"),
                is_image && !floats,
                "{input:?} with latest refused"
            );
        }
    }
}

#[test]
fn pull_policies_are_those_that_the_api_server_stores() {
    const POLICIES: [&str; 3] = ["Always", "IfNotPresent", "Never"];
    let rows = rows("pullpolicy");
    let mut judged = 0;
    for policy in POLICIES {
        let same: Vec<_> = rows
            .iter()
            .filter(|it| text(it, "policy") == policy && it.contains_key("image"))
            .collect();
        judged += same.len();
        for batch in same.chunks(BATCH) {
            let container = |row: &&Map<_, _>| {
                let initial = text(row, "initial");
                json!({"name": "a", "image": text(row, "image"), "imagePullPolicy": initial})
            };
            let containers: Vec<_> = batch.iter().map(container).collect();
            for allowed in POLICIES {
                let settings = json!({
                    "references": {"unparsable": "off"}, "pullPolicy": {"allow": [allowed]}
                });
                let answer = pod(containers.clone(), &settings);
                for (index, row) in batch.iter().enumerate() {
                    let refused = has_problem(&answer, index, "imagePullPolicy");
                    assert_eq!(refused, allowed != policy, "{row:?} and only {allowed}");
                }
            }
        }
    }
    assert!(judged > 1_000, "{judged} rows");
}

#[test]
fn credentials_are_those_that_the_keyring_finds() {
    let (mut fits, mut others, mut broken) = (0, 0, 0);
    for row in rows("keyring") {
        let image = text(&row, "image");
        // What the kubelet looks up is the whole name of an image.
        let Ok(reference) = Reference::parse(image) else { continue };
        if reference.name().to_string() != image || reference.registry().is_empty() {
            continue;
        }
        let (secret_type, key) = match text(&row, "kind") {
            "config.json" => ("kubernetes.io/dockerconfigjson", ".dockerconfigjson"),
            _ => ("kubernetes.io/dockercfg", ".dockercfg"),
        };
        let data = json!({key: STANDARD.encode(bytes(&row, "config"))});
        let secret = json!({"type": secret_type, "data": data});
        let settings = json!({
            "secrets": {"mode": "off"}, "pullSecrets": {"require": [image], "verify": "reject"}
        });
        let mut review = creation(
            "Pod",
            json!({"spec": {
                "containers": [{"name": "a", "image": image}],
                "imagePullSecrets": [{"name": "regcred"}]
            }}),
        );
        review["request"]["namespace"] = "team".into();
        let session = Session::default().resource("Secret", "team", "regcred", &secret);
        let answer = host().validate_with(&review, &settings, &session);
        let credentials = row.get("creds").and_then(Value::as_array).map_or(&[][..], |it| it);
        let is_blank = |it: &Value| {
            ["username", "username_b64", "password", "password_b64"]
                .iter()
                .all(|member| it[member].as_str().unwrap_or_default().is_empty())
        };
        let expected = if row.contains_key("decode_error") {
            broken += 1;
            "pull-secret/no-key,pull-secret/unusable"
        } else if credentials.iter().all(is_blank) {
            others += 1;
            "pull-secret/no-key"
        } else {
            fits += 1;
            ""
        };
        assert_eq!(answer.rejected, expected, "{row:?}\n{}", answer.message);
    }
    assert!(fits > 500 && others > 500 && broken > 10, "{fits} fit, {others} do not, {broken}");
}

#[test]
fn secrets_are_refused_where_the_api_server_or_the_kubelet_would() {
    let mut judged = 0;
    for row in rows("secret_validate") {
        let mut data: Vec<(String, Vec<u8>)> = Vec::new();
        for (key, value) in row.get("data").and_then(Value::as_object).into_iter().flatten() {
            let value = value.as_str().expect("base64");
            data.push((key.clone(), STANDARD.decode(value).expect("base64")));
        }
        for (key, fill) in row.get("data_fill").and_then(Value::as_object).into_iter().flatten() {
            let byte = fill["byte"].as_str().expect("a byte").as_bytes()[0];
            let count = fill["count"].as_u64().expect("a count");
            data.push((key.clone(), vec![byte; usize::try_from(count).expect("a size")]));
        }
        let encoded = data.iter().map(|(key, value)| (key.clone(), STANDARD.encode(value).into()));
        let secret_type = text(&row, "type");
        let object = json!({
            "type": secret_type, "data": encoded.collect::<Map<_, _>>(),
            "metadata": {"annotations": row.get("annotations")}
        });
        let borrowed: Vec<(&str, &[u8])> =
            data.iter().map(|(key, value)| (&**key, &**value)).collect();
        let secret = PullSecret { secret_type, data: &borrowed, annotations: &[] };
        let findings = pull_secret::findings(&secret, &Places::default());
        let codes = |severity: Severity| {
            let found = findings.iter().filter(|it| it.severity == severity);
            let mut codes: Vec<&str> = found.map(|it| it.code).collect();
            codes.sort_unstable();
            codes.dedup();
            codes.join(",")
        };
        let answer = host().validate(&creation("Secret", object), &json!({}));
        if secret.format().is_some() {
            assert_eq!(answer.rejected, codes(Severity::Error), "{row:?}");
            assert_eq!(answer.warned, codes(Severity::Warning), "{row:?}");
            let errors = row["errors"].as_array().expect("errors");
            assert!(errors.is_empty() || !answer.accepted, "{errors:?} is accepted");
            judged += 1;
        } else {
            assert!(answer.accepted, "{row:?}");
        }
    }
    assert!(judged > 100, "{judged} rows");
}

#[test]
fn a_secret_that_does_not_decode_is_refused() {
    let (mut good, mut bad) = (0, 0);
    for row in rows("dockerconfig_decode") {
        let raw = bytes(&row, "raw");
        let (secret_type, key) = match text(&row, "kind") {
            "config.json" => ("kubernetes.io/dockerconfigjson", ".dockerconfigjson"),
            _ => ("kubernetes.io/dockercfg", ".dockercfg"),
        };
        let object = json!({"type": secret_type, "data": {key: STANDARD.encode(&raw)}});
        let answer = host().validate(&creation("Secret", object), &json!({}));
        let decodes = row["ok"].as_bool().expect("a truth value");
        if decodes {
            good += 1;
            // Something else can be wrong with it, which is the API server's or nobody's affair.
            assert!(!answer.rejected.contains("secret/auth-"), "{row:?} {answer:?}");
        } else {
            bad += 1;
            assert!(!answer.accepted, "{row:?}");
        }
    }
    assert!(good > 100 && bad > 100, "{good} decode, {bad} do not");
}
