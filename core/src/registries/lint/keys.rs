//! Keys of `mirrors` and `configs` that stand for no registry, or for another one than is meant.
//!
//! Keys are compared as texts: host, and the port if the name of the image, or the address that is
//! asked, has one.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use core::ops::Range;

use super::{Lint, config_path, error, mirror_path, shown, warning, without_port};
use crate::finding::{Finding, Fix};
use crate::registries::address::{HUB, HUB_HOST};
use crate::registries::{DEFAULT, Why};

/// Docker Hub, as other clients call it.
pub(super) const INDEX: &str = "index.docker.io";

impl<'r> Lint<'r> {
    pub(super) fn keys(&mut self) {
        let file = self.file;
        for (key, mirror) in &file.mirrors {
            if self.is_full() {
                return;
            }
            let (section, path) = ("mirrors", mirror_path(key));
            if let Some((finding, fix)) = self.odd_key(section, key, &mirror.key) {
                self.say(finding.at(path, mirror.key.clone()).fixed_by(fix));
            } else if let Some((finding, fix)) = self.no_registry(key, &mirror.key) {
                self.say(finding.at(path, mirror.key.clone()).fixed_by(fix));
            }
        }
        let near = self.near();
        for (key, config) in &file.configs {
            if self.is_full() {
                return;
            }
            let (section, path) = ("configs", config_path(key));
            if let Some((finding, fix)) = self.odd_key(section, key, &config.key) {
                self.say(finding.at(path, config.key.clone()).fixed_by(fix));
                continue;
            }
            if let Some((host, place)) = self.meant_host(&near, key) {
                let (shown_key, host_shown) = (shown(key), shown(&host));
                let message = format!(
                    "nothing is asked at {shown_key}, so this entry is used for no endpoint: keys are compared as \
                     texts, and the address that is asked is {host_shown}"
                );
                let fix = self.rename(section, &config.key, &host);
                let finding = warning("registries/config-matches-nothing", message)
                    .at(path, config.key.clone())
                    .with("the address", place)
                    .fixed_by(fix);
                // Those of the mirror at which the credentials are missing.
                let mirror = self.hosts.get(&host).map(|it| it.0);
                let images = mirror.map(|it| self.images_of(it)).unwrap_or_default();
                self.say_of(images, finding);
            }
        }
        for dropped in &self.table.dropped {
            if dropped.why == Why::Key && !is_odd(dropped.key) {
                let key = shown(dropped.key);
                let message = format!(
                    "{key} is no host with a port or without: {} logs an error, and leaves the entry out",
                    self.product()
                );
                let finding = error("registries/key-not-a-host", message);
                self.say(finding.at(key, dropped.span.clone()));
            }
        }
    }

    /// A key with a scheme, a path or a star in it.
    fn odd_key(
        &self,
        section: &str,
        key: &str,
        span: &Range<usize>,
    ) -> Option<(Finding, Option<Fix>)> {
        let shown_key = shown(key);
        if key.contains('/') {
            let has_wildcard = self.file.mirrors.contains_key("*");
            let (host, path) = host_and_path(key);
            let what = match section {
                "mirrors" => "the registry in the names of images",
                _ => "the address that is asked",
            };
            let hides = match has_wildcard && section == "mirrors" && !key.contains("://") {
                true => format!(", and its directory hides the entry \"*\" from {host}"),
                false => String::new(),
            };
            let message = format!(
                "keys of {section} are a host, with a port or without, as {what} has it: {shown_key} fits \
                 nothing{hides}"
            );
            let is_whole = matches!(path, "" | "/" | "/v1" | "/v1/" | "/v2" | "/v2/");
            let host = match host {
                INDEX | HUB_HOST if section == "mirrors" => HUB,
                host => host,
            };
            let fix = self.rename(section, span, host).filter(|_| is_whole && !host.is_empty());
            return Some((error("registries/key-not-a-host", message), fix));
        }
        if key.contains('*') && key != "*" {
            let message = format!(
                "{shown_key} is compared as a text, star and all, and fits no registry: only \"*\" by itself \
                 stands for others, and it stands for all"
            );
            return Some((warning("registries/glob-key", message), None));
        }
        None
    }

    /// A key of `mirrors` that no image can have for its registry.
    fn no_registry(&self, key: &str, span: &Range<usize>) -> Option<(Finding, Option<Fix>)> {
        let shown_key = shown(key);
        if key == DEFAULT {
            let message = format!(
                "{shown_key} is the directory in which \"*\" is written, and no registry: the entry is written \
                 with a default endpoint that does not exist"
            );
            let fix = self.rename("mirrors", span, "*");
            return Some((error("registries/mirror-not-a-registry", message), fix));
        }
        let is_registry = key == "*"
            || key == "localhost"
            || key.contains(['.', ':'])
            || key.bytes().any(|it| it.is_ascii_uppercase());
        if !is_registry {
            let message = format!(
                "{shown_key} has no dot and no port, so an image {shown_key}/app is one of Docker Hub's \
                 ({HUB}/{shown_key}/app), and this entry fits no image"
            );
            return Some((error("registries/mirror-not-a-registry", message), None));
        }
        if matches!(key, INDEX | HUB_HOST) && self.images_of(key).is_empty() {
            let message = format!(
                "images of Docker Hub have the registry {HUB}, also where their names say {INDEX}: an entry \
                 {shown_key} is not theirs"
            );
            let fix = self.rename("mirrors", span, HUB);
            return Some((warning("registries/mirror-of-hub-host", message), fix));
        }
        None
    }

    /// The hosts that are asked, by their name without port and in lower case: `None` where several
    /// have the same.
    fn near(&self) -> BTreeMap<String, Option<(String, Range<usize>)>> {
        let mut near: BTreeMap<String, Option<(String, Range<usize>)>> = BTreeMap::new();
        for (host, (_, span)) in &self.hosts {
            let known = near.entry(without_port(host).to_ascii_lowercase());
            let one = Some((host.clone(), span.clone()));
            known.and_modify(|it| *it = None).or_insert(one);
        }
        near
    }

    /// The one host that a key of `configs` was meant for, where the key itself is asked nowhere.
    fn meant_host(
        &self,
        near: &BTreeMap<String, Option<(String, Range<usize>)>>,
        key: &'r str,
    ) -> Option<(String, Range<usize>)> {
        let is_used = key == "*"
            || matches!(key, HUB | HUB_HOST | INDEX)
            || self.hosts.contains_key(key)
            || self.file.mirrors.contains_key(key)
            || self.by_registry.contains_key(key);
        if is_used {
            return None;
        }
        let found = near.get(&without_port(key).to_ascii_lowercase())?.clone()?;
        (!self.file.configs.contains_key(&found.0)).then_some(found)
    }
}

fn is_odd(key: &str) -> bool {
    key.contains('/') || (key.contains('*') && key != "*")
}

/// The host of a key that is written as an address, and what follows it.
fn host_and_path(key: &str) -> (&str, &str) {
    let rest = key.split_once("://").map_or(key, |it| it.1);
    let rest = rest.split_once('@').map_or(rest, |it| it.1);
    rest.split_at(rest.find('/').unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn a_key_is_cut_at_its_first_slash() {
        let cut = |key: &str| {
            let (host, path) = host_and_path(key);
            (host.to_string(), path.to_string())
        };
        assert_eq!(cut("https://r.io:5000/v2/"), ("r.io:5000".into(), "/v2/".into()));
        assert_eq!(cut("docker.io/library"), ("docker.io".into(), "/library".into()));
        assert_eq!(cut("https://r.io"), ("r.io".into(), String::new()));
    }
}
