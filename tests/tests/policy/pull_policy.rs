//! Pull policies: which are refused, and which are written.

use serde_json::{Value, json};

use crate::host::{Answer, host};
use crate::requests::{accepted, creation, refused};

const PINNED: &str =
    "nginx@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The creation of a Pod with one container of this image and policy.
#[track_caller]
fn pod(image: &str, policy: Option<&str>, settings: &Value) -> Answer {
    let mut container = json!({"name": "a", "image": image, "zeta": {"kept": 1.0}});
    if let Some(policy) = policy {
        container["imagePullPolicy"] = policy.into();
    }
    let review = creation("Pod", json!({"spec": {"containers": [container]}}));
    host().validate(&review, &json!({"pullPolicy": settings}))
}

#[track_caller]
fn becomes(image: &str, policy: Option<&str>, settings: &Value, expect: Option<&str>) {
    let answer = pod(image, policy, settings);
    accepted(&answer);
    let set =
        answer.object.as_ref().map(|it| it["spec"]["containers"][0]["imagePullPolicy"].as_str());
    assert_eq!(set.map(Option::unwrap), expect, "{image} {policy:?} {settings}");
    assert_eq!(answer.mutated, if expect.is_some() { "pull-policy/set" } else { "" });
}

#[test]
fn a_policy_outside_of_the_list_is_refused() {
    let settings = json!({"allow": ["Always", "IfNotPresent"]});
    accepted(&pod("nginx:1", Some("IfNotPresent"), &settings));
    accepted(&pod("nginx:1", None, &settings));
    refused(
        &pod("nginx:1", Some("Never"), &settings),
        "spec.containers[0].imagePullPolicy: Never for \"nginx:1\" is not in pullPolicy.allow; \
         write Always",
    );
    // What is left out is what the API server writes.
    let settings = json!({"allow": ["Always"]});
    accepted(&pod("nginx", None, &settings));
    refused(
        &pod("nginx:1", None, &settings),
        "spec.containers[0].imagePullPolicy: IfNotPresent for \"nginx:1\" is not in \
         pullPolicy.allow; write Always",
    );
}

#[test]
fn each_kind_of_tag_can_have_its_own() {
    let settings = json!({"require": {"floating": "Always", "digest": "IfNotPresent"}});
    for image in ["nginx", "nginx:latest", "nginx:1", "nginx:1.27", "nginx:stable", "nginx:v1.x.2"]
    {
        accepted(&pod(image, Some("Always"), &settings));
        refused(
            &pod(image, Some("IfNotPresent"), &settings),
            &format!(
                "spec.containers[0].imagePullPolicy: IfNotPresent for \"{image}\", of which \
                 pullPolicy.require.floating has Always; write Always"
            ),
        );
    }
    for image in ["nginx:1.27.3", "nginx:v1.2.3-alpine", "nginx:2026.1.12"] {
        for policy in ["Always", "IfNotPresent", "Never"] {
            accepted(&pod(image, Some(policy), &settings));
        }
    }
    let answer = pod(PINNED, Some("Always"), &settings);
    assert_eq!(answer.rejected, "pull-policy/required");
    let answer =
        pod(PINNED, Some("Always"), &json!({"require": {"digest": "Never"}, "mode": "warn"}));
    accepted(&answer);
    assert_eq!(answer.warned, "pull-policy/required");
}

#[test]
fn never_is_for_images_that_the_nodes_have() {
    let settings = json!({"prePulled": ["registry.example.com/base/**"]});
    accepted(&pod("registry.example.com/base/os:1", Some("Never"), &settings));
    accepted(&pod("nginx", Some("Always"), &settings));
    refused(
        &pod("nginx", Some("Never"), &settings),
        "spec.containers[0].imagePullPolicy: Never for \"nginx\", which is not in \
         pullPolicy.prePulled, so that no node has to have it; write IfNotPresent",
    );
    accepted(&pod("nginx", Some("Never"), &json!({"prePulled": [], "mode": "off"})));
    assert!(!pod("nginx", Some("Never"), &json!({"prePulled": []})).accepted);
}

#[test]
fn a_policy_that_is_none_is_told() {
    let settings = json!({"set": "Always"});
    refused(
        &pod("nginx", Some("always"), &settings),
        "spec.containers[0].imagePullPolicy: \"always\" is none; imagePullPolicy is Always, \
         IfNotPresent or Never, spelled exactly so",
    );
    // Without a setting it is the API server's affair.
    accepted(&pod("nginx", Some("always"), &json!({})));
}

#[test]
fn a_policy_is_written_where_the_settings_say_so() {
    let never: Option<&str> = None;
    becomes("nginx", None, &json!({}), never);
    becomes("nginx", Some("Never"), &json!({"set": "off"}), never);
    for written in [None, Some(""), Some("IfNotPresent"), Some("Never")] {
        becomes("nginx:1", written, &json!({"set": "Always"}), Some("Always"));
    }
    becomes("nginx:1", Some("Always"), &json!({"set": "Always"}), never);
    becomes("nginx", Some("Always"), &json!({"set": "IfNotPresent"}), Some("IfNotPresent"));
    for (image, written, policy) in [
        ("nginx", "IfNotPresent", "Always"),
        ("nginx:latest", "Never", "Always"),
        ("nginx:1", "Always", "IfNotPresent"),
        (PINNED, "Always", "IfNotPresent"),
    ] {
        becomes(image, Some(written), &json!({"set": "Default"}), Some(policy));
        becomes(image, Some(policy), &json!({"set": "Default"}), never);
        becomes(image, None, &json!({"set": "Default"}), Some(policy));
    }
    // What is required wins, and Never stays where the settings say that the node has the image.
    let settings =
        json!({"set": "Default", "require": {"version": "Always"}, "prePulled": ["base"]});
    becomes("nginx:1.2.3", None, &settings, Some("Always"));
    becomes("base:1", Some("Never"), &settings, never);
    becomes("nginx:1", Some("Never"), &settings, Some("IfNotPresent"));
}

#[test]
fn settings_that_no_image_could_pass_are_invalid() {
    for (settings, problem) in [
        (
            json!({"allow": ["Always"], "require": {"digest": "IfNotPresent"}}),
            "pullPolicy.require.digest: IfNotPresent is not in pullPolicy.allow, so that no image \
             could pass",
        ),
        (
            json!({"allow": ["Always"], "set": "Default"}),
            "pullPolicy.set: writes IfNotPresent, which is not in pullPolicy.allow; add it there",
        ),
        (
            json!({"allow": ["always"]}),
            "pullPolicy.allow[0]: imagePullPolicy is Always, IfNotPresent or Never, spelled \
             exactly so",
        ),
        (
            json!({"set": "Never"}),
            "pullPolicy.set: expected off or Default or Always or IfNotPresent, found \"Never\"",
        ),
        (
            json!({"require": {"latest": "Always"}}),
            "pullPolicy.require.latest: unknown setting; known are floating, version, digest",
        ),
    ] {
        let message = host().validate_settings(&json!({"pullPolicy": settings}));
        assert_eq!(message.as_deref(), Some(problem));
    }
}
