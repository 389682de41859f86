//! What a node makes of `registries.yaml` and asks for an image, case by case.
//!
//! Unlike other corpora a row states what its case is about, and no more: only the fields that it has
//! are compared. Each says how its answer is known.

use pullscope_core::Reference;
use pullscope_core::diagnose::{Options, diagnose};
use pullscope_core::registries::{
    Asked, AuthKind, Distribution, FileError, Meant, Profile, Registries, Secrets, Sent, Setting,
    Table, Teller, Unknown, Why, config_toml, directory_name, hosts_toml,
};
use serde_json::{Value, json};

use super::{k3s_rewrite, text};
use crate::Row;

/// How the answer of a row is known: K3s or containerd has a test of it, it is read in their code, the
/// documentation says it, a public thread does, or it follows from the code against the documentation.
const TAGS: [&str; 5] = ["test", "src", "doc", "issue", "derived"];

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let tags = row.get("tags").and_then(Value::as_array).ok_or("tags are no list")?;
    let is_tag = |it: &Value| it.as_str().is_some_and(|it| TAGS.contains(&it));
    if tags.is_empty() || !tags.iter().all(is_tag) {
        return Err(format!("tags are not of {}", TAGS.join(", ")));
    }
    let mut out = answers(row)?;
    out.retain(|name, _| row.contains_key(name));
    Ok(out)
}

fn answers(row: &Row) -> Result<Row, String> {
    // A file that is not there is as if nothing were said.
    let read = match row.get("registries_yaml") {
        None | Some(Value::Null) => Ok(Registries::default()),
        Some(_) => Registries::parse(text(row, "registries_yaml")?),
    };
    let file = match read {
        Ok(file) => file,
        Err(error) => return Ok(refused(&error)),
    };
    let mut out = k3s_rewrite::file_answer(row).unwrap_or_default();
    let setting = setting(row)?;
    let flags = setting.flags();
    let table = Table::new(&file, &flags);
    out.insert("error".into(), Value::Null);
    out.insert("passed_over".into(), file.passed_over.iter().map(passed_over).collect());
    let dropped = table.dropped.iter().map(|it| json!({ "key": it.key, "why": why(&it.why) }));
    out.insert("dropped".into(), dropped.collect());
    let windows = row.get("windows") == Some(&true.into());
    let files = table.directories.iter().map(|(name, directory)| {
        let text = hosts_toml(directory, &flags, setting.distribution, Secrets::Written);
        (directory_name(name, windows), Value::from(text))
    });
    out.insert("hosts_toml".into(), Value::Object(files.collect()));
    let names = table.directories.keys();
    out.insert("directories".into(), names.map(|it| Value::from(*it)).collect());
    let auth = config_toml(&file, &flags, Secrets::Written);
    out.insert("config_toml".into(), auth.into());
    if row.contains_key("image") {
        let image = text(row, "image")?;
        let Ok(image) = Reference::parse(image) else {
            out.insert("image_error".into(), true.into());
            return Ok(out);
        };
        let has_credential = row.get("pod_credential") == Some(&true.into());
        let asks = Teller::new(&file, &table, setting).tell(&image, has_credential);
        out.insert("registry".into(), asks.registry.into());
        out.insert("repository".into(), asks.repository.into());
        out.insert("object".into(), asks.object.into());
        out.insert("directory".into(), asks.directory.into());
        out.insert("why".into(), asks.why.name().into());
        out.insert("hosts_toml_passed_over".into(), asks.broken.is_some().into());
        out.insert("attempts".into(), asks.endpoints.iter().map(attempt).collect());
        if row.contains_key("policy") {
            out.insert("outcome".into(), outcome(row, setting)?.into());
        }
    }
    Ok(out)
}

/// What becomes of a Pod with the image, beside the file.
fn outcome(row: &Row, setting: Setting) -> Result<&'static str, String> {
    let (image, policy) = (text(row, "image")?, text(row, "policy")?);
    let pod = json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": { "name": "app" },
        "spec": { "containers": [{ "name": "app", "image": image, "imagePullPolicy": policy }] },
    });
    let text = format!("{}\n---\n{pod}\n", text(row, "registries_yaml")?);
    let is_present = row.get("present") == Some(&true.into());
    let present = if is_present { vec![image.to_string()] } else { Vec::new() };
    let options = Options { registries: setting, present: Some(present), ..Options::default() };
    let diagnosis = diagnose(&text, &options);
    let found = diagnosis.workloads.iter().flat_map(|it| &it.images).next();
    Ok(found.ok_or("the Pod is not found")?.outcome.kind.name())
}

fn setting(row: &Row) -> Result<Setting, String> {
    let mut setting = Setting::default();
    if row.contains_key("profile") {
        let name = text(row, "profile")?;
        setting.profile = Profile::named(name).ok_or_else(|| format!("no profile {name}"))?;
    }
    if row.contains_key("distribution") {
        let name = text(row, "distribution")?;
        let found = Distribution::named(name);
        setting.distribution = found.ok_or_else(|| format!("no distribution {name}"))?;
    }
    for flag in row.get("flags").and_then(Value::as_array).into_iter().flatten() {
        match flag.as_str() {
            Some("disable-default-registry-endpoint") => setting.default_endpoint_disabled = true,
            Some("embedded-registry") => setting.embedded_registry = true,
            _ => return Err(format!("no flag {flag}")),
        }
    }
    Ok(setting)
}

fn refused(error: &FileError) -> Row {
    let said = error.upstream().unwrap_or_else(|| error.to_string());
    Row::from_iter([("error".to_string(), said.into())])
}

fn passed_over(unknown: &Unknown) -> Value {
    let meant = unknown.meant.map(|it| match it {
        Meant::Key(name) => name,
        Meant::Registry => "(a registry)",
        Meant::Host => "(a host)",
        Meant::Token => "(a token)",
    });
    json!({ "path": unknown.path, "meant": meant })
}

fn why(why: &Why) -> &'static str {
    match why {
        Why::Key => "key",
        Why::Endpoint => "endpoint",
        Why::Twice => "twice",
        Why::Nothing => "nothing",
    }
}

fn attempt(asked: &Asked) -> Value {
    let mut row = Row::new();
    match &asked.urls[..] {
        [url] => row.insert("url".into(), url.as_str().into()),
        urls => row.insert("url_any_of".into(), urls.into()),
    };
    if asked.is_default {
        row.insert("default".into(), true.into());
    }
    match &asked.credential {
        Sent::Nothing => {}
        Sent::OfPod { .. } => {
            row.insert("auth".into(), "(the Pod's)".into());
        }
        Sent::OfEntry { key, kind, .. } => {
            row.insert("auth".into(), key.as_str().into());
            if *kind != AuthKind::Password {
                row.insert("auth_kind".into(), kind.name().into());
            }
        }
    }
    if let Some(tls) = &asked.tls {
        let key = tls.key.as_deref().unwrap_or("(the cluster's)");
        row.insert("tls".into(), key.into());
        for (name, path) in [("ca", &tls.ca_file), ("cert", &tls.cert_file), ("key", &tls.key_file)]
        {
            if !path.is_empty() {
                row.insert(name.into(), path.as_str().into());
            }
        }
    }
    if asked.skips_verification {
        row.insert("skip_verify".into(), true.into());
    }
    if asked.then_http {
        row.insert("then_http".into(), true.into());
    }
    Value::Object(row)
}
