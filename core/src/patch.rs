//! What changes between two versions of an object: as a JSON Patch, and as edits of the text in which
//! the first one stands.
//!
//! ```text
//! object, changed object ──► between ──► to_json   what Kubewarden sends to the API server
//!                                    └─► edits     the same in the style of the person's text
//! ```
//!
//! Lists are compared element by element, without a look for elements that moved, as Kubewarden does
//! it: a name put in front of a list changes every element of it.
//!
//! ```
//! use pullscope_core::{finding, json, patch, text::documents};
//!
//! let text = "spec:\n  containers:\n  - name: web # the shop\n    image: nginx\n";
//! let read = documents(text);
//! let changed = r#"{"spec": {"containers": [{"name": "web", "image": "mirror.io/nginx"}]}}"#;
//! let changed = json::parse(changed, json::DEFAULT_MAX_DEPTH).unwrap();
//! let steps = patch::between(&read.docs[0].root, &changed);
//! assert_eq!(
//!     patch::to_json(&steps),
//!     r#"[{"op":"replace","path":"/spec/containers/0/image","value":"mirror.io/nginx"}]"#
//! );
//! let edits = patch::edits(text, &read.docs[0].root, &steps).unwrap();
//! assert_eq!(
//!     finding::apply(text, &edits).unwrap(),
//!     "spec:\n  containers:\n  - name: web # the shop\n    image: mirror.io/nginx\n"
//! );
//! ```
//!
//! Upstream: RFC 6902; `diff` of the crate `json-patch`, which kubewarden `policy-evaluator` calls.

mod edits;

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::json::{Data, Value, write_string};

pub use edits::edits;

/// One step from one version to the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<'v> {
    /// Where.
    pub path: Vec<Key>,
    /// What.
    pub change: Change<'v>,
}

/// A step down into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// The member of an object.
    Member(String),
    /// The element of a list, counted from 0.
    Item(usize),
}

/// What happens at a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Change<'v> {
    /// A member or an element comes; an element at the end of its list.
    Add(&'v Value<'v>),
    /// A value gives way to another one.
    Replace(&'v Value<'v>),
    /// A member or an element goes.
    Remove,
}

impl Step<'_> {
    /// The place as a JSON pointer: `/spec/containers/0/image`.
    ///
    /// Upstream: RFC 6901.
    pub fn pointer(&self) -> String {
        let key = |key: &Key| match key {
            Key::Member(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
            Key::Item(index) => format!("/{index}"),
        };
        self.path.iter().map(key).collect()
    }

    /// `add`, `replace` or `remove`.
    pub fn operation(&self) -> &'static str {
        match self.change {
            Change::Add(_) => "add",
            Change::Replace(_) => "replace",
            Change::Remove => "remove",
        }
    }

    /// The value that comes.
    pub fn value(&self) -> Option<&Value<'_>> {
        match self.change {
            Change::Add(value) | Change::Replace(value) => Some(value),
            Change::Remove => None,
        }
    }
}

/// The steps that lead from `before` to `after`, which can be made one after the other. Where values
/// stand in their texts does not matter, nor does the order of members.
pub fn between<'v>(before: &Value<'_>, after: &'v Value<'v>) -> Vec<Step<'v>> {
    let mut steps = Vec::new();
    compare(before, after, &mut Vec::new(), &mut steps);
    steps
}

/// The steps as a JSON Patch.
pub fn to_json(steps: &[Step<'_>]) -> String {
    let one = |step: &Step<'_>| {
        let mut out = format!("{{\"op\":\"{}\",\"path\":", step.operation());
        write_string(&mut out, step.pointer());
        if let Some(value) = step.value() {
            out += ",\"value\":";
            out += &value.to_json();
        }
        out + "}"
    };
    let all: Vec<String> = steps.iter().map(one).collect();
    format!("[{}]", all.join(","))
}

fn compare<'v>(
    before: &Value<'_>,
    after: &'v Value<'v>,
    path: &mut Vec<Key>,
    steps: &mut Vec<Step<'v>>,
) {
    match (&before.data, &after.data) {
        (Data::Object(old), Data::Object(new)) => {
            let old: BTreeMap<&str, &Value<'_>> =
                old.iter().map(|it| (&*it.key, &it.value)).collect();
            let new: BTreeMap<&str, &'v Value<'v>> =
                new.iter().map(|it| (&*it.key, &it.value)).collect();
            for name in old.keys().filter(|it| !new.contains_key(*it)) {
                push(path, Key::Member(name.to_string()), Change::Remove, steps);
            }
            for (name, value) in new {
                let key = Key::Member(name.to_string());
                match old.get(name) {
                    None => push(path, key, Change::Add(value), steps),
                    Some(old) => {
                        path.push(key);
                        compare(old, value, path, steps);
                        path.pop();
                    }
                }
            }
        }
        (Data::Array(old), Data::Array(new)) => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                path.push(Key::Item(index));
                compare(old, new, path, steps);
                path.pop();
            }
            // From the end on, so that the numbers of the others hold.
            for index in (new.len()..old.len()).rev() {
                push(path, Key::Item(index), Change::Remove, steps);
            }
            for (index, value) in new.iter().enumerate().skip(old.len()) {
                push(path, Key::Item(index), Change::Add(value), steps);
            }
        }
        (Data::Object(_) | Data::Array(_), _) | (_, Data::Object(_) | Data::Array(_)) => {
            steps.push(Step { path: path.clone(), change: Change::Replace(after) });
        }
        _ if before.to_json() != after.to_json() => {
            steps.push(Step { path: path.clone(), change: Change::Replace(after) });
        }
        _ => {}
    }
}

fn push<'v>(path: &[Key], key: Key, change: Change<'v>, steps: &mut Vec<Step<'v>>) {
    let mut path = path.to_vec();
    path.push(key);
    steps.push(Step { path, change });
}

#[cfg(test)]
mod tests;
