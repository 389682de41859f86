//! Shell patterns for one label of a host name.
//!
//! Upstream: `Match` in Go's `path/filepath`, on Unix: `*`, `?`, `[…]`, `\x`; `/` never matches
//! a wildcard.

/// A pattern that breaks its own grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BadPattern;

/// Whether the label is compared as it stands.
#[cfg(feature = "text")]
pub(super) fn is_literal(label: &[u8]) -> bool {
    !label.iter().any(|byte| matches!(byte, b'*' | b'?' | b'[' | b'\\'))
}

/// Whether `pattern` matches all of `name`.
///
/// A malformed pattern is an error even where the name has stopped matching before, as in Go.
/// Takes time in the product of the lengths at worst, which a label's length bounds in practice.
pub(super) fn matches(pattern: &[u8], name: &[u8]) -> Result<bool, BadPattern> {
    let (mut p, mut n) = (0, 0);
    // Where to go on when the text after the last star does not fit: one byte further.
    let mut retry = None;
    loop {
        if pattern.get(p) == Some(&b'*') {
            p += 1;
            retry = Some((p, n));
            continue;
        }
        let step = if p == pattern.len() {
            (n == name.len()).then_some((0, 0))
        } else {
            one(&pattern[p..], &name[n..])?
        };
        match step {
            Some((0, _)) => return Ok(true),
            Some((read, taken)) => {
                p += read;
                n += taken;
            }
            None => match retry {
                Some((after_star, from)) if from < name.len() && name[from] != b'/' => {
                    retry = Some((after_star, from + 1));
                    (p, n) = (after_star, from + 1);
                }
                _ => {
                    check(&pattern[p..])?;
                    return Ok(false);
                }
            },
        }
    }
}

/// Reads the rest of a pattern only for its grammar.
fn check(mut pattern: &[u8]) -> Result<(), BadPattern> {
    while let Some(&first) = pattern.first() {
        pattern = if first == b'*' {
            &pattern[1..]
        } else {
            let (read, _) = element(pattern, None)?;
            &pattern[read..]
        };
    }
    Ok(())
}

/// Matches the first element of `pattern`: how many bytes of each it takes, or `None`.
fn one(pattern: &[u8], name: &[u8]) -> Result<Option<(usize, usize)>, BadPattern> {
    let found = (!name.is_empty()).then(|| decode(name));
    let (read, fits) = element(pattern, found.map(|(c, _)| c))?;
    let taken = match pattern[0] {
        // `?` and classes take a whole character, everything else one byte.
        b'?' | b'[' => found.map_or(0, |(_, length)| length),
        b'\\' => return Ok((name.first() == pattern.get(1)).then_some((2, 1))),
        byte => return Ok((name.first() == Some(&byte)).then_some((1, 1))),
    };
    let fits = fits && taken > 0 && !(pattern[0] == b'?' && name[0] == b'/');
    Ok(fits.then_some((read, taken)))
}

/// The length of the first element, and whether a class or `?` admits `c`.
fn element(pattern: &[u8], c: Option<u32>) -> Result<(usize, bool), BadPattern> {
    match pattern[0] {
        b'[' => class(pattern, c),
        b'\\' if pattern.len() < 2 => Err(BadPattern),
        b'\\' => Ok((2, false)),
        _ => Ok((1, c.is_some())),
    }
}

fn class(pattern: &[u8], c: Option<u32>) -> Result<(usize, bool), BadPattern> {
    let mut at = 1;
    let negated = pattern.get(at) == Some(&b'^');
    at += usize::from(negated);
    let mut admits = false;
    let mut ranges = 0;
    loop {
        if pattern.get(at) == Some(&b']') && ranges > 0 {
            at += 1;
            break;
        }
        let low = bound(pattern, &mut at)?;
        let mut high = low;
        if pattern.get(at) == Some(&b'-') {
            at += 1;
            high = bound(pattern, &mut at)?;
        }
        admits |= c.is_some_and(|c| low <= c && c <= high);
        ranges += 1;
    }
    Ok((at, c.is_some() && admits != negated))
}

/// One end of a range.
///
/// Upstream: `getEsc` in Go's `path/filepath/match.go`.
fn bound(pattern: &[u8], at: &mut usize) -> Result<u32, BadPattern> {
    match pattern.get(*at) {
        None | Some(b'-' | b']') => return Err(BadPattern),
        Some(b'\\') => *at += 1,
        Some(_) => {}
    }
    if *at >= pattern.len() {
        return Err(BadPattern);
    }
    let (c, length) = decode(&pattern[*at..]);
    if c == INVALID && length == 1 {
        return Err(BadPattern);
    }
    *at += length;
    // A class has to be closed: nothing may end here.
    if *at >= pattern.len() { Err(BadPattern) } else { Ok(c) }
}

const INVALID: u32 = 0xfffd;

/// The first character of `text`, which is not empty, and its length; a broken one is one byte.
fn decode(text: &[u8]) -> (u32, usize) {
    let end = text.len().min(4);
    let first = text[..end].utf8_chunks().next();
    match first.and_then(|chunk| chunk.valid().chars().next()) {
        Some(c) => (c as u32, c.len_utf8()),
        None => (INVALID, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, name: &str, expect: Result<bool, BadPattern>) {
        assert_eq!(matches(pattern.as_bytes(), name.as_bytes()), expect, "{pattern} {name}");
    }

    /// Rows of `matchTests` in Go's `path/filepath/match_test.go` that a label can show.
    #[test]
    fn patterns_match_as_in_go() {
        for (pattern, name, expect) in [
            ("abc", "abc", true),
            ("*", "abc", true),
            ("*c", "abc", true),
            ("a*", "a", true),
            ("a*b*c*d*e*", "axbxcxdxexxx", true),
            ("a*b?c*x", "abxbbxdbxebxczzx", true),
            ("a*b?c*x", "abxbbxdbxebxczzy", false),
            ("ab[c]", "abc", true),
            ("ab[b-d]", "abc", true),
            ("ab[e-g]", "abc", false),
            ("ab[^c]", "abc", false),
            ("ab[^e-g]", "abc", true),
            ("a\\*b", "a*b", true),
            ("a?b", "a\u{263a}b", true),
            ("a[^a]b", "a\u{263a}b", true),
            ("a???b", "a\u{263a}b", false),
            ("[a-\u{3b6}]*", "\u{3b1}", true),
            ("*x", "xxx", true),
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
        ] {
            check(pattern, name, Ok(expect));
        }
        for (pattern, name) in [
            ("[]a]", "]"),
            ("[-]", "-"),
            ("[x-]", "x"),
            ("[-x]", "-"),
            ("\\", "a"),
            ("[a-b-c]", "a"),
            ("[", "a"),
            ("[^", "a"),
            ("[^bc", "a"),
            ("a[", "a"),
            ("a[", "ab"),
            ("a[", "x"),
            ("a/b[", "x"),
        ] {
            check(pattern, name, Err(BadPattern));
        }
    }
}
