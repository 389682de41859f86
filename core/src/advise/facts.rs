//! The facts that decide.

use crate::credential_provider::Cloud;
use crate::version::Version;

/// What is known of the images, of who may use them, and of the cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The release of Kubernetes.
    pub kubernetes: Version,
    /// Whether the registry gives the images to anybody.
    pub images: Images,
    /// Which Pods may use them.
    pub audience: Audience,
    /// Who decides what is on the nodes.
    pub nodes: Nodes,
    /// Whether people make Pods who must not use each other's images.
    pub tenants: bool,
    /// Where the images are.
    pub registry: Registry,
    /// Whether passwords are replaced every few hours or days.
    pub rotates: bool,
    /// Whether static Pods use the images.
    pub static_pods: bool,
    /// Where the nodes get images from.
    pub supply: Supply,
    /// Whether the nodes run K3s or RKE2.
    pub k3s: bool,
}

impl Default for Facts {
    /// The newest release; private images of some other registry for all Pods of a cluster of one
    /// tenant, whose nodes one controls.
    fn default() -> Self {
        Self {
            kubernetes: Version::NEWEST,
            images: Images::Private,
            audience: Audience::Cluster,
            nodes: Nodes::Ours,
            tenants: false,
            registry: Registry::Other,
            rotates: false,
            static_pods: false,
            supply: Supply::Registry,
            k3s: false,
        }
    }
}

/// One of the [`Facts`], where it decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// [`Facts::kubernetes`].
    Kubernetes,
    /// [`Facts::images`].
    Images,
    /// [`Facts::audience`].
    Audience,
    /// [`Facts::nodes`].
    Nodes,
    /// [`Facts::tenants`].
    Tenants,
    /// [`Facts::registry`].
    Registry,
    /// [`Facts::rotates`].
    Rotates,
    /// [`Facts::static_pods`].
    StaticPods,
    /// [`Facts::supply`].
    Supply,
    /// [`Facts::k3s`].
    K3s,
}

impl Fact {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kubernetes => "kubernetes",
            Self::Images => "images",
            Self::Audience => "audience",
            Self::Nodes => "nodes",
            Self::Tenants => "tenants",
            Self::Registry => "registry",
            Self::Rotates => "rotates",
            Self::StaticPods => "staticPods",
            Self::Supply => "supply",
            Self::K3s => "k3s",
        }
    }
}

/// Declares an enum whose values have a name for code and a label for people.
macro_rules! choices {
    ($(
        $(#[$about:meta])* $choice:ident { $( $(#[$line:meta])* $value:ident: $name:literal, $label:literal, )* }
    )*) => { $(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $choice { $( $(#[$line])* $value, )* }

        impl $choice {
            /// All of them.
            pub const ALL: &[Self] = &[$( Self::$value, )*];

            /// Its name, for code outside of Rust.
            pub fn name(self) -> &'static str {
                match self { $( Self::$value => $name, )* }
            }

            /// The same for people.
            pub fn label(self) -> &'static str {
                match self { $( Self::$value => $label, )* }
            }
        }
    )* };
}

choices! {
    /// Whether the registry gives the images to anybody.
    Images {
        /// To anybody.
        Public: "public", "public",
        /// Only with a credential.
        Private: "private", "private",
    }
    /// Which Pods may use the images.
    Audience {
        /// All of the cluster.
        Cluster: "cluster", "all Pods of the cluster",
        /// All of one namespace.
        Namespace: "namespace", "all Pods of a namespace",
        /// Some Pods of a namespace.
        SomePods: "somePods", "some Pods of a namespace",
    }
    /// Who decides what is on the nodes.
    Nodes {
        /// Those who ask: they can put files on each node and restart its kubelet.
        Ours: "ours", "we do",
        /// Somebody else.
        Theirs: "theirs", "somebody else",
    }
    /// Where the images are.
    Registry {
        /// Amazon Elastic Container Registry.
        Ecr: "ecr", "Amazon ECR",
        /// Azure Container Registry.
        Acr: "acr", "Azure Container Registry",
        /// Google Artifact Registry and Container Registry.
        Google: "google", "Google Artifact Registry",
        /// GitHub's.
        Ghcr: "ghcr", "ghcr.io",
        /// Docker Hub.
        DockerHub: "dockerHub", "Docker Hub",
        /// Any other: Harbor, Quay, one of one's own.
        Other: "other", "another one",
    }
    /// Where the nodes get images from.
    Supply {
        /// From the registry.
        Registry: "registry", "the registry itself",
        /// From a mirror of it.
        Mirror: "mirror", "a mirror",
        /// The nodes reach no registry.
        AirGapped: "airGapped", "nowhere: they reach no registry",
    }
}

impl Facts {
    /// Whether the images are put on the nodes.
    pub(super) fn is_pre_pulled(&self) -> bool {
        self.supply == Supply::AirGapped && self.nodes == Nodes::Ours
    }

    /// Whether a registry is asked that wants a credential.
    pub(super) fn needs_credential(&self) -> bool {
        self.images == Images::Private && !self.is_pre_pulled()
    }

    /// Whether every Pod may use the images.
    pub(super) fn is_for_all(&self) -> bool {
        self.audience == Audience::Cluster
    }

    /// Whether the clouds' own credentials live for hours only.
    pub(super) fn is_cloud(&self) -> bool {
        self.cloud().is_some()
    }

    /// The cloud of the registry.
    pub(super) fn cloud(&self) -> Option<Cloud> {
        match self.registry {
            Registry::Ecr => Some(Cloud::Ecr),
            Registry::Acr => Some(Cloud::Acr),
            Registry::Google => Some(Cloud::Gcr),
            Registry::Ghcr | Registry::DockerHub | Registry::Other => None,
        }
    }

    /// Whether passwords do not last, and the fact that says so.
    pub(super) fn short_lived(&self) -> Option<Fact> {
        match self.is_cloud() {
            true => Some(Fact::Registry),
            false => self.rotates.then_some(Fact::Rotates),
        }
    }
}
