//! Documents with positions: what a person pastes, as objects that know where they stand.
//!
//! ```text
//! text ── split ──► pieces ── read, each alone ──► trees ── unfold lists ──► documents
//! ```
//!
//! # Where a document ends
//!
//! At YAML's markers, after a JSON value, at a fence of Markdown, where `apiVersion` comes a second
//! time; and where the text is not YAML any more: events, tables, commands, names of images and
//! words are documents of [`Syntax::Prose`], so that they hide nothing around them. What is valid
//! YAML as a whole is never cut in two by what only looks like an end.
//!
//! # What is read
//!
//! YAML and JSON in any mixture: YAML documents between `---` and `...`, JSON objects one after
//! the other or one a line. A `List`, and every other kind that ends in `List` and has `items`,
//! gives its items as documents. Comments are passed over. Anchors, aliases and merge keys are
//! followed, and a value that an alias repeats keeps the place where it is written.
//!
//! Plain scalars are read as Kubernetes reads them, by the rules of YAML 1.1: `on` is true, `1.25`
//! is a number, `~` is null.
//!
//! # What is broken stays alone
//!
//! The text is split before it is read, so an error in one document hides no other. A broken
//! document is kept with its [`TextError`] and with the part of it that was read before.
//!
//! # Bounds
//!
//! Text size, documents, nesting, nodes of a document and values repeated by aliases are bounded by
//! [`Limits`]; what goes beyond is an error with a position. Every step is linear in the text.
//!
//! Upstream: `sigs.k8s.io/yaml` (its `goyaml.v2`), `NewYAMLOrJSONDecoder` in
//! `k8s.io/apimachinery` `pkg/util/yaml/decoder.go`.

mod error;
mod file;
mod lines;
mod marks;
mod prose;
mod reader;
pub(crate) mod scalar;
mod scanner_guard;
mod split;
mod toml;
mod write;
mod yaml;

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

use crate::json::{self, Data, Member, Value};
use split::{Piece, Sort};

pub use error::{TextError, TextErrorKind};
pub use file::{File, file};
pub use lines::{Lines, Position};
pub use prose::Prose;
pub use reader::Reader;
pub use write::yaml;
pub(crate) use write::{text as yaml_text, yaml_at};
pub(crate) use yaml::{sentence, sentences};

/// How much is read before the reader says that it is too much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole text.
    pub bytes: usize,
    /// Documents, after lists are unfolded.
    pub documents: usize,
    /// Levels of nesting. Trees are dropped and walked by recursion, so this stays small.
    pub depth: usize,
    /// Values and keys of one YAML document; an eighth of that within one pair of brackets.
    pub nodes: usize,
    /// Values that the aliases of one document may repeat.
    pub alias_nodes: usize,
}

impl Default for Limits {
    /// 16 MiB, 50,000 documents, 256 levels, 1,000,000 nodes, 100,000 repeated values.
    fn default() -> Self {
        Self {
            bytes: 16 << 20,
            documents: 50_000,
            depth: json::DEFAULT_MAX_DEPTH,
            nodes: 1_000_000,
            alias_nodes: 100_000,
        }
    }
}

/// Everything found in one text, in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Documents<'a> {
    /// The text that all spans index.
    pub text: &'a str,
    /// The documents, broken ones included.
    pub docs: Vec<Document<'a>>,
}

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// JSON, by Go's rules.
    Json,
    /// YAML.
    Yaml,
    /// Neither: there is no object, and [`Document::root`] is null, but for [`Prose::Toml`].
    Prose(Prose),
}

/// One object of the text, or what could be read of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document<'a> {
    /// Bytes of the text that it stands in.
    pub span: Range<usize>,
    /// How it is written.
    pub syntax: Syntax,
    /// Its kind; for an item of a `PodList` that does not say it, `Pod`.
    pub kind: Option<Cow<'a, str>>,
    /// The object. When there is an [`error`](Self::error), the part before it.
    pub root: Value<'a>,
    /// The number of the item, when it was unfolded from a list.
    pub list_item: Option<usize>,
    /// Why it is broken.
    pub error: Option<TextError>,
    /// Members that are written twice in one object. The last one counts.
    pub duplicates: Vec<Duplicate>,
}

/// A member that is written a second time in one object.
///
/// Kubernetes counts the last one; `kubectl apply` with strict validation refuses the object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// Bytes of the earlier key, whose value is lost.
    pub lost: Range<usize>,
    /// Bytes of the later key.
    pub kept: Range<usize>,
}

/// At most this many [`Duplicate`]s are listed for one document.
const MAX_DUPLICATES: usize = 64;

impl<'a> Document<'a> {
    /// `apiVersion`, when it is a text.
    pub fn api_version(&self) -> Option<&str> {
        self.root.get("apiVersion")?.as_str()
    }

    /// `metadata.name`, when it is a text.
    pub fn name(&self) -> Option<&str> {
        self.root.get("metadata")?.get("name")?.as_str()
    }

    /// `metadata.namespace`, when it is a text.
    pub fn namespace(&self) -> Option<&str> {
        self.root.get("metadata")?.get("namespace")?.as_str()
    }

    fn broken(span: Range<usize>, error: TextError) -> Self {
        Self {
            root: Value { span: span.clone(), data: Data::Null },
            span,
            syntax: Syntax::Yaml,
            kind: None,
            list_item: None,
            error: Some(error),
            duplicates: Vec::new(),
        }
    }
}

/// Reads every document of `text` within the default [`Limits`].
///
/// ```
/// use pullscope_core::text::{Lines, documents};
///
/// let text = "kind: Pod\nspec: [\n---\nkind: Secret\nmetadata: {name: regcred}\n";
/// let read = documents(text);
/// assert_eq!(read.docs.len(), 2);
/// let error = read.docs[0].error.as_ref().unwrap();
/// assert_eq!(Lines::new(text).position(error.span().start).line, 2);
/// assert_eq!(read.docs[1].kind.as_deref(), Some("Secret"));
/// assert_eq!(read.docs[1].name(), Some("regcred"));
/// ```
pub fn documents(text: &str) -> Documents<'_> {
    documents_within(text, &Limits::default())
}

/// Reads every document of `text` within `limits`.
pub fn documents_within<'a>(text: &'a str, limits: &Limits) -> Documents<'a> {
    documents_by(text, limits, |piece| read(text, piece, limits))
}

/// Reads every document of `text` within `limits`, each piece by `read`.
fn documents_by<'a>(
    text: &'a str,
    limits: &Limits,
    mut read: impl FnMut(&Piece) -> Document<'a>,
) -> Documents<'a> {
    let mut docs = Vec::new();
    if text.len() > limits.bytes {
        let start = text.floor_char_boundary(limits.bytes);
        let error =
            TextError::new(TextErrorKind::TooLarge { limit: limits.bytes }, start..text.len());
        docs.push(Document::broken(0..text.len(), error));
        return Documents { text, docs };
    }
    for group in split::groups(text) {
        if let Some(whole) = &group.whole {
            let document = read(whole);
            if document.error.is_none() && is_an_object(&document.root) {
                if is_full(&mut docs, text, whole, limits) {
                    break;
                }
                unfold(document, limits, &mut docs);
                continue;
            }
        }
        for piece in &group.pieces {
            if is_full(&mut docs, text, piece, limits) {
                return Documents { text, docs };
            }
            unfold(read(piece), limits, &mut docs);
        }
    }
    Documents { text, docs }
}

/// Reads a file of which only the first YAML document counts: the tree, or the part of it before
/// the error. An empty file is null.
pub(crate) fn first_document<'a>(text: &'a str, limits: &Limits) -> (Value<'a>, Option<TextError>) {
    let nothing = || Value { span: 0..text.len(), data: Data::Null };
    if text.len() > limits.bytes {
        let at = text.floor_char_boundary(limits.bytes);
        let kind = TextErrorKind::TooLarge { limit: limits.bytes };
        return (nothing(), Some(TextError::new(kind, at..text.len())));
    }
    match control_character(text).or_else(|| control_character_of_yaml(text)) {
        Some(at) => (nothing(), Some(control_error(text, at))),
        None => yaml::read_first(text, limits),
    }
}

/// Reads the bytes `span` as TOML: the tree, or the part of it before the error.
pub(crate) fn toml<'a>(
    text: &'a str,
    span: Range<usize>,
    limits: &Limits,
) -> (Value<'a>, Option<TextError>) {
    match control_character(&text[span.clone()]) {
        Some(at) => {
            let error = control_error(text, span.start + at);
            (Value { span, data: Data::Null }, Some(error))
        }
        None => toml::read(text, span, limits),
    }
}

/// Whether valid YAML was written as YAML. Words of a person are a text to it too, or a key of
/// several words, of which no object of Kubernetes has one.
fn is_an_object(root: &Value<'_>) -> bool {
    let words = |key: &str| key.split([' ', '\t']).filter(|it| !it.is_empty()).count();
    match &root.data {
        Data::Array(_) => true,
        Data::Object(members) => members.iter().all(|it| match words(&it.key) {
            0 | 1 => true,
            2 => !it.value.is_null(),
            _ => false,
        }),
        _ => false,
    }
}

/// Whether there are as many documents as are read; then the rest is one broken document.
fn is_full(docs: &mut Vec<Document<'_>>, text: &str, piece: &Piece, limits: &Limits) -> bool {
    if docs.len() < limits.documents {
        return false;
    }
    if docs.len() == limits.documents {
        let kind = TextErrorKind::TooManyDocuments { limit: limits.documents };
        let span = piece.span.start..text.len();
        docs.push(Document::broken(span.clone(), TextError::new(kind, span)));
    }
    true
}

/// Reads one piece of the text.
fn read<'a>(text: &'a str, piece: &Piece, limits: &Limits) -> Document<'a> {
    if piece.sort == Sort::Prose(Prose::Toml) {
        let (root, error) = toml(text, piece.span.clone(), limits);
        return finish(piece, Syntax::Prose(Prose::Toml), root, error);
    }
    if let Sort::Prose(prose) = piece.sort {
        return finish(piece, Syntax::Prose(prose), null(piece), None);
    }
    let binary = |at: usize| {
        let error = control_error(text, piece.span.start + at);
        Document::broken(piece.span.clone(), error)
    };
    if let Some(at) = control_character(&text[piece.span.clone()]) {
        return binary(at);
    }
    let mut json_error = None;
    if piece.sort == Sort::Brackets {
        match json::parse(&text[piece.span.clone()], limits.depth) {
            Ok(mut root) => {
                shift(&mut root, piece.span.start);
                return finish(piece, Syntax::Json, root, None);
            }
            Err(error) => json_error = Some(TextError::json(&error, piece.span.start)),
        }
    }
    if let Some(at) = control_character_of_yaml(&text[piece.span.clone()]) {
        return binary(at);
    }
    let (root, error) = yaml::read(text, piece.span.clone(), limits);
    match (error, json_error) {
        (Some(_), Some(json_error)) if means_json(&text[piece.span.clone()]) => {
            finish(piece, Syntax::Json, root, Some(json_error))
        }
        (error, _) => finish(piece, Syntax::Yaml, root, error),
    }
}

/// What stands for a piece that is no object.
fn null<'a>(piece: &Piece) -> Value<'a> {
    Value { span: piece.span.clone(), data: Data::Null }
}

/// Whether what opens with a bracket, and is neither JSON nor YAML, was meant to be JSON: a quote or
/// the end follows the bracket.
fn means_json(text: &str) -> bool {
    let meant = text.chars().skip(1).find(|it| !it.is_whitespace());
    matches!(meant, None | Some('"' | '}' | ']' | '{' | '['))
}

fn finish<'a>(
    piece: &Piece,
    syntax: Syntax,
    root: Value<'a>,
    error: Option<TextError>,
) -> Document<'a> {
    let kind = member_text(&root, "kind");
    let mut duplicates = Vec::new();
    find_duplicates(&root, &mut duplicates);
    Document { span: piece.span.clone(), syntax, kind, root, list_item: None, error, duplicates }
}

/// The text of a member, borrowed from where the member borrows.
fn member_text<'a>(value: &Value<'a>, key: &str) -> Option<Cow<'a, str>> {
    match &value.get(key)?.data {
        Data::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// Puts a document, or the items of the list that it is, at the end of `docs`.
fn unfold<'a>(mut document: Document<'a>, limits: &Limits, docs: &mut Vec<Document<'a>>) {
    let item_kind = match document.kind.as_deref().and_then(|kind| kind.strip_suffix("List")) {
        _ if document.error.is_some() => return docs.push(document),
        Some(item_kind) => (!item_kind.is_empty()).then(|| Cow::Owned(item_kind.into())),
        None if is_copied_from_a_list(&document.root) => None,
        None => return docs.push(document),
    };
    let items = match &mut document.root.data {
        Data::Array(items) => Some(items),
        Data::Object(members) => {
            let items = members.iter_mut().rev().find(|it| it.key == "items");
            items.and_then(|it| match &mut it.value.data {
                Data::Array(items) => Some(items),
                _ => None,
            })
        }
        _ => None,
    };
    let Some(items) = items.map(core::mem::take) else { return docs.push(document) };
    // The list itself has nothing to say once its items are out, but for what is written twice.
    let mut duplicates = document.duplicates;
    for (number, root) in items.into_iter().enumerate() {
        if docs.len() >= limits.documents {
            let kind = TextErrorKind::TooManyDocuments { limit: limits.documents };
            let span = root.span.start..document.span.end.max(root.span.start);
            docs.push(Document::broken(span.clone(), TextError::new(kind, span)));
            return;
        }
        let span = root.span.clone();
        let own =
            duplicates.extract_if(.., |it| span.start <= it.kept.start && it.kept.end <= span.end);
        let item = Document {
            duplicates: own.collect(),
            kind: member_text(&root, "kind").or_else(|| item_kind.clone()),
            span,
            syntax: document.syntax,
            root,
            list_item: Some(number),
            error: None,
        };
        // Lists of lists nest no deeper than the tree they come from.
        unfold(item, limits, docs);
    }
}

/// Whether a list without a name holds objects of Kubernetes: what stands under `items` was copied
/// without it.
fn is_copied_from_a_list(root: &Value<'_>) -> bool {
    let is_object = |it: &Value<'_>| {
        it.get("apiVersion").is_some() && it.get("kind").is_some_and(|it| it.as_str().is_some())
    };
    root.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(is_object))
}

/// The error about the character at a byte that cannot stand there.
fn control_error(text: &str, at: usize) -> TextError {
    let found = text[at..].chars().next().unwrap_or('\0');
    TextError::new(TextErrorKind::ControlCharacter { found }, at..at + found.len_utf8())
}

/// Where the first character stands that no text of YAML or JSON holds.
fn control_character(text: &str) -> Option<usize> {
    text.bytes().position(|byte| matches!(byte, 0..=0x08 | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f))
}

/// Where the first character beyond ASCII stands that YAML does not hold.
///
/// Upstream: `yaml_parser_update_buffer` in go-yaml `readerc.go`.
fn control_character_of_yaml(text: &str) -> Option<usize> {
    let is_one = |it: char| matches!(it, '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}');
    if text.is_ascii() { None } else { text.find(is_one) }
}

/// Moves every span of a tree by `by` bytes.
fn shift(value: &mut Value<'_>, by: usize) {
    if by == 0 {
        return;
    }
    let moved = |span: &Range<usize>| span.start + by..span.end + by;
    value.span = moved(&value.span);
    match &mut value.data {
        Data::Array(items) => items.iter_mut().for_each(|it| shift(it, by)),
        Data::Object(members) => {
            for member in members {
                member.key_span = moved(&member.key_span);
                shift(&mut member.value, by);
            }
        }
        _ => {}
    }
}

/// Lists the members that are written twice, in every object of a tree.
fn find_duplicates(value: &Value<'_>, found: &mut Vec<Duplicate>) {
    if found.len() >= MAX_DUPLICATES {
        return;
    }
    match &value.data {
        Data::Array(items) => items.iter().for_each(|it| find_duplicates(it, found)),
        Data::Object(members) => {
            // Most objects have few members, which are compared without a list of them.
            let is_double = |at: usize| members[..at].iter().any(|it| it.key == members[at].key);
            if members.len() > 12 || (1..members.len()).any(is_double) {
                duplicate_members(value, members, found);
            }
            members.iter().for_each(|it| find_duplicates(&it.value, found));
        }
        _ => {}
    }
}

/// Lists the members of one object that are written twice.
fn duplicate_members(value: &Value<'_>, members: &[Member<'_>], found: &mut Vec<Duplicate>) {
    // A member that a merge key brought stands elsewhere and may be overridden.
    let own = |span: &Range<usize>| value.span.start <= span.start && span.end <= value.span.end;
    let mut keys: Vec<(&str, &Range<usize>)> =
        members.iter().filter(|it| own(&it.key_span)).map(|it| (&*it.key, &it.key_span)).collect();
    keys.sort_unstable_by_key(|(key, span)| (*key, span.start));
    for pair in keys.windows(2) {
        if pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1 && found.len() < MAX_DUPLICATES {
            found.push(Duplicate { lost: pair[0].1.clone(), kept: pair[1].1.clone() });
        }
    }
}

/// Where the characters of a string stand in `text`, when they stand there as they are: unquoted,
/// or quoted without an escape. A position in such a string is a position in the text.
///
/// ```
/// use pullscope_core::text::{documents, verbatim};
///
/// let read = documents("image: 'nginx:1.27'");
/// let image = read.docs[0].root.get("image").unwrap();
/// assert_eq!(verbatim(read.text, image), Some(8..18));
/// ```
pub fn verbatim(text: &str, value: &Value<'_>) -> Option<Range<usize>> {
    let Data::String(content) = &value.data else { return None };
    let written = text.get(value.span.clone())?;
    if written == content {
        return Some(value.span.clone());
    }
    let inner = value.span.start + 1..value.span.end.checked_sub(1)?;
    let quoted = written.starts_with(['"', '\'']) && text.get(inner.clone())? == content;
    quoted.then_some(inner)
}

#[cfg(test)]
mod pasted;
#[cfg(test)]
mod tests;
