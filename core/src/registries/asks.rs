//! What a node asks for an image, told: plain, owned data with every reason and no secret.
//!
//! ```text
//! image ──► directory, and why that one
//! directory ──► addresses in order, each with
//!                 the request, and its rewrite
//!                 whose credentials, how secured
//! ```
//!
//! [`Resolver`] decides; here its answer gets the names of the entries and sentences.

mod sentence;

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::file::{Auth, AuthKind, Registries, Tls};
use super::resolve::{Attempt, Broken, Resolution, Resolver};
use super::setting::{Containerd, Setting};
use super::table::{DEFAULT, Security, Table, Why};
use crate::docker_config::without_user;
use crate::reference::Reference;
use crate::rewrite::{Rewrites, Rewritten};

/// What a node asks for an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asks {
    /// The registry in the name of the image.
    pub registry: String,
    /// The repository, with `library/` where Docker Hub's own images need it.
    pub repository: String,
    /// The tag, or the digest; of both the digest.
    pub object: String,
    /// The directory that is read, a registry or [`DEFAULT`]; `None` where none is.
    pub directory: Option<String>,
    /// Why that one.
    pub why: WhyDirectory,
    /// The same in a sentence, without a final stop.
    pub because: String,
    /// What breaks the file in that directory, so that it is passed over.
    pub broken: Option<Broken>,
    /// What is asked, in order; the first that has the image gives it.
    pub endpoints: Vec<Asked>,
}

/// Why a directory is the one that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhyDirectory {
    /// It is that of the registry.
    Own,
    /// The registry has none, and `"*"` has one.
    Wildcard,
    /// A key with a path makes one without a file, which hides that of `"*"`.
    Hidden,
    /// There is none: the registry's own address is asked.
    BuiltIn,
}

impl WhyDirectory {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Wildcard => "wildcard",
            Self::Hidden => "hidden",
            Self::BuiltIn => "builtIn",
        }
    }
}

/// One address that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The URL of the manifest, asked for with `HEAD`. Several where chance decides which.
    pub urls: Vec<String>,
    /// `https` or `http`, which is tried first.
    pub scheme: String,
    /// Host and port.
    pub host: String,
    /// The registry, where the address has to be told which one is meant.
    pub ns: Option<String>,
    /// Whether this is the registry's own address, asked last.
    pub is_default: bool,
    /// The rewrite that is made: none, one, or of several any one.
    pub rewrites: Vec<Rewriting>,
    /// What it is sent when it asks for credentials.
    pub credential: Sent,
    /// How the connection is secured, where an entry says it.
    pub tls: Option<AskedTls>,
    /// Whether certificates are not verified, by an entry or because the host is local.
    pub skips_verification: bool,
    /// Whether plain HTTP follows when HTTPS does not answer.
    pub then_http: bool,
    /// Where it is written: the endpoint, or the key of an entry; `None` for what is filled in.
    pub span: Option<Range<usize>>,
}

/// A rewrite that changes the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewriting {
    /// The pattern, as it is written.
    pub pattern: String,
    /// What it is replaced with.
    pub replacement: String,
    /// What the groups take at the first match, the whole match first.
    pub groups: Vec<Option<String>>,
    /// What becomes of the repository.
    pub repository: String,
    /// Where the pattern stands.
    pub span: Range<usize>,
}

/// What an address is sent when it asks for credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Nothing.
    Nothing,
    /// What the kubelet has for the Pod; then the file's are not looked at, for any address.
    OfPod {
        /// The key of the entry of `configs` whose credentials would have been sent.
        instead_of: Option<String>,
    },
    /// What an entry of `configs` has.
    OfEntry {
        /// The key of the entry.
        key: String,
        /// What of it is used; [`AuthKind::Nothing`] is anonymous.
        kind: AuthKind,
        /// Where the block stands.
        span: Range<usize>,
    },
}

impl Sent {
    /// Its name, for code outside of Rust.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::OfPod { .. } => "pod",
            Self::OfEntry { .. } => "entry",
        }
    }

    /// Whether an entry of the file gives a credential.
    pub fn is_of_the_node(&self) -> bool {
        matches!(self, Self::OfEntry { kind, .. } if *kind != AuthKind::Nothing)
    }
}

/// How a connection is secured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedTls {
    /// The key of the entry of `configs`; `None` for the files of the cluster.
    pub key: Option<String>,
    /// Certificates that are trusted besides those of the system; may be empty.
    pub ca_file: String,
    /// The client's certificate; may be empty.
    pub cert_file: String,
    /// Its key; may be empty.
    pub key_file: String,
    /// Where the block stands; empty for the files of the cluster.
    pub span: Range<usize>,
}

/// Tells what is asked, for one image after the other.
#[derive(Clone, Debug)]
pub struct Teller<'r> {
    pub(super) file: &'r Registries,
    pub(super) table: &'r Table<'r>,
    pub(super) setting: Setting,
    pub(super) resolver: Resolver<'r>,
    /// The key of the entry by where its block `tls` stands.
    of_tls: BTreeMap<usize, &'r str>,
    /// The registries whose entries change nothing.
    idle: BTreeMap<&'r str, &'static str>,
}

impl<'r> Teller<'r> {
    /// Makes the rewrites of every entry ready.
    pub fn new(file: &'r Registries, table: &'r Table<'r>, setting: Setting) -> Self {
        let of_tls = file.configs.iter().filter_map(|(key, config)| {
            let tls = config.tls.as_ref()?;
            Some((tls.key.start, key.as_str()))
        });
        let idle = table.dropped.iter().filter(|it| it.why == Why::Nothing).map(|it| {
            let section = if file.mirrors.contains_key(it.key) { "mirrors" } else { "configs" };
            (it.key, section)
        });
        Self {
            file,
            table,
            setting,
            resolver: Resolver::new(file, table, setting.profile),
            of_tls: of_tls.collect(),
            idle: idle.collect(),
        }
    }

    /// How much work one image is: addresses and rewrites of the longest entry for it.
    pub fn cost(&self, registry: &str) -> usize {
        let Some((name, directory)) = self.table.directory(registry) else { return 1 };
        let of_rules = |it: &Rewrites<'_>| it.rules().len() + it.states() / 100;
        let rules = self.resolver.rewrites(name).map_or(0, of_rules);
        1 + directory.endpoints.len() + rules
    }

    /// What is asked for an image, in order. `has_pod_credential` says that the kubelet has one for the
    /// Pod.
    ///
    /// ```
    /// use pullscope_core::Reference;
    /// use pullscope_core::registries::{Registries, Sent, Setting, Table, Teller};
    ///
    /// let file = "
    /// mirrors: {docker.io: {endpoint: ['https://m.example.com']}}
    /// configs: {m.example.com: {auth: {username: robot, password: secret}}}";
    /// let file = Registries::parse(file).unwrap();
    /// let setting = Setting::default();
    /// let flags = setting.flags();
    /// let table = Table::new(&file, &flags);
    /// let teller = Teller::new(&file, &table, setting);
    /// let busybox = Reference::parse("busybox").unwrap();
    /// let asks = teller.tell(&busybox, false);
    /// assert_eq!(asks.because, "docker.io has a directory of its own, because of mirrors.docker.io");
    /// assert!(asks.endpoints[0].credential.is_of_the_node());
    /// let asks = teller.tell(&busybox, true);
    /// let instead_of = Some("m.example.com".to_string());
    /// assert_eq!(asks.endpoints[0].credential, Sent::OfPod { instead_of });
    /// ```
    pub fn tell(&self, image: &Reference<'_>, has_pod_credential: bool) -> Asks {
        let found = self.resolver.resolve(image);
        let why = self.why(&found);
        let mut because = self.because(&found, why);
        if let Some(broken) = &found.broken {
            because += &format!(
                "; its hosts.toml cannot be read because of {} {}, and is passed over",
                match broken.what {
                    "address" => "an",
                    _ => "a",
                },
                broken.what
            );
        }
        let directory = found.directory.as_deref();
        let rewrites = directory.and_then(|it| self.resolver.rewrites(it));
        let endpoints = found.attempts.iter();
        let endpoints =
            endpoints.map(|it| self.asked(it, &found, rewrites, has_pod_credential)).collect();
        Asks {
            why,
            because,
            endpoints,
            directory: found.directory,
            registry: found.registry,
            repository: found.repository,
            object: found.object,
            broken: found.broken,
        }
    }

    fn why(&self, found: &Resolution<'_>) -> WhyDirectory {
        match found.directory.as_deref() {
            Some(DEFAULT) if found.registry != DEFAULT => WhyDirectory::Wildcard,
            Some(_) => WhyDirectory::Own,
            None if self.table.directories.contains_key(DEFAULT) => WhyDirectory::Hidden,
            None => WhyDirectory::BuiltIn,
        }
    }

    fn because(&self, found: &Resolution<'_>, why: WhyDirectory) -> String {
        let registry = &found.registry;
        let idle = |then: &str| match self.idle.get(registry.as_str()) {
            Some(section) => {
                format!("{section}.{registry} changes nothing and makes no directory, so {then}")
            }
            None => format!("no entry is for {registry}, so {then}"),
        };
        match why {
            WhyDirectory::Own => {
                let names = [
                    ("mirrors", self.file.mirrors.contains_key(registry)),
                    ("configs", self.file.configs.contains_key(registry)),
                ];
                let names = names.iter().filter(|it| it.1).map(|it| format!("{}.{registry}", it.0));
                let names: Vec<String> = names.collect();
                let because = match names.is_empty() {
                    true => "the embedded registry".to_owned(),
                    false => names.join(" and "),
                };
                format!("{registry} has a directory of its own, because of {because}")
            }
            WhyDirectory::Wildcard => {
                let section = match self.file.mirrors.contains_key("*") {
                    true => "mirrors",
                    false => "configs",
                };
                idle(&format!("that of {section}.\"*\" is read"))
            }
            WhyDirectory::Hidden => format!(
                "a key that begins with {registry}/ makes a directory without a file, and it hides \
                 that of \"*\""
            ),
            WhyDirectory::BuiltIn => idle("its own address is asked"),
        }
    }

    fn asked(
        &self,
        attempt: &Attempt<'_>,
        found: &Resolution<'_>,
        rewrites: Option<&Rewrites<'_>>,
        has_pod_credential: bool,
    ) -> Asked {
        let changed = match &attempt.rewritten {
            Rewritten::Same => Vec::new(),
            Rewritten::To(rule, to) => alloc::vec![(*rule, to)],
            Rewritten::AnyOf(several) => several.iter().map(|(rule, to)| (*rule, to)).collect(),
        };
        let mut urls: Vec<String> = match changed.is_empty() {
            true => alloc::vec![attempt.url(&found.repository, &found.object)],
            false => changed.iter().map(|it| attempt.url(it.1, &found.object)).collect(),
        };
        urls.sort_unstable();
        urls.dedup();
        let rewritings = changed.iter().filter_map(|(number, to)| {
            let rule = rewrites?.rules().get(*number)?;
            let groups = rule.captures(&found.repository).unwrap_or_default();
            Some(Rewriting {
                pattern: rule.pattern.to_owned(),
                replacement: rule.replacement.to_owned(),
                groups: groups.into_iter().map(|it| it.map(str::to_owned)).collect(),
                repository: (*to).clone(),
                span: rule.spans[0].clone(),
            })
        });
        let skips = match attempt.tls {
            Some(Security::File(tls)) => tls.insecure_skip_verify,
            _ => false,
        };
        Asked {
            urls,
            rewrites: rewritings.collect(),
            credential: sent(attempt.auth, has_pod_credential),
            tls: attempt.tls.map(|it| self.tls(it)),
            skips_verification: skips || attempt.skips_verification,
            scheme: attempt.scheme.clone(),
            host: attempt.host.clone(),
            ns: attempt.ns.clone(),
            is_default: attempt.is_default,
            then_http: attempt.then_http,
            span: attempt.span.clone(),
        }
    }

    fn tls(&self, security: Security<'_>) -> AskedTls {
        match security {
            Security::File(tls) => {
                let Tls { key, ca_file, cert_file, key_file, .. } = tls;
                AskedTls {
                    key: self.of_tls.get(&key.start).map(|it| shown(it)),
                    ca_file: ca_file.value.clone(),
                    cert_file: cert_file.value.clone(),
                    key_file: key_file.value.clone(),
                    span: key.clone(),
                }
            }
            Security::Cluster => {
                let Setting { distribution, .. } = self.setting;
                let files = self.setting.flags().cluster_files(distribution);
                let [ca_file, cert_file, key_file] = files;
                AskedTls { key: None, ca_file, cert_file, key_file, span: 0..0 }
            }
        }
    }

    /// Whose error the kubelet is told when every address fails, as a sentence without a final stop.
    ///
    /// Upstream: `resolver.Resolve` in containerd `core/remotes/docker/resolver.go`.
    pub fn error_seen(&self) -> &'static str {
        error_seen(self.setting.containerd())
    }
}

/// Whose error the kubelet is told when every address fails.
pub fn error_seen(containerd: Containerd) -> &'static str {
    match containerd {
        Containerd::V1 => {
            "when all fail, the error that is seen is the last one's; containerd's log has the others"
        }
        Containerd::V2 => {
            "when all fail, the error that is seen is the first with a status other than 404, else the \
             first 404, else the first at all; containerd's log has the others"
        }
    }
}

/// A key as it may be shown.
pub(super) fn shown(key: &str) -> String {
    without_user(key).into_owned()
}

fn sent(auth: Option<(&str, &Auth)>, has_pod_credential: bool) -> Sent {
    match auth {
        _ if has_pod_credential => {
            let instead = auth.filter(|it| it.1.kind() != AuthKind::Nothing);
            Sent::OfPod { instead_of: instead.map(|it| shown(it.0)) }
        }
        None => Sent::Nothing,
        Some((key, auth)) => {
            Sent::OfEntry { key: shown(key), kind: auth.kind(), span: auth.key.clone() }
        }
    }
}

#[cfg(test)]
mod tests;
