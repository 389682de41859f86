//! One text after another: what a change did not touch is not read again.
//!
//! ```text
//! before   kind: Pod … ─ --- ─ kind: Secret … ─ --- ─ kind: Pod …
//! now      kind: Pod … ─ --- ─ kind: SecreT … ─ --- ─ kind: Pod …
//!          └── as known ──┘      └── read ──┘     └── as known ──┘
//! ```
//!
//! The text is split as ever. A piece that stands within what both texts begin or end with, and was
//! a piece before, is what it was: reading one looks at nothing around it.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::split::{Piece, Sort};
use super::{Document, Documents, Limits, Syntax, documents_by, finish, read};
use crate::json::{Data, Member, Value};
use crate::unchanged;

/// Reads texts that are mostly what the one before was: what a person types into.
///
/// ```
/// use pullscope_core::text::{Limits, Reader, documents};
///
/// let mut reader = Reader::default();
/// let limits = Limits::default();
/// for text in ["kind: Pod\n---\nkind: Secre", "kind: Pod\n---\nkind: Secret"] {
///     assert_eq!(reader.documents_within(text, &limits), documents(text));
/// }
/// ```
#[derive(Clone, Default)]
pub struct Reader {
    text: String,
    limits: Limits,
    /// In the order in which they were read.
    known: Vec<Known>,
}

/// A text may hold passwords.
impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("pieces", &self.known.len()).finish_non_exhaustive()
    }
}

impl Reader {
    /// What [`documents_within`](super::documents_within) says, sooner where most of `text` is what
    /// was read before.
    pub fn documents_within<'a>(&mut self, text: &'a str, limits: &Limits) -> Documents<'a> {
        if self.limits != *limits {
            self.known.clear();
            self.limits = limits.clone();
        }
        let (head, tail) = unchanged::ends(self.text.as_bytes(), text.as_bytes());
        let tail_from = text.len() - tail;
        let before = self.text.len();
        let mut known = core::mem::take(&mut self.known).into_iter().peekable();
        let mut now = Vec::with_capacity(known.len());
        let documents = documents_by(text, limits, |piece| {
            let span = &piece.span;
            let was = if span.end <= head {
                span.start
            } else if span.start >= tail_from {
                before - (text.len() - span.start)
            } else {
                return read_and_keep(text, piece, limits, &mut now);
            };
            // Pieces come in their order, and so did those before; of two at one place the longer
            // one, which is the whole of a group, was the first.
            let length = span.len();
            let is_passed = |it: &Known| (it.start, length) < (was, it.length);
            while known.next_if(is_passed).is_some() {}
            let is_same = |it: &Known| (it.start, it.length, it.sort) == (was, length, piece.sort);
            let same = known.next_if(is_same);
            let value = |it: &Known| it.tree.value(&text[span.clone()], span.start);
            let Some((same, root)) = same.and_then(|it| value(&it).map(|root| (it, root))) else {
                return read_and_keep(text, piece, limits, &mut now);
            };
            let syntax = same.syntax;
            now.push(Known { start: span.start, ..same });
            finish(piece, syntax, root, None)
        });
        self.known = now;
        self.text.clear();
        if !self.known.is_empty() {
            self.text.push_str(text);
        }
        documents
    }
}

/// Reads a piece, and keeps what was read unless it is broken or small talk.
fn read_and_keep<'a>(
    text: &'a str,
    piece: &Piece,
    limits: &Limits,
    known: &mut Vec<Known>,
) -> Document<'a> {
    let document = read(text, piece, limits);
    if document.error.is_none()
        && !matches!(piece.sort, Sort::Prose(_))
        && let Some(tree) = Tree::of(&document.root, &text[piece.span.clone()], piece.span.start)
    {
        let Range { start, end } = piece.span;
        let (length, sort, syntax) = (end - start, piece.sort, document.syntax);
        known.push(Known { start, length, sort, syntax, tree });
    }
    document
}

/// A piece of the text, and what it was read as.
#[derive(Clone)]
struct Known {
    /// Where the piece begins in the text, in bytes.
    start: usize,
    length: usize,
    sort: Sort,
    syntax: Syntax,
    tree: Tree,
}

/// A value without the text that it was read from. All places count from the start of the piece.
#[derive(Clone, Default)]
struct Tree {
    /// Each list and object before what is in it.
    values: Vec<(Place, What)>,
    /// The key of each member, in the order of the values that they stand in front of.
    keys: Vec<(Place, Words)>,
}

/// Bytes of a piece, from and to: half the size of a range.
#[derive(Clone, Copy)]
struct Place(u32, u32);

#[derive(Clone)]
enum What {
    Null,
    Bool(bool),
    Number(Words),
    String(Words),
    /// With so many elements.
    Array(u32),
    /// With so many members.
    Object(u32),
}

/// A string: where the piece has it, or itself where it is written in another way.
#[derive(Clone)]
enum Words {
    At(Place),
    Other(Box<str>),
}

impl Tree {
    /// The tree of a value that was read from `piece`, which begins at byte `start`. `None` for what
    /// takes more memory than its text, as aliases can, or stands outside of it.
    fn of(root: &Value<'_>, piece: &str, start: usize) -> Option<Self> {
        u32::try_from(piece.len()).ok()?;
        let mut tree = Self::default();
        tree.add(root, piece, start)?;
        Some(tree)
    }

    fn add(&mut self, value: &Value<'_>, piece: &str, start: usize) -> Option<()> {
        if self.values.len() > piece.len() {
            return None;
        }
        let place = Place::of(&value.span, piece, start)?;
        let what = match &value.data {
            Data::Null => What::Null,
            Data::Bool(it) => What::Bool(*it),
            Data::Number(it) => What::Number(Words::of(it, &value.span, piece, start)),
            Data::String(it) => What::String(Words::of(it, &value.span, piece, start)),
            Data::Array(items) => What::Array(u32::try_from(items.len()).ok()?),
            Data::Object(members) => What::Object(u32::try_from(members.len()).ok()?),
        };
        self.values.push((place, what));
        match &value.data {
            Data::Array(items) => items.iter().try_for_each(|it| self.add(it, piece, start)),
            Data::Object(members) => members.iter().try_for_each(|it| {
                let key = Words::of(&it.key, &it.key_span, piece, start);
                self.keys.push((Place::of(&it.key_span, piece, start)?, key));
                self.add(&it.value, piece, start)
            }),
            _ => Some(()),
        }
    }

    /// The value again, of the same piece at another place.
    fn value<'a>(&self, piece: &'a str, start: usize) -> Option<Value<'a>> {
        Walk { values: self.values.iter(), keys: self.keys.iter(), piece, start }.value()
    }
}

/// The way through a tree, in the order in which it was written down.
struct Walk<'t, 'a> {
    values: core::slice::Iter<'t, (Place, What)>,
    keys: core::slice::Iter<'t, (Place, Words)>,
    piece: &'a str,
    start: usize,
}

impl<'a> Walk<'_, 'a> {
    fn value(&mut self) -> Option<Value<'a>> {
        let (place, what) = self.values.next()?;
        let data = match what {
            What::Null => Data::Null,
            What::Bool(it) => Data::Bool(*it),
            What::Number(it) => Data::Number(it.text(self.piece)),
            What::String(it) => Data::String(it.text(self.piece)),
            What::Array(count) => {
                Data::Array((0..*count).map(|_| self.value()).collect::<Option<_>>()?)
            }
            What::Object(count) => {
                Data::Object((0..*count).map(|_| self.member()).collect::<Option<_>>()?)
            }
        };
        Some(Value { span: place.from(self.start), data })
    }

    fn member(&mut self) -> Option<Member<'a>> {
        let (place, key) = self.keys.next()?;
        let (key, key_span) = (key.text(self.piece), place.from(self.start));
        Some(Member { key, key_span, value: self.value()? })
    }
}

impl Place {
    fn of(span: &Range<usize>, piece: &str, start: usize) -> Option<Self> {
        let from = span.start.checked_sub(start)?;
        let to = span.end.checked_sub(start).filter(|to| *to <= piece.len())?;
        Some(Self(u32::try_from(from).ok()?, u32::try_from(to).ok()?))
    }

    fn from(self, start: usize) -> Range<usize> {
        start + self.0 as usize..start + self.1 as usize
    }
}

impl Words {
    /// What stands in `span` of the text, as it is or within quotes; or `content` itself.
    fn of(content: &str, span: &Range<usize>, piece: &str, start: usize) -> Self {
        let at = |span: Range<usize>| {
            let place = Place::of(&span, piece, start)?;
            (piece.get(place.from(0))? == content).then_some(Self::At(place))
        };
        at(span.clone())
            .or_else(|| at(span.start + 1..span.end.checked_sub(1)?))
            .unwrap_or_else(|| Self::Other(content.into()))
    }

    fn text<'a>(&self, piece: &'a str) -> Cow<'a, str> {
        match self {
            Self::At(place) => Cow::Borrowed(&piece[place.from(0)]),
            Self::Other(content) => Cow::Owned(content.as_ref().into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::super::documents_within;
    use super::*;

    const TEXTS: [&str; 9] = [
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - {name: \"a\\tb\", image: 'reg.io/wörd:1'}\n",
        "kind: Secret\nstringData: &a\n  a: |\n    one\n    two\n  b: >-\n    three\nmore: *a\n<<: *a\n",
        "{\"kind\": \"PodList\", \"items\": [{\"metadata\": {\"name\": \"\\u0061\"}}, null, true, 1e3]}\n",
        "kind: List\nitems:\n- kind: Pod\n  a: ~\n  a: 1\n- kind: Pod\n",
        "kind: [\n",
        "Warning  Failed  2m  kubelet  Failed to pull image \"x\"\n",
        "version = 2\n[plugins]\n  a = 'b'\n",
        "apiVersion: v1\nkind: Pod\na: 1\napiVersion: v1\nkind: Pod\nb: 'c\n  d'\n",
        "# nothing\n? a\n: b\non: yes\n1: !!str 2\n",
    ];

    #[test]
    fn a_text_after_another_is_read_as_if_it_were_alone() {
        let pieces = [
            "-",
            "---",
            "\n---\n",
            "\n",
            " ",
            "x",
            "ö",
            "'",
            "\"",
            ":",
            "{",
            "}",
            "|\n",
            "kind: Pod\n",
            "#",
        ];
        let mut text = String::new();
        for number in 0..18 {
            text += TEXTS[number % TEXTS.len()];
            text += ["---\n", "", "...\n"][number % 3];
        }
        let (mut reader, mut limits) = (Reader::default(), Limits::default());
        let mut seldom = 0;
        for round in 0..60 {
            limits.depth = [256, 4][round as usize % 2];
            unchanged::changes(text.clone(), round, 100, &pieces, |text, before| {
                seldom += usize::from(reader.known.is_empty());
                let read = reader.documents_within(text, &limits);
                assert_eq!(read, documents_within(text, &limits), "{before:?} became {text:?}");
            });
        }
        assert!(seldom < 2_000, "nothing was known {seldom} times");
    }

    #[test]
    fn only_what_a_change_touches_is_read() {
        let document = "kind: Pod\nspec: {image: x}\n";
        let text = [document; 5].join("---\n");
        let limits = Limits::default();
        let mut reader = Reader::default();
        reader.documents_within(&text, &limits);
        assert_eq!(reader.known.len(), 5);
        // What is known gets another value, so that it is seen which documents are not read.
        for known in &mut reader.known {
            for (_, what) in &mut known.tree.values {
                if matches!(what, What::String(_)) {
                    *what = What::Bool(true);
                }
            }
        }
        let changed =
            text.replacen("---\nkind: Pod", "---\nkind: Pods", 2).replacen("Pods", "Pod", 1);
        // What the first change moved is found again at the second.
        let changed_again = changed.replacen("Pod", "Node", 1);
        for (text, first) in [(&changed, None), (&changed_again, Some("Node"))] {
            let read = reader.documents_within(text, &limits);
            let kinds: Vec<_> = read.docs.iter().map(|it| it.kind.as_deref()).collect();
            assert_eq!(kinds, [first, None, Some("Pods"), None, None]);
            assert_eq!(reader.known.len(), 5);
            let spans: Vec<_> = read.docs.iter().map(|it| it.span.clone()).collect();
            let alone: Vec<_> =
                documents_within(text, &limits).docs.iter().map(|it| it.span.clone()).collect();
            assert_eq!(spans, alone);
        }
    }

    #[test]
    fn what_was_read_within_other_limits_is_read_again() {
        let text = "kind: Pod\nspec: {a: {b: {c: {d: 1}}}}\n";
        let mut reader = Reader::default();
        for depth in [256, 4, 256] {
            let limits = Limits { depth, ..Limits::default() };
            let read = reader.documents_within(text, &limits);
            assert_eq!(read, documents_within(text, &limits), "{depth}");
            assert_eq!(read.docs[0].error.is_some(), depth == 4, "{depth}");
        }
    }

    #[test]
    fn what_was_read_cannot_be_printed() {
        let mut reader = Reader::default();
        reader.documents_within("kind: Secret\npassword: hunter2\n", &Limits::default());
        assert_eq!(format!("{reader:?}"), "Reader { pieces: 1, .. }".to_string());
    }
}
