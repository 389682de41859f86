//! How long the kubelet waits before it pulls an image again.
//!
//! # The rule
//!
//! After a failed pull the kubelet does not pull that image for that Pod for 10 s. Every further
//! failure doubles the wait, up to 300 s. A failure more than 600 s after the one before begins at
//! 10 s again; a pull that succeeds does not. Two containers of one Pod that name their image with
//! the same text share one wait, and a new Pod begins without any: the key is the Pod's UID and the
//! image as it is written.
//!
//! ```
//! use pullscope_core::kubelet::BackOff;
//!
//! let mut back_off = BackOff::new();
//! back_off.fail(0);
//! assert!(back_off.is_waiting(9_999));
//! assert!(!back_off.is_waiting(10_000));
//! back_off.fail(12_000);
//! assert_eq!(back_off.delay(), 20_000);
//! ```
//!
//! Changing a Secret does not end the wait. There is no jitter on it.
//!
//! Upstream: `Backoff` in client-go `util/flowcontrol/backoff.go`; its two numbers are
//! `imageBackOffPeriod` and `MaxImageBackOff` in kubernetes `pkg/kubelet/kubelet.go`.

/// The wait of one image in one Pod. Times are milliseconds since any fixed moment, and do not run
/// backwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BackOff {
    last: Option<Failure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Failure {
    at: u64,
    delay: u64,
}

impl BackOff {
    /// The first wait, in milliseconds.
    pub const FIRST: u64 = 10_000;
    /// The longest wait, in milliseconds.
    pub const LONGEST: u64 = 300_000;
    /// A failure that is more milliseconds old than this is forgotten.
    pub const REMEMBERED: u64 = 2 * Self::LONGEST;

    /// Before any failure.
    pub const fn new() -> Self {
        Self { last: None }
    }

    /// A pull failed at `now`.
    ///
    /// Upstream: `Next`.
    pub const fn fail(&mut self, now: u64) {
        let delay = match self.last {
            Some(last) if !last.is_forgotten(now) => match 2 * last.delay {
                doubled if doubled < Self::LONGEST => doubled,
                _ => Self::LONGEST,
            },
            _ => Self::FIRST,
        };
        self.last = Some(Failure { at: now, delay });
    }

    /// Whether no pull is tried at `now`.
    ///
    /// Upstream: `IsInBackOffSinceUpdate`.
    pub const fn is_waiting(&self, now: u64) -> bool {
        match self.last {
            Some(last) => !last.is_forgotten(now) && now.saturating_sub(last.at) < last.delay,
            None => false,
        }
    }

    /// The milliseconds from the last failure to the next pull; 0 before any failure.
    ///
    /// Upstream: `Get`.
    pub const fn delay(&self) -> u64 {
        match self.last {
            Some(last) => last.delay,
            None => 0,
        }
    }

    /// Drops a failure that is forgotten at `now`, as the kubelet does after every successful pull,
    /// for all images.
    ///
    /// Upstream: `GC`.
    pub const fn collect(&mut self, now: u64) {
        if let Some(last) = self.last
            && last.is_forgotten(now)
        {
            self.last = None;
        }
    }
}

impl Failure {
    const fn is_forgotten(&self, now: u64) -> bool {
        now.saturating_sub(self.at) > BackOff::REMEMBERED
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn doubles_from_10_to_300_seconds() {
        let mut back_off = BackOff::new();
        let mut now = 0;
        let delays: Vec<u64> = core::iter::repeat_with(|| {
            back_off.fail(now);
            now += back_off.delay();
            back_off.delay() / 1000
        })
        .take(8)
        .collect();
        assert_eq!(delays, [10, 20, 40, 80, 160, 300, 300, 300]);
    }

    #[test]
    fn begins_anew_more_than_600_seconds_after_a_failure() {
        for (later, delay) in [(600_000, 20_000), (600_001, 10_000)] {
            let mut back_off = BackOff::new();
            back_off.fail(5);
            back_off.fail(5 + later);
            assert_eq!(back_off.delay(), delay);
        }
    }

    #[test]
    fn a_wait_ends_when_its_delay_is_over() {
        let mut back_off = BackOff::new();
        assert!(!back_off.is_waiting(0));
        back_off.fail(7);
        assert!(back_off.is_waiting(7));
        assert!(back_off.is_waiting(10_006));
        assert!(!back_off.is_waiting(10_007));
    }

    #[test]
    fn only_a_forgotten_failure_is_collected() {
        let mut back_off = BackOff::new();
        back_off.fail(0);
        back_off.collect(600_000);
        assert_eq!(back_off.delay(), 10_000);
        back_off.collect(600_001);
        assert_eq!(back_off, BackOff::new());
    }
}
