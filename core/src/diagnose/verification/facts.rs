//! What tells who pulled an image.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::super::Scene;
use super::super::findings::Findings;
use super::super::secret::Held;
use super::super::snapshot::Snapshot;
use crate::features::{Gate, Gates};
use crate::finding::Severity;
use crate::json::Value;
use crate::keyring::Keyring;
use crate::kubelet::verification::{
    Access, Coordinates, CredentialHash, PullIntent, PulledRecord, RecordError, SecretUse,
};
use crate::recognize::What;
use crate::reference::Reference;
use crate::version::Version;

/// That the node has an image, and who pulled it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PulledBefore {
    /// The image, as it was typed in the container that it was pulled for.
    pub image: String,
    /// Who pulled it.
    pub by: PulledBy,
}

/// Who pulled an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PulledBy {
    /// Not the kubelet: it was built, loaded or pulled there by other means.
    Preloaded,
    /// The kubelet, without a credential or with one of the node.
    Node,
    /// The kubelet, with a Secret.
    Secret {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// Its uid; `None` for that of the Secret in the text.
        uid: Option<String>,
    },
    /// The kubelet, with what a credential provider gave for a ServiceAccount.
    ServiceAccount {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// Its uid; `None` where it is not known.
        uid: Option<String>,
    },
    /// The kubelet, and nobody knows with what: it was restarted during the pull.
    Unknown,
}

/// The records of the node among the documents.
#[derive(Default)]
pub(in crate::diagnose) struct Records {
    pulled: Vec<(PulledRecord, Range<usize>)>,
    intents: Vec<(PullIntent, Range<usize>)>,
    corrupt: Vec<Corrupt>,
}

/// A record that the kubelet cannot read, as far as a person can.
pub(super) struct Corrupt {
    pub(super) image_ref: String,
    /// The names in it.
    pub(super) names: Vec<String>,
    pub(super) span: Range<usize>,
}

impl Records {
    pub(in crate::diagnose) fn is_empty(&self) -> bool {
        self.pulled.is_empty() && self.intents.is_empty() && self.corrupt.is_empty()
    }

    /// The names in records of images that were pulled with a credential of a Pod.
    pub(in crate::diagnose) fn pulled_with_a_credential(&self) -> impl Iterator<Item = &str> {
        let all = self.pulled.iter().flat_map(|it| &it.0.access);
        let asks = |it: &Access| !it.secrets.is_empty() || !it.service_accounts.is_empty();
        all.filter(move |it| asks(it.1)).map(|it| it.0.as_str())
    }

    pub(super) fn pulled(&self) -> &[(PulledRecord, Range<usize>)] {
        &self.pulled
    }

    pub(super) fn intents(&self) -> &[(PullIntent, Range<usize>)] {
        &self.intents
    }

    pub(super) fn corrupt(&self) -> &[Corrupt] {
        &self.corrupt
    }

    /// Reads the records as the kubelet with these gates does; that one is corrupt is a finding. A
    /// kubelet that does not verify reads none, and then they are read as by the next that does.
    pub(in crate::diagnose) fn read(
        scene: &Scene<'_, '_>,
        gates: Gates,
        findings: &mut Findings,
    ) -> Self {
        let mut records = Self::default();
        let version = match gates.is_on(Gate::KubeletEnsureSecretPulledImages) {
            true => Some(gates.version()),
            false => super::verifying(gates.version()),
        };
        let Some(version) = version else { return records };
        for (index, recognition) in scene.recognized.iter().enumerate() {
            match recognition.what {
                What::ImagePulledRecord => records.add(scene, index, version, false, findings),
                What::ImagePullIntent => records.add(scene, index, version, true, findings),
                _ => {}
            }
        }
        records
    }

    fn add(
        &mut self,
        scene: &Scene<'_, '_>,
        index: usize,
        version: Version,
        is_intent: bool,
        findings: &mut Findings,
    ) {
        let document = &scene.documents.docs[index];
        let (root, span) = (&document.root, document.span.clone());
        let error = if is_intent {
            PullIntent::read(root, version).map(|it| self.intents.push((it, span.clone()))).err()
        } else {
            PulledRecord::read(root, version).map(|it| self.pulled.push((it, span.clone()))).err()
        };
        let Some(error) = error else { return };
        corrupt(index, root, &error, findings);
        let image_ref = root.get("imageRef").and_then(Value::as_str);
        if let Some(image_ref) = image_ref.filter(|_| !is_intent) {
            let names = root.get("credentialMapping").and_then(Value::as_object).unwrap_or(&[]);
            let names = names.iter().map(|it| it.key.clone().into_owned()).collect();
            self.corrupt.push(Corrupt { image_ref: image_ref.into(), names, span });
        }
    }
}

fn corrupt(index: usize, root: &Value<'_>, error: &RecordError, findings: &mut Findings) {
    let of = root.get("imageRef").or_else(|| root.get("image")).and_then(Value::as_str);
    let image = of.map_or("the image", |it| &it[..it.floor_char_boundary(100)]);
    let message = format!(
        "the kubelet cannot read this record: {error}; whatever the policy, it asks the registry \
         before a Pod may use {image}, and writes the record anew"
    );
    let place = ("", error.span());
    findings.say(index, "verification/broken-record", Severity::Error, place, message);
}

/// What a pull by somebody leaves in the record: `None` for no record at all, `Some(None)` for one
/// without anybody.
pub(super) fn access(
    by: &PulledBy,
    snapshot: &Snapshot,
    reference: &Reference<'_>,
) -> Option<Option<Access>> {
    let place = |namespace: &str, name: &str, uid: &Option<String>| Coordinates {
        namespace: namespace.into(),
        name: name.into(),
        uid: uid.clone().unwrap_or_default(),
    };
    Some(match by {
        PulledBy::Preloaded => return None,
        PulledBy::Unknown => None,
        PulledBy::Node => Some(Access::node_pods()),
        PulledBy::ServiceAccount { namespace, name, uid } => {
            Some(Access::service_account(place(namespace, name, uid)))
        }
        PulledBy::Secret { namespace, name, uid } => {
            let known = snapshot.secret(namespace, name).map(|it| &snapshot.held[it]);
            let is_known =
                |it: &&Held| uid.as_ref().is_none_or(|uid| it.uid.is_empty() || *it.uid == **uid);
            let used = match known.filter(is_known) {
                None => SecretUse {
                    secret: place(namespace, name, uid),
                    hash: CredentialHash::default(),
                },
                Some(held) => {
                    let mut used = secret_use(held, hash(held, reference));
                    if let Some(uid) = uid {
                        used.secret.uid.clone_from(uid);
                    }
                    used
                }
            };
            Some(Access::secret(used))
        }
    })
}

/// The hash of the credential that a Secret has for an image; empty where it has none.
fn hash(held: &Held, reference: &Reference<'_>) -> CredentialHash {
    let mut keyring = Keyring::new();
    keyring.add(&held.config, 0);
    let found = keyring.lookup(&alloc::string::ToString::to_string(&reference.name()));
    found.first().map(|it| CredentialHash::of(&it.entry.credential)).unwrap_or_default()
}

/// A Secret of the text with the credential that it has for an image.
pub(super) fn secret_use(held: &Held, hash: CredentialHash) -> SecretUse {
    let secret = Coordinates {
        namespace: held.report.namespace.clone().unwrap_or_default(),
        name: held.report.name.clone(),
        uid: held.uid.clone(),
    };
    SecretUse { secret, hash }
}
