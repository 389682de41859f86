//! What K3s' own parser says of a file that is no YAML.
//!
//! Upstream: `fail` in `gopkg.in/yaml.v2` v2.4.0 `decode.go`, whose texts come from its scanner.

use alloc::format;
use alloc::string::String;

use crate::text::{Lines, TextError, TextErrorKind, sentences};

/// The text, where it is known.
pub(super) fn upstream(text: &str, error: &TextError) -> Option<String> {
    let TextErrorKind::Yaml(sentence) = error.kind() else { return None };
    let problem = match *sentence {
        sentences::TAB => "found character that cannot start any token",
        sentences::COLON => "mapping values are not allowed in this context",
        sentences::ESCAPE => "found unknown escape character",
        sentences::NO_NAME => "did not find expected alphabetic or numeric character",
        sentences::NO_ANCHOR => {
            let name = text.get(error.span().start..)?.trim_start_matches('*');
            let end = name.find(|it: char| !it.is_alphanumeric() && !"-_".contains(it));
            let name = &name[..end.unwrap_or(name.len())];
            return Some(format!("yaml: unknown anchor '{name}' referenced"));
        }
        _ => return None,
    };
    // The scanner counts lines from 0, and names none where it stands in the first one.
    match Lines::new(text).position(error.span().start).line {
        1 => Some(format!("yaml: {problem}")),
        line => Some(format!("yaml: line {line}: {problem}")),
    }
}
