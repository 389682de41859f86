//! The pull policy of each image: judged, and written where the settings say so.

use super::mutation::Edits;
use super::settings::{PullPolicyChecks, TagKind};
use super::verdict::Verdict;
use crate::pull_policy::PullPolicy;
use crate::quoted::Quoted;
use crate::workload::ImageField;

/// Judges the policy of one image as it will be; `can_set` says whether it may be written.
pub(super) fn judge(
    field: &ImageField<'_>,
    image: &str,
    can_set: bool,
    rules: &PullPolicyChecks<'_>,
    verdict: &mut Verdict,
    edits: &mut Edits,
) {
    if !rules.is_on() {
        return;
    }
    let current = match PullPolicy::of(field.policy_text(), image) {
        Ok(defaulted) => defaulted.policy,
        Err(err) => {
            let message = format_args!("{} is none; {err}", Quoted(field.policy_text()));
            return verdict.tell(rules.mode, "pull-policy/unknown", &field.policy_path(), message);
        }
    };
    let mut policy = current;
    if can_set && let Some(target) = rules.target(image, current) {
        if field.policy_text() != target.as_str() {
            edits.set_policy(field, target);
        }
        policy = target;
    }
    if !rules.mode.is_on() {
        return;
    }
    let kind = TagKind::of(image);
    let path = || field.policy_path();
    if let Some(required) = rules.required(kind)
        && required != policy
    {
        verdict.tell(
            rules.mode,
            "pull-policy/required",
            &path(),
            format_args!(
                "{policy} for {}, of which pullPolicy.require.{} has {required}; write {required}",
                Quoted(image),
                kind.name()
            ),
        );
    } else if policy == PullPolicy::Never && !rules.is_pre_pulled(image) {
        verdict.tell(
            rules.mode,
            "pull-policy/never",
            &path(),
            format_args!(
                "Never for {}, which is not in pullPolicy.prePulled, so that no node has to have \
                 it; write IfNotPresent",
                Quoted(image)
            ),
        );
    } else if let Some(allow) = &rules.allow
        && !allow.contains(&policy)
    {
        verdict.tell(
            rules.mode,
            "pull-policy/not-allowed",
            &path(),
            format_args!(
                "{policy} for {} is not in pullPolicy.allow; write {}",
                Quoted(image),
                allow.first().map_or("", |it| it.as_str())
            ),
        );
    }
}
