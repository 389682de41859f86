use pullscope_core::base64;
use pullscope_core::diagnose::{Options, diagnose};

use super::*;

/// A mark for each layer: fine, remark, warning, broken, not known.
fn drawn(inspected: &Inspected) -> String {
    let sign = |it: &LayerView| match (it.is_broken, it.mark) {
        (true, _) => '!',
        (_, Mark::Ok) => '=',
        (_, Mark::Info) => 'i',
        (_, Mark::Warning) => 'w',
        (_, Mark::Error) => 'e',
        (_, Mark::Unknown) => '?',
    };
    inspected.layers.iter().map(sign).collect()
}

#[track_caller]
fn check(text: &str, expect: &str, code: &str) {
    let inspected = of_text(text, &WhatIf::default(), None).expect("a layer of a Secret");
    let codes: Vec<&str> = inspected.notes.iter().map(|it| &*it.code).collect();
    assert_eq!(drawn(&inspected), expect, "{codes:?}");
    assert_eq!(codes.first().copied().unwrap_or_default(), code);
}

fn secret(secret_type: &str, value: &str) -> String {
    format!(
        "kind: Secret\nmetadata: {{name: a}}\ntype: {secret_type}\ndata:\n  .dockerconfigjson: {value}\n"
    )
}

const TYPE: &str = "kubernetes.io/dockerconfigjson";

#[test]
fn the_layer_that_is_broken_is_marked() {
    let config = br#"{"auths":{"quay.io":{"auth":"Zm9vOmJhcg=="}}}"#;
    let once = base64::encode(config);
    check(&secret(TYPE, &once), "======", "");
    check(&secret("Opaque", &once), "=w????", "secret/ignored-type");
    check(&secret(TYPE, &base64::encode(once.as_bytes())), "e=!???", "secret/encoded-twice");
    check(&secret(TYPE, "'{}'"), "e=!???", "secret/data-not-base64");
    check(&secret(TYPE, &base64::encode(b"{")), "e==!??", "secret/not-json");
    check(&secret(TYPE, &base64::encode(br#"{"auths":{}}"#)), "====w?", "secret/no-entries");
    let colon = base64::encode(br#"{"auths":{"quay.io":{"auth":"Zm9v"}}}"#);
    check(&secret(TYPE, &colon), "=====!", "secret/auth-without-colon");
}

#[test]
fn the_sign_above_what_is_said_is_that_of_the_worst_of_it() {
    let told = |text: &str| {
        let inspected = of_text(text, &WhatIf::default(), None).expect("a Secret");
        let first = &inspected.layers[0];
        let (mark, said) = (first.mark, first.note.to_string());
        (
            mark,
            said,
            inspected.broken().map(|it| it.layer),
            super::super::fits::answer(&inspected).0,
        )
    };
    let refused = "The API server refuses it".to_owned();
    let config = base64::encode(br#"{"auths":{"quay.io":{"auth":"Zm9vOmJhcg=="}}}"#);
    let twice = secret(TYPE, &base64::encode(config.as_bytes()));
    let (mark, said, broken, _) = told(&twice);
    assert_eq!((mark, said, broken), (Mark::Error, refused.clone(), Some(Layer::Base64)));
    // No layer within says why: the Secret is never there.
    let (mark, said, broken, _) = told(&secret("kubernetes.io/tls", &config));
    assert_eq!((mark, said, broken), (Mark::Error, refused, Some(Layer::Secret)));
    let (mark, said, broken, answer) = told(&secret(TYPE, &config));
    let accepted = "The API server accepts it".to_owned();
    assert_eq!((mark, said, broken, answer), (Mark::Ok, accepted, None, Mark::Ok));
}

#[test]
fn what_was_not_pasted_is_not_judged() {
    check("Zm9vOmJhcg==", "?????=", "");
    check(r#"{"auths":{"quay.io":{"auth":"Zm9vOmJhcgo="}}}"#, "???==w", "secret/trailing-newline");
    check(&base64::encode(b"foo"), "?????!", "secret/auth-without-colon");
}

#[test]
fn keys_and_images_are_told_of_each_other() {
    let pods = diagnose(
        "kind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - {name: web, image: 'quay.io/team/web:1'}\n  \
         - {name: db, image: 'ghcr.io/team/db:1'}\n",
        &Options::default(),
    );
    let text = r#"{"auths":{"registry.example.com":{"auth":"Zm9vOmJhcg=="},"quay.io":{"auth":"Zm9vOmJhcg=="}}}"#;
    let inspected = of_text(text, &WhatIf::default(), Some(&pods)).expect("a config");
    let fits: Vec<_> = inspected.fits.iter().map(|it| (&*it.name, it.mark, &*it.why)).collect();
    assert_eq!(fits, [("web", Mark::Ok, "key 2"), ("db", Mark::Unknown, "no key fits")]);
    let served: Vec<usize> = inspected.entries.iter().map(|it| it.fits.len()).collect();
    assert_eq!(served, [0, 1]);
}

#[test]
fn one_of_the_documents_is_taken_apart_in_its_place() {
    let text = format!("nginx\n---\n{}", secret(TYPE, "e30="));
    let picture = page::picture(&text, &WhatIf::default(), None, &[]);
    let report = picture.report.as_deref().expect("a report");
    let inspected = of_documents(&text, report, &picture.notes, 0, &WhatIf::default());
    let inspected = inspected.expect("the Secret");
    assert_eq!((&*inspected.name, drawn(&inspected).as_str()), ("a", "===ww?"));
    assert!(inspected.notes.iter().any(|it| it.code == "secret/no-entries"));
    assert!(inspected.notes.iter().all(|it| it.code != "secret/unused"));
}

#[test]
fn json_has_a_line_for_each_member() {
    assert_eq!(
        in_lines(r#"{"a":{"b":"{,\"}","c":[]},"d":{ }}"#),
        "{\n  \"a\": {\n    \"b\": \"{,\\\"}\",\n    \"c\": []\n  },\n  \"d\": {}\n}"
    );
    let deep = "[".repeat(100_000);
    assert!(in_lines(&deep).len() < 100 * deep.len());
}

#[test]
fn what_is_encoded_twice_is_not_shown_decoded_once() {
    let once = base64::encode(br#"{"auths":{"quay.io":{"auth":"Zm9vOmJhcg=="}}}"#);
    let text = base64::encode(once.as_bytes());
    let inspected = of_text(&text, &WhatIf::default(), None).expect("a layer of a Secret");
    assert_eq!(inspected.decoded, "");
}

#[test]
fn a_megabyte_is_taken_apart() {
    let inspected = of_text(&"A".repeat(1 << 20), &WhatIf::default(), None);
    assert!(inspected.is_some_and(|it| it.broken().is_some()));
}
