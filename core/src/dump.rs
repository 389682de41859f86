//! A dump of a whole cluster, such as `kubectl get pods,secrets,serviceaccounts -A -o json` makes: read
//! in pieces, and made into a table of containers and Secrets.
//!
//! ```text
//! pieces ──► objects ──► Pods that are alike, pull Secrets, lists ──► namespace by namespace: diagnosis
//!            one by one  of each only what decides about pulls        rows
//! ```
//!
//! It is read once. A dump has its Secrets behind its Pods, so that nothing can be said of a Pod before
//! the end; until then of Pods that are alike one is kept, without what has nothing to do with images.
//! Where each object stands is kept, too, so that it can be read again as a whole.
//!
//! What is said of an image is what [`diagnose`](mod@crate::diagnose) says of it with the Secrets and
//! ServiceAccounts of its namespace. No row has a password in it.

mod cut;
mod lines;
mod objects;
mod table;

pub use cut::{CutError, CutErrorKind, Cutter, Item, MAX_OBJECT, Take};
pub use objects::Place;
pub use table::{Dump, ImageRow, SecretRow, Seen};

#[cfg(test)]
use alloc::{string::String, vec::Vec};

#[cfg(test)]
mod tests;
