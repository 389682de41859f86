//! The JavaScript module and the admission policy, chosen by target.
#![cfg_attr(target_os = "wasi", no_std)]

extern crate alloc;

#[cfg(not(target_os = "wasi"))]
pub mod js;
// Compiled for the host as well, where the tests compare it with the built policy.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub mod policy;
