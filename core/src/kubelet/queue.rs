//! The pulls of several Pods on one node: who waits for whom, from when to when.
//!
//! ```text
//! time   0 s                    48 s  50 s
//! batch  |██ ml/trainer ████████|
//! web    |░░ waits ░░░░░░░░░░░░░|█ shop █|    in 2s (50s including waiting)
//! ```
//!
//! # The rule
//!
//! | settings of the kubelet | pulls at once |
//! | --- | --- |
//! | `serializeImagePulls: true` | 1; 10 more wait in a queue, whoever comes later waits for a place in it |
//! | `false`, `maxParallelImagePulls` unset | any number |
//! | `false`, `maxParallelImagePulls: n` | n |
//!
//! Those that wait are served in the order in which they asked. A pull that begins takes a token
//! ([`Bucket`]), or fails with `pull QPS exceeded`, which is a failed pull like any other: it is
//! [waited for](super::BackOff), and tried again when the kubelet looks at the Pod after that.
//!
//! Within one Pod nothing is parallel: image volumes first, then init containers one after the
//! other, then containers. A container whose pull fails lets the next one be tried, an init
//! container does not.
//!
//! The kubelet decides whether an image is there before it waits, and does not join pulls of one
//! image: each Pod asks the runtime. So a Pod may wait for its turn to be told that the image has
//! come meanwhile.
//!
//! Upstream: `pkg/kubelet/images/puller.go`, `pkg/kubelet/images/helpers.go`, `EnsureImageExists`
//! in `pkg/kubelet/images/image_manager.go`, `SyncPod` in
//! `pkg/kubelet/kuberuntime/kuberuntime_manager.go`, `completeWork` in `pkg/kubelet/pod_workers.go`.
//!
//! # What is assumed
//!
//! The kubelet knows nothing of the following; it is the runtime, the registry and the network that
//! decide, and [`Node`] holds what can be chosen.
//!
//! - A pull takes [`Node::latency`], and then as long as its bytes take. No layer is shared by two
//!   images, and none is there before.
//! - Two pulls of one image download it once: the later one ends with the earlier one, or at once
//!   where that has ended. So do containerd and CRI-O.
//! - Registries give every image; a Pod may use every image that is there. Between two looks at a
//!   Pod 10 to 15 s pass by chance, here as [`Jitter`] says. A container that starts may make the
//!   kubelet look sooner.
//! - A container waits for every image volume of its Pod, as if it mounted them all.
//!
//! Times are milliseconds; within, nanoseconds are counted, and rounded up.
//!
//! ```
//! use pullscope_core::kubelet::Settings;
//! use pullscope_core::kubelet::queue::{Arrival, Node, Wanted, simulate};
//! use pullscope_core::Version;
//!
//! let arrivals = [
//!     Arrival::new("batch", 0, [Wanted::new("ml/trainer:24.9", 1_200_000_000)]),
//!     Arrival::new("web", 0, [Wanted::new("shop:1.4", 50_000_000)]),
//! ];
//! let settings = Settings::of(Version::NEWEST);
//! let simulation = simulate(&settings, &Node::new(25_000_000), &arrivals)?;
//! assert_eq!(simulation.attempts[1].starts, 48_000);
//! assert_eq!(
//!     simulation.longest_wait().unwrap().to_string(),
//!     "web waits 48 s for batch's image of 1.2 GB"
//! );
//! let event = simulation.attempts[1].events(Version::NEWEST).last().unwrap();
//! assert_eq!(
//!     event.message().to_string(),
//!     "Successfully pulled image \"shop:1.4\" in 2s (50s including waiting). Image size: 50000000 bytes."
//! );
//! # Ok::<(), pullscope_core::kubelet::queue::Error>(())
//! ```

mod agenda;
mod attempt;
mod bucket;
mod check;
mod link;
mod pods;
mod puller;
mod run;
mod wait;

use alloc::vec::Vec;

use super::settings::Settings;
use crate::PullPolicy;
use crate::workload::Role;

pub use attempt::{Attempt, Fate};
pub use bucket::Bucket;
pub use check::Error;
pub use wait::{Bytes, Span, Wait};

/// How often an image is asked for before the simulation gives it up.
pub const MOST_TRIES: u32 = 32;

/// What the node's network does, and the chance in the kubelet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Bytes in a second; at least 1, at most 2^53 − 1.
    pub bandwidth: u64,
    /// Whose bandwidth it is.
    pub share: Share,
    /// Milliseconds that a pull takes besides its bytes: asking the registry.
    pub latency: u64,
    /// When the kubelet looks at a Pod again.
    pub jitter: Jitter,
}

impl Node {
    /// All pulls share so many bytes in a second, no latency, spread looks.
    pub fn new(bandwidth: u64) -> Self {
        Self { bandwidth, share: Share::All, latency: 0, jitter: Jitter::Spread }
    }
}

/// Whose a bandwidth is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Share {
    /// All pulls of the node share it, each the same part.
    All,
    /// Each pull has it, as where the registry is what is slow.
    Each,
}

/// How long the kubelet leaves a Pod alone after a look that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Jitter {
    /// 10 s for every Pod.
    None,
    /// Between 10 and 15 s, always the same for one Pod and evenly spread over all.
    Spread,
}

/// A Pod that comes to the node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival<'a> {
    /// Its name, for sentences.
    pub pod: &'a str,
    /// Milliseconds until the kubelet begins with its images.
    pub at: u64,
    /// Its images, in the order of the manifest.
    pub images: Vec<Wanted<'a>>,
}

impl<'a> Arrival<'a> {
    /// A Pod with these images.
    pub fn new(pod: &'a str, at: u64, images: impl IntoIterator<Item = Wanted<'a>>) -> Self {
        Self { pod, at, images: images.into_iter().collect() }
    }
}

/// An image that a Pod wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The image as it is written.
    pub image: &'a str,
    /// Bytes to download; at most 2^53 − 1.
    pub size: u64,
    /// What wants it.
    pub role: Role,
    /// The policy, as it is stored.
    pub policy: PullPolicy,
    /// Whether the node has the image from the beginning. Said once, it holds for every Pod.
    pub present: bool,
    /// Milliseconds that an init container runs before the next is started; nothing for others.
    pub runs: u64,
}

impl<'a> Wanted<'a> {
    /// For a container, `IfNotPresent`, not on the node.
    pub fn new(image: &'a str, size: u64) -> Self {
        let (role, policy) = (Role::Container, PullPolicy::IfNotPresent);
        Self { image, size, role, policy, present: false, runs: 0 }
    }
}

/// What becomes of the pulls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulation<'a> {
    /// Every time that a Pod asked for an image, in the order of asking.
    pub attempts: Vec<Attempt<'a>>,
    /// The attempts that had to be given a slot, as indexes into `attempts`, in the order in which
    /// they ended. None where any number of pulls runs at once.
    pub ended: Vec<usize>,
    /// Images that the node does not have when nothing more happens: the indexes of the Pod and of
    /// the image in it. They are not references, are never pulled, were given up after
    /// [`MOST_TRIES`], or come after such a one.
    pub missing: Vec<(usize, usize)>,
    /// When the last pull ends.
    pub ends: u64,
}

/// Runs the pulls of `arrivals` on a node that was idle before. Pods that come at the same time ask
/// in the order given.
///
/// For n images it takes time in the order of n · log n.
///
/// # Errors
///
/// When a number has no meaning: no bandwidth, a negative limit, more than 2^53 − 1 of anything; or
/// when there are more than a million images.
pub fn simulate<'a>(
    settings: &Settings,
    node: &Node,
    arrivals: &[Arrival<'a>],
) -> Result<Simulation<'a>, Error> {
    check::check(settings, node, arrivals)?;
    Ok(run::Run::new(settings, node, arrivals).finish())
}

#[cfg(test)]
mod tests;
