//! What a person sees of one container's image, and when.
//!
//! ```text
//!    0 s  pull fails   ErrImagePull, then ImagePullBackOff     10 s without a pull
//!   10 s  pull fails   ErrImagePull, then ImagePullBackOff     20 s
//!   30 s  pull fails   …                                       40 s
//!   70 s, 150 s, 310 s, 610 s, and every 300 s from then on
//! ```
//!
//! # Times
//!
//! Seconds since the kubelet first looks at the container, as if the runtime answered at once. The
//! kubelet looks again 10 to 15 s after a look that failed, and pulls at the first look after the
//! wait is over: so each time is the earliest, and up to 15 s late for every pull before it. The
//! first `ImagePullBackOff` comes sooner, because the Pod's new sandbox, noticed within a second,
//! makes the kubelet look again.
//!
//! Upstream: `completeWork` in kubernetes `pkg/kubelet/pod_workers.go`, `backOffPeriod` in
//! `pkg/kubelet/kubelet.go`. Up to 1.32 `SyncPod` there was meant to return no error when all that
//! failed was in back-off, but never did, because it took the sandbox's success for another failure.

use core::ops::RangeInclusive;

use super::answer::{Answer, Answers};
use super::back_off::BackOff;
use super::error_text::PullError;
use super::message::{Cause, Event, Waiting};
use super::pull::Presence;
use super::sync::{Memory, Outcome, Pull, Sync};

/// The fewest seconds between two looks of the kubelet at a Pod that failed.
const LOOKS_AFTER: u32 = 10;
/// The most.
const LOOKS_BEFORE: u32 = 15;
/// The seconds after which the kubelet notices that a new sandbox runs.
const SANDBOX_NOTICED: u32 = 1;

/// What a person sees.
#[derive(Clone, Copy, Debug)]
pub struct Prediction<'a> {
    /// What the first look of the kubelet comes to.
    pub first: Sync<'a>,
    /// What the next one comes to, where that is something else: a failed pull is waited for.
    pub then: Option<Sync<'a>>,
    /// How often the runtime is asked to pull, at each moment where it is: once for each credential,
    /// up to the first that succeeds. 0 where nothing is pulled.
    pub attempts: usize,
    /// When what is seen.
    pub timeline: Timeline,
}

impl<'a> Prediction<'a> {
    /// The looks that a [`Moment`] points to: the first, and the one that differs.
    pub fn syncs(&self) -> impl Iterator<Item = Sync<'a>> + use<'a> {
        [Some(self.first), self.then].into_iter().flatten()
    }

    /// The states in which the container waits, in the order in which they are seen.
    pub fn waiting(&self) -> impl Iterator<Item = Waiting<'a>> + use<'a> {
        self.syncs().filter_map(|it| it.waiting())
    }

    /// The events of one round, in their order.
    pub fn events(&self) -> impl Iterator<Item = Event<'a>> + use<'a> {
        self.syncs().flat_map(|it| it.events())
    }

    /// Every event in the order in which the events are emitted, each with its moment. The events of
    /// one look come at its time, as if the runtime answered at once.
    ///
    /// While no pull is tried, those of the last moment come again at each further look of the kubelet,
    /// [`Timeline::LOOKS`] seconds after the one before.
    ///
    /// ```
    /// use pullscope_core::kubelet::{Answer, NodeAccess, Presence, Pull, predict};
    /// use pullscope_core::{PullPolicy, Reference, Version};
    ///
    /// let reference = Reference::parse("nginx:nope")?;
    /// let pull = Pull {
    ///     image: "nginx:nope",
    ///     reference: Ok(&reference),
    ///     policy: PullPolicy::IfNotPresent,
    ///     credentials: 0,
    ///     broken_secret: None,
    ///     missing_secrets: &[],
    ///     access: NodeAccess::Granted,
    ///     version: Version::NEWEST,
    /// };
    /// let prediction = predict(&pull, Presence::Absent, &[Answer::NotFound]);
    /// let told: Vec<(u32, String)> = prediction
    ///     .emitted()
    ///     .map(|it| (it.moment.at, it.event.reason().to_string()))
    ///     .collect();
    /// let told: Vec<(u32, &str)> = told.iter().map(|(at, reason)| (*at, reason.as_str())).collect();
    /// assert_eq!(
    ///     told[..6],
    ///     [(0, "Pulling"), (0, "Failed"), (0, "Failed"), (1, "BackOff"), (1, "Failed"), (10, "Pulling")]
    /// );
    /// # Ok::<(), pullscope_core::reference::ParseError>(())
    /// ```
    ///
    /// Upstream: `EnsureImageExists` in kubernetes `pkg/kubelet/images/image_manager.go`, which says
    /// `BackOff` at each look within the wait; `startContainer` in
    /// `pkg/kubelet/kuberuntime/kuberuntime_container.go`, which adds `Error: ` and the reason.
    pub fn emitted(&self) -> impl Iterator<Item = Emitted<'a>> + use<'a> {
        let syncs = [Some(self.first), self.then];
        self.timeline.moments.iter().flat_map(move |moment| {
            let sync = syncs.get(moment.sync).copied().flatten();
            let events = sync.into_iter().flat_map(|it| it.events());
            events.map(move |event| Emitted { moment: *moment, event })
        })
    }

    /// Whether the kubelet waits longer and longer between pulls.
    pub fn backs_off(&self) -> bool {
        self.then.is_some()
    }
}

/// An event, and when it is emitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emitted<'a> {
    /// The look of the kubelet at which it is.
    pub moment: Moment,
    /// What it says.
    pub event: Event<'a>,
}

/// The moments of a [`Prediction`], and how it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// In their order.
    pub moments: &'static [Moment],
    /// How it goes on after the last moment; `None` where nothing more happens.
    pub repeats: Option<Repeats>,
}

impl Timeline {
    /// Every pull fails: the waits of [`BackOff`], up to the second of the longest.
    pub const BACKS_OFF: Self = BACKS_OFF;

    /// The seconds between two looks of the kubelet at a Pod that failed.
    pub const LOOKS: RangeInclusive<u32> = LOOKS_AFTER..=LOOKS_BEFORE;

    /// The seconds from the last of so many failed pulls in a row to the next pull: the wait of
    /// [`BackOff`], and the look of the kubelet after it.
    ///
    /// ```
    /// use pullscope_core::kubelet::Timeline;
    ///
    /// assert_eq!(Timeline::next_after(1), 10..=25);
    /// assert_eq!(Timeline::next_after(4), 80..=95);
    /// assert_eq!(Timeline::next_after(1000), 300..=315);
    /// ```
    pub fn next_after(failures: u64) -> RangeInclusive<u32> {
        let mut back_off = BackOff::new();
        let mut now = 0;
        for _ in 0..failures {
            back_off.fail(now);
            now += back_off.delay();
            if back_off.delay() == BackOff::LONGEST {
                break;
            }
        }
        let delay = (back_off.delay() / 1000) as u32;
        delay..=delay + LOOKS_BEFORE
    }

    /// Every timeline that there is.
    pub const ALL: [Self; 3] = [STARTS, STAYS, BACKS_OFF];

    /// Its name, for code.
    pub fn name(&self) -> &'static str {
        match (self.repeats, self.moments.len()) {
            (None, _) => "starts",
            (Some(_), 1) => "stays",
            (Some(_), _) => "backsOff",
        }
    }
}

/// A moment at which the kubelet looks at the image, with another result than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The earliest time, in seconds.
    pub at: u32,
    /// The latest time, in seconds, as far as the kubelet decides it.
    pub latest: u32,
    /// Which of [`Prediction::syncs`] is seen: 0 or 1.
    pub sync: usize,
    /// The seconds without a pull that begin here; 0 where none begin.
    pub delay: u32,
}

/// How a [`Timeline`] goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeats {
    /// How many of the last moments come again.
    pub moments: usize,
    /// The fewest seconds from one time to the next.
    pub every: u32,
    /// The most.
    pub latest: u32,
}

/// The container starts.
const STARTS: Timeline =
    Timeline { moments: &[Moment { at: 0, latest: 0, sync: 0, delay: 0 }], repeats: None };

/// Every look comes to the same.
const STAYS: Timeline = Timeline {
    moments: STARTS.moments,
    repeats: Some(Repeats { moments: 1, every: LOOKS_AFTER, latest: LOOKS_BEFORE }),
};

/// How many pulls fail until the longest wait has begun twice.
const PULLS: usize = 7;

/// Every pull fails, until the longest wait has begun twice.
const BACKS_OFF: Timeline = Timeline {
    moments: &FAILING,
    repeats: Some(Repeats {
        moments: 2,
        every: FAILING[2 * PULLS - 1].delay,
        latest: FAILING[2 * PULLS - 1].delay + LOOKS_BEFORE,
    }),
};

const FAILING: [Moment; 2 * PULLS] = {
    let mut moments = [Moment { at: 0, latest: 0, sync: 0, delay: 0 }; 2 * PULLS];
    let mut back_off = BackOff::new();
    let (mut at, mut latest) = (0, 0);
    let mut pull = 0;
    while pull < PULLS {
        back_off.fail(at as u64 * 1000);
        let delay = (back_off.delay() / 1000) as u32;
        let looks_after = if pull == 0 { SANDBOX_NOTICED } else { LOOKS_AFTER };
        moments[2 * pull] = Moment { at, latest, sync: 0, delay };
        moments[2 * pull + 1] =
            Moment { at: at + looks_after, latest: latest + LOOKS_BEFORE, sync: 1, delay };
        at += delay;
        latest += delay + LOOKS_BEFORE;
        pull += 1;
    }
    moments
};

/// What becomes of an image when the registry gives `answers`: one for each attempt, of which the
/// last goes for all that follow, and the same at every pull.
///
/// ```
/// use pullscope_core::kubelet::{Answer, NodeAccess, Presence, Pull, predict};
/// use pullscope_core::{PullPolicy, Reference, Version};
///
/// let reference = Reference::parse("nginx:nope")?;
/// let pull = Pull {
///     image: "nginx:nope",
///     reference: Ok(&reference),
///     policy: PullPolicy::IfNotPresent,
///     credentials: 0,
///     broken_secret: None,
///     missing_secrets: &[],
///     access: NodeAccess::Granted,
///     version: Version::NEWEST,
/// };
/// let prediction = predict(&pull, Presence::Unknown, &[Answer::NotFound]);
/// let reasons: Vec<&str> = prediction.waiting().map(|it| it.reason()).collect();
/// assert_eq!(reasons, ["ErrImagePull", "ImagePullBackOff"]);
/// let event = prediction.events().next().unwrap();
/// assert_eq!(event.message().to_string(), "Pulling image \"nginx:nope\"");
/// # Ok::<(), pullscope_core::reference::ParseError>(())
/// ```
///
/// An image that may or may not be on the node is predicted as absent. Nothing is allocated; the
/// texts are written when they are asked for.
pub fn predict<'a>(pull: &Pull<'a>, presence: Presence, answers: &'a [Answer]) -> Prediction<'a> {
    let Pull { credentials, version, .. } = *pull;
    let (result, attempts) = match pull.reference {
        Ok(reference) => {
            let answers = Answers { reference, answers, credentials, version };
            let error = PullError::Answers(answers);
            (if answers.succeed() { Ok(()) } else { Err(error) }, answers.attempts())
        }
        // Nothing is pulled.
        Err(_) => (Ok(()), 0),
    };
    looks(pull, Ok(presence), result, attempts)
}

/// What becomes of an image whose name the runtime refuses before it asks a registry: what it says
/// when it is asked whether the image is there, and when it is asked to pull.
///
/// ```
/// use pullscope_core::kubelet::{NodeAccess, Pull, predict_refused};
/// use pullscope_core::{PullPolicy, Reference, Version};
///
/// let reference = Reference::parse("kong:3.9")?;
/// let pull = Pull {
///     image: "kong:3.9",
///     reference: Ok(&reference),
///     policy: PullPolicy::IfNotPresent,
///     credentials: 0,
///     broken_secret: None,
///     missing_secrets: &[],
///     access: NodeAccess::Granted,
///     version: Version::NEWEST,
/// };
/// let reasons = |pull: &Pull<'_>| {
///     let prediction = predict_refused(pull, "refused", "refused");
///     prediction.waiting().map(|it| it.reason().to_string()).collect::<Vec<_>>()
/// };
/// assert_eq!(reasons(&pull), ["ImageInspectError"]);
/// let always = Pull { policy: PullPolicy::Always, ..pull };
/// assert_eq!(reasons(&always), ["ErrImagePull", "ImagePullBackOff"]);
/// # Ok::<(), pullscope_core::reference::ParseError>(())
/// ```
pub fn predict_refused<'a>(pull: &Pull<'a>, inspect: &'a str, error: &'a str) -> Prediction<'a> {
    looks(pull, Err(inspect), Err(PullError::Text(error)), pull.credentials.max(1))
}

/// The first look, and the one after it where that comes to something else.
fn looks<'a>(
    pull: &Pull<'a>,
    node: Result<Presence, &'a str>,
    result: Result<(), PullError<'a>>,
    attempts: usize,
) -> Prediction<'a> {
    let mut memory = Memory::new();
    let first = pull.sync(node, result, &mut memory, 0);
    let (then, timeline) = match first.outcome {
        Outcome::Present { .. } | Outcome::Pulled => (None, STARTS),
        Outcome::Waits(Cause::PullFailed(_)) => {
            (Some(pull.sync(node, result, &mut memory, 0)), BACKS_OFF)
        }
        Outcome::Waits(_) => (None, STAYS),
    };
    let attempts = match first.outcome {
        // A Secret that cannot be decoded fails the pull before the runtime is asked.
        Outcome::Waits(Cause::PullFailed(PullError::Text(_))) if pull.broken_secret.is_some() => 0,
        Outcome::Pulled | Outcome::Waits(Cause::PullFailed(_)) => attempts,
        Outcome::Present { .. } | Outcome::Waits(_) => 0,
    };
    Prediction { first, then, attempts, timeline }
}
