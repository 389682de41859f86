//! Other clients: one config and one image, an answer from each; one image, a reading from each.

use pullscope_wasm::js::{compare_clients, compare_parsers};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{answer, argument, list, parse, text};

fn clients(input: &str) -> JsValue {
    answer(compare_clients(argument(parse(input))))
}

#[wasm_bindgen_test]
fn clients_take_other_keys_for_docker_hub() {
    let outcome = clients(
        r#"{"image": "busybox", "config": "{\"auths\": {\"docker.io\": {\"auth\": \"dTpwYXJyb3QtN1Fw\"}}}"}"#,
    );
    let sent: Vec<Option<String>> =
        list(&outcome, "clients").iter().map(|it| text(it, "sent")).collect();
    let sent: Vec<&str> = sent.iter().flatten().map(String::as_str).collect();
    assert_eq!(sent, ["no", "yes", "no", "yes", "yes"]);
    assert_eq!(text(&outcome, "clients.3.keys.0.key").as_deref(), Some("docker.io"));
    assert_eq!(text(&outcome, "clients.3.keys.0.username").as_deref(), Some("u"));
    let all = js_sys::JSON::stringify(&outcome).map(String::from).unwrap_or_default();
    assert!(!all.contains("parrot-7Qp"));
}

#[wasm_bindgen_test]
fn parsers_read_other_images() {
    let image = JsValue::from("MyHost/app:v1").unchecked_into();
    let outcome: JsValue = answer(compare_parsers(&image));
    assert_eq!(list(&outcome, "parsers").len(), 8);
    assert_eq!(text(&outcome, "parsers.0.parsed.registry").as_deref(), Some("MyHost"));
    assert_eq!(
        text(&outcome, "parsers.5.difference").as_deref(),
        Some("it takes this for MyHost/app on docker.io, the kubelet for app on MyHost")
    );
}

#[wasm_bindgen_test]
fn what_is_no_input_is_named() {
    assert!(compare_clients(argument(parse(r#"{"config": "{}"}"#))).is_err());
    assert!(compare_parsers(&JsValue::from(1).unchecked_into()).is_err());
}
