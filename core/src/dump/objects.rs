//! What is kept of one object.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::json::{Data, Value, write_string};
use crate::pull_secret::{CONFIG_JSON_TYPE, DOCKER_CFG_TYPE};

/// Where an object stands in its dump, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Before it.
    pub offset: u64,
    /// Of it.
    pub length: u64,
}

/// The members of an object that decide how its images are pulled.
const DECIDES: [&str; 22] = [
    "containers",
    "ephemeralContainers",
    "generateName",
    "image",
    "imagePullPolicy",
    "imagePullSecrets",
    "initContainers",
    "jobTemplate",
    "name",
    "namespace",
    "pullPolicy",
    "reference",
    "restartPolicy",
    "runtimeClassName",
    "serviceAccount",
    "serviceAccountName",
    "spec",
    "template",
    "volumes",
    "metadata",
    "nodeSelector",
    "automountServiceAccountToken",
];

/// The part of a value that decides, as JSON.
pub(super) fn deciding(value: &Value<'_>) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value<'_>, out: &mut String) {
    match &value.data {
        Data::Object(members) => {
            let mut open = '{';
            for member in members.iter().filter(|it| DECIDES.contains(&&*it.key)) {
                out.push(open);
                open = ',';
                write_string(out, member.key.as_bytes());
                out.push(':');
                write(&member.value, out);
            }
            out.push_str(if open == '{' { "{}" } else { "}" });
        }
        Data::Array(items) => {
            let mut open = '[';
            for item in items {
                out.push(open);
                open = ',';
                write(item, out);
            }
            out.push_str(if open == '[' { "[]" } else { "]" });
        }
        _ => *out += &value.to_json(),
    }
}

/// `metadata.name` and so on; empty where it is none.
pub(super) fn metadata<'v>(object: &'v Value<'_>, name: &str) -> &'v str {
    let value = object.get("metadata").and_then(|it| it.get(name));
    value.and_then(Value::as_str).unwrap_or_default()
}

/// Who made a Pod: `Deployment shop`, or the object itself.
///
/// A ReplicaSet is named after its Deployment and the hash of the template, a Job after its CronJob and
/// the minute.
pub(super) fn owner(kind: &str, object: &Value<'_>) -> (String, String) {
    let own = || (kind.to_string(), metadata(object, "name").to_string());
    let owners = object.get("metadata").and_then(|it| it.get("ownerReferences"));
    let Some(owner) = owners.and_then(Value::as_array).and_then(<[_]>::first) else { return own() };
    let text = |name: &str| owner.get(name).and_then(Value::as_str);
    let (Some(kind), Some(name)) = (text("kind"), text("name")) else { return own() };
    let label = |name: &str| {
        let labels = object.get("metadata").and_then(|it| it.get("labels"));
        labels.and_then(|it| it.get(name)).and_then(Value::as_str).unwrap_or_default()
    };
    let hash = format!("-{}", label("pod-template-hash"));
    if kind == "ReplicaSet" && hash.len() > 1 && name.ends_with(&hash) {
        return ("Deployment".into(), name[..name.len() - hash.len()].into());
    }
    if let Some((name, minute)) = name.rsplit_once('-')
        && kind == "Job"
        && minute.len() >= 8
        && minute.bytes().all(|it| it.is_ascii_digit())
    {
        return ("CronJob".into(), name.into());
    }
    (kind.into(), name.into())
}

/// The containers of a Pod that wait, with the reason of each.
pub(super) fn waiting(pod: &Value<'_>) -> Vec<(String, String)> {
    let status = pod.get("status");
    let lists = ["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"];
    let all = lists.iter().filter_map(|it| status?.get(it)?.as_array()).flatten();
    let one = |it: &Value<'_>| {
        let reason = it.get("state")?.get("waiting")?.get("reason")?.as_str()?;
        Some((it.get("name")?.as_str()?.to_string(), reason.to_string()))
    };
    all.filter_map(one).collect()
}

/// A Secret with what the kubelet reads of it; of one that is not for registries without its data.
pub(super) fn secret(object: &Value<'_>, name: &str, namespace: &str) -> String {
    let kind = object.get("type").and_then(Value::as_str).unwrap_or("Opaque");
    let mut out = String::from("{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"type\":");
    write_string(&mut out, kind);
    head(&mut out, name, namespace);
    if is_for_registries(kind) {
        for member in ["data", "stringData"] {
            if let Some(value) = object.get(member) {
                out += &format!(",\"{member}\":{}", value.to_json());
            }
        }
    }
    out + "}"
}

/// Whether Secrets of a type hold credentials of registries.
pub(super) fn is_for_registries(secret_type: &str) -> bool {
    matches!(secret_type, CONFIG_JSON_TYPE | DOCKER_CFG_TYPE)
}

/// A ServiceAccount with its list of pull Secrets.
pub(super) fn account(object: &Value<'_>, name: &str, namespace: &str) -> String {
    let mut out = String::from("{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\"");
    head(&mut out, name, namespace);
    if let Some(list) = object.get("imagePullSecrets") {
        out += ",\"imagePullSecrets\":";
        out += &list.to_json();
    }
    out + "}"
}

fn head(out: &mut String, name: &str, namespace: &str) {
    out.push_str(",\"metadata\":{\"name\":");
    write_string(out, name);
    out.push_str(",\"namespace\":");
    write_string(out, namespace);
    out.push('}');
}
