//! Images that are taken from another place.

use serde_json::{Value, json};

use crate::host::{Answer, host};
use crate::requests::{accepted, creation, image, refused};

const DIGEST: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn rules() -> Value {
    json!({"rewrite": {"rules": [
        {"from": "docker.io/library", "to": "mirror.example.com:5000/official"},
        {"from": "docker.io", "to": "mirror.example.com:5000/hub"},
        {"from": "quay.io/team/app", "to": "mirror.example.com:5000/app"},
        {"from": "[::1]:5000", "to": "mirror.example.com:5000"}
    ]}})
}

#[track_caller]
fn becomes(before: &str, after: &str) {
    let answer = image(before, &rules());
    accepted(&answer);
    let found = answer.object.as_ref().map(|it| &it["spec"]["containers"][0]["image"]);
    let found = found.map_or(before, |it| it.as_str().unwrap());
    assert_eq!(found, after);
    assert_eq!(answer.mutated, if before == after { "" } else { "rewrite/image" });
}

#[test]
fn the_beginning_is_replaced_and_the_rest_stays() {
    becomes("nginx", "mirror.example.com:5000/official/nginx");
    becomes("library/nginx:1", "mirror.example.com:5000/official/nginx:1");
    becomes("index.docker.io/library/nginx", "mirror.example.com:5000/official/nginx");
    becomes(&format!("a/b/c:1@{DIGEST}"), &format!("mirror.example.com:5000/hub/a/b/c:1@{DIGEST}"));
    becomes("quay.io/team/app:1", "mirror.example.com:5000/app:1");
    becomes("QUAY.io/team/app/x", "mirror.example.com:5000/app/x");
    becomes("[0::1]:5000/x:1", "mirror.example.com:5000/x:1");
    for same in ["quay.io/team/application", "quay.io/team", "docker.io.evil.com/x", "localhost/x"]
    {
        becomes(same, same);
    }
    for same in ["mirror.example.com:5000/official/nginx", "mirror.example.com:5000/x"] {
        becomes(same, same);
    }
}

#[test]
fn a_result_that_is_not_what_is_meant_is_refused() {
    // Already at Docker Hub's own place: `docker.io/x` means `docker.io/library/x`.
    refused(
        &image(
            "ghcr.io/x:1",
            &json!({"rewrite": {"rules": [{"from": "ghcr.io", "to": "docker.io"}]}}),
        ),
        "spec.containers[0].image: \"ghcr.io/x:1\" would become \"docker.io/x:1\" by rewrite.rules \
         with the from \"ghcr.io\", which is not the image that is meant or none at all; use \
         another image, or another rule",
    );
    let settings = json!({"rewrite": {"rules": [{"from": "quay.io/a", "to": "m.example"}]}});
    let answer = image("quay.io/a:1", &settings);
    assert_eq!(answer.rejected, "rewrite/unusable");
    let long = format!("quay.io/a/{}", "b/".repeat(124) + "c");
    let settings =
        json!({"rewrite": {"rules": [{"from": "quay.io", "to": "m.example/a-long-path"}]}});
    assert_eq!(image(&long, &settings).rejected, "rewrite/unusable");
}

#[test]
fn the_result_is_what_is_judged() {
    let mut settings = rules();
    settings["references"] = json!({"registries": {"allow": ["mirror.example.com:5000"]}});
    accepted(&image("nginx", &settings));
    assert_eq!(image("gcr.io/x", &settings).rejected, "image/registry-not-allowed");
}

#[test]
fn every_place_is_rewritten_and_the_rest_of_the_text_stays() {
    let object = r#"{"kind":"Pod" , "x": 1.0, "big":12345678901234567890,"é":"\u00e9",
        "spec": {"containers": [{"image": "nginx"  ,"name":"a"}], "initContainers":[{"image":"b/c"}],
        "volumes": [{"image": {"pullPolicy":"Always","reference": "d/e:1"}, "name": "v"}]}}"#;
    let rewritten = object
        .replace("\"nginx\"", "\"mirror.example.com:5000/official/nginx\"")
        .replace("\"b/c\"", "\"mirror.example.com:5000/hub/b/c\"")
        .replace("\"d/e:1\"", "\"mirror.example.com:5000/hub/d/e:1\"");
    let payload = format!(
        r#"{{"request":{{"kind":{{"kind":"Pod"}},"operation":"CREATE","object":{object}}},"settings":{}}}"#,
        rules()
    );
    let answer = host().call("validate", payload.as_bytes()).unwrap();
    assert!(answer.ends_with(&format!(",\"mutated_object\":{rewritten}}}")), "{answer}");
}

#[test]
fn every_kind_is_rewritten() {
    for (kind, _) in pullscope_core::workload::KINDS {
        let spec = json!({"containers": [{"name": "a", "image": "nginx"}]});
        let (object, path) = crate::requests::workload(kind, &spec);
        let answer: Answer = host().validate(&creation(kind, object), &rules());
        let path = format!("/{}/containers/0/image", path.replace('.', "/"));
        assert_eq!(
            answer.object.unwrap().pointer(&path).unwrap(),
            "mirror.example.com:5000/official/nginx"
        );
    }
}

#[test]
fn rules_that_cannot_work_are_invalid() {
    let settings = json!({"rewrite": {"rules": [
        {"from": "nginx", "to": "m.example"},
        {"from": "docker.io/*", "to": "m.example/"},
        {"from": "docker.io"},
        {"from": "quay.io", "to": "m.example/quay"},
        {"from": "quay.io/team", "to": "m.example/team"},
        {"from": "m.example/quay/x", "to": "n.example"},
        {"from": "a.io", "to": 1},
        7
    ]}});
    let message = host().validate_settings(&settings).unwrap();
    for part in [
        "rewrite.rules[0].from: \"nginx\" is no registry host",
        "rewrite.rules[1].from: \"docker.io/*\" is not the beginning of an image",
        "rewrite.rules[1].to: \"m.example/\" is not the beginning of an image",
        "rewrite.rules[2]: needs from and to, each a registry host with or without a path",
        "rewrite.rules[4].from: is never reached: \"quay.io\" stands before it",
        "rewrite.rules[5].from: is below \"m.example/quay\", to which a rule leads",
        "rewrite.rules[6].to: expected a registry host, with or without a path, found a number",
        "rewrite.rules[7]: expected an object, found a number",
    ] {
        assert!(message.contains(part), "{part}\n{message}");
    }
}
