//! Secrets with registry credentials: what cannot work is refused, and no secret is told.

use pullscope_core::base64;
use serde_json::{Value, json};

use crate::host::{Answer, CANARY, host};
use crate::requests::{accepted, creation, fixture, refused};

/// The creation of a Secret with this config, not yet in base64.
#[track_caller]
fn config(text: &str) -> Answer {
    secret("kubernetes.io/dockerconfigjson", ".dockerconfigjson", text)
}

#[track_caller]
fn secret(secret_type: &str, key: &str, text: &str) -> Answer {
    let mut review = fixture("secret-create.json");
    let object = &mut review["request"]["object"];
    object["type"] = secret_type.into();
    object["data"] = json!({key: base64::encode(text.as_bytes())});
    let answer = host().validate(&review, &json!({}));
    // Whatever is wrong with it, who does not want it judged says so.
    accepted(&host().validate(&review, &json!({"secrets": {"mode": "off"}})));
    answer
}

/// An entry with the canary in every place of a secret.
fn entry() -> Value {
    let auth = base64::encode(format!("robot:{CANARY}").as_bytes());
    json!({"username": "robot", "password": CANARY, "auth": auth})
}

#[test]
fn a_secret_that_was_encoded_twice_is_refused() {
    let text = json!({"auths": {"r.example": entry()}}).to_string();
    refused(
        &config(&base64::encode(text.as_bytes())),
        "data[.dockerconfigjson]: the value is still base64 after decoding: it was encoded twice, \
         and decoded again it is a config for \"r.example\"; encode it once under data, or put the \
         JSON itself under stringData",
    );
}

#[test]
fn a_secret_that_is_not_json_is_refused() {
    for text in ["", CANARY, "[]", &format!("{{\"auths\": {{\"r.example\": \"{CANARY}")] {
        let answer = config(text);
        assert!(!answer.accepted);
        assert!(answer.message.starts_with("data[.dockerconfigjson]: "), "{}", answer.message);
    }
    refused(&config("7"), "data[.dockerconfigjson]: the value must be a JSON object, not a number");
}

#[test]
fn a_secret_that_the_kubelet_cannot_decode_is_refused() {
    for auth in [json!(CANARY), json!(base64::encode(CANARY.as_bytes())), json!(5)] {
        let answer = config(&json!({"auths": {"r.example": {"auth": auth}}}).to_string());
        assert!(!answer.accepted);
        assert!(
            answer.message.ends_with("no Pod that names it finds any credentials"),
            "{}",
            answer.message
        );
    }
}

#[test]
fn a_secret_without_its_key_is_refused() {
    refused(
        &secret("kubernetes.io/dockerconfigjson", "config.json", "{}"),
        "data[.dockerconfigjson]: a Secret of type kubernetes.io/dockerconfigjson needs the key \
         .dockerconfigjson; rename the key config.json to it",
    );
    let mut review = fixture("secret-create.json");
    review["request"]["object"].as_object_mut().unwrap().remove("data");
    let answer = host().validate(&review, &json!({}));
    assert!(!answer.accepted && answer.message.contains("needs the key"), "{}", answer.message);
}

#[test]
fn the_other_type_is_judged_as_well() {
    let entries = json!({"r.example": entry()}).to_string();
    accepted(&secret("kubernetes.io/dockercfg", ".dockercfg", &entries));
    refused(
        &config(&entries),
        "data[.dockerconfigjson]: the entries are not under auths, as \
         kubernetes.io/dockerconfigjson needs them; wrap them in {\"auths\": …}",
    );
}

#[test]
fn what_may_be_meant_is_a_warning() {
    let answer = config(&json!({"auths": {"r.example": {}}}).to_string());
    accepted(&answer);
    assert_eq!(
        answer.warnings,
        [
            "data[.dockerconfigjson]: the entry \"r.example\" has neither user name nor password; it \
          still matches, and the runtime is sent empty credentials"
        ]
    );
}

#[test]
fn a_secret_for_others_is_accepted() {
    let secret = |object: Value| host().validate(&creation("Secret", object), &json!({}));
    accepted(&secret(json!({"type": "Opaque", "data": {"a": "not base64, not ours"}})));
    accepted(&secret(json!({"data": {"a": null}})));
    // It may be meant for us all the same.
    let answer = secret(json!({"type": "Opaque", "data": {".dockerconfigjson": "e30="}}));
    accepted(&answer);
    assert_eq!(answer.warnings.len(), 1);
    let answer = secret(json!({"type": "dockerconfigjson", "data": {".dockerconfigjson": "e30="}}));
    accepted(&answer);
    assert_eq!(answer.warnings.len(), 1);
}

#[test]
fn string_data_wins_over_data() {
    let mut review = fixture("secret-create.json");
    review["request"]["object"]["stringData"] = json!({".dockerconfigjson": CANARY});
    let answer = host().validate(&review, &json!({}));
    assert!(!answer.accepted);
    assert!(
        answer
            .message
            .starts_with("data[.dockerconfigjson]: the value is not JSON: unexpected 'c'"),
        "{}",
        answer.message
    );
}

#[test]
fn a_secret_that_cannot_be_read_is_refused() {
    let object = |data: Value| {
        let mut review = fixture("secret-create.json");
        review["request"]["object"]["data"] = data;
        host().validate(&review, &json!({}))
    };
    refused(
        &object(json!({".dockerconfigjson": format!("{CANARY}!")})),
        "data[.dockerconfigjson]: the value is not base64 (from byte 6 on); encode it once, or \
         put the text itself under stringData",
    );
    let end = "; what cannot be read is refused, so write it as the Kubernetes API has it";
    refused(
        &object(json!({".dockerconfigjson": {"auths": {}}, "a b": 1})),
        &format!(
            "data[.dockerconfigjson]: expected a string, found an object{end}; \
             data[a b]: expected a string, found a number{end}"
        ),
    );
    let answer = object(json!({"k".repeat(100_000): 1}));
    assert!(!answer.accepted && answer.message.len() < 1_000);
    refused(&object(json!([CANARY])), &format!("data: expected an object, found a list{end}"));
    let object = json!({"type": [CANARY]});
    refused(
        &host().validate(&creation("Secret", object), &json!({})),
        &format!("type: expected a string, found a list{end}"),
    );
    refused(
        &host().validate(&creation("Secret", json!("x")), &json!({})),
        &format!("expected an object, found a string{end}"),
    );
}

#[test]
fn each_finding_does_what_the_settings_say() {
    let mut review = fixture("secret-create.json");
    let object = &mut review["request"]["object"];
    let text = json!({"auths": {"r.example": {}}}).to_string();
    object["data"] = json!({".dockerconfigjson": base64::encode(text.as_bytes())});
    let with = |mode: &str| {
        let settings = json!({"secrets": {"codes": {"secret/blank-entry": mode}}});
        host().validate(&review, &settings)
    };
    let message = "data[.dockerconfigjson]: the entry \"r.example\" has neither user name nor \
                   password; it still matches, and the runtime is sent empty credentials";
    refused(&with("reject"), message);
    assert_eq!(with("warn").warnings, [message]);
    let silent = with("off");
    accepted(&silent);
    assert_eq!(silent.warnings, [""; 0]);
}

#[test]
fn what_cannot_work_can_be_a_warning() {
    let review = fixture("secret-encoded-twice.json");
    let refused = host().validate(&review, &json!({}));
    let warned = host().validate(&review, &json!({"secrets": {"mode": "warn"}}));
    accepted(&warned);
    assert_eq!(warned.warnings, [refused.message]);
    assert_eq!(
        (&*refused.rejected, &*warned.warned),
        ("secret/encoded-twice", "secret/encoded-twice")
    );
}
