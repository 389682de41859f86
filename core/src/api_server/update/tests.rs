use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::json::{self, DEFAULT_MAX_DEPTH};
use crate::{PullPolicy, Version};

fn object(text: &str) -> Value<'_> {
    json::parse(text, DEFAULT_MAX_DEPTH).expect("the text of a test is JSON")
}

/// The rule and the sentence for each image of `new`.
#[track_caller]
fn told(old: &str, new: &str, write: Write<'_>) -> Vec<(Rule, String)> {
    let (old, new) = (object(old), object(new));
    let update = Update { kind: "Pod", old: &old, new: &new, write };
    let kept = policies(&update, ApiServer::default()).expect("the versions can be merged");
    kept.iter().map(|it| (it.rule, it.to_string())).collect()
}

const LATEST: &str = r#"{"spec": {"containers": [{"name": "web", "image": "nginx"}]}}"#;
const TAGGED: &str = r#"{"spec": {"containers": [{"name": "web", "image": "nginx:1.27"}]}}"#;

#[test]
fn each_rule_has_its_sentence() {
    let stays = "stays Always: the new version leaves it out, and the stored one is kept whatever \
                 the image is";
    assert_eq!(told(LATEST, TAGGED, Write::Patch), [(Rule::Stays, stays.into())]);
    let replaced = "becomes IfNotPresent: the whole object is replaced; a tag other than latest is \
                    pulled when absent";
    assert_eq!(told(LATEST, TAGGED, Write::Replace), [(Rule::Replaced, replaced.into())]);
    let last = object(
        r#"{"spec": {"containers": [{"name": "web", "image": "nginx", "imagePullPolicy": "Always"}]}}"#,
    );
    let taken_out = "becomes IfNotPresent: the new version takes it out; a tag other than latest \
                     is pulled when absent";
    let apply = Write::Apply(Some(&last));
    assert_eq!(told(LATEST, TAGGED, apply), [(Rule::TakenOut, taken_out.into())]);
    let written =
        r#"{"spec": {"containers": [{"name": "web", "image": "a", "imagePullPolicy": "Never"}]}}"#;
    let said = "becomes Never: the new version says it";
    assert_eq!(told(LATEST, written, Write::Apply(None)), [(Rule::Written, said.into())]);
    let other = r#"{"spec": {"initContainers": [{"name": "web", "image": "nginx"}]}}"#;
    let new = "becomes Always: the init container is new; no tag means latest, and latest is \
               always pulled";
    assert_eq!(told(LATEST, other, Write::Patch), [(Rule::New, new.into())]);
}

#[test]
fn a_policy_that_a_new_image_left_behind_is_told_with_both_places() {
    let (old, new) = (object(LATEST), object(TAGGED));
    let update = Update { kind: "Pod", old: &old, new: &new, write: Write::Apply(None) };
    let kept = policies(&update, ApiServer::default()).expect("the versions can be merged");
    assert!(kept[0].is_left_behind());
    assert_eq!(&TAGGED[kept[0].span.clone()], "\"nginx:1.27\"");
    let stored = kept[0].stored.as_ref().expect("the container was there");
    assert_eq!(&LATEST[stored.span.clone()], "\"nginx\"");
    assert_eq!(kept[0].fresh.policy(), Some(PullPolicy::IfNotPresent));
    let same = Update { new: &old, ..update };
    let kept = policies(&same, ApiServer::default()).expect("the versions can be merged");
    assert!(!kept[0].is_left_behind());
}

#[track_caller]
fn refused(old: &str, new: &str, write: Write<'_>) -> Option<(String, String, Option<String>)> {
    let (old, parsed) = (object(old), object(new));
    let update = Update { kind: "Pod", old: &old, new: &parsed, write };
    let refusal =
        pod_refusal(&update, ApiServer::default()).expect("the versions can be merged")?;
    let at = refusal.span.clone().map(|it| new[it].to_string());
    Some((refusal.field_error().field, refusal.to_string(), at))
}

#[test]
fn a_pod_changes_its_images_and_nothing_else_of_them() {
    assert_eq!(refused(LATEST, TAGGED, Write::Patch), None);
    let (field, sentence, at) =
        refused(LATEST, TAGGED, Write::Replace).expect("the policy would change");
    assert_eq!((&*field, at.as_deref()), ("spec", Some("\"nginx:1.27\"")));
    assert_eq!(
        sentence,
        "spec.containers[0].imagePullPolicy: of a Pod's containers only the image may change; \
         delete the Pod and create it again"
    );
}

#[test]
fn a_pod_keeps_its_containers_and_pull_secrets() {
    let two = r#"{"spec": {"containers": [{"name": "web"}, {"name": "more"}]}}"#;
    let (field, _, at) = refused(LATEST, two, Write::Patch).expect("there is one more");
    assert_eq!(field, "spec.containers");
    assert_eq!(at.as_deref(), Some(r#"[{"name": "web"}, {"name": "more"}]"#));
    let secret = r#"{"spec": {"containers": [{"name": "web", "image": "nginx"}],
        "imagePullSecrets": [{"name": "a"}]}}"#;
    let (_, sentence, at) = refused(LATEST, secret, Write::Patch).expect("there is a new one");
    assert!(sentence.starts_with("spec.imagePullSecrets: "), "{sentence}");
    assert_eq!(at.as_deref(), Some(r#"[{"name": "a"}]"#));
    assert!(refused(secret, LATEST, Write::Patch).is_none());
    assert!(refused(secret, LATEST, Write::Replace).is_some());
}

#[test]
fn what_has_no_name_cannot_be_merged() {
    let text = r#"{"spec": {"containers": [{"name": "web"}], "imagePullSecrets": [{"name": ""}]}}"#;
    let pod = object(text);
    let update = Update { kind: "Pod", old: &pod, new: &pod, write: Write::Patch };
    let no_name = policies(&update, ApiServer::default()).expect_err("the stored one has no name");
    assert!(no_name.is_stored);
    assert_eq!(&text[no_name.span.clone()], r#"{"name": ""}"#);
    assert_eq!(
        no_name.to_string(),
        "spec.imagePullSecrets[0] of the stored object has no name, so that nothing can be merged \
         with it"
    );
    let replace = Update { write: Write::Replace, ..update };
    assert!(policies(&replace, ApiServer::default()).is_ok());
}

#[test]
fn while_image_volumes_are_off_a_stored_one_is_kept_as_it_is() {
    let text =
        r#"{"spec": {"containers": [], "volumes": [{"name": "v", "image": {"reference": "a"}}]}}"#;
    let pod = object(text);
    let server = ApiServer::new(Version::new(34).expect("1.34 is known"));
    let update = Update { kind: "Pod", old: &pod, new: &pod, write: Write::Replace };
    let kept = policies(&update, server).expect("nothing is merged");
    assert_eq!(kept[0].outcome, Outcome::NotFilledIn);
}
