use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::diagnose::{Diagnosis, Options, diagnose};

const DEPLOYMENT: &str = "\
kind: Deployment
metadata: {name: shop}
spec:
  template:
    spec:
      initContainers:
      - {name: wait, image: busybox}
      containers:
      - {name: web, image: 'ghcr.io/team/web:1'}
      - {name: side, image: 'quay.io/team/side:1'}
";

fn look(events: &str) -> Diagnosis {
    diagnose(&format!("{events}---\n{DEPLOYMENT}"), &Options::default())
}

/// For each event the containers that it is about, and the code of its cause.
#[track_caller]
fn check(events: &str, expect: &[&str]) {
    let report = look(events);
    let found: Vec<String> = report
        .events
        .iter()
        .map(|event| {
            let names: Vec<&str> =
                event.about.iter().filter_map(|it| report.image(*it)?.name.as_deref()).collect();
            let cause = event.cause.map_or("-", |at| report.findings[at].finding.code);
            format!("{}: {cause}", names.join(" "))
        })
        .collect();
    assert_eq!(found, expect, "{events}");
}

#[test]
fn a_row_of_pods_says_whether_an_init_container_waits() {
    check(
        "NAME  READY  STATUS  RESTARTS  AGE\nshop-1-2  0/2  Init:ErrImagePull  0  1m\n",
        &["wait: -"],
    );
    check(
        "NAME  READY  STATUS  RESTARTS  AGE\nshop-1-2  0/2  ErrImagePull  0  1m\n",
        &["web side: -"],
    );
}

#[test]
fn a_reason_alone_is_of_the_image_that_another_failure_names() {
    let head = "LAST SEEN  TYPE  REASON  OBJECT  MESSAGE\n";
    let failed = "1m  Warning  Failed  pod/shop-1-2  Failed to pull image \"quay.io/team/side:1\": no match for platform in manifest: not found\n";
    let reason = "1m  Warning  Failed  pod/shop-1-2  Error: ErrImagePull\n";
    let platform = "side: event/no-platform";
    check(&[head, failed, reason].concat(), &[platform, platform]);
    check(&[head, reason, failed].concat(), &[platform, platform]);
    // Without a name of a Pod.
    let failed = "Failed to pull image \"quay.io/team/side:1\": 404 Not Found\n";
    let missing = "side: event/not-found";
    check(&[failed, "Error: ImagePullBackOff\n"].concat(), &[missing, missing]);
}

#[test]
fn two_answers_for_one_image_explain_no_reason_alone() {
    let events = "Failed to pull image \"quay.io/team/side:1\": 404 Not Found\nFailed to pull image \"quay.io/team/side:1\": no match for platform in manifest: not found\nError: ErrImagePull\n";
    let report = look(events);
    let causes: Vec<Option<&str>> =
        report.events.iter().map(|it| Some(report.findings[it.cause?].finding.code)).collect();
    assert_eq!(causes[..2], [Some("event/not-found"), Some("event/no-platform")]);
    // One of them; which one does not depend on the order.
    let turned: Vec<&str> = events.lines().rev().collect();
    let turned = look(&[&turned[1..], &turned[..1], &[""]].concat().join("\n"));
    assert_eq!(
        turned.findings[turned.events[2].cause.expect("a cause")].finding.code,
        causes[2].expect("a cause")
    );
}

#[test]
fn an_image_that_nothing_has_is_said_once() {
    let report =
        look("Failed to pull image \"quay.io/x:1\": 401\nBack-off pulling image \"quay.io/x:1\"\n");
    let unbound: Vec<_> =
        report.findings.iter().filter(|it| it.finding.code == "event/unbound").collect();
    assert_eq!(unbound.len(), 1);
    assert_eq!(unbound[0].finding.related[0].label, "also");
    assert_eq!(report.events[0].cause, report.events[1].cause);
}

#[test]
fn the_image_of_a_kind_that_is_not_read_leads_to_that_kind() {
    let kind = "kind: Rollout\nspec: {template: {spec: {containers: [{name: a, image: 'quay.io/x:1'}]}}}\n---\n";
    let report = look(&[kind, "Failed to pull image \"quay.io/x:1\": 401 Unauthorized\n"].concat());
    let first = &report.findings[0].finding;
    assert_eq!((first.code, first.severity.as_str()), ("workload/unknown-kind", "warning"));
    assert_eq!(report.events[0].cause, Some(0));
    assert!(report.findings.iter().all(|it| !it.finding.code.starts_with("event/")));
}

/// What is wrong in the text comes before an event of which nothing is known.
#[test]
fn an_event_of_nothing_is_no_first_finding() {
    let events = "Failed to pull image \"quay.io/x:1\": 401 Unauthorized\n---\nkind: Secret\nmetadata: {name: s}\ntype: kubernetes.io/dockerconfigjson\ndata: {config.json: e30=}\n";
    let codes: Vec<String> =
        look(events).findings.iter().map(|it| it.finding.code.to_string()).collect();
    assert_eq!(codes[0], "secret/missing-key");
    assert!(codes.iter().any(|it| it == "event/unbound"), "{codes:?}");
}

#[test]
fn a_pull_that_was_counted_without_a_credential_used_none() {
    let rest = "\
---
kind: Pod
metadata: {name: web}
spec:
  imagePullSecrets: [{name: hub}]
  containers: [{name: web, image: team/web:1}]
---
kind: Secret
metadata: {name: hub}
type: kubernetes.io/dockerconfigjson
stringData: {.dockerconfigjson: '{\"auths\":{\"docker.io\":{\"username\":\"me\",\"password\":\"x\"}}}'}
";
    let first = |said: &str| {
        let text = format!("Failed to pull image \"team/web:1\": {said}\n{rest}");
        let report = diagnose(&text, &Options::default());
        report.findings[0].finding.message.clone()
    };
    assert_eq!(
        first("429 Too Many Requests: You have reached your unauthenticated pull rate limit."),
        "Docker Hub counted a pull without a credential, though user me (key docker.io) is sent as the text stands: the event is of a Pod that was made before, or a mirror on the node asks on its own"
    );
    assert_eq!(
        first("toomanyrequests: You have reached your pull rate limit."),
        "Docker Hub counts the pulls of an account, and those of user me (key docker.io) are used up; wait, or pull through a mirror"
    );
}

#[test]
fn a_missing_secret_is_of_every_image_of_the_pods_that_name_it() {
    let pod = "kind: Pod\nmetadata: {name: web}\nspec:\n  imagePullSecrets: [{name: gone}]\n  containers: [{name: a, image: 'quay.io/a:1'}, {name: b, image: 'quay.io/b:1'}]\n---\n";
    let missing = "pull-secret/missing";
    let event = "Unable to retrieve some image pull secrets (gone); attempting to pull the image may not succeed.\n";
    let failed = "Failed to pull image \"quay.io/b:1\": 401 Unauthorized\n";
    check(&[pod, event, failed].concat(), &[&format!("a b: {missing}"), &format!("b: {missing}")]);
}

#[test]
fn an_event_of_very_many_images_names_a_hundred_whatever_their_order() {
    let pod = |at: usize| {
        format!(
            "kind: Pod\nmetadata: {{name: p{at:03}}}\nspec: {{containers: [{{name: c, image: a:1}}]}}\n---\n"
        )
    };
    let event = "kind: Event\nreason: Failed\nmessage: 'Failed to pull image \"a:1\": rpc error: code = \
                 NotFound desc = a:1: not found'\n";
    for pods in [(0..150).map(pod).collect::<String>(), (0..150).rev().map(pod).collect()] {
        let report = diagnose(&(pods + event), &Options::default());
        let about = &report.events[0].about;
        let titles = about.iter().map(|it| &*report.workloads[it.workload].title);
        assert_eq!(titles.clone().min(), Some("Pod p000"));
        assert_eq!((titles.max(), about.len()), (Some("Pod p099"), 100));
        assert!(report.events[0].sentence.ends_with("(c of Pod p000 and many more)"));
    }
}

#[test]
fn without_a_workload_the_images_are_those_that_events_name() {
    let describe = "\
Name:             ingest-7c9f6b5d4-x2x9k
Namespace:        data
Events:
  Type     Reason     Age   From      Message
  ----     ------     ----  ----      -------
  Normal   Pulling    80s   kubelet   Pulling image \"quay.io/team/ingest:5\"
  Warning  Failed     79s   kubelet   Failed to pull image \"quay.io/team/ingest:5\": unauthorized: authentication required
";
    let secret = "---\nkind: Secret\nmetadata: {name: pull, namespace: data}\ntype: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: '{\"auths\": {\"ghcr.io\": {\"username\": \"robot\", \"password\": \"word\"}}}'}\n";
    let text = [describe, secret].concat();
    let report = diagnose(&text, &Options::default());
    let images: Vec<&str> =
        report.workloads.iter().flat_map(|it| &it.images).map(|it| it.image.as_str()).collect();
    assert_eq!(images, ["quay.io/team/ingest:5"]);
    let workload = &report.workloads[0];
    assert_eq!((workload.namespace.as_str(), workload.pull_secrets.len()), ("data", 1));
    let failed = report.events.last().expect("an event");
    let cause = failed.cause.map(|at| report.findings[at].finding.code);
    assert_eq!(cause, Some("keyring/no-key-fits"));

    // A workload has its own.
    let both = diagnose(&[describe, "---\n", DEPLOYMENT].concat(), &Options::default());
    let titles: Vec<&str> = both.workloads.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["Deployment shop"]);
}
