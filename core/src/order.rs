//! Sorting, where the size of the code counts and not the time.
//!
//! The standard library's sort is compiled anew for each type of element, several kilobytes each
//! time, and a person downloads them all. Here one sort of numbers serves every list. Where a list
//! is sorted for each image or each object of a pasted text, the standard library's is called.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// Puts the elements in order; equal ones stay as they stood.
pub(crate) fn sort_by<T>(list: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    if list.len() < 2 {
        return;
    }
    let mut order = sorted(list.len(), &mut |a, b| compare(&list[a], &list[b]));
    // Each cycle of the permutation is walked once.
    for start in 0..list.len() {
        let mut at = start;
        while order[at] != start {
            let from = core::mem::replace(&mut order[at], at);
            list.swap(at, from);
            at = from;
        }
        order[at] = at;
    }
}

/// The same, by a key.
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, |a, b| key(a).cmp(&key(b)));
}

/// Which element stands at each place when they are in order: merges runs of twice the length each
/// time. Of the standard library's sort, the policy would be five kilobytes larger.
fn sorted(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut merged = Vec::with_capacity(len);
    let mut run = 1;
    while run < len {
        merged.clear();
        for start in (0..len).step_by(2 * run) {
            let middle = len.min(start + run);
            let end = len.min(middle + run);
            let (mut left, mut right) = (start, middle);
            while left < middle || right < end {
                let is_left =
                    right == end || (left < middle && compare(order[left], order[right]).is_le());
                let from = if is_left { &mut left } else { &mut right };
                merged.push(order[*from]);
                *from += 1;
            }
        }
        core::mem::swap(&mut order, &mut merged);
        run *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    #[test]
    fn every_list_comes_out_as_of_the_standard_library() {
        // All lists of up to six elements of four values, each with its place to tell equal ones.
        for len in 0..=6_u32 {
            for number in 0..4_u32.pow(len) {
                let digit = |at: u32| number / 4_u32.pow(at) % 4;
                let mut list: Vec<(u32, u32)> = (0..len).map(|at| (digit(at), at)).collect();
                let mut expected = list.clone();
                expected.sort_by_key(|it| it.0);
                sort_by_key(&mut list, |it| it.0);
                assert_eq!(list, expected);
            }
        }
    }

    #[test]
    fn lists_of_any_length_come_out_as_of_the_standard_library() {
        let mut random = 1_u32;
        for len in [7, 8, 9, 31, 32, 33, 100, 1_000, 4_097] {
            for range in [2, 10, 100_000] {
                let mut key = |_| {
                    random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (random >> 8) % range
                };
                let mut list: Vec<(u32, u32)> = (0..len).map(|at| (key(at), at)).collect();
                let mut expected = list.clone();
                expected.sort_by_key(|it| it.0);
                sort_by_key(&mut list, |it| it.0);
                assert_eq!(list, expected);
            }
        }
    }

    #[test]
    fn elements_that_cannot_be_copied_are_moved() {
        let mut list: Vec<String> = ["c", "a", "b"].map(String::from).into();
        sort_by(&mut list, |a, b| b.cmp(a));
        assert_eq!(list, ["c", "b", "a"]);
    }
}
