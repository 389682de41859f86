use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::always_pull_images::{Passed, Request};
use super::defaults::Outcome;
use super::service_account::{Account, DenialKind, NewPod, Rule, ServiceAccount};
use super::validate::{Operation, Problem};
use super::*;
use crate::json::{self, DEFAULT_MAX_DEPTH};
use crate::pull_policy;
use crate::workload::pod_spec;

fn object(text: &str) -> Value<'_> {
    json::parse(text, DEFAULT_MAX_DEPTH).expect("the text of a test is JSON")
}

fn version(minor: u8) -> Version {
    Version::new(minor).expect("the release of a test is known")
}

/// Where the policy of each image is decided, and what becomes of it.
#[track_caller]
fn defaulted(text: &str, server: ApiServer) -> Vec<(&str, Outcome)> {
    let object = object(text);
    let spec = pod_spec("Pod", &object).expect("the types are right").expect("there is a spec");
    let policies = defaults::policies(&spec, server).into_iter();
    policies.map(|it| (&text[it.span], it.outcome)).collect()
}

const IMAGE_VOLUME: &str =
    r#"{"spec": {"containers": [], "volumes": [{"name": "v", "image": {"reference": "a:1"}}]}}"#;

#[test]
fn the_value_that_decided_is_shown() {
    let text = r#"{"spec": {"containers": [
        {"image": "nginx", "imagePullPolicy": ""}, {"image": "a", "imagePullPolicy": "Never"},
        {"image": "a", "imagePullPolicy": "never"}, {}]}}"#;
    let found = defaulted(text, ApiServer::default());
    let places: Vec<&str> = found.iter().map(|it| it.0).collect();
    assert_eq!(places, ["\"nginx\"", "\"Never\"", "\"never\"", "{}"]);
    assert_eq!(found[2].1, Outcome::Unknown(pull_policy::UnknownPolicy));
    assert_eq!(
        found[3].1.to_string(),
        "stored as IfNotPresent: an image that is no reference counts as one without a tag"
    );
}

#[test]
fn image_volumes_are_unknown_then_dropped_then_stored() {
    for (minor, expect) in [
        (30, ImageVolumes::Unknown),
        (31, ImageVolumes::Dropped),
        (34, ImageVolumes::Dropped),
        (35, ImageVolumes::On),
        (36, ImageVolumes::On),
    ] {
        assert_eq!(ApiServer::new(version(minor)).image_volumes, expect, "1.{minor}");
    }
    let place = r#"{"name": "v", "image": {"reference": "a:1"}}"#;
    let old = ApiServer::new(version(30));
    assert_eq!(defaulted(IMAGE_VOLUME, old), [(place, Outcome::VolumeUnknown)]);
    let off = ApiServer::new(version(33));
    assert_eq!(defaulted(IMAGE_VOLUME, off), [(place, Outcome::VolumeDropped)]);
    let on = off.with_image_volumes(true);
    assert_eq!(defaulted(IMAGE_VOLUME, on)[0].0, r#""a:1""#);
}

#[test]
fn the_gate_can_be_set_from_1_31_to_1_35() {
    let set = |minor, on| ApiServer::new(version(minor)).with_image_volumes(on).image_volumes;
    assert_eq!(set(30, true), ImageVolumes::Unknown);
    assert_eq!(set(31, true), ImageVolumes::On);
    assert_eq!(set(35, false), ImageVolumes::Dropped);
    assert_eq!(set(36, false), ImageVolumes::On);
}

#[test]
fn an_image_volume_that_is_stored_stays_where_they_are_off() {
    let stored = object(IMAGE_VOLUME);
    let spec = pod_spec("Pod", &stored).expect("the types are right").expect("there is a spec");
    let off = ApiServer::new(version(34));
    let updating = off.updating(&spec);
    assert_eq!(updating.image_volumes, ImageVolumes::KeptAsWritten);
    let text = refused("Pod", IMAGE_VOLUME, Operation::Update, updating);
    let required = "spec.volumes[0].image.pullPolicy: Required value";
    assert_eq!(text, [required, "spec.containers: Required value"]);
    let without = object(r#"{"spec": {"volumes": [{"name": "v"}]}}"#);
    let spec = pod_spec("Pod", &without).expect("the types are right").expect("there is a spec");
    assert_eq!(off.updating(&spec), off);
}

#[track_caller]
fn refused(kind: &str, text: &str, operation: Operation, server: ApiServer) -> Vec<String> {
    let object = object(text);
    let refusals = validate::refusals(kind, &object, operation, server);
    assert!(refusals.iter().all(|it| it.span.end <= text.len() && !it.span.is_empty()));
    refusals.iter().map(|it| it.field_error().text_as(server.version)).collect()
}

#[test]
fn a_stored_pod_may_have_ephemeral_containers() {
    let text =
        r#"{"spec": {"containers": [{"image": "a"}], "ephemeralContainers": [{"image": " "}]}}"#;
    let server = ApiServer::default();
    let space = "spec.ephemeralContainers[0].image: Invalid value: \" \": must not have leading or \
                 trailing whitespace";
    assert_eq!(refused("Pod", text, Operation::Update, server), [space]);
    let created = refused("Pod", text, Operation::Create, server);
    assert_eq!(created, [space, "spec.ephemeralContainers: Forbidden: cannot be set on create"]);
}

#[test]
fn the_pods_of_a_template_are_refused_for_what_it_may_hold() {
    let text = r#"{"spec": {"template": {"spec": {"containers": [{"image": "a "}, {"image": "a"}],
        "volumes": [{"image": {}}]}}}}"#;
    assert_eq!(refused("Job", text, Operation::Create, ApiServer::default()), [""; 0]);
    let object = object(text);
    let spec = pod_spec("Job", &object).expect("the types are right").expect("there is a spec");
    let problems = |server: ApiServer| {
        let refusals = Parts::of(&spec).images.into_iter();
        let refusals = refusals.filter_map(move |it| validate::refusal_of_pods(&it, server));
        refusals.map(|it| it.problem).collect::<Vec<_>>()
    };
    let space = Problem::WhiteSpace("a ".into());
    assert_eq!(problems(ApiServer::default()), [space.clone(), Problem::NoReference]);
    // The volume is dropped, or is an empty directory.
    assert_eq!(problems(ApiServer::new(version(31))), [space]);
}

#[test]
fn each_refusal_points_at_its_value() {
    let text = r#"{"spec": {"containers": [{"image": ""}, {"image": "a ", "imagePullPolicy": "x"}],
        "volumes": [{"image": {"reference": "a"}, "secret": {"secretName": "s"}}]}}"#;
    let object = object(text);
    let refusals = validate::refusals("Pod", &object, Operation::Create, ApiServer::default());
    let found: Vec<_> = refusals.into_iter().map(|it| (&text[it.span], it.problem)).collect();
    let expect = [
        (r#"{"secretName": "s"}"#, Problem::TwoSources),
        (r#""""#, Problem::NoImage),
        (r#""x""#, Problem::UnknownPolicy("x".into())),
        (r#""a ""#, Problem::WhiteSpace("a ".into())),
    ];
    assert_eq!(found, expect);
}

#[test]
fn no_kind_no_pods_no_refusal() {
    assert!(
        refused("Service", r#"{"spec": 7}"#, Operation::Create, ApiServer::default()).is_empty()
    );
    assert!(refused("Pod", r#"{"spec": 7}"#, Operation::Create, ApiServer::default()).is_empty());
}

#[test]
fn warnings_came_with_1_22_and_1_25() {
    let text =
        r#"{"spec": {"imagePullSecrets": [{"name": "a"}, {"name": "a", "namespace": "b"}, {}]}}"#;
    let object = object(text);
    let spec = pod_spec("Pod", &object).expect("the types are right").expect("there is a spec");
    let warned = |minor| -> Vec<_> {
        let warnings = warnings::warnings(&spec, version(minor)).into_iter();
        warnings.map(|it| (it.to_string(), &text[it.span])).collect()
    };
    let unknown = r#"unknown field "spec.imagePullSecrets[1].namespace""#.to_string();
    let duplicate = r#"spec.imagePullSecrets[1].name: duplicate name "a""#.to_string();
    let empty = r#"spec.imagePullSecrets[2].name: invalid empty name """#.to_string();
    assert_eq!(warned(21), []);
    assert_eq!(warned(22), [(duplicate.clone(), "\"a\""), (empty.clone(), "{}")]);
    let all = [(unknown, "\"namespace\""), (duplicate, "\"a\""), (empty, "{}")];
    assert_eq!(warned(25), all);
}

#[test]
fn always_pull_images_in_1_20_looks_at_every_update_and_at_no_volume() {
    let pod = object(
        r#"{"spec": {"containers": [{"image": "a:1"}], "volumes": [{"image": {"reference": "b"}}]}}"#,
    );
    let update = Request { kind: "Pod", subresource: "", object: &pod, old: Some(&pod) };
    let admit = |minor, request| {
        let server = ApiServer::new(version(minor));
        always_pull_images::admit(&request, server)
            .map(|changes| changes.into_iter().map(|it| it.path).collect::<Vec<_>>())
    };
    let container = "spec.containers[0].imagePullPolicy".to_string();
    let volume = "spec.volumes[0].image.pullPolicy".to_string();
    assert_eq!(admit(20, update), Ok(alloc::vec![container.clone()]));
    assert_eq!(admit(21, update), Err(Passed::NoNewImage));
    let create = Request { old: None, ..update };
    assert_eq!(admit(30, create), Ok(alloc::vec![container.clone()]));
    assert_eq!(admit(31, create), Ok(alloc::vec![container, volume]));
    let debug = Request { subresource: "ephemeralcontainers", ..update };
    assert_eq!(admit(36, debug), Err(Passed::Subresource));
}

#[test]
fn a_change_says_what_it_replaces() {
    let pod = object(r#"{"spec": {"containers": [{"image": "a:1"}, {"image": "a"}]}}"#);
    let request = Request { kind: "Pod", subresource: "", object: &pod, old: None };
    let changes = always_pull_images::admit(&request, ApiServer::default()).expect("it is a Pod");
    let said: Vec<String> = changes.iter().map(ToString::to_string).collect();
    let expect = [
        "AlwaysPullImages sets Always in place of IfNotPresent",
        "AlwaysPullImages finds Always, and leaves it",
    ];
    assert_eq!(said, expect);
    assert!(changes[0].matters() && !changes[1].matters());
}

#[track_caller]
fn injected(kind: &str, text: &str, account: &str) -> Result<(Rule, Vec<String>, String), String> {
    let (pod, account) = (object(text), object(account));
    let account = ServiceAccount::read(&account);
    let pod = NewPod::new(kind, &pod, "default");
    let injection = service_account::inject(&pod, Account::Known(&account), false)
        .map_err(|denial| denial.forbidden.to_string())?;
    let names = injection.pull_secrets.iter().map(|it| super::text(it.name).to_string()).collect();
    Ok((injection.rule, names, injection.to_string()))
}

const ACCOUNT: &str = r#"{"metadata": {"name": "web"}, "imagePullSecrets": [{"name": "a"}]}"#;

#[test]
fn a_template_gets_the_pull_secrets_of_its_service_account() {
    let text = r#"{"metadata": {"name": "web"}, "spec": {"template": {"spec": {
        "serviceAccountName": "web"}}}}"#;
    let (rule, names, sentence) = injected("Deployment", text, ACCOUNT).expect("it is admitted");
    assert_eq!((rule, &names[..]), (Rule::Account, &["a".to_string()][..]));
    assert_eq!(sentence, "the Pod names no pull Secrets and gets those of the service account web");
}

#[test]
fn one_empty_name_keeps_the_service_account_away() {
    let text = r#"{"spec": {"serviceAccountName": "web", "imagePullSecrets": [{}]}}"#;
    let (rule, names, _) = injected("Pod", text, ACCOUNT).expect("it is admitted");
    assert_eq!((rule, &names[..]), (Rule::EmptyNames, &[String::new()][..]));
}

#[test]
fn a_controller_is_told_about_its_pods() {
    let text = r#"{"metadata": {"name": "web"}, "spec": {"template": {
        "metadata": {"annotations": {"kubernetes.io/config.mirror": "x"}},
        "spec": {"imagePullSecrets": [{"name": "a"}]}}}}"#;
    for (kind, name) in [("ReplicaSet", "web-"), ("StatefulSet", "web-0"), ("Deployment", "web-…-")]
    {
        let reason = "a mirror pod may not reference secrets";
        let expect = alloc::format!("pods \"{name}\" is forbidden: {reason}");
        assert_eq!(injected(kind, text, ACCOUNT), Err(expect));
    }
}

#[test]
fn a_denial_points_at_the_name() {
    let text = r#"{"spec": {"serviceAccount": "web", "imagePullSecrets": [{"name": "b"}]}}"#;
    let object = object(text);
    let pod = NewPod::new("Pod", &object, "default");
    let denial = service_account::inject(&pod, Account::Missing, false).expect_err("it is missing");
    assert_eq!(denial.kind, DenialKind::NoAccount);
    assert_eq!(denial.span.map(|it| &text[it]), Some("\"web\""));
    let account = json::parse(ACCOUNT, DEFAULT_MAX_DEPTH).expect("it is JSON");
    let account = ServiceAccount::read(&account);
    let denial = service_account::inject(&pod, Account::Known(&account), true);
    let denial = denial.expect_err("b is not listed");
    assert_eq!(denial.kind, DenialKind::NotListed);
    assert_eq!(denial.span.map(|it| &text[it]), Some("\"b\""));
    let unknown = service_account::inject(&pod, Account::Unknown, true).expect("nothing is known");
    assert_eq!(unknown.rule, Rule::Own);
}
