//! The node's `registries.yaml` as JSON.

use alloc::string::ToString;

use super::write::{Json, Writer};
use crate::diagnose::{RegistriesEntry, RegistriesReport};
use crate::registries::{Asked, AskedTls, Asks, Idle, Rewriting, Sent};

impl Json for RegistriesReport {
    fn write(&self, to: &mut Writer<'_>) {
        let setting = &self.setting;
        to.object(|to| {
            to.member("document", &self.document);
            to.member("distribution", setting.distribution.as_str());
            to.member("profile", setting.profile.name());
            to.member("defaultEndpointDisabled", &setting.default_endpoint_disabled);
            to.member("embeddedRegistry", &setting.embedded_registry);
            to.member("error", &self.error);
            to.member("isUsed", &self.is_used);
            to.member("isComplete", &self.is_complete);
            to.member("errorSeen", self.error_seen);
            to.member("entries", &self.entries);
        });
    }
}

impl Json for RegistriesEntry {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("kind", self.kind.name());
            to.member("path", &self.path);
            to.member("span", &self.span);
            to.member("images", &self.images);
            to.member("idle", &self.idle.map(Idle::name));
            to.member("sentence", &self.idle.map(|it| it.to_string()));
            to.member("isDead", &self.idle.is_some_and(Idle::is_dead));
        });
    }
}

impl Json for Asks {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("registry", &self.registry);
            to.member("repository", &self.repository);
            to.member("object", &self.object);
            to.member("directory", &self.directory);
            to.member("why", self.why.name());
            to.member("because", &self.because);
            to.member("brokenBy", &self.broken.as_ref().map(|it| it.span.clone()));
            to.member("asked", &self.endpoints);
        });
    }
}

impl Json for Asked {
    fn write(&self, to: &mut Writer<'_>) {
        let (key, kind) = match &self.credential {
            Sent::Nothing => (None, None),
            Sent::OfPod { instead_of } => (instead_of.as_ref(), None),
            Sent::OfEntry { key, kind, .. } => (Some(key), Some(kind.name())),
        };
        to.object(|to| {
            to.member("urls", &self.urls);
            to.member("host", &self.host);
            to.member("ns", &self.ns);
            to.member("isDefault", &self.is_default);
            to.member("rewrites", &self.rewrites);
            to.member("credential", self.credential.name());
            to.member("credentialKey", &key);
            to.member("credentialKind", &kind);
            to.member("tls", &self.tls);
            to.member("skipsVerification", &self.skips_verification);
            to.member("thenHttp", &self.then_http);
            to.member("sentence", &self.sentence());
            to.member("span", &self.span);
        });
    }
}

impl Json for Rewriting {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("pattern", &self.pattern);
            to.member("replacement", &self.replacement);
            to.member("groups", &self.groups);
            to.member("repository", &self.repository);
            to.member("span", &self.span);
        });
    }
}

impl Json for AskedTls {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("key", &self.key);
            to.member("caFile", &self.ca_file);
            to.member("certFile", &self.cert_file);
            to.member("keyFile", &self.key_file);
        });
    }
}
