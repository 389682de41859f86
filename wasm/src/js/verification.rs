//! What JavaScript sees of credential verification.

use pullscope_core::credential::{Credential, Password};
use pullscope_core::diagnose;
use pullscope_core::kubelet::VerificationPolicy;
use pullscope_core::kubelet::verification::{
    Asked, Coordinates, CredentialHash, Manager, PodCredentials, Policy, PullIntent, PulledRecord,
    SecretUse, Start, file_name,
};
use pullscope_core::version::Version;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// That the node has an image, and who pulled it.
#[derive(Debug, Deserialize, PartialEq, Tsify)]
pub struct PulledBefore {
    /// The image, as it was typed in the container that it was pulled for.
    pub image: String,
    /// Who pulled it.
    pub by: PulledBy,
}

/// Who pulled an image.
#[derive(Debug, Deserialize, PartialEq, Tsify)]
#[serde(tag = "who", rename_all = "camelCase")]
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
        /// Its uid; that of the Secret in the text when missing.
        #[tsify(optional)]
        uid: Option<String>,
    },
    /// The kubelet, with what a credential provider gave for a ServiceAccount.
    ServiceAccount {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// Its uid; not known when missing.
        #[tsify(optional)]
        uid: Option<String>,
    },
    /// The kubelet, and nobody knows with what: it was restarted during the pull.
    Unknown,
}

impl PulledBefore {
    /// The same for the core.
    pub(super) fn into_core(self) -> diagnose::PulledBefore {
        use diagnose::PulledBy as Core;
        let by = match self.by {
            PulledBy::Preloaded => Core::Preloaded,
            PulledBy::Node => Core::Node,
            PulledBy::Secret { namespace, name, uid } => Core::Secret { namespace, name, uid },
            PulledBy::ServiceAccount { namespace, name, uid } => {
                Core::ServiceAccount { namespace, name, uid }
            }
            PulledBy::Unknown => Core::Unknown,
        };
        diagnose::PulledBefore { image: self.image, by }
    }
}

/// A question to the records of a node: may this Pod use the image that is there?
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerifyInput {
    /// The image, as it is typed in the container.
    pub image: String,
    /// The ref that the runtime gives for it: `crictl inspecti` shows it as the id.
    pub image_ref: String,
    /// The release of the kubelet, from `1.33` on; the newest that is known when missing.
    #[tsify(optional)]
    pub kubernetes: Option<String>,
    /// `imagePullCredentialsVerificationPolicy`; `NeverVerifyPreloadedImages` when missing.
    #[tsify(optional)]
    pub policy: Option<String>,
    /// `preloadedImagesVerificationAllowlist`.
    #[tsify(optional)]
    pub allowlist: Option<Vec<String>>,
    /// The contents of files of `image_manager/pulled`. One that cannot be read counts as that of the
    /// image.
    #[tsify(optional)]
    pub records: Option<Vec<String>>,
    /// The contents of files of `image_manager/pulling`.
    #[tsify(optional)]
    pub intents: Option<Vec<String>>,
    /// The credentials that the Pod's Secrets have for the image, in turn.
    #[tsify(optional)]
    pub secrets: Option<Vec<HeldSecret>>,
    /// The ServiceAccount for which a credential provider gives a credential.
    #[tsify(optional)]
    pub service_account: Option<HeldObject>,
}

/// A Secret of a Pod, and its credential for an image.
#[derive(Deserialize, Tsify)]
pub struct HeldSecret {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its uid.
    pub uid: String,
    /// The user name.
    #[serde(default)]
    pub username: String,
    /// The password.
    #[serde(default)]
    pub password: String,
    /// The email address, which counts when credentials are compared.
    #[serde(default)]
    pub email: String,
}

/// An object of the cluster.
#[derive(Deserialize, Tsify)]
pub struct HeldObject {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its uid.
    pub uid: String,
}

/// Whether a Pod may use an image that the node has.
#[derive(Debug, PartialEq, Serialize, Tsify)]
#[serde(tag = "status", rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub enum VerifyOutcome {
    /// It is decided.
    #[serde(rename_all = "camelCase")]
    Decided {
        /// Whether the registry is asked; under the pull policy `Never` the container waits instead.
        pull: bool,
        /// The rule that decides: `sameSecret`.
        rule: String,
        /// The same in a sentence.
        reason: String,
        /// Which of `secrets` counts.
        secret: Option<usize>,
        /// Whether the record is changed: it learns a Secret or a credential.
        is_learned: bool,
        /// The file of the record on the node, below the directory of the kubelet.
        file: String,
    },
    /// The question makes no sense.
    Rejected {
        /// What is wrong, for people.
        message: String,
    },
}

impl VerifyOutcome {
    /// Decides.
    pub fn new(input: VerifyInput) -> Self {
        match decide(input) {
            Ok(decided) => decided,
            Err(message) => Self::Rejected { message },
        }
    }
}

fn decide(input: VerifyInput) -> Result<VerifyOutcome, String> {
    let version = match &input.kubernetes {
        None => Version::NEWEST,
        Some(text) => text.parse().map_err(|error| format!("kubernetes is not {error}"))?,
    };
    if version.minor() < 33 {
        return Err("kubernetes is older than 1.33, which verifies first".into());
    }
    let kind = match &input.policy {
        None => VerificationPolicy::NeverVerifyPreloadedImages,
        Some(name) => VerificationPolicy::named(name).ok_or_else(|| {
            let all = VerificationPolicy::ALL.map(VerificationPolicy::as_str).join(", ");
            format!("policy is none of {all}")
        })?,
    };
    let patterns = input.allowlist.iter().flatten().map(String::as_str);
    let policy = Policy::new(kind, patterns, version)
        .map_err(|(index, error)| format!("allowlist[{index}]: {error}"))?;
    let mut start = Start::default();
    for text in input.records.iter().flatten() {
        match PulledRecord::parse(text.as_bytes(), version) {
            Ok(record) => start.pulled.put(&file_name(&record.image_ref), Some(record)),
            Err(_) => start.pulled.put(&file_name(&input.image_ref), None),
        }
    }
    for text in input.intents.iter().flatten() {
        match PullIntent::parse(text.as_bytes(), version) {
            Ok(intent) => start.pulling.put(&file_name(&intent.image), Some(intent)),
            Err(_) => start.pulling.put(&file_name(&input.image), None),
        }
    }
    let credentials = PodCredentials {
        secrets: input.secrets.into_iter().flatten().map(HeldSecret::into_core).collect(),
        service_account: input.service_account.map(HeldObject::into_core),
    };
    let asked =
        Asked { image: &input.image, image_ref: &input.image_ref, credentials: Some(&credentials) };
    let decision = Manager::new(start, policy, version).decide(&asked);
    Ok(VerifyOutcome::Decided {
        pull: decision.pull,
        rule: decision.why.name().into(),
        reason: decision.why.to_string(),
        secret: decision.why.secret(),
        is_learned: decision.update.is_some(),
        file: ["image_manager/pulled/", &file_name(&input.image_ref)].concat(),
    })
}

impl HeldSecret {
    fn into_core(self) -> SecretUse {
        let hash = CredentialHash::of(&Credential {
            username: self.username.into_bytes(),
            password: Password::new(self.password),
            email: self.email,
        });
        let Self { namespace, name, uid, .. } = self;
        SecretUse { secret: Coordinates { namespace, name, uid }, hash }
    }
}

impl HeldObject {
    fn into_core(self) -> Coordinates {
        let Self { namespace, name, uid } = self;
        Coordinates { namespace, name, uid }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = r#"{"kind":"ImagePulledRecord","apiVersion":"kubelet.config.k8s.io/v1beta1",
        "lastUpdatedTime":"2026-01-01T00:00:00Z","imageRef":"sha256:1","credentialMapping":{"r.io/app":
        {"kubernetesSecrets":[{"uid":"1","namespace":"apps","name":"regcred","credentialHash":
        "a55436fc140d516560d072c5fe8700385ce9f41629abf65c1edcbcb39fac691d"}]}}}"#;

    fn input(uid: &str, password: &str) -> VerifyInput {
        let held = HeldSecret {
            namespace: "apps".into(),
            name: "regcred".into(),
            uid: uid.into(),
            username: "user".into(),
            password: password.into(),
            email: String::new(),
        };
        VerifyInput {
            image: "r.io/app:1".into(),
            image_ref: "sha256:1".into(),
            records: Some(vec![RECORD.into()]),
            secrets: Some(vec![held]),
            ..VerifyInput::default()
        }
    }

    #[track_caller]
    fn check(input: VerifyInput, pull: bool, rule: &str) {
        match VerifyOutcome::new(input) {
            VerifyOutcome::Decided { pull: found, rule: name, .. } => {
                assert_eq!((found, name.as_str()), (pull, rule));
            }
            VerifyOutcome::Rejected { message } => panic!("{message}"),
        }
    }

    #[test]
    fn the_records_decide() {
        check(input("2", "password"), false, "sameCredential");
        check(input("1", "other"), false, "sameSecret");
        check(input("2", "other"), true, "notRecorded");
        let records = Some(vec!["{".into()]);
        check(VerifyInput { records, ..input("1", "password") }, true, "unreadableRecord");
        let policy = Some("NeverVerify".into());
        check(VerifyInput { policy, ..input("2", "other") }, false, "neverVerify");
    }

    #[test]
    fn what_makes_no_sense_is_said_without_a_value() {
        let rejected = |input| match VerifyOutcome::new(input) {
            VerifyOutcome::Rejected { message } => message,
            VerifyOutcome::Decided { .. } => panic!("it is decided"),
        };
        let kubernetes = Some("1.32".into());
        assert_eq!(
            rejected(VerifyInput { kubernetes, ..input("1", "x") }),
            "kubernetes is older than 1.33, which verifies first"
        );
        let policy = Some("neververify".into());
        assert_eq!(
            rejected(VerifyInput { policy, ..input("1", "x") }),
            "policy is none of NeverVerify, NeverVerifyPreloadedImages, \
             NeverVerifyAllowlistedImages, AlwaysVerify"
        );
        let (policy, allowlist) =
            (Some("NeverVerifyAllowlistedImages".into()), Some(vec!["*".into()]));
        assert_eq!(
            rejected(VerifyInput { policy, allowlist, ..input("1", "x") }),
            "allowlist[0]: not a valid wildcard pattern, only patterns ending with '/*' are \
             allowed: *"
        );
    }
}
