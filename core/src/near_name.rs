//! Names that were probably mistyped.

/// Whether two names differ by one or two edits: a byte put in, left out or replaced.
pub(crate) fn near_name(a: &str, b: &str) -> bool {
    // Of a short name little would be left.
    let edits = 2.min(a.len() / 2);
    differs_by_at_most(edits, a.as_bytes(), b.as_bytes())
}

/// Each edit costs one more look at the rest, so that two of them are linear.
fn differs_by_at_most(edits: usize, a: &[u8], b: &[u8]) -> bool {
    if a.len().abs_diff(b.len()) > edits {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    match (&a[same..], &b[same..], edits.checked_sub(1)) {
        ([], [], _) => true,
        (_, _, None) => false,
        ([], _, Some(_)) | (_, [], Some(_)) => true,
        ([_, after_a @ ..], [_, after_b @ ..], Some(left)) => {
            differs_by_at_most(left, after_a, after_b)
                || differs_by_at_most(left, &a[same..], after_b)
                || differs_by_at_most(left, after_a, &b[same..])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::near_name;

    #[test]
    fn one_or_two_edits_are_near() {
        for (a, b) in [
            ("regcred", "regcred"),
            ("regcred", "regcrd"),
            ("regcred", "reg-cred"),
            ("regcred", "regcerd"),
            ("regcred", "egcre"),
            ("regcred", "xregcredx"),
            ("regcred", "rxgcxed"),
            ("ab", "ac"),
        ] {
            assert!(near_name(a, b), "{a} {b}");
        }
    }

    #[test]
    fn three_edits_or_half_of_a_short_name_are_not() {
        for (a, b) in [
            ("regcred", "reg"),
            ("regcred", "xrxgcxed"),
            ("regcred", "quay-io"),
            ("a", "b"),
            ("", "a"),
            ("ab", "cd"),
        ] {
            assert!(!near_name(a, b), "{a} {b}");
        }
    }

    #[test]
    fn long_names_cost_no_more_than_their_length() {
        let [a, b] = ["a", "b"].map(|it| it.repeat(1 << 20));
        assert!(!near_name(&a, &b));
        assert!(near_name(&a, &(a.clone() + "bc")));
        assert!(near_name(&(a.clone() + &b + &a), &(a.clone() + "c" + &b + "c" + &a)));
    }
}
