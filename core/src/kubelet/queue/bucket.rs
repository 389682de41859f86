//! How many pulls begin in a time: `registryPullQPS` and `registryBurst`.
//!
//! # The rule
//!
//! A bucket holds `burst` tokens at first, and never more; `qps` of them are added in a second. A
//! pull takes one as it begins, or fails at once with `pull QPS exceeded`. Nothing waits for a
//! token.
//!
//! The arithmetic is upstream's, floating point included: a bucket that lacks less than a
//! nanosecond of its token still gives it.
//!
//! Upstream: `throttleImagePulling` in kubernetes `pkg/kubelet/images/helpers.go`,
//! `NewTokenBucketRateLimiter` in client-go `util/flowcontrol/throttle.go`, `Limiter.AllowN` in
//! golang.org/x/time `rate/rate.go`.

/// The tokens of one kubelet. Times are nanoseconds since any fixed moment.
///
/// ```
/// use pullscope_core::kubelet::queue::Bucket;
///
/// let mut bucket = Bucket::new(5, 1);
/// assert!(bucket.take(0));
/// assert!(!bucket.take(199_999_998));
/// assert!(bucket.take(200_000_000));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    qps: f64,
    burst: i32,
    tokens: f64,
    /// When `tokens` was right; `None` before the first token is taken.
    last: Option<u128>,
}

impl Bucket {
    /// A full one. With 0 or less for `qps`, none is added; the kubelet has no bucket then.
    pub fn new(qps: i32, burst: i32) -> Self {
        // The kubelet hands the limit on as a 32-bit floating-point number.
        #[expect(clippy::cast_precision_loss, reason = "upstream loses it as well")]
        let qps = f64::from(qps as f32);
        Self { qps, burst, tokens: f64::from(burst), last: None }
    }

    /// Takes a token at `now`, if there is one.
    pub fn take(&mut self, now: u128) -> bool {
        let tokens = self.at(now) - 1.0;
        if self.burst < 1 || (tokens < 0.0 && self.nanoseconds(-tokens) > 0.0) {
            return false;
        }
        self.tokens = tokens;
        self.last = Some(now);
        true
    }

    /// The tokens at `now`.
    fn at(&self, now: u128) -> f64 {
        let elapsed = match self.last {
            Some(last) => i64::try_from(now.saturating_sub(last)).unwrap_or(i64::MAX),
            None => i64::MAX,
        };
        let seconds = as_float(elapsed / 1_000_000_000) + as_float(elapsed % 1_000_000_000) / 1e9;
        let added = if self.qps <= 0.0 { 0.0 } else { seconds * self.qps };
        (self.tokens + added).min(f64::from(self.burst))
    }

    /// The whole nanoseconds in which so many tokens are added.
    fn nanoseconds(&self, tokens: f64) -> f64 {
        match self.qps <= 0.0 {
            true => f64::MAX,
            false => whole(tokens / self.qps * 1e9),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "upstream counts in floating point")]
fn as_float(number: i64) -> f64 {
    number as f64
}

/// Without what follows the point; greater numbers than an `i64` holds stay great.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
fn whole(number: f64) -> f64 {
    as_float(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u128 = 1_000_000_000;

    #[test]
    fn a_full_bucket_gives_its_burst_and_then_what_is_added() {
        let mut bucket = Bucket::new(5, 10);
        assert_eq!((0..12).filter(|_| bucket.take(7)).count(), 10);
        assert_eq!((0..12).filter(|_| bucket.take(7 + SECOND)).count(), 5);
        assert_eq!((0..12).filter(|_| bucket.take(7 + 100 * SECOND)).count(), 10);
    }

    #[test]
    fn less_than_a_nanosecond_of_a_token_is_forgiven() {
        let mut bucket = Bucket::new(3, 1);
        assert!(bucket.take(0));
        assert!(!bucket.take(333_333_332));
        assert!(bucket.take(333_333_333));
    }

    #[test]
    fn a_burst_of_nothing_gives_nothing() {
        for burst in [0, -1, i32::MIN] {
            assert!(!Bucket::new(5, burst).take(u128::MAX));
        }
        assert!(Bucket::new(i32::MAX, i32::MAX).take(0));
    }
}
