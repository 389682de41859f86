//! Edits of manifests: a member or an element put in or taken out, in the style of what is there.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::finding::Edit;
use crate::json::{Data, Member, Value, write_string};

/// Puts names into a list of objects `{name: …}`; a list that is not there is made.
///
/// `object` is what holds the list under `member`: a Pod spec and `imagePullSecrets`. `None` where
/// the place cannot be told for sure.
pub(crate) fn add_names(
    text: &str,
    object: &Value<'_>,
    member: &str,
    names: &[&str],
) -> Option<Edit> {
    let members = object.as_object()?;
    let list = members.iter().rev().find(|it| it.key == member);
    if let Some(list) = list {
        match &list.value.data {
            Data::Array(items) if !items.is_empty() => return append(text, &list.value, names),
            // An empty list or `null` gives way to one with the names.
            Data::Array(_) | Data::Null => {
                let flow = flow_names(names);
                let written = text.get(list.value.span.clone())?;
                let is_written = matches!(written, "[]" | "null" | "~");
                return is_written.then(|| Edit { span: list.value.span.clone(), text: flow });
            }
            _ => return None,
        }
    }
    if is_flow(text, object) {
        let at = object.span.start + 1;
        let comma = if members.is_empty() { "" } else { ", " };
        let text = format!("{}: {}{comma}", quoted(member), flow_names(names));
        return Some(Edit { span: at..at, text });
    }
    let first = &members.first()?.key_span;
    let indent = indent(text, first.start)?;
    let mut lines = format!("{member}:\n");
    for name in names {
        lines += &format!("{indent}- name: {}\n", scalar(name));
    }
    lines += &indent;
    Some(Edit { span: first.start..first.start, text: lines })
}

/// Puts names at the end of a list that has elements.
fn append(text: &str, list: &Value<'_>, names: &[&str]) -> Option<Edit> {
    let last = list.as_array()?.last()?;
    let end = end_of(text, &last.span);
    if is_flow(text, list) {
        let one = |name: &&str| format!(", {}", flow_name(name));
        let text = names.iter().map(one).collect();
        return Some(Edit { span: end..end, text });
    }
    let dash = text[..last.span.start].rfind('-')?;
    if !text[dash + 1..last.span.start].trim().is_empty() {
        return None;
    }
    let indent = indent(text, dash)?;
    let one = |name: &&str| format!("\n{indent}- name: {}", scalar(name));
    Some(Edit { span: end..end, text: names.iter().map(one).collect() })
}

/// Takes a member out of an object, with its lines. `None` within braces.
pub(crate) fn remove_member(text: &str, object: &Value<'_>, member: &Member<'_>) -> Option<Edit> {
    if is_flow(text, object) || object.as_object()?.len() < 2 {
        return None;
    }
    let start = member.key_span.start;
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let end = end_of(text, &member.value.span).max(member.key_span.end);
    let rest = &text[end..];
    // Anything after the value on its line, such as a comment, goes with it.
    let next = rest.find('\n').map(|at| end + at + 1);
    if text[line..start].trim().is_empty() {
        return Some(Edit { span: line..next.unwrap_or(text.len()), text: String::new() });
    }
    // The first member of an element: `- image: …` keeps its dash.
    let next = next?;
    let following = next + text[next..].len() - text[next..].trim_start_matches([' ']).len();
    Some(Edit { span: start..following, text: String::new() })
}

/// Takes an element out of a list that has others and is written line by line.
pub(crate) fn remove_item(text: &str, list: &Value<'_>, index: usize) -> Option<Edit> {
    let items = list.as_array()?;
    let item = items.get(index).filter(|_| items.len() > 1 && !is_flow(text, list))?;
    let line = text[..item.span.start].rfind('\n').map_or(0, |at| at + 1);
    let has_dash = text[line..item.span.start].trim() == "-";
    let end = end_of(text, &item.span);
    let next = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    has_dash.then(|| Edit { span: line..next, text: String::new() })
}

/// Moves names out of members where they are no field into a Pod spec. The edits are in order and
/// do not overlap.
pub(crate) fn move_names(
    text: &str,
    from: (&Value<'_>, &Member<'_>),
    spec: &Value<'_>,
    names: &[&str],
) -> Option<Vec<Edit>> {
    let removed = remove_member(text, from.0, from.1)?;
    let added = add_names(text, spec, "imagePullSecrets", names)?;
    let mut edits = Vec::from([removed, added]);
    crate::order::sort_by_key(&mut edits, |it| it.span.start);
    let apart = edits[0].span.end <= edits[1].span.start;
    apart.then_some(edits)
}

/// Puts a member behind the one whose value stands at `value`, on a line of its own or, within
/// braces, behind a comma.
pub(crate) fn add_beside(
    text: &str,
    value: &Range<usize>,
    member: &str,
    content: &str,
) -> Option<Edit> {
    let line = text[..value.start].rfind('\n').map_or(0, |it| it + 1);
    let before = &text[line..value.start];
    let end = end_of(text, value);
    let at_end_of_line = text[end..].trim_start_matches([' ', '\t']).starts_with(['\n', '\r', '#'])
        || text[end..].trim().is_empty();
    if before.contains(['{', '"', ',']) || !at_end_of_line {
        // JSON, or flow style.
        let quoted = format!(", {}: {}", quoted(member), quoted(content));
        let is_flow = before.contains(['{', '"', ',']);
        return is_flow.then_some(Edit { span: end..end, text: quoted });
    }
    let key = before.find(|it: char| !matches!(it, ' ' | '-'))?;
    let indent = " ".repeat(key);
    Some(Edit { span: end..end, text: format!("\n{indent}{member}: {content}") })
}

/// Whether an object or list is written within brackets, as JSON is.
pub(crate) fn is_flow(text: &str, value: &Value<'_>) -> bool {
    text[value.span.start..].starts_with(['{', '['])
}

/// The white space that lines at the level of this byte begin with; a dash in front counts as such.
pub(crate) fn indent(text: &str, at: usize) -> Option<String> {
    let line = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let before = &text[line..at];
    let is_indent = before.bytes().all(|it| matches!(it, b' ' | b'-'));
    is_indent.then(|| " ".repeat(before.len()))
}

/// Where a value ends; a block may reach over the white space behind it.
pub(crate) fn end_of(text: &str, span: &Range<usize>) -> usize {
    let mut end = span.start + text[span.clone()].trim_end().len();
    // A comment behind the last line is no part of it.
    while let Some(line) = text[span.start..end].rfind('\n')
        && text[span.start + line..end].trim_start().starts_with('#')
    {
        end = span.start + text[span.start..span.start + line].trim_end().len();
    }
    end
}

/// A list of names in brackets, as JSON and YAML have it.
pub(crate) fn flow_names(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|it| flow_name(it)).collect();
    format!("[{}]", names.join(", "))
}

/// One element of such a list.
pub(crate) fn flow_name(name: &str) -> String {
    format!("{{\"name\": {}}}", quoted(name))
}

/// Writes another text in place of a scalar, in the quotes that it stands in.
pub(crate) fn replace(text: &str, span: &Range<usize>, new: &str) -> Edit {
    let written = text.get(span.clone()).unwrap_or_default();
    let text = match written.chars().next() {
        Some('"') => quoted(new),
        Some('\'') => format!("'{}'", new.replace('\'', "''")),
        _ => scalar(new),
    };
    Edit { span: span.clone(), text }
}

/// A name as YAML writes it; names of objects need no quotes, anything else gets them.
pub(crate) fn scalar(name: &str) -> String {
    let is_plain = name.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.'))
        && name.bytes().next().is_some_and(|it| it.is_ascii_alphabetic())
        && !matches!(name, "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n");
    if is_plain { name.into() } else { quoted(name) }
}

pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::new();
    write_string(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::documents;

    #[track_caller]
    fn added(text: &str, path: &str, expect: &str) {
        let read = documents(text);
        let mut object = &read.docs[0].root;
        for step in path.split('.').filter(|it| !it.is_empty()) {
            object = object.get(step).expect("the path is there");
        }
        let edit = add_names(text, object, "imagePullSecrets", &["a"]).expect("an edit");
        let mut changed = String::from(text);
        changed.replace_range(edit.span, &edit.text);
        assert_eq!(changed, expect);
        assert!(documents(&changed).docs[0].error.is_none());
    }

    #[test]
    fn names_are_added_in_the_style_of_the_text() {
        added(
            "spec:\n  containers:\n  - name: web\n",
            "spec",
            "spec:\n  imagePullSecrets:\n  - name: a\n  containers:\n  - name: web\n",
        );
        added(
            "spec:\n  imagePullSecrets:\n    - name: x\n\n  # more\n  containers: []\n",
            "spec",
            "spec:\n  imagePullSecrets:\n    - name: x\n    - name: a\n\n  # more\n  containers: []\n",
        );
        added(
            "spec:\n  imagePullSecrets: []\n",
            "spec",
            "spec:\n  imagePullSecrets: [{\"name\": \"a\"}]\n",
        );
        added(
            r#"{"spec": {"containers": []}}"#,
            "spec",
            r#"{"spec": {"imagePullSecrets": [{"name": "a"}], "containers": []}}"#,
        );
        added(
            r#"{"spec": {"imagePullSecrets": [{"name": "x"}]}}"#,
            "spec",
            r#"{"spec": {"imagePullSecrets": [{"name": "x"}, {"name": "a"}]}}"#,
        );
    }

    #[test]
    fn a_scalar_keeps_its_quotes() {
        for (text, expect) in [("a", "b"), ("'a'", "'b'"), (r#""a""#, r#""b""#), ("", "b")] {
            assert_eq!(replace(text, &(0..text.len()), "b").text, expect);
        }
        assert_eq!(replace("'a'", &(0..3), "it's").text, "'it''s'");
        assert_eq!(replace("a", &(0..1), "nginx:1").text, "\"nginx:1\"");
    }

    #[test]
    fn a_misplaced_list_moves_to_the_spec() {
        let text = "spec:\n  containers:\n  - name: web\n    imagePullSecrets:\n    - name: a\n    image: x\n";
        let read = documents(text);
        let spec = read.docs[0].root.get("spec").expect("a spec");
        let containers = spec.get("containers").and_then(Value::as_array).expect("a list");
        let member = &containers[0].as_object().expect("an object")[1];
        let edits = move_names(text, (&containers[0], member), spec, &["a"]).expect("edits");
        let mut changed = String::from(text);
        for edit in edits.iter().rev() {
            changed.replace_range(edit.span.clone(), &edit.text);
        }
        assert_eq!(
            changed,
            "spec:\n  imagePullSecrets:\n  - name: a\n  containers:\n  - name: web\n    image: x\n"
        );
    }
}
