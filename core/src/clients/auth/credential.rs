//! The Rust crate docker_credential: kwctl and policy-server.

use alloc::string::String;
use alloc::vec::Vec;

use super::answer::{self, Gives, Outcome, Rule, Sent, Take, Why};
use super::containers::hub_alias;
use super::file::{self, Entry};
use crate::base64::{self, Alphabet};
use crate::clients::reference::Parser;
use crate::credential::Password;

/// The registry host as a key, then the host of a key that is a URL.
///
/// Upstream: `extract_credential` in docker_credential `src/lib.rs`, asked for the registry that
/// oci-client resolves.
pub(super) fn crate_(config: &[u8], image: &str) -> Outcome {
    let parsed = match Parser::OciSpec.parse(image) {
        Ok(parsed) => parsed,
        Err(why) => return Outcome::ImageRefused(why),
    };
    let file = match file::serde(config) {
        Ok(file) => file,
        Err(refusal) => return Outcome::FileRefused(refusal),
    };
    // oci-client connects to Docker Hub by this name.
    let server = match &*parsed.registry() {
        "docker.io" => String::from("index.docker.io"),
        registry => String::from(registry),
    };
    let asks = |program: &str, member| Outcome::Asks {
        program: program.into(),
        about: server.clone(),
        member,
        then: None,
    };
    if let Some(program) = file.helpers.get(&server).filter(|it| !it.is_empty()) {
        return asks(program, "credHelpers");
    }
    let host = hub_alias(&server);
    let by_host: Vec<&Entry> =
        file.entries.iter().filter(|entry| key_host(&entry.key) == host).collect();
    let found: Vec<Option<Take>> = match file.entry(&server) {
        Some(exact) if by_host.is_empty() => Vec::from([take(exact, exact, Rule::Exact)]),
        Some(exact) => by_host.iter().map(|other| take(exact, other, Rule::Exact)).collect(),
        None => by_host.iter().map(|entry| take(entry, entry, Rule::Normalized)).collect(),
    };
    if found.is_empty() && file.store.is_empty() {
        return answer::no_key(&[&server]);
    }
    if found.iter().all(Option::is_none) && !file.store.is_empty() {
        return asks(&file.store, "credsStore");
    }
    let mut takes: Vec<Take> = Vec::new();
    for (take, entry) in found.into_iter().zip(by_host.iter().copied().chain(file.entry(&server))) {
        let take = take.unwrap_or_else(|| {
            let gives = match file.store.as_str() {
                "" => Gives::Nothing(Why::Blank),
                store => Gives::Asks(store.into()),
            };
            of(entry, Rule::Normalized, gives)
        });
        if !takes.contains(&take) {
            takes.push(take);
        }
    }
    answer::takes(takes)
}

fn of(entry: &Entry, rule: Rule, gives: Gives) -> Take {
    Take { key: entry.key.clone(), key_span: entry.key_span.clone(), rule, gives }
}

/// What stands under the first key that fits; user name and password are looked for under the second
/// too. `None` when neither holds anything.
fn take(entry: &Entry, other: &Entry, rule: Rule) -> Option<Take> {
    if let Some(token) = &entry.identity_token {
        let identity_token = Password::new(token.as_bytes());
        return Some(of(entry, rule, Gives::Sends(Sent { identity_token, ..Sent::default() })));
    }
    let login = |entry: &Entry| {
        let (user, password) = (entry.username.as_ref()?, entry.password.as_ref()?);
        Some(Sent {
            username: user.as_bytes().to_vec(),
            password: Password::new(password.as_bytes()),
            ..Sent::default()
        })
    };
    let (written, holder, by) = match login(entry) {
        Some(sent) => (Some(sent), entry, rule),
        None => (login(other), other, Rule::Normalized),
    };
    match (&entry.auth, written) {
        (Some(auth), written) => Some(of(
            entry,
            rule,
            match decode(auth) {
                Err(why) => Gives::Stops(why),
                Ok(sent) if written.is_some_and(|written| written != sent) => {
                    Gives::Stops(Why::Mismatch)
                }
                Ok(sent) => Gives::Sends(sent),
            },
        )),
        (None, Some(sent)) => Some(of(holder, by, Gives::Sends(sent))),
        (None, None) => None,
    }
}

/// Base64 of the standard alphabet, in which padding may be missing and nothing is skipped.
///
/// Upstream: `decode_auth` in docker_credential `src/lib.rs`, and `Indifferent` of the crate base64.
fn decode(auth: &str) -> Result<Sent, Why> {
    let text = auth.trim_end_matches('=');
    let decoded =
        base64::decode(Alphabet::Unpadded, text.as_bytes()).map_err(|_| Why::NotBase64)?;
    let canonical = base64::encode(&decoded);
    let is_exact = canonical.trim_end_matches('=') == text;
    if !is_exact || auth.len() > canonical.len() {
        return Err(Why::NotBase64);
    }
    let decoded = String::from_utf8(decoded).map_err(|_| Why::NotText)?;
    let (user, password) = decoded.split_once(':').ok_or(Why::NoColon)?;
    Ok(Sent {
        username: user.as_bytes().to_vec(),
        password: Password::new(password.as_bytes()),
        ..Sent::default()
    })
}

/// Upstream: `normalize_key_to_registry` in docker_credential `src/config.rs`.
fn key_host(key: &str) -> &str {
    let stripped = key.strip_prefix("http://").or_else(|| key.strip_prefix("https://"));
    hub_alias(stripped.map_or(key, |rest| rest.split('/').next().unwrap_or_default()))
}
