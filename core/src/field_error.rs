//! An error of the API server about one field, in its own words.
//!
//! ```text
//! spec.containers[0].imagePullPolicy: Unsupported value: "always": supported values: "Always", …
//! |--------------------------------| |---------------| |------|  |---------------------------|
//!               field                      kind          value              detail
//! ```
//!
//! Several errors of one object are joined by the API server, and `kubectl` puts
//! `The Pod "name" is invalid: ` in front.
//!
//! Upstream: `Error` in kubernetes `apimachinery/pkg/util/validation/field/errors.go`.

use alloc::format;
use alloc::string::String;
use core::fmt;

use crate::Version;
use crate::go::Quoted;
use crate::json;

/// One error of the API server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The kind of error.
    pub kind: FieldErrorKind,
    /// The field, such as `data[.dockerconfigjson]`.
    pub field: String,
    /// The value that is shown, if any. Of a Secret it is never the content.
    pub bad_value: String,
    /// The reason.
    pub detail: String,
}

/// The kinds of [`FieldError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldErrorKind {
    /// A field that must be there and is not.
    Required,
    /// A value that is not allowed.
    Invalid,
    /// A value that is none of a few.
    NotSupported,
    /// A field that may not be there.
    Forbidden,
    /// A value that is too long.
    TooLong,
}

impl FieldErrorKind {
    /// The kind's name in Go and in the `reason` of an API answer.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "FieldValueRequired",
            Self::Invalid => "FieldValueInvalid",
            Self::NotSupported => "FieldValueNotSupported",
            Self::Forbidden => "FieldValueForbidden",
            Self::TooLong => "FieldValueTooLong",
        }
    }

    /// The kind as it stands in the text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "Required value",
            Self::Invalid => "Invalid value",
            Self::NotSupported => "Unsupported value",
            Self::Forbidden => "Forbidden",
            Self::TooLong => "Too long",
        }
    }
}

impl FieldError {
    /// A field that must be there and is not.
    pub(crate) fn required(field: String) -> Self {
        let (bad_value, detail) = (String::new(), String::new());
        Self { kind: FieldErrorKind::Required, field, bad_value, detail }
    }

    /// A field that may not be there, or not be changed.
    pub(crate) fn forbidden(field: String, detail: &str) -> Self {
        let bad_value = String::new();
        Self { kind: FieldErrorKind::Forbidden, field, bad_value, detail: detail.into() }
    }

    /// A value that is none of those `supported`.
    pub(crate) fn not_supported(field: String, value: &str, supported: &[&str]) -> Self {
        let mut detail = String::from("supported values: ");
        for (i, each) in supported.iter().enumerate() {
            let separator = if i == 0 { "" } else { ", " };
            detail += &format!("{separator}{}", Quoted(each.as_bytes()));
        }
        Self { kind: FieldErrorKind::NotSupported, field, bad_value: value.into(), detail }
    }

    /// The whole text, as the newest Kubernetes writes it.
    pub fn text(&self) -> String {
        self.text_as(Version::NEWEST)
    }

    /// The whole text, as one release of Kubernetes writes it.
    ///
    /// An unsupported value is quoted as JSON since 1.34, and as Go quotes before. What is too long
    /// "must have at most" so many bytes before 1.32.
    pub fn text_as(&self, version: Version) -> String {
        let mut text = format!("{}: {}", self.field, self.kind.as_str());
        match self.kind {
            FieldErrorKind::NotSupported if version.quotes_unsupported_values_as_json() => {
                text += ": ";
                json::write_string(&mut text, &self.bad_value);
            }
            FieldErrorKind::Invalid | FieldErrorKind::NotSupported => {
                text += &format!(": {}", Quoted(self.bad_value.as_bytes()));
            }
            FieldErrorKind::Required | FieldErrorKind::Forbidden | FieldErrorKind::TooLong => {}
        }
        if !self.detail.is_empty() {
            text += ": ";
            let of_size = self.detail.strip_prefix("may not be more than");
            match of_size.filter(|_| !version.says_may_not_be_more()) {
                Some(size) if self.kind == FieldErrorKind::TooLong => {
                    text += &format!("must have at most{size}");
                }
                _ => text += &self.detail,
            }
        }
        text
    }
}

/// The whole text, as the newest Kubernetes writes it.
impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_may_not_be_more_since_1_32() {
        let error = FieldError {
            kind: FieldErrorKind::TooLong,
            field: "data".into(),
            bad_value: String::new(),
            detail: "may not be more than 7 bytes".into(),
        };
        let old = Version::new(31).expect("1.31 is known");
        assert_eq!(error.text_as(old), "data: Too long: must have at most 7 bytes");
        assert_eq!(error.text(), "data: Too long: may not be more than 7 bytes");
    }

    #[test]
    fn an_unsupported_value_is_json_since_1_34() {
        let error = FieldError::not_supported("a".into(), "<\u{7}", &["Always", "Never"]);
        let tail = r#"supported values: "Always", "Never""#;
        let old = Version::new(33).expect("1.33 is known");
        assert_eq!(error.text(), format!(r#"a: Unsupported value: "\u003c\u0007": {tail}"#));
        assert_eq!(error.text_as(old), format!(r#"a: Unsupported value: "<\a": {tail}"#));
    }

    #[test]
    fn what_is_required_or_forbidden_shows_no_value() {
        assert_eq!(FieldError::required("spec.x".into()).text(), "spec.x: Required value");
        let error = FieldError::forbidden("spec".into(), "may not change");
        assert_eq!(error.text(), "spec: Forbidden: may not change");
    }
}
