//! Texts with holes: `{image} is pulled from {registry}`.

use std::fmt::{Display, Write};

/// A stretch of a text with holes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// What is written.
    Text(&'t str),
    /// The name of a hole.
    Hole(&'t str),
}

/// The pieces of a text, in order. A brace that no hole begins with is written as it is.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, after)) = hole(rest) {
            rest = after;
            return Some(Piece::Hole(name));
        }
        let inside = |(at, _): &(usize, &str)| *at > 0 && hole(&rest[*at..]).is_some();
        let end = rest.match_indices('{').find(inside).map_or(rest.len(), |(at, _)| at);
        let (written, after) = rest.split_at(end);
        rest = after;
        Some(Piece::Text(written))
    })
}

/// The name of the hole at the start of a text, and what follows it.
fn hole(text: &str) -> Option<(&str, &str)> {
    let (name, after) = text.strip_prefix('{')?.split_once('}')?;
    let is_letter = |c: char| c.is_ascii_lowercase() || c == '_';
    let is_name =
        name.starts_with(is_letter) && name.chars().all(|c| is_letter(c) || c.is_ascii_digit());
    is_name.then_some((name, after))
}

/// The names of the holes of a text, sorted, each once.
///
/// ```
/// let names = pullscope_messages::holes("{image} is {what}, and {image} stays {}");
/// assert_eq!(names, ["image", "what"]);
/// ```
pub fn holes(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = pieces(text)
        .filter_map(|piece| match piece {
            Piece::Hole(name) => Some(name),
            Piece::Text(_) => None,
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// A text with values in its holes. A hole that no value is named after stays as it is written.
///
/// ```
/// let said = pullscope_messages::filled("{registry} の {image}", &[("image", &"app"), ("registry", &5)]);
/// assert_eq!(said, "5 の app");
/// ```
pub fn filled(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16 * values.len());
    for piece in pieces(text) {
        // A String takes whatever is written into it.
        let _ = match piece {
            Piece::Text(text) => filled.write_str(text),
            Piece::Hole(name) => match values.iter().find(|(it, _)| *it == name) {
                Some((_, value)) => write!(filled, "{value}"),
                None => write!(filled, "{{{name}}}"),
            },
        };
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brace_that_no_hole_begins_with_is_text() {
        let pieces = |text| pieces(text).collect::<Vec<_>>();
        assert_eq!(pieces(""), []);
        assert_eq!(pieces("{a}"), [Piece::Hole("a")]);
        assert_eq!(pieces("{{a}}"), [Piece::Text("{"), Piece::Hole("a"), Piece::Text("}")]);
        assert_eq!(
            pieces("{} {\"auths\": …} {a_1}{b} {c"),
            [
                Piece::Text("{} {\"auths\": …} "),
                Piece::Hole("a_1"),
                Piece::Hole("b"),
                Piece::Text(" {c")
            ]
        );
    }

    #[test]
    fn a_value_is_not_read_again() {
        assert_eq!(filled("{a} {b}", &[("a", &"{b}")]), "{b} {b}");
    }
}
