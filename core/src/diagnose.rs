//! The answer for a pasted text: what the kubelet does with each image in it, and why.
//!
//! ```text
//! text ──► documents ──► what is there ──► for each image: reference ─ policy ─ credentials ─ outcome
//!                        workloads, Secrets, ServiceAccounts, node files
//! ```
//!
//! [`diagnose`] is one call that gives plain, owned data: a [`Diagnosis`] for a page, a JavaScript
//! module or a command line. Each part of it names the rule, the value, and the bytes of the text
//! that they come from. No password is in it, not even masked or counted.
//!
//! It decides nothing itself: references, policies, Secrets and keys are judged by the modules that
//! hold those rules, and this one puts the documents together.
//!
//! # What is taken for what
//!
//! | text | taken for |
//! | --- | --- |
//! | an object of a kind in [`workload::KINDS`](crate::workload::KINDS) | a workload |
//! | a `Secret`, a `ServiceAccount` | itself |
//! | an object without `kind`, with `auths`, `credsStore` or `credHelpers` | the node's `config.json` |
//! | an object without `kind` whose members look like entries | the node's `.dockercfg` |
//! | lines without white space in a document of their own | names of images |
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

mod api_server;
mod credentials;
mod edit;
mod event_findings;
mod events;
mod findings;
mod image;
mod json;
mod keys;
mod near;
mod outcome;
mod plan;
mod policy;
mod present;
mod pull_secrets;
mod report;
mod secret;
mod snapshot;
mod texts;
mod workload;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::finding::{Finding, Severity};
use crate::text::{self, Limits};
use crate::version::Version;
use findings::Findings;
use snapshot::Snapshot;

pub use json::Offsets;
pub use report::*;
pub use texts::Texts;

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
    /// Whether a `config.json` or `.dockercfg` among the documents is on the node.
    pub node_config: bool,
    /// The time, in seconds since 1970 UTC, with which the age of tokens is judged.
    pub now: Option<i64>,
    /// Kinds, besides the known ones, that make Pods, and where their Pod spec stands.
    pub pod_templates: Vec<PodTemplate>,
    /// How much is read.
    pub limits: Limits,
    /// How many keys are compared for all images together. Beyond it, images are still read, and
    /// a finding says that their credentials were not looked up.
    pub comparisons: usize,
}

/// A kind that makes Pods, named by the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodTemplate {
    /// The kind: `Rollout`.
    pub kind: String,
    /// The path of the Pod spec: `spec.template.spec`.
    pub path: String,
}

impl Default for Options {
    /// The newest release, the namespace `default`, no plugin, a node of which nothing is known but
    /// the pasted files, the default [`Limits`], 2,000,000 comparisons.
    fn default() -> Self {
        Self {
            kubernetes: Version::NEWEST,
            default_namespace: "default".to_string(),
            always_pull_images: false,
            present: None,
            node_config: true,
            now: None,
            pod_templates: Vec::new(),
            limits: Limits::default(),
            comparisons: 2_000_000,
        }
    }
}

/// Reads everything in `text` and says for each image in it what the kubelet does.
///
/// Any text gives a report; what cannot be read is a [`Finding`] with a place.
pub fn diagnose(text: &str, options: &Options) -> Diagnosis {
    let parsed = text::documents_within(text, &options.limits);
    let mut findings = Findings::default();
    let snapshot = Snapshot::new(&parsed, options, &mut findings);
    let workloads = workload::workloads(&parsed, &snapshot, options, &mut findings);
    let documents = parsed
        .docs
        .iter()
        .zip(&snapshot.recognized)
        .enumerate()
        .map(|(index, (document, recognized))| {
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
                findings.add(
                    index,
                    Finding::new("document/broken", Severity::Error, error.to_string())
                        .at("", error.span()),
                );
            }
            DocumentReport {
                span: document.span.clone(),
                kind: document.kind.as_deref().map(String::from),
                name: document.name().map(String::from),
                namespace: document.namespace().map(String::from),
                recognized: *recognized,
                because: String::new(),
                error: document.error.clone(),
            }
        })
        .collect::<Vec<_>>();
    let (mut events, explaining) = events::events(&parsed, &documents, &workloads, &mut findings);
    let (findings, number) = findings.finish(&documents, &explaining);
    for event in &mut events {
        event.cause = event.cause.and_then(|old| number.get(old).copied());
    }
    Diagnosis {
        kubernetes: options.kubernetes,
        documents,
        workloads,
        secrets: snapshot.into_secrets(),
        events,
        findings,
    }
}

/// Whether two names differ by one or two edits.
fn near_name(a: &str, b: &str) -> bool {
    const MAX: usize = 2;
    if a.len().abs_diff(b.len()) > MAX || a.len() > 253 || b.len() > 253 {
        return false;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()] <= MAX.min(a.len() / 2)
}

#[cfg(test)]
mod tests;
