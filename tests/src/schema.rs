//! The JSON Schema of the policy's settings, found out by asking the parser.
//!
//! There is no second list of settings: a number is put at a place, and the parser says what it
//! expects there; an unknown name is put into an object, and the parser says which names it knows.
//! What a setting is for, and its default, stand in the table of `docs/policy.md`.

use std::collections::BTreeMap;

use pullscope_core::admission::{Settings, SettingsError};
use pullscope_core::json;
use serde_json::{Map, Value, json};

/// A name that no setting has and that is not near to any.
const UNKNOWN: &str = "0000000000";

/// A row of the table: what a setting is when it is left out, and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The third column, without its backticks: `reject`, `none`, `all`.
    pub default: String,
    /// The last column.
    pub text: String,
}

/// The settings of the table in `docs/policy.md`, by their paths.
///
/// # Panics
///
/// A row has not four columns, or two rows have the same setting.
pub fn table(page: &str) -> BTreeMap<String, Row> {
    let start = page.find("| key | type |").expect("the page has a table of settings");
    let rows = page[start..].lines().take_while(|it| it.starts_with('|')).skip(2);
    let mut found = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [keys, _, default, text] = cells[..] else { panic!("not four columns: {row}") };
        let defaults: Vec<&str> = default.split(", ").collect();
        for (index, key) in keys.split(", ").enumerate() {
            let default = defaults.get(index).unwrap_or(&defaults[0]).trim_matches('`').to_owned();
            let row = Row { default, text: plain(text) };
            let before = found.insert(key.trim_matches('`').to_owned(), row);
            assert!(before.is_none(), "{key} has two rows");
        }
    }
    found
}

/// A text without the stars that make words bold; those of a pattern stand in backticks.
fn plain(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts: Vec<String> = parts
        .map(|(index, part)| if index % 2 == 0 { part.replace("**", "") } else { part.into() })
        .collect();
    parts.join("`")
}

/// The schema, with what the table says of each setting.
///
/// # Panics
///
/// The parser says something of a setting that this program cannot read.
pub fn settings(table: &BTreeMap<String, Row>) -> Value {
    let mut root = at(&[], table);
    let more = [
        ("$schema", json!("https://json-schema.org/draft/2020-12/schema")),
        ("title", json!("The settings of Pullscope's admission policy")),
    ];
    for (name, value) in more {
        root.insert(name.into(), value);
    }
    root.into()
}

/// The paths of the settings that hold no others but within a list.
pub fn leaves(schema: &Value) -> Vec<String> {
    fn walk(path: &str, schema: &Value, found: &mut Vec<String>) {
        let Some(members) = schema["properties"].as_object() else {
            return found.push(path.to_owned());
        };
        // What the table has in one row: a choice for each of a few names.
        let values: Vec<&Value> = members.values().collect();
        if values.iter().all(|it| it["enum"].is_array() && *it == values[0]) {
            return found.push(path.to_owned());
        }
        for (name, schema) in members {
            let dot = if path.is_empty() { "" } else { "." };
            walk(&format!("{path}{dot}{name}"), schema, found);
        }
    }
    let mut found = Vec::new();
    walk("", schema, &mut found);
    found
}

#[derive(Clone)]
enum Step {
    Member(String),
    Item,
}

fn at(path: &[Step], table: &BTreeMap<String, Row>) -> Map<String, Value> {
    let place = place(path);
    let message = expected(path, json!(7)).unwrap_or_else(|| panic!("{place} takes a number"));
    let wanted = message.split_once(", found ").map_or(&*message, |it| it.0);
    let wanted = wanted.strip_prefix("expected ").unwrap_or(wanted);
    let step = |name: &str| [path, &[Step::Member(name.into())]].concat();
    let mut schema = match wanted {
        "an object" => {
            let names = known(path, &json!({UNKNOWN: 0}));
            let required = required(path, &names);
            let members: Map<String, Value> =
                names.iter().map(|it| (it.clone(), at(&step(it), table).into())).collect();
            let mut schema = object(members);
            if !required.is_empty() {
                schema.insert("required".into(), required.into());
            }
            schema
        }
        "an object of codes" => {
            let names = known(path, &json!({UNKNOWN: "off"}));
            let members = names.iter().map(|it| (it.clone(), at(&step(it), table).into()));
            object(members.collect())
        }
        // Objects whose names are anybody's, as a `registries.yaml` has them.
        "an object of registries" => any_names(at(&step("r.example"), table)),
        "an object of patterns" => any_names(of_type("string")),
        "an object of hosts" => of_type("object"),
        _ if wanted.starts_with("a list of ") => {
            let items = at(&[path, &[Step::Item]].concat(), table);
            let mut schema = of_type("array");
            schema.insert("items".into(), items.into());
            if expected(path, json!([])).is_some() {
                schema.insert("minItems".into(), 1.into());
            }
            schema
        }
        _ if wanted.contains(" or ") && wanted.split(" or ").all(|it| !it.contains(' ')) => {
            let choices: Vec<&str> = wanted.split(" or ").collect();
            Map::from_iter([("enum".into(), choices.into())])
        }
        _ => text(path),
    };
    if let Some(row) = table.get(&place) {
        schema.insert("description".into(), row.text.clone().into());
        let default = Value::from(row.default.clone());
        if schema.get("enum").and_then(Value::as_array).is_some_and(|it| it.contains(&default)) {
            schema.insert("default".into(), default);
        }
    }
    schema
}

/// Strings, or some of them where the parser lists all that it takes.
fn text(path: &[Step]) -> Map<String, Value> {
    let message = expected(path, json!(UNKNOWN)).unwrap_or_default();
    let listed = message.split_once("known are ").map(|it| it.1.split(", "));
    let policies = message.split_once("imagePullPolicy is ").map(|it| it.1);
    let choices: Vec<String> = match (listed, policies) {
        (Some(names), _) => names.map(String::from).collect(),
        (None, Some(rest)) => {
            let names = rest.split([' ', ',']).filter(|it| it.starts_with(char::is_uppercase));
            names.map(String::from).collect()
        }
        (None, None) => return of_type("string"),
    };
    Map::from_iter([("enum".into(), choices.into())])
}

fn of_type(name: &str) -> Map<String, Value> {
    Map::from_iter([("type".into(), name.into())])
}

fn object(members: Map<String, Value>) -> Map<String, Value> {
    let mut schema = of_type("object");
    schema.insert("additionalProperties".into(), false.into());
    schema.insert("properties".into(), members.into());
    schema
}

fn any_names(values: Map<String, Value>) -> Map<String, Value> {
    let mut schema = of_type("object");
    schema.insert("additionalProperties".into(), values.into());
    schema
}

/// The names that an object may have.
fn known(path: &[Step], probe: &Value) -> Vec<String> {
    let message = expected(path, probe.clone()).unwrap_or_default();
    let names = message.split_once("known are ").map(|it| it.1.split(", ").map(String::from));
    names.unwrap_or_else(|| panic!("{}: no names in {message:?}", place(path))).collect()
}

/// Those of the names that the parser misses in an object without any.
fn required(path: &[Step], names: &[String]) -> Vec<String> {
    let message = expected(path, json!({})).unwrap_or_default();
    let said: Vec<&str> = message.split(|it: char| !it.is_alphanumeric()).collect();
    names.iter().filter(|it| said.contains(&it.as_str())).cloned().collect()
}

/// What the parser says of a value at a place, if anything.
fn expected(path: &[Step], value: Value) -> Option<String> {
    let settings = path.iter().rev().fold(value, |inner, step| match step {
        Step::Member(name) => json!({name: inner}),
        Step::Item => json!([inner]),
    });
    errors(&settings).into_iter().next().map(|it| it.message)
}

/// Every problem that the parser has with settings.
pub fn errors(settings: &Value) -> Vec<SettingsError> {
    let text = settings.to_string();
    let value = json::parse(&text, json::DEFAULT_MAX_DEPTH).expect("serde_json writes JSON");
    Settings::parse(&value).err().unwrap_or_default()
}

/// `rewrite.rules[].from`
fn place(path: &[Step]) -> String {
    let mut place = String::new();
    for step in path {
        match step {
            Step::Member(name) if place.is_empty() => place.push_str(name),
            Step::Member(name) => place.push_str(&format!(".{name}")),
            Step::Item => place.push_str("[]"),
        }
    }
    place
}
