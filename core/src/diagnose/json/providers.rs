//! The credential providers as JSON.

use super::write::{Json, Writer};
use crate::diagnose::{
    CacheKey, ImageProvider, ProviderAnswer, ProviderError, ProviderReport, ProvidersReport,
};

impl Json for ProvidersReport {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("documents", &self.documents);
            to.member("isRead", &self.is_read);
            to.member("errors", &self.errors);
            to.member("providers", &self.providers);
            to.member("answers", &self.answers);
        });
    }
}

impl Json for ProviderError {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("document", &self.document);
            to.member("path", &self.path);
            to.member("span", &self.span);
            to.member("sentence", &self.sentence);
            to.member("message", &self.message);
        });
    }
}

impl Json for ProviderReport {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("name", &self.name);
            to.member("span", &self.span);
            to.member("apiVersion", &self.api_version);
            to.member("matchImages", &self.match_images);
            to.member("defaultCacheDuration", &self.default_cache_duration);
            to.member("env", &self.env);
            to.member("args", &self.args);
            to.member("getsToken", &self.gets_token);
        });
    }
}

impl Json for ProviderAnswer {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("document", &self.document);
            to.member("provider", &self.provider);
            to.member("error", &self.error);
            to.member("cacheKeyType", &self.cache_key_type);
            to.member("lifetime", &self.lifetime);
            to.member("keys", &self.keys);
        });
    }
}

impl Json for ImageProvider {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("provider", &self.provider);
            to.member("name", &self.name);
            to.member("verdict", self.verdict.name());
            to.member("entry", &self.entry);
            to.member("sentence", &self.sentence);
            to.member("refusals", &self.refusals);
            to.member("request", &self.request);
            to.member("cacheKeys", &self.cache_keys);
            to.member("answer", &self.answer);
            to.member("used", &self.used);
        });
    }
}

impl Json for CacheKey {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("type", self.kind.as_str());
            to.member("base", &self.base);
            to.member("hex", &self.hex);
        });
    }
}
