//! Which set-up fits: from a few facts to how images get their credentials, with the reasons.
//!
//! ```text
//! facts ──► each set-up is weighed ──► those that are taken, and those that are not:
//!                                      each with the fact that decided and a sentence
//!           taken ──► manifests to start from
//! ```
//!
//! The set-ups are the ones of Kubernetes' documentation on images, and K3s' `registries.yaml`:
//!
//! | | who gets the credential | asks for |
//! | --- | --- | --- |
//! | nothing | | public images |
//! | images on the nodes | every Pod of the node | control of the nodes |
//! | `config.json` of the node | every Pod of the node | control of the nodes |
//! | credential provider | every Pod of the node | control of the nodes, 1.24 |
//! | the same with tokens | the Pods of a ServiceAccount | control of the nodes, 1.34 |
//! | `registries.yaml` | every Pod of the node | K3s, control of the nodes |
//! | Secret of a ServiceAccount | its Pods, as far as they list none | |
//! | Secret of a Pod | the Pod | |
//!
//! Static Pods have neither Secrets nor a ServiceAccount. A credential keeps nobody from an image
//! that is on the node already: that is what `AlwaysPullImages` is for, and from 1.35 on the kubelet's
//! own verification.
//!
//! ```
//! use pullscope_core::advise::{Audience, Facts, Images, SetUp, advise};
//!
//! let facts = Facts { images: Images::Private, audience: Audience::Namespace, ..Facts::default() };
//! let advice = advise(&facts);
//! assert_eq!(advice.taken[0].set_up, SetUp::ServiceAccountSecret);
//! assert!(advice.manifests[0].yaml.contains("kind: Secret"));
//! ```
//!
//! Source: "Use cases" of <https://kubernetes.io/docs/concepts/containers/images/>.

mod facts;
mod manifests;
mod weigh;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

pub use facts::{Audience, Fact, Facts, Images, Nodes, Registry, Supply};

/// A way in which images get their credentials, or are kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SetUp {
    /// Nothing is needed.
    Nothing,
    /// The images are put on the nodes.
    PrePulled,
    /// A mirror, and its credential, in `registries.yaml` on the nodes.
    RegistriesYaml,
    /// `config.json` on the nodes.
    NodeConfig,
    /// A credential provider on the nodes.
    CredentialProvider,
    /// The same, which is given a token of the Pod's ServiceAccount.
    ServiceAccountTokens,
    /// A Secret in the list of a ServiceAccount.
    ServiceAccountSecret,
    /// A Secret in the list of each Pod.
    PodSecret,
    /// The admission plugin `AlwaysPullImages`.
    AlwaysPullImages,
    /// The kubelet's verification of credentials.
    Verification,
}

impl SetUp {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 10] = [
        Self::Nothing,
        Self::PrePulled,
        Self::RegistriesYaml,
        Self::NodeConfig,
        Self::CredentialProvider,
        Self::ServiceAccountTokens,
        Self::ServiceAccountSecret,
        Self::PodSecret,
        Self::AlwaysPullImages,
        Self::Verification,
    ];

    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::PrePulled => "prePulled",
            Self::RegistriesYaml => "registriesYaml",
            Self::NodeConfig => "nodeConfig",
            Self::CredentialProvider => "credentialProvider",
            Self::ServiceAccountTokens => "serviceAccountTokens",
            Self::ServiceAccountSecret => "serviceAccountSecret",
            Self::PodSecret => "podSecret",
            Self::AlwaysPullImages => "alwaysPullImages",
            Self::Verification => "verification",
        }
    }

    /// What it is, as a heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Nothing => "No credential",
            Self::PrePulled => "Images put on the nodes",
            Self::RegistriesYaml => "A mirror in registries.yaml",
            Self::NodeConfig => "config.json on the nodes",
            Self::CredentialProvider => "A credential provider",
            Self::ServiceAccountTokens => "A credential provider with ServiceAccount tokens",
            Self::ServiceAccountSecret => "A pull Secret on the ServiceAccount",
            Self::PodSecret => "A pull Secret on the Pod",
            Self::AlwaysPullImages => "The admission plugin AlwaysPullImages",
            Self::Verification => "The kubelet's verification of credentials",
        }
    }
}

/// One set-up, and why it is taken or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// The set-up.
    pub set_up: SetUp,
    /// The fact that decided.
    pub fact: Fact,
    /// Why, in a sentence.
    pub because: Cow<'static, str>,
}

/// A text to start from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The set-up that it belongs to.
    pub set_up: SetUp,
    /// What it is and where it goes.
    pub title: &'static str,
    /// YAML or JSON. What has to be replaced is in capital letters, or says `example`.
    pub yaml: String,
}

/// What fits the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What to do. Empty where the facts leave no way.
    pub taken: Vec<Weighed>,
    /// What was weighed and not taken.
    pub refused: Vec<Weighed>,
    /// What to keep in mind.
    pub cautions: Vec<Cow<'static, str>>,
    /// What to start from, in the order of `taken`.
    pub manifests: Vec<Manifest>,
}

/// The set-up that fits the facts.
pub fn advise(facts: &Facts) -> Advice {
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for set_up in SetUp::ALL {
        let (list, (fact, because)) = match weigh::weigh(set_up, facts) {
            Ok(why) => (&mut taken, why),
            Err(why) => (&mut refused, why),
        };
        list.push(Weighed { set_up, fact, because });
    }
    let cautions = weigh::cautions(facts);
    let manifests = taken.iter().flat_map(|it| manifests::of(it.set_up, facts)).collect();
    Advice { taken, refused, cautions, manifests }
}

#[cfg(test)]
mod tests;
