//! What a person should know of the credentials of one image.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::credentials::Lookups;
use super::edit;
use super::image::{Context, Say};
use super::near::{self, Near};
use super::outcome::capital;
use super::report::{
    Credentials, ImageReport, OutcomeKind, Parts, PullSecretState, PullSecretsFrom, TriedKey,
};
use crate::docker_config::without_user;
use crate::finding::{Finding, Fix, Severity};
use crate::keyring::Rule;
use crate::kubectl::CreateSecret;

/// The findings about the credentials of an image.
pub(super) fn credentials(
    context: &Context<'_, '_>,
    report: &ImageReport,
    lookups: &mut Lookups<'_>,
    say: &mut Say<'_>,
) {
    let Ok(parts) = &report.reference else { return };
    let Some(credentials) = &report.credentials else {
        if report.outcome.kind == OutcomeKind::NotLookedUp {
            let message = "there are more keys than are compared; paste fewer documents";
            let finding = Finding::new("keyring/not-looked-up", Severity::Warning, message);
            say(context.document, finding.at(&*report.path, report.span.clone()));
        }
        return;
    };
    let used = credentials.in_order();
    for key in &used {
        half_segment(context, report, parts, key, say);
    }
    if used.is_empty() && credentials.blocked_by.is_none() {
        none_fits(context, report, parts, credentials, lookups, say);
    } else if let [first, others @ ..] = used.as_slice()
        && let Some(second) = others.iter().find(|it| it.credential != first.credential)
    {
        let message = format!(
            "{} credentials fit {}: the kubelet tries {} first and then {}, until the registry \
             accepts one; clients such as crane and Knative use the first one only",
            used.len(),
            report.image,
            named(context, first),
            named(context, second)
        );
        let finding = Finding::new("keyring/several-credentials", Severity::Info, message)
            .at(&*report.path, report.span.clone())
            .with("the first", first.span.clone())
            .with("the second", second.span.clone())
            .about(first.id())
            .about(second.id());
        say(context.document, finding);
    }
}

/// `Secret regcred (key quay.io)`.
fn named(context: &Context<'_, '_>, key: &TriedKey) -> String {
    format!("{} (key {})", holder(context, key), key.key)
}

/// `Secret regcred`, or the file of the node.
fn holder(context: &Context<'_, '_>, key: &TriedKey) -> String {
    let report = &context.snapshot.held[key.secret].report;
    match report.namespace {
        Some(_) => format!("Secret {}", report.name),
        None => format!("the node's {}", report.name),
    }
}

/// No key fits: the one that was meant, or the Secret that is not named, or neither.
fn none_fits(
    context: &Context<'_, '_>,
    report: &ImageReport,
    parts: &Parts,
    credentials: &Credentials,
    lookups: &mut Lookups<'_>,
    say: &mut Say<'_>,
) {
    let near = near::nearest(&credentials.keys, parts);
    let is_sure = near.as_ref().is_some_and(|it| it.code != "keyring/path-differs");
    if !is_sure && not_named(context, report, parts, lookups, say) {
        return;
    }
    if let Some(near) = near {
        return near_miss(context, report, parts, &near, say);
    }
    // What is wrong with the Secret was said there, and leaves no key that could fit.
    let no_key = |it: &TriedKey| matches!(it.refused_by, Some(Rule::NotAUrl(_)));
    if context.pod.told.blamed && credentials.keys.iter().all(no_key) {
        return;
    }
    let is_used = |it: &&super::PullSecretUse| it.state == PullSecretState::Used;
    if let Some(first) = context.pod.pull_secrets.iter().find(is_used) {
        let message = format!(
            "the pull Secrets hold no key for {}, so it is asked without a password; a public image \
             can still be pulled",
            parts.registry.value
        );
        let mut finding = Finding::new("keyring/no-key-fits", Severity::Warning, message)
            .at(&*report.path, report.span.clone());
        if context.pod.pull_secrets_from != PullSecretsFrom::Pasted {
            finding = finding.with("the pull Secret", first.span.clone());
        }
        say(context.document, finding);
    }
}

fn near_miss(
    context: &Context<'_, '_>,
    report: &ImageReport,
    parts: &Parts,
    near: &Near<'_>,
    say: &mut Say<'_>,
) {
    let held = &context.snapshot.held[near.key.secret];
    let message = format!(
        "{} has a key for {}, the image is {}: {}; no credential is sent",
        capital(&holder(context, near.key)),
        near.key.key,
        parts.repository_name,
        near.why
    );
    let fix = near.instead.as_ref().map(|instead| {
        let edit = held.place.replace(&held.config.entries[near.key.entry].key_span, instead);
        let command = held.report.namespace.as_ref().map(|namespace| {
            let user = near.key.credential.username.as_str();
            let name = &held.report.name;
            CreateSecret::for_registry(name, namespace, instead, user).to_string()
        });
        let edits = edit.into_iter().collect();
        Fix { title: format!("Write the key as {instead}"), edits, command }
    });
    let finding = Finding::new(near.code, Severity::Warning, message)
        .at(held.key_path(), near.key.span.clone())
        .with("the image", report.span.clone())
        .about(near.key.id())
        .fixed_by(fix);
    say(held.report.document, finding);
}

/// A Secret of the namespace that would fit, if the Pod named it. Whether there is one.
fn not_named(
    context: &Context<'_, '_>,
    report: &ImageReport,
    parts: &Parts,
    lookups: &mut Lookups<'_>,
    say: &mut Say<'_>,
) -> bool {
    if context.pod.pull_secrets_from == PullSecretsFrom::Pasted {
        return false;
    }
    let Some(key) = lookups.unnamed(context.pod.namespace, &parts.repository_name) else {
        return false;
    };
    let held = &context.snapshot.held[key.secret];
    let entry = &held.config.entries[key.entry];
    let name = &held.report.name;
    if context.pod.told.names.contains(name) {
        return true;
    }
    let account = context.pod.service_account;
    let unless = match context.pod.pull_secrets_from {
        PullSecretsFrom::Unknown => format!(
            ", and its ServiceAccount {account} is not here to tell whether it does: as far as the text \
             tells,"
        ),
        PullSecretsFrom::Nowhere => format!(", and neither does its ServiceAccount {account}:"),
        _ => ":".to_string(),
    };
    let message = format!(
        "Secret {name} has a key that fits ({}), but the Pod does not name it in \
         imagePullSecrets{unless} no credential is sent",
        without_user(&entry.key)
    );
    // The list of a Pod that exists cannot be changed.
    let can_be_changed = !(context.pod.is_live && context.pod.kind == "Pod");
    let edit = context
        .spec
        .filter(|_| can_be_changed)
        .and_then(|spec| edit::add_names(context.text, spec, "imagePullSecrets", &[name]));
    let fix = edit.map(|edit| Fix {
        title: format!("Name Secret {name} in imagePullSecrets"),
        edits: Vec::from([edit]),
        command: None,
    });
    let finding = Finding::new("pull-secret/not-named", Severity::Warning, message)
        .at(&*report.path, report.span.clone())
        .with("the key", held.place.of(&entry.key_span))
        .about(key)
        .fixed_by(fix);
    say(context.document, finding);
    true
}

/// A key whose path ends within a segment fits repositories that it was not meant for.
fn half_segment(
    context: &Context<'_, '_>,
    report: &ImageReport,
    parts: &Parts,
    key: &TriedKey,
    say: &mut Say<'_>,
) {
    let Some((_, path)) = key.index_key.split_once('/') else { return };
    let repository = &parts.repository.value;
    let Some(rest) = repository.strip_prefix(path) else { return };
    if path.is_empty() || path.ends_with('/') || rest.is_empty() || rest.starts_with('/') {
        return;
    }
    let held = &context.snapshot.held[key.secret];
    let message = format!(
        "key {} fits {} as well, because paths are compared byte by byte and not segment by \
         segment: its credential is sent there",
        key.key, parts.repository_name
    );
    let finding = Finding::new("keyring/half-segment", Severity::Warning, message)
        .at(held.key_path(), key.span.clone())
        .with("the image", report.span.clone())
        .about(key.id());
    say(held.report.document, finding);
}

/// The sentence for a list of keys in their turn: `quay.io of Secret a, then …`.
pub(super) fn turns(context: &Context<'_, '_>, used: &[&TriedKey]) -> String {
    const SHOWN: usize = 8;
    let mut words: Vec<String> = used
        .iter()
        .take(SHOWN)
        .map(|key| format!("{} of {}", key.key, holder(context, key)))
        .collect();
    if used.len() > SHOWN {
        words.push(format!("{} more", used.len() - SHOWN));
    }
    match words.is_empty() {
        true => "none".to_string(),
        false => words.join(", then "),
    }
}
