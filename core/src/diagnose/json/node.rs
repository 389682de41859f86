//! The node as JSON.

use super::write::{Json, Writer};
use crate::diagnose::NodeReport;
use crate::features::{Gate, Gates};
use crate::kubelet::Settings;

impl Json for NodeReport {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("settings", &self.settings);
            to.member("providers", &self.providers);
            to.member("runtime", &self.runtime);
        });
    }
}

impl Json for Settings {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("serializeImagePulls", &self.serialize_image_pulls);
            to.member("maxParallelImagePulls", &self.max_parallel_image_pulls);
            to.member("registryPullQPS", &self.registry_pull_qps);
            to.member("registryBurst", &self.registry_burst);
            to.member("verification", &self.verification.map(|it| it.as_str()));
            to.member("allowlist", &self.allowlist);
            to.member("gates", &self.gates);
        });
    }
}

/// The gates that the release knows.
impl Json for Gates {
    fn write(&self, to: &mut Writer<'_>) {
        let known = |gate: &Gate| Some((*gate, gate.stage(self.version())?));
        to.list(Gate::ALL.iter().filter_map(known).map(|(gate, stage)| GateState {
            name: gate.as_str(),
            stage: stage.as_str(),
            on: self.is_on(gate),
        }));
    }
}

struct GateState {
    name: &'static str,
    stage: &'static str,
    on: bool,
}

impl Json for GateState {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("name", self.name);
            to.member("stage", self.stage);
            to.member("on", &self.on);
        });
    }
}
