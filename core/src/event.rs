//! What a cluster says of pulls: the sentences of its events and of a container's status.

mod message;

pub use message::Says;
pub(crate) use message::speaks_of_a_pull;
