//! The side of the keys and Secrets as JSON.

use alloc::string::ToString;

use super::write::{Json, Writer};
use crate::diagnose::{KeyUse, OnlyPresent, Reverse, SecretUse, Served};

impl Json for Reverse {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("secrets", &self.secrets);
            to.member("present", &self.present);
        });
    }
}

impl Json for OnlyPresent {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("workload", &self.image.workload);
            to.member("image", &self.image.image);
            to.member("wantsCredential", &self.wants_credential);
            to.member("depends", &self.depends);
            to.member("sentence", &self.sentence);
        });
    }
}

impl Json for SecretUse {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("usage", self.usage.name());
            to.member("sentence", &self.usage.to_string());
            to.member("namedBy", &self.named_by);
            to.member("keys", &self.keys);
        });
    }
}

impl Json for KeyUse {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("serves", &self.serves);
            to.member("idle", &self.idle.as_ref().map(|it| it.name()));
            to.member("sentence", &self.idle.as_ref().map(ToString::to_string));
        });
    }
}

impl Json for Served {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("workload", &self.image.workload);
            to.member("image", &self.image.image);
            to.member("place", &self.place);
        });
    }
}
