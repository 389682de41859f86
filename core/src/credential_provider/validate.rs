//! What a configuration has to be, in upstream's words and order.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::config::tokens_are_on;
use super::{ConfigError, GROUP, Provider, TokenAttributes, speaks, versions};
use crate::features::Gates;
use crate::field_error::FieldError;
use crate::go::{self, Quoted};
use crate::json;
use crate::keyring;
use crate::object_name;
use crate::version::Version;

/// Everything that is wrong with the providers of all files.
///
/// Upstream: `validateCredentialProviderConfig` in kubernetes
/// `pkg/credentialprovider/plugin/config.go`.
pub(super) fn validate(
    providers: &[Provider],
    whole: Range<usize>,
    gates: Gates,
) -> Vec<ConfigError> {
    let version = gates.version();
    let mut checks = Checks { errors: Vec::new(), file: 0, index: 0, version };
    if providers.is_empty() {
        let detail = "at least 1 item in plugins is required";
        checks.required("", detail, &whole, "there is no provider".to_string());
    }
    let mut names = BTreeSet::new();
    for (index, provider) in providers.iter().enumerate() {
        checks.file = provider.file;
        checks.index = index;
        checks.provider(provider, &mut names, gates);
    }
    checks.errors
}

struct Checks {
    errors: Vec<ConfigError>,
    file: usize,
    index: usize,
    version: Version,
}

impl Checks {
    fn provider<'p>(
        &mut self,
        provider: &'p Provider,
        names: &mut BTreeSet<&'p str>,
        gates: Gates,
    ) {
        self.name(provider, names);
        self.api_version(provider);
        if provider.match_images.is_empty() {
            let detail = "at least 1 item in matchImages is required";
            let sentence = "matchImages is empty, so the provider could never be asked";
            self.required("matchImages", detail, &provider.span, sentence.to_string());
        }
        for entry in &provider.match_images {
            if let Err(error) = keyring::check_schemeless(&entry.text, self.version) {
                let detail = format!("match image is invalid: {}", error.upstream());
                let sentence = format!("the entry of matchImages {error}");
                self.invalid("matchImages", &entry.text, &detail, &entry.span, sentence);
            }
        }
        self.duration(provider);
        if let Some(token) = &provider.token {
            self.token(provider, token, gates);
        }
    }

    fn name<'p>(&mut self, provider: &'p Provider, names: &mut BTreeSet<&'p str>) {
        let name = &*provider.name;
        let wrong = [
            (name.contains('/'), "contain '/'"),
            (name.contains(' '), "contain spaces"),
            (name == ".", "be '.'"),
            (name == "..", "be '..'"),
        ];
        for (is_wrong, what) in wrong {
            if is_wrong {
                let detail = format!("provider name cannot {what}");
                let sentence = format!("the name of a provider, which names a file, cannot {what}");
                self.invalid("name", name, &detail, &provider.name_span, sentence);
            }
        }
        if !names.insert(name) && self.version.minor() >= 33 {
            let text = format!("providers.name: Duplicate value: {}", Quoted(name.as_bytes()));
            self.push("name", &provider.name_span, "two providers have this name".into(), text);
        }
    }

    fn api_version(&mut self, provider: &Provider) {
        let written = &*provider.api_version;
        if written.is_empty() {
            let detail = if self.version.minor() >= 34 { "" } else { "apiVersion is required" };
            let sentence = "the provider has no apiVersion".to_string();
            self.required("apiVersion", detail, &provider.span, sentence);
        } else if !speaks(self.version, written) {
            let known: Vec<String> =
                versions(self.version).iter().map(|it| format!("{GROUP}/{it}")).collect();
            let sentence = format!(
                "a kubelet of {} speaks to its plugins only in {}",
                self.version,
                known.join(", ")
            );
            let quoted: Vec<String> =
                known.iter().map(|it| Quoted(it.as_bytes()).to_string()).collect();
            let text = format!(
                "providers.apiVersion: Unsupported value: {}: supported values: {}",
                Quoted(written.as_bytes()),
                quoted.join(", ")
            );
            self.push("apiVersion", &provider.api_version_span, sentence, text);
        }
    }

    fn duration(&mut self, provider: &Provider) {
        let newest = self.version.minor() >= 34;
        match &provider.default_cache_duration {
            None => {
                let detail = if newest { "" } else { "defaultCacheDuration is required" };
                let sentence = "the provider has no defaultCacheDuration".to_string();
                self.required("defaultCacheDuration", detail, &provider.span, sentence);
            }
            Some((duration, span)) if duration.as_nanos() < 0 => {
                let text = match newest {
                    true => format!("\"{duration}\": must be greater than or equal to 0"),
                    false => format!(
                        "{duration}: defaultCacheDuration must be greater than or equal to 0"
                    ),
                };
                let text = format!("providers.defaultCacheDuration: Invalid value: {text}");
                let sentence = "defaultCacheDuration is less than nothing".to_string();
                self.push("defaultCacheDuration", span, sentence, text);
            }
            Some(_) => {}
        }
    }

    fn token(&mut self, provider: &Provider, token: &TokenAttributes, gates: Gates) {
        let newest = self.version.minor() >= 34;
        let whole = &token.span;
        let gate = "KubeletServiceAccountTokenForCredentialProviders";
        if !tokens_are_on(gates) {
            let detail =
                format!("tokenAttributes is not supported when {gate} feature gate is disabled");
            let sentence = format!("tokenAttributes needs the feature gate {gate}");
            self.forbidden("tokenAttributes", &detail, whole, sentence);
        }
        if token.audience.is_empty() {
            let detail = if newest { "" } else { "serviceAccountTokenAudience is required" };
            let sentence = "tokenAttributes has no serviceAccountTokenAudience".to_string();
            self.required("tokenAttributes.serviceAccountTokenAudience", detail, whole, sentence);
        }
        if token.require_service_account.is_none() {
            let detail = if newest { "" } else { "requireServiceAccount is required" };
            let sentence = "tokenAttributes has no requireServiceAccount".to_string();
            self.required("tokenAttributes.requireServiceAccount", detail, whole, sentence);
        }
        if provider.api_version != format!("{GROUP}/v1") {
            let detail = format!("tokenAttributes is only supported for {GROUP}/v1 API version");
            let sentence = format!("tokenAttributes needs the apiVersion {GROUP}/v1");
            self.forbidden("tokenAttributes", &detail, whole, sentence);
        }
        const REQUIRED: &str = "tokenAttributes.requiredServiceAccountAnnotationKeys";
        if token.require_service_account == Some(false) && !token.required.is_empty() {
            let detail = "requireServiceAccount cannot be false when \
                          requiredServiceAccountAnnotationKeys is set";
            let sentence = "annotations can only be required of a ServiceAccount that is required";
            self.forbidden(REQUIRED, detail, &token.required[0].1, sentence.to_string());
        }
        self.annotation_keys(REQUIRED, &token.required);
        const OPTIONAL: &str = "tokenAttributes.optionalServiceAccountAnnotationKeys";
        self.annotation_keys(OPTIONAL, &token.optional);
        self.both(token);
        if newest {
            self.cache_type(token);
        }
    }

    fn annotation_keys(&mut self, field: &str, keys: &[(String, Range<usize>)]) {
        let mut seen = BTreeSet::new();
        for (key, span) in keys {
            let folded: String = key.chars().map(go::to_lower).collect();
            for detail in qualified_name(&folded, self.version) {
                let sentence =
                    format!("{} is no name of an annotation: its {detail}", Quoted(key.as_bytes()));
                self.invalid(field, key, &detail, span, sentence);
            }
            if !seen.insert(key) {
                let key = Quoted(key.as_bytes());
                let text = format!("providers.{field}: Duplicate value: {key}");
                self.push(field, span, format!("{key} stands twice"), text);
            }
        }
    }

    fn both(&mut self, token: &TokenAttributes) {
        let required: BTreeSet<&str> = token.required.iter().map(|it| &*it.0).collect();
        let both: BTreeSet<&str> =
            token.optional.iter().map(|it| &*it.0).filter(|it| required.contains(it)).collect();
        let Some(first) = both.first() else { return };
        let value = match self.version.minor() {
            34.. => {
                let mut list = String::new();
                for key in &both {
                    list.push(if list.is_empty() { '[' } else { ',' });
                    json::write_string(&mut list, key);
                }
                list + "]"
            }
            _ => {
                let keys: Vec<_> =
                    both.iter().map(|it| Quoted(it.as_bytes()).to_string()).collect();
                format!("[]string{{{}}}", keys.join(", "))
            }
        };
        let text = format!(
            "providers.tokenAttributes: Invalid value: {value}: annotation keys cannot be both \
             required and optional"
        );
        let sentence = format!("{} is both required and optional", Quoted(first.as_bytes()));
        self.push("tokenAttributes", &token.span, sentence, text);
    }

    fn cache_type(&mut self, token: &TokenAttributes) {
        const FIELD: &str = "tokenAttributes.cacheType";
        match &*token.cache_type {
            "ServiceAccount" | "Token" => {}
            "" => {
                let detail = "cacheType is required to be set when tokenAttributes is specified. \
                              Supported values are: ServiceAccount, Token";
                let sentence = "tokenAttributes has no cacheType, ServiceAccount or Token";
                self.required(FIELD, detail, &token.span, sentence.to_string());
            }
            other => {
                let field = format!("providers.{FIELD}");
                let error = FieldError::not_supported(field, other, &["ServiceAccount", "Token"]);
                let sentence = "cacheType is ServiceAccount or Token".to_string();
                let text = error.text_as(self.version);
                self.push(FIELD, &token.span, sentence, text);
            }
        }
    }

    fn required(&mut self, field: &str, detail: &str, span: &Range<usize>, sentence: String) {
        let error = FieldError { detail: detail.to_owned(), ..FieldError::required(full(field)) };
        let text = error.text_as(self.version);
        self.push(field, span, sentence, text);
    }

    fn forbidden(&mut self, field: &str, detail: &str, span: &Range<usize>, sentence: String) {
        let text = FieldError::forbidden(full(field), detail).text_as(self.version);
        self.push(field, span, sentence, text);
    }

    fn invalid(
        &mut self,
        field: &str,
        value: &str,
        detail: &str,
        span: &Range<usize>,
        sentence: String,
    ) {
        let (field_name, value) = (full(field), Quoted(value.as_bytes()));
        let text = format!("{field_name}: Invalid value: {value}: {detail}");
        self.push(field, span, sentence, text);
    }

    fn push(&mut self, field: &str, span: &Range<usize>, sentence: String, upstream: String) {
        let path = match field {
            "" => "providers".to_string(),
            _ => format!("providers[{}].{field}", self.index),
        };
        let (file, span) = (self.file, span.clone());
        self.errors.push(ConfigError { file, path, span, sentence, upstream });
    }
}

/// The field as upstream names it, without the number of the provider.
fn full(field: &str) -> String {
    if field.is_empty() { "providers".to_string() } else { format!("providers.{field}") }
}

/// Several errors as one: each text once, in brackets where there are two.
///
/// Upstream: `ToAggregate` in kubernetes `apimachinery/pkg/util/validation/field/errors.go`, `Error`
/// of `aggregate` in `apimachinery/pkg/util/errors`.
pub(super) fn aggregate<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut seen = BTreeSet::new();
    let distinct: Vec<&str> = texts.filter(|it| seen.insert(*it)).collect();
    match &distinct[..] {
        [one] => (*one).to_owned(),
        several => format!("[{}]", several.join(", ")),
    }
}

/// Why a text is no qualified name.
///
/// Upstream: `IsQualifiedName` in kubernetes `apimachinery/pkg/util/validation/validation.go`.
fn qualified_name(text: &str, version: Version) -> Vec<String> {
    const NAME: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and \
                        end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or \
                        '123-abc', regex used for validation is \
                        '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    let unit = if version.minor() >= 35 { "bytes" } else { "characters" };
    let mut errors = Vec::new();
    let parts: Vec<&str> = text.split('/').collect();
    let name = match parts[..] {
        [name] => name,
        [prefix, name] => {
            if prefix.is_empty() {
                errors.push("prefix part must be non-empty".to_string());
            } else {
                if prefix.len() > 253 {
                    errors.push(format!("prefix part must be no more than 253 {unit}"));
                }
                if !object_name::is_subdomain(prefix) {
                    errors.push(format!("prefix part {}", object_name::SUBDOMAIN));
                }
            }
            name
        }
        _ => {
            let what = if version.minor() >= 35 { "a valid label key" } else { "a qualified name" };
            return Vec::from([format!(
                "{what} {NAME} with an optional DNS subdomain prefix and '/' (e.g. \
                 'example.com/MyName')"
            )]);
        }
    };
    if name.is_empty() {
        errors.push("name part must be non-empty".to_string());
    } else if name.len() > 63 {
        errors.push(format!("name part must be no more than 63 {unit}"));
    }
    if !is_label(name, b"-_.") {
        errors.push(format!("name part {NAME}"));
    }
    errors
}

/// Letters and digits, at both ends too, and within it one of `more`.
fn is_label(text: &str, more: &[u8]) -> bool {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric();
    let bytes = text.as_bytes();
    bytes.first().is_some_and(is_plain)
        && bytes.last().is_some_and(is_plain)
        && bytes.iter().all(|it| is_plain(it) || more.contains(it))
}
