use pullscope_core::PullPolicy;

use super::text;
use crate::Row;

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let initial = text(row, "initial")?;
    // What is none of the three policies is kept too: defaulting fills in, validation refuses.
    let policy = match PullPolicy::of(initial, text(row, "image")?) {
        Ok(defaulted) => defaulted.policy.as_str(),
        Err(_) => initial,
    };
    Ok(Row::from_iter([("policy".into(), policy.into())]))
}
