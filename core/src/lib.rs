//! What would the kubelet do with this image, and why?
//!
//! Every rule of Pullscope lives here: how Kubernetes reads an image reference, which pull policy
//! it fills in, which credentials it collects, and in which order it tries them. The answers are
//! those of the Go code, byte for byte; each comes with the rule and the value that decided it.
//!
//! ```
//! use pullscope_core::docker_config::{Format, decode};
//! use pullscope_core::keyring::Keyring;
//! use pullscope_core::{PullPolicy, Reference};
//!
//! let image = "registry.example.com:5000/team/app:1.4";
//! let reference = Reference::parse(image)?;
//! assert_eq!(reference.registry(), "registry.example.com:5000");
//! assert_eq!(PullPolicy::default_for(image).policy, PullPolicy::IfNotPresent);
//!
//! let text = br#"{"auths": {"registry.example.com": {"auth": "dXNlcjpwYXNz"}}}"#;
//! let config = decode(Format::ConfigJson, text)?;
//! let mut keyring = Keyring::new();
//! keyring.add(&config, 0);
//! let explanation = keyring.explain(&reference.name().to_string());
//! let why = explanation.keys[0].refused_by.as_ref().map(ToString::to_string);
//! assert_eq!(why.as_deref(), Some("the key has no port, the image has :5000"));
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! With the feature `text`, [`diagnose`](diagnose::diagnose) puts all of it together: a pasted text
//! goes in, and out comes what happens to each image of it, and what to change.
//!
//! The crate is `no_std` with `alloc`, always, and knows nothing of files, clocks or a network.
//! The feature adds reading YAML, JSON and prose with positions; it changes no answer.
#![no_std]

extern crate alloc;

pub mod features;
pub mod version;

pub mod digest;
pub mod pull_policy;
pub mod reference;

pub mod base64;
mod go;
pub mod json;
mod quoted;

pub mod field_error;
pub mod object_name;
mod strict;

pub mod clients;
pub mod credential;
pub mod docker_config;
pub mod keyring;
pub mod kubectl;
pub mod pull_secret;

#[cfg(feature = "text")]
mod edit;
mod near_name;
mod order;
mod substring;
#[cfg(feature = "text")]
mod unchanged;

pub mod credential_provider;

pub mod kubelet;
#[cfg(feature = "text")]
pub mod registries;
pub mod rewrite;
pub mod runtime;

pub mod finding;
pub mod image_index;
pub mod inside;
pub mod time;
pub mod workload;

pub mod api_server;

#[cfg(feature = "text")]
pub mod event;
#[cfg(feature = "text")]
pub mod recognize;
#[cfg(feature = "text")]
pub mod redact;
#[cfg(feature = "text")]
pub mod text;

#[cfg(feature = "text")]
pub mod diagnose;
#[cfg(feature = "text")]
pub mod dump;
#[cfg(feature = "text")]
pub mod patch;

pub mod admission;
pub mod advise;

pub use pull_policy::PullPolicy;
pub use reference::Reference;
pub use version::Version;

/// The examples of the project's README, run as tests.
#[cfg(all(doctest, feature = "text"))]
#[doc = include_str!("../../README.md")]
struct Readme;
