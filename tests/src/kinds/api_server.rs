//! What the API server writes and refuses: creating objects, and two of its admission plugins.

use pullscope_core::Version;
use pullscope_core::api_server::always_pull_images::{self, Request};
use pullscope_core::api_server::defaults::{self, Outcome};
use pullscope_core::api_server::service_account::{self, Account, NewPod, ServiceAccount};
use pullscope_core::api_server::update::{self, Update, Write};
use pullscope_core::api_server::validate::{self, Operation};
use pullscope_core::api_server::{ApiServer, ImageVolumes, warnings};
use pullscope_core::json::{self, DEFAULT_MAX_DEPTH};
use pullscope_core::workload::{self, ImageField, PodSpec, Role};
use serde_json::{Value, json};

use super::text;
use crate::Row;

/// An object of the row, as text: the core keeps positions in one.
fn object(row: &Row, name: &str) -> Result<String, String> {
    match row.get(name) {
        Some(value @ Value::Object(_)) => Ok(value.to_string()),
        _ => Err(format!("{name} is not an object")),
    }
}

fn parse(text: &str) -> Result<json::Value<'_>, String> {
    json::parse(text, DEFAULT_MAX_DEPTH).map_err(|error| error.to_string())
}

/// The newest API server with the feature gates of the row's release: words do not go back.
fn server(row: &Row) -> Result<ApiServer, String> {
    let version: Version = text(row, "version")?.parse().map_err(|_| "an unknown version")?;
    let image_volumes = ApiServer::new(version).image_volumes;
    Ok(ApiServer { image_volumes, ..ApiServer::default() })
}

/// The text of a policy as it is stored: what is none of the three is kept.
fn stored(image: &ImageField<'_>, outcome: Outcome) -> String {
    match outcome.policy() {
        Some(policy) => policy.as_str().into(),
        None => image.policy_text().into(),
    }
}

fn policies<'v>(
    images: impl IntoIterator<Item = &'v ImageField<'v>>,
    policy: impl Fn(&ImageField<'_>) -> String,
) -> Value {
    let row = |image| json!({"path": ImageField::policy_path(image), "policy": policy(image)});
    images.into_iter().map(row).collect()
}

pub(super) fn create(row: &Row) -> Result<Row, String> {
    let (kind, server) = (text(row, "kind")?, server(row)?);
    let object = object(row, "object")?;
    let object = parse(&object)?;
    let read = workload::read(kind, &object).ok_or("a kind without Pods")?;
    let mut out = Row::from_iter([("decoded".into(), read.wrong_types.is_empty().into())]);
    if !read.wrong_types.is_empty() {
        return Ok(out);
    }
    // Before they are dropped, image volumes have the policy that is written.
    let defaulted =
        policies(&read.images, |image| stored(image, defaults::policy(image, server).outcome));
    let kept = read.images.iter().filter(|image| {
        image.role != Role::ImageVolume || server.image_volumes == ImageVolumes::On
    });
    let stored = policies(kept, |image| stored(image, defaults::policy(image, server).outcome));
    let refusals = validate::refusals(kind, &object, Operation::Create, server);
    let errors: Value = refusals.iter().map(|it| it.field_error().text()).collect();
    let spec = workload::pod_spec(kind, &object).map_err(|wrong| wrong.to_string())?;
    let told = |spec: &PodSpec<'_>| warnings::warnings(spec, server.version);
    let warnings = spec.as_ref().map(told).unwrap_or_default();
    out.insert("defaulted".into(), defaulted);
    out.insert("stored".into(), stored);
    out.insert("errors".into(), errors);
    out.insert("warnings".into(), warnings.iter().map(ToString::to_string).collect());
    Ok(out)
}

pub(super) fn always_pull(row: &Row) -> Result<Row, String> {
    let server = server(row)?;
    let object = object(row, "object")?;
    let object = parse(&object)?;
    let old = match row.contains_key("old") {
        true => Some(self::object(row, "old")?),
        false => None,
    };
    let old = old.as_deref().map(parse).transpose()?;
    let (kind, subresource) = (text(row, "kind")?, text(row, "subresource")?);
    let request = Request { kind, subresource, object: &object, old: old.as_ref() };
    let read = workload::read(kind, &object).ok_or("a kind without Pods")?;
    let changed = always_pull_images::admit(&request, server).unwrap_or_default();
    let changed: Vec<&str> = changed.iter().map(|it| it.path.as_str()).collect();
    let admitted =
        policies(&read.images, |image| match changed.contains(&image.policy_path().as_str()) {
            true => "Always".into(),
            false => stored(image, defaults::policy(image, server).outcome),
        });
    let refused = always_pull_images::validate(&request, server);
    Ok(Row::from_iter([("admitted".into(), admitted), ("refused".into(), refused.into())]))
}

pub(super) fn service_account(row: &Row) -> Result<Row, String> {
    let object = object(row, "object")?;
    let object = parse(&object)?;
    let accounts = match row.get("accounts") {
        Some(accounts @ Value::Array(_)) => accounts.to_string(),
        _ => return Err("accounts is not a list".into()),
    };
    let accounts = parse(&accounts)?;
    let accounts: Vec<ServiceAccount<'_>> =
        accounts.as_array().unwrap_or_default().iter().map(ServiceAccount::read).collect();
    let limit = row.get("limit").and_then(Value::as_bool).ok_or("limit is not a bool")?;
    let spec = workload::pod_spec("Pod", &object).map_err(|wrong| wrong.to_string())?;
    let name = service_account::account_name(spec.as_ref());
    let account = match accounts.iter().find(|it| it.name == name.name) {
        Some(account) => Account::Known(account),
        None => Account::Missing,
    };
    let pod = NewPod::new("Pod", &object, "default");
    let injected = match service_account::inject(&pod, account, limit) {
        Ok(injected) => injected,
        Err(denial) => {
            let refused = denial.forbidden.to_string();
            return Ok(Row::from_iter([("refused".into(), refused.into())]));
        }
    };
    let names = injected.pull_secrets.iter();
    let names = names.map(|it| it.name.and_then(json::Value::as_str).unwrap_or_default());
    Ok(Row::from_iter([
        ("refused".into(), Value::Null),
        ("account".into(), injected.account.map_or("", |it| it.name).into()),
        ("pull_secrets".into(), names.collect()),
    ]))
}

pub(super) fn update(row: &Row) -> Result<Row, String> {
    let (old, new) = (object(row, "old")?, object(row, "new")?);
    let (old, new) = (parse(&old)?, parse(&new)?);
    let last = match row.contains_key("last") {
        true => Some(object(row, "last")?),
        false => None,
    };
    let last = last.as_deref().map(parse).transpose()?;
    let write = match text(row, "write")? {
        "replace" => Write::Replace,
        "patch" => Write::Patch,
        "apply" => Write::Apply(last.as_ref()),
        other => return Err(format!("no way to write is called {other}")),
    };
    let update = Update { kind: text(row, "kind")?, old: &old, new: &new, write };
    let server = ApiServer::default();
    let kept = match update::policies(&update, server) {
        Ok(kept) => kept,
        Err(no_name) => {
            // Upstream prints the element in between, as a Go map.
            let theirs = row.get("failed").and_then(Value::as_str).unwrap_or_default();
            let same = theirs.starts_with("map: ") && theirs.ends_with(no_name.upstream());
            let failed = if same { theirs } else { no_name.upstream() };
            return Ok(Row::from_iter([("failed".into(), failed.into())]));
        }
    };
    let mut policies: Vec<(&str, &str, Value)> = kept
        .iter()
        .map(|it| {
            let list = match it.role {
                Role::InitContainer | Role::SidecarContainer => "initContainers",
                Role::Container => "containers",
                Role::EphemeralContainer => "ephemeralContainers",
                Role::ImageVolume => "volumes",
            };
            let policy = it.outcome.policy().map_or("", |it| it.as_str());
            let row = json!({"list": list, "name": it.name, "image": it.image, "policy": policy});
            (list, it.name, row)
        })
        .collect();
    policies.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    let refusal = update::pod_refusal(&update, server).map_err(|error| error.to_string())?;
    let refused: Value = refusal.iter().map(|it| it.field_error().text()).collect();
    Ok(Row::from_iter([
        ("failed".into(), Value::Null),
        ("policies".into(), policies.into_iter().map(|it| it.2).collect()),
        ("refused".into(), refused),
    ]))
}
