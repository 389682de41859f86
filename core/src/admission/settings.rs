//! The settings of the policy: as written, checked at once, with a path for every problem.
//!
//! Every key, with its type, its default and an example, is in `docs/policy.md`.

use alloc::vec::Vec;

use super::verdict::Mode;
use crate::json::Value;

mod digests;
mod pull_policy;
mod pull_secrets;
mod reader;
mod references;
mod rewrite;
mod scope;
mod secrets;

pub use digests::DigestPins;
pub use pull_policy::{PullPolicyChecks, SetPolicy, TagKind};
pub use pull_secrets::{Injection, PullSecretChecks};
pub use reader::SettingsError;
use reader::{Reader, Setting};
pub use references::{ImageLists, References, RegistryLists, TagList};
pub use rewrite::{Mirror, Prefix, RewriteRule, Rewrites};
pub use scope::Scope;
pub use secrets::SecretChecks;

/// What a cluster allows, and what is repaired.
///
/// ```yaml
/// mode: reject                    # or warn: no check does more than warn
/// scope:
///   exemptNamespaces: [kube-system, "infra-*"]
///   exemptKinds: [Job]
/// references:
///   registries: {allow: [registry.example.com:5000], mode: reject}
///   images: {refuse: [docker.io/library/**]}
///   tags: {refuse: ["*-dev"]}
///   latest: reject
///   requireDigest: warn
/// pullPolicy:
///   require: {floating: Always}
///   set: Default
/// pullSecrets:
///   inject: [{name: regcred, images: [registry.example.com:5000/**]}]
/// rewrite:
///   rules: [{from: quay.io, to: registry.example.com:5000/quay}]
/// digests:
///   pin: [registry.example.com:5000/**]
/// secrets:
///   mode: reject
///   codes: {secret/token-short-lived: reject}
/// ```
///
/// Every setting may be left out. Without any, every image that parses is accepted, what does not
/// parse is refused, Secrets with registry credentials are validated, and nothing is changed.
#[derive(Clone, Debug, Default)]
pub struct Settings<'a> {
    /// Whether checks that reject only warn: `mode: warn`, to see what a policy would do.
    pub only_warns: bool,
    /// What is not judged at all: `scope`.
    pub scope: Scope<'a>,
    /// Which images may be used, and how they are named: `references`.
    pub references: References<'a>,
    /// Which pull policies may be used, and which one is written: `pullPolicy`.
    pub pull_policy: PullPolicyChecks<'a>,
    /// Which pull Secrets a Pod names, and which are added: `pullSecrets`.
    pub pull_secrets: PullSecretChecks<'a>,
    /// Images that are taken from another place: `rewrite`.
    pub rewrite: Rewrites<'a>,
    /// Tags that are pinned to digests: `digests`.
    pub digests: DigestPins<'a>,
    /// What happens to Secrets with registry credentials: `secrets`.
    pub secrets: SecretChecks<'a>,
}

impl<'a> Settings<'a> {
    /// Reads the settings of a policy. `null` is no settings at all.
    ///
    /// # Errors
    ///
    /// Every problem at once, in the order of the text: an unknown or repeated setting, a value
    /// of the wrong type or outside of its list, an entry that could match nothing, and what
    /// contradicts itself.
    ///
    /// ```
    /// use pullscope_core::admission::Settings;
    /// use pullscope_core::json;
    ///
    /// let text = r#"{"references": {"lastest": "reject"}}"#;
    /// let settings = json::parse(text, json::DEFAULT_MAX_DEPTH).unwrap();
    /// let errors = Settings::parse(&settings).unwrap_err();
    /// assert_eq!(
    ///     errors[0].to_string(),
    ///     "references.lastest: unknown setting; did you mean latest?"
    /// );
    /// ```
    pub fn parse(value: &'a Value<'a>) -> Result<Self, Vec<SettingsError>> {
        Self::read(value, Reader::default())
    }

    /// The same, where regular expressions are looked at, too. A request compiles none but those of
    /// the mirrors of its images, and refuses an image for whose mirror one is none.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn check(value: &'a Value<'a>) -> Result<Self, Vec<SettingsError>> {
        Self::read(value, Reader::thorough())
    }

    fn read(value: &'a Value<'a>, mut reader: Reader) -> Result<Self, Vec<SettingsError>> {
        let mut settings = Self::default();
        if value.is_null() {
            return Ok(settings);
        }
        reader.members(value, "", &Self::NAMES, &mut |reader, it| match it.name {
            "mode" => {
                let modes = [("reject", false), ("warn", true)];
                settings.only_warns = reader.choice(it.value, &it.path, &modes).unwrap_or(false);
            }
            "scope" => settings.scope = Scope::read(reader, &it),
            "references" => settings.references = References::read(reader, &it),
            "pullPolicy" => settings.pull_policy = PullPolicyChecks::read(reader, &it),
            "pullSecrets" => settings.pull_secrets = PullSecretChecks::read(reader, &it),
            "rewrite" => settings.rewrite = Rewrites::read(reader, &it),
            "digests" => settings.digests = DigestPins::read(reader, &it),
            // Only the names of the list come here.
            _ => settings.secrets = SecretChecks::read(reader, &it),
        });
        if reader.errors.is_empty() { Ok(settings) } else { Err(reader.errors) }
    }

    /// Whether these settings change objects, so that the policy has to be a mutating one.
    ///
    /// ```
    /// use pullscope_core::admission::Settings;
    /// use pullscope_core::json;
    ///
    /// let settings = json::parse(r#"{"pullPolicy": {"set": "Default"}}"#, 9).unwrap();
    /// assert!(Settings::parse(&settings).unwrap().changes_objects());
    /// assert!(!Settings::default().changes_objects());
    /// ```
    pub fn changes_objects(&self) -> bool {
        self.pull_policy.set.is_some()
            || !self.pull_secrets.inject.is_empty()
            || !self.rewrite.rules.is_empty()
            || !self.digests.pin.is_empty()
    }

    /// Whether these settings ask the cluster for Secrets and ServiceAccounts, so that the policy has
    /// to be granted them.
    pub fn reads_cluster(&self) -> bool {
        self.pull_secrets.verify != Mode::Off
    }

    const NAMES: [&'static str; 8] = [
        "mode",
        "scope",
        "references",
        "pullPolicy",
        "pullSecrets",
        "rewrite",
        "digests",
        "secrets",
    ];
}

#[cfg(test)]
mod tests;
