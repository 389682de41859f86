//! Reading settings by hand: every problem at once, each with its path.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::super::pattern::ImagePattern;
use super::super::registry::RegistryHost;
use super::super::verdict::{Mode, Verdict};
use crate::json::Value;
use crate::near_name::near_name;
use crate::quoted::{PlainOrQuoted, Quoted};
use crate::workload::type_name;

/// One problem of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError {
    /// The setting: `references.registries.allow[0]`; empty for the settings as a whole.
    pub path: String,
    /// What is wrong and what to write, in one sentence without a final stop.
    pub message: String,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

impl core::error::Error for SettingsError {}

/// A setting: its name, its path and its value.
pub(super) struct Setting<'v> {
    /// The name, one of those that were asked for.
    pub(super) name: &'static str,
    /// The path, from the top of the settings.
    pub(super) path: String,
    /// The value.
    pub(super) value: &'v Value<'v>,
}

#[derive(Default)]
pub(super) struct Reader {
    pub(super) errors: Vec<SettingsError>,
    thorough: bool,
}

impl Reader {
    /// One that also looks at what costs more than a request should.
    pub(super) fn thorough() -> Self {
        Self { thorough: true, ..Self::default() }
    }

    /// Whether everything is looked at, and not only what a request needs.
    pub(super) fn is_thorough(&self) -> bool {
        self.thorough
    }

    /// Calls `each` once for every known member of an object.
    pub(super) fn members<'v>(
        &mut self,
        value: &'v Value<'v>,
        path: &str,
        known: &[&'static str],
        each: &mut dyn FnMut(&mut Self, Setting<'v>),
    ) {
        let Some(members) = value.as_object() else {
            return self.wrong_type(path, "an object", value);
        };
        // Bit `i` is set once the member `known[i]` was met.
        let mut met = 0u32;
        for member in members {
            let dot = if path.is_empty() { "" } else { "." };
            let path = alloc::format!("{path}{dot}{}", PlainOrQuoted(&member.key));
            match known.iter().position(|it| *it == member.key) {
                None => {
                    let message = alloc::format!("unknown setting; {}", Meant(&member.key, known));
                    self.error(path, message);
                }
                Some(index) if met & (1 << index) != 0 => {
                    self.error(path, "given more than once; keep one");
                }
                Some(index) => {
                    met |= 1 << index;
                    each(self, Setting { name: known[index], path, value: &member.value });
                }
            }
        }
    }

    /// Calls `each` once for every member of an object whose names are not known beforehand.
    pub(super) fn entries<'v>(
        &mut self,
        setting: &Setting<'v>,
        what: &str,
        each: &mut dyn FnMut(&mut Self, &'v str, Setting<'v>),
    ) {
        let Some(members) = setting.value.as_object() else {
            return self.wrong_type(&setting.path, what, setting.value);
        };
        for (index, member) in members.iter().enumerate() {
            let path = alloc::format!("{}[{}]", setting.path, PlainOrQuoted(&member.key));
            if members[..index].iter().any(|it| it.key == member.key) {
                self.error(path, "given more than once; keep one");
            } else {
                each(self, &member.key, Setting { name: "", path, value: &member.value });
            }
        }
    }

    /// `reject`, `warn` or `off`.
    pub(super) fn mode(&mut self, setting: &Setting<'_>, default: Mode) -> Mode {
        const MODES: [(&str, Mode); 3] =
            [("reject", Mode::Reject), ("warn", Mode::Warn), ("off", Mode::Off)];
        self.choice(setting.value, &setting.path, &MODES).unwrap_or(default)
    }

    pub(super) fn choice<T: Copy>(
        &mut self,
        value: &Value<'_>,
        path: &str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let text = value.as_str();
        if let Some((_, choice)) = choices.iter().find(|(name, _)| Some(*name) == text) {
            return Some(*choice);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let found = match text {
            Some(text) => alloc::format!("{}", Quoted(text)),
            None => type_name(value).into(),
        };
        self.error(path, alloc::format!("expected {}, found {found}", Listed(&names, " or ")));
        None
    }

    /// The entries that are registry hosts.
    pub(super) fn hosts<'v>(&mut self, setting: &Setting<'v>) -> Vec<(usize, RegistryHost<'v>)> {
        self.parsed(setting, "registry host", &mut |it| {
            RegistryHost::parse(it).map_err(|err| alloc::format!("{err}"))
        })
    }

    /// The entries that mean images.
    pub(super) fn images<'v>(&mut self, setting: &Setting<'v>) -> Vec<(usize, ImagePattern<'v>)> {
        self.parsed(setting, "image", &mut |it| {
            ImagePattern::parse(it).map_err(|err| alloc::format!("{err}"))
        })
    }

    /// The entries that are strings and that `parse` takes.
    pub(super) fn parsed<'v, T>(
        &mut self,
        setting: &Setting<'v>,
        what: &str,
        parse: &mut dyn FnMut(&'v str) -> Result<T, String>,
    ) -> Vec<(usize, T)> {
        let Some(items) = setting.value.as_array() else {
            self.wrong_type(&setting.path, &alloc::format!("a list of {what}s"), setting.value);
            return Vec::new();
        };
        let mut found = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let path = || alloc::format!("{}[{index}]", setting.path);
            match item.as_str().map(&mut *parse) {
                Some(Ok(entry)) => found.push((index, entry)),
                Some(Err(message)) => self.error(path(), message),
                None => self.wrong_type(&path(), &alloc::format!("{what} in quotes"), item),
            }
        }
        found
    }

    /// Says that a list of what is allowed is empty, where it is.
    pub(super) fn not_empty(&mut self, setting: &Setting<'_>) {
        if setting.value.as_array().is_some_and(<[_]>::is_empty) {
            self.error(
                &*setting.path,
                "an empty list would refuse everything; leave the setting out to allow everything, \
                 or name at least one",
            );
        }
    }

    pub(super) fn wrong_type(&mut self, path: &str, expected: &str, found: &Value<'_>) {
        self.error(path, alloc::format!("expected {expected}, found {}", type_name(found)));
    }

    pub(super) fn error(&mut self, path: impl Into<String>, message: impl Into<String>) {
        // Enough to mend any file by hand; a generated one has the same mistake everywhere.
        if self.errors.len() < Verdict::LIMIT {
            self.errors.push(SettingsError { path: path.into(), message: message.into() });
        }
    }
}

/// What was probably meant by a name, or else every name there is.
pub(super) struct Meant<'a>(pub(super) &'a str, pub(super) &'a [&'a str]);

impl fmt::Display for Meant<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A name of thousands of letters is no slip of one.
        let near = |it: &&&str| self.0.eq_ignore_ascii_case(it) || near_name(self.0, it);
        match self.1.iter().find(near) {
            Some(name) => write!(f, "did you mean {name}?"),
            None => write!(f, "known are {}", Listed(self.1, ", ")),
        }
    }
}

/// Names with a word between them.
pub(super) struct Listed<'a>(pub(super) &'a [&'a str], pub(super) &'a str);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(self.1)?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}
