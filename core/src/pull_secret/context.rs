//! What is known of a Secret besides its type and data: its name, its age, how it is written.

use core::ops::Range;

use crate::inside::Inside;
use crate::json::Value;
use crate::time;

/// Where the parts of a Secret stand in the text that it was read from, as far as is known.
#[derive(Clone, Debug, Default)]
pub struct Places<'a> {
    /// The value of `type`.
    pub secret_type: Option<Range<usize>>,
    /// The object under `data`, or whatever stands for it.
    pub data: Option<Range<usize>>,
    /// The values, in the order of [`PullSecret::data`](super::PullSecret::data).
    pub values: &'a [Option<Range<usize>>],
    /// How they are written, for places within the values and for edits.
    pub written: Option<Written<'a>>,
    /// What else is known.
    pub context: Context<'a>,
}

/// How a Secret is written in a text.
#[derive(Clone, Debug)]
pub struct Written<'a> {
    /// The text.
    pub text: &'a str,
    /// The value of `type`, when there is one.
    pub type_span: Option<Range<usize>>,
    /// The name of the member `data`, or else of `stringData`.
    pub data_name: Option<Range<usize>>,
    /// The data keys, in the order of [`PullSecret::data`](super::PullSecret::data).
    pub keys: &'a [Range<usize>],
    /// The contents of the values, in the same order, where they can be followed into the text.
    pub insides: &'a [Option<Inside>],
    /// Whether the members of the object stand in brackets, as in JSON.
    pub is_in_brackets: bool,
}

/// What a Secret says of itself, and what time it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context<'a> {
    /// `metadata.name`; empty when it is not known.
    pub name: &'a str,
    /// `metadata.namespace`; empty when it is not known.
    pub namespace: &'a str,
    /// When the Secret was made, in seconds since 1970.
    pub created: Option<i64>,
    /// When its data was last written, in seconds since 1970.
    pub written: Option<i64>,
    /// What time it is, in seconds since 1970. Nothing here asks a clock.
    pub now: Option<i64>,
}

impl<'a> Context<'a> {
    /// What the metadata of an object says. Who changed the data last, and when, is in
    /// `managedFields`, which `kubectl get --show-managed-fields` prints.
    pub fn of(object: &'a Value<'_>) -> Self {
        let Some(metadata) = object.get("metadata") else { return Self::default() };
        let text = |key| metadata.get(key).and_then(Value::as_str);
        let managers = metadata.get("managedFields").and_then(Value::as_array).unwrap_or_default();
        let has_data =
            |it: &&Value<'_>| it.get("fieldsV1").is_some_and(|it| it.get("f:data").is_some());
        let time = |it: &Value<'_>| time::parse(it.get("time")?.as_str()?);
        Self {
            name: text("name").unwrap_or_default(),
            namespace: text("namespace").unwrap_or_default(),
            created: text("creationTimestamp").and_then(time::parse),
            written: managers.iter().filter(has_data).filter_map(time).max(),
            now: None,
        }
    }
}
