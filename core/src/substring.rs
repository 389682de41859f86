//! Short texts in others, where the size of the code counts and not the time.
//!
//! The standard library's search is linear for every text that is looked for, and two kilobytes of the
//! admission policy. Here a few bytes are looked for, such as `://`.

/// Where it stands first.
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    // Nothing stands at the start of everything.
    let Some(first) = part.first() else { return Some(0) };
    // Most places differ in the first byte, for which nothing has to be called.
    let found = |at: &usize| text[*at] == *first && text[*at..].starts_with(part);
    (0..text.len()).find(found)
}

/// What stands before and behind where it stands first.
pub(crate) fn split_once<'t>(text: &'t str, part: &str) -> Option<(&'t str, &'t str)> {
    let at = find(text, part)?;
    Some((&text[..at], &text[at + part.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_where_the_standard_library_finds_it() {
        for text in ["", ":", "://", "a://b://c", "a:/b", "ab", "é://é", "::/://", "a:"] {
            for part in ["://", "::", ":", ""] {
                assert_eq!(find(text, part), text.find(part), "{text} {part}");
                assert_eq!(split_once(text, part), text.split_once(part), "{text} {part}");
            }
        }
    }
}
