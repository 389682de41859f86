//! The kinds of corpora: which fields go in, and what our code answers.

mod api_server;
mod back_off;
mod client_auth;
mod client_reference;
mod credential_provider;
mod docker_config;
mod go_regexp;
mod image_index;
mod image_manager;
mod k3s_rewrite;
mod keyring;
mod kubelet_configuration;
mod pull_manager;
mod pull_policy;
mod pull_queue;
mod reference;
mod registries_plan;
mod runtime;
mod secret;
mod url_match;

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::Row;

/// What a corpus records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Parsing and normalizing references.
    Reference,
    /// The same in Kubernetes 1.20 to 1.28.
    Reference1_20,
    /// The same in Kubernetes 1.29 to 1.31.
    Reference1_29,
    /// Defaulting `imagePullPolicy`.
    PullPolicy,
    /// Looking an image up in a Docker config.
    Keyring,
    /// Comparing one key with one image.
    UrlMatch,
    /// Decoding a Docker config.
    DockerConfigDecode,
    /// Validating a Secret.
    SecretValidate,
    /// The kubelet's waits between two pulls.
    BackOff,
    /// Creating an object with a Pod spec: defaulted, validated, warned about.
    WorkloadCreate,
    /// The admission plugin AlwaysPullImages.
    AlwaysPullImages,
    /// The pull Secrets that a Pod gets from its service account.
    ServiceAccount,
    /// What the kubelet makes of an image, look after look.
    ImageManager,
    /// Writing over an object with a Pod spec.
    WorkloadUpdate,
    /// The allowlist of credential verification.
    Allowlist,
    /// Who may use an image that the kubelet pulled.
    PullManager,
    /// Which manifest of an image index a node takes.
    ImageIndex,
    /// What CRI-O makes of a name.
    ShortName,
    /// What is read from a `registries.conf`, and what a name stands for with it.
    RegistriesConf,
    /// The pulls of several Pods on one node.
    PullQueue,
    /// The file that a kubelet is configured with.
    KubeletConfiguration,
    /// What other clients take from a Docker config.
    ClientAuth,
    /// What other parsers make of a reference.
    ClientReference,
    /// The same, those for JavaScript.
    ClientReferenceNpm,
    /// Reading the configuration of credential providers.
    CredentialProviderConfig,
    /// What providers are asked, and what becomes of their answers.
    CredentialProviderRequest,
    /// What is made of `registries.yaml`.
    K3sRewrite,
    /// Reading `registries.yaml`.
    RegistriesFile,
    /// What wharfie asks for an image, by `registries.yaml`.
    RegistriesWharfie,
    /// Regular expressions of Go.
    GoRegexp,
    /// What K3s and containerd do with `registries.yaml` and an image.
    RegistriesVector,
    /// The same at the edges.
    RegistriesEdge,
    /// The files that K3s makes of it.
    RegistriesToml,
}

/// The fields of a row that go in; all others are upstream's answer.
pub struct Inputs {
    /// These have to be there.
    pub required: &'static [&'static str],
    /// These may be.
    pub optional: &'static [&'static str],
}

impl Inputs {
    /// Whether the field `name`, or its base64 form, goes in.
    pub fn is_input(&self, name: &str) -> bool {
        let plain = name.strip_suffix("_b64").unwrap_or(name);
        self.required.iter().chain(self.optional).any(|it| *it == plain)
    }
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 33] = [
        Self::Reference,
        Self::Reference1_20,
        Self::Reference1_29,
        Self::PullPolicy,
        Self::Keyring,
        Self::UrlMatch,
        Self::DockerConfigDecode,
        Self::SecretValidate,
        Self::BackOff,
        Self::WorkloadCreate,
        Self::AlwaysPullImages,
        Self::ServiceAccount,
        Self::ImageManager,
        Self::WorkloadUpdate,
        Self::Allowlist,
        Self::PullManager,
        Self::ImageIndex,
        Self::ShortName,
        Self::RegistriesConf,
        Self::PullQueue,
        Self::KubeletConfiguration,
        Self::ClientAuth,
        Self::ClientReference,
        Self::ClientReferenceNpm,
        Self::CredentialProviderConfig,
        Self::CredentialProviderRequest,
        Self::K3sRewrite,
        Self::RegistriesFile,
        Self::RegistriesWharfie,
        Self::GoRegexp,
        Self::RegistriesVector,
        Self::RegistriesEdge,
        Self::RegistriesToml,
    ];

    /// Its name, as in the names of files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Reference1_20 => "reference_1_20",
            Self::Reference1_29 => "reference_1_29",
            Self::PullPolicy => "pullpolicy",
            Self::Keyring => "keyring",
            Self::UrlMatch => "urlmatch",
            Self::DockerConfigDecode => "dockerconfig_decode",
            Self::SecretValidate => "secret_validate",
            Self::BackOff => "backoff",
            Self::WorkloadCreate => "workload_create",
            Self::AlwaysPullImages => "always_pull_images",
            Self::ServiceAccount => "service_account",
            Self::ImageManager => "image_manager",
            Self::WorkloadUpdate => "workload_update",
            Self::Allowlist => "allowlist",
            Self::PullManager => "pull_manager",
            Self::ImageIndex => "image_index",
            Self::ShortName => "short_name",
            Self::RegistriesConf => "registries_conf",
            Self::PullQueue => "pull_queue",
            Self::KubeletConfiguration => "kubelet_configuration",
            Self::ClientAuth => "client_auth",
            Self::ClientReference => "client_reference",
            Self::ClientReferenceNpm => "client_reference_npm",
            Self::CredentialProviderConfig => "credential_provider_config",
            Self::CredentialProviderRequest => "credential_provider_request",
            Self::K3sRewrite => "k3s_rewrite",
            Self::RegistriesFile => "registries_file",
            Self::RegistriesWharfie => "registries_wharfie",
            Self::GoRegexp => "go_regexp",
            Self::RegistriesVector => "registries_vector",
            Self::RegistriesEdge => "registries_edge",
            Self::RegistriesToml => "registries_toml",
        }
    }

    /// The kind that a file's name ends with or holds: `keyring.jsonl`, `more-keyring.jsonl`. Of
    /// two that it holds, the longer name is meant.
    pub fn of_file(path: &Path) -> Option<Self> {
        let stem = path.file_stem()?.to_str()?;
        let longest = |holds: fn(&str, &str) -> bool| {
            let named = Self::ALL.into_iter().filter(|kind| holds(stem, kind.name()));
            named.max_by_key(|kind| kind.name().len())
        };
        longest(|stem, name| stem.ends_with(name))
            .or_else(|| longest(|stem, name| stem.contains(name)))
    }

    /// Which fields go in.
    pub fn inputs(self) -> Inputs {
        let (required, optional): (&[&str], &[&str]) = match self {
            Self::Reference | Self::Reference1_20 | Self::Reference1_29 => (&["input"], &[]),
            Self::PullPolicy => (&["image", "initial"], &[]),
            Self::Keyring => (&["kind", "config", "image"], &[]),
            Self::UrlMatch => (&["glob", "target"], &[]),
            Self::DockerConfigDecode => (&["kind", "raw"], &[]),
            Self::SecretValidate => (&["type"], &["data", "data_fill", "annotations"]),
            Self::BackOff => (&["steps"], &[]),
            Self::WorkloadCreate => (&["kind", "version", "object"], &[]),
            Self::AlwaysPullImages => (&["kind", "version", "subresource", "object"], &["old"]),
            Self::ServiceAccount => (&["object", "accounts", "limit"], &[]),
            Self::ImageManager => (&["image", "policy", "looks"], &["kind", "config"]),
            Self::WorkloadUpdate => (&["kind", "write", "old", "new"], &["last"]),
            Self::Allowlist => (&["patterns", "images"], &[]),
            Self::PullManager => {
                (&["policy", "allowlist", "pulled", "pulling", "node", "steps"], &[])
            }
            Self::ImageIndex => (&["index", "platform"], &[]),
            Self::ShortName => (&["name", "mode", "registries", "aliases"], &[]),
            Self::RegistriesConf => (&["text", "name"], &[]),
            Self::PullQueue => (&["settings", "latency", "pods"], &[]),
            Self::KubeletConfiguration => (&["config"], &[]),
            Self::ClientAuth => (&["config", "image"], &[]),
            Self::ClientReference | Self::ClientReferenceNpm => (&["input"], &[]),
            Self::CredentialProviderConfig => (&["files", "tokens"], &[]),
            Self::CredentialProviderRequest => (
                &["config", "namespace", "account", "token", "token_hash", "answers", "looks"],
                &[],
            ),
            Self::K3sRewrite | Self::RegistriesWharfie => (&["registries_yaml", "image"], &[]),
            Self::RegistriesFile => (&["registries_yaml"], &[]),
            Self::GoRegexp => (&["pattern", "replacement", "text"], &[]),
            Self::RegistriesVector | Self::RegistriesEdge | Self::RegistriesToml => (
                &["case", "tags", "source", "registries_yaml"],
                &[
                    "image",
                    "flags",
                    "profile",
                    "distribution",
                    "windows",
                    "pod_credential",
                    "policy",
                    "present",
                    "note",
                ],
            ),
        };
        Inputs { required, optional }
    }

    /// What our code answers for the inputs of `row`, in the row's own form.
    ///
    /// # Errors
    ///
    /// When the inputs are not of the form that the kind has.
    pub fn answer(self, row: &Row) -> Result<Row, String> {
        match self {
            Self::Reference => reference::answer(row),
            Self::Reference1_20 => reference::answer_1_20(row),
            Self::Reference1_29 => reference::answer_1_29(row),
            Self::PullPolicy => pull_policy::answer(row),
            Self::Keyring => keyring::answer(row),
            Self::UrlMatch => url_match::answer(row),
            Self::DockerConfigDecode => docker_config::answer(row),
            Self::SecretValidate => secret::answer(row),
            Self::BackOff => back_off::answer(row),
            Self::WorkloadCreate => api_server::create(row),
            Self::AlwaysPullImages => api_server::always_pull(row),
            Self::ServiceAccount => api_server::service_account(row),
            Self::ImageManager => image_manager::answer(row),
            Self::WorkloadUpdate => api_server::update(row),
            Self::Allowlist => pull_manager::allowlist(row),
            Self::PullManager => pull_manager::answer(row),
            Self::ImageIndex => image_index::answer(row),
            Self::ShortName => runtime::short_name(row),
            Self::RegistriesConf => runtime::registries_conf(row),
            Self::PullQueue => pull_queue::answer(row),
            Self::KubeletConfiguration => kubelet_configuration::answer(row),
            Self::ClientAuth => client_auth::answer(row),
            Self::ClientReference => client_reference::answer(row),
            Self::ClientReferenceNpm => client_reference::answer_npm(row),
            Self::CredentialProviderConfig => credential_provider::config(row),
            Self::CredentialProviderRequest => credential_provider::request(row),
            Self::K3sRewrite => k3s_rewrite::answer(row),
            Self::RegistriesFile => k3s_rewrite::file_answer(row),
            Self::RegistriesWharfie => k3s_rewrite::wharfie_answer(row),
            Self::GoRegexp => go_regexp::answer(row),
            Self::RegistriesVector | Self::RegistriesEdge | Self::RegistriesToml => {
                registries_plan::answer(row)
            }
        }
    }

    /// Where upstream walks a Go map and promises no order, puts both sides into the same one. Where
    /// ours says less on purpose, a secret or an expression beyond its limit, takes the same away.
    ///
    /// # Errors
    ///
    /// When the row's account of its order cannot be read.
    pub fn settle_order(self, theirs: &mut Row, ours: &mut Row) -> Result<(), String> {
        match self {
            Self::Keyring => keyring::settle_order(theirs, ours),
            Self::SecretValidate => secret::settle_order(theirs, ours),
            Self::ClientAuth => client_auth::settle_order(theirs, ours),
            Self::RegistriesFile | Self::RegistriesWharfie | Self::RegistriesEdge => {
                k3s_rewrite::hide_secrets(theirs, ours);
                Ok(())
            }
            Self::GoRegexp => {
                go_regexp::settle_limit(theirs, ours);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// The text of a field that has to be UTF-8.
fn text<'r>(row: &'r Row, name: &str) -> Result<&'r str, String> {
    row.get(name).and_then(Value::as_str).ok_or_else(|| format!("{name} is not a string"))
}

/// The bytes of a field, from its base64 form if it is not UTF-8.
fn bytes(row: &Row, name: &str) -> Result<Vec<u8>, String> {
    match row.get(&format!("{name}_b64")) {
        None => text(row, name).map(|text| text.as_bytes().to_vec()),
        Some(value) => from_base64(value).map_err(|why| format!("{name}_b64 {why}")),
    }
}

fn from_base64(value: &Value) -> Result<Vec<u8>, String> {
    let text = value.as_str().ok_or("is not a string")?;
    STANDARD.decode(text).map_err(|error| format!("is not base64: {error}"))
}

/// Puts bytes under `name`, in base64 when they are not UTF-8.
fn put_bytes(row: &mut Row, name: &str, bytes: &[u8]) {
    match std::str::from_utf8(bytes) {
        Ok(text) => row.insert(name.into(), text.into()),
        Err(_) => row.insert(format!("{name}_b64"), STANDARD.encode(bytes).into()),
    };
}
