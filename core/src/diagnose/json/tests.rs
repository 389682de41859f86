use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::diagnose::tests::{everything, joined};
use crate::diagnose::{Options, diagnose};
use crate::json::{Data, Value, parse};

fn to_json(texts: &Texts<'_>, offsets: Offsets) -> String {
    diagnose(texts.as_str(), &Options::default()).to_json(texts, offsets)
}

/// The value at a path of names and numbers: `findings.0.span`.
fn at<'v>(value: &'v Value<'v>, path: &str) -> &'v Value<'v> {
    path.split('.').fold(value, |value, step| {
        let found = match step.parse::<usize>() {
            Ok(number) => value.as_array().and_then(|it| it.get(number)),
            Err(_) => value.get(step),
        };
        found.unwrap_or_else(|| panic!("no {step} of {path}"))
    })
}

fn number(value: &Value<'_>, name: &str) -> usize {
    match &at(value, name).data {
        Data::Number(text) => text.parse().expect("a count"),
        other => panic!("{name} is {other:?}"),
    }
}

/// Every place in a value: an object with these members.
fn places<'v>(value: &'v Value<'v>, found: &mut Vec<&'v Value<'v>>) {
    match &value.data {
        Data::Array(items) => items.iter().for_each(|it| places(it, found)),
        Data::Object(members) => {
            if members.iter().map(|it| &*it.key).eq(["source", "start", "end", "line", "column"]) {
                found.push(value);
            }
            members.iter().for_each(|it| places(&it.value, found));
        }
        _ => {}
    }
}

#[test]
fn the_json_is_one_value_that_go_reads() {
    let text = joined(&everything("canary"));
    let json = to_json(&Texts::from(&*text), Offsets::Utf16);
    let value = parse(json.as_bytes(), 64).expect("JSON");
    assert_eq!(number(&value, "schema"), 1);
    assert_eq!(at(&value, "kubernetes").as_str(), Some("1.36"));
    assert!(!json.contains('\n'));
}

#[test]
fn no_password_is_in_the_json() {
    let text = joined(&everything("canary-1f0b7c"));
    let encoded = crate::base64::encode(b"robot:canary-1f0b7c");
    let json = to_json(&Texts::from(&*text), Offsets::Bytes);
    assert!(text.contains("canary-1f0b7c") && !json.contains("canary-1f0b7c"));
    assert!(!json.contains(&encoded));
}

#[test]
fn two_passwords_of_one_length_give_the_same_json() {
    let [one, other] = ["canary-1f0b7c", "cbnbrx-2e1a8d"]
        .map(|it| to_json(&Texts::from(&*joined(&everything(it))), Offsets::Bytes));
    assert_eq!(one, other);
}

#[test]
fn places_are_those_of_the_text_in_either_unit() {
    let documents = everything("ä🐳");
    let text = format!("# ü🐳\n{}", joined(&documents));
    let texts = Texts::from(&*text);
    let (bytes, units) = (to_json(&texts, Offsets::Bytes), to_json(&texts, Offsets::Utf16));
    let parsed = [&bytes, &units].map(|it| parse(it.as_bytes(), 64).expect("JSON"));
    let (mut in_bytes, mut in_units) = (Vec::new(), Vec::new());
    places(&parsed[0], &mut in_bytes);
    places(&parsed[1], &mut in_units);
    assert!(in_bytes.len() > 50 && in_bytes.len() == in_units.len());
    let utf16: Vec<u16> = text.encode_utf16().collect();
    for (bytes, units) in in_bytes.into_iter().zip(in_units) {
        let start = number(bytes, "start");
        let marked = &text[start..number(bytes, "end")];
        let cut = &utf16[number(units, "start")..number(units, "end")];
        assert_eq!(String::from_utf16_lossy(cut), marked);
        let before = &text[..start];
        assert_eq!(number(bytes, "line"), before.matches('\n').count() + 1);
        let line = before.rsplit('\n').next().unwrap_or_default();
        assert_eq!(number(bytes, "column"), line.chars().count() + 1);
    }
}

#[test]
fn several_texts_are_told_apart() {
    let first = "kind: Pod\nmetadata: {name: ü}\nspec:\n  containers:\n  - {name: a, image: Ä}";
    let second =
        "\u{feff}%YAML 1.1\n---\nkind: Pod\nspec: {containers: [{name: b, image: x//y}]}\n";
    for texts in [[first, second], [second, first]] {
        let json = to_json(&Texts::join(texts), Offsets::Utf16);
        let value = parse(json.as_bytes(), 64).expect("JSON");
        let mut found = Vec::new();
        places(&value, &mut found);
        let mut seen = [false; 2];
        for place in found {
            let source = number(place, "source");
            seen[source] = true;
            let units: Vec<u16> = texts[source].encode_utf16().collect();
            let cut = &units[number(place, "start")..number(place, "end")];
            let lines = String::from_utf16_lossy(&units[..number(place, "start")]);
            assert_eq!(number(place, "line"), lines.matches('\n').count() + 1);
            assert!(String::from_utf16(cut).is_ok());
        }
        assert_eq!(seen, [true; 2]);
        for (workload, text) in texts.iter().enumerate() {
            let image = at(&value, &format!("workloads.{workload}.images.0"));
            let written = at(image, "image").as_str().unwrap_or_default();
            assert!(text.contains(written) && !written.is_empty());
            let place = at(image, "span");
            assert_eq!(number(place, "source"), workload);
            let start = text.find(written).unwrap_or_default();
            assert_eq!(number(place, "start"), text[..start].encode_utf16().count());
        }
        let empty = at(&value, "documents").as_array().map(<[_]>::len);
        assert_eq!(empty, Some(2), "{json}");
    }
}

#[test]
fn what_one_text_leaves_open_does_not_reach_into_the_next() {
    for open in ["a: [", "a: \"", "a: |\n  x", "{\"a\": \"", "%YAML 1.1", "nginx", "a: &b", "#", ""]
    {
        let texts = Texts::join([open, "kind: Pod\nmetadata: {name: x}\n"]);
        let value = diagnose(texts.as_str(), &Options::default());
        let last = value.documents.last().expect("a document");
        assert_eq!(
            (last.kind.as_deref(), last.name.as_deref()),
            (Some("Pod"), Some("x")),
            "{open}"
        );
        assert_eq!(texts.place(&last.span).0, 1);
    }
}

#[test]
fn an_edit_behind_the_end_of_a_text_begins_a_line() {
    let texts = Texts::join(["spec:", "x"]);
    let write = |edit: &Edit| Writer::new(&texts, Offsets::Bytes).finish(edit);
    let place = r#"{"source":0,"start":5,"end":5,"line":1,"column":6}"#;
    let behind = Edit { span: 6..6, text: "  a: 1\n".to_string() };
    assert_eq!(write(&behind), format!(r#"{{"span":{place},"text":"\n  a: 1\n"}}"#));
    let at_end = Edit { span: 5..5, text: " {}".to_string() };
    assert_eq!(write(&at_end), format!(r#"{{"span":{place},"text":" {{}}"}}"#));
}

#[test]
fn no_text_at_all_is_an_empty_one() {
    let json = to_json(&Texts::join([]), Offsets::Bytes);
    assert_eq!(json, to_json(&Texts::from(""), Offsets::Bytes));
    assert!(json.starts_with("{\"schema\":1,\"kubernetes\":\"1.36\",\"node\":{"), "{json}");
    let expect = "\"documents\":[],\"workloads\":[],\"secrets\":[],\"reverse\":{\"secrets\":[],\"present\":[]},\"indexes\":[],\"events\":[],\"findings\":[],\
                  \"timelines\":[";
    assert!(json.contains(expect), "{json}");
}

#[test]
fn numbers_are_written_whole() {
    let texts = Texts::from("");
    for number in [0, 7, 10, 12_345, usize::MAX] {
        let json = Writer::new(&texts, Offsets::Bytes).finish(&number);
        assert_eq!(json, number.to_string());
    }
}

#[test]
fn what_is_seen_is_told_for_each_answer_that_is_asked_for() {
    let texts = Texts::from("ghcr.io/acme/app:1");
    let diagnosis = diagnose(texts.as_str(), &Options::default());
    let json = |answers: &[Answer]| diagnosis.to_json_for(&texts, Offsets::Bytes, answers);
    let one = json(&[Answer::NotFound]);
    assert!(one.contains(r#""predictions":[{"answer":"notFound","attempts":1,"looks":[{"waiting":{"reason":"ErrImagePull","message":"#));
    assert!(one.contains(r#"{"type":"Normal","reason":"BackOff","message":"Back-off pulling image \"ghcr.io/acme/app:1\""}"#));
    assert_eq!(one.matches("\"answer\":").count(), 1);
    assert_eq!(json(&Diagnosis::ANSWERS).matches("\"answer\":").count(), 7);
    assert!(json(&[]).contains(r#""predictions":[]"#));
}
