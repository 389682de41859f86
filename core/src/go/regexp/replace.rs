//! Replacing every match, by Go's rules for `$1`, `$name` and `${name}`.
//!
//! Upstream: `ReplaceAllString` and `expand` in Go 1.26 `regexp/regexp.go`.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::Regexp;
use super::count::number;
use super::program::Search;

/// One part of a replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'r> {
    /// It is written as it is.
    Text(&'r str),
    /// A group by its number.
    Number(usize),
    /// A group by its name, or a number that is none.
    Name(&'r str),
}

/// Cuts a replacement into its parts, each with its bytes.
pub(crate) fn pieces(template: &str) -> Vec<(Piece<'_>, Range<usize>)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(dollar) = template[at..].find('$').map(|it| at + it) {
        if dollar > at {
            pieces.push((Piece::Text(&template[at..dollar]), at..dollar));
        }
        let after = dollar + 1;
        if template[after..].starts_with('$') {
            pieces.push((Piece::Text("$"), dollar..after + 1));
            at = after + 1;
            continue;
        }
        match name(&template[after..]) {
            Some((name, length)) => {
                let number = number(name).flatten().filter(|it| *it < 1_000_000_000);
                let piece = number.map_or(Piece::Name(name), |it| Piece::Number(it as usize));
                pieces.push((piece, dollar..after + length));
                at = after + length;
            }
            None => {
                pieces.push((Piece::Text("$"), dollar..after));
                at = after;
            }
        }
    }
    if at < template.len() {
        pieces.push((Piece::Text(&template[at..]), at..template.len()));
    }
    pieces
}

/// The name behind a `$`, and its length with braces.
fn name(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix('{').unwrap_or(text);
    let end = inner.find(|it: char| !is_in_name(it)).unwrap_or(inner.len());
    let braces = text.len() != inner.len();
    if end == 0 || (braces && !inner[end..].starts_with('}')) {
        return None;
    }
    Some((&inner[..end], end + 2 * usize::from(braces)))
}

fn is_in_name(character: char) -> bool {
    // The admission policy has no replacement with such a character, and no room for the tables.
    let is_beyond = cfg!(feature = "text") && character.is_alphanumeric();
    character == '_' || character.is_ascii_alphanumeric() || is_beyond
}

impl Regexp {
    /// How many groups it has, but for the whole match.
    pub(crate) fn groups(&self) -> usize {
        self.names.len() - 1
    }

    /// The groups of that name. There may be several: the first one that takes part counts.
    pub(crate) fn groups_named(&self, name: &str) -> impl Iterator<Item = usize> {
        let named = self.names.iter().enumerate();
        named.filter(move |it| it.1.as_deref() == Some(name)).map(|it| it.0)
    }

    /// Replaces every match in a text of ASCII. An empty match right behind another is none.
    pub(crate) fn replace_all(&self, text: &str, template: &str) -> String {
        let pieces = pieces(template);
        let mut out = String::with_capacity(text.len() + template.len());
        let mut search = Search::new(&self.program, self.names.len(), text.as_bytes());
        // Where the next match may begin, and where the last one ended.
        let (mut from, mut end) = (0, 0);
        while from <= text.len() && search.find(from) {
            let group = |number: usize| group(text, &search.places, number);
            let (start, stop) =
                (search.places[0].unwrap_or(from), search.places[1].unwrap_or(from));
            out.push_str(text.get(end..start).unwrap_or_default());
            if stop > end || start == 0 {
                for (piece, _) in &pieces {
                    out.push_str(match piece {
                        Piece::Text(text) => text,
                        Piece::Number(number) => group(*number).unwrap_or_default(),
                        Piece::Name(name) => {
                            self.groups_named(name).find_map(group).unwrap_or_default()
                        }
                    });
                }
            }
            end = stop;
            from = stop.max(from + 1);
        }
        out.push_str(text.get(end..).unwrap_or_default());
        out
    }

    /// The groups of the first match in a text of ASCII, the whole match first; `None` for a group
    /// that takes no part.
    pub(crate) fn captures<'t>(&self, text: &'t str) -> Option<Vec<Option<&'t str>>> {
        let mut search = Search::new(&self.program, self.names.len(), text.as_bytes());
        let found = search.find(0);
        found.then(|| (0..self.names.len()).map(|it| group(text, &search.places, it)).collect())
    }
}

fn group<'t>(text: &'t str, places: &[Option<usize>], number: usize) -> Option<&'t str> {
    let (start, end) = (places.get(2 * number)?, places.get(2 * number + 1)?);
    text.get((*start)?..(*end)?)
}
