//! Which credentials an image gets, in which order, and why a key does not match.
//!
//! # A key
//!
//! A key of a Docker config becomes an *index key*: scheme, user, query and fragment are dropped,
//! `/v1` or `/v2` in front of a path is dropped, a lone slash is dropped. What is left is host,
//! port and path. A key that is no URL is left out, alone.
//!
//! # A match
//!
//! ```text
//! key    *.registry.example.com:5000/team
//! image  a.registry.example.com:5000/team/app
//! ```
//!
//! 1. the ports are the same text, both may be missing;
//! 2. the host names have the same number of labels;
//! 3. the image's path begins with the key's path, byte by byte, wherever that ends;
//! 4. every label of the key, read as a shell pattern, matches its label of the image.
//!
//! # The order
//!
//! Index keys are tried in descending byte order, and all that match are used. When none does and
//! the image is on Docker Hub, the credentials under `index.docker.io` are used.
//!
//! Upstream: kubernetes `pkg/credentialprovider/keyring.go`; the same from 1.20 to 1.36, but for
//! Go's `net/url`, which is that of Go 1.26 here.

mod explain;
#[cfg(feature = "text")]
mod index;
mod never;
mod odd;
mod pattern;
mod steps;

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::fmt;

use crate::Version;
use crate::docker_config::{DockerConfig, Entry};
use crate::go::url::Url;
use crate::order;
#[cfg(feature = "text")]
use index::Index;
use pattern::BadPattern;

pub use crate::go::url::UrlError;
use explain::blame_scheme;
pub use explain::{Explanation, Rule, TriedKey};
pub use never::{Never, never_fits};
pub(crate) use odd::OddKey;
use steps::Passed;
pub use steps::{Step, steps};

/// The index key that Docker Hub's images fall back to.
pub const DEFAULT_REGISTRY_KEY: &str = "index.docker.io";

/// A set of credentials, looked up by image.
///
/// ```
/// use pullscope_core::docker_config::{Format, decode};
/// use pullscope_core::keyring::Keyring;
///
/// let text = br#"{"auths": {"registry.example.com:5000/team": {"username": "u", "password": "p"}}}"#;
/// let config = decode(Format::ConfigJson, text)?;
/// let mut keyring = Keyring::new();
/// keyring.add(&config, 0);
/// assert_eq!(keyring.lookup("registry.example.com:5000/team/app").len(), 1);
/// assert_eq!(keyring.lookup("registry.example.com/team/app").len(), 0);
/// # Ok::<(), pullscope_core::docker_config::DecodeError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Keyring<'a> {
    slots: Vec<Slot<'a>>,
    by_index_key: BTreeMap<Cow<'static, [u8]>, usize>,
    dropped: Vec<Dropped<'a>>,
    /// What makes a look-up quick among many keys. The admission policy has few, and does without.
    #[cfg(feature = "text")]
    index: Index,
}

/// One index key, and what is stored under it in the order of insertion.
#[derive(Clone, Debug)]
struct Slot<'a> {
    index_key: Vec<u8>,
    /// The index key, read once more as upstream does at every look-up.
    pattern: Result<Pattern, UrlError>,
    held: Vec<Held<'a>>,
}

#[derive(Clone, Copy, Debug)]
struct Held<'a> {
    entry: &'a Entry,
    source: u32,
}

/// A key that is no URL, and therefore not in the keyring.
#[derive(Clone, Debug)]
struct Dropped<'a> {
    held: Held<'a>,
    error: UrlError,
}

/// One credential that a look-up found.
#[derive(Clone, Copy, Debug)]
pub struct Found<'k> {
    /// The entry of the config, with the key as written.
    pub entry: &'k Entry,
    /// Which config it came from, as given to [`Keyring::add`].
    pub source: u32,
    /// The normalized key; its path may hold any bytes.
    pub index_key: &'k [u8],
}

impl<'a> Keyring<'a> {
    /// A keyring without a credential.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds every entry of `config`. `source` comes back with what is found.
    ///
    /// Of several keys that become one index key, the order of the text is kept. Upstream walks a
    /// Go map there, so that no order is promised.
    ///
    /// Upstream: `BasicDockerKeyring.Add`.
    pub fn add(&mut self, config: &'a DockerConfig, source: u32) {
        for entry in &config.entries {
            let held = Held { entry, source };
            match index_key(&entry.key) {
                Err(error) => self.dropped.push(Dropped { held, error }),
                Ok(key) => match self.by_index_key.get(&*key) {
                    Some(&slot) => self.slots[slot].held.push(held),
                    None => {
                        let pattern = Pattern::new(&key);
                        #[cfg(feature = "text")]
                        if let Ok(pattern) = &pattern {
                            self.index.insert(pattern, self.slots.len());
                        }
                        self.by_index_key.insert(Cow::Owned(key.clone()), self.slots.len());
                        let held = Vec::from([held]);
                        self.slots.push(Slot { index_key: key, pattern, held });
                    }
                },
            }
        }
    }

    /// The credentials for `repository` (`docker.io/library/nginx`; no tag, no digest), in the
    /// order in which the kubelet tries them.
    ///
    /// Costs what can match, not what is held: the index proposes keys, and
    /// the comparison that [`explain`](Self::explain) shows decides.
    ///
    /// Upstream: `BasicDockerKeyring.Lookup`.
    pub fn lookup(&self, repository: &str) -> Vec<Found<'_>> {
        let mut matching = Vec::new();
        if let Ok(target) = Target::new(repository) {
            #[cfg(feature = "text")]
            self.index.propose(&target, &mut matching);
            #[cfg(not(feature = "text"))]
            matching.extend(0..self.slots.len());
            matching.retain(|&slot| self.slots[slot].compare(&target).is_ok());
        }
        order::sort_by(&mut matching, |a, b| {
            self.slots[*b].index_key.cmp(&self.slots[*a].index_key)
        });
        if matching.is_empty() {
            matching.extend(self.fallback(repository));
        }
        matching.into_iter().flat_map(|slot| self.slots[slot].found()).collect()
    }

    /// Docker Hub's slot, when nothing matched and it serves `repository`.
    fn fallback(&self, repository: &str) -> Option<usize> {
        let slot = self.by_index_key.get(DEFAULT_REGISTRY_KEY.as_bytes())?;
        is_default_registry(repository).then_some(*slot)
    }
}

impl<'a> Slot<'a> {
    fn compare<'k>(&'k self, target: &'k Target<'_>) -> Result<(), Rule> {
        match &self.pattern {
            Ok(pattern) => pattern.compare(target),
            Err(error) => Err(Rule::NotAUrl(error.clone())),
        }
    }

    fn found(&self) -> impl Iterator<Item = Found<'_>> {
        let index_key = self.index_key.as_slice();
        self.held.iter().map(move |&Held { entry, source }| Found { entry, source, index_key })
    }
}

/// The index key of a key as written.
pub(crate) fn index_key(key: &str) -> Result<Vec<u8>, UrlError> {
    let (scheme, rest) = match (key.strip_prefix("https://"), key.strip_prefix("http://")) {
        (None, Some(rest)) => ("http://", rest),
        (Some(rest), _) => ("https://", rest),
        (None, None) => ("https://", key),
    };
    let Url { host, path } = Url::parse(scheme, rest.as_bytes())?;
    let path =
        if path.starts_with(b"/v1/") || path.starts_with(b"/v2/") { &path[3..] } else { &path };
    let path = if path == b"/" { b"" } else { path };
    Ok([&host, path].concat())
}

/// Whether an image without a match gets what is stored for Docker Hub.
///
/// Upstream: `isDefaultRegistryMatch` in kubernetes `pkg/credentialprovider/keyring.go`.
fn is_default_registry(repository: &str) -> bool {
    match repository.split_once('/') {
        None => !repository.is_empty(),
        Some(("", _)) => false,
        Some(("docker.io" | "index.docker.io", _)) => true,
        Some((host, _)) => !host.contains(['.', ':']),
    }
}

/// A key, ready to be compared.
#[derive(Clone, Debug)]
struct Pattern {
    host: Vec<u8>,
    port: Vec<u8>,
    path: Vec<u8>,
}

/// An image's repository, ready to be compared.
#[derive(Clone, Debug)]
struct Target<'a> {
    url: Url<'a>,
}

impl Pattern {
    fn new(key: &[u8]) -> Result<Self, UrlError> {
        let url = Url::parse("https://", key)?;
        let (host, port) = url.split_host();
        Ok(Self { host: host.into(), port: port.into(), path: url.path.to_vec() })
    }

    fn compare(&self, target: &Target<'_>) -> Result<(), Rule> {
        self.compare_by(target, |_| ())
    }

    /// The one comparison of a key with an image, in upstream's order; `passed` is told of each rule
    /// that lets the key pass.
    ///
    /// Upstream: `URLsMatch` in kubernetes `pkg/credentialprovider/keyring.go`.
    fn compare_by(
        &self,
        target: &Target<'_>,
        mut passed: impl FnMut(Passed<'_>),
    ) -> Result<(), Rule> {
        let (host, port) = target.url.split_host();
        if self.port != port {
            return Err(Rule::Port { key: self.port.clone(), image: port.into() });
        }
        passed(Passed::Port(port));
        let (key, image) = (labels(&self.host).count(), labels(host).count());
        if key != image {
            return Err(Rule::LabelCount { key, image });
        }
        passed(Passed::LabelCount(image));
        if !target.url.path.starts_with(&self.path) {
            return Err(Rule::Path { key: self.path.clone(), image: target.url.path.to_vec() });
        }
        passed(Passed::Path { key: &self.path, image: &target.url.path });
        for (i, (key, image)) in labels(&self.host).zip(labels(host)).enumerate() {
            match pattern::matches(key, image) {
                Ok(true) => passed(Passed::Label { number: i + 1, key, image }),
                Ok(false) => {
                    let (key, image) = (key.into(), image.into());
                    return Err(Rule::Label { number: i + 1, key, image });
                }
                Err(BadPattern) => return Err(Rule::BadPattern),
            }
        }
        Ok(())
    }
}

impl<'a> Target<'a> {
    fn new(repository: &'a str) -> Result<Self, UrlError> {
        Ok(Self { url: Url::parse("https://", repository.as_bytes())? })
    }
}

fn labels(host: &[u8]) -> impl DoubleEndedIterator<Item = &[u8]> {
    host.split(|&byte| byte == b'.')
}

/// Why `glob` does not match `target`, as [`urls_match`] compares them: nothing is taken off either.
///
/// # Errors
///
/// The first rule that speaks against it.
pub(crate) fn compare(glob: &str, target: &str) -> Result<(), Rule> {
    let compared = Pattern::new(glob.as_bytes())
        .map_err(Rule::NotAUrl)
        .and_then(|it| it.compare(&Target::new(target).map_err(Rule::NotAUrl)?));
    compared.map_err(|rule| blame_scheme(rule, glob, &[]))
}

/// Whether a text is a URL once `https://` stands before it. No image fits one with several colons in
/// its host, which older releases take for a URL.
///
/// Upstream: `ParseSchemelessURL` in kubernetes `pkg/credentialprovider/keyring.go`.
pub(crate) fn check_schemeless(text: &str, version: Version) -> Result<(), UrlError> {
    Url::parse_as("https://", text.as_bytes(), version.reads_one_colon()).map(|_| ())
}

/// Whether the key `glob` matches `target`; neither has a scheme.
///
/// ```
/// use pullscope_core::keyring::urls_match;
///
/// assert_eq!(urls_match("*.example.com", "reg.example.com/app"), Ok(true));
/// assert_eq!(urls_match("*.example.com", "a.reg.example.com/app"), Ok(false));
/// ```
///
/// # Errors
///
/// When one of them is no URL, or a label of `glob` is a malformed pattern.
///
/// Upstream: `URLsMatchStr` in kubernetes `pkg/credentialprovider/keyring.go`.
pub fn urls_match(glob: &str, target: &str) -> Result<bool, MatchError> {
    let pattern = Pattern::new(glob.as_bytes()).map_err(MatchError::Url)?;
    match pattern.compare(&Target::new(target).map_err(MatchError::Url)?) {
        Ok(()) => Ok(true),
        Err(Rule::BadPattern) => Err(MatchError::BadPattern),
        Err(_) => Ok(false),
    }
}

/// Why two texts cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatchError {
    /// One of them is no URL.
    Url(UrlError),
    /// A label of the key is a malformed shell pattern.
    BadPattern,
}

impl MatchError {
    /// Go's text.
    pub fn upstream(&self) -> impl fmt::Display + '_ {
        fmt::from_fn(move |f| match self {
            Self::Url(error) => write!(f, "{}", error.upstream()),
            Self::BadPattern => f.write_str("syntax error in pattern"),
        })
    }
}

impl fmt::Display for MatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(error) => error.fmt(f),
            Self::BadPattern => f.write_str("holds a malformed pattern"),
        }
    }
}

impl core::error::Error for MatchError {}

#[cfg(test)]
mod tests;
