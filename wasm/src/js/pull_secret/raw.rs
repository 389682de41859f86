//! A Secret as it stands in a manifest, before its base64 is decoded.

use std::ops::Range;

use pullscope_core::json::{Data, Value};

/// What is read of a Secret. Annotations have no place, because no message is about them.
#[derive(Default)]
pub(super) struct RawSecret<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) namespace: Option<&'a str>,
    pub(super) annotations: Vec<(&'a str, &'a str)>,
    pub(super) secret_type: &'a str,
    pub(super) type_span: Option<Range<usize>>,
    pub(super) data: Vec<RawValue<'a>>,
    pub(super) string_data: Vec<RawValue<'a>>,
    pub(super) data_span: Option<Range<usize>>,
}

/// A key of `data` or `stringData`, its text and where that stands.
pub(super) struct RawValue<'a> {
    pub(super) key: &'a str,
    pub(super) text: &'a str,
    pub(super) span: Option<Range<usize>>,
}

/// A value of a type that the field does not take.
pub(super) struct WrongType {
    pub(super) path: String,
    pub(super) expected: &'static str,
    pub(super) span: Range<usize>,
}

impl<'a> RawSecret<'a> {
    pub(super) fn of(root: &'a Value<'a>) -> Result<Self, WrongType> {
        let metadata = member(root, "metadata");
        let text_of = |key| match metadata.and_then(|it| member(it, key)) {
            Some(value) => text(value, || format!("metadata.{key}")).map(Some),
            None => Ok(None),
        };
        let annotations = texts(metadata, "annotations", "metadata.annotations")?;
        let secret_type = member(root, "type");
        Ok(Self {
            name: text_of("name")?,
            namespace: text_of("namespace")?,
            annotations: annotations.into_iter().map(|it| (it.key, it.text)).collect(),
            secret_type: match secret_type {
                Some(value) => text(value, || "type".into())?,
                None => "",
            },
            type_span: secret_type.map(|it| it.span.clone()),
            data: texts(Some(root), "data", "data")?,
            string_data: texts(Some(root), "stringData", "stringData")?,
            data_span: member(root, "data").map(|it| it.span.clone()),
        })
    }
}

/// A member that is there and not `null`; Go leaves a field as it is for `null`.
fn member<'a>(value: &'a Value<'a>, key: &str) -> Option<&'a Value<'a>> {
    value.get(key).filter(|it| !it.is_null())
}

fn text<'a>(value: &'a Value<'a>, path: impl FnOnce() -> String) -> Result<&'a str, WrongType> {
    value.as_str().ok_or_else(|| WrongType {
        path: path(),
        expected: "a string",
        span: value.span.clone(),
    })
}

/// The members of the map `key`, whose values are strings; `null` is an empty one.
fn texts<'a>(
    parent: Option<&'a Value<'a>>,
    key: &str,
    path: &str,
) -> Result<Vec<RawValue<'a>>, WrongType> {
    let Some(map) = parent.and_then(|it| member(it, key)) else { return Ok(Vec::new()) };
    let Data::Object(members) = &map.data else {
        let span = map.span.clone();
        return Err(WrongType { path: path.into(), expected: "an object", span });
    };
    members
        .iter()
        .map(|it| {
            let text = match it.value.is_null() {
                true => "",
                false => text(&it.value, || format!("{path}[{}]", it.key))?,
            };
            Ok(RawValue { key: &it.key, text, span: Some(it.value.span.clone()) })
        })
        .collect()
}
