//! Pulls that wait for others: small images behind a large one where the kubelet pulls one after
//! the other, and what the events of finished pulls tell.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::findings::Findings;
use super::report::{EventReport, ImageId, ImageReport, WorkloadReport};
use crate::PullPolicy;
use crate::event::Took;
use crate::finding::{Finding, Severity};
use crate::kubelet::queue::{Bytes, Span};
use crate::kubelet::{Presence, Settings};

/// From so many bytes on an image keeps others waiting for longer than a person expects.
const LARGE: u64 = 500_000_000;
/// What is so many times smaller waits longer than it is pulled.
const TIMES: u64 = 10;
/// A wait of so many milliseconds is long where the pull itself is shorter.
const LONG: u64 = 10_000;
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

/// What the event of a finished pull says of time.
pub(super) fn pulled(took: Option<Took>) -> String {
    match took.map(|it| (it, it.waiting(), it.pulling)) {
        None => "the image was pulled".to_string(),
        Some((_, Some(waiting @ 1..), Some(pulling))) => format!(
            "the image was pulled in {}, after it had waited {} for its turn",
            Span(pulling),
            Span(waiting)
        ),
        Some((took, ..)) => format!("the image was pulled in {}", Span(took.with_waiting)),
    }
}

/// Gives images the size that the event of their pull tells, where no node tells it.
pub(super) fn sizes(events: &[EventReport], workloads: &mut [WorkloadReport]) {
    for event in events {
        let Some(size) = event.took.and_then(|it| it.size) else { continue };
        for id in &event.about {
            let image = workloads.get_mut(id.workload).and_then(|it| it.images.get_mut(id.image));
            if let Some(image) = image.filter(|it| event.image.as_ref() == Some(&it.image)) {
                image.size.get_or_insert(size);
            }
        }
    }
}

/// The pull that waited longest for its turn, and longer than it took; and the others of which the
/// events tell the same.
///
/// Upstream: `EnsureImageExists` in kubernetes `pkg/kubelet/images/image_manager.go` measures both,
/// the wait from the moment at which it asks the puller.
pub(super) fn waited(settings: &Settings, events: &[EventReport], findings: &mut Findings) {
    let waits = events.iter().filter_map(|event| {
        let took = event.took?;
        let (pulling, waiting) = (took.pulling?, took.waiting()?);
        (waiting >= LONG && waiting > pulling).then_some((event, pulling, waiting))
    });
    let mut waits: Vec<_> = waits.collect();
    // Of equals the first.
    waits.sort_by_key(|it| core::cmp::Reverse(it.2));
    let Some(&(event, pulling, waiting)) = waits.first() else { return };
    let image = event.image.as_deref().unwrap_or("an image");
    let why = match (settings.serialize_image_pulls, settings.max_parallel_image_pulls) {
        (true, _) => {
            "the kubelet pulls one image after the other (serializeImagePulls)".to_string()
        }
        (false, Some(most @ 1..)) => {
            format!("the kubelet pulls {most} at once (maxParallelImagePulls)")
        }
        (false, _) => {
            "the kubelet that pulled it limits them, unlike that of this text".to_string()
        }
    };
    let message = format!(
        "{image} was pulled in {}, but waited {} for its turn before, because of other pulls of \
         the node: {why}",
        Span(pulling),
        Span(waiting)
    );
    let mut finding =
        Finding::new("queue/waited", Severity::Info, message).at("", event.span.clone());
    for (it, ..) in waits.iter().skip(1).take(MAX_SHOWN) {
        finding = finding.with("another that waited", it.span.clone());
    }
    findings.add_for(event.document, &event.about, finding);
}
