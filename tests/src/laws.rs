//! What holds for every text, whatever is in it.
//!
//! Each law is a function that gives what breaks it, so that generated texts and the fuzz target
//! are judged alike.

mod canary;
mod fixes;
mod normal;
mod spans;

pub use canary::Canary;
pub use fixes::{fix_by_fix, fixes};
pub use normal::{Places, normal};
pub use spans::spans;
