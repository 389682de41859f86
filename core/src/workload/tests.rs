use alloc::format;
use alloc::string::{String, ToString};

use super::*;
use crate::json;

/// An object of `kind` with `spec` where its Pod spec belongs.
fn wrapped(kind: &str, spec: &str) -> String {
    let path = pod_spec_path(kind).unwrap();
    let mut text = String::from(spec);
    for step in path.rsplit('.') {
        text = format!(r#"{{"{step}": {text}}}"#);
    }
    format!(r#"{{"kind": "{kind}", {}"#, &text[1..])
}

/// `path=image` for every image, and `path: problem` for everything of the wrong type.
#[track_caller]
fn check(kind: &str, object: &str, expect: &[&str]) {
    let object = json::parse(object, json::DEFAULT_MAX_DEPTH).unwrap();
    let workload = read(kind, &object).unwrap();
    let images = workload
        .images
        .iter()
        .map(|it| format!("{} {}={}", it.role.as_str(), it.path, it.text().unwrap_or("absent")));
    let names = workload
        .pull_secrets
        .iter()
        .map(|it| format!("{}={}", it.path, it.name.and_then(Value::as_str).unwrap_or("absent")));
    let wrong = workload.wrong_types.iter().map(|it| format!("{}: {it}", it.path));
    assert_eq!(images.chain(names).chain(wrong).collect::<Vec<_>>(), expect);
}

#[test]
fn every_kind_has_its_pod_spec_where_the_api_has_it() {
    for (kind, path) in KINDS {
        let text = wrapped(kind, r#"{"containers": [{"name": "a", "image": "b"}]}"#);
        check(kind, &text, &[&format!("container {path}.containers[0].image=b")]);
        let object = json::parse(&text, json::DEFAULT_MAX_DEPTH).unwrap();
        assert_eq!(images(&object)[0].name, Some("a"));
    }
    assert!(read("Service", &json::parse("{}", 1).unwrap()).is_none());
}

#[test]
fn images_come_in_the_order_of_the_table() {
    let spec = r#"{
        "volumes": [{"name": "v", "emptyDir": {}}, {"name": "m", "image": {"reference": "e"}}],
        "ephemeralContainers": [{"image": "d"}],
        "containers": [{"image": "c"}],
        "initContainers": [{"image": "a"}, {"image": "b", "restartPolicy": "Always"}],
        "imagePullSecrets": [{"name": "one"}, {}, {"name": ""}]
    }"#;
    check(
        "Pod",
        &wrapped("Pod", spec),
        &[
            "init container spec.initContainers[0].image=a",
            "sidecar container spec.initContainers[1].image=b",
            "container spec.containers[0].image=c",
            "ephemeral container spec.ephemeralContainers[0].image=d",
            "image volume spec.volumes[1].image.reference=e",
            "spec.imagePullSecrets[0].name=one",
            "spec.imagePullSecrets[1].name=absent",
            "spec.imagePullSecrets[2].name=",
        ],
    );
}

#[test]
fn what_is_null_is_absent() {
    let spec = r#"{"initContainers": null, "containers": [null, {"image": null}],
        "volumes": [null, {"image": null}, {"image": {}}], "imagePullSecrets": null}"#;
    check(
        "Pod",
        &wrapped("Pod", spec),
        &[
            "container spec.containers[0].image=absent",
            "container spec.containers[1].image=absent",
            "image volume spec.volumes[2].image.reference=absent",
        ],
    );
    check("Deployment", r#"{"spec": null}"#, &[]);
    check("Deployment", "{}", &[]);
}

#[test]
fn what_has_the_wrong_type_is_told_and_hides_nothing() {
    let spec = r#"{
        "initContainers": {"image": "a"},
        "containers": [7, {"image": ["b"], "name": 1}, {"image": "c", "imagePullPolicy": true}],
        "volumes": [{"image": "d"}, {"image": {"reference": 2, "pullPolicy": 3}}],
        "imagePullSecrets": ["e", {"name": {}}]
    }"#;
    let at = "spec.template.spec";
    check(
        "Job",
        &wrapped("Job", spec),
        &[
            &format!("container {at}.containers[1].image=absent"),
            &format!("container {at}.containers[2].image=c"),
            &format!("image volume {at}.volumes[1].image.reference=absent"),
            &format!("{at}.imagePullSecrets[1].name=absent"),
            &format!("{at}.initContainers: expected a list, found an object"),
            &format!("{at}.containers[0]: expected an object, found a number"),
            &format!("{at}.containers[1].name: expected a string, found a number"),
            &format!("{at}.containers[1].image: expected a string, found a list"),
            &format!("{at}.containers[2].imagePullPolicy: expected a string, found a boolean"),
            &format!("{at}.volumes[0].image: expected an object, found a string"),
            &format!("{at}.volumes[1].image.reference: expected a string, found a number"),
            &format!("{at}.volumes[1].image.pullPolicy: expected a string, found a number"),
            &format!("{at}.imagePullSecrets[0]: expected an object, found a string"),
            &format!("{at}.imagePullSecrets[1].name: expected a string, found an object"),
        ],
    );
}

#[test]
fn the_way_to_the_pod_spec_is_told_when_it_is_blocked() {
    check("CronJob", "[]", &[": expected an object, found a list"]);
    check(
        "CronJob",
        r#"{"spec": {"jobTemplate": {"spec": {"template": "x"}}}}"#,
        &["spec.jobTemplate.spec.template: expected an object, found a string"],
    );
    check("Pod", r#"{"spec": []}"#, &["spec: expected an object, found a list"]);
}

#[test]
fn a_value_keeps_its_place_in_the_text() {
    let text = wrapped("Pod", r#"{"containers": [{"image": "nginx"}, {"image": 5}]}"#);
    let object = json::parse(&text, json::DEFAULT_MAX_DEPTH).unwrap();
    let workload = read("Pod", &object).unwrap();
    assert_eq!(&text[workload.images[0].image.unwrap().span.clone()], "\"nginx\"");
    assert_eq!(&text[workload.images[1].element.span.clone()], "{\"image\": 5}");
    assert_eq!(&text[workload.wrong_types[0].span.clone()], "5");
    assert_eq!(workload.wrong_types[0].to_string(), "expected a string, found a number");
}
