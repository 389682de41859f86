//! What JavaScript sees of advice.

use pullscope_core::advise as core_advise;
use pullscope_core::version::Version;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// What is known of the images, of who may use them, and of the cluster. What is missing is taken to
/// be as the words say.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdviceFacts {
    /// The release of Kubernetes, from `1.20` on; the newest that is known when missing.
    #[tsify(optional)]
    pub kubernetes: Option<String>,
    /// Whether the registry gives the images to anybody; `private` when missing.
    #[tsify(optional)]
    pub images: Option<AdviceImages>,
    /// Which Pods may use the images; `cluster` when missing.
    #[tsify(optional)]
    pub audience: Option<AdviceAudience>,
    /// Who decides what is on the nodes; `ours` when missing.
    #[tsify(optional)]
    pub nodes: Option<AdviceNodes>,
    /// Whether people make Pods who must not use each other's images; they do not when missing.
    #[tsify(optional)]
    pub tenants: Option<bool>,
    /// Where the images are; `other` when missing.
    #[tsify(optional)]
    pub registry: Option<AdviceRegistry>,
    /// Whether passwords are replaced every few hours or days; they are not when missing.
    #[tsify(optional)]
    pub rotates: Option<bool>,
    /// Whether static Pods use the images; they do not when missing.
    #[tsify(optional)]
    pub static_pods: Option<bool>,
    /// Where the nodes get images from; `registry` when missing.
    #[tsify(optional)]
    pub supply: Option<AdviceSupply>,
    /// Whether the nodes run K3s or RKE2; they do not when missing.
    #[tsify(optional)]
    pub k3s: Option<bool>,
}

/// Declares the enums of the facts, each the same as one of the core's.
macro_rules! choices {
    ($( $(#[$about:meta])* $choice:ident = $core:ident { $( $(#[$line:meta])* $value:ident, )* } )*) => { $(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Deserialize, Tsify)]
        #[serde(rename_all = "camelCase")]
        pub enum $choice { $( $(#[$line])* $value, )* }

        impl From<$choice> for core_advise::$core {
            fn from(given: $choice) -> Self {
                match given { $( $choice::$value => Self::$value, )* }
            }
        }
    )* };
}

choices! {
    /// Whether the registry gives the images to anybody.
    AdviceImages = Images {
        /// It does.
        Public,
        /// It wants a credential.
        Private,
    }
    /// Which Pods may use the images.
    AdviceAudience = Audience {
        /// All of the cluster.
        Cluster,
        /// All of one namespace.
        Namespace,
        /// Some of a namespace.
        SomePods,
    }
    /// Who decides what is on the nodes.
    AdviceNodes = Nodes {
        /// Those who ask.
        Ours,
        /// Somebody else.
        Theirs,
    }
    /// Where the images are.
    AdviceRegistry = Registry {
        /// Amazon ECR.
        Ecr,
        /// Azure Container Registry.
        Acr,
        /// Google Artifact Registry and Container Registry.
        Google,
        /// ghcr.io.
        Ghcr,
        /// Docker Hub.
        DockerHub,
        /// Any other.
        Other,
    }
    /// Where the nodes get images from.
    AdviceSupply = Supply {
        /// From the registry.
        Registry,
        /// From a mirror of it.
        Mirror,
        /// They reach no registry.
        AirGapped,
    }
}

/// What fits the facts.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "status", rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub enum AdviceOutcome {
    /// Every set-up was weighed.
    Advised(Advice),
    /// The release is not one that is known.
    Rejected {
        /// Why, for people.
        message: String,
    },
}

/// What to do, what not, and what to start from.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct Advice {
    /// What to do. Empty where the facts leave no way.
    pub taken: Vec<WeighedSetUp>,
    /// What was weighed and not taken.
    pub refused: Vec<WeighedSetUp>,
    /// What to keep in mind, in sentences.
    pub cautions: Vec<String>,
    /// Manifests and files, in the order of `taken`.
    pub manifests: Vec<AdviceManifest>,
}

/// One set-up, and why it is taken or not.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct WeighedSetUp {
    /// Its name: `serviceAccountSecret`.
    pub set_up: String,
    /// What it is, as a heading.
    pub title: String,
    /// The fact that decided: the name of a member of `AdviceFacts`.
    pub fact: String,
    /// Why, in a sentence.
    pub because: String,
}

/// A text to start from.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AdviceManifest {
    /// The set-up that it belongs to.
    pub set_up: String,
    /// What it is and where it goes.
    pub title: String,
    /// YAML or JSON. What has to be replaced is in capital letters, or says `example`.
    pub yaml: String,
}

impl AdviceOutcome {
    /// Weighs every set-up.
    pub fn new(given: &AdviceFacts) -> Self {
        let facts = match facts(given) {
            Ok(facts) => facts,
            Err(message) => return Self::Rejected { message },
        };
        let core_advise::Advice { taken, refused, cautions, manifests } =
            core_advise::advise(&facts);
        let weighed = |list: Vec<core_advise::Weighed>| list.into_iter().map(Into::into).collect();
        Self::Advised(Advice {
            taken: weighed(taken),
            refused: weighed(refused),
            cautions: cautions.into_iter().map(String::from).collect(),
            manifests: manifests.into_iter().map(Into::into).collect(),
        })
    }
}

fn facts(given: &AdviceFacts) -> Result<core_advise::Facts, String> {
    let none = core_advise::Facts::default();
    let version = given.kubernetes.as_deref().map(str::parse::<Version>).transpose();
    Ok(core_advise::Facts {
        kubernetes: version.map_err(|error| error.to_string())?.unwrap_or(none.kubernetes),
        images: given.images.map_or(none.images, Into::into),
        audience: given.audience.map_or(none.audience, Into::into),
        nodes: given.nodes.map_or(none.nodes, Into::into),
        tenants: given.tenants.unwrap_or(none.tenants),
        registry: given.registry.map_or(none.registry, Into::into),
        rotates: given.rotates.unwrap_or(none.rotates),
        static_pods: given.static_pods.unwrap_or(none.static_pods),
        supply: given.supply.map_or(none.supply, Into::into),
        k3s: given.k3s.unwrap_or(none.k3s),
    })
}

impl From<core_advise::Weighed> for WeighedSetUp {
    fn from(it: core_advise::Weighed) -> Self {
        Self {
            set_up: it.set_up.name().into(),
            title: it.set_up.title().into(),
            fact: it.fact.name().into(),
            because: it.because.into_owned(),
        }
    }
}

impl From<core_advise::Manifest> for AdviceManifest {
    fn from(it: core_advise::Manifest) -> Self {
        Self { set_up: it.set_up.name().into(), title: it.title.into(), yaml: it.yaml }
    }
}
