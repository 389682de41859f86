//! What each pasted document is taken for, and by which member or line.
//!
//! | text | taken for |
//! | --- | --- |
//! | an object of a kind in [`workload::KINDS`] | a workload |
//! | an object of a kind that the user has named with a path | what embeds a Pod spec there |
//! | any other object with a `kind` | itself, with the paths at which it seems to embed Pod specs |
//! | `Secret`, `ServiceAccount`, `Event`, `Node`, `AdmissionReview` | itself |
//! | `KubeletConfiguration`, `CredentialProviderConfig`, `ImagePulledRecord`, `ImagePullIntent` | a file of the node |
//! | `CredentialProviderResponse` | what a plugin of the node has printed |
//! | no `kind`, but `auths`, `credsStore` or `credHelpers` | the node's `config.json` |
//! | no `kind`, members look like entries | the node's `.dockercfg` |
//! | no `kind`, but `mirrors`, or `configs` with `auth` or `tls` | `registries.yaml` of K3s |
//! | TOML with a key or a table of `registries.conf` | that file of CRI-O and podman |
//! | no `kind`, but a waiting container | a part of a Pod's status |
//! | lines without white space in a document of their own | names of images |
//! | events, tables, descriptions, commands | see [`Prose`] and [`crate::event`] |
//!
//! Names of members are compared exactly, but for the files of the node that Go reads without
//! regard to case.
//!
//! ```
//! use pullscope_core::recognize::{PodTemplatePath, What, recognize};
//! use pullscope_core::text::documents;
//!
//! let text = "kind: Rollout\nspec: {template: {spec: {containers: [{name: a, image: nginx}]}}}";
//! let read = documents(text);
//! let found = recognize(text, &read.docs[0], &[]);
//! assert_eq!(found.what, What::Unknown { pod_specs: vec!["spec.template.spec".to_string()] });
//! assert_eq!(
//!     found.why,
//!     "kind: Rollout is not one of Kubernetes' own workloads; spec.template.spec looks like a Pod spec"
//! );
//!
//! let named = [PodTemplatePath { kind: "Rollout".into(), path: "spec.template.spec".into() }];
//! let found = recognize(text, &read.docs[0], &named);
//! assert_eq!(found.what, What::Embedding { path: "spec.template.spec".to_string() });
//! ```

mod embedded;
mod images;
mod node;
mod request;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use crate::event::{self, Source};
use crate::image_index::looks_like_index;
use crate::json::{Data, Value};
use crate::text::{Document, Prose, Syntax};
use crate::{kubectl, workload};

pub use embedded::{Embedded, PodTemplatePath, pod_specs};
pub use images::bare_images;
pub use node::{Node, NodeImage, images_on_node, node};
pub use request::{AdmissionRequest, admission_request};

/// What a document is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A kind of Kubernetes that makes Pods.
    Workload,
    /// An object of a kind that the user has named: it embeds a Pod spec.
    Embedding {
        /// The path that the user has given.
        path: String,
    },
    /// Any other object; it is kept.
    Unknown {
        /// Where in it something looks like a Pod spec: paths that a user can name.
        pod_specs: Vec<String>,
    },
    /// A Secret.
    Secret,
    /// A ServiceAccount.
    ServiceAccount,
    /// An object of kind `Event`.
    Event,
    /// A Node.
    Node,
    /// An AdmissionReview, or the request of one; see [`admission_request`].
    AdmissionReview,
    /// The `config.json` of a node: an object with `auths`, without `kind`.
    ConfigJson,
    /// The `.dockercfg` of a node: an object of entries, without `kind`.
    DockerCfg,
    /// The `registries.yaml` of K3s or RKE2.
    Registries,
    /// The `registries.conf` of CRI-O and podman.
    RegistriesConf,
    /// The configuration of a kubelet.
    KubeletConfiguration,
    /// The configuration of the kubelet's credential providers.
    CredentialProviderConfig,
    /// What such a provider has answered.
    CredentialProviderResponse,
    /// An image index, or a manifest list; see [`Index`](crate::image_index::Index).
    ImageIndex,
    /// A record of a pull, from `image_manager/pulled` of a node.
    ImagePulledRecord,
    /// A record that a pull is about to begin, from `image_manager/pulling` of a node.
    ImagePullIntent,
    /// Images on a node: a table, or JSON of `crictl images` or `docker image inspect`.
    NodeImages,
    /// A part of a Pod's status with a waiting container.
    Status,
    /// Names of images, one a line; see [`bare_images`].
    Images,
    /// Messages of events, lines of logs.
    EventText,
    /// A table of events.
    EventTable,
    /// The output of `kubectl describe`.
    Description,
    /// The table of `kubectl get pods`.
    PodTable,
    /// A command that makes a Secret; see [`kubectl::parse`].
    CreateSecret,
    /// Any other command.
    Command,
    /// Words that say nothing of pulls.
    Words,
    /// It cannot be read.
    Broken,
}

impl What {
    /// Its name, for code outside of Rust.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Workload => "workload",
            Self::Embedding { .. } => "embedding",
            Self::Unknown { .. } => "unknown",
            Self::Secret => "secret",
            Self::ServiceAccount => "serviceAccount",
            Self::Event => "event",
            Self::Node => "node",
            Self::AdmissionReview => "admissionReview",
            Self::ConfigJson => "configJson",
            Self::DockerCfg => "dockerCfg",
            Self::Registries => "registries",
            Self::RegistriesConf => "registriesConf",
            Self::KubeletConfiguration => "kubeletConfiguration",
            Self::CredentialProviderConfig => "credentialProviderConfig",
            Self::CredentialProviderResponse => "credentialProviderResponse",
            Self::ImageIndex => "imageIndex",
            Self::ImagePulledRecord => "imagePulledRecord",
            Self::ImagePullIntent => "imagePullIntent",
            Self::NodeImages => "nodeImages",
            Self::Status => "status",
            Self::Images => "images",
            Self::EventText => "eventText",
            Self::EventTable => "eventTable",
            Self::Description => "description",
            Self::PodTable => "podTable",
            Self::CreateSecret => "createSecret",
            Self::Command => "command",
            Self::Words => "words",
            Self::Broken => "broken",
        }
    }

    /// In words.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Workload => "workload",
            Self::Embedding { .. } => "object with a Pod spec",
            Self::Unknown { .. } => "object of another kind",
            Self::Secret => "Secret",
            Self::ServiceAccount => "ServiceAccount",
            Self::Event => "Event",
            Self::Node => "Node",
            Self::AdmissionReview => "admission request",
            Self::ConfigJson => "config.json of the node",
            Self::DockerCfg => ".dockercfg of the node",
            Self::Registries => "registries.yaml of the node",
            Self::RegistriesConf => "registries.conf of the node",
            Self::KubeletConfiguration => "configuration of the kubelet",
            Self::CredentialProviderConfig => "configuration of credential providers",
            Self::CredentialProviderResponse => "answer of a credential provider",
            Self::ImageIndex => "image index",
            Self::ImagePulledRecord => "record of a pull",
            Self::ImagePullIntent => "record of an intent to pull",
            Self::NodeImages => "images on the node",
            Self::Status => "part of a Pod's status",
            Self::Images => "image names",
            Self::EventText => "event text",
            Self::EventTable => "table of events",
            Self::Description => "output of kubectl describe",
            Self::PodTable => "table of Pods",
            Self::CreateSecret => "kubectl create secret command",
            Self::Command => "command",
            Self::Words => "words",
            Self::Broken => "cannot be read",
        }
    }
}

/// What a document is taken for, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognition {
    /// What it is taken for.
    pub what: What,
    /// The member or the line that decided it.
    pub span: Range<usize>,
    /// A sentence that names it, without a final stop. It repeats no value but that of `kind`.
    pub why: String,
}

impl Recognition {
    fn new(what: What, span: Range<usize>, why: impl Into<String>) -> Self {
        Self { what, span, why: why.into() }
    }
}

/// Says what a document is taken for. `named` are the kinds that embed Pod specs, as a user knows.
///
/// `text` is the text that the document was read from.
pub fn recognize(text: &str, document: &Document<'_>, named: &[PodTemplatePath]) -> Recognition {
    if let Syntax::Prose(prose) = document.syntax {
        return of_prose(text, document, prose);
    }
    if let Some(images) = bare_images(text, document) {
        return of_images(&images);
    }
    if let Some(error) = &document.error {
        return Recognition::new(What::Broken, error.span(), error.to_string());
    }
    if let Some(kind) = document.root.get("kind")
        && let Some(name) = kind.as_str()
    {
        return of_kind(document, name, kind.span.clone(), named);
    }
    if let Some(kind) = document.kind.as_deref() {
        // An item of a typed list does not repeat its kind.
        return of_kind(document, kind, first_line(text, &document.span), named);
    }
    of_members(text, document)
}

/// The first line of a document.
fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let line = text[span.clone()].split(['\n', '\r']).next().unwrap_or_default();
    span.start..span.start + line.len()
}

fn of_images(images: &[Range<usize>]) -> Recognition {
    let span = images.first().cloned().unwrap_or_default();
    let why = match images.len() {
        1 => "the line is one word, as the name of an image is".to_string(),
        count => format!("each of the {count} lines is one word, as the name of an image is"),
    };
    Recognition::new(What::Images, span, why)
}

fn of_prose(text: &str, document: &Document<'_>, prose: Prose) -> Recognition {
    let line = first_line(text, &document.span);
    let of_line = |what, why: &str| Recognition::new(what, line.clone(), why);
    match prose {
        Prose::Command => match kubectl::parse(text, document.span.clone()) {
            Some(Ok(command)) => Recognition::new(
                What::CreateSecret,
                command.span,
                format!("the command creates a Secret, form {}", command.form.as_str()),
            ),
            Some(Err(error)) => {
                Recognition::new(What::CreateSecret, error.span(), error.to_string())
            }
            None => of_line(What::Command, "the line is a command that creates no Secret"),
        },
        Prose::Describe => of_line(What::Description, "the line is one of kubectl describe"),
        Prose::EventTable => {
            of_line(What::EventTable, "the headings are those of a table of events")
        }
        Prose::PodTable => of_line(What::PodTable, "the headings are those of kubectl get pods"),
        Prose::ImageTable => {
            of_line(What::NodeImages, "the headings are those of a list of images")
        }
        Prose::Toml => match &document.error {
            Some(error) => Recognition::new(What::Broken, error.span(), error.to_string()),
            None => of_line(What::RegistriesConf, "the line is one of registries.conf"),
        },
        Prose::Images | Prose::Events | Prose::Other => match bare_images(text, document) {
            Some(images) => of_images(&images),
            None => of_words(text, document, line),
        },
    }
}

fn of_words(text: &str, document: &Document<'_>, line: Range<usize>) -> Recognition {
    match event::of_text(text, document.span.clone()).into_iter().next() {
        Some(event) => Recognition::new(What::EventText, event.span, "the line speaks of a pull"),
        None => Recognition::new(What::Words, line, "no line is YAML, JSON or speaks of a pull"),
    }
}

fn of_kind(
    document: &Document<'_>,
    kind: &str,
    span: Range<usize>,
    named: &[PodTemplatePath],
) -> Recognition {
    // A kind is a short word; whatever else stands there is not repeated at length.
    let shown = &kind[..kind.floor_char_boundary(100)];
    if let Some(named) = named.iter().find(|it| it.kind == kind) {
        let why = format!("kind: {shown} was named as one with a Pod spec at {}", named.path);
        return Recognition::new(What::Embedding { path: named.path.clone() }, span, why);
    }
    let what = match kind {
        "Secret" => What::Secret,
        "ServiceAccount" => What::ServiceAccount,
        "Event" => What::Event,
        "Node" => What::Node,
        "AdmissionReview" => What::AdmissionReview,
        "KubeletConfiguration" => What::KubeletConfiguration,
        "CredentialProviderConfig" => What::CredentialProviderConfig,
        "CredentialProviderResponse" => What::CredentialProviderResponse,
        "ImagePulledRecord" => What::ImagePulledRecord,
        "ImagePullIntent" => What::ImagePullIntent,
        _ if workload::pod_spec_path(kind).is_some() => What::Workload,
        _ => What::Unknown { pod_specs: embedded::find(&document.root) },
    };
    let why = match &what {
        What::Unknown { pod_specs } => {
            let mut why = format!("kind: {shown} is not one of Kubernetes' own workloads");
            if let [first, rest @ ..] = &pod_specs[..] {
                why += &format!("; {first}");
                rest.iter().for_each(|it| why += &format!(" and {it}"));
                why +=
                    if rest.is_empty() { " looks like a Pod spec" } else { " look like Pod specs" };
            }
            why
        }
        _ => format!("kind: {shown}"),
    };
    Recognition::new(what, span, why)
}

/// What an object without `kind` looks like.
fn of_members(text: &str, document: &Document<'_>) -> Recognition {
    let root = &document.root;
    let line = first_line(text, &document.span);
    if root.as_str().is_some() {
        return of_words(text, document, line);
    }
    if let Some(found) = request::recognize(root) {
        return found;
    }
    if let Some(found) = node::recognize_images(root) {
        return found;
    }
    if looks_like_index(root) {
        let span = root
            .get("manifests")
            .map_or_else(|| line.clone(), |it| it.span.start..it.span.start + 1);
        let why = "it lists manifests by their digests, as an image index does";
        return Recognition::new(What::ImageIndex, span, why);
    }
    if let Some(found) = node_file(root) {
        return found;
    }
    if let Some(event) = event::of_document(text, document).into_iter().next() {
        return match event.source {
            Source::Log => {
                Recognition::new(What::EventText, event.span, "a line of a log, as JSON")
            }
            _ => {
                let why = "a container waits for its image here";
                Recognition::new(What::Status, event.span, why)
            }
        };
    }
    let pod_specs = embedded::find(root);
    let why = match &pod_specs[..] {
        [] => "it has no kind, and no member by which it would be known".to_string(),
        [first, ..] if first.is_empty() => {
            "it has no kind; its containers are those of a Pod spec".to_string()
        }
        [first, ..] => format!("it has no kind; {first} looks like a Pod spec"),
    };
    Recognition::new(What::Unknown { pod_specs }, line, why)
}

/// What a file of the node looks like; member names of Docker's match without regard to case, as Go
/// reads them.
fn node_file(root: &Value<'_>) -> Option<Recognition> {
    let members = root.as_object()?;
    if root.get("apiVersion").is_some() {
        return None;
    }
    let named = |names: &[&str], key: &str| names.iter().any(|it| key.eq_ignore_ascii_case(it));
    let has_member = |value: &Value<'_>, names: &[&str]| {
        value.as_object().is_some_and(|it| it.iter().any(|it| named(names, &it.key)))
    };
    let holds = |value: &Value<'_>, names: &[&str]| {
        value.as_object().is_some_and(|it| it.iter().any(|it| has_member(&it.value, names)))
    };
    // A misspelt `mirrors` is known by what it holds.
    let registries = members.iter().find(|it| {
        it.key == "mirrors"
            || (it.key == "configs" && (it.value.is_null() || holds(&it.value, &["auth", "tls"])))
            || holds(&it.value, &["endpoint", "endpoints", "rewrite"])
    });
    if let Some(member) = registries {
        let why = match &*member.key {
            "mirrors" | "configs" => format!("the member {} is one of registries.yaml", member.key),
            _ => "a member holds endpoints, as mirrors of registries.yaml does".to_string(),
        };
        return Some(Recognition::new(What::Registries, member.key_span.clone(), why));
    }
    let names = ["auths", "credsStore", "credHelpers"];
    if let Some(member) = members.iter().find(|it| named(&names, &it.key)) {
        let why = format!("the member {} is one of config.json", member.key);
        return Some(Recognition::new(What::ConfigJson, member.key_span.clone(), why));
    }
    let entry = |value: &Value<'_>| has_member(value, &["auth", "username", "password", "email"]);
    let first = members.first().filter(|_| members.iter().all(|it| entry(&it.value)))?;
    let why = "every member is an entry with auth, username or password";
    Some(Recognition::new(What::DockerCfg, first.key_span.clone(), why))
}

/// The text of a member.
fn text_of<'v>(value: &'v Value<'_>, key: &str) -> Option<&'v str> {
    match &value.get(key)?.data {
        Data::String(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
