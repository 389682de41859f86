//! Names of objects, and why the API server refuses one.
//!
//! ```text
//! Secret, ServiceAccount   subdomain   regcred, regcred.example   at most 253 bytes
//! Namespace                label       apps                       at most 63 bytes
//! ```
//!
//! Upstream: `IsDNS1123Subdomain` and `IsDNS1123Label` in kubernetes
//! `apimachinery/pkg/util/validation/validation.go`; `ValidateObjectMeta` in
//! `apimachinery/pkg/api/validation/objectmeta.go`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::Version;
use crate::field_error::{FieldError, FieldErrorKind};

/// The longest subdomain, in bytes.
const LONGEST_SUBDOMAIN: usize = 253;
/// The longest label, in bytes.
const LONGEST_LABEL: usize = 63;

/// What the API server says of `metadata.name` of a Secret or a ServiceAccount; nothing of a good one.
///
/// ```
/// use pullscope_core::Version;
/// use pullscope_core::object_name::name_errors;
///
/// assert!(name_errors("regcred.v2").is_empty());
/// let text = name_errors("RegCred")[0].text_as(Version::NEWEST);
/// assert!(text.starts_with("metadata.name: Invalid value: \"RegCred\": a lowercase RFC 1123 subdomain"));
/// ```
pub fn name_errors(name: &str) -> Vec<FieldError> {
    if name.is_empty() {
        let detail = String::from("name or generateName is required");
        let kind = FieldErrorKind::Required;
        let field = String::from("metadata.name");
        return Vec::from([FieldError { kind, field, bad_value: String::new(), detail }]);
    }
    errors("metadata.name", name, subdomain(name))
}

/// What the API server says of the name of a namespace; nothing of a good one.
pub fn namespace_errors(namespace: &str, version: Version) -> Vec<FieldError> {
    errors("metadata.namespace", namespace, label(namespace, version))
}

fn errors(field: &str, name: &str, details: Vec<String>) -> Vec<FieldError> {
    let error = |detail| {
        let kind = FieldErrorKind::Invalid;
        FieldError { kind, field: String::from(field), bad_value: String::from(name), detail }
    };
    details.into_iter().map(error).collect()
}

/// What is said of a text that is no subdomain.
pub(crate) const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case \
    alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character \
    (e.g. 'example.com', regex used for validation is \
    '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

/// Why a text is no subdomain.
fn subdomain(text: &str) -> Vec<String> {
    let mut details: Vec<String> = too_long(text, LONGEST_SUBDOMAIN).into_iter().collect();
    if !is_subdomain(text) {
        details.push(String::from(SUBDOMAIN));
    }
    details
}

/// Why a text is no label.
fn label(text: &str, version: Version) -> Vec<String> {
    let mut details: Vec<String> = too_long(text, LONGEST_LABEL).into_iter().collect();
    if is_label(text) {
        return details;
    }
    details.push(String::from(match is_subdomain(text) && version.minor() >= 27 {
        true => "must not contain dots",
        false => {
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', \
             and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', \
             regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
        }
    }));
    details
}

fn too_long(text: &str, longest: usize) -> Option<String> {
    // Upstream counts bytes, whatever it calls them.
    (text.len() > longest).then(|| format!("must be no more than {longest} characters"))
}

pub(crate) fn is_subdomain(text: &str) -> bool {
    text.split('.').all(is_label)
}

fn is_label(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = text.as_bytes();
    bytes.first().is_some_and(|it| is_plain(*it))
        && bytes.last().is_some_and(|it| is_plain(*it))
        && bytes.iter().all(|it| is_plain(*it) || *it == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(errors: Vec<FieldError>, expect: &str) {
        let texts: Vec<String> = errors.iter().map(|it| it.text_as(Version::NEWEST)).collect();
        match (expect, &texts[..]) {
            ("", []) => {}
            (expect, [text]) => assert!(text.contains(expect), "{text}"),
            _ => panic!("{texts:?}"),
        }
    }

    #[test]
    fn a_secret_has_the_name_of_a_subdomain() {
        for name in ["regcred", "1", "a.b-c.d", &"a".repeat(253)] {
            check(name_errors(name), "");
        }
        for name in ["RegCred", "a_b", "-a", "a-", "a..b", ".", "é", "a b"] {
            check(name_errors(name), "a lowercase RFC 1123 subdomain must");
        }
        check(name_errors(""), "Required value: name or generateName is required");
        check(name_errors(&"a".repeat(254)), "must be no more than 253 characters");
    }

    #[test]
    fn a_namespace_has_the_name_of_a_label() {
        check(namespace_errors("apps-2", Version::NEWEST), "");
        check(namespace_errors("apps.test", Version::NEWEST), "must not contain dots");
        check(namespace_errors("Apps", Version::NEWEST), "a lowercase RFC 1123 label must");
        check(namespace_errors(&"a".repeat(64), Version::NEWEST), "no more than 63 characters");
    }

    #[test]
    fn the_dots_of_a_namespace_are_named_since_1_27() {
        let old: Version = "1.26".parse().expect("a release that is known");
        assert!(namespace_errors("a.b", old)[0].detail.starts_with("a lowercase RFC 1123 label"));
    }
}
