//! containers/image: podman, skopeo and CRI-O's library.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::answer::{self, Gives, Order, Outcome, Rule, Sent, Take, Why};
use super::docker::trim_nul;
use super::file::{self, Entry, Refusal};
use crate::base64::{self, Alphabet};
use crate::clients::reference::Parser;
use crate::credential::Password;

/// Keys segment by segment, then what a key is without its scheme.
///
/// Upstream: `GetCredentialsForRef` and `findCredentialsInFile` in containers/image
/// `pkg/docker/config/config.go`.
pub(super) fn library(config: &[u8], image: &str) -> Outcome {
    let parsed = match Parser::Containers.parse(image) {
        Ok(parsed) => parsed,
        Err(why) => return Outcome::ImageRefused(why),
    };
    let file = match file::containers(config) {
        Ok(file) => file,
        Err(refusal) => return Outcome::FileRefused(refusal),
    };
    let name = match &*parsed.registry() {
        // A first component that looks like a host and is none.
        "" => parsed.repository().to_string(),
        registry => format!("{registry}/{}", parsed.repository()),
    };
    let registry = name.split('/').next().unwrap_or_default();
    if let Some(program) = file.helpers.get(registry) {
        if program.is_empty() {
            let why = format!("credHelpers names no program for {registry}");
            return Outcome::FileRefused(Refusal::new(why, 0..config.len()));
        }
        return Outcome::Asks {
            program: program.clone(),
            about: registry.into(),
            member: "credHelpers",
            then: None,
        };
    }
    let mut parent = Some(name.as_str());
    while let Some(key) = parent {
        if let Some(entry) = file.entry(key) {
            let takes = Vec::from([take(entry, Rule::Longest)]);
            return Outcome::Takes { takes, order: Order::One };
        }
        parent = key.rsplit_once('/').map(|(parent, _)| parent);
    }
    let host = hub_alias(registry);
    let takes: Vec<Take> = file
        .entries
        .iter()
        .filter(|entry| key_host(&entry.key) == host)
        .map(|entry| take(entry, Rule::Normalized))
        .collect();
    if takes.is_empty() { answer::no_key(&[&name, registry]) } else { answer::takes(takes) }
}

/// Upstream: `normalizeAuthFileKey` in containers/image `pkg/docker/config/config.go`.
fn key_host(key: &str) -> &str {
    let stripped = key.strip_prefix("http://").unwrap_or(key);
    let stripped = stripped.strip_prefix("https://").unwrap_or(stripped);
    let is_url = stripped.len() != key.len();
    hub_alias(if is_url { stripped.split('/').next().unwrap_or_default() } else { stripped })
}

/// Docker Hub's names are one.
///
/// Upstream: `normalizeRegistry` in containers/image `pkg/docker/config/config.go`, which
/// docker_credential follows.
pub(super) fn hub_alias(registry: &str) -> &str {
    match registry {
        "registry-1.docker.io" | "docker.io" => "index.docker.io",
        registry => registry,
    }
}

fn take(entry: &Entry, rule: Rule) -> Take {
    Take { key: entry.key.clone(), key_span: entry.key_span.clone(), rule, gives: gives(entry) }
}

/// Upstream: `decodeDockerAuth` in containers/image `pkg/docker/config/config.go`.
fn gives(entry: &Entry) -> Gives {
    let auth = entry.auth.as_deref().unwrap_or_default();
    let Ok(decoded) = base64::decode(Alphabet::Padded, auth.as_bytes()) else {
        return Gives::Stops(Why::NotBase64);
    };
    let Some(colon) = decoded.iter().position(|&byte| byte == b':') else {
        return Gives::Nothing(match (decoded.is_empty(), entry.has_login) {
            (true, true) => Why::NoAuth,
            (true, false) => Why::Blank,
            (false, _) => Why::NoColon,
        });
    };
    let sent = Sent {
        username: decoded[..colon].to_vec(),
        password: Password::new(trim_nul(&decoded[colon + 1..])),
        identity_token: Password::new(entry.identity_token.clone().unwrap_or_default()),
        registry_token: Password::default(),
    };
    if sent.is_blank() { Gives::Nothing(Why::Blank) } else { Gives::Sends(sent) }
}
