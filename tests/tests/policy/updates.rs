//! Updates: what could not be changed is not punished, and everything else is judged.

use serde_json::{Value, json};

use crate::host::{Answer, host};
use crate::requests::{accepted, creation, workload};

#[track_caller]
fn update(kind: &str, before: &Value, after: &Value, settings: &Value) -> Answer {
    let mut review = creation(kind, after.clone());
    review["request"]["operation"] = "UPDATE".into();
    review["request"]["oldObject"] = before.clone();
    host().validate(&review, settings)
}

fn object(kind: &str, image: &str, policy: &str) -> Value {
    let spec = json!({
        "containers": [{"name": "a", "image": image, "imagePullPolicy": policy}],
        "imagePullSecrets": [{"name": "old"}]
    });
    workload(kind, &spec).0
}

fn settings() -> Value {
    json!({
        "references": {"latest": "reject"},
        "pullPolicy": {"allow": ["Always"], "set": "Always"},
        "pullSecrets": {"refuse": ["old"]}
    })
}

#[test]
fn a_pod_and_a_job_that_were_there_can_be_labelled() {
    for kind in ["Pod", "Job"] {
        let before = object(kind, "nginx", "Never");
        let mut after = before.clone();
        after["metadata"] = json!({"labels": {"a": "b"}});
        let answer = update(kind, &before, &after, &settings());
        accepted(&answer);
        assert_eq!(answer.object, None, "nothing is changed that cannot be changed");
        // The audit scanner asks as if it were new.
        let answer = host().validate(&creation(kind, after), &settings());
        assert_eq!(answer.rejected, "image/latest,pull-secret/refused");
    }
}

#[test]
fn what_an_update_changes_is_judged() {
    let before = object("Pod", "nginx:1", "IfNotPresent");
    let answer = update("Pod", &before, &object("Pod", "nginx", "IfNotPresent"), &settings());
    // The policy belongs to the new image as well, and cannot be set any more.
    assert_eq!(answer.rejected, "image/latest,pull-policy/not-allowed");
    assert_eq!(answer.object, None);
}

#[test]
fn a_template_that_can_be_mended_is_judged_as_a_whole() {
    for kind in ["Deployment", "StatefulSet", "DaemonSet", "CronJob", "ReplicaSet", "PodTemplate"] {
        let before = object(kind, "nginx", "Never");
        let answer = update(kind, &before, &before, &settings());
        assert_eq!(answer.rejected, "image/latest,pull-secret/refused", "{kind}");
    }
}

#[test]
fn what_is_being_deleted_can_lose_its_finalizers() {
    let mut before = object("Deployment", "nginx", "Never");
    before["metadata"] = json!({"deletionTimestamp": "2026-11-02T09:15:04Z", "finalizers": ["x"]});
    let mut after = before.clone();
    after["metadata"]["finalizers"] = json!([]);
    accepted(&update("Deployment", &before, &after, &settings()));
    // Not what pretends to be, and not what is changed on the way.
    let fresh = object("Deployment", "nginx", "Never");
    assert!(!update("Deployment", &fresh, &after, &settings()).accepted);
    let image = "/spec/template/spec/containers/0/image";
    *after.pointer_mut(image).unwrap() = "busybox".into();
    assert!(!update("Deployment", &before, &after, &settings()).accepted);
}

#[test]
fn an_ephemeral_container_that_was_there_is_not_judged_again() {
    let pod = |images: &[&str]| {
        let ephemeral: Vec<_> = images.iter().map(|it| json!({"name": it, "image": it})).collect();
        json!({"spec": {"containers": [], "ephemeralContainers": ephemeral}})
    };
    let debug = |before: &Value, after: &Value| {
        let mut review = creation("Pod", after.clone());
        review["request"]["operation"] = "UPDATE".into();
        review["request"]["subResource"] = "ephemeralcontainers".into();
        review["request"]["oldObject"] = before.clone();
        host().validate(&review, &settings())
    };
    let answer = debug(&pod(&["nginx"]), &pod(&["nginx", "busybox:1"]));
    accepted(&answer);
    let object = answer.object.unwrap();
    let policy = |index: usize| object["spec"]["ephemeralContainers"][index].get("imagePullPolicy");
    assert_eq!((policy(0), policy(1)), (None, Some(&json!("Always"))));
    assert_eq!(debug(&pod(&["nginx"]), &pod(&["nginx", "busybox"])).rejected, "image/latest");
}
