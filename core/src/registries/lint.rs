//! What is wrong with a `registries.yaml`, at its line.
//!
//! K3s says little of a file that does something else than was meant: it passes over what it does not
//! know, leaves out what changes nothing, and writes the rest for containerd, whose log is elsewhere.
//! Each rule here asks the code that decides: what is read of the file, the [`Table`] that is made of
//! it, the patterns as containerd compiles them.
//!
//! | module | what it looks at |
//! | --- | --- |
//! | `reading` | what is no YAML, of another type, or not known |
//! | `keys` | keys of `mirrors` and `configs` that stand for no registry |
//! | `settings` | credentials and TLS: what is not read, and for which host it is |
//! | `endpoints` | addresses: scheme, path, port |
//! | `default_endpoint` | the registry's own address, listed or switched off |
//! | `rewrites` | patterns and replacements by themselves |
//! | `patterns` | patterns and what they are meant for |
//! | `wildcard` | `"*"` |
//! | `images` | the file and the images of a text |

mod default_endpoint;
mod endpoints;
mod images;
mod keys;
mod patterns;
mod reading;
mod rewrites;
mod settings;
mod wildcard;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::address::Address;
use super::file::{Mirror, Registries};
use super::setting::Setting;
use super::table::{Flags, Table, Why};
use crate::docker_config::without_user;
use crate::edit;
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::json::Value;
use crate::rewrite::Rewrites;
use crate::text::documents;

pub use reading::{looks_like_registries, not_yaml};

/// More patterns than are compiled to be judged, and more images than they are tried on.
const MAX_PATTERNS: usize = 500;
const MAX_STATES: usize = 200_000;
const MAX_TRIED: usize = 200;
/// More findings of one file than are made: nobody reads them, and each takes its time.
const MAX_FOUND: usize = 10_000;

/// An image of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image<'i> {
    /// Its registry, with the port if it has one.
    pub registry: &'i str,
    /// Its repository, with `library/` where Docker Hub's own images need it.
    pub repository: &'i str,
    /// Where it stands.
    pub span: Range<usize>,
    /// Where the name of a pull Secret stands that has credentials for it.
    pub pull_secret: Option<Range<usize>>,
    /// Where an error says that its registry speaks plain HTTP.
    pub answered_http: Option<Range<usize>>,
}

/// A finding, and which of the images it touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The finding.
    pub finding: Finding,
    /// Indices into the images.
    pub images: Vec<usize>,
}

/// Everything that is found about a document, and the images that come with it.
///
/// `text` holds the file at `document`, which was read as `root`. Errors of types are all that is found
/// where K3s does not read the file. After some 10,000 findings no more are made.
pub fn lint(
    text: &str,
    document: &Range<usize>,
    root: &Value<'_>,
    setting: &Setting,
    images: &[Image<'_>],
) -> Vec<Found> {
    let file = match Registries::read(text, root) {
        Ok(file) => file,
        Err(error) => return reading::refused(text, document, setting, &error),
    };
    let flags = setting.flags();
    let table = Table::new(&file, &flags);
    let mut lint = Lint::new(text, root, &file, setting, &flags, &table, images);
    lint.unknown_keys();
    lint.keys();
    lint.settings();
    lint.endpoints();
    lint.default_endpoints();
    lint.all_rewrites();
    lint.wildcard();
    lint.images();
    lint.found
}

/// Everything that is found about a file by itself, and about images that it is asked about.
///
/// ```
/// use pullscope_core::registries::Setting;
/// use pullscope_core::registries::lint::of_file;
///
/// let found = of_file("mirrors:\n  *:\n", &Setting::default(), &[]);
/// assert_eq!(found[0].code, "registries/wildcard-unquoted");
/// ```
pub fn of_file(text: &str, setting: &Setting, images: &[Image<'_>]) -> Vec<Finding> {
    let read = documents(text);
    // K3s reads the first document, and no other.
    let Some(document) = read.docs.first() else { return Vec::new() };
    if let Some(error) = &document.error {
        let is_refused = Registries::parse(text).is_err();
        let finding = is_refused.then(|| not_yaml(text, &document.span, error, setting));
        return finding.into_iter().collect();
    }
    let found = lint(text, &document.span, &document.root, setting, images);
    found.into_iter().map(|it| it.finding).collect()
}

/// One file, with what is made of it.
struct Lint<'r> {
    text: &'r str,
    root: &'r Value<'r>,
    file: &'r Registries,
    setting: &'r Setting,
    flags: &'r Flags,
    table: &'r Table<'r>,
    images: &'r [Image<'r>],
    /// The images by registry.
    by_registry: BTreeMap<&'r str, Vec<usize>>,
    /// The endpoints of each mirror that are addresses.
    endpoints: BTreeMap<&'r str, Vec<Listed<'r>>>,
    /// The host and port of every endpoint, with where it stands and for which mirror.
    hosts: BTreeMap<String, (&'r str, Range<usize>)>,
    /// The entries that are left out since they change nothing.
    pruned: BTreeSet<&'r str>,
    /// By mirror and place the number of an endpoint.
    numbers: BTreeMap<(&'r str, usize), usize>,
    /// Where keys stand that stand above, too.
    again: BTreeSet<usize>,
    found: Vec<Found>,
}

/// An endpoint as it is listed.
struct Listed<'r> {
    /// Its number in the list.
    index: usize,
    text: &'r str,
    span: Range<usize>,
    address: Address,
}

impl<'r> Lint<'r> {
    fn new(
        text: &'r str,
        root: &'r Value<'r>,
        file: &'r Registries,
        setting: &'r Setting,
        flags: &'r Flags,
        table: &'r Table<'r>,
        images: &'r [Image<'r>],
    ) -> Self {
        let mut by_registry: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, image) in images.iter().enumerate() {
            by_registry.entry(image.registry).or_default().push(number);
        }
        let mut hosts = BTreeMap::new();
        let mut endpoints = BTreeMap::new();
        for (key, mirror) in &file.mirrors {
            let listed: Vec<Listed<'_>> = listed(mirror, flags).collect();
            for it in &listed {
                for host in [it.address.host(), it.address.registry.clone()] {
                    hosts.entry(host).or_insert((key.as_str(), it.span.clone()));
                }
            }
            endpoints.insert(key.as_str(), listed);
        }
        let pruned = table.dropped.iter().filter(|it| it.why == Why::Nothing);
        let numbers = file.mirrors.iter().flat_map(|(key, mirror)| {
            let all = mirror.endpoints.iter().enumerate();
            all.map(move |(number, it)| ((key.as_str(), it.span.start), number))
        });
        let mirrors = file.mirrors.values().map(|it| (it.is_again, it.key.start));
        let configs = file.configs.values().map(|it| (it.is_again, it.key.start));
        let again = mirrors.chain(configs).filter(|it| it.0).map(|it| it.1);
        Self {
            text,
            root,
            file,
            setting,
            flags,
            table,
            images,
            by_registry,
            endpoints,
            hosts,
            pruned: pruned.map(|it| it.key).collect(),
            numbers: numbers.collect(),
            again: again.collect(),
            found: Vec::new(),
        }
    }

    fn say(&mut self, finding: Finding) {
        self.found.push(Found { finding, images: Vec::new() });
    }

    fn say_of(&mut self, images: Vec<usize>, finding: Finding) {
        self.found.push(Found { finding, images });
    }

    fn is_full(&self) -> bool {
        self.found.len() >= MAX_FOUND
    }

    /// The name of K3s or RKE2.
    fn product(&self) -> &'static str {
        self.setting.distribution.title()
    }

    fn address(&self, text: &str) -> Option<Address> {
        Address::parse(text, &self.flags.supervisor).ok()
    }

    /// The mirrors that have an endpoint, the key first.
    fn mirrors(&self) -> impl Iterator<Item = (&'r str, &'r Mirror)> + use<'r> {
        self.file.mirrors.iter().map(|(key, mirror)| (key.as_str(), mirror))
    }

    /// The path to an endpoint of a mirror.
    fn endpoint_path(&self, key: &str, span: &Range<usize>) -> String {
        let number = self.numbers.get(&(key, span.start)).copied().unwrap_or_default();
        format!("{}.endpoint[{number}]", mirror_path(key))
    }

    /// The numbers of the images of a registry.
    fn images_of(&self, registry: &str) -> Vec<usize> {
        self.by_registry.get(registry).cloned().unwrap_or_default()
    }

    /// A command to look further with on the node.
    fn look(title: &str, command: String) -> Fix {
        Fix { title: title.to_string(), edits: Vec::new(), command: Some(command) }
    }

    /// The command that shows the file of a directory.
    fn look_at(&self, directory: &str) -> Option<Fix> {
        // A key with a user name and a password is repeated nowhere.
        let is_plain = !directory.contains('@');
        let command = || self.setting.show_hosts_toml(directory);
        is_plain.then(|| Self::look("Look at what is made of it", command()))
    }

    /// The command that looks for words in containerd's log.
    fn look_in_log(&self, words: &str) -> Fix {
        Self::look("Look into containerd's log on the node", self.setting.containerd_log(words))
    }

    /// Another text in place of a scalar.
    fn write(&self, span: &Range<usize>, new: &str) -> Fix {
        let title = format!("Write {}", shown(new));
        Fix { title, edits: Vec::from([self.replaced(span, new)]), command: None }
    }

    fn replaced(&self, span: &Range<usize>, new: &str) -> Edit {
        edit::replace(self.text, span, new)
    }

    /// Another name in place of a key, unless one of that name is there, or the key itself is there
    /// twice, so that the entry above it would count then.
    fn rename(&self, section: &str, span: &Range<usize>, new: &str) -> Option<Fix> {
        let is_in_the_way = match section {
            "mirrors" => self.file.mirrors.contains_key(new),
            _ => self.file.configs.contains_key(new),
        };
        let is_again = self.again.contains(&span.start);
        (!is_in_the_way && !is_again && !new.contains('@')).then(|| self.write(span, new))
    }

    /// The rewrites of every mirror, ready to be tried, as far as their number allows.
    fn rewrites(&self) -> Vec<(&'r str, &'r Mirror, Rewrites<'r>)> {
        let (mut left, mut states) = (MAX_PATTERNS, MAX_STATES);
        let mirrors = self.mirrors().filter(|it| !it.1.rewrites.is_empty());
        let few = mirrors.take_while(|it| {
            let fits = it.1.rewrites.len() <= left;
            left = left.saturating_sub(it.1.rewrites.len());
            fits
        });
        let made = few.map(|(key, mirror)| (key, mirror, Rewrites::new(&mirror.rewrites)));
        let small = made.take_while(|it| {
            let fits = it.2.states() <= states;
            states = states.saturating_sub(it.2.states());
            fits
        });
        small.collect()
    }
}

/// The endpoints of a mirror that are addresses.
fn listed<'r>(mirror: &'r Mirror, flags: &'r Flags) -> impl Iterator<Item = Listed<'r>> + use<'r> {
    mirror.endpoints.iter().enumerate().filter_map(|(index, endpoint)| {
        let address = Address::parse(&endpoint.value, &flags.supervisor).ok()?;
        Some(Listed { index, text: &endpoint.value, span: endpoint.span.clone(), address })
    })
}

/// A key or an address for a message: without a password, and cut.
fn shown(text: &str) -> String {
    let text = without_user(text);
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

fn config_path(key: &str) -> String {
    format!("configs.{}", shown(key))
}

fn mirror_path(key: &str) -> String {
    format!("mirrors.{}", shown(key))
}

/// A host and port, the port apart.
fn without_port(host: &str) -> &str {
    match super::address::port(host) {
        Some(port) => &host[..host.len() - port.len() - 1],
        None => host,
    }
}

/// Names with commas between them, and a word before the last.
fn listing(names: &BTreeSet<String>, word: &str) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).take(4).collect();
    match &names[..] {
        [] => String::new(),
        [one] => one.to_string(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

fn warning(code: &'static str, message: String) -> Finding {
    Finding::new(code, Severity::Warning, message)
}

fn error(code: &'static str, message: String) -> Finding {
    Finding::new(code, Severity::Error, message)
}

fn info(code: &'static str, message: String) -> Finding {
    Finding::new(code, Severity::Info, message)
}

#[cfg(test)]
mod tests;
