use std::collections::BTreeMap;

use pullscope_core::runtime::{RegistriesConf, ShortNameMode, ShortNames};

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

/// What a node with that file asks for, or why the file or the name is refused.
pub(super) fn registries_conf(row: &Row) -> Result<Row, String> {
    let mut node = ShortNames { mode: ShortNameMode::Disabled, ..ShortNames::default() };
    let resolved = match RegistriesConf::of_file(text(row, "text")?) {
        Ok(conf) => {
            node.add(&conf);
            node.resolve(text(row, "name")?)
                .map(|it| it.references)
                .map_err(|error| error.upstream())
        }
        Err(error) if error.is_toml() => Err("toml".to_owned()),
        Err(error) => Err(in_order(&error.to_string())),
    };
    let error = resolved.as_ref().err().cloned();
    let candidates = resolved.ok();
    Ok(Row::from_iter([("candidates".into(), candidates.into()), ("error".into(), error.into())]))
}

/// What is wrong with aliases, which upstream tells in any order, in that of the letters.
fn in_order(error: &str) -> String {
    const PREFIX: &str = "validating short-name aliases: ";
    let Some(rest) = error.strip_prefix(PREFIX) else { return error.to_owned() };
    let mut lines: Vec<&str> = rest.split('\n').collect();
    lines.sort_unstable();
    format!("{PREFIX}{}", lines.join("\n"))
}
