//! The node: what its kubelet runs with.

use alloc::string::String;
use alloc::vec::Vec;

use super::{ProvidersReport, RegistriesReport, RuntimeReport};
use crate::kubelet::Settings;
use crate::kubelet::configuration::{End, Error, Field, Unknown};

/// What the text and the options tell of the node.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeReport {
    /// What the kubelet runs with, every default filled in.
    pub settings: Settings,
    /// The file that the kubelet is configured with; `None` where the text has none.
    pub kubelet: Option<KubeletReport>,
    /// Its plugins that give credentials for images.
    pub providers: ProvidersReport,
    /// Its container runtime, and its platform.
    pub runtime: RuntimeReport,
    /// Its `registries.yaml`; `None` where the text has none.
    pub registries: Option<RegistriesReport>,
}

/// The file that the kubelet is configured with.
#[derive(Clone, Debug, PartialEq)]
pub struct KubeletReport {
    /// Index into [`Diagnosis::documents`](super::Diagnosis::documents).
    pub document: usize,
    /// Whether the kubelet starts with it.
    pub starts: bool,
    /// With what it ends; `None` where it starts.
    pub end: Option<End>,
    /// Why it does not start, in its order.
    pub errors: Vec<Error>,
    /// What it logs before it goes on without names that it does not know.
    pub log: Option<String>,
    /// Those names.
    pub ignored: Vec<Unknown>,
    /// The fields that touch images, and what each does; empty where they cannot be decoded.
    pub fields: Vec<Field>,
}
