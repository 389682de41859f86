//! What JavaScript sees of a Secret with registry credentials.

use std::collections::BTreeMap;
use std::ops::Range;

use pullscope_core::base64::{self, Alphabet};
use pullscope_core::docker_config::Format;
use pullscope_core::pull_secret::{self, Manifest, PullSecret, Reading};
use pullscope_core::text;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::docker_config::{ConfigFormat, lossy};
use super::finding::Finding;
use super::span::{Places, Span};
use raw::{RawSecret, RawValue, WrongType};

mod raw;

/// A Secret, as in a manifest.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(hashmap_as_object)]
pub struct SecretInput {
    /// `type`.
    #[serde(default, rename = "type")]
    pub secret_type: String,
    /// `data`: values in base64.
    #[serde(default)]
    pub data: BTreeMap<String, String>,
    /// `stringData`: values as they are, which replace those under the same key in `data`.
    #[serde(default)]
    pub string_data: BTreeMap<String, String>,
    /// `metadata.annotations`.
    #[serde(default)]
    pub annotations: BTreeMap<String, String>,
}

/// What the API server and the kubelet make of a Secret.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "status", rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub enum SecretOutcome {
    /// The Secret was read.
    Checked(SecretReport),
    /// The Secret cannot be read at all, and the API server refuses the request.
    Unreadable(SecretProblem),
}

/// What there is to say of a Secret.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct SecretReport {
    /// `metadata.name`, when the Secret comes from a manifest that says it.
    pub name: Option<String>,
    /// `metadata.namespace`, likewise.
    pub namespace: Option<String>,
    /// The errors of the API server. Where there is none, it accepts the Secret.
    pub errors: Vec<FieldError>,
    /// What a person should know, the worst first; what the API server refuses is said here again.
    pub findings: Vec<Finding>,
    /// What the kubelet reads.
    pub reading: SecretReading,
}

/// One error of the API server, in its words.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FieldError {
    /// The kind, as in the `reason` of an API answer: `FieldValueInvalid`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind, as it stands in the text: `Invalid value`.
    pub type_text: String,
    /// The field: `data[.dockerconfigjson]`.
    pub field: String,
    /// The value that is shown, which never is the content of the Secret.
    pub bad_value: String,
    /// The reason.
    pub detail: String,
    /// The whole text.
    pub text: String,
}

/// What the kubelet reads from a Secret that a Pod names in `imagePullSecrets`.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "status", rename_all = "camelCase")]
pub enum SecretReading {
    /// A Docker config.
    Config {
        /// Its layout.
        format: ConfigFormat,
        /// The keys of its entries, in the order in which they first appear.
        keys: Vec<String>,
    },
    /// Nothing, and it does not say so.
    Ignored {
        /// Why, for people.
        reason: String,
    },
    /// A value that does not decode, so that the Pod gets no credentials at all.
    Rejected {
        /// Why, for people.
        message: String,
        /// The exact error text of the kubelet.
        upstream: String,
    },
}

/// Why a Secret cannot be read.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct SecretProblem {
    /// The field; empty for the whole document.
    pub path: String,
    /// What is wrong, for people, without any secret.
    pub message: String,
    /// Where it stands in the text, when a text was given.
    pub span: Option<Span>,
}

/// What a new Secret is made of.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SecretParts {
    /// `metadata.name`.
    pub name: String,
    /// `metadata.namespace`; left out when it is missing or empty.
    #[serde(default)]
    pub namespace: String,
    /// The registry, taken as it is; Docker Hub when it is missing.
    #[serde(default = "default_server")]
    pub server: String,
    /// The user name.
    pub username: String,
    /// The password.
    pub password: String,
    /// The email address, which the kubelet never sends.
    #[serde(default)]
    pub email: String,
}

/// A new Secret.
#[derive(Serialize, Tsify)]
#[serde(tag = "status", rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub enum BuildOutcome {
    /// The Secret that `kubectl create secret docker-registry` makes. It holds the password.
    Built {
        /// The value of `.dockerconfigjson`, before base64.
        config: String,
        /// The manifest in YAML.
        yaml: String,
        /// The manifest in JSON.
        json: String,
    },
    /// Something is missing.
    Rejected {
        /// What kubectl says.
        message: String,
    },
}

fn default_server() -> String {
    pull_secret::DEFAULT_SERVER.into()
}

impl SecretOutcome {
    /// Checks a Secret that is given in parts.
    pub fn new(secret: &SecretInput) -> Self {
        let values = |map| {
            BTreeMap::iter(map).map(|(key, text): (&String, &String)| RawValue {
                key,
                text,
                span: None,
            })
        };
        let raw = RawSecret {
            secret_type: &secret.secret_type,
            data: values(&secret.data).collect(),
            string_data: values(&secret.string_data).collect(),
            annotations: secret.annotations.iter().map(|(key, text)| (&**key, &**text)).collect(),
            ..RawSecret::default()
        };
        Self::of(&raw, &Places::new(""))
    }

    /// Checks every Secret of a manifest in YAML or JSON. What cannot be read is reported where it
    /// stands among them; documents of other kinds are passed over.
    pub fn of_manifest(text: &str) -> Vec<Self> {
        let places = Places::new(text);
        let mut outcomes = Vec::new();
        for document in &text::documents(text).docs {
            if let Some(error) = &document.error {
                let message = error.to_string();
                outcomes.push(Self::unreadable("", message, Some(error.span()), &places));
            } else if document.kind.as_deref() == Some("Secret") {
                outcomes.push(match RawSecret::of(&document.root) {
                    Ok(raw) => Self::of(&raw, &places),
                    Err(WrongType { path, expected, span }) => {
                        let message = format!("{expected} is expected here");
                        Self::unreadable(&path, message, Some(span), &places)
                    }
                });
            }
        }
        outcomes
    }

    fn of(raw: &RawSecret<'_>, places: &Places<'_>) -> Self {
        let mut values: Vec<(&str, Vec<u8>)> = Vec::new();
        let mut spans = Vec::new();
        for RawValue { key, text, span } in &raw.data {
            match base64::decode(Alphabet::Padded, text.as_bytes()) {
                Ok(value) => values.push((key, value)),
                Err(error) => {
                    let path = format!("data[{key}]");
                    return Self::unreadable(&path, error.to_string(), span.clone(), places);
                }
            }
            spans.push(span.clone());
        }
        for RawValue { key, text, span } in &raw.string_data {
            values.push((key, text.as_bytes().to_vec()));
            spans.push(span.clone());
        }
        let data: Vec<(&str, &[u8])> = values.iter().map(|(key, it)| (*key, &it[..])).collect();
        let secret =
            PullSecret { secret_type: raw.secret_type, data: &data, annotations: &raw.annotations };
        let findings = pull_secret::findings(
            &secret,
            &pull_secret::Places {
                secret_type: raw.type_span.clone(),
                data: raw.data_span.clone(),
                values: &spans,
            },
        );
        Self::Checked(SecretReport {
            name: raw.name.map(String::from),
            namespace: raw.namespace.map(String::from),
            errors: pull_secret::validate(&secret).into_iter().map(FieldError::new).collect(),
            findings: findings.into_iter().map(|it| Finding::new(it, places)).collect(),
            reading: SecretReading::new(&secret),
        })
    }

    fn unreadable(
        path: &str,
        message: String,
        span: Option<Range<usize>>,
        places: &Places<'_>,
    ) -> Self {
        let span = span.map(|it| places.span(it));
        Self::Unreadable(SecretProblem { path: path.into(), message, span })
    }
}

impl FieldError {
    fn new(error: pull_secret::FieldError) -> Self {
        Self {
            kind: error.kind.name().into(),
            type_text: error.kind.as_str().into(),
            text: error.text(),
            field: error.field,
            bad_value: error.bad_value,
            detail: error.detail,
        }
    }
}

impl SecretReading {
    fn new(secret: &PullSecret<'_>) -> Self {
        match pull_secret::read(secret) {
            Ok(Reading::Config(format, config)) => Self::Config {
                format: match format {
                    Format::ConfigJson => ConfigFormat::ConfigJson,
                    Format::DockerCfg => ConfigFormat::DockerCfg,
                },
                keys: config.entries.into_iter().map(|entry| entry.key).collect(),
            },
            Ok(Reading::Ignored(why)) => Self::Ignored { reason: why.to_string() },
            Err(error) => Self::Rejected { message: error.to_string(), upstream: error.upstream() },
        }
    }
}

impl BuildOutcome {
    /// Builds a Secret of `parts`.
    pub fn new(parts: &SecretParts) -> Self {
        let SecretParts { name, namespace, server, username, password, email } = parts;
        let manifest =
            Manifest { name, namespace: Some(namespace), server, username, password, email };
        match (manifest.yaml(), manifest.json()) {
            (Ok(yaml), Ok(json)) => {
                let config = pull_secret::build(server, username, password, email);
                Self::Built { config: lossy(&config), yaml, json }
            }
            (Err(error), _) | (_, Err(error)) => Self::Rejected { message: error.to_string() },
        }
    }
}
