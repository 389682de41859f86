//! The keyring of one image, laid out under the lock, and its stop.

use std::ops::Range;

use pullscope_core::credential_provider::Verdict;
use pullscope_core::diagnose::{OutcomeKind, PullSecretState, TriedKey};
use yew::AttrValue;

use super::teeth::{Split, ordinal, teeth, why};
use super::{Reader, stops};
use crate::texts::t;
use crate::trip::{Flag, Key, Line, Lock, Mark, Place, Ring, Stop};

/// The stop of the keyring.
pub(super) fn stop(reader: &Reader<'_>, ring: &Ring, mark: Mark) -> Stop {
    let fitting = ring.fitting();
    let keys = ring.keys.len();
    let first = ring.keys.iter().find(|key| key.turn == Some(1));
    let kind = reader.image.outcome.kind;
    let (mark, value, caption) = match (kind, first) {
        (OutcomeKind::BrokenSecret, _) => {
            (Mark::Error, t!("No keys at all"), t!("One Secret cannot be decoded."))
        }
        (_, Some(first)) => {
            let is_blank = kind == OutcomeKind::WithBlankCredential;
            let caption = match (fitting, keys) {
                (1, 1) => t!("The only key fits."),
                (1, _) => t!("1 of {keys} keys fits.", keys = keys),
                _ => t!("First of {fitting} that fit.", fitting = fitting),
            };
            let is_doubtful = is_blank || ring.doubt.is_some();
            let mark = if is_doubtful { Mark::Warning } else { Mark::Ok };
            (mark, first.source.clone(), caption)
        }
        (OutcomeKind::WithCredential, None) => {
            let name = reader.answered().map(|name| name.to_owned().into());
            (Mark::Ok, name.unwrap_or_else(|| t!("A provider")), t!("A key of its answer fits."))
        }
        (OutcomeKind::AsksProvider, None) => {
            let asked = ring.plugins.iter().find(|(mark, ..)| *mark != Mark::Unknown);
            let name = asked.map_or_else(|| t!("A provider"), |(_, name, _)| name.clone());
            (Mark::Info, name, t!("No key fits; a provider is asked."))
        }
        (OutcomeKind::NotLookedUp, None) => {
            (Mark::Unknown, t!("Not compared"), t!("There are too many keys."))
        }
        (_, None) => {
            let value = if keys > 0 { t!("No key fits") } else { t!("No keys") };
            (mark, value, t!("It goes on without a password."))
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
        (false, true) => t!("credentials in files of the node, and credential providers"),
        (false, false) => t!("credentials in files of the node"),
        (true, true) => t!("credential providers of the node"),
        (true, false) => AttrValue::default(),
    };
    if !missing.is_empty() {
        stop.facts.push(stops::fact(t!("Not in the text"), missing));
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
                let name = match one.name.is_empty() {
                    true => t!("(no name)"),
                    false => one.name.clone().into(),
                };
                (name, one.sentence.clone().into())
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
            (mark, it.name.clone().into(), it.sentence.clone().into())
        });
        let plugins = plugins.collect();
        let mut ring = Ring { lock: Some(lock), keys, off, plugins, ..Ring::default() };
        let (out, what) = match kind {
            OutcomeKind::WithCredential if ring.fitting() == 0 => {
                let sent = match self.answered() {
                    Some(name) => t!("Sent: what {name} has answered.", name = name),
                    None => t!("Sent: what the provider has answered."),
                };
                (Line::Solid, sent)
            }
            OutcomeKind::WithCredential => (Line::Solid, t!("Sent: {users}.", users = self.sent())),
            OutcomeKind::AsksProvider => (Line::Solid, t!("Sent: what the provider answers.")),
            OutcomeKind::WithBlankCredential => (Line::Bare, t!("Sent: empty fields.")),
            OutcomeKind::NoKeyFits | OutcomeKind::Anonymous => {
                let line = if was_meant(&ring) { Line::Bare } else { Line::Plain };
                (line, t!("Sent: nothing."))
            }
            OutcomeKind::WithNodeCredential => (
                Line::Solid,
                t!("Sent: nothing of the kubelet; the node’s registries.yaml has one."),
            ),
            OutcomeKind::BrokenSecret => (Line::Ghost, t!("Sent: nothing.")),
            _ => return ring,
        };
        ring.out = Some(out);
        ring.sent = what;
        ring.doubt = self.doubt();
        ring
    }

    /// What findings say of the keys that are sent, when they say something of each.
    fn doubt(&self) -> Option<AttrValue> {
        let keys = self.image.credentials.iter().flat_map(|credentials| &credentials.keys);
        let said = keys.filter(|key| key.place.is_some()).map(|key| {
            let about = self.doubts.iter().find(|it| it.keys.contains(&key.id()));
            about.map(|it| AttrValue::from(it.message.clone()))
        });
        let said: Option<Vec<AttrValue>> = said.collect();
        said?.into_iter().next()
    }

    /// The first credential provider of whose answer a key fits.
    pub(super) fn answered(&self) -> Option<&str> {
        let mut providers = self.image.providers.iter();
        providers.find(|it| !it.used.is_empty()).map(|it| it.name.as_str())
    }

    /// The users that are tried, in their turn, at most four of them.
    fn sent(&self) -> AttrValue {
        let keys = self.image.credentials.iter().flat_map(|credentials| &credentials.keys);
        let mut used: Vec<&TriedKey> = keys.filter(|key| key.place.is_some()).collect();
        used.sort_by_key(|key| key.place);
        let more = used.len().saturating_sub(4);
        let mut words = used
            .into_iter()
            .take(4)
            .map(|key| match key.credential.username.is_empty() {
                true => t!("a password without a user"),
                false => t!("user {name}", name = key.credential.username),
            })
            .chain((more > 0).then(|| t!("{more} more", more = more)));
        let first = words.next().unwrap_or_default();
        words.fold(first, |words, next| t!("{words}, then {next}", words = words, next = next))
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
            (true, Some(turn)) => t!("Docker Hub, {turn}", turn = ordinal(turn)),
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
            why: words,
            because: tried.sentence.clone().into(),
            span: Some(tried.span.clone()).filter(|span: &Range<usize>| span.start < span.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use pullscope_core::base64;

    use super::*;
    use crate::read::picture;
    use crate::what_if::WhatIf;

    /// A Pod with pull Secrets, each with this `auth` for its registry.
    fn sent(auths: &[&str]) -> (Mark, AttrValue) {
        let names: Vec<String> =
            (0..auths.len()).map(|it| format!("{{name: pull-{it}}}")).collect();
        let mut text = format!(
            "kind: Pod\nmetadata: {{name: web}}\nspec:\n  imagePullSecrets: [{}]\n  containers: [{{name: web, image: 'reg.io/a:1'}}]\n",
            names.join(", ")
        );
        for (number, auth) in auths.iter().enumerate() {
            text += &format!(
                "---\nkind: Secret\nmetadata: {{name: pull-{number}}}\ntype: kubernetes.io/dockerconfigjson\nstringData: {{.dockerconfigjson: '{{\"auths\": {{\"reg.io\": {{\"auth\": \"{auth}\"}}}}}}'}}\n"
            );
        }
        let picture = picture(&text, &WhatIf::default(), None, &[]);
        let trip = &picture.trips[0];
        assert_eq!(trip.mark, trip.stop(Place::Keyring).mark);
        (trip.mark, trip.evidence.clone())
    }

    #[test]
    fn a_credential_that_will_hardly_be_accepted_is_doubted() {
        // robot:word, and the same with a line break behind it.
        let (good, bad) = ("cm9ib3Q6d29yZA==", "cm9ib3Q6d29yZAo=");
        let (mark, evidence) = sent(&[bad]);
        assert_eq!(mark, Mark::Warning);
        assert!(evidence.contains("ends with a line break"), "{evidence}");
        assert_eq!(sent(&[good]).0, Mark::Ok);
        // The kubelet goes on to the other one.
        assert_eq!(sent(&[bad, good]).0, Mark::Ok);
    }

    #[test]
    fn a_doubt_is_of_the_key_that_is_sent_and_of_no_other_of_its_secret() {
        let (good, bad) = ("cm9ib3Q6d29yZA==", "cm9ib3Q6d29yZAo=");
        let mark = |first: &str, second: &str| {
            let config = format!(
                r#"{{"auths": {{"reg.io": {{"auth": "{first}"}}, "reg.io/team": {{"auth": "{second}"}}}}}}"#
            );
            // Encoded, both keys stand at one place.
            let data = base64::encode(config.as_bytes());
            let text = format!(
                "kind: Pod\nmetadata: {{name: web}}\nspec:\n  imagePullSecrets: [{{name: s}}]\n  containers: [{{name: web, image: 'reg.io/a:1'}}]\n---\nkind: Secret\nmetadata: {{name: s}}\ntype: kubernetes.io/dockerconfigjson\ndata: {{.dockerconfigjson: {data}}}\n"
            );
            picture(&text, &WhatIf::default(), None, &[]).trips[0].mark
        };
        assert_eq!(mark(bad, good), Mark::Warning);
        // Its sentence has the text of the first key in it.
        assert_eq!(mark(good, bad), Mark::Ok);
    }
}
