//! The whole text as a tree.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::error::{Expected, SyntaxError};
use super::tokens::{Token, TokenKind, Tokens};
use super::{Data, Member, Value};

/// Reads a text as a tree of values, each with its bytes.
///
/// Strings without escapes borrow from the text. Duplicate members are all kept. What is not UTF-8
/// becomes U+FFFD inside strings, as Go reads it, and is an error elsewhere.
///
/// The tree is dropped, cloned and compared by recursion, which is why `max_depth` is asked for;
/// [`DEFAULT_MAX_DEPTH`](super::DEFAULT_MAX_DEPTH) is far more than Kubernetes objects need and
/// safe on any stack.
///
/// ```
/// use pullscope_core::json;
///
/// let value = json::parse(r#"{"kind": "Pod"}"#, json::DEFAULT_MAX_DEPTH).unwrap();
/// assert_eq!(value.get("kind").and_then(|it| it.as_str()), Some("Pod"));
/// assert_eq!(value.get("kind").map(|it| it.span.clone()), Some(9..14));
/// ```
///
/// # Errors
///
/// The first place where the text is not JSON, or nests more than `max_depth` levels deep.
pub fn parse<T: AsRef<[u8]> + ?Sized>(
    text: &T,
    max_depth: usize,
) -> Result<Value<'_>, SyntaxError> {
    let text = text.as_ref();
    let mut tokens = Tokens::new(text);
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut root = None;
    while let Some(token) = tokens.next()? {
        let data = match token.kind {
            TokenKind::Null => Data::Null,
            TokenKind::Bool(value) => Data::Bool(value),
            TokenKind::Number => Data::Number(number(text, &token)),
            TokenKind::String => Data::String(tokens.unquote(&token)),
            TokenKind::Name => {
                if let Some(Open { name, .. }) = open.last_mut() {
                    *name = Some((tokens.unquote(&token), token.span));
                }
                continue;
            }
            TokenKind::ArrayStart | TokenKind::ObjectStart => {
                if open.len() == max_depth {
                    return Err(SyntaxError::too_deep(text, token.span.start, max_depth));
                }
                let data = if token.kind == TokenKind::ArrayStart {
                    Data::Array(Vec::new())
                } else {
                    Data::Object(Vec::new())
                };
                open.push(Open { value: Value { span: token.span, data }, name: None });
                continue;
            }
            TokenKind::ArrayEnd | TokenKind::ObjectEnd => {
                if let Some(Open { mut value, .. }) = open.pop() {
                    value.span.end = token.span.end;
                    place(&mut open, &mut root, value);
                }
                continue;
            }
        };
        place(&mut open, &mut root, Value { span: token.span, data });
    }
    root.ok_or_else(|| SyntaxError::at(text, text.len(), Expected::Value))
}

/// A list or object whose end has not been read.
struct Open<'a> {
    value: Value<'a>,
    /// The member whose value comes next.
    name: Option<(Cow<'a, str>, Range<usize>)>,
}

fn place<'a>(open: &mut [Open<'a>], root: &mut Option<Value<'a>>, value: Value<'a>) {
    let Some(Open { value: parent, name }) = open.last_mut() else {
        *root = Some(value);
        return;
    };
    match &mut parent.data {
        Data::Array(items) => items.push(value),
        Data::Object(members) => {
            if let Some((key, key_span)) = name.take() {
                members.push(Member { key, key_span, value });
            }
        }
        _ => {}
    }
}

fn number<'a>(text: &'a [u8], token: &Token) -> Cow<'a, str> {
    String::from_utf8_lossy(&text[token.span.clone()])
}
