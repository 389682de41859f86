use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::text::documents;

fn spans(event: &PullEvent) -> Vec<&Told> {
    let parts = [
        &event.reason,
        &event.message,
        &event.image,
        &event.namespace,
        &event.pod,
        &event.object,
        &event.container,
        &event.from,
        &event.age,
        &event.error_text,
    ];
    parts.into_iter().flatten().chain(&event.missing_secrets).collect()
}

/// Every event of every document, after a look at its spans.
fn read(text: &str) -> Vec<PullEvent> {
    let read = documents(text);
    let mut events = Vec::new();
    for document in &read.docs {
        for event in of_document(text, document) {
            let inside = |span: &Range<usize>| {
                assert!(text.get(span.clone()).is_some(), "{span:?} {event:?}");
                assert!(
                    document.span.start <= span.start && span.end <= document.span.end,
                    "{event:?}"
                );
            };
            inside(&event.span);
            spans(&event).iter().for_each(|it| inside(&it.span));
            events.push(event);
        }
    }
    events
}

fn part(told: &Option<Told>) -> &str {
    told.as_ref().map_or("-", |it| &it.text)
}

/// What each event says, reason, namespace/pod, container, image, error.
#[track_caller]
fn check(text: &str, expect: &[&str]) {
    let found: Vec<String> = read(text)
        .iter()
        .map(|it| {
            format!(
                "{:?} {} {}/{} {} {} | {}",
                it.says,
                part(&it.reason),
                part(&it.namespace),
                part(&it.pod),
                part(&it.container),
                part(&it.image),
                part(&it.error_text)
            )
        })
        .collect();
    assert_eq!(found, expect, "{text}");
}

const DESCRIBE: &str = r#"Name:             web-7c9d
Namespace:        shop
Priority:         0
Service Account:  default
Node:             node-1/10.0.0.4
Labels:           app=web
Status:           Pending
Init Containers:
  wait:
    Container ID:  containerd://abc
    Image:         busybox:1.36
    State:          Terminated
      Reason:       Completed
Containers:
  web:
    Container ID:
    Image:          ghcr.io/team/app:1
    Image ID:
    Port:           8080/TCP
    State:          Waiting
      Reason:       ImagePullBackOff
    Last State:     Terminated
      Reason:       Error
    Ready:          False
  side:
    Image:          quay.io/x/y
    State:          Waiting
      Reason:       PodInitializing
Conditions:
  Type              Status
  Initialized       True
Volumes:            <none>
Events:
  Type     Reason                           Age                From               Message
  ----     ------                           ----               ----               -------
  Normal   Scheduled                        2m                 default-scheduler  Successfully assigned shop/web-7c9d to node-1
  Warning  FailedToRetrieveImagePullSecret  10s (x9 over 2m)   kubelet            Unable to retrieve some image pull secrets (regcred, other); attempting to pull the image may not succeed.
  Normal   Pulling                          60s (x4 over 2m)   kubelet            Pulling image "ghcr.io/team/app:1"
  Warning  Failed                           59s (x4 over 2m)   kubelet            Failed to pull image "ghcr.io/team/app:1": failed to pull and unpack image "ghcr.io/team/app:1": 401 Unauthorized
  Warning  Failed                           59s (x4 over 2m)   kubelet            Error: ErrImagePull
  Normal   BackOff                          1s (x6 over 2m)    kubelet            Back-off pulling image "ghcr.io/team/app:1"
  Warning  Failed                           1s (x6 over 2m)    kubelet            Error: ImagePullBackOff
"#;

const EXPECT: [&str; 7] = [
    "Reason ImagePullBackOff shop/web-7c9d web ghcr.io/team/app:1 | -",
    "MissingSecrets FailedToRetrieveImagePullSecret shop/web-7c9d - - | -",
    "Pulling Pulling shop/web-7c9d - ghcr.io/team/app:1 | -",
    "PullFailed Failed shop/web-7c9d - ghcr.io/team/app:1 | failed to pull and unpack image \"ghcr.io/team/app:1\": 401 Unauthorized",
    "Reason Failed shop/web-7c9d - - | -",
    "BackOff BackOff shop/web-7c9d - ghcr.io/team/app:1 | -",
    "Reason Failed shop/web-7c9d - - | -",
];

#[test]
fn a_description_is_read_as_a_whole() {
    check(DESCRIBE, &EXPECT);
    check(&DESCRIBE.replace('\n', "\r\n"), &EXPECT);
    let events = read(DESCRIBE);
    let missing = &events[1];
    let names: Vec<&str> = missing.missing_secrets.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(names, ["regcred", "other"]);
    assert_eq!((missing.count, part(&missing.age)), (Some(9), "10s (x9 over 2m)"));
    assert_eq!(part(&missing.from), "kubelet");
    for event in &events {
        for told in spans(event) {
            assert_eq!(&DESCRIBE[told.span.clone()], told.text);
        }
    }
}

#[test]
fn lost_spaces_lose_no_column() {
    // A chat makes one space of many.
    let squeezed: String = DESCRIBE
        .lines()
        .map(|line| {
            let indent = line.len() - line.trim_start().len();
            let words: Vec<&str> = line.split_whitespace().collect();
            // The first lines keep their columns, or nothing would tell a description from YAML.
            match line.starts_with(char::is_alphabetic) {
                true => format!("{line}\n"),
                false => format!("{}{}\n", " ".repeat(indent), words.join(" ")),
            }
        })
        .collect();
    check(&squeezed, &EXPECT);
}

#[test]
fn the_table_alone_is_enough() {
    let table = &DESCRIBE[DESCRIBE.find("Events:").unwrap()..];
    let pod = "shop/web-7c9d";
    let expect: Vec<String> = EXPECT[1..].iter().map(|it| it.replace(pod, "-/-")).collect();
    let expect: Vec<&str> = expect.iter().map(String::as_str).collect();
    check(table, &expect);
    let rows = &table[table.find("  Warning").unwrap()..];
    check(rows, &expect);
}

/// Breaks lines after `width` characters, as a terminal does.
fn wrap(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let chars: Vec<char> = line.chars().collect();
        for part in chars.chunks(width.max(1)) {
            out.extend(part);
            out.push('\n');
        }
    }
    out
}

#[test]
fn wrapped_lines_are_put_together() {
    let error = "rpc error: code = Unknown desc = failed to pull and unpack image \"ghcr.io/team/application-with-a-long-name:1.2.3\": failed to resolve reference \"ghcr.io/team/application-with-a-long-name:1.2.3\": failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized";
    let row = format!(
        "Events:\n  Type     Reason   Age                From     Message\n  ----     ------   ----               ----     -------\n  Warning  Failed   59s (x4 over 2m)   kubelet  Failed to pull image \"ghcr.io/team/application-with-a-long-name:1.2.3\": {error}\n  Warning  Failed   59s (x4 over 2m)   kubelet  Error: ErrImagePull\n"
    );
    for width in [80, 97, 100, 120, 133] {
        let wrapped = wrap(&row, width);
        check(
            &wrapped,
            &[
                &format!(
                    "PullFailed Failed -/- - ghcr.io/team/application-with-a-long-name:1.2.3 | {error}"
                ),
                "Reason Failed -/- - - | -",
            ],
        );
    }
    let message = format!(
        "Failed to pull image \"ghcr.io/team/application-with-a-long-name:1.2.3\":\n{}",
        error.replace(" failed to resolve", "\n   failed to resolve")
    );
    check(
        &message,
        &[&format!("PullFailed - -/- - ghcr.io/team/application-with-a-long-name:1.2.3 | {error}")],
    );
}

#[test]
fn words_below_a_message_are_not_its_error() {
    check("Error: ErrImagePull\nWhat does it mean?\n", &["Reason ErrImagePull -/- - - | -"]);
    check("Failed to pull image \"a:1\": 401\nPlease help.\n", &["PullFailed - -/- - a:1 | 401"]);
}

#[test]
fn tables_of_kubectl_get_events() {
    check(
        "LAST SEEN   TYPE      REASON    OBJECT           MESSAGE\n\
         8m23s       Normal    Pulling   pod/web-5888     Pulling image \"x/y:20.7\"\n\
         9m37s       Warning   Failed    pod/web-5888     Failed to pull image \"x/y:20.7\": unauthorized: authentication required\n\
         8m22s       Normal    Created   replicaset/web   Created pod: web-5888\n",
        &[
            "Pulling Pulling -/web-5888 - x/y:20.7 | -",
            "PullFailed Failed -/web-5888 - x/y:20.7 | unauthorized: authentication required",
        ],
    );
    check(
        "NAMESPACE   LAST SEEN   TYPE      REASON   OBJECT    MESSAGE\n\
         shop        8m23s       Warning   BackOff   pod/web   Back-off pulling image \"x/y\"\n",
        &["BackOff BackOff shop/web - x/y | -"],
    );
    let wide = "LAST SEEN   TYPE      REASON   OBJECT    SUBOBJECT              SOURCE            MESSAGE                        FIRST SEEN   COUNT   NAME\n\
                3m          Warning   Failed   pod/web   spec.containers{app}   kubelet, node-1   Error: ErrImagePull            5m           4       web.17a\n\
                3m          Normal    BackOff  pod/web                          kubelet, node-1   Back-off pulling image \"x\"     5m           6       web.17b\n";
    check(wide, &["Reason Failed -/web app - | -", "BackOff BackOff -/web - x | -"]);
    let events = read(wide);
    assert_eq!(events[0].list, Some(ContainerList::Regular));
    assert_eq!((events[0].count, part(&events[0].from)), (Some(4), "kubelet, node-1"));
    check(
        "Warning   InternalError   revision/llama-00001   Unable to fetch image \"h/x:2\": failed to resolve image to digest: 401\n",
        &["DigestLookup InternalError -/- - h/x:2 | failed to resolve image to digest: 401"],
    );
}

#[test]
fn tables_of_kubectl_get_pods() {
    check(
        "NAME                    READY   STATUS                  RESTARTS      AGE\n\
         web-1                   0/1     ImagePullBackOff        0             3m\n\
         ok                      1/1     Running                 1 (2d ago)    3d\n\
         job-2                   0/2     Init:ErrImagePull       0             3m\n",
        &["Reason ImagePullBackOff -/web-1 - - | -", "Reason ErrImagePull -/job-2 - - | -"],
    );
    check(
        "NAMESPACE NAME READY STATUS RESTARTS AGE\nshop web-1 0/1 ErrImageNeverPull 0 3m\n",
        &["Reason ErrImageNeverPull shop/web-1 - - | -"],
    );
    assert_eq!(read("job-2  0/2  Init:ErrImagePull  0  3m\n")[0].list, Some(ContainerList::Init));
}

#[test]
fn log_lines_may_be_json() {
    check(
        r#"{"level":"info","msg":"node a-1 message: failed to look-up entrypoint/cmd for image \"ghcr.io/a:1\", you must either specify the command: https://x/#emissary-emissary: GET https://y: 401","namespace":"jobs","workflow":"a-1"}
{"ts":1,"msg":"Error syncing pod, skipping","pod":{"name":"web","namespace":"default"},"err":"failed to \"StartContainer\" for \"a\" with ImagePullBackOff: \"Back-off pulling image \\\"redis\\\"\""}
{"level":"info","msg":"all is well"}
"#,
        &[
            "EntrypointLookup - jobs/- - ghcr.io/a:1 | GET https://y: 401",
            "BackOff ImagePullBackOff default/web a redis | -",
        ],
    );
}

#[test]
fn an_old_kubelet_named_the_image_without_quotes() {
    check(
        "image pull failed for ghcr.io/a:1, this may be because there are no credentials on this request.  details: (Authentication is required.)\n",
        &["PullFailed - -/- - ghcr.io/a:1 | Authentication is required."],
    );
}

#[test]
fn log_lines_hold_quoted_texts() {
    check(
        r#"Jul 23 22:57:43 n1 kubelet[197]: E0723 22:57:43.256904  197244 pod_workers.go:1301] "Error syncing pod, skipping" err="failed to \"StartContainer\" for \"redis\" with ImagePullBackOff: \"Back-off pulling image \\\"redis:alpine\\\": ErrImagePull: 401\"" pod="default/redis-0" podUID="6c"
"#,
        &["BackOff ImagePullBackOff default/redis-0 redis redis:alpine | 401\""],
    );
    check(
        r#"E0723 22:57:43.256904  197244 kuberuntime_image.go:55] "Failed to pull image" err="rpc error: code = NotFound desc = \"x\": not found" image="nginx:nope"
time="2026-01-01T00:00:00Z" level=error msg="PullImage \"nginx:nope\" failed" error="rpc error: code = NotFound desc = x"
"#,
        &[
            "PullFailed - -/- - nginx:nope | rpc error: code = NotFound desc = \"x\": not found",
            "PullFailed - -/- - nginx:nope | rpc error: code = NotFound desc = x",
        ],
    );
    check(
        "Error from server (BadRequest): container \"web\" in pod \"web-1\" is waiting to start: trying and failing to pull image\n",
        &["Reason - -/web-1 web - | -"],
    );
}

#[test]
fn event_objects_name_what_they_are_about() {
    let v1 = r#"{"apiVersion":"v1","kind":"Event","metadata":{"name":"web.1","namespace":"shop"},
        "involvedObject":{"kind":"Pod","namespace":"shop","name":"web-1","fieldPath":"spec.initContainers{wait}"},
        "reason":"Failed","message":"Failed to pull image \"a/b:1\": \"x\" 401","source":{"component":"kubelet"},"count":4,"lastTimestamp":"2026-01-01T00:00:00Z"}"#;
    check(v1, &["PullFailed Failed shop/web-1 wait a/b:1 | \"x\" 401"]);
    let events = read(v1);
    let event = &events[0];
    assert_eq!(
        (event.list, event.count, part(&event.from)),
        (Some(ContainerList::Init), Some(4), "kubelet")
    );
    assert_eq!(&v1[event.image.as_ref().unwrap().span.clone()], "a/b:1");
    assert_eq!(&v1[event.container.as_ref().unwrap().span.clone()], "wait");
    let v1 = "apiVersion: v1\nkind: EventList\nitems:\n- involvedObject: {kind: Pod, name: web-1}\n  reason: BackOff\n  message: Back-off pulling image \"a\"\n- involvedObject: {kind: Node, name: n}\n  message: Starting kubelet.\n";
    check(v1, &["BackOff BackOff -/web-1 - a | -"]);
    let events = "apiVersion: events.k8s.io/v1\nkind: Event\nregarding: {kind: Pod, name: p, namespace: ns}\nnote: >-\n  Failed to pull image\n  \"a:1\": 404\nseries: {count: 7}\nreportingController: kubelet\n";
    check(events, &["PullFailed - ns/p - a:1 | 404"]);
    assert_eq!(read(events)[0].count, Some(7));
}

#[test]
fn a_status_tells_of_waiting_containers() {
    let pod = "kind: Pod\nmetadata: {name: web, namespace: shop}\nstatus:\n  containerStatuses:\n  - name: app\n    image: ghcr.io/a:1\n    state:\n      waiting:\n        message: 'Back-off pulling image \"ghcr.io/a:1\": ErrImagePull: 401'\n        reason: ImagePullBackOff\n  - name: side\n    state: {waiting: {reason: CrashLoopBackOff, message: back-off 5m0s restarting}}\n  - name: bad\n    image: quay.io/b\n    state: {waiting: {reason: 'invalid character x'}}\n  initContainerStatuses:\n  - {name: init, image: x, state: {waiting: {reason: ErrImagePull, message: 'pull QPS exceeded'}}}\n";
    check(
        pod,
        &[
            "Reason ErrImagePull shop/web init x | pull QPS exceeded",
            "BackOff ImagePullBackOff shop/web app ghcr.io/a:1 | 401",
            "Reason invalid character x shop/web bad quay.io/b | -",
        ],
    );
    let fragment = "state:\n  waiting:\n    message: Back-off pulling image \"a\"\n    reason: ImagePullBackOff\n";
    check(fragment, &["BackOff ImagePullBackOff -/- - a | -"]);
    check("waiting:\n  reason: ErrImagePull\n", &["Reason ErrImagePull -/- - - | -"]);
    check(
        "- name: x\n  state:\n    waiting:\n      reason: ErrImagePull\n",
        &["Reason ErrImagePull -/- x - | -"],
    );
    check(
        "kind: Workflow\nmetadata: {name: wf}\nstatus:\n  message: 'failed to look-up entrypoint/cmd for image \"x:1\", you must: in the index: 401'\n",
        &["EntrypointLookup - -/- - x:1 | 401"],
    );
}

#[test]
fn nothing_is_made_of_other_texts() {
    for text in [
        "hello\n",
        "kind: Pod\nspec: {containers: [{image: x}]}\n",
        "apiVersion: v1\nkind: ConfigMap\ndata: {a: Back-off pulling image}\n",
        "$ kubectl get pods\n",
        "nginx:1.27\n",
        "{\"auths\": {}}",
        "",
    ] {
        check(text, &[]);
    }
}

#[test]
fn every_prefix_of_a_text_is_read() {
    let text = format!(
        "é {DESCRIBE}é\nFailed to pull image \"ü\": \"é\n{}",
        r#"E0723 1 x] "é" err="\"StartContainer\" for \"é\" with ErrImagePull: \"é\"" pod="é/ü" image="#
    );
    for (at, _) in text.char_indices().step_by(7) {
        let read = |part: &str| {
            for event in of_text(part, 0..part.len()) {
                assert!(part.get(event.span.clone()).is_some());
                assert!(spans(&event).iter().all(|it| part.get(it.span.clone()).is_some()));
            }
        };
        read(&text[..at]);
        read(&text[at..]);
    }
}

/// A long text of whatever is put together or looked for.
#[test]
fn hostile_texts_take_linear_time() {
    let long = "x".repeat(70);
    for part in [
        "Failed to pull image \"",
        "Failed to pull image \"a\": b\n",
        "Warning  Failed  3m  kubelet  Back-off pulling image \"x\"\n",
        "rpc error: code = x\n",
        "err=\"",
        "err=\"Back-off pulling image \\\"a\\\"\"\n",
        "\\\"",
        "Type Reason Age From Message\n",
        "Name:  x\nContainers:\n  a:\n    State: Waiting\n      Reason: a b\n",
        "(x",
        "0/1 ",
        &format!("Failed to pull image \"a\": {long}\n{long}\n{long}\n"),
        &format!("{long} rpc error: code = \n"),
    ] {
        let text = part.repeat((256 << 10) / part.len());
        assert!(of_text(&text, 0..text.len()).len() <= MAX_EVENTS, "{part}");
        let first = format!("Failed to pull image \"a\": {long}\n{text}").replace("\n\n", "\n");
        assert!(!of_text(&first, 0..first.len()).is_empty(), "{}", part.to_string());
    }
}

#[test]
fn a_row_may_end_behind_its_source() {
    let text = "EN   TYPE   REASON   OBJECT   MESSAGE\nNormal Pulled 3m kubelet,\nWarning Failed 3m a, b\n";
    for end in 0..=text.len() {
        read(&text[..end]);
    }
}

#[test]
fn a_row_may_end_with_white_space_of_any_sort() {
    for space in ["\u{b}", "\u{a0}", "\u{3000}", " \u{b} ", "\t\u{c}"] {
        let row = format!("3m  Warning  Failed  pod/web{space}");
        read(&row);
        let head = "LAST SEEN   TYPE      REASON   OBJECT    MESSAGE\n";
        read(&format!("{head}{row}\n"));
        read(&format!("Warning  Failed  3m  kubelet{space}"));
        read(&format!(
            "Warning  Failed  3m (x2 over 3m){space}  kubelet  Error: ErrImagePull{space}"
        ));
    }
}
