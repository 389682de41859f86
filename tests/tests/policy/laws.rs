//! Laws of every request and all settings, tried on those that nobody wrote.
//!
//! The cases are the same at every run; `PULLSCOPE_SEED` names others, as in `properties.rs`. With
//! each case the host checks what holds for every call: the module and the native code agree, no part
//! of a password is told, and what is changed is what the settings ask for, passes them, and is not
//! changed again.

use pullscope_tests::generate::{self, Random, damaged, half_typed, seed};
use pullscope_tests::schema;
use serde_json::{Value, json};

use crate::generated::{any_setting, anything, settings, well_formed};
use crate::host::{Answer, CANARY, host};
use crate::requests::creation;
use crate::session::Session;

/// Tries a law with so many seeds, and counts in how many cases it says `true`.
#[track_caller]
fn holds(count: u64, law: impl Fn(&mut Random) -> bool) -> usize {
    let first = seed(6);
    let mut counted = 0;
    for seed in (0..count).map(|it| first.wrapping_add(it)) {
        // Told where the law fails; else a test says nothing.
        println!("seed {seed}");
        counted += usize::from(law(&mut Random::new(seed)));
    }
    counted
}

fn operation(random: &mut Random) -> &'static str {
    let operations = ["CREATE", "CREATE", "CREATE", "UPDATE", "UPDATE", "DELETE"];
    operations[random.below(operations.len())]
}

#[test]
fn what_is_changed_stays_changed_and_passes() {
    let judged = |random: &mut Random| {
        let settings = settings(random);
        let (kind, object) = well_formed(random);
        let session = Session::of_anything(random.number());
        host().validate_with(&creation(kind, object), &settings, &session)
    };
    let changed = holds(500, |random| judged(random).object.is_some());
    let refused = holds(100, |random| !judged(random).accepted);
    assert!(changed > 60, "{changed} of 500 are changed");
    assert!((5..95).contains(&refused), "{refused} of 100 are refused");
}

#[test]
fn an_update_changes_no_more_than_a_creation() {
    let changed = holds(200, |random| {
        let settings = settings(random);
        let (kind, object) = well_formed(random);
        let mut review = creation(kind, object.clone());
        review["request"]["operation"] = "UPDATE".into();
        // Half of the old objects are the new ones.
        review["request"]["oldObject"] = match random.chance(50) {
            true => object,
            false => well_formed(random).1,
        };
        let session = Session::of_anything(random.number());
        host().validate_with(&review, &settings, &session).object.is_some()
    });
    assert!(changed > 8, "{changed} of 200 are changed");
}

/// Names stand twice here, values have other types, and texts are those that people write.
#[test]
fn an_object_as_people_write_it_gets_an_answer() {
    let accepted = holds(400, |random| {
        let settings = settings(random);
        let object = generate::object(random, CANARY).to_json();
        let read: Value = serde_json::from_str(&object).unwrap();
        let kind = read["kind"].as_str().unwrap_or("Pod");
        let operation = operation(random);
        let old = if operation == "UPDATE" { &*object } else { "null" };
        // By hand, since a name that stands twice is lost otherwise.
        let payload = format!(
            r#"{{"request": {{"kind": {{"kind": {kind:?}}}, "operation": {operation:?}, "name": "x",
                "namespace": "team", "object": {object}, "oldObject": {old}}}, "settings": {settings}}}"#
        );
        let session = Session::of_anything(random.number());
        let answer = Answer::of(host().call_with("validate", payload.as_bytes(), &session).0);
        assert!(answer.accepted || !answer.message.is_empty(), "{answer:?}");
        assert_eq!(answer.accepted, answer.rejected.is_empty(), "{answer:?}");
        answer.accepted
    });
    assert!((40..360).contains(&accepted), "{accepted} of 400 are accepted");
}

#[test]
fn any_json_gets_an_answer() {
    holds(300, |random| {
        let object = anything(random, 6);
        let kind = *random.pick(&["Pod", "Deployment", "Secret", "CronJob", "ServiceAccount"]);
        let mut review = creation(kind, object);
        review["request"]["operation"] = operation(random).into();
        review["request"]["oldObject"] = anything(random, 5);
        for settings in [settings(random), any_setting(random)] {
            let session = Session::of_anything(random.number());
            host().validate_with(&review, &settings, &session);
        }
        let whole = serde_json::to_vec(&anything(random, 5)).unwrap();
        host().validate_bytes(&whole);
        host().call("validate_settings", &whole).unwrap();
        true
    });
}

#[test]
fn any_bytes_get_an_answer() {
    holds(400, |random| {
        let (kind, object) = well_formed(random);
        let request = creation(kind, object)["request"].clone();
        let settings = settings(random);
        let mut text = json!({"request": request, "settings": settings}).to_string();
        for _ in 0..1 + random.below(3) {
            text =
                if random.chance(50) { damaged(random, &text) } else { half_typed(random, &text) };
        }
        let mut bytes = text.into_bytes();
        for _ in 0..random.below(4) {
            let at = random.below(bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte = random.number().to_le_bytes()[0];
            }
        }
        let session = Session::of_anything(random.number());
        Answer::of(host().call_with("validate", &bytes, &session).0);
        host().call("validate_settings", &bytes).unwrap();
        true
    });
}

/// The server starts with settings if and only if requests can be judged by them.
#[test]
fn a_request_is_judged_where_the_settings_are_valid() {
    let (_, object) = well_formed(&mut Random::new(1));
    let review = creation("Pod", object);
    let valid = holds(300, |random| {
        let mut settings = settings(random);
        // Something at some place is replaced.
        if random.chance(60) {
            let leaves = schema::leaves(&settings_schema());
            let path = format!("/{}", random.pick(&leaves).replace('.', "/"));
            if let Some(setting) = settings.pointer_mut(&path) {
                *setting = any_setting(random);
            }
        }
        let is_valid = host().validate_settings(&settings).is_none();
        let session = Session::of_anything(1);
        let answer = host().validate_with(&review, &settings, &session);
        assert_eq!(answer.rejected == "settings/invalid", !is_valid, "{settings} {answer:?}");
        is_valid
    });
    assert!((60..295).contains(&valid), "{valid} of 300 are valid");
}

fn settings_schema() -> Value {
    serde_json::from_str(include_str!("../../../wasm/settings.schema.json")).unwrap()
}
