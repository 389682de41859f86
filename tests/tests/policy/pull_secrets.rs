//! Pull Secrets: which a Pod has to name, which it may not, and which are added.

use serde_json::{Value, json};

use crate::host::{Answer, host};
use crate::requests::{accepted, creation, refused};

#[track_caller]
fn pod(image: &str, secrets: &Value, settings: &Value) -> Answer {
    let mut spec = json!({"containers": [{"name": "a", "image": image}], "zeta": [1, {}]});
    if !secrets.is_null() {
        spec["imagePullSecrets"] = secrets.clone();
    }
    host().validate(&creation("Pod", json!({"spec": spec})), &json!({"pullSecrets": settings}))
}

#[test]
fn an_image_can_need_a_secret() {
    let settings = json!({"require": ["registry.example.com/**"]});
    let message = "spec.containers[0].image: \"registry.example.com/a\" needs a pull Secret by \
                   \"registry.example.com/**\" in pullSecrets.require, and the Pod names none; add \
                   it to imagePullSecrets of the Pod or of its ServiceAccount";
    for none in [json!(null), json!([]), json!([{}]), json!([{"name": ""}])] {
        refused(&pod("registry.example.com/a", &none, &settings), message);
        accepted(&pod("nginx", &none, &settings));
    }
    accepted(&pod("registry.example.com/a", &json!([{"name": "x"}]), &settings));
    // A template has not the list of its ServiceAccount, which its Pods have.
    let spec = json!({"containers": [{"name": "a", "image": "registry.example.com/a"}]});
    let object = json!({"spec": {"template": {"spec": spec}}});
    accepted(&host().validate(&creation("Deployment", object), &json!({"pullSecrets": settings})));
}

#[test]
fn a_name_can_be_kept_out() {
    let named = json!([{"name": "regcred"}, {"name": "team-a"}, {"name": "other"}]);
    refused(
        &pod("nginx", &named, &json!({"allow": ["regcred", "team-*"]})),
        "spec.imagePullSecrets[2].name: \"other\" is not in pullSecrets.allow; name one of these, \
         or none",
    );
    refused(
        &pod("nginx", &named, &json!({"refuse": ["team-*"]})),
        "spec.imagePullSecrets[1].name: \"team-a\" is refused by \"team-*\" in pullSecrets.refuse; \
         take it out",
    );
    let answer = pod("nginx", &named, &json!({"refuse": ["team-*"], "mode": "warn"}));
    accepted(&answer);
    assert_eq!(answer.warned, "pull-secret/refused");
    accepted(&pod("nginx", &named, &json!({"refuse": ["team-*"], "mode": "off"})));
}

#[test]
fn a_secret_is_added_once_and_at_the_end() {
    let settings = json!({
        "inject": [{"name": "hub", "images": ["docker.io/**"]}, {"name": "all"}],
        "require": ["docker.io/**"]
    });
    for (image, before, after) in [
        ("nginx", json!(null), json!([{"name": "hub"}, {"name": "all"}])),
        ("nginx", json!([]), json!([{"name": "hub"}, {"name": "all"}])),
        (
            "nginx",
            json!([{"name": "mine", "x": 1}, {"name": "all"}]),
            json!([{"name": "mine", "x": 1}, {"name": "all"}, {"name": "hub"}]),
        ),
        ("quay.io/a", json!([{"name": "hub"}]), json!([{"name": "hub"}, {"name": "all"}])),
    ] {
        let answer = pod(image, &before, &settings);
        accepted(&answer);
        assert_eq!(answer.object.unwrap()["spec"]["imagePullSecrets"], after);
        assert_eq!(answer.mutated, "pull-secret/injected");
    }
    let both = json!([{"name": "all"}, {"name": "hub"}]);
    assert_eq!(pod("nginx", &both, &settings).object, None);
    // A template keeps its ServiceAccount's list as long as it has none of its own.
    let spec = json!({"containers": [{"name": "a", "image": "nginx"}]});
    let object = json!({"spec": {"template": {"spec": spec}}});
    let answer = host().validate(&creation("Job", object), &json!({"pullSecrets": settings}));
    assert_eq!(answer.object, None);
    // An explicit null is no list.
    let object = json!({"spec": {"imagePullSecrets": null, "containers": [{"image": "nginx"}]}});
    let answer = host().validate(&creation("Pod", object), &json!({"pullSecrets": settings}));
    assert_eq!(answer.object.unwrap()["spec"]["imagePullSecrets"].as_array().unwrap().len(), 2);
}

#[test]
fn settings_name_what_contradicts_itself() {
    let settings = json!({"pullSecrets": {
        "allow": ["regcred", "Bad"],
        "inject": [{"name": "other"}, {"images": ["nginx"]}, {"name": "regcred", "images": []},
                   {"name": "regcred"}, {"name": "a*"}, {"name": 1}, 5]
    }});
    let message = host().validate_settings(&settings).unwrap();
    for part in [
        "pullSecrets.allow[1]: \"Bad\" is no name of a Secret; * stands for any characters",
        "pullSecrets.inject[0].name: \"other\" is a name that allow or refuse of pullSecrets keep out",
        "pullSecrets.inject[1]: has no name; write the name of a Secret",
        "pullSecrets.inject[2].images: an empty list would refuse everything",
        "pullSecrets.inject[3]: has the name of an entry before it; put the images together",
        "pullSecrets.inject[4].name: \"a*\" is no name of a Secret",
        "pullSecrets.inject[5].name: expected a name in quotes, found a number",
        "pullSecrets.inject[6]: expected an object, found a number",
    ] {
        assert!(message.contains(part), "{part}\n{message}");
    }
}
