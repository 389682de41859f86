//! Cutting a dump into its objects while it is read, in pieces of any size.
//!
//! ```text
//! {"items": [ {…}, {…} ], "kind": "List"}     the items of a list; several lists, one after the other
//! {…} {…}                                     objects one after the other, or one a line
//! [ {…}, {…} ]                                a list without a name
//! items:\n- …\n- …                            the same in YAML, and documents between ---
//! ```
//!
//! Only what is between the objects is looked at: brackets outside of strings. What is inside is read by
//! whoever takes the object. Of what was read nothing is kept but the object that is not complete yet.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::lines::Lines;

/// Bytes of one object, at most: far more than a cluster stores.
pub const MAX_OBJECT: usize = 16 << 20;
/// Levels of nesting, at most.
const MAX_DEPTH: usize = 1000;

/// One object, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<'c> {
    /// Bytes of the dump before it.
    pub offset: u64,
    /// The object: JSON, or a YAML document.
    pub text: &'c [u8],
    /// The kind of the items of a list that says it, such as `Pod` for a `PodList`, before its items.
    pub kind: Option<&'c str>,
}

/// Takes the objects.
pub type Take<'t> = dyn FnMut(Item<'_>) + 't;

/// Cuts a dump.
///
/// ```
/// use pullscope_core::dump::{Cutter, Item};
///
/// let mut found = Vec::new();
/// let mut take = |it: Item<'_>| found.push(String::from_utf8_lossy(it.text).into_owned());
/// let mut cutter = Cutter::new();
/// cutter.push(br#"{"items": [{"a": "}"#, &mut take)?;
/// cutter.push(br#""}, {"b": 1}], "kind": "List"} {"c": []}"#, &mut take)?;
/// cutter.finish(&mut take)?;
/// assert_eq!(found, [r#"{"a": "}"}"#, r#"{"b": 1}"#, r#"{"c": []}"#]);
/// # Ok::<(), pullscope_core::dump::CutError>(())
/// ```
#[derive(Debug, Default)]
pub struct Cutter {
    /// Bytes that were read.
    read: u64,
    form: Form,
}

#[derive(Debug, Default)]
enum Form {
    /// Nothing but white space was read.
    #[default]
    Unknown,
    Json(Json),
    Yaml(Lines),
}

impl Cutter {
    /// A cutter at the start of a dump.
    pub fn new() -> Self {
        Self::default()
    }

    /// Bytes that were read.
    pub fn read(&self) -> u64 {
        self.read
    }

    /// Whether it is JSON; `None` until something was read.
    pub fn is_json(&self) -> Option<bool> {
        match self.form {
            Form::Unknown => None,
            Form::Json(_) => Some(true),
            Form::Yaml(_) => Some(false),
        }
    }

    /// Reads on.
    ///
    /// # Errors
    ///
    /// The place at which it is no dump. Nothing can be read behind it.
    pub fn push(&mut self, mut piece: &[u8], take: &mut Take<'_>) -> Result<(), CutError> {
        if let Form::Unknown = self.form {
            // A byte order mark counts as white space here.
            let is_blank = |it: &u8| it.is_ascii_whitespace() || matches!(it, 0xef | 0xbb | 0xbf);
            let blank = piece.iter().position(|it| !is_blank(it)).unwrap_or(piece.len());
            self.read += blank as u64;
            piece = &piece[blank..];
            match piece.first() {
                None => return Ok(()),
                Some(b'{' | b'[') => self.form = Form::Json(Json::default()),
                Some(_) => self.form = Form::Yaml(Lines::default()),
            }
        }
        let offset = self.read;
        self.read += piece.len() as u64;
        match &mut self.form {
            Form::Json(json) => json.push(piece, offset, take),
            Form::Yaml(lines) => lines.push(piece, offset, take),
            Form::Unknown => Ok(()),
        }
    }

    /// Ends the dump.
    ///
    /// # Errors
    ///
    /// It ends in the middle of something.
    pub fn finish(&mut self, take: &mut Take<'_>) -> Result<(), CutError> {
        match &mut self.form {
            Form::Json(json) if !json.open.is_empty() => {
                Err(CutError { at: self.read, kind: CutErrorKind::Truncated })
            }
            Form::Yaml(lines) => lines.finish(take),
            _ => Ok(()),
        }
    }
}

/// JSON, byte by byte.
#[derive(Debug, Default)]
struct Json {
    /// The brackets that are open.
    open: Vec<u8>,
    is_text: bool,
    is_escaped: bool,
    /// The level within which elements are objects to take.
    items: Option<usize>,
    /// The object that is being read: the level at which it ends, and where it begins.
    object: Option<(usize, u64)>,
    /// What of it stands in earlier pieces.
    kept: Vec<u8>,
    /// The last short text of an object that may be a list, and whether it is a name.
    word: Vec<u8>,
    name: Vec<u8>,
    kind: Option<String>,
    /// The items of this list were read.
    is_tail: bool,
}

impl Json {
    fn push(&mut self, piece: &[u8], offset: u64, take: &mut Take<'_>) -> Result<(), CutError> {
        // Where the object that is being read goes on in this piece.
        let mut from = 0;
        let mut at = 0;
        while at < piece.len() {
            let byte = piece[at];
            if self.is_text {
                at += self.text(&piece[at..]);
                continue;
            }
            let place = offset + at as u64;
            let depth = self.open.len();
            let between = self.object.is_none() && !self.is_tail;
            match byte {
                b'{' | b'[' => {
                    if depth == MAX_DEPTH {
                        return Err(CutError { at: place, kind: CutErrorKind::TooDeep });
                    }
                    let is_list = byte == b'[' && depth == 1 && self.name == b"items";
                    if between && depth == 0 && byte == b'[' {
                        self.items = Some(1);
                    } else if between && (depth == 0 || self.items == Some(depth)) {
                        if byte == b'[' {
                            return Err(CutError { at: place, kind: CutErrorKind::NoObject });
                        }
                        self.object = Some((depth, place));
                        from = at;
                    } else if is_list && self.object.is_some_and(|it| it.0 == 0) {
                        // It is a list: what was kept of it is not needed.
                        self.object = None;
                        self.kept.clear();
                        self.items = Some(2);
                    }
                    self.open.push(byte);
                    self.name.clear();
                }
                b'}' | b']' => {
                    let opened = if byte == b'}' { b'{' } else { b'[' };
                    if self.open.pop() != Some(opened) {
                        return Err(CutError { at: place, kind: CutErrorKind::Bracket });
                    }
                    let depth = depth - 1;
                    if self.object.is_some_and(|it| it.0 == depth) {
                        self.give(&piece[from..=at], take);
                    } else if self.items == Some(depth + 1) && self.object.is_none() {
                        self.items = None;
                        self.is_tail = depth > 0;
                    }
                    if depth == 0 {
                        self.is_tail = false;
                        self.kind = None;
                        self.name.clear();
                    }
                }
                b'"' => {
                    if between {
                        return Err(CutError { at: place, kind: CutErrorKind::NoObject });
                    }
                    self.is_text = true;
                    self.word.clear();
                }
                b':' if depth == 1 => core::mem::swap(&mut self.name, &mut self.word),
                b',' => {
                    if depth == 1 {
                        self.name.clear();
                    }
                }
                _ if byte.is_ascii_whitespace() || !between => {}
                _ => return Err(CutError { at: place, kind: CutErrorKind::NoObject }),
            }
            at += 1;
        }
        if let Some((_, start)) = self.object {
            self.kept.extend_from_slice(&piece[from..]);
            if self.kept.len() > MAX_OBJECT {
                return Err(CutError { at: start, kind: CutErrorKind::TooLarge });
            }
        }
        Ok(())
    }

    /// Goes through a text; how many bytes of the piece are done.
    fn text(&mut self, piece: &[u8]) -> usize {
        let is_name = self.open.len() == 1;
        let mut at = 0;
        while at < piece.len() {
            let byte = piece[at];
            at += 1;
            if self.is_escaped {
                self.is_escaped = false;
            } else if byte == b'\\' {
                self.is_escaped = true;
            } else if byte == b'"' {
                self.is_text = false;
                if is_name && self.name == b"kind" && self.object.is_some() {
                    let kind = core::str::from_utf8(&self.word).ok();
                    self.kind = kind.and_then(|it| it.strip_suffix("List")).map(String::from);
                }
                return at;
            }
            if is_name && self.word.len() < 64 {
                self.word.push(byte);
            }
        }
        at
    }

    /// Gives the object that ends here.
    fn give(&mut self, piece: &[u8], take: &mut Take<'_>) {
        let Some((_, offset)) = self.object.take() else { return };
        let kind = self.items.and(self.kind.as_deref()).filter(|it| !it.is_empty());
        if self.kept.is_empty() {
            take(Item { offset, text: piece, kind });
        } else {
            self.kept.extend_from_slice(piece);
            take(Item { offset, text: &self.kept, kind });
            self.kept.clear();
        }
    }
}

/// Why a dump cannot be cut, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutError {
    /// Bytes of the dump before the place.
    pub at: u64,
    /// What is wrong there.
    pub kind: CutErrorKind,
}

/// The kinds of [`CutError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutErrorKind {
    /// The dump ends in the middle of an object or a list.
    Truncated,
    /// A bracket closes what is not open.
    Bracket,
    /// Something else stands where an object is expected.
    NoObject,
    /// More levels than any object has.
    TooDeep,
    /// An object of more than [`MAX_OBJECT`] bytes.
    TooLarge,
}

impl fmt::Display for CutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            CutErrorKind::Truncated => "the file ends in the middle of an object: was it cut off?",
            CutErrorKind::Bracket => "this bracket closes nothing",
            CutErrorKind::NoObject => "an object is expected here",
            CutErrorKind::TooDeep => "this nests deeper than any object of Kubernetes",
            CutErrorKind::TooLarge => "this object is larger than 16 MiB",
        })?;
        write!(f, ", at byte {}", self.at)
    }
}

impl core::error::Error for CutError {}
