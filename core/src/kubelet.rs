//! What the kubelet does with one image: whether it pulls, what it asks for, what a person sees.
//!
//! ```text
//! the file that the kubelet is started with ──► what it runs with     configuration, settings
//! imagePullPolicy × image on the node ──► pull, use, or refuse        pull
//! who pulled an image before ──► may this Pod use it?                 verification
//! one look at the image ──► what becomes of the container             sync
//!                       ──► the waiting, the events, word for word    message
//! several attempts that fail ──► one error                            error_text
//! a failed pull ──► 10 s, 20 s, 40 s … 300 s without another          back_off
//! the pulls of several Pods ──► who waits for whom, from when to when    queue
//! what the registry answers ──► all of it, with times                 answer, predict
//! the text of an event ──► what the registry answered                 classify
//! ```
//!
//! Times are counts of milliseconds or seconds since a moment that the caller chooses; nothing reads
//! a clock.
//!
//! Upstream: kubernetes `pkg/kubelet/images/image_manager.go`; where releases differ,
//! [`Version`](crate::Version) says so.

mod answer;
mod back_off;
mod classify;
pub mod configuration;
mod error_text;
mod message;
mod predict;
pub mod pull;
pub mod queue;
mod runtime_handler;
mod settings;
mod sync;
pub mod verification;

pub use crate::go::duration::Duration;
pub use answer::{Answer, Answers};
pub use back_off::BackOff;
pub use error_text::{PullError, aggregate};
pub use message::{Cause, Event, EventKind, EventType, Measured, Waiting};
pub use predict::{Emitted, Moment, Prediction, Repeats, Timeline, predict, predict_refused};
pub use pull::{Decision, NodeAccess, Presence, RuntimeImage, decide};
pub use runtime_handler::RuntimeHandler;
pub use settings::{Settings, VerificationPolicy};
pub use sync::{Memory, Outcome, Pull, Sync};

#[cfg(test)]
mod tests;
