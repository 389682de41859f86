//! What JavaScript sees of credential providers.

mod check;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::keyring::TriedKey;
use super::reference::RejectedReference;
use super::span::Span;

/// A node's credential providers, an image, and what is known of the Pod.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckProvidersInput {
    /// The text of the `CredentialProviderConfig`, in YAML or JSON; of several files, those of the
    /// directory in the order of their names, which a kubelet reads from 1.34 on.
    pub config: ConfigTexts,
    /// The image, as it is typed in the container.
    pub image: String,
    /// The release of the kubelet, from `1.20` on; the newest that is known when missing.
    #[tsify(optional)]
    pub kubernetes: Option<String>,
    /// Feature gates as `--feature-gates` sets them; none when missing. One that the release does
    /// not know or locks stays as it is.
    #[tsify(optional, type = "Record<string, boolean>")]
    pub feature_gates: Option<BTreeMap<String, bool>>,
    /// The ServiceAccount of the Pod; one of which nothing is known when missing.
    #[tsify(optional)]
    pub service_account: Option<PodServiceAccount>,
    /// What a plugin has printed: the text of a `CredentialProviderResponse`.
    #[tsify(optional)]
    pub response: Option<String>,
    /// The name of the provider that has printed it. When missing, the first that is asked for the
    /// image and speaks its API version, or else the first that is asked.
    #[tsify(optional)]
    pub responded_by: Option<String>,
}

/// The text of one file, or of several.
#[derive(Deserialize, Tsify)]
#[serde(untagged)]
pub enum ConfigTexts {
    /// One file.
    One(String),
    /// The files of a directory.
    Several(Vec<String>),
}

/// The ServiceAccount of a Pod.
#[derive(Deserialize, Tsify)]
#[serde(tag = "known", rename_all = "camelCase")]
pub enum PodServiceAccount {
    /// There is none: the Pod is a static Pod.
    None,
    /// It is this one.
    Object {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// Its uid; when missing, keys of caches that it is part of are not told.
        #[tsify(optional)]
        uid: Option<String>,
        /// Its annotations.
        #[tsify(optional, type = "Record<string, string>")]
        annotations: Option<BTreeMap<String, String>>,
    },
}

/// What becomes of the providers for an image.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "status", rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub enum CheckProvidersOutcome {
    /// The configuration was read, and is taken or refused.
    Checked(CheckedProviders),
    /// The image is not a reference, so that no container gets this far.
    ImageRejected(RejectedReference),
    /// A file cannot be read at all.
    ConfigUnreadable(UnreadableConfig),
    /// The question makes no sense.
    Rejected {
        /// What is wrong, for people.
        message: String,
    },
}

/// Why a file is neither YAML nor JSON.
#[derive(Debug, Serialize, Tsify)]
pub struct UnreadableConfig {
    /// Which of the files it is, counted from 0.
    pub file: u32,
    /// What is wrong.
    pub message: String,
    /// Where, in its text.
    pub span: Span,
}

/// The providers of a node, and one image.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct CheckedProviders {
    /// Whether a kubelet of this release, with its feature gates, reads a configuration at all.
    pub is_read: bool,
    /// Why it does not take this one: it ends at its start then. In its order; empty when it does.
    pub errors: Vec<ProviderConfigError>,
    /// What providers are asked for: registry and repository, without tag and digest.
    pub repository: String,
    /// The providers, in the order in which they are asked; none where there is an error or nothing
    /// is read.
    pub providers: Vec<CheckedProvider>,
    /// What comes of the response, where one was given.
    pub response: Option<CheckedResponse>,
    /// What an older kubelet did for the image by itself, where its registry is one of a cloud.
    pub legacy: Option<LegacyProvider>,
}

/// One error of a configuration.
#[derive(Debug, Serialize, Tsify)]
pub struct ProviderConfigError {
    /// Which of the files it stands in, counted from 0.
    pub file: u32,
    /// Where in the object, such as `providers[0].name`.
    pub path: String,
    /// Where in the text of the file.
    pub span: Span,
    /// In our words, without a final stop.
    pub sentence: String,
    /// The kubelet's own text. Where it repeats the whole file, `'…'` stands for that.
    pub upstream: String,
}

/// One provider, and whether it is asked for the image.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct CheckedProvider {
    /// Its name, which is that of its executable.
    pub name: String,
    /// Whether it is asked.
    pub verdict: ProviderVerdict,
    /// The same in a sentence, without a final stop.
    pub sentence: String,
    /// Its entries of `matchImages`, in their order.
    pub match_images: Vec<MatchedImage>,
    /// What its program reads from its standard input, one line. In place of a token stands `…`.
    pub request: Option<String>,
    /// Under which keys an answer is looked for, in this order.
    pub cache_keys: Vec<ProviderCacheKey>,
    /// How long an answer is kept that does not say it: `12h0m0s`.
    pub default_cache_duration: String,
}

/// Whether a provider is asked for an image.
#[derive(Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum ProviderVerdict {
    /// It is.
    Asked,
    /// It is, if the ServiceAccount, of which nothing is known, has the annotations that it requires.
    Maybe,
    /// No entry of `matchImages` fits.
    NoMatch,
    /// It requires a ServiceAccount, and the Pod has none.
    NoServiceAccount,
    /// The ServiceAccount lacks an annotation that it requires.
    AnnotationMissing,
}

/// An entry of `matchImages`.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct MatchedImage {
    /// As written.
    pub pattern: String,
    /// Which of the files it stands in, counted from 0.
    pub file: u32,
    /// Where in the text of the file.
    pub span: Span,
    /// Whether it fits the image; `null` for one after the first that does, which is not looked at.
    pub fits: Option<bool>,
    /// Why it does not.
    pub refusal: Option<String>,
}

/// A key of a provider's cache.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct ProviderCacheKey {
    /// For which images an answer is kept under it.
    #[serde(rename = "type")]
    pub kind: CacheKeyType,
    /// What it stands for: the repository, its registry, `<global>`.
    pub base: String,
    /// Its bytes in hex; `null` where what is not known is part of it.
    pub hex: Option<String>,
}

/// For which images an answer is kept.
#[derive(Debug, PartialEq, Serialize, Tsify)]
pub enum CacheKeyType {
    /// For this repository.
    Image,
    /// For its registry.
    Registry,
    /// For all images for which the provider is asked.
    Global,
}

/// What comes of an answer.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct CheckedResponse {
    /// Who is taken to have given it: an index into `providers`. `null` where none is asked; then it
    /// is judged by itself.
    pub provider: Option<u32>,
    /// Why the kubelet uses nothing of it.
    pub error: Option<ProviderResponseError>,
    /// For which images it is kept.
    pub cache_key_type: Option<CacheKeyType>,
    /// How long it is kept: `10m0s`; `0s` for not at all. `null` where the provider, which is not
    /// known, says it.
    pub lifetime: Option<String>,
    /// Its keys, in the order in which they are tried. Those whose `place` is not `null` are the
    /// credentials that the container runtime is given; no password comes back.
    pub keys: Vec<TriedKey>,
}

/// Why a kubelet uses nothing of an answer. It logs that, and goes on without.
#[derive(Debug, Serialize, Tsify)]
pub struct ProviderResponseError {
    /// Where in the object.
    pub path: String,
    /// Where in the text of the response.
    pub span: Span,
    /// In our words, without a final stop.
    pub sentence: String,
    /// The kubelet's own text.
    pub upstream: String,
}

/// What an older kubelet did for images of a cloud by itself, on a node of that cloud.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct LegacyProvider {
    /// The cloud: `ecr`, `acr` or `gcr`.
    pub cloud: String,
    /// Whether this kubelet still does it.
    pub is_served: bool,
    /// Whether only the feature gate `DisableKubeletCloudCredentialProviders` keeps it from that.
    pub is_disabled: bool,
    /// The first release that has no code for it: `1.27`.
    pub gone_since: String,
}
