//! Replacing every match, by Go's rules for `$1`, `$name` and `${name}`.
//!
//! Upstream: `ReplaceAllString` and `expand` in Go 1.26 `regexp/regexp.go`.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::Regexp;

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
                let is_number = name.bytes().all(|it| it.is_ascii_digit())
                    && (name.len() == 1 || !name.starts_with('0'));
                let number = name.parse().ok().filter(|it| is_number && *it < 1_000_000_000);
                let piece = number.map_or(Piece::Name(name), Piece::Number);
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
    let end = inner.find(|it: char| !(it == '_' || it.is_alphanumeric())).unwrap_or(inner.len());
    let braces = text.len() != inner.len();
    if end == 0 || (braces && !inner[end..].starts_with('}')) {
        return None;
    }
    Some((&inner[..end], end + 2 * usize::from(braces)))
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

    /// Replaces every match in a text of ASCII.
    pub(crate) fn replace_all(&self, text: &str, template: &str) -> String {
        let pieces = pieces(template);
        let mut out = String::with_capacity(text.len() + template.len());
        let mut end = 0;
        for found in self.program.captures_iter(text.as_bytes()) {
            let Some(whole) = found.get(0) else { continue };
            out.push_str(&text[end..whole.start()]);
            end = whole.end();
            let group = |number: usize| found.get(number).map(|it| &text[it.range()]);
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
        out.push_str(&text[end..]);
        out
    }

    /// The groups of the first match in a text of ASCII, the whole match first; `None` for a group
    /// that takes no part.
    pub(crate) fn captures<'t>(&self, text: &'t str) -> Option<Vec<Option<&'t str>>> {
        let found = self.program.captures(text.as_bytes())?;
        // The engine leaves out groups at the end that are repeated no time.
        let groups = (0..self.names.len()).map(|it| found.get(it));
        Some(groups.map(|it| it.map(|it| &text[it.range()])).collect())
    }
}
