use pullscope_core::kubelet::BackOff;
use serde_json::{Value, json};

use crate::Row;

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let steps = row.get("steps").and_then(Value::as_array).ok_or("steps is not a list")?;
    let (mut back_off, mut now) = (BackOff::new(), 0);
    let answers = steps.iter().map(|step| {
        now += step.get("after").and_then(Value::as_u64).ok_or("after is not a number")?;
        match step.get("do").and_then(Value::as_str) {
            Some("fail") => back_off.fail(now),
            Some("collect") => back_off.collect(now),
            Some("check") => {}
            _ => return Err(format!("an unknown step: {step}")),
        }
        Ok(json!({ "waiting": back_off.is_waiting(now), "delay": back_off.delay() }))
    });
    Ok(Row::from_iter([("answers".into(), answers.collect::<Result<_, String>>()?)]))
}
