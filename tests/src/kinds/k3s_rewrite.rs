//! `registries.yaml` as wharfie reads and resolves it, and the table that K3s makes of it.

use pullscope_core::registries::{
    Auth, Endpoint, Flags, Registries, Rewritten, Secret, Security, Table, WharfieEndpoint,
    WharfieImage, wharfie,
};
use serde_json::{Value, json};

use super::text;
use crate::Row;

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let (yaml, image) = (text(row, "registries_yaml")?, text(row, "image")?);
    let mut out = Row::new();
    let file = match Registries::parse(yaml) {
        Ok(file) => file,
        Err(error) => {
            let known = error.upstream(yaml).unwrap_or_else(|| error.to_string());
            out.insert("yaml_error".into(), known.into());
            return Ok(out);
        }
    };
    let Some(found) = wharfie(&file, image) else {
        let error = format!("could not parse reference: {image}");
        out.insert("image_error".into(), error.into());
        return Ok(out);
    };
    let WharfieImage { registry, repository, identifier, endpoints } = found;
    out.insert("registry".into(), registry.as_str().into());
    out.insert("repository".into(), repository.as_str().into());
    out.insert("identifier".into(), identifier.as_str().into());
    let rows = endpoints.iter().map(|it| endpoint_row(it, &repository));
    out.insert("endpoints".into(), rows.collect());
    let requests = endpoints.iter().map(|it| {
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
    if let Some(requests) = requests.collect::<Option<Vec<_>>>() {
        out.insert("requests".into(), requests.into());
    }
    out.insert("hosts_toml".into(), table(&file, false));
    out.insert("hosts_toml_no_default".into(), table(&file, true));
    Ok(out)
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
    let rewrites = endpoint.rewrites.into_iter().flatten();
    let rewrites: Row = rewrites
        .map(|(pattern, it)| (pattern.clone(), it.replacement.value.clone().into()))
        .collect();
    let tls = match endpoint.tls {
        Some(Security::File(tls)) => json!({
            "ca_file": tls.ca_file.value,
            "cert_file": tls.cert_file.value,
            "key_file": tls.key_file.value,
            "insecure_skip_verify": tls.insecure_skip_verify,
        }),
        Some(Security::Cluster) | None => Value::Null,
    };
    json!({
        "url": endpoint.exposed(),
        "override_path": endpoint.address.address().is_some_and(|it| it.override_path),
        "rewrites": rewrites,
        "auth": auth(endpoint.auth),
        "tls": tls,
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
