//! An answer without what has to differ when documents change their order or a password its
//! length: to compare two answers.

use pullscope_core::diagnose::{Diagnosis, Offsets, Texts};
use serde_json::Value;

/// What stands for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    /// The bytes that are marked. Things come in any order, and are named instead of numbered.
    Text,
    /// Nothing, nor for the numbers of bytes in a sentence. Things come in their order.
    Nothing,
}

/// The answer for `text` as JSON, with this for its places.
///
/// It is made of the JSON of the answer, so that nothing of an answer is forgotten here.
pub fn normal(text: &str, diagnosis: &Diagnosis, places: Places) -> Value {
    let json = diagnosis.to_json(&Texts::from(text), Offsets::Bytes);
    let answer: Value = serde_json::from_str(&json).unwrap_or_default();
    let normal = Normal { text, answer: &answer, places };
    normal.value("", &answer)
}

struct Normal<'a> {
    text: &'a str,
    answer: &'a Value,
    places: Places,
}

impl Normal<'_> {
    fn value(&self, name: &str, value: &Value) -> Value {
        match value {
            Value::Object(members) => {
                if members.contains_key("start") && members.contains_key("column") {
                    return self.place(value);
                }
                if self.places == Places::Text
                    && members.len() == 2
                    && let (Some(workload), Some(image)) =
                        (members.get("workload"), members.get("image"))
                {
                    return self.image(workload, image);
                }
                if self.places == Places::Text
                    && let [Some(workload), Some(image), Some(place)] =
                        ["workload", "image", "place"].map(|it| members.get(it))
                {
                    return Value::Array(vec![self.image(workload, image), place.clone()]);
                }
                let members = members.iter().map(|(key, it)| (key.clone(), self.value(key, it)));
                Value::Object(members.collect())
            }
            Value::Array(items) => {
                let of = match name {
                    "namedBy" => "workload",
                    "documents" => "document",
                    _ => "",
                };
                let mut items: Vec<Value> = items.iter().map(|it| self.value(of, it)).collect();
                let is_a_set = matches!(
                    name,
                    "documents"
                        | "workloads"
                        | "secrets"
                        | "events"
                        | "findings"
                        | "related"
                        | "edits"
                        | "about"
                        | "namedBy"
                        | "serves"
                );
                let is_a_set = is_a_set
                    || name == "images" && is_named(&items)
                    || name == "keys" && are_ids(&items);
                if self.places == Places::Text && is_a_set {
                    items.sort_by_cached_key(ToString::to_string);
                }
                Value::Array(items)
            }
            Value::Number(number) if self.places == Places::Text => {
                let index = number.as_u64().and_then(|it| usize::try_from(it).ok());
                match (name, index) {
                    ("document", Some(index)) => self.marked("documents", index),
                    ("workload", Some(index)) => {
                        self.value("document", &self.answer["workloads"][index]["document"])
                    }
                    ("secret", Some(index)) => {
                        let document = &self.answer["secrets"][index]["document"];
                        self.value("document", document)
                    }
                    ("cause", Some(index)) => {
                        let mut cause = self.answer["findings"][index].clone();
                        cause["images"] = Value::Null;
                        self.value("", &cause)
                    }
                    _ => value.clone(),
                }
            }
            Value::String(sentence) if self.places == Places::Nothing => {
                without_bytes(sentence).into()
            }
            _ => value.clone(),
        }
    }

    fn place(&self, place: &Value) -> Value {
        let byte = |name: &str| {
            place[name].as_u64().and_then(|it| usize::try_from(it).ok()).unwrap_or_default()
        };
        match self.places {
            Places::Text => {
                let marked = self.text.get(byte("start")..byte("end")).unwrap_or("outside");
                // Only a later document has a marker in front of it.
                marked.strip_prefix("---").unwrap_or(marked).trim().into()
            }
            Places::Nothing => "".into(),
        }
    }

    /// The bytes of one of the documents.
    fn marked(&self, list: &str, index: usize) -> Value {
        self.place(&self.answer[list][index]["span"])
    }

    /// The image that two numbers name.
    fn image(&self, workload: &Value, image: &Value) -> Value {
        let number = |it: &Value| it.as_u64().and_then(|it| usize::try_from(it).ok());
        let workload = &self.answer["workloads"][number(workload).unwrap_or(usize::MAX)];
        let image = number(image).unwrap_or(usize::MAX);
        let document = self.value("document", &workload["document"]);
        let path = &workload["images"][image]["path"];
        format!("image {image} {path} of {document}").into()
    }
}

/// A sentence without the numbers in `at byte 233`.
fn without_bytes(sentence: &str) -> String {
    const BYTE: &str = " byte ";
    let mut parts = sentence.split(BYTE);
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        out += BYTE;
        out += part.trim_start_matches(|it: char| it.is_ascii_digit());
    }
    out
}

/// Whether these say which keys a finding is about, and are not the keys of a Secret, which have an
/// order.
fn are_ids(keys: &[Value]) -> bool {
    keys.iter().all(|it| it.as_object().is_some_and(|it| it.keys().eq(["entry", "secret"])))
}

/// Whether these are names of images, and not the images of a workload, which have an order.
fn is_named(images: &[Value]) -> bool {
    images.iter().all(Value::is_string)
}
