//! What becomes of an image, in one sentence.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::report::{
    Credentials, Outcome, OutcomeKind, Parts, Policy, PullSecretState, PullSecretUse, Refusal,
    Source, TriedKey,
};
use crate::finding::{Finding, Severity};
use crate::keyring::Rule;
use crate::pull_policy::PullPolicy;

/// What becomes of an image. `refused` is why the API server does not accept the object.
pub(super) fn of(
    refused: Option<String>,
    reference: &Result<Parts, Refusal>,
    policy: &Policy,
    credentials: Option<&Credentials>,
    pull_secrets: &[PullSecretUse],
) -> Outcome {
    let (kind, sentence) = if let Some(reason) = refused {
        let sentence = format!("The API server refuses the object: {reason}.");
        (OutcomeKind::RefusedByApiServer, sentence)
    } else if let Err(refusal) = reference {
        let sentence = format!("InvalidImageName: {}.", refusal.sentence);
        (OutcomeKind::InvalidImageName, sentence)
    } else if policy.policy == Some(PullPolicy::Never) {
        let sentence = "Is never pulled: without the image on the node the container waits with \
                        ErrImageNeverPull.";
        (OutcomeKind::NeverPulled, sentence.to_string())
    } else {
        pulled(policy, credentials, pull_secrets)
    };
    Outcome { kind, sentence }
}

fn pulled(
    policy: &Policy,
    credentials: Option<&Credentials>,
    pull_secrets: &[PullSecretUse],
) -> (OutcomeKind, String) {
    let unless = match policy.policy {
        Some(PullPolicy::Always) | None => "",
        Some(_) => "unless the node has the image, ",
    };
    let Some(credentials) = credentials else {
        let sentence = "There are too many keys to compare them for this image.";
        return (OutcomeKind::NotLookedUp, sentence.to_string());
    };
    if let Some(blocked) = credentials.blocked_by {
        let name = pull_secrets.get(blocked).map_or("", |it| it.name.as_str());
        let sentence = capital(&format!(
            "{unless}the pull is not even tried, because the kubelet cannot decode Secret {name}."
        ));
        return (OutcomeKind::BrokenSecret, sentence);
    }
    let mut used: Vec<&TriedKey> =
        credentials.keys.iter().filter(|it| it.place.is_some()).collect();
    used.sort_by_key(|it| it.place);
    let Some(first) = used.first() else {
        let without = format!("{unless}the registry is asked without a password.");
        return match (credentials.keys.is_empty(), pull_secrets.is_empty()) {
            (false, _) => (OutcomeKind::NoKeyFits, format!("No key fits: {without}")),
            (true, false) => {
                (OutcomeKind::NoKeyFits, format!("The pull Secrets give no key: {without}"))
            }
            (true, true) => (OutcomeKind::Anonymous, format!("No credentials: {without}")),
        };
    };
    let source = match first.source {
        Source::PullSecret(number) => {
            format!("Secret {}", pull_secrets.get(number).map_or("", |it| it.name.as_str()))
        }
        Source::Node(_) => "the node's own file".to_string(),
    };
    let (source, key) = (source, &first.key);
    if used.iter().all(|it| it.credential.is_blank) {
        let sentence = capital(&format!(
            "{unless}pulls with a blank credential from {source} (key {key}), which most \
             registries take for none."
        ));
        return (OutcomeKind::WithBlankCredential, sentence);
    }
    let sentence = match used.len() {
        1 => format!("{unless}pulls with the credential from {source} (key {key})."),
        count => format!(
            "{unless}pulls with the first of {count} credentials that the registry accepts, \
             beginning with {source} (key {key})."
        ),
    };
    (OutcomeKind::WithCredential, capital(&sentence))
}

fn capital(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
}

/// What a person should know of the credentials of an image. A finding without a span is about the
/// image.
pub(super) fn findings(
    outcome: &Outcome,
    reference: &Result<Parts, Refusal>,
    credentials: Option<&Credentials>,
    pull_secrets: &[PullSecretUse],
) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |code, severity, span, message| {
        found.push(Finding { span, ..Finding::new(code, severity, message) });
    };
    match outcome.kind {
        OutcomeKind::NotLookedUp => {
            let message = "there are more keys than are compared; paste fewer documents";
            say("keyring/not-looked-up", Severity::Warning, None, message.to_string());
        }
        OutcomeKind::NoKeyFits => {
            let used = pull_secrets.iter().any(|it| it.state == PullSecretState::Used);
            // A key with another path may well be meant for another image; it is named last.
            let near = credentials
                .into_iter()
                .flat_map(|it| &it.keys)
                .filter_map(|key| {
                    let host = &reference.as_ref().ok()?.registry.value;
                    Some((key, near_miss(key, host)?))
                })
                .min_by_key(|(key, _)| matches!(key.refused_by, Some(Rule::Path { .. })));
            match near {
                Some((key, fix)) => {
                    let message = format!(
                        "key {} does not fit: {}; the kubelet sends no credential{fix}",
                        key.key, key.sentence
                    );
                    say("keyring/near-miss", Severity::Warning, Some(key.span.clone()), message);
                }
                None if used => {
                    let message = "the pull Secrets hold no key for this registry, so it is asked \
                                   without a password; a public image can still be pulled";
                    say("keyring/no-key-fits", Severity::Warning, None, message.to_string());
                }
                None => {}
            }
        }
        _ => {}
    }
    found
}

/// Whether a key was meant for a registry, and what to change then.
fn near_miss(key: &TriedKey, registry: &str) -> Option<String> {
    let name = |host: &str| match host.rfind(']') {
        Some(end) => host[..=end].to_string(),
        None => host.split(':').next().unwrap_or_default().to_string(),
    };
    let host = key.index_key.split('/').next().unwrap_or_default();
    let meant = name(host).eq_ignore_ascii_case(&name(registry));
    match &key.refused_by {
        Some(Rule::Port { .. }) if meant => Some(format!(": write the key as {registry}")),
        Some(Rule::Path { .. }) if meant => {
            Some(": shorten its path to one that the repository begins with".to_string())
        }
        Some(Rule::Label { .. }) if meant => Some(format!(": write the key as {registry}")),
        Some(Rule::Label { .. } | Rule::LabelCount { .. }) => {
            let hub = ["registry-1.docker.io", "hub.docker.com", "registry.hub.docker.com"];
            let is_hub = registry == "docker.io" && hub.contains(&host);
            is_hub.then(|| ": write the key as https://index.docker.io/v1/".to_string())
        }
        Some(Rule::Scheme { .. }) if key.key.contains(registry) => {
            Some(format!(": write the key as {registry}"))
        }
        _ => None,
    }
}
