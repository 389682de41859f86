//! Every place where an image can stand, and every image that has fooled a policy.

use pullscope_core::workload::KINDS;
use serde_json::{Value, json};

use crate::host::host;
use crate::requests::{accepted, creation, fixture, image, refused, workload};

const DIGEST: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Pod specs with `image` in one place each, and the path to it within the spec.
fn places(image: &str) -> [(&'static str, Value); 5] {
    let good = json!([{"name": "good", "image": "registry.example.com/good:1"}]);
    [
        (
            "initContainers[1].image",
            json!({"initContainers": [{"name": "a"}, {"name": "b", "image": image}],
                   "containers": good}),
        ),
        (
            "initContainers[0].image",
            json!({"initContainers": [{"name": "a", "image": image, "restartPolicy": "Always"}],
                   "containers": good}),
        ),
        ("containers[0].image", json!({"containers": [{"name": "a", "image": image}]})),
        (
            "ephemeralContainers[0].image",
            json!({"containers": good, "ephemeralContainers": [{"name": "a", "image": image}]}),
        ),
        (
            "volumes[1].image.reference",
            json!({"containers": good, "volumes": [
                {"name": "a", "emptyDir": {}},
                {"name": "b", "image": {"reference": image, "pullPolicy": "Always"}}]}),
        ),
    ]
}

#[test]
fn every_place_of_every_kind_is_judged() {
    let settings = json!({"references": {"registries": {"refuse": ["evil.com"]}}});
    for (kind, _) in KINDS {
        for (within, spec) in places("evil.com/x:1") {
            let (object, path) = workload(kind, &spec);
            refused(
                &host().validate(&creation(kind, object), &settings),
                &format!(
                    "{path}.{within}: \"evil.com/x:1\" comes from the registry \"evil.com\", \
                     which references.registries.refuse has as \"evil.com\"; use an image of another registry"
                ),
            );
        }
        for (_, spec) in places("registry.example.com/x:1") {
            let (object, _) = workload(kind, &spec);
            accepted(&host().validate(&creation(kind, object), &settings));
        }
    }
}

#[test]
fn every_place_of_the_table_exists_in_the_fixtures_or_above() {
    // A new role in the core fails here until a place above has it.
    let mut roles = std::collections::HashSet::new();
    for (_, spec) in places("x") {
        let text = json!({"spec": spec}).to_string();
        let object = pullscope_core::json::parse(&text, 100).unwrap();
        let workload = pullscope_core::workload::read("Pod", &object).unwrap();
        let found = workload.images.iter().find(|it| it.text() == Some("x")).unwrap();
        roles.insert(found.role);
    }
    assert_eq!(roles.len(), 5);
}

// What a good image policy looks at: the rows of the table in the order of its numbers.

fn allow(host: &str) -> Value {
    json!({"references": {"registries": {"allow": [host]}}})
}

fn refuse(host: &str) -> Value {
    json!({"references": {"registries": {"refuse": [host]}}})
}

#[test]
fn row_1_an_ipv6_registry_is_a_registry() {
    refused(
        &image("[::1]:5000/x:1", &allow("docker.io")),
        "spec.containers[0].image: \"[::1]:5000/x:1\" comes from the registry \"[::1]:5000\", \
         which is not in references.registries.allow; use an image of docker.io",
    );
}

#[test]
fn row_2_what_does_not_parse_is_refused_with_the_parsers_reason() {
    let image = |text: &str| image(text, &refuse("other.com"));
    for (text, reason, at) in [
        (
            "evil.com/X:1",
            r#""X" has an upper-case letter, and a repository has none: write "evil.com/x:1""#,
            9,
        ),
        (" evil.com/x", r#"" evil.com/x" begins with white space, and no image name has any"#, 0),
        (
            "evil.com/x:1\n",
            r#""evil.com/x:1\n" ends with white space, and no image name has any"#,
            12,
        ),
        (
            "evil.com/x:",
            r#""evil.com/x:" is not an image reference: a tag is expected after ':'"#,
            11,
        ),
    ] {
        refused(
            &image(text),
            &format!(
                "spec.containers[0].image: {reason} (at byte {at}); the kubelet would stop at \
                 InvalidImageName"
            ),
        );
    }
    let answer = image("evil.com/x@md5:d41d8cd98f00b204e9800998ecf8427e");
    assert!(!answer.accepted);
    assert!(answer.message.contains("md5"), "{}", answer.message);
}

#[test]
fn row_2_a_settings_can_accept_it_with_a_warning() {
    let answer =
        image("Nginx", &json!({"references": {"unparsable": "warn", "requireDigest": "reject"}}));
    accepted(&answer);
    assert_eq!(
        answer.warnings,
        [
            "spec.containers[0].image: \"Nginx\" has an upper-case letter, and a repository has none: \
          write \"nginx\" (at byte 0); the kubelet would stop at InvalidImageName"
        ]
    );
}

#[test]
fn row_3_an_uppercase_first_component_is_a_registry() {
    refused(
        &image("EvilHost/app:1", &allow("docker.io")),
        "spec.containers[0].image: \"EvilHost/app:1\" comes from the registry \"EvilHost\", which \
         is not in references.registries.allow; use an image of docker.io",
    );
    accepted(&image("evilhost/app:1", &allow("docker.io")));
}

#[test]
fn row_4_an_image_volume_is_an_image() {
    let mut review = fixture("pod-create.json");
    let reference = "/request/object/spec/volumes/0/image/reference";
    *review.pointer_mut(reference).unwrap() = "evil.com/x:1".into();
    refused(
        &host().validate(&review, &refuse("evil.com")),
        "spec.volumes[0].image.reference: \"evil.com/x:1\" comes from the registry \"evil.com\", \
         which references.registries.refuse has as \"evil.com\"; use an image of another registry",
    );
}

#[test]
fn row_5_a_container_without_an_image_hides_no_other() {
    let mut review = fixture("pod-create.json");
    review["request"]["object"]["spec"]["initContainers"] =
        json!([{"name": "a"}, {"name": "b", "image": "evil.com/x:1"}]);
    refused(
        &host().validate(&review, &refuse("evil.com")),
        "spec.initContainers[1].image: \"evil.com/x:1\" comes from the registry \"evil.com\", \
         which references.registries.refuse has as \"evil.com\"; use an image of another registry",
    );
}

#[test]
fn row_6_a_digest_pins_an_image() {
    let settings = json!({"references": {"latest": "reject", "requireDigest": "reject"}});
    accepted(&image(&format!("quay.io/x/y@{DIGEST}"), &settings));
    accepted(&image(&format!("quay.io/x/y:latest@{DIGEST}"), &settings));
    refused(
        &image("quay.io/x/y:1", &settings),
        "spec.containers[0].image: \"quay.io/x/y:1\" has no digest, and requireDigest is set; \
         append the digest of the image, @sha256:…",
    );
}

#[test]
fn row_7_an_ephemeral_container_is_judged() {
    let mut review = fixture("pod-ephemeralcontainers-update.json");
    let image = "/request/object/spec/ephemeralContainers/0/image";
    *review.pointer_mut(image).unwrap() = "[::1]:5000/x:1".into();
    refused(
        &host().validate(&review, &allow("docker.io")),
        "spec.ephemeralContainers[0].image: \"[::1]:5000/x:1\" comes from the registry \
         \"[::1]:5000\", which is not in references.registries.allow; use an image of docker.io",
    );
}

#[test]
fn row_8_a_pod_template_is_judged() {
    let object = json!({"template": {"spec": {"containers": [{"name": "a", "image": "nginx"}]}}});
    refused(
        &host().validate(
            &creation("PodTemplate", object),
            &json!({"references": {"latest": "reject"}}),
        ),
        "template.spec.containers[0].image: \"nginx\" implies the tag latest, having neither tag \
         nor digest, and latest is refused; name a version such as nginx:1.2.3, or a digest",
    );
}

#[test]
fn row_9_an_object_that_does_not_decode_is_judged_on_what_is_readable_and_refused() {
    let object = json!({"spec": {"containers": [{"name": 5, "image": "evil.com/x:1"}]}});
    refused(
        &host().validate(&creation("Pod", object), &refuse("evil.com")),
        "spec.containers[0].name: expected a string, found a number; what cannot be read is \
         refused, so write it as the Kubernetes API has it; \
         spec.containers[0].image: \"evil.com/x:1\" comes from the registry \"evil.com\", which \
         references.registries.refuse has as \"evil.com\"; use an image of another registry",
    );
}

#[test]
fn rows_10_and_13_case_makes_no_other_registry() {
    for (entry, host) in [("EVIL.com", "evil.com"), ("evil.com", "EVIL.com")] {
        refused(
            &image(&format!("{host}/x:1"), &refuse(entry)),
            &format!(
                "spec.containers[0].image: \"{host}/x:1\" comes from the registry \"{host}\", \
                 which references.registries.refuse has as \"{entry}\"; use an image of another registry"
            ),
        );
        accepted(&image(&format!("{host}/x:1"), &allow(entry)));
    }
}

#[test]
fn row_11_an_unknown_key_is_refused() {
    let settings = json!({"references": {"registries": {"reject": ["evil.com"]}}});
    let reason = "references.registries.reject: unknown setting; known are allow, refuse, mode";
    assert_eq!(host().validate_settings(&settings).as_deref(), Some(reason));
    refused(
        &image("nginx:1", &settings),
        &format!("the policy's settings are not valid: {reason}"),
    );
}

#[test]
fn row_12_docker_hub_is_allowed_by_its_names_and_refused_by_its_addresses() {
    for name in ["nginx:1", "docker.io/library/nginx:1", "index.docker.io/library/nginx:1"] {
        accepted(&image(name, &allow("docker.io")));
        assert!(!image(name, &refuse("docker.io")).accepted, "{name}");
    }
    for name in [
        "registry-1.docker.io/library/nginx:1",
        "docker.io:443/library/nginx:1",
        "index.docker.io:443/library/nginx:1",
        "registry.hub.docker.com/library/nginx:1",
    ] {
        assert!(!image(name, &allow("docker.io")).accepted, "{name}");
        assert!(!image(name, &refuse("docker.io")).accepted, "{name}");
    }
    // Who means the address says the address.
    accepted(&image("registry-1.docker.io/library/nginx:1", &allow("registry-1.docker.io")));
}
