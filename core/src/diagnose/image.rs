//! One image: reference, policy, credentials.

use alloc::format;
use alloc::string::{String, ToString};
use core::ops::Range;

use super::credentials::{Lookups, Ring};
use super::outcome;
use super::report::{ImageReport, Part, Parts, Policy, PullSecretUse, Refusal};
use crate::finding::{Finding, Severity};
use crate::go::Quoted;
use crate::json::Value;
use crate::kubelet::RuntimeImage;
use crate::pull_policy::{Defaulted, PullPolicy};
use crate::reference::Reference;
use crate::text::verbatim;
use crate::workload::{Role, WrongType};

/// A field that names an image.
pub(super) struct Field<'v> {
    pub(super) path: &'v str,
    pub(super) role: Role,
    pub(super) name: Option<&'v str>,
    pub(super) image: Option<&'v Value<'v>>,
    pub(super) pull_policy: Option<&'v Value<'v>>,
    pub(super) element: Range<usize>,
    /// Whether it is a Pod itself, for which the API server asks for more than for a template.
    pub(super) is_pod: bool,
    pub(super) wrong_types: &'v [WrongType],
}

pub(super) fn read<'s>(
    text: &str,
    field: &Field<'_>,
    pull_secrets: &[PullSecretUse],
    ring: Option<&Ring<'s>>,
    lookups: &mut Lookups<'s>,
    mut finding: impl FnMut(Finding),
) -> ImageReport {
    let written = field.image.and_then(Value::as_str).unwrap_or_default();
    let wrong_type = field.wrong_types.iter().find(|it| it.path == field.path);
    let span = match (field.image, wrong_type) {
        (Some(value), _) => value.span.clone(),
        (None, Some(wrong)) => wrong.span.clone(),
        (None, None) => field.element.clone(),
    };
    let mut say = |code, severity, path: &str, span: &Range<usize>, message: &str| {
        finding(Finding::new(code, severity, message).at(path, span.clone()));
    };

    let refused = refused_by_api_server(field, written, wrong_type);
    // Where the value stands as it is, its bytes are bytes of the text.
    let place = field.image.and_then(|it| verbatim(text, it));
    let inner = |part: Range<usize>| match &place {
        Some(place) => place.start + part.start..place.start + part.end,
        None => span.clone(),
    };
    let parsed = Reference::parse(written);
    let reference = match (&refused, &parsed) {
        (Some((sentence, message)), _) => {
            let code = if written.is_empty() { "image/missing" } else { "image/white-space" };
            if wrong_type.is_none() {
                say(code, Severity::Error, field.path, &span, sentence);
            }
            let (sentence, message) = (sentence.clone(), message.clone());
            Err(Refusal { sentence, span: span.clone(), message })
        }
        (None, Err(error)) => {
            let refusal = Refusal {
                sentence: error.to_string(),
                span: inner(error.span()),
                message: format!(
                    "Failed to apply default image tag {}: {}",
                    Quoted(written.as_bytes()),
                    error.kubernetes(written)
                ),
            };
            let message = format!("not an image reference: {error}");
            say("image/invalid", Severity::Error, field.path, &refusal.span, &message);
            Err(refusal)
        }
        (None, Ok(parsed)) => Ok(parts(parsed, inner)),
    };

    let (policy, policy_error) = policy(field, written);
    if let Some(sentence) = &policy_error {
        let span = policy.span.clone().unwrap_or(field.element.clone());
        let path = policy_path(field);
        say("pull-policy/unknown", Severity::Error, &path, &span, sentence);
    }

    let credentials = match (&reference, &parsed, ring) {
        (Ok(_), Ok(parsed), Some(ring)) => lookups.look_up(ring, &parsed.name().to_string()),
        _ => None,
    };
    let refused = refused.map(|(sentence, _)| sentence).or(policy_error);
    let outcome = outcome::of(refused, &reference, &policy, credentials.as_ref(), pull_secrets);
    for it in outcome::findings(&outcome, &reference, credentials.as_ref(), pull_secrets) {
        say(it.code, it.severity, field.path, it.span.as_ref().unwrap_or(&span), &it.message);
    }
    ImageReport {
        path: field.path.to_string(),
        role: field.role,
        name: field.name.map(String::from),
        image: written.to_string(),
        span,
        reference,
        policy,
        credentials,
        outcome,
    }
}

/// Why the API server refuses the object because of its image: our sentence and its text.
///
/// Upstream: `validateContainerCommon` and `validateImageVolumeSource` in kubernetes
/// `pkg/apis/core/validation/validation.go`.
fn refused_by_api_server(
    field: &Field<'_>,
    written: &str,
    wrong_type: Option<&WrongType>,
) -> Option<(String, String)> {
    if let Some(wrong) = wrong_type {
        let message = format!("{}: {wrong}", field.path);
        return Some((format!("the image is no text: {wrong}; put it in quotes"), message));
    }
    let is_volume = field.role == Role::ImageVolume;
    // A template may leave out the image of a volume, which a controller fills in.
    if written.is_empty() {
        let message = format!("{}: Required value", field.path);
        let sentence = match is_volume && !field.is_pod {
            true => "the volume names no image, and no Pod of this template is accepted",
            false => "there is no image",
        };
        return Some((sentence.to_string(), message));
    }
    if !is_volume && field.is_pod && written.trim() != written {
        let message = format!(
            "{}: Invalid value: {}: must not have leading or trailing whitespace",
            field.path,
            Quoted(written.as_bytes())
        );
        return Some(("the image begins or ends with white space".to_string(), message));
    }
    None
}

fn parts(reference: &Reference<'_>, inner: impl Fn(Range<usize>) -> Range<usize>) -> Parts {
    let spans = reference.spans();
    let default_tag = reference.tag_or_default();
    let registry = Part {
        value: reference.registry().to_string(),
        span: spans.registry.map(&inner),
        rule: reference.registry_rule().as_str(),
    };
    let repository = Part {
        value: reference.repository().to_string(),
        span: Some(inner(spans.repository)),
        rule: match reference.repository().is_library_filled_in() {
            true => "a single name on Docker Hub is in library/",
            false => "as written",
        },
    };
    let tag = match (reference.tag(), reference.digest()) {
        (Some(tag), None) => Some((tag, "as written")),
        (Some(tag), Some(_)) => Some((tag, "the digest alone says which image it is")),
        (None, None) => {
            Some((default_tag, "neither tag nor digest is written, which means latest"))
        }
        (None, Some(_)) => None,
    };
    let tag = tag.map(|(value, rule)| Part {
        value: value.to_string(),
        span: spans.tag.map(&inner),
        rule,
    });
    let digest = reference.digest().map(|digest| Part {
        value: digest.as_str().to_string(),
        span: spans.digest.map(&inner),
        rule: "as written",
    });
    Parts {
        normalized: reference.to_string(),
        familiar: reference.familiar().to_string(),
        repository_name: reference.name().to_string(),
        runtime_image: RuntimeImage::of(reference).to_string(),
        registry,
        repository,
        tag,
        digest,
    }
}

/// The policy, and why the API server refuses what is written.
fn policy(field: &Field<'_>, image: &str) -> (Policy, Option<String>) {
    let path = policy_path(field);
    if let Some(wrong) = field.wrong_types.iter().find(|it| it.path == path) {
        let sentence = format!("the pull policy is no text: {wrong}");
        let span = Some(wrong.span.clone());
        let policy = Policy { policy: None, rule: None, sentence: sentence.clone(), span };
        return (policy, Some(sentence));
    }
    let value = field.pull_policy.filter(|it| it.as_str().is_some_and(|it| !it.is_empty()));
    let written = value.and_then(Value::as_str).unwrap_or_default();
    let span = value.map(|it| it.span.clone());
    match PullPolicy::of(written, image) {
        Ok(Defaulted { policy, rule }) => {
            let sentence = rule.to_string();
            (Policy { policy: Some(policy), rule: Some(rule), sentence, span }, None)
        }
        Err(error) => {
            let sentence = error.to_string();
            let policy = Policy { policy: None, rule: None, sentence: sentence.clone(), span };
            (policy, Some(sentence))
        }
    }
}

/// The field of the pull policy, beside that of the image.
fn policy_path(field: &Field<'_>) -> String {
    let (parent, member) = match field.role {
        Role::ImageVolume => (field.path.strip_suffix(".reference"), "pullPolicy"),
        _ => (field.path.strip_suffix(".image"), "imagePullPolicy"),
    };
    format!("{}.{member}", parent.unwrap_or_default())
}
