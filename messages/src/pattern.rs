//! One pattern of sentences: what is written in all of them, and holes for the rest.

use crate::template::{Piece, pieces};

/// Words by which a sentence is recognized.
const FIRM: usize = 3;
/// Places from the start where a sentence is split in two, at most, and as many from the end.
const SPLITS: usize = 8;

/// A pattern, and what is said for it.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// What is written before, between and behind the holes: one more than there are holes.
    written: Box<[Box<str>]>,
    holes: Box<[Box<str>]>,
    said: Box<str>,
    /// Bytes of what is written.
    pub(crate) weight: usize,
    /// Words of what is written.
    words: usize,
}

impl Pattern {
    /// The pattern of a text; `None` where it has no hole.
    pub(crate) fn new(text: &str, said: &str) -> Option<Self> {
        let (mut written, mut holes) = (vec![String::new()], Vec::new());
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => {
                    if let Some(last) = written.last_mut() {
                        last.push_str(text);
                    }
                }
                Piece::Hole(name) => {
                    holes.push(name.into());
                    written.push(String::new());
                }
            }
        }
        let words = written.iter().flat_map(|it| it.split(' '));
        let words = words.filter(|it| it.contains(char::is_alphabetic)).count();
        let written: Box<[Box<str>]> = written.into_iter().map(Into::into).collect();
        let weight = written.iter().map(|it| it.len()).sum();
        let said = said.into();
        (!holes.is_empty()).then_some(Self { written, holes: holes.into(), said, weight, words })
    }

    /// What every sentence of this pattern begins with.
    pub(crate) fn begins(&self) -> &str {
        &self.written[0]
    }

    /// Whether it says little by itself, as `{one}; {other}` and `{key} of {holder}` do.
    pub(crate) fn is_loose(&self) -> bool {
        self.words < FIRM
    }

    /// Whether it has no word of its own.
    pub(crate) fn is_bare(&self) -> bool {
        self.words == 0
    }

    /// Whether nothing is written between a hole and the next.
    pub(crate) fn touches_next(&self, hole: usize) -> bool {
        hole + 1 < self.holes.len() && self.written[hole + 1].is_empty()
    }

    /// What stands in the holes of a sentence, in order; `None` where it is none of this pattern.
    ///
    /// Of holes that touch each other the last one has it all. Each stretch that is written is looked for as early as it can stand, which finds a place for all
    /// of them if there is one. Linear in the sentence.
    pub(crate) fn values<'s>(&self, sentence: &'s str) -> Option<Vec<&'s str>> {
        let [first, between @ .., last] = &*self.written else { return None };
        let mut rest = sentence.strip_prefix(&**first)?.strip_suffix(&**last)?;
        let mut values = Vec::with_capacity(self.holes.len());
        for written in between {
            let (value, after) = rest.split_once(&**written)?;
            values.push(value);
            rest = after;
        }
        values.push(rest);
        Some(values)
    }

    /// The values at each place where a pattern of two holes can be split, of the last few and the first few.
    pub(crate) fn splits<'s>(&self, sentence: &'s str) -> Vec<Vec<&'s str>> {
        match &*self.written {
            [first, between, last] if !between.is_empty() => {
                let inside = sentence.strip_prefix(&**first);
                let inside = inside.and_then(|it| it.strip_suffix(&**last)).unwrap_or_default();
                let places: Vec<usize> = inside.match_indices(&**between).map(|it| it.0).collect();
                let (first, last) = places.split_at(places.len().min(SPLITS));
                let places = last.iter().rev().take(SPLITS).chain(first.iter().rev());
                let end = between.len();
                places.map(|at| vec![&inside[..*at], &inside[at + end..]]).collect()
            }
            _ => self.values(sentence).into_iter().collect(),
        }
    }

    /// Whether a hole holds Kubernetes' own words, or those of another program: it is named so.
    pub(crate) fn is_foreign(&self, hole: usize) -> bool {
        matches!(&*self.holes[hole], "message" | "upstream")
    }

    /// Whether holes of one name hold one value.
    pub(crate) fn is_same(&self, values: &[&str]) -> bool {
        let is_same = |(at, value): (usize, &&str)| {
            let first = self.holes.iter().position(|it| *it == self.holes[at]);
            first.is_none_or(|first| values[first] == *value)
        };
        values.iter().enumerate().all(is_same)
    }

    /// The translation with these values in its holes, in the order of the pattern's own.
    pub(crate) fn said(&self, values: &[String]) -> String {
        let mut said = String::with_capacity(self.said.len() + 16 * values.len());
        for piece in pieces(&self.said) {
            match piece {
                Piece::Text(text) => said.push_str(text),
                Piece::Hole(name) => {
                    let at = self.holes.iter().position(|it| **it == *name);
                    if let Some(value) = at.and_then(|at| values.get(at)) {
                        said.push_str(value);
                    }
                }
            }
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, sentence: &str, expect: Option<&[&str]>) {
        let pattern = Pattern::new(pattern, "").expect("it has a hole");
        assert_eq!(pattern.values(sentence).as_deref(), expect);
    }

    #[test]
    fn what_is_written_stands_in_order() {
        check("{a} of {b}", "x of y", Some(&["x", "y"]));
        check("{a} of {b}", "x of y of z", Some(&["x", "y of z"]));
        check("from {a} to {b}.", "from x to y.", Some(&["x", "y"]));
        check("from {a} to {b}.", "from x to y", None);
        check("from {a} to {b}.", "from x", None);
        check("a{x}ab", "ab", None);
        check("a{x}b", "ab", Some(&[""]));
        check("{lead}it goes", "it goes", Some(&[""]));
        check("{a}{b} ends", "x ends", Some(&["", "x"]));
    }

    #[test]
    fn a_hole_that_stands_twice_holds_the_same() {
        let pattern = Pattern::new("{a} is {a}", "").expect("it has holes");
        assert!(pattern.is_same(&["x", "x"]) && !pattern.is_same(&["x", "y"]));
    }

    #[test]
    fn a_text_without_a_hole_is_no_pattern() {
        assert!(Pattern::new("the image {} {A}", "").is_none());
    }
}
