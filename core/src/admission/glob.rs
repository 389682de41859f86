//! `*` in a label, a segment, a tag or a name: any characters of it, or none.
//!
//! Nothing else is special, so that every pattern is a text of the same grammar as what it means,
//! with stars in it. A star never reaches beyond the label or segment that it stands in, because
//! the caller splits first, as the keyring does.

/// Whether `pattern` matches all of `text`.
///
/// Takes time in the product of the lengths at worst, which the lengths of labels, segments and
/// tags bound.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    by(pattern.as_bytes(), text.as_bytes(), u8::eq)
}

/// The same for host names, in which case makes no difference.
pub(super) fn matches_host(pattern: &str, text: &str) -> bool {
    by(pattern.as_bytes(), text.as_bytes(), u8::eq_ignore_ascii_case)
}

fn by(pattern: &[u8], text: &[u8], same: fn(&u8, &u8) -> bool) -> bool {
    let (mut p, mut t) = (0, 0);
    // Where to go on when the text after the last star does not fit: one byte further.
    let mut retry = None;
    loop {
        match (pattern.get(p), text.get(t)) {
            (Some(b'*'), _) => {
                p += 1;
                retry = Some((p, t));
            }
            (None, None) => return true,
            (Some(one), Some(two)) if same(one, two) => (p, t) = (p + 1, t + 1),
            _ => match retry {
                Some((after_star, from)) if from < text.len() => {
                    retry = Some((after_star, from + 1));
                    (p, t) = (after_star, from + 1);
                }
                _ => return false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{matches, matches_host};

    #[test]
    fn a_star_is_any_characters_or_none() {
        for (pattern, text, expect) in [
            ("", "", true),
            ("", "a", false),
            ("a", "", false),
            ("*", "", true),
            ("*", "abc", true),
            ("a*c", "ac", true),
            ("a*c", "abbc", true),
            ("a*c", "abcd", false),
            ("*-dev", "1.2-dev", true),
            ("*-dev", "1.2-dev2", false),
            ("*a*b*", "xxaybz", true),
            ("*a*b*", "xxbya", false),
            ("a**b", "ab", true),
            ("A", "a", false),
        ] {
            assert_eq!(matches(pattern, text), expect, "{pattern} {text}");
        }
        assert!(matches_host("EU-*", "eu-1"));
        assert!(!matches_host("EU-*", "us-1"));
    }
}
