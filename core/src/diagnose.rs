//! The answer for a pasted text: what the kubelet does with each image in it, and why.
//!
//! ```text
//! text ──► documents ──► objects ──► snapshot ──► for each image: plan, outcome ──► findings
//!          what each     also in     what there is:  reference, API server,           worst first,
//!          is taken for  requests    Secrets, lists,  pull or not, credentials        with places
//!                                    the node         in turn, runtime                and fixes
//! ```
//!
//! What a cluster said of it already (events, a description, a status) is bound to the images and to
//! the findings that explain it. [`Diagnosis::predict`] goes on from there: what is seen for each
//! answer of the registry, and when.
//!
//! [`diagnose`] is one call that gives plain, owned data: a [`Diagnosis`] for a page, a JavaScript
//! module or a command line. Each part of it names the rule, the value, and the bytes of the text
//! that they come from. No password is in it: at most whether there is one.
//!
//! It decides nothing itself: references, policies, Secrets and keys are judged by the modules that
//! hold those rules, and this one puts the documents together.
//!
//! # What is taken for what
//!
//! [`recognize`](mod@crate::recognize) says it, and each [`DocumentReport`] repeats it with the
//! reason.
//!
//! An object without a namespace is in [`Options::default_namespace`].
//!
//! A bare name of an image is taken as if a Pod named it and every pasted Secret of that namespace,
//! so that a key can be tried on a name.
//!
//! ```
//! use pullscope_core::diagnose::{Options, diagnose};
//!
//! let report = diagnose("nginx:1.27", &Options::default());
//! let image = &report.workloads[0].images[0];
//! assert_eq!(image.reference.as_ref().unwrap().normalized, "docker.io/library/nginx:1.27");
//! assert_eq!(
//!     image.outcome.sentence,
//!     "No credentials: unless the node has the image, the registry is asked without a password."
//! );
//! ```

mod about;
mod api_server;
mod credential_providers;
mod credentials;
mod endpoints;
mod event_findings;
mod events;
mod findings;
mod frozen;
mod image;
mod json;
mod keys;
mod kubelet_configuration;
mod near;
mod object;
mod one_keyring;
mod outcome;
mod plan;
mod policy;
mod prediction;
mod present;
mod pull_secrets;
mod queue;
mod registries;
mod report;
mod reverse;
mod runtime;
mod sarif;
mod secret;
mod shell;
mod snapshot;
mod texts;
mod tries;
mod verification;
mod workload;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::api_server::ApiServer;
use crate::edit;
use crate::features::Gate;
use crate::finding::{Finding, Severity};
use crate::image_index::Platform;
use crate::recognize::{self, PodTemplatePath, Recognition, What, recognize};
use crate::registries::Setting;
use crate::runtime::Runtime;
use crate::text::{self, Document, Documents, Limits};
use crate::version::Version;
use findings::Findings;
use object::Object;
use snapshot::Snapshot;

pub use json::Offsets;
pub use report::*;
pub use texts::Texts;
pub use verification::{PulledBefore, PulledBy};

/// What the text does not say: the what-if switches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The release of Kubernetes, of the API server and of the kubelet.
    pub kubernetes: Version,
    /// The namespace of an object that does not say one; `kubectl` has a current one.
    pub default_namespace: String,
    /// Whether the API server runs the admission plugin `AlwaysPullImages`.
    pub always_pull_images: bool,
    /// The images that the node has, by the names that the runtime knows them under; `None` when
    /// it is not known. Nodes and lists of images among the documents are added to it.
    pub present: Option<Vec<String>>,
    /// The runtime of the node; `None` when a Node among the documents is to tell it.
    pub runtime: Option<Runtime>,
    /// The platform of the node; `None` when a Node among the documents is to tell it.
    pub platform: Option<Platform>,
    /// Images that the node has, and who pulled them. Records of the node among the documents are
    /// added to them.
    pub pulled: Vec<PulledBefore>,
    /// Whether a `config.json` or `.dockercfg` among the documents is on the node.
    pub node_config: bool,
    /// Feature gates as they are set with `--feature-gates`, for the kubelet and the API server. One
    /// that the release does not know or locks stays as it is; a flag counts more than a
    /// `KubeletConfiguration` of the text.
    pub feature_gates: Vec<(Gate, bool)>,
    /// How K3s or RKE2 is set on the node, where it has a `registries.yaml`.
    pub registries: Setting,
    /// The time, in seconds since 1970 UTC, with which the age of tokens is judged.
    pub now: Option<i64>,
    /// Kinds, besides the known ones, that make Pods, and where their Pod spec stands.
    pub pod_templates: Vec<PodTemplatePath>,
    /// How much is read.
    pub limits: Limits,
    /// How many keys are compared for all images together; each name that a Pod takes from the list
    /// of its ServiceAccount counts as ten. Beyond it, images are still read, and a finding says
    /// that their credentials were not looked up.
    pub comparisons: usize,
}

impl Default for Options {
    /// The newest release, the namespace `default`, no plugin, a node of which nothing is known but
    /// the pasted files, the default [`Limits`], 250,000 comparisons.
    fn default() -> Self {
        Self {
            kubernetes: Version::NEWEST,
            default_namespace: "default".to_string(),
            always_pull_images: false,
            present: None,
            runtime: None,
            platform: None,
            pulled: Vec::new(),
            node_config: true,
            feature_gates: Vec::new(),
            registries: Setting::default(),
            now: None,
            pod_templates: Vec::new(),
            limits: Limits::default(),
            comparisons: 250_000,
        }
    }
}

impl Options {
    /// The API server that is asked.
    fn api_server(&self) -> ApiServer {
        let server = ApiServer::new(self.kubernetes);
        let set = self.feature_gates.iter().rev().find(|it| it.0 == Gate::ImageVolume);
        set.map_or(server, |it| server.with_image_volumes(it.1))
    }
}

/// What is read, before anything is concluded.
struct Scene<'d, 'a> {
    documents: &'d Documents<'a>,
    /// What each document was taken for.
    recognized: &'d [Recognition],
    /// The objects of all documents.
    objects: &'d [Object<'d>],
    options: &'d Options,
}

/// Reads everything in `text` and says for each image in it what the kubelet does.
///
/// Any text gives a report; what cannot be read is a [`Finding`] with a place.
pub fn diagnose(text: &str, options: &Options) -> Diagnosis {
    diagnose_documents(&text::documents_within(text, &options.limits), options)
}

/// The same as [`diagnose`], of a text whose documents are read: by a [`text::Reader`], which reads
/// what a person types in less time. They are all that is known; [`Options::limits`] do nothing more.
///
/// ```
/// use pullscope_core::diagnose::{Options, diagnose, diagnose_documents};
/// use pullscope_core::text::Reader;
///
/// let (mut reader, options) = (Reader::default(), Options::default());
/// let documents = reader.documents_within("image: nginx", &options.limits);
/// assert_eq!(diagnose_documents(&documents, &options), diagnose("image: nginx", &options));
/// ```
pub fn diagnose_documents(parsed: &Documents<'_>, options: &Options) -> Diagnosis {
    let text = parsed.text;
    let recognized: Vec<Recognition> = parsed
        .docs
        .iter()
        .map(|document| recognize(text, document, &options.pod_templates))
        .collect();
    let objects = object::objects(parsed, &recognized);
    let mut findings = Findings::default();
    let scene = Scene { documents: parsed, recognized: &recognized, objects: &objects, options };
    let mut snapshot = Snapshot::new(&scene, &mut findings);
    findings.objects_are_read();
    let mut workloads = workload::workloads(&scene, &snapshot, &mut findings);
    credential_providers::matches_nothing(&snapshot.providers.report, &workloads, &mut findings);
    let runtime = snapshot.runtime.clone();
    let indexes = runtime::add(&scene, &runtime, &mut workloads, &mut findings);
    let registries = endpoints::add(&scene, &runtime, &mut workloads);
    snapshot.kubelet.images(&snapshot.settings, &scene, &workloads, &mut findings);
    registries::findings(&scene, registries.as_ref(), &workloads, &mut findings);
    let documents = parsed
        .docs
        .iter()
        .zip(&recognized)
        .enumerate()
        .map(|(index, (document, recognized))| {
            document_findings(text, index, document, recognized, options, &mut findings);
            DocumentReport {
                span: document.span.clone(),
                kind: document.kind.as_deref().map(String::from),
                name: document.name().map(String::from),
                namespace: document.namespace().map(String::from),
                recognized: recognized.what.clone(),
                because: recognized.why.clone(),
                error: document.error.clone(),
            }
        })
        .collect::<Vec<_>>();
    let events::Events { reports: mut events, explaining, asides, failed } = events::events(
        parsed,
        &recognized,
        &documents,
        &workloads,
        &mut findings,
        options.kubernetes,
    );
    tries::add(failed, &mut workloads);
    queue::sizes(&events, &mut workloads);
    queue::waited(&snapshot.settings, &events, &mut findings);
    queue::behind_large(&snapshot.settings, &workloads, &mut findings);
    let uses = reverse::secrets(&scene, &snapshot, &workloads);
    reverse::findings(&snapshot, &workloads, &uses, &mut findings);
    let present = reverse::present(&scene, &snapshot, &workloads);
    let (findings, number) = findings.finish(&documents, &explaining, &asides);
    for event in &mut events {
        event.cause = event.cause.and_then(|old| number.get(old).copied());
    }
    Diagnosis {
        kubernetes: options.kubernetes,
        node: NodeReport {
            providers: snapshot.providers.report.clone(),
            runtime,
            registries,
            settings: snapshot.settings.clone(),
            kubelet: snapshot.kubelet.report.take(),
        },
        documents,
        workloads,
        secrets: snapshot.into_secrets(),
        reverse: Reverse { secrets: uses, present },
        indexes,
        events,
        findings,
    }
}

/// What is odd about a document as such.
fn document_findings(
    text: &str,
    index: usize,
    document: &Document<'_>,
    recognized: &Recognition,
    options: &Options,
    findings: &mut Findings,
) {
    for duplicate in &document.duplicates {
        findings.add(
            index,
            Finding::new(
                "document/duplicate-member",
                Severity::Warning,
                "this name stands twice in one object, and the later value counts; of YAML \
                 kubectl drops the earlier one in silence, JSON is refused by default",
            )
            .at("", duplicate.kept.clone())
            .with("the value that is lost", duplicate.lost.clone()),
        );
    }
    if let Some(error) = &document.error {
        let broken = || {
            Finding::new("document/broken", Severity::Error, error.to_string()).at("", error.span())
        };
        let of_node = registries::broken(text, document, &options.registries);
        findings.add(index, of_node.unwrap_or_else(broken));
    }
    match &recognized.what {
        What::Unknown { pod_specs } if !pod_specs.is_empty() => {
            let message =
                format!("{}; to have its images read, name the kind and the path", recognized.why);
            let place = ("kind", recognized.span.clone());
            findings.say(index, "workload/unknown-kind", Severity::Info, place, message);
        }
        What::Words => {
            let place = ("", document.span.clone());
            let message = "these words say nothing of pulls, and are passed over";
            findings.say(index, "document/not-recognized", Severity::Info, place, message);
        }
        What::Node => {
            let node = recognize::node(&document.root);
            let version = node.as_ref().and_then(|it| Some((it.version()?, it.kubelet_version?)));
            if let Some((version, value)) = version
                && version != options.kubernetes
            {
                let message = format!(
                    "the kubelet of this node is of {version}, and what is said here is of {}",
                    options.kubernetes
                );
                let place = ("status.nodeInfo.kubeletVersion", value.span.clone());
                findings.say(index, "node/other-version", Severity::Info, place, message);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
