//! The pull Secrets of a Pod: judged as a list, and completed where the settings say so.
//!
//! Only a Pod gets Secrets, and not the API's copy of a static one. A template that has a list of its own keeps the list of its
//! ServiceAccount from being added to its Pods, and these come by here themselves.
//!
//! Upstream: `Admit` in kubernetes `plugin/pkg/admission/serviceaccount/admission.go`, which runs
//! before any webhook.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::cluster::{Cluster, Named};
use super::host::Asked;
use super::mutation::Edits;
use super::pattern::Image;
use super::settings::PullSecretChecks;
use super::verdict::Verdict;
use crate::api_server::service_account::NewPod;
use crate::quoted::Quoted;
use crate::reference::Reference;
use crate::workload::{PodSpec, PullSecretName};

/// A Pod spec, as far as its pull Secrets are concerned.
pub(super) struct Pod<'a> {
    /// What the Pod spec stands in.
    pub(super) new: NewPod<'a>,
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
    asked: &Asked<'_>,
    verdict: &mut Verdict,
    edits: &mut Edits,
) {
    let &Pod { new, spec, images, listed } = pod;
    // The API's copy of a static Pod may name no Secret.
    if new.is_mirror() {
        return;
    }
    let mut named: Vec<Named<'_>> = Vec::new();
    for it in listed {
        if let Some(name) = it.name.and_then(|it| it.as_str()).filter(|it| !it.is_empty()) {
            let (path, name) = (Cow::Borrowed(&*it.path), Cow::Borrowed(name));
            named.push(Named { path, name });
        }
    }
    if !is_kept {
        if rules.mode.is_on() {
            for it in listed {
                judge_name(it, rules, verdict);
            }
        }
        if new.kind == "Pod" {
            let names = missing(images, listed, rules);
            if !names.is_empty() {
                edits.add_pull_secrets(&spec, &names);
            }
            named.extend(names.iter().map(|name| Named {
                path: Cow::Owned(alloc::format!("{}.imagePullSecrets", spec.path)),
                name: Cow::Borrowed(*name),
            }));
        }
    }
    let verifies = rules.verify.is_on();
    // Without the cluster nobody knows the list of the Pods of a template.
    if new.kind != "Pod" && !verifies {
        return;
    }
    let needing = needing(images, rules);
    let cluster = Cluster { namespace: new.namespace, rules, asked };
    if verifies && listed.is_empty() && named.is_empty() && !needing.is_empty() {
        match cluster.of_account(&new, verdict) {
            Some(names) => named = names,
            None => return,
        }
    }
    if named.is_empty() {
        for (path, image, entry) in needing {
            verdict.tell(
                rules.mode,
                "pull-secret/required",
                path,
                format_args!(
                    "{} needs a pull Secret by {} in pullSecrets.require, and the Pod names none; \
                     add it to imagePullSecrets of the Pod or of its ServiceAccount",
                    Quoted(image.input()),
                    Quoted(entry)
                ),
            );
        }
    } else if verifies && !(is_kept && needing.is_empty()) {
        cluster.read(&named, verdict).judge(&needing, rules, verdict);
    }
}

/// The images that need a pull Secret, each with its path and the entry that says so.
fn needing<'a>(
    images: &[(&'a str, &'a str)],
    rules: &PullSecretChecks<'a>,
) -> Vec<(&'a str, Reference<'a>, &'a str)> {
    let needing = images.iter().filter_map(|(path, image)| {
        let image = Image::new(Reference::parse(image).ok()?);
        let entry = rules.require.iter().find(|it| it.refuses(&image))?;
        Some((*path, image.reference, entry.as_str()))
    });
    needing.collect()
}

pub(super) fn judge_name(
    listed: &PullSecretName<'_>,
    rules: &PullSecretChecks<'_>,
    verdict: &mut Verdict,
) {
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
