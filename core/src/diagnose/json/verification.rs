//! Credential verification as JSON.

use super::write::{Json, Writer};
use crate::diagnose::{Recorded, Verification};
use crate::kubelet::verification::Coordinates;

impl Json for Verification {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("policy", self.policy.as_str());
            to.member("required", &self.required);
            to.member("recorded", &self.recorded);
            to.member("counts", &self.counts);
            to.member("decision", self.decision.name());
            to.member("rule", self.rule);
            to.member("sentence", &self.sentence);
            to.member("span", &self.span);
            to.member("file", &self.file);
        });
    }
}

impl Json for Recorded {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("nodePods", &self.node_pods);
            to.member("secrets", &self.secrets);
            to.member("serviceAccounts", &self.service_accounts);
            to.member("more", &self.more);
        });
    }
}

impl Json for Coordinates {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("namespace", &self.namespace);
            to.member("name", &self.name);
            to.member("uid", &self.uid);
        });
    }
}
