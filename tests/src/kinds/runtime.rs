use std::collections::BTreeMap;

use pullscope_core::runtime::{ShortNameMode, ShortNames};

use super::text;
use crate::Row;

pub(super) fn short_name(row: &Row) -> Result<Row, String> {
    let mode = text(row, "mode")?;
    let registries = row.get("registries").and_then(|it| it.as_array());
    let registries = registries.ok_or("registries is no list")?.iter();
    let aliases = row.get("aliases").and_then(|it| it.as_object()).ok_or("aliases is no object")?;
    let named = |it: &serde_json::Value| it.as_str().map(String::from);
    let node = ShortNames {
        mode: ShortNameMode::named(mode).ok_or_else(|| format!("{mode} is no mode"))?,
        registries: Some(registries.filter_map(named).collect()),
        aliases: aliases
            .iter()
            .filter_map(|(name, value)| Some((name.clone(), named(value)?)))
            .collect::<BTreeMap<_, _>>(),
    };
    let resolved = node.resolve(text(row, "name")?);
    let error = resolved.as_ref().err().map(|it| it.upstream());
    let candidates = resolved.ok().map(|it| it.references);
    Ok(Row::from_iter([("candidates".into(), candidates.into()), ("error".into(), error.into())]))
}
