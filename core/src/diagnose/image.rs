//! One image: reference, policy, credentials.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::credentials::{Lookups, Ring};
use super::report::{ImageReport, Part, Parts, PullSecretUse, PullSecretsFrom, Refusal};
use super::snapshot::Snapshot;
use super::{Options, keys, outcome, plan, policy};
use crate::finding::{Finding, Severity};
use crate::go::Quoted;
use crate::inside::Inside;
use crate::json::Value;
use crate::kubelet::{Presence, RuntimeImage, decide};
use crate::reference::{Advice, Reference, advice};

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

/// What an image is read with.
pub(super) struct Context<'c, 's> {
    pub(super) text: &'c str,
    pub(super) options: &'c Options,
    pub(super) snapshot: &'s Snapshot,
    /// Index of the document of the workload.
    pub(super) document: usize,
    pub(super) namespace: &'c str,
    pub(super) service_account: &'c str,
    pub(super) pull_secrets_from: PullSecretsFrom,
    pub(super) pull_secrets: &'c [PullSecretUse],
    /// The keyring of the Pod; `None` when there is too much to compare.
    pub(super) ring: Option<&'c Ring<'s>>,
    /// The Pod spec; `None` for a bare name.
    pub(super) spec: Option<&'c Value<'c>>,
}

/// Takes findings: the document, and what is found there.
pub(super) type Say<'f> = dyn FnMut(usize, Finding) + 'f;

pub(super) fn read<'s>(
    context: &Context<'_, 's>,
    field: &Field<'_>,
    lookups: &mut Lookups<'s>,
    say: &mut Say<'_>,
) -> ImageReport {
    let version = context.options.kubernetes;
    let written = field.image.and_then(Value::as_str).unwrap_or_default();
    let wrong_type = field.wrong_types.iter().find(|it| it.path == field.path);
    let span = match (field.image, wrong_type) {
        (Some(value), _) => value.span.clone(),
        (None, Some(wrong)) => wrong.span.clone(),
        (None, None) => field.element.clone(),
    };
    let image_findings = |found: Vec<Advice>, say: &mut Say<'_>| {
        // Where each byte of the name stands is needed only when there is something to point at.
        let inside = match found.is_empty() {
            true => None,
            false => field.image.and_then(|it| Inside::text(context.text, it)),
        };
        for one in found {
            let finding = one.finding(field.path, written, span.clone(), inside.as_ref());
            say(context.document, finding);
        }
    };
    // Where the value stands as it is, its bytes are bytes of the text.
    let place = field.image.and_then(|it| verbatim(context.text, it));
    let inner = |part: Range<usize>| match &place {
        Some(place) => place.start + part.start..place.start + part.end,
        None => span.clone(),
    };
    let refused = refused_by_api_server(field, written, wrong_type);
    let parsed = Reference::parse_as(written, version.grammar());
    let reference = match (&refused, &parsed) {
        (Some((sentence, message)), _) => {
            if wrong_type.is_none() {
                let code = if written.is_empty() { "image/missing" } else { "image/white-space" };
                let finding = Finding::new(code, Severity::Error, &**sentence);
                say(context.document, finding.at(field.path, span.clone()));
            }
            let (sentence, message) = (sentence.clone(), message.clone());
            Err(Refusal { sentence, span: span.clone(), message })
        }
        (None, Err(err)) => {
            image_findings(advice(written, version.grammar()), say);
            Err(Refusal {
                sentence: err.to_string(),
                span: inner(err.span()),
                message: format!(
                    "Failed to apply default image tag {}: {}",
                    Quoted(written.as_bytes()),
                    err.kubernetes_as(written, version)
                ),
            })
        }
        (None, Ok(parsed)) => {
            image_findings(advice(written, version.grammar()), say);
            Ok(parts(parsed, inner))
        }
    };

    let (policy, policy_error) = policy::policy(field, written, context);
    if let Some(sentence) = &policy_error {
        let span = policy.span.clone().unwrap_or(field.element.clone());
        let finding = Finding::new("pull-policy/unknown", Severity::Error, &**sentence);
        say(context.document, finding.at(policy::path(field), span));
    }
    let refused = refused.map(|(sentence, _)| sentence).or(policy_error);

    let (presence, on_node) = match &parsed {
        Ok(parsed) => context.snapshot.on_node.find(parsed),
        Err(_) => (Presence::Unknown, None),
    };
    let decided = policy.policy.filter(|_| reference.is_ok()).map(|it| decide(it, presence));
    let credentials = match (&reference, context.ring) {
        (Ok(parts), Some(ring)) => lookups.look_up(ring, &parts.repository_name),
        _ => None,
    };
    let uses = context.pull_secrets;
    let outcome = outcome::of(refused, &reference, decided, credentials.as_ref(), uses);
    let mut report = ImageReport {
        path: field.path.to_string(),
        role: field.role,
        name: field.name.map(String::from),
        image: written.to_string(),
        span,
        reference,
        policy,
        presence,
        credentials,
        outcome,
        plan: Vec::new(),
    };
    if let Ok(parsed) = &parsed {
        policy::findings(context, &report, parsed, say);
    }
    keys::credentials(context, &report, lookups, say);
    let on_node = on_node.and_then(|it| it.span.clone());
    report.plan = plan::steps(context, &report, decided, on_node);
    report
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
