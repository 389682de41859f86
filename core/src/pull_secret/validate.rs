//! The API server's errors for the data of a Secret.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::PullSecret;
use crate::docker_config::{Format, JsonType};
use crate::field_error::{FieldError, FieldErrorKind};
use crate::go::number;
use crate::json::{self, TokenKind, Tokens};

/// The most that the values of a Secret may hold together, in bytes. The keys do not count.
const MAX_SIZE: usize = 1024 * 1024;
/// The longest data key, in bytes.
const MAX_KEY: usize = 253;
const SERVICE_ACCOUNT_NAME: &str = "kubernetes.io/service-account.name";

/// What the API server (1.32 or later) says of a Secret with this type and data, in its order.
///
/// It is asked when a Secret is created, after base64 was decoded and `stringData` merged. Errors
/// about data keys come first; Go visits them in any order, here they are in the order of the keys.
///
/// Upstream: `ValidateSecret` in kubernetes `pkg/apis/core/validation/validation.go`, without the
/// errors about `metadata`.
///
/// One text of upstream repeats a part of the value: a number that is too large, which may be a
/// password without quotes. It is `…` here; [`upstream_errors`] has it.
///
/// ```
/// use pullscope_core::pull_secret::{PullSecret, validate};
///
/// let secret_type = "kubernetes.io/dockerconfigjson";
/// let value = br#"{"auths": {"r.io": {"password": 4711e4711}}}"#;
/// let data = [(".dockerconfigjson", &value[..])];
/// let errors = validate(&PullSecret { secret_type, data: &data, annotations: &[] });
/// assert_eq!(
///     errors[0].detail,
///     "json: cannot unmarshal number … into Go value of type float64"
/// );
/// ```
pub fn validate(secret: &PullSecret<'_>) -> Vec<FieldError> {
    problems(secret).iter().map(|it| it.field_error(ContentError::shown)).collect()
}

/// The same errors byte for byte as the API server writes them, to compare with it. They may hold a
/// secret: what is shown, stored or sent is [`validate`].
pub fn upstream_errors(secret: &PullSecret<'_>) -> Vec<FieldError> {
    problems(secret).iter().map(|it| it.field_error(ContentError::upstream)).collect()
}

/// An error before it is put in words.
pub(super) enum Problem<'a> {
    DataKey { key: &'a str, detail: &'static str },
    TooLong,
    Required { field: Cow<'static, str> },
    Content { format: Format, error: ContentError },
}

/// Why a value is no JSON object.
#[derive(Debug)]
pub(super) enum ContentError {
    Syntax(json::SyntaxError),
    WrongType {
        found: JsonType,
    },
    /// A number that no 64-bit float holds. Upstream repeats it.
    HugeNumber {
        number: String,
    },
}

pub(super) fn problems<'a>(secret: &PullSecret<'a>) -> Vec<Problem<'a>> {
    let mut problems = Vec::new();
    let mut entries: Vec<(&str, usize)> =
        secret.data.iter().map(|(key, value)| (*key, value.len())).collect();
    // A stable sort leaves the last of the like keys last, which is the one that counts.
    crate::order::sort_by_key(&mut entries, |(key, _)| *key);
    let mut size = 0_usize;
    for (at, &(key, length)) in entries.iter().enumerate() {
        if entries.get(at + 1).is_some_and(|(next, _)| *next == key) {
            continue;
        }
        size = size.saturating_add(length);
        let details = data_key_details(key);
        problems.extend(details.map(|detail| Problem::DataKey { key, detail }));
    }
    if size > MAX_SIZE {
        problems.push(Problem::TooLong);
    }
    let has = |key| secret.value(key).is_some();
    let mut require = |key: &str| {
        problems.push(Problem::Required { field: format!("data[{key}]").into() });
    };
    match secret.secret_type {
        "kubernetes.io/service-account-token" => {
            let name = secret.annotations.iter().rev().find(|it| it.0 == SERVICE_ACCOUNT_NAME);
            if name.is_none_or(|(_, name)| name.is_empty()) {
                let field = format!("metadata.annotations[{SERVICE_ACCOUNT_NAME}]").into();
                problems.push(Problem::Required { field });
            }
        }
        "kubernetes.io/basic-auth" => {
            if !has("username") && !has("password") {
                require("username");
                require("password");
            }
        }
        "kubernetes.io/ssh-auth" => {
            if secret.value("ssh-privatekey").is_none_or(<[u8]>::is_empty) {
                require("ssh-privatekey");
            }
        }
        "kubernetes.io/tls" => {
            for key in ["tls.crt", "tls.key"] {
                if !has(key) {
                    require(key);
                }
            }
        }
        _ => {
            let Some(format) = secret.format() else { return problems };
            match secret.value(format.data_key()) {
                None => require(format.data_key()),
                Some(value) => {
                    if let Err(error) = check_object(value) {
                        problems.push(Problem::Content { format, error });
                    }
                }
            }
        }
    }
    problems
}

impl Problem<'_> {
    pub(super) fn field(&self) -> Cow<'static, str> {
        match self {
            Self::DataKey { key, .. } => format!("data[{key}]").into(),
            Self::TooLong => "data".into(),
            Self::Required { field } => field.clone(),
            Self::Content { format, .. } => format!("data[{}]", format.data_key()).into(),
        }
    }

    fn field_error(&self, text: impl Fn(&ContentError) -> String) -> FieldError {
        let (kind, bad_value, detail) = match self {
            Self::DataKey { key, detail } => (FieldErrorKind::Invalid, *key, (*detail).into()),
            Self::TooLong => {
                let detail = format!("may not be more than {MAX_SIZE} bytes");
                (FieldErrorKind::TooLong, "<value omitted>", detail)
            }
            Self::Required { .. } => (FieldErrorKind::Required, "", String::new()),
            Self::Content { error, .. } => {
                (FieldErrorKind::Invalid, "<secret contents redacted>", text(error))
            }
        };
        let field = self.field().into_owned();
        FieldError { kind, field, bad_value: bad_value.into(), detail }
    }
}

impl ContentError {
    /// Go's exact text.
    fn upstream(&self) -> String {
        match self {
            Self::HugeNumber { number } => self.with_number(number),
            _ => self.shown(),
        }
    }

    /// Go's text, without the number.
    fn shown(&self) -> String {
        self.with_number("…")
    }

    fn with_number(&self, number: &str) -> String {
        let (what, target) = match self {
            Self::Syntax(err) => return err.upstream(),
            Self::WrongType { found } => {
                (Cow::Borrowed(found.upstream()), "map[string]interface {}")
            }
            Self::HugeNumber { .. } => (format!("number {number}").into(), "float64"),
        };
        format!("json: cannot unmarshal {what} into Go value of type {target}")
    }
}

/// Whether a value is a JSON object or `null`, all of whose numbers fit a 64-bit float.
///
/// Upstream: Go's `json.Unmarshal` into `map[string]interface{}`.
fn check_object(text: &[u8]) -> Result<(), ContentError> {
    json::check(text).map_err(ContentError::Syntax)?;
    let mut tokens = Tokens::new(text);
    let mut is_first = true;
    while let Some(token) = tokens.next().map_err(ContentError::Syntax)? {
        if is_first && !matches!(token.kind, TokenKind::ObjectStart | TokenKind::Null) {
            return Err(ContentError::WrongType { found: JsonType::of(&token) });
        }
        is_first = false;
        if token.kind == TokenKind::Number {
            let number = String::from_utf8_lossy(&text[token.span]);
            if number::is_out_of_range(&number) {
                return Err(ContentError::HugeNumber { number: number.to_string() });
            }
        }
    }
    Ok(())
}

/// Upstream: `IsConfigMapKey` in kubernetes `apimachinery/pkg/util/validation/validation.go`.
fn data_key_details(key: &str) -> impl Iterator<Item = &'static str> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let length = (key.len() > MAX_KEY).then_some("must be no more than 253 characters");
    let word = (key.is_empty() || !key.bytes().all(is_word)).then_some(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' \
         (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is \
         '[-._a-zA-Z0-9]+')",
    );
    let dots = match key {
        "." => Some("must not be '.'"),
        ".." => Some("must not be '..'"),
        _ => key.starts_with("..").then_some("must not start with '..'"),
    };
    [length, word, dots].into_iter().flatten()
}
