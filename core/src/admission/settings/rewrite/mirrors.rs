//! `rewrite.registries`: mirrors as `registries.yaml` of K3s and RKE2 has them.

use alloc::vec::Vec;

use super::super::super::registry::RegistryHost;
use super::super::{Reader, Setting};
use super::Prefix;
use crate::quoted::PlainOrQuoted;
use crate::rewrite;

/// An entry of `rewrite.registries.mirrors`: images of a registry are taken from another place.
#[derive(Clone, Debug)]
pub struct Mirror<'a> {
    /// The registry in the names of images, or `*` for every one that has no entry.
    pub registry: &'a str,
    /// The first of `endpoint`; `None` where there is none, and nothing is rewritten.
    pub endpoint: Option<Prefix<'a>>,
    /// `rewrite`: what becomes of repositories.
    pub rewrites: rewrite::Rewrites<'a>,
}

/// Reads `rewrite.registries`, which is a whole file. What `configs` holds is of no use here.
pub(super) fn read<'a>(reader: &mut Reader, setting: &Setting<'a>) -> Vec<Mirror<'a>> {
    let mut read: Vec<Mirror<'a>> = Vec::new();
    let known = ["mirrors", "configs"];
    reader.members(setting.value, &setting.path, &known, &mut |reader, it| {
        if it.name == "configs" {
            return reader.entries(&it, "an object of hosts", &mut |_, _, _| {});
        }
        reader.entries(&it, "an object of registries", &mut |reader, key, it| {
            if key != "*" && key.contains('*') {
                reader.error(&*it.path, "a star stands alone here, as *");
            } else if let Some(err) = RegistryHost::parse(key).err().filter(|_| key != "*") {
                reader.error(&*it.path, alloc::format!("{err}"));
            }
            read.push(mirror(reader, key, &it));
        });
        for mirror in &read {
            let leads = |it: &&Mirror<'a>| {
                let endpoint = it.endpoint.as_ref();
                endpoint.is_some_and(|it| {
                    RegistryHost::parse(mirror.registry).is_ok_and(|host| it.is_all_of(&host))
                })
            };
            if read.iter().any(|it| leads(&it)) {
                reader.error(
                    alloc::format!("{}[{}]", it.path, PlainOrQuoted(mirror.registry)),
                    "is where an entry leads; what is there already stays as it is",
                );
            }
        }
    });
    read
}

fn mirror<'a>(reader: &mut Reader, registry: &'a str, setting: &Setting<'a>) -> Mirror<'a> {
    let mut endpoint = None;
    let mut pairs: Vec<(&'a str, &'a str)> = Vec::new();
    let known = ["endpoint", "rewrite"];
    reader.members(setting.value, &setting.path, &known, &mut |reader, it| match it.name {
        "endpoint" => {
            let found = reader.parsed(&it, "endpoint", &mut Prefix::of_endpoint);
            endpoint = found.into_iter().next().map(|(_, it)| it);
        }
        _ => {
            reader.entries(&it, "an object of patterns", &mut |reader, pattern, it| match it
                .value
                .as_str()
            {
                Some(replacement) if replacement.is_ascii() => {
                    pairs.push((pattern, replacement));
                }
                Some(_) => reader.error(it.path, "holds a character that no image has"),
                None => reader.wrong_type(&it.path, "a replacement in quotes", it.value),
            });
        }
    });
    let rewrites = rewrite::Rewrites::of_pairs(pairs.into_iter());
    if reader.is_thorough() {
        for rule in rewrites.rules() {
            if let Some(err) = rule.error() {
                let path =
                    alloc::format!("{}.rewrite[{}]", setting.path, PlainOrQuoted(rule.pattern));
                reader.error(path, err.harmless());
            }
        }
    }
    Mirror { registry, endpoint, rewrites }
}
