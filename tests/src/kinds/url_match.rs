use pullscope_core::keyring::urls_match;
use serde_json::Value;

use super::text;
use crate::Row;

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let (matched, error) = match urls_match(text(row, "glob")?, text(row, "target")?) {
        Ok(matched) => (matched, Value::Null),
        Err(error) => (false, error.upstream().to_string().into()),
    };
    Ok(Row::from_iter([("match".into(), matched.into()), ("error".into(), error)]))
}
