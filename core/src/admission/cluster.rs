//! The pull Secrets of a Pod as the cluster has them, read as the kubelet reads them.
//!
//! ```text
//! the list of the Pod, or of its ServiceAccount ──► each Secret ──► keyring ──► each image
//! ```
//!
//! Upstream: `Admit` in kubernetes `plugin/pkg/admission/serviceaccount/admission.go` for whose list
//! counts; `MakeDockerKeyring` in `pkg/credentialprovider/secrets/secrets.go` for what is read.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::host::{Asked, NoReply, Question, Reply};
use super::settings::PullSecretChecks;
use super::verdict::Verdict;
use crate::api_server::service_account::{NewPod, ServiceAccount, account_name, counted};
use crate::docker_config::DockerConfig;
use crate::json::{self, Value};
use crate::keyring::{Explanation, Keyring, Rule, TriedKey};
use crate::order;
use crate::pull_secret::{self, PullSecret, Reading, SecretObject};
use crate::quoted::Quoted;
use crate::reference::Reference;

/// A pull Secret, with the field that names it.
pub(super) struct Named<'a> {
    pub(super) path: Cow<'a, str>,
    pub(super) name: Cow<'a, str>,
}

/// What the cluster is asked of, and where what it says is told.
pub(super) struct Cluster<'a, 'h> {
    pub(super) namespace: &'a str,
    pub(super) rules: &'a PullSecretChecks<'a>,
    pub(super) asked: &'a Asked<'h>,
}

impl Cluster<'_, '_> {
    /// The list that a Pod without one of its own gets from its ServiceAccount; `None` where that is
    /// not known, which is told.
    pub(super) fn of_account(
        &self,
        pod: &NewPod<'_>,
        verdict: &mut Verdict,
    ) -> Option<Vec<Named<'static>>> {
        let spec = pod.spec.as_ref();
        let account = account_name(spec);
        let path = spec.map_or("", |it| it.path);
        let path = alloc::format!("{path}.serviceAccountName");
        let question = Question::ServiceAccount { namespace: self.namespace, name: account.name };
        let tell = |reason: NoReply, verdict: &mut Verdict| {
            self.unanswered("ServiceAccount", account.name, &path, reason, verdict);
            None
        };
        let text = match self.asked.ask(question) {
            Reply::Found(text) => text,
            Reply::Missing => {
                verdict.tell(
                    self.rules.verify,
                    "pull-secret/no-account",
                    &path,
                    format_args!(
                        "there is no ServiceAccount {} in the namespace {}, so that the API server \
                         makes no Pod of this; create it first",
                        Quoted(account.name),
                        Quoted(self.namespace)
                    ),
                );
                return None;
            }
            Reply::Nothing(reason) => return tell(reason, verdict),
        };
        let Ok(object) = json::parse(&text[..], json::DEFAULT_MAX_DEPTH) else {
            return tell(NoReply::Unreadable, verdict);
        };
        let account = ServiceAccount::read(&object);
        let (list, _) = counted(Vec::new(), Some(&account));
        let names = list.iter().filter_map(|it| it.name.and_then(Value::as_str));
        let named = names.filter(|it| !it.is_empty()).map(|name| Named {
            path: Cow::Owned(path.clone()),
            name: Cow::Owned(String::from(name)),
        });
        Some(named.collect())
    }

    /// Reads every Secret of a list, and tells what no kubelet could use.
    pub(super) fn read(&self, list: &[Named<'_>], verdict: &mut Verdict) -> Credentials {
        let mut read = Credentials { configs: Vec::new(), is_complete: true };
        for (index, secret) in list.iter().enumerate() {
            if list[..index].iter().any(|it| it.name == secret.name) {
                continue;
            }
            let Named { path, name } = secret;
            let question = Question::Secret { namespace: self.namespace, name };
            let found = match self.asked.ask(question) {
                Reply::Found(text) => self.config(&text),
                Reply::Missing => {
                    verdict.tell(
                        self.rules.verify,
                        "pull-secret/missing",
                        path,
                        format_args!(
                            "there is no Secret {} in the namespace {}, so that the kubelet goes \
                             on without it; create it first, or take its name out",
                            Quoted(name),
                            Quoted(self.namespace)
                        ),
                    );
                    continue;
                }
                Reply::Nothing(reason) => Err(Unusable::Unknown(reason)),
            };
            match found {
                Ok(config) => read.configs.push((String::from(&**name), config)),
                Err(Unusable::Unknown(reason)) => {
                    read.is_complete = false;
                    self.unanswered("Secret", name, path, reason, verdict);
                }
                Err(Unusable::Because(reason)) => verdict.tell(
                    self.rules.verify,
                    "pull-secret/unusable",
                    path,
                    format_args!(
                        "the Secret {} gives no credentials: {reason}; mend it, or name another \
                         one",
                        Quoted(name)
                    ),
                ),
            }
        }
        read
    }

    /// What the kubelet takes from a Secret.
    fn config(&self, text: &[u8]) -> Result<DockerConfig, Unusable> {
        let unreadable = Unusable::Unknown(NoReply::Unreadable);
        let Ok(object) = json::parse(text, json::DEFAULT_MAX_DEPTH) else {
            return Err(unreadable);
        };
        let secret = SecretObject::read(&object);
        if !secret.problems.is_empty() {
            return Err(unreadable);
        }
        let data = secret.data();
        let secret = PullSecret { secret_type: secret.secret_type, data: &data, annotations: &[] };
        match pull_secret::read(&secret) {
            Ok(Reading::Config(_, config)) => Ok(config),
            Ok(Reading::Ignored(why)) => Err(Unusable::Because(alloc::format!("{why}"))),
            Err(err) => Err(Unusable::Because(alloc::format!(
                "{err}, and so the kubelet finds none for the whole Pod"
            ))),
        }
    }

    fn unanswered(
        &self,
        kind: &str,
        name: &str,
        path: &str,
        reason: NoReply,
        verdict: &mut Verdict,
    ) {
        verdict.tell(
            self.rules.unanswered,
            "pull-secret/unanswered",
            path,
            format_args!(
                "the {kind} {} was to be looked at, as pullSecrets.verify says: {reason}; try \
                 again, or set pullSecrets.unanswered to warn",
                Quoted(name)
            ),
        );
    }
}

/// Why nothing is read from a Secret.
enum Unusable {
    Because(String),
    Unknown(NoReply),
}

/// What the Secrets of a Pod hold, by their names.
pub(super) struct Credentials {
    configs: Vec<(String, DockerConfig)>,
    /// Whether every Secret could be looked at.
    is_complete: bool,
}

impl Credentials {
    /// Tells the images that need a key and have none. Each comes with its path and with the entry
    /// of the settings that says so.
    pub(super) fn judge(
        &self,
        images: &[(&str, Reference<'_>, &str)],
        rules: &PullSecretChecks<'_>,
        verdict: &mut Verdict,
    ) {
        let mut keyring = Keyring::new();
        for (source, (_, config)) in (0..).zip(&self.configs) {
            keyring.add(config, source);
        }
        for (path, image, entry) in images {
            let repository = alloc::format!("{}", image.name());
            let found = keyring.lookup(&repository);
            if !self.is_complete || found.iter().any(|it| !it.entry.credential.is_blank()) {
                continue;
            }
            let why = Why { explanation: keyring.explain(&repository), secrets: &self.configs };
            verdict.tell(
                rules.verify,
                "pull-secret/no-key",
                path,
                format_args!(
                    "{} needs credentials by {} in pullSecrets.require, and no pull Secret of the \
                     Pod has a key for it{why}; add one for {}",
                    Quoted(image.input()),
                    Quoted(entry),
                    image.registry()
                ),
            );
        }
    }
}

/// The keys that come nearest, each with what speaks against it.
struct Why<'a> {
    explanation: Explanation<'a>,
    secrets: &'a [(String, DockerConfig)],
}

impl fmt::Display for Why<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 3;
        let mut keys: Vec<&TriedKey<'_>> = self.explanation.keys.iter().collect();
        order::sort_by_key(&mut keys, |it| match it.refused_by {
            None => 0,
            Some(Rule::Port { .. } | Rule::Path { .. } | Rule::Scheme { .. }) => 1,
            Some(Rule::Label { .. }) => 2,
            Some(_) => 3,
        });
        for (index, key) in keys.iter().take(SHOWN).enumerate() {
            let secret = self.secrets.get(key.source as usize).map_or("", |it| &it.0);
            f.write_str(if index == 0 { " (" } else { "; " })?;
            write!(f, "{} of {}: ", Quoted(&key.entry.key), Quoted(secret))?;
            match &key.refused_by {
                Some(rule) if key.place.is_none() => write!(f, "{rule}")?,
                _ => f.write_str("it has neither user name nor password")?,
            }
        }
        match keys.len() {
            0 => Ok(()),
            count if count > SHOWN => write!(f, "; and {} more)", count - SHOWN),
            _ => f.write_str(")"),
        }
    }
}
