use pullscope_core::pull_secret::{self, PullSecret};
use serde_json::{Value, json};

use super::{from_base64, text};
use crate::Row;

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let mut data: Vec<(&str, Vec<u8>)> = Vec::new();
    for (key, value) in object(row, "data")? {
        data.push((key, from_base64(value).map_err(|why| format!("data {key} {why}"))?));
    }
    for (key, fill) in object(row, "data_fill")? {
        let byte = fill["byte"].as_str().and_then(|it| it.bytes().next());
        let count = fill["count"].as_u64().and_then(|it| usize::try_from(it).ok());
        let (Some(byte), Some(count)) = (byte, count) else {
            return Err(format!("data_fill {key} is not a byte and a count"));
        };
        data.push((key, vec![byte; count]));
    }
    let mut annotations = Vec::new();
    for (key, value) in object(row, "annotations")? {
        annotations.push((key, value.as_str().ok_or("an annotation is not a string")?));
    }
    let data: Vec<(&str, &[u8])> = data.iter().map(|(key, value)| (*key, &value[..])).collect();
    let secret =
        PullSecret { secret_type: text(row, "type")?, data: &data, annotations: &annotations };
    let errors: Value = pull_secret::upstream_errors(&secret)
        .into_iter()
        .map(|error| {
            json!({
                "type": error.kind.name(),
                "type_text": error.kind.as_str(),
                "field": error.field,
                "bad_value": error.bad_value,
                "detail": error.detail,
                "text": error.text(),
            })
        })
        .collect();
    Ok(Row::from_iter([("errors".into(), errors)]))
}

fn object<'r>(row: &'r Row, name: &str) -> Result<Vec<(&'r str, &'r Value)>, String> {
    match row.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Object(members)) => {
            Ok(members.iter().map(|(key, value)| (key.as_str(), value)).collect())
        }
        Some(_) => Err(format!("{name} is not an object")),
    }
}

/// The first errors come from the keys of `data`, which Go visits in any order.
pub(super) fn settle_order(theirs: &mut Row, ours: &mut Row) -> Result<(), String> {
    let Some(prefix) = theirs.remove("sorted_prefix") else { return Ok(()) };
    let prefix = prefix.as_u64().and_then(|it| usize::try_from(it).ok());
    let prefix = prefix.ok_or("sorted_prefix is not a number")?;
    for side in [theirs, ours] {
        if let Some(Value::Array(errors)) = side.get_mut("errors") {
            let prefix = prefix.min(errors.len());
            errors[..prefix].sort_by_key(Value::to_string);
        }
    }
    Ok(())
}
