//! The fields of a `KubeletConfiguration`, of which type, and since which release.
//!
//! No field ever went away but `logging.sanitization`. Before 1.27 the two endpoints were flags only.
//!
//! Upstream: `KubeletConfiguration` in kubernetes `kubelet/config/v1beta1/types.go`, of each release;
//! `component-base/logs/api/v1/types.go`, `component-base/tracing/api/v1/types.go`.

mod fields;

use Kind::{
    Bool, Duration, Float64, Int32, Int64, List, Map, Struct as Object, Text, Uint32, Unchecked,
};
use alloc::borrow::Cow;
use alloc::format;

use crate::version::Version;

pub(super) use fields::KUBELET_CONFIGURATION;

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Bool,
    Int32,
    Int64,
    Uint32,
    Float64,
    /// A string, of this type of Go's.
    Text(&'static str),
    /// `metav1.Duration`; only where it is a pointer it can be `null`.
    Duration {
        pointer: bool,
    },
    List(&'static Kind),
    /// An object with any names.
    Map(&'static Kind),
    Struct(&'static Struct),
    /// A quantity or a time of its own syntax, which says nothing of images: it is taken as it is.
    Unchecked,
}

/// An object with fields.
#[derive(Debug)]
pub(super) struct Struct {
    package: &'static str,
    pub(super) name: &'static str,
    pub(super) fields: &'static [Field],
}

/// One field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// The first minor release that has it, and the last.
    pub(super) since: u8,
    until: u8,
}

impl Kind {
    /// The type in Go's words.
    pub(super) fn go_type(self, version: Version) -> Cow<'static, str> {
        match self {
            Bool => "bool".into(),
            Int32 => "int32".into(),
            Int64 => "int64".into(),
            // The logging options moved in 1.25.
            Uint32 if version.minor() < 25 => "uint32".into(),
            Uint32 => "v1.VerbosityLevel".into(),
            Float64 => "float64".into(),
            Text(name) => name.into(),
            // A duration is read by a decoder of its own, which wants a string.
            Duration { .. } | Unchecked => "string".into(),
            List(of) => format!("[]{}", of.go_type(version)).into(),
            Map(of) => format!("map[string]{}", of.go_type(version)).into(),
            Object(it) if it.package == "v1" && it.name != "Taint" && version.minor() < 25 => {
                format!("v1alpha1.{}", it.name).into()
            }
            Object(it) => format!("{}.{}", it.package, it.name).into(),
        }
    }

    /// The type in plain words.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Bool => "true or false",
            Int32 | Int64 | Uint32 => "a whole number",
            Float64 => "a number",
            Text(_) => "a string",
            Duration { .. } | Unchecked => "a duration in quotes or with its unit, such as 2m0s",
            List(_) => "a list",
            Map(_) | Object(_) => "an object",
        }
    }
}

impl Struct {
    /// The field of that name, letter for letter, in a release.
    pub(super) fn field(&self, name: &str, version: Version) -> Option<&'static Field> {
        self.known(name).filter(|it| it.is_in(version))
    }

    /// The field of that name in any release.
    pub(super) fn known(&self, name: &str) -> Option<&'static Field> {
        let at = self.fields.binary_search_by_key(&name, |it| it.name).ok()?;
        Some(&self.fields[at])
    }
}

impl Field {
    /// Whether a release has it.
    pub(super) fn is_in(&self, version: Version) -> bool {
        (self.since..=self.until).contains(&version.minor())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(it: &'static Struct, see: &mut dyn FnMut(&'static Struct)) {
        see(it);
        for field in it.fields {
            match field.kind {
                Object(it) | List(&Object(it)) => visit(it, see),
                _ => {}
            }
        }
    }

    #[test]
    fn fields_are_found_by_their_names() {
        let mut count = 0;
        visit(&KUBELET_CONFIGURATION, &mut |it| {
            assert!(it.fields.is_sorted_by_key(|it| it.name), "{}", it.name);
            count += it.fields.len();
        });
        assert!(count > 150, "{count}");
    }
}
