//! The pull policy of one image, and what the node makes of it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::image::{Context, Field, Say};
use super::report::{ImageReport, Policy};
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::json::Value;
use crate::kubelet::Presence;
use crate::pull_policy::{Defaulted, PullPolicy};
use crate::reference::Reference;
use crate::workload::Role;

/// The policy, and why the API server refuses what is written.
pub(super) fn policy(
    field: &Field<'_>,
    image: &str,
    context: &Context<'_, '_>,
) -> (Policy, Option<String>) {
    let path = path(field);
    if let Some(wrong) = field.wrong_types.iter().find(|it| it.path == path) {
        let sentence = format!("the pull policy is no text: {wrong}");
        let span = Some(wrong.span.clone());
        let policy = Policy { policy: None, rule: None, sentence: sentence.clone(), span };
        return (policy, Some(sentence));
    }
    let value = field.pull_policy.filter(|it| it.as_str().is_some_and(|it| !it.is_empty()));
    let written = value.and_then(Value::as_str).unwrap_or_default();
    let span = value.map(|it| it.span.clone());
    match PullPolicy::of_as(written, image, context.options.kubernetes) {
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
pub(super) fn path(field: &Field<'_>) -> String {
    let (parent, member) = match field.role {
        Role::ImageVolume => (field.path.strip_suffix(".reference"), "pullPolicy"),
        _ => (field.path.strip_suffix(".image"), "imagePullPolicy"),
    };
    format!("{}.{member}", parent.unwrap_or_default())
}

/// What is odd about the policy, given what the node has.
pub(super) fn findings(
    context: &Context<'_, '_>,
    report: &ImageReport,
    parsed: &Reference<'_>,
    say: &mut Say<'_>,
) {
    let (Some(policy), Ok(parts)) = (report.policy.policy, &report.reference) else { return };
    let is_moving = matches!(parsed.tag(), None | Some("latest")) && parsed.digest().is_none();
    let place = report.policy.span.clone();
    if policy != PullPolicy::Always
        && is_moving
        && let Some(span) = &place
    {
        let message = format!(
            "{policy} with the tag latest: a node that has an older image under this name goes on \
             using it"
        );
        let fix = (policy == PullPolicy::IfNotPresent).then(|| Fix {
            title: "Write Always".to_string(),
            edits: Vec::from([Edit { span: span.clone(), text: "Always".to_string() }]),
            command: None,
        });
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
        let edit = Edit { span: report.span.clone(), text: other.written.clone() };
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
