//! Tokens that a cloud gives for a few hours in place of a password.

use alloc::format;
use alloc::string::String;

use crate::docker_config::{Entry, ShortKey};
use crate::finding::Severity;
use crate::pull_secret::Context;
use crate::substring;
use crate::time::Length;

/// A sort of token, known by its user name.
pub(super) struct Token {
    username: &'static str,
    /// What a key holds; of any of them.
    keys: &'static [&'static str],
    cloud: &'static str,
    /// How long it is valid, in seconds.
    life: i64,
}

/// Sources: `get-login-password` and `GetAuthorizationToken` of Amazon ECR; "Access token" in the
/// authentication methods of Google's Artifact Registry; `az acr login --expose-token` of Azure.
const TOKENS: [Token; 3] = [
    Token {
        username: "AWS",
        keys: &[".dkr.ecr.", ".dkr.ecr-fips.", ".dkr-ecr.", ".dkr-ecr-fips.", "public.ecr.aws"],
        cloud: "Amazon ECR",
        life: 12 * 3600,
    },
    Token { username: "oauth2accesstoken", keys: &[""], cloud: "Google", life: 3600 },
    Token {
        username: "00000000-0000-0000-0000-000000000000",
        keys: &[".azurecr."],
        cloud: "Azure",
        life: 3 * 3600,
    },
];

impl Token {
    /// The token of an entry, if it is one.
    pub(super) fn of(entry: &Entry) -> Option<&'static Self> {
        let is_it = |it: &&Self| {
            entry.credential.username == it.username.as_bytes()
                && it.keys.iter().any(|part| substring::find(&entry.key, part).is_some())
        };
        TOKENS.iter().find(is_it)
    }

    /// What there is to say of it: the code, how bad it is, and the sentence.
    pub(super) fn remark(
        &self,
        entry: &Entry,
        context: &Context<'_>,
    ) -> (&'static str, Severity, String) {
        let Self { username, cloud, life, .. } = self;
        let key = ShortKey(&entry.key);
        let age = |since: Option<i64>| Some(context.now?.saturating_sub(since?));
        let lead = format!(
            "the user name {username} of the entry {key} belongs to a token of {cloud}, which is \
             valid for {}",
            Length(*life)
        );
        let fix = "get a new one, or let a credential provider of the kubelet do it";
        if let Some(age) = age(context.written).filter(|age| age > life) {
            let message = format!(
                "{lead}; the data was written {} ago, so it has expired: {fix}",
                Length(age)
            );
            return ("secret/token-expired", Severity::Error, message);
        }
        if context.written.is_none()
            && let Some(age) = age(context.created).filter(|age| age > life)
        {
            let message = format!(
                "{lead}; the Secret was made {} ago, so it has expired unless something renews it: \
                 {fix}",
                Length(age)
            );
            return ("secret/token-expired", Severity::Warning, message);
        }
        let message = format!(
            "{lead}: something has to renew this Secret, or a credential provider of the kubelet \
             takes its place"
        );
        ("secret/token-short-lived", Severity::Info, message)
    }
}
