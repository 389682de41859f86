//! One time that a Pod asks for an image.

use alloc::collections::BTreeMap;

use super::Simulation;
use crate::Version;
use crate::features::{Gate, Gates};
use crate::kubelet::error_text::PullError;
use crate::kubelet::message::{Cause, Event, EventKind, Measured};

/// What the throttled puller says.
///
/// Upstream: `throttledImageService.PullImage` in kubernetes `pkg/kubelet/images/helpers.go`.
const QPS_EXCEEDED: &str = "pull QPS exceeded";

/// One time that a Pod asks for an image. Times are milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt<'a> {
    /// Index of the arrival.
    pub pod: usize,
    /// Its name.
    pub pod_name: &'a str,
    /// Index of the image in the arrival.
    pub index: usize,
    /// The image as it is written.
    pub image: &'a str,
    /// Its bytes.
    pub size: u64,
    /// 1 for the first pull of this text that the Pod asks for.
    pub number: u32,
    /// When it is asked for.
    pub asked: u64,
    /// When its pull begins.
    pub starts: u64,
    /// When it ends.
    pub ends: u64,
    /// Milliseconds of pulling, as the event tells them.
    pub pulling: u64,
    /// Milliseconds from asking to the end, as the event tells them.
    pub with_waiting: u64,
    /// How many pulls were running or waiting when it was asked for, where it had to wait.
    pub ahead: usize,
    /// Whether the queue of a serial kubelet was full, so that the Pod waits for a place in it.
    pub blocked: bool,
    /// Of the pulls that ended while it waited the longest: an index into
    /// [`Simulation::attempts`].
    pub waits_for: Option<usize>,
    /// The pulls that ended while it waited: from where to where in [`Simulation::ended`].
    pub behind: (usize, usize),
    /// What comes of it.
    pub fate: Fate,
}

/// What comes of asking for an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It is pulled.
    Pulled,
    /// It is pulled, and another Pod's pull brought the bytes.
    Shared,
    /// The limit of pulls refuses it.
    QpsExceeded,
    /// The node has it: nothing is pulled.
    Present,
    /// The policy is `Never`, and the node does not have it.
    NeverPresent,
    /// It is no reference.
    InvalidName,
}

impl Fate {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Pulled,
        Self::Shared,
        Self::QpsExceeded,
        Self::Present,
        Self::NeverPresent,
        Self::InvalidName,
    ];

    /// Its name, for code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pulled => "pulled",
            Self::Shared => "shared",
            Self::QpsExceeded => "qpsExceeded",
            Self::Present => "present",
            Self::NeverPresent => "neverPresent",
            Self::InvalidName => "invalidName",
        }
    }

    /// Whether the container can start.
    pub fn is_there(self) -> bool {
        matches!(self, Self::Pulled | Self::Shared | Self::Present)
    }
}

impl<'a> Attempt<'a> {
    /// Milliseconds without a pull before it begins.
    pub fn waits(&self) -> u64 {
        self.starts - self.asked
    }

    /// The events, in their order: `Pulling` as it is asked for, the rest as it ends. None for an
    /// image that is no reference.
    pub fn events(&self, version: Version) -> impl Iterator<Item = Event<'a>> + use<'a> {
        let Self { image, size, pulling, with_waiting, .. } = *self;
        let error = PullError::Text(QPS_EXCEEDED);
        let kinds = match self.fate {
            Fate::Pulled | Fate::Shared => {
                let measured = Measured { pulling, with_waiting, size };
                [Some(EventKind::Pulling), Some(EventKind::PulledIn(measured)), None]
            }
            Fate::QpsExceeded => [
                Some(EventKind::Pulling),
                Some(EventKind::PullFailed(error)),
                Some(EventKind::Error(Cause::PullFailed(error))),
            ],
            Fate::Present => {
                let gate = Gate::KubeletEnsureSecretPulledImages;
                let verified = Gates::new(version).is_on(gate);
                [Some(EventKind::AlreadyPresent { verified }), None, None]
            }
            Fate::NeverPresent => {
                let cause = Cause::NeverPresent;
                [Some(EventKind::Refused(cause)), Some(EventKind::Error(cause)), None]
            }
            Fate::InvalidName => [None; 3],
        };
        kinds.into_iter().flatten().map(move |kind| Event { image, version, kind })
    }
}

impl<'a> Simulation<'a> {
    /// How often the limit of pulls refused one.
    pub fn refused(&self) -> usize {
        self.attempts.iter().filter(|it| it.fate == Fate::QpsExceeded).count()
    }

    /// The last time that each image of each Pod was asked for, in the order of asking.
    pub fn last_attempts(&self) -> impl Iterator<Item = &Attempt<'a>> {
        let mut last = BTreeMap::new();
        for (at, attempt) in self.attempts.iter().enumerate() {
            last.insert((attempt.pod, attempt.index), at);
        }
        self.attempts
            .iter()
            .enumerate()
            .filter(move |(at, it)| last.get(&(it.pod, it.index)) == Some(at))
            .map(|(_, it)| it)
    }
    /// When each Pod has all its images, by its index. A Pod that lacks one in the end is not in it.
    pub fn complete(&self) -> BTreeMap<usize, u64> {
        let mut complete: BTreeMap<usize, u64> = BTreeMap::new();
        for attempt in self.last_attempts() {
            let ends = complete.entry(attempt.pod).or_default();
            *ends = attempt.ends.max(*ends);
        }
        for (pod, _) in &self.missing {
            complete.remove(pod);
        }
        complete
    }
}
