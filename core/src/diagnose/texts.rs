//! Texts that are diagnosed together, and where places of the whole stand in each of them.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::iter;
use core::ops::Range;

/// What stands between two texts: the end of a YAML document, so that nothing of the first reaches
/// into the second.
const BETWEEN: &str = "\n...\n";

/// One text, or several that are diagnosed as one: the files of a folder, say.
///
/// ```
/// use pullscope_core::diagnose::{Options, Texts, diagnose};
///
/// let texts = Texts::join(["kind: Pod", "kind: Secret"]);
/// let diagnosis = diagnose(texts.as_str(), &Options::default());
/// assert_eq!(texts.place(&diagnosis.documents[1].span), (1, 0..12));
/// ```
#[derive(Clone, Debug)]
pub struct Texts<'a> {
    joined: Cow<'a, str>,
    /// The bytes of each text in the joined one; never empty.
    sources: Vec<Range<usize>>,
}

impl<'a> From<&'a str> for Texts<'a> {
    fn from(text: &'a str) -> Self {
        Self { joined: text.into(), sources: iter::once(0..text.len()).collect() }
    }
}

impl<'a> Texts<'a> {
    /// Texts in their order; none at all count as an empty one.
    pub fn join(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut joined = String::new();
        let mut sources = Vec::new();
        for text in texts {
            if !sources.is_empty() {
                joined += BETWEEN;
            }
            let start = joined.len();
            joined += text;
            sources.push(start..joined.len());
        }
        if sources.is_empty() {
            sources.push(0..0);
        }
        Self { joined: joined.into(), sources }
    }

    /// The text to diagnose.
    pub fn as_str(&self) -> &str {
        &self.joined
    }

    /// Which text some bytes of the whole stand in, and which of its bytes they are. What reaches
    /// beyond the text that it begins in ends there.
    pub fn place(&self, span: &Range<usize>) -> (usize, Range<usize>) {
        let (number, source) = self.source(span.start);
        let at = |byte: usize| byte.clamp(source.start, source.end) - source.start;
        (number, at(span.start)..at(span.end))
    }

    /// The text that a byte of the whole stands in or follows, by its number, and its bytes.
    pub(super) fn source(&self, byte: usize) -> (usize, &Range<usize>) {
        let number = match self.sources.len() {
            1 => 0,
            // The first one starts at 0.
            _ => self.sources.partition_point(|it| it.start <= byte) - 1,
        };
        (number, &self.sources[number])
    }

    /// The bytes of each text.
    pub(super) fn sources(&self) -> &[Range<usize>] {
        &self.sources
    }
}
