//! What the kubelet still has to do for each Pod.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Arrival, Jitter, Wanted};
use crate::Version;
use crate::kubelet::BackOff;
use crate::reference::Reference;
use crate::workload::Role;

/// Nanoseconds in a millisecond.
pub(super) const MILLISECOND: u128 = 1_000_000;
/// The least nanoseconds between two looks at a Pod that failed.
///
/// Upstream: `backOffPeriod` in kubernetes `pkg/kubelet/kubelet.go`.
const LOOKS_AFTER: u64 = 10_000;
/// How much longer it may take.
///
/// Upstream: `workerBackOffPeriodJitterFactor` in kubernetes `pkg/kubelet/pod_workers.go`.
const JITTER: u64 = 5_000;

/// One Pod.
pub(super) struct Pod {
    /// Its images in the order in which the kubelet ensures them.
    pub(super) images: Vec<Image>,
    /// One for each text of an image.
    pub(super) waits: Vec<WaitFor>,
    /// The next of `images` in this look.
    pub(super) at: usize,
    /// All of `images` before it are done.
    pub(super) from: usize,
    /// Those that failed in this look.
    pub(super) failed: Vec<usize>,
    /// Whether an image volume failed in this look.
    pub(super) lacks_volume: bool,
    /// Counts the looks.
    pub(super) look: u32,
    /// Nanoseconds from the end of one that failed to the next.
    pub(super) period: u128,
}

/// One image of a Pod.
pub(super) struct Image {
    /// Index in the arrival.
    pub(super) index: usize,
    /// Which image of the node it is; `None` where it is no reference.
    pub(super) known: Option<usize>,
    /// Index into [`Pod::waits`].
    pub(super) wait: usize,
    pub(super) state: State,
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
        let passed = (now.saturating_sub(self.failed_at)) / MILLISECOND;
        self.clock.saturating_add(u64::try_from(passed).unwrap_or(u64::MAX))
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
        self.failed_at + u128::from(self.back_off.delay()) * MILLISECOND
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

    pub(super) fn len(&self) -> usize {
        self.by_text.len()
    }
}

impl Pod {
    pub(super) fn new(
        number: usize,
        arrival: &Arrival<'_>,
        jitter: Jitter,
        version: Version,
        names: &mut Names,
    ) -> Self {
        let mut order: Vec<usize> = (0..arrival.images.len()).collect();
        order.sort_by_key(|&it| turn(arrival.images[it].role));
        let mut texts = BTreeMap::new();
        let mut image = |index: usize| {
            let Wanted { image, .. } = arrival.images[index];
            let next = texts.len();
            let wait = *texts.entry(image).or_insert(next);
            Image { index, known: names.of(image, version), wait, state: State::Open }
        };
        let images: Vec<Image> = order.into_iter().map(&mut image).collect();
        let waits = texts.iter().map(|_| WaitFor::default()).collect();
        let period = LOOKS_AFTER
            + match jitter {
                Jitter::None => 0,
                Jitter::Spread => spread(number),
            };
        Self {
            images,
            waits,
            at: 0,
            from: 0,
            failed: Vec::new(),
            lacks_volume: false,
            look: 0,
            period: u128::from(period) * MILLISECOND,
        }
    }

    /// The first look at or after `then`, when the last one ended at `ended`.
    pub(super) fn look_after(&self, ended: u128, then: u128) -> u128 {
        let looks = then.saturating_sub(ended).div_ceil(self.period).max(1);
        ended + looks * self.period
    }
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
