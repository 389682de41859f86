//! The values of a Secret object, as the API server decodes it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::{CONFIG_JSON_KEY, Context, DOCKER_CFG_KEY, Places, PullSecret, Written};
use crate::base64::{self, Alphabet};
use crate::inside::Inside;
use crate::json::{Data, Member, Value};
use crate::workload::WrongType;

/// A Secret object, decoded: `data` without its base64, and `stringData` after it, which wins.
///
/// What cannot be decoded is a problem and hides nothing else. Its values are secret: it has no
/// `Debug`.
pub struct SecretObject<'v> {
    object: &'v Value<'v>,
    /// `type`; empty when it is missing, which the API server makes `Opaque`.
    pub secret_type: &'v str,
    /// The bytes in which `type` stands.
    pub type_span: Option<Range<usize>>,
    /// The bytes in which `data` stands, or else `stringData`.
    pub data_span: Option<Range<usize>>,
    /// Keys and decoded values, each with its place.
    pub values: Vec<(&'v str, Vec<u8>)>,
    /// The place of each of the values, as [`Places::values`] takes them.
    pub spans: Vec<Option<Range<usize>>>,
    /// The bytes in which the name of the member `data` stands, or else `stringData`.
    data_name: Option<Range<usize>>,
    /// The bytes in which the key of each of the values stands.
    keys: Vec<Range<usize>>,
    /// Each of the values as it is written.
    written: Vec<&'v Value<'v>>,
    /// From which of the values on they stand under `stringData`.
    string_data_from: usize,
    /// What the API server could not decode.
    pub problems: Vec<ObjectProblem>,
}

/// A part of a Secret object that cannot be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectProblem {
    /// A field holds something of another type.
    WrongType(WrongType),
    /// A value under `data` is not base64.
    NotBase64 {
        /// The field: `data[.dockerconfigjson]`.
        path: String,
        /// The bytes in which the value stands.
        span: Range<usize>,
        /// Where base64 stops being base64; its text is Go's.
        error: base64::DecodeError,
        /// Whether the value looks like JSON that was never encoded.
        is_plain: bool,
    },
}

impl<'v> SecretObject<'v> {
    /// Reads `type`, `data` and `stringData` of an object.
    pub fn read(object: &'v Value<'v>) -> Self {
        let mut read = Self {
            object,
            data_name: None,
            keys: Vec::new(),
            written: Vec::new(),
            string_data_from: 0,
            secret_type: "",
            type_span: None,
            data_span: None,
            values: Vec::new(),
            spans: Vec::new(),
            problems: Vec::new(),
        };
        if object.as_object().is_none() {
            read.wrong_type(String::new(), "an object", object);
            return read;
        }
        if let Some(Member { value, .. }) = written(object, "type") {
            read.type_span = Some(value.span.clone());
            match value.as_str() {
                Some(text) => read.secret_type = text,
                None => read.wrong_type("type".into(), "a string", value),
            }
        }
        read.values_of(object, "data");
        read.string_data_from = read.values.len();
        read.values_of(object, "stringData");
        read
    }

    /// The decoded values, borrowed as [`PullSecret::data`] takes them.
    pub fn data(&self) -> Vec<(&'v str, &[u8])> {
        self.values.iter().map(|(key, value)| (*key, &value[..])).collect()
    }

    /// Where everything stands, for [`findings`](super::findings()); `whole` is the place of what
    /// is not written.
    pub fn places(&self, whole: &Range<usize>) -> Places<'_> {
        let or_whole = |span: &Option<Range<usize>>| Some(span.clone().unwrap_or(whole.clone()));
        Places {
            secret_type: or_whole(&self.type_span),
            data: or_whole(&self.data_span),
            values: &self.spans,
            written: None,
            context: Context::of(self.object),
        }
    }

    /// How the content of each value under a key for registries stands in `text`, from which the
    /// object was read. It is given to [`places_in`](Self::places_in).
    pub fn insides(&self, text: &str) -> Vec<Option<Inside>> {
        let is_ours = |key: &str| key == CONFIG_JSON_KEY || key == DOCKER_CFG_KEY;
        let inside = |(at, value): (usize, &&Value<'_>)| {
            if !is_ours(self.values[at].0) {
                None
            } else if at < self.string_data_from {
                Inside::base64(text, value)
            } else {
                Inside::text(text, value)
            }
        };
        self.written.iter().enumerate().map(inside).collect()
    }

    /// As [`places`](Self::places), for findings with places within the values, and with edits of
    /// `text`.
    pub fn places_in<'a>(
        &'a self,
        text: &'a str,
        whole: &Range<usize>,
        insides: &'a [Option<Inside>],
    ) -> Places<'a> {
        let written = Written {
            text,
            type_span: self.type_span.clone(),
            data_name: self.data_name.clone(),
            keys: &self.keys,
            insides,
            is_in_brackets: text.get(whole.start..).is_some_and(|it| it.starts_with('{')),
        };
        Places { written: Some(written), ..self.places(whole) }
    }

    /// Whether the type says that it holds registry credentials.
    pub fn is_for_registries(&self) -> bool {
        let secret = PullSecret { secret_type: self.secret_type, data: &[], annotations: &[] };
        secret.format().is_some()
    }

    fn values_of(&mut self, object: &'v Value<'v>, field: &str) {
        let Some(member) = written(object, field) else { return };
        let map = &member.value;
        self.data_span.get_or_insert(map.span.clone());
        self.data_name.get_or_insert(member.key_span.clone());
        let Some(members) = map.as_object() else {
            return self.wrong_type(field.into(), "an object", map);
        };
        for member in members {
            let path = || format!("{field}[{}]", member.key);
            let value = match &member.value.data {
                Data::Null => Vec::new(),
                Data::String(text) if field == "data" => {
                    match base64::decode(Alphabet::Padded, text.as_bytes()) {
                        Ok(value) => value,
                        Err(error) => {
                            self.problems.push(ObjectProblem::NotBase64 {
                                path: path(),
                                span: member.value.span.clone(),
                                error,
                                is_plain: text.trim_start().starts_with('{'),
                            });
                            continue;
                        }
                    }
                }
                Data::String(text) => text.as_bytes().to_vec(),
                _ => {
                    self.wrong_type(path(), "a string", &member.value);
                    continue;
                }
            };
            self.values.push((&member.key, value));
            self.spans.push(Some(member.value.span.clone()));
            self.keys.push(member.key_span.clone());
            self.written.push(&member.value);
        }
    }

    fn wrong_type(&mut self, path: String, expected: &'static str, value: &Value<'_>) {
        self.problems.push(ObjectProblem::WrongType(WrongType::new(path, expected, value)));
    }
}

/// A member that is there and not `null`; Go leaves a field as it is for `null`.
fn written<'v>(object: &'v Value<'v>, key: &str) -> Option<&'v Member<'v>> {
    let members = object.as_object()?;
    members.iter().rev().find(|it| it.key == key).filter(|it| !it.value.is_null())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn string_data_wins_over_data() {
        let text = r#"{"type":"t","data":{"a":"eA==","b":null},"stringData":{"a":"y"}}"#;
        let value = json::parse(text, json::DEFAULT_MAX_DEPTH).unwrap();
        let read = SecretObject::read(&value);
        let data = read.data();
        let secret = PullSecret { secret_type: "t", data: &data, annotations: &[] };
        assert_eq!(secret.value("a"), Some(&b"y"[..]));
        assert_eq!(secret.value("b"), Some(&b""[..]));
        assert!(read.problems.is_empty());
    }

    #[test]
    fn one_problem_hides_no_other() {
        let text = r#"{"type":1,"data":{"a":"{}","b":true,"c":"eA=="},"stringData":[]}"#;
        let value = json::parse(text, json::DEFAULT_MAX_DEPTH).unwrap();
        let read = SecretObject::read(&value);
        assert_eq!(read.data(), [("c", &b"x"[..])]);
        let is_plain = |problem: &ObjectProblem| {
            matches!(problem, ObjectProblem::NotBase64 { is_plain: true, .. })
        };
        assert_eq!(read.problems.len(), 4);
        assert!(is_plain(&read.problems[1]));
    }
}
