//! What a person should know of the runtime's part.

use alloc::format;
use alloc::vec::Vec;

use super::super::findings::Findings;
use super::super::report::{
    ImageId, ImageReport, IndexReport, RuntimeReport, Source, ToldBy, WorkloadReport,
};
use crate::finding::{Finding, Severity};
use crate::image_index::{NoManifestKind, architecture_in_name};
use crate::reference::Reference;
use crate::runtime::{
    ResolveRule, Resolved, Runtime, ShortNameError, ShortNameErrorKind, ShortNameMode,
};

/// A name that CRI-O refuses, or takes for one of another registry than the kubelet does.
pub(super) fn name(
    told: &RuntimeReport,
    reference: &Reference<'_>,
    image: &ImageReport,
    (document, id): (usize, ImageId),
    resolved: &Result<Resolved, ShortNameError>,
    findings: &mut Findings,
) {
    let Runtime::CriO(short_names) = &told.runtime else { return };
    if told.runtime_from == ToldBy::Nothing {
        return;
    }
    let full = reference.with_default_tag();
    let mut add = |code, severity, message| {
        let finding = Finding::new(code, severity, message).at(&*image.path, image.span.clone());
        findings.add_for(document, &[id], finding);
    };
    match resolved {
        Err(error) => {
            let advice = match error.kind() {
                ShortNameErrorKind::Invalid { .. } => "; write a name that it reads".into(),
                _ => format!("; on Docker Hub it is {full}"),
            };
            let message = format!("{error}: {}{advice}", error.upstream());
            add("runtime/short-name-refused", Severity::Error, message);
        }
        Ok(Resolved { rule: ResolveRule::Unknown, .. })
            if short_names.mode == ShortNameMode::Enforcing =>
        {
            let message = format!(
                "{} names no registry, and CRI-O refuses it unless the node's registries.conf has an \
                 alias for it or exactly one registry to search; on Docker Hub it is {full}",
                image.image
            );
            add("runtime/short-name-refused", Severity::Warning, message);
        }
        Ok(Resolved { references, rule: ResolveRule::Alias | ResolveRule::Registries }) => {
            let keys = format!("{}", reference.name());
            let other = references.iter().find(|it| !is_named(it, &keys));
            if let Some(other) = other.filter(|_| has_pull_secret(image)) {
                let message = format!(
                    "CRI-O asks for {other}, while the kubelet looks up the credentials of {keys} and \
                     sends these; write the registry that is meant"
                );
                add("runtime/other-registry", Severity::Warning, message);
            }
        }
        Ok(_) => {}
    }
}

/// Whether a reference is one of that repository.
fn is_named(reference: &str, repository: &str) -> bool {
    reference.strip_prefix(repository).is_some_and(|it| it.starts_with([':', '@']))
}

/// Whether a credential of a pull Secret is sent.
fn has_pull_secret(image: &ImageReport) -> bool {
    let used = image.credentials.as_ref().map(|it| it.in_order()).unwrap_or_default();
    used.iter().any(|it| matches!(it.source, Source::PullSecret(_)))
}

/// A name that ends with another architecture than that of the node.
pub(super) fn architecture(
    told: &RuntimeReport,
    reference: &Reference<'_>,
    image: &ImageReport,
    (document, id): (usize, ImageId),
    findings: &mut Findings,
) {
    let Some(node) = &told.platform else { return };
    let Some(named) = architecture_in_name(reference) else { return };
    if named.architecture == node.architecture {
        return;
    }
    let message = format!(
        "the name ends with {}, and the node is {node}: nothing reads this end of a name, so that the \
         image is pulled here and then does not run",
        &image.image[named.span]
    );
    let finding = Finding::new("image-index/other-architecture", Severity::Warning, message);
    findings.add_for(document, &[id], finding.at(&*image.path, image.span.clone()));
}

/// An index of which the node takes nothing, or a digest that names one platform of it.
pub(super) fn index(index: &IndexReport, workloads: &[WorkloadReport], findings: &mut Findings) {
    let Some(selection) = &index.selection else { return };
    let image = |id: ImageId| Some((workloads.get(id.workload)?.images.get(id.image)?, id));
    let images: Vec<(&ImageReport, ImageId)> =
        index.images.iter().copied().filter_map(image).collect();
    let (pinned, by_name): (Vec<_>, Vec<_>) = images.into_iter().partition(|(image, _)| {
        let digest = image.reference.as_ref().ok().and_then(|it| it.digest.as_ref());
        digest.is_some_and(|it| index.manifests.iter().any(|other| other.digest == it.value))
    });
    if let Some(refusal) = &selection.refusal
        && (pinned.is_empty() || !by_name.is_empty())
    {
        let code = match refusal.kind() {
            NoManifestKind::NotFetched { .. } => "image-index/fallback-not-fetched",
            _ => "image-index/no-platform",
        };
        let listed: Vec<&str> = index
            .manifests
            .iter()
            .filter_map(|it| it.platform.as_deref())
            .filter(|it| *it != "unknown/unknown")
            .take(8)
            .collect();
        let message = match listed.is_empty() {
            true => format!("{refusal}"),
            false => format!("{refusal}; it has {}", listed.join(", ")),
        };
        let ids: Vec<ImageId> = by_name.iter().map(|it| it.1).collect();
        let place = index.manifests.first().map(|it| it.span.clone());
        let mut finding = Finding::new(code, Severity::Error, message);
        if let Some(place) = place {
            finding = finding.at("manifests[0]", place);
        }
        if let Some((image, _)) = by_name.first() {
            finding = finding.with("the image", image.span.clone());
        }
        findings.add_for(index.document, &ids, finding);
    }
    for (image, id) in pinned {
        let Some(digest) = image.reference.as_ref().ok().and_then(|it| it.digest.as_ref()) else {
            continue;
        };
        let at = index.manifests.iter().position(|it| it.digest == digest.value);
        let Some((at, verdict)) = at.and_then(|at| Some((at, selection.verdicts.get(at)?))) else {
            continue;
        };
        if verdict.place.is_some() {
            continue;
        }
        let message = format!(
            "the digest is that of one platform alone: {}; name the digest of the index instead",
            verdict.sentence
        );
        let finding = Finding::new("image-index/one-platform", Severity::Warning, message)
            .at(&*image.path, digest.span.clone().unwrap_or_else(|| image.span.clone()))
            .with("the manifest", index.manifests[at].span.clone());
        let document = workloads.get(id.workload).map_or(index.document, |it| it.document);
        findings.add_for(document, &[id], finding);
    }
}
