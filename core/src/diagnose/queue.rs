//! What small images of the text wait for where the kubelet pulls one after the other.

use alloc::format;
use alloc::vec::Vec;

use super::findings::Findings;
use super::report::{ImageId, ImageReport, WorkloadReport};
use crate::PullPolicy;
use crate::finding::{Finding, Severity};
use crate::kubelet::queue::Bytes;
use crate::kubelet::{Presence, Settings};

/// From so many bytes on an image keeps others waiting for longer than a person expects.
const LARGE: u64 = 500_000_000;
/// What is so many times smaller waits longer than it is pulled.
const TIMES: u64 = 10;
/// More images than a person looks at.
const MAX_SHOWN: usize = 8;

/// The largest image that a node may have to pull, and the small ones that may stand behind it.
///
/// Upstream: `serialImagePuller` in kubernetes `pkg/kubelet/images/puller.go`.
pub(super) fn behind_large(
    settings: &Settings,
    workloads: &[WorkloadReport],
    findings: &mut Findings,
) {
    if !settings.serialize_image_pulls {
        return;
    }
    let pulled = || {
        workloads.iter().enumerate().flat_map(|(workload, report)| {
            let images = report.images.iter().enumerate();
            images.filter_map(move |(image, report)| {
                let size = report.size.filter(|_| may_be_pulled(report))?;
                Some((ImageId { workload, image }, report, size))
            })
        })
    };
    // Of equals the first.
    let largest = pulled().reduce(|most, it| if it.2 > most.2 { it } else { most });
    let Some((id, large, size)) = largest.filter(|it| it.2 >= LARGE) else { return };
    let behind: Vec<_> = pulled().filter(|it| it.2.saturating_mul(TIMES) <= size).collect();
    let Some((_, first, small)) = behind.iter().min_by_key(|it| it.2) else { return };
    let more = match behind.len() - 1 {
        0 => "".into(),
        count => format!(" and {count} more"),
    };
    let message = format!(
        "the kubelet pulls one image after the other (serializeImagePulls is true): on a node that \
         has neither, {} of {}{more} waits until {} of {} is there, if that comes first",
        first.image,
        Bytes(*small),
        large.image,
        Bytes(size),
    );
    let finding = Finding::new("queue/serial-behind-large", Severity::Info, message);
    let mut finding = finding.at(&*large.path, large.span.clone());
    for (_, it, _) in behind.iter().take(MAX_SHOWN) {
        finding = finding.with("what waits", it.span.clone());
    }
    let images: Vec<ImageId> = core::iter::once(id).chain(behind.iter().map(|it| it.0)).collect();
    findings.add_for(workloads[id.workload].document, &images, finding);
}

/// Whether there may be a node of the text that does not have it.
fn may_be_pulled(image: &ImageReport) -> bool {
    image.presence != Presence::Present && image.policy.policy != Some(PullPolicy::Never)
}
