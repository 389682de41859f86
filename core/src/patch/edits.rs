//! The steps as edits of the text.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Change, Key, Step};
use crate::edit::{end_of, indent, is_flow, quoted, remove_item, remove_member};
use crate::finding::Edit;
use crate::json::{Data, Member, Value};
use crate::text::{yaml_at, yaml_text};

/// The same steps in the text that `object` was read from, in the style of what stands there: in order
/// and without overlap, as [`apply`](crate::finding::apply) takes them.
///
/// `None` where a place cannot be told for sure, such as a value behind an alias; then the object is to
/// be written anew as a whole.
pub fn edits(text: &str, object: &Value<'_>, steps: &[Step<'_>]) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    // What comes into one object or list comes at one place.
    let mut coming: BTreeMap<usize, (&Value<'_>, Vec<&Step<'_>>)> = BTreeMap::new();
    for step in steps {
        let (last, above) = step.path.split_last()?;
        let holder = above.iter().try_fold(object, down)?;
        match (&step.change, last) {
            (Change::Add(_), _) => {
                let entry = coming.entry(holder.span.start).or_insert((holder, Vec::new()));
                entry.1.push(step);
            }
            (Change::Replace(new), key) => edits.push(replace(text, down(holder, key)?, new)?),
            (Change::Remove, Key::Member(name)) => {
                let member = holder.as_object()?.iter().rev().find(|it| it.key == *name)?;
                edits.push(remove_member(text, holder, member)?);
            }
            (Change::Remove, Key::Item(index)) => edits.push(remove_item(text, holder, *index)?),
        }
    }
    for (holder, steps) in coming.into_values() {
        edits.push(match &holder.data {
            Data::Array(_) => append(text, holder, &steps)?,
            _ => add_members(text, holder, &steps)?,
        });
    }
    crate::order::sort_by_key(&mut edits, |it| (it.span.start, it.span.end));
    let apart = edits.windows(2).all(|it| it[0].span.end <= it[1].span.start);
    apart.then_some(edits)
}

fn down<'v, 'a>(value: &'v Value<'a>, key: &Key) -> Option<&'v Value<'a>> {
    match key {
        Key::Member(name) => value.get(name),
        Key::Item(index) => value.as_array()?.get(*index),
    }
}

fn replace(text: &str, old: &Value<'_>, new: &Value<'_>) -> Option<Edit> {
    let written = text.get(old.span.clone())?;
    let span = old.span.start..end_of(text, &old.span);
    // An anchor or an alias is shared with other places, and a block has its own rules.
    let line = text[..span.start].rfind('\n').map_or(0, |it| it + 1);
    let is_block = old.as_str().is_some() && text[line..span.start].trim().is_empty();
    if is_block && span.start > 0 || written.starts_with(['&', '*', '!']) {
        return None;
    }
    let text = match &new.data {
        Data::String(new) if written.starts_with('"') => quoted(new),
        Data::String(new) if written.starts_with('\'') => format!("'{}'", new.replace('\'', "''")),
        Data::String(new) => yaml_text(new).into_owned(),
        _ => new.to_json(),
    };
    // An empty value stands right behind its colon.
    let gap = if written.is_empty() { " " } else { "" };
    Some(Edit { span, text: format!("{gap}{text}") })
}

/// Elements at the end of a list.
fn append(text: &str, list: &Value<'_>, steps: &[&Step<'_>]) -> Option<Edit> {
    let values = steps.iter().filter_map(|it| it.value());
    let Some(last) = list.as_array()?.last() else {
        let written = text.get(list.span.clone())?;
        let all: Vec<String> = values.map(|it| it.to_json()).collect();
        let edit = Edit { span: list.span.clone(), text: format!("[{}]", all.join(",")) };
        return written.starts_with('[').then_some(edit);
    };
    let end = end_of(text, &last.span);
    if is_flow(text, list) {
        let text = values.map(|it| format!(", {}", it.to_json())).collect();
        return Some(Edit { span: end..end, text });
    }
    let dash = text[..last.span.start].rfind('-')?;
    if !text[dash + 1..last.span.start].trim().is_empty() {
        return None;
    }
    let indent = indent(text, dash)?;
    let one = |it: &Value<'_>| format!("{indent}- {}\n", yaml_at(it, indent.len() + 2));
    Some(below(text, end, values.map(one).collect()))
}

/// Members of an object, behind one whose value is told in one line.
fn add_members(text: &str, object: &Value<'_>, steps: &[&Step<'_>]) -> Option<Edit> {
    let members = object.as_object()?;
    let named = steps.iter().filter_map(|it| match it.path.last()? {
        Key::Member(name) => Some((name, it.value()?)),
        Key::Item(_) => None,
    });
    if is_flow(text, object) {
        let at = object.span.start + 1;
        let all: Vec<String> =
            named.map(|(name, value)| format!("{}: {}", quoted(name), value.to_json())).collect();
        let comma = if members.is_empty() { "" } else { ", " };
        return Some(Edit { span: at..at, text: format!("{}{comma}", all.join(", ")) });
    }
    let indent = indent(text, members.first()?.key_span.start)?;
    let lines = named.map(|(name, value)| {
        let name = yaml_text(name);
        let content = match &value.data {
            Data::Object(it) if !it.is_empty() => {
                format!("\n{indent}  {}", yaml_at(value, indent.len() + 2))
            }
            Data::Array(it) if !it.is_empty() => {
                format!("\n{indent}{}", yaml_at(value, indent.len()))
            }
            _ => format!(" {}", yaml_at(value, 0)),
        };
        format!("{indent}{name}:{content}\n")
    });
    let lines: String = lines.collect();
    let is_one_line = |it: &&Member<'_>| {
        let written = text.get(it.key_span.end..end_of(text, &it.value.span));
        written.is_some_and(|it| !it.contains('\n'))
    };
    let behind = members.iter().rev().find(is_one_line);
    Some(match behind {
        Some(member) => {
            below(text, end_of(text, &member.value.span).max(member.key_span.end), lines)
        }
        // The first line may begin with the dash of a list.
        None => {
            let first = members.first()?.key_span.start;
            let lines = format!("{}{indent}", &lines[indent.len()..]);
            Edit { span: first..first, text: lines }
        }
    })
}

/// Lines below the one in which `at` stands; a comment stays where it is.
fn below(text: &str, at: usize, lines: String) -> Edit {
    match text[at..].find('\n') {
        Some(newline) => {
            let next = at + newline + 1;
            Edit { span: next..next, text: lines }
        }
        None => {
            let lines = format!("\n{}", lines.trim_end_matches('\n'));
            Edit { span: text.len()..text.len(), text: lines }
        }
    }
}
