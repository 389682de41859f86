//! What containerd asks for an image, in order.
//!
//! ```text
//! image ──► registry, repository, tag or digest
//! registry ──► its directory, else _default, else none
//! directory ──► endpoints in order, and the default last, if there is one
//! endpoint ──► rewritten repository, address, ns, credentials, TLS
//! ```
//!
//! The first that answers with the manifest is used; every failure goes on to the next.
//!
//! Upstream: `ConfigureHosts` in containerd `core/remotes/docker/config/hosts.go`, `Resolve` in
//! `core/remotes/docker/resolver.go`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::address::{Address, HUB, HUB_HOST, is_local, is_local_with_port, port};
use super::file::{Auth, Registries};
use super::hosts_toml::{TomlTrap, toml_trap};
use super::profile::Profile;
use super::table::{Directory, Endpoint, Security, Table, Target};
use crate::reference::Reference;
use crate::rewrite::{Rewrites, Rewritten};

/// What containerd does for one image.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolution<'r> {
    /// The registry in the name of the image.
    pub registry: String,
    /// The repository, with `library/` where Docker Hub's own images need it.
    pub repository: String,
    /// The tag, or the digest; of both the digest.
    pub object: String,
    /// The directory that is read; `None` where there is none.
    pub directory: Option<String>,
    /// What breaks the file of that directory, so that it is passed over.
    pub broken: Option<Broken>,
    /// What is asked, in order.
    pub attempts: Vec<Attempt<'r>>,
}

/// A text that breaks a whole `hosts.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Where it stands in `registries.yaml`.
    pub span: Range<usize>,
    /// What it is: a pattern, a replacement or an address.
    pub what: &'static str,
}

/// One address that is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt<'r> {
    /// `https` or `http`, which is tried first.
    pub scheme: String,
    /// Host and port.
    pub host: String,
    /// What stands before the repository: `/v2`, or a path of its own.
    pub path: String,
    /// What becomes of the repository.
    pub rewritten: Rewritten,
    /// The registry, where the address has to be told which one is meant.
    pub ns: Option<String>,
    /// Whether this is the registry's own address, asked last.
    pub is_default: bool,
    /// How the connection is secured.
    pub tls: Option<Security<'r>>,
    /// Whether certificates are not verified because the host is local.
    pub skips_verification: bool,
    /// Whether plain HTTP follows when HTTPS does not answer.
    pub then_http: bool,
    /// Where the credentials stand, and themselves; `None` is anonymous.
    pub auth: Option<(&'r str, &'r Auth)>,
    /// Where it is written; `None` for what is filled in.
    pub span: Option<Range<usize>>,
}

impl Attempt<'_> {
    /// The URL of the manifest, for one repository.
    pub fn url(&self, repository: &str, object: &str) -> String {
        let path = clean(&format!("{}/{repository}/manifests/{object}", self.path));
        let mut url = format!("{}://{}{path}", self.scheme, self.host);
        if let Some(ns) = &self.ns {
            url += "?ns=";
            push_query(&mut url, ns);
        }
        url
    }
}

/// Everything that decides what is asked, ready for one image after the other.
#[derive(Clone, Debug)]
pub struct Resolver<'r> {
    file: &'r Registries,
    table: &'r Table<'r>,
    profile: Profile,
    /// Of each directory: what breaks its file, and the rewrites of its entry.
    ready: Vec<(&'r str, Option<Broken>, Rewrites<'r>)>,
}

impl<'r> Resolver<'r> {
    /// Makes the rewrites of every directory ready.
    pub fn new(file: &'r Registries, table: &'r Table<'r>, profile: Profile) -> Self {
        let ready = table.directories.iter().map(|(name, directory)| {
            let rewrites = directory.endpoints.iter().find_map(|it| it.rewrites);
            (*name, broken(directory), rewrites.map(Rewrites::new).unwrap_or_default())
        });
        Self { file, table, profile, ready: ready.collect() }
    }

    /// What containerd asks for an image, in order.
    ///
    /// ```
    /// use pullscope_core::Reference;
    /// use pullscope_core::registries::{Flags, Profile, Registries, Resolver, Table};
    ///
    /// let file = "mirrors: {docker.io: {endpoint: ['https://m.example.com:5000']}}";
    /// let file = Registries::parse(file).unwrap();
    /// let flags = Flags::default();
    /// let table = Table::new(&file, &flags);
    /// let resolver = Resolver::new(&file, &table, Profile::default());
    /// let found = resolver.resolve(&Reference::parse("busybox").unwrap());
    /// let urls: Vec<String> =
    ///     found.attempts.iter().map(|it| it.url(&found.repository, &found.object)).collect();
    /// assert_eq!(urls, [
    ///     "https://m.example.com:5000/v2/library/busybox/manifests/latest?ns=docker.io",
    ///     "https://registry-1.docker.io/v2/library/busybox/manifests/latest",
    /// ]);
    /// ```
    pub fn resolve(&self, image: &Reference<'_>) -> Resolution<'r> {
        let registry = image.registry().to_string();
        let repository = image.repository().to_string();
        let object = match (image.digest(), image.tag()) {
            (Some(digest), _) => digest.to_string(),
            (None, tag) => tag.unwrap_or("latest").to_string(),
        };
        let found = self.table.directory(&registry);
        let ready = found.and_then(|(name, _)| self.ready(name));
        let broken = ready.and_then(|it| it.1.clone());
        let attempts = match (found, ready) {
            (Some((name, directory)), Some((_, None, rewrites))) => {
                self.attempts(&registry, &repository, name, directory, rewrites)
            }
            _ => alloc::vec![self.own(&registry, None)],
        };
        let directory = found.map(|(name, _)| name.to_string());
        Resolution { registry, repository, object, directory, broken, attempts }
    }

    /// The rewrites of a directory.
    pub fn rewrites(&self, directory: &str) -> Option<&Rewrites<'r>> {
        self.ready(directory).map(|it| &it.2)
    }

    /// The directories stand in the order of their names.
    fn ready(&self, directory: &str) -> Option<&(&'r str, Option<Broken>, Rewrites<'r>)> {
        let found = self.ready.binary_search_by(|it| it.0.cmp(directory));
        self.ready.get(found.ok()?)
    }

    fn attempts(
        &self,
        registry: &str,
        repository: &str,
        name: &str,
        directory: &Directory<'r>,
        rewrites: &Rewrites<'r>,
    ) -> Vec<Attempt<'r>> {
        let mut attempts = Vec::with_capacity(directory.endpoints.len() + 1);
        // All of a directory have the same rewrites, or none.
        let mut done: Option<Rewritten> = None;
        for endpoint in &directory.endpoints {
            let rewritten = match endpoint.rewrites {
                Some(_) => done.get_or_insert_with(|| rewrites.apply(repository)).clone(),
                None => Rewritten::Same,
            };
            if let Target::Address(address) = &endpoint.address {
                attempts.push(self.attempt(registry, address, endpoint, rewritten, false));
            }
        }
        let written = attempts.len();
        let is_wildcard = name == super::table::DEFAULT;
        match &directory.default {
            // A file without `server` and with endpoints has no default.
            None if !attempts.is_empty() => {}
            Some(it) if it.address == Target::Unwritten && !attempts.is_empty() => {}
            Some(_)
                if is_wildcard && !attempts.is_empty() && self.profile.loses_wildcard_default() => {
            }
            None => attempts.push(self.own(registry, None)),
            Some(default) => match &default.address {
                Target::Address(address) => {
                    let rewritten = match self.profile.rewrites_default() {
                        true => rewrites.apply(repository),
                        false => Rewritten::Same,
                    };
                    attempts.push(self.attempt(registry, address, default, rewritten, true));
                }
                Target::Own | Target::Unwritten => {
                    attempts.push(self.own(registry, Some(default)));
                }
            },
        }
        // Where the last one has no host, containerd fills in the registry's own address, and keeps
        // what else is said of it.
        if attempts.len() == written
            && let (Some(last), Some(endpoint)) = (attempts.last_mut(), directory.endpoints.last())
            && last.host.is_empty()
        {
            let rewritten = core::mem::replace(&mut last.rewritten, Rewritten::Same);
            *last = Attempt { rewritten, ..self.own(registry, Some(endpoint)) };
        }
        attempts
    }

    fn attempt(
        &self,
        registry: &str,
        address: &Address,
        endpoint: &Endpoint<'r>,
        rewritten: Rewritten,
        is_default: bool,
    ) -> Attempt<'r> {
        let (scheme, host, path) = asked_for(address);
        let path = match address.override_path || path.ends_with("/v2") {
            true => path,
            false => clean(&format!("{path}/v2")),
        };
        let is_secured = endpoint.tls.is_some_and(|it| match it {
            Security::Cluster => true,
            Security::File(tls) => tls.is_set(),
        });
        let then_http = scheme == "http" && is_secured && port(&host) != Some("80");
        Attempt {
            scheme: if then_http { "https" } else { scheme }.to_string(),
            ns: ns(registry, &host),
            path: if path == "/" { String::new() } else { path },
            rewritten,
            is_default,
            tls: endpoint.tls,
            skips_verification: false,
            then_http,
            auth: self.auth(&host),
            span: Some(endpoint.span.clone()).filter(|it| !it.is_empty()),
            host,
        }
    }

    /// The registry's own address, where none is written.
    fn own(&self, registry: &str, root: Option<&Endpoint<'r>>) -> Attempt<'r> {
        let (host, local) = match registry {
            HUB => (HUB_HOST, false),
            host => (host, is_local(host)),
        };
        let skips = local && port(host) != Some("80");
        let plain = is_local_with_port(host);
        Attempt {
            scheme: if plain && !skips { "http" } else { "https" }.to_string(),
            host: host.to_string(),
            path: "/v2".to_string(),
            rewritten: Rewritten::Same,
            ns: ns(registry, host),
            is_default: true,
            tls: root.and_then(|it| it.tls),
            skips_verification: skips,
            then_http: plain && skips,
            auth: self.auth(host),
            span: root.map(|it| it.span.clone()),
        }
    }

    /// The credentials for the address that is asked.
    fn auth(&self, host: &str) -> Option<(&'r str, &'r Auth)> {
        let aliases: &[&str] = match self.profile.knows_hub_by_its_names() && host == HUB_HOST {
            true => &[HUB, "index.docker.io"],
            false => &[],
        };
        core::iter::once(host).chain(aliases.iter().copied()).find_map(|it| {
            let (key, config) = self.file.configs.get_key_value(it)?;
            Some((key.as_str(), config.auth.as_ref()?))
        })
    }
}

/// The scheme, the host and the path that containerd takes from an address. Before one that does not
/// begin with `http` it puts `https://`, and so makes a host of another scheme.
///
/// Upstream: `parseHostConfig` in containerd `core/remotes/docker/config/hosts.go`.
fn asked_for(address: &Address) -> (&str, String, String) {
    let scheme = address.scheme();
    if scheme.starts_with("http") {
        let path = clean(&String::from_utf8_lossy(address.url.path()));
        return (scheme, address.host(), path);
    }
    let url = address.url.without_user_and_query();
    let path = clean(url.strip_prefix(scheme).unwrap_or_default().trim_start_matches(':'));
    ("https", format!("{scheme}:"), path)
}

/// What an address has to be told, when it is not the registry's own.
fn ns(registry: &str, host: &str) -> Option<String> {
    let is_own = host == registry || (registry == HUB && host == HUB_HOST);
    (!is_own).then(|| registry.to_string())
}

/// What breaks the file of a directory.
fn broken(directory: &Directory<'_>) -> Option<Broken> {
    let breaks = |text: &str| matches!(toml_trap(text), Some(TomlTrap::Breaks { .. }));
    let default = directory.default.iter();
    for endpoint in default.chain(&directory.endpoints) {
        if endpoint.exposed().is_some_and(|it| breaks(&it)) {
            return Some(Broken { span: endpoint.span.clone(), what: "address" });
        }
        for (pattern, rewrite) in endpoint.rewrites.into_iter().flatten() {
            if breaks(pattern) {
                return Some(Broken { span: rewrite.pattern.clone(), what: "pattern" });
            }
            if breaks(&rewrite.replacement.value) {
                let span = rewrite.replacement.span.clone();
                return Some(Broken { span, what: "replacement" });
            }
        }
    }
    None
}

/// Go's `path.Clean` of a path that begins with a slash.
pub(super) fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// Appends a value of a query as a form has it.
pub(super) fn push_query(url: &mut String, value: &str) {
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                url.push(char::from(byte));
            }
            b' ' => url.push('+'),
            _ => *url += &format!("%{byte:02X}"),
        }
    }
}

#[cfg(test)]
mod tests;
