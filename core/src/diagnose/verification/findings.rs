//! What a person should know of credential verification.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use super::super::findings::Findings;
use super::super::image::{Context, Say};
use super::super::report::{
    ImageId, ImageReport, Source, Verification, VerificationDecision, WorkloadReport,
};
use super::super::snapshot::Snapshot;
use super::{Question, Verifier, pod_credentials};
use crate::finding::{Finding, Severity};
use crate::kubelet::verification::{
    Access, Asked, Manager, PodCredentials, Policy, SecretUse, Start,
};
use crate::kubelet::{Presence, VerificationPolicy};
use crate::pull_policy::PullPolicy;

/// More images than one finding names.
const MAX_IMAGES: usize = 100;

/// What is odd about one image that the node has.
pub(in crate::diagnose) fn of_image(
    context: &Context<'_, '_>,
    report: &ImageReport,
    verification: &Verification,
    verifier: &Verifier<'_>,
    say: &mut Say<'_>,
) {
    let (image, why) = (&report.image, &verification.sentence);
    let is_there = report.presence == Presence::Present;
    let lead = if is_there { "" } else { "if the node has it, " };
    let found = |code, severity, message: alloc::string::String| {
        let place = report.policy.span.as_ref().filter(|_| code == MUST_PULL);
        let place = place.unwrap_or(&report.span).clone();
        let mut finding = Finding::new(code, severity, message).at(&*report.path, place);
        if let Some(record) = &verification.span {
            finding = finding.with("the record", record.clone());
        }
        if let Some(own) = verification.counts.and_then(|it| context.pod.pull_secrets.get(it)) {
            finding = finding.with("the pull Secret", own.span.clone());
        }
        finding
    };
    let finding = match verification.decision {
        VerificationDecision::Pull if !verifier.is_on => {
            let message = format!(
                "Kubernetes {} lets every Pod of the node use {image}; where a kubelet of {} or \
                 later pulled it like this, the registry is asked first: {why}",
                context.options.kubernetes, verifier.version,
            );
            found("verification/upgrade", Severity::Info, message)
        }
        VerificationDecision::Pull => {
            let code = match verification.rule {
                "otherName" if verification.is_old_name => "verification/old-name",
                "notRecorded" if verification.is_made_anew => "verification/recreated",
                _ => MUST_PULL,
            };
            let has_credential = report.credentials.as_ref().is_some_and(|it| it.used > 0);
            let (severity, message) = match report.policy.policy {
                Some(PullPolicy::Never) => {
                    let severity = if is_there { Severity::Error } else { Severity::Info };
                    let message = format!(
                        "{lead}this Pod may not use {image} of the node, and Never does not pull: \
                         the container waits with ErrImageNeverPull, as if it were not there; {why}"
                    );
                    (severity, message)
                }
                _ => {
                    let severity = match is_there && !has_credential {
                        true => Severity::Warning,
                        false => Severity::Info,
                    };
                    let before = if verification.policy == DEFAULT {
                        "; up to Kubernetes 1.34 every Pod could use it"
                    } else {
                        ""
                    };
                    let message = format!(
                        "{lead}the registry is asked for {image} although the node has it: \
                         {why}{before}"
                    );
                    (severity, message)
                }
            };
            found(code, severity, message)
        }
        VerificationDecision::Use if verification.is_rotated && verifier.is_on => {
            let message = format!(
                "{lead}this Pod may use {image} of the node: {why}; pages say that after a rotation \
                 it has to be pulled again, and since 1.33, where this came, it has not"
            );
            found("verification/rotated", Severity::Info, message)
        }
        _ => return,
    };
    say(context.document, finding);
}

const MUST_PULL: &str = "verification/must-pull";
const DEFAULT: VerificationPolicy = VerificationPolicy::NeverVerifyPreloadedImages;

/// An image, and the Pod that names it.
#[derive(Clone, Copy)]
struct Use<'r> {
    id: ImageId,
    workload: &'r WorkloadReport,
    image: &'r ImageReport,
}

impl<'r> Use<'r> {
    fn question(&self) -> Question<'r> {
        Question {
            image: &self.image.image,
            full_name: self.image.reference.as_ref().map_or("", |it| it.full_name()),
            namespace: &self.workload.namespace,
            service_account: &self.workload.service_account,
            credentials: self.image.credentials.as_ref(),
            pull_secrets: &self.workload.pull_secrets,
        }
    }

    fn held(&self, snapshot: &Snapshot) -> Option<PodCredentials> {
        pod_credentials(snapshot, &self.question())
    }

    /// The Secret that the first attempt of a pull is made with, if it is one.
    fn pulls_with(&self, snapshot: &Snapshot) -> Option<SecretUse> {
        let used = self.image.credentials.as_ref()?.in_order();
        matches!(used.first()?.source, Source::PullSecret(_)).then_some(())?;
        self.held(snapshot)?.secrets.into_iter().next()
    }
}

/// The images that several Pods of the text share: what one of them pulls with a Secret, another one
/// that does not have it pulls again.
pub(in crate::diagnose) fn several_pods(
    verifier: &Verifier<'_>,
    workloads: &[WorkloadReport],
    findings: &mut Findings,
) {
    if !verifier.is_on {
        return;
    }
    let mut shared: BTreeMap<&str, Vec<Use<'_>>> = BTreeMap::new();
    for (number, workload) in workloads.iter().enumerate().filter(|it| it.1.kind.is_some()) {
        for (place, image) in workload.images.iter().enumerate() {
            let Ok(parts) = &image.reference else { continue };
            let id = ImageId { workload: number, image: place };
            shared.entry(parts.full_name()).or_default().push(Use { id, workload, image });
        }
    }
    for uses in shared.values().filter(|it| it.len() > 1) {
        // Of an image whose puller is known, each Pod is told on its own.
        let is_told =
            |it: &Use<'_>| it.image.verification.as_ref().is_some_and(|it| it.required.is_some());
        if !uses.iter().any(is_told) {
            one_image(verifier, uses, findings);
        }
    }
}

fn one_image(verifier: &Verifier<'_>, uses: &[Use<'_>], findings: &mut Findings) {
    let snapshot = verifier.snapshot;
    let puller = uses.iter().find_map(|it| Some((it, it.pulls_with(snapshot)?)));
    let Some((puller, secret)) = puller else { return };
    let patterns = snapshot.settings.allowlist.iter().map(|it| it.as_str());
    let Ok(policy) = Policy::new(verifier.policy, patterns, verifier.version) else { return };
    let mut node = Manager::new(Start::default(), policy, verifier.version);
    let access = Access::secret(secret.clone());
    node.record_pulled(&puller.image.image, "ref", Some(&access), None);
    let pulls_again = |it: &&Use<'_>| {
        let policy = it.image.policy.policy;
        if !matches!(policy, Some(PullPolicy::IfNotPresent | PullPolicy::Never)) {
            return false;
        }
        let Some(held) = it.held(snapshot) else { return false };
        let image = &it.image.image;
        node.decide(&Asked { image, image_ref: "ref", credentials: Some(&held) }).pull
    };
    let again: Vec<&Use<'_>> = uses.iter().filter(pulls_again).take(MAX_IMAGES).collect();
    let Some(first) = again.first() else { return };
    let (title, name) = (&puller.workload.title, &secret.secret.name);
    let image = &first.image.image;
    let message = format!(
        "once {title} has pulled {image} on a node with Secret {name}, {} asks the registry again \
         there: it has no credential that pulled this image ({})",
        first.workload.title,
        verifier.policy.as_str(),
    );
    let ids: Vec<ImageId> = again.iter().map(|it| it.id).collect();
    let finding = Finding::new("verification/other-pod", Severity::Info, message)
        .at(&*first.image.path, first.image.span.clone())
        .with("the Pod that pulls it", puller.image.span.clone());
    findings.add_for(first.workload.document, &ids, finding);
}

/// Secrets that stand in the text in two versions, both from a cluster: whether a Pod that has the
/// later one may use what the earlier one pulled.
pub(in crate::diagnose) fn rotations(
    verifier: &Verifier<'_>,
    workloads: &[WorkloadReport],
    findings: &mut Findings,
) {
    if !verifier.is_on || verifier.policy == VerificationPolicy::NeverVerify {
        return;
    }
    let snapshot = verifier.snapshot;
    for (older, newer) in snapshot.older_secrets() {
        let (older, held) = (&snapshot.held[older], &snapshot.held[newer]);
        let same = older.report.keys == held.report.keys && older.config == held.config;
        if older.uid.is_empty() || held.uid.is_empty() || same {
            continue;
        }
        let uses = |image: &ImageReport| {
            let is_kept = image.policy.policy.is_some_and(|it| it != PullPolicy::Always);
            let keys = image.credentials.iter().flat_map(|it| &it.keys);
            is_kept && keys.filter(|it| it.place.is_some()).any(|it| it.secret == newer)
        };
        let ids: Vec<ImageId> = workloads
            .iter()
            .enumerate()
            .flat_map(|(workload, it)| {
                it.images.iter().enumerate().map(move |(image, it)| (workload, image, it))
            })
            .filter(|it| uses(it.2))
            .map(|(workload, image, _)| ImageId { workload, image })
            .take(MAX_IMAGES)
            .collect();
        if ids.is_empty() {
            continue;
        }
        let name = &held.report.name;
        let (code, message) = if older.uid == held.uid {
            (
                "verification/rotated",
                format!(
                    "Secret {name} was changed and is the same object: what it pulled before is \
                     used without asking the registry whether the new credential is right"
                ),
            )
        } else {
            (
                "verification/recreated",
                format!(
                    "Secret {name} was deleted and made anew: for what it pulled before, the \
                     registry is asked again, because its uid and its credential are others"
                ),
            )
        };
        let finding = Finding::new(code, Severity::Info, message)
            .at("metadata.name", held.name_span.clone())
            .with("the earlier version", older.name_span.clone());
        findings.add_for(held.report.document, &ids, finding);
    }
}
