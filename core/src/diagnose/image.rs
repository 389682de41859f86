//! One image: reference, policy, credentials.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write};
use core::ops::Range;

use super::api_server::code;
use super::credentials::{Lookups, Ring};
use super::one_keyring;
use super::outcome::Found;
use super::present::full_name;
use super::report::{ImageReport, OutcomeKind, Part, Parts, Refusal, Refused};
use super::runtime::handler;
use super::snapshot::Snapshot;
use super::workload::Pod;
use super::{Options, keys, outcome, plan, policy, verification};
use crate::api_server::validate::refusal_of_pods;
use crate::field_error::FieldError;
use crate::finding::{Finding, Fix, Severity};
use crate::inside::Inside;
use crate::json::Value;
use crate::kubelet::{Cause, NodeAccess, Presence, RuntimeImage, Waiting, decide};
use crate::reference::{Grammar, Reference, advice};
use crate::text::verbatim;
use crate::workload::{ImageField, WrongType};

/// What an image is read with.
pub(super) struct Context<'c, 's> {
    pub(super) text: &'c str,
    pub(super) options: &'c Options,
    pub(super) snapshot: &'s Snapshot,
    /// Index of the document of the workload.
    pub(super) document: usize,
    pub(super) pod: &'c Pod<'c>,
    /// The keyring of the Pod; `None` when there is too much to compare.
    pub(super) ring: Option<&'c Ring<'s>>,
    /// The Pod spec; `None` for a bare name.
    pub(super) spec: Option<&'c Value<'c>>,
    /// What is of the wrong type, by its path.
    pub(super) wrong_types: &'c BTreeMap<&'c str, &'c WrongType>,
}

/// Takes findings: the document, and what is found there.
pub(super) type Say<'f> = dyn FnMut(usize, Finding) + 'f;

pub(super) fn read<'s>(
    context: &Context<'_, 's>,
    field: &ImageField<'_>,
    lookups: &mut Lookups<'s>,
    say: &mut Say<'_>,
) -> ImageReport {
    let version = context.options.kubernetes;
    let written = field.text().unwrap_or_default();
    let wrong_type = context.wrong_types.get(&*field.path).copied();
    let span = match (field.image, wrong_type) {
        (Some(value), _) => value.span.clone(),
        (None, Some(wrong)) => wrong.span.clone(),
        (None, None) => field.element.span.clone(),
    };
    // Where the value stands as it is, its bytes are bytes of the text.
    let place = field.image.and_then(|it| verbatim(context.text, it));
    let inner = |part: Range<usize>| match &place {
        Some(place) => place.start + part.start..place.start + part.end,
        None => span.clone(),
    };
    let parsed = Reference::parse_as(written, version.grammar());
    let reference = match &parsed {
        Ok(parsed) => Ok(parts(parsed, inner)),
        Err(_) if written.is_empty() => Err(Refusal {
            sentence: "there is no image".to_string(),
            span: span.clone(),
            message: FieldError::required(field.path.clone()).text_as(version),
        }),
        Err(err) => Err(Refusal {
            sentence: err.to_string(),
            span: inner(err.span()),
            message: Waiting { image: written, version, cause: Cause::InvalidName(err) }
                .message()
                .to_string(),
        }),
    };
    let refused = refused(context, field, written, wrong_type, &reference, say);
    let is_said = refused.as_ref().is_some_and(|it| it.path == field.path);
    if !is_said {
        advise(context, field, written, &span, say);
    }

    let policy = policy::policy(field, context);
    let names = parsed.as_ref().map_or(Ok(None), |it| context.snapshot.runtime.names(it));
    let (presence, on_node) = match (&parsed, &names) {
        (Ok(parsed), Ok(None)) => context.snapshot.on_node.find(parsed),
        (Ok(_), Ok(Some(names))) => context.snapshot.on_node.find_first(names),
        (Ok(_), Err(_)) | (Err(_), _) => (Presence::Unknown, None),
    };
    let mut credentials = match (&reference, context.ring) {
        (Ok(parts), Some(ring)) => lookups.look_up(ring, &parts.repository_name),
        _ => None,
    };
    let uses = context.pod.pull_secrets;
    let mut presence = presence;
    let verification = match (&reference, lookups.verifier(), policy.policy) {
        (Ok(parts), Some(verifier), Some(policy)) if refused.is_none() => {
            if presence == Presence::Unknown && verifier.is_told(parts.full_name()) {
                presence = Presence::Present;
            }
            let question = verification::Question {
                image: written,
                full_name: parts.full_name(),
                namespace: context.pod.namespace,
                service_account: context.pod.service_account,
                credentials: credentials.as_ref(),
                pull_secrets: uses,
            };
            verifier.verify(&question, policy, presence)
        }
        _ => None,
    };
    let is_on = lookups.verifier().is_some_and(|it| it.is_on);
    let access = match &verification {
        Some(it) if is_on => it.access(),
        _ => NodeAccess::without_records(context.snapshot.settings.gates),
    };
    let decided = policy.policy.filter(|_| reference.is_ok());
    let decided = decided.map(|it| decide(it, presence, access));
    let of_providers = &context.snapshot.providers;
    let mut providers = match &reference {
        Ok(parts) if refused.is_none() && lookups.may_compare(of_providers.cost()) => {
            of_providers.of_image(context, &parts.repository_name, (&field.path, &span), say)
        }
        _ => Vec::new(),
    };
    if let Ok(parts) = &reference {
        let (of_node, snapshot) = (credentials.as_mut(), context.snapshot);
        one_keyring::join(snapshot, &parts.repository_name, &mut providers, of_node);
    }
    let refusal = names.as_ref().err().map(|it| it.upstream());
    let refusal = refusal.as_deref();
    let found = Found { credentials: credentials.as_ref(), providers: &providers, uses, refusal };
    let broken = context.snapshot.kubelet.broken();
    let outcome =
        outcome::of(refused.as_ref(), broken, &reference, decided, access, &found, version);
    if let (Ok(parts), OutcomeKind::Anonymous | OutcomeKind::NoKeyFits) = (&reference, outcome.kind)
    {
        let place = (&*field.path, &span);
        of_providers.left_by_the_cloud(context, &parts.repository_name, place, &providers, say);
    }
    let mut report = ImageReport {
        path: field.path.clone(),
        role: field.role,
        name: field.name.map(String::from),
        image: written.to_string(),
        span,
        reference,
        policy,
        presence,
        size: parsed.as_ref().ok().and_then(|it| context.snapshot.on_node.size(it)),
        verification,
        credentials,
        providers,
        runtime: None,
        endpoints: None,
        outcome,
        plan: Vec::new(),
        failed: None,
    };
    if let (Some(verification), Some(verifier)) = (&report.verification, lookups.verifier()) {
        verification::of_image(context, &report, verification, verifier, say);
    }
    if let Ok(parsed) = &parsed {
        policy::findings(context, &report, parsed, say);
    }
    if refused.is_none() {
        let not_sent = handler::finding(context, &report);
        not_sent.into_iter().for_each(|it| say(context.document, it));
        keys::credentials(context, &report, lookups, say);
    }
    let on_node = on_node.and_then(|it| it.span.clone());
    report.verification = report.verification.take().filter(|_| is_on);
    report.plan = plan::steps(context, &report, refused.as_ref(), decided, on_node);
    report
}

/// Why the API server refuses the object, or the Pods that are made from it: for this image, or
/// else for another reason.
fn refused(
    context: &Context<'_, '_>,
    field: &ImageField<'_>,
    written: &str,
    wrong_type: Option<&WrongType>,
    reference: &Result<Parts, Refusal>,
    say: &mut Say<'_>,
) -> Option<Refused> {
    let pod = context.pod;
    let own = |span: &Range<usize>, sentence: String, message: String| Refused {
        path: field.path.clone(),
        span: span.clone(),
        sentence,
        message,
    };
    if let Some(wrong) = wrong_type {
        let sentence = format!("the image is no text: {wrong}; put it in quotes");
        return Some(own(&wrong.span, sentence, format!("{}: {wrong}", field.path)));
    }
    if let Some(refused) = pod.refused {
        let mine = refused.path == field.path || refused.path == field.policy_path();
        let is_missing = written.is_empty();
        return Some(match (mine, reference) {
            (false, Err(refusal)) if is_missing => {
                own(&refusal.span, refusal.sentence.clone(), refusal.message.clone())
            }
            _ => refused.clone(),
        });
    }
    // A template may hold what no Pod may, and then none is made of it.
    if pod.kind.is_empty() || pod.kind == "Pod" {
        return None;
    }
    let version = context.options.kubernetes;
    let refusal = refusal_of_pods(field, context.options.api_server())?;
    let sentence = format!("{}, and no Pod of this template is accepted", refusal.problem);
    let finding = Finding::new(code(&refusal.problem), Severity::Error, &*sentence)
        .at(&*refusal.path, refusal.span.clone())
        .fixed_by(rewritten(context.text, field, version.grammar()));
    say(context.document, finding);
    Some(own(&refusal.span, sentence, refusal.field_error().text_as(version)))
}

/// What the advice on the name of an image puts in its place.
pub(super) fn rewritten(text: &str, field: &ImageField<'_>, grammar: Grammar) -> Option<Fix> {
    let value = field.image?;
    let written = value.as_str()?;
    let inside = Inside::text(text, value)?;
    let mut advice = advice(written, grammar).into_iter();
    advice.find_map(|it| it.finding(&*field.path, written, value.span.clone(), Some(&inside)).fix)
}

/// The advice on the name of the image.
fn advise(
    context: &Context<'_, '_>,
    field: &ImageField<'_>,
    written: &str,
    span: &Range<usize>,
    say: &mut Say<'_>,
) {
    if written.is_empty() {
        return;
    }
    let found = advice(written, context.options.kubernetes.grammar());
    // Where each byte of the name stands is needed only when there is something to point at.
    let inside = match found.is_empty() {
        true => None,
        false => field.image.and_then(|it| Inside::text(context.text, it)),
    };
    for one in found {
        let finding = one.finding(&*field.path, written, span.clone(), inside.as_ref());
        say(context.document, finding);
    }
}

fn parts(reference: &Reference<'_>, inner: impl Fn(Range<usize>) -> Range<usize>) -> Parts {
    let spans = reference.spans();
    // Put together from several pieces, and written in one go.
    let text = |it: &dyn fmt::Display| {
        let mut text = String::with_capacity(reference.input().len() + 24);
        // Writing to a text cannot fail.
        let _ = write!(text, "{it}");
        text
    };
    let default_tag = reference.tag_or_default();
    let registry = Part {
        value: reference.registry().to_string(),
        span: spans.registry.map(&inner),
        rule: reference.registry_rule().as_str(),
    };
    let repository = Part {
        value: text(&reference.repository()),
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
        normalized: text(reference),
        familiar: text(&reference.familiar()),
        repository_name: text(&reference.name()),
        runtime_image: text(&RuntimeImage::of(reference)),
        registry,
        repository,
        tag,
        digest,
        full_name: full_name(reference),
    }
}
