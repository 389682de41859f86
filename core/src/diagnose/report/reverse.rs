//! What is told from the side of the keys and the Secrets: whom they serve.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::ImageId;
use crate::keyring::Never;

/// Whom the keys and Secrets serve.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reverse {
    /// Who uses each of [`Diagnosis::secrets`](super::Diagnosis::secrets), and what its keys serve,
    /// in the same order.
    pub secrets: Vec<SecretUse>,
    /// Images that a Pod without a credential for them can use only because the node has them, in
    /// the order of the text.
    pub present: Vec<OnlyPresent>,
}

/// An image that a Pod can use only because the node has it: the Pod has no credential for it, and
/// the kubelet does not ask the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnlyPresent {
    /// The image.
    pub image: ImageId,
    /// Whether something here tells that the registry wants a credential for it: it was pulled with
    /// one, or another Pod has one for it.
    pub wants_credential: bool,
    /// Whether it depends on who pulled it, which nothing here tells.
    pub depends: bool,
    /// Why the Pod may use it, in a sentence without a final stop.
    pub sentence: String,
}

/// What comes of one Secret or file of the node; one for each of
/// [`Diagnosis::secrets`](super::Diagnosis::secrets), in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretUse {
    /// Whether and why it is used.
    pub usage: Usage,
    /// Indexes into [`Diagnosis::workloads`](super::Diagnosis::workloads): those whose Pods name it,
    /// in order, also where it does not help them. Empty for a file of the node.
    pub named_by: Vec<usize>,
    /// What comes of each of [`SecretReport::keys`](super::SecretReport::keys), in their order.
    pub keys: Vec<KeyUse>,
}

/// Whether a Secret or a file of the node is used, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usage {
    /// A Pod here has it on its keyring.
    Pods,
    /// It is tried for bare names of images, and nobody names it.
    BareNames,
    /// It is the file that the kubelet reads.
    Node,
    /// The kubelet reads another file, or cannot read this one, or it is taken not to be there.
    NodeUnused,
    /// It is no Secret for registries, and nobody names it.
    NotForRegistries,
    /// Another object, or command, of this name counts instead.
    Replaced,
    /// A Pod here names it, and the kubelet ignores or cannot read it.
    InVain,
    /// Only Pods of other namespaces name it, which the kubelet does not look in.
    OtherNamespace,
    /// Only a ServiceAccount lists it, whose list no Pod here takes.
    ServiceAccount,
    /// Nobody here names it, and there are no Pods of its namespace here.
    NoPods,
    /// Nobody here names it, and not all is here that could: a ServiceAccount is missing, or lists
    /// are longer than is looked at.
    Unknown,
    /// No Pod and no ServiceAccount of its namespace names it.
    NotNamed,
}

impl Usage {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pods => "pods",
            Self::BareNames => "bareNames",
            Self::Node => "node",
            Self::NodeUnused => "nodeUnused",
            Self::NotForRegistries => "notForRegistries",
            Self::Replaced => "replaced",
            Self::InVain => "inVain",
            Self::OtherNamespace => "otherNamespace",
            Self::ServiceAccount => "serviceAccount",
            Self::NoPods => "noPods",
            Self::Unknown => "unknown",
            Self::NotNamed => "notNamed",
        }
    }

    /// Whether its keys are on the keyring of a Pod or of the node.
    pub fn is_used(self) -> bool {
        matches!(self, Self::Pods | Self::BareNames | Self::Node)
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pods => "Pods here use it",
            Self::BareNames => "it is tried for the names of images here; no Pod names it",
            Self::Node => "the kubelet reads it for every Pod of the node",
            Self::NodeUnused => "the kubelet does not use this file",
            Self::NotForRegistries => "it is no Secret for registries",
            Self::Replaced => "another one of this name counts instead",
            Self::InVain => "Pods here name it, and the kubelet makes nothing of it",
            Self::OtherNamespace => {
                "only Pods of other namespaces name it, and the kubelet looks in theirs"
            }
            Self::ServiceAccount => {
                "only a ServiceAccount lists it, and no Pod here takes its list"
            }
            Self::NoPods => "nobody here names it, and there are no Pods of its namespace here",
            Self::Unknown => "nobody here names it, but not everything that could is here",
            Self::NotNamed => "no Pod and no ServiceAccount of its namespace names it",
        })
    }
}

/// What comes of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// The images that its credential is tried for, in order.
    pub serves: Vec<Served>,
    /// Why it serves none of the images here; `None` when it serves one.
    pub idle: Option<Idle>,
}

/// An image that a key is tried for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Served {
    /// The image.
    pub image: ImageId,
    /// Which attempt it is, from 0: how many credentials are tried before it.
    pub place: usize,
}

/// Why a key serves none of the images here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Idle {
    /// No image whatever can fit it.
    Never(Never),
    /// It is on no keyring, because its Secret is not used.
    NotOnKeyring,
    /// It fits images here, and another pull Secret of their Pod cannot be decoded.
    Blocked,
    /// Images of its registry are here, and are not below its path.
    OtherPath,
    /// It stands for Docker Hub, and other keys fit the images from there.
    Shadowed,
    /// No image here is of its registry.
    NoImage,
    /// There is too much to compare.
    NotLookedUp,
}

impl Idle {
    /// Its name, for code outside of Rust.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Never(_) => "never",
            Self::NotOnKeyring => "notOnKeyring",
            Self::Blocked => "blocked",
            Self::OtherPath => "otherPath",
            Self::Shadowed => "shadowed",
            Self::NoImage => "noImage",
            Self::NotLookedUp => "notLookedUp",
        }
    }
}

impl fmt::Display for Idle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never(never) => never.fmt(f),
            Self::NotOnKeyring => f.write_str("no Pod here has it on its keyring"),
            Self::Blocked => {
                f.write_str("it fits, and another pull Secret of the Pod cannot be decoded")
            }
            Self::OtherPath => {
                f.write_str("images of its registry are here, and none begins with its path")
            }
            Self::Shadowed => {
                f.write_str("other keys fit the images of Docker Hub here, and it comes after them")
            }
            Self::NoImage => f.write_str("no image here is of its registry"),
            Self::NotLookedUp => f.write_str("there is too much here to compare"),
        }
    }
}
