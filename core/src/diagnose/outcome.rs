//! What becomes of an image, in one sentence.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::report::{
    Credentials, ImageProvider, Outcome, OutcomeKind, Parts, PullSecretUse, Refusal, Refused,
    Source,
};
use crate::kubelet::NodeAccess;
use crate::kubelet::pull::{Decided, Rule};
use crate::version::Version;

/// How a sentence ends where the kubelet has nothing to hand over.
pub(super) const BARE: &str = "the registry is asked without a password.";
/// How it begins where nothing could be meant for the image.
pub(super) const NO_CREDENTIALS: &str = "No credentials: ";

/// What a kubelet has to pull with.
pub(super) struct Found<'f> {
    pub(super) credentials: Option<&'f Credentials>,
    pub(super) providers: &'f [ImageProvider],
    /// The pull Secrets of the Pod.
    pub(super) uses: &'f [PullSecretUse],
    /// What the runtime says of the name, where it refuses it.
    pub(super) refusal: Option<&'f str>,
}

/// What becomes of an image. `refused` is why the API server does not accept the object, `broken` why
/// the kubelet does not start.
pub(super) fn of(
    refused: Option<&Refused>,
    broken: Option<String>,
    reference: &Result<Parts, Refusal>,
    decided: Option<Decided>,
    access: NodeAccess,
    found: &Found<'_>,
    version: Version,
) -> Outcome {
    let credentials = found.credentials;
    let (kind, sentence) = if let Some(refused) = refused {
        let sentence = format!("The API server refuses the object: {}.", refused.sentence);
        (OutcomeKind::RefusedByApiServer, sentence)
    } else if let Some(broken) = broken {
        (OutcomeKind::KubeletDoesNotStart, broken)
    } else if let Err(refusal) = reference {
        let sentence = format!("InvalidImageName: {}.", refusal.sentence);
        (OutcomeKind::InvalidImageName, sentence)
    } else if let Some(refusal) = found.refusal
        && decided.is_some_and(|it| it.rule != Rule::Always || version.inspects_before_always())
    {
        let sentence = format!(
            "ImageInspectError: the runtime cannot say whether the node has the image, because it \
             refuses the name: {refusal}."
        );
        (OutcomeKind::RefusedByRuntime, sentence)
    } else {
        match decided.map(|it| it.rule) {
            Some(Rule::NeverUnknown) => {
                let sentence = "Is never pulled: without the image on the node the container waits \
                                with ErrImageNeverPull.";
                (OutcomeKind::NeverPulled, sentence.to_string())
            }
            Some(Rule::NeverAbsent) => {
                let sentence = "ErrImageNeverPull: the policy is Never, and the node does not have \
                                the image.";
                (OutcomeKind::NotOnNode, sentence.to_string())
            }
            Some(Rule::NeverDenied) => {
                let sentence = "ErrImageNeverPull: the policy is Never, and this Pod may not use the \
                                image that the node has.";
                (OutcomeKind::NotOnNode, sentence.to_string())
            }
            Some(Rule::NeverPresent | Rule::IfNotPresentPresent)
                if access == NodeAccess::BrokenSecret =>
            {
                let sentence = "Waits although the node has the image: whether the Pod may use it \
                                depends on its pull Secrets, and the kubelet cannot decode one.";
                (OutcomeKind::BrokenSecret, sentence.to_string())
            }
            Some(Rule::NeverPresent | Rule::IfNotPresentPresent)
                if version.reads_pull_secrets_for_present_images()
                    && credentials.is_some_and(|it| it.blocked_by.is_some()) =>
            {
                let sentence = format!(
                    "Waits although the node has the image: {version} reads the pull Secrets first, \
                     and cannot decode one."
                );
                (OutcomeKind::BrokenSecret, sentence)
            }
            Some(Rule::NeverPresent | Rule::IfNotPresentPresent) => {
                let sentence = "Starts without a pull: the node has the image.";
                (OutcomeKind::OnNode, sentence.to_string())
            }
            rule => {
                let lead = match rule {
                    Some(Rule::IfNotPresentUnknown) => "unless the node has the image, ",
                    Some(Rule::IfNotPresentDenied) => "although the node has the image, ",
                    _ => "",
                };
                pulled(lead, found)
            }
        }
    };
    Outcome { kind, sentence }
}

fn pulled(unless: &str, found: &Found<'_>) -> (OutcomeKind, String) {
    let Found { credentials, providers, uses: pull_secrets, refusal } = *found;
    if let Some(refusal) = refusal
        && credentials.is_none_or(|it| it.blocked_by.is_none())
    {
        let sentence =
            format!("ErrImagePull: the runtime refuses the name, and asks no registry: {refusal}.");
        return (OutcomeKind::RefusedByRuntime, sentence);
    }
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
    let used = credentials.in_order();
    let plugins = plugins(providers);
    let Some(first) = used.first() else {
        if let Some(first) = plugins.first() {
            let sentence = match first.used.first() {
                Some(key) => {
                    let sentence = format!(
                        "{unless}pulls with the credential that provider {} has answered (key {key}).",
                        first.name
                    );
                    return (OutcomeKind::WithCredential, capital(&sentence));
                }
                None => format!(
                    "{unless}pulls with what {} answers, which is not known here, and without a \
                     password if that is nothing.",
                    named(&plugins)
                ),
            };
            return (OutcomeKind::AsksProvider, capital(&sentence));
        }
        let without = format!("{unless}{BARE}");
        return match (credentials.keys.is_empty(), pull_secrets.is_empty()) {
            (false, _) => (OutcomeKind::NoKeyFits, format!("No key fits: {without}")),
            (true, false) => {
                (OutcomeKind::NoKeyFits, format!("The pull Secrets give no key: {without}"))
            }
            (true, true) => (OutcomeKind::Anonymous, format!("{NO_CREDENTIALS}{without}")),
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
    let more = match plugins.is_empty() {
        true => String::new(),
        false => format!(" After it comes what {} answers.", named(&plugins)),
    };
    let sentence = match used.len() {
        1 => format!("{unless}pulls with the credential from {source} (key {key})."),
        count => format!(
            "{unless}pulls with the first of {count} credentials that the registry accepts, \
             beginning with {source} (key {key})."
        ),
    };
    (OutcomeKind::WithCredential, capital(&sentence) + &more)
}

/// The providers from which a credential may come: those that are asked, and have not answered
/// something that does not help. What is known to help comes first.
fn plugins(providers: &[ImageProvider]) -> Vec<&ImageProvider> {
    let may_help =
        |it: &&ImageProvider| it.is_asked() && (it.answer.is_none() || !it.used.is_empty());
    let mut plugins: Vec<&ImageProvider> = providers.iter().filter(may_help).collect();
    crate::order::sort_by_key(&mut plugins, |it| it.used.is_empty());
    plugins
}

fn named(plugins: &[&ImageProvider]) -> String {
    let names: Vec<&str> = plugins.iter().take(8).map(|it| it.name.as_str()).collect();
    let noun = if plugins.len() == 1 { "provider" } else { "providers" };
    format!("{noun} {}", names.join(" and "))
}

/// The sentence with a capital letter.
pub(super) fn capital(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
}
