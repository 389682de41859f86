//! Counts: how often something is repeated.
//!
//! Upstream: `repeat` and `parseInt` in Go 1.26 `regexp/syntax/parse.go`.

/// `{2}`, `{2,}` or `{2,3}`.
pub(super) struct Count {
    /// `None` for a number that is too large to be read.
    pub(super) min: Option<u32>,
    /// `None` where there is none.
    pub(super) max: Option<Option<u32>>,
    pub(super) length: usize,
}

/// What stands in braces at the beginning; `None` where it is no count.
pub(super) fn count(text: &str) -> Option<Count> {
    let inner = text.strip_prefix('{')?;
    // No further than a count goes, or many braces would each look at all that follows.
    let end = inner.find(|it: char| !it.is_ascii_digit() && it != ',')?;
    if !inner[end..].starts_with('}') {
        return None;
    }
    let (min, max) = match inner[..end].split_once(',') {
        None => (number(&inner[..end])?, Some(number(&inner[..end])?)),
        Some((min, "")) => (number(min)?, None),
        Some((min, max)) => (number(min)?, Some(number(max)?)),
    };
    Some(Count { min, max, length: end + 2 })
}

/// A number without leading zeros; `Some(None)` for one that is too large.
pub(super) fn number(text: &str) -> Option<Option<u32>> {
    let is_number = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let add = |value: u32, digit: u8| value.checked_mul(10)?.checked_add(u32::from(digit - b'0'));
    (is_number && (text.len() == 1 || !text.starts_with('0')))
        .then(|| text.bytes().try_fold(0, add))
}
