use super::*;
use alloc::string::ToString;
use alloc::vec;

/// The objects of a dump, read in pieces of `size` bytes: where each begins, and its text.
fn cut(dump: &str, size: usize) -> Result<Vec<(u64, String)>, CutError> {
    let mut found = Vec::new();
    let mut take = |it: Item<'_>| {
        let kind = it.kind.map(|it| alloc::format!("{it}: ")).unwrap_or_default();
        found.push((it.offset, kind + &String::from_utf8_lossy(it.text)));
    };
    let mut cutter = Cutter::new();
    for piece in dump.as_bytes().chunks(size) {
        cutter.push(piece, &mut take)?;
    }
    cutter.finish(&mut take)?;
    Ok(found)
}

/// The objects, which are the same however the dump is cut into pieces.
#[track_caller]
fn check(dump: &str, expect: &[&str]) {
    for size in (1..40).chain([usize::MAX]) {
        let found = cut(dump, size).expect("it is a dump");
        let texts: Vec<&str> = found.iter().map(|it| it.1.as_str()).collect();
        assert_eq!(texts, expect, "in pieces of {size}");
    }
}

#[track_caller]
fn refused(dump: &str, at: u64, kind: CutErrorKind) {
    for size in [1, 7, usize::MAX] {
        assert_eq!(cut(dump, size), Err(CutError { at, kind }), "in pieces of {size}");
    }
}

#[test]
fn items_of_lists_and_objects_one_after_the_other_are_cut_out() {
    check(
        r#" {"apiVersion": "v1", "items": [{"a": {"items": [1]}}, {"b": "]}\"{"}], "metadata": {"x": [{}]}, "kind": "List"}
        {"items": [], "kind": "List"}{"items":[{"c":1}]}"#,
        &[r#"{"a": {"items": [1]}}"#, r#"{"b": "]}\"{"}"#, r#"{"c":1}"#],
    );
    check(
        "{\"a\": 1}\n{\"b\": {\"items\": [{}]}}\n\n{\"c\": \"\\\\\"}\n",
        &["{\"a\": 1}", "{\"b\": {\"items\": [{}]}}", "{\"c\": \"\\\\\"}"],
    );
    check(
        r#"[{"a": 1}, {"b": []}] [] [{"c": {}}]"#,
        &[r#"{"a": 1}"#, r#"{"b": []}"#, r#"{"c": {}}"#],
    );
    check("\u{feff}{\"a\": \"\u{e9}\"}", &["{\"a\": \"\u{e9}\"}"]);
    check("  \n", &[]);
}

#[test]
fn a_list_may_say_the_kind_of_its_items() {
    check(r#"{"kind": "PodList", "items": [{"a": 1}]}"#, &[r#"Pod: {"a": 1}"#]);
    check(r#"{"kind": "List", "items": [{"a": 1}]}"#, &[r#"{"a": 1}"#]);
    check(
        r#"{"x": "kind", "items": [{"a": 1}]} {"items": [{"b": 1}]}"#,
        &[r#"{"a": 1}"#, r#"{"b": 1}"#],
    );
}

#[test]
fn items_that_are_no_list_leave_the_object_whole() {
    check(r#"{"items": {"a": [1]}, "b": "items"}"#, &[r#"{"items": {"a": [1]}, "b": "items"}"#]);
    check(r#"{"a": "items", "b": [1, 2]}"#, &[r#"{"a": "items", "b": [1, 2]}"#]);
}

#[test]
fn where_it_is_no_dump_is_told() {
    refused(r#"{"items": [{"a": 1}, {"b""#, 25, CutErrorKind::Truncated);
    refused(r#"{"items": [{"a": 1}]"#, 20, CutErrorKind::Truncated);
    refused(r#"{"a": 1]"#, 7, CutErrorKind::Bracket);
    refused(r#"{"a": 1}}"#, 8, CutErrorKind::Bracket);
    refused(r#"{"items": [1]}"#, 11, CutErrorKind::NoObject);
    refused(r#"{"items": ["a"]}"#, 11, CutErrorKind::NoObject);
    refused(r#"{"items": [[]]}"#, 11, CutErrorKind::NoObject);
    refused(r#"{"a": 1} x"#, 9, CutErrorKind::NoObject);
    refused(&"[".repeat(3), 1, CutErrorKind::NoObject);
    let deep = alloc::format!("{{\"a\": {}", "[".repeat(2000));
    refused(&deep, 6 + 999, CutErrorKind::TooDeep);
    let error = CutError { at: 25, kind: CutErrorKind::Truncated };
    assert_eq!(
        error.to_string(),
        "the file ends in the middle of an object: was it cut off?, at byte 25"
    );
}

#[test]
fn a_dump_in_yaml_is_cut_by_its_lines() {
    let dump = "apiVersion: v1\nitems:\n- kind: Pod\n  a: |\n    - x\n    ---y\n- kind: Secret\n\n  b:\n  - 1\nkind: List\nmetadata:\n  x: 1\n---\nkind: Node\nitems: []\n";
    check(
        dump,
        &[
            "  kind: Pod\n  a: |\n    - x\n    ---y\n",
            "  kind: Secret\n\n  b:\n  - 1\n",
            "kind: Node\nitems: []\n",
        ],
    );
    check(
        "items:\n  - a: 1\n    b:\n    - 2\n  - a: 2",
        &["    a: 1\n    b:\n    - 2\n", "    a: 2"],
    );
    let found = cut(dump, 5).expect("it is a dump");
    assert_eq!(found.iter().map(|it| it.0).collect::<Vec<_>>(), vec![22, 58, 117]);
}

const CANARY: &str = "canary-8f1d3c7a";

/// Two Pods of one Deployment, one that fails, two Secrets, and a list that nobody takes.
fn cluster() -> String {
    let pod = |name: &str, image: &str, more: &str| {
        alloc::format!(
            r#"{{"apiVersion":"v1","kind":"Pod","metadata":{{"name":"{name}","namespace":"apps","uid":"{name}","labels":{{"pod-template-hash":"7d9"}},
            "ownerReferences":[{{"kind":"ReplicaSet","name":"shop-7d9"}}]}},"spec":{{"nodeName":"n-{name}","imagePullSecrets":[{{"name":"regcred"}}],
            "containers":[{{"name":"web","image":"{image}","env":[{{"name":"A","value":"{name}"}}]}}]}}{more}}}"#
        )
    };
    let auth = crate::base64::encode(
        alloc::format!(
            r#"{{"auths":{{"reg.example.com":{{"username":"u","password":"{CANARY}"}}}}}}"#
        )
        .as_bytes(),
    );
    let secret = |name: &str| {
        alloc::format!(
            r#"{{"apiVersion":"v1","kind":"Secret","type":"kubernetes.io/dockerconfigjson","metadata":{{"name":"{name}","namespace":"apps"}},"data":{{".dockerconfigjson":"{auth}"}}}}"#
        )
    };
    let waits = r#","status":{"containerStatuses":[{"name":"web","state":{"waiting":{"reason":"ImagePullBackOff"}}}]}"#;
    let items = [
        pod("shop-7d9-a", "reg.example.com/shop:1", ""),
        pod("shop-7d9-b", "reg.example.com/shop:1", waits),
        r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"one","namespace":"other"},"spec":{"containers":[{"name":"c","image":"Nginx"},{"name":"d","image":"nginx"}]}}"#.to_string(),
        secret("regcred"),
        secret("spare"),
        r#"{"apiVersion":"v1","kind":"Secret","type":"Opaque","metadata":{"name":"db","namespace":"apps"},"data":{"p":"eA=="}}"#.to_string(),
        r#"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}"#.to_string(),
        r#"{"kind": 1, "#.to_string() + "\"x\": tru}",
    ];
    alloc::format!(
        "{{\"apiVersion\": \"v1\", \"items\": [{}], \"kind\": \"List\"}}",
        items.join(", ")
    )
}

fn judged(text: &str, size: usize) -> (Vec<ImageRow>, Vec<SecretRow>, Seen) {
    let mut dump = Dump::new();
    for piece in text.as_bytes().chunks(size) {
        dump.push(piece).expect("it is a dump");
    }
    dump.finish().expect("it ends");
    let (mut images, mut secrets) = (Vec::new(), Vec::new());
    while let Some((some, others)) = dump.judge(&crate::diagnose::Options::default()) {
        images.extend(some);
        secrets.extend(others);
    }
    (images, secrets, dump.seen())
}

#[test]
fn pods_that_are_alike_are_one_row_with_the_diagnosis_of_their_namespace() {
    let text = cluster();
    let (images, secrets, seen) = judged(&text, 100);
    let shown: Vec<_> = images
        .iter()
        .map(|it| {
            (
                it.namespace.as_str(),
                it.owner.as_str(),
                it.count,
                it.container.as_str(),
                it.outcome.name(),
                it.fails(),
                it.is_floating,
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("apps", "Deployment shop", 2, "web", "withCredential", true, false),
            ("other", "Pod one", 1, "c", "invalidImageName", true, false),
            ("other", "Pod one", 1, "d", "anonymous", false, true),
        ]
    );
    assert_eq!(
        (images[0].waiting.as_str(), images[0].registry.as_str()),
        ("ImagePullBackOff", "reg.example.com")
    );
    let shown: Vec<_> = secrets.iter().map(|it| (it.name.as_str(), it.usage, it.state)).collect();
    assert_eq!(
        shown,
        [
            ("regcred", crate::diagnose::Usage::Pods, "read"),
            ("spare", crate::diagnose::Usage::NotNamed, "read")
        ]
    );
    assert_eq!((seen.objects, seen.workloads, seen.secrets, seen.broken), (8, 3, 3, 1));
    assert_eq!(judged(&text, 1).0, images);
    assert!(!alloc::format!("{images:?}{secrets:?}").contains(CANARY));
}

#[test]
fn where_an_object_stands_is_known() {
    let text = cluster();
    let (images, secrets, _) = judged(&text, 64);
    let at = |place: Place| &text[place.offset as usize..(place.offset + place.length) as usize];
    // Of those that are alike the one that waits is told.
    assert!(
        at(images[0].place).starts_with('{')
            && at(images[0].place).contains(r#""uid":"shop-7d9-b""#)
    );
    assert!(
        at(images[0].secrets[0]).contains(r#""name":"regcred""#)
            && at(images[0].secrets[0]).ends_with('}')
    );
    assert!(at(secrets[1].place).contains(r#""name":"spare""#));
}

#[test]
fn a_dump_in_yaml_gives_the_same_rows() {
    let text = cluster();
    let json = judged(&text, 4096);
    let broken = text.replace(", {\"kind\": 1, \"x\": tru}", "");
    let yaml = crate::text::yaml(&crate::json::parse(&broken, 99).expect("it is JSON"));
    let (images, secrets, _) = judged(&yaml, 333);
    let without = |rows: &[ImageRow]| -> Vec<_> {
        rows.iter().map(|it| (it.owner.clone(), it.image.clone(), it.outcome)).collect()
    };
    assert_eq!(without(&images), without(&json.0));
    assert_eq!(secrets.len(), json.1.len());
}
