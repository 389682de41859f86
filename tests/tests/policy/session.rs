//! Recorded host calls, in the format that `kwctl run --record-host-capabilities-interactions`
//! writes and `--replay-host-capabilities-interactions` reads.
//!
//! ```yaml
//! - type: Exchange
//!   request: |
//!     !KubernetesGetResource
//!     api_version: v1
//!     …
//!   response:
//!     type: Success
//!     payload: '{"kind":"Secret", …}'
//! ```
//!
//! A session is replayed strictly in order; a request that is not the next one is answered with an
//! error of the host, as `kwctl` does it.

use std::sync::{Arc, Mutex};

use pullscope_core::json::Value as Yaml;
use pullscope_core::{base64, text};
use serde_json::{Value, json};

use crate::generated;
use crate::settings::to_json;

/// What the host is asked, in order, and what it answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Session {
    exchanges: Vec<(Value, Result<String, String>)>,
    /// Whether anything else is answered, too: with what `generated::reply` makes of this seed.
    anything: Option<u64>,
    /// What a cluster has that is asked in any order, where there is one.
    cluster: Option<Vec<Value>>,
}

impl Session {
    /// Reads a session.
    #[track_caller]
    pub(crate) fn of(session: &str) -> Self {
        let documents = text::documents(session);
        assert!(documents.docs[0].error.is_none(), "the session is no YAML");
        let exchanges = documents.docs[0].root.as_array().expect("a list of exchanges");
        Self { exchanges: exchanges.iter().map(exchange).collect(), ..Self::default() }
    }

    /// A session of `tests/fixtures/policy/sessions/`.
    #[track_caller]
    pub(crate) fn file(name: &str) -> Self {
        let file = format!("{}/fixtures/policy/sessions/{name}", env!("CARGO_MANIFEST_DIR"));
        Self::of(&std::fs::read_to_string(&file).unwrap_or_else(|err| panic!("{file}: {err}")))
    }

    /// A host that answers anything, in any order.
    pub(crate) fn of_anything(seed: u64) -> Self {
        Self { anything: Some(seed), ..Self::default() }
    }

    /// A cluster that has these objects, and no other.
    pub(crate) fn of_cluster(objects: Vec<Value>) -> Self {
        Self { cluster: Some(objects), ..Self::default() }
    }

    /// The same with one more object that the cluster has.
    pub(crate) fn resource(self, kind: &str, namespace: &str, name: &str, object: &Value) -> Self {
        self.and(get(kind, namespace, name), Ok(object.to_string()))
    }

    /// The same with one more object that the cluster has not.
    pub(crate) fn no_resource(self, kind: &str, namespace: &str, name: &str) -> Self {
        let text =
            format!("Cannot find v1/{kind} named '{name}' inside of namespace '{namespace}'");
        self.and(get(kind, namespace, name), Err(text))
    }

    /// The same with one more error of the host in place of an object.
    pub(crate) fn failed(self, kind: &str, namespace: &str, name: &str, error: &str) -> Self {
        self.and(get(kind, namespace, name), Err(error.to_owned()))
    }

    /// The same with one more digest, or error, of a registry.
    pub(crate) fn digest(self, image: &str, digest: Result<&str, &str>) -> Self {
        let reply = digest.map(|it| json!({"digest": it}).to_string()).map_err(str::to_owned);
        self.and(json!({"!": "OciManifestDigest", "image": image}), reply)
    }

    /// The same with one more exchange.
    pub(crate) fn and(mut self, request: Value, response: Result<String, String>) -> Self {
        self.exchanges.push((request, response));
        self
    }

    /// The same without the digests of registries.
    pub(crate) fn without_digests(&self) -> Self {
        let is_kept = |it: &&(Value, _)| it.0["!"] != "OciManifestDigest";
        let exchanges = self.exchanges.iter().filter(is_kept).cloned().collect();
        Self { exchanges, ..self.clone() }
    }

    /// A host that has this session before it.
    pub(crate) fn player(&self) -> Player {
        Player { session: Arc::new(self.clone()), at: Arc::default() }
    }
}

/// A host call as `kwctl` records one, with its tag under `!`.
fn get(kind: &str, namespace: &str, name: &str) -> Value {
    let fields = match kind {
        "Secret" => json!(["data", "metadata.name", "type"]),
        _ => json!(["imagePullSecrets", "metadata.annotations", "metadata.name"]),
    };
    json!({
        "!": "KubernetesGetResource", "api_version": "v1", "kind": kind, "name": name,
        "namespace": namespace, "disable_cache": false, "field_masks": fields
    })
}

fn exchange(exchange: &Yaml<'_>) -> (Value, Result<String, String>) {
    let text = |value: &Yaml<'_>, key: &str| {
        let found = value.get(key).and_then(Yaml::as_str);
        found.unwrap_or_else(|| panic!("{key} is missing in an exchange")).to_owned()
    };
    assert_eq!(text(exchange, "type"), "Exchange");
    let request = text(exchange, "request");
    let (tag, members) = request.split_once('\n').expect("a tag and its members");
    let documents = text::documents(members);
    let mut request = to_json(&documents.docs[0].root);
    request["!"] = tag.strip_prefix('!').expect("a tag").into();
    let response = exchange.get("response").expect("a response");
    let answer = match text(response, "type").as_str() {
        "Success" => Ok(text(response, "payload")),
        _ => Err(text(response, "message")),
    };
    (request, answer)
}

/// The object that is asked for. One without a namespace is in `default`.
fn found(objects: &[Value], request: &Value) -> Result<Vec<u8>, String> {
    let is_it = |it: &&Value| {
        let namespace = it["metadata"]["namespace"].as_str().unwrap_or("default");
        it["kind"] == request["kind"]
            && it["metadata"]["name"] == request["name"]
            && request["namespace"] == namespace
    };
    match objects.iter().find(is_it) {
        Some(object) => Ok(stored(object).to_string().into_bytes()),
        None => Err(format!(
            "Cannot find v1/{} named '{}' inside of namespace '{}'",
            request["kind"].as_str().unwrap_or_default(),
            request["name"].as_str().unwrap_or_default(),
            request["namespace"].as_str().unwrap_or_default()
        )),
    }
}

/// A Secret as the API server stores it: `stringData` is a part of `data`.
fn stored(object: &Value) -> Value {
    let mut object = object.clone();
    let texts = object.as_object_mut().and_then(|it| it.remove("stringData"));
    for (key, text) in texts.as_ref().and_then(Value::as_object).into_iter().flatten() {
        let text = text.as_str().unwrap_or_default();
        object["data"][key] = base64::encode(text.as_bytes()).into();
    }
    object
}

/// A session that is being replayed.
#[derive(Clone)]
pub(crate) struct Player {
    session: Arc<Session>,
    at: Arc<Mutex<usize>>,
}

impl Player {
    /// Answers a host call.
    pub(crate) fn answer(
        &self,
        binding: &str,
        namespace: &str,
        operation: &str,
        payload: &[u8],
    ) -> Result<Vec<u8>, String> {
        assert_eq!(binding, "kubewarden");
        let payload: Value = serde_json::from_slice(payload).expect("a payload is JSON");
        let request = match (namespace, operation) {
            ("kubernetes", "get_resource") => {
                let mut request = payload;
                request["!"] = "KubernetesGetResource".into();
                request
            }
            ("oci", "v1/manifest_digest") => json!({"!": "OciManifestDigest", "image": payload}),
            other => panic!("no capability of Kubewarden: {other:?}"),
        };
        if let Some(seed) = self.session.anything {
            return generated::reply(seed, &request).map(String::into_bytes);
        }
        if let Some(objects) = &self.session.cluster {
            return found(objects, &request);
        }
        let mut at = self.at.lock().expect("no other thread failed");
        let Some((expected, answer)) = self.session.exchanges.get(*at) else {
            return Err("the session has ended".to_owned());
        };
        if *expected != request {
            return Err(format!("unexpected request: {request}, the next one is {expected}"));
        }
        *at += 1;
        answer.clone().map(String::into_bytes)
    }

    /// How many exchanges were not asked for.
    pub(crate) fn left(&self) -> usize {
        self.session.exchanges.len() - *self.at.lock().expect("no other thread failed")
    }
}
