//! The node: what its kubelet runs with.

use super::{ProvidersReport, RuntimeReport};
use crate::kubelet::Settings;

/// What the text and the options tell of the node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeReport {
    /// What the kubelet runs with, every default filled in.
    pub settings: Settings,
    /// Its plugins that give credentials for images.
    pub providers: ProvidersReport,
    /// Its container runtime, and its platform.
    pub runtime: RuntimeReport,
}
