//! Who pulled an image before, and whether a Pod may use it on that ground.
//!
//! Three things tell who pulled: records of the node among the documents, [`Options::pulled`], and
//! the other Pods of the text. Which image a record is of is told by the names in it; where several
//! records have the name of an image and decide differently, nothing is said.
//!
//! A Secret of a manifest has no uid. It counts as the one that is recorded under its name, because
//! `kubectl apply` keeps the uid.
//!
//! [`Options::pulled`]: super::Options::pulled

mod facts;
mod findings;
mod sentence;
#[cfg(test)]
mod tests;

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::Options;
use super::report::{
    Credentials, PullSecretUse, Recorded, Source, Verification, VerificationDecision,
};
use super::snapshot::Snapshot;
use crate::features::{Gate, Gates};
use crate::kubelet::verification::{
    Access, Asked, Coordinates, CredentialHash, Manager, PodCredentials, Policy, Start, Why,
    file_name, name_in_records,
};
use crate::kubelet::{Presence, VerificationPolicy};
use crate::pull_policy::PullPolicy;
use crate::reference::Reference;
use crate::version::Version;

pub(super) use facts::Records;
pub use facts::{PulledBefore, PulledBy};
pub(super) use findings::{of_image, rotations, several_pods};

/// More Secrets of a record than a person looks at.
const MAX_SHOWN: usize = 8;

/// What decides for the images of the text.
pub(super) struct Verifier<'s> {
    snapshot: &'s Snapshot,
    manager: Manager<'s>,
    policy: VerificationPolicy,
    /// The release whose rules decide: where the gate is off, the first that has it on.
    version: Version,
    /// Whether the gate is on.
    pub(super) is_on: bool,
    /// By the full name of an image: what the options tell of it, by its ref.
    told: BTreeMap<String, String>,
    /// By the name in a record: refs.
    typed: BTreeMap<String, Vec<String>>,
    /// By the normalized name: refs.
    normalized: BTreeMap<String, Vec<String>>,
    /// Of a ref: where its record stands.
    places: BTreeMap<String, Range<usize>>,
}

/// What is known of one image and one Pod.
pub(super) struct Question<'q> {
    /// The image as it is typed.
    pub(super) image: &'q str,
    pub(super) full_name: &'q str,
    pub(super) namespace: &'q str,
    pub(super) service_account: &'q str,
    pub(super) credentials: Option<&'q Credentials>,
    pub(super) pull_secrets: &'q [PullSecretUse],
}

impl<'s> Verifier<'s> {
    /// `None` where nothing is verified and nothing tells who pulled what, and for a kubelet that
    /// does not start.
    pub(super) fn new(snapshot: &'s Snapshot, options: &Options) -> Option<Self> {
        let settings = &snapshot.settings;
        let is_on = settings.gates.is_on(Gate::KubeletEnsureSecretPulledImages);
        let is_told = !options.pulled.is_empty() || !snapshot.records.is_empty();
        let default = VerificationPolicy::NeverVerifyPreloadedImages;
        let (policy, version) = match (settings.verification, is_on) {
            (Some(policy), true) => (policy, settings.gates.version()),
            _ if is_told => (default, verifying(settings.gates.version())?),
            _ => return None,
        };
        let patterns = settings.allowlist.iter().map(String::as_str);
        let rules = Policy::new(policy, patterns, version).ok()?;
        let mut verifier = Self {
            snapshot,
            manager: Manager::new(Start::default(), rules.clone(), version),
            policy,
            version,
            is_on,
            told: BTreeMap::new(),
            typed: BTreeMap::new(),
            normalized: BTreeMap::new(),
            places: BTreeMap::new(),
        };
        if is_told {
            let start = verifier.start();
            verifier.manager = Manager::new(start, rules, version);
            for pulled in &options.pulled {
                verifier.tell(pulled);
            }
        }
        Some(verifier)
    }

    /// What the documents tell.
    fn start(&mut self) -> Start {
        let mut start = Start::default();
        let records = &self.snapshot.records;
        for (record, span) in records.pulled() {
            start.pulled.put(&file_name(&record.image_ref), Some(record.clone()));
            self.index(&record.image_ref, record.access.keys(), span);
        }
        for corrupt in records.corrupt() {
            start.pulled.put(&file_name(&corrupt.image_ref), None);
            self.index(&corrupt.image_ref, corrupt.names.iter(), &corrupt.span);
        }
        for (intent, span) in self.snapshot.records.intents() {
            start.pulling.put(&file_name(&intent.image), Some(intent.clone()));
            if let Ok(reference) = Reference::parse(&intent.image) {
                let full = super::present::full_name(&reference);
                self.places.insert(full.clone(), span.clone());
                self.told.insert(full.clone(), full);
            }
        }
        start
    }

    /// Keeps which names a record has.
    fn index<'n>(
        &mut self,
        image_ref: &str,
        names: impl Iterator<Item = &'n String>,
        span: &Range<usize>,
    ) {
        self.places.insert(image_ref.to_owned(), span.clone());
        for name in names {
            self.typed.entry(name.clone()).or_default().push(image_ref.to_owned());
            if let Ok(reference) = Reference::parse(name) {
                let full = reference.name().to_string();
                self.normalized.entry(full).or_default().push(image_ref.to_owned());
            }
        }
    }

    /// What the options tell.
    fn tell(&mut self, pulled: &PulledBefore) {
        let Ok(reference) = Reference::parse(&pulled.image) else { return };
        let full = super::present::full_name(&reference);
        self.told.insert(full.clone(), full.clone());
        if let Some(access) = facts::access(&pulled.by, self.snapshot, &reference) {
            self.manager.record_pulled(&pulled.image, &full, access.as_ref(), None);
        }
    }

    /// Whether the options say that somebody pulled it, so that the node has it.
    pub(super) fn is_told(&self, full_name: &str) -> bool {
        self.told.contains_key(full_name) && !self.places.contains_key(full_name)
    }

    /// The refs that the image may have on the node; none where nothing tells.
    fn refs(&self, question: &Question<'_>) -> &[String] {
        if let Some(one) = self.told.get(question.full_name) {
            return core::slice::from_ref(one);
        }
        let name = name_in_records(question.image, self.version).unwrap_or_default();
        let found = self.typed.get(&name).or_else(|| {
            let full = Reference::parse(question.image).ok()?.name().to_string();
            self.normalized.get(&full)
        });
        found.map_or(&[], Vec::as_slice)
    }

    /// Whether the Pod may use the image; `None` where the kubelet does not ask, or nothing tells
    /// that the image is there.
    pub(super) fn verify(
        &self,
        question: &Question<'_>,
        policy: PullPolicy,
        presence: Presence,
    ) -> Option<Verification> {
        if policy == PullPolicy::Always || presence == Presence::Absent {
            return None;
        }
        let refs = self.refs(question);
        if refs.is_empty() {
            return (presence == Presence::Present).then(|| self.untold(question));
        }
        let mut found = refs.iter().map(|it| self.decide(question, it));
        let first = found.next()?;
        let agree = found.all(|it| it.decision == first.decision);
        Some(if agree { first } else { self.untold(question) })
    }

    /// What holds whoever pulled the image.
    fn untold(&self, question: &Question<'_>) -> Verification {
        let asked = Asked { image: question.image, image_ref: "unknown", credentials: None };
        let is_blocked = question.credentials.is_some_and(|it| it.blocked_by.is_some());
        let early = !self.version.looks_up_credentials_late();
        let none = PodCredentials::default();
        let credentials = (!(is_blocked && early)).then_some(&none);
        let why = self.manager.decide(&Asked { credentials, ..asked }).why;
        let exempt = match why {
            Why::Exempt(crate::kubelet::verification::Exempt::Preloaded) => None,
            Why::Exempt(_) => Some(false),
            _ => Some(true),
        };
        let mut verification = self.report(question, why, None);
        verification.required = exempt;
        if exempt != Some(false) && why != Why::BrokenSecret {
            verification.decision = VerificationDecision::Unknown;
            verification.rule = "unknown";
            verification.sentence = sentence::untold(self.policy).to_owned();
        }
        verification
    }

    /// What is decided for one ref.
    fn decide(&self, question: &Question<'_>, image_ref: &str) -> Verification {
        let name = name_in_records(question.image, self.version).unwrap_or_default();
        let record = self.manager.record(image_ref);
        let access = record.and_then(|it| it.access.get(&name));
        let credentials = self.credentials(question, access);
        let credentials = credentials.as_ref();
        let asked = Asked { image: question.image, image_ref, credentials };
        let why = self.manager.decide(&asked).why;
        let mut verification = self.report(question, why, access);
        verification.required = Some(!matches!(why, Why::Exempt(_)));
        verification.counts = why.secret().and_then(|it| secret_number(question, it));
        verification.sentence =
            sentence::of(why, question, access, credentials, record, verification.counts);
        verification.is_made_anew = why == Why::NotRecorded
            && credentials.zip(access).is_some_and(|it| sentence::made_anew(it.0, it.1).is_some());
        verification.is_rotated = match (why, access) {
            (Why::SameSecret { recorded, .. }, Some(access)) => {
                access.secrets.get(recorded).is_some_and(|it| !it.hash.is_empty())
            }
            _ => false,
        };
        verification.is_old_name = why == Why::OtherName
            && Reference::parse(question.image).is_ok_and(|it| {
                record.is_some_and(|r| r.access.contains_key(&it.name().to_string()))
            });
        verification.span = self.places.get(image_ref).cloned();
        if record.is_some() && !self.told.contains_key(image_ref) {
            verification.file = Some(["image_manager/pulled/", &file_name(image_ref)].concat());
        }
        verification
    }

    fn report(&self, question: &Question<'_>, why: Why, access: Option<&Access>) -> Verification {
        let decision = match (why, why.pulls()) {
            (Why::BrokenSecret, _) => VerificationDecision::Wait,
            (_, true) => VerificationDecision::Pull,
            (_, false) => VerificationDecision::Use,
        };
        Verification {
            policy: self.policy,
            required: None,
            recorded: access.map(recorded),
            counts: None,
            decision,
            rule: why.name(),
            sentence: sentence::of(why, question, access, None, None, None),
            span: None,
            file: None,
            is_old_name: false,
            is_made_anew: false,
            is_rotated: false,
        }
    }

    /// What the Pod has for the image; `None` where one of its Secrets cannot be decoded.
    fn credentials(
        &self,
        question: &Question<'_>,
        access: Option<&Access>,
    ) -> Option<PodCredentials> {
        let mut held = pod_credentials(self.snapshot, question)?;
        let Some(access) = access else { return Some(held) };
        let named = |it: &&Coordinates, to: &Coordinates| {
            it.namespace == to.namespace && it.name == to.name
        };
        for used in &mut held.secrets {
            let recorded = || access.secrets.iter().map(|it| &it.secret);
            if used.secret.uid.is_empty()
                && let Some(known) = recorded().find(|it| named(it, &used.secret))
            {
                used.secret.uid.clone_from(&known.uid);
            }
        }
        // A provider that gave a credential for the ServiceAccount once is there still.
        let own = Coordinates {
            namespace: question.namespace.to_owned(),
            name: question.service_account.to_owned(),
            uid: String::new(),
        };
        held.service_account = access.service_accounts.iter().find(|it| named(it, &own)).cloned();
        Some(held)
    }
}

/// The release whose verification is spoken of where the gate is off.
fn verifying(version: Version) -> Option<Version> {
    let has = |it: &Version| Gates::new(*it).is_on(Gate::KubeletEnsureSecretPulledImages);
    Version::all().find(|it| *it >= version && has(it))
}

/// The credentials of a Pod's Secrets, in turn; `None` where one of the Secrets cannot be decoded.
fn pod_credentials(snapshot: &Snapshot, question: &Question<'_>) -> Option<PodCredentials> {
    let Some(credentials) = question.credentials else { return Some(PodCredentials::default()) };
    if credentials.blocked_by.is_some() {
        return None;
    }
    let used = credentials.in_order();
    let of_secrets = used.iter().filter(|it| matches!(it.source, Source::PullSecret(_)));
    let secrets = of_secrets.map(|key| {
        let held = &snapshot.held[key.secret];
        let credential = &held.config.entries[key.entry].credential;
        facts::secret_use(held, CredentialHash::of(credential))
    });
    Some(PodCredentials { secrets: secrets.collect(), service_account: None })
}

/// Which pull Secret the credential of a Pod with this number is of.
fn secret_number(question: &Question<'_>, number: usize) -> Option<usize> {
    let used = question.credentials?.in_order();
    let mut of_secrets = used.iter().filter_map(|it| match it.source {
        Source::PullSecret(secret) => Some(secret),
        Source::Node(_) => None,
    });
    of_secrets.nth(number)
}

fn recorded(access: &Access) -> Recorded {
    let secrets = access.secrets.iter().take(MAX_SHOWN).map(|it| it.secret.clone());
    let accounts = access.service_accounts.iter().take(MAX_SHOWN).cloned();
    let (secrets, service_accounts): (Vec<_>, Vec<_>) = (secrets.collect(), accounts.collect());
    let shown = secrets.len() + service_accounts.len();
    let more = access.secrets.len() + access.service_accounts.len() - shown;
    Recorded { node_pods: access.node_pods, secrets, service_accounts, more }
}
