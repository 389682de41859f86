//! The module in a browser: its answers as JavaScript holds them.
//!
//! `cargo xtask test --only module` runs this in headless Chromium.
#![cfg(all(target_arch = "wasm32", target_os = "unknown"))]
#![expect(clippy::unwrap_used, reason = "clippy knows no other tests than #[test]")]

mod advice;
mod answers;
mod clients;
mod corpus;
mod diagnosis;
mod providers;
mod queue;
mod secrets;
mod support;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
