//! The node as JSON.

use alloc::string::ToString;

use super::write::{Json, Writer};
use crate::diagnose::{KubeletReport, NodeReport};
use crate::features::{Gate, Gates};
use crate::kubelet::Settings;
use crate::kubelet::configuration::{Error, Field, Unknown};

impl Json for NodeReport {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("settings", &self.settings);
            to.member("kubelet", &self.kubelet);
            to.member("providers", &self.providers);
            to.member("runtime", &self.runtime);
            to.member("registries", &self.registries);
        });
    }
}

impl Json for KubeletReport {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("document", &self.document);
            to.member("starts", &self.starts);
            to.member("stage", &self.end.as_ref().map(|it| it.stage.name()));
            to.member("upstream", &self.end.as_ref().and_then(|it| it.upstream.as_ref()));
            to.member("errors", &self.errors);
            to.member("log", &self.log);
            to.member("ignored", &self.ignored);
            to.member("fields", &self.fields);
        });
    }
}

impl Json for Error {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("path", self.path());
            to.member("span", &self.span());
            to.member("message", &self.to_string());
            to.member("upstream", &self.upstream());
        });
    }
}

impl Json for Unknown {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("path", &self.path);
            to.member("span", &self.span);
            to.member("since", &self.since.map(|it| it.to_string()));
        });
    }
}

impl Json for Field {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("path", self.path);
            to.member("value", &self.value);
            to.member("span", &self.span);
            to.member("sentence", &self.sentence);
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
