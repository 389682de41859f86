//! What JavaScript sees of a Secret with registry credentials.

use std::borrow::Cow;
use std::collections::BTreeMap;

use pullscope_core::docker_config::{Format, without_user};
use pullscope_core::json::{Data, Member, Value};
use pullscope_core::pull_secret::{
    self, Manifest, ObjectProblem, PullSecret, Reading, SecretObject,
};
use pullscope_core::text;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::docker_config::{ConfigFormat, lossy};
use super::finding::Finding;
use super::span::{Places, Span};

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
    /// The Secret cannot be decoded, and the API server refuses the request before it looks closer.
    Unreadable {
        /// What is in the way, at least one thing.
        problems: Vec<SecretProblem>,
    },
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
        /// The keys of its entries, in the order in which they first appear. A user in front of the
        /// host is `…`.
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

/// Why a Secret cannot be decoded.
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
        let annotations: Vec<(&str, &str)> =
            secret.annotations.iter().map(|(key, text)| (&**key, &**text)).collect();
        Self::of(&secret.object(), None, &annotations, None)
    }

    /// Checks every Secret of a manifest in YAML or JSON. What cannot be read is reported where it
    /// stands among them; documents of other kinds are passed over.
    pub fn of_manifest(text: &str) -> Vec<Self> {
        let places = Places::new(text);
        let mut outcomes = Vec::new();
        for document in &text::documents(text).docs {
            if let Some(error) = &document.error {
                let span = Some(places.span(error.span()));
                let problem =
                    SecretProblem { path: String::new(), message: error.to_string(), span };
                outcomes.push(Self::Unreadable { problems: vec![problem] });
            } else if document.kind.as_deref() == Some("Secret") {
                let metadata = document.root.get("metadata");
                let annotations = metadata.and_then(|it| it.get("annotations"));
                let annotations: Vec<(&str, &str)> = annotations
                    .and_then(Value::as_object)
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|it| Some((&*it.key, it.value.as_str()?)))
                    .collect();
                let name = (document.name(), document.namespace());
                outcomes.push(Self::of(&document.root, Some(&places), &annotations, Some(name)));
            }
        }
        outcomes
    }

    /// Checks an object that stands at `places`, or nowhere.
    fn of(
        object: &Value<'_>,
        places: Option<&Places<'_>>,
        annotations: &[(&str, &str)],
        name: Option<(Option<&str>, Option<&str>)>,
    ) -> Self {
        let read = SecretObject::read(object);
        if !read.problems.is_empty() {
            let problem = |it| SecretProblem::new(it, places);
            return Self::Unreadable { problems: read.problems.iter().map(problem).collect() };
        }
        let data = read.data();
        let secret = PullSecret { secret_type: read.secret_type, data: &data, annotations };
        let findings = pull_secret::findings(&secret, &read.places(&object.span));
        let (name, namespace) = name.unwrap_or_default();
        Self::Checked(SecretReport {
            name: name.map(String::from),
            namespace: namespace.map(String::from),
            errors: pull_secret::validate(&secret).into_iter().map(FieldError::new).collect(),
            findings: findings.into_iter().map(|it| Finding::new(it, places)).collect(),
            reading: SecretReading::new(&secret),
        })
    }
}

impl SecretInput {
    /// The Secret as an object that stands nowhere, so that it is read as a manifest is.
    fn object(&self) -> Value<'_> {
        placeless(Data::Object(vec![
            member("type", string(&self.secret_type)),
            member("data", map(&self.data)),
            member("stringData", map(&self.string_data)),
        ]))
    }
}

fn placeless(data: Data<'_>) -> Value<'_> {
    Value { span: 0..0, data }
}

fn string(text: &str) -> Value<'_> {
    placeless(Data::String(Cow::Borrowed(text)))
}

fn map(map: &BTreeMap<String, String>) -> Value<'_> {
    placeless(Data::Object(map.iter().map(|(key, text)| member(key, string(text))).collect()))
}

fn member<'a>(key: &'a str, value: Value<'a>) -> Member<'a> {
    Member { key: Cow::Borrowed(key), key_span: 0..0, value }
}

impl SecretProblem {
    fn new(problem: &ObjectProblem, places: Option<&Places<'_>>) -> Self {
        let (path, message, span) = match problem {
            ObjectProblem::WrongType(wrong) => (&wrong.path, wrong.to_string(), &wrong.span),
            ObjectProblem::NotBase64 { path, span, error, .. } => (path, error.to_string(), span),
        };
        let span = places.map(|it| it.span(span.clone()));
        Self { path: path.clone(), message, span }
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
                keys: config.entries.iter().map(|it| without_user(&it.key).into_owned()).collect(),
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
