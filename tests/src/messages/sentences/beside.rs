//! What the page asks the core beside the answer to a text.

use std::collections::BTreeSet;

use pullscope_core::Version;
use pullscope_core::advise::{self, Facts, SetUp, advise};
use pullscope_core::clients::auth::answers;
use pullscope_core::clients::reference::readings;
use pullscope_core::diagnose::{Options, diagnose};
use pullscope_core::finding::CODES;
use pullscope_core::image_index::Puller;
use pullscope_core::json::{self, Data};
use pullscope_core::kubelet::Answer;
use pullscope_core::reference::{Grammar, advice};
use pullscope_core::registries::documentation::STATEMENTS;
use pullscope_core::text::documents;
use serde_json::Value;

use crate::cases::catalogue;

/// The form of the policy's settings.
const QUESTIONS: &str = include_str!("../../../../wasm/questions-ui.yml");

/// Adds every sentence of it.
pub(super) fn collect(found: &mut BTreeSet<String>) {
    documents(QUESTIONS).docs.iter().for_each(|it| questions(&it.root, found));
    let mut add = |text: &str| {
        if super::has_words(text) {
            found.insert(text.to_owned());
        }
    };
    CODES.iter().for_each(|code| add(code.title));
    Answer::ALL.iter().for_each(|it| add(&it.to_string()));
    Puller::ALL.iter().for_each(|it| add(it.as_str()));
    for it in STATEMENTS {
        [it.said, it.wrong, it.happens].into_iter().for_each(&mut add);
    }
    SetUp::ALL.iter().for_each(|it| add(it.title()));
    for facts in facts() {
        let advice = advise(&facts);
        let weighed = advice.taken.iter().chain(&advice.refused);
        weighed.for_each(|it| add(&it.because));
        advice.cautions.iter().for_each(|it| add(it));
        advice.manifests.iter().for_each(|it| add(it.title));
    }
    for row in rows("client_reference.jsonl") {
        let Some(input) = row.get("input").and_then(Value::as_str) else { continue };
        for reading in readings(input) {
            reading.difference.iter().for_each(|it| add(it));
        }
        for grammar in Grammar::ALL {
            advice(input, grammar).iter().for_each(|it| add(&it.message));
        }
    }
    for row in rows("client_auth.jsonl") {
        let text = |name| row.get(name).and_then(Value::as_str);
        let (Some(config), Some(image)) = (text("config"), text("image")) else { continue };
        answers(config.as_bytes(), image).iter().for_each(|it| add(&it.to_string()));
    }
    for row in rows("kubelet_configuration.jsonl") {
        let Some(file) = row.get("file").and_then(Value::as_str) else { continue };
        super::collect(file, &diagnose(file, &Options::default()), found);
    }
}

/// What a form says: the label and the description of each question that is shown.
fn questions(value: &json::Value<'_>, found: &mut BTreeSet<String>) {
    if value.get("hide_input").and_then(json::Value::as_bool) == Some(true) {
        return;
    }
    for name in ["label", "description"] {
        found.extend(value.get(name).and_then(json::Value::as_str).map(|it| it.trim().to_owned()));
    }
    match &value.data {
        Data::Array(items) => items.iter().for_each(|it| questions(it, found)),
        Data::Object(members) => members.iter().for_each(|it| questions(&it.value, found)),
        _ => {}
    }
}

/// Every combination of facts that decide.
fn facts() -> impl Iterator<Item = Facts> {
    let bools = [false, true];
    let versions = [Version::OLDEST, Version::NEWEST].into_iter().chain(Version::all().skip(9));
    versions.flat_map(move |kubernetes| {
        advise::Images::ALL.iter().flat_map(move |images| {
            advise::Audience::ALL.iter().flat_map(move |audience| {
                advise::Nodes::ALL.iter().flat_map(move |nodes| {
                    advise::Registry::ALL.iter().flat_map(move |registry| {
                        advise::Supply::ALL.iter().flat_map(move |supply| {
                            (0..16).map(move |bits: usize| Facts {
                                kubernetes,
                                images: *images,
                                audience: *audience,
                                nodes: *nodes,
                                registry: *registry,
                                supply: *supply,
                                tenants: bools[bits & 1],
                                rotates: bools[bits >> 1 & 1],
                                static_pods: bools[bits >> 2 & 1],
                                k3s: bools[bits >> 3 & 1],
                            })
                        })
                    })
                })
            })
        })
    })
}

/// The rows of a corpus; none where it cannot be read, which its own test reports.
fn rows(name: &str) -> Vec<Value> {
    let path = catalogue::cases().with_file_name(name);
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}
