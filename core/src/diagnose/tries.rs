//! When an image was pulled in vain, and when that is tried again: by the times that events tell.
//!
//! # The rule
//!
//! Of the events of one Pod, `Failed to pull image` tells how often a pull failed, and the last time of
//! it. `Pulling image` counts the tries, also those that failed with other words. After so many failures
//! the wait follows from [`Timeline::next_after`], counted from the last of them. Each Pod waits for
//! itself: of several the one that failed last is told. Nothing is told once a pull succeeded.
//!
//! ```
//! use pullscope_core::diagnose::{ImageId, Options, diagnose};
//! use pullscope_core::time;
//!
//! let text = "kind: Pod
//! metadata: {name: web}
//! spec: {containers: [{name: a, image: shop:1}]}
//! ---
//! kind: Event
//! involvedObject: {kind: Pod, name: web}
//! reason: Failed
//! message: 'Failed to pull image \"shop:1\": 401'
//! firstTimestamp: 2026-01-02T10:40:00Z
//! lastTimestamp: 2026-01-02T10:40:31Z
//! count: 3
//! ";
//! let diagnosis = diagnose(text, &Options::default());
//! let image = diagnosis.image(ImageId { workload: 0, image: 0 }).unwrap();
//! let failed = image.failed.as_ref().unwrap();
//! assert_eq!(failed.count, 3);
//! let next = failed.next();
//! assert_eq!(Some(*next.start()), time::parse("2026-01-02T10:41:11Z"));
//! assert_eq!(Some(*next.end()), time::parse("2026-01-02T10:41:26Z"));
//! ```

use alloc::collections::BTreeMap;
use core::ops::{Range, RangeInclusive};

use super::report::{EventReport, FailedPulls, ImageId, WorkloadReport};
use crate::event::{PullEvent, Says};
use crate::kubelet::Timeline;

impl FailedPulls {
    /// When the next pull is tried, in seconds since 1970: from the earliest to the latest time, if it
    /// goes on to fail and the kubelet is not started anew.
    pub fn next(&self) -> RangeInclusive<i64> {
        let wait = Timeline::next_after(self.count);
        self.last + i64::from(*wait.start())..=self.last + i64::from(*wait.end())
    }
}

/// What the events of one Pod tell of one image.
#[derive(Default)]
struct Tries {
    /// How often a pull began.
    began: u64,
    /// How often one failed.
    failed: u64,
    first: Option<i64>,
    last: Option<(i64, Range<usize>)>,
    /// When one succeeded last.
    pulled: Option<i64>,
}

/// The failed pulls that these events tell of, image by image.
pub(super) fn failed(
    read: &[(usize, PullEvent)],
    reports: &[EventReport],
) -> BTreeMap<ImageId, FailedPulls> {
    let mut tries: BTreeMap<(ImageId, &str), Tries> = BTreeMap::new();
    for ((_, event), report) in read.iter().zip(reports) {
        let (Some(seen), Some(pod)) = (event.seen, &event.pod) else { continue };
        if !matches!(event.says, Says::PullFailed | Says::Pulling | Says::Pulled) {
            continue;
        }
        let count = event.count.unwrap_or(1).max(1);
        for id in &report.about {
            let it = tries.entry((*id, &pod.text)).or_default();
            match event.says {
                Says::PullFailed => {
                    it.failed = it.failed.saturating_add(count);
                    if it.last.as_ref().is_none_or(|(last, _)| *last < seen.last) {
                        let span =
                            event.age.as_ref().map_or(event.span.clone(), |it| it.span.clone());
                        it.last = Some((seen.last, span));
                    }
                }
                Says::Pulling => it.began = it.began.saturating_add(count),
                _ => {
                    it.pulled = it.pulled.max(Some(seen.last));
                    continue;
                }
            }
            it.first = Some(it.first.map_or(seen.first, |first| first.min(seen.first)));
        }
    }
    let mut failed: BTreeMap<ImageId, FailedPulls> = BTreeMap::new();
    for ((id, _), it) in tries {
        let (Some(first), Some((last, span))) = (it.first, it.last) else { continue };
        if it.pulled >= Some(last) {
            continue;
        }
        let pulls = FailedPulls { count: it.failed.max(it.began), first, last, span };
        if failed.get(&id).is_none_or(|known| known.last < last) {
            failed.insert(id, pulls);
        }
    }
    failed
}

/// Puts them beside their images.
pub(super) fn add(failed: BTreeMap<ImageId, FailedPulls>, workloads: &mut [WorkloadReport]) {
    for (id, pulls) in failed {
        let image = workloads.get_mut(id.workload).and_then(|it| it.images.get_mut(id.image));
        if let Some(image) = image {
            image.failed = Some(pulls);
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use crate::diagnose::{Began, FailedPulls, ImageId, Options, diagnose};
    use crate::time;

    const POD: &str =
        "kind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: a, image: shop:1}]}\n";
    const IMAGE: ImageId = ImageId { workload: 0, image: 0 };

    fn event(pod: &str, message: &str, first: &str, last: &str, count: u32) -> String {
        format!(
            "---\nkind: Event\ninvolvedObject: {{kind: Pod, name: {pod}}}\nreason: Failed\nmessage: '{message}'\n\
             firstTimestamp: 2026-01-02T10:{first}Z\nlastTimestamp: 2026-01-02T10:{last}Z\ncount: {count}\n"
        )
    }

    fn at(clock: &str) -> i64 {
        time::parse(&format!("2026-01-02T10:{clock}Z")).expect("a time")
    }

    /// Count, first, last, earliest and latest next.
    fn told(text: &str) -> Option<(u64, i64, i64, i64, i64)> {
        let diagnosis = diagnose(text, &Options::default());
        let failed: &FailedPulls = diagnosis.image(IMAGE)?.failed.as_ref()?;
        let next = failed.next();
        Some((failed.count, failed.first, failed.last, *next.start(), *next.end()))
    }

    const PULLING: &str = "Pulling image \"shop:1\"";
    const FAILED: &str = "Failed to pull image \"shop:1\": 401";

    #[test]
    fn the_last_failure_and_the_number_of_tries_tell_the_next_one() {
        let once = format!("{POD}{}", event("web", FAILED, "40:00", "40:00", 1));
        assert_eq!(told(&once), Some((1, at("40:00"), at("40:00"), at("40:10"), at("40:25"))));
        // Of failures in different words, each event counts its own, and Pulling all of them.
        let text = format!(
            "{POD}{}{}{}",
            event("web", PULLING, "40:00", "42:31", 5),
            event("web", FAILED, "40:01", "40:31", 3),
            event("web", "Failed to pull image \"shop:1\": timeout", "42:32", "42:32", 1),
        );
        assert_eq!(told(&text), Some((5, at("40:00"), at("42:32"), at("45:12"), at("45:27"))));
    }

    #[test]
    fn each_pod_waits_for_itself() {
        let deployment = "kind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: a, image: shop:1}]}}}\n";
        let text = format!(
            "{deployment}{}{}",
            event("web-7c9d8f6b5-abcde", FAILED, "40:00", "45:00", 5),
            event("web-7c9d8f6b5-fghij", FAILED, "45:10", "45:20", 2),
        );
        assert_eq!(told(&text), Some((2, at("45:10"), at("45:20"), at("45:40"), at("45:55"))));
    }

    #[test]
    fn nothing_is_told_without_times_or_after_a_success() {
        assert_eq!(told(&format!("{POD}---\n{FAILED}\n")), None);
        assert_eq!(told(&format!("{POD}{}", event("web", PULLING, "40:00", "40:00", 1))), None);
        let pulled = "Successfully pulled image \"shop:1\" in 2s";
        let text = format!(
            "{POD}{}{}",
            event("web", FAILED, "40:00", "40:00", 1),
            event("web", pulled, "40:12", "40:12", 1)
        );
        assert_eq!(told(&text), None);
    }

    #[test]
    fn an_event_of_the_newer_api_has_a_series() {
        let text = format!(
            "{POD}---\napiVersion: events.k8s.io/v1\nkind: Event\nregarding: {{kind: Pod, name: web}}\nreason: Failed\n\
             note: '{FAILED}'\neventTime: 2026-01-02T10:40:00.123456Z\n\
             series: {{count: 2, lastObservedTime: 2026-01-02T10:40:12.5Z}}\n"
        );
        assert_eq!(told(&text), Some((2, at("40:00"), at("40:12"), at("40:32"), at("40:47"))));
    }

    #[test]
    fn a_pod_tells_when_it_began() {
        let began = |metadata: &str, status: &str| -> Option<Began> {
            let text = format!(
                "kind: Pod\nmetadata: {{name: web{metadata}}}\nspec: {{containers: [{{name: a, image: shop:1}}]}}\n{status}"
            );
            diagnose(&text, &Options::default()).workloads[0].began.clone()
        };
        let created = ", creationTimestamp: 2026-01-02T10:40:00Z";
        let by_creation = began(created, "").expect("a time");
        assert_eq!((by_creation.at, by_creation.is_start), (at("40:00"), false));
        // The kubelet has taken it up later than it was created.
        let status = "status: {startTime: 2026-01-02T10:40:07Z}\n";
        let by_start = began(created, status).expect("a time");
        assert_eq!((by_start.at, by_start.is_start), (at("40:07"), true));
        assert_eq!(began(", creationTimestamp: null", ""), None);
        let deployment = "kind: Deployment\nmetadata: {name: web, creationTimestamp: 2026-01-02T10:40:00Z}\nspec: {template: {spec: {containers: [{name: a, image: shop:1}]}}}\n";
        assert_eq!(diagnose(deployment, &Options::default()).workloads[0].began, None);
    }
}
