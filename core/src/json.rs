//! JSON as Go's `encoding/json` reads it, with the place of every value.
//!
//! Kubernetes accepts and refuses a Secret by Go's decoder, and prints Go's words. So the grammar
//! here is Go's, down to the text of each error ([`SyntaxError::upstream`]): nesting ends after
//! 10,000 levels, a byte order mark is an error, and what is not UTF-8 inside a string becomes
//! U+FFFD byte by byte. Nothing recurses, and every step is linear in the text.
//!
//! Upstream: Go 1.26 `encoding/json` (the version without `GOEXPERIMENT=jsonv2`).

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

mod error;
mod text;
mod tokens;
mod tree;
mod write;

pub use error::{Expected, SyntaxError, SyntaxErrorKind};
#[cfg(feature = "text")]
pub(crate) use text::push_escaped;
pub use text::write_string;
pub(crate) use tokens::{Token, TokenKind, Tokens};
pub use tree::parse;

/// How deep [`parse`] is commonly let in: deeper than any Kubernetes object.
pub const DEFAULT_MAX_DEPTH: usize = 256;

/// Whether Go would take the text for JSON.
///
/// # Errors
///
/// The first place where Go would not, including the 10,001st level of nesting.
///
/// Upstream: `checkValid` in Go's `encoding/json`.
pub fn check(text: &[u8]) -> Result<(), SyntaxError> {
    let mut tokens = Tokens::new(text);
    while tokens.next()?.is_some() {}
    Ok(())
}

/// One value of a document, and the bytes of the text that it stands in.
///
/// YAML documents become the same type, so that a rule is written once for both.
#[derive(Clone, Debug, PartialEq)]
pub struct Value<'a> {
    /// Bytes of the text, quotes and brackets included.
    pub span: Range<usize>,
    /// What stands there.
    pub data: Data<'a>,
}

/// What a [`Value`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum Data<'a> {
    /// `null`, or an empty value in YAML.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written.
    Number(Cow<'a, str>),
    /// A string, unescaped.
    String(Cow<'a, str>),
    /// A list.
    Array(Vec<Value<'a>>),
    /// An object: every member in the order of the text, duplicates included.
    Object(Vec<Member<'a>>),
}

/// One member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member<'a> {
    /// The name, unescaped.
    pub key: Cow<'a, str>,
    /// Bytes of the name in the text.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Value<'a>,
}

impl<'a> Value<'a> {
    /// The member `key` of an object, spelled exactly so; of duplicates the last.
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.as_object()?.iter().rev().find(|it| it.key == key).map(|it| &it.value)
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value of a bool.
    pub fn as_bool(&self) -> Option<bool> {
        match self.data {
            Data::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The elements of a list.
    pub fn as_array(&self) -> Option<&[Value<'a>]> {
        match &self.data {
            Data::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members of an object.
    pub fn as_object(&self) -> Option<&[Member<'a>]> {
        match &self.data {
            Data::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.data, Data::Null)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::{String, ToString};

    #[track_caller]
    fn refused(text: &[u8], span: Range<usize>, upstream: &str) {
        let err = check(text).unwrap_err();
        assert_eq!((err.span(), err.upstream().as_str()), (span, upstream));
        assert_eq!(parse(text, usize::MAX), Err(err));
    }

    #[track_caller]
    fn string(text: &[u8], expect: &str) {
        assert_eq!(parse(text, 1).unwrap().as_str(), Some(expect));
    }

    #[track_caller]
    fn written(text: &[u8], expect: &str) {
        let mut out = String::new();
        write_string(&mut out, text);
        assert_eq!(out, expect);
    }

    #[test]
    fn a_tree_knows_its_places() {
        let text = r#" {"a": [1, true, null, "x\n"], "a": {}} "#;
        let tree = parse(text, 2).unwrap();
        let [list, object] = tree.as_object().unwrap() else { panic!("two members") };
        assert_eq!(tree.span, 1..text.len() - 1);
        assert_eq!((&list.key[..], list.key_span.clone()), ("a", 2..5));
        assert_eq!(list.value.span, 7..29);
        let items = list.value.as_array().unwrap();
        assert_eq!(items[0].data, Data::Number("1".into()));
        assert_eq!(items[1].as_bool(), Some(true));
        assert!(items[2].is_null());
        assert_eq!(items[3].as_str(), Some("x\n"));
        assert_eq!(tree.get("a"), Some(&object.value), "of duplicates the last");
    }

    #[test]
    fn a_string_without_escapes_borrows() {
        let is_borrowed = |text: &str| match parse(text, 1).unwrap().data {
            Data::String(text) => matches!(text, Cow::Borrowed(_)),
            _ => false,
        };
        assert!(is_borrowed("\"plain\u{e9}\""));
        assert!(!is_borrowed(r#""\u0041""#));
    }

    #[test]
    fn escapes_are_those_of_go() {
        string(br#""\b\f\n\r\t\\\/\"\u0041""#, "\x08\x0c\n\r\t\\/\"A");
        string(br#""\ud83d\ude00""#, "\u{1f600}");
        string(br#""\ud83d\u0041\ude00\ud83d""#, "\u{fffd}A\u{fffd}\u{fffd}");
        string(br#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}");
    }

    #[test]
    fn each_byte_that_is_not_utf8_is_replaced() {
        string(b"\"a\xe2\x82z\xff\"", "a\u{fffd}\u{fffd}z\u{fffd}");
        string(b"\"\xed\xa0\x80\\n\"", "\u{fffd}\u{fffd}\u{fffd}\n");
    }

    #[test]
    fn errors_have_the_words_of_go() {
        refused(b"", 0..0, "unexpected end of JSON input");
        refused(b"{\"a\"", 4..4, "unexpected end of JSON input");
        refused(b"[1,]", 3..4, "invalid character ']' looking for beginning of value");
        refused(
            b"{'a':1}",
            1..2,
            r"invalid character '\'' looking for beginning of object key string",
        );
        refused(b"{\"a\" \"b\"}", 5..6, "invalid character '\"' after object key");
        refused(b"{\"a\":1 2}", 7..8, "invalid character '2' after object key:value pair");
        refused(b"[1 2]", 3..4, "invalid character '2' after array element");
        refused(b"{}x", 2..3, "invalid character 'x' after top-level value");
        refused(b"\"a\nb\"", 2..3, r"invalid character '\n' in string literal");
        refused(br#""\x""#, 2..3, "invalid character 'x' in string escape code");
        refused(br#""\u00g""#, 5..6, r"invalid character 'g' in \u hexadecimal character escape");
        refused(b"1.x", 2..3, "invalid character 'x' after decimal point in numeric literal");
        refused(b"1e+x", 3..4, "invalid character 'x' in exponent of numeric literal");
        refused(b"01", 1..2, "invalid character '1' after top-level value");
    }

    #[test]
    fn an_end_inside_a_token_is_a_space_to_go() {
        refused(b"-", 1..1, "invalid character ' ' in numeric literal");
        refused(b"nul", 3..3, "invalid character ' ' in literal null (expecting 'l')");
        refused(b"\"\\", 2..2, "invalid character ' ' in string escape code");
        refused(b"\"a", 2..2, "unexpected end of JSON input");
    }

    #[test]
    fn go_quotes_a_byte_and_the_span_covers_the_character() {
        refused(
            "\u{feff}{}".as_bytes(),
            0..3,
            "invalid character 'ï' looking for beginning of value",
        );
        refused(b"\xff", 0..1, "invalid character 'ÿ' looking for beginning of value");
        refused(
            "\u{fffd}".as_bytes(),
            0..3,
            "invalid character 'ï' looking for beginning of value",
        );
        refused(b"\x80", 0..1, r"invalid character '\u0080' looking for beginning of value");
        refused(b"\x7f", 0..1, r"invalid character '\x7f' looking for beginning of value");
    }

    #[test]
    fn nesting_ends_after_ten_thousand_levels() {
        let nested = |depth| [b"[".repeat(depth), b"]".repeat(depth)].concat();
        assert_eq!(check(&nested(10_000)), Ok(()));
        let err = check(&nested(10_001)).unwrap_err();
        assert_eq!(err.upstream(), "invalid character '[' exceeded max depth");
        assert_eq!(err.span(), 10_000..10_001);
    }

    #[test]
    fn a_tree_nests_as_deep_as_asked() {
        assert!(parse("[[]]", 2).is_ok());
        let err = parse("[[[]]]", 2).unwrap_err();
        assert_eq!(err.kind(), SyntaxErrorKind::TooDeep { limit: 2 });
        assert_eq!(err.to_string(), "lists and objects nest more than 2 levels deep");
        assert_eq!(err.span(), 2..3);
    }

    #[test]
    fn sentences_say_what_was_expected() {
        let said = |text: &str| check(text.as_bytes()).unwrap_err().to_string();
        assert_eq!(said(" \n"), "the document is empty");
        assert_eq!(said("[1"), "the document ends too soon, expected ',' or ']' after the element");
        assert_eq!(said("\u{feff}{}"), "unexpected byte order mark, expected a value");
        assert_eq!(said("\"\n\""), "unexpected line break, expected '\"' to close the string");
        assert_eq!(said("trie"), "unexpected 'i', expected 'u' of the word true");
    }

    #[test]
    fn strings_are_written_as_go_writes_them() {
        written(b"<a>&\"\\", r#""\u003ca\u003e\u0026\"\\""#);
        written("\u{2028}\u{2029}\u{e9}\x7f".as_bytes(), "\"\\u2028\\u2029\u{e9}\x7f\"");
        written(b"\x00\x08\x0c\n\r\t\x1f", r#""\u0000\b\f\n\r\t\u001f""#);
        written(b"\xff\xe2\x82", r#""\ufffd\ufffd\ufffd""#);
    }

    #[test]
    fn no_prefix_of_a_document_panics() {
        let text =
            format!(r#"{{"a\u00e9{}":[1.5e-3,-0,true,false,null,"\ud83d\ude00"]}}"#, '\u{e9}');
        for end in 0..text.len() {
            assert!(check(&text.as_bytes()[..end]).is_err());
        }
        assert_eq!(check(text.as_bytes()), Ok(()));
    }
}
