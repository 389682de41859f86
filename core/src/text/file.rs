//! A file that is one object, as a kubelet reads it.

use super::{Limits, TextError, first_document, json, means_json};
use crate::json::Value;

/// A file of the node that holds one object.
#[derive(Clone, Debug, PartialEq)]
pub struct File<'a> {
    /// The object, or the part of it before the error. That of an empty file is null.
    pub root: Value<'a>,
    /// Whether it is JSON; YAML otherwise.
    pub is_json: bool,
    /// Why it cannot be read.
    pub error: Option<TextError>,
}

/// Reads a file that holds one object: JSON where it begins with a brace and is JSON, and YAML
/// otherwise, of which only the first document counts.
///
/// ```
/// use pullscope_core::text::{Limits, file};
///
/// let read = file("kind: CredentialProviderConfig\n---\nkind: Pod\n", &Limits::default());
/// assert_eq!(read.root.get("kind").unwrap().as_str(), Some("CredentialProviderConfig"));
/// assert!(!read.is_json && read.error.is_none());
/// ```
///
/// Upstream: `RecognizesData`, `Decode` in kubernetes
/// `apimachinery/pkg/runtime/serializer/json/json.go`.
pub fn file<'a>(text: &'a str, limits: &Limits) -> File<'a> {
    let mut json_error = None;
    if text.len() <= limits.bytes && text.trim_ascii_start().starts_with('{') {
        match json::parse(text, limits.depth) {
            Ok(root) => return File { root, is_json: true, error: None },
            Err(error) => json_error = Some(TextError::json(&error, 0)),
        }
    }
    let (root, error) = first_document(text, limits);
    match (error, json_error) {
        (Some(_), Some(error)) if means_json(text.trim_ascii_start()) => {
            File { root, is_json: true, error: Some(error) }
        }
        (error, _) => File { root, is_json: false, error },
    }
}
