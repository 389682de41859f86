//! What two versions of a text have in common at both ends.

/// Bytes compared at once, which is one comparison of memory.
const STRIDE: usize = 512;

/// How many bytes `before` and `after` begin with in common, and how many of the rest they end with.
/// The two never overlap, in neither text.
pub(crate) fn ends(before: &[u8], after: &[u8]) -> (usize, usize) {
    let alike = before.chunks_exact(STRIDE).zip(after.chunks_exact(STRIDE));
    let whole = STRIDE * alike.take_while(|(before, after)| before == after).count();
    let rest = before[whole..].iter().zip(&after[whole..]);
    let head = whole + rest.take_while(|(before, after)| before == after).count();
    let (before, after) = (&before[head..], &after[head..]);
    let alike = before.rchunks_exact(STRIDE).zip(after.rchunks_exact(STRIDE));
    let whole = STRIDE * alike.take_while(|(before, after)| before == after).count();
    let rest = before[..before.len() - whole].iter().rev();
    let rest = rest.zip(after[..after.len() - whole].iter().rev());
    (head, whole + rest.take_while(|(before, after)| before == after).count())
}

/// Changes `text` at `count` places, one after the other, in no order but always the same for a
/// `seed`: a few bytes give way to one of `pieces`. `seen` gets each text and the one before it.
#[cfg(test)]
pub(crate) fn changes(
    mut text: alloc::string::String,
    seed: u64,
    count: usize,
    pieces: &[&str],
    mut seen: impl FnMut(&str, &str),
) {
    let mut state = 0x2545_f491_4f6c_dd1d ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for _ in 0..count {
        let from = text.floor_char_boundary(next(text.len() + 1));
        let to = text.floor_char_boundary(text.len().min(from + next(12)));
        let piece = pieces[next(pieces.len())];
        let changed = [&text[..from], piece, &text[to.max(from)..]].concat();
        seen(&changed, &text);
        text = changed;
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn the_ends_are_as_long_as_they_can_be_and_never_overlap() {
        for length in [0, 1, 511, 512, 513, 1024, 1500] {
            let text = vec![b'a'; length];
            assert_eq!(ends(&text, &text), (length, 0));
            for at in [0, length / 2, length.saturating_sub(1)] {
                let mut more = text.clone();
                more.insert(at, b'b');
                let tail = length - at;
                assert_eq!(ends(&text, &more), (at, tail), "{length} {at}");
                assert_eq!(ends(&more, &text), (at, tail), "{length} {at}");
            }
            // One letter more of the same could be anywhere: it is at the end.
            let more = vec![b'a'; length + 1];
            assert_eq!(ends(&text, &more), (length, 0));
        }
        assert_eq!(ends(b"", b"abc"), (0, 0));
        assert_eq!(ends(b"abc", b"xbc"), (0, 2));
        assert_eq!(ends(b"aXa", b"aa"), (1, 1));
    }
}
