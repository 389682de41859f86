//! What would the kubelet do with this image, and why?
//!
//! Every rule of Pullscope lives here, `no_std` with `alloc`, without files, clocks or a network.
#![no_std]

extern crate alloc;

pub mod admission;
pub mod base64;
pub mod credential;
pub mod docker_config;
pub mod finding;
pub mod json;
pub mod digest;
mod go;
pub mod keyring;
pub mod pull_policy;
pub mod pull_secret;
pub mod reference;
#[cfg(feature = "text")]
pub mod text;
pub mod workload;

pub use reference::Reference;
pub use pull_policy::PullPolicy;
