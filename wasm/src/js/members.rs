//! Members of an argument that its type does not have.
//!
//! `serde-wasm-bindgen` looks up the members that a type has, and never meets another: a misspelt name
//! would be passed over in silence.

use js_sys::Object;
use serde::de::value::Error;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;
use wasm_bindgen::{JsCast, JsValue};

/// Whether an object has a member which the struct `T` does not have. Of any other type it has none.
pub(super) fn has_unknown<T: DeserializeOwned>(value: &JsValue) -> bool {
    let mut known = None;
    // Only the names are wanted: the answer is always an error.
    drop(T::deserialize(Names(&mut known)));
    let (Some(known), Some(object)) = (known, value.dyn_ref::<Object>()) else { return false };
    let is_known = |name: JsValue| name.as_string().is_some_and(|it| known.contains(&it.as_str()));
    !Object::keys(object).iter().all(is_known)
}

/// Keeps the names of the members that a struct asks for.
struct Names<'n>(&'n mut Option<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("nothing is read"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = Some(names);
        Err(Error::custom("nothing is read"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}
