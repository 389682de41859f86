//! What is secret in a text, from what was in the text before it.

use alloc::vec::Vec;
use core::ops::Range;

use super::places::hidden;
use crate::unchanged;

/// What begins a document, at the start of a line.
const MARK: &str = "---";

/// The same as [`hidden`], of a text that was `before` a change, where `known` was hidden. Only the
/// documents that the change touches are looked at: what a key in an editor costs does not depend on
/// how much stands around it.
///
/// ```
/// use pullscope_core::redact::{hidden, hidden_after};
///
/// let before = "password: word\n---\npassword: othe";
/// let text = "password: word\n---\npassword: other";
/// assert_eq!(hidden_after(text, before, &hidden(before)), hidden(text));
/// ```
pub fn hidden_after(text: &str, before: &str, known: &[Range<usize>]) -> Vec<Range<usize>> {
    let (bytes, old) = (text.as_bytes(), before.as_bytes());
    let (same, tail) = unchanged::ends(old, bytes);
    // Documents know nothing of each other. The mark of each, and the line break in front of it, were
    // there before.
    let start = document_before(bytes, same);
    let end = document_from(bytes, bytes.len() - tail + 1);
    let moved = |at: usize| at + old.len() - bytes.len();
    let old_end = moved(end);
    let ahead = known.partition_point(|it| it.end <= start);
    let behind = known.partition_point(|it| it.start < old_end);
    let mut out = known[..ahead].to_vec();
    out.extend(hidden(&text[start..end]).into_iter().map(|it| start + it.start..start + it.end));
    let back = |at: usize| at + bytes.len() - old.len();
    out.extend(known[behind..].iter().map(|it| back(it.start)..back(it.end)));
    out
}

/// Where the last document begins whose mark lies within the first `same` bytes.
fn document_before(bytes: &[u8], same: usize) -> usize {
    let starts = (1..=same.saturating_sub(MARK.len())).rev();
    starts.into_iter().find(|at| begins(bytes, *at)).unwrap_or(0)
}

/// Where the first document begins at or behind `from`.
fn document_from(bytes: &[u8], from: usize) -> usize {
    (from..bytes.len()).find(|at| begins(bytes, *at)).unwrap_or(bytes.len())
}

fn begins(bytes: &[u8], at: usize) -> bool {
    bytes[at..].starts_with(MARK.as_bytes()) && bytes[at - 1] == b'\n'
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    #[test]
    fn what_is_hidden_after_a_change_is_what_is_hidden() {
        let secret = "kind: Secret\nstringData:\n  a: wörd\n  b: |\n    more\n    lines\n";
        let pod = "kind: Pod\nspec: {password: word, image: 'reg.io/a:1'}\n";
        let mut text = String::new();
        for number in 0..12 {
            text += if number % 3 == 0 { pod } else { secret };
            text += "---\n";
        }
        let pieces =
            ["-", "---", "\n---\n", "\n", " ", "x", "ö", "'", "password: p", ":", "{", "|\n"];
        let mut known = hidden(&text);
        unchanged::changes(text, 0, 4_000, &pieces, |text, before| {
            known = hidden_after(text, before, &known);
            assert_eq!(known, hidden(text), "{before:?} became {text:?}");
        });
    }

    #[test]
    fn a_change_may_take_everything_or_nothing() {
        let text = "password: word\n---\npassword: word\n";
        for (before, after) in [("", text), (text, ""), (text, text), (text, "---"), ("---", text)]
        {
            assert_eq!(hidden_after(after, before, &hidden(before)), hidden(after), "{after:?}");
        }
    }
}
