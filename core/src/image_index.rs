//! Image indexes: one name, and a manifest for each platform.
//!
//! ```text
//! registry.k8s.io/pause:3.10 ──► index ──┬─► linux/amd64        the kubelet knows nothing of this:
//!                                        ├─► linux/arm64        the runtime of each node takes the
//!                                        ├─► linux/arm/v7       manifest that fits its platform
//!                                        └─► windows/amd64
//! ```
//!
//! [`Index::read`] reads what a registry answers for such a name, [`Index::select`] says which
//! manifest a node takes, and of each other why not. Runtimes differ in it, so that one node pulls
//! what another one cannot: [`Puller`] says who chooses.
//!
//! | | containerd | CRI-O |
//! | --- | --- | --- |
//! | `x86_64`, `v8`, `i386` | are other words for `amd64`, `arm64`, `386` | are compared as they are written |
//! | an `arm64` node takes `arm/v7` | yes, up to 2.0 | no |
//! | an `amd64` node takes `386` | yes, up to 2.0 | no |
//! | `os.version` on Windows | has to fit | is not looked at |
//! | no platform | is taken where nothing else fits | the same, but never of a manifest list |
//!
//! Kubernetes publishes its own images under names with an architecture at the end, too:
//! `pause-amd64`. No component reads such an end: [`architecture_in_name`].

mod containerd;
mod containers_image;
mod name;
mod platform;
mod read;
mod select;
mod windows;

pub use name::{ArchitectureInName, architecture_in_name};
pub use platform::{Platform, PlatformError, PlatformErrorKind};
#[cfg(feature = "text")]
pub(crate) use read::looks_like_index;
pub use read::{Entry, Index, IndexError, IndexErrorKind, IndexFormat};
pub use select::{NoManifest, NoManifestKind, Puller, Selection, Verdict, Why};

#[cfg(test)]
mod tests;
