//! `wasm/e2e.bats`, put to the module in the engine: its requests, settings and expectations.

use serde_json::{Value, json};

use crate::host::host;
use crate::requests::fixture;

const BATS: &str = include_str!("../../../wasm/e2e.bats");

/// What `kwctl run` prints and how it ends, as far as the file asks for it.
fn printed(review: &Value, settings: &Value) -> (u8, String) {
    if let Some(message) = host().validate_settings(settings) {
        return (1, format!("Provided settings are not valid: {message}"));
    }
    let answer = host().validate(review, settings);
    let patch = if answer.object.is_some() { "JSONPatch" } else { "" };
    let response =
        json!({"allowed": answer.accepted, "message": answer.message, "patchType": patch});
    (0, response.to_string())
}

#[test]
fn every_test_of_the_file_holds() {
    let mut asked = 0;
    for test in BATS.split("@test ").skip(1) {
        let name = test.lines().next().unwrap();
        let command = test.lines().find(|it| it.trim().starts_with("run kwctl run ")).unwrap();
        let (_, rest) = command.split_once("--request-path ../tests/fixtures/policy/").unwrap();
        let review = fixture(rest.split(' ').next().unwrap());
        let settings = command
            .split_once("--settings-json '")
            .map_or("{}", |(_, rest)| rest.split('\'').next().expect("the settings end"));
        let settings = serde_json::from_str(settings).unwrap_or_else(|err| panic!("{name}: {err}"));
        assert!(command.ends_with(" ../out/annotated-policy.wasm"), "{name}");
        let (status, output) = printed(&review, &settings);
        assert!(test.contains(&format!("[ \"$status\" -eq {status} ]")), "{name}: {output}");
        let expected = test.lines().filter_map(|it| it.trim().strip_prefix("[[ \"$output\" == *'"));
        for text in expected {
            let text = text.strip_suffix("'* ]]").unwrap_or_else(|| panic!("{name}: {text}"));
            assert!(output.contains(text), "{name}: {text} is not in {output}");
            asked += 1;
        }
    }
    assert!(asked >= 12, "{asked}");
}
