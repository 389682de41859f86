//! ServiceAccounts: the names of the pull Secrets that their Pods get.

use serde_json::{Value, json};

use crate::host::{Answer, host};
use crate::requests::{accepted, creation, refused};

#[track_caller]
fn account(secrets: &Value, settings: &Value) -> Answer {
    let object = json!({"metadata": {"name": "builder"}, "imagePullSecrets": secrets});
    host().validate(&creation("ServiceAccount", object), &json!({"pullSecrets": settings}))
}

#[test]
fn a_name_can_be_kept_out() {
    let named = json!([{"name": "regcred"}, {"name": "hub"}, {}, {"name": ""}, null]);
    refused(
        &account(&named, &json!({"refuse": ["hub"]})),
        "imagePullSecrets[1].name: \"hub\" is refused by \"hub\" in pullSecrets.refuse; take it out",
    );
    let answer = account(&named, &json!({"allow": ["hub"], "mode": "warn"}));
    accepted(&answer);
    assert_eq!(answer.warned, "pull-secret/not-allowed");
    accepted(&account(&named, &json!({"allow": ["hub"], "mode": "off"})));
    accepted(&account(&json!(null), &json!({"allow": ["hub"]})));
}

#[test]
fn nothing_is_added_and_nothing_is_asked() {
    let settings = json!({"inject": [{"name": "regcred"}], "verify": "reject"});
    let answer = account(&json!([{"name": "hub"}]), &settings);
    accepted(&answer);
    assert_eq!(answer.object, None);
}

#[test]
fn what_does_not_decode_is_refused() {
    let end = "; what cannot be read is refused, so write it as the Kubernetes API has it";
    for (secrets, message) in [
        (json!({}), "imagePullSecrets: expected a list, found an object"),
        (json!(["regcred"]), "imagePullSecrets[0]: expected an object, found a string"),
        (json!([{"name": 5}]), "imagePullSecrets[0].name: expected a string, found a number"),
    ] {
        refused(&account(&secrets, &json!({})), &format!("{message}{end}"));
    }
    let answer = host().validate(&creation("ServiceAccount", json!("x")), &json!({}));
    refused(&answer, &format!("expected an object, found a string{end}"));
}

#[test]
fn one_that_is_being_deleted_is_left_alone() {
    let deleted = json!({"deletionTimestamp": "2026-11-02T09:15:04Z"});
    let object = json!({"metadata": deleted, "imagePullSecrets": [{"name": "hub"}]});
    let mut review = creation("ServiceAccount", object.clone());
    review["request"]["operation"] = "UPDATE".into();
    review["request"]["oldObject"] = object;
    let settings = json!({"pullSecrets": {"refuse": ["hub"]}});
    accepted(&host().validate(&review, &settings));
    review["request"]["oldObject"]["metadata"] = json!({});
    assert!(!host().validate(&review, &settings).accepted);
}
