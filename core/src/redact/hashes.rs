//! The hashes of credentials, which change with the credentials.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::docker_config::{self, Format};
use crate::json::Value;
use crate::kubelet::verification::CredentialHash;
use crate::pull_secret::SecretObject;
use crate::text::documents;

/// Of each hash the one that stands in its place.
#[derive(Debug, Default)]
pub(super) struct Hashes(BTreeMap<String, String>);

impl Hashes {
    /// From the credentials of a text to those of the same text with placeholders. Where the two
    /// are not of one structure, none is known.
    pub(super) fn between(old: &str, new: &str) -> Self {
        let [old, new] = [old, new].map(all);
        if old.len() != new.len() {
            return Self::default();
        }
        let kept = new.iter().map(|it| (it.clone(), it.clone()));
        let changed = old.into_iter().zip(new.iter().cloned());
        Self(kept.chain(changed).collect())
    }

    pub(super) fn of(&self, hash: &str) -> Option<&str> {
        self.0.get(hash).map(String::as_str)
    }
}

/// The hashes of all credentials in the Secrets of a text, in their order.
fn all(text: &str) -> Vec<String> {
    let mut hashes = Vec::new();
    for document in documents(text).docs {
        let items = document.root.get("items").and_then(Value::as_array).unwrap_or_default();
        for object in core::iter::once(&document.root).chain(items) {
            if object.get("kind").and_then(Value::as_str) == Some("Secret") {
                of_secret(object, &mut hashes);
            }
        }
    }
    hashes
}

fn of_secret(object: &Value<'_>, hashes: &mut Vec<String>) {
    for (key, value) in SecretObject::read(object).data() {
        let format = match key {
            ".dockerconfigjson" => Format::ConfigJson,
            ".dockercfg" => Format::DockerCfg,
            _ => continue,
        };
        let Ok(config) = docker_config::decode(format, value) else { continue };
        let of = |it: &docker_config::Entry| CredentialHash::of(&it.credential).expose().to_owned();
        hashes.extend(config.entries.iter().map(of));
    }
}
