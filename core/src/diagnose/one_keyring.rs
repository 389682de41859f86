//! Up to 1.32 the keys of the node's file and those that credential providers answer lie in one
//! keyring.
//!
//! So one fitting key of either is enough that `index.docker.io` is not used for Docker Hub, where
//! later each of them has a keyring of its own, in which that is decided.
//!
//! Upstream: `providersDockerKeyring.Lookup` in kubernetes `pkg/credentialprovider/provider.go` up
//! to 1.32, `unionDockerKeyring` since.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::credential_providers::Providers;
use super::report::{Credentials, ImageProvider, Source};
use super::snapshot::Snapshot;
use crate::docker_config::without_user;
use crate::keyring::Keyring;

/// The source of the node's keys; those of the providers follow.
const NODE: u32 = 0;

/// Takes away what does not count beside the keys of the others.
pub(super) fn join(
    snapshot: &Snapshot,
    repository: &str,
    providers: &mut [ImageProvider],
    credentials: Option<&mut Credentials>,
) {
    if snapshot.settings.gates.version().has_a_keyring_for_each_provider() {
        return;
    }
    let keyring = together(snapshot, &snapshot.providers, providers);
    let found = keyring.lookup(repository);
    let has = |source: u32| found.iter().any(|it| it.source == source);
    for (source, provider) in (NODE + 1..).zip(providers) {
        let keys = found.iter().filter(|it| it.source == source);
        let keys: Vec<_> = keys.map(|it| without_user(&it.entry.key).into_owned()).collect();
        if keys.len() < provider.used.len() {
            provider.sentence += "; a key of the node fits, so index.docker.io is not used";
        }
        provider.used = keys;
    }
    let Some(credentials) = credentials.filter(|_| !found.is_empty() && !has(NODE)) else { return };
    let of_node = |it: &Source| matches!(it, Source::Node(_));
    for key in credentials.keys.iter_mut().filter(|it| of_node(&it.source)) {
        if key.place.take().is_some() {
            credentials.used -= 1;
            key.is_fallback = false;
            key.sentence =
                "a key that a credential provider answers fits, so index.docker.io is not used"
                    .to_owned();
        }
    }
}

fn together<'k>(
    snapshot: &'k Snapshot,
    answers: &'k Providers,
    providers: &[ImageProvider],
) -> Keyring<'k> {
    let mut keyring = Keyring::new();
    if let Some(node) = snapshot.node {
        keyring.add(&snapshot.held[node].config, NODE);
    }
    for (source, provider) in (NODE + 1..).zip(providers) {
        if let Some(config) = answers.answer_of(provider) {
            keyring.add(config, source);
        }
    }
    keyring
}
