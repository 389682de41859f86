//! Pull Secrets as the cluster has them: `pullSecrets.verify`.

use pullscope_core::base64;
use serde_json::{Value, json};

use crate::host::{Answer, CANARY, host};
use crate::requests::{accepted, creation, refused, workload};
use crate::session::Session;

const IMAGE: &str = "registry.example.com:5000/team/app:1";

fn settings() -> Value {
    json!({"pullSecrets": {"require": ["registry.example.com:5000/**"], "verify": "reject"}})
}

/// A Secret with one entry for each key, as the cluster has it.
fn secret(keys: &[&str]) -> Value {
    let entries = keys.iter().map(|key| (key.to_string(), json!({"auth": auth()})));
    let config = json!({"auths": entries.collect::<serde_json::Map<_, _>>()});
    config_json(&config.to_string())
}

fn auth() -> String {
    base64::encode(format!("robot:{CANARY}").as_bytes())
}

fn config_json(text: &str) -> Value {
    json!({
        "type": "kubernetes.io/dockerconfigjson",
        "data": {".dockerconfigjson": base64::encode(text.as_bytes())}
    })
}

/// A Pod spec with this image and these names of pull Secrets.
fn spec(image: &str, names: &[&str]) -> Value {
    let mut spec = json!({"containers": [{"name": "a", "image": image}]});
    if !names.is_empty() {
        spec["imagePullSecrets"] = names.iter().map(|it| json!({"name": it})).collect();
    }
    spec
}

#[track_caller]
fn judge(kind: &str, spec: &Value, settings: &Value, session: &Session) -> Answer {
    let mut review = creation(kind, workload(kind, spec).0);
    review["request"]["namespace"] = "team".into();
    host().validate_with(&review, settings, session)
}

#[track_caller]
fn pod(names: &[&str], session: &Session) -> Answer {
    judge("Pod", &spec(IMAGE, names), &settings(), session)
}

#[test]
fn a_key_that_fits_is_enough() {
    for key in ["registry.example.com:5000", "*.example.com:5000", "registry.example.com:5000/te"] {
        let session = Session::default().resource("Secret", "team", "regcred", &secret(&[key]));
        accepted(&pod(&["regcred"], &session));
    }
    // The last one of several, and each is asked for once.
    let session = Session::default()
        .resource("Secret", "team", "other", &secret(&["quay.io"]))
        .resource("Secret", "team", "regcred", &secret(&["registry.example.com:5000"]));
    accepted(&pod(&["other", "regcred", "other"], &session));
}

#[test]
fn why_no_key_fits_is_told() {
    let keys = ["registry.example.com", "quay.io", "https://registry.example.com:5000/other"];
    let session = Session::default()
        .resource("Secret", "team", "regcred", &secret(&keys))
        .resource("Secret", "team", "hub", &secret(&["a.b.example.com:5000"]));
    let answer = pod(&["regcred", "hub"], &session);
    refused(
        &answer,
        "spec.containers[0].image: \"registry.example.com:5000/team/app:1\" needs credentials by \
         \"registry.example.com:5000/**\" in pullSecrets.require, and no pull Secret of the Pod has \
         a key for it (\"https://registry.example.com:5000/other\" of \"regcred\": the path \
         /team/app does not begin with /other; \"registry.example.com\" of \"regcred\": the key has \
         no port, the image has :5000; \"quay.io\" of \"regcred\": the key has no port, the image \
         has :5000; and 1 more); add one for registry.example.com:5000",
    );
    assert_eq!(answer.rejected, "pull-secret/no-key");
    // An entry without a user name and a password is sent as it is.
    let blank = config_json(r#"{"auths": {"registry.example.com:5000": {}}}"#);
    let answer =
        pod(&["regcred"], &Session::default().resource("Secret", "team", "regcred", &blank));
    assert!(answer.message.contains("it has neither user name nor password"), "{answer:?}");
}

#[test]
fn a_secret_that_is_not_there_is_told_where_it_is_named() {
    let session = Session::default().no_resource("Secret", "team", "regcred").resource(
        "Secret",
        "team",
        "other",
        &secret(&["registry.example.com:5000"]),
    );
    let answer = pod(&["regcred", "other"], &session);
    refused(
        &answer,
        "spec.imagePullSecrets[0].name: there is no Secret \"regcred\" in the namespace \"team\", \
         so that the kubelet goes on without it; create it first, or take its name out",
    );
    assert_eq!(answer.rejected, "pull-secret/missing");
    // It is looked at whether an image needs it or not.
    let session = Session::default().no_resource("Secret", "team", "x");
    let answer = judge("Pod", &spec("nginx", &["x"]), &settings(), &session);
    assert_eq!(answer.rejected, "pull-secret/missing");
}

#[test]
fn a_secret_that_gives_nothing_is_told_with_the_reason() {
    for (object, reason) in [
        (
            json!({"type": "Opaque", "data": {".dockerconfigjson": "e30="}}),
            "the kubelet reads only Secrets of type kubernetes.io/dockerconfigjson or \
             kubernetes.io/dockercfg",
        ),
        (
            json!({"type": "kubernetes.io/dockerconfigjson", "data": {"config.json": "e30="}}),
            "the Secret has no data key .dockerconfigjson",
        ),
        (
            config_json(&format!(r#"{{"auths": {{"r.example": {{"auth": "{CANARY}"}}}}}}"#)),
            "auths[\"r.example\"].auth is not base64: it stops being so at byte 6, and so the \
             kubelet finds none for the whole Pod",
        ),
    ] {
        let session = Session::default().resource("Secret", "team", "regcred", &object);
        let answer = judge("Pod", &spec("nginx", &["regcred"]), &settings(), &session);
        refused(
            &answer,
            &format!(
                "spec.imagePullSecrets[0].name: the Secret \"regcred\" gives no credentials: \
                 {reason}; mend it, or name another one"
            ),
        );
        assert_eq!(answer.rejected, "pull-secret/unusable");
    }
}

#[test]
fn a_template_gets_the_list_of_its_service_account() {
    let session = Session::file("service-account.yml");
    for kind in ["Pod", "Deployment", "CronJob", "PodTemplate", "Job"] {
        accepted(&judge(kind, &spec(IMAGE, &[]), &settings(), &session));
    }
    // Nobody is asked for an image that needs nothing.
    accepted(&judge("Deployment", &spec("nginx", &[]), &settings(), &Session::default()));
}

#[test]
fn the_service_account_counts_by_the_rule_of_the_api_server() {
    let account = |name: &str, secrets: Value| {
        let object = json!({"metadata": {"name": name}, "imagePullSecrets": secrets});
        Session::default().resource("ServiceAccount", "team", name, &object)
    };
    let mut builder = spec(IMAGE, &[]);
    builder["serviceAccountName"] = "builder".into();
    let required = "spec.template.spec.containers[0].image: \
                    \"registry.example.com:5000/team/app:1\" needs a pull Secret by \
                    \"registry.example.com:5000/**\" in pullSecrets.require, and the Pod names \
                    none; add it to imagePullSecrets of the Pod or of its ServiceAccount";
    let answer = judge("Job", &builder, &settings(), &account("builder", json!([])));
    refused(&answer, required);
    // A list of the Pod's own keeps that of the ServiceAccount away, even one of empty names.
    let mut empty = builder.clone();
    empty["imagePullSecrets"] = json!([{"name": ""}]);
    refused(&judge("Job", &empty, &settings(), &Session::default()), required);
    let named =
        account("builder", json!([{"name": "regcred"}])).no_resource("Secret", "team", "regcred");
    let answer = judge("Job", &builder, &settings(), &named);
    assert_eq!(answer.rejected, "pull-secret/missing,pull-secret/no-key");
    assert!(answer.message.starts_with("spec.template.spec.serviceAccountName: "), "{answer:?}");

    let missing = Session::default().no_resource("ServiceAccount", "team", "builder");
    refused(
        &judge("Job", &builder, &settings(), &missing),
        "spec.template.spec.serviceAccountName: there is no ServiceAccount \"builder\" in the \
         namespace \"team\", so that the API server makes no Pod of this; create it first",
    );
    // Without asking, nobody knows what a template gets.
    let settings = json!({"pullSecrets": {"require": ["registry.example.com:5000/**"]}});
    accepted(&judge("Job", &builder, &settings, &Session::default()));
}

#[test]
fn without_an_answer_the_settings_decide() {
    let words = |reason: &str| {
        format!(
            "spec.imagePullSecrets[0].name: the Secret \"regcred\" was to be looked at, as \
             pullSecrets.verify says: {reason}; try again, or set pullSecrets.unanswered to warn"
        )
    };
    let failed = |text: &str| Session::default().failed("Secret", "team", "regcred", text);
    let denied = "Policy has not been granted access to Kubernetes v1/Secret resources. The \
                  violation has been reported.";
    let granted =
        "the policy may not ask for it; list it under contextAwareResources of the policy";
    let unreadable = "what the policy server answered cannot be read";
    let found = |object: &Value| Session::default().resource("Secret", "team", "regcred", object);
    for (session, reason) in [
        (Session::default(), "the policy server did not answer"),
        (failed(CANARY), "the policy server did not answer"),
        (failed(denied), granted),
        (found(&json!(CANARY)), unreadable),
        (found(&json!({"type": "kubernetes.io/dockercfg", "data": [CANARY]})), unreadable),
        (found(&json!({"data": {".dockerconfigjson": CANARY}})), unreadable),
    ] {
        let answer = pod(&["regcred"], &session);
        refused(&answer, &words(reason));
        assert_eq!(answer.rejected, "pull-secret/unanswered");
        let mut settings = settings();
        settings["pullSecrets"]["unanswered"] = "warn".into();
        let answer = judge("Pod", &spec(IMAGE, &["regcred"]), &settings, &session);
        accepted(&answer);
        assert_eq!(answer.warnings, [words(reason)]);
    }
    let answer = judge("Deployment", &spec(IMAGE, &[]), &settings(), &Session::default());
    refused(
        &answer,
        "spec.template.spec.serviceAccountName: the ServiceAccount \"default\" was to be looked \
         at, as pullSecrets.verify says: the policy server did not answer; try again, or set \
         pullSecrets.unanswered to warn",
    );
}

#[test]
fn what_is_found_can_be_a_warning() {
    let mut settings = settings();
    settings["pullSecrets"]["verify"] = "warn".into();
    let session = Session::default().resource("Secret", "team", "regcred", &secret(&["quay.io"]));
    let answer = judge("Pod", &spec(IMAGE, &["regcred"]), &settings, &session);
    accepted(&answer);
    assert_eq!(answer.warned, "pull-secret/no-key");
    settings["pullSecrets"]["verify"] = "off".into();
    accepted(&judge("Pod", &spec(IMAGE, &["regcred"]), &settings, &Session::default()));
}

#[test]
fn what_is_added_is_looked_at_too() {
    let mut settings = settings();
    settings["pullSecrets"]["inject"] = json!([{"name": "regcred"}]);
    let good = secret(&["registry.example.com:5000"]);
    let session = Session::default().resource("Secret", "team", "regcred", &good);
    let answer = judge("Pod", &spec(IMAGE, &[]), &settings, &session);
    accepted(&answer);
    assert_eq!(answer.mutated, "pull-secret/injected");
    let session = Session::default().no_resource("Secret", "team", "regcred");
    let answer = judge("Pod", &spec(IMAGE, &[]), &settings, &session);
    assert_eq!(answer.rejected, "pull-secret/missing,pull-secret/no-key");
    assert!(answer.message.starts_with("spec.imagePullSecrets: "), "{answer:?}");
}

#[test]
fn a_pod_that_was_there_is_not_asked_about() {
    let object = workload("Pod", &spec(IMAGE, &["regcred"])).0;
    let mut review = creation("Pod", object.clone());
    review["request"]["operation"] = "UPDATE".into();
    review["request"]["oldObject"] = object;
    accepted(&host().validate(&review, &settings()));
    // A new image of it is.
    let image = "/request/object/spec/containers/0/image";
    *review.pointer_mut(image).expect("an image") = "registry.example.com:5000/b:1".into();
    let namespace = review["request"]["namespace"].as_str().expect("a namespace").to_owned();
    let session = Session::default().no_resource("Secret", &namespace, "regcred");
    assert!(!host().validate_with(&review, &settings(), &session).accepted);
}

#[test]
fn the_copy_of_a_static_pod_gets_no_secret_and_needs_none() {
    let mut object = workload("Pod", &spec(IMAGE, &[])).0;
    object["metadata"] = json!({"annotations": {"kubernetes.io/config.mirror": "x"}});
    let settings = json!({"pullSecrets": {
        "require": ["registry.example.com:5000/**"], "inject": [{"name": "regcred"}]
    }});
    let answer = host().validate(&creation("Pod", object), &settings);
    accepted(&answer);
    assert_eq!(answer.object, None);
}

#[test]
fn so_many_secrets_are_asked_for_and_no_more() {
    let names: Vec<String> = (0..65).map(|number| format!("s{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut session = Session::default();
    for name in &names[..64] {
        session = session.resource("Secret", "team", name, &secret(&["r.example"]));
    }
    let answer = judge("Pod", &spec("nginx", &names), &settings(), &session);
    refused(
        &answer,
        "spec.imagePullSecrets[64].name: the Secret \"s64\" was to be looked at, as \
         pullSecrets.verify says: this is more than the policy asks for one request; try again, or \
         set pullSecrets.unanswered to warn",
    );
}
