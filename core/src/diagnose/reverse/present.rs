//! Images that a Pod can use only because the node has them.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::Scene;
use super::super::report::{
    ImageId, ImageProvider, ImageReport, OnlyPresent, OutcomeKind, PullSecretsFrom,
    VerificationDecision, WorkloadReport,
};
use super::super::snapshot::Snapshot;
use super::super::verification::PulledBy;
use crate::reference::Reference;

/// The images that the kubelet uses without asking a registry, for a Pod that has no credential for
/// them.
pub(in crate::diagnose) fn present(
    scene: &Scene<'_, '_>,
    snapshot: &Snapshot,
    workloads: &[WorkloadReport],
) -> Vec<OnlyPresent> {
    let wanting = wanting(scene, snapshot, workloads);
    let mut found = Vec::new();
    for (workload, report) in workloads.iter().enumerate() {
        // A bare name is no Pod.
        if report.pull_secrets_from == PullSecretsFrom::Pasted {
            continue;
        }
        for (image, one) in report.images.iter().enumerate() {
            let Ok(parts) = &one.reference else { continue };
            if one.outcome.kind != OutcomeKind::OnNode || has_credential(one) {
                continue;
            }
            let wants_credential = wanting.contains(&parts.repository_name);
            let decision = one.verification.as_ref().map(|it| it.decision);
            found.push(OnlyPresent {
                image: ImageId { workload, image },
                wants_credential,
                depends: decision == Some(VerificationDecision::Unknown),
                sentence: sentence(snapshot, report, one, wants_credential),
            });
        }
    }
    found
}

/// Whether the Pod has a credential for the image, or may have one.
fn has_credential(image: &ImageReport) -> bool {
    image.credentials.as_ref().is_none_or(|it| it.used > 0 || it.blocked_by.is_some())
        || image.providers.iter().any(ImageProvider::is_asked)
}

/// The names of images that somebody has a credential for, or pulled with one.
fn wanting(
    scene: &Scene<'_, '_>,
    snapshot: &Snapshot,
    workloads: &[WorkloadReport],
) -> BTreeSet<String> {
    let images = workloads.iter().flat_map(|it| &it.images);
    let held = images.filter(|it| {
        it.credentials.as_ref().is_some_and(|it| it.used > 0)
            || it.providers.iter().any(|it| !it.used.is_empty())
    });
    let held = held.filter_map(|it| Some(it.reference.as_ref().ok()?.repository_name.clone()));
    let pulled =
        scene.options.pulled.iter().filter(|it| {
            matches!(it.by, PulledBy::Secret { .. } | PulledBy::ServiceAccount { .. })
        });
    let told = pulled.map(|it| it.image.as_str());
    let told = told.chain(snapshot.records.pulled_with_a_credential());
    let told = told.filter_map(|it| Some(Reference::parse(it).ok()?.name().to_string()));
    held.chain(told).collect()
}

fn sentence(
    snapshot: &Snapshot,
    workload: &WorkloadReport,
    image: &ImageReport,
    wants_credential: bool,
) -> String {
    let mut sentence = format!(
        "{} has no credential for {}, and can use it because the node has it",
        workload.title, image.image
    );
    match &image.verification {
        Some(it) if it.decision == VerificationDecision::Unknown => {
            sentence += ", unless the kubelet pulled it with a credential";
        }
        Some(it) => sentence += &format!(": {}", it.sentence),
        None => {
            let version = snapshot.settings.gates.version();
            sentence += &format!(": this kubelet of {version} does not verify who may");
        }
    }
    if !wants_credential {
        sentence += "; nothing here tells that its registry wants one";
    }
    sentence
}
