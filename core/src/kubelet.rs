//! What the kubelet does with one image: whether it pulls, what it asks for, how long it waits.
//!
//! ```text
//! imagePullPolicy × image on the node ──► pull, use, or refuse        pull
//! a pull that fails ──► 10 s, 20 s, 40 s … 300 s without another      back_off
//! ```
//!
//! Times here are counts of milliseconds or seconds since a moment that the caller chooses; nothing
//! reads a clock.
//!
//! Upstream: kubernetes `pkg/kubelet/images/image_manager.go`, as of 1.36; where an older release
//! differs, [`Version`](crate::Version) says so.

pub mod back_off;
pub mod pull;

pub use back_off::BackOff;
pub use pull::{Decision, Presence, RuntimeImage, decide};
