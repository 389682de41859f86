//! Changes of the object, made in its text: what is not meant stays byte for byte.
//!
//! Kubewarden makes a patch of the difference between the object that it sent and the one that it
//! gets back. A member that was lost on the way would be taken from the user's object; so nothing
//! is read into types and written again.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::finding::Edit;
use crate::json::{self, Data, Value};
use crate::pull_policy::PullPolicy;
use crate::workload::{ImageField, PodSpec, Role};

/// Changes of one object, by bytes of the text that the request was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    object: Range<usize>,
    edits: Vec<Edit>,
    codes: Vec<&'static str>,
}

impl Edits {
    pub(super) fn of(object: &Value<'_>) -> Self {
        Self { object: object.span.clone(), ..Self::default() }
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// What is changed, for machines: sorted, each once.
    pub fn codes(&self) -> &[&'static str] {
        &self.codes
    }

    /// The object with the changes, out of the text that the request was read from; `None` when
    /// nothing is changed.
    pub fn apply(&self, text: &[u8]) -> Option<String> {
        if self.edits.is_empty() {
            return None;
        }
        let mut edits: Vec<&Edit> = self.edits.iter().collect();
        crate::order::sort_by_key(&mut edits, |it| (it.span.start, it.span.end));
        let mut changed = String::with_capacity(self.object.len() + 64 * edits.len());
        let mut at = self.object.start;
        for edit in edits {
            // What is not UTF-8 stands in strings alone, and is read as U+FFFD there.
            changed.push_str(&String::from_utf8_lossy(text.get(at..edit.span.start)?));
            changed.push_str(&edit.text);
            at = edit.span.end;
        }
        changed.push_str(&String::from_utf8_lossy(text.get(at..self.object.end)?));
        Some(changed)
    }

    fn push(&mut self, code: &'static str, span: Range<usize>, text: String) {
        self.note(code);
        self.edits.push(Edit { span, text });
    }

    fn note(&mut self, code: &'static str) {
        if let Err(place) = self.codes.binary_search(&code) {
            self.codes.insert(place, code);
        }
    }

    /// Writes another image, where there is a code that says why.
    pub(super) fn set_image(
        &mut self,
        field: &ImageField<'_>,
        image: &str,
        codes: &[&'static str],
    ) {
        let (Some(value), [first, rest @ ..]) = (field.image, codes) else { return };
        self.push(first, value.span.clone(), string(image));
        rest.iter().for_each(|it| self.note(it));
    }

    /// Writes a pull policy, beside the image where there is none.
    pub(super) fn set_policy(&mut self, field: &ImageField<'_>, policy: PullPolicy) {
        const CODE: &str = "pull-policy/set";
        let (source, member) = match field.role {
            Role::ImageVolume => (field.element.get("image"), "pullPolicy"),
            _ => (Some(field.element), "imagePullPolicy"),
        };
        let text = string(policy.as_str());
        match (source.and_then(|it| it.get(member)), field.image) {
            (Some(written), _) => self.push(CODE, written.span.clone(), text),
            (None, Some(image)) => {
                let end = image.span.end;
                self.push(CODE, end..end, alloc::format!(",{}:{text}", string(member)));
            }
            (None, None) => {}
        }
    }

    /// Appends a name to `imagePullSecrets`. `names` are those to append, none of them there yet.
    pub(super) fn add_pull_secrets(&mut self, spec: &PodSpec<'_>, names: &[&str]) {
        const CODE: &str = "pull-secret/injected";
        let mut items = String::new();
        for name in names {
            let comma = if items.is_empty() { "" } else { "," };
            items.push_str(&alloc::format!("{comma}{{\"name\":{}}}", string(name)));
        }
        let list = spec.value.get("imagePullSecrets");
        match list.map(|it| (&it.data, it.span.clone())) {
            Some((Data::Array(found), span)) => {
                let comma = if found.is_empty() { "" } else { "," };
                let end = span.end - 1;
                self.push(CODE, end..end, alloc::format!("{comma}{items}"));
            }
            Some((_, span)) => self.push(CODE, span, alloc::format!("[{items}]")),
            None => {
                let start = spec.value.span.start + 1;
                let is_empty = spec.value.as_object().is_none_or(<[_]>::is_empty);
                let comma = if is_empty { "" } else { "," };
                let text = alloc::format!("\"imagePullSecrets\":[{items}]{comma}");
                self.push(CODE, start..start, text);
            }
        }
    }
}

fn string(text: &str) -> String {
    let mut out = String::new();
    json::write_string(&mut out, text);
    out
}
