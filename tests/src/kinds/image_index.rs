use pullscope_core::image_index::{Index, Platform, Puller};
use pullscope_core::json;
use serde_json::Value;

use super::text;
use crate::Row;

/// What the index of every row is known under.
const INDEX: &str = "sha256:2814ba1ae47e21f6f49e55683952d32eecba42333f12c643494aa1abcc173a0a";

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let read = json::parse(text(row, "index")?, json::DEFAULT_MAX_DEPTH);
    let read = read.map_err(|error| error.to_string())?;
    let index = Index::read(&read).map_err(|error| error.to_string())?;
    let node = platform(row.get("platform").ok_or("there is no platform")?)?;
    let pullers = [
        ("containerd", Puller::Containerd),
        ("containerd_local", Puller::ContainerdLocal),
        ("cri_o", Puller::CriO),
    ];
    let mut answer = Row::new();
    for (name, puller) in pullers {
        let selection = index.select(&node, puller);
        if selection.chosen.is_some() == selection.refusal.is_some() {
            return Err("a manifest is chosen, or the pull fails".to_owned());
        }
        let chosen = selection.chosen.map(|it| index.entries[it].digest.clone());
        let error = selection.refusal.map(|it| it.upstream(INDEX));
        answer.insert(name.into(), chosen.into());
        answer.insert(format!("{name}_error"), error.into());
    }
    Ok(answer)
}

fn platform(value: &Value) -> Result<Platform, String> {
    let member = |name: &str| match value.get(name) {
        None => Ok(String::new()),
        Some(it) => it.as_str().map(String::from).ok_or_else(|| format!("{name} is not a text")),
    };
    let features = value.get("os.features").and_then(Value::as_array);
    let features = features.into_iter().flatten().filter_map(Value::as_str);
    Ok(Platform {
        os: member("os")?,
        architecture: member("architecture")?,
        variant: member("variant")?,
        os_version: member("os.version")?,
        os_features: features.map(String::from).collect(),
    })
}
