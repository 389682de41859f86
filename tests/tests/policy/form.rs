//! The schema of the settings, and the form in Rancher's user interface.

use pullscope_core::admission::Settings;
use pullscope_core::{json, text};
use pullscope_tests::schema;
use serde_json::{Value, json};

use crate::settings::to_json;

const PAGE: &str = include_str!("../../../docs/policy.md");

/// The file as it has to be.
fn schema() -> Value {
    schema::settings(&schema::table(PAGE))
}

#[test]
fn the_schema_is_what_the_parser_takes() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../wasm/settings.schema.json");
    let made = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var_os("PULLSCOPE_BLESS").is_some() {
        std::fs::write(file, &made).unwrap();
    }
    let written = std::fs::read_to_string(file).unwrap();
    let advice =
        "write it anew: PULLSCOPE_BLESS=1 cargo test -p pullscope-tests --test policy form";
    assert!(written == made, "{file} is not the schema of this version; {advice}");
}

#[test]
fn the_documentation_has_a_row_for_every_setting_and_no_other() {
    let mut settings = schema::leaves(&schema());
    settings.sort();
    let documented: Vec<String> = schema::table(PAGE).into_keys().collect();
    assert_eq!(documented, settings);
}

/// The settings that hold this value at this path, and nothing else.
fn only(path: &str, value: &Value) -> Value {
    path.rsplit('.').fold(value.clone(), |inner, name| json!({name: inner}))
}

/// Whether settings with this value are those without any.
fn is_default(path: &str, value: &Value) -> bool {
    let written = only(path, value).to_string();
    let written = json::parse(&written, json::DEFAULT_MAX_DEPTH).unwrap();
    let read = Settings::parse(&written).unwrap_or_else(|err| panic!("{path}: {err:?}"));
    format!("{read:?}") == format!("{:?}", Settings::default())
}

#[test]
fn every_default_of_the_documentation_is_what_happens_without_the_setting() {
    let mut compared = 0;
    for (path, row) in schema::table(PAGE) {
        let is_word = ["reject", "warn", "off"].contains(&&*row.default);
        let value = if is_word { json!(row.default) } else { continue };
        assert!(is_default(&path, &value), "{path}: {value}");
        compared += 1;
    }
    assert!(compared >= 15, "{compared}");
    assert!(!is_default("references.latest", &json!("warn")), "the comparison tells them apart");
}

#[test]
fn the_form_asks_for_settings_with_their_choices_and_defaults() {
    let documents = text::documents(include_str!("../../../wasm/questions-ui.yml"));
    assert!(documents.docs[0].error.is_none());
    let form = to_json(&documents.docs[0].root);
    let questions = form["questions"].as_array().unwrap();
    let schema = schema();
    let mut asked = Vec::new();
    for question in questions {
        let path = question["variable"].as_str().unwrap();
        for key in ["label", "description", "type"] {
            assert!(question[key].as_str().is_some_and(|it| !it.is_empty()), "{path}: no {key}");
        }
        assert_eq!(question["group"], "Settings", "{path}");
        if path == "description" {
            // What the form says of the policy; it is no setting.
            assert_eq!(question["hide_input"], true);
            continue;
        }
        asked.push(path);
        let setting = path.split('.').fold(&schema, |it, name| &it["properties"][name]);
        assert!(setting.is_object(), "{path} is no setting");
        match question["type"].as_str().unwrap() {
            "enum" => {
                assert_eq!(question["options"], setting["enum"], "{path}");
                assert_eq!(question["default"], setting["default"], "{path}");
            }
            "array[" => assert_eq!(setting["items"]["additionalProperties"], Value::Null, "{path}"),
            "sequence[" => {
                let members = setting["items"]["properties"].as_object().unwrap();
                let fields = question["sequence_questions"].as_array().unwrap();
                let names: Vec<&str> =
                    fields.iter().map(|it| it["variable"].as_str().unwrap()).collect();
                assert!(names.iter().all(|it| members.contains_key(*it)), "{path}: {names:?}");
                assert_eq!(names.len(), members.len(), "{path}");
            }
            other => panic!("{path}: {other} is no type of the form"),
        }
        match question.get("default") {
            Some(default) => assert!(is_default(path, default), "{path}: {default}"),
            // An empty list would refuse everything.
            None => assert_eq!(setting["minItems"], 1, "{path} has no default"),
        }
    }
    // The rest is for those who write YAML.
    let mut left_out = schema::leaves(&schema);
    left_out.retain(|it| !asked.contains(&&**it));
    assert_eq!(
        left_out,
        [
            "pullPolicy.prePulled",
            "pullPolicy.require",
            "pullSecrets.allow",
            "rewrite.registries.configs",
            "rewrite.registries.mirrors",
            "secrets.codes"
        ]
    );
}
