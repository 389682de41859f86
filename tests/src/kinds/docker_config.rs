use pullscope_core::credential::Credential;
use pullscope_core::docker_config::{self, Format};
use serde_json::Value;

use super::{bytes, put_bytes, text};
use crate::Row;

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let mut out = Row::new();
    match docker_config::decode(format(row)?, &bytes(row, "raw")?) {
        Err(error) => {
            out.insert("ok".into(), false.into());
            out.insert("error".into(), error.upstream().to_string().into());
            out.insert("redacted_error".into(), docker_config::REDACTED.into());
        }
        Ok(mut config) => {
            config.entries.sort_by(|a, b| a.key.as_bytes().cmp(b.key.as_bytes()));
            let entries = config.entries.iter().map(|entry| {
                let mut row = credential_row(&entry.credential);
                put_bytes(&mut row, "key", entry.key.as_bytes());
                Value::Object(row)
            });
            out.insert("ok".into(), true.into());
            out.insert("entries".into(), entries.collect());
        }
    }
    Ok(out)
}

pub(super) fn format(row: &Row) -> Result<Format, String> {
    match text(row, "kind")? {
        "config.json" => Ok(Format::ConfigJson),
        "dockercfg" => Ok(Format::DockerCfg),
        other => Err(format!("unknown kind of config: {other}")),
    }
}

pub(super) fn credential_row(credential: &Credential) -> Row {
    let mut row = Row::new();
    put_bytes(&mut row, "username", &credential.username);
    put_bytes(&mut row, "password", credential.password.expose());
    put_bytes(&mut row, "email", credential.email.as_bytes());
    row
}
