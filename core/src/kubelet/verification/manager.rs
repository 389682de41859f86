//! The life of the records: from the start of the kubelet over pulls to garbage collection.
//!
//! 1. When the kubelet starts, an intent whose image the runtime has, under exactly the text of the
//!    intent, becomes a record without anybody: it has to be verified.
//! 2. Before a pull, an intent is written; several pulls of one image share it.
//! 3. After a pull, who may use the image is recorded, and the intent goes. If the record cannot be
//!    written, the intent stays.
//! 4. After a failure, the intent goes.
//! 5. The garbage collection of images removes records of images that the runtime does not know, if
//!    they did not change since it began.
//!
//! Upstream: `PullManager` in kubernetes `pkg/kubelet/images/pullmanager/image_pull_manager.go`.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::decision::{Asked, Decision, Known, decide};
use super::files::{Directory, Store, Unreadable};
use super::policy::Policy;
use super::record::{Access, PullIntent, PulledRecord, name_in_records};
use crate::version::Version;

/// An image that the runtime has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeImage {
    /// Its ref.
    pub image_ref: String,
    /// Its names with a tag or a digest, as the runtime lists them.
    pub names: Vec<String>,
}

/// What a kubelet finds when it starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The directory `pulled`.
    pub pulled: Directory<PulledRecord>,
    /// The directory `pulling`.
    pub pulling: Directory<PullIntent>,
    /// What the runtime has.
    pub images: Vec<NodeImage>,
    /// The time, in seconds since 1970.
    pub now: Option<i64>,
}

/// The records of a kubelet that runs.
///
/// ```
/// use pullscope_core::kubelet::VerificationPolicy;
/// use pullscope_core::kubelet::verification::{
///     Access, Asked, Manager, PodCredentials, Policy, Start,
/// };
/// use pullscope_core::version::Version;
///
/// let policy =
///     Policy::new(VerificationPolicy::NeverVerifyPreloadedImages, [], Version::NEWEST).unwrap();
/// let mut kubelet = Manager::new(Start::default(), policy, Version::NEWEST);
/// let none = PodCredentials::default();
/// let asked = Asked { image: "r.io/app:1", image_ref: "sha256:1", credentials: Some(&none) };
/// assert!(!kubelet.must_pull(&asked, None).pull, "the image was there before the kubelet");
/// kubelet.record_intent("r.io/app:1");
/// kubelet.record_pulled("r.io/app:1", "sha256:1", Some(&Access::default()), None);
/// let decision = kubelet.must_pull(&asked, None);
/// assert_eq!(decision.why.to_string(), "the record of the image names nobody who may use it");
/// ```
#[derive(Clone, Debug)]
pub struct Manager<'a> {
    version: Version,
    policy: Policy<'a>,
    pulled: Store<PulledRecord>,
    pulling: Store<PullIntent>,
    /// By image as it is typed: how many pulls of it run.
    running: BTreeMap<String, u32>,
}

impl<'a> Manager<'a> {
    /// Starts a kubelet.
    pub fn new(start: Start, policy: Policy<'a>, version: Version) -> Self {
        let mut manager = Self {
            version,
            policy,
            pulled: Store::open(start.pulled, version),
            pulling: Store::open(start.pulling, version),
            running: BTreeMap::new(),
        };
        let intents: BTreeSet<String> = manager.pulling.list().map(|it| it.image.clone()).collect();
        for image in &start.images {
            let names: BTreeSet<&String> = image.names.iter().collect();
            for name in names.into_iter().filter(|it| intents.contains(*it)) {
                if manager.write_pulled(name, &image.image_ref, None, start.now) {
                    manager.pulling.delete(name);
                }
            }
        }
        manager
    }

    /// What is decided for an image that the runtime has. Changes nothing.
    pub fn decide(&self, asked: &Asked<'_>) -> Decision {
        decide(asked, self.known(asked), &self.policy, self.version)
    }

    /// Decides, and writes what the record learns from it.
    pub fn must_pull(&mut self, asked: &Asked<'_>, now: Option<i64>) -> Decision {
        let decision = self.decide(asked);
        if let Some(used) = &decision.update {
            let access = Access::secret(used.clone());
            self.write_pulled(asked.image, asked.image_ref, Some(&access), now);
        }
        decision
    }

    fn known(&self, asked: &Asked<'_>) -> Known<'_> {
        match self.pulled.get(asked.image_ref) {
            Err(Unreadable) => return Known::Unreadable,
            Ok(Some(record)) => return Known::Pulled(record),
            Ok(None) => {}
        }
        if self.running.contains_key(asked.image) {
            return Known::Intended;
        }
        match self.pulling.get(asked.image) {
            Err(Unreadable) => Known::Unreadable,
            Ok(Some(_)) => Known::Intended,
            Ok(None) => Known::Nothing,
        }
    }

    /// A pull is about to begin.
    pub fn record_intent(&mut self, image: &str) {
        let api = super::record::Api::written_by(self.version);
        self.pulling.write(PullIntent { api, image: image.to_string() });
        *self.running.entry(image.to_string()).or_default() += 1;
    }

    /// A pull is done; `access` says with what, `None` that nobody knows.
    ///
    /// 1.33 records no ServiceAccount: what a plugin gave for one is the node's there.
    pub fn record_pulled(
        &mut self,
        image: &str,
        image_ref: &str,
        access: Option<&Access>,
        now: Option<i64>,
    ) {
        let of_the_node = Access::node_pods();
        let records_accounts = self.version.minor() >= 34;
        let access = match access {
            Some(it) if !records_accounts && !it.service_accounts.is_empty() => Some(&of_the_node),
            _ => access,
        };
        if self.write_pulled(image, image_ref, access, now) {
            self.end_intent(image);
        }
    }

    /// A pull failed.
    pub fn record_failed(&mut self, image: &str) {
        self.end_intent(image);
    }

    /// The garbage collection of images, which began at `until` and knows of these refs.
    pub fn prune<'i>(&mut self, known: impl IntoIterator<Item = &'i str>, until: Option<i64>) {
        let known: BTreeSet<&str> = known.into_iter().collect();
        let is_old = |it: &PulledRecord| it.last_updated < until;
        let gone: Vec<String> = self
            .pulled
            .list()
            .filter(|it| is_old(it) && !known.contains(&*it.image_ref))
            .map(|it| it.image_ref.clone())
            .collect();
        for image_ref in gone {
            self.pulled.delete(&image_ref);
        }
    }

    /// The directory `pulled`.
    pub fn pulled(&self) -> &Directory<PulledRecord> {
        self.pulled.directory()
    }

    /// The directory `pulling`.
    pub fn pulling(&self) -> &Directory<PullIntent> {
        self.pulling.directory()
    }

    /// The record of an image, by its ref; `None` where there is none that can be read.
    pub fn record(&self, image_ref: &str) -> Option<&PulledRecord> {
        self.pulled.get(image_ref).ok().flatten()
    }

    fn end_intent(&mut self, image: &str) {
        match self.running.get_mut(image) {
            Some(running) if *running > 1 => *running -= 1,
            _ => {
                self.pulling.delete(image);
                self.running.remove(image);
            }
        }
    }

    /// Whether the record is there afterwards: it cannot be where the image is no reference.
    fn write_pulled(
        &mut self,
        image: &str,
        image_ref: &str,
        access: Option<&Access>,
        now: Option<i64>,
    ) -> bool {
        let Ok(name) = name_in_records(image, self.version) else { return false };
        let (mut record, is_new) = match self.pulled.get(image_ref) {
            Ok(Some(record)) => (record.clone(), false),
            Ok(None) | Err(Unreadable) => (PulledRecord::new(image_ref, now, self.version), true),
        };
        let changed = match access {
            // Of a new record, even one that names nobody.
            Some(access) if is_new => record.access.insert(name, access.clone()).is_none(),
            Some(access) => record.merge(&name, access, now),
            None => false,
        };
        if is_new || changed {
            self.pulled.write(record);
        }
        true
    }
}
