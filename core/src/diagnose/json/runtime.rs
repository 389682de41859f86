//! The runtime's part as JSON.

use alloc::string::ToString;

use super::write::{Json, Writer};
use crate::diagnose::ManifestReport;
use crate::diagnose::{IndexReport, ResolvedImage, RuntimeReport, ToldBy};
use crate::image_index::{Selection, Verdict};

impl Json for RuntimeReport {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("name", self.runtime.name());
            to.member("puller", self.runtime.puller().name());
            to.member("toldBy", &self.runtime_from);
            to.member("platform", &self.platform.as_ref().map(ToString::to_string));
            to.member("platformToldBy", &self.platform_from);
        });
    }
}

impl Json for ToldBy {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("by", self.name());
            let document = match self {
                Self::Node(document) | Self::RegistriesConf(document) => Some(document),
                Self::Options | Self::Nothing => None,
            };
            to.member("document", &document);
        });
    }
}

impl Json for ResolvedImage {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("references", &self.references);
            to.member("rule", &self.rule.map(|it| it.name()));
            to.member("sentence", &self.sentence);
            to.member("message", &self.message);
            to.member("index", &self.index);
        });
    }
}

impl Json for IndexReport {
    fn write(&self, to: &mut Writer<'_>) {
        let verdict =
            |at: usize| self.selection.as_ref().and_then(|it: &Selection| it.verdicts.get(at));
        to.object(|to| {
            to.member("document", &self.document);
            to.member("name", &self.name);
            to.member("images", &self.images);
            to.member("format", self.format.name());
            to.member("puller", self.puller.name());
            to.member("chosen", &self.selection.as_ref().and_then(|it| it.chosen));
            let refusal = self.selection.as_ref().and_then(|it| it.refusal.as_ref());
            to.member("refusal", &refusal.map(ToString::to_string));
            let listed = self.manifests.iter().enumerate();
            let listed: alloc::vec::Vec<_> =
                listed.map(|(at, it)| Listed(it, verdict(at))).collect();
            to.member("manifests", &listed);
        });
    }
}

/// A manifest, and what is said of it.
struct Listed<'r>(&'r ManifestReport, Option<&'r Verdict>);

impl Json for Listed<'_> {
    fn write(&self, to: &mut Writer<'_>) {
        let Self(manifest, verdict) = self;
        to.object(|to| {
            to.member("digest", &manifest.digest);
            to.member("platform", &manifest.platform);
            to.member("span", &manifest.span);
            to.member("place", &verdict.and_then(|it| it.place));
            to.member("why", &verdict.map(|it| it.why.name()));
            to.member("sentence", &verdict.map(|it| it.sentence.as_str()));
        });
    }
}
