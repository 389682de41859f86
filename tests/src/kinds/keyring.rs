use pullscope_core::docker_config;
use pullscope_core::keyring::Keyring;
use serde_json::Value;

use super::docker_config::{credential_row, format};
use super::{bytes, text};
use crate::Row;

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let image = text(row, "image")?;
    let mut out = Row::new();
    match docker_config::decode(format(row)?, &bytes(row, "config")?) {
        Err(error) => {
            out.insert("decode_error".into(), error.upstream().to_string().into());
        }
        Ok(config) => {
            let mut keyring = Keyring::new();
            keyring.add(&config, 0);
            let found = keyring.lookup(image);
            let explained = keyring.explain(image);
            let mut used: Vec<_> = explained
                .keys
                .iter()
                .filter_map(|key| key.place.map(|place| (place, key.index_key, &key.entry.key)))
                .collect();
            used.sort();
            let looked_up: Vec<_> =
                found.iter().enumerate().map(|(i, it)| (i, it.index_key, &it.entry.key)).collect();
            if used != looked_up {
                return Err("lookup and explain do not agree".into());
            }
            let creds = found.iter().map(|it| Value::Object(credential_row(&it.entry.credential)));
            out.insert("found".into(), (!found.is_empty()).into());
            out.insert("creds".into(), creds.collect());
        }
    }
    Ok(out)
}

/// Sorts the runs within which Go's map decides the order.
pub(super) fn settle_order(theirs: &mut Row, ours: &mut Row) -> Result<(), String> {
    let Some(sizes) = theirs.remove("group_sizes") else { return Ok(()) };
    let sizes: Vec<usize> = serde_json::from_value(sizes).map_err(|error| error.to_string())?;
    for side in [theirs, ours] {
        let Some(Value::Array(creds)) = side.get_mut("creds") else { continue };
        if sizes.iter().sum::<usize>() != creds.len() {
            continue;
        }
        let mut rest = creds.as_mut_slice();
        for &size in &sizes {
            let (run, after) = rest.split_at_mut(size);
            run.sort_by_key(Value::to_string);
            rest = after;
        }
    }
    Ok(())
}
