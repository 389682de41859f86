//! The pulls of several Pods: who waits for whom.

use pullscope_wasm::js::simulate_pulls;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{answer, argument, list, parse, text};

const PODS: &str = r#""pods": [
    {"name": "batch", "images": [{"image": "ml/trainer:24.9", "size": 1200000000}]},
    {"name": "web", "at": 0, "images": [{"image": "shop:1.4", "size": 50000000, "role": "container"}]}
]"#;

#[wasm_bindgen_test]
fn a_serial_kubelet_makes_one_pod_wait_for_another() {
    let outcome =
        answer(simulate_pulls(argument(parse(&format!("{{\"bandwidth\": 25000000, {PODS}}}")))));
    assert_eq!(text(&outcome, "status").as_deref(), Some("simulated"));
    assert_eq!(
        text(&outcome, "longestWait").as_deref(),
        Some("web waits 48 s for batch's image of 1.2 GB")
    );
    assert_eq!(text(&outcome, "attempts.1.fate").as_deref(), Some("pulled"));
    assert_eq!(
        text(&outcome, "attempts.1.events.1").as_deref(),
        Some(
            "Successfully pulled image \"shop:1.4\" in 2s (50s including waiting). Image size: 50000000 bytes."
        )
    );
}

#[wasm_bindgen_test]
fn settings_of_the_kubelet_count() {
    let outcome = answer(simulate_pulls(argument(parse(&format!(
        "{{\"bandwidth\": 25000000, \"serializeImagePulls\": false, \"registryPullQPS\": 1, \"registryBurst\": 1, {PODS}}}"
    )))));
    assert_eq!(list(&outcome, "attempts").len(), 3);
    assert_eq!(text(&outcome, "attempts.1.fate").as_deref(), Some("qpsExceeded"));
}

#[wasm_bindgen_test]
fn numbers_without_meaning_are_answered_and_other_shapes_throw() {
    let outcome = answer(simulate_pulls(argument(parse(r#"{"bandwidth": 0, "pods": []}"#))));
    assert_eq!(text(&outcome, "status").as_deref(), Some("rejected"));
    assert_eq!(
        text(&outcome, "message").as_deref(),
        Some("the bandwidth is 0, so that no pull ends")
    );
    assert!(simulate_pulls(argument(parse(r#"{"bandwidth": -1, "pods": []}"#))).is_err());
    assert!(simulate_pulls(argument(parse(r#"{"bandwith": 1, "pods": []}"#))).is_err());
}
