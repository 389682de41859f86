//! What happens when.
//!
//! # The order
//!
//! Plans come in the order of their times, and those of one time in the order in which they were
//! made. Time does not run backwards: no plan is made for a time before the last one that was taken
//! out.
//!
//! # How
//!
//! Because of that, plans need not be sorted, only cut finer and finer: bucket n holds those whose
//! time differs from the present in bit n and in none above. When the present comes to the least
//! filled bucket, that one is cut up, its plans in their order, which is why those of one time never
//! overtake each other. This is a radix heap; it reads and writes memory in sequence, where a binary
//! heap jumps.
//!
//! Ahuja, Mehlhorn, Orlin, Tarjan, Faster algorithms for the shortest path problem, 1990.

use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::array;
use core::mem;

/// The bits of a time.
const BITS: usize = u128::BITS as usize;

/// Plans, each with the nanosecond in which it is carried out.
pub(super) struct Agenda<T> {
    /// The time by which the buckets are told apart; no plan lies before it.
    present: u128,
    /// Plans for the present.
    due: VecDeque<T>,
    later: [Vec<(u128, T)>; BITS],
    /// A bit for each of `later` that is not empty.
    filled: u128,
    /// The least time in `later`.
    next: Option<u128>,
}

impl<T> Agenda<T> {
    /// Without plans, at 0.
    pub(super) fn new() -> Self {
        let later = array::from_fn(|_| Vec::new());
        Self { present: 0, due: VecDeque::new(), later, filled: 0, next: None }
    }

    /// Makes a plan.
    pub(super) fn plan(&mut self, at: u128, plan: T) {
        debug_assert!(at >= self.present, "time does not run backwards");
        match (at ^ self.present).checked_ilog2() {
            None => self.due.push_back(plan),
            Some(bit) => {
                self.later[bit as usize].push((at, plan));
                self.filled |= 1 << bit;
                self.next = Some(self.next.map_or(at, |it| it.min(at)));
            }
        }
    }

    /// When the next plan is carried out.
    pub(super) fn next(&self) -> Option<u128> {
        if self.due.is_empty() { self.next } else { Some(self.present) }
    }

    /// Takes out the next plan, with its time.
    pub(super) fn take(&mut self) -> Option<(u128, T)> {
        if self.due.is_empty() {
            self.go_on();
        }
        Some((self.present, self.due.pop_front()?))
    }

    /// Makes the next time the present.
    fn go_on(&mut self) {
        let Some(next) = self.next.take() else { return };
        let bucket = self.filled.trailing_zeros();
        self.filled &= !(1 << bucket);
        let mut plans = mem::take(&mut self.later[bucket as usize]);
        self.present = next;
        for (at, plan) in plans.drain(..) {
            self.plan(at, plan);
        }
        // The room is kept for the next ones.
        self.later[bucket as usize] = plans;
        if self.next.is_none() && self.filled != 0 {
            let bucket = &self.later[self.filled.trailing_zeros() as usize];
            self.next = bucket.iter().map(|it| it.0).min();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeMap;

    #[test]
    fn plans_come_by_time_and_then_in_the_order_of_planning() {
        let mut agenda = Agenda::new();
        for (at, plan) in [(7, 'c'), (0, 'a'), (7, 'd'), (u128::MAX, 'f'), (0, 'b'), (8, 'e')] {
            agenda.plan(at, plan);
        }
        let taken: Vec<_> = core::iter::from_fn(|| agenda.take()).collect();
        let expect = [(0, 'a'), (0, 'b'), (7, 'c'), (7, 'd'), (8, 'e'), (u128::MAX, 'f')];
        assert_eq!(taken, expect);
        assert_eq!(agenda.next(), None);
    }

    #[test]
    fn plans_that_are_made_on_the_way_find_their_place() {
        let mut agenda = Agenda::new();
        let mut sorted = BTreeMap::new();
        let (mut chance, mut now) = (1_u128, 0);
        for number in 0..20_000_usize {
            // Few times, so that many plans share one.
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_041);
            let at = now + (chance >> 40) % 50;
            agenda.plan(at, number);
            sorted.insert((at, number), number);
            if chance & 1 << 33 == 0 {
                assert_eq!(agenda.next(), sorted.keys().next().map(|it| it.0));
                let taken = agenda.take().expect("one was planned");
                let ((at, _), number) = sorted.pop_first().expect("one was planned");
                assert_eq!(taken, (at, number));
                now = at;
            }
        }
        while let Some(((at, _), number)) = sorted.pop_first() {
            assert_eq!(agenda.take(), Some((at, number)));
        }
        assert_eq!(agenda.take(), None);
    }
}
