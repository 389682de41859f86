//! What a kubelet remembers of a plugin's answers, and under which keys.
//!
//! A key is bytes: each text as its length in two bytes, the higher first, and then itself.
//!
//! ```text
//! key             := text(base) text(account)
//! base            := repository | its registry | "<global>"
//! account         := "" | text(namespace) text(name) text(uid) annotations [ text("token") text(hash) ]
//! annotations     := count in four bytes, and of each, sorted by name: text(name) text(value)
//! ```
//!
//! An answer is looked for under the repository, under its registry, under all, in this order. What
//! the plugin says (`cacheKeyType`) decides under which of them it is kept.
//!
//! Upstream: `getCachedCredentials`, `generateCacheKey` in kubernetes
//! `pkg/credentialprovider/plugin/plugin.go`.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::time::GoDuration;
use crate::version::Version;

/// For which images an answer is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CacheKeyType {
    /// For this repository.
    Image,
    /// For its registry.
    Registry,
    /// For all images that match the provider.
    Global,
}

impl CacheKeyType {
    /// All of them, in the order in which they are looked for.
    pub const ALL: [Self; 3] = [Self::Image, Self::Registry, Self::Global];

    /// As a plugin writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Image => "Image",
            Self::Registry => "Registry",
            Self::Global => "Global",
        }
    }

    /// The type of that name, letter for letter.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}

/// A text is longer than two bytes can count; the plugin is not asked then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// Bytes of the text, and of what stands before it within the same length.
    pub length: usize,
}

/// Upstream's text.
impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cryptobyte: pending child length {} exceeds 2-byte length prefix", self.length)
    }
}

impl core::error::Error for TooLong {}

#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn text(&mut self, text: &[u8]) -> Result<(), TooLong> {
        let too_long = TooLong { length: text.len() };
        let length = u16::try_from(text.len()).map_err(|_| too_long)?;
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(text);
        Ok(())
    }

    fn annotations(&mut self, annotations: &[(String, String)]) -> Result<(), TooLong> {
        let count = u32::try_from(annotations.len()).unwrap_or(u32::MAX);
        self.0.extend_from_slice(&count.to_be_bytes());
        for (key, value) in annotations {
            self.text(key.as_bytes())?;
            self.text(value.as_bytes())?;
        }
        Ok(())
    }
}

/// The part of a key that tells ServiceAccounts apart; empty where a plugin gets no token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceAccountKey(Vec<u8>);

impl ServiceAccountKey {
    /// The key of one ServiceAccount. `annotations` are those that are sent, sorted by name;
    /// `token_hash` is `sha256:` and the hash in hex, where `cacheType` is `Token`.
    ///
    /// # Errors
    ///
    /// When a text is longer than 65,535 bytes.
    ///
    /// Upstream: `generateServiceAccountCacheKey`.
    pub fn new(
        namespace: &str,
        name: &str,
        uid: &str,
        annotations: &[(String, String)],
        token_hash: Option<&str>,
    ) -> Result<Self, TooLong> {
        let mut bytes = Bytes::default();
        for text in [namespace, name, uid] {
            bytes.text(text.as_bytes())?;
        }
        bytes.annotations(annotations)?;
        if let Some(hash) = token_hash {
            bytes.text(b"token")?;
            bytes.text(hash.as_bytes())?;
        }
        Ok(Self(bytes.0))
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The three keys under which an answer for a repository is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheKeys {
    /// What each stands for: the repository, its registry, and all.
    pub bases: [String; 3],
    /// The keys, in the same order.
    pub keys: [Vec<u8>; 3],
}

impl CacheKeys {
    /// The keys of a repository.
    ///
    /// # Errors
    ///
    /// When a text is longer than 65,535 bytes.
    pub fn new(
        repository: &str,
        account: &ServiceAccountKey,
        version: Version,
    ) -> Result<Self, TooLong> {
        let registry = repository.split('/').next().unwrap_or_default();
        // Not the name of any host since 1.34.
        let global = if version.minor() >= 34 { "<global>" } else { "global" };
        let bases = [repository, registry, global];
        let mut keys = [Vec::new(), Vec::new(), Vec::new()];
        for (key, base) in keys.iter_mut().zip(bases) {
            *key = match version.minor() {
                33.. => {
                    let mut bytes = Bytes::default();
                    bytes.text(base.as_bytes())?;
                    bytes.text(&account.0)?;
                    bytes.0
                }
                // Before there were tokens, the text alone.
                _ => base.as_bytes().to_vec(),
            };
        }
        Ok(Self { bases: bases.map(String::from), keys })
    }

    /// The key of one type.
    pub fn of(&self, kind: CacheKeyType) -> &[u8] {
        &self.keys[kind as usize]
    }
}

/// The key under which requests at the same time share one run of a plugin: the repository, and with
/// a token its hash and the annotations that are sent.
///
/// # Errors
///
/// When a text is longer than 65,535 bytes.
///
/// Upstream: `generateSingleFlightKey`.
pub fn single_flight_key(
    repository: &str,
    token: Option<(&str, &[(String, String)])>,
) -> Result<Vec<u8>, TooLong> {
    let Some((hash, annotations)) = token else { return Ok(repository.as_bytes().to_vec()) };
    let mut bytes = Bytes::default();
    bytes.text(repository.as_bytes())?;
    bytes.text(hash.as_bytes())?;
    bytes.annotations(annotations)?;
    Ok(bytes.0)
}

/// What one provider has answered, and until when it is used. Times are nanoseconds since any moment
/// that is the same for all.
#[derive(Clone, Debug)]
pub struct Cache<T> {
    entries: BTreeMap<Vec<u8>, (i128, T)>,
    last_sweep: i128,
}

/// What has run out is thrown away at most so often.
const SWEEP: i128 = 15 * 60 * 1_000_000_000;

impl<T> Cache<T> {
    /// An empty one, of a kubelet that starts at `now`.
    pub fn new(now: i128) -> Self {
        Self { entries: BTreeMap::new(), last_sweep: now }
    }

    /// An answer that is kept for a repository, and under which of the three keys.
    pub fn get(&mut self, keys: &CacheKeys, now: i128) -> Option<(CacheKeyType, &T)> {
        if now > self.last_sweep + SWEEP {
            self.entries.retain(|_, it| now <= it.0);
            self.last_sweep = now;
        }
        for kind in CacheKeyType::ALL {
            let key = keys.of(kind);
            if self.entries.get(key).is_some_and(|it| now > it.0) {
                self.entries.remove(key);
            }
        }
        let found =
            CacheKeyType::ALL.into_iter().find(|it| self.entries.contains_key(keys.of(*it)))?;
        self.entries.get(keys.of(found)).map(|it| (found, &it.1))
    }

    /// Keeps an answer, if its lifetime is not zero.
    pub fn put(&mut self, key: &[u8], answer: T, lifetime: GoDuration, now: i128) {
        if lifetime.as_nanos() != 0 {
            let until = now + i128::from(lifetime.as_nanos());
            self.entries.insert(key.to_vec(), (until, answer));
        }
    }

    /// The keys that are there, those included that have run out and were not met since.
    pub fn keys(&self) -> impl Iterator<Item = &[u8]> {
        self.entries.keys().map(Vec::as_slice)
    }
}
