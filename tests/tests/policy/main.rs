//! The built policy in the engine that Kubewarden uses, asked as the policy server asks it.
//!
//! Each answer is compared with that of the same code on this machine, so that a difference
//! between the targets fails whichever test meets it.
#![expect(clippy::unwrap_used, reason = "a test may; the lint does not see that helpers are tests")]

mod agreement;
mod bad_input;
mod causes;
mod cluster;
mod digests;
mod end_to_end;
mod every_setting;
mod examples;
mod followed;
mod form;
mod generated;
mod host;
mod images;
mod laws;
mod memory;
mod mirrors;
mod package;
mod pull_policy;
mod pull_secrets;
mod requests;
mod rewrite;
mod secrets;
mod service_accounts;
mod session;
mod settings;
mod updates;
