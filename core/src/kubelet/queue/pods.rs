//! What the kubelet still has to do for each Pod.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Arrival, Jitter, Wanted};
use crate::kubelet::BackOff;
use crate::reference::Reference;
use crate::workload::Role;
use crate::{PullPolicy, Version};

/// Nanoseconds in a millisecond.
const MILLISECOND: u128 = 1_000_000;
/// The least nanoseconds between two looks at a Pod that failed.
///
/// Upstream: `backOffPeriod` in kubernetes `pkg/kubelet/kubelet.go`.
const LOOKS_AFTER: u64 = 10_000;
/// How much longer it may take.
///
/// Upstream: `workerBackOffPeriodJitterFactor` in kubernetes `pkg/kubelet/pod_workers.go`.
const JITTER: u64 = 5_000;

/// All Pods. What belongs to their images lies in three lists, one Pod after the other: the kubelet
/// looks at thousands of them in turn, and each look should touch little memory.
pub(super) struct Pods {
    pub(super) pods: Vec<Pod>,
    /// The images of each Pod in the order in which the kubelet ensures them.
    pub(super) images: Vec<Image>,
    /// One for each text of an image in a Pod.
    pub(super) waits: Vec<WaitFor>,
    /// How many images of the node they name.
    pub(super) names: usize,
}

/// One Pod.
pub(super) struct Pod {
    /// Nanoseconds from the end of a look that failed to the next one.
    pub(super) period: u128,
    /// When the last look ended.
    pub(super) ended: u128,
    /// How many looks, of any Pod, ended before.
    pub(super) ended_as: u64,
    /// When `attempt` was asked for.
    pub(super) asked: u128,
    /// When it began.
    pub(super) starts: u128,
    /// The last attempt; there is never more than one at a time.
    pub(super) attempt: usize,
    /// Index into [`Pods::images`] of the image that was asked for last.
    pub(super) image: usize,
    /// Index of the next one in this look.
    pub(super) at: usize,
    /// All before it are done.
    pub(super) from: usize,
    /// Where its images begin.
    pub(super) first: usize,
    /// Where the images of the next Pod begin.
    pub(super) end: usize,
    /// Counts the looks.
    pub(super) look: u32,
    /// Whether one goes on.
    pub(super) is_looking: bool,
    /// Whether an image volume failed in this look.
    pub(super) lacks_volume: bool,
}

/// One image of a Pod.
pub(super) struct Image {
    /// Index in the arrival.
    pub(super) index: usize,
    /// Which image of the node it is; `None` where it is no reference.
    pub(super) known: Option<usize>,
    /// Index into [`Pods::waits`].
    pub(super) wait: usize,
    pub(super) role: Role,
    pub(super) policy: PullPolicy,
    pub(super) state: State,
    /// Whether it failed in the last look.
    pub(super) failed: bool,
    /// Whether the image of the node knows that this one wants it.
    pub(super) is_listed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It is not there yet.
    Open,
    /// Its container waits for nothing but the image, which is only looked for.
    Told,
    /// Its container has it.
    Done,
    /// It is no reference: nothing is tried.
    NoName,
}

/// The back-off of one text, and when it was last advanced. The kubelet compares nanoseconds; so
/// that a part of a millisecond does not get lost, [`BackOff`] gets a clock of its own, which runs
/// from failure to failure.
#[derive(Default)]
pub(super) struct WaitFor {
    back_off: BackOff,
    clock: u64,
    failed_at: u128,
    /// How often the Pod asked for a pull.
    pub(super) tries: u32,
}

impl WaitFor {
    fn clock_at(&self, now: u128) -> u64 {
        self.clock.saturating_add(milliseconds(now.saturating_sub(self.failed_at)))
    }

    pub(super) fn fail(&mut self, now: u128) {
        self.clock = self.clock_at(now);
        self.failed_at = now;
        self.back_off.fail(self.clock);
    }

    pub(super) fn is_waiting(&self, now: u128) -> bool {
        self.back_off.is_waiting(self.clock_at(now))
    }

    /// When it is over.
    pub(super) fn until(&self) -> u128 {
        self.failed_at + nanoseconds(self.back_off.delay())
    }
}

/// The images that Pods name, by what a runtime takes them for.
#[derive(Default)]
pub(super) struct Names {
    by_text: BTreeMap<String, usize>,
}

impl Names {
    fn of(&mut self, image: &str, version: Version) -> Option<usize> {
        let reference = Reference::parse_as(image, version.grammar()).ok()?;
        let next = self.by_text.len();
        Some(*self.by_text.entry(reference.docker_reference().to_string()).or_insert(next))
    }
}

impl Pods {
    pub(super) fn new(arrivals: &[Arrival<'_>], jitter: Jitter, version: Version) -> Self {
        let mut names = Names::default();
        let (mut images, mut waits) = (Vec::new(), Vec::new());
        let mut order: Vec<usize> = Vec::new();
        let mut texts = BTreeMap::new();
        let pods = arrivals.iter().enumerate().map(|(number, arrival)| {
            order.clear();
            order.extend(0..arrival.images.len());
            crate::order::sort_by_key(&mut order, |&it| turn(arrival.images[it].role));
            texts.clear();
            let from = images.len();
            for &index in &order {
                let Wanted { image, role, policy, .. } = arrival.images[index];
                let wait = *texts.entry(image).or_insert_with(|| {
                    waits.push(WaitFor::default());
                    waits.len() - 1
                });
                images.push(Image {
                    index,
                    known: names.of(image, version),
                    wait,
                    role,
                    policy,
                    state: State::Open,
                    failed: false,
                    is_listed: false,
                });
            }
            Pod::new(from, images.len(), period(jitter, number))
        });
        let pods = pods.collect();
        Self { pods, images, waits, names: names.by_text.len() }
    }
}

impl Pod {
    fn new(from: usize, end: usize, period: u128) -> Self {
        Self {
            period,
            ended: 0,
            ended_as: 0,
            asked: 0,
            starts: 0,
            attempt: 0,
            image: from,
            at: from,
            from,
            first: from,
            end,
            look: 0,
            is_looking: false,
            lacks_volume: false,
        }
    }

    /// The first look at or after `then`, when the last one ended at `ended`.
    pub(super) fn look_after(&self, ended: u128, then: u128) -> u128 {
        let looks = match (u64::try_from(then.saturating_sub(ended)), u64::try_from(self.period)) {
            // Nearly always the short division is enough.
            (Ok(waits), Ok(period)) => u128::from(waits.div_ceil(period)),
            _ => then.saturating_sub(ended).div_ceil(self.period),
        };
        ended + looks.max(1) * self.period
    }
}

pub(super) fn nanoseconds(milliseconds: u64) -> u128 {
    u128::from(milliseconds) * MILLISECOND
}

pub(super) fn milliseconds(nanoseconds: u128) -> u64 {
    // Nearly always the short division is enough.
    match u64::try_from(nanoseconds) {
        Ok(it) => it / MILLISECOND as u64,
        Err(_) => u64::try_from(nanoseconds / MILLISECOND).unwrap_or(u64::MAX),
    }
}

/// Nanoseconds from the end of a look that failed to the next one.
fn period(jitter: Jitter, pod: usize) -> u128 {
    let jitter = match jitter {
        Jitter::None => 0,
        Jitter::Spread => spread(pod),
    };
    nanoseconds(LOOKS_AFTER + jitter)
}

/// Upstream: `SyncPod` in kubernetes `pkg/kubelet/kuberuntime/kuberuntime_manager.go`.
fn turn(role: Role) -> u8 {
    match role {
        Role::ImageVolume => 0,
        Role::EphemeralContainer => 1,
        Role::InitContainer | Role::SidecarContainer => 2,
        Role::Container => 3,
    }
}

/// A number below [`JITTER`], so that however many of them are spread evenly: multiples of the
/// golden ratio.
fn spread(number: usize) -> u64 {
    const GOLDEN: u32 = 0x9E37_79B9;
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    (u64::from(number.wrapping_mul(GOLDEN)) * JITTER) >> 32
}
