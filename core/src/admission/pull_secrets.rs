//! The pull Secrets of a Pod: judged as a list, and completed where the settings say so.
//!
//! Only a Pod gets Secrets. A template that has a list of its own keeps the list of its
//! ServiceAccount from being added to its Pods, and these come by here themselves.
//!
//! Upstream: `Admit` in kubernetes `plugin/pkg/admission/serviceaccount/admission.go`, which runs
//! before any webhook.

use alloc::vec::Vec;

use super::mutation::Edits;
use super::pattern::Image;
use super::settings::PullSecretChecks;
use super::verdict::Verdict;
use crate::quoted::Quoted;
use crate::reference::Reference;
use crate::workload::{PodSpec, PullSecretName};

/// A Pod spec, as far as its pull Secrets are concerned.
pub(super) struct Pod<'a> {
    /// The kind that the Pod spec stands in.
    pub(super) kind: &'a str,
    pub(super) spec: PodSpec<'a>,
    /// The images that are judged, each with its path, as they will be.
    pub(super) images: &'a [(&'a str, &'a str)],
    /// `imagePullSecrets`.
    pub(super) listed: &'a [PullSecretName<'a>],
}

/// Judges the list of one Pod spec; `is_kept` says that it cannot be changed any more.
pub(super) fn judge(
    pod: &Pod<'_>,
    is_kept: bool,
    rules: &PullSecretChecks<'_>,
    verdict: &mut Verdict,
    edits: &mut Edits,
) {
    let &Pod { kind, spec, images, listed } = pod;
    let name_of = |it: &PullSecretName<'_>| {
        it.name.and_then(|it| it.as_str()).is_some_and(|it| !it.is_empty())
    };
    let mut has_any = listed.iter().any(name_of);
    if !is_kept {
        if rules.mode.is_on() {
            for it in listed {
                judge_name(it, rules, verdict);
            }
        }
        if kind == "Pod" {
            let names = missing(images, listed, rules);
            if !names.is_empty() {
                edits.add_pull_secrets(&spec, &names);
                has_any = true;
            }
        }
    }
    if kind != "Pod" || has_any || !rules.mode.is_on() || rules.require.is_empty() {
        return;
    }
    for (path, image) in images {
        let Ok(reference) = Reference::parse(image) else { continue };
        let image = Image::new(reference);
        if let Some(entry) = rules.require.iter().find(|it| it.refuses(&image)) {
            verdict.tell(
                rules.mode,
                "pull-secret/required",
                path,
                format_args!(
                    "{} needs a pull Secret by {} in pullSecrets.require, and the Pod names none; \
                     add it to imagePullSecrets of the Pod or of its ServiceAccount",
                    Quoted(image.text()),
                    Quoted(entry.as_str())
                ),
            );
        }
    }
}

fn judge_name(listed: &PullSecretName<'_>, rules: &PullSecretChecks<'_>, verdict: &mut Verdict) {
    let Some(name) = listed.name.and_then(|it| it.as_str()).filter(|it| !it.is_empty()) else {
        return;
    };
    match rules.forbidding(name) {
        None => {}
        Some("") => verdict.tell(
            rules.mode,
            "pull-secret/not-allowed",
            &listed.path,
            format_args!(
                "{} is not in pullSecrets.allow; name one of these, or none",
                Quoted(name)
            ),
        ),
        Some(entry) => verdict.tell(
            rules.mode,
            "pull-secret/refused",
            &listed.path,
            format_args!(
                "{} is refused by {} in pullSecrets.refuse; take it out",
                Quoted(name),
                Quoted(entry)
            ),
        ),
    }
}

/// The Secrets that the settings add and that are not listed, in the order of the settings.
fn missing<'s>(
    images: &[(&str, &str)],
    listed: &[PullSecretName<'_>],
    rules: &'s PullSecretChecks<'_>,
) -> Vec<&'s str> {
    let is_listed =
        |name: &str| listed.iter().any(|it| it.name.and_then(|it| it.as_str()) == Some(name));
    let parsed: Vec<Image<'_>> = images
        .iter()
        .filter_map(|(_, image)| Some(Image::new(Reference::parse(image).ok()?)))
        .collect();
    let wanted = rules
        .inject
        .iter()
        .filter(|it| !is_listed(it.name) && parsed.iter().any(|image| it.is_for(image)));
    wanted.map(|it| it.name).collect()
}
