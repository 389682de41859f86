//! What a person is told of a file that is no YAML.

use crate::text;

/// A sentence for what K3s' own parser says.
///
/// Upstream: `yaml_parser_set_scanner_error` and its callers in `gopkg.in/yaml.v2` v2.4.0.
pub(super) fn sentence(problem: &str) -> &str {
    match problem {
        "found character that cannot start any token" => {
            "a tab cannot indent YAML, and a text cannot begin with '@', '`' or '%' without quotes"
        }
        "could not find expected ':'" => "a key stands here without ':' after it",
        "did not find expected comment or line break" => {
            "after '|' or '>' the text begins on the next line"
        }
        "did not find expected alphabetic or numeric character" => {
            "'*' and '&' need a name; quote the text if it begins with one of them"
        }
        "found unexpected end of stream" => "this quote is never closed",
        "control characters are not allowed" => {
            "a control character; this is a binary file, or text in another encoding"
        }
        "document contains excessive aliasing" => "aliases repeat more values than are followed",
        // These say it themselves.
        _ if problem.contains(" more than ") || problem.contains("contains itself") => problem,
        _ if problem.contains(" larger than ") || problem.contains("cannot decode") => problem,
        _ => text::sentence(problem),
    }
}

#[cfg(test)]
mod tests {
    use crate::registries::Registries;

    #[test]
    fn an_alias_has_a_name_of_letters_and_digits() {
        let words = |text: &str| Registries::parse(text).expect_err("no YAML").upstream();
        let said = |text: &str, expect: &str| assert_eq!(words(text).as_deref(), Some(expect));
        let no_name = "yaml: line 2: did not find expected alphabetic or numeric character";
        said("mirrors:\n  *:\n    endpoint: [a]\n", no_name);
        said("mirrors:\n  *.example.com:\n    endpoint: [a]\n", no_name);
        said("mirrors:\n  *foo.bar:\n    endpoint: [a]\n", no_name);
        said("mirrors:\n  *foo:\n    endpoint: [a]\n", "yaml: unknown anchor 'foo' referenced");
        said("*:\n  a: b\n", "yaml: did not find expected alphabetic or numeric character");
    }
}
