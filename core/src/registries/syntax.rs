//! What K3s' own parser says of a file that is no YAML.
//!
//! Upstream: `fail` in `gopkg.in/yaml.v2` v2.4.0 `decode.go`, whose texts come from its scanner.

use alloc::format;
use alloc::string::String;

use crate::text::{Lines, TextError, TextErrorKind, sentences};

const NO_NAME: &str = "did not find expected alphabetic or numeric character";

/// The text, where it is known.
pub(super) fn upstream(text: &str, error: &TextError) -> Option<String> {
    let TextErrorKind::Yaml(sentence) = error.kind() else { return None };
    let problem = match *sentence {
        sentences::TAB => "found character that cannot start any token",
        sentences::COLON => "mapping values are not allowed in this context",
        sentences::ESCAPE => "found unknown escape character",
        sentences::NO_NAME => NO_NAME,
        sentences::NO_ANCHOR => {
            let name = text.get(error.span().start..)?.trim_start_matches('*');
            let end = name.find(|it: char| !it.is_ascii_alphanumeric() && !"-_".contains(it));
            let (name, rest) = name.split_at(end.unwrap_or(name.len()));
            let ends = |it: char| it.is_ascii_whitespace() || "?:,]}%@`".contains(it);
            if !name.is_empty() && (rest.is_empty() || rest.starts_with(ends)) {
                return Some(format!("yaml: unknown anchor '{name}' referenced"));
            }
            NO_NAME
        }
        _ => return None,
    };
    // The scanner counts lines from 0, and names none where it stands in the first one.
    match Lines::new(text).position(error.span().start).line {
        1 => Some(format!("yaml: {problem}")),
        line => Some(format!("yaml: line {line}: {problem}")),
    }
}

#[cfg(test)]
mod tests {
    use crate::registries::Registries;

    #[test]
    fn an_alias_has_a_name_of_letters_and_digits() {
        let words = |text: &str| Registries::parse(text).expect_err("no YAML").upstream(text);
        let said = |text: &str, expect: &str| assert_eq!(words(text).as_deref(), Some(expect));
        let no_name = "yaml: line 2: did not find expected alphabetic or numeric character";
        said("mirrors:\n  *:\n    endpoint: [a]\n", no_name);
        said("mirrors:\n  *.example.com:\n    endpoint: [a]\n", no_name);
        said("mirrors:\n  *foo.bar:\n    endpoint: [a]\n", no_name);
        said("mirrors:\n  *foo:\n    endpoint: [a]\n", "yaml: unknown anchor 'foo' referenced");
        said("*:\n  a: b\n", "yaml: did not find expected alphabetic or numeric character");
    }
}
