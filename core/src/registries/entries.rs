//! The file from the side of its entries: which images each touches, and why one touches none.
//!
//! Entries are the mirrors, their endpoints and rewrites, and the configs. An entry is idle because of
//! what stands in the file, or because no image among those that are asked about meets it.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::asks::{Asks, Sent, Teller, shown};
use super::file::{Config, Mirror};
use super::table::{DEFAULT, Why};
use super::{RegexpError, Rewrites};
use crate::rewrite::Rule;

/// One entry of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// Its path: `mirrors.docker.io.endpoint[0]`.
    pub path: String,
    /// Where its key stands; of an endpoint the endpoint.
    pub span: Range<usize>,
    /// The images that it touches, by their numbers, in order.
    pub images: Vec<usize>,
    /// Why it touches none; `None` when it does.
    pub idle: Option<Idle>,
}

/// What an [`Entry`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// One of `mirrors`: its directory is read for the image.
    Mirror,
    /// One of its endpoints: it is asked for the image.
    Endpoint,
    /// One of its rewrites: it changes the repository, or may.
    Rewrite,
    /// One of `configs`: an address that is asked has its credentials or its TLS.
    Config,
}

impl EntryKind {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mirror => "mirror",
            Self::Endpoint => "endpoint",
            Self::Rewrite => "rewrite",
            Self::Config => "config",
        }
    }
}

/// Why an entry touches no image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Idle {
    /// It is no address: K3s passes it over.
    NoAddress,
    /// The same address stands above it.
    Twice,
    /// It changes nothing, and K3s makes nothing of it.
    ChangesNothing,
    /// The file that is made of it cannot be read.
    Broken,
    /// No image has such a registry.
    NoRegistry,
    /// No address has such a host.
    NoHost,
    /// It is for every host, and none is looked up by it.
    WildcardConfig,
    /// The pattern is no regular expression.
    NoPattern,
    /// The pattern is more than is tried here.
    TooLarge,
    /// There is no endpoint at which it is made; at the default endpoint none is.
    OnlyDefault,
    /// No image here has its registry.
    NoImage,
    /// Images here have its registry, and it fits the repository of none.
    NoRepository,
    /// No address that is asked here has its host.
    NotAsked,
    /// The kubelet has credentials for every Pod here whose image is asked for at its host.
    Replaced,
}

impl Idle {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoAddress => "noAddress",
            Self::Twice => "twice",
            Self::ChangesNothing => "changesNothing",
            Self::Broken => "broken",
            Self::NoRegistry => "noRegistry",
            Self::NoHost => "noHost",
            Self::WildcardConfig => "wildcardConfig",
            Self::NoPattern => "noPattern",
            Self::TooLarge => "tooLarge",
            Self::OnlyDefault => "onlyDefault",
            Self::NoImage => "noImage",
            Self::NoRepository => "noRepository",
            Self::NotAsked => "notAsked",
            Self::Replaced => "replaced",
        }
    }

    /// Whether no image at all can be touched, whichever are asked about.
    pub fn is_dead(self) -> bool {
        !matches!(
            self,
            Self::TooLarge | Self::NoImage | Self::NoRepository | Self::NotAsked | Self::Replaced
        )
    }
}

impl fmt::Display for Idle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoAddress => "it is no address, and is passed over",
            Self::Twice => "the same address stands above it, and counts once",
            Self::ChangesNothing => "it changes nothing, and nothing is made of it",
            Self::Broken => "the hosts.toml that is made of it cannot be read, and is passed over",
            Self::NoRegistry => "no image has such a registry in its name",
            Self::NoHost => {
                "no address has such a host: keys are a host, with its port if it has one"
            }
            Self::WildcardConfig => {
                "settings are looked up by the host that is asked, never by \"*\""
            }
            Self::NoPattern => "the pattern is no regular expression of Go, and is passed over",
            Self::TooLarge => {
                "the pattern is more than is tried here; a node may make this rewrite"
            }
            Self::OnlyDefault => {
                "no endpoint but the registry's own is asked, where nothing is rewritten"
            }
            Self::NoImage => "no image here has this registry",
            Self::NoRepository => "it fits the repository of no image here",
            Self::NotAsked => "no address that is asked for the images here has this host",
            Self::Replaced => "what the kubelet has for the Pods here goes before it",
        })
    }
}

impl Teller<'_> {
    /// Every entry of the file, with the images among `asks` that it touches: mirrors with what is in
    /// them, then configs.
    ///
    /// ```
    /// use pullscope_core::Reference;
    /// use pullscope_core::registries::{Idle, Registries, Setting, Table, Teller};
    ///
    /// let file = Registries::parse("mirrors: {docker.io: {endpoint: [m.io]}, quay.io: }").unwrap();
    /// let setting = Setting::default();
    /// let flags = setting.flags();
    /// let table = Table::new(&file, &flags);
    /// let teller = Teller::new(&file, &table, setting);
    /// let asks = teller.tell(&Reference::parse("nginx").unwrap(), false);
    /// let entries = teller.entries(&[asks]);
    /// let idle: Vec<_> = entries.iter().map(|it| (it.path.as_str(), it.idle)).collect();
    /// assert_eq!(idle, [
    ///     ("mirrors.docker.io", None),
    ///     ("mirrors.docker.io.endpoint[0]", None),
    ///     ("mirrors.quay.io", Some(Idle::ChangesNothing)),
    /// ]);
    /// ```
    pub fn entries(&self, asks: &[Asks]) -> Vec<Entry> {
        let met = Met::new(asks);
        let dropped = self.table.dropped.iter().map(|it| (it.span.start, &it.why));
        let reader = Reader { teller: self, met, dropped: dropped.collect() };
        let mut entries = Vec::new();
        for (key, mirror) in &self.file.mirrors {
            reader.mirror(key, mirror, &mut entries);
        }
        for (key, config) in &self.file.configs {
            reader.config(key, config, &mut entries);
        }
        entries
    }
}

/// What the images met.
#[derive(Default)]
struct Met<'m> {
    /// By directory: the images, and whether its file could be read.
    directories: BTreeMap<&'m str, (Vec<usize>, bool)>,
    /// By where an endpoint stands.
    endpoints: BTreeMap<usize, Vec<usize>>,
    /// By where a pattern stands.
    patterns: BTreeMap<usize, Vec<usize>>,
    /// By the key of an entry of `configs`, as it is shown.
    configs: BTreeMap<&'m str, Vec<usize>>,
    /// The same where the kubelet's credentials go before those of the entry.
    replaced: BTreeMap<&'m str, Vec<usize>>,
}

fn add(to: &mut Vec<usize>, image: usize) {
    if to.last() != Some(&image) {
        to.push(image);
    }
}

impl<'m> Met<'m> {
    fn new(asks: &'m [Asks]) -> Self {
        let mut met = Self::default();
        for (image, one) in asks.iter().enumerate() {
            if let Some(directory) = &one.directory {
                let seen = met.directories.entry(directory).or_default();
                add(&mut seen.0, image);
                seen.1 |= one.broken.is_some();
            }
            for endpoint in &one.endpoints {
                if let Some(span) = &endpoint.span {
                    add(met.endpoints.entry(span.start).or_default(), image);
                }
                for rewriting in &endpoint.rewrites {
                    add(met.patterns.entry(rewriting.span.start).or_default(), image);
                }
                let of_tls = endpoint.tls.as_ref().and_then(|it| it.key.as_deref());
                let of_auth = match &endpoint.credential {
                    Sent::OfEntry { key, .. } => Some(key.as_str()),
                    Sent::OfPod { instead_of: Some(key) } => {
                        add(met.replaced.entry(key).or_default(), image);
                        None
                    }
                    _ => None,
                };
                for key in of_tls.into_iter().chain(of_auth) {
                    add(met.configs.entry(key).or_default(), image);
                }
            }
        }
        met
    }
}

struct Reader<'r> {
    teller: &'r Teller<'r>,
    met: Met<'r>,
    /// What is left out, by where it stands.
    dropped: BTreeMap<usize, &'r Why>,
}

impl Reader<'_> {
    fn dropped(&self, span: &Range<usize>) -> Option<Idle> {
        Some(match self.dropped.get(&span.start)? {
            Why::Key | Why::Endpoint => Idle::NoAddress,
            Why::Twice => Idle::Twice,
            Why::Nothing => Idle::ChangesNothing,
        })
    }

    fn mirror(&self, key: &str, mirror: &Mirror, entries: &mut Vec<Entry>) {
        let name = if key == "*" { DEFAULT } else { key };
        let path = format!("mirrors.{}", shown(key));
        let (images, is_broken) = match self.met.directories.get(name) {
            Some((images, is_broken)) => (images.clone(), *is_broken),
            None => (Vec::new(), false),
        };
        let dropped = self.dropped(&mirror.key);
        let idle = match () {
            () if dropped.is_some() => dropped,
            () if is_broken => Some(Idle::Broken),
            () if !images.is_empty() => None,
            () if !is_registry(key) => Some(Idle::NoRegistry),
            () => Some(Idle::NoImage),
        };
        let images = if idle.is_some() { Vec::new() } else { images };
        let of_entry = |kind, path, span: &Range<usize>, images, idle| Entry {
            kind,
            path,
            span: span.clone(),
            images,
            idle,
        };
        let own = of_entry(EntryKind::Mirror, path.clone(), &mirror.key, images.clone(), idle);
        entries.push(own);
        for (number, endpoint) in mirror.endpoints.iter().enumerate() {
            let found = of(&images, self.met.endpoints.get(&endpoint.span.start));
            let idle = match found.is_empty() {
                true => self.dropped(&endpoint.span).or(idle).or(Some(Idle::NoImage)),
                false => None,
            };
            let path = format!("{path}.endpoint[{number}]");
            entries.push(of_entry(EntryKind::Endpoint, path, &endpoint.span, found, idle));
        }
        // The patterns of an entry that is asked with are compiled already.
        let ready = self.teller.resolver.rewrites(name);
        let ready = ready.filter(|it| it.rules().len() == mirror.rewrites.len());
        let made = ready.is_none().then(|| Rewrites::new(&mirror.rewrites));
        let rewrites_default = self.teller.setting.profile.rewrites_default();
        let is_rewritten = self.teller.table.directories.get(name).is_some_and(|it| {
            rewrites_default || it.endpoints.iter().any(|it| it.rewrites.is_some())
        });
        for rule in ready.or(made.as_ref()).into_iter().flat_map(Rewrites::rules) {
            let found = of(&images, self.met.patterns.get(&rule.spans[0].start));
            let idle = match found.is_empty() {
                true => Some(self.idle_rule(rule, idle, is_rewritten)),
                false => None,
            };
            let path = format!("{path}.rewrite.{}", rule.pattern);
            entries.push(of_entry(EntryKind::Rewrite, path, &rule.spans[0], found, idle));
        }
    }

    fn idle_rule(&self, rule: &Rule<'_>, of_mirror: Option<Idle>, is_rewritten: bool) -> Idle {
        match of_mirror {
            Some(idle) if idle.is_dead() => idle,
            _ if rule.error().is_some_and(RegexpError::is_a_limit_of_ours) => Idle::TooLarge,
            _ if rule.error().is_some() => Idle::NoPattern,
            _ if !is_rewritten => Idle::OnlyDefault,
            Some(idle) => idle,
            None => Idle::NoRepository,
        }
    }

    fn config(&self, key: &str, config: &Config, entries: &mut Vec<Entry>) {
        let shown = shown(key);
        // What stands under "*" is the TLS of what has no entry of its own, unless a mirror takes it.
        let images = self.met.configs.get(&*shown).cloned().unwrap_or_default();
        let idle = match () {
            () if !images.is_empty() => None,
            () if config.auth.is_none() && config.tls.is_none() => Some(Idle::ChangesNothing),
            () if key == "*"
                && (config.tls.is_none() || self.teller.file.mirrors.contains_key("*")) =>
            {
                Some(Idle::WildcardConfig)
            }
            () if key == "*" => Some(Idle::NoImage),
            () if self.met.replaced.contains_key(&*shown) => Some(Idle::Replaced),
            () if self.dropped(&config.key) == Some(Idle::NoAddress) => Some(Idle::NoAddress),
            () if !is_host(key) => Some(Idle::NoHost),
            () => Some(Idle::NotAsked),
        };
        let path = format!("configs.{shown}");
        let span = config.key.clone();
        entries.push(Entry { kind: EntryKind::Config, path, span, images, idle });
    }
}

/// Those of `found` that are among `images`: an alias writes one entry at several places.
fn of(images: &[usize], found: Option<&Vec<usize>>) -> Vec<usize> {
    let found = found.into_iter().flatten().copied();
    found.filter(|it| images.binary_search(it).is_ok()).collect()
}

/// Whether an image can have this registry: what stands before the first slash of a name counts as one
/// if it has a dot or a colon, an upper-case letter, or is `localhost`.
fn is_registry(key: &str) -> bool {
    let is_one = key.contains(['.', ':']) || key.bytes().any(|it| it.is_ascii_uppercase());
    key == "*" || (is_host(key) && (is_one || key == "localhost") && key != "index.docker.io")
}

/// Whether an address can have this host: no scheme, no path, no user, no pattern.
fn is_host(key: &str) -> bool {
    !key.is_empty() && !key.contains(['/', '@', '*', '?', ' '])
}

#[cfg(test)]
mod tests;
