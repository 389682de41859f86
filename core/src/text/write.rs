//! Writing YAML.

use alloc::borrow::Cow;
use alloc::string::String;

use super::scalar::resolve;
use crate::json::{Data, Member, Value, write_string};

/// A value as a YAML document, line by line, in the order in which it stands; lists stand below
/// their name without further indentation, as `kubectl` writes them.
///
/// Read again, it is the same value. A text that reads as one stands without quotes.
///
/// ```
/// use pullscope_core::text::{documents, yaml};
///
/// let read = documents(r#"{"kind": "Pod", "spec": {"containers": [{"image": "nginx:1", "tty": true}]}, "a": "on"}"#);
/// assert_eq!(
///     yaml(&read.docs[0].root),
///     "kind: Pod\nspec:\n  containers:\n  - image: nginx:1\n    tty: true\na: \"on\"\n"
/// );
/// ```
pub fn yaml(value: &Value<'_>) -> String {
    let mut out = String::new();
    block(&mut out, value, 0);
    out
}

/// The same with each line after the first moved to the right, without the last line feed: for a
/// place that is indented already.
pub(crate) fn yaml_at(value: &Value<'_>, indent: usize) -> String {
    let mut out = String::new();
    block(&mut out, value, indent);
    out.truncate(out.trim_end_matches('\n').len());
    out
}

/// Writes a value whose first line is begun, and ends the line.
fn block(out: &mut String, value: &Value<'_>, indent: usize) {
    match &value.data {
        Data::Object(members) if !members.is_empty() => {
            for (index, member) in members.iter().enumerate() {
                if index > 0 {
                    spaces(out, indent);
                }
                write_member(out, member, indent);
            }
        }
        Data::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    spaces(out, indent);
                }
                out.push_str("- ");
                block(out, item, indent + 2);
            }
        }
        _ => {
            out.push_str(&scalar(value));
            out.push('\n');
        }
    }
}

fn write_member(out: &mut String, member: &Member<'_>, indent: usize) {
    out.push_str(&text(&member.key));
    out.push(':');
    let below = match &member.value.data {
        Data::Object(members) if !members.is_empty() => indent + 2,
        Data::Array(items) if !items.is_empty() => indent,
        _ => {
            out.push(' ');
            return block(out, &member.value, indent);
        }
    };
    out.push('\n');
    spaces(out, below);
    block(out, &member.value, below);
}

/// A value that has no others in it.
fn scalar<'v>(value: &'v Value<'_>) -> Cow<'v, str> {
    match &value.data {
        Data::Null => "null".into(),
        Data::Bool(true) => "true".into(),
        Data::Bool(false) => "false".into(),
        Data::Number(written) => (&**written).into(),
        Data::String(content) => text(content),
        Data::Array(_) => "[]".into(),
        Data::Object(_) => "{}".into(),
    }
}

/// A text, in quotes unless it is one without them.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    let is_word = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.' | b'_' | b'/');
    let is_plain = text.bytes().all(|it| is_word(it) || matches!(it, b':' | b'@'))
        && text.bytes().next().is_some_and(|it| it.is_ascii_alphabetic() || it == b'/')
        && !text.ends_with(':')
        && matches!(resolve(Cow::Borrowed(text)), Data::String(_));
    if is_plain {
        return text.into();
    }
    let mut out = String::new();
    write_string(&mut out, text);
    out.into()
}

fn spaces(out: &mut String, count: usize) {
    out.extend(core::iter::repeat_n(' ', count));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::documents;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let read = documents(text);
        let written = yaml(&read.docs[0].root);
        assert_eq!(written, expect);
        let again = documents(&written);
        assert!(again.docs[0].error.is_none());
        assert_eq!(again.docs[0].root.to_json(), read.docs[0].root.to_json());
    }

    #[test]
    fn what_is_nested_stands_below_its_name() {
        check(
            r#"{"a": {"b": {"c": 1}, "d": []}, "e": [[1, 2], {"f": {}, "g": [{"h": null}]}]}"#,
            "a:\n  b:\n    c: 1\n  d: []\ne:\n- - 1\n  - 2\n- f: {}\n  g:\n  - h: null\n",
        );
    }

    #[test]
    fn a_text_that_would_read_as_something_else_is_quoted() {
        check(
            r#"{"a": "on", "b": "1.20", "c": "x: y", "d": "", "e": "reg.io:5000/a@sha256:0", "f": "*", "on": "a#", "g": "a\nb", "h": "- x", "i": "a:"}"#,
            "a: \"on\"\nb: \"1.20\"\nc: \"x: y\"\nd: \"\"\ne: reg.io:5000/a@sha256:0\nf: \"*\"\n\"on\": \"a#\"\ng: \"a\\nb\"\nh: \"- x\"\ni: \"a:\"\n",
        );
        check(
            r#"{"a": "2001-01-01", "b": "12:30:45", "c": "0x1f", "d": "é"}"#,
            "a: \"2001-01-01\"\nb: \"12:30:45\"\nc: \"0x1f\"\nd: \"é\"\n",
        );
    }
}
