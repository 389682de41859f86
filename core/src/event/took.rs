//! How long a pull took, as its event tells it.
//!
//! ```text
//! Successfully pulled image "team/shop:1.4" in 2s (50s including waiting). Image size: 50000000 bytes.
//!                                              |-| |-|                                 |------|
//!                                          pulling  with_waiting (1.25)                size (1.30)
//! ```
//!
//! A kubelet before 1.25 tells one time, which is that with the waiting.
//!
//! Upstream: `pullImage` in kubernetes `pkg/kubelet/images/image_manager.go`.

use crate::time::GoDuration;

/// What the event of a finished pull measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Took {
    /// Milliseconds that the runtime was busy with it; `None` before 1.25.
    pub pulling: Option<u64>,
    /// Milliseconds from the moment at which the kubelet wanted the image to its end.
    pub with_waiting: u64,
    /// Bytes of the image; `None` before 1.30.
    pub size: Option<u64>,
}

impl Took {
    /// Milliseconds that it waited for its turn; `None` where the event does not tell it apart.
    ///
    /// ```
    /// use pullscope_core::event::Took;
    ///
    /// let took = Took { pulling: Some(2_100), with_waiting: 35_400, size: None };
    /// assert_eq!(took.waiting(), Some(33_300));
    /// ```
    pub fn waiting(&self) -> Option<u64> {
        Some(self.with_waiting.saturating_sub(self.pulling?))
    }

    /// What follows the image in the sentence: ` in 2s (50s including waiting). Image size: …`.
    pub(super) fn of(rest: &str) -> Option<Self> {
        let mut words = rest.split_whitespace();
        (words.next()? == "in").then_some(())?;
        let first = milliseconds(words.next()?)?;
        let mut words = words.peekable();
        let second = words.peek().and_then(|it| milliseconds(it.strip_prefix('(')?));
        let (pulling, with_waiting) = match second {
            Some(second) => (Some(first), second.max(first)),
            None => (None, first),
        };
        let size = words.skip_while(|it| *it != "size:").nth(1).and_then(|it| it.parse().ok());
        Some(Self { pulling, with_waiting, size })
    }
}

/// A duration of Go that is not negative, without what ends a sentence.
fn milliseconds(word: &str) -> Option<u64> {
    let duration = GoDuration::parse(word.trim_end_matches(['.', ',', '"', '\\', ')'])).ok()?;
    Some(u64::try_from(duration.as_nanos()).ok()? / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_release_tells_as_much_as_it_does() {
        let told = |rest| Took::of(rest).map(|it| (it.pulling, it.with_waiting, it.size));
        assert_eq!(
            told(" in 2.1s (35.4s including waiting). Image size: 5000 bytes."),
            Some((Some(2_100), 35_400, Some(5_000)))
        );
        assert_eq!(told(" in 971ms (1m2.5s including waiting)"), Some((Some(971), 62_500, None)));
        assert_eq!(told(" in 12.345678s"), Some((None, 12_345, None)));
        assert_eq!(told(" in 0s (0s including waiting)."), Some((Some(0), 0, None)));
    }

    #[test]
    fn what_is_no_time_is_none() {
        for rest in
            ["", " in", " in -2s", " in soon", " within 2s", " in 2", "(2s", " in 9999999h9s"]
        {
            assert_eq!(Took::of(rest), None, "{rest}");
        }
        let odd = Took::of(" in 2s (1s including waiting). Image size: many bytes.");
        assert_eq!(odd, Some(Took { pulling: Some(2_000), with_waiting: 2_000, size: None }));
    }
}
