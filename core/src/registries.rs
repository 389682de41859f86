//! `registries.yaml` of K3s and RKE2: from the file and an image to what containerd asks, in order.
//!
//! ```text
//! registries.yaml ──► file ──► table: one directory for each registry ──► hosts.toml
//!                  what is read   endpoints, default, auth, TLS                │
//! image ──► registry, repository ──► directory ──► endpoints in order ◄────────┘
//! ```
//!
//! `mirrors` is keyed by the registry in the name of the image, `configs` by the host and port that is
//! asked. Nothing is looked up by parts of a name: a key is that text or it is not, and `"*"` stands
//! for what has no directory of its own.
//!
//! Without the feature `text`, which reads the file, only the rewrites are here: the admission policy
//! has them among its settings.

#[cfg(feature = "text")]
mod address;
#[cfg(feature = "text")]
mod asks;
#[cfg(feature = "text")]
mod checks;
#[cfg(feature = "text")]
pub mod documentation;
#[cfg(feature = "text")]
mod entries;
#[cfg(feature = "text")]
mod file;
#[cfg(feature = "text")]
mod hosts_toml;
#[cfg(feature = "text")]
pub mod lint;
#[cfg(feature = "text")]
mod profile;
#[cfg(feature = "text")]
mod read;
#[cfg(feature = "text")]
mod resolve;
mod rewrite;
#[cfg(feature = "text")]
mod setting;
#[cfg(feature = "text")]
mod syntax;
#[cfg(feature = "text")]
mod table;
#[cfg(feature = "text")]
mod unknown;
#[cfg(feature = "text")]
mod wharfie;

pub use crate::go::regexp::RegexpError;
#[cfg(feature = "text")]
pub use crate::go::yaml::YamlError;
#[cfg(feature = "text")]
pub use address::Address;
#[cfg(feature = "text")]
pub use asks::{Asked, AskedTls, Asks, Rewriting, Sent, Teller, WhyDirectory, error_seen};
#[cfg(feature = "text")]
pub use checks::{Check, checks};
#[cfg(feature = "text")]
pub use entries::{Entry, EntryKind, Idle};
#[cfg(feature = "text")]
pub use file::{
    Auth, AuthKind, Config, FileError, Mirror, Registries, Rewrite, Secret, Text, Tls, TypeError,
};
#[cfg(feature = "text")]
pub use hosts_toml::{Secrets, TomlTrap, config_toml, directory_name, hosts_toml, toml_trap};
#[cfg(feature = "text")]
pub use profile::Profile;
#[cfg(feature = "text")]
pub use resolve::{Attempt, Broken, Resolution, Resolver};
pub use rewrite::{MissingGroup, Rewrites, Rewritten, Rule};
#[cfg(feature = "text")]
pub use setting::{Containerd, Distribution, Setting};
#[cfg(feature = "text")]
pub use table::{DEFAULT, Directory, Dropped, Endpoint, Flags, Security, Table, Target, Why};
#[cfg(feature = "text")]
pub use unknown::{Meant, Unknown};
#[cfg(feature = "text")]
pub use wharfie::{Wharfie, WharfieEndpoint, WharfieImage, wharfie};
