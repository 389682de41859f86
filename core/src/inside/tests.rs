use alloc::format;
use alloc::string::{String, ToString};

use super::*;
use crate::json;

/// The text that says `part` of the content of the JSON string `written`.
#[track_caller]
fn in_json(written: &str, part: &str) -> Option<String> {
    let value = json::parse(written, 1).unwrap();
    let at = value.as_str().unwrap().find(part).expect("the part stands in the content");
    let place = Inside::text(written, &value)?.place(at..at + part.len())?;
    Some(written[place].to_string())
}

#[test]
fn a_string_without_escapes_is_its_own_place() {
    assert_eq!(in_json(r#""a quay.io b""#, "quay.io").as_deref(), Some("quay.io"));
    assert_eq!(in_json("\"é quay.io\"", "quay.io").as_deref(), Some("quay.io"));
}

#[test]
fn an_escape_is_the_place_of_its_character() {
    let text = r#""{\"quay.io\":\u007b\"x\"\ud83d\ude00\n}""#;
    assert_eq!(in_json(text, "\"quay.io\"").as_deref(), Some(r#"\"quay.io\""#));
    assert_eq!(in_json(text, ":{").as_deref(), Some(r":\u007b"));
    assert_eq!(in_json(text, "😀\n}").as_deref(), Some(r"\ud83d\ude00\n}"));
}

#[test]
fn every_byte_of_a_base64_value_has_its_digits() {
    for length in 0..40 {
        let bytes: Vec<u8> = (0..length).map(|it: u8| it.wrapping_mul(7)).collect();
        let text = format!("\"{}\"", base64::encode(&bytes));
        let inside = Inside::base64(&text, &json::parse(&text, 1).unwrap()).unwrap();
        for start in 0..bytes.len() {
            for end in start + 1..=bytes.len() {
                let place = inside.place(start..end).unwrap();
                let expect = 1 + start * 8 / 6..1 + (end * 8 - 1) / 6 + 1;
                assert_eq!(place, expect);
            }
        }
        assert_eq!(inside.place(0..bytes.len() + 3), None);
    }
}

#[test]
fn line_breaks_and_escapes_within_base64_are_passed_over() {
    // "quay.io" is cXVheS5pbw==, `?>?` is Pz4/.
    let text = r#""cXVh\neS5p\r\nbw==\n""#;
    let inside = Inside::base64(text, &json::parse(text, 1).unwrap()).unwrap();
    assert_eq!(inside.place(0..3).map(|it| &text[it]), Some("cXVh"));
    assert_eq!(inside.place(2..7).map(|it| &text[it]), Some(r"Vh\neS5p\r\nbw"));
    let text = r#""Pz4\/""#;
    let inside = Inside::base64(text, &json::parse(text, 1).unwrap()).unwrap();
    assert_eq!(inside.place(2..3).map(|it| &text[it]), Some(r"4\/"));
}

#[test]
fn what_is_not_the_text_of_the_value_has_no_place() {
    let value = json::parse("\"quay.io\"", 1).unwrap();
    assert!(Inside::text("\"quay.com\"", &value).is_none());
    assert!(Inside::text("\"quay.io", &value).is_none());
    assert!(Inside::text("\"quay.io.\"", &value).is_none());
    assert!(Inside::text("\"qu\\tay.io\"", &Value { span: 0..11, ..value.clone() }).is_none());
    assert!(Inside::text("", &value).is_none());
    let number = json::parse("1", 1).unwrap();
    assert!(Inside::text("1", &number).is_none());
}

#[test]
fn a_replaced_part_repeats_only_what_it_may() {
    let whole = br#"{"quay.io":{"auth":"dTpw"}}"#;
    let text = format!("\"{}\"", base64::encode(whole));
    let inside = Inside::base64(&text, &json::parse(&text, 1).unwrap()).unwrap();
    let punctuation = |it| b"{}:\",".contains(&it);
    let edit = inside.replace(whole, 1..10, r#""ghcr.io""#, punctuation).unwrap();
    let mut fixed = text.clone();
    fixed.replace_range(edit.span, &edit.text);
    let decoded = base64::decode(base64::Alphabet::Padded, fixed.trim_matches('"').as_bytes());
    assert_eq!(decoded.unwrap(), br#"{"ghcr.io":{"auth":"dTpw"}}"#);
    // The length of the rest of the text would shift.
    assert_eq!(inside.replace(whole, 1..10, r#""ab""#, punctuation), None);
    // `au` stands beside it.
    assert_eq!(inside.replace(whole, 11..13, "{ ", punctuation), None);
}

#[test]
fn something_can_be_put_at_either_end() {
    for length in 0..8 {
        let whole = &b"}}}}}}}}"[..length];
        let text = format!("\"{}\"", base64::encode(whole));
        let inside = Inside::base64(&text, &json::parse(&text, 1).unwrap()).unwrap();
        let end = inside.replace(whole, length..length, "} ", |_| true);
        let Some(end) = end else {
            assert_eq!(length, 0, "nothing has no end");
            continue;
        };
        let start = inside.replace(whole, 0..0, "{  ", |_| true).unwrap();
        let mut fixed = text.clone();
        fixed.replace_range(end.span, &end.text);
        fixed.replace_range(start.span, &start.text);
        let decoded = base64::decode(base64::Alphabet::Padded, fixed.trim_matches('"').as_bytes());
        assert_eq!(decoded.unwrap(), [b"{  ", whole, b"} "].concat());
    }
}

#[cfg(feature = "text")]
mod yaml {
    use super::*;
    use crate::text::documents;

    /// The text that says `part` of the content of `value: …`, a string or base64.
    #[track_caller]
    fn place(text: &str, is_base64: bool, part: &str) -> Option<String> {
        let read = documents(text);
        let value = read.docs[0].root.get("value").unwrap();
        let content = value.as_str().unwrap();
        let (inside, content) = if is_base64 {
            let decoded = base64::decode(base64::Alphabet::Padded, content.as_bytes()).unwrap();
            (Inside::base64(text, value), String::from_utf8(decoded).unwrap())
        } else {
            (Inside::text(text, value), content.to_string())
        };
        let at = content.find(part).expect("the part stands in the content");
        let place = inside?.place(at..at + part.len())?;
        Some(text[place].to_string())
    }

    #[test]
    fn blocks_lose_their_indentation() {
        for head in ["|", "|-", "|+", "|2", ">", ">-", "|  # config"] {
            for line_break in ["\n", "\r\n"] {
                let text = format!(
                    "value: {head}\n  {{\n    \"quay.io\": {{\n\n      \"é\": 1 }}\n  }}\nb: 1\n"
                );
                let text = text.replace('\n', line_break);
                let found = place(&text, false, "\"quay.io\"");
                assert_eq!(found.as_deref(), Some("\"quay.io\""), "{text}");
                assert_eq!(place(&text, false, "\"é\": 1").as_deref(), Some("\"é\": 1"), "{text}");
                assert_eq!(place(&text, false, "{").as_deref(), Some("{"), "{text}");
                let text = text.replacen(line_break, &[line_break, line_break].concat(), 1);
                assert_eq!(place(&text, false, "{").as_deref(), Some("{"), "{text}");
            }
        }
    }

    #[test]
    fn quoted_scalars_fold_and_escape() {
        let text = "value: 'it''s {\"quay.io\":\n\n    1}'\n";
        assert_eq!(place(text, false, "it's {\"quay.io\"").as_deref(), Some("it''s {\"quay.io\""));
        assert_eq!(place(text, false, "1}").as_deref(), Some("1}"));
        let text = "value: \"a\\x41 \\\n    {\\\"quay.io\\\": \\u00e9\\U0001F600\\\n    z}\"\n";
        assert_eq!(place(text, false, "\"quay.io\"").as_deref(), Some("\\\"quay.io\\\""));
        assert_eq!(place(text, false, "é😀z").as_deref(), Some("\\u00e9\\U0001F600\\\n    z"));
    }

    #[test]
    fn base64_may_go_over_several_lines() {
        let encoded = base64::encode(br#"{"auths":{"quay.io":{}}}"#);
        let (one, two) = encoded.split_at(16);
        for text in [
            format!("value: {encoded}\n"),
            format!("value: '{encoded}'\n"),
            format!("value: |\n  {one}\n  {two}\n"),
            format!("value: |-\r\n    {one}\r\n    {two}"),
            format!("value: \"{one}\\n{two}\"\n"),
        ] {
            let found = place(&text, true, "\"quay.io\"").expect("it is certain");
            let digits: String = found.replace("\\n", "").split_whitespace().collect();
            // The key stands in the bytes 10..19.
            assert_eq!(digits, encoded[10 * 8 / 6..(19 * 8 - 1) / 6 + 1], "{text}");
        }
    }

    #[test]
    fn a_white_space_where_lines_meet_is_not_certain() {
        let text = "value: |\n  a\n  b\n";
        assert_eq!(place(text, false, "a\n"), None);
        assert_eq!(place(text, false, "a\nb").as_deref(), Some("a\n  b"));
    }
}
