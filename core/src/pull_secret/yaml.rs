//! One word of YAML, as the library of kubectl writes it.

use alloc::string::String;

use crate::json;

/// Appends `text` to `out`: plain where it stays a string, in double quotes where it would become
/// something else or holds what must be escaped, in single quotes otherwise.
///
/// Upstream: `sigs.k8s.io/yaml`, which writes YAML 1.1.
pub(super) fn write_scalar(out: &mut String, text: &str) {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    if is_other_type(text) || text.chars().any(|c| !matches!(c, ' '..='~')) {
        json::write_string(out, text);
    } else if text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(is_plain) {
        *out += text;
    } else {
        *out += "'";
        *out += &text.replace('\'', "''");
        *out += "'";
    }
}

/// Whether the text would be read as null, a boolean, a number or a date, or as nothing.
fn is_other_type(text: &str) -> bool {
    const WORDS: [&str; 11] =
        ["", "~", "y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text)) || is_number(text) || is_date(text)
}

fn is_number(text: &str) -> bool {
    let digits = text.replace('_', "");
    let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(&digits);
    let of_base = |prefix: &str, base| {
        let digits = unsigned.strip_prefix(prefix)?;
        Some(!digits.is_empty() && digits.chars().all(|c| c.is_digit(base)))
    };
    let is_integer = [of_base("0x", 16), of_base("0o", 8), of_base("0b", 2)].contains(&Some(true));
    let is_decimal = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'))
        && unsigned.parse::<f64>().is_ok();
    let is_special = [".inf", ".nan"].iter().any(|it| it.eq_ignore_ascii_case(unsigned));
    is_integer || is_decimal || is_special
}

/// A year, a month and a day, such as `2024-1-31`.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-').map(|part| (part.len(), part.parse::<u16>().unwrap_or(0)));
    matches!(parts.next(), Some((4, _)))
        && matches!(parts.next(), Some((1..=2, 1..=12)))
        && matches!(parts.next(), Some((1..=2, 1..=31)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let mut out = String::new();
        write_scalar(&mut out, text);
        assert_eq!(out, expect);
    }

    #[test]
    fn names_are_plain() {
        check("regcred", "regcred");
        check("1password", "1password");
        check("2024-01-01-backup", "2024-01-01-backup");
        check("1.2.3", "1.2.3");
    }

    #[test]
    fn what_would_be_another_type_is_quoted() {
        for text in ["", "yes", "Null", "123", "1e3", "0x1f", "1.5", "2024-01-31", "1_000"] {
            let quoted: String = ["\"", text, "\""].concat();
            check(text, &quoted);
        }
    }

    #[test]
    fn other_signs_are_quoted() {
        check("it's: x", "'it''s: x'");
        check("-x", "'-x'");
        check("a\nb", r#""a\nb""#);
    }
}
