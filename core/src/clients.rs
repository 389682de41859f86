//! How other clients read the same `config.json` and the same image.
//!
//! "`docker pull` works, and the kubelet's pull does not" has two roots. Clients take different keys
//! of a config for the same registry ([`auth`]), and parsers take the same text for different images
//! ([`mod@reference`]). What the kubelet does is decided elsewhere; here it stands beside the others.
//!
//! Each client is a model of one published version, which [`auth::Client::library`] and
//! [`reference::Parser::library`] name, and is compared with that version's own code.

pub mod auth;
pub mod reference;

#[cfg(feature = "text")]
mod pasted;

#[cfg(feature = "text")]
pub use pasted::{PastedConfig, pasted_configs};
