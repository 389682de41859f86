//! Numbers that no queue can be made from.

use core::fmt;

use super::{Arrival, Node};
use crate::kubelet::Settings;

/// The greatest number that is taken: 2^53 − 1, which JSON keeps exact.
const GREATEST: u64 = (1 << 53) - 1;
/// How many images are taken.
const IMAGES: usize = 1_000_000;

/// Why nothing is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The bandwidth is 0.
    NoBandwidth,
    /// `registryPullQPS` or `registryBurst` is negative, with which no kubelet starts: which, and
    /// the number.
    NegativeLimit(&'static str, i32),
    /// A number is greater than 2^53 − 1: what it is, and the index of the Pod where it is of one.
    TooGreat(&'static str, Option<usize>),
    /// There are more than a million images.
    TooMany,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::NoBandwidth => f.write_str("the bandwidth is 0, so that no pull ends"),
            Self::NegativeLimit(name, number) => write!(f, "{name} {number} is negative"),
            Self::TooGreat(what, None) => write!(f, "the {what} is greater than 2^53 - 1"),
            Self::TooGreat(what, Some(pod)) => {
                write!(f, "a {what} of Pod {} is greater than 2^53 - 1", pod + 1)
            }
            Self::TooMany => f.write_str("there are more than a million images"),
        }
    }
}

impl core::error::Error for Error {}

pub(super) fn check(
    settings: &Settings,
    node: &Node,
    arrivals: &[Arrival<'_>],
) -> Result<(), Error> {
    if node.bandwidth == 0 {
        return Err(Error::NoBandwidth);
    }
    for (name, number) in [
        ("registryPullQPS", settings.registry_pull_qps),
        ("registryBurst", settings.registry_burst),
    ] {
        if number < 0 {
            return Err(Error::NegativeLimit(name, number));
        }
    }
    if arrivals.iter().map(|it| it.images.len()).sum::<usize>() > IMAGES {
        return Err(Error::TooMany);
    }
    let of_node = [("bandwidth", node.bandwidth), ("latency", node.latency)];
    let of_node = of_node.into_iter().map(|(what, number)| (what, number, None));
    let of_pods = arrivals.iter().enumerate().flat_map(|(pod, arrival)| {
        let of_images = arrival.images.iter().flat_map(move |it| {
            [("size", it.size, Some(pod)), ("time of an init container", it.runs, Some(pod))]
        });
        of_images.chain([("time", arrival.at, Some(pod))])
    });
    match of_node.chain(of_pods).find(|it| it.1 > GREATEST) {
        Some((what, _, pod)) => Err(Error::TooGreat(what, pod)),
        None => Ok(()),
    }
}
