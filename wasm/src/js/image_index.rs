//! What JavaScript sees of an image index.

use pullscope_core::image_index::{Index, Platform};
use pullscope_core::json;
use pullscope_core::runtime::Runtime;
use serde::Serialize;
use tsify::Tsify;

use super::span::{Places, Span};

/// What a node takes of an image index.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "status", rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub enum ManifestOutcome {
    /// The text is an index.
    Read(ManifestSelection),
    /// It is not.
    Rejected(RejectedIndex),
}

/// What a node takes of an image index, and why not each other manifest.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct ManifestSelection {
    /// The media type of the index.
    pub media_type: String,
    /// The manifest that the node takes, as an index into `manifests`.
    pub chosen: Option<u32>,
    /// Why it takes none.
    pub refusal: Option<String>,
    /// What the index lists, in its order.
    pub manifests: Vec<ListedManifest>,
}

/// One manifest of an index.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct ListedManifest {
    /// Its digest.
    pub digest: String,
    /// What it is for: `linux/arm64/v8`.
    pub platform: Option<String>,
    /// Its place among those that the node takes, from 0.
    pub place: Option<u32>,
    /// What decides: `exact`, `fallback`, `noPlatform`, `notFetched`, `os`, `architecture`,
    /// `variant`, `osVersion`, `osFeatures`, `attestation` or `platformMissing`.
    pub why: String,
    /// The same in a sentence that names the values.
    pub sentence: String,
    /// Where it stands.
    pub span: Span,
}

/// Why a text is no image index.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RejectedIndex {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Span,
}

impl ManifestOutcome {
    pub(super) fn new(text: &str, platform: &Platform, runtime: &Runtime) -> Self {
        let places = Places::new(text);
        let rejected = |message: String, span| {
            Self::Rejected(RejectedIndex { message, span: places.span(span) })
        };
        let read = match json::parse(text, json::DEFAULT_MAX_DEPTH) {
            Ok(read) => read,
            Err(error) => return rejected(error.to_string(), error.span()),
        };
        let index = match Index::read(&read) {
            Ok(index) => index,
            Err(error) => return rejected(error.to_string(), error.span()),
        };
        let selection = index.select(platform, runtime.puller());
        let listed = index.entries.iter().zip(selection.verdicts);
        let manifests = listed.map(|(entry, verdict)| ListedManifest {
            digest: entry.digest.clone(),
            platform: entry.platform.as_ref().map(ToString::to_string),
            place: verdict.place.map(number),
            why: verdict.why.name().to_owned(),
            sentence: verdict.sentence,
            span: places.span(entry.span.clone()),
        });
        Self::Read(ManifestSelection {
            media_type: index.format.media_type().to_owned(),
            chosen: selection.chosen.map(number),
            refusal: selection.refusal.map(|it| it.to_string()),
            manifests: manifests.collect(),
        })
    }
}

/// No text that JavaScript holds lists more manifests.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
