//! YAML as `gopkg.in/yaml.v2` reads it: which texts are YAML, what their values are, and its errors.
//!
//! Other readers of YAML differ in what they accept and in every word of their errors. Where a program
//! logs this one's, the file is read here by its rules: YAML 1.1, one document, with its limits on the
//! lengths of keys, its lines that are one too small, and its order in which errors are noticed.
//!
//! ```text
//! text ──► scan ──► tokens ──► parse ──► tree ──► resolve, at each scalar that is asked for
//! ```
//!
//! Upstream: `gopkg.in/yaml.v2` v2.4.0, `scannerc.go`, `parserc.go`, `decode.go`, `resolve.go`.

mod parse;
mod resolve;
mod scalar;
mod scan;
mod tag;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

pub(crate) use parse::parse;
pub(crate) use resolve::{NotThat, Resolved};

/// More levels of lists and mappings are not read: they are walked by recursion.
const MAX_DEPTH: usize = 100;

/// Why a text is not YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    problem: Cow<'static, str>,
    /// The line that upstream names, if it names one.
    line: Option<usize>,
    span: Range<usize>,
    is_ours: bool,
}

impl YamlError {
    /// Upstream's text; `None` for a limit that only this program has.
    pub fn upstream(&self) -> Option<String> {
        match (self.is_ours, self.line) {
            (true, _) => None,
            (false, None) => Some(alloc::format!("yaml: {}", self.problem)),
            (false, Some(line)) => Some(alloc::format!("yaml: line {line}: {}", self.problem)),
        }
    }

    /// What is wrong, in upstream's words without the line.
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// The bytes where it shows.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The same, where the text begins at byte `start` of another.
    pub(crate) fn moved(mut self, start: usize) -> Self {
        self.span = self.span.start + start..self.span.end + start;
        self
    }

    pub(crate) fn new(problem: impl Into<Cow<'static, str>>, span: Range<usize>) -> Self {
        Self { problem: problem.into(), line: None, span, is_ours: false }
    }
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)
    }
}

impl core::error::Error for YamlError {}

/// The number of a node in its [`Tree`].
pub(crate) type Id = usize;

/// The first document of a text.
#[derive(Debug)]
pub(crate) struct Tree<'t> {
    pub(crate) nodes: Vec<Node<'t>>,
    /// `None` for a text without a document.
    pub(crate) root: Option<Id>,
}

/// A value as it is written.
#[derive(Debug)]
pub(crate) struct Node<'t> {
    pub(crate) data: Data<'t>,
    /// The tag, in full; empty where none is written.
    pub(crate) tag: Cow<'t, str>,
    /// Whether a scalar stands without quotes and without a tag.
    pub(crate) implicit: bool,
    /// The line of its first sign, a tag or an anchor included, from 1.
    pub(crate) line: usize,
    /// The bytes of the value.
    pub(crate) span: Range<usize>,
}

#[derive(Debug)]
pub(crate) enum Data<'t> {
    Scalar(Cow<'t, str>),
    List(Vec<Id>),
    /// Keys and values.
    Map(Vec<(Id, Id)>),
    /// The value that is meant, and its name.
    Alias(Id, &'t str),
}
