//! Requests as they come, from `tests/fixtures/policy/`, and what the policy makes of them.

use pullscope_core::workload::KINDS;
use serde_json::{Value, json};

use crate::host::{Answer, host};

/// A review from `tests/fixtures/policy/`.
#[track_caller]
pub(crate) fn fixture(name: &str) -> Value {
    let file = format!("{}/fixtures/policy/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read(&file).unwrap_or_else(|err| panic!("{file}: {err}"));
    serde_json::from_slice(&text).unwrap_or_else(|err| panic!("{file}: {err}"))
}

/// The creation of an object of any kind, with the rest of the request as in a fixture.
pub(crate) fn creation(kind: &str, object: Value) -> Value {
    let mut review = fixture("pod-create.json");
    let request = &mut review["request"];
    let group = match kind {
        "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet" => "apps",
        "Job" | "CronJob" => "batch",
        _ => "",
    };
    request["kind"] = json!({"group": group, "version": "v1", "kind": kind});
    request["requestKind"] = request["kind"].clone();
    request["resource"]["group"] = group.into();
    request["resource"]["resource"] = format!("{}s", kind.to_lowercase()).into();
    request["requestResource"] = request["resource"].clone();
    request["object"] = object;
    review
}

/// The object of a kind with this Pod spec, and the path to it.
pub(crate) fn workload(kind: &str, spec: &Value) -> (Value, &'static str) {
    let (_, path) = KINDS.into_iter().find(|(name, _)| *name == kind).unwrap();
    let object = path.rsplit('.').fold(spec.clone(), |inner, step| json!({step: inner}));
    (object, path)
}

/// The creation of a Pod with one container of this image.
#[track_caller]
pub(crate) fn image(image: &str, settings: &Value) -> Answer {
    let mut review = fixture("pod-create.json");
    let spec = &mut review["request"]["object"]["spec"];
    spec["containers"].as_array_mut().unwrap().truncate(1);
    spec["containers"][0]["image"] = image.into();
    for list in ["initContainers", "volumes"] {
        spec.as_object_mut().unwrap().remove(list);
    }
    host().validate(&review, settings)
}

#[track_caller]
pub(crate) fn accepted(answer: &Answer) {
    assert!(answer.accepted, "{answer:?}");
    assert_eq!(answer.message, "");
}

/// Refused with exactly this message.
#[track_caller]
pub(crate) fn refused(answer: &Answer, message: &str) {
    assert!(!answer.accepted, "{answer:?}");
    assert_eq!(answer.message, message);
}

#[test]
fn protocol_version_is_v1() {
    assert_eq!(host().call("protocol_version", b"").unwrap(), "\"v1\"");
}

#[test]
fn an_unknown_operation_is_an_error() {
    let error = "unknown operation; this policy answers validate, validate_settings and \
                 protocol_version";
    for operation in ["", "mutate", "validate ", "VALIDATE", &"validate".repeat(1000)] {
        assert_eq!(host().call(operation, b"{}").unwrap_err(), error, "{operation}");
    }
}

#[test]
fn every_good_request_is_accepted() {
    let strict = json!({
        "references": {
            "registries": {
                "allow": ["registry.example.com", "registry.example.com:5000", "docker.io"],
                "refuse": ["evil.com"]
            },
            "latest": "reject"
        }
    });
    for name in [
        "pod-create.json",
        "pod-ephemeralcontainers-update.json",
        "pod-delete.json",
        "deployment-update.json",
        "cronjob-create.json",
        "secret-create.json",
        "audit-pod.json",
    ] {
        for settings in [&json!({}), &strict] {
            let answer = host().validate(&fixture(name), settings);
            accepted(&answer);
            assert_eq!(answer.warnings, [""; 0], "{name}");
        }
    }
}

#[test]
fn what_cannot_or_must_not_be_pulled_is_refused_with_the_field_and_the_fix() {
    for (name, settings, message) in [
        (
            "latest.json",
            json!({"references": {"latest": "reject"}}),
            "spec.containers[0].image: \"nginx:latest\" has the tag latest, and latest is refused; \
             name a version such as nginx:1.2.3, or a digest; \
             spec.containers[1].image: \"fluent/fluentd\" implies the tag latest, having neither \
             tag nor digest, and latest is refused; name a version such as fluent/fluentd:1.2.3, \
             or a digest",
        ),
        (
            "unparsable.json",
            json!({}),
            "spec.containers[0].image: \"Team/web\" has an upper-case letter, and a repository has \
             none: write \"registry.example.com/team/web:1.4.2\" (at byte 21); the kubelet would \
             stop at InvalidImageName",
        ),
        (
            "image-volume.json",
            json!({"references": {"registries": {"refuse": ["models.evil.com"]}}}),
            "spec.volumes[0].image.reference: \"models.evil.com/llama:3\" comes from the registry \
             \"models.evil.com\", which references.registries.refuse has as \"models.evil.com\"; use an \
             image of another registry",
        ),
        (
            "secret-encoded-twice.json",
            json!({}),
            "data[.dockerconfigjson]: the value is still base64 after decoding: it was encoded \
             twice, and decoded again it is a config for \"registry.example.com:5000\"; encode it once \
             under data, or put the JSON itself under stringData",
        ),
    ] {
        refused(&host().validate(&fixture(name), &settings), message);
    }
}

#[test]
fn a_deployment_is_judged_by_what_it_will_be() {
    let mut review = fixture("deployment-update.json");
    let old = "/request/oldObject/spec/template/spec/containers/0/image";
    *review.pointer_mut(old).unwrap() = "Unparsable".into();
    accepted(&host().validate(&review, &json!({})));

    let new = old.replace("oldObject", "object");
    *review.pointer_mut(&new).unwrap() = "nginx".into();
    refused(
        &host().validate(&review, &json!({"references": {"latest": "reject"}})),
        "spec.template.spec.containers[0].image: \"nginx\" implies the tag latest, having neither \
         tag nor digest, and latest is refused; name a version such as nginx:1.2.3, or a digest",
    );
}

#[test]
fn several_problems_come_in_one_answer_in_the_order_of_the_fields() {
    let mut review = fixture("pod-create.json");
    let spec = &mut review["request"]["object"]["spec"];
    spec["containers"][1]["image"] = "evil.com/log:latest".into();
    spec["initContainers"][0]["image"] = "Migrate".into();
    spec["volumes"][0]["image"]["reference"] = "models/llama".into();
    let settings =
        json!({"references": {"latest": "reject", "registries": {"refuse": ["evil.com"]}}});
    refused(
        &host().validate(&review, &settings),
        "spec.initContainers[0].image: \"Migrate\" has an upper-case letter, and a repository has \
         none: write \"migrate\" (at byte 0); the kubelet would stop at InvalidImageName; \
         spec.containers[1].image: \"evil.com/log:latest\" comes from the registry \"evil.com\", \
         which references.registries.refuse has as \"evil.com\"; use an image of another registry; \
         spec.containers[1].image: \"evil.com/log:latest\" has the tag latest, and latest is \
         refused; name a version such as evil.com/log:1.2.3, or a digest; \
         spec.volumes[0].image.reference: \"models/llama\" implies the tag latest, having neither \
         tag nor digest, and latest is refused; name a version such as models/llama:1.2.3, or a \
         digest",
    );
}

#[test]
fn debugging_is_judged_by_what_it_adds() {
    let mut review = fixture("pod-ephemeralcontainers-update.json");
    // What was admitted before this policy cannot be changed by this request.
    review["request"]["object"]["spec"]["containers"][0]["image"] = "nginx:latest".into();
    let settings = json!({"references": {"latest": "reject"}});
    accepted(&host().validate(&review, &settings));

    let image = "/request/object/spec/ephemeralContainers/0/image";
    *review.pointer_mut(image).unwrap() = "busybox:latest".into();
    refused(
        &host().validate(&review, &settings),
        "spec.ephemeralContainers[0].image: \"busybox:latest\" has the tag latest, and latest is \
         refused; name a version such as busybox:1.2.3, or a digest",
    );
}

#[test]
fn the_audit_scanner_gets_everything_judged() {
    // Its resource is the kind, and it sends neither options nor an old object.
    let mut review = fixture("audit-pod.json");
    assert_eq!(review["request"]["resource"]["resource"], "Pod");
    let image = "/request/object/spec/ephemeralContainers/0/image";
    *review.pointer_mut(image).unwrap() = "evil.com/busybox:1".into();
    refused(
        &host().validate(&review, &json!({"references": {"registries": {"refuse": ["evil.com"]}}})),
        "spec.ephemeralContainers[0].image: \"evil.com/busybox:1\" comes from the registry \
         \"evil.com\", which references.registries.refuse has as \"evil.com\"; use an image of another \
         registry",
    );
}

#[test]
fn nothing_enters_by_a_deletion_or_a_connection() {
    accepted(&host().validate(&fixture("pod-delete.json"), &json!({})));
    let mut review = creation("PodExecOptions", json!({"command": ["sh"]}));
    review["request"]["operation"] = "CONNECT".into();
    review["request"]["subResource"] = "exec".into();
    accepted(&host().validate(&review, &json!({})));
}

#[test]
fn a_subresource_that_holds_no_image_is_accepted() {
    let object = json!({"spec": {"replicas": 3}});
    for (kind, subresource) in [("Scale", "scale"), ("Pod", "status"), ("Eviction", "eviction")] {
        let mut review = creation(kind, object.clone());
        review["request"]["subResource"] = subresource.into();
        accepted(&host().validate(&review, &json!({})));
    }
}

#[test]
fn a_kind_that_is_not_judged_is_not_waved_through() {
    refused(
        &host().validate(&creation("ConfigMap", json!({"data": {}})), &json!({})),
        "request.kind.kind: \"ConfigMap\" is not a kind that this policy judges; take it out of \
         the policy's rules",
    );
}

#[test]
fn an_object_that_is_not_there_is_refused() {
    refused(
        &host().validate(&creation("Pod", Value::Null), &json!({})),
        "request.object: missing, so that there is nothing to judge",
    );
    refused(
        &host().validate(&creation("Deployment", json!({"spec": {}})), &json!({})),
        "spec.template.spec: missing, so that no image can be judged; a workload has a Pod spec \
         here",
    );
    let mut review = fixture("pod-create.json");
    review["request"]["kind"] = json!({});
    refused(
        &host().validate(&review, &json!({})),
        "request.kind.kind: missing, so that nothing says how to read the object",
    );
}

#[test]
fn an_object_that_does_not_decode_is_refused() {
    let cases = [
        (json!("x"), "", "an object, found a string"),
        (json!({"spec": []}), "spec: ", "an object, found a list"),
        (json!({"spec": {"containers": {}}}), "spec.containers: ", "a list, found an object"),
        (
            json!({"spec": {"containers": ["nginx"]}}),
            "spec.containers[0]: ",
            "an object, found a string",
        ),
        (
            json!({"spec": {"initContainers": [{"image": {"a": 1}}]}}),
            "spec.initContainers[0].image: ",
            "a string, found an object",
        ),
        (
            json!({"spec": {"volumes": [{"image": "nginx"}]}}),
            "spec.volumes[0].image: ",
            "an object, found a string",
        ),
    ];
    for (object, path, expected) in cases {
        refused(
            &host().validate(&creation("Pod", object), &json!({})),
            &format!(
                "{path}expected {expected}; what cannot be read is refused, so write it as the \
                 Kubernetes API has it"
            ),
        );
    }
}

#[test]
fn what_is_exempt_is_not_judged() {
    let review = fixture("latest.json");
    let namespace = review["request"]["namespace"].as_str().unwrap();
    let settings = |scope: Value| json!({"scope": scope, "references": {"latest": "reject"}});
    for scope in [
        json!({"exemptNamespaces": [namespace]}),
        json!({"exemptNamespaces": ["kube-system", format!("{}*", &namespace[..2])]}),
        json!({"exemptKinds": ["Pod"]}),
    ] {
        accepted(&host().validate(&review, &settings(scope)));
    }
    for scope in [json!({"exemptNamespaces": ["kube-*"]}), json!({"exemptKinds": ["Job"]})] {
        assert!(!host().validate(&review, &settings(scope)).accepted);
    }
}

#[test]
fn the_audit_log_gets_the_codes() {
    let settings = json!({"references": {"latest": "reject", "requireTag": "warn"}});
    let answer = host().validate(&fixture("latest.json"), &settings);
    assert_eq!((&*answer.rejected, &*answer.warned), ("image/latest", "image/no-tag"));
    let answer = host().validate(&fixture("pod-create.json"), &json!({}));
    assert_eq!((&*answer.rejected, &*answer.warned), ("", ""));
}

#[test]
fn a_policy_that_only_warns_accepts_with_the_same_sentences() {
    let settings = json!({"references": {"latest": "reject"}});
    let refused = host().validate(&fixture("latest.json"), &settings);
    let settings = json!({"mode": "warn", "references": {"latest": "reject"}});
    let warned = host().validate(&fixture("latest.json"), &settings);
    accepted(&warned);
    assert_eq!(warned.warnings.join("; "), refused.message);
    assert_eq!(warned.warned, refused.rejected);
    // What cannot be read is refused all the same.
    let review = creation("Pod", json!({"spec": []}));
    assert!(!host().validate(&review, &json!({"mode": "warn"})).accepted);
}
