//! Values that are made here, and changed by their paths.

use std::borrow::Cow;

use pullscope_core::json::{Data, Member, Value};

/// A text.
pub(crate) fn text(text: impl Into<Cow<'static, str>>) -> Value<'static> {
    of(Data::String(text.into()))
}

/// A truth value.
pub(crate) fn bool(value: bool) -> Value<'static> {
    of(Data::Bool(value))
}

/// A list.
pub(crate) fn list<'v>(items: impl IntoIterator<Item = Value<'v>>) -> Value<'v> {
    of(Data::Array(items.into_iter().collect()))
}

/// An object, in the order of its members.
pub(crate) fn object<'v>(members: impl IntoIterator<Item = (String, Value<'v>)>) -> Value<'v> {
    of(Data::Object(members.into_iter().map(|(key, value)| member(key, value)).collect()))
}

fn member<'v>(key: impl Into<Cow<'v, str>>, value: Value<'v>) -> Member<'v> {
    Member { key: key.into(), key_span: 0..0, value }
}

fn of(data: Data<'_>) -> Value<'_> {
    Value { span: 0..0, data }
}

/// A value that needs no text any more.
pub(crate) fn owned(value: &Value<'_>) -> Value<'static> {
    of(match &value.data {
        Data::Null => Data::Null,
        Data::Bool(it) => Data::Bool(*it),
        Data::Number(it) => Data::Number(it.to_string().into()),
        Data::String(it) => Data::String(it.to_string().into()),
        Data::Array(items) => Data::Array(items.iter().map(owned).collect()),
        Data::Object(members) => Data::Object(
            members.iter().map(|it| member(it.key.to_string(), owned(&it.value))).collect(),
        ),
    })
}

/// The value at a path of names with dots between them.
pub(crate) fn at<'v, 'a>(value: &'v Value<'a>, path: &str) -> Option<&'v Value<'a>> {
    path.split('.').try_fold(value, |value, name| value.get(name))
}

/// The object with another value at a path; without one the member goes, and what holds nothing else
/// with it. What stands on the way and is no object gives way to one.
pub(crate) fn with(
    object: &Value<'_>,
    path: &str,
    value: Option<Value<'static>>,
) -> Value<'static> {
    let (name, rest) = match path.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (path, None),
    };
    let nothing = of(Data::Object(Vec::new()));
    let value = match rest {
        None => value,
        Some(rest) => {
            let below = with(object.get(name).unwrap_or(&nothing), rest, value);
            let is_empty = below.as_object().is_some_and(<[_]>::is_empty);
            (!is_empty).then_some(below)
        }
    };
    let mut members: Vec<Member<'static>> = object
        .as_object()
        .unwrap_or_default()
        .iter()
        .map(|it| member(it.key.to_string(), owned(&it.value)))
        .collect();
    let place = members.iter().rposition(|it| it.key == name);
    match (place, value) {
        (Some(place), Some(value)) => members[place].value = value,
        (None, Some(value)) => members.push(member(name.to_owned(), value)),
        (_, None) => members.retain(|it| it.key != name),
    }
    of(Data::Object(members))
}

#[cfg(test)]
mod tests {
    use pullscope_core::json::{DEFAULT_MAX_DEPTH, parse};

    use super::*;

    #[track_caller]
    fn check(before: &str, path: &str, value: Option<Value<'static>>, after: &str) {
        let before = parse(before, DEFAULT_MAX_DEPTH).expect("it is JSON");
        assert_eq!(with(&before, path, value).to_json(), after);
    }

    #[test]
    fn a_value_is_put_where_its_path_leads() {
        check("{}", "a.b.c", Some(text("x")), r#"{"a":{"b":{"c":"x"}}}"#);
        check(r#"{"a":{"b":1,"d":2}}"#, "a.b", Some(bool(true)), r#"{"a":{"b":true,"d":2}}"#);
        check(r#"{"a":"x","z":0}"#, "a.b", Some(list([])), r#"{"a":{"b":[]},"z":0}"#);
        check("null", "a", Some(text("x")), r#"{"a":"x"}"#);
    }

    #[test]
    fn what_holds_nothing_goes_with_its_last_member() {
        check(r#"{"a":{"b":{"c":1}},"z":0}"#, "a.b.c", None, r#"{"z":0}"#);
        check(r#"{"a":{"b":1,"c":2}}"#, "a.b", None, r#"{"a":{"c":2}}"#);
        check("{}", "a.b", None, "{}");
    }

    #[test]
    fn a_path_that_leads_nowhere_has_no_value() {
        let value = parse(r#"{"a":{"b":"x"}}"#, DEFAULT_MAX_DEPTH).expect("it is JSON");
        assert_eq!(at(&value, "a.b").and_then(Value::as_str), Some("x"));
        assert_eq!((at(&value, "a.b.c"), at(&value, "z")), (None, None));
    }
}
