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
//! What a rewrite makes of a repository is told by [`rewrite`](crate::rewrite), without a file.

mod address;
mod asks;
mod checks;
pub mod documentation;
mod entries;
mod file;
mod hosts_toml;
pub mod lint;
mod profile;
mod read;
mod resolve;
mod setting;
mod syntax;
mod table;
mod unknown;
mod wharfie;

pub use crate::go::yaml::YamlError;
pub use crate::rewrite::{MissingGroup, RegexpError, Rewrites, Rewritten, Rule};
pub use address::Address;
pub use asks::{Asked, AskedTls, Asks, Rewriting, Sent, Teller, WhyDirectory, error_seen};
pub use checks::{Check, checks};
pub use entries::{Entry, EntryKind, Idle};
pub use file::{
    Auth, AuthKind, Config, FileError, Mirror, Registries, Rewrite, Secret, Text, Tls, TypeError,
};
pub use hosts_toml::{Secrets, TomlTrap, config_toml, directory_name, hosts_toml, toml_trap};
pub use profile::Profile;
pub use resolve::{Attempt, Broken, Resolution, Resolver};
pub use setting::{Containerd, Distribution, Setting};
pub use table::{DEFAULT, Directory, Dropped, Endpoint, Flags, Security, Table, Target, Why};
pub use unknown::{Meant, Unknown};
pub use wharfie::{Wharfie, WharfieEndpoint, WharfieImage, wharfie};
