//! The sentences that the core makes of every text there is.

use std::collections::BTreeSet;
use std::io;

use pullscope_core::Version;
use pullscope_core::diagnose::{Diagnosis, Offsets, Options, Texts, diagnose};
use serde_json::Value;

use crate::cases::{self, catalogue};
use crate::generate::hostile::{HOSTILE, HOSTILE_PROSE};
use crate::generate::{Random, half_typed, join, options, pieces};

mod beside;

/// Generated texts that are tried.
const GENERATED: u64 = 3_000;
/// A password of generated texts, which no answer repeats.
const PASSWORD: &str = "Xq7vZk2mWp9rTb4n";

/// Every sentence that a person may see, as the core makes it: of all cases under their options and
/// under each release, of generated texts, and of what the page asks the core besides.
///
/// # Errors
///
/// The cases cannot be read.
pub fn all() -> io::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for case in cases::read(&catalogue::cases())? {
        collect(&case.text, &case.answer(), &mut found);
        for kubernetes in Version::all() {
            let options = Options { kubernetes, ..case.options.clone() };
            collect(&case.text, &diagnose(&case.text, &options), &mut found);
        }
    }
    for seed in 0..GENERATED {
        let mut random = Random::new(seed);
        let mut text = join(&pieces(&mut random, PASSWORD));
        if random.chance(30) {
            text = half_typed(&mut random, &text);
        }
        collect(&text, &diagnose(&text, &options(&mut random)), &mut found);
    }
    for hostile in HOSTILE.iter().chain(&HOSTILE_PROSE) {
        let text = hostile.text(20_000);
        collect(&text, &diagnose(&text, &Options::default()), &mut found);
    }
    beside::collect(&mut found);
    Ok(found)
}

/// The sentences of an answer.
fn collect(text: &str, diagnosis: &Diagnosis, found: &mut BTreeSet<String>) {
    let json = diagnosis.to_json(&Texts::from(text), Offsets::Bytes);
    let answer: Value = serde_json::from_str(&json).unwrap_or_default();
    walk("", "", &answer, found);
}

fn walk(within: &str, name: &str, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            // Beside a sentence the message is Kubernetes' own.
            let is_upstream = |key: &str| key == "message" && members.contains_key("sentence");
            let members = members.iter().filter(|(key, _)| !is_upstream(key));
            members.for_each(|(key, value)| walk(name, key, value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| walk(within, name, item, found)),
        Value::String(text) if is_sentence(within, name) && has_words(text) => {
            found.insert(text.clone());
        }
        _ => {}
    }
}

/// Whether a text is more than names: `regcred, then shared-pull` and `HEAD https://…` are none.
fn has_words(text: &str) -> bool {
    let is_name = |part: &str| part == "(no name)" || !part.contains(' ');
    let mut names = text.split(", ").map(|part| part.strip_prefix("then ").unwrap_or(part));
    !text.starts_with("HEAD ") && !names.all(is_name)
}

/// Whether a member of the answer is a sentence of the core's, and not a value or Kubernetes' words.
fn is_sentence(within: &str, name: &str) -> bool {
    match name {
        "sentence" | "because" | "label" | "decided" | "errorSeen" | "refusal" | "refusals" => true,
        "title" => within == "fix",
        "message" => matches!(within, "findings" | "error" | "errors"),
        "reason" => within == "secrets",
        "error" => within == "registries",
        _ => false,
    }
}
