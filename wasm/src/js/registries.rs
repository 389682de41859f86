//! What JavaScript sees of a `registries.yaml` of K3s and RKE2.

mod found;
mod told;

use pullscope_core::registries::{Distribution, Profile, Setting};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::span::Span;
pub use found::{
    RegistriesCheck, RegistriesDifference, RegistriesEdit, RegistriesFinding, RegistriesFix,
    RegistriesPlace,
};

/// A `registries.yaml`, how the node is set, and images.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegistriesInput {
    /// The text of the file.
    pub file: String,
    /// The images, as they are written.
    pub images: Vec<String>,
    /// How the node is set; as K3s is installed when missing.
    #[tsify(optional)]
    pub setting: Option<RegistriesSetting>,
    /// Whether the node runs Windows, where directories have other names; it does not when missing.
    #[tsify(optional)]
    pub windows: Option<bool>,
    /// Whether the kubelet has a credential for the Pods, which then goes before those of the file; it
    /// has none when missing.
    #[tsify(optional)]
    pub pod_credential: Option<bool>,
}

/// How K3s or RKE2 is set on a node.
#[derive(Debug, Default, Deserialize, PartialEq, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegistriesSetting {
    /// Which of the two reads the file; K3s when missing.
    #[tsify(optional)]
    #[serde(default)]
    pub distribution: Option<RegistriesDistribution>,
    /// The release, as `k3s --version` and a Node tell it: `v1.33.4+k3s1`; the newest that is known
    /// when missing.
    #[tsify(optional)]
    #[serde(default)]
    pub version: Option<String>,
    /// The time of the release, where no release is given.
    #[tsify(optional)]
    #[serde(default)]
    pub profile: Option<RegistriesProfile>,
    /// Whether the node runs with `--disable-default-registry-endpoint`; it does not when missing.
    #[tsify(optional)]
    #[serde(default)]
    pub default_endpoint_disabled: Option<bool>,
    /// Whether the cluster runs with `--embedded-registry`; it does not when missing.
    #[tsify(optional)]
    #[serde(default)]
    pub embedded_registry: Option<bool>,
}

/// Which of the two reads a `registries.yaml`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum RegistriesDistribution {
    /// K3s.
    K3s,
    /// RKE2.
    Rke2,
}

/// A time in which K3s and RKE2 resolved alike.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize, Tsify)]
pub enum RegistriesProfile {
    /// Before January 2024: everything stands in containerd's `config.toml`.
    #[serde(rename = "legacy")]
    Legacy,
    /// From March 2024.
    #[serde(rename = "2024-03")]
    March2024,
    /// v1.31.6 and v1.32.2: a wildcard mirror loses the default endpoint.
    #[serde(rename = "broken-wildcard")]
    BrokenWildcard,
    /// From July 2025.
    #[serde(rename = "2025-07")]
    July2025,
}

/// What the node makes of the file. No password, `auth` or token is in it.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "status", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[tsify(missing_as_null)]
pub enum RegistriesOutcome {
    /// The file can be read.
    Read {
        /// The time whose rules were applied.
        profile: RegistriesProfile,
        /// Where the node expects the file.
        path: String,
        /// Keys that are passed over in silence.
        unknown: Vec<RegistriesUnknownKey>,
        /// What the node leaves out.
        dropped: Vec<RegistriesDropped>,
        /// The files that are made for containerd, by directory; empty before January 2024, when there
        /// were none.
        directories: Vec<RegistriesDirectory>,
        /// The part of containerd's own file that has the credentials, which are three asterisks here.
        config_toml: RegistriesFile,
        /// What is asked for each image, in their order.
        images: Vec<RegistriesImage>,
        /// Each entry of the file, with the images that it touches.
        entries: Vec<RegistriesEntry>,
        /// Whose error is seen when every address fails.
        error_seen: String,
        /// What is found in the file: mistakes, and what is worth knowing.
        findings: Vec<RegistriesFinding>,
        /// Where the documentation says otherwise of this file and these images.
        documentation: Vec<RegistriesDifference>,
        /// What the file cannot tell, with the commands that tell it on the node.
        checks: Vec<RegistriesCheck>,
    },
    /// It cannot be read, and the node does not start.
    Rejected {
        /// What is wrong first.
        message: String,
        /// What the node logs, as far as its words are known.
        upstream: Option<String>,
        /// Where.
        span: Span,
        /// Every value of a wrong type; empty where the text is no YAML.
        errors: Vec<RegistriesTypeError>,
        /// The same, each with what to change.
        findings: Vec<RegistriesFinding>,
        /// Where the documentation says otherwise.
        documentation: Vec<RegistriesDifference>,
    },
}

/// A value of another type than is read there.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RegistriesTypeError {
    /// The path to it.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// The node's own line, without a value that may be a password.
    pub upstream: String,
    /// Where it stands.
    pub span: Span,
}

/// A key that is passed over in silence.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct RegistriesUnknownKey {
    /// The path to it.
    pub path: String,
    /// The key that was probably meant.
    pub meant: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// What the node leaves out.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RegistriesDropped {
    /// The key of the entry.
    pub key: String,
    /// Why: `key` or `endpoint` is no address, the endpoint stands `twice`, the entry changes
    /// `nothing`.
    pub why: String,
    /// Where it stands.
    pub span: Span,
}

/// A file that the node makes.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RegistriesFile {
    /// Its path on the node.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The directory of a registry.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RegistriesDirectory {
    /// The registry, or `_default`.
    pub registry: String,
    /// The path of its `hosts.toml` on the node.
    pub path: String,
    /// The text of its `hosts.toml`.
    pub text: String,
}

/// What is asked for an image.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "status", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[tsify(missing_as_null)]
pub enum RegistriesImage {
    /// The image is a reference.
    Resolved(Box<RegistriesAsks>),
    /// It is not.
    Rejected {
        /// As given.
        image: String,
        /// What is wrong.
        message: String,
    },
}

/// What is asked for an image that is a reference.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct RegistriesAsks {
    /// As given.
    pub image: String,
    /// The registry in its name.
    pub registry: String,
    /// Its repository, with `library/` where it is filled in.
    pub repository: String,
    /// Its tag, or its digest; of both the digest.
    pub object: String,
    /// The directory that is read: a registry or `_default`; `null` where none is.
    pub directory: Option<String>,
    /// Why that one: `own`, `wildcard`, `hidden` or `builtIn`.
    pub why: String,
    /// The same in a sentence.
    pub because: String,
    /// What breaks the file in that directory, so that it is passed over.
    pub broken_by: Option<Span>,
    /// What is asked, in order; the first that has the image gives it.
    pub endpoints: Vec<RegistriesEndpoint>,
    /// Of RKE2: how it would pull the image itself, as it does with its own before containerd
    /// runs. `null` with K3s, and where that parser refuses the name.
    pub runtime_image: Option<RuntimeImagePull>,
}

/// One address that is asked.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct RegistriesEndpoint {
    /// What the manifest is asked for with: `HEAD`.
    pub method: String,
    /// The URL of the manifest. Several where chance decides which of them.
    pub urls: Vec<String>,
    /// Whether several rewrites would change the repository, with different results.
    pub undetermined: bool,
    /// Host and port.
    pub host: String,
    /// The registry, where the address has to be told which one is meant.
    pub ns: Option<String>,
    /// Whether this is the registry's own address.
    pub is_default: bool,
    /// The rewrite that is made: none, one, or of several any one.
    pub rewrites: Vec<RegistriesRewriting>,
    /// What it is sent when it asks for credentials: `nothing`, what the kubelet has for the `pod`, or
    /// that of an `entry`.
    pub credential: String,
    /// The key of the entry of `configs` whose credentials are sent, or would be if the kubelet had
    /// none.
    pub credential_key: Option<String>,
    /// What of that entry is used: `password`, `identityToken`, `auth` or `nothing`.
    pub credential_kind: Option<String>,
    /// How the connection is secured.
    pub tls: Option<RegistriesTls>,
    /// Whether certificates are not verified.
    pub skips_verification: bool,
    /// Whether plain HTTP follows when HTTPS does not answer.
    pub then_http: bool,
    /// All of it in a sentence.
    pub sentence: String,
    /// Where it is written: the endpoint, or the key of an entry; `null` where it is filled in.
    pub span: Option<Span>,
}

/// A rewrite that changes the repository.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RegistriesRewriting {
    /// The pattern.
    pub pattern: String,
    /// What it is replaced with.
    pub replacement: String,
    /// What the groups take at the first match, the whole match first.
    #[tsify(type = "(string | null)[]")]
    pub groups: Vec<Option<String>>,
    /// What becomes of the repository.
    pub repository: String,
    /// Where the pattern stands.
    pub span: Span,
}

/// How a connection is secured.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct RegistriesTls {
    /// The key of the entry of `configs`; `null` for the files of the cluster.
    pub key: Option<String>,
    /// Certificates that are trusted besides the system's; empty where none are named.
    pub ca_file: String,
    /// The client's certificate; may be empty.
    pub cert_file: String,
    /// Its key; may be empty.
    pub key_file: String,
}

/// How RKE2 pulls an image itself.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RuntimeImagePull {
    /// The registry as it is called there: `index.docker.io` for Docker Hub.
    pub registry: String,
    /// The repository.
    pub repository: String,
    /// What is asked, in order; the last is the registry's own address, whatever the flags say.
    pub endpoints: Vec<RuntimeImageEndpoint>,
}

/// One address that RKE2 asks itself.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct RuntimeImageEndpoint {
    /// What the manifest is asked for with: `GET`.
    pub method: String,
    /// The URL of the manifest. Several where chance decides which of them.
    pub urls: Vec<String>,
    /// Whether several rewrites would change the repository, with different results.
    pub undetermined: bool,
    /// Host and port.
    pub host: String,
    /// Whether its host is the registry's own, where nothing is rewritten.
    pub is_default: bool,
    /// The key of the entry of `configs` whose credentials are sent; `null` where those of the node's
    /// plugins and of Docker's `config.json` are looked for.
    pub credential_key: Option<String>,
    /// How the connection is secured.
    pub tls: Option<RegistriesTls>,
    /// Whether certificates are not verified.
    pub skips_verification: bool,
    /// All of it in a sentence.
    pub sentence: String,
    /// Where it is written; `null` for the registry's own.
    pub span: Option<Span>,
}

/// One entry of the file, and the images that it touches.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct RegistriesEntry {
    /// `mirror`, `endpoint`, `rewrite` or `config`.
    pub kind: String,
    /// The path to it: `mirrors.docker.io.endpoint[0]`.
    pub path: String,
    /// Indexes into the images.
    pub images: Vec<u32>,
    /// Why it touches none: `noAddress`, `twice`, `changesNothing`, `broken`, `noRegistry`, `noHost`,
    /// `wildcardConfig`, `noPattern`, `tooLarge`, `onlyDefault`, `noImage`, `noRepository`,
    /// `notAsked` or `replaced`.
    pub idle: Option<String>,
    /// The same in a sentence.
    pub sentence: Option<String>,
    /// Whether no image at all can be touched, whichever are asked about.
    pub is_dead: bool,
    /// Where it stands.
    pub span: Span,
}

impl RegistriesSetting {
    /// How the node is set; an error says what is expected, and repeats no value.
    pub(super) fn read(&self) -> Result<Setting, &'static str> {
        let profile = match (&self.version, self.profile) {
            (Some(_), Some(_)) => return Err("one with a version or a profile: it has both"),
            (Some(version), None) => Profile::of_version(version)
                .ok_or("one with a release of K3s or RKE2, as v1.33.4+k3s1")?,
            (None, Some(profile)) => profile.into_core(),
            (None, None) => Profile::default(),
        };
        Ok(Setting {
            distribution: match self.distribution {
                Some(RegistriesDistribution::Rke2) => Distribution::Rke2,
                Some(RegistriesDistribution::K3s) | None => Distribution::K3s,
            },
            profile,
            default_endpoint_disabled: self.default_endpoint_disabled.unwrap_or(false),
            embedded_registry: self.embedded_registry.unwrap_or(false),
            ..Setting::default()
        })
    }
}

impl RegistriesProfile {
    fn into_core(self) -> Profile {
        match self {
            Self::Legacy => Profile::Legacy,
            Self::March2024 => Profile::March2024,
            Self::BrokenWildcard => Profile::BrokenWildcard,
            Self::July2025 => Profile::July2025,
        }
    }

    fn of_core(profile: Profile) -> Self {
        match profile {
            Profile::Legacy => Self::Legacy,
            Profile::March2024 => Self::March2024,
            Profile::BrokenWildcard => Self::BrokenWildcard,
            Profile::July2025 => Self::July2025,
        }
    }
}
