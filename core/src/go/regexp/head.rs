//! What every match of an expression begins with, told without compiling it.
//!
//! ```text
//! ^rancher/(.*)     begins the text, with rancher/
//! rancher/k3s?:     has rancher/k3 somewhere
//! ^(a|b)            nothing is told where there is a choice
//! ```
//!
//! Of many expressions that are tried on a text, most are ruled out by this alone.

/// The letters that an expression begins with, and that each match of it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head<'p> {
    literal: &'p str,
    /// Whether a match begins where the text does.
    is_anchored: bool,
}

impl<'p> Head<'p> {
    /// What an expression begins with; of one that is none something that says nothing wrong.
    pub(crate) fn of(pattern: &'p str) -> Self {
        let (is_anchored, rest) = match pattern.strip_prefix('^') {
            Some(rest) => (true, rest),
            None => (false, pattern),
        };
        // A bar may stand anywhere, also where it is only a letter.
        if rest.contains('|') {
            return Self { literal: "", is_anchored: false };
        }
        let is_literal = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'/' | b'_' | b'-');
        let bytes = rest.as_bytes();
        let end = bytes.iter().position(|it| !is_literal(*it)).unwrap_or(bytes.len());
        // What may be repeated no time need not be there, `^` itself included; flags and an empty
        // quotation may stand between it and what repeats it.
        let after = &rest[end..];
        let may_repeat = after.starts_with(['*', '?', '+', '{', '\\']) || after.starts_with("(?");
        Self {
            literal: &rest[..end - usize::from(may_repeat && end > 0)],
            is_anchored: is_anchored && !(may_repeat && end == 0),
        }
    }

    /// Whether a text may have a match; `false` is certain.
    pub(crate) fn may_be_in(&self, text: &str) -> bool {
        match self.is_anchored {
            true => text.starts_with(self.literal),
            false => text.contains(self.literal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::regexp::Regexp;

    #[test]
    fn an_expression_tells_what_its_matches_begin_with() {
        let head = |pattern| {
            let Head { literal, is_anchored } = Head::of(pattern);
            (literal, is_anchored)
        };
        assert_eq!(head("^rancher/(.*)"), ("rancher/", true));
        assert_eq!(head("rancher/k3s?x"), ("rancher/k3", false));
        assert_eq!(head("^ab{0,2}c"), ("a", true));
        assert_eq!(head("^a|b"), ("", false));
        assert_eq!(head("^*a"), ("", false));
        assert_eq!(head("^?a"), ("", false));
        assert_eq!(head("(?i)a"), ("", false));
        assert_eq!(head("a+b"), ("", false));
        assert_eq!(head("ab(?i)*"), ("a", false));
        assert_eq!(head(r"^\Q\E*"), ("", false));
        assert_eq!(head(""), ("", false));
    }

    /// Every expression of up to four of these pieces, on every text of up to four letters.
    #[test]
    fn no_match_is_ruled_out() {
        let pieces =
            ["^", "a", "b/", "*", "?", "+", "{0,1}", "|", "(", ")", ".", "$", "(?i)", r"\Q\E"];
        let mut texts = alloc::vec![alloc::string::String::new()];
        for length in 0..4 {
            let longest: alloc::vec::Vec<_> =
                texts.iter().filter(|it| it.len() == length).cloned().collect();
            texts
                .extend(longest.iter().flat_map(|it| ["a", "b", "/", "A"].map(|c| it.clone() + c)));
        }
        let count = u32::try_from(pieces.len()).expect("they are few");
        let (mut tried, mut ruled_out) = (0, 0);
        for length in 1..=4 {
            for number in 0..count.pow(length) {
                let index = |place: u32| (number / count.pow(place) % count) as usize;
                let pattern: alloc::string::String =
                    (0..length).map(|place| pieces[index(place)]).collect();
                let head = Head::of(&pattern);
                let out: alloc::vec::Vec<_> =
                    texts.iter().filter(|it| !head.may_be_in(it)).collect();
                let Some(Ok(program)) = (!out.is_empty()).then(|| Regexp::new(&pattern)) else {
                    continue;
                };
                tried += 1;
                for text in out {
                    ruled_out += 1;
                    assert_eq!(program.captures(text), None, "{pattern} {text}");
                }
            }
        }
        assert!(tried > 1_000 && ruled_out > 100_000, "{tried} {ruled_out}");
    }
}
