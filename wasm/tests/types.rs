//! The committed declarations are those that the types give.
//!
//! The declarations of functions come out of the built module; `tests/package` compares them.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use pullscope_wasm::js::{
    advise, clients, credential_provider, diagnose, docker_config, finding, image_index, keyring,
    pull_policy, pull_secret, queue, reference, registries, runtime, span, verification,
};
use tsify::Tsify;

const COMMITTED: &str = include_str!("../types.d.ts");

/// Made from the schemas of the diagnosis and of its SARIF log; `tests/package` compares them.
const DIAGNOSIS: &str = include_str!("../src/js/diagnosis.d.ts");
const SARIF: &str = include_str!("../src/js/sarif.d.ts");

const TYPES: &[&str] = &[
    span::Span::DECL,
    reference::ParseOutcome::DECL,
    reference::ImageReference::DECL,
    reference::ReferenceSpans::DECL,
    reference::RejectedReference::DECL,
    reference::ReferenceErrorKind::DECL,
    pull_policy::PolicyOutcome::DECL,
    pull_policy::PullPolicy::DECL,
    pull_policy::PullPolicyRule::DECL,
    advise::AdviceFacts::DECL,
    advise::AdviceImages::DECL,
    advise::AdviceAudience::DECL,
    advise::AdviceNodes::DECL,
    advise::AdviceRegistry::DECL,
    advise::AdviceSupply::DECL,
    advise::AdviceOutcome::DECL,
    advise::Advice::DECL,
    advise::WeighedSetUp::DECL,
    advise::AdviceManifest::DECL,
    clients::CompareClientsInput::DECL,
    clients::ClientsOutcome::DECL,
    clients::ClientAnswer::DECL,
    clients::ClientName::DECL,
    clients::ClientSent::DECL,
    clients::ClientKey::DECL,
    clients::ClientHelper::DECL,
    clients::ParsersOutcome::DECL,
    clients::ParserReading::DECL,
    clients::ParserName::DECL,
    clients::ParsedParts::DECL,
    credential_provider::CheckProvidersInput::DECL,
    credential_provider::ConfigTexts::DECL,
    credential_provider::PodServiceAccount::DECL,
    credential_provider::CheckProvidersOutcome::DECL,
    credential_provider::UnreadableConfig::DECL,
    credential_provider::CheckedProviders::DECL,
    credential_provider::ProviderConfigError::DECL,
    credential_provider::CheckedProvider::DECL,
    credential_provider::ProviderVerdict::DECL,
    credential_provider::MatchedImage::DECL,
    credential_provider::ProviderCacheKey::DECL,
    credential_provider::CacheKeyType::DECL,
    credential_provider::CheckedResponse::DECL,
    credential_provider::ProviderResponseError::DECL,
    credential_provider::LegacyProvider::DECL,
    queue::PullQueueInput::DECL,
    queue::PullQueuePod::DECL,
    queue::PullQueueImage::DECL,
    queue::QueuePolicy::DECL,
    queue::QueueRole::DECL,
    queue::PullQueueOutcome::DECL,
    queue::PullAttempt::DECL,
    queue::PullFate::DECL,
    queue::MissingImage::DECL,
    verification::VerifyInput::DECL,
    verification::PulledBefore::DECL,
    verification::PulledBy::DECL,
    verification::HeldSecret::DECL,
    verification::HeldObject::DECL,
    verification::VerifyOutcome::DECL,
    diagnose::DiagnoseOptions::DECL,
    diagnose::PodTemplatePath::DECL,
    runtime::NodeRuntimeOptions::DECL,
    runtime::ShortNameMode::DECL,
    registries::RegistriesInput::DECL,
    registries::RegistriesSetting::DECL,
    registries::RegistriesDistribution::DECL,
    registries::RegistriesProfile::DECL,
    registries::RegistriesOutcome::DECL,
    registries::RegistriesTypeError::DECL,
    registries::RegistriesUnknownKey::DECL,
    registries::RegistriesDropped::DECL,
    registries::RegistriesFile::DECL,
    registries::RegistriesDirectory::DECL,
    registries::RegistriesImage::DECL,
    registries::RegistriesAsks::DECL,
    registries::RegistriesEndpoint::DECL,
    registries::RegistriesRewriting::DECL,
    registries::RegistriesTls::DECL,
    registries::RuntimeImagePull::DECL,
    registries::RuntimeImageEndpoint::DECL,
    registries::RegistriesEntry::DECL,
    registries::RegistriesFinding::DECL,
    registries::RegistriesFix::DECL,
    registries::RegistriesEdit::DECL,
    registries::RegistriesPlace::DECL,
    registries::RegistriesDifference::DECL,
    registries::RegistriesCheck::DECL,
    image_index::ManifestOutcome::DECL,
    image_index::ManifestSelection::DECL,
    image_index::ListedManifest::DECL,
    image_index::RejectedIndex::DECL,
    docker_config::ConfigFormat::DECL,
    docker_config::DecodeOutcome::DECL,
    docker_config::ConfigEntries::DECL,
    docker_config::ConfigEntry::DECL,
    docker_config::ConfigNote::DECL,
    docker_config::ConfigNoteKind::DECL,
    docker_config::IgnoredConfigMember::DECL,
    docker_config::ConfigError::DECL,
    keyring::ConfigSource::DECL,
    keyring::LookupOutcome::DECL,
    keyring::Lookup::DECL,
    keyring::TriedKey::DECL,
    keyring::KeyRefusal::DECL,
    keyring::KeyRule::DECL,
    keyring::SourceError::DECL,
    finding::Finding::DECL,
    finding::Severity::DECL,
    pull_secret::SecretInput::DECL,
    pull_secret::SecretOutcome::DECL,
    pull_secret::SecretReport::DECL,
    pull_secret::FieldError::DECL,
    pull_secret::SecretReading::DECL,
    pull_secret::SecretProblem::DECL,
    pull_secret::SecretParts::DECL,
    pull_secret::BuildOutcome::DECL,
];

#[test]
fn the_committed_declarations_are_those_of_the_types() {
    let committed: BTreeSet<&str> = COMMITTED
        .trim()
        .split("\n\n")
        .filter(|block| !block.contains("\nexport function "))
        .collect();
    let types: BTreeSet<&str> = [DIAGNOSIS, SARIF]
        .iter()
        .flat_map(|it| it.trim().split("\n\n"))
        .chain(TYPES.iter().copied())
        .collect();
    let show = |blocks: Vec<&&str>| blocks.into_iter().copied().collect::<Vec<_>>().join("\n\n");
    let missing = show(types.difference(&committed).collect());
    let stale = show(committed.difference(&types).collect());
    assert!(
        missing.is_empty() && stale.is_empty(),
        "wasm/types.d.ts lacks\n{missing}\n\nand holds\n{stale}\n\n\
         write it anew: PULLSCOPE_BLESS=1 cargo xtask test --only package"
    );
}
