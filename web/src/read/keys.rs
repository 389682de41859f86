//! The keyring of one image, laid out under the lock, and its stop.

use std::ops::Range;

use pullscope_core::credential_provider::Verdict;
use pullscope_core::diagnose::{OutcomeKind, PullSecretState, TriedKey};

use super::teeth::{Split, ordinal, teeth, why};
use super::{Reader, capital, stops};
use crate::trip::{Flag, Key, Line, Lock, Mark, Place, Ring, Stop};

/// The stop of the keyring.
pub(super) fn stop(reader: &Reader<'_>, ring: &Ring, mark: Mark) -> Stop {
    let fitting = ring.fitting();
    let keys = ring.keys.len();
    let first = ring.keys.iter().find(|key| key.turn == Some(1));
    let kind = reader.image.outcome.kind;
    let (mark, value, caption) = match (kind, first) {
        (OutcomeKind::BrokenSecret, _) => {
            (Mark::Error, "No keys at all".into(), "One Secret cannot be decoded.".to_owned())
        }
        (_, Some(first)) => {
            let is_blank = kind == OutcomeKind::WithBlankCredential;
            let caption = match (fitting, keys) {
                (1, 1) => "The only key fits.".to_owned(),
                (1, _) => format!("1 of {keys} keys fits."),
                _ => format!("First of {fitting} that fit."),
            };
            let mark = if is_blank { Mark::Warning } else { Mark::Ok };
            (mark, first.source.clone(), caption)
        }
        (OutcomeKind::WithCredential, None) => {
            let name = reader.answered().unwrap_or("A provider").to_owned();
            (Mark::Ok, name.into(), "A key of its answer fits.".to_owned())
        }
        (OutcomeKind::AsksProvider, None) => {
            let asked = ring.plugins.iter().find(|(mark, ..)| *mark != Mark::Unknown);
            let name = asked.map_or_else(|| "A provider".into(), |(_, name, _)| name.clone());
            (Mark::Info, name, "No key fits; a provider is asked.".to_owned())
        }
        (OutcomeKind::NotLookedUp, None) => {
            (Mark::Unknown, "Not compared".into(), "There are too many keys.".to_owned())
        }
        (_, None) => {
            let value = if keys > 0 { "No key fits" } else { "No keys" };
            (mark, value.into(), "It goes on without a password.".to_owned())
        }
    };
    let mut stop = stops::stop(Place::Keyring, mark, value, caption);
    stop.flag = match mark {
        Mark::Error | Mark::Warning => Some(Flag::Cause),
        _ => None,
    };
    stop.out = match kind {
        OutcomeKind::BrokenSecret => Line::Ghost,
        _ => ring.out.unwrap_or(Line::Solid),
    };
    let is_node = |key: &Key| key.source == "config.json" || key.source == ".dockercfg";
    let missing = match (ring.keys.iter().any(is_node), ring.plugins.is_empty()) {
        (false, true) => "credentials in files of the node, and credential providers",
        (false, false) => "credentials in files of the node",
        (true, true) => "credential providers of the node",
        (true, false) => "",
    };
    if !missing.is_empty() {
        stop.facts.push(stops::fact("Not in the text", missing));
    }
    stop.read.extend(reader.workload.pull_secrets.iter().map(|one| one.span.clone()));
    stop.read.extend(ring.keys.iter().filter_map(|key| key.span.clone()));
    stop
}

impl Reader<'_> {
    /// The keys of the image under the lock.
    pub(super) fn ring(&self) -> Ring {
        let lock = match &self.image.reference {
            Ok(parts) => Split::new(&parts.repository_name).into_lock(),
            Err(_) => return Ring::default(),
        };
        let off = (self.workload.pull_secrets.iter())
            .filter(|one| one.state != PullSecretState::Used)
            .map(|one| {
                let name = if one.name.is_empty() { "(no name)" } else { &one.name };
                (name.to_owned().into(), capital(&one.sentence).into())
            })
            .collect();
        let keys: Vec<Key> = (self.image.credentials.iter())
            .flat_map(|credentials| &credentials.keys)
            .map(|tried| self.key(tried, &lock))
            .collect();
        let kind = self.image.outcome.kind;
        let was_meant = |ring: &Ring| self.mark(ring) == Mark::Warning;
        let plugins = self.image.providers.iter().map(|it| {
            let mark = match it.verdict {
                Verdict::Asked => Mark::Ok,
                Verdict::Maybe => Mark::Info,
                _ => Mark::Unknown,
            };
            (mark, it.name.clone().into(), (capital(&it.sentence) + ".").into())
        });
        let plugins = plugins.collect();
        let mut ring = Ring { lock: Some(lock), keys, off, plugins, ..Ring::default() };
        let (out, what) = match kind {
            OutcomeKind::WithCredential if ring.fitting() == 0 => {
                let name = self.answered().unwrap_or("the provider");
                (Line::Solid, format!("Sent: what {name} has answered."))
            }
            OutcomeKind::WithCredential => {
                (Line::Solid, format!("Sent: {}.", self.sent().join(", then ")))
            }
            OutcomeKind::AsksProvider => (Line::Solid, "Sent: what the provider answers.".into()),
            OutcomeKind::WithBlankCredential => (Line::Bare, "Sent: empty fields.".into()),
            OutcomeKind::NoKeyFits | OutcomeKind::Anonymous => {
                let line = if was_meant(&ring) { Line::Bare } else { Line::Plain };
                (line, "Sent: nothing.".into())
            }
            OutcomeKind::WithNodeCredential => (
                Line::Solid,
                "Sent: nothing of the kubelet; the node’s registries.yaml has one.".into(),
            ),
            OutcomeKind::BrokenSecret => (Line::Ghost, "Sent: nothing.".into()),
            _ => return ring,
        };
        ring.out = Some(out);
        ring.sent = what.into();
        ring
    }

    /// The first credential provider of whose answer a key fits.
    pub(super) fn answered(&self) -> Option<&str> {
        let mut providers = self.image.providers.iter();
        providers.find(|it| !it.used.is_empty()).map(|it| it.name.as_str())
    }

    /// The users that are tried, in their turn, at most four of them.
    fn sent(&self) -> Vec<String> {
        let keys = self.image.credentials.iter().flat_map(|credentials| &credentials.keys);
        let mut used: Vec<&TriedKey> = keys.filter(|key| key.place.is_some()).collect();
        used.sort_by_key(|key| key.place);
        let more = used.len().saturating_sub(4);
        let mut words: Vec<String> = used
            .into_iter()
            .take(4)
            .map(|key| match key.credential.username.is_empty() {
                true => "a password without a user".to_owned(),
                false => format!("user {}", key.credential.username),
            })
            .collect();
        if more > 0 {
            words.push(format!("{more} more"));
        }
        words
    }

    fn key(&self, tried: &TriedKey, lock: &Lock) -> Key {
        let rule = tried.refused_by.as_ref();
        let turn = tried.place.map(|place| place + 1);
        let drawn = teeth(&tried.index_key, lock, rule, turn.is_some());
        let source = self
            .report
            .secrets
            .get(tried.secret)
            .map(|secret| secret.name.clone())
            .unwrap_or_default();
        let words = match (tried.is_fallback, turn) {
            (true, Some(turn)) => format!("Docker Hub, {}", ordinal(turn)),
            _ => why(rule, drawn.kin, turn),
        };
        Key {
            text: tried.key.clone().into(),
            source: source.into(),
            kin: drawn.kin,
            turn,
            labels: drawn.labels,
            port: drawn.port,
            path: drawn.path,
            why: words.into(),
            because: tried.sentence.clone().into(),
            span: Some(tried.span.clone()).filter(|span: &Range<usize>| span.start < span.end),
        }
    }
}
