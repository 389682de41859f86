//! The one result about whatever is pasted.

use js_sys::{Array, Reflect};
use pullscope_wasm::js::{GivenFix, GivenOptions, GivenTexts, apply_fix, diagnose, to_sarif};
use wasm_bindgen::{JsCast, JsError, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{at, cut, object, parse, text};

const POD: &str = "# ä🦀\nkind: Pod\nspec:\n  imagePullSecrets: [{name: regcred}]\n  \
                   containers: [{name: web, image: reg.io:5000/app:1}]\n";
const SECRET: &str = "kind: Secret\nmetadata: {name: regcred}\n\
                      type: kubernetes.io/dockerconfigjson\nstringData:\n  \
                      .dockerconfigjson: '{\"auths\":{\"reg.io\":{\"auth\":\"dTpw\"}}}'\n";

fn given(value: impl Into<JsValue>) -> GivenTexts {
    value.into().unchecked_into()
}

fn options(json: &str) -> Option<GivenOptions> {
    Some(parse(json).unchecked_into())
}

#[track_caller]
fn message(error: JsError) -> String {
    text(&error.into(), "message").unwrap()
}

#[wasm_bindgen_test]
fn texts_are_diagnosed_together_and_fixed_apart() {
    let texts = Array::of2(&POD.into(), &SECRET.into());
    let answer: JsValue = diagnose(&given(texts.clone()), None).unwrap_or_else(|_| panic!()).into();
    assert_eq!(text(&answer, "findings.0.code").as_deref(), Some("keyring/port-differs"));
    assert_eq!(at(&answer, "findings.0.span.source").as_f64(), Some(1.0));
    assert_eq!(cut(SECRET, &answer, "findings.0.span"), "\"reg.io\"");
    assert_eq!(cut(POD, &answer, "workloads.0.images.0.span"), "reg.io:5000/app:1");
    let fix: GivenFix = at(&answer, "findings.0.fix").unchecked_into();
    let fixed = apply_fix(&given(texts), fix).unwrap_or_else(|_| panic!());
    assert_eq!(Reflect::get_u32(&fixed, 0).unwrap().as_string().as_deref(), Some(POD));
    let secret = Reflect::get_u32(&fixed, 1).unwrap().as_string();
    assert_eq!(secret, Some(SECRET.replace("reg.io", "reg.io:5000")));
}

#[wasm_bindgen_test]
fn an_option_that_cannot_be_is_named() {
    let thrown = |json| message(diagnose(&given("nginx"), options(json)).err().unwrap());
    assert_eq!(
        thrown(r#"{"kubernetes":"1.19"}"#),
        "options.kubernetes is not a Kubernetes release from 1.20 to 1.36"
    );
    assert_eq!(thrown(r#"{"present":"nginx"}"#), "options.present is not a list of strings");
    assert_eq!(thrown("[]"), "options is not an object");
    let error = diagnose(&given(1.25), None).err().unwrap();
    assert_eq!(message(error), "documents is not a string or a list of them");
}

#[wasm_bindgen_test]
fn findings_are_a_log_by_the_names_of_the_files() {
    let files = [("pod.yaml", POD), ("the secret.yaml", SECRET)];
    let files = object(files.map(|(name, text)| (name.into(), text))).unchecked_into();
    let log: JsValue = to_sarif(&files, None).unwrap_or_else(|_| panic!()).into();
    assert_eq!(text(&log, "version").as_deref(), Some("2.1.0"));
    let first = at(&log, "runs.0.results.0");
    assert_eq!(text(&first, "ruleId").as_deref(), Some("keyring/port-differs"));
    let place = at(&first, "locations.0.physicalLocation");
    assert_eq!(text(&place, "artifactLocation.uri").as_deref(), Some("the%20secret.yaml"));
    assert_eq!(at(&place, "region.startLine").as_f64(), Some(5.0));
    assert_eq!(at(&first, "fixes.length").as_f64(), Some(1.0));
}

#[wasm_bindgen_test]
fn files_that_are_no_files_are_refused() {
    let thrown = |json| message(to_sarif(&parse(json).unchecked_into(), None).err().unwrap());
    assert_eq!(thrown(r#"["kind: Pod"]"#), "files is not an object of strings");
    assert_eq!(thrown(r#"{"pod.yaml":1}"#), "files is not an object of strings");
}
