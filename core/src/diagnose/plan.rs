//! The plan of one image: every decision on its way, in order, with the rule and the value.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::image::Context;
use super::keys;
use super::report::{
    ImageReport, OutcomeKind, PolicyBy, PullSecretUse, PullSecretsFrom, Refused, Stage, Step,
};
use super::runtime::handler;
use crate::credential_provider::{Verdict, legacy};
use crate::finding::Related;
use crate::kubelet::Presence;
use crate::kubelet::pull::{Decided, Decision, Rule};

/// The steps of an image, up to the one that ends its way.
pub(super) fn steps(
    context: &Context<'_, '_>,
    report: &ImageReport,
    refused: Option<&Refused>,
    decided: Option<Decided>,
    on_node: Option<Range<usize>>,
) -> Vec<Step> {
    let mut plan = Vec::with_capacity(7);
    let image = || place("the image", &report.span);
    if let Some(refused) = refused {
        let because = format!("{}: {}", refused.sentence, refused.message);
        let from = [place("what is refused", &refused.span)];
        plan.push(step(Stage::ApiServer, "refused", "api-server/validation", because, from));
        return plan;
    }
    let parts = match &report.reference {
        Ok(parts) => parts,
        Err(refusal) => {
            let because = format!("{}: {}", refusal.sentence, refusal.message);
            let from = [place("the image", &refusal.span)];
            plan.push(step(Stage::Reference, "no reference", "reference/invalid", because, from));
            policy(report, &mut plan);
            return plan;
        }
    };
    let because = match (parts.registry.span.is_none(), parts.tag.as_ref()) {
        (_, Some(tag)) if tag.span.is_none() => format!("{}; {}", parts.registry.rule, tag.rule),
        _ => parts.registry.rule.to_string(),
    };
    plan.push(step(
        Stage::Reference,
        parts.full_name(),
        "reference/normalized",
        because,
        [image()],
    ));
    policy(report, &mut plan);
    frozen(context, report, &mut plan);
    pull_secrets(context, &mut plan);
    let Some(decided) = decided else { return plan };
    let mut from = Vec::from_iter(report.policy.span.as_ref().map(|it| place("the policy", it)));
    from.extend(on_node.map(|it| place("what the node has", &it)));
    if from.is_empty() {
        from.push(image());
    }
    let version = context.options.kubernetes;
    let is_refused = report.outcome.kind == OutcomeKind::RefusedByRuntime;
    if is_refused && (decided.rule != Rule::Always || version.inspects_before_always()) {
        let because = "the kubelet asks the runtime whether the image is there, and that refuses the \
                       name; so it neither pulls nor uses what is there";
        plan.push(step(Stage::Pull, "wait", "pull/inspect-fails", because, from));
        return plan;
    }
    let rule = format!("pull/{}", decided.rule.name());
    let what = match decided.decision {
        Decision::Pull => "pull",
        Decision::Use => "use the image of the node",
        Decision::Refuse => "do not pull",
        Decision::DependsOnNode => "pull, unless the node has it",
    };
    let mut because = decided.rule.to_string();
    if decided.rule == Rule::Always && context.options.kubernetes.inspects_before_always() {
        because += "; the kubelet asks the runtime for the image before, and waits with \
                    ImageInspectError where that fails";
    }
    plan.push(step(Stage::Pull, what, rule, because, from));
    verification(context, report, &mut plan);
    let is_asked = matches!(decided.decision, Decision::Pull | Decision::DependsOnNode)
        && report.outcome.kind != OutcomeKind::NeverPulled;
    let is_blocked = report.outcome.kind == OutcomeKind::BrokenSecret;
    if is_asked || is_blocked {
        credentials(context, report, &mut plan);
    }
    if is_asked && !is_blocked {
        let because = match parts.tag.as_ref().filter(|_| parts.digest.is_none()) {
            Some(tag) if tag.span.is_none() => {
                "as written, with the tag latest, because it has neither tag nor digest"
            }
            _ => "as written; the kubelet never changes the registry",
        };
        let from = [image()];
        plan.extend(handler::step(context));
        plan.push(step(Stage::Runtime, &*parts.runtime_image, "runtime/image", because, from));
    }
    plan
}

/// The policy, as the API server stores it.
fn policy(report: &ImageReport, plan: &mut Vec<Step>) {
    // What stays of a stored version has a step of its own.
    if report.policy.by == PolicyBy::Stored {
        return;
    }
    let Some(policy) = report.policy.policy else { return };
    let from = match &report.policy.span {
        Some(span) => place("the policy", span),
        None => place("the image", &report.span),
    };
    let rule = match (report.policy.by, report.policy.rule) {
        (PolicyBy::Manifest | PolicyBy::Default, Some(rule)) => rule.name(),
        (by, _) => by.name(),
    };
    let because = report.policy.sentence.clone();
    let rule = format!("pull-policy/{rule}");
    plan.push(step(Stage::ApiServer, policy.as_str(), rule, because, [from]));
}

/// What stays of the stored version that the object is written over.
fn frozen(context: &Context<'_, '_>, report: &ImageReport, plan: &mut Vec<Step>) {
    let Some(kept) = context.pod.kept.and_then(|it| it.of(&report.path)) else { return };
    let Some(policy) = kept.policy else { return };
    let rule = if kept.stays { "update/stays" } else { "update/written" };
    let from = kept.stored.iter().map(|it| place("the stored policy", it));
    plan.push(step(Stage::Frozen, policy.as_str(), rule, &*kept.sentence, from));
}

/// Which pull Secrets the Pod has after admission.
fn pull_secrets(context: &Context<'_, '_>, plan: &mut Vec<Step>) {
    let rule = match context.pod.pull_secrets_from {
        PullSecretsFrom::Pasted => return,
        PullSecretsFrom::Pod => "service-account/own-list",
        PullSecretsFrom::ServiceAccount { .. } => "service-account/copied",
        PullSecretsFrom::Unknown => "service-account/unknown",
        PullSecretsFrom::Nowhere => "service-account/no-list",
        PullSecretsFrom::StaticPod => "service-account/static-pod",
    };
    let because = context.pod.pull_secrets_because;
    let all = context.pod.pull_secrets;
    let shown = &all[..all.len().min(MAX_PLACES)];
    let name = |it: &PullSecretUse| match it.name.as_str() {
        "" => "(no name)".to_string(),
        name => name.to_string(),
    };
    let mut names: Vec<String> = shown.iter().map(name).collect();
    if shown.len() < all.len() {
        names.push(format!("{} more", all.len() - shown.len()));
    }
    let decided = match names.is_empty() {
        true => "no pull Secrets".to_string(),
        false => names.join(", "),
    };
    let from = shown.iter().map(|it| place("a pull Secret", &it.span));
    plan.push(step(Stage::ApiServer, decided, rule, because, from));
}

/// Whether the Pod may use the image that the node has.
fn verification(context: &Context<'_, '_>, report: &ImageReport, plan: &mut Vec<Step>) {
    let Some(verification) = &report.verification else { return };
    let record = verification.span.as_ref().map(|it| place("the record", it));
    let own = verification.counts.and_then(|it| context.pod.pull_secrets.get(it));
    let own = own.map(|it| place("the pull Secret", &it.span));
    let decided = match report.presence {
        Presence::Present => verification.decision.as_str().to_string(),
        _ => format!("if the node has the image: {}", verification.decision.as_str()),
    };
    let rule = format!("verification/{}", verification.rule);
    let because = verification.sentence.clone();
    let from = record.into_iter().chain(own);
    plan.push(step(Stage::Verification, decided, rule, because, from));
}

/// Which credentials are found, and how often the registry is asked.
fn credentials(context: &Context<'_, '_>, report: &ImageReport, plan: &mut Vec<Step>) {
    let Some(credentials) = &report.credentials else { return };
    if let Some(blocked) = credentials.blocked_by {
        let blocked = &context.pod.pull_secrets[blocked];
        let from = [place("the pull Secret", &blocked.span)];
        let because = blocked.sentence.clone();
        let rule = "credentials/broken-secret";
        plan.push(step(Stage::Credentials, "none; no pull is tried", rule, because, from));
        return;
    }
    let used = credentials.in_order();
    let from = used.iter().map(|it| place("a key that fits", &it.span)).take(MAX_PLACES);
    let (rule, because) = match (used.is_empty(), credentials.keys.len()) {
        (true, 0) => ("credentials/no-keys", "there is no key to compare".to_string()),
        (true, 1) => ("credentials/none-fits", "the only key does not fit".to_string()),
        (true, count) => ("credentials/none-fits", format!("none of {count} keys fits")),
        (false, 1) => ("credentials/matched", "the only key fits".to_string()),
        (false, count) => (
            "credentials/matched",
            format!(
                "{} of {count} keys fit; those of Secrets come before those of the node, and longer \
                 keys before shorter ones",
                used.len()
            ),
        ),
    };
    let turns = keys::turns(context, &used);
    plan.push(step(Stage::Credentials, turns, rule, because, from));
    providers(context, report, plan);
    if used.is_empty() && report.outcome.kind == OutcomeKind::AsksProvider {
        let decided =
            "one attempt for each credential that is answered, else one without a password";
        let because = "what the provider answers is not known here";
        plan.push(step(Stage::Attempts, decided, "attempts/per-answer", because, []));
        return;
    }
    let answered: usize = report.providers.iter().map(|it| it.used.len()).sum();
    let (decided, rule, because) = match used.len() + answered {
        0 => (
            "one attempt without a password".to_string(),
            "attempts/anonymous",
            "no credential was found",
        ),
        1 => (
            "one attempt".to_string(),
            "attempts/per-credential",
            "one for each credential; when it fails there is no attempt without a password",
        ),
        count => (
            format!("up to {count} attempts"),
            "attempts/per-credential",
            "one for each credential in turn, whatever the error, until one succeeds; there is no \
             attempt without a password after them",
        ),
    };
    plan.push(step(Stage::Attempts, decided, rule, because, []));
}

/// Which credential providers are asked after the Secrets and the node's file.
fn providers(context: &Context<'_, '_>, report: &ImageReport, plan: &mut Vec<Step>) {
    let known = &context.snapshot.providers.report.providers;
    for one in report.providers.iter().filter(|it| it.is_asked()).take(MAX_PLACES) {
        let (rule, what) = match (one.answer, one.used.first()) {
            (None, _) if one.verdict == Verdict::Maybe => {
                ("credential-provider/maybe", "its answer is not known here".to_string())
            }
            (None, _) => ("credential-provider/asked", "its answer is not known here".to_string()),
            (Some(_), None) => {
                ("credential-provider/asked", "its answer has nothing for this image".to_string())
            }
            (Some(_), Some(key)) => {
                ("credential-provider/answered", format!("key {key} of its answer fits"))
            }
        };
        let decided = format!("asks provider {}; {what}", one.name);
        let from = known.get(one.provider).map(|it| place("the provider", &it.span));
        plan.push(step(Stage::Credentials, decided, rule, &*one.sentence, from));
    }
    let Ok(parts) = &report.reference else { return };
    let gates = context.snapshot.settings.gates;
    if let Some(legacy) = legacy(&parts.repository_name, gates).filter(|it| it.is_served) {
        let decided = format!("asks {} itself, on a node of that cloud", legacy.cloud.as_str());
        let because = format!("a kubelet before {} has code of its own for it", legacy.gone_since);
        let from = [place("the image", &report.span)];
        plan.push(step(Stage::Credentials, decided, "credential-provider/legacy", because, from));
    }
}

/// More places than a person looks at.
const MAX_PLACES: usize = 8;

fn place(label: &'static str, span: &Range<usize>) -> Related {
    Related { label: label.into(), span: span.clone() }
}

fn step(
    stage: Stage,
    decided: impl Into<String>,
    rule: impl Into<String>,
    because: impl Into<String>,
    from: impl IntoIterator<Item = Related>,
) -> Step {
    Step {
        stage,
        decided: decided.into(),
        rule: rule.into(),
        because: because.into(),
        from: from.into_iter().collect(),
    }
}
