//! Pasted texts that something happened to on their way, their secrets and the names of those apart.

use std::ops::Range;

use pullscope_core::redact::hidden;

use super::Random;

/// Bytes in front of a secret that say that it is one.
const NAME: usize = 48;

/// What gets into a text by a slip of the hand.
const ODD: [&str; 20] = [
    "{", "}", "[", "\"", "'", ": ", "é", "\0", "&a ", "*a", "\t", "#", "|", "- ", "\\", ",", ";",
    "=", "---\n", " ",
];

/// A text of which bytes were lost, doubled, swapped or put in, lines indented otherwise, cut or
/// joined: as a broken copy, a terminal or a chat makes of it. What [`hidden`] finds stays whole,
/// and so does what stands in front of it.
pub fn broken(random: &mut Random, text: &str) -> String {
    let mut text = text.to_string();
    for _ in 0..=random.below(3) {
        let kept: Vec<Range<usize>> =
            hidden(&text).into_iter().map(|it| it.start.saturating_sub(NAME)..it.end + 2).collect();
        let is_kept = |at: usize| kept.iter().any(|it| it.contains(&at) || it.end == at);
        let at = text.floor_char_boundary(random.below(text.len() + 1));
        let end = text.floor_char_boundary((at + 1 + random.below(4)).min(text.len()));
        if is_kept(at) || is_kept(end) {
            continue;
        }
        let line = text[..at].rfind('\n').map_or(0, |it| it + 1);
        let next = text[at..].find('\n').map_or(text.len(), |it| at + it + 1);
        text = match random.below(9) {
            0 => text[..at].to_string(),
            1 => text[at..].to_string(),
            2 => [&text[..at], &text[end..]].concat(),
            3 => [&text[..end], &text[at..]].concat(),
            4 => [&text[..at], "\n", &text[at..]].concat(),
            5 if !is_kept(line) => {
                [&text[..line], &" ".repeat(1 + random.below(4)), &text[line..]].concat()
            }
            6 if !is_kept(line) => [&text[..line], text[line..].trim_start_matches(' ')].concat(),
            7 if !(line..next).any(is_kept) => [&text[..line], &text[next..]].concat(),
            _ => format!("{}{}{}", &text[..at], random.pick::<&str>(&ODD), &text[at..]),
        };
    }
    text
}
