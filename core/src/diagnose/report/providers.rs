//! The plugins of the node that give credentials for images.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::Masked;
pub use crate::credential_provider::CacheKey;
use crate::credential_provider::Verdict;

/// What the text tells of the kubelet's credential providers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProvidersReport {
    /// Indexes into [`Diagnosis::documents`](super::Diagnosis::documents): the configuration.
    pub documents: Vec<usize>,
    /// Whether the kubelet of this release, with its feature gates, reads a configuration.
    pub is_read: bool,
    /// Why the kubelet does not take the configuration. It ends at its start then.
    pub errors: Vec<ProviderError>,
    /// The providers in their order; none where there is an error.
    pub providers: Vec<ProviderReport>,
    /// What plugins have answered, as far as it was pasted.
    pub answers: Vec<ProviderAnswer>,
}

/// One error of a configuration, or of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderError {
    /// Index into [`Diagnosis::documents`](super::Diagnosis::documents).
    pub document: usize,
    /// Where in the object.
    pub path: String,
    /// Where in the text.
    pub span: Range<usize>,
    /// In our words, without a final stop.
    pub sentence: String,
    /// The kubelet's text.
    pub message: String,
}

/// One provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderReport {
    /// Its name, which is the name of its program.
    pub name: String,
    /// Where the name stands.
    pub span: Range<usize>,
    /// In which version the kubelet and it speak.
    pub api_version: String,
    /// `matchImages`, as written.
    pub match_images: Vec<String>,
    /// How long an answer is used that does not say it: `12h0m0s`.
    pub default_cache_duration: String,
    /// The names of the variables that its environment gets; their values are left out.
    pub env: Vec<String>,
    /// How many arguments it gets; they are left out.
    pub args: usize,
    /// Whether it gets a token of the Pod's ServiceAccount.
    pub gets_token: bool,
}

/// What a plugin has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderAnswer {
    /// Index into [`Diagnosis::documents`](super::Diagnosis::documents).
    pub document: usize,
    /// Index into [`ProvidersReport::providers`]: who is taken to have given it.
    pub provider: Option<usize>,
    /// Why the kubelet uses nothing of it.
    pub error: Option<ProviderError>,
    /// For which images it is kept: `Image`, `Registry`, `Global`.
    pub cache_key_type: Option<&'static str>,
    /// How long it is kept: `10m0s`; `0s` for not at all.
    pub lifetime: Option<String>,
    /// Its keys, and what may be shown of their credentials.
    pub keys: Vec<(String, Masked)>,
}

/// Whether one provider is asked for one image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageProvider {
    /// Index into [`ProvidersReport::providers`].
    pub provider: usize,
    /// Its name.
    pub name: String,
    /// Index into `matchImages`: the entry that fits.
    pub entry: Option<usize>,
    /// Whether it is asked.
    pub verdict: Verdict,
    /// The same in a sentence.
    pub sentence: String,
    /// Of each entry of `matchImages` up to the one that fits, why it does not.
    pub refusals: Vec<String>,
    /// What its program reads, one line. In place of a token stands `…`.
    pub request: Option<String>,
    /// Under which keys an answer is looked for, in this order.
    pub cache_keys: Vec<CacheKey>,
    /// Index into [`ProvidersReport::answers`]: what it has answered.
    pub answer: Option<usize>,
    /// Which keys of the answer fit the image, in their turn.
    pub used: Vec<String>,
}

impl ImageProvider {
    /// Whether it is asked, or may be.
    pub fn is_asked(&self) -> bool {
        matches!(self.verdict, Verdict::Asked | Verdict::Maybe)
    }
}
