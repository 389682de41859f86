//! Secrets of a text: where they stand, and the same text with placeholders for them.
//!
//! ```text
//! {"auths": {"quay.io": {"username": "robot", "password": "hunter2\n", "auth": "cm9ib3Q6aHVudGVyMgo="}}}
//!                                              xxxxxx1\n               cm9ib3Q6eHh4eHh4MQo=
//! ```
//!
//! A placeholder keeps what a diagnosis asks of a secret: its length in bytes, which characters are
//! letters, digits and line breaks, where the colon is. Base64 is taken apart, and put together
//! around the placeholder again, however often it was encoded; what was broken stays broken at the
//! same byte. Equal secrets have equal placeholders and different ones different ones, as far as
//! their length has room for that. So [`diagnose`](crate::diagnose::diagnose) finds the same in both
//! texts, at the same places.
//!
//! What stays: user names, the keys of registries, names of members. What goes: passwords, tokens,
//! the password in an `auth` and in a URL, every value of a Secret.
//!
//! Only one thing changes a length: a digit of base64 that was written as an escape of two bytes
//! (`\/`) may become one that needs none.

mod after;
mod hashes;
mod mask;
mod pieces;
mod places;
mod value;
mod written;

pub use after::hidden_after;
pub use pieces::{Ink, pieces};
pub use places::hidden;

use alloc::string::String;

/// The text with placeholders for its secrets.
///
/// Linear in the text.
///
/// ```
/// use pullscope_core::redact::redacted;
///
/// let text = r#"{"auths": {"quay.io": {"username": "robot", "auth": "cm9ib3Q6aHVudGVyMg=="}}}"#;
/// let safe = redacted(text);
/// // The base64 of `robot:xxxxxx1`.
/// assert_eq!(safe, r#"{"auths": {"quay.io": {"username": "robot", "auth": "cm9ib3Q6eHh4eHh4MQ=="}}}"#);
/// assert_eq!(redacted(&safe), safe);
/// ```
pub fn redacted(text: &str) -> String {
    let mut redactor = value::Redactor::default();
    let safe = redactor.text(text, false, 0);
    match safe.contains("credentialHash") {
        true => redactor.hashes(&safe, &hashes::Hashes::between(text, &safe)),
        false => safe,
    }
}

#[cfg(test)]
mod tests;
