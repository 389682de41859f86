//! Advice: facts in, a set-up with its reasons and manifests out.

use pullscope_wasm::js::{advise, diagnose};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{answer, argument, list, parse, text};

fn advice(facts: &str) -> JsValue {
    answer(advise(argument(parse(facts))))
}

#[wasm_bindgen_test]
fn a_fact_decides_and_is_named() {
    let outcome = advice(r#"{"audience": "somePods", "kubernetes": "1.34", "tenants": true}"#);
    assert_eq!(text(&outcome, "status").as_deref(), Some("advised"));
    assert_eq!(text(&outcome, "taken.0.setUp").as_deref(), Some("podSecret"));
    assert_eq!(text(&outcome, "taken.0.fact").as_deref(), Some("audience"));
    assert_eq!(text(&outcome, "taken.1.setUp").as_deref(), Some("alwaysPullImages"));
    assert_eq!(list(&outcome, "refused").len(), 8);
}

#[wasm_bindgen_test]
fn what_comes_out_can_be_diagnosed() {
    let outcome = advice(r#"{"audience": "namespace"}"#);
    let manifests: Vec<String> =
        list(&outcome, "manifests").iter().filter_map(|it| text(it, "yaml")).collect();
    let given = JsValue::from(manifests.join("---\n")).unchecked_into();
    let diagnosis: JsValue = diagnose(&given, None).unwrap_or_else(|_| panic!("no answer")).into();
    let outcome = text(&diagnosis, "workloads.0.images.0.outcome.kind");
    assert_eq!(outcome.as_deref(), Some("withCredential"));
}

#[wasm_bindgen_test]
fn facts_that_are_none_are_named() {
    let outcome = advice(r#"{"kubernetes": "1.2.3.4"}"#);
    assert_eq!(text(&outcome, "status").as_deref(), Some("rejected"));
    assert!(advise(argument(parse(r#"{"audience": "nobody"}"#))).is_err());
    assert!(advise(argument(parse(r#"{"audiense": "cluster"}"#))).is_err());
}
