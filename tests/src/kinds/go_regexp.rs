//! Regular expressions of Go.

use std::collections::BTreeMap;

use pullscope_core::registries::{Rewrite, Rewrites, Text};
use serde_json::{Value, json};

use super::text;
use crate::Row;

/// What stands for an expression that is too large or too deep to be tried here.
const LIMIT: &str = "(a limit of ours)";

/// An expression of fewer bytes is never beyond it in these rows.
const LARGE: usize = 500;

/// Where ours says that an expression is too large for it, nothing else is compared.
pub(super) fn settle_limit(theirs: &mut Row, ours: &Row) {
    let is_limit = ours.get("error").is_some_and(|it| it == LIMIT);
    if is_limit && theirs.get("error").is_some_and(Value::is_null) {
        for name in ["error", "groups", "first", "replaced"] {
            theirs.insert(name.into(), ours.get(name).cloned().unwrap_or_default());
        }
    }
}

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let (pattern, replacement) = (text(row, "pattern")?, text(row, "replacement")?);
    let text = text(row, "text")?;
    let replacement = Text { value: replacement.into(), span: 0..0 };
    let written = Rewrite { pattern: 0..0, replacement };
    let written = BTreeMap::from([(pattern.to_string(), written)]);
    let rewrites = Rewrites::as_written(&written);
    let rule = rewrites.rules().first().ok_or("one rule was made")?;
    let mut out = Row::new();
    if let Some(error) = rule.error() {
        let text = error.to_string();
        out.insert(
            "error".into(),
            if error.is_a_limit_of_ours() && pattern.len() > LARGE {
                LIMIT.into()
            } else {
                text.into()
            },
        );
        for name in ["groups", "first", "replaced"] {
            out.insert(name.into(), Value::Null);
        }
        return Ok(out);
    }
    out.insert("error".into(), Value::Null);
    out.insert("groups".into(), rule.groups().into());
    out.insert("first".into(), json!(rule.captures(text)));
    out.insert("replaced".into(), rule.apply(text).unwrap_or_else(|| text.into()).into());
    Ok(out)
}
