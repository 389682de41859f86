//! From the file to the directories of containerd: which registry has one, and what is in it.
//!
//! K3s writes one directory for each entry of `mirrors`, and one for each entry of `configs` that has
//! something to say; `"*"` becomes `_default`. An entry that would change nothing is not written, and
//! so does not hide `_default`.
//!
//! Upstream: `getHostConfigs` in k3s `pkg/agent/containerd/config.go`.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::address::{Address, HUB, HUB_HOST, is_local};
use super::file::{Auth, Mirror, Registries, Rewrite, Tls};
use super::setting::Distribution;

/// The directory of what has none of its own.
pub const DEFAULT: &str = "_default";

/// How the node's K3s is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flags {
    /// `--disable-default-registry-endpoint`.
    pub disable_default_endpoint: bool,
    /// Whether the cluster runs with `--embedded-registry`.
    pub embedded_registry: bool,
    /// The address of the embedded mirror: loopback and the supervisor's port, 6443 with K3s and
    /// 9345 with RKE2.
    pub supervisor: String,
    /// Where K3s keeps its data.
    pub data_dir: String,
}

impl Default for Flags {
    /// K3s as it is installed.
    fn default() -> Self {
        Self {
            disable_default_endpoint: false,
            embedded_registry: false,
            supervisor: "127.0.0.1:6443".to_string(),
            data_dir: "/var/lib/rancher/k3s".to_string(),
        }
    }
}

impl Flags {
    /// The files with which the embedded mirror is asked: of its authority, the client's certificate
    /// and its key.
    ///
    /// Upstream: `get` in k3s `pkg/agent/config/config.go`, which RKE2 builds under its own name.
    pub fn cluster_files(&self, distribution: Distribution) -> [String; 3] {
        let (agent, name) = (format!("{}/agent", self.data_dir), distribution.as_str());
        [
            format!("{agent}/server-ca.crt"),
            format!("{agent}/client-{name}-controller.crt"),
            format!("{agent}/client-{name}-controller.key"),
        ]
    }
}

/// The directories, by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<'r> {
    /// A registry, or [`DEFAULT`].
    pub directories: BTreeMap<&'r str, Directory<'r>>,
    /// What is left out, and why.
    pub dropped: Vec<Dropped<'r>>,
}

/// What one directory holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Directory<'r> {
    /// What is asked last; `None` where that is switched off.
    pub default: Option<Endpoint<'r>>,
    /// What is asked first, in order.
    pub endpoints: Vec<Endpoint<'r>>,
}

/// One address that is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Endpoint<'r> {
    /// The address.
    pub address: Target,
    /// The rewrites, by pattern.
    pub rewrites: Option<&'r BTreeMap<String, Rewrite>>,
    /// The credentials of the entry of `configs`; containerd looks them up again when it asks.
    pub auth: Option<&'r Auth>,
    /// How the connection is secured.
    pub tls: Option<Security<'r>>,
    /// Where it is written: the endpoint, or the key of the entry.
    pub span: Range<usize>,
}

/// How a connection is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security<'r> {
    /// As the file says.
    File(&'r Tls),
    /// With the files of the cluster, for the embedded mirror.
    Cluster,
}

/// Which address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// This one.
    Address(Box<Address>),
    /// Whatever the registry's own is: written as an empty URL.
    Own,
    /// None is written.
    Unwritten,
}

impl Target {
    /// The address, where one is written.
    pub fn address(&self) -> Option<&Address> {
        match self {
            Self::Address(address) => Some(address),
            Self::Own | Self::Unwritten => None,
        }
    }
}

/// What K3s leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped<'r> {
    /// The key of the entry.
    pub key: &'r str,
    /// Where it stands.
    pub span: Range<usize>,
    /// Why.
    pub why: Why,
}

/// Why something is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The key is no address: an error is logged.
    Key,
    /// The endpoint is no address: a warning is logged.
    Endpoint,
    /// The endpoint is there already: a warning is logged.
    Twice,
    /// The entry changes nothing; nothing is logged.
    Nothing,
}

impl<'r> Table<'r> {
    /// What K3s makes of a file.
    pub fn new(file: &'r Registries, flags: &'r Flags) -> Self {
        let mut table = Self { directories: BTreeMap::new(), dropped: Vec::new() };
        let builder = Builder { file, flags };
        builder.configs(&mut table);
        builder.mirrors(&mut table);
        table.prune(file);
        table
    }

    /// The directory that containerd reads for a registry, and its name. A key with a path makes a
    /// directory within that of its host, which hides [`DEFAULT`] and says nothing.
    pub fn directory(&self, registry: &str) -> Option<(&'r str, &Directory<'r>)> {
        let within = [registry, "/"].concat();
        let after = self.directories.range(&*within..).next();
        let is_hidden = after.is_some_and(|(name, _)| name.starts_with(&within));
        if is_hidden && !self.directories.contains_key(registry) {
            return None;
        }
        let found =
            [registry, DEFAULT].into_iter().find_map(|it| self.directories.get_key_value(it));
        found.map(|(name, directory)| (*name, directory))
    }

    /// Leaves out what would change nothing.
    fn prune(&mut self, file: &'r Registries) {
        let Self { directories, dropped } = self;
        directories.retain(|name, directory| {
            let keeps = directory.says_something();
            if !keeps {
                let key = if *name == DEFAULT { "*" } else { name };
                let mirror = file.mirrors.get(key).map(|it| it.key.clone());
                let config = file.configs.get(key).map(|it| it.key.clone());
                let spans = mirror.into_iter().chain(config);
                dropped.extend(spans.map(|span| Dropped { key, span, why: Why::Nothing }));
            }
            keeps
        });
    }

    fn drop(&mut self, key: &'r str, span: &Range<usize>, why: Why) {
        self.dropped.push(Dropped { key, span: span.clone(), why });
    }
}

impl Directory<'_> {
    fn says_something(&self) -> bool {
        let default = self.default.as_ref().is_some_and(|it| {
            let overrides = it.address.address().is_some_and(|it| it.override_path);
            overrides || it.auth.is_some() || it.tls.is_some() || it.rewrites.is_some()
        });
        default || !self.endpoints.is_empty()
    }
}

struct Builder<'r> {
    file: &'r Registries,
    flags: &'r Flags,
}

impl<'r> Builder<'r> {
    fn is_supervisor(&self, host: &str) -> bool {
        self.flags.embedded_registry && host == self.flags.supervisor
    }

    fn address(&self, text: &str) -> Option<Address> {
        Address::parse(text, &self.flags.supervisor).ok()
    }

    fn configs(&self, table: &mut Table<'r>) {
        for (key, config) in &self.file.configs {
            if self.is_supervisor(key) {
                continue;
            }
            let address = match key.as_str() {
                "*" => Target::Unwritten,
                key => match self.address(key) {
                    Some(address) => Target::Address(Box::new(address)),
                    None => {
                        table.drop(key, &config.key, Why::Key);
                        continue;
                    }
                },
            };
            let default = Endpoint {
                address,
                rewrites: None,
                auth: config.auth.as_ref(),
                tls: config.tls.as_ref().map(Security::File),
                span: config.key.clone(),
            };
            let name = if key == "*" { DEFAULT } else { key };
            let directory = Directory { default: Some(default), endpoints: Vec::new() };
            table.directories.insert(name, directory);
        }
        if self.flags.embedded_registry
            && let Some(address) = self.address(&self.flags.supervisor)
        {
            let directory =
                Directory { default: Some(self.supervisor(address)), endpoints: Vec::new() };
            table.directories.insert(&self.flags.supervisor, directory);
        }
    }

    fn mirrors(&self, table: &mut Table<'r>) {
        for (key, mirror) in &self.file.mirrors {
            if !self.is_supervisor(key) {
                self.mirror(key, mirror, table);
            }
        }
    }

    /// The embedded mirror, whatever the file says of its address.
    fn supervisor(&self, address: Address) -> Endpoint<'r> {
        Endpoint {
            address: Target::Address(Box::new(address)),
            rewrites: None,
            auth: None,
            tls: Some(Security::Cluster),
            span: 0..0,
        }
    }

    fn mirror(&self, key: &'r str, mirror: &'r Mirror, table: &mut Table<'r>) {
        let mut directory = match table.directories.get(key) {
            Some(directory) => directory.clone(),
            None => match self.new_directory(key, mirror) {
                Some(directory) => directory,
                None => return table.drop(key, &mirror.key, Why::Key),
            },
        };
        let mut seen = BTreeSet::new();
        let is_embedded = self.flags.embedded_registry && (key == "*" || !is_local(key));
        if is_embedded && let Some(address) = self.address(&self.flags.supervisor) {
            seen.insert(address.exposed());
            directory.endpoints.push(self.supervisor(address));
        }
        let rewrites = Some(&mirror.rewrites).filter(|it| !it.is_empty());
        for (index, text) in mirror.endpoints.iter().enumerate() {
            let Some(address) = self.address(&text.value) else {
                table.drop(key, &text.span, Why::Endpoint);
                continue;
            };
            if !seen.insert(address.exposed()) {
                table.drop(key, &text.span, Why::Twice);
                continue;
            }
            let is_supervisor = address.host() == self.flags.supervisor;
            let endpoint = Endpoint { span: text.span.clone(), ..self.endpoint(address) };
            let rewrites = rewrites.filter(|_| !is_supervisor);
            let endpoint = Endpoint { rewrites, ..endpoint };
            let is_last = index + 1 == mirror.endpoints.len();
            match directory
                .default
                .as_mut()
                .filter(|it| is_last && it.exposed() == endpoint.exposed())
            {
                Some(default) => *default = endpoint,
                None => directory.endpoints.push(endpoint),
            }
        }
        let name = if key == "*" { DEFAULT } else { key };
        table.directories.insert(name, directory);
    }

    fn new_directory(&self, key: &str, mirror: &Mirror) -> Option<Directory<'r>> {
        let default = match key {
            "*" => Endpoint {
                address: Target::Own,
                rewrites: None,
                auth: None,
                tls: None,
                span: mirror.key.clone(),
            },
            key => Endpoint { span: mirror.key.clone(), ..self.endpoint(self.address(key)?) },
        };
        let default = Some(default).filter(|_| !self.flags.disable_default_endpoint);
        Some(Directory { default, endpoints: Vec::new() })
    }

    /// An address with what `configs` says of its host.
    fn endpoint(&self, address: Address) -> Endpoint<'r> {
        let configs = &self.file.configs;
        let hub = configs.get(HUB_HOST).filter(|_| address.registry == HUB);
        let config = hub.or_else(|| configs.get(&address.registry));
        let is_supervisor = self.is_supervisor(&address.registry);
        let (auth, tls) = match config.filter(|_| !is_supervisor) {
            Some(config) => (config.auth.as_ref(), config.tls.as_ref().map(Security::File)),
            None => (None, is_supervisor.then_some(Security::Cluster)),
        };
        Endpoint {
            address: Target::Address(Box::new(address)),
            rewrites: None,
            auth,
            tls,
            span: 0..0,
        }
    }
}

impl Endpoint<'_> {
    /// The URL as it is written, with a password that it may hold; `None` where none is written.
    pub fn exposed(&self) -> Option<String> {
        match &self.address {
            Target::Address(address) => Some(address.exposed()),
            Target::Own => Some(String::new()),
            Target::Unwritten => None,
        }
    }
}
