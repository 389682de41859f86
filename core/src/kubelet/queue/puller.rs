//! Who may pull, and who waits: the slots of the kubelet's puller.
//!
//! Upstream: `serialImagePuller`, `parallelImagePuller` in kubernetes `pkg/kubelet/images/puller.go`.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::kubelet::Settings;

/// How many requests a serial puller holds before those who ask are blocked.
///
/// Upstream: `maxImagePullRequests`.
const QUEUE: usize = 10;

/// The slots, and who waits for one. Attempts are named by their index.
pub(super) struct Puller {
    /// How many pulls run at once; `None` for any number.
    slots: Option<usize>,
    is_serial: bool,
    running: usize,
    waiting: VecDeque<usize>,
    /// Of pulls that ended those that may be the longest of what ended since some time: when, and
    /// how long it took, both falling off to the end.
    longest: VecDeque<Ended>,
    /// Every pull that ended, in the order of their ends: when, and which.
    order: Vec<(u128, usize)>,
}

struct Ended {
    at: u128,
    took: u128,
    attempt: usize,
}

/// What an attempt meets that asks.
pub(super) enum Place {
    /// It may begin.
    Free,
    /// It waits behind so many, and perhaps for a place in the queue itself.
    Behind { ahead: usize, blocked: bool },
}

impl Puller {
    pub(super) fn new(settings: &Settings) -> Self {
        let slots = match (settings.serialize_image_pulls, settings.max_parallel_image_pulls) {
            (true, _) => Some(1),
            (false, Some(most @ 1..)) => usize::try_from(most).ok(),
            // The validation of the configuration refuses 0; the puller takes it for no limit.
            (false, _) => None,
        };
        let is_serial = settings.serialize_image_pulls;
        let (waiting, longest) = (VecDeque::new(), VecDeque::new());
        Self { slots, is_serial, running: 0, waiting, longest, order: Vec::new() }
    }

    /// An attempt asks.
    pub(super) fn ask(&mut self, attempt: usize) -> Place {
        let Some(slots) = self.slots else { return Place::Free };
        if self.running < slots {
            self.running += 1;
            return Place::Free;
        }
        let blocked = self.is_serial && self.waiting.len() >= QUEUE;
        let ahead = self.running + self.waiting.len();
        self.waiting.push_back(attempt);
        Place::Behind { ahead, blocked }
    }

    /// An attempt ends at `now` after so long a pull: the one that begins in its place.
    pub(super) fn end(&mut self, attempt: usize, now: u128, took: u128) -> Option<usize> {
        self.slots?;
        while self.longest.back().is_some_and(|it| it.took < took) {
            self.longest.pop_back();
        }
        self.longest.push_back(Ended { at: now, took, attempt });
        self.order.push((now, attempt));
        let next = self.waiting.pop_front();
        if next.is_none() {
            self.running -= 1;
        }
        next
    }

    /// The longest pull of those that ended after `asked`, a time that never lies before that of
    /// the last call.
    pub(super) fn longest_since(&mut self, asked: u128) -> Option<usize> {
        while self.longest.front().is_some_and(|it| it.at <= asked) {
            self.longest.pop_front();
        }
        self.longest.front().map(|it| it.attempt)
    }
    /// Which of the pulls in [`Self::into_order`] have ended after `asked`, up to now.
    pub(super) fn ended_since(&self, asked: u128) -> (usize, usize) {
        (self.order.partition_point(|it| it.0 <= asked), self.order.len())
    }

    /// The pulls in the order in which they ended.
    pub(super) fn into_order(self) -> Vec<usize> {
        self.order.into_iter().map(|it| it.1).collect()
    }
}
