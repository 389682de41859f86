//! What the value of a Secret is, when it is no Docker config in the layout of its type.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use crate::base64::{self, Alphabet};
use crate::docker_config::{self, DockerConfig, Format, ShortKey};
use crate::json::{self, SyntaxErrorKind};
use crate::pull_secret::validate::ContentError;
use crate::pull_secret::{CONFIG_JSON_TYPE, DOCKER_CFG_TYPE, PullSecret};

/// Why the API server refuses a value.
pub(super) struct Refused {
    pub(super) code: &'static str,
    pub(super) message: Cow<'static, str>,
    /// The bytes of the value.
    pub(super) span: Option<Range<usize>>,
}

pub(super) fn refused(format: Format, value: &[u8], error: &ContentError) -> Refused {
    let refused = |code, message: Cow<'static, str>| Refused { code, message, span: None };
    match error {
        ContentError::Syntax(err) if err.kind() == SyntaxErrorKind::Empty => refused(
            "secret/empty-value",
            "the value is empty; it must be a JSON object with the credentials".into(),
        ),
        ContentError::Syntax(err) => match decoded_again(value) {
            Some(decoded) => {
                let message = format!(
                    "the value is still base64 after decoding: it was encoded twice{}; encode it \
                     once under data, or put the JSON itself under stringData",
                    holds(format, &decoded)
                );
                refused("secret/encoded-twice", message.into())
            }
            None => {
                let span = err.span();
                let message = format!("the value is not JSON: {err}, at byte {}", span.start);
                Refused { code: "secret/not-json", message: message.into(), span: Some(span) }
            }
        },
        ContentError::WrongType { found } => refused(
            "secret/not-an-object",
            format!("the value must be a JSON object, not {found}").into(),
        ),
        ContentError::HugeNumber { .. } => {
            refused("secret/huge-number", "a number in the value is too large to be read".into())
        }
    }
}

/// The JSON object that a value decodes to once more.
fn decoded_again(value: &[u8]) -> Option<Vec<u8>> {
    let text = value.trim_ascii();
    let alphabet = if text.ends_with(b"=") { Alphabet::Padded } else { Alphabet::Unpadded };
    let decoded = base64::decode(alphabet, text).ok()?;
    let is_object = decoded.trim_ascii_start().starts_with(b"{") && json::check(&decoded).is_ok();
    is_object.then_some(decoded)
}

/// `, and decoded again it is a config for "ghcr.io"`, when it is one.
fn holds(format: Format, decoded: &[u8]) -> String {
    const NAMED: usize = 3;
    let entries = docker_config::decode(format, decoded).map(|it| it.entries).unwrap_or_default();
    if entries.is_empty() {
        return String::new();
    }
    let keys = entries.iter().take(NAMED).map(|it| ShortKey(&it.key).to_string());
    let more = match entries.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let keys = keys.collect::<Vec<_>>().join(", ");
    format!(", and decoded again it is a config for {keys}{more}")
}

/// The other layout, when the value has it: with a credential that its own layout does not see.
pub(super) fn other_layout(secret: &PullSecret<'_>, format: Format) -> Option<DockerConfig> {
    let config = docker_config::decode(format.other(), secret.value(format.data_key())?).ok()?;
    config.entries.iter().any(|it| !it.credential.is_blank()).then_some(config)
}

/// The sentence for a value in the other layout.
pub(super) fn wrong_layout(format: Format) -> String {
    match format {
        Format::ConfigJson => format!(
            "the entries are not under auths, as {CONFIG_JSON_TYPE} needs them; wrap them in \
             {{\"auths\": …}}"
        ),
        Format::DockerCfg => format!(
            "the value is a config.json, of which a Secret of type {DOCKER_CFG_TYPE} reads nothing; \
             make the type {CONFIG_JSON_TYPE} and the key {}",
            Format::ConfigJson.data_key()
        ),
    }
}
