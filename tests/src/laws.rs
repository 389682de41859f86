//! What holds for every text, whatever is in it.
//!
//! Each law is a function that gives what breaks it, so that generated texts and the fuzz target
//! are judged alike.

mod canary;
mod fixes;
mod normal;
mod redact;
mod spans;

pub use canary::Canary;
pub use fixes::{fix_by_fix, fixes};
pub use normal::{Places, normal};
pub use redact::{hiding, redaction};
pub use spans::spans;

/// What differs first between two answers.
///
/// # Errors
///
/// The lines around it, of both.
pub fn same(one: &serde_json::Value, other: &serde_json::Value) -> Result<(), String> {
    if one == other {
        return Ok(());
    }
    let lines = |it| serde_json::to_string_pretty(it).unwrap_or_default();
    let (one, other) = (lines(one), lines(other));
    let at = one.lines().zip(other.lines()).position(|(a, b)| a != b).unwrap_or_default();
    let around = |it: &str| {
        let lines: Vec<&str> = it.lines().skip(at.saturating_sub(12)).take(20).collect();
        lines.join("\n")
    };
    Err(format!("the answers differ\n{}\n===== and\n{}", around(&one), around(&other)))
}
