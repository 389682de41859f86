//! References, pull policies, Docker configs and look-ups.

use pullscope_wasm::js::{decode_docker_config, look_up_credentials, parse_reference, pull_policy};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{answer, argument, at, cut, json, list, object, parse, string, text};

/// A password that no answer may hold.
pub(crate) const CANARY: &str = "canary-1f0b7c";

#[track_caller]
fn check(answer: &JsValue, expect: &str) {
    assert_eq!(json(answer), json(&parse(expect)));
}

#[wasm_bindgen_test]
fn a_reference_comes_in_its_parts() {
    check(
        &answer(parse_reference(&string("quay.io:443/team/app:1.4"))),
        r#"{"status":"parsed","registry":"quay.io:443","repository":"team/app","tag":"1.4",
            "digest":null,"name":"quay.io:443/team/app","normalized":"quay.io:443/team/app:1.4",
            "familiar":"quay.io:443/team/app:1.4","familiarName":"quay.io:443/team/app",
            "tagOrDefault":"1.4","withDefaultTag":"quay.io:443/team/app:1.4",
            "resolved":"quay.io:443/team/app:1.4",
            "spans":{"registry":{"start":0,"end":11},"repository":{"start":12,"end":20},
                "tag":{"start":21,"end":24},"digest":null}}"#,
    );
}

#[wasm_bindgen_test]
fn what_is_filled_in_has_no_place() {
    let outcome = answer(parse_reference(&string("nginx")));
    assert_eq!(text(&outcome, "normalized").as_deref(), Some("docker.io/library/nginx"));
    assert_eq!(text(&outcome, "resolved").as_deref(), Some("docker.io/library/nginx:latest"));
    assert!(at(&outcome, "spans.registry").is_null());
    assert_eq!(cut("nginx", &outcome, "spans.repository"), "nginx");
}

#[wasm_bindgen_test]
fn places_count_as_javascript_counts() {
    let input = "registry.example.com/🦀/ä:1";
    let outcome = answer(parse_reference(&string(input)));
    assert_eq!(text(&outcome, "status").as_deref(), Some("rejected"));
    assert_eq!(cut(input, &outcome, "span"), "🦀");
    let config = r#"{"auths":{"🦀.example.com":{"username":"ü"},"b":{"email":"ä"}}}"#;
    let outcome = decode(config);
    let entries = list(&outcome, "entries");
    assert_eq!(cut(config, &entries[0], "keySpan"), r#""🦀.example.com""#);
    assert_eq!(cut(config, &entries[1], "span"), r#"{"email":"ä"}"#);
}

#[wasm_bindgen_test]
fn a_text_that_is_no_reference_is_an_answer() {
    check(
        &answer(parse_reference(&string("library/Nginx"))),
        r#"{"status":"rejected","kind":"unexpected",
            "message":"unexpected 'N' in repository, which is lowercase","span":{"start":8,"end":9},
            "upstream":"invalid reference format: repository name (library/Nginx) must be lowercase",
            "kubernetes":"couldn't parse image name \"library/Nginx\": invalid reference format: repository name (library/Nginx) must be lowercase"}"#,
    );
}

#[wasm_bindgen_test]
fn a_pull_policy_says_its_rule() {
    check(
        &answer(pull_policy(&string("nginx"), None)),
        r#"{"status":"decided","policy":"Always","rule":"latestImplied",
            "reason":"no tag means latest, and latest is always pulled"}"#,
    );
    let written = answer(pull_policy(&string("nginx"), Some(string("Never"))));
    assert_eq!(text(&written, "rule").as_deref(), Some("written"));
    let wrong = answer(pull_policy(&string("nginx"), Some(string("always"))));
    assert_eq!(text(&wrong, "status").as_deref(), Some("rejected"));
}

fn decode(config: &str) -> JsValue {
    answer(decode_docker_config(&string(config), argument("config.json")))
}

fn source(format: &str, config: &str) -> JsValue {
    object([("format".into(), format), ("text".into(), config)])
}

fn look_up(image: &str, sources: &[JsValue]) -> JsValue {
    answer(look_up_credentials(&string(image), sources.iter().map(argument).collect()))
}

#[wasm_bindgen_test]
fn a_config_comes_without_its_passwords() {
    // The base64 of `foo:canary-1f0b7c`.
    let config = format!(
        r#"{{"auths":{{"quay.io":{{"auth":"Zm9vOmNhbmFyeS0xZjBiN2M="}},
            "ghcr.io":{{"username":"bar","password":"{CANARY}","identitytoken":"{CANARY}"}},
            "docker.io":null,"oci://foo:{CANARY}@ghcr.io":{{}}}},"credsStore":"{CANARY}"}}"#
    );
    let outcome = decode(&config);
    let entries = list(&outcome, "entries");
    let summary: Vec<_> = entries
        .iter()
        .map(|it| (text(it, "username").unwrap(), at(it, "hasPassword").is_truthy()))
        .collect();
    let blank = || (String::new(), false);
    assert_eq!(summary, [("foo".into(), true), ("bar".into(), true), blank(), blank()]);
    assert_eq!(text(&entries[1], "notes.0.kind").as_deref(), Some("identityToken"));
    assert_eq!(text(&outcome, "ignored.0.member").as_deref(), Some("credsStore"));
    let lookup = look_up("quay.io/app", &[source("config.json", &config)]);
    for value in [outcome, lookup] {
        assert!(!json(&value).contains(CANARY) && !json(&value).contains("Zm9v"));
    }
}

#[wasm_bindgen_test]
fn a_config_that_does_not_decode_is_an_answer() {
    check(
        &decode(r#"{"auths":{"quay.io":{"auth":1}}}"#),
        r#"{"status":"rejected","message":"auths[\"quay.io\"].auth must be a string, not a number",
            "span":{"start":28,"end":29},
            "upstream":"json: cannot unmarshal number into Go struct field DockerConfigJSON.auths.auth of type string"}"#,
    );
}

#[wasm_bindgen_test]
fn a_look_up_says_of_every_key_why() {
    let node = r#"{"auths":{"*.example.com":{"username":"a","password":"p"},
        "registry.example.com:5000":{"username":"b","password":"p"}}}"#;
    let secret = r#"{"registry.example.com/team":{"username":"c","password":"p"}}"#;
    let outcome = look_up(
        "registry.example.com/team/app:1",
        &[source("config.json", node), source("dockercfg", secret)],
    );
    assert_eq!(text(&outcome, "name").as_deref(), Some("registry.example.com/team/app"));
    let rows: Vec<_> = list(&outcome, "keys")
        .iter()
        .map(|it| {
            (
                text(it, "username").unwrap(),
                at(it, "source").as_f64(),
                at(it, "place").as_f64(),
                text(it, "refusedBy.rule"),
            )
        })
        .collect();
    let expect = [
        ("b".into(), Some(0.0), None, Some("port".into())),
        ("c".into(), Some(1.0), Some(0.0), None),
        ("a".into(), Some(0.0), Some(1.0), None),
    ];
    assert_eq!(rows, expect);
}

#[wasm_bindgen_test]
fn a_look_up_that_cannot_be_made_says_what_is_in_its_way() {
    let outcome = look_up("Nginx", &[]);
    assert_eq!(text(&outcome, "status").as_deref(), Some("imageRejected"));
    assert_eq!(text(&outcome, "kind").as_deref(), Some("unexpected"));
    let (good, bad) = (source("config.json", "{}"), source("dockercfg", "{"));
    let outcome = look_up("nginx", &[good, bad]);
    assert_eq!(text(&outcome, "status").as_deref(), Some("configRejected"));
    assert_eq!(at(&outcome, "source").as_f64(), Some(1.0));
    let upstream = text(&outcome, "error.upstream");
    assert_eq!(upstream.as_deref(), Some("unexpected end of JSON input"));
}

#[wasm_bindgen_test]
fn docker_hub_is_the_fallback() {
    let config = r#"{"auths":{"https://index.docker.io/v1/":{"username":"a","password":"p"}}}"#;
    let outcome = look_up("nginx", &[source("config.json", config)]);
    assert!(at(&outcome, "isFallback").is_truthy());
    assert_eq!(at(&outcome, "keys.0.place").as_f64(), Some(0.0));
    assert_eq!(text(&outcome, "keys.0.refusedBy.rule").as_deref(), Some("labelCount"));
}

#[wasm_bindgen_test]
fn an_argument_of_another_type_is_an_exception_that_repeats_nothing() {
    let thrown = |error: wasm_bindgen::JsError| text(&JsValue::from(error), "message").unwrap();
    let number = JsValue::from_f64(1.25).unchecked_into();
    assert_eq!(thrown(parse_reference(&number).unwrap_err()), "input is not a string");
    let error = decode_docker_config(&string("{}"), argument(CANARY)).unwrap_err();
    assert_eq!(thrown(error), "format is not a ConfigFormat");
    let error = look_up_credentials(&string("nginx"), vec![argument(CANARY)]).unwrap_err();
    assert_eq!(thrown(error), "sources is not a list of ConfigSource");
}

#[wasm_bindgen_test]
fn ten_megabytes_are_answered() {
    let huge = "a/".repeat(5 << 20);
    assert_eq!(
        text(&answer(parse_reference(&string(&huge))), "status").as_deref(),
        Some("rejected")
    );
    let open = "{\"auths\":".repeat(1 << 20);
    let outcome = decode(&open);
    let upstream = text(&outcome, "upstream");
    assert_eq!(upstream.as_deref(), Some("invalid character '{' exceeded max depth"));
    let binary = "\u{0}\u{fffd}".repeat(2 << 20);
    assert_eq!(text(&decode(&binary), "status").as_deref(), Some("rejected"));
    assert_eq!(at(&decode(&binary), "span.start").as_f64(), Some(0.0));
}
