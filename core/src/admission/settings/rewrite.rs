//! `rewrite`: images of one place that are taken from another.

use alloc::string::String;
use alloc::vec::Vec;

mod mirrors;

pub use mirrors::Mirror;

use super::super::registry::RegistryHost;
use super::{Reader, Setting};
use crate::json::Value;
use crate::quoted::Quoted;
use crate::reference::Reference;

/// `rewrite`. The first rule that an image begins with counts, and else the mirror of its registry.
#[derive(Clone, Debug, Default)]
pub struct Rewrites<'a> {
    /// `rules`.
    pub rules: Vec<RewriteRule<'a>>,
    /// `registries.mirrors`.
    pub mirrors: Vec<Mirror<'a>>,
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
    pub(super) host: RegistryHost<'a>,
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

    /// The beginning of what an endpoint of `registries.yaml` is asked for: its host, and the path
    /// behind `/v2`.
    pub(super) fn of_endpoint(text: &'a str) -> Result<Self, String> {
        let rest = ["https://", "http://"].iter().find_map(|it| text.strip_prefix(it));
        let rest = rest.unwrap_or(text);
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let path = path.trim_matches('/');
        let path = match path.strip_prefix("v2/").unwrap_or(path) {
            "v2" => "",
            path => path,
        };
        let host = RegistryHost::parse(host).map_err(|err| alloc::format!("{err}"))?;
        let prefix = Self { text, host, path };
        let is_v2 = path.is_empty() || rest[host.as_str().len()..].starts_with("/v2/");
        let is_registry = |it: Reference<'_>| it.is_registry_written();
        if is_v2
            && !text.contains('*')
            && Reference::parse(&prefix.join("a")).is_ok_and(is_registry)
        {
            return Ok(prefix);
        }
        Err(alloc::format!(
            "{} has a path that no image has; write the host, or https://HOST/v2/PATH",
            Quoted(text)
        ))
    }

    /// The entry as written.
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// The image of a repository below it.
    pub(in super::super) fn join(&self, rest: &str) -> String {
        let mut image = String::from(self.host.as_str());
        for part in [self.path, rest] {
            if !part.is_empty() {
                image.push('/');
                image.push_str(part);
            }
        }
        image
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
        let mut rest = String::new();
        for component in found {
            if !rest.is_empty() {
                rest.push('/');
            }
            rest.push_str(component);
        }
        Some(rest)
    }

    /// Whether every image of a registry is below it.
    fn is_all_of(&self, host: &RegistryHost<'_>) -> bool {
        self.path.is_empty() && self.host.allows(host)
    }

    /// Whether all that is below `other` is below this one.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let rest = other.path.strip_prefix(self.path);
        self.host.allows(&other.host)
            && (self.path.is_empty() || rest.is_some_and(|it| it.is_empty() || it.starts_with('/')))
    }
}

impl<'a> Rewrites<'a> {
    pub(super) fn read(reader: &mut Reader, setting: &Setting<'a>) -> Self {
        let mut read = Self::default();
        let known = ["rules", "registries"];
        reader.members(setting.value, &setting.path, &known, &mut |reader, it| {
            if it.name == "registries" {
                read.mirrors = mirrors::read(reader, &it);
                return;
            }
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

    /// Whether a place is one that images are taken from already.
    pub(in super::super) fn leads_to(&self, reference: &Reference<'_>) -> bool {
        let rules = self.rules.iter().map(|it| &it.to);
        let mirrors = self.mirrors.iter().filter_map(|it| it.endpoint.as_ref());
        rules.chain(mirrors).any(|it| it.rest(reference).is_some())
    }

    /// The mirror of a registry: its own, or that of every registry without one.
    pub(in super::super) fn mirror(&self, registry: &str) -> Option<&Mirror<'a>> {
        let found = |key| self.mirrors.iter().find(|it| it.registry == key);
        found(registry).or_else(|| found("*"))
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
