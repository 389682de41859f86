//! Writing JSON, and places as it tells them.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::Offsets;
use crate::diagnose::texts::Texts;
use crate::json::push_escaped;
use crate::text::Lines;

/// A value that is written as JSON.
pub(super) trait Json {
    /// Appends the value.
    fn write(&self, to: &mut Writer<'_>);
}

/// JSON as far as it is written.
pub(super) struct Writer<'t> {
    out: String,
    texts: &'t Texts<'t>,
    lines: Lines<'t>,
    offsets: Offsets,
    /// What stands before each text.
    before: Vec<Before>,
}

/// What stands before one of the texts in all of them.
struct Before {
    lines: usize,
    units: usize,
}

impl<'t> Writer<'t> {
    pub(super) fn new(texts: &'t Texts<'t>, offsets: Offsets) -> Self {
        let lines = Lines::new(texts.as_str());
        let before = |source: &Range<usize>| Before {
            lines: lines.position(source.start).line - 1,
            units: offsets.of(&lines, source.start),
        };
        let before = texts.sources().iter().map(before).collect();
        Self { out: String::new(), texts, lines, offsets, before }
    }

    /// The JSON of one value.
    pub(super) fn finish(mut self, value: &impl Json) -> String {
        value.write(&mut self);
        self.out
    }

    /// An object; `members` writes each with [`member`](Self::member).
    pub(super) fn object(&mut self, members: impl FnOnce(&mut Self)) {
        self.out.push('{');
        members(self);
        self.out.push('}');
    }

    /// A member of the object that is open. The name is one of ours and needs no escapes.
    pub(super) fn member(&mut self, name: &'static str, value: &(impl Json + ?Sized)) {
        self.comma('{');
        self.out.push('"');
        self.out.push_str(name);
        self.out.push_str("\":");
        value.write(self);
    }

    /// A list of whatever `items` gives.
    pub(super) fn list<T: Json>(&mut self, items: impl Iterator<Item = T>) {
        self.out.push('[');
        for item in items {
            self.comma('[');
            item.write(self);
        }
        self.out.push(']');
    }

    /// A text that is put together as it is written.
    pub(super) fn display(&mut self, text: &impl core::fmt::Display) {
        self.out.push('"');
        // Writing to a text cannot fail.
        let _ = core::fmt::write(&mut Escaped(&mut self.out), format_args!("{text}"));
        self.out.push('"');
    }

    /// A comma, but after what opens the list or object: no value ends in such a bracket.
    fn comma(&mut self, open: char) {
        if !self.out.ends_with(open) {
            self.out.push(',');
        }
    }

    /// The members of an edit: its place in its text and what is written there. What would go
    /// behind the end of a text brings what stands between as far as the place.
    pub(super) fn edit(&mut self, span: &Range<usize>, text: &str) {
        let (_, source) = self.texts.source(span.start);
        let between = &self.texts.as_str()[source.end.min(span.start)..span.start];
        self.member("span", span);
        match between.is_empty() {
            true => self.member("text", text),
            false => self.member("text", &[between, text].concat()),
        }
    }
}

impl Offsets {
    /// The offset of a byte.
    fn of(self, lines: &Lines<'_>, byte: usize) -> usize {
        match self {
            Self::Bytes => byte,
            Self::Utf16 => lines.utf16(byte),
        }
    }
}

/// Writes the inside of a string.
struct Escaped<'o>(&'o mut String);

impl core::fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        push_escaped(self.0, text);
        Ok(())
    }
}

/// A place: which text, from where to where, and the line and column where it begins.
impl Json for Range<usize> {
    fn write(&self, to: &mut Writer<'_>) {
        let (number, source) = to.texts.source(self.start);
        let start = self.start.min(source.end);
        let end = self.end.clamp(start, source.end);
        let position = to.lines.position(start);
        let before = &to.before[number];
        let line = position.line - before.lines;
        let [start, end] =
            [start, end].map(|it| to.offsets.of(&to.lines, it).saturating_sub(before.units));
        to.object(|to| {
            to.member("source", &number);
            to.member("start", &start);
            to.member("end", &end);
            to.member("line", &line);
            to.member("column", &position.column);
        });
    }
}

impl Json for str {
    fn write(&self, to: &mut Writer<'_>) {
        to.out.push('"');
        push_escaped(&mut to.out, self);
        to.out.push('"');
    }
}

impl Json for String {
    fn write(&self, to: &mut Writer<'_>) {
        self.as_str().write(to);
    }
}

impl Json for Cow<'_, str> {
    fn write(&self, to: &mut Writer<'_>) {
        self.as_ref().write(to);
    }
}

impl Json for u64 {
    fn write(&self, to: &mut Writer<'_>) {
        // Writing to a text cannot fail.
        let _ = core::fmt::write(&mut to.out, format_args!("{self}"));
    }
}

impl Json for usize {
    fn write(&self, to: &mut Writer<'_>) {
        // The formatting of the standard library costs more than all else of a place.
        let mut digits = [0; 20];
        let mut at = digits.len();
        let mut rest = *self;
        loop {
            at -= 1;
            // A digit is less than ten.
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        // They are ASCII.
        to.out.push_str(str::from_utf8(&digits[at..]).unwrap_or_default());
    }
}

impl Json for i32 {
    fn write(&self, to: &mut Writer<'_>) {
        // Writing to a text cannot fail.
        let _ = core::fmt::write(&mut to.out, format_args!("{self}"));
    }
}

impl Json for bool {
    fn write(&self, to: &mut Writer<'_>) {
        to.out.push_str(if *self { "true" } else { "false" });
    }
}

impl<T: Json + ?Sized> Json for &T {
    fn write(&self, to: &mut Writer<'_>) {
        (**self).write(to);
    }
}

/// What is absent is `null`.
impl<T: Json> Json for Option<T> {
    fn write(&self, to: &mut Writer<'_>) {
        match self {
            Some(value) => value.write(to),
            None => to.out.push_str("null"),
        }
    }
}

impl<T: Json> Json for [T] {
    fn write(&self, to: &mut Writer<'_>) {
        to.list(self.iter());
    }
}

impl<T: Json> Json for Vec<T> {
    fn write(&self, to: &mut Writer<'_>) {
        self.as_slice().write(to);
    }
}
