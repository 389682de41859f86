//! The pull policy of one image, and what the node makes of it.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::edit;
use super::image::{Context, Say};
use super::report::{ImageReport, Policy, PolicyBy};
use crate::api_server::always_pull_images::{InPlaceOf, Passed};
use crate::api_server::defaults::{self, Outcome};
use crate::finding::{Finding, Fix, Severity};
use crate::kubelet::Presence;
use crate::pull_policy::{Defaulted, PullPolicy, Rule};
use crate::reference::Reference;
use crate::workload::{ImageField, Role};

/// The policy that is stored for the Pod, and who decides it.
pub(super) fn policy(field: &ImageField<'_>, context: &Context<'_, '_>) -> Policy {
    if let Some(wrong) = context.wrong_types.get(&*field.policy_path()) {
        let sentence = format!("the pull policy is no text: {wrong}");
        let span = Some(wrong.span.clone());
        return Policy { policy: None, rule: None, by: PolicyBy::Nobody, sentence, span };
    }
    let server = context.options.api_server();
    let value = field.pull_policy.filter(|it| it.as_str().is_some_and(|it| !it.is_empty()));
    let span = value.map(|it| it.span.clone());
    let written = match defaults::policy(field, server).outcome {
        Outcome::Stored(Defaulted { policy, rule }) => {
            let by = match rule {
                Rule::Written => PolicyBy::Manifest,
                _ => PolicyBy::Default,
            };
            Policy { policy: Some(policy), rule: Some(rule), by, sentence: rule.to_string(), span }
        }
        other => {
            let sentence = other.to_string();
            Policy { policy: None, rule: None, by: PolicyBy::Nobody, sentence, span }
        }
    };
    always_pulled(field, context, frozen(field, context, written))
}

/// What stays of a stored version, where the object is written over one.
fn frozen(field: &ImageField<'_>, context: &Context<'_, '_>, written: Policy) -> Policy {
    let kept = context.pod.kept.and_then(|it| it.of(&field.path));
    let Some(kept) = kept.filter(|it| it.stays) else {
        return written;
    };
    Policy { policy: kept.policy, by: PolicyBy::Stored, sentence: kept.sentence.clone(), ..written }
}

/// What the admission plugin makes of a policy, where it is on.
fn always_pulled(field: &ImageField<'_>, context: &Context<'_, '_>, written: Policy) -> Policy {
    let pod = context.pod;
    let Some(before) = written.policy.filter(|_| context.options.always_pull_images) else {
        return written;
    };
    if pod.is_live && pod.kind == "Pod" {
        let sentence = format!(
            "{}; AlwaysPullImages changes a Pod when it is made, and this one exists",
            written.sentence
        );
        return Policy { sentence, ..written };
    }
    if let Some(passed) = pod.kept.and_then(|it| it.passed) {
        return Policy { sentence: format!("{}; {passed}", written.sentence), ..written };
    }
    // `kubectl debug` adds them through a subresource, which the plugin does not look at.
    if field.role == Role::EphemeralContainer {
        let sentence = format!("{}; {}", written.sentence, Passed::Subresource);
        return Policy { sentence, ..written };
    }
    let sentence = InPlaceOf(before).to_string();
    Policy { policy: Some(PullPolicy::Always), by: PolicyBy::AlwaysPullImages, sentence, ..written }
}

/// What is odd about the policy, given what the node has.
pub(super) fn findings(
    context: &Context<'_, '_>,
    report: &ImageReport,
    parsed: &Reference<'_>,
    say: &mut Say<'_>,
) {
    let (Some(policy), Ok(parts)) = (report.policy.policy, &report.reference) else { return };
    left_behind(context, report, say);
    let is_moving = matches!(parsed.tag(), None | Some("latest")) && parsed.digest().is_none();
    let place = report.policy.span.clone();
    if policy == PullPolicy::IfNotPresent
        && is_moving
        && let Some(span) = &place
    {
        let message = format!(
            "{policy} with the tag latest: a node that has an older image under this name goes on \
             using it"
        );
        let fix = Fix {
            title: "Write Always".to_string(),
            edits: Vec::from([edit::replace(context.text, span, "Always")]),
            command: None,
        };
        let finding = Finding::new("pull-policy/moving-tag", Severity::Warning, message)
            .at(&*report.path, span.clone())
            .with("the image", report.span.clone())
            .fixed_by(fix);
        say(context.document, finding);
    }
    if policy == PullPolicy::Always || report.presence != Presence::Absent {
        return;
    }
    let looked_for = parts.full_name();
    let is_never = policy == PullPolicy::Never;
    let severity = if is_never { Severity::Error } else { Severity::Warning };
    if let Some(other) = context.snapshot.on_node.elsewhere(parsed) {
        let message = format!(
            "{} means {looked_for}, and the node has {}: present means under exactly this name",
            report.image, other.written
        );
        let edit = edit::replace(context.text, &report.span, &other.written);
        let title = format!("Write {}", other.written);
        let fix = Fix { title, edits: Vec::from([edit]), command: None };
        let mut finding = Finding::new("node/other-name", severity, message)
            .at(&*report.path, report.span.clone())
            .fixed_by(fix);
        if let Some(span) = &other.span {
            finding = finding.with("what the node has", span.clone());
        }
        say(context.document, finding);
    } else if is_never {
        let message = format!(
            "the policy is Never and the node has no {looked_for}: the container waits with \
             ErrImageNeverPull"
        );
        let finding = Finding::new("node/absent-never", severity, message)
            .at(&*report.path, place.unwrap_or(report.span.clone()))
            .with("the image", report.span.clone());
        say(context.document, finding);
    }
}

/// The image changed, and the policy that was filled in for the old one stays.
fn left_behind(context: &Context<'_, '_>, report: &ImageReport, say: &mut Say<'_>) {
    let kept = context.pod.kept.and_then(|it| it.of(&report.path));
    let Some(kept) = kept.filter(|it| it.is_left_behind) else { return };
    let (Some(policy), Some(fresh)) = (kept.policy, kept.fresh) else { return };
    let message = format!(
        "the policy stays {policy}, which was filled in for the image before: a new object with {} \
         would get {fresh}; write imagePullPolicy",
        report.image
    );
    let edit = edit::add_beside(context.text, &report.span, "imagePullPolicy", fresh.as_str());
    let title = format!("Write imagePullPolicy: {fresh}");
    let fix = edit.map(|edit| Fix { title, edits: Vec::from([edit]), command: None });
    let mut finding = Finding::new("pull-policy/frozen", Severity::Warning, message)
        .at(&*report.path, report.span.clone())
        .fixed_by(fix);
    if let Some(stored) = &kept.stored {
        finding = finding.with("the stored policy", stored.clone());
    }
    say(context.document, finding);
}
