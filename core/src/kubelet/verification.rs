//! Credential verification: whether a Pod may use an image that the node has already.
//!
//! ```text
//! preloadedImagesVerificationAllowlist ──► which images are free        allowlist
//! ```
//!
//! Upstream: kubernetes `pkg/kubelet/images/pullmanager` (KEP-2535), first in 1.33, on by default
//! since 1.35.

pub mod allowlist;
