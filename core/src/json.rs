//! JSON as Go's `encoding/json` reads it, with the place of every value.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

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
