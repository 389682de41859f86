//! One secret of a text, and many in their order.

use alloc::vec::Vec;
use core::ops::Range;

/// Bytes of a text that are secret, within one line, without the quotes around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::redact) struct Place {
    pub(in crate::redact) span: Range<usize>,
    pub(in crate::redact) kind: Kind,
}

/// What is secret there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::redact) enum Kind {
    /// A password or a token, as it is.
    Password,
    /// The base64 of `user:password`.
    Auth,
    /// A value of a Secret, in base64 or not.
    Data,
    /// An object of Kubernetes as JSON.
    Object,
    /// What stands in front of the host of a URL: `user:password`.
    User,
    /// A word of a command line, quotes included.
    Word,
    /// The hash of a credential, from which a weak password can be found.
    Hash,
    /// What was found in spite of what is broken around it.
    Lost,
}

/// Sorts the stretches from `first` on, and joins those that overlap.
pub(super) fn in_order(out: &mut Vec<Place>, first: usize) {
    if out[first..].is_sorted_by(|a, b| a.span.end <= b.span.start) {
        return;
    }
    let mut new = out.split_off(first);
    new.sort_unstable_by_key(|it| (it.span.start, core::cmp::Reverse(it.span.end)));
    for place in new {
        match out[first..].last_mut() {
            Some(last) if place.span.start < last.span.end => {
                last.span.end = last.span.end.max(place.span.end);
            }
            _ => out.push(place),
        }
    }
}
