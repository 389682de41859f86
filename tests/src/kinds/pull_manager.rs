//! Credential verification: the allowlist, and the life of the records.

use pullscope_core::Version;
use pullscope_core::credential::{Credential, Password};
use pullscope_core::kubelet::VerificationPolicy;
use pullscope_core::kubelet::verification::allowlist::{Allowlist, Pattern};
use pullscope_core::kubelet::verification::{
    Access, Api, Asked, Coordinates, CredentialHash, Directory, Manager, NodeImage, PodCredentials,
    Policy, PullIntent, PulledRecord, SecretUse, Start, Why,
};
use pullscope_core::time;
use serde_json::{Value, json};

use super::text;
use crate::Row;

/// A moment between those that a row's files name and the end of a garbage collection in 2100.
const NOW: i64 = 2_000_000_000;

pub(super) fn allowlist(row: &Row) -> Result<Row, String> {
    let patterns = strings(row, "patterns")?;
    let alone = patterns
        .iter()
        .map(|it| Pattern::parse(it, Version::NEWEST).err().map(|error| error.to_string()));
    let mut out = Row::from_iter([("errors".into(), alone.collect())]);
    match Allowlist::parse(patterns.iter().copied(), Version::NEWEST) {
        Err((_, error)) => out.insert("error".into(), error.to_string().into()),
        Ok(list) => {
            let images = strings(row, "images")?;
            let free = images.iter().map(|image| list.find(image).is_some());
            out.insert("free".into(), free.collect());
            out.insert("error".into(), Value::Null)
        }
    };
    Ok(out)
}

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let kind = VerificationPolicy::named(text(row, "policy")?).ok_or("an unknown policy")?;
    let policy = Policy::new(kind, strings(row, "allowlist")?, Version::NEWEST)
        .map_err(|(_, error)| error.to_string())?;
    let mut start = Start { now: Some(NOW), ..Start::default() };
    for (name, content) in files(row, "pulled")? {
        start.pulled.put(name, PulledRecord::parse(content.as_bytes(), Version::NEWEST).ok());
    }
    for (name, content) in files(row, "pulling")? {
        start.pulling.put(name, PullIntent::parse(content.as_bytes(), Version::NEWEST).ok());
    }
    for image in list(row, "node")? {
        let names = ["tags", "digests"].map(|of| image[of].as_array().cloned().unwrap_or_default());
        let names = names.concat().iter().map(string).collect::<Result<_, _>>()?;
        start.images.push(NodeImage { image_ref: string(&image["ref"])?, names });
    }
    let mut manager = Manager::new(start, policy, Version::NEWEST);
    let steps = list(row, "steps")?.iter();
    let answers = steps.map(|step| run(&mut manager, step)).collect::<Result<_, _>>()?;
    Ok(Row::from_iter([
        ("answers".into(), answers),
        ("pulled_after".into(), directory(manager.pulled(), pulled)),
        ("pulling_after".into(), directory(manager.pulling(), intent)),
    ]))
}

fn run(manager: &mut Manager<'_>, step: &Value) -> Result<Value, String> {
    let (image, image_ref) = (opt(&step["image"])?, opt(&step["ref"])?);
    match step["do"].as_str() {
        Some("check") => {
            let secrets = step["secrets"].as_array().map_or(&[][..], Vec::as_slice);
            let held = PodCredentials {
                secrets: secrets.iter().map(secret).collect::<Result<_, _>>()?,
                service_account: account(&step["account"])?,
            };
            let credentials = (step["broken"] != true).then_some(&held);
            let asked = Asked { image: &image, image_ref: &image_ref, credentials };
            let decision = manager.must_pull(&asked, Some(NOW));
            return Ok(match (decision.why, decision.pull) {
                (Why::BrokenSecret, _) => "error",
                (_, true) => "pull",
                (_, false) => "use",
            }
            .into());
        }
        Some("intent") => manager.record_intent(&image),
        Some("pulled") => {
            let by = access(&step["by"])?;
            manager.record_pulled(&image, &image_ref, by.as_ref(), Some(NOW));
        }
        Some("failed") => manager.record_failed(&image),
        Some("prune") => {
            let known = step["known"].as_array().map_or(&[][..], Vec::as_slice);
            let until = step["until"].as_str().and_then(time::parse).ok_or("until is no time")?;
            manager.prune(known.iter().filter_map(Value::as_str), Some(until));
        }
        _ => return Err("an unknown step".into()),
    }
    Ok(Value::Null)
}

/// What an image was pulled with; `None` that nobody knows.
fn access(by: &Value) -> Result<Option<Access>, String> {
    Ok(match by {
        Value::Null => None,
        by if !by["secret"].is_null() => Some(Access::secret(secret(&by["secret"])?)),
        by => Some(match account(&by["account"])? {
            Some(account) => Access::service_account(account),
            None => Access::node_pods(),
        }),
    })
}

fn secret(value: &Value) -> Result<SecretUse, String> {
    let hash = CredentialHash::of(&Credential {
        username: opt(&value["username"])?.into_bytes(),
        password: Password::new(opt(&value["password"])?.into_bytes()),
        email: opt(&value["email"])?,
    });
    Ok(SecretUse { secret: coordinates(value)?, hash })
}

fn account(value: &Value) -> Result<Option<Coordinates>, String> {
    (!value.is_null()).then(|| coordinates(value)).transpose()
}

fn coordinates(value: &Value) -> Result<Coordinates, String> {
    let [namespace, name, uid] = ["namespace", "name", "uid"].map(|it| string(&value[it]));
    Ok(Coordinates { namespace: namespace?, name: name?, uid: uid? })
}

fn directory<R>(of: &Directory<R>, show: impl Fn(&R) -> Value) -> Value {
    let shown =
        |(name, record): (&str, Option<&R>)| (name.to_string(), record.map_or(Value::Null, &show));
    of.files().map(shown).collect()
}

fn version(api: Api) -> &'static str {
    api.as_str().trim_start_matches("kubelet.config.k8s.io/")
}

fn intent(record: &PullIntent) -> Value {
    json!({ "version": version(record.api), "image": record.image })
}

fn pulled(record: &PulledRecord) -> Value {
    let place = |it: &Coordinates| [it.namespace.clone(), it.name.clone(), it.uid.clone()];
    let access = record.access.iter().map(|(name, it)| {
        let secrets = it.secrets.iter().map(|it| {
            let [namespace, name, uid] = place(&it.secret);
            json!([namespace, name, uid, it.hash.expose()])
        });
        let accounts = it.service_accounts.iter().map(|it| json!(place(it)));
        let shown = json!({
            "node": it.node_pods,
            "secrets": secrets.collect::<Value>(),
            "accounts": accounts.collect::<Value>(),
        });
        (name.clone(), shown)
    });
    let updated = match record.last_updated {
        Some(NOW) => json!("now"),
        at => json!(at),
    };
    json!({
        "version": version(record.api),
        "ref": record.image_ref,
        "updated": updated,
        "access": access.collect::<Value>(),
    })
}

fn list<'r>(row: &'r Row, name: &str) -> Result<&'r [Value], String> {
    let list = row.get(name).and_then(Value::as_array).map(Vec::as_slice);
    list.ok_or_else(|| format!("{name} is not a list"))
}

fn strings<'r>(row: &'r Row, name: &str) -> Result<Vec<&'r str>, String> {
    let strings: Option<_> = list(row, name)?.iter().map(Value::as_str).collect();
    strings.ok_or_else(|| format!("{name} is not a list of strings"))
}

fn files<'r>(row: &'r Row, name: &str) -> Result<Vec<(&'r str, &'r str)>, String> {
    let pair = |it: &'r Value| Some((it.get(0)?.as_str()?, it.get(1)?.as_str()?));
    let files: Option<_> = list(row, name)?.iter().map(pair).collect();
    files.ok_or_else(|| format!("{name} is not a list of names and contents"))
}

fn string(value: &Value) -> Result<String, String> {
    value.as_str().map(String::from).ok_or_else(|| format!("{value} is not a string"))
}

/// A text that may be left out.
fn opt(value: &Value) -> Result<String, String> {
    if value.is_null() { Ok(String::new()) } else { string(value) }
}
