//! Whether a provider is asked for an image, and what it is sent.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::config::tokens_are_on;
use super::{Provider, TokenAttributes};
use crate::features::Gates;
use crate::json;
use crate::keyring::Rule;
use crate::version::Version;

/// The ServiceAccount of a Pod, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account<'a> {
    /// The Pod has none, as a static Pod has none.
    None,
    /// It has one, of which no more is known than that.
    Named,
    /// It has one.
    Known {
        /// The annotations of the ServiceAccount.
        annotations: &'a [(&'a str, &'a str)],
    },
}

/// A provider is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which entry of `matchImages` fits, the first that does.
    pub entry: usize,
    /// What it gets of the Pod's ServiceAccount.
    pub token: TokenNeed,
}

/// What a plugin gets of the Pod's ServiceAccount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenNeed {
    /// Nothing: it is not configured for it.
    No,
    /// Nothing: the Pod has no ServiceAccount, and the plugin does without.
    NoAccount,
    /// A token for the configured audience, and these annotations, sorted by name.
    Token {
        /// Names and values.
        annotations: Vec<(String, String)>,
    },
    /// A token, if the ServiceAccount, which is not known, has the annotations that are required.
    Unknown {
        /// Names of the annotations without which it is not asked.
        required: Vec<String>,
    },
}

/// A provider is not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skip {
    /// No entry of `matchImages` fits: of each, why.
    NoMatch(Vec<Rule>),
    /// It requires a ServiceAccount, and the Pod has none.
    NoAccount,
    /// The ServiceAccount lacks an annotation that is required.
    NoAnnotation {
        /// Which one.
        key: String,
    },
}

/// Whether a kubelet asks a provider for a repository such as `docker.io/library/nginx`.
///
/// # Errors
///
/// Why it does not.
///
/// ```
/// use pullscope_core::credential_provider::{Account, MatchImage, Provider, Skip, ask};
/// # use pullscope_core::{Version, features::Gates};
/// # let provider = Provider { match_images: vec![MatchImage::new("*.dkr.ecr.*.amazonaws.com")], ..Provider::speaking("") };
/// let gates = Gates::new(Version::NEWEST);
/// let ask = |repository| ask(&provider, repository, &Account::None, gates);
/// assert!(ask("1234.dkr.ecr.eu-west-1.amazonaws.com/app").is_ok());
/// assert!(matches!(ask("docker.io/library/nginx"), Err(Skip::NoMatch(_))));
/// ```
///
/// Upstream: `provide` in kubernetes `pkg/credentialprovider/plugin/plugin.go`.
pub fn ask(
    provider: &Provider,
    repository: &str,
    account: &Account<'_>,
    gates: Gates,
) -> Result<Asked, Skip> {
    let entry = provider.fit(repository).map_err(Skip::NoMatch)?.entry;
    let token = token_need(provider, account, gates)?;
    Ok(Asked { entry, token })
}

/// What a provider one of whose entries fits gets of a ServiceAccount.
pub(super) fn token_need(
    provider: &Provider,
    account: &Account<'_>,
    gates: Gates,
) -> Result<TokenNeed, Skip> {
    match &provider.token {
        Some(token) if tokens_are_on(gates) && !token.audience.is_empty() => need(token, account),
        _ => Ok(TokenNeed::No),
    }
}

fn need(token: &TokenAttributes, account: &Account<'_>) -> Result<TokenNeed, Skip> {
    let annotations = match account {
        Account::None if token.require_service_account == Some(true) => {
            return Err(Skip::NoAccount);
        }
        Account::None => return Ok(TokenNeed::NoAccount),
        Account::Named => {
            let required = token.required.iter().map(|it| it.0.clone()).collect();
            return Ok(TokenNeed::Unknown { required });
        }
        Account::Known { annotations } => *annotations,
    };
    let value = |key: &str| annotations.iter().rev().find(|it| it.0 == key).map(|it| it.1);
    let mut sent: Vec<(String, String)> = Vec::new();
    for (key, _) in &token.required {
        let Some(value) = value(key) else { return Err(Skip::NoAnnotation { key: key.clone() }) };
        sent.push((key.clone(), value.to_string()));
    }
    let optional =
        token.optional.iter().filter_map(|it| Some((it.0.clone(), value(&it.0)?.into())));
    sent.extend(optional);
    sent.sort();
    sent.dedup();
    Ok(TokenNeed::Token { annotations: sent })
}

/// What a plugin reads from its standard input: one line, with the line break that ends it.
///
/// `token` and `annotations` are what it gets of a ServiceAccount; without a token both are empty.
///
/// ```
/// use pullscope_core::credential_provider::request_line;
///
/// assert_eq!(
///     request_line("credentialprovider.kubelet.k8s.io/v1", "ghcr.io/team/app", "", &[]),
///     "{\"kind\":\"CredentialProviderRequest\",\
///      \"apiVersion\":\"credentialprovider.kubelet.k8s.io/v1\",\"image\":\"ghcr.io/team/app\"}\n"
/// );
/// ```
///
/// Upstream: `encodeRequest` in kubernetes `pkg/credentialprovider/plugin/plugin.go`,
/// `CredentialProviderRequest` in `k8s.io/kubelet/pkg/apis/credentialprovider`.
pub fn request_line(
    api_version: &str,
    repository: &str,
    token: &str,
    annotations: &[(String, String)],
) -> String {
    let mut line = String::from("{\"kind\":\"CredentialProviderRequest\",\"apiVersion\":");
    json::write_string(&mut line, api_version);
    line += ",\"image\":";
    json::write_string(&mut line, repository);
    if !token.is_empty() {
        line += ",\"serviceAccountToken\":";
        json::write_string(&mut line, token);
    }
    for (i, (key, value)) in annotations.iter().enumerate() {
        line += if i == 0 { ",\"serviceAccountAnnotations\":{" } else { "," };
        json::write_string(&mut line, key);
        line.push(':');
        json::write_string(&mut line, value);
    }
    line += if annotations.is_empty() { "}\n" } else { "}}\n" };
    line
}

/// Whether a plugin gets the environment of the kubelet beside what `env` says; `env` comes later
/// and counts.
///
/// Upstream: `mergeEnvVars` in kubernetes `pkg/credentialprovider/plugin/plugin.go`, since 1.23.
pub fn environment_is_inherited(version: Version) -> bool {
    version.minor() >= 23
}

/// In words, without a final stop.
impl core::fmt::Display for Skip {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::NoMatch(rules) => match &rules[..] {
                [] => f.write_str("it has no matchImages"),
                [one] => write!(f, "{}", one.of_a("entry")),
                several => write!(f, "none of its {} entries of matchImages fits", several.len()),
            },
            Self::NoAccount => f.write_str(
                "it requires a ServiceAccount (requireServiceAccount), and the Pod has none",
            ),
            Self::NoAnnotation { key } => {
                let key = format!("{:?}", key);
                write!(f, "the Pod's ServiceAccount has no annotation {key}, which it requires")
            }
        }
    }
}
