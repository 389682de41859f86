//! Secrets: validated and built.

use js_sys::Reflect;
use pullscope_wasm::js::{build_secret, validate_secret, validate_secret_manifest};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::answers::CANARY;
use crate::support::{answer, argument, at, cut, json, list, object, parse, string, text};

fn validate(secret: &str) -> JsValue {
    answer(validate_secret(argument(parse(secret))))
}

#[track_caller]
fn of_manifest(manifest: &str) -> Vec<JsValue> {
    let outcomes =
        validate_secret_manifest(&string(manifest)).unwrap_or_else(|_| panic!("an exception"));
    outcomes.iter().map(tsify::Ts::js_value).collect()
}

#[wasm_bindgen_test]
fn a_good_secret_is_read() {
    let outcome = validate(
        r#"{"type":"kubernetes.io/dockerconfigjson",
            "stringData":{".dockerconfigjson":"{\"auths\":{\"quay.io\":{\"auth\":\"Zm9vOmJhcg==\"}}}"}}"#,
    );
    let expect = r#"{"status":"checked","name":null,"namespace":null,"errors":[],"findings":[],
        "reading":{"status":"config","format":"config.json","keys":["quay.io"]}}"#;
    assert_eq!(json(&outcome), json(&parse(expect)));
}

#[wasm_bindgen_test]
fn a_bad_secret_has_the_errors_of_the_api_server() {
    let outcome = validate(r#"{"type":"kubernetes.io/dockerconfigjson","data":{"config":"e30="}}"#);
    let expect = r#"[{"type":"FieldValueRequired","typeText":"Required value",
        "field":"data[.dockerconfigjson]","badValue":"","detail":"",
        "text":"data[.dockerconfigjson]: Required value"}]"#;
    assert_eq!(json(&at(&outcome, "errors")), json(&parse(expect)));
    assert_eq!(text(&outcome, "findings.0.code").as_deref(), Some("secret/missing-key"));
    assert_eq!(text(&outcome, "reading.status").as_deref(), Some("ignored"));
}

#[wasm_bindgen_test]
fn what_the_api_server_takes_may_fail_at_the_kubelet() {
    let outcome = validate(
        r#"{"type":"kubernetes.io/dockercfg",
            "stringData":{".dockercfg":"{\"quay.io\":{\"auth\":\"pants\"}}"}}"#,
    );
    assert_eq!(list(&outcome, "errors").len(), 0);
    assert_eq!(
        text(&outcome, "reading.upstream").as_deref(),
        Some("illegal base64 data at input byte 4")
    );
    assert_eq!(text(&outcome, "findings.0.code").as_deref(), Some("secret/auth-not-base64"));
}

#[wasm_bindgen_test]
fn every_secret_of_a_manifest_is_checked_where_it_stands() {
    let manifest = "# ä🦀\nkind: Pod\n---\nkind: Secret\nmetadata: {name: one, namespace: ns}\n\
        type: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: W10=\n---\n\
        kind: Secret\ndata: {a: 'ü!'}\n---\nkind: Secret\ndata: [\n";
    let outcomes = of_manifest(manifest);
    let status: Vec<_> = outcomes.iter().map(|it| text(it, "status").unwrap()).collect();
    assert_eq!(status, ["checked", "unreadable", "unreadable"]);
    assert_eq!(text(&outcomes[0], "name").as_deref(), Some("one"));
    assert_eq!(text(&outcomes[0], "namespace").as_deref(), Some("ns"));
    assert_eq!(text(&outcomes[0], "findings.0.code").as_deref(), Some("secret/not-an-object"));
    assert_eq!(cut(manifest, &outcomes[0], "findings.0.span"), "W10=");
    assert_eq!(text(&outcomes[1], "problems.0.path").as_deref(), Some("data[a]"));
    assert_eq!(cut(manifest, &outcomes[1], "problems.0.span"), "'ü!'");
    assert_eq!(text(&outcomes[2], "problems.0.path").as_deref(), Some(""));
}

#[wasm_bindgen_test]
fn a_field_of_the_wrong_type_is_named() {
    let manifest = r#"{"kind": "Secret", "data": {"a": 1}, "type": []}"#;
    let outcomes = of_manifest(manifest);
    let places: Vec<_> = list(&outcomes[0], "problems")
        .iter()
        .map(|it| (text(it, "path").unwrap(), cut(manifest, it, "span")))
        .collect();
    assert_eq!(places, [("type".into(), "[]".into()), ("data[a]".into(), "1".into())]);
}

#[wasm_bindgen_test]
fn a_value_that_is_not_base64_has_no_place_without_a_text() {
    let outcome = validate(r#"{"data":{"a":"?"}}"#);
    let expect = r#"{"status":"unreadable","problems":[
        {"path":"data[a]","message":"illegal base64 data at input byte 0","span":null}]}"#;
    assert_eq!(json(&outcome), json(&parse(expect)));
}

#[wasm_bindgen_test]
fn a_secret_is_built_as_kubectl_builds_it() {
    let parts = r#"{"name":"foo","username":"test-user","password":"test-password",
        "email":"test-user@example.org"}"#;
    let outcome = answer(build_secret(argument(parse(parts))));
    assert_eq!(
        text(&outcome, "config").as_deref(),
        Some(
            r#"{"auths":{"https://index.docker.io/v1/":{"username":"test-user","password":"test-password","email":"test-user@example.org","auth":"dGVzdC11c2VyOnRlc3QtcGFzc3dvcmQ="}}}"#
        )
    );
    for form in ["yaml", "json"] {
        let checked = of_manifest(&text(&outcome, form).unwrap());
        assert_eq!(checked.len(), 1);
        assert_eq!(text(&checked[0], "name").as_deref(), Some("foo"));
        assert_eq!(list(&checked[0], "errors").len(), 0);
        let key = text(&checked[0], "reading.keys.0");
        assert_eq!(key.as_deref(), Some("https://index.docker.io/v1/"));
    }
    let nameless = parse(r#"{"name":"","username":"a","password":"b"}"#);
    let outcome = answer(build_secret(argument(nameless)));
    let expect = r#"{"status":"rejected","message":"name must be specified"}"#;
    assert_eq!(json(&outcome), expect);
}

#[wasm_bindgen_test]
fn no_answer_about_a_secret_holds_a_password() {
    let base64 = "Zm9vOmNhbmFyeS0xZjBiN2M=";
    let configs = [
        format!(r#"{{"auths":{{"quay.io":{{"password":"{CANARY}","auth":"{base64}"}}}}}}"#),
        format!(r#"{{"auths":{{"quay.io":{{"auth":"{CANARY}"}}}}}}"#),
        format!(r#"{{"auths":{{"quay.io":"{CANARY}"}}}}"#),
        format!(r#"{{"auths":{{"https://foo:{CANARY}@quay.io":{{}}}}}}"#),
        format!(r#"{{"https://foo:{CANARY}@quay.io":{{"auth":1}}}}"#),
        format!(r#""{CANARY}""#),
        CANARY.into(),
        base64.into(),
    ];
    for (format, key) in [("json", ".dockerconfigjson"), ("", ".dockercfg"), ("json", "other")] {
        let secret_type = match format {
            "json" => "kubernetes.io/dockerconfigjson",
            _ => "kubernetes.io/dockercfg",
        };
        for config in &configs {
            for field in ["data", "stringData"] {
                let secret = object([("type".to_owned(), secret_type), ("kind".into(), "Secret")]);
                let values = object([(key.to_owned(), config.as_str())]);
                Reflect::set(&secret, &field.into(), &values).unwrap();
                let manifest = of_manifest(&json(&secret));
                assert_eq!(manifest.len(), 1);
                let given = answer(validate_secret(argument(secret)));
                for outcome in [&manifest[0], &given] {
                    let shown = json(outcome);
                    assert!(!shown.contains(CANARY) && !shown.contains(base64), "{shown}");
                }
            }
        }
    }
    let error = validate_secret(argument(CANARY)).unwrap_err();
    let message = text(&JsValue::from(error), "message");
    assert_eq!(message.as_deref(), Some("secret is not a SecretInput"));
}

#[wasm_bindgen_test]
fn hostile_manifests_are_answered() {
    for manifest in ["a: ".repeat(3 << 20), "[".repeat(1 << 20), "\u{0}".repeat(1 << 20)] {
        let outcomes = of_manifest(&manifest);
        assert_eq!(outcomes.len(), 1);
        assert_eq!(text(&outcomes[0], "status").as_deref(), Some("unreadable"));
        assert!(at(&outcomes[0], "problems.0.span.start").as_f64().is_some());
    }
    assert_eq!(of_manifest("").len(), 0);
}
