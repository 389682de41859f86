//! Pod specs in objects of other kinds.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::json::{Data, Value};
use crate::workload::PodSpec;

/// A kind that is not Kubernetes' own, and where its Pod spec stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodTemplatePath {
    /// The kind: `Rollout`.
    pub kind: String,
    /// The way to the Pod spec, or to the template that holds it: `spec.template.spec`. A step may
    /// be an element of a list, `spec.jobs[0]`, or all of them, `spec.jobs[]`.
    pub path: String,
}

/// A Pod spec that was found at a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedded<'v> {
    /// The path to it, with the number of each element of a list: `spec.jobs[1].template.spec`.
    pub path: String,
    /// The Pod spec, an object.
    pub value: &'v Value<'v>,
}

impl Embedded<'_> {
    /// The Pod spec, to be visited.
    pub fn pod_spec(&self) -> PodSpec<'_> {
        PodSpec { path: &self.path, value: self.value }
    }
}

/// At most this many elements of lists are followed by one path.
const MAX_EMBEDDED: usize = 1_000;

/// The Pod specs that stand at a path, as [`PodTemplatePath::path`] writes it.
///
/// A path to a template, whose `spec` has containers, leads to that `spec`.
///
/// ```
/// use pullscope_core::json;
/// use pullscope_core::recognize::pod_specs;
///
/// let text = r#"{"spec": {"jobs": [{"template": {"spec": {"containers": []}}}]}}"#;
/// let object = json::parse(text, json::DEFAULT_MAX_DEPTH).unwrap();
/// let specs = pod_specs(&object, "spec.jobs[].template");
/// assert_eq!(specs[0].path, "spec.jobs[0].template.spec");
/// ```
pub fn pod_specs<'v>(object: &'v Value<'v>, path: &str) -> Vec<Embedded<'v>> {
    let mut found = Vec::from([Embedded { path: String::new(), value: object }]);
    for step in path.split('.') {
        let name = step.split('[').next().unwrap_or_default();
        let mut next: Vec<Embedded<'v>> = found
            .iter()
            .filter_map(|it| {
                let value = it.value.get(name)?;
                let dot = if it.path.is_empty() { "" } else { "." };
                Some(Embedded { path: format!("{}{dot}{name}", it.path), value })
            })
            .collect();
        for index in step[name.len()..].split_terminator(']') {
            let Some(index) = index.strip_prefix('[') else { return Vec::new() };
            let Ok(index) = (if index.is_empty() { Ok(None) } else { index.parse().map(Some) })
            else {
                return Vec::new();
            };
            next = next.iter().flat_map(|it| elements(it, index)).take(MAX_EMBEDDED).collect();
        }
        found = next;
    }
    found.retain_mut(|it| {
        if it.value.get("containers").is_none()
            && let Some(spec) = it.value.get("spec").filter(|it| it.get("containers").is_some())
        {
            it.path.push_str(".spec");
            it.value = spec;
        }
        it.value.as_object().is_some()
    });
    found
}

/// One element of a list, or all of them.
fn elements<'v>(list: &Embedded<'v>, index: Option<usize>) -> impl Iterator<Item = Embedded<'v>> {
    let items = list.value.as_array().unwrap_or_default();
    items
        .iter()
        .enumerate()
        .filter(move |it| index.is_none_or(|index| index == it.0))
        .map(|(number, value)| Embedded { path: format!("{}[{number}]", list.path), value })
}

/// More paths are not offered for one object.
const MAX_FOUND: usize = 8;

/// The paths at which something looks like a Pod spec: a list `containers` of objects with an image.
pub(super) fn find(root: &Value<'_>) -> Vec<String> {
    let mut found = Vec::new();
    walk(root, &mut String::new(), &mut found);
    found
}

fn walk(value: &Value<'_>, path: &mut String, found: &mut Vec<String>) {
    if found.len() >= MAX_FOUND {
        return;
    }
    if looks_like_a_pod_spec(value) {
        return found.push(path.clone());
    }
    let length = path.len();
    match &value.data {
        Data::Object(members) => {
            for member in members {
                // A name with a dot cannot be a step of a path, and a status makes no Pods.
                if member.key.contains(['.', '[']) || (length == 0 && member.key == "status") {
                    continue;
                }
                if length > 0 {
                    path.push('.');
                }
                path.push_str(&member.key);
                walk(&member.value, path, found);
                path.truncate(length);
            }
        }
        // What stands in a list without a name cannot be reached by a path.
        Data::Array(items) if length > 0 => {
            for (index, item) in items.iter().enumerate() {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
                walk(item, path, found);
                path.truncate(length);
            }
        }
        _ => {}
    }
}

fn looks_like_a_pod_spec(value: &Value<'_>) -> bool {
    let containers = value.get("containers").and_then(Value::as_array).unwrap_or_default();
    containers.iter().any(|it| it.get("image").is_some_and(|it| it.as_str().is_some()))
}
