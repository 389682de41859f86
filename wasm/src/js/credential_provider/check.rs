//! The core's answers in the shapes that JavaScript sees.

use std::ops::Range;

use pullscope_core::credential_provider::{
    self, Account, Config, Considered, PodAccount, Provider, Response, Source, are_used, consider,
    legacy,
};
use pullscope_core::docker_config::DockerConfig;
use pullscope_core::features::Gates;
use pullscope_core::json::{self, Data, Value};
use pullscope_core::keyring::Keyring;
use pullscope_core::reference::Reference;
use pullscope_core::text::{File, Limits, file};
use pullscope_core::version::Version;

use super::super::diagnose::feature_gates;
use super::super::keyring::TriedKey;
use super::super::reference::RejectedReference;
use super::super::span::{Places, Span};
use super::{
    CacheKeyType, CheckProvidersInput, CheckProvidersOutcome, CheckedProvider, CheckedProviders,
    CheckedResponse, ConfigTexts, LegacyProvider, MatchedImage, PodServiceAccount,
    ProviderCacheKey, ProviderConfigError, ProviderResponseError, ProviderVerdict,
    UnreadableConfig,
};

impl CheckProvidersOutcome {
    /// Checks.
    pub fn new(input: &CheckProvidersInput) -> Self {
        check(input).unwrap_or_else(|outcome| *outcome)
    }
}

fn check(input: &CheckProvidersInput) -> Result<CheckProvidersOutcome, Box<CheckProvidersOutcome>> {
    let rejected = |message: String| Box::new(CheckProvidersOutcome::Rejected { message });
    let version = match &input.kubernetes {
        None => Version::NEWEST,
        Some(text) => {
            text.parse().map_err(|error| rejected(format!("kubernetes is not {error}")))?
        }
    };
    let flags = feature_gates(input.feature_gates.as_ref())
        .map_err(|expected| rejected(format!("featureGates is not {expected}")))?;
    let gates = Gates::new(version).with_flags(&flags);
    let reference = Reference::parse_as(&input.image, version.grammar()).map_err(|error| {
        let rejected = RejectedReference::new(&input.image, &error);
        Box::new(CheckProvidersOutcome::ImageRejected(rejected))
    })?;
    let repository = reference.name().to_string();

    let texts = match &input.config {
        ConfigTexts::One(text) => std::slice::from_ref(text),
        ConfigTexts::Several(texts) => texts,
    };
    if texts.is_empty() {
        return Err(rejected("config is an empty list".into()));
    }
    let read: Vec<File<'_>> = texts.iter().map(|it| file(it, &Limits::default())).collect();
    let files = Files { places: texts.iter().map(|it| Places::new(it)).collect() };
    if let Some((number, error)) =
        (0..).zip(&read).find_map(|(number, file)| Some((number, file.error.as_ref()?)))
    {
        let span = files.span(number, error.span());
        let unreadable = UnreadableConfig { file: index(number), message: error.to_string(), span };
        return Err(Box::new(CheckProvidersOutcome::ConfigUnreadable(unreadable)));
    }
    let sources: Vec<Source<'_>> = texts.iter().zip(&read).map(|it| source(it.0, it.1)).collect();
    let is_read = are_used(gates);
    let (config, errors) = match Config::read(&sources, gates) {
        Ok(config) if is_read => (config, Vec::new()),
        Ok(_) => (Config::default(), Vec::new()),
        Err(refused) => (Config::default(), refused.errors),
    };

    let annotations = input.service_account.as_ref().map_or(Vec::new(), annotations);
    let pod = pod(input.service_account.as_ref(), &annotations);
    let considered: Vec<Considered> =
        config.providers.iter().map(|it| consider(it, &repository, &pod, gates)).collect();
    let response = match &input.response {
        None => None,
        Some(text) => {
            let by = responder(input.responded_by.as_deref(), &config, &considered, text)
                .map_err(rejected)?;
            Some(CheckedResponse::new(text, by, &config, &repository, version))
        }
    };
    let providers = config.providers.iter().zip(considered);
    Ok(CheckProvidersOutcome::Checked(CheckedProviders {
        is_read,
        errors: errors.into_iter().map(|it| ProviderConfigError::new(it, &files)).collect(),
        providers: providers.map(|(it, told)| CheckedProvider::new(it, told, &files)).collect(),
        response,
        legacy: legacy(&repository, gates).map(LegacyProvider::new),
        repository,
    }))
}

/// The files, to tell places in them.
struct Files<'t> {
    places: Vec<Places<'t>>,
}

impl Files<'_> {
    fn span(&self, file: usize, span: Range<usize>) -> Span {
        self.places.get(file).map_or(Span { start: 0, end: 0 }, |it| it.span(span))
    }
}

fn source<'s>(text: &'s str, file: &'s File<'_>) -> Source<'s> {
    Source { text, span: 0..text.len(), root: &file.root, is_json: file.is_json }
}

fn annotations(account: &PodServiceAccount) -> Vec<(&str, &str)> {
    match account {
        PodServiceAccount::Object { annotations: Some(annotations), .. } => {
            annotations.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect()
        }
        _ => Vec::new(),
    }
}

fn pod<'a>(
    account: Option<&'a PodServiceAccount>,
    annotations: &'a [(&'a str, &'a str)],
) -> PodAccount<'a> {
    match account {
        None => PodAccount { account: Account::Named, ..PodAccount::NONE },
        Some(PodServiceAccount::None) => PodAccount::NONE,
        Some(PodServiceAccount::Object { namespace, name, uid, .. }) => {
            let account = Account::Known { annotations };
            PodAccount { namespace, name, uid: uid.as_deref(), account }
        }
    }
}

/// Who has given a response: an index into the providers.
fn responder(
    name: Option<&str>,
    config: &Config,
    considered: &[Considered],
    text: &str,
) -> Result<Option<usize>, String> {
    if let Some(name) = name {
        let found = config.providers.iter().position(|it| it.name == name);
        return match found {
            None if !config.providers.is_empty() => {
                Err("respondedBy is not the name of a provider".into())
            }
            found => Ok(found),
        };
    }
    let root = json::parse(text, json::DEFAULT_MAX_DEPTH).ok();
    let version = root.as_ref().and_then(|it| it.get("apiVersion")).and_then(Value::as_str);
    let asked = considered.iter().enumerate().filter(|it| it.1.skip.is_none()).map(|it| it.0);
    Ok(config.answering(version.unwrap_or_default(), asked))
}

impl CheckedResponse {
    fn new(
        text: &str,
        by: Option<usize>,
        config: &Config,
        repository: &str,
        version: Version,
    ) -> Self {
        let parsed = json::parse(text, json::DEFAULT_MAX_DEPTH);
        let is_json = parsed.is_ok();
        let root = parsed.unwrap_or(Value { span: 0..text.len(), data: Data::Null });
        let source = Source { text, span: 0..text.len(), root: &root, is_json };
        let written = root.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
        let alone = Provider::speaking(written);
        let provider = by.and_then(|it| config.providers.get(it)).unwrap_or(&alone);
        let places = Places::new(text);
        let nothing = Self {
            provider: by.map(index),
            error: None,
            cache_key_type: None,
            lifetime: None,
            keys: Vec::new(),
        };
        match Response::read(&source, provider, "", version) {
            Err(error) => {
                let (path, sentence, upstream) = (error.path, error.sentence, error.upstream);
                let span = places.span(error.span);
                Self {
                    error: Some(ProviderResponseError { path, span, sentence, upstream }),
                    ..nothing
                }
            }
            Ok(response) => Self {
                cache_key_type: Some(response.cache_key_type.into()),
                lifetime: by
                    .map(|_| response.lifetime(provider))
                    .or(response.cache_duration)
                    .map(|it| it.to_string()),
                keys: tried(&response.config, repository, &places),
                ..nothing
            },
        }
    }
}

fn tried(config: &DockerConfig, repository: &str, places: &Places<'_>) -> Vec<TriedKey> {
    let mut keyring = Keyring::new();
    keyring.add(config, 0);
    keyring.explain(repository).keys.iter().map(|it| TriedKey::new(it, places)).collect()
}

impl CheckedProvider {
    fn new(provider: &Provider, told: Considered, files: &Files<'_>) -> Self {
        let mut refusals = told.refusals.into_iter();
        let entries = provider.match_images.iter().enumerate().map(|(number, entry)| {
            let fits = match told.entry {
                Some(fits) if number > fits => None,
                Some(fits) => Some(number == fits),
                None => Some(false),
            };
            MatchedImage {
                pattern: entry.text.clone(),
                file: index(provider.file),
                span: files.span(provider.file, entry.span.clone()),
                fits,
                refusal: fits.filter(|fits| !fits).and_then(|_| refusals.next()),
            }
        });
        let match_images = entries.collect();
        let default = provider.default_cache_duration.as_ref().map(|it| it.0).unwrap_or_default();
        Self {
            name: provider.name.clone(),
            verdict: told.verdict.into(),
            sentence: told.sentence,
            match_images,
            request: told.request,
            cache_keys: told.cache_keys.into_iter().map(Into::into).collect(),
            default_cache_duration: default.to_string(),
        }
    }
}

impl From<credential_provider::Verdict> for ProviderVerdict {
    fn from(verdict: credential_provider::Verdict) -> Self {
        use credential_provider::Verdict as Core;
        match verdict {
            Core::Asked => Self::Asked,
            Core::Maybe => Self::Maybe,
            Core::NoMatch => Self::NoMatch,
            Core::NoServiceAccount => Self::NoServiceAccount,
            Core::AnnotationMissing => Self::AnnotationMissing,
        }
    }
}

impl From<credential_provider::CacheKeyType> for CacheKeyType {
    fn from(kind: credential_provider::CacheKeyType) -> Self {
        use credential_provider::CacheKeyType as Core;
        match kind {
            Core::Image => Self::Image,
            Core::Registry => Self::Registry,
            Core::Global => Self::Global,
        }
    }
}

impl From<credential_provider::CacheKey> for ProviderCacheKey {
    fn from(key: credential_provider::CacheKey) -> Self {
        Self { kind: key.kind.into(), base: key.base, hex: key.hex }
    }
}

impl ProviderConfigError {
    fn new(error: credential_provider::ConfigError, files: &Files<'_>) -> Self {
        Self {
            file: index(error.file),
            path: error.path,
            span: files.span(error.file, error.span),
            sentence: error.sentence,
            upstream: error.upstream,
        }
    }
}

impl LegacyProvider {
    fn new(legacy: credential_provider::Legacy) -> Self {
        Self {
            cloud: legacy.cloud.name().into(),
            is_served: legacy.is_served,
            is_disabled: legacy.is_disabled,
            gone_since: legacy.gone_since.to_string(),
        }
    }
}

/// No list that JavaScript holds is longer.
fn index(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
