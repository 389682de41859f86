//! Numbers that look random and are the same for the same seed.

use std::time::{SystemTime, UNIX_EPOCH};

/// The seed that the environment names in `PULLSCOPE_SEED`: a number, or `random`. Without it the one
/// given here, so that a change fails for what it changes.
///
/// # Panics
///
/// `PULLSCOPE_SEED` is neither.
pub fn seed(otherwise: u64) -> u64 {
    match std::env::var("PULLSCOPE_SEED") {
        Err(_) => otherwise,
        Ok(seed) if seed != "random" => seed.parse().expect("PULLSCOPE_SEED is a number"),
        Ok(_) => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            u64::from(now.subsec_nanos()) ^ now.as_secs()
        }
    }
}

/// A small generator of numbers: splitmix64, enough to choose with.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The numbers of one seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 when that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.number() % end).unwrap_or_default()
    }

    /// Yes, in so many of a hundred times.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the values.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn pick<'v, T>(&mut self, values: &'v [T]) -> &'v T {
        &values[self.below(values.len())]
    }

    /// Puts the values into another order.
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_its_numbers() {
        // The first number of splitmix64 for the seed 0, as its author's program prints it.
        assert_eq!(Random::new(0).number(), 0xe220_a839_7b1d_cdaf);
        let mut values = [1, 2, 3, 4, 5];
        Random::new(7).shuffle(&mut values);
        let mut sorted = values;
        sorted.sort_unstable();
        assert_eq!(sorted, [1, 2, 3, 4, 5]);
        assert_ne!(values, sorted);
    }
}
