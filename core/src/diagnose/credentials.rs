//! The keys that an image is tried with.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Options;
use super::report::{Credentials, PullSecretState, PullSecretUse, Source, TriedKey};
use super::secret::masked;
use super::snapshot::Snapshot;
use super::verification::Verifier;
use crate::docker_config::without_user;
use crate::finding::KeyId;
use crate::keyring::{Explanation, Keyring};

/// What is said of one pull Secret takes as much room as what is said of so many keys.
const NAME_COST: usize = 10;

/// Comparisons that are still allowed, and the keyring of the node, which all Pods share.
pub(super) struct Lookups<'s> {
    snapshot: &'s Snapshot,
    node: Option<(usize, Keyring<'s>)>,
    /// By Secret and first byte of the key in its config: which entry it is.
    entries: BTreeMap<(usize, usize), usize>,
    /// By namespace: all Secrets for registries, and which they are.
    namespaces: BTreeMap<String, (Keyring<'s>, Vec<usize>)>,
    left: usize,
    /// What decides whether a Pod may use what the node has.
    verifier: Option<Verifier<'s>>,
}

impl<'s> Lookups<'s> {
    pub(super) fn new(snapshot: &'s Snapshot, options: &Options) -> Self {
        let node = snapshot.node.map(|index| {
            let mut keyring = Keyring::new();
            keyring.add(&snapshot.held[index].config, 0);
            (index, keyring)
        });
        let mut entries = BTreeMap::new();
        for (secret, held) in snapshot.held.iter().enumerate() {
            for (number, entry) in held.config.entries.iter().enumerate() {
                entries.insert((secret, entry.key_span.start), number);
            }
        }
        let verifier = Verifier::new(snapshot, options);
        let left = options.comparisons;
        Self { snapshot, node, entries, namespaces: BTreeMap::new(), left, verifier }
    }

    /// What decides whether a Pod may use what the node has; `None` where nothing is verified.
    pub(super) fn verifier(&self) -> Option<&Verifier<'s>> {
        self.verifier.as_ref()
    }

    /// What the documents say is there.
    pub(super) fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// A Secret of a namespace with a key that fits, whether a Pod names it or not: which key of
    /// which one of `held`.
    pub(super) fn unnamed(&mut self, namespace: &str, repository: &str) -> Option<KeyId> {
        let snapshot = self.snapshot;
        if !self.namespaces.contains_key(namespace) {
            let mut keyring = Keyring::new();
            let secrets: Vec<usize> = snapshot.secrets_in(namespace).collect();
            for (source, &secret) in secrets.iter().enumerate() {
                keyring.add(&snapshot.held[secret].config, u32::try_from(source).ok()?);
            }
            self.namespaces.insert(namespace.to_string(), (keyring, secrets));
        }
        let (keyring, secrets) = self.namespaces.get(namespace)?;
        let found = keyring.lookup(repository);
        let found = found.iter().find(|it| !it.entry.credential.is_blank())?;
        let secret = *secrets.get(found.source as usize)?;
        let entry = *self.entries.get(&(secret, found.entry.key_span.start))?;
        Some(KeyId { secret, entry })
    }

    /// Whether one more Pod may have so many pull Secrets that stand in the text once, for all
    /// Pods.
    pub(super) fn may_list(&mut self, names: usize) -> bool {
        let left = self.left.checked_sub(names.saturating_mul(NAME_COST));
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }

    /// Whether so many comparisons more are allowed.
    pub(super) fn may_compare(&mut self, count: usize) -> bool {
        let left = self.left.checked_sub(count);
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }

    /// The keyring of a Pod: its pull Secrets in their order. `None` when that is too much.
    pub(super) fn ring(&mut self, uses: &[PullSecretUse]) -> Option<Ring<'s>> {
        let mut ring =
            Ring { keyring: Keyring::new(), sources: Vec::new(), size: 0, blocked: None };
        for (number, pull_secret) in uses.iter().enumerate() {
            let Some(secret) = pull_secret.secret else { continue };
            match pull_secret.state {
                PullSecretState::Broken if ring.blocked.is_none() => ring.blocked = Some(number),
                PullSecretState::Used => {
                    let config = &self.snapshot.held[secret].config;
                    let cost = config.entries.len();
                    self.left = self.left.checked_sub(cost)?;
                    ring.size += cost;
                    // The source counts the Secrets that were added.
                    ring.keyring.add(config, u32::try_from(ring.sources.len()).ok()?);
                    ring.sources.push((number, secret));
                }
                _ => {}
            }
        }
        Some(ring)
    }

    /// Looks one repository up: in the Pod's keyring, then in the node's. `None` when that is too
    /// much.
    pub(super) fn look_up(&mut self, ring: &Ring<'s>, repository: &str) -> Option<Credentials> {
        let node_size = self
            .node
            .as_ref()
            .map_or(0, |(index, _)| self.snapshot.held[*index].config.entries.len());
        self.left = self.left.checked_sub(ring.size + node_size + 1)?;
        let mut keys = Vec::with_capacity(ring.size + node_size);
        self.explain(ring.keyring.explain(repository), &mut keys, |source| {
            let &(number, secret) = ring.sources.get(source as usize)?;
            Some((Source::PullSecret(number), secret))
        });
        if let Some((index, keyring)) = &self.node {
            let node = |_| Some((Source::Node(*index), *index));
            self.explain(keyring.explain(repository), &mut keys, node);
        }
        if ring.blocked.is_some() {
            keys.iter_mut().for_each(|it| it.place = None);
        }
        let used = keys.iter().filter(|it| it.place.is_some()).count();
        Some(Credentials { keys, used, blocked_by: ring.blocked })
    }

    fn explain(
        &self,
        explanation: Explanation<'_>,
        keys: &mut Vec<TriedKey>,
        source: impl Fn(u32) -> Option<(Source, usize)>,
    ) {
        let before = keys.iter().filter(|it| it.place.is_some()).count();
        for tried in explanation.keys {
            let Some((source, secret)) = source(tried.source) else { continue };
            let at = (secret, tried.entry.key_span.start);
            let Some(&entry) = self.entries.get(&at) else { continue };
            let is_fallback = explanation.is_fallback && tried.place.is_some();
            let sentence = match (&tried.refused_by, tried.place) {
                (None, _) => "host, port and path fit".to_string(),
                (Some(_), Some(_)) => {
                    "no key fits, and for Docker Hub index.docker.io is used then".to_string()
                }
                (Some(rule), None) => rule.to_string(),
            };
            keys.push(TriedKey {
                key: without_user(&tried.entry.key).into_owned(),
                index_key: without_user(&String::from_utf8_lossy(tried.index_key)).into_owned(),
                source,
                secret,
                entry,
                place: tried.place.map(|it| before + it),
                is_fallback,
                refused_by: tried.refused_by,
                sentence,
                span: self.snapshot.held[secret].place.of(&tried.entry.key_span),
                credential: masked(&tried.entry.credential),
            });
        }
    }
}

/// The keyring of one Pod.
pub(super) struct Ring<'s> {
    keyring: Keyring<'s>,
    /// Of each source of the keyring: which pull Secret, and which Secret that is.
    sources: Vec<(usize, usize)>,
    size: usize,
    blocked: Option<usize>,
}
