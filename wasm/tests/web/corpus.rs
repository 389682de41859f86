//! A slice of each corpus: what upstream answered, beside what JavaScript is told.
//!
//! The host judges every row of `tests/corpus`; here the way to JavaScript is judged.

use pullscope_wasm::js::{
    decode_docker_config, look_up_credentials, parse_reference, pull_policy, validate_secret,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{answer, argument, at, json, list, object, parse, string, text};

/// Every `step`th row, without the header.
fn rows(corpus: &'static str, step: usize) -> impl Iterator<Item = JsValue> {
    corpus.lines().skip(1).step_by(step).map(parse)
}

/// Whether `image` is what is looked up for it, so that upstream's `Lookup` was given the same.
fn is_looked_up_as_it_is(image: &str) -> bool {
    text(&answer(parse_reference(&string(image))), "name").as_deref() == Some(image)
}

fn status(outcome: &JsValue) -> String {
    text(outcome, "status").unwrap()
}

#[wasm_bindgen_test]
fn references() {
    const CORPUS: &str = include_str!("../../../tests/corpus/reference.jsonl");
    const SAME: [(&str, &str); 13] = [
        ("registry", "domain"),
        ("repository", "path"),
        ("familiarName", "familiar_name"),
        ("familiar", "familiar"),
        ("tag", "tag"),
        ("digest", "digest"),
        ("normalized", "string"),
        ("withDefaultTag", "tag_name_only"),
        ("resolved", "docker_ref"),
        ("name", "k8s.repo"),
        ("tagOrDefault", "k8s.tag"),
        ("upstream", "error"),
        ("kubernetes", "k8s.error"),
    ];
    let mut judged = 0;
    for row in rows(CORPUS, 3) {
        let input = text(&row, "input").unwrap();
        let outcome = answer(parse_reference(&string(&input)));
        for (ours, theirs) in SAME {
            assert_eq!(text(&outcome, ours), text(&row, theirs), "{theirs} of {input:?}");
        }
        let expect = if at(&row, "ok").is_truthy() { "parsed" } else { "rejected" };
        assert_eq!(status(&outcome), expect, "{input:?}");
        judged += 1;
    }
    assert!(judged > 2000, "{judged}");
}

#[wasm_bindgen_test]
fn pull_policies() {
    const CORPUS: &str = include_str!("../../../tests/corpus/pullpolicy.jsonl");
    for row in rows(CORPUS, 1) {
        let (image, initial) = (text(&row, "image").unwrap(), text(&row, "initial").unwrap());
        let outcome = answer(pull_policy(&string(&image), Some(string(&initial))));
        match status(&outcome).as_str() {
            "decided" => assert_eq!(text(&outcome, "policy"), text(&row, "policy"), "{image:?}"),
            // Defaulting leaves such a value, and validation refuses it.
            _ => assert_eq!(initial, "always"),
        }
    }
}

#[wasm_bindgen_test]
fn docker_configs() {
    const CORPUS: &str = include_str!("../../../tests/corpus/dockerconfig_decode.jsonl");
    let mut judged = 0;
    for row in rows(CORPUS, 1) {
        // JavaScript's strings hold no bytes that are not UTF-8.
        let Some(raw) = text(&row, "raw") else { continue };
        let outcome = answer(decode_docker_config(&string(&raw), argument(at(&row, "kind"))));
        assert_eq!(text(&outcome, "upstream"), text(&row, "error"), "{raw}");
        let mut ours: Vec<String> = list(&outcome, "entries").iter().map(entry).collect();
        let mut theirs: Vec<String> = list(&row, "entries").iter().map(entry).collect();
        ours.sort();
        theirs.sort();
        assert_eq!(ours, theirs, "{raw}");
        judged += 1;
    }
    assert!(judged > 500, "{judged}");
}

/// An entry of ours or of upstream's without its password, which only upstream's row shows.
fn entry(entry: &JsValue) -> String {
    let lossy = |name: &str| text(entry, name).filter(|it| !it.contains('\u{fffd}'));
    let password = at(entry, "password");
    let has_password = match password.is_undefined() {
        true => at(entry, "hasPassword").is_truthy() || !at(entry, "password_b64").is_undefined(),
        false => password.is_truthy(),
    };
    format!("{:?} {:?} {:?} {has_password}", lossy("key"), lossy("username"), lossy("email"))
}

#[wasm_bindgen_test]
fn look_ups() {
    const CORPUS: &str = include_str!("../../../tests/corpus/keyring.jsonl");
    let mut judged = 0;
    for row in rows(CORPUS, 3) {
        let (config, image) = (text(&row, "config").unwrap(), text(&row, "image").unwrap());
        if !is_looked_up_as_it_is(&image) {
            continue;
        }
        let source =
            object([("format".into(), at(&row, "kind")), ("text".into(), at(&row, "config"))]);
        let outcome = answer(look_up_credentials(&string(&image), vec![argument(source)]));
        assert_eq!(text(&outcome, "error.upstream"), text(&row, "decode_error"), "{config}");
        let mut ours: Vec<(f64, String)> = list(&outcome, "keys")
            .iter()
            .filter_map(|key| Some((at(key, "place").as_f64()?, text(key, "username")?)))
            .collect();
        assert!(ours.is_sorted_by(|a, b| a.0 < b.0), "the order of keys is the order of use");
        let mut theirs: Vec<_> =
            list(&row, "creds").iter().map(|it| text(it, "username")).collect();
        let mut ours: Vec<_> = ours.drain(..).map(|(_, username)| Some(username)).collect();
        let mut from = 0;
        // Within a group Go's map decides the order.
        for size in list(&row, "group_sizes") {
            let to = from + size.as_f64().unwrap() as usize;
            ours[from..to].sort();
            theirs[from..to].sort();
            from = to;
        }
        assert_eq!(ours, theirs, "{image} in {config}");
        judged += 1;
    }
    assert!(judged > 300, "{judged}");
}

#[wasm_bindgen_test]
fn keys_and_images() {
    const CORPUS: &str = include_str!("../../../tests/corpus/urlmatch.jsonl");
    let (mut judged, mut refused) = (0, 0);
    for row in rows(CORPUS, 1) {
        let (glob, target) = (text(&row, "glob").unwrap(), text(&row, "target").unwrap());
        if !is_looked_up_as_it_is(&target) {
            continue;
        }
        let auths = object([(
            "auths".into(),
            object([(glob.clone(), object([("username".into(), "u")]))]),
        )]);
        let source = object([("format".into(), "config.json"), ("text".into(), &*json(&auths))]);
        let outcome = answer(look_up_credentials(&string(&target), vec![argument(source)]));
        let index_key = text(&outcome, "keys.0.indexKey").unwrap();
        if text(&row, "error").is_some() {
            // The pattern is read before the first comparison here, and while comparing in Go.
            refused += usize::from(!at(&outcome, "keys.0.refusedBy").is_null());
        } else if index_key == glob {
            // Nothing was normalized away, so that upstream compared the same two.
            let is_match = at(&outcome, "keys.0.refusedBy").is_null();
            assert_eq!(is_match, at(&row, "match").is_truthy(), "{glob} and {target}");
            judged += 1;
        }
    }
    assert!(judged > 500 && refused > 50, "{judged} {refused}");
}

#[wasm_bindgen_test]
fn secrets() {
    const CORPUS: &str = include_str!("../../../tests/corpus/secret_validate.jsonl");
    const FIELDS: [(&str, &str); 6] = [
        ("type", "type"),
        ("typeText", "type_text"),
        ("field", "field"),
        ("badValue", "bad_value"),
        ("detail", "detail"),
        ("text", "text"),
    ];
    for row in rows(CORPUS, 1) {
        let filled = match at(&row, "data_fill") {
            fill if fill.is_undefined() => Vec::new(),
            fill => js_sys::Object::entries(&fill.into()).to_vec(),
        };
        let string_data = object(filled.iter().map(|entry| {
            let (byte, count) = (text(entry, "1.byte").unwrap(), at(entry, "1.count"));
            (text(entry, "0").unwrap(), byte.repeat(count.as_f64().unwrap() as usize))
        }));
        let mut secret = vec![
            ("type".to_owned(), at(&row, "type")),
            ("data".into(), at(&row, "data")),
            ("stringData".into(), string_data),
        ];
        let annotations = at(&row, "annotations");
        if !annotations.is_undefined() {
            secret.push(("annotations".into(), annotations));
        }
        let outcome = answer(validate_secret(argument(object(secret))));
        let errors = |value: &JsValue, ours: bool| -> Vec<Vec<Option<String>>> {
            let name = |(left, right)| if ours { left } else { right };
            let shown = |it: String| if ours { it } else { without_number(&it) };
            let fields =
                |it: &JsValue| FIELDS.map(|field| text(it, name(field)).map(shown)).to_vec();
            list(value, "errors").iter().map(fields).collect()
        };
        let (mut ours, mut theirs) = (errors(&outcome, true), errors(&row, false));
        assert_eq!(ours.len(), theirs.len(), "{}", json(&at(&row, "errors")));
        // The first errors come from a Go map.
        let unordered = at(&row, "sorted_prefix").as_f64().unwrap_or(0.0) as usize;
        ours[..unordered].sort();
        theirs[..unordered].sort();
        assert_eq!(ours, theirs);
    }
}

/// Upstream's text without the number that it quotes, which may be a password.
fn without_number(text: &str) -> String {
    const QUOTES: &str = "cannot unmarshal number ";
    let Some(at) = text.find(QUOTES).map(|at| at + QUOTES.len()) else { return text.to_owned() };
    let end = text[at..].find(' ').map_or(text.len(), |end| at + end);
    match text[at..end].parse::<f64>() {
        Ok(_) => [&text[..at], "…", &text[end..]].concat(),
        Err(_) => text.to_owned(),
    }
}
