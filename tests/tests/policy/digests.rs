//! Tags that are pinned to the digests of their registries.

use serde_json::{Value, json};

use crate::host::{Answer, CANARY, host};
use crate::requests::{accepted, creation, refused};
use crate::session::Session;

const DIGEST: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

#[track_caller]
fn pod(images: &[&str], settings: &Value, session: &Session) -> Answer {
    let containers: Vec<_> = images.iter().map(|it| json!({"name": "a", "image": it})).collect();
    host().validate_with(
        &creation("Pod", json!({"spec": {"containers": containers}})),
        settings,
        session,
    )
}

fn pin(patterns: &[&str]) -> Value {
    json!({"digests": {"pin": patterns}})
}

#[track_caller]
fn images(answer: &Answer) -> Vec<String> {
    let object = answer.object.as_ref().expect("a changed object");
    let containers = object["spec"]["containers"].as_array().expect("containers");
    containers.iter().map(|it| it["image"].as_str().expect("an image").to_owned()).collect()
}

#[test]
fn a_tag_gets_its_digest_and_stays() {
    let answer = pod(&["nginx:1.27"], &pin(&["docker.io/**"]), &Session::file("digest.yml"));
    accepted(&answer);
    assert_eq!(images(&answer), [format!("nginx:1.27@{DIGEST}")]);
    assert_eq!(answer.mutated, "digest/pinned");
}

#[test]
fn an_image_is_asked_for_once_and_only_where_it_is_meant() {
    let session = Session::default()
        .digest("docker.io/library/nginx:latest", Ok(DIGEST))
        .digest("[::1]:5000/x:1", Ok(DIGEST));
    let pinned = format!("docker.io/a/b@{DIGEST}");
    let given = ["nginx", &pinned, "docker.io/library/nginx", "[::1]:5000/x:1", "quay.io/y"];
    let answer = pod(&given, &pin(&["docker.io/**", "[::1]:5000/**"]), &session);
    let expect = [
        format!("nginx@{DIGEST}"),
        pinned.clone(),
        format!("docker.io/library/nginx@{DIGEST}"),
        format!("[::1]:5000/x:1@{DIGEST}"),
        "quay.io/y".to_owned(),
    ];
    assert_eq!(images(&answer), expect);
    // Without a setting nobody is asked.
    assert_eq!(pod(&["nginx"], &json!({}), &Session::default()).object, None);
}

#[test]
fn what_is_rewritten_is_pinned_where_it_is_taken_from() {
    let mut settings = pin(&["m.example/**"]);
    settings["rewrite"] = json!({"rules": [{"from": "docker.io", "to": "m.example/hub"}]});
    settings["references"] = json!({"requireDigest": "reject"});
    let session = Session::default().digest("m.example/hub/library/nginx:1", Ok(DIGEST));
    let answer = pod(&["nginx:1"], &settings, &session);
    accepted(&answer);
    assert_eq!(images(&answer), [format!("m.example/hub/library/nginx:1@{DIGEST}")]);
    assert_eq!(answer.mutated, "digest/pinned,rewrite/image");
}

#[test]
fn every_kind_and_an_image_volume_is_pinned() {
    for (kind, _) in pullscope_core::workload::KINDS {
        let volume = json!({"name": "v", "image": {"reference": "nginx:1"}});
        let spec = json!({"containers": [], "volumes": [volume]});
        let (object, path) = crate::requests::workload(kind, &spec);
        let session = Session::default().digest("docker.io/library/nginx:1", Ok(DIGEST));
        let review = creation(kind, object);
        let answer = host().validate_with(&review, &pin(&["nginx"]), &session);
        let path = format!("/{}/volumes/0/image/reference", path.replace('.', "/"));
        let image = answer.object.expect("a changed object");
        assert_eq!(image.pointer(&path), Some(&json!(format!("nginx:1@{DIGEST}"))));
    }
}

#[test]
fn an_image_that_a_pod_has_already_is_not_pinned() {
    let object = json!({"spec": {"containers": [{"name": "a", "image": "nginx:1"}]}});
    let mut review = creation("Pod", object.clone());
    review["request"]["operation"] = "UPDATE".into();
    review["request"]["oldObject"] = object;
    let answer = host().validate(&review, &pin(&["nginx"]));
    accepted(&answer);
    assert_eq!(answer.object, None);
}

#[test]
fn without_an_answer_the_settings_decide() {
    let words = |reason: &str| {
        format!(
            "spec.containers[0].image: no digest for \"nginx:1\", which digests.pin has: {reason}; \
             write the digest yourself, @sha256:…, or try again"
        )
    };
    let image = "docker.io/library/nginx:1";
    let unreadable = "what the policy server answered cannot be read";
    let said = |text: String| {
        Session::default().and(json!({"!": "OciManifestDigest", "image": image}), Ok(text))
    };
    for (session, reason) in [
        (Session::default(), "the policy server did not answer"),
        (Session::default().digest(image, Err(CANARY)), "the policy server did not answer"),
        (said(String::new()), unreadable),
        (said(format!("{{\"digest\": \"sha256:{CANARY}\"}}")), unreadable),
        (said("{\"digest\": null}".to_owned()), unreadable),
        (said(format!("{{\"digest\": \"{DIGEST} \"}}")), unreadable),
        (said(format!("[\"{DIGEST}\"]")), unreadable),
    ] {
        let mut settings = pin(&["docker.io/**"]);
        let answer = pod(&["nginx:1"], &settings, &session);
        refused(&answer, &words(reason));
        assert_eq!(answer.rejected, "digest/unanswered");
        settings["digests"]["unanswered"] = "warn".into();
        let answer = pod(&["nginx:1"], &settings, &session);
        accepted(&answer);
        assert_eq!(answer.warnings, [words(reason)]);
        assert_eq!(answer.object, None);
        settings["digests"]["unanswered"] = "off".into();
        let answer = pod(&["nginx:1"], &settings, &session);
        accepted(&answer);
        assert_eq!(answer.warnings, [""; 0]);
    }
}

#[test]
fn a_registry_that_the_host_would_not_know_as_one_is_not_asked() {
    let answer = pod(&["EvilHost/app:1"], &pin(&["EvilHost/**"]), &Session::default());
    refused(
        &answer,
        "spec.containers[0].image: no digest for \"EvilHost/app:1\", which digests.pin has: \
         without a dot or a port in its registry the policy server would look it up on Docker Hub; \
         write the digest yourself, @sha256:…, or try again",
    );
}

#[test]
fn one_request_asks_for_a_bounded_number() {
    let mut session = Session::default();
    for number in 0..64 {
        session = session.digest(&format!("r.example/a:{number}"), Ok(DIGEST));
    }
    let given: Vec<String> = (0..65).map(|number| format!("r.example/a:{number}")).collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let answer = pod(&given, &pin(&["r.example/**"]), &session);
    refused(
        &answer,
        "spec.containers[64].image: no digest for \"r.example/a:64\", which digests.pin has: this \
         is more than the policy asks for one request; write the digest yourself, @sha256:…, or \
         try again",
    );
}

#[test]
fn the_patterns_are_read_by_the_parser_that_reads_images() {
    let message = host().validate_settings(&json!({"digests": {"pin": ["Nginx"], "tag": 1}}));
    let message = message.expect("invalid");
    assert!(message.starts_with("digests.pin[0]: \"Nginx\" is no image with stars"), "{message}");
    assert!(message.ends_with("digests.tag: unknown setting; known are pin, unanswered"));
}
