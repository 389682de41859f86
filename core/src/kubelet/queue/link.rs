//! The way to the registries: who downloads, and when the next one is done.
//!
//! # One bandwidth for all
//!
//! With k downloads at once each gets the k-th part. Not the remaining bytes of each are counted
//! down, but those that a download which was there from the beginning would have got are counted
//! up: the level. A download of n bytes that begins at level L is done at level L + n, whatever
//! comes and goes in between, so that the next one to be done is the least in a heap.
//!
//! ```text
//! level at the end = level at the beginning + bytes
//! level in t       = bandwidth · t / downloads
//! ```

use alloc::collections::BinaryHeap;
use core::cmp::Reverse;

/// Nanoseconds in a second.
const SECOND: u128 = 1_000_000_000;
/// The level is counted in this part of a byte.
const PARTS: u128 = 1 << 16;

/// Downloads that share a bandwidth.
pub(super) struct Link {
    /// Bytes in a second, at least 1.
    bandwidth: u128,
    level: u128,
    /// The time at which the level is right.
    now: u128,
    /// The level at which a download is done, and which one it is.
    downloads: BinaryHeap<Reverse<(u128, usize)>>,
    /// When the first of them is done.
    next: Option<u128>,
}

impl Link {
    pub(super) fn new(bandwidth: u64) -> Self {
        let bandwidth = u128::from(bandwidth.max(1));
        Self { bandwidth, level: 0, now: 0, downloads: BinaryHeap::new(), next: None }
    }

    /// The nanoseconds that a download of so many bytes takes when it is the only one.
    pub(super) fn alone(&self, bytes: u64) -> u128 {
        (u128::from(bytes) * SECOND).div_ceil(self.bandwidth)
    }

    /// A download begins at `now`, not before the last call's.
    pub(super) fn begin(&mut self, now: u128, bytes: u64, download: usize) {
        self.advance(now);
        self.downloads.push(Reverse((self.level + u128::from(bytes) * PARTS, download)));
        self.next = self.first();
    }

    /// When the next download is done, if nothing else begins before.
    pub(super) fn next(&self) -> Option<u128> {
        self.next
    }

    /// Takes out the download that is done next, and tells when.
    pub(super) fn end(&mut self) -> Option<(u128, usize)> {
        let now = self.next?;
        let Reverse((level, download)) = self.downloads.pop()?;
        (self.now, self.level) = (now, self.level.max(level));
        self.next = self.first();
        Some((now, download))
    }

    fn first(&self) -> Option<u128> {
        let Reverse((level, _)) = self.downloads.peek()?;
        let to_go = level.saturating_sub(self.level) * self.count() * SECOND;
        Some(self.now + to_go.div_ceil(self.bandwidth * PARTS))
    }

    fn count(&self) -> u128 {
        self.downloads.len() as u128
    }

    fn advance(&mut self, now: u128) {
        if !self.downloads.is_empty() {
            let passed = now.saturating_sub(self.now);
            self.level += passed * self.bandwidth * PARTS / (self.count() * SECOND);
        }
        self.now = self.now.max(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_downloads_get_half_each() {
        let mut link = Link::new(10);
        link.begin(0, 100, 0);
        // Half of the first is there.
        link.begin(5 * SECOND, 20, 1);
        assert_eq!(link.end(), Some((9 * SECOND, 1)));
        assert_eq!(link.end(), Some((12 * SECOND, 0)));
        assert_eq!(link.end(), None);
    }

    #[test]
    fn the_bandwidth_is_never_idle() {
        let mut link = Link::new(7);
        for download in 0..1_000 {
            link.begin(0, 1_000 - download as u64, download);
        }
        let last = (0..1_000).filter_map(|_| link.end()).last().expect("there are downloads").0;
        let together = (500_500_u128 * SECOND).div_ceil(7);
        assert!(last.abs_diff(together) <= 1_000, "{last} {together}");
    }
}
