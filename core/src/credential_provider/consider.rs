//! One provider and one image, told whole: whether it is asked, why, with which line, and under which
//! keys an answer is looked for.
//!
//! [`ask`](super::ask) decides; this puts into words what it and the rules beside it say.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::request::token_need;
use super::{
    Account, CacheKeyType, CacheKeys, Provider, ServiceAccountKey, Skip, TokenNeed, request_line,
};
use crate::features::Gates;

/// Stands for a token in a request: what it is, the cluster alone knows.
const TOKEN: &str = "…";

/// The ServiceAccount of a Pod, with what tells it from others in a cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodAccount<'a> {
    /// Its namespace.
    pub namespace: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its uid, where it is known.
    pub uid: Option<&'a str>,
    /// What a provider is told of it.
    pub account: Account<'a>,
}

impl PodAccount<'_> {
    /// A Pod without a ServiceAccount, as a static Pod is.
    pub const NONE: PodAccount<'static> =
        PodAccount { namespace: "", name: "", uid: None, account: Account::None };
}

/// A key of a provider's cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheKey {
    /// For which images an answer is kept under it.
    pub kind: CacheKeyType,
    /// What it stands for: the repository, its registry, `<global>`.
    pub base: String,
    /// Its bytes in hex; `None` where what is not known is part of it.
    pub hex: Option<String>,
}

/// Whether a provider is asked for an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
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

impl Verdict {
    /// Its name, for code outside of Rust: `asked`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Maybe => "maybe",
            Self::NoMatch => "noMatch",
            Self::NoServiceAccount => "noServiceAccount",
            Self::AnnotationMissing => "annotationMissing",
        }
    }
}

impl From<&Skip> for Verdict {
    fn from(skip: &Skip) -> Self {
        match skip {
            Skip::NoMatch(_) => Self::NoMatch,
            Skip::NoAccount => Self::NoServiceAccount,
            Skip::NoAnnotation { .. } => Self::AnnotationMissing,
        }
    }
}

/// What becomes of one provider for one image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Considered {
    /// Index into `matchImages`: the entry that fits.
    pub entry: Option<usize>,
    /// Of each entry of `matchImages` up to the one that fits, why it does not.
    pub refusals: Vec<String>,
    /// Why one of its entries fits and it is not asked all the same.
    pub skip: Option<Skip>,
    /// Whether it is asked.
    pub verdict: Verdict,
    /// The same in a sentence, without a final stop.
    pub sentence: String,
    /// What its program reads, one line. In place of a token stands `…`.
    pub request: Option<String>,
    /// Under which keys an answer is looked for, in this order.
    pub cache_keys: Vec<CacheKey>,
}

/// Considers one provider for a repository such as `docker.io/library/nginx`.
///
/// ```
/// use pullscope_core::credential_provider::{MatchImage, PodAccount, Provider, consider};
/// # use pullscope_core::{Version, features::Gates};
/// # let provider = Provider { match_images: vec![MatchImage::new("quay.io"), MatchImage::new("ghcr.io/team")], ..Provider::speaking("") };
/// let gates = Gates::new(Version::NEWEST);
/// let considered = consider(&provider, "ghcr.io/team/app", &PodAccount::NONE, gates);
/// assert_eq!(considered.sentence, "its entry ghcr.io/team of matchImages fits");
/// assert_eq!(considered.refusals, [r#"label 1 is "ghcr", the entry has "quay""#]);
/// assert_eq!(considered.cache_keys[1].base, "ghcr.io");
/// ```
///
/// Upstream: `provide` in kubernetes `pkg/credentialprovider/plugin/plugin.go`.
pub fn consider(
    provider: &Provider,
    repository: &str,
    pod: &PodAccount<'_>,
    gates: Gates,
) -> Considered {
    let (entry, refused) = match provider.fit(repository) {
        Ok(fit) => (Some(fit.entry), fit.refused),
        Err(refused) => (None, refused),
    };
    let refusals = refused.iter().map(|it| it.of_a("entry").to_string()).collect();
    let mut considered = Considered {
        entry,
        refusals,
        skip: None,
        verdict: Verdict::Asked,
        sentence: String::new(),
        request: None,
        cache_keys: Vec::new(),
    };
    let found = match entry {
        Some(entry) => token_need(provider, &pod.account, gates).map(|token| (entry, token)),
        None => Err(Skip::NoMatch(refused)),
    };
    let (entry, token) = match found {
        Ok(found) => found,
        Err(skip) => {
            considered.verdict = Verdict::from(&skip);
            considered.sentence = skip.to_string();
            considered.skip = Some(skip);
            return considered;
        }
    };
    let fits = &provider.match_images[entry].text;
    considered.sentence = format!("its entry {fits} of matchImages fits");
    let (word, annotations) = match &token {
        TokenNeed::No => ("", &[][..]),
        TokenNeed::NoAccount => {
            considered.sentence += "; it gets no token, since the Pod has no ServiceAccount";
            ("", &[][..])
        }
        TokenNeed::Token { annotations } => {
            considered.sentence += "; it gets a token of the Pod's ServiceAccount";
            (TOKEN, &annotations[..])
        }
        TokenNeed::Unknown { required } => {
            considered.sentence +=
                "; it gets a token of the Pod's ServiceAccount, which is not here";
            if !required.is_empty() {
                considered.verdict = Verdict::Maybe;
                considered.sentence += &format!(
                    ", and is asked only if that is annotated with {}",
                    required.join(", ")
                );
            }
            (TOKEN, &[][..])
        }
    };
    considered.request = Some(request_line(&provider.api_version, repository, word, annotations));
    considered.cache_keys = cache_keys(provider, repository, &token, pod, gates);
    considered
}

fn cache_keys(
    provider: &Provider,
    repository: &str,
    token: &TokenNeed,
    pod: &PodAccount<'_>,
    gates: Gates,
) -> Vec<CacheKey> {
    let per_token = provider.token.as_ref().is_some_and(|it| it.caches_per_token());
    let account = match (token, pod.uid) {
        (TokenNeed::No | TokenNeed::NoAccount, _) => Some(ServiceAccountKey::default()),
        (TokenNeed::Token { annotations }, Some(uid)) if !per_token => {
            ServiceAccountKey::new(pod.namespace, pod.name, uid, annotations, None).ok()
        }
        _ => None,
    };
    let is_known = account.is_some();
    let keys = CacheKeys::new(repository, &account.unwrap_or_default(), gates.version());
    let Ok(keys) = keys else { return Vec::new() };
    CacheKeyType::ALL
        .into_iter()
        .zip(keys.bases.clone())
        .map(|(kind, base)| {
            let hex = || keys.of(kind).iter().map(|it| format!("{it:02x}")).collect();
            CacheKey { kind, base, hex: is_known.then(hex) }
        })
        .collect()
}
