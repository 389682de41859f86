//! How long work takes on the processor, whatever else runs there.

use std::time::{Duration, Instant};

/// What `run` gives, and how long it took this thread; where the system does not tell (it is not
/// Linux), how long it took.
pub fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = (on_processor(), Instant::now());
    let made = run();
    let taken = match (start.0, on_processor()) {
        (Some(start), Some(end)) => end.saturating_sub(start),
        _ => start.1.elapsed(),
    };
    (made, taken)
}

/// How long this thread has been on a processor.
fn on_processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(told.split(' ').next()?.parse().ok()?))
}
