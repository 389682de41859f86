//! `registries.yaml` as wharfie reads and resolves it, and the table that K3s makes of it.

use std::collections::BTreeMap;

use pullscope_core::registries::{
    Auth, Endpoint, FileError, Flags, Mirror, Registries, Rewrite, Rewritten, Secret, Security,
    Table, Tls, WharfieEndpoint, WharfieImage, wharfie,
};
use serde_json::{Value, json};

use super::text;
use crate::Row;

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let yaml = text(row, "registries_yaml")?;
    let mut out = wharfie_answer(row)?;
    if out.contains_key("endpoints")
        && let Ok(file) = Registries::parse(yaml)
    {
        out.insert("hosts_toml".into(), table(&file, false));
        out.insert("hosts_toml_no_default".into(), table(&file, true));
    }
    Ok(out)
}

/// What wharfie answers, without the table of K3s.
pub(super) fn wharfie_answer(row: &Row) -> Result<Row, String> {
    let (yaml, image) = (text(row, "registries_yaml")?, text(row, "image")?);
    let mut out = Row::new();
    let file = match Registries::parse(yaml) {
        Ok(file) => file,
        Err(error) => {
            out.insert("yaml_error".into(), error_text(&error).into());
            return Ok(out);
        }
    };
    let Some(found) = wharfie(&file, image) else {
        let error = format!("could not parse reference: {image}");
        out.insert("image_error".into(), error.into());
        return Ok(out);
    };
    let can_be_asked = found.can_be_asked();
    let WharfieImage { registry, repository, identifier, endpoints } = found;
    out.insert("registry".into(), registry.as_str().into());
    out.insert("repository".into(), repository.as_str().into());
    out.insert("identifier".into(), identifier.as_str().into());
    let rows = endpoints.iter().map(|it| endpoint_row(it, &repository));
    out.insert("endpoints".into(), rows.collect());
    let requests = endpoints.iter().filter(|it| it.is_sendable()).map(|it| {
        let repository = match &it.rewritten {
            Rewritten::Same => &repository,
            Rewritten::To(_, to) => to,
            Rewritten::AnyOf(_) => return None,
        };
        let mut row = Row::new();
        row.insert("method".into(), "GET".into());
        row.insert("url".into(), it.request(&registry, repository, &identifier).into());
        row.insert("host".into(), it.host().into());
        if let Some(authorization) = it.authorization() {
            row.insert("authorization".into(), authorization.into());
        }
        Some(Value::Object(row))
    });
    if let Some(requests) = requests.collect::<Option<Vec<_>>>().filter(|_| can_be_asked) {
        out.insert("requests".into(), requests.into());
    }
    Ok(out)
}

/// Upstream shows in its errors what stands in a block `auth`; ours does not, and says the same without.
pub(super) fn hide_secrets(theirs: &mut Row, ours: &Row) {
    for name in ["error", "yaml_error"] {
        let (Some(Value::String(their_text)), Some(Value::String(our_text))) =
            (theirs.get(name), ours.get(name))
        else {
            continue;
        };
        // What is quoted may hold a line break.
        let between = "\n  line ";
        let parts = their_text.split(between).zip(our_text.split(between));
        let settled: Vec<String> = parts
            .map(|(theirs, ours)| {
                let hidden = without_value(theirs).filter(|it| it == ours);
                hidden.unwrap_or_else(|| theirs.into())
            })
            .collect();
        if settled.len() == their_text.split(between).count() {
            theirs.insert(name.into(), settled.join(between).into());
        }
    }
}

/// A line of an error without what it quotes.
fn without_value(line: &str) -> Option<String> {
    let (before, rest) = line.split_once(" `")?;
    let (_, after) = rest.rsplit_once('`')?;
    Some([before, after].concat())
}

/// What a file says that can be read.
pub(super) fn file_answer(row: &Row) -> Result<Row, String> {
    let yaml = text(row, "registries_yaml")?;
    let mut out = Row::new();
    match Registries::parse(yaml) {
        Ok(file) => {
            let mirrors = file.mirrors.iter().map(|(key, it)| (key.clone(), mirror(it)));
            let configs = file.configs.iter().map(|(key, it)| {
                let row = json!({ "auth": auth(it.auth.as_ref()), "tls": tls(it.tls.as_ref()) });
                (key.clone(), row)
            });
            out.insert("error".into(), Value::Null);
            out.insert("mirrors".into(), Value::Object(mirrors.collect()));
            out.insert("configs".into(), Value::Object(configs.collect()));
        }
        Err(error) => {
            out.insert("error".into(), error_text(&error).into());
            out.insert("mirrors".into(), Value::Null);
            out.insert("configs".into(), Value::Null);
        }
    }
    Ok(out)
}

fn error_text(error: &FileError) -> String {
    error.upstream().unwrap_or_else(|| error.to_string())
}

fn mirror(mirror: &Mirror) -> Value {
    let endpoints: Vec<&str> = mirror.endpoints.iter().map(|it| it.value.as_str()).collect();
    json!({ "endpoint": endpoints, "rewrite": rewrites(&mirror.rewrites) })
}

fn rewrites(rewrites: &BTreeMap<String, Rewrite>) -> Value {
    let pairs = rewrites.iter();
    Value::Object(
        pairs.map(|(key, it)| (key.clone(), it.replacement.value.clone().into())).collect(),
    )
}

fn tls(tls: Option<&Tls>) -> Value {
    let Some(tls) = tls else { return Value::Null };
    json!({
        "ca_file": tls.ca_file.value,
        "cert_file": tls.cert_file.value,
        "key_file": tls.key_file.value,
        "insecure_skip_verify": tls.insecure_skip_verify,
    })
}

fn endpoint_row(endpoint: &WharfieEndpoint<'_>, repository: &str) -> Value {
    let mut row = Row::new();
    row.insert("url".into(), endpoint.exposed().into());
    row.insert("is_default".into(), endpoint.is_default.into());
    match &endpoint.rewritten {
        Rewritten::Same => row.insert("repository".into(), repository.into()),
        Rewritten::To(_, to) => row.insert("repository".into(), to.as_str().into()),
        Rewritten::AnyOf(results) => {
            let mut results: Vec<&str> = results.iter().map(|it| it.1.as_str()).collect();
            results.sort_unstable();
            results.dedup();
            row.insert("repository_any_of".into(), results.into())
        }
    };
    row.insert("auth".into(), auth(endpoint.auth));
    row.insert("insecure_skip_verify".into(), endpoint.skips_verification().into());
    if let Some(error) = endpoint.tls_error() {
        row.insert("tls_error".into(), error.into());
    }
    Value::Object(row)
}

/// What K3s writes for containerd.
fn table(file: &Registries, disable_default_endpoint: bool) -> Value {
    let flags = Flags { disable_default_endpoint, ..Flags::default() };
    let table = Table::new(file, &flags);
    let rows = table.directories.iter().map(|(name, directory)| {
        let endpoints: Vec<Value> = directory.endpoints.iter().map(host).collect();
        let row =
            json!({ "default": directory.default.as_ref().map(host), "endpoints": endpoints });
        (name.to_string(), row)
    });
    Value::Object(rows.collect())
}

fn host(endpoint: &Endpoint<'_>) -> Value {
    let secured = match endpoint.tls {
        Some(Security::File(it)) => Some(it),
        Some(Security::Cluster) | None => None,
    };
    json!({
        "url": endpoint.exposed(),
        "override_path": endpoint.address.address().is_some_and(|it| it.override_path),
        "rewrites": endpoint.rewrites.map_or_else(|| json!({}), rewrites),
        "auth": auth(endpoint.auth),
        "tls": tls(secured),
    })
}

fn auth(auth: Option<&Auth>) -> Value {
    let Some(auth) = auth else { return Value::Null };
    let plain = |secret: &Secret| String::from_utf8_lossy(secret.expose()).into_owned();
    json!({
        "username": auth.username.value,
        "password": plain(&auth.password),
        "auth": plain(&auth.auth),
        "identity_token": plain(&auth.identity_token),
    })
}
