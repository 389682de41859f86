//! `rewrite`: images of one place that are taken from another.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::registry::RegistryHost;
use super::{Reader, Setting};
use crate::json::Value;
use crate::quoted::Quoted;
use crate::reference::Reference;

/// `rewrite`. The first rule that an image begins with counts.
#[derive(Clone, Debug, Default)]
pub struct Rewrites<'a> {
    /// `rules`.
    pub rules: Vec<RewriteRule<'a>>,
}

/// An element of `rewrite.rules`: images below `from` are taken from below `to`.
#[derive(Clone, Debug)]
pub struct RewriteRule<'a> {
    /// `from`: a registry host, or a path of it.
    pub from: Prefix<'a>,
    /// `to`: another one. What is below it already stays as it is, so that rewriting twice changes
    /// nothing.
    pub to: Prefix<'a>,
}

/// The beginning of images: `docker.io/library`.
#[derive(Clone, Copy, Debug)]
pub struct Prefix<'a> {
    text: &'a str,
    host: RegistryHost<'a>,
    path: &'a str,
}

impl<'a> Prefix<'a> {
    /// Reads an entry of the settings with the parser that reads images.
    fn parse(text: &'a str) -> Result<Self, String> {
        let refuse = || {
            alloc::format!(
                "{} is not the beginning of an image; write a registry host and, if need be, a \
                 path, such as docker.io/library",
                Quoted(text)
            )
        };
        let (host, path) = text.split_once('/').unwrap_or((text, ""));
        if text.contains('*') || (path.is_empty() && text.contains('/')) {
            return Err(refuse());
        }
        let host = RegistryHost::parse(host).map_err(|err| alloc::format!("{err}"))?;
        let probe = alloc::format!("{text}/a");
        match Reference::parse(&probe) {
            Ok(it) if it.is_registry_written() => Ok(Self { text, host, path }),
            _ => Err(refuse()),
        }
    }

    /// The entry as written.
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// What of a reference is below it, by whole components; `""` for the repository itself.
    pub(in super::super) fn rest(&self, reference: &Reference<'_>) -> Option<String> {
        if !self.host.allows(&RegistryHost::of_image(reference.registry())) {
            return None;
        }
        let repository = reference.repository();
        let mut found = repository.components();
        for expected in self.path.split('/').filter(|_| !self.path.is_empty()) {
            if found.next() != Some(expected) {
                return None;
            }
        }
        let rest: Vec<&str> = found.collect();
        Some(rest.join("/"))
    }

    /// Whether all that is below `other` is below this one.
    fn covers(&self, other: &Self) -> bool {
        let rest = other.path.strip_prefix(self.path);
        self.host.allows(&other.host)
            && (self.path.is_empty() || rest.is_some_and(|it| it.is_empty() || it.starts_with('/')))
    }
}

impl<'a> Rewrites<'a> {
    pub(super) fn read(reader: &mut Reader, setting: &Setting<'a>) -> Self {
        let mut read = Self::default();
        reader.members(setting.value, &setting.path, &["rules"], &mut |reader, it| {
            let Some(items) = it.value.as_array() else {
                return reader.wrong_type(&it.path, "a list of rules", it.value);
            };
            // The place of each rule in the text: one that is wrong is left out.
            let mut places: Vec<String> = Vec::new();
            for (index, item) in items.iter().enumerate() {
                let path = alloc::format!("{}[{index}]", it.path);
                if let Some(rule) = rule(reader, item, &path) {
                    read.rules.push(rule);
                    places.push(path);
                }
            }
            for (index, rule) in read.rules.iter().enumerate() {
                let before = read.rules[..index].iter().find(|it| it.from.covers(&rule.from));
                if let Some(before) = before {
                    let before = Quoted(before.from.as_str());
                    let message = alloc::format!("is never reached: {before} stands before it");
                    reader.error(alloc::format!("{}.from", places[index]), message);
                } else if let Some(to) = read.rules.iter().find(|it| it.to.covers(&rule.from)) {
                    let to = Quoted(to.to.as_str());
                    let message = alloc::format!(
                        "is below {to}, to which a rule leads; what is there already stays as it is"
                    );
                    reader.error(alloc::format!("{}.from", places[index]), message);
                }
            }
        });
        read
    }
}

fn rule<'a>(reader: &mut Reader, value: &'a Value<'a>, path: &str) -> Option<RewriteRule<'a>> {
    let (mut from, mut to) = (None, None);
    let before = reader.errors.len();
    reader.members(value, path, &["from", "to"], &mut |reader, it| {
        let prefix = match it.value.as_str().map(Prefix::parse) {
            Some(Ok(prefix)) => Some(prefix),
            Some(Err(message)) => {
                reader.error(it.path, message);
                None
            }
            None => {
                reader.wrong_type(&it.path, "a registry host, with or without a path", it.value);
                None
            }
        };
        match it.name {
            "from" => from = prefix,
            _ => to = prefix,
        }
    });
    if reader.errors.len() == before && (from.is_none() || to.is_none()) {
        reader.error(path, "needs from and to, each a registry host with or without a path");
    }
    Some(RewriteRule { from: from?, to: to? })
}
