//! Sentences of the core, found by their patterns.

use std::cell::Cell;
use std::collections::HashMap;

use crate::pattern::Pattern;

/// Bytes of the longest sentence that is translated.
const LONGEST: usize = 32 << 10;
/// Sentences within sentences that are followed.
const DEEPEST: usize = 6;
/// Bytes that are compared with patterns because of one sentence, at most: so many, and each of its own
/// so often; a look at the patterns is so many by itself.
const WORK: usize = 128 << 10;
const EACH: usize = 16;
const LOOK: usize = 64;
/// Bytes of what a pattern begins with that patterns are found by.
const KEY: usize = 6;
/// Parts of a chain, such as `, without a password, certificates not verified`, that are told apart.
const LINKS: usize = 12;

/// Every sentence of one language.
#[derive(Debug, Default)]
pub(crate) struct Sentences {
    /// Those without a hole.
    whole: HashMap<Box<str>, Box<str>>,
    /// The others, firm ones first, those with the most written in them first.
    patterns: Vec<Pattern>,
    /// Indices of the patterns that begin with these bytes, in order.
    by_start: HashMap<[u8; KEY], Vec<usize>>,
    /// Indices of those that begin with less, in order.
    open: Vec<usize>,
}

impl Sentences {
    pub(crate) fn new<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut sentences = Self::default();
        for (text, said) in texts {
            match Pattern::new(text, said) {
                Some(pattern) => sentences.patterns.push(pattern),
                None => {
                    sentences.whole.insert(text.into(), said.into());
                }
            }
        }
        let patterns = &mut sentences.patterns;
        patterns.sort_by_key(|it| (it.is_loose(), usize::MAX - it.weight));
        for (index, pattern) in patterns.iter().enumerate() {
            match start(pattern.begins()) {
                Some(start) => sentences.by_start.entry(start).or_default().push(index),
                None => sentences.open.push(index),
            }
        }
        sentences
    }

    /// What is said for a sentence; `None` where it has no pattern.
    pub(crate) fn said(&self, sentence: &str) -> Option<String> {
        match sentence.len() > LONGEST || self.whole.is_empty() && self.patterns.is_empty() {
            true => None,
            false => Search { sentences: self, left: Cell::new(WORK + EACH * sentence.len()) }
                .within(sentence, 0),
        }
    }
}

/// The search for one sentence, and for what is in it.
struct Search<'s> {
    sentences: &'s Sentences,
    /// Bytes that may still be compared.
    left: Cell<usize>,
}

impl Search<'_> {
    fn within(&self, sentence: &str, depth: usize) -> Option<String> {
        if depth == DEEPEST {
            return None;
        }
        let known = self
            .whole(sentence)
            .or_else(|| self.chain(sentence, depth))
            .or_else(|| self.behind_a_name(sentence, depth));
        if known.is_some() {
            return known;
        }
        let (said, is_all_known) = self.of_a_firm_pattern(sentence, depth).unzip();
        if is_all_known == Some(true) {
            return said;
        }
        self.without_capital(sentence, depth)
            .or_else(|| self.with_a_part(sentence, depth))
            .or_else(|| self.of_a_loose_pattern(sentence, depth))
            .or(said)
    }

    fn whole(&self, sentence: &str) -> Option<String> {
        self.sentences.whole.get(sentence).map(|said| said.to_string())
    }

    fn of_a_pattern(&self, sentence: &str, depth: usize) -> Option<String> {
        let (said, is_all_known) = self.of_a_firm_pattern(sentence, depth).unzip();
        match is_all_known {
            Some(true) => said,
            _ => self.of_a_loose_pattern(sentence, depth).or(said),
        }
    }

    /// Of a pattern that has enough words of its own to be recognized by; and whether all is known that
    /// stands in its holes. Where it is of none of these, the first one counts.
    fn of_a_firm_pattern(&self, sentence: &str, depth: usize) -> Option<(String, bool)> {
        let mut first = None;
        for pattern in self.patterns(sentence)?.take_while(|pattern| !pattern.is_loose()) {
            let Some(values) = pattern.values(sentence) else { continue };
            let values = self.apart(pattern, values, depth);
            if !pattern.is_same(&values) {
                continue;
            }
            let said = (0..values.len()).map(|hole| self.value(pattern, hole, &values, depth));
            let said: Vec<Option<String>> = said.collect();
            let is_all_known = (0..values.len())
                .all(|hole| said[hole].is_some() || is_no_sentence(pattern, hole, values[hole]));
            let said = pattern.said(&or_as_it_is(&values, said));
            if is_all_known {
                return Some((said, true));
            }
            first.get_or_insert(said);
        }
        first.map(|said| (said, false))
    }

    /// Of a pattern that says little by itself: what stands in its holes has to be known.
    fn of_a_loose_pattern(&self, sentence: &str, depth: usize) -> Option<String> {
        let loose = self.patterns(sentence)?.skip_while(|pattern| !pattern.is_loose());
        loose.into_iter().find_map(|pattern| {
            let mut splits = pattern.splits(sentence).into_iter();
            splits.find_map(|parts| self.joined(pattern, &parts, depth))
        })
    }

    /// The patterns that a sentence may be of, firm ones first, those with the most written in them
    /// first; none where too much was compared already.
    fn patterns(&self, sentence: &str) -> Option<impl Iterator<Item = &Pattern>> {
        let left = self.left.get().checked_sub(sentence.len() + LOOK)?;
        self.left.set(left);
        let Sentences { patterns, by_start, open, .. } = self.sentences;
        let by_start = start(sentence).and_then(|start| by_start.get(&start));
        let by_start = by_start.map_or(&[][..], Vec::as_slice);
        Some(merged(by_start, open).map(|index| &patterns[index]))
    }

    /// The values of holes, those that touch each other told apart: the later one is the longest part
    /// that is known, such as `; featureGates is near`, and empty where none is.
    fn apart<'t>(&self, pattern: &Pattern, mut values: Vec<&'t str>, depth: usize) -> Vec<&'t str> {
        for hole in (0..values.len()).filter(|hole| pattern.touches_next(*hole)) {
            let both = values[hole + 1];
            let mut starts = part_starts(both);
            let at = starts.find(|at| self.within(&both[*at..], depth + 1).is_some());
            (values[hole], values[hole + 1]) = both.split_at(at.unwrap_or(both.len()));
        }
        values
    }

    /// What a pattern of few words holds together: sentences that are known, and names.
    fn joined(&self, pattern: &Pattern, parts: &[&str], depth: usize) -> Option<String> {
        let mut said = Vec::with_capacity(parts.len());
        let parts = self.apart(pattern, parts.to_vec(), depth);
        for (hole, part) in parts.iter().enumerate() {
            let one = self.value(pattern, hole, &parts, depth);
            if one.is_none() && !is_no_sentence(pattern, hole, part) {
                return None;
            }
            said.push(one);
        }
        // Without a word of its own it is nothing but a list of names.
        let is_said = !pattern.is_bare() || said.iter().any(Option::is_some);
        (is_said && pattern.is_same(&parts)).then(|| pattern.said(&or_as_it_is(&parts, said)))
    }

    /// What is said for what stands in a hole, where that is a sentence itself. A name is none, nor is
    /// what is quoted.
    fn value(
        &self,
        pattern: &Pattern,
        hole: usize,
        values: &[&str],
        depth: usize,
    ) -> Option<String> {
        let value = values.get(hole).copied().unwrap_or_default();
        match pattern.is_foreign(hole) || are_words(value) || is_quoted(value) {
            true => None,
            false => self.within(value, depth + 1),
        }
    }

    /// A sentence, and a part that is put behind it: both are known.
    fn with_a_part(&self, sentence: &str, depth: usize) -> Option<String> {
        let starts: Vec<usize> = part_starts(sentence).filter(|at| *at > 0).collect();
        starts.into_iter().rev().find_map(|at| {
            let (head, part) = sentence.split_at(at);
            let part = self.whole(part).or_else(|| self.of_a_pattern(part, depth + 1))?;
            Some(self.within(head, depth + 1)? + &part)
        })
    }

    /// Parts that follow each other, each behind a comma or a semicolon: each by itself.
    fn chain(&self, text: &str, depth: usize) -> Option<String> {
        let mark = [", ", "; "].into_iter().find(|mark| text.starts_with(mark))?;
        let starts = text.match_indices(mark).map(|(at, _)| at);
        let starts: Vec<usize> = starts.take(LINKS + 1).collect();
        if starts.len() < 2 || starts.len() > LINKS {
            return None;
        }
        let end = |at: usize| starts.get(at).copied().unwrap_or(text.len());
        // What is said from each part on, the last one first: a part is as short as it can be.
        let mut said: Vec<Option<String>> = vec![None; starts.len()];
        said.push(Some(String::new()));
        for first in (0..starts.len()).rev() {
            said[first] = (first + 1..=starts.len()).find_map(|next| {
                let rest = said[next].as_ref()?;
                if first == 0 && next == starts.len() {
                    return None;
                }
                let part = &text[starts[first]..end(next)];
                let one = self.whole(part).or_else(|| self.of_a_pattern(part, depth + 1))?;
                Some(one + rest)
            });
        }
        said.swap_remove(0)
    }

    /// Parts behind a name: `https://a.io, without a password, certificates not verified`.
    fn behind_a_name(&self, text: &str, depth: usize) -> Option<String> {
        let (name, parts) = text.split_at(text.find(", ").filter(|at| *at > 0)?);
        if !is_word(name) {
            return None;
        }
        let said = self.whole(parts).or_else(|| self.chain(parts, depth));
        let said = said.or_else(|| self.of_a_pattern(parts, depth + 1))?;
        Some(format!("{name}{said}"))
    }

    /// A sentence that begins with a capital letter because it begins there.
    fn without_capital(&self, sentence: &str, depth: usize) -> Option<String> {
        let mut letters = sentence.chars();
        let first = letters.next().filter(|it| it.is_ascii_uppercase())?;
        let rest = letters.as_str();
        if !rest.starts_with(|c: char| c.is_ascii_lowercase() || c == ' ') {
            return None;
        }
        let sentence = format!("{}{rest}", first.to_ascii_lowercase());
        self.whole(&sentence).or_else(|| {
            Some(self.of_a_firm_pattern(&sentence, depth)?).filter(|it| it.1).map(|it| it.0)
        })
    }
}

/// What is said for each value, or else the value.
fn or_as_it_is(values: &[&str], said: impl IntoIterator<Item = Option<String>>) -> Vec<String> {
    let both = values.iter().zip(said);
    both.map(|(value, said)| said.unwrap_or_else(|| (*value).to_owned())).collect()
}

/// Where a part may begin that is put behind a sentence, of the first few places.
fn part_starts(text: &str) -> impl Iterator<Item = usize> {
    let is_start = |at: &usize| {
        let rest = &text[*at..];
        [", ", "; ", ": ", ". ", " ("].iter().any(|it| rest.starts_with(it))
            || rest.starts_with(" and ")
    };
    let starts = text.match_indices([',', ';', ':', '.', ' ']).map(|(at, _)| at).filter(is_start);
    starts.take(2 * LINKS)
}

/// Whether this is one word.
fn is_word(text: &str) -> bool {
    !text.trim_end().contains(' ')
}

/// Whether this is a name: a word, or an object's kind and name.
fn is_name(text: &str) -> bool {
    let is_kind = |kind: &str| kind.starts_with(|c: char| c.is_ascii_uppercase());
    is_word(text) || text.split_once(' ').is_some_and(|(kind, name)| is_kind(kind) && is_word(name))
}

/// Whether what stands in a hole is to be left as it is.
fn is_no_sentence(pattern: &Pattern, hole: usize, value: &str) -> bool {
    is_name(value) || are_words(value) || is_quoted(value) || pattern.is_foreign(hole)
}

/// Whether these are words with nothing but commas between them.
fn are_words(text: &str) -> bool {
    text.split(", ").all(is_word)
}

/// Whether this is one quoted text.
fn is_quoted(text: &str) -> bool {
    let mut letters = text.chars();
    let ends = (letters.next(), letters.next_back());
    let pairs = [('"', '"'), ('`', '`'), ('\'', '\''), ('“', '”')];
    matches!(ends, (Some(first), Some(last)) if pairs.contains(&(first, last)) && !letters.as_str().contains(last))
}

/// The bytes by which patterns are found, if there are that many.
fn start(text: &str) -> Option<[u8; KEY]> {
    text.as_bytes().first_chunk().copied()
}

/// Two lists of numbers in order, as one.
fn merged<'l>(one: &'l [usize], other: &'l [usize]) -> impl Iterator<Item = usize> + 'l {
    let (mut one, mut other) = (one.iter().copied().peekable(), other.iter().copied().peekable());
    std::iter::from_fn(move || match (one.peek(), other.peek()) {
        (Some(first), Some(second)) if first > second => other.next(),
        (Some(_), _) => one.next(),
        (None, _) => other.next(),
    })
}

#[cfg(test)]
mod tests;
