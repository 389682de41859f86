//! Names of images without anything around them.

use alloc::vec::Vec;
use core::ops::Range;

use crate::json::Data;
use crate::text::{Document, Prose, Syntax, TextError, TextErrorKind};

/// A longer list of lines, or a longer line, is some other text.
const MAX_BARE_IMAGES: usize = 10_000;
const MAX_BARE_IMAGE: usize = 1_024;

/// The first words of manifests, which are not names of images while they are typed.
const FIRST_WORDS: [&str; 8] =
    ["apiVersion", "kind", "metadata", "spec", "type", "data", "items", "auths"];

/// The lines of a document that holds nothing but names of images: each without white space, none
/// of them the beginning of YAML or JSON. `None` for any other document.
///
/// ```
/// use pullscope_core::recognize::bare_images;
/// use pullscope_core::text::documents;
///
/// let read = documents("# both\nnginx:1.27\nghcr.io/team/app\n");
/// let images = bare_images(read.text, &read.docs[0]).unwrap();
/// assert_eq!(&read.text[images[1].clone()], "ghcr.io/team/app");
/// ```
pub fn bare_images(text: &str, document: &Document<'_>) -> Option<Vec<Range<usize>>> {
    if let Syntax::Prose(prose) = document.syntax
        && !matches!(prose, Prose::Images | Prose::Other)
    {
        return None;
    }
    let is_readable = match document.error.as_ref().map(TextError::kind) {
        None | Some(TextErrorKind::Yaml(_)) => true,
        Some(_) => false,
    };
    let is_scalar = match document.root.data {
        Data::Array(_) => false,
        // `nginx:` is a mapping to YAML, and an unfinished name to a person.
        Data::Object(ref members) => members.len() == 1 && members[0].value.is_null(),
        _ => true,
    };
    if document.list_item.is_some() || !is_readable || !is_scalar {
        return None;
    }
    let mut images = Vec::new();
    let mut start = document.span.start;
    for line in text[document.span.clone()].split_inclusive(['\n', '\r']) {
        let found = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        start += line.len();
        if found.is_empty() || found == "---" || found.starts_with('#') {
            continue;
        }
        if !is_bare_image(found) || images.len() >= MAX_BARE_IMAGES {
            return None;
        }
        images.push(at..at + found.len());
    }
    (!images.is_empty()).then_some(images)
}

fn is_bare_image(line: &str) -> bool {
    let special = ['{', '[', '}', ']', '"', '\'', '|', '>', '!', '&', '*', '%', '?', ','];
    line.len() <= MAX_BARE_IMAGE
        && !line.starts_with(special)
        // A quotation mark within is JSON with something in front of it, and may be a Secret.
        && !line.contains(|it: char| it.is_whitespace() || it.is_control() || it == '"')
        && !FIRST_WORDS.contains(&line.trim_end_matches(':'))
}
