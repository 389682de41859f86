//! What JavaScript says of a node's container runtime.

use std::collections::BTreeMap;

use pullscope_core::runtime::{self, Runtime, ShortNames};
use serde::Deserialize;
use tsify::Tsify;

/// The container runtime of a node.
#[derive(Debug, Deserialize, PartialEq, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NodeRuntimeOptions {
    /// As a Node object has it in `status.nodeInfo.containerRuntimeVersion`: `containerd://2.1.4`,
    /// `cri-o://1.34.1`, `docker://27.0.3`.
    pub version: String,
    /// Of CRI-O: what happens where several registries could be meant. When missing, `enforcing` from
    /// 1.34 on, and `disabled` before.
    #[tsify(optional)]
    #[serde(default)]
    pub short_name_mode: Option<ShortNameMode>,
    /// Of CRI-O: `unqualified-search-registries` of `registries.conf`; not known when missing.
    #[tsify(optional)]
    #[serde(default)]
    pub search_registries: Option<Vec<String>>,
    /// Of CRI-O: `aliases` of `registries.conf`.
    #[tsify(optional, type = "Record<string, string>")]
    #[serde(default)]
    pub aliases: Option<BTreeMap<String, String>>,
}

/// What CRI-O does with a name without a registry, where several could be meant.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum ShortNameMode {
    /// The image is refused.
    Enforcing,
    /// Each is tried, as `registries.conf` may ask for.
    Permissive,
    /// Each is tried.
    Disabled,
}

impl NodeRuntimeOptions {
    /// The runtime; an error says what is expected, and repeats no value.
    pub(super) fn read(self) -> Result<Runtime, &'static str> {
        let mut runtime = Runtime::of_version(&self.version).ok_or(
            "a runtime with its version: containerd://2.1.4, cri-o://1.34.1, docker://27.0.3",
        )?;
        let is_cri_o = self.short_name_mode.is_some()
            || self.search_registries.is_some()
            || self.aliases.is_some();
        match &mut runtime {
            Runtime::CriO(short_names) => {
                *short_names = ShortNames {
                    mode: self.short_name_mode.map_or(short_names.mode, ShortNameMode::of_core),
                    registries: self.search_registries,
                    aliases: self.aliases.unwrap_or_default(),
                };
            }
            _ if is_cri_o => return Err("a version of CRI-O, where it says what CRI-O searches"),
            _ => {}
        }
        Ok(runtime)
    }
}

impl ShortNameMode {
    fn of_core(self) -> runtime::ShortNameMode {
        match self {
            Self::Enforcing => runtime::ShortNameMode::Enforcing,
            Self::Permissive => runtime::ShortNameMode::Permissive,
            Self::Disabled => runtime::ShortNameMode::Disabled,
        }
    }
}
